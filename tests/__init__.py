"""Testerna: indata som text, väntad utskrift som text."""
