"""Mallarna: den enda Jinjamiljön."""
