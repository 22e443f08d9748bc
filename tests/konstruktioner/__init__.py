"""Konstruktioner i verkliga planer: tabellen, hur den prövas, och boken som görs av den."""
