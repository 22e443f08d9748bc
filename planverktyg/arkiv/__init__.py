"""Arkivet: filer och revisioner in, lästa planer ut."""
