"""Tid i planer: allt som kan stå i `avser`, `klart`, `mot` och `år`, i vilken ordning tidpunkter kommer, och feltexterna."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

from planverktyg.arkiv.akt.arkivet import Arkiv
from planverktyg.modell.period import Planår, Tidpunkt, År, läs_tidpunkt, tolka_tidpunkt

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LÄS_ÅR: TypeAdapter[Planår] = TypeAdapter(År)


def felet(fel: ValidationError) -> str:
    """Felets text och råd som `laddning` visar dem."""
    sammanhang = fel.errors()[0]["ctx"]
    return f"{sammanhang['text']} | {sammanhang['råd']}"


@pytest.mark.parametrize(
    ("skrivet", "från", "till", "text"),
    [
        (2019, "2019-01-01", "2019-12-31", "2019"),
        ("2019", "2019-01-01", "2019-12-31", "2019"),
        ("2019-09", "2019-09-01", "2019-09-30", "september 2019"),
        ("2020-02", "2020-02-01", "2020-02-29", "februari 2020"),
        ("2021-02", "2021-02-01", "2021-02-28", "februari 2021"),
        ("2019-09-30", "2019-09-30", "2019-09-30", "30 september 2019"),
        ("kvartal 1 2020", "2020-01-01", "2020-03-31", "kvartal 1 2020"),
        ("kvartal 4 2020", "2020-10-01", "2020-12-31", "kvartal 4 2020"),
        ("läsåret 2021/22", "2021-07-01", "2022-06-30", "läsåret 2021/22"),
        ("läsåret 1999/00", "1999-07-01", "2000-06-30", "läsåret 1999/00"),
        ("delår 1 2020", "2020-01-01", "2020-04-30", "delår 1 2020"),
        ("halvår 2020", "2020-01-01", "2020-06-30", "halvår 2020"),
        ("delår 2 2020", "2020-01-01", "2020-08-31", "delår 2 2020"),
        ("helår 2020", "2020-01-01", "2020-12-31", "helår 2020"),
        ("2018–2022", "2018-01-01", "2022-12-31", "2018–2022"),
        ("2018-2022", "2018-01-01", "2022-12-31", "2018–2022"),
    ],
)
def test_tidpunkt(skrivet: str | int, från: str, till: str, text: str) -> None:
    """Varje form, med första och sista dag och hur den skrivs i en rapport."""
    tid = tolka_tidpunkt(skrivet)
    assert (tid.från.isoformat(), tid.till.isoformat(), str(tid)) == (från, till, text)


FORMERNA = (
    "Skriv ett år (2019), en månad (2019-09), en dag (2019-09-30), kvartal 3 2019, en period (delår 1 2019, halvår 2019, "
    "delår 2 2019, helår 2019), läsåret 2021/22, flera år (2018–2022) eller {från: 2019-03, till: 2019-11}."
)


@pytest.mark.parametrize(
    ("skrivet", "text", "råd"),
    [
        ("hösten", "Tidpunkten går inte att läsa: hösten", FORMERNA),
        ("19", "Tidpunkten går inte att läsa: 19", FORMERNA),
        (19, "Tidpunkten går inte att läsa: 19", FORMERNA),
        (20200831, "Tidpunkten går inte att läsa: 20200831", "Skriv 2020-08-31."),
        ("31/12 2027", "Tidpunkten går inte att läsa: 31/12 2027", "Skriv 2027-12-31."),
        ("december 2027", "Tidpunkten går inte att läsa: december 2027", "Skriv 2027-12."),
        ("Dec 2027", "Tidpunkten går inte att läsa: Dec 2027", "Skriv 2027-12."),
        ("Q4 2027", "Tidpunkten går inte att läsa: Q4 2027", "Skriv kvartal 4 2027."),
        ("2027 kv 1", "Tidpunkten går inte att läsa: 2027 kv 1", "Skriv kvartal 1 2027."),
        ("kvartal 4, 2027", "Tidpunkten går inte att läsa: kvartal 4, 2027", "Skriv kvartal 4 2027."),
        ("0000", "Tidpunkten går inte att läsa: 0000", FORMERNA),
        ("2019-13", "Tidpunkten går inte att läsa: 2019-13", FORMERNA),
        ("2019-9", "Tidpunkten går inte att läsa: 2019-9", "Skriv 2019-09."),
        ("kvartal 5 2019", "Tidpunkten går inte att läsa: kvartal 5 2019", FORMERNA),
        ("delår 3 2019", "Tidpunkten går inte att läsa: delår 3 2019", FORMERNA),
        ("٢٠١٩", "Tidpunkten går inte att läsa: ٢٠١٩", FORMERNA),
        ("2019-02-30", "Datumet 2019-02-30 finns inte i kalendern.", "Kontrollera månad och dag."),
        ("läsåret 2021/23", "Läsåret 2021/23 är inte två år i följd.", "Skriv läsåret 2021/22."),
        ("läsåret 1999/01", "Läsåret 1999/01 är inte två år i följd.", "Skriv läsåret 1999/00."),
        ("2022–2018", "Perioden 2022–2018 slutar innan den börjar.", "Skriv 2018–2022."),
    ],
)
def test_fel_tidpunkt(skrivet: str | int, text: str, råd: str) -> None:
    with pytest.raises(PydanticCustomError) as fel:
        tolka_tidpunkt(skrivet)
    assert fel.value.context == {"text": text, "råd": råd}


def test_tidpunkter_ordnas_efter_sista_dagen() -> None:
    """Slutar två samma dag kommer den som började först före."""
    ordnade = [
        "läsåret 2018/19",
        "delår 2 2019",
        "2019-09",
        "2018–2019",
        "2019",
        "kvartal 4 2019",
        "2019-12",
        "2019-12-31",
    ]
    for före, efter in pairwise(map(tolka_tidpunkt, ordnade)):
        assert före < efter, f"{före} före {efter}"


def test_samma_tid_på_två_sätt_är_lika() -> None:
    """`mot: helår 2019` ska hitta värdet med `avser: 2019`."""
    assert tolka_tidpunkt("helår 2019") == tolka_tidpunkt(2019) == tolka_tidpunkt("2019–2019")
    assert tolka_tidpunkt("delår 2 2019") != tolka_tidpunkt("2019-08")


@pytest.mark.parametrize(
    ("skrivet", "år", "helt"),
    [(2019, 2019, True), ("helår 2019", 2019, True), ("2018–2019", 2019, False), ("läsåret 2018/19", 2019, False)],
)
def test_året_som_tidpunkten_slutar_i(skrivet: str | int, år: int, helt: bool) -> None:
    tid = tolka_tidpunkt(skrivet)
    assert (tid.år, tid.är_helt_år) == (år, helt)


@given(st.text(max_size=20) | st.integers())
def test_en_tidpunkt_är_ett_spann_eller_ett_fel_på_svenska(skrivet: str | int) -> None:
    try:
        tid = tolka_tidpunkt(skrivet)
    except PydanticCustomError as fel:
        text = fel.message()
    else:
        assert tid.från <= tid.till
        text = str(tid)
    assert text


@pytest.mark.parametrize(
    ("skrivet", "text", "med", "utan"),
    [(2020, "2020", 2020, 2021), ({"från": 2018, "till": 2022}, "2018–2022", 2020, 2023)],
    ids=["ett år", "flera år"],
)
def test_planår(skrivet: object, text: str, med: int, utan: int) -> None:
    år = LÄS_ÅR.validate_python(skrivet)
    assert str(år) == text
    assert med in år
    assert utan not in år


ETT_ÅRTAL = "Här ska det stå ett årtal. | Skriv året med fyra siffror, utan citattecken: 2020."


@pytest.mark.parametrize(
    ("skrivet", "väntat"),
    [
        ("2020", ETT_ÅRTAL),
        (20, ETT_ÅRTAL),
        (20200, ETT_ÅRTAL),
        (True, ETT_ÅRTAL),
        ([2020], ETT_ÅRTAL),
        ("2018–2022", "Flera år skrivs med från och till. | Skriv {från: 2018, till: 2022}."),
        ("2018 - 2022", "Flera år skrivs med från och till. | Skriv {från: 2018, till: 2022}."),
        ("2027 och framåt", ETT_ÅRTAL.replace("2020", "2027")),
        ({"från": "2018", "till": 2022}, ETT_ÅRTAL.replace("2020", "2018")),
        (
            {"från": 2022, "till": 2018},
            "Planen slutar 2018, innan den börjar 2022. | Skriv {från: 2018, till: 2022}.",
        ),
    ],
    ids=str,
)
def test_fel_planår(skrivet: object, väntat: str) -> None:
    with pytest.raises(ValidationError) as fel:
        LÄS_ÅR.validate_python(skrivet)
    assert felet(fel.value) == väntat


EGNA = (("delår 1", (3, 31)), ("tertial 2", (8, 31)), ("halvår 2", (12, 31)))


@pytest.mark.parametrize(
    ("skrivet", "från", "till"),
    [
        ("delår 1 2020", "2020-01-01", "2020-03-31"),
        ("tertial 2 2020", "2020-01-01", "2020-08-31"),
        ("halvår 2 2020", "2020-01-01", "2020-12-31"),
        ("helår 2020", "2020-01-01", "2020-12-31"),
        ({"från": "2017-01", "till": "2017-11"}, "2017-01-01", "2017-11-30"),
        ({"från": 2018, "till": "tertial 2 2020"}, "2018-01-01", "2020-08-31"),
    ],
)
def test_kommunens_egna_perioder_och_spann_är_tider(skrivet: object, från: str, till: str) -> None:
    tid = läs_tidpunkt(skrivet, EGNA)
    assert (tid.från.isoformat(), tid.till.isoformat()) == (från, till)


@pytest.mark.parametrize(
    ("skrivet", "fel"),
    [
        ("tertial 3 2020", "Tidpunkten går inte att läsa: tertial 3 2020"),
        ({"från": 2020, "till": 2019}, "Tiden börjar 2020 och slutar 2019."),
        ({"från": 2020}, "Här ska det stå en tidpunkt."),
    ],
)
def test_tider_som_inte_går_att_läsa(skrivet: object, fel: str) -> None:
    with pytest.raises(PydanticCustomError) as reste:
        läs_tidpunkt(skrivet, EGNA)
    assert reste.value.message() == fel


def test_planen_läses_med_kommunens_perioder(tmp_path: Path, skriv: Callable[[str, str], Path]) -> None:
    """Också när kommun.yaml ligger i en mapp ovanför, och står efter planen i alfabetet."""
    skriv("planer/kommun.yaml", "format: 1\nkommun: {id: k, namn: K}\nperioder: {tertial 1: 03-31, helår: 12-31}\n")
    plan = skriv(
        "planer/a/plan.yaml",
        "format: 1\nplan: {id: p, namn: P, nämnd: N, år: 2020}\nmål: [{id: m, nivå: mål, namn: M, indikatorer: "
        "[{id: i, namn: I, enhet: antal, målvärde: {minst: 1, avser: tertial 1 2020}}]}]\n",
    )
    mapp = Arkiv().mapp(plan.parent, tmp_path)
    (indikator,) = mapp.akter[0].plan.modell.alla_indikatorer()
    assert mapp.fynd == ()
    assert indikator.målvärde is not None
    assert indikator.målvärde.avser == Tidpunkt(date(2020, 3, 31), date(2020, 1, 1), "")
