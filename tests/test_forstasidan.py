"""Första sidan: varje tal på den räknas om ur de listor som den pekar på, och det som väger tyngst står först."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

import pytest

from planverktyg.arkiv.akt import läs_planens_mapp
from planverktyg.utgivning.format import Format, ge_ut
from planverktyg.utgivning.rapport.rapport import bygg_rapport
from planverktyg.utgivning.sidtrad import Nod, läs_sida
from tests.conftest import ROT
from tests.test_rapport import PLAN, UPPFÖLJNING, rapport_av

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from planverktyg.utgivning.underlag.rapport import Indikatorrad, Målavsnitt, Rapport


def alla_rapporter() -> list[tuple[str, Rapport]]:
    """Rapporten för varje uppföljning av varje plan i projektet."""
    akter = [(plan, läs_planens_mapp(fil, fil.parent).akter[0]) for fil in sorted((ROT / "planer").glob("*/*/plan.yaml"))
             for plan in [fil.parent.name]]  # fmt: skip
    return [
        (f"{plan} {u.modell.uppföljning.per}", bygg_rapport(akt, u)) for plan, akt in akter for u in akt.uppföljningar
    ]


RAPPORTER = alla_rapporter()
ALLA = pytest.mark.parametrize("rapport", [r for _, r in RAPPORTER], ids=[namn for namn, _ in RAPPORTER])


def sida(rapport: Rapport) -> Nod:
    return läs_sida(ge_ut(rapport, Format.HTML))


def avsnitt(nod: Nod, id_: str) -> Nod:
    return next(n for n in nod.alla() if n.namn == "section" and n.attribut.get("aria-labelledby") == id_)


def med(nod: Nod, namn: str, *klasser: str) -> list[Nod]:
    return [n for n in nod.alla() if n.namn == namn and (not klasser or n.har(*klasser))]


def kolumn(tabell: Nod, rubrik: str) -> list[str]:
    """Texten i en kolumn, rad för rad, hittad genom rubriken som cellen själv bär."""
    return [cell.text() for cell in med(tabell, "td") if cell.attribut.get("data-rubrik") == rubrik]


# --- Talen räknas om ur sidan -----------------------------------------------------------------------


@ALLA
def test_indikatorerna_i_listorna_är_de_som_stapeln_räknar(rapport: Rapport) -> None:
    träd = sida(rapport)
    omdömen = [ord_ for tabell in med(träd, "table", "indikatorer") for ord_ in omdömena(tabell)]
    omdömen = [re.sub(r"ska nås (\d{4}|på sikt)", "ska nås senare", ord_) for ord_ in omdömen]
    första = avsnitt(träd, "hur-gar-det")
    räknade = {}
    for punkt in [li for lista in med(första, "ul", "antal") for li in med(lista, "li")]:
        (omdömet,) = med(punkt, "span", "omdöme")
        räknade[omdömet.text()] = int(med(punkt, "b")[0].text())
    assert {o: n for o, n in räknade.items() if n} == {o: omdömen.count(o) for o in set(omdömen)}


def omdömena(tabell: Nod) -> list[str]:
    return [
        med(cell, "span", "omdöme")[0].text()
        for cell in med(tabell, "td")
        if cell.attribut.get("data-rubrik") == "Bedömning"
    ]


@ALLA
def test_avvikelserna_på_sidan_och_efter_den_är_alla_som_inte_når_målet(rapport: Rapport) -> None:
    träd = sida(rapport)
    alla = [
        rad
        for t in med(träd, "table", "avvikelser")
        if kolumn(t, "Värde mot mål")
        for rad in kolumn(t, "Värde mot mål")
    ]
    rubrik = rapport.sammandrag.avvikelsernas_rubrik
    if not alla:
        assert not rubrik
        return
    sagt = re.match(r"(\d+) av (\d+) bedömd", rubrik)
    assert sagt
    assert int(sagt[1]) == len(alla)
    bedömda = [o for t in med(träd, "table", "indikatorer") for o in omdömena(t)]
    assert rapport.läsanvisning
    steg = {f"{s.omdöme.symbol} {s.omdöme.ord}" for s in rapport.läsanvisning.skala} | {
        f"{k.symbol} {k.ord}" for k in rapport.sammandrag.räkning.kolumner if k.symbol != "–"
    }
    assert int(sagt[2]) == sum(o in steg for o in bedömda)
    kvar = re.search(r"(\d+) indikator", rapport.sammandrag.fler_avvikelser)
    assert len(rapport.sammandrag.övriga_indikatorer) == (int(kvar[1]) if kvar else 0)


@ALLA
def test_innehållet_är_avsnitten_i_ordning(rapport: Rapport) -> None:
    """Varje avsnitt efter första sidan, och inget annat: på skärm, på papper och i Markdown."""
    träd = sida(rapport)
    avsnitten = [n for n in med(träd, "h2") if n.attribut.get("id", "hur-gar-det") != "hur-gar-det"]
    for förteckning in med(träd, "nav"):
        länkar = med(förteckning, "a")
        assert [a.attribut["href"][1:] for a in länkar] == [n.attribut["id"] for n in avsnitten]
        assert [a.text() for a in länkar] == [n.text() for n in avsnitten]
    rubriker = re.findall(r"(?m)^## (?!Hur går det|Innehåll)(.*)$", ge_ut(rapport, Format.MARKDOWN))
    assert [r.replace("\\", "") for r in rubriker] == [rad.rubrik for rad in rapport.innehåll]


@ALLA
def test_det_som_inte_bedöms_förklaras_inte(rapport: Rapport) -> None:
    assert (rapport.läsanvisning is None) == (not rapport.mål)
    omdömen = [o for t in med(sida(rapport), "table", "indikatorer") for o in omdömena(t)]
    assert not any("ännu inte" in o for o in omdömen), "säg när det ska nås"


@ALLA
def test_varje_skäl_på_sidan_förklaras_och_inget_annat(rapport: Rapport) -> None:
    if rapport.läsanvisning is None:
        return
    noter = {n.etikett: n.text for n in rapport.läsanvisning.stycken}
    utan = {o[2:] for t in med(sida(rapport), "table", "indikatorer") for o in omdömena(t) if o.startswith("–")}
    sagda = {re.sub(r"ska nås .*", "ska nås", ord_) for ord_ in utan}
    förklarade = {
        del_.partition(":")[0].lower() for del_ in noter.get("Utan bedömning (–)", "").split(". ") if ":" in del_
    }
    assert förklarade - {"ska nås"} == sagda - {"ska nås"}


@ALLA
def test_riskerna_på_sidan_är_de_högsta(rapport: Rapport) -> None:
    if rapport.risker is None or rapport.sammandrag.risker is None:
        return
    visade = [int(n.riskvärde.symbol) for n in rapport.sammandrag.risker.risker]
    alla = sorted((int(r.riskvärde.symbol) for r in rapport.risker.risker), reverse=True)
    assert visade == sorted(visade, reverse=True)
    assert not visade or visade[0] == alla[0]


@ALLA
def test_rutorna_räknar_indikatorerna_under_sina_mål(rapport: Rapport) -> None:
    """`4 av 6 når målet`: raderna i målets egna tabeller, bedömda och på det bästa steget."""
    if rapport.läsanvisning is None:
        assert not rapport.mål
        return
    bäst = {s.omdöme.ord for s in rapport.läsanvisning.skala[:1]} | {"är uppfyllt", "uppfyllt"}
    under = {mål.ankare: list(_rader(mål)) for mål in _alla_mål(rapport)}
    for ruta in rapport.sammandrag.områden:
        sagt = re.match(r"(\d+) av (\d+) (väntas nå|når) målet", ruta.når)
        if not sagt:
            continue
        rader = under[ruta.ankare]
        assert int(sagt[1]) == sum(r.omdöme.ord in bäst for r in rader)
        assert int(sagt[2]) == sum(r.omdöme.symbol != "–" for r in rader)


def _alla_mål(rapport: Rapport) -> list[Målavsnitt]:
    kvar: list[Målavsnitt] = list(rapport.mål)
    alla: list[Målavsnitt] = []
    while kvar:
        alla.append(kvar.pop())
        kvar += alla[-1].delmål
    return alla


def _rader(mål: Målavsnitt) -> Iterator[Indikatorrad]:
    yield from mål.indikatorer
    for delmål in mål.delmål:
        yield from _rader(delmål)


@ALLA
def test_förändringarna_räknas_ur_sina_listor(rapport: Rapport) -> None:
    f = rapport.sammandrag.förändringar
    for grupp in f.grupper if f else ():
        if grupp.i_korthet:
            assert int(grupp.i_korthet.split()[0]) == len(grupp.förändringar)
            assert sum(map(int, re.findall(r"\d+", grupp.rubrik))) == len(grupp.förändringar)
            assert (grupp.i_korthet in f.mening) is not any(not g.i_korthet for g in f.grupper)  # type: ignore[union-attr]
            continue
        mål = sum(ändring.slag == "mål" for ändring in grupp.förändringar)
        indikatorer = len(grupp.förändringar) - mål
        tal = {ord_[:5]: int(n) for n, ord_ in re.findall(r"(\d+) (mål|indikator\w*)", grupp.rubrik)}
        assert tal == {k: n for k, n in (("mål", mål), ("indik", indikatorer)) if n}
        assert grupp.rubrik in f.mening  # type: ignore[union-attr]


@ALLA
def test_uppdragen_och_riskerna_på_sidan_är_avsnittens(rapport: Rapport) -> None:
    s, u, r = rapport.sammandrag, rapport.uppdrag, rapport.risker
    if s.uppdrag and u:
        sena = [rad for grupp in u.grupper for rad in grupp.uppdrag if rad.avviker]
        till = int(re.sub(r"\D", "", s.uppdrag.fler) or 0)
        assert len(sena) == len(s.uppdrag.avvikelser) + till
        assert s.uppdrag.mening == u.mening
    if s.risker and r:
        viktiga = [k for k in r.risker if k.riskvärde.färg == "röd" or k.har_ändrats]
        assert len(viktiga) == len(s.risker.risker) + int(re.sub(r"\D", "", s.risker.fler) or 0)


@ALLA
@pytest.mark.parametrize("format_", [Format.HTML, Format.MARKDOWN])
def test_språket_håller(rapport: Rapport, format_: Literal[Format.HTML, Format.MARKDOWN]) -> None:
    """Ingen dubbel interpunktion, ett i ental, och inget streck där en kolumn är tom rakt igenom."""
    text = ge_ut(rapport, format_).rpartition("</style>")[2]
    assert not re.search(r"\w\.:(?!\w)|\b1 indikatorer\b|\b1 av 1 indikatorer\b", text)
    for tabell in (
        med(läs_sida(ge_ut(rapport, Format.HTML)), "table", "indikatorer", "ekonomi") if format_ is Format.HTML else ()
    ):
        rubriker = [th.text() for th in med(next(n for n in tabell.alla() if n.namn == "thead"), "th")]
        assert rubriker[1] in ("Bedömning", "Läge", "Årsbudget")


@ALLA
def test_vid_ett_delår_väntas_det(rapport: Rapport) -> None:
    """Ingenting är nått eller missat förrän året är slut."""
    delår = any(s.etikett == "Delår" for s in (rapport.läsanvisning.stycken if rapport.läsanvisning else ()))
    s = rapport.sammandrag
    sagt = [s.avvikelsernas_rubrik, *(a.kommentar for a in (*s.avvikande_mål, *s.övriga_mål) if not a.beslutad)]
    for text in filter(None, sagt):
        assert re.search(r"^\d+ av \d+ bedömd.* (väntas inte nå|når inte) målet", text)
        assert ("väntas" in text) == delår


@ALLA
def test_inget_står_två_gånger(rapport: Rapport) -> None:
    """Det som första sidan redan visar har inget eget avsnitt, och kolumnen Kommentar upprepar inte sitt namn i varje cell."""
    träd = sida(rapport)
    assert len(med(träd, "nav")) == 1
    assert not any("Kommentar:" in text for t in med(träd, "table", "staplas") for text in kolumn(t, "Kommentar"))
    if rapport.sammandrag.egna_ord and rapport.sammanfattning is None:
        assert ge_ut(rapport, Format.MARKDOWN).count(str(rapport.sammandrag.egna_ord).split(".")[0]) == 1
    for rad in rapport.sammandrag.räkning.rader:
        assert len(rad.antal) == len(rapport.sammandrag.räkning.kolumner)
    rader = rapport.sammandrag.räkning.rader
    if rader and rapport.sammandrag.räkning.kolumner[-1].ord == "utan bedömning":
        assert any(rad.antal[-1] for rad in rader)
    for tabell in med(träd, "table", "indikatorer"):
        assert not kolumn(tabell, "Kommentar") or any(kolumn(tabell, "Kommentar"))


# --- Det som väger tyngst -----------------------------------------------------------------------------


def test_tal_går_före_ja_och_nej_och_pengar_före_allt() -> None:
    rapport = dict(RAPPORTER)["asn-2020 2020-08-31"]
    s = rapport.sammandrag
    alla = [*s.avvikande_indikatorer, *s.övriga_indikatorer]
    assert "driftbudget" in alla[0].namn
    är_tal = [a.värde[0].isdigit() for a in alla]
    assert är_tal == sorted(är_tal, reverse=True)
    assert all(a.diagram is not None for a in alla if a.värde[0].isdigit())
    assert not any(a.diagram for a in alla if not a.värde[0].isdigit())


def test_åtgärden_står_bredvid_avvikelsen_eller_sägs_inte_vara_angiven(tmp_path: Path) -> None:
    svar = "nojda: {värde: 75, orsak: Få svar., åtgärd: Ny enkät., ansvarig: enhetschefen, klart: 2021-11}"
    rapport = rapport_av(tmp_path, PLAN, UPPFÖLJNING.replace("nojda: 75", svar))
    avvikelser = {a.namn: a for a in rapport.sammandrag.avvikande_indikatorer}
    assert avvikelser["Nöjda besökare"].varför == "Få svar."
    assert avvikelser["Nöjda besökare"].åtgärd.startswith("Ny enkät. Ansvarig: enhetschefen. Klart: nov")
    assert "åtgärd ej angiven" in ge_ut(rapport, Format.HTML)
    assert "Ny enkät." in ge_ut(rapport, Format.MARKDOWN)


def test_ett_uppdrag_vars_tid_har_gått_ut_är_sent(tmp_path: Path) -> None:
    plan = PLAN + (
        "uppdrag:\n  - {id: g, rubrik: Egna, källa: nämnden, uppdrag: [{id: a, text: Utred biblioteken., klart: 2021-05},"
        " {id: b, text: Bygg., klart: 2021-12}]}\n"
    )
    uppföljning = UPPFÖLJNING + "uppdrag: {a: pågår, b: pågår}\n"
    notis = rapport_av(tmp_path, plan, uppföljning).sammandrag.uppdrag
    assert notis is not None
    assert [(r.text, r.kommentar) for r in notis.avvikelser] == [
        ("Utred biblioteken.", "Skulle ha varit klart maj 2021.")
    ]


def test_nämndens_egna_ord_är_hela_stycken(tmp_path: Path) -> None:
    långt = "\n\n".join(f"Stycke {n}. " + "Ord " * 60 for n in range(1, 9))
    text = UPPFÖLJNING + "sammanfattning: |\n" + "".join(f"  {rad}\n" for rad in långt.split("\n"))
    rapport = rapport_av(tmp_path, PLAN, text)
    egna = str(rapport.sammandrag.egna_ord)
    assert egna.startswith("Stycke 1.")
    assert "Stycke 2." in egna
    assert "Stycke 3." not in egna
    assert "Hela nämndens sammanfattning" in ge_ut(rapport, Format.HTML)
