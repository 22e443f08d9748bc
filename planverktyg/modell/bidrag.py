"""Bidrag: det som står efter `bidrar till` in, målen och hur de påverkas ut; och målen som nämnden inte har ansvar för."""

from typing import Annotated, Any, Literal, TypeAlias

from planverktyg.modell.byggsten import HÄNVISNING_SCHEMA, Del, Hänvisning, Kortform, Text


class Bidrag(Del):
    """Ett mål som något annat bidrar till."""

    mål: Hänvisning
    """Målet: ett id i planen, eller en annan plans id, ett snedstreck och ett id i den."""
    hur: Literal["direkt", "indirekt"] = "direkt"
    """Direkt: det är en del av det som ska nås. Indirekt: det skapar förutsättningar."""

    def skriv(self, namn: str) -> str:
        """Målets namn, med ordet indirekt när det är så."""
        return f"{namn} (indirekt)" if self.hur == "indirekt" else namn


def _ett_bidrag(skrivet: Any) -> Any:
    return {"mål": skrivet} if isinstance(skrivet, str) else skrivet


def _ett_eller_flera(skrivet: Any) -> Any:
    return [skrivet] if isinstance(skrivet, (str, dict)) else skrivet


Bidragspost: TypeAlias = Annotated[Bidrag, Kortform(_ett_bidrag, HÄNVISNING_SCHEMA)]
Bidragslista: TypeAlias = Annotated[
    tuple[Bidragspost, ...],
    Kortform(_ett_eller_flera, {"anyOf": [HÄNVISNING_SCHEMA, {"type": "object", "required": ["mål"]}]}),
]
"""Ett mål, eller en lista av dem."""


class IngetAnsvar(Del):
    """Ett mål som nämnden inte har något ansvar för."""

    mål: Hänvisning
    """Målet: ett id i planen, eller en annan plans id, ett snedstreck och ett id i den."""
    skäl: Text
    """Varför nämnden inte har något ansvar för målet."""
