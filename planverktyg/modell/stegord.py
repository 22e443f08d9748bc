"""Stegens ord över året: skalorna in, orden vid ett delår ut, för det som väntas, för det som redan är avgjort, och i meningar.

Vid ett delår är frågan om målet nås. Verktygets egen skala säger då att det väntas, utom om det som redan är avgjort.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from planverktyg.modell.bedomning import motsvarande

if TYPE_CHECKING:
    from planverktyg.modell.bedomning import Bedömningssteg, Skala

FÖRVALDA = ("uppfyllt", "delvis", "ej uppfyllt")
"""Orden på verktygets egen skala."""
_VÄNTAS = ("väntas bli uppfyllt", "väntas bli delvis uppfyllt", "väntas inte bli uppfyllt")
_ÄR = ("är uppfyllt", "är delvis uppfyllt", "är inte uppfyllt")
_MENINGAR = dict(zip((*FÖRVALDA, *_VÄNTAS), (*_ÄR, *_VÄNTAS), strict=True)) | {ord_: ord_ for ord_ in _ÄR}


def har_egna_ord(skala: Skala) -> bool:
    """Om skalan har andra ord än verktygets."""
    return tuple(steg.namn for steg in skala) != FÖRVALDA


def prognosskalan(skala: Skala) -> Skala:
    """Samma skala med ord för det som väntas: `väntas bli uppfyllt`. En skala med egna ord har inga sådana."""
    return skala if har_egna_ord(skala) else _med_ord(skala, _VÄNTAS)


def slutskalan(skala: Skala) -> Skala:
    """Skalans ord för det som redan är avgjort vid ett delår: `är uppfyllt`; en skala med egna ord säger dem."""
    return skala if har_egna_ord(skala) else _med_ord(skala, _ÄR)


@lru_cache(maxsize=64)  # frågas om för varje del av varje bedömning; svaret hör till kommunens skala
def _med_ord(skala: Skala, ord_: tuple[str, ...]) -> Skala:
    return tuple(steg.model_copy(update={"namn": namn}) for steg, namn in zip(skala, ord_, strict=True))


def i_mening(steg: Bedömningssteg, antal: int = 1) -> str:
    """Steget efter ett antal eller ett mål: `är uppfyllt`, `väntas bli uppfyllda`, `bedöms som ”kan uppnås”`."""
    if steg.i_mening is not None:
        return steg.i_mening
    text = _MENINGAR.get(steg.namn)
    if text is None:
        return f"bedöms som ”{steg.namn}”"
    return f"{text[:-1]}da" if antal > 1 and text.endswith("uppfyllt") else text


def är_väntan(steg: Bedömningssteg) -> bool:
    """Om ordet är verktygets eget för det som väntas vid ett delår."""
    return steg.namn in _VÄNTAS


def minst_i_mening(steg: Bedömningssteg, antal: int = 1) -> str:
    """`är minst delvis`, `väntas bli minst delvis uppfyllda`, `bedöms som minst ”kan delvis uppnås”`."""
    if steg.namn in FÖRVALDA:
        return f"är minst {steg.namn}"
    if steg.namn not in _MENINGAR or " inte " in steg.namn:
        return f"bedöms som minst ”{steg.namn}”"
    text = i_mening(steg.model_copy(update={"i_mening": None}), antal)
    början, delvis, slut = text.rpartition(" delvis" if " delvis" in text else " uppfyl")
    return f"{början} minst{delvis}{slut}"


class Läststeg(NamedTuple):
    """Ett steg som någon har skrivit."""

    steg: Bedömningssteg
    """Steget på skalan som gäller vid uppföljningen."""
    visat: Bedömningssteg
    """Steget med det ord som visas."""
    slutligt: bool
    """Om ordet säger att saken redan är avgjord."""


def läs_steg(ord_: str, skala: Skala, resultatskala: Skala) -> Läststeg | None:
    """Steget bakom ett ord på skalan som gäller, eller på resultatskalan.

    Vid ett delår betyder ett ord på en egen resultatskala att saken är avgjord (`har uppnåtts`), och likaså `är uppfyllt`.
    Verktygets eget `uppfyllt` betyder steget på samma plats, alltså det som väntas.
    """
    för_sig = {steg.namn: Läststeg(steg, steg, slutligt=False) for steg in skala}
    if skala == resultatskala:
        return för_sig.get(ord_)
    slut = slutskalan(resultatskala)
    lästa: dict[str, Läststeg] = {}
    for plats, (steg, ordet) in enumerate(zip(slut, resultatskala, strict=True)):
        här = skala[motsvarande(plats, len(resultatskala), len(skala))]
        lästa[ordet.namn] = Läststeg(här, här, slutligt=False)
        lästa[steg.namn] = Läststeg(här, steg, slutligt=True)
    return (lästa | för_sig).get(ord_)


def visa_steg(steg: Bedömningssteg, skala: Skala, resultatskala: Skala, *, slutligt: bool) -> Bedömningssteg:
    """Steget med det ord som visas: resultatskalans när saken är avgjord, annars skalans eget."""
    if not slutligt or skala == resultatskala:
        return steg
    return slutskalan(resultatskala)[motsvarande(skala.index(steg), len(skala), len(resultatskala))]
