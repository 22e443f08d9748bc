"""Plandokumentet: planen in, stycken ut."""
