"""Ett filslag per modul: en fils byte in, dess block ut."""
