"""Terminalen: flaggor, frågor och skrivning."""
