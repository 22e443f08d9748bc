"""Första sidan: uppfyllelse, ekonomi och förändringar in, svaret på "hur går det?" ut.

Sidan ska rymmas på ett A4-ark: de avvikelser som inte får plats visas på sidan efter.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from planverktyg.modell.grund.svenska import fördela, korta, versal
from planverktyg.modell.stegord import i_mening
from planverktyg.uppfyllelse import Skäl
from planverktyg.uppfyllelse.rakning import dela_på_tid, räkna_mål
from planverktyg.uppfyllelse.resultat import följs_bara
from planverktyg.utgivning.ord.celler import svar_i_text
from planverktyg.utgivning.ord.symboler import SENARE, UTAN_BEDÖMNING, målets, omdöme, ska_nås, skälets
from planverktyg.utgivning.rapport import ekonomi as pengar
from planverktyg.utgivning.rapport.avvikelser import avvikande_indikatorer, avvikande_mål, skriv_fler, skriv_rubrik
from planverktyg.utgivning.rapport.diagram import rita_stapel
from planverktyg.utgivning.rapport.faststallt import skriv_bara_då
from planverktyg.utgivning.rapport.mal import nivå_och_nummer
from planverktyg.utgivning.rapport.sedansist import skriv_förändringar
from planverktyg.utgivning.rapport.sidplats import som_ryms
from planverktyg.utgivning.underlag.forstasidan import (
    Antal,
    Områdesruta,
    Risknotis,
    Risknotiser,
    Räknerad,
    Räkning,
    Sammandrag,
    Uppdragsavvikelse,
    Uppdragsnotis,
)
from planverktyg.utgivning.underlag.gemensamt import Brödtext

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from planverktyg.modell.bedomning import Bedömningssteg
    from planverktyg.modell.husregler import Husregler
    from planverktyg.uppfyllelse import Indikatorbedömning, Målbedömning, Uppfyllelse
    from planverktyg.uppfyllelse.pengar.lage import Siffror
    from planverktyg.utgivning.rapport.sedansist import Jämförelse
    from planverktyg.utgivning.underlag.forstasidan import Åtgärdsöversikt
    from planverktyg.utgivning.underlag.rapport import Riskläge, Uppdragsläge, Uppdragsrad

FLEST_NOTISER = 3
"""Så många uppdrag och så många risker står på första sidan."""
LÄNGSTA_NOTIS = 60
"""Så många tecken av ett uppdrags eller en risks text står på första sidan."""
LÄNGSTA_EGNA_ORD = 600
"""Så många tecken av nämndens sammanfattning står på första sidan, räknat i hela stycken."""
FÖR_LÅNGT_STYCKE = 900
"""Ett första stycke som är längre än så delas mellan två meningar."""


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
    sammanfattning: str = "",
    uppdrag: Uppdragsläge | None = None,
    risker: Riskläge | None = None,
    ändring: str = "",
) -> Sammandrag:
    """Första sidan. `ankare` är målens ankare efter id, `kontroller` en mening och `förra` ekonomin förra gången.

    `ändring` är beslutet som har ändrat planen sedan uppföljningen beslutades.

    Uppdragen och riskerna är avsnitten längre fram, så att sidan aldrig säger något annat än de.
    """
    mål = avvikande_mål(uppfyllelse, jämförelse, ankare)
    indikatorer = avvikande_indikatorer(uppfyllelse, jämförelse, ankare)
    egna_ord, uppdragen, riskerna = _egna_ord(sammanfattning), _uppdragen(uppdrag), _riskerna(risker)
    målrader, indikatorrader = ([] if indikatorer else [a for _, a in mål]), [a for _, a in indikatorer]
    redan_visade = {id_ for id_, _ in indikatorer}
    förändringar = skriv_förändringar(jämförelse, redan_visade, 1) if jämförelse else None
    if förändringar is not None and (ändrat := pengar.sedan_sist(siffror, förra)):
        förändringar = förändringar._replace(mening=f"{förändringar.mening} {ändrat}".strip())
    svaret = _mening(uppfyllelse, per, siffror, åtgärder, kontroller) or _annat(uppdrag, risker)
    sidan = Sammandrag(
        mening=f"{_om_helheten(uppfyllelse)}{svaret} {skriv_bara_då(uppfyllelse, ändring)}".rstrip(),
        egna_ord=egna_ord,
        områden=tuple(_ruta(m, uppfyllelse, jämförelse, ankare) for m in uppfyllelse.övergripande),
        räkning=_räkna(uppfyllelse, jämförelse),
        avvikelsernas_rubrik=skriv_rubrik(len(indikatorer), uppfyllelse),
        avvikande_mål=(),
        avvikande_indikatorer=(),
        fler_avvikelser="",
        övriga_mål=tuple(a for _, a in mål),
        övriga_indikatorer=tuple(indikatorrader),
        åtgärdsplan=åtgärder,
        ekonomi=pengar.skriv_ekonomi(siffror, per, förra) if siffror else None,
        uppdrag=uppdragen,
        risker=riskerna,
        förändringar=förändringar,
    )
    visade_mål, visade = som_ryms(målrader, sidan), som_ryms(indikatorrader, sidan)
    return sidan._replace(
        avvikande_mål=sidan.övriga_mål[:visade_mål],
        avvikande_indikatorer=sidan.övriga_indikatorer[:visade],
        övriga_mål=sidan.övriga_mål[visade_mål:],
        övriga_indikatorer=sidan.övriga_indikatorer[visade:],
        fler_avvikelser=skriv_fler(
            len(mål) - visade_mål, len(indikatorer) - visade, uppfyllelse.husregler.indikatorord
        ),
    )


def _egna_ord(sammanfattning: str) -> Brödtext | None:
    """De första hela styckena av nämndens sammanfattning. Är redan det första för långt, dess första meningar."""
    valda: list[str] = []
    for stycke in _stycken(sammanfattning):
        if valda and sum(map(len, valda)) + len(stycke) > LÄNGSTA_EGNA_ORD:
            break
        valda.append(stycke if valda or len(stycke) <= FÖR_LÅNGT_STYCKE else _början(stycke))
    return Brödtext("\n\n".join(valda)) if valda else None


def _början(stycke: str) -> str:
    """Hela meningar eller punkter upp till gränsen, så att ingen märkning delas. Finns ingen sådan gräns, hela ord."""
    slut = [m.end() for m in re.finditer(r"[.!?](?=\s)|\n(?=[-*] |\d+\. )", stycke[:LÄNGSTA_EGNA_ORD])]
    hela = [stycke[:n].rstrip() for n in slut if not any(stycke[:n].count(m) % 2 for m in ("**", "`", "_"))]
    return hela[-1] if hela else korta(stycke, LÄNGSTA_EGNA_ORD)


def hela_sammanfattningen(sammanfattning: str) -> Brödtext | None:
    """Nämndens sammanfattning som ett eget avsnitt, eller None när första sidan redan visar allt."""
    egna_ord = _egna_ord(sammanfattning)
    ryms = egna_ord is None or egna_ord.källa == "\n\n".join(_stycken(sammanfattning))
    return None if ryms else Brödtext(sammanfattning)


def _stycken(text: str) -> list[str]:
    return [s for s in re.split(r"\n\s*\n", text.strip()) if s.strip()]


def _uppdragen(u: Uppdragsläge | None) -> Uppdragsnotis | None:
    """Antalen, och de uppdrag som är försenade, avbrutna eller skulle ha varit klara."""
    if u is None:
        return None
    avviker = [r for g in u.grupper for r in g.uppdrag if r.avviker]
    rader = tuple(
        Uppdragsavvikelse(korta(r.text, LÄNGSTA_NOTIS), r.status, _uppdragets_svar(r)) for r in avviker[:FLEST_NOTISER]
    )
    return Uppdragsnotis(
        u.mening, rader, f"Ytterligare {fler} uppdrag avviker" if (fler := len(avviker) - len(rader)) else ""
    )


def _uppdragets_svar(r: Uppdragsrad) -> str:
    """Kommentaren, vem som ansvarar och när det ska vara klart."""
    ansvar = [f"Ansvarig: {r.ansvarig.rstrip('.')}."] if r.ansvarig else []
    ansvar += [f"{versal(r.sent)}."] if r.sent else [f"Klart: {r.klart.rstrip('.')}."] if r.klart else []
    return " ".join(filter(None, [korta(r.kommentar, LÄNGSTA_NOTIS), *ansvar]))


def _riskerna(r: Riskläge | None) -> Risknotiser | None:
    """Antalen, och de risker som är höga eller har ändrats: den högsta först."""
    if r is None or not r.risker:
        return None
    viktiga = [k for k in r.risker if k.riskvärde.färg == "röd" or k.har_ändrats]
    viktiga.sort(key=lambda k: (-int(k.riskvärde.symbol), not k.har_ändrats))
    rader = tuple(
        Risknotis(k.nummer, korta(k.text, LÄNGSTA_NOTIS), k.riskvärde, k.förändring) for k in viktiga[:FLEST_NOTISER]
    )
    fler = len(viktiga) - len(rader)
    är = "risker är höga" if fler > 1 else "risk är hög"
    return Risknotiser(r.mening, rader, f"Ytterligare {fler} {är} eller har ändrats" if fler else "")


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
    return " ".join(meningar)


def _annat(uppdrag: Uppdragsläge | None, risker: Riskläge | None) -> str:
    """Svaret när planen varken har mål, ekonomi, åtgärdsplan eller kontroller: uppdragen och riskerna."""
    meningar = [avsnitt.mening for avsnitt in (uppdrag, risker) if avsnitt]
    return " ".join(filter(None, meningar)) or "Planen har inga mål att följa upp."


def _om_indikatorerna(uppfyllelse: Uppfyllelse, per: date, *, helår: bool) -> list[str]:
    """`28 av 40 bedömda indikatorer väntas nå sitt målvärde`; i en plan för flera år de som ska vara nådda nu."""
    räkning, vad = dela_på_tid(uppfyllelse.alla_indikatorer(), per), uppfyllelse.husregler.indikatorord.flertal
    bedömda, senare = räkning.bedömda, len(räkning.senare)
    bäst = uppfyllelse.skala[0]
    nådda = räkning.nådda(bäst)
    avgjort = helår or all(i.slutlig for i in bedömda)
    har_nått = f"{'har nått' if avgjort else 'väntas nå'} sitt målvärde"
    if beslutade := sum(map(_är_beslutad_till(bäst), bedömda)):
        har_nått += f" ({beslutade} av dem enligt beslutad bedömning)"
    if not bedömda:
        return [f"inga {vad} ska vara nådda före {per.year + 1}"] if senare else []
    de_bedömda = uppfyllelse.husregler.indikatorord.bedömd if len(bedömda) == 1 else f"bedömda {vad}"
    if not senare:
        return [f"{nådda} av {len(bedömda)} {de_bedömda} {har_nått}"]
    vilka = f"{nådda} av {len(bedömda)} {de_bedömda} med tid till och med {per.year}"
    return [f"{vilka} {har_nått}, och {senare} ska nås senare"]


def _är_beslutad_till(bäst: Bedömningssteg) -> Callable[[Indikatorbedömning], bool]:
    """Om människor har bedömt att ett mätbart målvärde är nått fast värdet inte visar det."""
    return lambda i: i.beslutat is not None and i.steg == bäst and i.beräknat != bäst and i.skäl is not Skäl.FÖR_HAND


def _om_helheten(uppfyllelse: Uppfyllelse) -> str:
    """`Planen i sin helhet är delvis uppfylld. `, när husreglerna ber om den eller någon har gjort den."""
    beslutad = uppfyllelse.beslutad_helhet
    if beslutad is not None:
        beräknat = uppfyllelse.helhet.steg if uppfyllelse.helhet else None
        av = f" av {beslutad.beslutad_av}" if beslutad.beslutad_av else ""
        bredvid = f" Beräknad bedömning: {beräknat.namn}." if beräknat else ""
        svar = " ".join(filter(None, [beslutad.motivering, svar_i_text(beslutad)]))
        return f"Planen i sin helhet {_skriv_helhet(beslutad.bedömning, uppfyllelse)} (beslutad bedömning{av}). {svar}{bredvid} "
    dagens = uppfyllelse.helhetens_ord
    if då := uppfyllelse.helheten_då:
        nu = f"Med dagens plan och husregler: {dagens or 'ingen bedömning'}."
        return f"{_skriv_beräknad(då, uppfyllelse)}. Så beslutades det med uppföljningen. {nu} "
    return f"{_skriv_beräknad(dagens, uppfyllelse)}. " if dagens else ""


def _skriv_beräknad(ord_: str, uppfyllelse: Uppfyllelse) -> str:
    """Hela planens bedömning, eller skälet till att den saknas, i en mening."""
    if ord_ in set(Skäl):
        return f"Planen i sin helhet kan inte bedömas: {ord_}"
    return f"Planen i sin helhet {_skriv_helhet(ord_, uppfyllelse)}"


def _skriv_helhet(ord_: str, uppfyllelse: Uppfyllelse) -> str:
    """Det som människor har sagt om hela planen, i en mening; ett ord utanför skalan citeras."""
    läst = uppfyllelse.husregler.läs_steg(ord_, uppfyllelse.per)
    return i_mening(läst.visat).replace("uppfyllt", "uppfylld") if läst else f"bedöms som ”{ord_}”"


def _om_målen(uppfyllelse: Uppfyllelse) -> str:
    """`av planens 6 övergripande mål: inget är uppfyllt, 5 är delvis uppfyllda och 1 är inte uppfyllt`."""
    målen_själva = uppfyllelse.övergripande
    räkning = räkna_mål(målen_själva, uppfyllelse.visade_steg)
    bäst = uppfyllelse.skala[0]
    inget_sägs = not räkning.utan  # utan bedömning kan också vara uppfyllt
    delar = [(antal, i_mening(s, antal)) for s, antal in räkning.per_steg if antal or (inget_sägs and s == bäst)]
    senare = [m for m in målen_själva if m.visat is None and m.skäl is Skäl.INTE_ÄN]
    när = {ska_nås(m) for m in senare}
    delar += [(len(senare), när.pop() if len(när) == 1 else "ska nås senare")] if senare else []
    följs = sum(map(_följs_bara, målen_själva))
    delar += [(följs, "följs utan målvärde")] if följs else []
    delar += [(räkning.utan - följs, "saknar bedömning")] if räkning.utan - följs else []
    return fördela(len(målen_själva), "övergripande mål", "övergripande mål", delar)


def _följs_bara(b: Målbedömning) -> bool:
    """Om målet bara har indikatorer som följs utan målvärde: då finns inget att bedöma, och inget fattas."""
    return b.visat is None and följs_bara(list(b.alla_indikatorer()))


# --- Antalen ----------------------------------------------------------------------------------------


def _ruta(
    b: Målbedömning, uppfyllelse: Uppfyllelse, jämförelse: Jämförelse | None, ankare: Mapping[str, str]
) -> Områdesruta:
    return Områdesruta(
        nivå=nivå_och_nummer(b.mål),
        namn=versal(b.mål.namn),
        ankare=ankare[b.mål.id],
        omdöme=målets(b, uppfyllelse.husregler),
        förut=jämförelse.förut(b.mål.id) if jämförelse else "",
        når=skriv_når(b, uppfyllelse),
    )


def skriv_når(b: Målbedömning, uppfyllelse: Uppfyllelse) -> str:
    """`4 av 6 når målet`, `4 av 6 väntas nå målet, 1 utan bedömning`: indikatorerna som målets bedömning vilar på."""
    husregler, per = uppfyllelse.husregler, uppfyllelse.per
    visade = {id(i.indikator): i for i in uppfyllelse.alla_indikatorer()}
    bakom = [visade.get(id(i.indikator), i) for i in b.vägning.bakom]
    alla = [i for i in bakom if i.ska_bedömas]
    bedömda = [i for i in alla if i.steg]
    if not alla and b.skäl is Skäl.INTE_ÄN:
        return ""
    if not alla and b.visat is not None:
        return "beslutad bedömning" if b.beslutad else _skriv_delar(b, husregler, per)
    if not bedömda:
        return f"{len(alla)} utan bedömning" if alla else f"inga {husregler.indikatorord.flertal} att bedöma"
    bäst = husregler.skala(per)[0]
    nådda = sum(i.steg == bäst for i in bedömda)
    avgjort = husregler.är_helår(per) or all(i.slutlig for i in bedömda)
    utan = f", {len(alla) - len(bedömda)} utan bedömning" if len(alla) > len(bedömda) else ""
    return f"{nådda} av {len(bedömda)} {'når' if avgjort else 'väntas nå'} målet{utan}"


def _skriv_delar(b: Målbedömning, husregler: Husregler, per: date) -> str:
    """`1 av 2 delmål är uppfyllt`: det som ett mål utan indikatorer under sig vilar på: delmålen, uppdragen eller båda."""
    bäst, delar = husregler.skala(per)[0], b.vägning.delar
    if not delar:
        return ""
    nådda = sum(d.steg == bäst for d in delar)
    vad = "uppdrag" if all(d.grund for d in delar) else "delmål" if not any(d.grund for d in delar) else "delar"
    return f"{nådda} av {len(delar)} {vad} {i_mening(bäst, nådda or len(delar))}"


def _räkna(uppfyllelse: Uppfyllelse, jämförelse: Jämförelse | None) -> Räkning:
    skala = uppfyllelse.visade_steg
    senare = any(m.visat is None and m.skäl is Skäl.INTE_ÄN for m in uppfyllelse.alla_mål())
    rader = []
    for nivå in dict.fromkeys(m.mål.nivå for m in uppfyllelse.alla_mål()):
        mål = [m for m in uppfyllelse.alla_mål() if m.mål.nivå == nivå]
        räkning = räkna_mål(mål, skala)
        antalen = (*(antal for _, antal in räkning.per_steg), *([räkning.senare] if senare else []), räkning.utan)
        rader.append(Räknerad(versal(nivå), antalen, len(mål)))
    utan = any(rad.antal[-1] for rad in rader)
    if not utan:
        rader = [rad._replace(antal=rad.antal[:-1]) for rad in rader]
    indikatorer = räkna_indikatorer(uppfyllelse)
    då = räkna_indikatorer(jämförelse.förra) if jämförelse else ()
    vad = (uppfyllelse.husregler.indikatorord.ental, uppfyllelse.husregler.indikatorord.flertal)
    return Räkning(
        kolumner=(*(omdöme(s) for s in skala), *([SENARE] if senare else []), *([UTAN_BEDÖMNING] if utan else [])),
        rader=tuple(rader) if [r.alla for r in rader] != [len(uppfyllelse.övergripande)] else (),
        indikatorer=indikatorer,
        alla_indikatorer=sum(a.antal for a in indikatorer),
        stapel=rita_stapel(indikatorer, vad),
        förra=rita_stapel(då, vad, versal(jämförelse.period)) if jämförelse else None,
        förra_period=jämförelse.period if jämförelse else "",
    )


def räkna_indikatorer(uppfyllelse: Uppfyllelse) -> tuple[Antal, ...]:
    """Antal indikatorer per steg, och per skäl till att de saknar bedömning."""
    skala = uppfyllelse.visade_steg
    indikatorer = list(uppfyllelse.alla_indikatorer())
    per_steg = [sum(i.visat == s for i in indikatorer) for s in skala]
    antal_per_steg = [
        Antal(omdöme(s), *par) for s, par in zip(skala, zip(per_steg, _andelar(per_steg), strict=True), strict=True)
    ]
    skäl = Counter(i.skäl or Skäl.INGET_BEDÖMT for i in indikatorer if i.steg is None)
    return (
        *antal_per_steg,
        *(Antal(skälets(s, uppfyllelse.husregler), skäl[s]) for s in Skäl if skäl[s]),
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
