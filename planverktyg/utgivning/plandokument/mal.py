"""Ett mål in, det som står under målets rubrik i plandokumentet ut: fakta, texter, och delmål som bara är en rad."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planverktyg.modell.grund.svenska import räkna_upp
from planverktyg.modell.period import Tidpunkt
from planverktyg.utgivning.ord.celler import lång_tid
from planverktyg.utgivning.plandokument.indikatorlista import kriteriefakta, kriterier, är_meningar
from planverktyg.utgivning.plandokument.indikatortabell import bygg_tabell
from planverktyg.utgivning.rapport.mal import målrubrik
from planverktyg.utgivning.underlag.dokument import Punkt, Stycke, Tabell
from planverktyg.utgivning.underlag.gemensamt import Brödtext, Not

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from planverktyg.modell.period import Måltid, Planår
    from planverktyg.modell.plan import Mål, Plandokument
    from planverktyg.utgivning.ord.ankare import Register
    from planverktyg.utgivning.ord.fakta import Namn


def målfakta(mål: Mål, namn: Namn, namn_på: Callable[[str], str]) -> Iterator[Not]:
    """Det korta om målet: tid, slag, källa, nämnder, etiketter, ansvarig och målen som det bidrar till."""
    yield from radfakta(mål, "", namn)
    if mål.ansvarig:
        yield Not("Ansvarig", mål.ansvarig)
    if mål.bidrar_till:
        yield Not("Bidrar till", räkna_upp([b.skriv(namn_på(b.mål)) for b in mål.bidrar_till]))
    if mål.mätmetod and mål.mål:
        yield Not("Mätmetod", mål.mätmetod)


def utan_ansvar(plan: Plandokument, namn_på: Callable[[str], str]) -> Iterator[Punkt]:
    """Målen som nämnden inte har något ansvar för, med skälet."""
    for utan in plan.inget_ansvar_för:
        yield Punkt(namn_på(utan.mål), (Not("Skäl", utan.skäl),))


def radfakta(mål: Mål, rubrik: str, namn: Namn) -> Iterator[Not]:
    """Tid, slag, källa, nämnder och etiketter, när de inte redan sägs i rubriken ovanför."""
    for etikett, text in (
        ("Ska vara nått", _skriv_måltid(mål.avser) if mål.avser else ""),
        ("Slag", f"{mål.slag} mål" if mål.slag == "finansiellt" else "verksamhetsmål" if mål.slag else ""),
        ("Källa", mål.källa or ""),
        ("Delas av", räkna_upp(mål.nämnder)),
        ("Etiketter", namn.skriv_etiketter(mål.etiketter)),
    ):
        if text and text.casefold() not in rubrik.casefold():
            yield Not(etikett, text)


def _skriv_måltid(tid: Måltid) -> str:
    return lång_tid(tid) if isinstance(tid, Tidpunkt) else tid


def måltext(mål: Mål) -> Brödtext | None:
    """Texterna före indikatorerna: viljeyttring, beskrivning och motivering."""
    delar = [f"**Viljeyttring**\n\n{mål.viljeyttring}"] if mål.viljeyttring else []
    delar += [mål.beskrivning] if mål.beskrivning else []
    delar += [f"**Motivering**\n\n{mål.motivering}"] if mål.motivering else []
    return Brödtext("\n\n".join(delar)) if delar else None


def målslut(mål: Mål) -> Brödtext | None:
    """Texterna efter indikatorerna. Hur ett mål med delmål mäts står i stället före dem, bland fakta."""
    delar = [mål.mätmetod if not mål.mål else None, mål.avslutning]
    text = "\n\n".join(filter(None, delar))
    return Brödtext(text) if text else None


class Indikatorvisning:
    """Visar ett måls indikatorer på det sätt som passar dem: som fakta om målet, i en lista eller i en tabell."""

    def __init__(self, år: Planår, namn: Namn, kallas: str | None, register: Register) -> None:
        self._år = år
        self._namn = namn
        self._kallas = kallas
        self._register = register

    def fakta(self, mål: Mål) -> Iterator[Not]:
        """Målvärdet och mätningen av målet självt, när det är det enda som mäts."""
        if _mäter_sig_självt(mål):
            yield from kriteriefakta(mål.indikatorer[0], self._år, self._namn)

    def lista(self, mål: Mål, nivå: int) -> Stycke | None:
        """Indikatorer som är hela meningar, under det namn som kommunen har för dem."""
        if not mål.indikatorer or _mäter_sig_självt(mål) or not är_meningar(mål.indikatorer):
            return None
        punkter = kriterier(mål.indikatorer, self._år, self._namn)
        return Stycke("indikatorer", nivå, ingress=self._rubrik(mål), punkter=punkter)

    def tabell(self, mål: Mål) -> Tabell | None:
        """Alla andra indikatorer."""
        if not _visas_i_tabell(mål):
            return None
        etikett = self._register.etikett(f"Indikatorer för {mål.nivå}: {mål.namn}")
        return bygg_tabell(mål.indikatorer, self._år, etikett, self._rubrik(mål), self._namn)

    def _rubrik(self, mål: Mål) -> str:
        return self._kallas or ("Indikator" if len(mål.indikatorer) == 1 else "Indikatorer")


def _visas_i_tabell(mål: Mål) -> bool:
    return bool(mål.indikatorer) and not _mäter_sig_självt(mål) and not är_meningar(mål.indikatorer)


def _mäter_sig_självt(mål: Mål) -> bool:
    """Om målets enda indikator är målet självt, utan något tidigare värde som behöver en tabell."""
    return len(mål.indikatorer) == 1 and mål.indikatorer[0].namn == mål.namn and not mål.indikatorer[0].utgångsvärde


# --- Delmål som bara är en rad ----------------------------------------------------------------------


def är_bara_namn(mål: Mål) -> bool:
    """Om målet inte har mer att visa än sitt namn och några fakta, så att en punkt i en lista räcker."""
    return not (
        mål.indikatorer
        or mål.mål
        or måltext(mål)
        or målslut(mål)
        or mål.ansvarig
        or mål.bidrar_till
    )  # fmt: skip


def målpunkter(delmålen: Iterable[Mål], ovanför: str, namn: Namn) -> Iterator[Punkt]:
    """Målen som punkter. Det som står i texten eller rubriken ovanför, som nivån, upprepas inte."""
    for mål in delmålen:
        nämnd = not mål.nummer and set(mål.nivå.casefold().split()) <= set(ovanför.casefold().split())
        yield Punkt(mål.namn if nämnd else målrubrik(mål), tuple(radfakta(mål, ovanför, namn)))
