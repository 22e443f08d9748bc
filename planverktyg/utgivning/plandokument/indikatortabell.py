"""Ett måls indikatorer in, tabellen i plandokumentet ut. Kolumnernas rubriker kommer ur värdenas tider.

Den tid som de flesta raderna har står i rubriken (`Prog. utfall 2019`, `Mål 2020`); en rad med en annan tid
visar den i cellen (`3 (sep. 2019)`).
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, TypeAlias

from planverktyg.modell.grund.svenska import räkna_upp
from planverktyg.modell.malvarde import skriv_med_tid
from planverktyg.modell.period import Tidpunkt, tolka_tidpunkt
from planverktyg.utgivning.ord.celler import (
    TOMT,
    kort_tid,
    lång_tid,
    mätnoter,
    skriv_frånvaro,
    skriv_jämförelse,
    skriv_värde,
    synlig_enhet,
)
from planverktyg.utgivning.ord.fakta import Namn, indikatorfakta, målets_tid, uppdelat
from planverktyg.utgivning.underlag.dokument import Cell, Kolumn, Tabell

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from planverktyg.modell.indikator import Indikator, TidigareVärde
    from planverktyg.modell.period import Planår
    from planverktyg.modell.villkor import Villkor

Tidsnyckel: TypeAlias = tuple[bool, Tidpunkt | None]
"""Om värdet är en prognos, och tiden det avser."""

BART_MÅLVÄRDE = "Ett målvärde utan ord framför är det lägsta som uppfyller målet."


def bygg_tabell(
    indikatorer: Sequence[Indikator],
    år: Planår,
    etikett: str,
    namnkolumn: str = "Indikatorer",
    namn: Namn = Namn({}, {}),
) -> Tabell:
    """Tabellen: indikator, tidigare värden som flera rader har, utgångsvärde, målvärde."""
    tidigare = _gemensamma_tider(indikatorer)
    utgång = _vanligast([_nyckel(i.utgångsvärde) for i in indikatorer if i.utgångsvärde])
    måltider = _måltider(indikatorer, år)
    kolumner = [Kolumn(namnkolumn)]
    kolumner += [Kolumn(_utfallsrubrik((False, tid))) for tid in tidigare]
    kolumner += [Kolumn(_utfallsrubrik(utgång))] if utgång else []
    rubrik = _målrubrik(indikatorer)
    kolumner += [Kolumn(f"{rubrik} {lång_tid(tid)}" if tid else rubrik) for tid in måltider]
    rader = []
    for i in indikatorer:
        rad = [_namncell(i, namn)]
        rad += [_historikcell(i, tid) for tid in tidigare]
        rad += [_utgångscell(i, utgång, tidigare)] if utgång else []
        rad += [Cell(_måltext(i, tid, måltider, år, rubrik)) for tid in måltider]
        rader.append(tuple(rad))
    return Tabell(etikett, tuple(kolumner), tuple(rader))


def _vanligast(nycklar: Sequence[Tidsnyckel]) -> Tidsnyckel | None:
    return Counter(nycklar).most_common(1)[0][0] if nycklar else None


def _nyckel(v: TidigareVärde) -> Tidsnyckel:
    return v.prognos, v.avser


def _utfallsrubrik(nyckel: Tidsnyckel) -> str:
    prognos, tid = nyckel
    return f"{'Prog. utfall' if prognos else 'Utfall'} {lång_tid(tid) if tid else ''}".rstrip()


# --- Namnet -----------------------------------------------------------------------------------------


def _namncell(i: Indikator, namn: Namn) -> Cell:
    """`(U37518) Systematisk uppföljning … (ja = 2, delvis = 1, nej = 0)`."""
    delar = [f"({i.kolada})"] if i.kolada else []
    delar.append(i.med_nummer)
    if i.skala:
        steg = sorted(i.skala.items(), key=lambda par: -par[1])
        skiljetecken = "; " if any("," in namn for namn in i.skala) else ", "
        delar.append(f"({skiljetecken.join(f'{namn} = {tal}' for namn, tal in steg)})")
    if enhet := synlig_enhet(i.namn, i.enhet):
        delar.append(f"({enhet})")
    return Cell(" ".join(delar), noter=tuple(indikatorfakta(i, namn)))


# --- Tidigare värden --------------------------------------------------------------------------------


def _gemensamma_tider(indikatorer: Sequence[Indikator]) -> list[Tidpunkt]:
    """Tiderna i historiken som minst hälften av raderna har: de får egna kolumner, äldst först."""
    räknade = Counter(v.avser for i in indikatorer if i.utgångsvärde for v in i.utgångsvärde.historik if v.avser)
    vanliga = [tid for tid, antal in räknade.items() if 2 * antal >= len(indikatorer) and antal > 1]
    return sorted(vanliga)


def _historikcell(i: Indikator, tid: Tidpunkt) -> Cell:
    historik = i.utgångsvärde.historik if i.utgångsvärde else ()
    värde = next((v for v in historik if v.avser == tid), None)
    return _värdecell(värde, i.enhet, (False, tid)) if värde else Cell(TOMT)


def _utgångscell(i: Indikator, rubrik: Tidsnyckel, i_kolumner: Sequence[Tidpunkt]) -> Cell:
    if i.utgångsvärde is None:
        return Cell(TOMT)
    cell = _värdecell(i.utgångsvärde, i.enhet, rubrik)
    äldre = [_historiktext(v, i.enhet) for v in i.utgångsvärde.historik if v.avser not in i_kolumner]
    return Cell(" ".join([cell.text, *äldre]), cell.kursiv, cell.noter)


def _värdecell(v: TidigareVärde, enhet: str | None, rubrik: Tidsnyckel) -> Cell:
    noter = tuple(mätnoter(v, enhet))
    if v.värde is None and not v.delar:
        return Cell(skriv_frånvaro(v.frånvaro or ("saknas", "saknas")), kursiv=True, noter=noter)
    tillägg = _avvikande_tid(v, rubrik) + (["preliminärt"] if v.preliminärt else [])
    return Cell(_med_parentes(_värde_och_delar(v, enhet), tillägg), noter=noter)


def _värde_och_delar(v: TidigareVärde, enhet: str | None) -> str:
    """`75 %; x 70 %, y 81 %`, eller det av dem som finns."""
    return "; ".join(filter(None, [skriv_värde(v.värde, enhet) if v.värde is not None else "", uppdelat(v, enhet)]))


def _avvikande_tid(v: TidigareVärde, rubrik: Tidsnyckel) -> list[str]:
    """Det som skiljer värdets tid från kolumnens rubrik."""
    if _nyckel(v) == rubrik:
        return []
    if v.avser is None:
        return ["prognos"] if v.prognos else ["år ej angivet"]
    samma_tid = v.avser == rubrik[1]
    ord_ = ["prognos"] if v.prognos and not rubrik[0] else ["utfall"] if samma_tid else []
    return [" ".join([*ord_, *([] if samma_tid else [kort_tid(v.avser)])])]


def _historiktext(v: TidigareVärde, enhet: str | None) -> str:
    """Ett äldre värde i samma cell; en kommentar som själv nämner värdet räcker."""
    if v.värde is None and not v.delar:
        text = " ".join(v.frånvaro or ())
        return f"{text} {v.kommentar or ''}".strip()
    värde = _värde_och_delar(v, enhet)
    if v.kommentar and nämner(v.kommentar, värde):
        return v.kommentar
    tillägg = [*([kort_tid(v.avser)] if v.avser else []), *(["prognos"] if v.prognos else [])]
    tillägg += ["preliminärt"] if v.preliminärt else []
    tillägg += [skriv_jämförelse(v.jämförelse, enhet)] if v.jämförelse else []
    return f"{_med_parentes(värde, tillägg)} {v.kommentar or ''}".strip()


def nämner(text: str, värde: str) -> bool:
    """Om texten innehåller värdet, och inte bara som en del av ett annat."""
    return re.search(rf"(?<!\w){re.escape(värde)}(?!\w)", text) is not None


def _med_parentes(text: str, tillägg: Sequence[str]) -> str:
    return f"{text} ({', '.join(tillägg)})" if tillägg else text


# --- Målvärden --------------------------------------------------------------------------------------


def _måltider(indikatorer: Sequence[Indikator], år: Planår) -> list[Tidpunkt | None]:
    """Tiderna som blir kolumner: ett år var när målvärden är satta per år, annars den vanligaste."""
    per_år = {n for i in indikatorer if i.målvärde for n in i.målvärde.åren}
    if per_år:
        return [tolka_tidpunkt(n) for n in sorted(per_år)]
    tider = [_måltid(i.målvärde, år) for i in indikatorer if i.målvärde]
    return [Counter(tider).most_common(1)[0][0]] if tider else [tolka_tidpunkt(str(år.till))]


def _målrubrik(indikatorer: Sequence[Indikator]) -> str:
    """Vad planen kallar målvärdena när den kallar alla detsamma (Budget), annars Mål."""
    rubriker = {i.målvärde.rubrik for i in indikatorer if i.målvärde}
    return next(iter(rubriker)) or "Mål" if len(rubriker) == 1 else "Mål"


def _måltid(villkor: Villkor, år: Planår) -> Tidpunkt | None:
    """Tiden som målvärdet gäller; None när planen säger att den inte är angiven."""
    tid = målets_tid(villkor, år)
    return tid if isinstance(tid, Tidpunkt) else None


def _måltext(
    i: Indikator, kolumn: Tidpunkt | None, kolumner: Sequence[Tidpunkt | None], år: Planår, rubrik: str
) -> str:
    """Målvärdet i en av kolumnerna, med sin tid när ingen kolumn har den."""
    if i.per_nämnd:
        return skriv_nämndernas(i) if kolumn is kolumner[-1] else TOMT
    if i.målvärde is None:
        return "saknas"
    if i.målvärde.åren:
        årets = i.målvärde.för_år(kolumn.år) if kolumn else None
        return skriv_mål(årets, i) if årets else TOMT
    tid, text = _måltid(i.målvärde, år), skriv_mål(i.målvärde, i)
    if i.målvärde.rubrik and i.målvärde.rubrik != rubrik:
        text = f"{i.målvärde.rubrik}: {text}"
    i_ord = i.målvärde.avser if isinstance(i.målvärde.avser, str) else ""
    if i_ord == "varje år" and len(kolumner) > 1:
        return text
    if tid == kolumn:
        return f"{text} ({i_ord})" if i_ord not in ("", "ej angivet") else text
    if tid in kolumner or kolumn is not kolumner[-1]:
        return TOMT
    return f"{text} ({kort_tid(tid) if tid else i_ord.replace('ej', 'år ej')})"


def skriv_mål(villkor: Villkor, i: Indikator) -> str:
    """Målvärdet så som en plan skriver det: `25 %` för minst, `högst 2 555`, `ja`, och ord för det övriga."""
    text = villkor.skriv_i_plan(i.enhet, i.steg)
    return f"{text} för {räkna_upp(i.per_verksamhet)}" if i.per_verksamhet else text


def skriv_nämndernas(i: Indikator) -> str:
    """Nämndernas egna målvärden, var och ett med sin tid när det har en: `ASN högst 5, SON högst 3 (på sikt)`."""
    return ", ".join(f"{nämnd} {skriv_med_tid(villkor, i.enhet)}" for nämnd, villkor in i.per_nämnd.items())


def har_bart_målvärde(indikatorer: Iterable[Indikator]) -> bool:
    """Om något målvärde är ett tal utan ord, så att dokumentet behöver säga att det är det lägsta."""
    return any(i.målvärde is not None and i.målvärde.skrivs_bart for i in indikatorer)
