"""Grunden: plats, fynd och svenska."""
