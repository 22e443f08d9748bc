"""En andra läsning av reglerna: planer som vanliga ordböcker in, samma svar som verktyget ska ge ut.

Skriven ur reglerna i docs/uppfyllelse.md och ur formatets text, inte ur verktyget: ingenting härifrån importerar
planverktyg utom `prov`, som kör verktyget och jämför. `slump` hittar på planer. Enkelheten går före allt annat, så
att en controller kan läsa regeln här och bestrida den.
"""
