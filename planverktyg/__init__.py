"""Nämndplaner som YAML i git: validering, måluppfyllelse och rapporter."""

__version__ = "0.1.0"
