"""Orden: värden, steg och regler in, text ut."""
