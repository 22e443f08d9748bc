"""Ingrepp i en fil: ett värde ändras på sitt ställe, och allt annat är kvar tecken för tecken."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from planverktyg.arkiv.ingrepp import Ingrepp, Vägran, jämför_rader
from planverktyg.arkiv.syntax import läs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planverktyg.arkiv.ingrepp import Nytt
    from planverktyg.modell.grund.plats import Rutt


def sätt(text: str, rutt: Rutt, värde: Nytt, ordning: Sequence[str] | None = None) -> str:
    ingrepp = Ingrepp(text.encode(), "fil.yaml")
    ingrepp.sätt(rutt, värde, ordning=ordning)
    return ingrepp.klart().decode()


HVB = ("utfall", "hvb-dygn")


@pytest.mark.parametrize(
    ("före", "rutt", "värde", "efter"),
    [
        pytest.param("värde: 5\n", ("värde",), 6, "värde: 6\n", id="ett tal"),
        pytest.param("värde: 5", ("värde",), 6, "värde: 6", id="utan radslut sist"),
        pytest.param("värde: 5  # vad\n", ("värde",), Decimal("6.50"), "värde: 6.50  # vad\n", id="kommentar på raden"),
        pytest.param("värde:   5\n", ("värde",), 6, "värde:   6\n", id="extra mellanslag är kvar"),
        pytest.param("värde: 'nej'\n", ("värde",), "ja", "värde: ja\n", id="citerat"),
        pytest.param('värde: "a # b" # c\n', ("värde",), "ja", "värde: ja # c\n", id="dubbelt citerat"),
        pytest.param("värde:\n", ("värde",), 6, "värde: 6\n", id="tomt"),
        pytest.param("a: x\n", ("a",), "W\U000e0077", "a: W\U000e0077\n", id="en tagg, som i flaggor"),
        pytest.param("värde:   # väntar\n", ("värde",), 6, "värde: 6   # väntar\n", id="tomt med kommentar"),
        pytest.param("värde: ~\n", ("värde",), 6, "värde: 6\n", id="null"),
        pytest.param('"värde": 5\n', ("värde",), 6, '"värde": 6\n', id="citerad nyckel"),
        pytest.param("värde: 5\n", ("värde",), date(2020, 3, 1), "värde: 2020-03-01\n", id="datum"),
        pytest.param("x: {värde: 1, prognos: 2}\n", ("x", "värde"), 3, "x: {värde: 3, prognos: 2}\n", id="i klammer"),
        pytest.param("x: {värde: , prognos: 2}\n", ("x", "värde"), 3, "x: {värde: 3 , prognos: 2}\n", id="tomt i klammer"),
        pytest.param("x: {a: b}\n", ("x", "a"), "b, c", 'x: {a: "b, c"}\n', id="komma i klammer"),
        pytest.param("x: {a: b, å: c}\n", ("x", "z"), 1, "x: {a: b, å: c, z: 1}\n", id="ny i klammer"),
        pytest.param("x: {}\n", ("x", "z"), 1, "x: {z: 1}\n", id="ny i tom klammer"),
        pytest.param("x: {\n  a: b,\n  å: c\n}\n", ("x", "z"), 1, "x: {\n  a: b,\n  å: c, z: 1\n}\n", id="klammer på rader"),
        pytest.param("a:\n  b: 1\nc: 2\n", ("a", "d"), 3, "a:\n  b: 1\n  d: 3\nc: 2\n", id="ny på egen rad"),
        pytest.param("a:\n    b: 1\n", ("a", "d"), 3, "a:\n    b: 1\n    d: 3\n", id="filens eget indrag"),
        pytest.param("a:\n  b: 1 # ett\n\n# två\nc: 2\n", ("a", "d"), 3, "a:\n  b: 1 # ett\n  d: 3\n\n# två\nc: 2\n",
                     id="ny rad före luften och kommentaren"),
        pytest.param("a:\n  b: >-\n    text\n    mer\nc: 2\n", ("a", "b"), "kort", "a:\n  b: kort\nc: 2\n", id="blir en rad"),
        pytest.param("a:\n  b: | # varför\n    text\n\nc: 2\n", ("a", "b"), "kort", "a:\n  b: kort # varför\n\nc: 2\n",
                     id="blockets kommentar är kvar"),
        pytest.param("a: |\n  text", ("a",), "kort", "a: kort", id="block sist utan radslut"),
        pytest.param("a: >-\n  text\nb: 1\n", ("c",), 2, "a: >-\n  text\nb: 1\nc: 2\n", id="överst i filen"),
        pytest.param("a: &n 1\nb: *n\n", ("c",), 2, "a: &n 1\nb: *n\nc: 2\n", id="efter en hänvisning"),
        pytest.param("a: &n {x: 1}\nl: {b: *n}\n", ("l", "c"), 2, "a: &n {x: 1}\nl: {b: *n, c: 2}\n",
                     id="efter en hänvisning inom klammer"),
        pytest.param("a: 1\n", ("a",), "rad\nandra", "a: |-\n  rad\n  andra\n", id="text på flera rader"),
        pytest.param("a: 1 # k\n", ("a",), "rad\nandra", "a: |- # k\n  rad\n  andra\n", id="flera rader och kommentar"),
        pytest.param("l:\n  - a\n  - b # k\nc: 1\n", ("l", 1), "d", "l:\n  - a\n  - d # k\nc: 1\n", id="i en lista"),
        pytest.param("l:\n  - a\n  - b\nc: 1\n", ("l", 2), "d", "l:\n  - a\n  - b\n  - d\nc: 1\n", id="sist i en lista"),
        pytest.param("l: [a, b]\n", ("l", 2), "d", "l: [a, b, d]\n", id="sist i en lista på en rad"),
        pytest.param("l:\n- a\nc: 1\n", ("l", 1), {"x": 1}, "l:\n- a\n- {x: 1}\nc: 1\n", id="lista utan indrag"),
        pytest.param("l: []\n", ("l", 0), {"x": 1}, "l: [{x: 1}]\n", id="i en tom lista"),
        pytest.param("p:\n  a: 1\n", ("p", "l", 0), {"x": 1}, "p:\n  a: 1\n  l: [{x: 1}]\n", id="en ny lista"),
    ],
)  # fmt: skip
def test_bara_värdet_ändras(före: str, rutt: Rutt, värde: Nytt, efter: str) -> None:
    assert sätt(före, rutt, värde) == efter


HUVUD = "format: 1\nuppföljning: {plan: p, period: helår, per: 2020-12-31}\n"


@pytest.mark.parametrize(
    ("före", "rutt", "värde", "efter"),
    [
        pytest.param("utfall:\n  hvb-dygn: 5\n", HVB, {"värde": 5, "prognos": 7},
                     "utfall:\n  hvb-dygn: {värde: 5, prognos: 7}\n", id="kortformen blir lång på samma rad"),
        pytest.param("utfall:\n  hvb-dygn: 5 # preliminärt\n", HVB, {"värde": 5, "kommentar": "ord " * 30 + "slut"},
                     "utfall:\n  hvb-dygn: # preliminärt\n    värde: 5\n    kommentar: >-\n"
                     "      " + "ord " * 25 + "ord\n" + "      " + "ord " * 4 + "slut\n", id="lång text får egna rader"),
        pytest.param("utfall:\n  hvb-dygn:\n    värde: 5\n    kommentar: k\n", (*HVB, "prognos"), 7,
                     "utfall:\n  hvb-dygn:\n    värde: 5\n    prognos: 7\n    kommentar: k\n", id="prognosen står efter värdet"),
        pytest.param("utfall:\n  hvb-dygn:\n    kommentar: k\n", (*HVB, "värde"), 7,
                     "utfall:\n  hvb-dygn:\n    värde: 7\n    kommentar: k\n", id="värdet står först"),
        pytest.param("utfall:\n  hvb-dygn: {kommentar: k}\n", (*HVB, "värde"), 7,
                     "utfall:\n  hvb-dygn: {värde: 7, kommentar: k}\n", id="värdet står först i klammern"),
        pytest.param("utfall:\n", HVB, 7, "utfall:\n  hvb-dygn: 7\n", id="tom del"),
        pytest.param("utfall: {}\n", HVB, 7, "utfall: {hvb-dygn: 7}\n", id="del med tom klammer"),
        pytest.param("\nrisker:\n  r: {sannolikhet: 4}\n", HVB, 7,
                     "\nutfall:\n  hvb-dygn: 7\n\nrisker:\n  r: {sannolikhet: 4}\n", id="delen fattas"),
        pytest.param("\nrisker:\n  r: {sannolikhet: 4}", ("ekonomi", "x"), {"budget": 4, "utfall": 5},
                     "\nrisker:\n  r: {sannolikhet: 4}\n\nekonomi:\n  x: {budget: 4, utfall: 5}", id="delen fattas sist"),
    ],
)  # fmt: skip
def test_uppföljningens_ordning_följs(före: str, rutt: Rutt, värde: Nytt, efter: str) -> None:
    assert sätt(HUVUD + före, rutt, värde) == HUVUD + efter


@pytest.mark.parametrize(
    ("finns", "ny", "efter"),
    [
        ("a b", "c", "a b c"),
        ("a c", "b", "a b c"),
        ("b c", "a", "a b c"),
        ("c a", "b", "c a b"),
        ("x y", "b", "x y b"),
        ("c x", "a", "a c x"),
    ],
)
def test_en_ny_rad_läggs_i_planens_ordning(finns: str, ny: str, efter: str) -> None:
    """Efter raden som kommer närmast före i planen; finns ingen sådan före den som kommer efter."""
    före = HUVUD + "utfall:\n" + "".join(f"  # om {id_}\n  {id_}: 1\n" for id_ in finns.split())
    efteråt = sätt(före, ("utfall", ny), 1, ["a", "b", "c"])
    innehåll = läs(efteråt.encode(), "")[0]
    assert innehåll is not None
    assert isinstance(innehåll.innehåll, dict)
    assert list(innehåll.innehåll["utfall"]) == efter.split()  # type: ignore[arg-type]
    for id_ in finns.split():
        assert f"  # om {id_}\n  {id_}: 1\n" in efteråt


@pytest.mark.parametrize(
    ("text", "skrivet"),
    [
        ("Två nya placeringar.", "Två nya placeringar."),
        ("ja", "ja"),
        ("Enkäten: klar", '"Enkäten: klar"'),
        ("nr #4", '"nr #4"'),
        ("1890", '"1890"'),
        ("12.5", '"12.5"'),
        ("true", '"true"'),
        ("null", '"null"'),
        ("- fem", '"- fem"'),
        ("-fem", '"-fem"'),
        ("{fem}", '"{fem}"'),
        ("[fem]", '"[fem]"'),
        ("*fem*", '"*fem*"'),
        ("& co", '"& co"'),
        ("> 90 %", '"> 90 %"'),
        ("90 %", "90 %"),
        ("% av alla", '"% av alla"'),
        ('Kallas "torget": där', "'Kallas \"torget\": där'"),
        ("C:\\fil: \"a\" 'b'", "'C:\\fil: \"a\" ''b'''"),
        ("slutar med:", '"slutar med:"'),
        ("a b", "a b"),
        ("", '""'),
    ],
)
def test_text_citeras_bara_när_det_behövs(text: str, skrivet: str) -> None:
    assert sätt("k: x\n", ("k",), text) == f"k: {skrivet}\n"


@pytest.mark.parametrize("slut", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_radslut_och_bom_är_kvar(slut: str, bom: str) -> None:
    före = f"{bom}a:{slut}  b: 1{slut}c: 2{slut}"
    ingrepp = Ingrepp(före.encode(), "fil.yaml")
    ingrepp.sätt(("a", "d"), {"x": "ord " * 40 + "sist"})
    ingrepp.sätt(("a", "b"), 5)
    efter = ingrepp.klart().decode()
    assert efter.startswith(f"{bom}a:{slut}  b: 5{slut}  d:{slut}    x: >-{slut}")
    assert efter.endswith(f"sist{slut}c: 2{slut}")
    assert efter.replace(slut, "").isprintable() or bom


def test_blandade_radslut_ändras_inte() -> None:
    assert sätt("a: 1\r\nb: 2\nc: 3\r\n", ("b",), 9) == "a: 1\r\nb: 9\nc: 3\r\n"


def test_lösa_prickar_på_andra_ställen_är_kvar() -> None:
    """En fil sparad på en Mac kan ha ä som a och prickar. Läsaren räknar i NFC; filen behåller sina tecken."""
    före = "utfall:\n  va\u0308rde: 5 # ga\u0308ller\n  a\u0308: {o\u0308: 1, b: 2}\n"
    assert sätt(före, ("utfall", "värde"), 6) == före.replace("5", "6")
    assert sätt(före, ("utfall", "ä", "b"), 6) == före.replace("2", "6")


@pytest.mark.parametrize(
    ("före", "rutt", "värde", "skäl"),
    [
        pytest.param("a: &n 5\nb: *n\n", ("a",), 6, "något annat ändras", id="namngivet"),
        pytest.param("a: &n 5\nb: *n\n", ("b",), 6, "något annat ändras", id="hänvisat"),
        pytest.param("a: &n {x: 1}\nb: *n\n", ("a", "x"), 6, "något annat ändras", id="namngiven klammer"),
        pytest.param("a: &n {x: 1}\nb: *n\n", ("b", "x"), 6, "något annat ändras", id="hänvisad klammer"),
        pytest.param("a: {x: 1}\n", ("a",), 6, "flera uppgifter", id="samling mot ett värde"),
        pytest.param("a: 5\n", ("a", "x"), 6, "ensamt värde", id="nyckel under ett värde"),
        pytest.param(
            "a: två\n  rader # k\n", ("a",), {"x": "ord " * 40}, "flera rader", id="löpande text på flera rader"
        ),
        pytest.param("? a\n: 5\n", ("a",), 6, "kolon", id="frågetecken"),
        pytest.param("a: |\n  text", ("b",), 6, "något annat ändras", id="blocktext utan radslut sist"),
        pytest.param("a: 1\na: 2\n", ("a",), 6, "rättas först", id="dubblett"),
        pytest.param("a: [1\n", ("a",), 6, "rättas först", id="trasig"),
        pytest.param(
            "a: x\n", ("a",), "b\u3164", r"”b\\u3164” har ett tecken som inte syns \(U\+3164\)", id="osynligt"
        ),
        pytest.param("a: {}\n", ("a", "b"), ["x", {"y": "\u200bz"}], r"U\+200B", id="osynligt längre in"),
    ],
)
def test_det_som_skulle_ändra_annat_vägras(före: str, rutt: Rutt, värde: Nytt, skäl: str) -> None:
    with pytest.raises(Vägran, match=skäl):
        sätt(före, rutt, värde)


def byt(text: str, rutt: Rutt, ny: str, värde: Nytt) -> str:
    ingrepp = Ingrepp(text.encode(), "fil.yaml")
    ingrepp.byt_nyckel(rutt, ny, värde)
    return ingrepp.klart().decode()


def test_en_nyckel_byts_på_sin_rad() -> None:
    assert byt("a: {saknas: text, x: 1} # k\n", ("a", "saknas"), "värde", 5) == "a: {värde: 5, x: 1} # k\n"
    assert byt("a:\n  saknas: >-\n    lång\n  x: 1\n", ("a", "saknas"), "värde", 5) == "a:\n  värde: 5\n  x: 1\n"
    assert byt("a:\n  värde: 5 # k\n", ("a", "värde"), "ej mätt", "Sen.") == "a:\n  ej mätt: Sen. # k\n"


def ta_bort(text: str, rutt: Rutt) -> str:
    ingrepp = Ingrepp(text.encode(), "fil.yaml")
    ingrepp.ta_bort(rutt)
    return ingrepp.klart().decode()


def test_en_nyckel_tas_bort_med_sina_rader() -> None:
    assert ta_bort("a:\n  b: 1\n  c: >-\n    text\n\n# d\nd: 1\n", ("a", "c")) == "a:\n  b: 1\n\n# d\nd: 1\n"
    assert ta_bort("a: {b: 1, c: 2}\n", ("a", "b")) == "a: {c: 2}\n"
    assert ta_bort("a: {b: 1, c: 2}\n", ("a", "c")) == "a: {b: 1}\n"
    assert ta_bort("a: [1, 2, 3]\n", ("a", 1)) == "a: [1, 3]\n"
    assert ta_bort("a:\n  - 1\n  - 2\nb: 1\n", ("a", 1)) == "a:\n  - 1\nb: 1\n"


def test_en_kommentar_tas_aldrig_bort() -> None:
    with pytest.raises(Vägran, match="kommentar"):
        ta_bort("a:\n  b: 1\n  c: 2 # viktigt\n", ("a", "c"))


def test_samma_värde_ger_samma_fil() -> None:
    assert sätt("a:   '5' # k\n", ("a",), "5") == "a:   '5' # k\n"


def test_raderna_som_skiljer_visas_med_sina_nummer() -> None:
    (skillnad,) = jämför_rader(b"a: 1\nb: 2\nc: 3\n", b"a: 1\nb: 9\nc: 3\n")
    assert skillnad == (2, ("b: 2",), ("b: 9",))


def test_flera_ändringar_i_samma_fil() -> None:
    ingrepp = Ingrepp((HUVUD + "utfall:\n  a: 1\n").encode(), "fil.yaml")
    ingrepp.sätt(("utfall", "a"), {"värde": 2, "prognos": 3})
    ingrepp.sätt(("utfall", "a", "kommentar"), "Klar.")
    ingrepp.byt_nyckel(("utfall", "a", "värde"), "saknas", "Sen.")
    ingrepp.ta_bort(("utfall", "a", "prognos"))
    väntat: Any = {"saknas": "Sen.", "kommentar": "Klar."}
    assert ingrepp.innehåll["utfall"]["a"] == väntat
    assert ingrepp.klart().decode() == HUVUD + "utfall:\n  a: {saknas: Sen., kommentar: Klar.}\n"
