"""Blanketter: det som fylls i, och vägen tillbaka till filen."""
