"""Det som räknas ut när verktyget installeras: mallarna, formatets scheman och referensen, så att en körning slipper göra dem.

Allt läggs i ett eget paket bredvid verktyget (`arkiv/fardigt.py`), också i en installation som pekar på källkoden.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

if TYPE_CHECKING:
    from collections.abc import Iterator


class Färdigt(BuildHookInterface[Any]):
    """Skriver paketets moduler och lägger dem i hjulet."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Före bygget."""
        sys.path.insert(0, self.root)
        from planverktyg.arkiv.fardigt import PAKET

        self._mapp = TemporaryDirectory()
        filer = build_data["force_include_editable" if version == "editable" else "force_include"]
        for modul, innehåll in (("__init__", ""), _schemana(), _jsonschemana(), _referensen(), *_mallarna()):
            fil = Path(self._mapp.name, f"{modul}.py")
            fil.write_text(innehåll, encoding="utf-8")
            filer[str(fil)] = f"{PAKET}/{fil.name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002 - hatchlings namn
        """Efter bygget."""
        self._mapp.cleanup()


def _schemana() -> tuple[str, str]:
    from planverktyg.arkiv.laddning.scheman import MODUL, som_python

    return MODUL, som_python()


def _jsonschemana() -> tuple[str, str]:
    from planverktyg.arkiv.fardigt import modellernas_märke, som_modul
    from planverktyg.arkiv.laddning import SLAG
    from planverktyg.modell.schema import som_text

    texterna = {slag: som_text(klass) for slag, klass in SLAG.items()}
    return "jsonscheman", som_modul(f"SCHEMAN = {texterna!r}", modellernas_märke())


def _referensen() -> tuple[str, str]:
    from planverktyg.arkiv.fardigt import modellernas_märke, som_modul
    from planverktyg.arkiv.laddning import SLAG
    from planverktyg.modell.referensbygge import bygg_referens

    poster = f"REFERENS = {bygg_referens(tuple(SLAG.values()))!r}"
    kod = f"from planverktyg.modell.referens import Delpost, Nyckelpost\n{poster}"
    return "referens", som_modul(kod, modellernas_märke())


def _mallarna() -> Iterator[tuple[str, str]]:
    from planverktyg.utgivning.mallar.mallmotor import MALLAR, bara_verktygets
    from planverktyg.utgivning.mallar.oversatt import moduler

    for ändelse, med in {"html": (".html", ".css"), "md": (".md",)}.items():
        mallar = [fil.name for fil in sorted(MALLAR.iterdir()) if fil.suffix in med]
        yield from moduler(bara_verktygets(ändelse), mallar)
