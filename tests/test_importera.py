"""`plan importera`: dokument av olika slag blir planer, det okända står kvar som text, och inget hittas på eller försvinner."""

from __future__ import annotations

import os
import random
import re
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from planverktyg.arkiv.akt import Arkiv
from planverktyg.arkiv.filer import Minne
from planverktyg.blanketter.importera.block import Block
from planverktyg.blanketter.importera.delar.listor import månaderna, styrdokument
from planverktyg.blanketter.importera.delar.malvarden import ur_mening, ur_ruta
from planverktyg.blanketter.importera.filslag.markdownfil import läs_markdownfil
from planverktyg.blanketter.importera.filslag.sidor import utan_sidnummer
from planverktyg.blanketter.importera.filslag.textfil import läs_textfil
from planverktyg.blanketter.importera.helhet import ord_i, tappat
from planverktyg.blanketter.importera.importen import GårInteAttImportera, Kända, Sagt, importera, läs_källtext
from planverktyg.blanketter.importera.regler import TABELLER
from planverktyg.blanketter.importera.tal import läs_mätt, läs_tid
from planverktyg.blanketter.importera.utkast import Utkast, meningar
from planverktyg.modell.grund.fynd import Allvar
from tests.conftest import ROT, jämför_med_facit, kör_plan

if TYPE_CHECKING:
    from collections.abc import Callable

    from planverktyg.blanketter.importera.importen import Import

UNDERLAG = ROT / "tests" / "importunderlag"


def ur(text: str, *, filnamn: str = "underlag.txt", nivåer: tuple[str, ...] = ()) -> Import:
    """Texten importerad som en plan för 2025."""
    källtext = läs_källtext(text.encode(), filnamn)
    return importera(källtext, Sagt("sn-2025", filnamn, "Socialnämnden", (2025, 2025)), Kända(nivåer), "# schema")


# --- Hela dokument -------------------------------------------------------------------------------------


@pytest.mark.parametrize("filnamn", ["verksamhetsplan.txt", "resursplan.txt", "protokoll.txt", "policy.md"])
def test_ett_dokument_som_ingen_har_sett_blir_en_plan_utan_fel(filnamn: str, tmp_path: Path) -> None:
    """Två planer med olika slags tabeller; ett protokoll och en policy, som är något annat och blir text."""
    (tmp_path / filnamn).write_bytes((UNDERLAG / filnamn).read_bytes())
    körning = kör_plan("importera", filnamn, "--ut", "planer/bjorka/plan-1", mapp=tmp_path)
    assert körning.kod == 0, körning.fel
    plan = (tmp_path / "planer/bjorka/plan-1/plan.yaml").read_text(encoding="utf-8")
    jämför_med_facit(f"importera-{filnamn.replace('.', '-')}.yaml", plan)
    jämför_med_facit(f"importera-{filnamn.replace('.', '-')}.txt", körning.ut)
    assert kör_plan("validera", "planer", mapp=tmp_path).ut.count(" fel ") == 0
    assert f"Att kontrollera: {plan.count('# kontrollera: ')} gissning" in körning.ut


@pytest.mark.parametrize("filnamn", ["protokoll.txt", "policy.md"])
def test_det_som_inte_är_en_plan_får_inga_mål_och_inga_tal(filnamn: str) -> None:
    källa = (UNDERLAG / filnamn).read_bytes()
    text = importera(läs_källtext(källa, filnamn), Sagt("p", filnamn), Kända(), "#").text
    assert not re.search(r"(?m)^(mål|uppdrag|risker|ekonomi|åtgärdsplan|årshjul):", text)


@pytest.mark.parametrize("filnamn", ["verksamhetsplan.txt", "resursplan.txt"])
def test_allt_i_källan_står_i_planen(filnamn: str) -> None:
    """Ord för ord, i samma följd, också ur tabeller som ingen regel känner igen."""
    källa = (UNDERLAG / filnamn).read_text(encoding="utf-8")
    resultat = ur(källa)
    assert resultat.tappat == ()
    planens = " ".join(ord_i(resultat.text))
    for rad in källa.splitlines():
        text = rad.partition(": ")[2] or re.sub(r"^Mål 1\. | \(.*", "", rad)
        if "\t" not in rad and len(ord_i(text)) > 2:
            assert " ".join(ord_i(text)) in planens, rad


def test_det_som_tappas_sägs() -> None:
    block = [Block("stycke", "Detta försvann helt på vägen", 7), Block("tabell", rad=9, rader=[["A"], ["borta också"]])]
    assert [tuple(t) for t in tappat(block, "plan: {id: x}")] == [
        (7, "detta försvann helt på vägen"),
        (9, "borta också"),
    ]


@pytest.mark.parametrize("frö", range(25))
def test_en_sönderklippt_källa_blir_en_plan_och_aldrig_en_krasch(frö: int) -> None:
    """Rader ur flera dokument, omkastade, klippta och med tabbar på fel ställen. Inget får bli en plan som inte går att läsa."""
    slump = random.Random(frö)  # noqa: S311 - samma frö, samma text
    rader = [rad for fil in sorted(UNDERLAG.glob("*.txt")) for rad in fil.read_text(encoding="utf-8").split("\n")]
    början = slump.randrange(len(rader) - 60)
    rader = rader[början : början + slump.randint(10, 60)]
    for _ in range(slump.randint(0, 20)):
        plats = slump.randrange(len(rader))
        rad = rader[plats]
        nya = (
            rad.replace(" ", "\t", 2),
            rad[::-1],
            rad.upper(),
            "Indikator:",
            "(2020)",
            "Årshjul",
            "Uppdrag",
            "\t",
            "- ",
            "Vision",
        )
        rader[plats] = slump.choice(nya)
    text = ur("\n".join(rader)).text
    fynd = Arkiv(Minne("minnet", {"k/p/plan.yaml": text.encode()})).mapp(Path("k/p")).fynd
    assert not [f for f in fynd if f.allvar is Allvar.FEL], text


def test_en_ruta_utan_rubrik_går_inte_förlorad() -> None:
    """Markdown visar inte rutor som är fler än rubrikerna, men någon har skrivit dem."""
    text = "# T\n\n> | A | B |\n> |---|---|\n> | 1 | 2 | 3 \\| x | 4 |\n> | 5 |\n\n- | C | D |\n  |---|---|\n  | 6 | 7 | 8 |\n"
    tabeller = [b.rader for b in läs_markdownfil(text).block if b.slag == "tabell"]
    assert tabeller == [[["A", "B"], ["1", "2", "3 | x", "4"], ["5", ""]], [["C", "D"], ["6", "7", "8"]]]


def test_ett_steg_som_ingen_skala_har_står_kvar_ordagrant() -> None:
    """Att källan inget säger sägs bara när den inget säger."""
    tabell = (
        "# T\n\n## Risker\n\n| Risk | Sannolikhet | Konsekvens |\n|---|---|---|\n| Brand | 99 | fem |\n| Ras | – |  |\n"
    )
    plan = ur(tabell, filnamn="t.md").text
    assert "värdering: {saknas: källan säger sannolikhet 99 och konsekvens fem}" in plan
    assert plan.count("källan visar ingen siffra") == 1


# --- Målvärden och tal ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ruta", "väntat", "enhet"),
    [
        ("Högst 2,2 procent", {"högst": "2.2"}, "%"),
        ("minst 88 %", {"minst": "88"}, "%"),
        ("≥ 90%", {"minst": "90"}, "%"),
        ("max 8 veckor", {"högst": "8"}, "veckor"),
        ("Minst 69 000", {"minst": "69000"}, ""),
        ("Minst NKI 75", {"minst": "75"}, "NKI"),
        ("över 20", {"över": "20"}, ""),
        ("mindre än 46,9 mnkr", {"under": "46.9"}, "mnkr"),
        ("2–4", {"mellan": ["2", "4"]}, ""),
        ("50-100 procent", {"mellan": ["50", "100"]}, "%"),
        ("mellan 2 och 4", {"mellan": ["2", "4"]}, ""),
        ("ska öka", {"riktning": "ökar"}, ""),
        ("Öka", {"riktning": "ökar"}, ""),
        ("ska inte minska", {"riktning": "minskar inte"}, ""),
        ("bibehålls", {"riktning": "bibehålls"}, ""),
        ("Ja", "ja", "ja/nej"),
        ("100 %", {"minst": "100"}, "%"),
        ("0", {"högst": "0"}, ""),
        ("klart 2026", {"klart": 2026}, ""),
        ("senast december 2025", {"klart": "2025-12"}, ""),
        ("Redovisas", {"redovisas": "ja"}, ""),
        ("God kvalitet enligt nämnden", {"bedöms": "God kvalitet enligt nämnden"}, ""),
        ("–", None, ""),
        ("", None, ""),
    ],
)
def test_målvärden_i_rutor(ruta: str, väntat: Any, enhet: str) -> None:
    mål = ur_ruta(ruta, namn="Det som mäts", före=None, steg=None)
    assert (_enkelt(mål.värde), mål.enhet) == (väntat, enhet) if mål else väntat is None


def _enkelt(värde: Any) -> Any:
    if isinstance(värde, dict):
        return {namn: _enkelt(v) for namn, v in värde.items()}
    if isinstance(värde, list):
        return [_enkelt(v) for v in värde]
    return str(värde) if isinstance(värde, Decimal) else värde


@pytest.mark.parametrize(
    ("före", "namn", "håll"),
    [("3650", "Antal dygn", "högst"), ("2", "Antal dygn", "minst"), (None, "Sjukfrånvaro", "högst"), (None, "Nöjda", "minst")],
)  # fmt: skip
def test_hållet_gissas_ur_utgångsvärdet_och_annars_ur_namnet_och_är_alltid_en_fråga(
    före: str | None, namn: str, håll: str
) -> None:
    mål = ur_ruta("100", namn=namn, före=None if före is None else Decimal(före), steg=None)
    assert mål is not None
    assert mål.värde == {håll: Decimal(100)}
    assert "gissning" in mål.fråga


def test_rutan_läses_med_indikatorns_egen_skala() -> None:
    mål = ur_ruta("2", namn="Plan", före=None, steg={"nej": 0, "delvis": 1, "ja": 2})
    assert mål is not None
    assert (mål.värde, mål.fråga) == ("ja", "")


@pytest.mark.parametrize(
    ("mening", "väntat"),
    [
        ("Minst två nya platser öppnas.", {"minst": "2"}),
        ("Kön ska vara högst 3 procent.", {"högst": "3"}),
        ("60 % av deltagarna går vidare.", {"minst": "60"}),
        ("Antalet besök ska öka.", {"riktning": "ökar", "mot": "föregående år"}),
        ("Andelen ska inte minska jämfört med 2023.", {"riktning": "minskar inte", "mot": 2023}),
        ("Kostnaden ska inte överstiga 200 kr.", {"högst": "200"}),
        ("Tiden får inte överstiga vad som avtalats.", {"högst": {"namn": "vad som avtalats"}}),
        ("Redovisning av antalet klagomål.", {"redovisas": "ja"}),
        ("Alla barn erbjuds simskola.", {"minst": "100"}),
        ("Inga barn står i kö.", {"högst": "0"}),
        ("Stödet ska utvecklas.", {"bedöms": "ska utvecklas"}),
        ("Enheterna ska redovisa sitt arbete.", "ja"),
    ],
)
def test_målvärden_i_meningar(mening: str, väntat: Any) -> None:
    assert _enkelt(ur_mening(mening).värde) == väntat


def test_en_tidsgräns_gör_meningen_till_något_som_ska_vara_klart() -> None:
    assert ur_mening("Planen är antagen.", klart=2026).värde == {"klart": 2026}
    assert ur_mening("Minst tre platser finns.", klart=2026).värde == {"minst": Decimal(3), "avser": 2026}


@pytest.mark.parametrize(
    ("text", "tal", "enhet", "parentes"),
    [
        ("3 650", "3650", "", ""), ("12.69 %", "12.69", "%", ""), ("4,27%", "4.27", "%", ""), ("−8 800", "-8800", "", ""),
        ("3 (sep. 2019)", "3", "", "sep. 2019"), ("17 pers", "17", "pers", ""), ("5,8 st", "5.8", "st", ""),
    ],
)  # fmt: skip
def test_tal_med_enhet_och_parentes(text: str, tal: str, enhet: str, parentes: str) -> None:
    assert läs_mätt(text) == (Decimal(tal), enhet, parentes)


@pytest.mark.parametrize("text", ["13/36/23", "8 av 10", "cirka 20", "3 650 eller 10", "12:30", "1 (8) 2"])
def test_det_som_inte_är_ett_tal_blir_inget_tal(text: str) -> None:
    assert läs_mätt(text) is None


@pytest.mark.parametrize(
    ("text", "tid"),
    [
        ("2019", 2019), ("sep. 2019", "2019-09"), ("30 april 2024", "2024-04-30"), ("2024-06-30", "2024-06-30"),
        ("delår 2 2019", "delår 2 2019"), ("DELÅRS- RAPPORT 2 2019", "delår 2 2019"), ("nyligen", None), ("99 mumrik 2019", None),
    ],
)  # fmt: skip
def test_tider(text: str, tid: str | int | None) -> None:
    assert läs_tid(text) == tid


# --- Tabeller ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rubriker", "slag"),
    [
        ("INDIKATORER|PROG. UTFALL 2019|MÅL 2020", "indikatorer"),
        ("Mätetal|Nuläge|Målnivå 2026|Enhet", "indikatorer"),
        ("Nyckeltal|Resultat 2023|Mål", "indikatorer"),
        ("Risk|S|K|Riskvärde", "risker"),
        ("RISK|RISKVÄRDE|SANNOLIKHET|KONSEKVENNS", "risker"),
        ("Åtgärd|Ansvarig|Klart", "åtgärder"),
        ("Kontrollmoment|Metod|Frekvens", "kontrollmoment"),
        ("Nämnduppdrag", "uppdrag"),
        ("Uppdrag|Ansvarig|Klart", "uppdrag"),
        ("Namn|Telefon", None),
        ("Anläggning|Byggår|Skick", None),
    ],
)
def test_tabellens_slag_känns_igen_på_rubrikerna(rubriker: str, slag: str | None) -> None:
    funnet = next((regel.slag for regel in TABELLER if regel.kolumnerna(rubriker.split("|")) is not None), None)
    assert funnet == slag


def test_en_tabell_som_delas_av_en_sidbrytning_blir_en() -> None:
    källa = "Indikator\tUtfall 2023\tMål 2025\nA\t1\t2\n\nB\t3\t4\n\nIndikator\tUtfall 2023\tMål 2025\nC\t5\t6\n"
    assert [len(b.rader) for b in läs_textfil(källa).block] == [3, 2]


def test_en_kolumn_som_ingen_regel_känner_följer_med() -> None:
    text = ur("Nämndmål - Fler får stöd\n\nIndikator\tUtfall 2024\tMål 2025\tFärg\nAntal stöd\t3\t5\tblå\n").text
    assert 'beskrivning: "Färg: blå"' in text
    assert "kontrollera: kolumner som inte känns igen" in text


def test_ensamma_tal_är_sidnummer_bara_när_de_räknar_upp() -> None:
    sidor = utan_sidnummer(["Ett", "1", "Två", "2", "Tre", "3", "17"])
    assert sidor == (["Ett", "", "Två", "", "Tre", "", "17"], ("1", "2", "3"))
    assert utan_sidnummer(["Antal", "17", "12", "40"]) == (["Antal", "17", "12", "40"], ())


def test_en_rubrik_med_sin_tabell_är_ett_mål_om_den_inte_bara_säger_vad_tabellen_är() -> None:
    tabell = "Indikator\tUtfall 2024\tMål 2025\nA\t1\t2\n"
    assert "namn: Nöjda brukare" in ur(f"Nämndplan 2025\n\nNöjda brukare\n\n{tabell}").text
    assert "| A | 1 | 2 |" in ur(f"Nämndplan 2025\n\nNyckeltal för nämnden\n\n{tabell}").text


def test_en_tabell_med_andra_tal_än_pengar_är_text() -> None:
    text = ur("Nämndplan 2025\n\nBarn\n\nAntal\t2023\t2024\nFörskola\t812\t798\n").text
    assert "| Förskola | 812 | 798 |" in text
    assert "ekonomi:" not in text


@pytest.mark.parametrize(
    ("punkt", "väntat"),
    [
        (
            "Andel nöjda, minst 45 % (utfall 2023: 41 %)",
            ("Andel nöjda, minst 45 %", "{värde: 41, avser: 2023}", "{minst: 45}"),
        ),
        ("Antal feriejobb: 200", ("Antal feriejobb", None, "{minst: 200}")),
        ("Öppettimmar per vecka, målvärde 60", ("Öppettimmar per vecka", None, "{minst: 60}")),
        ("Sjukfrånvaro: högst 5 %", ("Sjukfrånvaro", None, "{högst: 5}")),
    ],
)
def test_indikatorer_i_punkter_med_sina_tal(punkt: str, väntat: tuple[str, str | None, str]) -> None:
    text = ur(f"Nämndplan 2025\n\nMål: Bättre\n\nIndikatorer:\n\n- {punkt}\n").text
    utgångsvärde = re.search("utgångsvärde: (.*)", text)
    assert (
        text.split("- id:")[-1].split("namn: ")[1].split("\n")[0].strip('"'),
        utgångsvärde[1] if utgångsvärde else None,
        text.split("målvärde: ")[1].split("\n")[0],
    ) == väntat


def test_en_rubrik_behöver_ingen_tomrad_efter_sig() -> None:
    lång = "Nämnden ansvarar för en verksamhet som tar mer än en rad att beskriva i källan."
    block = läs_textfil(f"Ansvar\n{lång}\nOmfattning\n{lång}\n").block
    assert [(b.slag, b.text) for b in block] == [
        ("rubrik", "Ansvar"), ("stycke", lång), ("rubrik", "Omfattning"), ("stycke", lång),
    ]  # fmt: skip


def test_ett_mål_som_mäter_sig_självt_kan_få_fler_indikatorer() -> None:
    tabell = "Indikator\tUtfall 2024\tMål 2025\nKö\t3\t0\n"
    text = ur(f"Nämndplan 2025\n\nNämndens mål\n\n- Minst 90 % är nöjda.\n\nDet mäts så här.\n\n{tabell}").text
    assert re.findall(r"- id: .*\n +namn: (.+)", text) == ["Minst 90 % är nöjda.", "Kö"]


def test_mål_som_rader_över_hela_tabellen() -> None:
    text = ur(
        "Nämndplan 2025\n\nStyrkort\n\nNämndmål 1: Fler får stöd\t\t\nIndikator\tUtfall 2024\tMålvärde\nAntal stöd\t3\tminst 5\n"
        "Nämndmål 2: Färre väntar\t\t\nVäntetid\t14 dagar\thögst 7 dagar\n"
    ).text
    assert re.findall(r"nivå: (.+)\n +nummer: .(.).\n +namn: (.+)", text) == [
        ("nämndmål", "1", "Fler får stöd"),
        ("nämndmål", "2", "Färre väntar"),
    ]
    assert re.findall("målvärde: (.*)", text) == ["{minst: 5, avser: ej angivet}", "{högst: 7, avser: ej angivet}"]


@pytest.mark.parametrize(
    ("rubriker", "väntat"),
    [
        ("Indikator\tUtfall\t\tMål\t\n\t2022\t2023\t2025\t2027", "Indikator | Utfall 2022 | Utfall 2023 | Mål 2025 | Mål 2027"),
        ("\tUtfall\t\tMål\t\nIndikator\t2022\t2023 (prel.)\t2025\t2027",
         "Indikator | Utfall 2022 | Utfall 2023 (prel.) | Mål 2025 | Mål 2027"),
        ("Indikator\tEnhet\tUtfall\t\tMål\n\t\t2022\t2023\t2025", "Indikator | Enhet | Utfall 2022 | Utfall 2023 | Mål 2025"),
    ],
)  # fmt: skip
def test_kolumnrubriker_på_två_rader_blir_en(rubriker: str, väntat: str) -> None:
    """Annars blev det äldsta utfallet utgångsvärde, och åren försvann."""
    rad = "Antal stöd\tst\t204\t215\tminst 230" if "Enhet" in rubriker else "Antal stöd\t204\t215\tminst 230\t235"
    text = ur(f"Nämndplan 2025\n\nNämndmål 1: Fler får stöd\n\n{rubriker}\n{rad}\n").text
    assert f"Källans kolumner: {väntat}" in " ".join(text.replace("#", "").split())
    assert "värde: 215, avser: 2023" in text
    assert "{värde: 204, avser: 2022}" in text
    assert "Utan rubrik" not in text


def test_ett_kalkylblad_sparat_som_text() -> None:
    """Kalkylprogrammet sätter citattecken runt rutor med komma, citattecken och flera rader."""
    text = ur(
        "Nämndplan 2025\t\t\t\n\t\t\t\nNämndmål\tIndikator\tUtfall 2024\tMål 2025\n"
        '"Trygghet, för alla"\tAndel trygga\t81 %\t85 %\n'
        '"Fler når\negen försörjning"\t"Avslut till ""arbete"""\t1 200\t1 300\n\n"Ett citat."\n'
    ).text
    assert re.findall("namn: (.+)", text)[1:] == [
        "Trygghet, för alla", "Andel trygga", "Fler når egen försörjning", 'Avslut till "arbete"',
    ]  # fmt: skip
    assert '"Ett citat."' in text


@pytest.mark.parametrize(
    ("rubriker", "rutor", "väntat"),
    [
        ("Utfall 2024\t\t\tMål 2025\n\tKvinnor\tMän\tTotalt\t", "88\t86\t87\t90",
         "{värde: 87, avser: 2024, kön: {kvinnor: 88, män: 86}}"),
        ("Utfall 2024 flickor\tUtfall 2024 pojkar\tUtfall 2024\tMål 2025", "88\t86\t87\t90",
         "{värde: 87, avser: 2024, kön: {kvinnor: 88, män: 86}}"),
        ("Utfall 2023\tUtfall 2024 kvinnor\tUtfall 2024 män\tMål 2025", "80\t88\t86\t90",
         "{saknas: Källan har bara värden för könen.}"),
        ("2023\t2024\tMål 2025\t2026", "80\t88\t90\t92", "{värde: 88, avser: 2024, historik: [{värde: 80, avser: 2023}]}"),
    ],
)  # fmt: skip
def test_könens_och_årens_kolumner(rubriker: str, rutor: str, väntat: str) -> None:
    """Kvinnornas värde blev förr hela utgångsvärdet, och åren utan ordet utfall blev text."""
    text = ur(f"Nämndplan 2025\n\nNämndmål 1: Fler\n\nIndikator\t{rubriker}\nNöjda\t{rutor}\n").text
    assert f"utgångsvärde: {väntat}" in " ".join(text.split())
    for tal in rutor.split("\t"):
        assert tal in text, "inget tal försvinner"


@pytest.mark.parametrize(
    ("rutor", "väntat"),
    [
        (
            "1 234 567 kr\t1,2 mnkr",
            "enhet: mnkr utgångsvärde: {saknas: 1 234 567 kr, avser: 2024} målvärde: {minst: 1.2}",
        ),
        ("14 dagar\thögst 1 vecka", "enhet: vecka utgångsvärde: {saknas: 14 dagar, avser: 2024} målvärde: {högst: 1}"),
        ("6 v\thögst 4 veckor", "enhet: veckor utgångsvärde: {värde: 6, avser: 2024} målvärde: {högst: 4}"),
    ],
)
def test_ett_tal_i_en_annan_storlek_än_målet_är_en_fråga(rutor: str, väntat: str) -> None:
    """1 234 567 kr blev förr 1 234 567 mnkr, utan ett ord."""
    resultat = ur(f"Nämndplan 2025\n\nNämndmål 1: Fler\n\nIndikator\tUtfall 2024\tMål 2025\nDet hela\t{rutor}\n")
    assert väntat in " ".join(resultat.text.split())
    assert ("saknas" in väntat) == any("skriv båda i samma enhet" in i.fråga for i in resultat.insikter)


def test_en_rad_utan_namn_som_inte_bara_har_år_är_ingen_rubrik() -> None:
    text = ur("Nämndplan 2025\n\nNämndmål 1: Fler\n\nIndikator\tUtfall 2024\tMål 2025\n\t12\t2025\nKö\t3\t0\n").text
    assert "Källans kolumner: Indikator | Utfall 2024 | Mål 2025" in text


def test_varje_års_gissade_målvärde_är_en_fråga() -> None:
    resultat = ur(
        "Nämndplan 2025\n\nNämndmål 1: Fler\n\nIndikator\tUtfall 2024\tMål 2025\tMål 2026\nStöd\t3\tminst 5\t7\n"
    )
    assert [i.fråga for i in resultat.insikter if i.fråga] == [
        "målvärdet för 2026: källan säger bara 7; minst är en gissning (utgångsvärdet är lägre)"
    ]


@pytest.mark.parametrize(
    ("ruta", "värdet"),
    [
        ("215 500 *", "värde: 215500"),
        ("3650³", "värde: 3650"),
        ("81 %¹", "värde: 81"),
        ("14 dagar²)", "värde: 14"),
        ("120 m²", "värde: 120"),
    ],
)
def test_ett_märke_för_en_fotnot_är_inte_en_del_av_talet(ruta: str, värdet: str) -> None:
    text = ur(f"Nämndplan 2025\n\nNämndmål 1: Fler\n\nIndikator\tUtfall 2024\tMål 2025\nYta\t{ruta}\t{ruta}\n").text
    hopskriven = " ".join(text.split())
    assert värdet in hopskriven
    assert ("kommentar: " in hopskriven) == ("märke för en fotnot" in hopskriven) == ("m²" not in ruta)


def test_ett_stycke_som_börjar_med_en_stjärna_är_ingen_punkt() -> None:
    """Noten under tabellen behåller sitt märke i plandokumentet."""
    assert (
        "\\* Inklusive meröppet."
        in ur("Nämndplan 2025\n\nInledning\n\nText.\n\n\\* Inklusive meröppet.\n", filnamn="p.md").text
    )


def test_ett_mål_i_en_tabell_under_ett_annat_mål_är_en_fråga() -> None:
    resultat = ur(
        "Nämndplan 2025\n\nNämndmål 2: Trygg förskola\n\nMål\tIndikator\tNuläge\tMålvärde\n"
        "Barnen är trygga här\tTrygga\t91\t95\n",
        nivåer=("mål", "nämndmål"),
    )
    assert "tabellen står under nämndmål Trygg förskola: är målet en del av det?" in [
        i.fråga for i in resultat.insikter
    ]


def test_kontrollens_metod_och_frekvens_står_i_riskens_tabell() -> None:
    text = ur(
        "Internkontrollplan 2025\n\nRisker\n\nRisk\tSannolikhet\tKonsekvens\tKontrollmoment\tMetod\tFrekvens\n"
        "Fel lön\t2\t3\tAvstämning\tLista\tMånadsvis\nJäv\t2\t4\t\t\tÅrligen\n"
    ).text
    assert re.search(r"text: Avstämning\n +risker: fel-lon\n +metod: Lista\n +frekvens: Månadsvis", text)
    assert "har ingen plats i planen: frekvens: Årligen" in " ".join(text.replace("#", "").split())


def test_mål_i_egna_kolumner() -> None:
    """Målområde och mål står i tabellen, bara på den första raden eller på varje."""
    text = ur(
        "Nämndplan 2025\n\nStyrkort\n\nMålområde\tNämndmål\tIndikator\tUtfall 2024\tMålvärde\n"
        "Trygg uppväxt\tFler barn får stöd hemma\tAntal dygn på HVB\t3 650\thögst 2 555\n"
        "\t\tAndel nöjda familjer\t81 %\tminst 85 %\n"
        "Trygg uppväxt\tFärre barn väntar\tVäntetid\t14 dagar\thögst 7 dagar\n"
        "God ekonomi\tBudgeten hålls varje år\tAvvikelse\t2 %\thögst 1 %\n"
    ).text
    par = re.findall(r"nivå: (.+)\n +namn: (.+)", text)
    assert par == [
        ("målområde", "Trygg uppväxt"), ("nämndmål", "Fler barn får stöd hemma"), ("nämndmål", "Färre barn väntar"),
        ("målområde", "God ekonomi"), ("nämndmål", "Budgeten hålls varje år"),
    ]  # fmt: skip
    assert text.count("utgångsvärde:") == 4


def test_bryggan_får_tecken_ur_sina_rader() -> None:
    text = ur(
        "Nämndplan 2025\n\nDriftbudget\n\nVO 2 - Stöd\n\nStöd\tBudget 2024\tBudget 2025\nKommunbidrag\t100 000\t101 500\n\n"
        "Förändringen:\n\nKommunbidrag 2024:\t100 000\n- Avdrag\t500\n+ Priser\t2 000\nKommunbidrag 2025:\t101 500\n"
    ).text
    assert "- {namn: Avdrag, belopp: -500}" in text
    assert "utgående: {namn: Kommunbidrag 2025, belopp: 101500}" in text
    assert "verksamhetsområde: vo2" in text


# --- Mål -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("källa", "väntat"),
    [
        ("Målområde: Ro\n\n1. Färre brott.\n\n2. Fler lampor.\n", ["målområde Ro", "mål Färre brott.", "mål Fler lampor."]),
        ("Mål 3\n\nVi ska bli bättre. Det tar tid.\n", ["mål Vi ska bli bättre."]),
        ("Strategiskt mål – Lugn\n\nNämndmål 2: Ro\n", ["strategiskt mål Lugn", "nämndmål Ro"]),
        ("Nämndens mål för året\n\n- Fler får plats.\n- Färre köar.\n", ["nämndmål Fler får plats.", "nämndmål Färre köar."]),
        ("Delmål 1A: Snabbare svar\n", ["delmål Snabbare svar"]),
        ("Mål 4 Införa mentorer\n", ["mål Införa mentorer"]),
        ("Perspektiv Ekonomi\n\nMål 7. God hushållning\n", ["perspektiv Ekonomi", "mål God hushållning"]),
        ("Mål och budget 2025\n\nTexten om budgeten.\n", []),
        ("Mål- och resursplan\n\nTexten om planen.\n", []),
        ("Målen nås när alla hjälps åt.\n", []),
        ("Krav på sökande: ska ha körkort.\n", []),
    ],
)  # fmt: skip
def test_målens_nivåer(källa: str, väntat: list[str]) -> None:
    text = ur(f"Nämndplan 2025\n\nInledning\n\nEn text som är lång nog. {'Den fortsätter. ' * 12}\n\n{källa}").text
    par = re.findall(r"nivå: (.+)\n(?: +nummer: .+\n)? +namn: (.+)", text)
    assert [f"{nivå} {namn}" for nivå, namn in par] == väntat


def test_kommunens_nivåer_gäller() -> None:
    text = ur(
        "Nämndplan 2025\n\nInriktning - Mer kultur\n\nÅtagande: Öppet på lördagar\n", nivåer=("inriktning", "åtagande")
    ).text
    assert "nivå: inriktning" in text
    assert "        nivå: åtagande" in text or "nivå: åtagande" in text


def test_meningar_delas_inte_vid_förkortningar() -> None:
    assert meningar("Stöd, bl.a. till unga, ges. Det ökar ca. 3 procent. (Mäts i maj.) Resultat 2011: 3,7.") == [
        "Stöd, bl.a. till unga, ges.",
        "Det ökar ca. 3 procent.",
        "(Mäts i maj.)",
        "Resultat 2011: 3,7.",
    ]


@pytest.mark.parametrize(
    ("rubrik", "månader"),
    [
        ("Januari/februari", ["januari", "februari"]), ("Mars–maj", ["mars", "april", "maj"]), ("okt", ["oktober"]),
        ("Maj och juni", ["maj", "juni"]), ("Årets slut", None), ("December–januari", None),
    ],
)  # fmt: skip
def test_årshjulets_månader(rubrik: str, månader: list[str] | None) -> None:
    assert månaderna(rubrik) == månader


@pytest.mark.parametrize(
    ("text", "väntat"),
    [
        ("Policy (2013)", {"namn": "Policy", "antaget": 2013}),
        ("Lex Sarah (2015 reviderad 2017)", {"namn": "Lex Sarah", "antaget": 2015, "reviderad": 2017}),
        ("Avtal (2019, gäller fr.o.m. jan 2020)", {"namn": "Avtal", "antaget": 2019, "gäller från": "2020-01"}),
        ("Plan (2012, årliga revideringar)", {"namn": "Plan", "antaget": 2012, "revideras": "årliga"}),
        ("Plan (2012, beslutad av någon)", {"namn": "Plan (2012, beslutad av någon)"}),
    ],
)
def test_styrdokumentens_år(text: str, väntat: dict[str, Any]) -> None:
    assert styrdokument(Utkast(), text, 1) == väntat


# --- Markdown ------------------------------------------------------------------------------------------


def test_markdown_som_plan_dokument_skriver_läses_tillbaka() -> None:
    """Mål, indikatorer, uppdrag och risker i Tyresös plan, ur det som `plan dokument --format md` skriver."""
    dokument = kör_plan("dokument", "asn-2020", "--format", "md").ut
    text = ur(dokument, filnamn="plan.md").text
    assert len(re.findall(r"(?m)^ +nivå: ", text)) == 31
    assert len(re.findall(r"(?m)^ +(?:utgångsvärde:)", text)) == 46


def test_markdowns_delar() -> None:
    källa = "# Plan\n\n## Ett\n\nText.\n\n- punkt\n  - under\n\n1. första\n\n| A | B |\n|---|---|\n| 1 | 2 |\n"
    assert [(b.slag, b.text or b.rader, b.nummer) for b in läs_markdownfil(källa).block] == [
        ("rubrik", "Plan", ""), ("rubrik", "Ett", ""), ("stycke", "Text.", ""), ("punkt", "punkt", ""), ("punkt", "under", ""),
        ("punkt", "första", "1"), ("tabell", [["A", "B"], ["1", "2"]], ""),
    ]  # fmt: skip


# --- Filer som inte går, och filer som inte får skrivas över ----------------------------------------------


@pytest.mark.parametrize(
    ("filnamn", "innehåll", "besked"),
    [
        ("plan.pdf", b"%PDF-1.7", "Spara PDF:ens text som .txt"),
        ("plan.doc", b"\xd0\xcf\x11\xe0", "Spara den som .docx"),
        ("plan.odt", b"x", "Spara den som .docx"),
        ("plan.xyz", b"x", "Det går att importera .docx, .md och .txt."),
        ("plan.txt", b"\0\1\2", "är ingen textfil"),
        ("plan.txt", b"", "har ingen text"),
        ("plan.txt", b"Bara text.\n", "nämner inget år"),
    ],
)
def test_en_fil_som_inte_går_att_importera_sägs(
    filnamn: str, innehåll: bytes, besked: str, tmp_path: Path, skriv: Callable[[str, bytes], Path]
) -> None:
    skriv(filnamn, innehåll)
    körning = kör_plan("importera", filnamn, "--ut", "planer/k/p", mapp=tmp_path)
    assert körning.kod == 2
    assert besked in körning.fel
    assert not (tmp_path / "planer").exists()


def test_tecken_som_inte_syns_följer_inte_med() -> None:
    text = ur("Nämndplan 2025\n\nNämndmål - F\u00adärre \u202eköar\u200b\x07 nu\x9b\n").text
    assert "namn: Färre köar nu" in text


def test_en_text_i_windows_1252_läses_och_det_sägs(tmp_path: Path, skriv: Callable[[str, bytes], Path]) -> None:
    skriv("plan.txt", "Nämndplan 2025\n\nNämndmål - Färre köar\n".encode("cp1252"))
    körning = kör_plan("importera", "plan.txt", "--ut", "planer/k/p", mapp=tmp_path)
    assert körning.kod == 0
    assert "läst som Windows-1252" in körning.ut
    assert "Färre köar" in (tmp_path / "planer/k/p/plan.yaml").read_text(encoding="utf-8")


def test_en_mapp_som_finns_skrivs_aldrig_över_utan_att_någon_sagt_det(
    tmp_path: Path, skriv: Callable[[str, str], Path]
) -> None:
    skriv("plan.txt", "Nämndplan 2025\n\nNämndmål - Färre köar\n")
    fil = skriv("planer/k/p/plan.yaml", "format: 1\nplan: {id: p, namn: P, nämnd: N, år: 2024}\n")
    körning = kör_plan("importera", "plan.txt", "--ut", "planer/k/p", mapp=tmp_path)
    assert (körning.kod, "finns redan och är inte tom" in körning.fel) == (2, True)
    assert "2024" in fil.read_text(encoding="utf-8")
    assert kör_plan("importera", "plan.txt", "--ut", "planer/k/p", "--ersätt", mapp=tmp_path).kod == 0
    assert "Färre köar" in fil.read_text(encoding="utf-8")


def test_utan_plats_hamnar_planen_under_kommunen_efter_nämnd_och_år(
    tmp_path: Path, skriv: Callable[[str, str], Path]
) -> None:
    skriv("plan.txt", "Björkå kommun\n\nNämndplan 2025 för kultur- och fritidsnämnden\n\nNämndmål - Färre köar\n")
    skriv("planer/granby/kommun.yaml", "format: 1\nkommun: {id: granby, namn: Granby kommun}\n")
    utan = kör_plan("importera", "plan.txt", mapp=tmp_path / "planer")
    assert (utan.kod, kör_plan("importera", "plan.txt", "--prova", mapp=tmp_path).kod) == (2, 2)
    skriv("planer/bjorka/kommun.yaml", "format: 1\nkommun: {id: bjorka, namn: Björkå kommun}\n")
    assert kör_plan("importera", "plan.txt", mapp=tmp_path).kod == 0
    assert (tmp_path / "planer/bjorka/kfn-2025/plan.yaml").is_file()


def test_trasiga_husregler_blir_aldrig_tyst_förvalen(tmp_path: Path, skriv: Callable[[str, str], Path]) -> None:
    skriv("plan.txt", "Nämndplan 2025\n\nNämndmål - Färre köar\n")
    skriv("planer/k/kommun.yaml", "format: 1\nkommun: [\n")
    körning = kör_plan("importera", "plan.txt", "--ut", "planer/k/p", mapp=tmp_path)
    assert (körning.kod, "går inte att läsa. Rätta dem först" in körning.fel) == (2, True)
    assert not (tmp_path / "planer/k/p").exists()


def test_ett_id_som_en_annan_plan_har_tas_inte(tmp_path: Path, skriv: Callable[[str, str], Path]) -> None:
    skriv("plan.txt", "Nämndplan 2025\n")
    skriv("planer/a/p/plan.yaml", "format: 1\nplan: {id: p, namn: P, nämnd: N, år: 2024}\n")
    körning = kör_plan("importera", "plan.txt", "--ut", "planer/b/p", mapp=tmp_path)
    assert (körning.kod, "Planen p finns redan" in körning.fel) == (2, True)


def test_en_länk_som_leder_ut_följs_inte(tmp_path: Path, skriv: Callable[[str, str], Path]) -> None:
    hemlig = skriv("hemlig/plan.txt", "Nämndplan 2025\n")
    (tmp_path / "projekt").mkdir()
    (tmp_path / "projekt" / "plan.txt").symlink_to(hemlig)
    körning = kör_plan("importera", "plan.txt", "--ut", "planer/k/p", mapp=tmp_path / "projekt")
    assert (körning.kod, "länk som leder ut" in körning.fel) == (2, True)


# --- Källorna ------------------------------------------------------------------------------------------

KÄLLOR = Path(os.environ.get("PLAN_KALLOR", ROT.parent / "shared" / "seeds"))
MINST = {"mål (nivå och plats)": 0.95, "indikatorer": 0.95}


@pytest.mark.skipif(not KÄLLOR.is_dir(), reason="källorna finns inte på den här maskinen")
def test_källorna_importeras_som_de_är_avskrivna() -> None:
    """Mot planerna som är avskrivna för hand: mål och indikatorer 95 %, annat 90 %, all text, inga påhittade tal."""
    from tests.importmatning import PLANER, mät_källa

    summor: dict[str, list[int]] = {}
    for nummer, plan in PLANER.items():
        (fil,) = KÄLLOR.glob(f"{nummer}*.txt")
        for rad in mät_källa(fil, ROT / "planer" / plan).rader:
            summa = summor.setdefault(rad.slag, [0, 0])
            summa[0], summa[1] = summa[0] + rad.rätt, summa[1] + rad.av
    assert summor.pop("påhittade tal")[0] == 0
    hela, alla = summor.pop("ord i löpande text")
    assert hela == alla
    for slag, (rätt, av) in summor.items():
        assert rätt / av >= MINST.get(slag, 0.90), slag


def test_ett_dokument_utan_text_är_fel_användning() -> None:
    with pytest.raises(GårInteAttImportera, match="har ingen text"):
        ur(" \n\n ")
