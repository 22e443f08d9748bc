"""Ett tillägg som saknas in, raden som säger vad som ska installeras ut."""

from __future__ import annotations

import sys
from pathlib import Path

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
    """Den Python som kör verktyget: ett annat pip installerar någon annanstans. Kort när den finns i mappen."""
    python = Path(sys.executable)
    här = Path.cwd()
    text = str(python.relative_to(här) if python.is_relative_to(här) else python)
    return f'"{text}"' if " " in text else text
