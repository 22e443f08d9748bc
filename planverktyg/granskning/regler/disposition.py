"""Regler för dispositionen: att allt som planen innehåller visas i plandokumentet, en gång."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planverktyg.granskning.regel import Träff, aktregel, räkna_upp_några, träff
from planverktyg.modell.grund.fynd import Allvar, Anmärkning
from planverktyg.modell.grund.svenska import versal
from planverktyg.modell.plan import DATABLOCK

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planverktyg.granskning.vandring import Vandring
    from planverktyg.modell.grund.plats import Rutt
    from planverktyg.modell.plan import Plandokument, Visning

_I_ORD = {
    "vision": "visionen", "mål": "målen", "inget ansvar för": "målen utan ansvar", "nyckeltal": "nyckeltalen",
    "uppdrag": "uppdragsgrupperna",
    "åtgärdsplan": "åtgärdsplanen",
    "risker": "riskerna", "åtgärder": "åtgärderna", "kontrollmoment": "kontrollmomenten",
    "kommunbidrag": "kommunbidragen", "investeringar": "investeringarna", "driftbudget": "driftbudgeten",
    "tabeller": "de ekonomiska tabellerna", "årshjul": "årshjulet", "styrdokument": "styrdokumenten",
}  # fmt: skip
_I_EKONOMI = ("kommunbidrag", "investeringar", "driftbudget", "tabeller")

Del = tuple[str, str]
"""Ett stycke av planen som kan visas: datablock, och id för mål och uppdragsgrupper (annars tomt)."""


@aktregel("REF209", "visas inte i plandokumentet", Allvar.VARNING, kräver_helhet=True)
def visas_inte(vandring: Vandring) -> Iterator[Träff]:
    """Planen har en disposition, men den visar inte allt som planen innehåller.

    Nämnden beslutar det dokument som dispositionen ger. Det som inte visas är lätt att glömma bort att det finns.

    Fel:
        disposition:
          - {rubrik: Mål, visar: mål}
        mål:
          - {id: trygga, nivå: nämndmål, namn: Trygga hela livet}
        risker:
          - {id: hot-mot-personal, text: Risk för hot mot personal., sannolikhet: 2, konsekvens: 4}

    Rätt:
        disposition:
          - {rubrik: Mål, visar: mål}
          - {rubrik: Riskhantering, visar: risker}
        mål:
          - {id: trygga, nivå: nämndmål, namn: Trygga hela livet}
        risker:
          - {id: hot-mot-personal, text: Risk för hot mot personal., sannolikhet: 2, konsekvens: 4}
    """
    if not vandring.plan.disposition:
        return
    täckt = {del_ for _, avsnitt in vandring.avsnitt if avsnitt.visar for del_ in _visar(avsnitt.visar, vandring)}
    for block in DATABLOCK:
        finns = _delar_av(block, vandring.plan)
        saknas = [id_ for namn, id_ in finns if (namn, id_) not in täckt]
        if not saknas:
            continue
        alla = len(saknas) == len(finns)
        yield träff(
            vandring.dokument,
            _rutt_till(block),
            f"{versal(_I_ORD[block] if alla else _namnge(block, saknas))} visas inte i plandokumentet.",
            f"Lägg till visar: {block if alla else f'{{{block}: [{saknas[0]}]}}'} i dispositionen.",
            på_nyckeln=True,
        )


@aktregel("REF210", "visas två gånger i plandokumentet", Allvar.VARNING)
def visas_två_gånger(vandring: Vandring) -> Iterator[Träff]:
    """Samma del av planen visas i två avsnitt av dispositionen.

    Läsaren kan inte veta om det är två olika uppgifter, och länkar inom dokumentet leder bara till den första.

    Fel:
        disposition:
          - {rubrik: Mål, visar: mål}
          - {rubrik: Trygga, visar: {mål: [trygga]}}
        mål:
          - {id: trygga, nivå: nämndmål, namn: Trygga hela livet}

    Rätt:
        disposition:
          - {rubrik: Mål, visar: mål}
        mål:
          - {id: trygga, nivå: nämndmål, namn: Trygga hela livet}
    """
    sedda: dict[Del, Rutt] = {}
    for rutt, avsnitt in vandring.avsnitt:
        if avsnitt.visar is None:
            continue
        delar = _visar(avsnitt.visar, vandring)
        dubbla = [del_ for del_ in delar if del_ in sedda]
        if dubbla:
            block, id_ = dubbla[0]
            vad = _namnge(block, [id_]) if id_ else _I_ORD[block]
            anmärkning = Anmärkning((*rutt, "visar"), f"Avsnittet visar {vad}, som redan visas.", "Ta bort det ena.")
            yield Träff(vandring.dokument, anmärkning, se=(vandring.dokument, (*sedda[dubbla[0]], "visar")))
        for del_ in delar:
            sedda.setdefault(del_, rutt)


def _namnge(block: str, idn: list[str]) -> str:
    """`målet trygga`, `målen trygga och delaktiga`."""
    ental = {"mål": "målet", "uppdrag": "uppdragsgruppen"}[block]
    return f"{ental if len(idn) == 1 else _I_ORD[block]} {räkna_upp_några(idn)}"


def _rutt_till(block: str) -> Rutt:
    return ("ekonomi", block) if block in _I_EKONOMI else (block,)


def _delar_av(block: str, plan: Plandokument) -> list[Del]:
    """Delarna i ett block: varje mål och uppdragsgrupp för sig, annars blocket självt om planen har något i det."""
    if block == "mål":
        return [(block, mål.id) for mål in plan.alla_mål()]
    if block == "uppdrag":
        return [(block, grupp.id) for grupp in plan.uppdrag]
    innehåll = getattr(plan.ekonomi if block in _I_EKONOMI else plan, block.replace(" ", "_"))
    return [(block, "")] if innehåll else []


def _visar(visning: Visning, vandring: Vandring) -> list[Del]:
    """Delarna som en visning tar med; ett mål tar med alla under sig."""
    if visning.block is not None:
        return _delar_av(visning.block, vandring.plan)
    under = [m.id for _, mål in vandring.mål if mål.id in visning.mål for m in mål.alla_mål()]
    return [*(("mål", id_) for id_ in under), *(("uppdrag", id_) for id_ in visning.uppdrag)]
