"""Rapporten: plan och bedömningar in, underlag ut."""
