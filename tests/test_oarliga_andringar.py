"""Varje uppgift i varje modell ändras, och varje fil runt planen: ingen ändring är tyst, och ingen utan betydelse larmar.

Ändringarna är gjorda av ett skript: en för varje fält i planen, uppföljningen och husreglerna, och en för varje sätt att röra
det som vaktar. En ändring som kan försvaga är tyst om rubriken säger att ingenting försvagar, om `--felkod` är 0 fast något
försvagar eller kan göra det, eller om `plan validera` är grön fast det beslutade är ett annat.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest
import yaml

from planverktyg.arkiv.syntax import läs
from planverktyg.arkiv.version import läs_version
from planverktyg.modell.beslutslage import Läge, läs_läge
from planverktyg.modell.fingeravtryck import fingeravtryck
from planverktyg.skillnad import Tyngd, jämför
from planverktyg.utgivning.skillnader.sammandrag import sammanfatta
from tests.conftest import git, kör_plan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from planverktyg.arkiv.version import Version

PLAN = """\
format: 1
plan: {id: p, namn: Nämndplan 2020, nämnd: Socialnämnden, år: 2020, bygger på: k}
etiketter: {barn: Barn och unga}
vision: {namn: Trygghet, text: Alla barn ska alltid få stöd inom en vecka.}
disposition:
  - {rubrik: Inledning, text: Nämnden ska alltid ge stöd inom en vecka till den som ber om det.}
mål:
  - id: m
    nivå: nämndmål
    namn: Fler barn får stöd
    beskrivning: Stödet ska alltid ges inom en vecka.
    bidrar till: k/o
    ansvarig: Enhetschefen
    nämnder: [SN, BUN]
    mätmetod: Räknas i verksamhetssystemet.
    indikatorer:
      - id: dygn
        namn: Dygn på HVB-hem
        enhet: dygn
        ackumuleras: ja
        utgångsvärde: {värde: 3650, avser: 2019}
        målvärde: {högst: 2555}
        mätmetod: Alla placeringar räknas.
        följs upp: [delår 2, helår]
        per kön: ja
        ansvarig: Controllern
      - {id: svar, namn: Svar i tid, enhet: "%", utgångsvärde: {värde: 60, avser: 2019}, målvärde: {minst: 90}}
      - {id: lagen, namn: Andel nöjda, enhet: "%", per verksamhet: [a, b], målvärde: {minst: 80}}
      - {id: klar, namn: Rutinen är antagen, målvärde: {klart: 2020-06}}
      - {id: okar, namn: Antal möten, enhet: antal, utgångsvärde: {värde: 5, avser: 2019}, målvärde: {riktning: ökar}}
      - {id: steg, namn: Nivå, skala: {låg: 0, hel: 1}, målvärde: {minst: hel}}
uppdrag:
  - id: g
    rubrik: Uppdrag
    källa: nämnden
    uppdrag:
      - {id: u, text: Utred familjehemsvården, klart: 2020-06, ansvarig: Chefen, delar: [Kartlägg behoven]}
risker:
  - {id: r, text: Åtgärderna får inte effekt, sannolikhet: 3, konsekvens: 3, ansvarig: Chefen}
åtgärder:
  - {id: a, text: Följ upp varje månad, risker: r, slut: 2020-05-31, ansvarig: Chefen}
kontrollmoment:
  - {id: t, text: Stickprov av beslut, risker: r, metod: Tio ärenden dras., frekvens: varje månad, ansvarig: Chefen}
åtgärdsplan:
  - id: o
    rubrik: Placeringar
    punkter:
      - id: hvb
        namn: Färre placeringar
        målsättning: Hälften så många
        ekonomisk effekt: {belopp: 4.8, enhet: mnkr}
        åtgärder: [{id: b, text: Fler familjehem, klart: 2020-10}]
ekonomi:
  kommunbidrag: [{id: kb, enhet: mnkr, belopp: {2020: 234.1}}]
  driftbudget:
    - {id: drift, rader: [{namn: Nettokostnad, slag: nettokostnad, budget: 234133}]}
årshjul: [{månader: [mars], punkter: [Nämnden beslutar om internkontrollplanen]}]
styrdokument: [{rubrik: Policyer, dokument: [{namn: Barnpolicyn, antaget: 2015}]}]
"""
KOMMUNPLAN = """\
format: 1
plan: {id: k, namn: Kommunplan 2020, nämnd: Kommunfullmäktige, år: 2020}
mål: [{id: o, nivå: mål, namn: En trygg kommun}, {id: o2, nivå: mål, namn: En god ekonomi}]
"""
UPPFÖLJNING = """\
format: 1
uppföljning: {plan: p, period: helår, per: 2020-12-31}
sammanfattning: Året har varit svårt för barnen och deras familjer i kommunen.
utfall:
  dygn: {värde: 3600, kön: {kvinnor: 1800, män: 1800}}
  svar: {värde: 61, jämförelse: {riket: 80}}
  lagen: {per verksamhet: {a: 70, b: 85}}
  klar: nej
  okar: {värde: 5, mätningar: [{värde: 4, avser: 2020-03}, {värde: 5, avser: 2020-09}]}
  steg: låg
bedömningar: {m: {bedömning: ej uppfyllt, motivering: Målet nåddes inte., beslutad av: Nämnden}}
uppdrag: {u: {status: pågår, kommentar: Kartläggningen är inte klar.}}
åtgärder: {a: pågår, b: ej påbörjad}
åtgärdspunkter: {hvb: {effekt: 1.2, enhet: mnkr}}
risker: {r: {sannolikhet: 4, konsekvens: 3}}
kontrollmoment: {t: {resultat: med avvikelse, avvikelse: Två beslut saknades., kommentar: Rättas.}}
"""
KOMMUN = """\
format: 1
kommun: {id: x, namn: X kommun}
nivåer: [mål, nämndmål]
perioder: {delår 2: 08-31, helår: 12-31}
sammanvägning: {krav: {uppfyllt: 90, delvis: 60}, täckning: 50}
riskmatris: {tröskel: 8, hög: 14}
"""
FILER = {"plan": PLAN, "helar": UPPFÖLJNING, "kommun": KOMMUN, "k/plan": KOMMUNPLAN}

Väg: TypeAlias = "tuple[str | int, ...]"


@dataclass(frozen=True)
class Ändring:
    """En fil, vägen till det som ändras, och vad som gör det."""

    fil: str
    väg: Väg
    nytt: Any
    """Det nya värdet, eller None när uppgiften tas bort."""

    @property
    def namn(self) -> str:
        """Filen, vägen och det nya värdet."""
        return f"{self.fil}: {'.'.join(map(str, self.väg))} → {'bort' if self.nytt is None else self.nytt}"


# --- En ändring av varje uppgift ----------------------------------------------------------------------


def _uppgifter(värde: Any, väg: Väg = ()) -> Iterator[tuple[Väg, Any]]:
    if isinstance(värde, dict):
        for nyckel, inre in värde.items():
            yield (*väg, nyckel), inre
            yield from _uppgifter(inre, (*väg, nyckel))
    elif isinstance(värde, list):
        for nr, inre in enumerate(värde):
            if isinstance(inre, dict):
                yield (*väg, nr), inre
            yield from _uppgifter(inre, (*väg, nr))


def _andra_värden(värde: Any) -> Iterator[Any]:
    """Ett annat värde av samma slag åt varje håll, och inget alls."""
    if isinstance(värde, str):
        byten = {"ja": "nej", "nej": "ja", "mål": "nämndmål", "nämndmål": "mål", "pågår": "klar", "delår 2": "helår"}
        yield byten.get(värde, f"{värde} i mån av tid")
    elif isinstance(värde, (int, Decimal)) and not isinstance(värde, bool):
        yield värde + 1
        yield värde - 1
    yield None


def _ändringar() -> list[Ändring]:
    funna = []
    for fil in ("plan", "helar", "kommun"):
        träd, _ = läs(FILER[fil].encode(), fil)
        assert träd is not None
        for väg, värde in _uppgifter(träd.innehåll):
            if väg[-1] not in ("format", "id"):
                funna += [Ändring(fil, väg, nytt) for nytt in _andra_värden(värde)]
    return funna


class _Skrivare(yaml.SafeDumper):
    """Skriver exakta tal som tal."""


_Skrivare.add_representer(
    Decimal, lambda skrivare, tal: skrivare.represent_scalar("tag:yaml.org,2002:float", format(tal, "f"))
)


def _skriv(innehåll: Any) -> str:
    return yaml.dump(innehåll, Dumper=_Skrivare, allow_unicode=True, sort_keys=False, width=1000)


def _ändrad(text: str, ändring: Ändring) -> str:
    träd, _ = läs(text.encode(), "")
    assert träd is not None
    rot: Any = träd.innehåll
    *dit, sist = ändring.väg
    for steg in dit:
        rot = rot[steg]
    if ändring.nytt is None:
        del rot[sist]
    else:
        rot[sist] = ändring.nytt
    return _skriv(träd.innehåll)


# --- Utan git: samma lista som kommandot skriver ut ---------------------------------------------------


def _beslutade() -> dict[str, str]:
    """Filerna, med besluten inskrivna."""
    plan, helar = (_läst(FILER[namn]) for namn in ("plan", "helar"))
    besluten = {
        "plan": {"datum": "2019-10-15", "paragraf": 97, "fingeravtryck": fingeravtryck(plan)},
        "helar": {"datum": "2021-02-15", "paragraf": 9, "fingeravtryck": fingeravtryck(helar)},
    }
    return FILER | {
        namn: _ändrad(FILER[namn], Ändring(namn, (huvud, "beslut"), besluten[namn]))
        for namn, huvud in (("plan", "plan"), ("helar", "uppföljning"))
    }


def _läst(text: str) -> Any:
    (fil,) = läs_version("", {"fil.yaml": text.encode()}).filer
    assert fil.är_hel, fil.fynd
    return fil.modell


def _version(filer: Mapping[str, str]) -> Version:
    return läs_version("", {f"planer/{namn}.yaml": text.encode() for namn, text in filer.items()})


BESLUTADE = _beslutade()


@cache
def _den_beslutade() -> Version:
    """Det som varje ändring jämförs med, läst en gång."""
    return _version(BESLUTADE)


LUGNANDE = ("Ingenting försvagar planen", "Ingenting i planerna har ändrats")
SAKNAR_BETYDELSE = {"etiketter", "föregångare"}
"""Uppgifter som inte ändrar vad planen lovar."""


def _tyst(ändring: Ändring, filer: Mapping[str, str]) -> tuple[str, Tyngd | None]:
    """Vad som är tyst om ändringen (tomt när inget är det), och hur tungt den väger; None när filen inte går att läsa."""
    skillnad = jämför(_den_beslutade(), _version(filer))
    slutsats = sammanfatta(skillnad)
    tyngd = skillnad.ändringar[0].tyngd if skillnad.ändringar else Tyngd.NEUTRAL
    väntas_larma = bool(skillnad.olästa) or tyngd in (Tyngd.FÖRSVAGAR, Tyngd.OKLAR)
    utan_betydelse = bool(set(ändring.väg) & SAKNAR_BETYDELSE)
    if any(text in slutsats for text in LUGNANDE) and tyngd is not Tyngd.STÄRKER and not utan_betydelse:
        return f"rubriken: {ändring.namn}: {slutsats}", tyngd
    if väntas_larma is not skillnad.kan_försvaga:
        return f"felkoden: {ändring.namn}", tyngd
    if ändring.fil in ("plan", "helar") and not skillnad.olästa and "beslut" not in ändring.väg:
        läge = läs_läge(_läst(filer[ändring.fil]))
        if läge.läge is Läge.BESLUTAD:
            return f"beslutet: {ändring.namn}", tyngd
    return "", None if skillnad.olästa else tyngd


def test_ingen_ändring_av_en_uppgift_är_tyst() -> None:
    """Rubriken lugnar aldrig när något annat än en förstärkning har skett, och det beslutade är inte längre beslutat."""
    tysta, räknat = [], Counter[str]()
    for ändring in _ändringar():
        tyst, tyngd = _tyst(ändring, BESLUTADE | {ändring.fil: _ändrad(BESLUTADE[ändring.fil], ändring)})
        tysta += [tyst] if tyst else []
        räknat[tyngd or "oläst"] += 1
    assert tysta == []
    assert sum(räknat.values()) > 250, räknat
    assert räknat[Tyngd.FÖRSVAGAR] > 50, räknat


# --- Det som vaktar, och filerna runt planen ----------------------------------------------------------

_LÄTTARE = "format: 1\nkommun: {id: x, namn: X kommun}\nsammanvägning: {krav: {uppfyllt: 10, delvis: 5}}\n"
SKYDDEN = [
    pytest.param("plan", (r", fingeravtryck: v1[^}]*", ""), "skydd", id="fingeravtrycket tas bort"),
    pytest.param("plan", (r"beslut: \{[^}]*\}, ", ""), "skydd", id="beslutet tas bort"),
    pytest.param("plan", (r"beslut: \{", "beslut: {status: förslag, "), "skydd", id="beslutat blir förslag"),
    pytest.param("plan", (r"mål=[0-9a-f]{16}", "mål=0123456789abcdef"), "skydd", id="fingeravtrycket byts"),
    pytest.param("plan", (r"paragraf: 97", "paragraf: 12"), "beslut", id="paragrafen byts"),
    pytest.param(
        "plan",
        (r"beslut: (\{[^}]*\}), ", r"beslut: {datum: 2020-01-10, paragraf: 3}, tidigare beslut: [\1], "),
        "skydd",
        id="ett nytt beslut utan fingeravtryck",
    ),
    pytest.param("plan", (r"\Z", "undantag: [{regel: BES1301, motivering: x}]\n"), "tillagd", id="ett undantag"),
    pytest.param("helar", (r", fingeravtryck: v2[^}]*", ""), "skydd", id="uppföljningens fingeravtryck tas bort"),
    pytest.param(
        "helar", (r"per: '?2020-12-31'?", "per: '2020-12-31', fas: inmatning"), "övrigt", id="åter ett utkast"
    ),
]


@pytest.mark.parametrize(("fil", "byte", "slag"), SKYDDEN)
def test_det_som_vaktar_kan_inte_tas_bort_i_tysthet(fil: str, byte: tuple[str, str], slag: str) -> None:
    ny, antal = re.subn(byte[0], byte[1], _på_en_rad(BESLUTADE[fil], fil), count=1)
    assert antal == 1
    skillnad = jämför(_den_beslutade(), _version(BESLUTADE | {fil: ny}))
    assert not skillnad.olästa, skillnad.olästa
    assert skillnad.kan_försvaga, sammanfatta(skillnad)
    assert skillnad.ändringar[0].slag == slag


def _på_en_rad(text: str, fil: str) -> str:
    """Dokumentet med huvudet på en rad, så att bytena är enkla."""
    träd, _ = läs(text.encode(), fil)
    assert träd is not None
    huvud = "plan" if fil == "plan" else "uppföljning"
    innehåll: Any = träd.innehåll
    flöde = yaml.dump(
        innehåll[huvud], Dumper=_Skrivare, default_flow_style=True, allow_unicode=True, width=9000
    ).strip()
    resten = {nyckel: v for nyckel, v in innehåll.items() if nyckel not in (huvud, "format")}
    return f"format: 1\n{huvud}: {flöde}\n{_skriv(resten)}"


FILERNA = [
    pytest.param({"helar": None}, id="uppföljningen tas bort"),
    pytest.param({"plan": None}, id="planen tas bort"),
    pytest.param({"helar": None, "annan/helar": "helar"}, id="uppföljningen flyttas från planen"),
    pytest.param({"z": "helar"}, id="en uppföljning till för samma period"),
    pytest.param({"annan/plan": "plan"}, id="en kopia av planen i en annan mapp"),
    pytest.param({"plan": None, "annan/plan": "plan"}, id="planen flyttas från uppföljningen"),
    pytest.param({"kommun": None}, id="husreglerna tas bort"),
    pytest.param({"kommun": _LÄTTARE}, id="mildare husregler"),
    pytest.param({"kommun": KOMMUN + "övergripande nivåer: [nämndmål]\n"}, id="andra mål blir övergripande"),
    pytest.param({"plan": None, "s/plan": "plan", "s/kommun": _LÄTTARE, "helar": None, "s/helar": "helar"},
                 id="planen flyttas till mildare husregler"),
    pytest.param({"plan": PLAN.replace("id: p,", "id: q,").replace("2555", "9000")}, id="nytt id och mildare"),
    pytest.param({"plan": None, "z": PLAN.replace("id: p,", "id: q,").replace("2555", "9000")},
                 id="ny fil, nytt id och mildare"),
    pytest.param({"plan": PLAN.replace("id: dygn", "id: natter").replace("2555", "9000")}, id="indikatorn byter id"),
    pytest.param({"plan": PLAN.replace("mål:", "mål: [", 1)}, id="planen går inte att läsa"),
    pytest.param({"nasta": PLAN.replace("id: p,", "id: p21, föregångare: p,").replace("2020,", "2021,").replace("2555", "9000")},
                 id="nästa års plan är mildare"),
]  # fmt: skip


@pytest.mark.parametrize("byten", FILERNA)
def test_det_som_händer_runt_planen_är_inte_tyst(byten: dict[str, str | None]) -> None:
    filer = dict(BESLUTADE)
    for namn, text in byten.items():
        if text is None:
            del filer[namn]
        else:
            filer[namn] = BESLUTADE.get(text, text)
    skillnad = jämför(_den_beslutade(), _version(filer))
    assert skillnad.kan_försvaga, sammanfatta(skillnad)
    assert not any(text in sammanfatta(skillnad) for text in LUGNANDE)


def test_ett_statusord_som_betyder_något_annat_är_inte_tyst() -> None:
    """Svaren i uppföljningen är desamma, men räknas på ett annat sätt."""
    ord_ = FILER | {"kommun": KOMMUN + "statusord: {genomförs kontinuerligt: pågår}\n"}
    andra = ord_ | {"kommun": ord_["kommun"].replace("pågår", "klar")}
    assert jämför(_version(ord_), _version(andra)).kan_försvaga
    assert not jämför(_version(FILER), _version(ord_)).kan_försvaga  # ett nytt ord har ingen använt


@pytest.mark.parametrize(
    ("regler", "lättare"),
    [
        pytest.param(
            "bedömning: {grad: mot målvärdet}", "bedömning: {grad: {delvis från: 30}}", id="en gräns i stället för förvalet"
        ),
        pytest.param(
            "sammanvägning: {krav: {uppfyllt: {andel: 75}}}", "sammanvägning: {krav: {uppfyllt: {andel: 75, finansiella: 1}}}",
            id="de finansiella räknas inte längre bland alla",
        ),
        pytest.param(
            "sammanvägning: {täckning: 50, per nivå: {nämndmål: {räknar: [indikatorer]}}}",
            "sammanvägning: {täckning: 50, per nivå: {nämndmål: {räknar: [indikatorer], täckning: 1}}}",
            id="en lägre täckning på en nivå",
        ),
    ],
)  # fmt: skip
def test_ett_tal_som_ersätter_ett_förval_kan_försvaga(regler: str, lättare: str) -> None:
    """Talet stod inte där förut, men något annat gällde: det är inget nytt krav."""
    före, efter = (FILER | {"kommun": f"{KOMMUN.partition('sammanvägning')[0]}{text}\n"} for text in (regler, lättare))
    ändringar = [ä for ä in jämför(_version(före), _version(efter)).ändringar if ä.slag == "husregel"]
    assert [ä.tyngd for ä in ändringar] == [Tyngd.OKLAR]


def test_den_som_kräver_täckning_skärper() -> None:
    utan = _version(FILER | {"kommun": KOMMUN.replace(", täckning: 50", "")})
    för, mot = jämför(utan, _version(FILER)), jämför(_version(FILER), utan)
    tyngder = [ä.tyngd for s in (för, mot) for ä in s.ändringar if ä.slag == "husregel"]
    assert tyngder == [Tyngd.STÄRKER, Tyngd.FÖRSVAGAR]


# --- Det som inte betyder något -----------------------------------------------------------------------

ÄRLIGA = [
    ("plan", "format: 1", "# En kommentar.\nformat: 1"),
    ("plan", "namn: Fler barn får stöd", "namn: 'Fler barn får stöd'"),
    ("plan", "namn: Fler barn får stöd", 'namn: "Fler barn får stöd"'),
    ("plan", "enhet: dygn\n", "enhet: 'dygn'\n"),
    ("plan", "{högst: 2555}", "{högst: 2555.0}"),
    ("plan", "{högst: 2555}", "{ högst: 2555 }"),
    ("plan", "{minst: 90}", "{minst: 90.00}"),
    ("plan", "{minst: hel}", "hel"),
    ("plan", "{värde: 3650, avser: 2019}", "{avser: 2019, värde: 3650}"),
    ("plan", "{värde: 3650, avser: 2019}", "{värde: 3650.0, avser: 2019}"),
    ("plan", "{värde: 3650, avser: 2019}", "{värde: 3650, avser: helår 2019}"),
    ("plan", "{värde: 3650, avser: 2019}", "{värde: 3650, avser: 2019, källa: Statistiken}"),
    ("plan", "{värde: 3650, avser: 2019}", "{värde: 3650, avser: 2019, kommentar: Räknat två gånger.}"),
    ("plan", "klart: 2020-06,", "klart: 2020-06-30,"),
    ("plan", "{klart: 2020-06}", "{klart: 2020-06-30}"),
    ("plan", "slut: 2020-05-31", "klart: 2020-05-31"),
    ("plan", "klart: 2020-10}", "klart: 2020-10-31}"),
    ("plan", "belopp: 4.8", "belopp: 4.80"),
    ("plan", "2020: 234.1", "2020: 234.10"),
    ("plan", "år: 2020,", "år: {från: 2020, till: 2020},"),
    ("plan", "nämnder: [SN, BUN]", "nämnder:\n      - SN\n      - BUN"),
    ("plan", "bidrar till: k/o", "bidrar till: [k/o]"),
    ("plan", "risker: r, slut", "risker: [r], slut"),
    ("plan", "  - id: m\n", "  - id: m\n    nummer: 1A\n"),
    ("plan", "  - id: m\n", "  - id: m\n    etiketter: barn\n"),
    ("plan", "nämnd: Socialnämnden,", "nämnd: Socialnämnden, kortnamn: SN,"),
    ("plan", "nämnd: Socialnämnden,", "nämnd: Socialnämnden, undertitel: Antagen,"),
    ("plan", "Stödet ska alltid ges inom en vecka.", "Stödet ska alltid\n      ges inom en vecka."),
    ("helar", "svar: {värde: 61,", "svar: {värde: 61.0,"),
    ("helar", "klar: nej", "klar: {värde: nej}"),
    ("helar", "a: pågår,", "a: {status: pågår},"),
    ("helar", "steg: låg", "steg: {värde: låg}"),
    ("helar", "dygn: {värde: 3600,", "dygn: {värde: 3600, källa: Systemet,"),
    ("helar", "dygn: {värde: 3600,", "dygn: {värde: 3600, kommentar: Enligt systemet.,"),
    ("helar", "effekt: 1.2", "effekt: 1.20"),
    ("kommun", "täckning: 50", "täckning: 50.0"),
    ("kommun", "{tröskel: 8, hög: 14}", "{hög: 14, tröskel: 8}"),
    ("kommun", "uppfyllt: 90", "uppfyllt: {andel: 90}"),
]
"""Ändringar av skrivsättet: samma plan."""


@pytest.mark.parametrize(("fil", "från", "till"), ÄRLIGA, ids=lambda bit: str(bit)[:40])
def test_ett_annat_skrivsätt_larmar_aldrig(fil: str, från: str, till: str) -> None:
    assert FILER[fil].count(från) == 1, från
    _larmar_inte(FILER | {fil: FILER[fil].replace(från, till)})


@pytest.mark.parametrize("skriv_om", [
    pytest.param(lambda text: text.replace("\n", "\r\n"), id="CRLF"),
    pytest.param(lambda text: unicodedata.normalize("NFD", text), id="NFD"),
    pytest.param(lambda text: "\ufeff" + text, id="BOM"),
    pytest.param(lambda text: text.replace("\n", "\n\n"), id="tomrader"),
    pytest.param(lambda text: "---\n" + text, id="streck överst"),
])  # fmt: skip
@pytest.mark.parametrize("fil", ["plan", "helar", "kommun", "k/plan"])
def test_filens_form_larmar_aldrig(fil: str, skriv_om: Callable[[str], str]) -> None:
    _larmar_inte(FILER | {fil: skriv_om(FILER[fil])})


def _larmar_inte(filer: Mapping[str, str]) -> None:
    skillnad = jämför(_version(FILER), _version(filer))
    assert not skillnad.olästa, skillnad.olästa
    assert {ä.tyngd for ä in skillnad.ändringar} <= {Tyngd.NEUTRAL}, sammanfatta(skillnad)


# --- Kommandona säger detsamma ------------------------------------------------------------------------


def test_kommandona_säger_detsamma_som_listan(tmp_path: Path) -> None:
    """Ett urval av ändringarna i ett riktigt förråd, där besluten är inskrivna av `plan besluta`."""
    for namn, text in FILER.items():
        (tmp_path / "planer" / namn).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "planer" / f"{namn}.yaml").write_text(text, encoding="utf-8")
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    for argument in (("p", "--datum", "2019-10-15", "--paragraf", "97"),
                     ("p", "--period", "helår", "--datum", "2021-02-15", "--paragraf", "9")):  # fmt: skip
        assert kör_plan("besluta", *argument, mapp=tmp_path).kod == 0
    git(tmp_path, "add", "--all")
    git(tmp_path, "commit", "--quiet", "--message", "Beslut")
    assert kör_plan("validera", mapp=tmp_path).kod == 0
    for ändring in [ä for ä in _ändringar() if ä.fil != "kommun"][::25]:
        fil = tmp_path / "planer" / f"{ändring.fil}.yaml"
        före = fil.read_text(encoding="utf-8")
        fil.write_text(_ändrad(före, ändring), encoding="utf-8")
        svar = kör_plan("skillnad", "HEAD", "--felkod", "--format", "json", mapp=tmp_path)
        assert svar.kod == int(json.loads(svar.ut)["kan försvaga"]), ändring
        assert kör_plan("validera", mapp=tmp_path).kod == 1, ändring
        fil.write_text(före, encoding="utf-8")
