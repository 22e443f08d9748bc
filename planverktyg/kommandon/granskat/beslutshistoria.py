"""Ett förråd in, besluten med fingeravtryck som har stått i det ut, och vad som inte gick att läsa.

Bara revisioner där ett fingeravtryck läggs till eller tas bort läses.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from planverktyg.arkiv import git
from planverktyg.granskning.regler.beslut import delvis_jämfört, inte_jämfört, utan_git
from planverktyg.modell.beslut import är_samma_beslut
from planverktyg.modell.plan import Plandokument

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping, Sequence
    from pathlib import Path

    from planverktyg.arkiv.urval.lydelser import Beslutat
    from planverktyg.granskning.regel import Regel
    from planverktyg.modell.beslut import Beslut
    from planverktyg.modell.plan import Plan
    from planverktyg.modell.rapportering import Uppföljning

Märke: TypeAlias = "tuple[str, ...]"
"""Det som gör ett dokument till samma dokument: `("plan", "asn-2020")`, `("uppföljning", "asn-2020", "helår", "2020")`."""


class Sett(NamedTuple):
    """Ett beslut med fingeravtryck, och den senaste revisionen där det fanns."""

    beslut: Beslut
    revision: str
    sökväg: str
    """Filen, från förrådets rot."""
    id: str
    """Innehållets id i git."""


class Besluten(NamedTuple):
    """Besluten i ett förråd, och vad som inte är jämfört med dem."""

    sedda: Mapping[Märke, Sequence[Sett]]
    """Dokumentets kännetecken → besluten med fingeravtryck som har gällt det."""
    brist: tuple[Regel, str] | None = None
    nära: Mapping[Hashable, Sequence[Märke]] = MappingProxyType({})
    """Det som ett beslutat dokument kan kännas igen på när det har fått ett annat kännetecken: filen och året, planens nämnd och
    år, planen som följs upp."""


def läs_besluten(rot: Path, till: str, utan: frozenset[str]) -> Besluten:
    """Besluten till och med revisionen `till`. `utan` är id på innehåll i git som inte har något fingeravtryck."""
    from planverktyg.arkiv.urval.lydelser import läs_med_fingeravtryck  # utanför git finns inget att läsa

    sedda: dict[Märke, dict[tuple[Any, ...], Sett]] = {}
    nära: dict[Hashable, dict[Märke, None]] = {}
    try:
        f = git.förråd(rot)
        for beslutat in läs_med_fingeravtryck(f, till, utan):
            beslut = huvudet(beslutat.modell).beslut
            if beslut is None or not beslut.fingeravtryck or beslut.status == "förslag":
                continue
            märke = kännetecken(beslutat.modell)
            förut = sedda.setdefault(märke, {})
            if beslutat.bortvalt and any(är_samma_beslut(beslut, sett.beslut) for sett in förut.values()):
                continue  # båda sidorna hade beslutet
            sett = Sett(beslut, beslutat.revision, beslutat.sökväg, beslutat.id)
            förut[(*beslut.kännetecken, beslut.fingeravtryck)] = sett
            for nyckel in _nycklar(beslutat):
                nära.setdefault(nyckel, {})[märke] = None
        är_grund = git.är_grund(f)
    except git.IngetFörråd:
        return Besluten({})
    except git.SaknarGit:
        return Besluten({}, (utan_git, "Besluten är inte jämförda med dem i git: programmet git finns inte på datorn."))
    except git.Gitfel as fel:
        return Besluten({}, (inte_jämfört, f"Besluten kunde inte jämföras med dem i git. {fel}"))
    grund = (
        "Kopian är grund: historien före den del som är hämtad är inte läst. Ett beslut eller ett fingeravtryck som togs bort "
        "dessförinnan syns inte."
    )
    alla = {märke: list(besluten.values()) for märke, besluten in sedda.items() if besluten}
    släkt = {nyckel: tuple(märken) for nyckel, märken in nära.items()}
    return Besluten(alla, (delvis_jämfört, grund) if är_grund else None, släkt)


def _nycklar(beslutat: Beslutat) -> Iterator[Hashable]:
    """Så som `försvunna` frågar."""
    if isinstance(beslutat.modell, Plandokument):
        plan = beslutat.modell.plan
        yield beslutat.sökväg, plan.år.från, plan.år.till
        yield plan.nämnd, plan.år.från, plan.år.till
    else:
        huvud = beslutat.modell.uppföljning
        yield beslutat.sökväg, str(huvud.per.year)
        yield "uppföljs", huvud.plan


def kännetecken(modell: Any) -> Märke:
    """Det som gör dokumentet till samma dokument; tomt för husregler."""
    if isinstance(modell, Plandokument):
        return "plan", modell.plan.id
    huvud = getattr(modell, "uppföljning", None)
    return ("uppföljning", huvud.plan, huvud.period, str(huvud.per.year)) if huvud else ()


def ur_huvudet(huvud: tuple[str, dict[str, Any]] | None) -> Märke:
    """Kännetecknet, utan att resten av filen är läst; bara slaget när huvudet inte går att läsa.

    Blanksteg runt ett ord betyder inget, som när filen läses.
    """
    slag, uppgifter = huvud or ("", {})
    if not uppgifter:
        return (slag,)
    if slag == "plan":
        return slag, str(uppgifter.get("id")).strip()
    plan, period, per = (str(uppgifter.get(nyckel)).strip() for nyckel in ("plan", "period", "per"))
    return slag, plan, period, per[:4]


def huvudet(modell: Any) -> Plan | Uppföljning:
    """Planens eller uppföljningens huvud."""
    huvud: Plan | Uppföljning = modell.plan if isinstance(modell, Plandokument) else modell.uppföljning
    return huvud


def besluten_i(modell: Any) -> tuple[Beslut, ...]:
    """Besluten som gäller dokumentet, och dem som har gällt det. Ett förslag är inget beslut."""
    huvud = huvudet(modell)
    gäller = (huvud.beslut,) if huvud.beslut and huvud.beslut.status != "förslag" else ()
    return (*huvud.tidigare_beslut, *gäller)
