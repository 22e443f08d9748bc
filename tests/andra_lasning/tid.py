"""Tider: det som står i YAML in (`2020`, `2020-09`, `delår 2 2020`), första och sista dagen ut."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import Any, NamedTuple

PERIODER = {"delår 1": "04-30", "halvår": "06-30", "delår 2": "08-31", "helår": "12-31"}
ALDRIG = date.max


class Tid(NamedTuple):
    """Första och sista dagen."""

    från: date
    till: date

    @property
    def längd(self) -> tuple[int, str]:
        """Hur lång tiden är, i månader när den är hela månader, annars i dagar."""
        hela = self.från.day == 1 and date.fromordinal(self.till.toordinal() + 1).day == 1
        månader = (self.till.year - self.från.year) * 12 + self.till.month - self.från.month + 1
        return (månader, "månader") if hela else ((self.till - self.från).days + 1, "dagar")

    def om(self, år: int) -> Tid:
        """Samma tid så många år senare."""
        return self.om_månader(12 * år)

    def om_månader(self, antal: int) -> Tid:
        """Samma tid så många månader senare; en månads sista dag förblir den sista."""
        return Tid(_flytta(self.från, antal), _flytta(self.till, antal))


def _flytta(dag: date, antal: int) -> date:
    år, månad = divmod(dag.year * 12 + dag.month - 1 + antal, 12)
    sista = monthrange(år, månad + 1)[1]
    är_sista = dag.day == monthrange(dag.year, dag.month)[1]
    return date(år, månad + 1, sista if är_sista else min(dag.day, sista))


def hela_året(år: int) -> Tid:
    """Kalenderåret."""
    return Tid(date(år, 1, 1), date(år, 12, 31))


def dag(skrivet: Any) -> date | None:
    """Dagen, när det skrivna är en dag."""
    return date.fromisoformat(str(skrivet)) if re.fullmatch(r"\d{4}-\d\d-\d\d", str(skrivet)) else None


def periodens_slut(period: str, år: int, kommun: dict[str, Any]) -> date:
    """Periodens sista dag, med kommunens egna dagar när den har sagt dem."""
    månad, dagen = (kommun.get("perioder") or PERIODER)[period].split("-")
    return date(år, int(månad), min(int(dagen), monthrange(år, int(månad))[1]))


def tolka(skrivet: Any, kommun: dict[str, Any]) -> Tid:
    """Tiden som det skrivna säger."""
    if isinstance(skrivet, dict):
        return Tid(tolka(skrivet["från"], kommun).från, tolka(skrivet["till"], kommun).till)
    text = str(skrivet)
    if re.fullmatch(r"\d{4}", text):
        return hela_året(int(text))
    if re.fullmatch(r"\d{4}-\d\d", text):
        år, månad = map(int, text.split("-"))
        return Tid(date(år, månad, 1), date(år, månad, monthrange(år, månad)[1]))
    if (en := dag(text)) is not None:
        return Tid(en, en)
    if träff := re.fullmatch(r"kvartal (\d) (\d{4})", text):
        sista = 3 * int(träff[1])
        return Tid(tolka(f"{träff[2]}-{sista - 2:02}", kommun).från, tolka(f"{träff[2]}-{sista:02}", kommun).till)
    if träff := re.fullmatch(r"läsåret (\d{4})/\d\d", text):
        return Tid(date(int(träff[1]), 7, 1), date(int(träff[1]) + 1, 6, 30))
    if träff := re.fullmatch(r"(\d{4})[-–](\d{4})", text):
        return Tid(date(int(träff[1]), 1, 1), date(int(träff[2]), 12, 31))
    period, år_text = text.rsplit(" ", 1)
    return Tid(date(int(år_text), 1, 1), periodens_slut(period, int(år_text), kommun))
