"""Laddningen: en fil med fel in, ett fynd för varje fel ut – på rätt rad, på svenska, med råd.

I många fall står filen i testets docstring, efter en mening om vad fallet visar. Väntade fynd skrivs `rad:kolumn KOD text | råd`.
"""

from __future__ import annotations

import inspect
import re
from copy import deepcopy
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from planverktyg.arkiv.laddning import Dokument, ladda
from planverktyg.arkiv.syntax import läs
from planverktyg.modell.byggsten import Del
from planverktyg.modell.grund.fynd import Allvar, Anmärkning
from tests.conftest import ROT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from planverktyg.arkiv.syntax import Träd
    from planverktyg.modell.grund.fynd import Fynd
    from planverktyg.modell.grund.plats import Rutt


def läs_text(text: str) -> tuple[Dokument[Any] | None, list[str]]:
    """Dokumentet, och fynden som text."""
    träd, fynd = läs(text.encode(), "fil.yaml")
    assert träd is not None
    dokument, fler = ladda(träd)
    return dokument, [som_text(f) for f in fynd + fler]


def som_text(f: Fynd) -> str:
    return f"{f.plats.rad}:{f.plats.kolumn} {f.kod} {f.text} | {f.råd}"


def radnummer(rad: str) -> tuple[int, int]:
    """Läsordning för fynd som text."""
    nummer, kolumn = rad.split(" ", maxsplit=1)[0].split(":")
    return int(nummer), int(kolumn)


def läs_docstring(fall: Callable[..., object]) -> tuple[Dokument[Any] | None, list[str]]:
    """Filen i testets docstring. Rad 1 är raden efter den tomma raden."""
    return läs_text(inspect.cleandoc(fall.__doc__ or "").split("\n\n", 1)[1] + "\n")


# --- Vilket dokument är det? ----------------------------------------------------------------------

RÅD = "Ett dokument har format: 1 överst och sedan en av nycklarna kommun, plan eller uppföljning."


@pytest.mark.parametrize(
    ("text", "väntat"),
    [
        ("format: 1\n", f"1:1 STR110 Det går inte att se vad för slags dokument filen är. | {RÅD}"),
        ("titel: Nämndplan\n", f"1:1 STR110 Det går inte att se vad för slags dokument filen är. | {RÅD}"),
        ("- a\n- b\n", f"1:1 STR110 Filen innehåller inga nycklar, så det går inte att se vad den är. | {RÅD}"),
        ("Nämndplan 2020\n", f"1:1 STR110 Filen innehåller inga nycklar, så det går inte att se vad den är. | {RÅD}"),
        ("format: 1\nplna: {}\n", "2:1 STR110 Okänd nyckel: plna | Menade du plan?"),
        ("format: 1\nuppfoljning: {}\n", "2:1 STR110 Okänd nyckel: uppfoljning | Menade du uppföljning?"),
        ("format: 1\nkommun: {}\nplan: {}\n", f"3:1 STR110 Filen är två dokument i ett: kommun och plan. | {RÅD}"),
        ("format: 2\nplan: {}\n", "1:9 STR106 Formatet 2 känner verktyget inte till. | Uppdatera verktyget."),
    ],
)
def test_ett_dokument_som_inte_går_att_känna_igen(text: str, väntat: str) -> None:
    """Ett nyare format läses inte alls: allt annat som såg fel ut där vore brus."""
    assert läs_text(text) == (None, [väntat])


HUVUD = "plan: {id: p, namn: P, nämnd: N, år: 2020}\n"


@pytest.mark.parametrize(
    ("text", "väntat"),
    [
        (HUVUD, ["1:1 STR102 Nyckeln format saknas. | Skriv format: 1 överst i filen."]),
        ("format: '1'\n" + HUVUD, ["1:9 STR106 Formatet går inte att läsa. | Skriv format: 1, utan citattecken."]),
        ("format:\n" + HUVUD, ["1:1 STR103 Nyckeln är tom. | Fyll i ett värde, eller ta bort raden."]),
        ("format: 1\nplan:\n", ["2:1 STR103 Nyckeln är tom. | Fyll i ett värde, eller ta bort raden."]),
        (
            "format: 1\nplan: Nämndplan 2020\n",
            [
                (
                    "2:7 STR103 Här ska det stå nycklar med värden. | Det kan stå id, namn, nämnd, kortnamn, år, "
                    "undertitel, devis, beslut, tidigare beslut, källa, bygger på eller föregångare."
                )
            ],
        ),
        (
            "format: 1\nplan: {id: p, namn: P}\n",
            [
                "2:1 STR102 Nyckeln nämnd saknas under plan. | Lägg till nämnd: med sitt värde.",
                "2:1 STR102 Nyckeln år saknas under plan. | Lägg till år: med sitt värde.",
            ],
        ),
    ],
)
def test_ett_huvud_som_inte_går_att_läsa(text: str, väntat: list[str]) -> None:
    assert läs_text(text) == (None, väntat)


# --- Nycklar --------------------------------------------------------------------------------------


def test_felstavad_nyckel() -> None:
    """Stavfelet rättas i läsningen, så att resten av indikatorn kan granskas.

    format: 1
    plan: {id: p, namn: P, nämnd: N, år: 2020}
    mål:
      - id: trygga
        nivå: mål
        namn: Trygga
        indikatorer:
          - id: dygn
            namn: Antal dygn
            basvarde: 3
            malvarde: {högst: 2}
            mätmetåd: enkät
    """
    dokument, fynd = läs_docstring(test_felstavad_nyckel)
    assert fynd == [
        "10:9 STR101 Okänd nyckel: basvarde | Menade du utgångsvärde?",
        "11:9 STR101 Okänd nyckel: malvarde | Menade du målvärde?",
        "12:9 STR101 Okänd nyckel: mätmetåd | Menade du mätmetod?",
    ]
    assert dokument is not None
    (indikator,) = dokument.modell.alla_indikatorer()
    assert indikator.målvärde.skriv(None) == "högst 2"
    assert indikator.mätmetod == "enkät"


def test_saknad_nyckel() -> None:
    """Fyndet nämner delen med id eller namn, så att man slipper räkna rader.

    format: 1
    plan: {id: p, namn: P, nämnd: N, år: 2020}
    mål:
      - id: trygga
        nivå: mål
        indikatorer:
          - namn: Antal dygn
          - målvärde: ja
    styrdokument:
      - rubrik: Policyer
        dokument:
          - antaget: 2019
    """
    _, fynd = läs_docstring(test_saknad_nyckel)
    assert fynd == [
        "4:5 STR102 Nyckeln namn saknas i mål trygga. | Lägg till namn: med sitt värde.",
        "7:9 STR102 Nyckeln id saknas i indikator Antal dygn. | Lägg till id: med sitt värde.",
        "8:9 STR102 Nyckeln id saknas i indikator. | Lägg till id: med sitt värde.",
        "8:9 STR102 Nyckeln namn saknas i indikator. | Lägg till namn: med sitt värde.",
        "12:9 STR102 Nyckeln namn saknas i styrdokument. | Lägg till namn: med sitt värde.",
    ]


def test_felstavad_och_därför_saknad_nyckel_är_ett_fynd() -> None:
    """Ett fynd, inte två: nyckeln är okänd *och därför* saknas den rätta.

    format: 1
    plan: {id: p, nman: P, namnd: N, ar: 2020}
    mål:
      - id: trygga
        niva: mål
        Namn: Trygga
    """
    dokument, fynd = läs_docstring(test_felstavad_och_därför_saknad_nyckel_är_ett_fynd)
    assert sorted(fynd) == [
        "2:15 STR101 Okänd nyckel: nman | Menade du namn?",
        "2:24 STR101 Okänd nyckel: namnd | Menade du nämnd?",
        "2:34 STR101 Okänd nyckel: ar | Menade du år?",
        "5:5 STR101 Okänd nyckel: niva | Menade du nivå?",
        "6:5 STR101 Okänd nyckel: Namn | Menade du namn?",
    ]
    assert dokument is not None
    assert dokument.helt
    assert dokument.modell.plan.nämnd == "N"


def test_fel_under_en_felstavad_nyckel_syns_också() -> None:
    """Ett stavfel högt upp i filen döljer inte felen under det.

    format: 1
    plan: {id: p, namn: P, nämnd: N, år: 2020}
    maal:
      - id: trygga
        nivå: mål
        namn: Trygga
        indkatorer:
          - id: dygn
            namn: Antal dygn
            målvärde: {mist: 3, avser: snart}
    """
    _, fynd = läs_docstring(test_fel_under_en_felstavad_nyckel_syns_också)
    assert sorted((rad.split(" | ")[0] for rad in fynd), key=radnummer) == [
        "3:1 STR101 Okänd nyckel: maal",
        "7:5 STR101 Okänd nyckel: indkatorer",
        "10:20 STR101 Okänd nyckel: mist",
        "10:36 STR107 Tidpunkten går inte att läsa: snart",
    ]


@pytest.mark.parametrize(
    ("nyckel", "hemma"),
    [
        ("målvärde", "Nyckeln hör hemma under indikatorer eller under uppdrag. "),
        ("indikatorer", "Nyckeln hör hemma under mål. "),
        ("minst", "Nyckeln hör hemma under målvärde eller under per nämnd. "),
        ("disposition", "Nyckeln hör hemma överst i filen. "),
        ("utfall", "Nyckeln hör hemma i en uppföljning, överst i filen, under ekonomi eller under poster. "),
        ("bedömningar", "Nyckeln hör hemma i en uppföljning, överst i filen. "),
        ("riskmatris", "Nyckeln hör hemma i kommunens husregler, överst i filen. "),
        ("kommentar", ""),
        ("hittepå", ""),
    ],
)
def test_en_nyckel_på_fel_ställe(nyckel: str, hemma: str) -> None:
    """Rådet säger var nyckeln hör hemma, när det finns ett sådant ställe, och vad som kan stå i planens huvud."""
    dokument, fynd = läs_text(f"format: 1\nplan: {{id: p, namn: P, nämnd: N, år: 2020, {nyckel}: 3}}\n")
    kan_stå = (
        "Här kan det stå kortnamn, undertitel, devis, beslut, tidigare beslut, källa, bygger på eller föregångare."
    )
    assert fynd == [f"2:44 STR101 Okänd nyckel: {nyckel} | {hemma}{kan_stå}"]
    assert dokument is not None
    assert not dokument.helt
    assert dokument.modell.plan.id == "p"


def test_en_överflödig_nyckel_där_inget_mer_kan_stå() -> None:
    dokument, fynd = läs_text("format: 1\nkommun: {id: k, namn: K, devis: 138}\n")
    assert fynd == ["2:26 STR101 Okänd nyckel: devis | Nyckeln hör hemma i en plan, under plan. Ta bort den."]
    assert dokument is not None


# --- Fel slag av värde ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rad", "väntat"),
    [
        # Text
        ("undertitel: 2020", '3:15 STR103 Här ska det stå text. | Sätt citattecken om texten: "2020".'),
        ("undertitel: 12.50", '3:15 STR103 Här ska det stå text. | Sätt citattecken om texten: "12.50".'),
        ("undertitel: true", '3:15 STR103 Här ska det stå text. | Sätt citattecken om texten: "true".'),
        ('undertitel: ""', "3:15 STR103 Här ska det stå text. | Fyll i texten."),
        ('undertitel: "  "', "3:15 STR103 Här ska det stå text. | Fyll i texten."),
        (
            "undertitel: [a, b]",
            "3:3 STR103 Här ska det stå text. | Skriv texten på en rad, eller efter | på raderna under.",
        ),
        ("undertitel:", "3:3 STR103 Nyckeln är tom. | Fyll i ett värde, eller ta bort raden."),
        # Listor
        (
            "devis: HELHETSSYN",
            "3:10 STR103 Här ska det stå en lista. | Skriv varje punkt på en egen rad som börjar med ett bindestreck.",
        ),
        (
            "devis: {a: b}",
            "3:3 STR103 Här ska det stå en lista. | Skriv varje punkt på en egen rad som börjar med ett bindestreck.",
        ),
        ("devis: [a, 3]", '3:14 STR103 Här ska det stå text. | Sätt citattecken om texten: "3".'),
        ("devis: [a, null]", "3:14 STR103 Punkten i listan är tom. | Fyll i ett värde, eller ta bort raden."),
        # Tal
        (
            "beslut: {paragraf: nittiosju}",
            "3:22 STR103 Här ska det stå ett heltal. | Skriv bara siffror, utan decimaler: 12.",
        ),
        (
            "beslut: {paragraf: 97.5}",
            "3:22 STR103 Här ska det stå ett heltal. | Skriv bara siffror, utan decimaler: 12.",
        ),
        (
            'beslut: {paragraf: "97"}',
            "3:22 STR104 Talet 97 står inom citattecken och är därför text. | Skriv 97.",
        ),
        # Ord ur en lista
        ("beslut: {status: besluta}", "3:20 STR106 Okänt ord: besluta | Menade du beslutad?"),
        (
            "beslut: {status: klubbad}",
            "3:20 STR106 Okänt ord: klubbad | Skriv förslag, beslutad, reviderad eller upphävd.",
        ),
        (
            "beslut: {status: [beslutad]}",
            "3:12 STR106 Här ska det stå ett ord. | Skriv förslag, beslutad, reviderad eller upphävd.",
        ),
        # Datum
        ("beslut: {datum: 15 oktober}", "3:19 STR107 Här ska det stå ett datum. | Skriv år-månad-dag: 2020-08-31."),
        ("beslut: {datum: 2019-13}", "3:19 STR107 Här ska det stå ett datum. | Skriv år-månad-dag: 2020-08-31."),
        (
            "beslut: {datum: 9999-12-31}",
            "3:19 STR107 Året i 9999-12-31 är ingen plans. | Skriv ett år från 1000 till 2999.",
        ),
        ("beslut: {datum: 2019}", "3:19 STR107 Här ska det stå ett datum. | Skriv år-månad-dag: 2020-08-31."),
        (
            "beslut: {datum: 2019-02-29}",
            "3:19 STR107 Datumet 2019-02-29 finns inte i kalendern. | Kontrollera månad och dag.",
        ),
        # Nycklar
        (
            "beslut: beslutad",
            (
                "3:11 STR103 Här ska det stå nycklar med värden. "
                "| Det kan stå status, instans, datum, paragraf, diarienummer eller motivering."
            ),
        ),
    ],
)  # fmt: skip
def test_fel_slag_av_värde_i_huvudet(rad: str, väntat: str) -> None:
    """Det valfria som är fel lämnas utanför; resten av planen finns kvar."""
    dokument, fynd = läs_text(f"format: 1\nplan:\n  {rad}\n  id: p\n  namn: P\n  nämnd: N\n  år: 2020\n")
    assert fynd == [väntat]
    assert dokument is not None
    assert not dokument.helt


@pytest.mark.parametrize(
    ("id_", "råd"),
    [
        ("Trygga hela livet", "Skriv till exempel trygga-hela-livet."),
        ("hållbar_ekonomi", "Skriv till exempel hallbar-ekonomi."),
        ("trygga-", "Skriv till exempel trygga."),
        ('"!"', "Skriv till exempel hallbar-ekonomi."),
        ("[a]", "Skriv till exempel hallbar-ekonomi."),
    ],
)
def test_fel_id(id_: str, råd: str) -> None:
    _, fynd = läs_text(f"format: 1\nkommun: {{namn: K, id: {id_}}}\n")
    assert [rad.split(" ", 1)[1] for rad in fynd] == [
        f"STR105 Ett id skrivs med gemener a–z, siffror och bindestreck. | {råd}"
    ]


def test_ett_id_av_siffror_är_text() -> None:
    _, fynd = läs_text("format: 1\nkommun: {namn: K, id: 138}\n")
    assert fynd == ['2:23 STR105 Ett id är text. | Sätt citattecken om det: "138".']


@pytest.mark.parametrize("skrivet", ["Ja", "JA", "true", "1", "yes", "x"])
def test_ja_och_nej(skrivet: str) -> None:
    _, fynd = läs_text(f"format: 1\nkommun: {{namn: K, id: k}}\nbedömning: {{rak framskrivning: {skrivet}}}\n")
    assert fynd == ["3:32 STR106 Här ska det stå ja eller nej. | Skriv ja eller nej med små bokstäver."]


def test_fel_nyckel_i_ett_uppslag_pekar_på_nyckeln() -> None:
    """Det är id:t före kolonet som är fel, inte värdet.

    format: 1
    uppföljning: {plan: p, period: delår 2, per: 2020-08-31}
    utfall:
      HVB-dygn: 1890
    """
    dokument, fynd = läs_docstring(test_fel_nyckel_i_ett_uppslag_pekar_på_nyckeln)
    assert fynd == [
        (
            "4:3 STR105 Ett id skrivs med gemener a–z, siffror och bindestreck. "
            "| Skriv till exempel hvb-dygn."
        )
    ]  # fmt: skip
    assert dokument is not None
    assert dokument.modell.utfall == {}


# --- Flera fel ------------------------------------------------------------------------------------


def test_alla_fel_visas_på_en_gång() -> None:
    """Ett fel i en indikator döljer inte felen i de andra, och det som är rätt finns kvar i modellen.

    format: 1
    plan: {id: p, namn: P, nämnd: N, år: 2020, källla: Nämndplan 2020}
    mål:
      - id: Trygga
        nivå: mål
        namn: Trygga
      - id: delaktiga
        nivå: mål
        namn: Delaktiga
        indikatorer:
          - id: dygn
            namn: Antal dygn
            målvärde: 25
          - id: andel
            namn: Andel
            ackumuleras: kanske
            målvärde: {mist: 25}
          - id: hel
            namn: Den som är rätt
            målvärde: {minst: 25}
    risker:
      - {id: r, text: Risk, sannolikhet: hög, konsekvens: 3}
    """
    dokument, fynd = läs_docstring(test_alla_fel_visas_på_en_gång)
    assert [rad.split(" ")[0:2] for rad in sorted(fynd, key=radnummer)] == [
        ["2:44", "STR101"],
        ["4:9", "STR105"],
        ["13:19", "STR109"],
        ["16:22", "STR106"],
        ["17:20", "STR101"],
        ["22:38", "STR103"],
    ]
    assert dokument is not None
    assert not dokument.helt
    assert [m.id for m in dokument.modell.mål] == ["delaktiga"]
    assert [i.id for i in dokument.modell.alla_indikatorer()] == ["dygn", "andel", "hel"]


def test_ett_värde_som_inte_går_att_läsa_ger_inga_följdfel() -> None:
    """”Värdet fattas” vore fel att säga om ett värde som står där men är fel skrivet.

    format: 1
    plan: {id: p, namn: P, nämnd: N, år: 2020}
    mål:
      - id: m
        nivå: mål
        namn: M
        indikatorer:
          - id: a
            namn: A
            utgångsvärde: {värde: "12,69", avser: 2019}
            målvärde: {mellan: [ett, två]}
          - id: b
            namn: B
            skala: {nej: noll, ja: 1}
            utgångsvärde: {saknas: 3}
            målvärde: {per år: {2020: 25}}
    """
    _, fynd = läs_docstring(test_ett_värde_som_inte_går_att_läsa_ger_inga_följdfel)
    assert [rad.split(" ")[:2] for rad in fynd] == [
        ["10:31", "STR104"],
        ["11:29", "STR103"],
        ["11:34", "STR103"],
        ["14:22", "STR103"],
        ["15:32", "STR103"],
        ["16:35", "STR109"],
    ]


def test_rätta_dokument_ger_inga_fynd() -> None:
    """Det minsta en plan kan vara.

    format: 1
    plan: {id: p, namn: P, nämnd: N, år: {från: 2018, till: 2022}}
    """
    dokument, fynd = läs_docstring(test_rätta_dokument_ger_inga_fynd)
    assert fynd == []
    assert dokument is not None
    assert dokument.helt
    assert dokument.fil == "fil.yaml"


# --- Platsen för det som granskas sedan -----------------------------------------------------------


def test_granskningens_fynd_hamnar_rätt_fast_delar_har_tagits_bort() -> None:
    """Modellens första mål är filens andra: rutten i modellen översätts till raden i filen.

    format: 1
    plan: {id: p, namn: P, nämnd: N, år: 2020}
    mål:
      - {id: Fel, nivå: mål, namn: Tas bort}
      - id: andra
        nivå: mål
        namn: Andra
        indkatorer:
          - {id: Fel, namn: Tas bort}
          - {id: Fel2, namn: Tas bort}
          - id: tredje
            namn: Tredje
            målvärde: {mist: 3}
    """
    dokument, _ = läs_docstring(test_granskningens_fynd_hamnar_rätt_fast_delar_har_tagits_bort)
    assert dokument is not None
    assert dokument.modell.mål[0].indikatorer[0].id == "tredje"

    def rad(*rutt: str | int, på_nyckeln: bool = False) -> str:
        fynd = dokument.fynd(Anmärkning(rutt, "text", på_nyckeln=på_nyckeln), "X001", Allvar.NOTIS)
        return f"{fynd.plats.rad}:{fynd.plats.kolumn} {fynd.utdrag.strip()}"

    assert rad("mål", 0, "namn") == "7:11 namn: Andra"
    assert rad("mål", 0, "indikatorer", 0, "namn") == "12:15 namn: Tredje"
    assert rad("mål", 0, "indikatorer", på_nyckeln=True) == "8:5 indkatorer:"
    assert rad("mål", 0, "indikatorer", 0, "målvärde", "minst") == "13:26 målvärde: {mist: 3}"


def test_utan_fel_är_rutten_densamma() -> None:
    dokument, _ = läs_text("format: 1\n" + HUVUD)
    assert dokument is not None
    fynd = dokument.fynd(Anmärkning(("plan", "nämnd"), "text", "råd"), "X001", Allvar.VARNING)
    assert (str(fynd.plats), fynd.kod, fynd.allvar, fynd.råd) == ("fil.yaml:2:31", "X001", "varning", "råd")


def test_en_rutt_som_inte_finns_visar_närmaste_som_finns() -> None:
    dokument, _ = läs_text("format: 1\n" + HUVUD)
    assert dokument is not None
    fynd = dokument.fynd(Anmärkning(("plan", "beslut", "datum"), "text"), "X001", Allvar.VARNING)
    assert fynd.plats.rad == 2


# --- Mutationer av den riktiga planen ---------------------------------------------------------------

FILER = (
    "planer/tyreso/kommun.yaml",
    "planer/tyreso/asn-2020/plan.yaml",
    "planer/tyreso/asn-2020/2020-04-30.yaml",
    "planer/tyreso/asn-2020/2020-08-31.yaml",
)
ENGELSKA = re.compile(
    r"[Ii]nput|[Ff]ield|[Ss]hould|[Ee]xtra |[Vv]alid |[Vv]alue error|[Rr]equired|permitted|[Ee]xpected"
    r"|\b(True|False|None|dict|tuple|Decimal)\b"
)
NYA_VÄRDEN: tuple[Any, ...] = (
    None, True, False, -1, 3, 2020, Decimal("2.5"), "", " ", "ja", "text", "25 %", "12,69", "2020-13-45", "2018–2022",
    [], [None], [1, 2], ["a"], {}, {"a": 1}, {"minst": 3}, {"värde": None}, [{"mist": 3}],
)  # fmt: skip


@cache
def träd_för(fil: str) -> Träd:
    träd, fynd = läs((ROT / fil).read_bytes(), fil)
    assert träd is not None
    assert fynd == []
    return träd


def rutter(nod: Any, rutt: Rutt = ()) -> Iterator[Rutt]:
    """Varje nyckel och listplats, utom rot."""
    if rutt:
        yield rutt
    barn = nod.items() if isinstance(nod, dict) else enumerate(nod) if isinstance(nod, list) else ()
    for steg, värde in barn:
        yield from rutter(värde, (*rutt, steg))


@cache
def alla_rutter(fil: str) -> list[Rutt]:
    return list(rutter(träd_för(fil).innehåll))


def ändra(innehåll: Any, rutt: Rutt, ändring: Callable[[Any, Any], None]) -> Any:
    """En kopia av innehållet, ändrad i behållaren som rutten slutar i."""
    kopia = deepcopy(innehåll)
    nod = kopia
    for steg in rutt[:-1]:
        nod = nod[steg]
    ändring(nod, rutt[-1])
    return kopia


def ladda_ändrat(fil: str, innehåll: Any) -> tuple[Dokument[Any] | None, list[Fynd]]:
    return ladda(replace(träd_för(fil), innehåll=innehåll))


def granska_språket(fynd: list[Fynd]) -> None:
    for f in fynd:
        assert not ENGELSKA.search(f"{f.text} {f.råd}"), f
        assert f.text.endswith((".", ":")) or f.text.startswith(("Okän", "Tid", "Talet", "Filen")), f.text
        assert f.råd.endswith((".", "?", ":")), f"rådet fattas: {f.text} | {f.råd}"


MÅNGA = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@MÅNGA
@given(st.sampled_from(FILER), st.data())
def test_ett_ersatt_värde_ger_svenska_fynd_och_aldrig_ett_undantag(fil: str, data: st.DataObject) -> None:
    rutt = data.draw(st.sampled_from(alla_rutter(fil)))
    nytt = data.draw(st.sampled_from(NYA_VÄRDEN))

    def ersätt(nod: Any, steg: Any) -> None:
        nod[steg] = deepcopy(nytt)

    _, fynd = ladda_ändrat(fil, ändra(träd_för(fil).innehåll, rutt, ersätt))
    granska_språket(fynd)
    assert len(set(fynd)) == len(fynd), "samma fynd två gånger"


@MÅNGA
@given(st.sampled_from(FILER), st.data())
def test_en_borttagen_del_ger_högst_ett_fynd_per_saknad_nyckel(fil: str, data: st.DataObject) -> None:
    rutt = data.draw(st.sampled_from(alla_rutter(fil)))

    def ta_bort(nod: Any, steg: Any) -> None:
        del nod[steg]

    dokument, fynd = ladda_ändrat(fil, ändra(träd_för(fil).innehåll, rutt, ta_bort))
    granska_språket(fynd)
    assert len(fynd) <= 1
    assert dokument is not None or fynd


@MÅNGA
@given(st.sampled_from(FILER), st.data(), st.sampled_from("qwåx"))
def test_en_felstavad_nyckel_hittas_på_sin_rad(fil: str, data: st.DataObject, tecken: str) -> None:
    """Sista bokstaven byts mot en annan. Fyndet ska stå på raden där nyckeln står, och föreslå den rätta."""
    klassernas = {str(f.alias) for klass in klasser(Del) for f in klass.model_fields.values()}
    nycklar = [r for r in alla_rutter(fil) if isinstance(r[-1], str) and r[-1] in klassernas and är_fält(fil, r)]
    rutt = data.draw(st.sampled_from(nycklar))
    rätt = str(rutt[-1])
    fel = rätt[:-1] + tecken if len(rätt) > 2 and rätt[-1] != tecken else rätt + tecken
    lika_nära = {"revideras", "reviderat", "reviderad", "revideraq", "revideraw"}  # varandra som stavfelet
    assume(not {rätt, fel} & lika_nära)
    text = byt_nyckel_i_texten(fil, rutt, fel)
    träd, _ = läs(text.encode(), fil)
    assert träd is not None
    _, fynd = ladda(träd)
    granska_språket(fynd)
    rad = träd_för(fil).plats(rutt, på_nyckeln=True).rad
    assert [(f.plats.rad, f.kod) for f in fynd] in ([(rad, "STR101")], [(rad, "STR110")])
    assert fel in fynd[0].text
    assert fynd[0].råd == f"Menade du {rätt}?" or len(rätt) < 3


def klasser(klass: type[Del]) -> list[type[Del]]:
    return [k for under in klass.__subclasses__() for k in (under, *klasser(under))]


def är_fält(fil: str, rutt: Rutt) -> bool:
    """Om nyckeln är ett fält och inte ett namn i ett uppslag (ett id, en period, ett steg i en skala)."""
    uppslag = {"perioder", "skala", "belopp"}
    if not fil.endswith("plan.yaml"):
        uppslag |= {"utfall", "bedömningar", "uppdrag", "risker", "åtgärder", "kontrollmoment", "ekonomi", "delar"}
    return len(rutt) < 2 or rutt[-2] not in uppslag


def byt_nyckel_i_texten(fil: str, rutt: Rutt, ny: str) -> str:
    träd = träd_för(fil)
    plats = träd.plats(rutt, på_nyckeln=True)
    rader = träd.text.split("\n")
    rad, början = rader[plats.rad - 1], plats.kolumn - 1
    rader[plats.rad - 1] = rad[:början] + ny + rad[början + len(str(rutt[-1])) :]
    return "\n".join(rader)


def test_de_riktiga_planerna_läses_utan_fynd() -> None:
    for fil in FILER:
        dokument, fynd = ladda(träd_för(fil))
        assert fynd == []
        assert dokument is not None
        assert dokument.helt
