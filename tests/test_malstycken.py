"""Målen i plandokumentet: allt som en plan kan säga om ett mål och dess indikatorer står där, i ord."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from planverktyg.utgivning.format import Format, ge_ut
from planverktyg.utgivning.plandokument.dokument import bygg_dokument
from tests.test_rapport import bygg_akt

if TYPE_CHECKING:
    from pathlib import Path

HUVUD = "format: 1\nplan: {id: p, namn: Planen, nämnd: Nämnden, år: ÅR}\netiketter: {a5: Jämställdhet}\n"
MANDAT = "{från: 2018, till: 2022}"


def som_md(mapp: Path, text: str, år: str = "2020") -> str:
    """Dokumentet i Markdown, efter titel och omslag och före anmärkningarna."""
    hela = ge_ut(bygg_dokument(bygg_akt(mapp, HUVUD.replace("ÅR", år) + text)), Format.MARKDOWN)
    return hela.split("\n## Mål\n", 1)[1].split("\n---\n", 1)[0]


def indikator(mapp: Path, fält: str, år: str = "2020", namn: str = "Antalet ökar.") -> str:
    """Raden för en indikator som är en hel mening, bredvid en annan, så som listan visar den."""
    text = f"mål: [{{id: m, nivå: mål, namn: M, indikatorer: [{{id: i, namn: '{namn}', {fält}}}, {ANDRA}]}}]\n"
    (rad,) = (rad for rad in som_md(mapp, text, år).splitlines() if namn in rad and rad.startswith("- "))
    return rad.removeprefix("- ")


ANDRA = "{id: i2, namn: Det andra sker., målvärde: {klart: 2020}}"


# --- Listan -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fält", "väntat"),
    [
        ("nummer: A, målvärde: {riktning: ökar}", "A. Antalet ökar. *Målvärde:* ökar"),
        ("nummer: B., målvärde: {minst: 3}", "B. Antalet ökar. *Målvärde:* minst 3"),
        ("etiketter: [a5, egen], målvärde: {minst: 3}", "Antalet ökar. *Etiketter:* Jämställdhet och egen · *Målvärde:* minst 3"),
        ("målvärde: {minst: 3}, fotnot: Utom i juli.", "Antalet ökar. *Fotnot:* Utom i juli. · *Målvärde:* minst 3"),
        ("målvärde: {högst: 3, rubrik: Budget}", "Antalet ökar. *Budget:* högst 3"),
        ("enhet: ja/nej, målvärde: ja", "Antalet ökar. *Målvärde:* ja"),
        ("målvärde: {bedöms: God kvalitet}", "Antalet ökar. *Bedöms för hand:* God kvalitet"),
        ("målvärde: {saknas: Nyckeltal}", "Antalet ökar. *Följs utan målvärde:* Nyckeltal"),
        ("enhet: antal", "Antalet ökar. *Målvärde:* saknas"),
        ("målvärde: {redovisas: ja}, per verksamhet: [vård, skola]", "Antalet ökar. *Målvärde:* redovisas för vård och skola"),
        ("per nämnd: {ASN: {högst: 5}, SON: {högst: 3}}", "Antalet ökar. *Målvärde:* ASN högst 5, SON högst 3"),
        ("mätmetod: Enkät, målvärde: {minst: 3}", "Antalet ökar. *Mätmetod:* Enkät · *Målvärde:* minst 3"),
        (
            "följs upp: [delår 1, helår], stäms av: delår 2, målvärde: {minst: 3}",
            "Antalet ökar. *Följs upp:* delår 1 och helår · *Stäms av:* delår 2 · *Målvärde:* minst 3",
        ),
        (
            "mäts: [2020-03, 2020-08], målvärde: {minst: 3}",
            "Antalet ökar. *Mäts:* mars 2020 och augusti 2020 · *Målvärde:* minst 3",
        ),
        (
            "följs upp från: 2020-09, målvärde: {minst: 3}",
            "Antalet ökar. *Följs upp första gången:* september 2020 · *Målvärde:* minst 3",
        ),
        (
            "räknas ur: {indikator: i2, delat med: 365}, målvärde: {högst: 3}",
            "Antalet ökar. *Räknas ur:* Det andra sker., delat med 365 · *Målvärde:* högst 3",
        ),
        (
            "utgångsvärde: {värde: 2, avser: 2019}, målvärde: {minst: 3}",
            "Antalet ökar. *Målvärde:* minst 3 · *Utgångsvärde:* 2 (2019)",
        ),
        (
            "utgångsvärde: {värde: 2, avser: 2019, kommentar: Resultatet 2019 var 2.}, målvärde: {minst: 3}",
            "Antalet ökar. *Målvärde:* minst 3 · *Utgångsvärde:* Resultatet 2019 var 2.",
        ),
        (
            "per verksamhet: [vård], utgångsvärde: {per verksamhet: {vård: 2}, kommentar: Osäkert.}, målvärde: {minst: 3}",
            "Antalet ökar. *Målvärde:* minst 3 för vård · *Utgångsvärde:* vård 2. Osäkert.",
        ),
    ],
)  # fmt: skip
def test_en_indikator_som_är_en_mening_står_i_en_lista(tmp_path: Path, fält: str, väntat: str) -> None:
    assert indikator(tmp_path, fält) == väntat


@pytest.mark.parametrize(
    ("fält", "år", "väntat"),
    [
        ("målvärde: {klart: 2020}", "2020", "Antalet ökar. *Målvärde:* klart senast 2020"),
        ("målvärde: {klart: 2020-06}", "2020", "Antalet ökar. (juni 2020)"),
        ("målvärde: {klart: 2020}", MANDAT, "Antalet ökar. (2020)"),
        ("målvärde: {klart: 2022}", MANDAT, "Antalet ökar. (2022)"),
        ("målvärde: {minst: 3, avser: 2021}", MANDAT, "Antalet ökar. (2021) *Målvärde:* minst 3"),
        ("målvärde: {minst: 3}", MANDAT, "Antalet ökar. (2022) *Målvärde:* minst 3"),
        ("målvärde: {minst: 3, avser: varje år}", MANDAT, "Antalet ökar. (varje år) *Målvärde:* minst 3"),
        ("målvärde: {minst: 3, avser: ej angivet}", MANDAT, "Antalet ökar. *Målvärde:* minst 3"),
        (
            "målvärde: {per år: {2019: {minst: 1}, 2020: {minst: 2}}}", MANDAT,
            "Antalet ökar. *Målvärde:* 2019: minst 1; 2020: minst 2",
        ),
    ],
)  # fmt: skip
def test_tiden_står_inom_parentes_när_planen_gäller_flera_år(tmp_path: Path, fält: str, år: str, väntat: str) -> None:
    assert indikator(tmp_path, fält, år) == väntat


def test_listan_i_html_har_indikatorns_fakta_på_en_egen_rad(tmp_path: Path) -> None:
    text = (
        f"mål: [{{id: m, nivå: mål, namn: M, indikatorer: [{{id: i, namn: Ett., målvärde: {{minst: 3}}}}, {ANDRA}]}}]\n"
    )
    html = ge_ut(bygg_dokument(bygg_akt(tmp_path, HUVUD.replace("ÅR", "2020") + text)), Format.HTML)
    assert '<p class="ingress">Indikatorer</p>' in html
    lista = html.split('<ul class="indikatorer" role="list">')[1].split("</ul>")[0]
    assert lista.replace("\n", "").startswith(
        '<li>Ett.<div class="dämpad liten"><span class="faktum"><b>Målvärde:</b> minst 3</span></div></li>'
    )


def test_parentesen_förklaras_bara_när_den_finns(tmp_path: Path) -> None:
    mål = f"mål: [{{id: m, nivå: mål, namn: M, indikatorer: [{ANDRA}]}}]\n"
    for år, finns in (("2020", False), (MANDAT, True)):
        dokument = bygg_dokument(bygg_akt(tmp_path / str(finns), HUVUD.replace("ÅR", år) + mål))
        assert ("Tiden inom parentes" in ge_ut(dokument, Format.MARKDOWN)) is finns


@pytest.mark.parametrize(
    ("indikatorer", "i_lista"),
    [
        (["namn: Antal, målvärde: {minst: 3}"], False),
        (["namn: Antalet ökar., målvärde: {minst: 3}"], True),
        (["namn: Antalet ökar., målvärde: {minst: 3}", "namn: Antal, målvärde: {minst: 3}"], False),
        (["namn: Strategi, målvärde: {klart: 2020}", "namn: Nöjdhet, målvärde: {riktning: ökar}"], True),
        (["namn: Nöjdhet, utgångsvärde: 3, målvärde: {riktning: ökar}"], False),
    ],
)
def test_lista_eller_tabell(tmp_path: Path, indikatorer: list[str], i_lista: bool) -> None:
    """Tabell när det finns tal eller utgångsvärden att ställa upp; lista när raderna är meningar eller bara ord."""
    skrivna = ", ".join(f"{{id: i{n}, {i}}}" for n, i in enumerate(indikatorer))
    text = som_md(tmp_path, f"mål: [{{id: m, nivå: mål, namn: M, indikatorer: [{skrivna}]}}]\n")
    assert ("|" not in text) is i_lista


def test_målet_som_självt_mäts_får_sitt_målvärde_under_rubriken(tmp_path: Path) -> None:
    text = "mål: [{id: m, nivå: mål, namn: Fler är nöjda, indikatorer: [{id: i, enhet: '%', målvärde: {minst: 80}}]}]\n"
    assert som_md(tmp_path, text).strip() == "### Mål – Fler är nöjda\n\n*Målvärde:* minst 80\u00a0%"


def test_kommunens_eget_ord_för_indikatorer_står_över_dem(tmp_path: Path) -> None:
    kommun = "format: 1\nkommun: {id: k, namn: K}\nindikatorer kallas: Styrtal\n"
    mål = (
        "mål:\n"
        "  - {id: m1, nivå: mål, namn: M, indikatorer: [{id: i1, namn: Det sker., målvärde: {klart: 2020}}]}\n"
        "  - {id: m2, nivå: mål, namn: N, indikatorer: [{id: i2, namn: Antal, målvärde: {minst: 3}}]}\n"
    )
    text = ge_ut(bygg_dokument(bygg_akt(tmp_path, HUVUD.replace("ÅR", "2020") + mål, kommun)), Format.MARKDOWN)
    assert "**Styrtal**\n\n- Det sker." in text
    assert "| Styrtal | Mål 2020 |" in text


# --- Tabellen ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fält", "rubrik", "rad"),
    [
        ("nummer: 1.2, målvärde: {minst: 3}".replace("1.2", '"1.2"'), "Mål 2020", "1.2. Antal | 3"),
        ("målvärde: {minst: 430, rubrik: Budget}", "Budget 2020", "Antal | 430"),
        ("målvärde: {minst: 90}, per verksamhet: [vård, skola]", "Mål 2020", "Antal | 90 för vård och skola"),
        ("per nämnd: {ASN: {högst: 5}, SON: {högst: 3}}", "Mål 2020", "Antal | ASN högst 5, SON högst 3"),
        ("målvärde: {minst: 9, avser: på sikt}", "Mål", "Antal | 9 (på sikt)"),
        ("målvärde: {minst: 9}, fotnot: Utom juli", "Mål 2020", "Antal *Fotnot:* Utom juli | 9"),
    ],
)
def test_tabellen_har_det_som_planen_säger(tmp_path: Path, fält: str, rubrik: str, rad: str) -> None:
    text = som_md(tmp_path, f"mål: [{{id: m, nivå: mål, namn: M, indikatorer: [{{id: i, namn: Antal, {fält}}}]}}]\n")
    rader = [r.strip("| ") for r in text.splitlines() if r.startswith("|")]
    assert (rader[0], rader[2]) == (f"Indikator | {rubrik}", rad)


# --- Målet ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fält", "väntat"),
    [
        ("nummer: 1A", "### Mål 1A – M"),
        ("viljeyttring: Vi vill., beskrivning: Det gör vi.", "### Mål – M\n\n**Viljeyttring**\n\nVi vill.\n\nDet gör vi."),
        ("beskrivning: Det gör vi., motivering: Det behövs.", "### Mål – M\n\nDet gör vi.\n\n**Motivering**\n\nDet behövs."),
        ("slag: finansiellt, källa: kommunplanen", "### Mål – M\n\n*Slag:* finansiellt mål · *Källa:* kommunplanen"),
        ("slag: verksamhet, avser: 2022", "### Mål – M\n\n*Ska vara nått:* 2022 · *Slag:* verksamhetsmål"),
        ("avser: på sikt", "### Mål – M\n\n*Ska vara nått:* på sikt"),
        ("etiketter: a5", "### Mål – M\n\n*Etiketter:* Jämställdhet"),
        ("nämnder: [ASN, BUN]", "### Mål – M\n\n*Delas av:* ASN och BUN"),
        ("mätmetod: Enkät i mars., avslutning: Slut.", "### Mål – M\n\nEnkät i mars.\n\nSlut."),
        ("bidrar till: annat", "### Mål – M\n\n*Bidrar till:* Ett annat mål"),
    ],
)  # fmt: skip
def test_målet_säger_allt_som_planen_säger(tmp_path: Path, fält: str, väntat: str) -> None:
    mål = f"mål:\n  - {{id: m, nivå: mål, namn: M, {fält}}}\n  - {{id: annat, nivå: mål, namn: Ett annat mål}}\n"
    assert som_md(tmp_path, mål).split("### Mål – Ett annat")[0].strip() == väntat


def test_hur_ett_mål_med_delmål_mäts_står_före_delmålen(tmp_path: Path) -> None:
    mål = "mål: [{id: m, nivå: mål, namn: M, mätmetod: Enkät., mål: [{id: d, nivå: delmål, namn: D}]}]\n"
    assert som_md(tmp_path, mål).strip() == "### Mål – M\n\n*Mätmetod:* Enkät.\n\n- Delmål – D"


def test_mål_som_bara_är_sitt_namn_blir_en_lista_under_avsnittets_rubrik(tmp_path: Path) -> None:
    """Det som rubriken redan säger (nivån, året och källan) upprepas inte."""
    text = (
        "disposition: [{rubrik: Mål till 2022 enligt kommunplan, visar: {mål: [a, b]}}]\n"
        "mål:\n"
        "  - {id: a, nivå: mål enligt kommunplan, namn: A, avser: 2022, källa: kommunplan}\n"
        "  - {id: b, nivå: mål enligt kommunplan, namn: B, avser: 2023, källa: kommunplan}\n"
    )
    hela = ge_ut(bygg_dokument(bygg_akt(tmp_path, HUVUD.replace("ÅR", "2020") + text)), Format.MARKDOWN)
    assert "## Mål till 2022 enligt kommunplan\n\n- A\n\n- B *Ska vara nått:* 2023\n" in hela


def test_uppdragen_säger_vad_de_bidrar_till(tmp_path: Path) -> None:
    text = (
        "mål: [{id: a, nivå: mål, namn: Fler i arbete}]\n"
        "uppdrag:\n"
        "  - id: g\n"
        "    rubrik: R\n"
        "    källa: nämnden\n"
        "    uppdrag: [{id: u, nummer: '3', text: Gör det, bidrar till: a, etiketter: a5}]\n"
    )
    hela = ge_ut(bygg_dokument(bygg_akt(tmp_path, HUVUD.replace("ÅR", "2020") + text)), Format.MARKDOWN)
    assert "- 3\\. Gör det *Bidrar till:* Fler i arbete · *Etiketter:* Jämställdhet\n" in hela
