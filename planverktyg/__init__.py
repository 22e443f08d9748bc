"""Nämndplaner som YAML i git: validering, måluppfyllelse och rapporter."""

__version__ = "0.2.0"
