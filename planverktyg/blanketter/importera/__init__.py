"""Ett dokument (Word, Markdown, text) in, en plan i YAML ut, med en lista över vad som har förståtts.

Vägen är: filens byte → block (`filslag/`) → utkast (`tolkning`, `delar/`, med reglerna som data i `regler/`) → YAML (`utskrift`).
"""
