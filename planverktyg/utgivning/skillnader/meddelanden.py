"""Skillnaden som arbetsflödesmeddelanden, som GitHub visar vid raderna i en pull request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planverktyg.skillnad import Tyngd
from planverktyg.utgivning.fynd.github import egenskap, meddelande
from planverktyg.utgivning.skillnader.terminal import ordrad

if TYPE_CHECKING:
    from planverktyg.modell.grund.plats import Plats
    from planverktyg.skillnad import Skillnad, Ändring


def skriv(skillnad: Skillnad) -> str:
    """En rad per ändring, de som försvagar som varningar. GitHub visar bara de första av varje slag: de står först."""
    olästa = [_rad("error", o.fynd.plats, f"Inte jämförd i {o.version}", o.fynd.text) for o in skillnad.olästa]
    return "".join(f"{rad}\n" for rad in (*olästa, *map(_ändring, skillnad.ändringar)))


def _ändring(ä: Ändring) -> str:
    slag = "warning" if ä.tyngd in (Tyngd.FÖRSVAGAR, Tyngd.OKLAR) else "notice"
    från_till = ordrad(ä.ord) if ä.ord else " → ".join(text for text in (ä.från, ä.till) if text)
    delar = [ä.ställe.namn, från_till, *ä.detaljer]
    return _rad(slag, ä.ställe.plats, ä.rubrik, "\n".join(del_ for del_ in delar if del_))


def _rad(slag: str, plats: Plats, rubrik: str, text: str) -> str:
    return f"::{slag} file={egenskap(plats.fil)},line={plats.rad},title={egenskap(rubrik)}::{meddelande(text)}"
