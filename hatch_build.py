"""Det som görs när paketet byggs: verktygets mallar läggs till som Python, så att en rapport slipper översätta dem."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Mallarna(BuildHookInterface[Any]):
    """Skriver mallarnas moduler och lägger dem i hjulet. I en installation som pekar på källkoden behövs de inte."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Före bygget."""
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        from planverktyg.utgivning.mallar.mallmotor import MALLAR, bara_verktygets
        from planverktyg.utgivning.mallar.oversatt import PAKET, moduler

        self._mapp = TemporaryDirectory()
        for ändelse, med in {"html": (".html", ".css"), "md": (".md",)}.items():
            mallar = [fil.name for fil in sorted(MALLAR.iterdir()) if fil.suffix in med]
            for namn, innehåll in moduler(bara_verktygets(ändelse), mallar):
                fil = Path(self._mapp.name, namn)
                fil.write_text(innehåll, encoding="utf-8")
                build_data["force_include"][str(fil)] = f"{PAKET.replace('.', '/')}/{namn}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002 - hatchlings namn
        """Efter bygget."""
        if version != "editable":
            self._mapp.cleanup()
