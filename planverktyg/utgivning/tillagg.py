"""Ett tillägg som saknas in, raden som säger vad som ska installeras ut."""

from __future__ import annotations

import sys

BIBLIOTEK = {"pdf": "weasyprint pikepdf", "word": "python-docx", "excel": "openpyxl", "webb": "starlette uvicorn"}
"""Biblioteken som varje tillägg behöver. Namnen står också i pyproject.toml."""


def säg_saknat(tillägg: str, fel: ImportError) -> str:
    """Vad som saknas, och kommandona som installerar det hos den som har pipx och hos den som har pip."""
    behövs = BIBLIOTEK[tillägg]
    return (
        f"Tillägget {tillägg} är inte installerat ({fel.name} saknas). "
        f"Installera det: pipx inject planverktyg {behövs}, eller {_python()} -m pip install {behövs}"
    )


def _python() -> str:
    """Hela vägen till den Python som kör verktyget: ett annat pip installerar någon annanstans."""
    return f'"{sys.executable}"' if " " in sys.executable else sys.executable
