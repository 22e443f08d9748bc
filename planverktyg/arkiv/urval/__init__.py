"""Urvalet: det som användaren skrev in, planer och versioner ut."""
