"""Värden och förklaringar in, rader YAML ut."""

from __future__ import annotations

import textwrap
from decimal import Decimal
from typing import Any

import yaml

from planverktyg.modell.andel import Andel
from planverktyg.modell.byggsten import Del, nyckel

BREDD = 100
"""Så breda blir raderna i en ny fil, som mest."""

SÅ_LÄSER_DU = """\
Så läser du filen: varje rad är ett namn, ett kolon och ett värde. Det som är indraget hör till raden ovanför. Ett \
streck (-) börjar en ny post i en lista. Det som står efter # är kommentarer som inte läses."""


def kommentera(text: str, indrag: str = "") -> list[str]:
    """Texten som kommentarsrader."""
    rader = textwrap.wrap(
        " ".join(text.split()), BREDD - len(indrag) - 2, break_on_hyphens=False, break_long_words=False
    )
    return [f"{indrag}# {rad}" for rad in rader]


def citera(text: str) -> str:
    """Texten så som den skrivs efter ett kolon, på en rad, med citattecken när YAML annars skulle läsa den som något annat."""
    return _skriv(" ".join(text.split()), _EN_RAD).removesuffix("\n...")


def skriv_värde(namn: str, värde: Any) -> list[str]:
    """Nyckeln med sitt värde, på en eller flera rader: `tröskel: 9`."""
    första, *resten = _skriv(_som_yaml(värde)).removesuffix("\n...").splitlines()
    if första.startswith("- ") or (isinstance(värde, dict) and not första.startswith("{")):
        return [f"{namn}:", *(f"  {rad}" for rad in (första, *resten))]
    return [f"{namn}: {första}", *(f"  {rad}" for rad in resten)]


_EN_RAD = 1_000_000


def _skriv(värde: Any, bredd: int = BREDD - 10) -> str:
    return yaml.dump(
        värde, Dumper=_Skrivare, allow_unicode=True, sort_keys=False, default_flow_style=None, width=bredd
    ).strip()


def _som_yaml(värde: Any) -> Any:
    """Modellens värde så som det skrivs i filen."""
    if isinstance(värde, Del):
        fält = {nyckel(namn): getattr(värde, namn) for namn in type(värde).model_fields}
        return {namn: _som_yaml(v) for namn, v in fält.items() if v is not None}
    if isinstance(värde, dict):
        return {namn: _som_yaml(v) for namn, v in värde.items()}
    if isinstance(värde, bool):
        return "ja" if värde else "nej"
    if isinstance(värde, tuple) and len(värde) == 2 and all(isinstance(v, int) for v in värde):
        return f"{värde[0]:02}-{värde[1]:02}"  # en dag på året
    return [_som_yaml(v) for v in värde] if isinstance(värde, (tuple, list)) else värde


class _Skrivare(yaml.SafeDumper):
    """PyYAML:s skrivare, som drar in listor och skriver exakta tal som tal."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002 - PyYAML anropar med den
        super().increase_indent(flow, indentless=False)


def _skriv_tal(skrivare: _Skrivare, tal: Decimal) -> yaml.ScalarNode:
    slag = "int" if tal == tal.to_integral_value() else "float"
    return skrivare.represent_scalar(f"tag:yaml.org,2002:{slag}", f"{tal:f}")


def _skriv_andel(skrivare: _Skrivare, andel: Andel) -> yaml.MappingNode:
    return skrivare.represent_mapping("tag:yaml.org,2002:map", {"antal": andel.antal, "av": andel.av}, flow_style=True)


_Skrivare.add_representer(Decimal, _skriv_tal)
_Skrivare.add_representer(Andel, _skriv_andel)
