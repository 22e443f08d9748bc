"""Första sidan: uppfyllelse, ekonomi och förändringar in, svaret på "hur går det?" ut.

Sidan ska rymmas på ett A4-ark. Därför räknas raderna ungefär, och de avvikelser som inte får plats visas på
sidan efter.
"""

from __future__ import annotations

from collections import Counter
from math import ceil
from typing import TYPE_CHECKING

from planverktyg.modell.grund.svenska import antal, räkna_upp, versal
from planverktyg.modell.stegord import i_mening
from planverktyg.uppfyllelse import Skäl
from planverktyg.uppfyllelse.rakning import dela_på_tid, räkna_mål
from planverktyg.utgivning.ord.celler import svar_i_text
from planverktyg.utgivning.ord.symboler import UTAN_BEDÖMNING, indikatorns, målets, omdöme
from planverktyg.utgivning.rapport import ekonomi as pengar
from planverktyg.utgivning.rapport.mal import nivå_och_nummer, skriv_bedömt, skriv_målvärde, skriv_täckning
from planverktyg.utgivning.rapport.sedansist import skriv_förändringar
from planverktyg.utgivning.underlag.forstasidan import (
    Antal,
    Indikatoravvikelse,
    Målavvikelse,
    Områdesruta,
    Räknerad,
    Räkning,
    Sammandrag,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from planverktyg.modell.husregler import Husregler
    from planverktyg.uppfyllelse import Indikatorbedömning, Målbedömning, Uppfyllelse
    from planverktyg.uppfyllelse.pengar.lage import Siffror
    from planverktyg.utgivning.rapport.sedansist import Jämförelse
    from planverktyg.utgivning.underlag.forstasidan import Förändringar, Åtgärdsöversikt

SIDANS_RADER = 82
"""Textrader som ryms på ett utskrivet A4 med rapportens minsta stil."""
FASTA_RADER = 24
"""Rader för rubriker, svaret i en mening och avvikelsetabellernas huvuden."""
TRE_I_BREDD = 6
"""Upp till så många rutor står tre i bredd på sidan; fler står fyra i bredd utan täckning (utskrift.css)."""
RADENS_LUFT = 0.45
"""Tomrummet mellan två tabellrader, räknat i textrader."""
TECKEN_SPALT = 58
"""Ungefär så många tecken ryms på en rad i förändringarnas spalt."""
TECKEN_MÅL, TECKEN_INDIKATOR = (44, 68), (46, 40)
"""Ungefär så många tecken ryms på en rad i avvikelsetabellernas två breda kolumner: namn och kommentar."""


def bygg_sammandrag(
    uppfyllelse: Uppfyllelse,
    per: date,
    siffror: Siffror | None,
    jämförelse: Jämförelse | None,
    ankare: Mapping[str, str],
    *,
    åtgärder: Åtgärdsöversikt | None = None,
    kontroller: str = "",
    förra: pengar.Förra | None = None,
) -> Sammandrag:
    """Första sidan. `ankare` är målens ankare efter id, `kontroller` en mening och `förra` ekonomin förra gången."""
    mål = _avvikande_mål(uppfyllelse, jämförelse, ankare)
    indikatorer = _avvikande_indikatorer(uppfyllelse, jämförelse, ankare)
    redan_visade = {id_ for id_, _ in (*mål, *indikatorer)} | {m.mål.id for m in uppfyllelse.alla_mål() if m.delmål}
    högst = 4 if len(uppfyllelse.övergripande) <= TRE_I_BREDD else 2
    förändringar = skriv_förändringar(jämförelse, redan_visade, högst) if jämförelse else None
    if förändringar is not None and (ändrat := pengar.sedan_sist(siffror, förra)):
        mening = f"{förändringar.mening} {ändrat}" if jämförelse and jämförelse.nu else ändrat
        förändringar = förändringar._replace(mening=mening)
    målrader, indikatorrader = [a for _, a in mål], [a for _, a in indikatorer]
    plats = SIDANS_RADER - _upptaget(uppfyllelse, siffror, förändringar) - _höjd_av(åtgärder)
    visade_mål = _som_ryms([_höjd(a) for a in målrader], plats / 2)
    kvar = plats - sum(_höjd(a) for a in målrader[:visade_mål])
    visade = _som_ryms([_höjd(a) for a in indikatorrader], kvar)
    return Sammandrag(
        mening=_om_helheten(uppfyllelse) + _mening(uppfyllelse, per, siffror, åtgärder, kontroller),
        områden=tuple(_ruta(m, uppfyllelse.husregler, jämförelse, ankare) for m in uppfyllelse.övergripande),
        räkning=_räkna(uppfyllelse),
        avvikande_mål=tuple(målrader[:visade_mål]),
        avvikande_indikatorer=tuple(indikatorrader[:visade]),
        fler_avvikelser=_fler(len(mål) - visade_mål, len(indikatorer) - visade),
        övriga_mål=tuple(målrader[visade_mål:]),
        övriga_indikatorer=tuple(indikatorrader[visade:]),
        åtgärdsplan=åtgärder,
        ekonomi=pengar.skriv_ekonomi(siffror, per, förra) if siffror else None,
        förändringar=förändringar,
    )


# --- Meningen ---------------------------------------------------------------------------------------


def _mening(
    uppfyllelse: Uppfyllelse, per: date, siffror: Siffror | None, åtgärder: Åtgärdsöversikt | None, kontroller: str
) -> str:
    """Svaret: en mening om målen på översta nivån, indikatorerna och ekonomin, och en om åtgärdsplanen."""
    helår = uppfyllelse.husregler.är_helår(per)
    led = [_om_målen(uppfyllelse)] if uppfyllelse.mål else []
    led += _om_indikatorerna(uppfyllelse, per, helår=helår)
    if siffror is not None:
        led.append(pengar.i_mening(siffror))
    meningar = [f"{versal('; '.join(led))}."] if led else []
    meningar += [åtgärder.mening] if åtgärder else []
    meningar += [kontroller] if kontroller and not uppfyllelse.mål else []
    return " ".join(meningar) or "Planen har inga mål att följa upp."


def _om_indikatorerna(uppfyllelse: Uppfyllelse, per: date, *, helår: bool) -> list[str]:
    """`28 av 40 bedömda indikatorer väntas nå sitt målvärde`; i en plan för flera år de som ska vara nådda nu."""
    räkning = dela_på_tid(uppfyllelse.alla_indikatorer(), per)
    bedömda, senare = räkning.bedömda, len(räkning.senare)
    nådda = räkning.nådda(uppfyllelse.skala[0])
    avgjort = helår or all(i.slutlig for i in bedömda)
    har_nått = f"{'har nått' if avgjort else 'väntas nå'} sitt målvärde"
    if not bedömda:
        return [f"ingen indikator ska vara nådd före {per.year + 1}"] if senare else []
    if not senare:
        return [f"{nådda} av {len(bedömda)} bedömda indikatorer {har_nått}"]
    vilka = f"{nådda} av {len(bedömda)} bedömda indikatorer med tid till och med {per.year}"
    return [f"{vilka} {har_nått}, och {senare} ska nås senare"]


def _om_helheten(uppfyllelse: Uppfyllelse) -> str:
    """`Planen i sin helhet är delvis uppfylld. `, när husreglerna ber om den eller någon har gjort den."""
    beslutad = uppfyllelse.beslutad_helhet
    if beslutad is not None:
        beräknat = uppfyllelse.helhet.steg if uppfyllelse.helhet else None
        av = f" av {beslutad.beslutad_av}" if beslutad.beslutad_av else ""
        bredvid = f" Beräknad bedömning: {beräknat.namn}." if beräknat else ""
        svar = " ".join(filter(None, [beslutad.motivering, svar_i_text(beslutad)]))
        return f"Planen i sin helhet {_skriv_helhet(beslutad.bedömning, uppfyllelse)} (beslutad bedömning{av}). {svar}{bredvid} "
    if uppfyllelse.helhet is None:
        return ""
    steg = uppfyllelse.helhet.steg
    if steg is None:
        return f"Planen i sin helhet kan inte bedömas: {uppfyllelse.helhet.skäl or Skäl.INGET_BEDÖMT}. "
    visat = uppfyllelse.husregler.visa_steg(steg, uppfyllelse.per, slutligt=uppfyllelse.helhet.är_slutlig)
    return f"Planen i sin helhet {i_mening(visat).replace('uppfyllt', 'uppfylld')}. "


def _skriv_helhet(ord_: str, uppfyllelse: Uppfyllelse) -> str:
    """Det som människor har sagt om hela planen, i en mening; ett ord utanför skalan citeras."""
    läst = uppfyllelse.husregler.läs_steg(ord_, uppfyllelse.per)
    return i_mening(läst.visat).replace("uppfyllt", "uppfylld") if läst else f"bedöms som ”{ord_}”"


def _om_målen(uppfyllelse: Uppfyllelse) -> str:
    """`av planens 6 övergripande mål: inget är uppfyllt, 5 är delvis uppfyllda och 1 är inte uppfyllt`."""
    målen_själva = uppfyllelse.övergripande
    if len(målen_själva) == 1:
        steg = målen_själva[0].visat
        return f"planens övergripande mål {i_mening(steg) if steg else 'saknar bedömning'}"
    räkning = räkna_mål(målen_själva, uppfyllelse.visade_steg)
    bäst = uppfyllelse.skala[0]
    inget_sägs = not räkning.utan  # utan bedömning kan också vara uppfyllt
    delar = [
        f"{antal or 'inget'} {i_mening(s, antal)}"
        for s, antal in räkning.per_steg
        if antal or (inget_sägs and s == bäst)
    ]
    delar += [f"{räkning.senare} ska nås senare"] if räkning.senare else []
    delar += [f"{räkning.utan} saknar bedömning"] if räkning.utan else []
    return f"av planens {len(målen_själva)} övergripande mål: {räkna_upp(delar)}"


# --- Antalen ----------------------------------------------------------------------------------------


def _ruta(
    b: Målbedömning, husregler: Husregler, jämförelse: Jämförelse | None, ankare: Mapping[str, str]
) -> Områdesruta:
    return Områdesruta(
        nivå=nivå_och_nummer(b.mål),
        namn=versal(b.mål.namn),
        ankare=ankare[b.mål.id],
        omdöme=målets(b, husregler),
        förut=jämförelse.förut(b.mål.id) if jämförelse else "",
        täckning=skriv_täckning(b),
    )


def _räkna(uppfyllelse: Uppfyllelse) -> Räkning:
    skala = uppfyllelse.visade_steg
    rader = []
    for nivå in dict.fromkeys(m.mål.nivå for m in uppfyllelse.alla_mål()):
        mål = [m for m in uppfyllelse.alla_mål() if m.mål.nivå == nivå]
        räkning = räkna_mål(mål, skala)
        antalen = (*(antal for _, antal in räkning.per_steg), räkning.senare + räkning.utan)
        rader.append(Räknerad(versal(nivå), antalen, len(mål)))
    indikatorer = list(uppfyllelse.alla_indikatorer())
    per_steg = [sum(i.visat == s for i in indikatorer) for s in skala]
    antal_per_steg = [
        Antal(omdöme(s), *par) for s, par in zip(skala, zip(per_steg, _andelar(per_steg), strict=True), strict=True)
    ]
    skäl = Counter(i.skäl or Skäl.INGET_BEDÖMT for i in indikatorer if i.steg is None)
    return Räkning(
        kolumner=(*(omdöme(s) for s in skala), UTAN_BEDÖMNING),
        rader=tuple(rader),
        indikatorer=(
            *antal_per_steg,
            *(Antal(omdöme(None, s, uppfyllelse.husregler), skäl[s]) for s in Skäl if skäl[s]),
        ),
        alla_indikatorer=len(indikatorer),
    )


def _andelar(antal_per_steg: Sequence[int]) -> list[str]:
    """Andelarna i hela procent, som tillsammans är 100: de som ligger närmast nästa procent avrundas uppåt."""
    alla = sum(antal_per_steg)
    if not alla:
        return ["" for _ in antal_per_steg]
    procent = [100 * n // alla for n in antal_per_steg]
    rester = sorted(range(len(procent)), key=lambda n: -(100 * antal_per_steg[n] % alla))
    for n in rester[: 100 - sum(procent)]:
        procent[n] += 1
    return [f"{p}\u00a0%" for p in procent]


# --- Avvikelserna -----------------------------------------------------------------------------------


def _avvikande_mål(
    uppfyllelse: Uppfyllelse, jämförelse: Jämförelse | None, ankare: Mapping[str, str]
) -> list[tuple[str, Målavvikelse]]:
    """Målen som inte är på skalans bästa steg med sina id, sämst först.

    Ett mål som bara sammanfattar sina delmål upprepas inte: det syns i rutorna överst.
    """
    skala = uppfyllelse.skala
    avviker = [m for m in uppfyllelse.alla_mål() if m.steg not in (None, skala[0]) and (m.indikatorer or m.beslutad)]
    avviker.sort(key=lambda m: -skala.index(m.steg) if m.steg else 0)
    return [(m.mål.id, _målavvikelse(m, uppfyllelse.husregler, jämförelse, ankare)) for m in avviker]


def _målavvikelse(
    b: Målbedömning, husregler: Husregler, jämförelse: Jämförelse | None, ankare: Mapping[str, str]
) -> Målavvikelse:
    return Målavvikelse(
        nivå=versal(b.mål.nivå),
        namn=versal(b.mål.namn),
        ankare=ankare[b.mål.id],
        omdöme=målets(b, husregler),
        förut=jämförelse.förut(b.mål.id) if jämförelse else "",
        beslutad=b.beslutad is not None,
        kommentar=f"{b.beslutad.motivering} {svar_i_text(b.beslutad)}".strip()
        if b.beslutad
        else _beräknad_kommentar(b),
    )


def _beräknad_kommentar(b: Målbedömning) -> str:
    """Vilka indikatorer som drar ned ett mål som ingen har kommenterat."""
    sämre = [i for i in b.indikatorer if i.steg and b.steg and i.prövning and not i.prövning.uppfyllt]
    return (
        f"{len(sämre)} av {antal(len(b.indikatorer), 'indikator', 'indikatorer')} når inte målvärdet." if sämre else ""
    )


def _avvikande_indikatorer(
    uppfyllelse: Uppfyllelse, jämförelse: Jämförelse | None, ankare: Mapping[str, str]
) -> list[tuple[str, Indikatoravvikelse]]:
    """Indikatorerna som inte är på skalans bästa steg med sina id: sämst steg först, sedan lägst grad."""
    skala = uppfyllelse.skala
    avviker = [(m, i) for m in uppfyllelse.alla_mål() for i in m.indikatorer if i.steg not in (None, skala[0])]
    avviker.sort(key=lambda par: (-skala.index(par[1].steg) if par[1].steg else 0, par[1].grad or 0))
    return [(i.indikator.id, _indikatoravvikelse(i, uppfyllelse, jämförelse, ankare[m.mål.id])) for m, i in avviker]


def _indikatoravvikelse(
    b: Indikatorbedömning, uppfyllelse: Uppfyllelse, jämförelse: Jämförelse | None, ankare: str
) -> Indikatoravvikelse:
    svar = [s for s in (b.utfall, b.beslutad) if s is not None]
    kommentar = (b.utfall.kommentar if b.utfall else None) or (b.beslutad.motivering if b.beslutad else "")
    return Indikatoravvikelse(
        namn=b.indikator.med_nummer,
        omdöme=indikatorns(b, uppfyllelse.husregler),
        förut=jämförelse.förut(b.indikator.id) if jämförelse else "",
        värde=skriv_bedömt(b) + (" (läge)" if b.är_läge else ""),
        målvärde=skriv_målvärde(b, uppfyllelse.per.year),
        kommentar=" ".join(filter(None, [kommentar, *map(svar_i_text, svar)])),
        ankare=ankare,
    )


def _fler(mål: int, indikatorer: int) -> str:
    delar = [f"{mål} mål"] if mål else []
    delar += [antal(indikatorer, "indikator", "indikatorer")] if indikatorer else []
    return f"Ytterligare {räkna_upp(delar)} avviker" if delar else ""


# --- Platsen på sidan -------------------------------------------------------------------------------


def _höjd(a: Målavvikelse | Indikatoravvikelse) -> float:
    """Ungefär så många textrader som en avvikelse tar."""
    namn, kommentar = TECKEN_MÅL if isinstance(a, Målavvikelse) else TECKEN_INDIKATOR
    rader = max(ceil(len(a.namn) / namn), ceil(len(a.kommentar) / kommentar), 2 if a.förut else 1)
    return rader + RADENS_LUFT


def _upptaget(uppfyllelse: Uppfyllelse, siffror: Siffror | None, förändringar: Förändringar | None) -> float:
    """Rader som sidans fasta delar tar: rubriker, rutor, och den högsta av de två spalterna."""
    nivåer = {m.mål.nivå for m in uppfyllelse.alla_mål()}
    höger = 4 + sum(1.45 + (len(nivå) > len("grundförutsättning")) for nivå in nivåer)
    vänster = 6
    if förändringar is not None:
        rader = [ceil((len(f.namn) + len(f.skäl) + 20) / TECKEN_SPALT) for f in förändringar.ändrade]
        vänster += 4 + sum(rader) + 2 * bool(förändringar.fler)
    ekonomi = 4 + 1.7 * (len(siffror.poster) + 1) if siffror else 0
    antal_rutor = len(uppfyllelse.övergripande)
    rutor = 5 * ceil(antal_rutor / 3) if antal_rutor <= TRE_I_BREDD else 4.2 * ceil(antal_rutor / 4)
    return FASTA_RADER + rutor + max(vänster, höger) + ekonomi


def _höjd_av(åtgärder: Åtgärdsöversikt | None) -> float:
    return 5 + 1.7 * (len(åtgärder.rader) + 1) if åtgärder else 0


def _som_ryms(höjder: Sequence[float], plats: float) -> int:
    """Hur många av avvikelserna som ryms, minst en."""
    använt = 0.0
    for antal_visade, höjd in enumerate(höjder):
        använt += höjd
        if använt > plats and antal_visade:
            return antal_visade
    return len(höjder)
