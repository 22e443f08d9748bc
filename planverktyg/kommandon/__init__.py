"""Kommandona: en fil per kommando, med en funktion som lämnar en slutkod. Bara det här lagret skriver filer."""
