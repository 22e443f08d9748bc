"""Allt som påstås gå ihop: netton, årsbudgetar, kolumner och avvikelser, som tabeller av fall."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from planverktyg.modell.ekonomi import Driftbudget, Ekonomitabell, Ekonomiutfall, i_kronor
from planverktyg.modell.plan import Plandokument
from planverktyg.modell.rapportering import Uppföljningsdokument
from planverktyg.uppfyllelse.pengar.arsbudget import planens_budgetar, årsbudgetar
from planverktyg.uppfyllelse.pengar.lage import räkna
from planverktyg.uppfyllelse.pengar.rakning import läs_räkning, noggrannhet, summera
from planverktyg.uppfyllelse.pengar.tabeller import tabellernas_påståenden
from planverktyg.uppfyllelse.pengar.tecken import beloppens_tecken, budgetens_delar

D = Decimal


@pytest.mark.parametrize(
    ("angiven", "termer", "stämmer", "avrundad"),
    [
        ("10", "4 6", True, False),
        ("11", "4 6", True, True),  # två termer: en enhet
        ("12", "4 6", False, False),
        ("0.3", "0.1 0.1", True, True),
        ("100000", "60000 40001", True, True),
        ("100000.0", "60000.1 40000.2", False, False),  # skrivna på en tiondel
    ],
)
def test_en_halv_enhet_för_varje_term(angiven: str, termer: str, stämmer: bool, avrundad: bool) -> None:
    summa = summera(D(angiven), [D(t) for t in termer.split()])
    assert (summa.stämmer, summa.är_avrundad) == (stämmer, avrundad)


def test_kronor_är_lika_noga_skrivna_som_beloppet() -> None:
    assert i_kronor(D("234.1"), "mnkr") == 234_100_000
    assert noggrannhet([i_kronor(D("234.1"), "mnkr")]) == 100_000


def drift(tecken: str, belopp: dict[str, int]) -> Driftbudget:
    rader = [{"namn": f"Rad {nr}", "slag": slag, "budget": D(b)} for nr, (slag, b) in enumerate(belopp.items())]
    return Driftbudget.model_validate({"id": "d", "kostnader": tecken, "rader": rader})


@pytest.mark.parametrize(
    ("kostnader", "belopp", "netto"),
    [
        ("positiva", {"kostnader": 1300, "intäkter": 300}, 1000),
        ("positiva", {"kostnader": 1300, "intäkter": -300}, 1000),  # intäkter med minus
        ("negativa", {"kostnader": -1300, "intäkter": 300}, 1000),
        ("positiva", {"nettokostnad": -500}, -500),  # en nettointäkt
        ("negativa", {"nettokostnad": 500}, -500),
        ("negativa", {"nettokostnad": -500}, 500),
        ("positiva", {"resultat": 150}, -150),
    ],
)
def test_nettokostnaden_är_densamma_hur_källan_än_skriver_tecknen(
    kostnader: str, belopp: dict[str, Any], netto: int
) -> None:
    assert budgetens_delar(drift(kostnader, belopp), "budget").netto == netto


@pytest.mark.parametrize(
    ("belopp", "räknat"),
    [
        ({"kostnader": 1300, "intäkter": 300, "nettokostnad": 1000}, 1000),
        ({"kostnader": 1300, "intäkter": 300, "nettokostnad": 999}, 1000),
        ({"kostnader": 1300, "nettokostnad": 1000}, None),  # inga intäkter att räkna med
        ({"kostnader": 1300, "intäkter": 300, "riktade medel": 100, "nettokostnad": 900}, 900),
    ],
)
def test_nettot_prövas_när_delarna_finns(belopp: dict[str, Any], räknat: int | None) -> None:
    summa = budgetens_delar(drift("positiva", belopp), "budget").räknat_netto
    assert (summa.beräknad if summa else None) == räknat


def test_en_rad_som_är_summan_av_de_andra_räknas_en_gång() -> None:
    rader = [("kostnader", 300), ("kostnader", 100), ("kostnader", 400), ("intäkter", 50), ("nettokostnad", 350)]
    tabell = Driftbudget.model_validate(
        {"id": "d", "rader": [{"namn": f"{n}", "slag": s, "budget": D(b)} for n, (s, b) in enumerate(rader)]}
    )
    summa = budgetens_delar(tabell, "budget").räknat_netto
    assert summa is not None
    assert summa.stämmer


@pytest.mark.parametrize(
    ("rapport", "tecken"),
    [
        ({"budget": D(10)}, 1),
        ({"budget": D(-10), "kostnader": "negativa"}, -1),
        ({"slag": "resultat", "budget": D(10), "kostnader": "negativa"}, -1),
        ({"slag": "intäkter", "budget": D(10)}, -1),
        ({"slag": "intäkter", "budget": D(-10)}, 1),  # redan skrivna som negativa kostnader
    ],
)
def test_slaget_avgör_tecknet(rapport: dict[str, Any], tecken: int) -> None:
    assert beloppens_tecken(Ekonomiutfall.model_validate(rapport)) == tecken


def plan(ekonomi: dict[str, Any], områden: str = "vo", *, till: int = 2020, **mer: Any) -> Plandokument:
    return Plandokument.model_validate(
        {
            "format": 1,
            "plan": {"id": "p", "namn": "Plan", "nämnd": "N", "år": {"från": 2020, "till": till}},
            "verksamhetsområden": [{"id": id_, "namn": id_, **mer.get(id_, {})} for id_ in områden.split()],
            "ekonomi": ekonomi,
        }
    )


def bidrag(belopp: dict[str, int], id_: str = "b") -> dict[str, Any]:
    return {"id": id_, "verksamhetsområde": "vo", "belopp": {år: D(b) for år, b in belopp.items()}}


def tabell(budget: int, jämförelse: int = 2019, id_: str = "d") -> dict[str, Any]:
    rader = [{"namn": "Netto", "slag": "nettokostnad", "budget": D(budget)}]
    return {"id": id_, "verksamhetsområde": "vo", "jämförelse": jämförelse, "rader": rader}


FLERA_ÅR = bidrag({"2020": 1000, "2021": 1500})
TVÅ = [tabell(600), tabell(400, id_="d2")]


@pytest.mark.parametrize(
    ("ekonomi", "rapport", "år", "helår", "väntat"),
    [
        ({"kommunbidrag": [bidrag({"2020": 1000})], "driftbudget": [tabell(1000)]}, {}, 2020, True, (1000, "driftbudget")),
        ({"kommunbidrag": [FLERA_ÅR], "driftbudget": [tabell(1000)]}, {}, 2021, True, (1500, "kommunbidrag")),
        ({"kommunbidrag": [bidrag({"2020": 1000})]}, {"årsbudget": D(1100)}, 2020, False, (1100, "årsbudget")),
        ({}, {"budget": D(700)}, 2020, True, (700, "budget")),
        ({}, {"budget": D(700)}, 2020, False, None),  # vid ett delår är den bara periodens
        ({"driftbudget": TVÅ}, {}, 2020, True, (1000, "driftbudget")),
        ({"kommunbidrag": [bidrag({"2020": 600})], "driftbudget": TVÅ}, {}, 2020, True, (600, "driftbudget")),
    ],
)  # fmt: skip
def test_årsbudgeten_söks_i_ordning(
    ekonomi: dict[str, Any], rapport: dict[str, Any], år: int, helår: bool, väntat: tuple[int, str] | None
) -> None:
    planens = planens_budgetar(plan(ekonomi, till=2021), "vo", år)
    funna = årsbudgetar(planens, Ekonomiutfall.model_validate(rapport), helår=helår)
    assert ((int(funna[0].belopp), funna[0].källa) if funna else None) == väntat


def uppföljning(ekonomi: dict[str, Any]) -> Uppföljningsdokument:
    huvud = {"plan": "p", "period": "helår", "per": "2020-12-31"}
    return Uppföljningsdokument.model_validate({"format": 1, "uppföljning": huvud, "ekonomi": ekonomi})


def vo(budget: int, utfall: int, **mer: Any) -> dict[str, Any]:
    return {"budget": D(budget), "utfall": D(utfall), **mer}


def test_ett_område_i_ett_annat_räknas_en_gång() -> None:
    p = plan({}, "a b c", b={"ingår i": "a"})
    siffror = räkna(p, uppföljning({"a": vo(100, 110), "b": vo(60, 70), "c": vo(10, 10)}), helår=True)
    assert siffror is not None
    assert siffror.i_summan == {"a", "c"}
    assert siffror.summa.avvikelse == -10_000
    utan_helhet = räkna(p, uppföljning({"b": vo(60, 70), "c": vo(10, 10)}), helår=True)
    assert utan_helhet is not None
    assert utan_helhet.i_summan == {"b", "c"}


def test_den_angivna_avvikelsen_gäller_och_den_räknade_finns_kvar() -> None:
    siffror = räkna(plan({}), uppföljning({"vo": vo(100, 110, avvikelse=D(-11))}), helår=True)
    assert siffror is not None
    (post,) = siffror.poster
    assert (post.avvikelse, post.räknad) == (D(-11_000), D(-10_000))


def test_räkningen_läser_id_med_bindestreck_och_namn_med_blanksteg() -> None:
    assert [(led.tecken, led.namn) for led in läs_räkning("budget-2020 - Utfall jan + övrigt")] == [
        (1, "budget-2020"), (-1, "Utfall jan"), (1, "övrigt"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("namn", "värden", "stämmer"),
    [
        ("Kostnader", [563, 316, 247], True),
        ("Kostnader", [563, 316, 999], False),
        ("Intäkter", [100, 159, 59], True),  # mer intäkter än budget är bättre
        ("Intäkter", [-100, -159, 59], True),
        ("Kostnader", [100, 159, 59], False),
    ],
)
def test_kolumnen_räknas_åt_radens_håll(namn: str, värden: list[int], stämmer: bool) -> None:
    kolumner = ["Budget", "Utfall", {"namn": "Avvikelse", "räknas": "Budget - Utfall"}]
    tabellen = Ekonomitabell.model_validate(
        {"id": "t", "kolumner": kolumner, "rader": [{"namn": namn, "värden": [D(v) for v in värden]}]}
    )
    (påstående,) = tabellernas_påståenden([tabellen])
    assert påstående.summa.stämmer is stämmer
