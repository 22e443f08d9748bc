"""Planer som inte ser ut som de flesta: meningen på första sidan, dess tal och böjningen, för en och för många."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from planverktyg.utgivning.format import Format, ge_ut
from tests.test_forstasidan import avsnitt, med, sida
from tests.test_forstasidan import omdömena as omdömena_i
from tests.test_rapport import rapport_av

if TYPE_CHECKING:
    from pathlib import Path

    from planverktyg.utgivning.underlag.rapport import Rapport

HUVUD = "format: 1\nplan: {id: p-2021, namn: Plan, nämnd: Nämnden, år: 2021}\n"


def mål(antal: int, indikatorer: int, målvärde: str = "{minst: 80}", enhet: str = '"%"') -> str:
    """Mål m0, m1 … med indikatorerna m0i0, m0i1 …"""
    rader = ["mål:"]
    for m in range(antal):
        rader += [f"  - id: m{m}", "    nivå: mål", f"    namn: Målet {m}"]
        rader += ["    indikatorer:"] if indikatorer else []
        rader += [
            f"      - {{id: m{m}i{i}, namn: Andel {m} {i}, enhet: {enhet}, målvärde: {målvärde}}}"
            for i in range(indikatorer)
        ]
    return "\n".join([*rader, ""])


def utfall(*värden: object, delar: int = 1) -> str:
    """Värdena i indikatorernas ordning, `delar` stycken för varje mål."""
    return "".join(["utfall:\n", *(f"  m{n // delar}i{n % delar}: {v}\n" for n, v in enumerate(värden))])


def uppdrag(*status: str) -> tuple[str, str]:
    alla = ", ".join(f"{{id: u{n}, text: Utred.}}" for n in range(len(status)))
    plan = f"uppdrag: [{{id: g, rubrik: Egna, källa: nämnden, uppdrag: [{alla}]}}]\n"
    return plan, "".join(["uppdrag:\n", *(f"  u{n}: {s}\n" for n, s in enumerate(status))])


def risker(*värden: int) -> str:
    rader = [f"  - {{id: r{n}, text: Risk, sannolikhet: {v}, konsekvens: 5}}\n" for n, v in enumerate(värden)]
    return "".join(["risker:\n", *rader])


def ekonomi(budget: int, utfall_: int) -> tuple[str, str]:
    plan = (
        "verksamhetsområden: [{id: v, namn: Område}]\nekonomi: {kommunbidrag: [{id: k, verksamhetsområde: v, enhet: tkr, "
        f"belopp: {{2021: {budget}}}}}]}}\n"
    )
    return plan, f"ekonomi: {{v: {{enhet: tkr, utfall: {utfall_}}}}}\n"


DELÅR, HELÅR = ("delår 2", "2021-08-31"), ("helår", "2021-12-31")


ÅTGÄRDSPLAN = "åtgärdsplan: [{id: o, rubrik: O, punkter: [{id: p, namn: P, åtgärder: [{id: a, text: Gör.}]}]}]\n"


@pytest.mark.parametrize(
    ("plan", "svar", "period", "led"),
    [
        ("", "", HELÅR, ["Planen har inga mål att följa upp"]),
        (mål(1, 0), "", HELÅR, ["Planens övergripande mål saknar bedömning"]),
        (mål(2, 0), "", HELÅR, ["Planens 2 övergripande mål saknar bedömning"]),
        (mål(1, 1), utfall(85), HELÅR, ["Planens övergripande mål är uppfyllt", "1 av 1 bedömd indikator har nått"]),
        (mål(1, 1), utfall(85), DELÅR,
         ["Planens övergripande mål väntas bli uppfyllt", "1 av 1 bedömd indikator väntas nå"]),
        (mål(2, 1), utfall(85, 90), HELÅR,
         ["Planens 2 övergripande mål är uppfyllda", "2 av 2 bedömda indikatorer har nått"]),
        (mål(2, 1), utfall(1, 2), HELÅR,
         ["Planens 2 övergripande mål är inte uppfyllda", "0 av 2 bedömda indikatorer har nått"]),
        (mål(3, 1), utfall(85, 78, 1), HELÅR,
         ["Av planens 3 övergripande mål: 1 är uppfyllt, 1 är delvis uppfyllt och 1 är inte uppfyllt",
          "1 av 3 bedömda indikatorer har nått"]),
        (mål(1, 100), utfall(*range(30, 130), delar=100), HELÅR,
         ["Planens övergripande mål är delvis uppfyllt", "50 av 100 bedömda indikatorer har nått"]),
        (mål(1, 3, "ja", "ja/nej"), utfall("ja", "nej", "ja", delar=3), HELÅR,
         ["Planens övergripande mål är delvis uppfyllt", "2 av 3 bedömda indikatorer har nått"]),
        (mål(1, 1, "{minst: 80, avser: 2024}"), utfall(50), HELÅR,
         ["Planens övergripande mål ska nås 2024", "inga indikatorer ska vara nådda före 2022"]),
        (mål(1, 1, "{minst: -10}", "tkr"), utfall(-15), HELÅR,
         ["Planens övergripande mål är inte uppfyllt", "0 av 1 bedömd indikator har nått"]),
        (mål(1, 1, "{högst: 0}", "antal"), utfall(0), HELÅR,
         ["Planens övergripande mål är uppfyllt", "1 av 1 bedömd indikator har nått"]),
        (mål(1, 1), utfall(250), HELÅR, ["Planens övergripande mål är uppfyllt", "1 av 1 bedömd indikator har nått"]),
        (mål(1, 1), utfall("{saknas: Systemet byttes.}"), HELÅR, ["Planens övergripande mål saknar bedömning"]),
        (*uppdrag(*["försenad"] * 4), HELÅR, ["Planens 4 uppdrag är försenade"]),
        (*uppdrag("försenad"), HELÅR, ["Planens uppdrag är försenat"]),
        (*uppdrag("klar", "klar", "pågår", "avbruten"), HELÅR,
         ["Av planens 4 uppdrag: 2 är klara, 1 pågår och 1 är avbrutet"]),
        (risker(*[5] * 12), "", HELÅR, ["12 av 12 risker räknas som höga"]),
        (risker(1), "", HELÅR, ["0 av 1 risk räknas som hög"]),
        (*ekonomi(1_000_000_000, 1_000_001_000), HELÅR, ["Ekonomin visar ett underskott på 1,0 mnkr"]),
        (*ekonomi(0, 0), HELÅR, ["Ekonomin är i balans"]),
        (ÅTGÄRDSPLAN, "åtgärder: {a: klar}\n", HELÅR, ["Planens åtgärd är klar"]),
    ],
)  # fmt: skip
def test_meningen_och_dess_tal(plan: str, svar: str, period: tuple[str, str], led: list[str], tmp_path: Path) -> None:
    mening = re.sub(r"(?<=har nått|äntas nå)$", " sitt målvärde", "; ".join(led)) + "."
    per = f"uppföljning: {{plan: p-2021, period: {period[0]}, per: {period[1]}}}"
    rapport = rapport_av(tmp_path, HUVUD + plan, f"format: 1\n{per}\n{svar}")
    träd = sida(rapport)
    assert med(avsnitt(träd, "hur-gar-det"), "p", "svar")[0].text().replace("\xa0", " ") == mening
    assert f"**{mening}**" in ge_ut(rapport, Format.MARKDOWN).replace("\xa0", " ")
    räknas_om(rapport)


def räknas_om(rapport: Rapport) -> None:
    """Talen är listornas, ingen kolumn är tom, och en är en."""
    träd = sida(rapport)
    omdömen = [o for t in med(träd, "table", "indikatorer") for o in omdömena_i(t)]
    bedömda = [o for o in omdömen if not o.startswith("–")]
    nådda = [o for o in bedömda if o.startswith("●")]
    if sagt := re.search(r"(\d+) av (\d+) bedömd", rapport.sammandrag.mening):
        assert [int(n) for n in sagt.groups()] == [len(nådda), len(bedömda)]
    for tabell in med(träd, "table"):
        rader = [[c.text() for c in med(tr, "td")] for tr in med(tabell, "tr") if med(tr, "td")]
        for kolumn in zip(*rader, strict=True):
            assert any(text not in ("", "–") for text in kolumn), kolumn
    text = ge_ut(rapport, Format.MARKDOWN).partition("## Så läser")[0]
    assert not re.search(r"(?m)^- .*\n(?![-\n ])", text), "ett stycke efter en lista börjar efter en tom rad"
    assert text.count(rapport.sammandrag.mening.rstrip(".")) <= 2, "svaret, och inledningen till sitt avsnitt"
    assert not re.search(r"\b1 (?:indikatorer|risker|kontroller|åtgärder|punkter)\b|\.\.|\.:|\bNone\b|\s[,;]", text)


def test_en_lång_text_delas_inte_mitt_i_en_mening(tmp_path: Path) -> None:
    """Nämndens ord på första sidan slutar där en mening gör det, och hela texten har då ett eget avsnitt."""
    text = "Det här är en **mening** om nämndens år. " * 60
    rapport = rapport_av(
        tmp_path, HUVUD + mål(1, 1),
        f"format: 1\nuppföljning: {{plan: p-2021, period: helår, per: 2021-12-31}}\n{utfall(85)}sammanfattning: {text}\n",
    )  # fmt: skip
    assert str(rapport.sammandrag.egna_ord).endswith("nämndens år.")
    assert len(str(rapport.sammandrag.egna_ord)) <= 600
    assert str(rapport.sammanfattning).strip() == text.strip()


def test_ett_långt_skäl_kortas_i_listan_och_står_helt_vid_målet(tmp_path: Path) -> None:
    skäl = "Kön var lång. " * 100 + "Slut."
    rapport = rapport_av(
        tmp_path, HUVUD + mål(1, 1),
        f"format: 1\nuppföljning: {{plan: p-2021, period: helår, per: 2021-12-31}}\n"
        f"{utfall(f'{{värde: 1, kommentar: {skäl}}}')}",
    )  # fmt: skip
    (avvikelse,) = rapport.sammandrag.avvikande_indikatorer
    assert avvikelse.varför.endswith(" …")
    assert len(avvikelse.varför) <= 300
    assert rapport.mål[0].indikatorer[0].noter[0].text == skäl
