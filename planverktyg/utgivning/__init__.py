"""Utgivningen: det lästa och bedömda in, det som människor och program läser ut."""
