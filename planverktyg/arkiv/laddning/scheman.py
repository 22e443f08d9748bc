"""Formatets scheman som Python: det som Pydantic gör av modellklasserna, gjort en gång när verktyget installeras.

Modulen skrivs av `hatch_build.py`, och används bara när Pydantic och modellernas kod är de som den gjordes av. Annars gör
Pydantic schemana av klasserna vid varje körning, som vanligt.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from importlib import import_module
from inspect import ismethod
from typing import TYPE_CHECKING, Any

from pydantic_core import SchemaValidator

from planverktyg.arkiv.fardigt import färdigt, modellernas_märke, som_modul
from planverktyg.arkiv.laddning.slag import SLAG
from planverktyg.modell.bedomning import Bedömning, Bedömningssteg, Trendord
from planverktyg.modell.ekonomi import Ekonomi
from planverktyg.modell.husregler import Riskmatris
from planverktyg.modell.profil import Profil
from planverktyg.modell.risk import Risksteg
from planverktyg.modell.sammanvagning import Sammanvägning, Stegkrav

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planverktyg.modell.byggsten import Del

MODUL = "scheman"

KLASSER: tuple[type[Del], ...] = (
    *SLAG.values(), Bedömning, Bedömningssteg, Ekonomi, Profil, Riskmatris, Risksteg, Sammanvägning, Stegkrav, Trendord,
)  # fmt: skip
"""Dokumentslagen, och de delar som verktyget självt skapar när de inte står i filen."""

_BARA_FÖR_UTSKRIFT = {"metadata", "serialization", "serialization_alias", "computed_fields", "json_schema_input_schema"}
"""Det i ett schema som den som prövar ett värde aldrig läser."""


def använd_färdiga() -> None:
    """Ger klasserna sina färdiga validerare, när de finns."""
    innehåll = färdigt(MODUL, modellernas_märke())
    for klass, schema in zip(KLASSER, innehåll["scheman"](), strict=True) if innehåll else ():
        klass.__pydantic_validator__ = SchemaValidator(schema)


def som_python() -> str:
    """Schemana som innehållet i en modul."""
    skrivare = _Skrivare()
    uttryck = [skrivare.uttryck(_schemat(klass)) for klass in KLASSER]
    rader = [
        *(f"import {namn}" for namn in sorted(skrivare.moduler)),
        "def scheman():",
        *(f"    {rad}" for rad in skrivare.rader),
        f"    return [{', '.join(uttryck)}]",
    ]
    return som_modul("\n".join(rader), modellernas_märke())


def _schemat(klass: type[Del]) -> Any:
    klass.model_rebuild(force=True)
    return klass.__pydantic_core_schema__


class _Skrivare:
    """Skriver ett schema som Python-uttryck. Det som står på flera ställen får ett namn och skrivs en gång."""

    def __init__(self) -> None:
        self.moduler: set[str] = set()
        self.rader: list[str] = []
        self._namn: dict[str, str] = {}

    def uttryck(self, värde: Any) -> str:
        """Uttrycket som blir värdet."""
        if värde is None or isinstance(värde, bool | int | float | str):
            return repr(värde)
        if isinstance(värde, list | tuple):
            delar = "".join(f"{self.uttryck(ett)}, " for ett in värde)
            return f"({delar})" if isinstance(värde, tuple) else f"[{delar}]"
        if isinstance(värde, dict):
            return self._namngivet("{" + ", ".join(self._poster(värde)) + "}")
        if ismethod(värde) and is_dataclass(ägare := värde.__self__) and not isinstance(ägare, type):
            givet = ", ".join(f"{fält.name}={self.uttryck(getattr(ägare, fält.name))}" for fält in fields(ägare))
            return self._namngivet(f"{self._hänvisning(type(ägare))}({givet}).{värde.__name__}")
        return self._hänvisning(värde)

    def _poster(self, värde: dict[Any, Any]) -> Iterator[str]:
        är_schema = isinstance(värde.get("type"), str)
        for nyckel, inre in värde.items():
            if är_schema and nyckel in {"ref", "schema_ref"}:
                yield f"{nyckel!r}: {inre.rpartition(':')[0]!r}"  # efter kolonet står klassens plats i minnet
            elif not (är_schema and nyckel in _BARA_FÖR_UTSKRIFT):
                yield f"{nyckel!r}: {self.uttryck(inre)}"

    def _namngivet(self, uttryck: str) -> str:
        if uttryck not in self._namn:
            self._namn[uttryck] = f"s{len(self._namn)}"
            self.rader.append(f"{self._namn[uttryck]} = {uttryck}")
        return self._namn[uttryck]

    def _hänvisning(self, värde: Any) -> str:
        """Var i koden värdet finns: en klass, en funktion, eller ett namn överst i en modul."""
        modul = getattr(värde, "__module__", None) or type(värde).__module__
        namn = getattr(värde, "__qualname__", None) or next(
            n for n, v in vars(import_module(modul)).items() if v is värde
        )
        self.moduler.add(modul)
        return f"{modul}.{namn}"
