"""Underlagen: allt som en mall får se."""
