"""Regler för klarspråk i målen: mål som inte går att nå eller missa, flera mål i ett, och långa meningar."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from planverktyg.granskning.regel import aktregel, träff
from planverktyg.granskning.uppgifter import målvillkor
from planverktyg.modell.grund.fynd import Allvar
from planverktyg.modell.villkor import Målfråga

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planverktyg.granskning.regel import Träff
    from planverktyg.granskning.vandring import Vandring
    from planverktyg.modell.plan import Mål

_VAGT = (
    r"(?i)\b((?:vidare)?utveckla[rst]?|stärk(?:a|s|er|as|t)|förbättra[rst]?|främja[rs]?|verka[rs]? för|arbeta[rs]? (?:för|med)|"
    r"sträva[rs]? efter|värna[rs]?|säkerställ(?:a|er|s|as)|bidra[rs]? till|effektivisera[rs]?)\b"
)


@aktregel("SPR1101", "vagt mål utan nivå", Allvar.NOTIS, kräver_helhet=True)
def vagt_mål(vandring: Vandring) -> Iterator[Träff]:
    """Målet är att något ska utvecklas, stärkas eller främjas, och ingen indikator säger när det är nått.

    Ett sådant mål går varken att nå eller att missa: allt som görs är utveckling. Orden kan stå kvar om en indikator har
    en nivå eller en riktning, eller om planen säger vad som ska vara klart och när.

    Fel:
        mål:
          - {id: samverkan, nivå: nämndmål, namn: Samverkan med skolan ska utvecklas}

    Rätt:
        mål:
          - id: samverkan
            nivå: nämndmål
            namn: Samverkan med skolan ska utvecklas
            indikatorer:
              - {id: sip, namn: Elever med samordnad plan, enhet: "%", målvärde: {minst: 80}}
    """
    for rutt, mål in vandring.slutmål:
        if (ord_ := re.search(_VAGT, mål.namn)) and not _har_nivå(mål):
            yield träff(
                vandring.dokument,
                (*rutt, "namn"),
                f'"{ord_[0]}" säger inte när målet {mål.id} är nått, och ingen indikator har en nivå.',
                "Lägg till en indikator med målvärde, eller skriv vad som ska ha hänt när året är slut.",
            )


def _har_nivå(mål: Mål) -> bool:
    alla = (villkor for indikator in mål.indikatorer for _, villkor in målvillkor(indikator))
    return any(villkor.svar in (Målfråga.NIVÅ, Målfråga.ÄNDRING, Målfråga.DAG) for villkor in alla)


_VERB = frozenset((
    "anpassa", "använda", "bygga", "delta", "effektivisera", "erbjuda", "ersätta", "få", "förbättra", "förebygga",
    "förenkla", "förkorta", "genomföra", "ge", "ha", "hålla", "införa", "kartlägga", "korta", "minska",
    "möjliggöra", "nå", "rekrytera", "reformera", "samverka", "skapa", "stärka", "stödja", "säkerställa", "sänka",
    "ta", "tillhandahålla", "underlätta", "uppfylla", "uppmuntra", "utforma", "utföra", "utreda", "utveckla",
    "vara", "vidareutveckla", "öka", "värna", "främja", "används", "byggs", "delar", "deltar", "erbjuder",
    "erbjuds", "får", "fått", "förbättrar", "förbättras", "förebygger", "förebyggs", "förenklar", "förenklas",
    "genomför", "genomförs", "ger", "ges", "har", "håller", "hålls", "inför", "införs", "minskar", "minskas", "når",
    "nås", "samverkar", "skapar", "skapas", "stärker", "stärks", "stödjer", "stöds", "säkerställer", "säkerställs",
    "sänks", "tar", "tas", "tillhandahåller", "tillhandahålls", "underlättas", "uppfyller", "uppfylls", "utför",
    "utförs", "utvecklar", "utvecklas", "är", "blir", "ökar", "ökas", "främjar", "främjas", "finns",
))  # fmt: skip
"""Verb i grundform, nutid och passiv, som målmeningar är byggda av."""
_BISATS = frozenset(("som", "dit", "där", "att", "när", "medan", "om", "genom", "vars"))
_PARTIKLAR = frozenset(("i", "på", "till", "med", "av", "ut", "upp", "fram", "in"))
_TVÅ_MENINGAR = re.compile(r"[.!?](?<=[^\W\d_]{4}.) +[A-ZÅÄÖ]")


@aktregel("SPR1102", "två mål i ett", Allvar.NOTIS)
def två_mål(vandring: Vandring) -> Iterator[Träff]:
    """En målmening binder ihop två mål med "och", eller består av två meningar.

    Nås det ena men inte det andra finns inget rätt svar på om målet är uppfyllt. Regeln ser efter två led med var sitt
    verb ("förenkla handläggningen och underlätta ansökan"). Två ord om samma sak ("förbättras och utvecklas") och bisatser
    räknas inte.

    Fel:
        mål:
          - {id: bistand, nivå: mål, namn: Förenkla handläggningen och underlätta ansökan}

    Rätt:
        mål:
          - {id: handlaggning, nivå: mål, namn: Förenkla handläggningen}
          - {id: ansokan, nivå: mål, namn: Underlätta ansökan}
    """
    for rutt, mål in vandring.mål:
        if _TVÅ_MENINGAR.search(mål.namn):
            text = f"Målet {mål.id} är två meningar."
        elif binder := _binder_ihop(mål.namn):
            text = f'Målet {mål.id} är två mål, bundna med "{binder}".'
        else:
            continue
        råd = "Dela det i två mål, eller låt den ena delen bli en beskrivning."
        yield träff(vandring.dokument, (*rutt, "namn"), text, råd)


def _binder_ihop(namn: str) -> str:
    """Orden från bindeordet till det andra verbet, eller tomt när meningen har ett enda led."""
    if " och " not in namn:
        return ""
    skrivna = namn.split()
    ord_ = [ett.strip(".,;:()").lower() for ett in skrivna]
    for i, ett in enumerate(ord_):
        if ett != "och" or not _är_ett_led(ord_[:i]):
            continue
        slut = next((j for j in (i + 1, i + 2) if j < len(ord_) and ord_[j] in _VERB), None)
        if slut is not None:
            return " ".join(skrivna[i : slut + 1])
    return ""


def _är_ett_led(ord_: list[str]) -> bool:
    """Om orden före bindeordet är en egen huvudsats: ett verb med något efter sig, och ingen bisats."""
    if not ord_ or _VERB.isdisjoint(ord_) or not _BISATS.isdisjoint(ord_):
        return False
    sista = ord_[-2] if len(ord_) > 1 and ord_[-1] in _PARTIKLAR else ord_[-1]
    return sista not in _VERB


_HÖGST_ORD = 30


@aktregel("SPR1103", "lång målmening", Allvar.NOTIS)
def lång_mening(vandring: Vandring) -> Iterator[Träff]:
    """Målet är längre än trettio ord, så att få kommer ihåg det.

    Ett mål ska gå att säga högt. Det som förklarar, avgränsar eller motiverar kan stå i `beskrivning` eller `motivering`,
    där det följer med i dokumentet.

    Fel:
        mål:
          - id: lagstiftning
            nivå: krav
            namn: >-
              Mål och intentioner i lagstiftning eller motsvarande nationella styrdokument är uppfyllda i syfte att
              skapa värde och förbättrad situation för medborgare och intressenter med hänsyn till alla deras behov och
              alla deras förväntningar

    Rätt:
        mål:
          - id: lagstiftning
            nivå: krav
            namn: Lagar och nationella styrdokument följs
            beskrivning: Det skapar värde för medborgare och intressenter.
    """
    for rutt, mål in vandring.mål:
        antal = len(mål.namn.split())
        if antal > _HÖGST_ORD:
            text = f"Målet {mål.id} är {antal} ord långt."
            råd = "Korta målet, och låt förklaringen stå i beskrivning eller motivering."
            yield träff(vandring.dokument, (*rutt, "namn"), text, råd)
