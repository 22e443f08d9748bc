"""Fall för reglerna: `KOD.yaml` är indata, `KOD.txt` är de fynd den ska ge."""
