"""Plandokumentet: all text ur planen, i dispositionens ordning, med tabeller vars rubriker kommer ur värdena."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, Any

import pytest
from markdown_it import MarkdownIt

from planverktyg.granskning.regler.disposition import _I_ORD
from planverktyg.modell.plan import DATABLOCK
from planverktyg.utgivning.format import Format, ge_ut
from planverktyg.utgivning.ord.ankare import Register
from planverktyg.utgivning.plandokument.dokument import FÖRVALDA_RUBRIKER, bygg_dokument
from tests.conftest import jämför_med_facit, kör_plan, kör_process
from tests.test_rapport import bygg_akt, tyresös_akt, utan_version

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from planverktyg.utgivning.underlag.dokument import Plandokument, Stycke, Tabell

HUVUD = "format: 1\nplan: {id: n-2020, namn: Nämndplan 2020, nämnd: Nämnden, år: 2020}\n"


def dokument_av(mapp: Path, text: str) -> Plandokument:
    return bygg_dokument(bygg_akt(mapp, HUVUD + text))


def alla(stycken: tuple[Stycke, ...]) -> Iterator[Stycke]:
    for stycke in stycken:
        yield stycke
        yield from alla(stycke.stycken)


def tabell(dokument: Plandokument) -> Tabell:
    return next(s.tabell for s in alla(dokument.stycken) if s.tabell)


def i_text(t: Tabell) -> list[list[str]]:
    return [
        [k.rubrik for k in t.kolumner],
        *([c.text for c in rad] for rad in (*t.rader, *([t.slutrad] * bool(t.slutrad)))),
    ]


# --- Den verkliga planen ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("plan", "format_"),
    [
        ("asn-2020", "md"),
        ("asn-2020", "html"),
        ("sn-2012", "md"),
        ("norrkoping-sn-2024", "md"),
        ("ekero-sn-2018-2022", "md"),
    ],
)
def test_dokumenten_är_facits(plan: str, format_: str) -> None:
    körning = kör_plan("dokument", plan, "--format", format_)
    assert (körning.kod, körning.fel) == (0, "")
    jämför_med_facit(f"dokument-{plan}.{format_}", utan_version(körning.ut))


def test_samma_innehåll_ger_samma_byte_i_varje_process() -> None:
    ett, två = (kör_process("dokument", "asn-2020", "--format", "html", PYTHONHASHSEED=frö).ut for frö in ("1", "2"))
    assert ett == två


def texter(nod: Any, nyckel: str = "") -> Iterator[str]:
    """Alla texter i planen utom id:n, hänvisningar och det som styr hur värden läses."""
    if isinstance(nod, dict):
        for namn, värde in nod.items():
            if namn not in {"id", "visar", "risker", "verksamhetsområde", "enhet", "slag", "jämförelsen är", "format"}:
                yield from texter(värde, namn)
    elif isinstance(nod, list):
        for värde in nod:
            yield from texter(värde, nyckel)
    elif isinstance(nod, str) and nod not in {"ja", "nej", "ej angivet", "saknas"}:
        yield nod


def ord_i(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text.replace("\\", "").casefold())


def test_all_text_i_planen_står_i_dokumentet() -> None:
    akt = tyresös_akt()
    skrivet = " ".join(ord_i(ge_ut(bygg_dokument(akt), Format.MARKDOWN)))
    # Delårsnamnet blir "delårsrapport", källan nämns inte när gruppens rubrik redan gör det, och en annan plan nämns
    # med sitt namn.
    undantag = {"delår 2 2019", "tillgänglighetsplanen", "integrationsstrategin", "nämnden", "asn-atgardsplan-2019"}
    saknas = [t for t in texter(akt.plan.träd.innehåll) if t not in undantag and " ".join(ord_i(t)) not in skrivet]
    assert saknas == []


@pytest.mark.parametrize(
    ("beslut", "sagt"),
    [
        ("", "inget beslut är angivet i planen"),
        ("  beslut: {status: förslag, diarienummer: 2020/1}\n", "Förslag, dnr 2020/1"),
        ("  beslut: {status: beslutad, datum: 2019-10-15, paragraf: 97}\n", "Beslutad 15 oktober 2019, §\u00a097"),
    ],
)
def test_omslaget_säger_planens_läge(beslut: str, sagt: str, tmp_path: Path) -> None:
    huvud = "format: 1\nplan:\n  id: n-2020\n  namn: Nämndplan 2020\n  nämnd: Nämnden\n  år: 2020\n"
    dokument = bygg_dokument(bygg_akt(tmp_path, huvud + beslut))
    assert {f.etikett: f.text for f in dokument.fakta}["Beslut"] == sagt


def test_riskerna_har_nummer_och_läsningen_står_vid_första_tabellen() -> None:
    dokument = bygg_dokument(tyresös_akt())
    tabeller = [s for s in alla(dokument.stycken) if s.tabell]
    risker = next(s for s in tabeller if s.slag == "risker")
    assert risker.tabell
    assert [rad[0].text.partition(".")[0] for rad in risker.tabell.rader] == [*"123456"]
    assert risker.läsning == ("Riskvärdet är sannolikheten gånger konsekvensen.",)
    minst = [s for s in tabeller if any("utan ord framför" in rad for rad in s.läsning)]
    assert [s.ankare for s in minst] == ["anhorigstod"], "sägs en gång, vid den första som har ett sådant målvärde"


def test_löpande_text_står_en_gång() -> None:
    text = ge_ut(bygg_dokument(tyresös_akt()), Format.MARKDOWN)
    for mening in ("Ökad hemlöshet.", "Tyresö är hemma!", "Totalt över 3 år kommer 5,0 mkr", "sektorchef."):
        assert text.count(mening) == 1, mening


@pytest.mark.parametrize("källa", ["tyresö", "egen"])
def test_innehållsförteckningens_länkar_leder_någonstans(källa: str, tmp_path: Path) -> None:
    if källa == "tyresö":
        dokument = bygg_dokument(tyresös_akt())
    else:
        dokument = dokument_av(tmp_path, 'disposition: [{rubrik: "A (b): C/d?"}, {rubrik: Å Ä}, {rubrik: Å Ä}]\n')
    html = ge_ut(dokument, Format.HTML)
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(re.findall(r' id="([^"]+)"', html))
    märken = MarkdownIt("commonmark").parse(ge_ut(dokument, Format.MARKDOWN))
    register = Register()
    rubriker = {
        register.markdownankare("".join(b.content for b in märken[n + 1].children or ()))
        for n, m in enumerate(märken)
        if m.type == "heading_open"
    }
    länkar = [str(b.attrs["href"])[1:] for m in märken for b in m.children or () if b.type == "link_open"]
    assert länkar
    from urllib.parse import unquote

    assert {unquote(länk) for länk in länkar} <= rubriker


def test_alla_id_i_html_är_unika() -> None:
    for html in (ge_ut(bygg_dokument(tyresös_akt()), Format.HTML),):
        ids = re.findall(r' id="([^"]+)"', html)
        assert len(ids) == len(set(ids))


def test_rubriken_säger_det_som_avsnittet_redan_säger_bara_en_gång() -> None:
    text = ge_ut(bygg_dokument(tyresös_akt()), Format.MARKDOWN)
    assert "### Grundförutsättning hållbar ekonomi\n\n*Ansvarig:* förvaltningschefen" in text
    assert "Grundförutsättning – hållbar ekonomi" not in text
    assert "### Strategiskt målområde – Trygga - hela livet\n" in text
    assert text.count("# Nämnduppdrag") == 1


# --- Disposition ------------------------------------------------------------------------------------

DELAR = """
vision: {namn: Visionen}
mål: [{id: m1, nivå: mål, namn: Ett, mål: [{id: m11, nivå: delmål, namn: Del}]}, {id: m2, nivå: mål, namn: Två}]
uppdrag: [{id: u, rubrik: Uppdragen, källa: fullmäktige, uppdrag: [{id: u1, text: Gör det}]}]
risker: [{id: r, text: Risken, sannolikhet: 2, konsekvens: 3}]
åtgärder: [{id: å, text: Åtgärden, risker: r}]
kontrollmoment: [{id: k, text: Kontrollen, risker: r, metod: Stickprov}]
årshjul: [{månader: [maj], punkter: [{text: Möte, vem: Nämnden, datum: 2020-05-04}]}]
styrdokument: [{rubrik: Lokala, dokument: [{namn: Policy}]}]
""".replace("id: å,", "id: a,")


def test_utan_disposition_kommer_allt_i_en_vanlig_ordning(tmp_path: Path) -> None:
    dokument = dokument_av(tmp_path, DELAR)
    assert [s.rubrik for s in dokument.stycken] == [
        "Vision", "Mål", "Uppdrag", "Risker", "Åtgärder kopplade till risk", "Kontroller kopplade till risk",
        "Årshjul", "Styrdokument",
    ]  # fmt: skip
    text = ge_ut(dokument, Format.MARKDOWN)
    for del_ in ("Visionen", "Mål – Två", "Gör det", "Risken", "Stickprov", "*Datum:* 4 maj 2020", "Policy"):
        assert text.count(del_) >= 1, del_


def test_en_ensam_risk_har_inget_nummer_att_hänvisa_till(tmp_path: Path) -> None:
    """Åtgärden sade risk 1, men i tabellen över risker stod inga nummer."""
    tabeller = {s.slag: s.tabell for s in alla(dokument_av(tmp_path, DELAR).stycken) if s.tabell}
    åtgärder = tabeller["åtgärder"]
    assert åtgärder
    assert [k.rubrik for k in åtgärder.kolumner] == ["Åtgärder"]


def test_varje_datablock_har_en_rubrik_och_ett_ord() -> None:
    """Ordet används av regeln om det som inte visas i plandokumentet."""
    assert tuple(FÖRVALDA_RUBRIKER) == tuple(_I_ORD) == DATABLOCK


def test_det_som_dispositionen_inte_nämner_kommer_sist(tmp_path: Path) -> None:
    disposition = "disposition: [{rubrik: Styr, visar: styrdokument}, {visar: {mål: [m2]}}, {visar: {mål: [m11]}}]\n"
    dokument = dokument_av(tmp_path, DELAR + disposition)
    rubriker = [s.rubrik for s in alla(dokument.stycken) if s.rubrik]
    assert rubriker[:5] == ["Styr", "Lokala", "Mål – Två", "Delmål – Del", "Vision"]
    assert rubriker.count("Mål – Ett") == 1
    assert rubriker.count("Delmål – Del") == 1


def test_rubriknivåerna_hoppar_aldrig(tmp_path: Path) -> None:
    djup = "mål: [{id: a, nivå: mål, namn: A" + "".join(
        f', mål: [{{id: a{n}, nivå: mål, namn: A{n}, beskrivning: "# R\\n\\n### S\\n\\ntext"' for n in range(8)
    ) + "}]" * 8 + "}]\n"  # fmt: skip
    for stycken in (djup, DELAR):
        html = ge_ut(dokument_av(tmp_path / str(len(stycken)), stycken), Format.HTML)
        nivåer = [int(n) for n in re.findall(r"<h(\d)", html)]
        assert nivåer[0] == 1
        assert nivåer.count(1) == 1
        assert all(b <= a + 1 for a, b in itertools.pairwise(nivåer)), nivåer


# --- Tabellernas rubriker ---------------------------------------------------------------------------

FLER = "mål:\n  - {id: m, nivå: mål, namn: M, indikatorer: ["


@pytest.mark.parametrize(
    ("indikatorer", "väntat"),
    [
        (
            ["utgångsvärde: {värde: 3650, avser: 2019, prognos: ja}, målvärde: {högst: 2555}"],
            [["Indikator", "Prog. utfall 2019", "Mål 2020"], ["I0", "3\u00a0650", "högst 2\u00a0555"]],
        ),
        (
            [
                "utgångsvärde: {värde: 5, avser: 2019, prognos: ja}, målvärde: {minst: 6}",
                "utgångsvärde: {värde: 7, avser: 2019, prognos: ja}, målvärde: {exakt: 8}",
                "utgångsvärde: {värde: 3, avser: 2019-09}, målvärde: {mellan: [1, 2]}",
                "utgångsvärde: {värde: 4, avser: 2019}, målvärde: {riktning: ökar}",
            ],
            [
                ["Indikatorer", "Prog. utfall 2019", "Mål 2020"],
                ["I0", "5", "6"],
                ["I1", "7", "exakt 8"],
                ["I2", "3 (sep. 2019)", "mellan 1 och 2"],
                ["I3", "4 (utfall)", "ökar"],
            ],
        ),
        (
            ["utgångsvärde: {värde: 0.4, avser: delår 2 2019}, enhet: '%', målvärde: {minst: 100}"],
            [["Indikator", "Utfall delårsrapport 2 2019", "Mål 2020"], ["I0", "0,4\u00a0%", "100\u00a0%"]],
        ),
        (
            ["utgångsvärde: {saknas: Mäts inte än}, målvärde: {minst: 3, avser: ej angivet}"],
            [["Indikator", "Utfall", "Mål"], ["I0", "Mäts inte än", "3"]],
        ),
        (
            ["målvärde: {minst: 3}", "målvärde: {minst: 4, avser: ej angivet}", "målvärde: {minst: 5, avser: 2021}", "enhet: st"],
            [["Indikatorer", "Mål 2020"], ["I0", "3"], ["I1", "4 (år ej angivet)"], ["I2", "5 (2021)"], ["I3 (st)", "saknas"]],
        ),
        (
            ["målvärde: {per år: {2019: {minst: 1}, 2020: {högst: 2}}}", "målvärde: {minst: 5}"],
            [["Indikatorer", "Mål 2019", "Mål 2020"], ["I0", "1", "högst 2"], ["I1", "–", "5"]],
        ),
        (
            ["skala: {nej: 0, delvis: 1, ja: 2}, utgångsvärde: {värde: nej, avser: 2019}, målvärde: delvis"],
            [["Indikator", "Utfall 2019", "Mål 2020"], ["I0 (ja = 2, delvis = 1, nej = 0)", "nej", "minst delvis"]],
        ),
        (
            [
                "utgångsvärde: {värde: 3, avser: 2019, historik: [{värde: 1, avser: 2017}, {värde: 2, avser: 2018}]}",
                "utgångsvärde: {värde: 6, avser: 2019, historik: [{värde: 5, avser: 2018, preliminärt: ja}]}",
            ],
            [
                ["Indikatorer", "Utfall 2018", "Utfall 2019", "Mål 2020"],
                ["I0", "2", "3 1 (2017)", "saknas"],
                ["I1", "5 (preliminärt)", "6", "saknas"],
            ],
        ),
    ],
)  # fmt: skip
def test_kolumnerna_kommer_ur_värdenas_tider(tmp_path: Path, indikatorer: list[str], väntat: list[list[str]]) -> None:
    text = FLER + ", ".join(f"{{id: i{n}, namn: I{n}, {i}}}" for n, i in enumerate(indikatorer)) + "]}\n"
    assert i_text(tabell(dokument_av(tmp_path, text))) == väntat


def test_ekonomins_tabeller(tmp_path: Path) -> None:
    dokument = dokument_av(
        tmp_path,
        """
ekonomi:
  kommunbidrag: [{id: k, enhet: mnkr, belopp: {2021: 241.1, 2020: 234.1}}]
  investeringar: [{id: i, rubrik: Bad, rader: [{namn: Ny pump, belopp: {2020: 300, 2022: 20}}]}]
  driftbudget:
    - id: d
      jämförelse: 2019
      jämförelsen är: prognos
      rader: [{namn: Nettokostnad, föregående: 247995, budget: 234133}]
      brygga:
        ingående: {namn: 2019 års, belopp: 236920}
        poster: [{namn: Avdrag, belopp: -8800}, {namn: Pris, belopp: 177}]
        utgående: {namn: 2020 års, belopp: 228297}
""",
    )
    tabeller = [i_text(s.tabell) for s in alla(dokument.stycken) if s.tabell]
    assert tabeller == [
        [["Post", "Budget 2020", "Plan 2021"], ["Anslag – mnkr", "234,1", "241,1"]],
        [["Belopp i tkr", "2020", "2022"], ["Ny pump", "300", "20"]],
        [
            ["Belopp i tkr", "Prognos 2019", "Budget 2020", "Förändring"],
            ["Nettokostnad", "247\u00a0995", "234\u00a0133", "−13\u00a0862"],
        ],
        [
            ["Post", "Belopp i tkr"],
            ["2019 års", "236\u00a0920"],
            ["Avdrag", "−8\u00a0800"],
            ["Pris", "+177"],
            ["2020 års", "228\u00a0297"],
        ],
    ]


@pytest.mark.parametrize(
    ("fält", "väntat"),
    [
        ("antaget: 2019", "Policy (2019)"),
        ("antaget: 2015, reviderat: 2017", "Policy (2015, reviderat 2017)"),
        ("antaget: 2015, reviderad: 2017", "Policy (2015, reviderad 2017)"),
        ("antaget: 2012, revideras: årligen", "Policy (2012, revideras årligen)"),
        ("antaget: 2012, revideras: årliga", "Policy (2012, årliga revideringar)"),
        ("antaget: 2019, gäller från: 2020-01", "Policy (2019, gäller fr.o.m. jan. 2020)"),
        ("gäller till: 2022", "Policy (gäller t.o.m. 2022)"),
    ],
)
def test_styrdokumentens_år(tmp_path: Path, fält: str, väntat: str) -> None:
    text = f"styrdokument: [{{rubrik: R, dokument: [{{namn: Policy, {fält}}}]}}]\n"
    (punkt,) = next(s.punkter for s in alla(dokument_av(tmp_path, text).stycken) if s.punkter)
    assert punkt.text == väntat


def test_beslutet_står_på_omslaget(tmp_path: Path) -> None:
    beslut = "beslut: {datum: 2019-10-15, paragraf: 97, diarienummer: 2019/ASN 0123}"
    plan = HUVUD.replace("år: 2020", f"år: {{från: 2020, till: 2022}}, {beslut}")
    dokument = bygg_dokument(bygg_akt(tmp_path, plan))
    assert [(f.etikett, f.text) for f in dokument.fakta] == [
        ("Gäller", "2020–2022"),
        ("Beslut", "Beslutad 15 oktober 2019, §\u00a097, dnr 2019/ASN 0123"),
    ]


def test_planen_är_inget_exempel_för_att_en_uppföljning_är_det(tmp_path: Path) -> None:
    körning = kör_plan("dokument", "asn-2020", "--ut", tmp_path / "plan.html")
    assert (körning.kod, körning.fel) == (0, f"Skrev {tmp_path / 'plan.html'}\n")
    assert "påhittade" not in (tmp_path / "plan.html").read_text(encoding="utf-8")
