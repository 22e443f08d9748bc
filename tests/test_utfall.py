"""`plan utfall`: ett värde på sin rad i uppföljningen, och ingenting annat i filen ändrat."""

from __future__ import annotations

import os
import re
import shutil
import stat
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planverktyg.arkiv.akt import läs_mappar
from planverktyg.arkiv.ingrepp import Ingrepp, jämför_rader
from planverktyg.arkiv.syntax import läs
from planverktyg.blanketter import inskrivning
from planverktyg.blanketter.svarsrad import BORT, hitta_rad, skriv_svar
from planverktyg.kommandon.cli import kör
from planverktyg.kommandon.svaren import inskrift
from planverktyg.kommandon.terminal.skrivning import byt_innehåll
from planverktyg.kommandon.terminal.utskrift import KanInteSkriva
from planverktyg.modell.grund.synligt import SKUMT
from tests.conftest import ROT, kör_plan

if TYPE_CHECKING:
    from pathlib import Path

    from planverktyg.arkiv.akt import Akt

PLAN = """\
format: 1
plan: {id: sn-2020, namn: Plan 2020, nämnd: Socialnämnden, år: 2020}
mål:
  - id: trygga
    namn: Invånarna är trygga
    nivå: mål
    indikatorer:
      - {id: dygn, namn: Antal dygn på HVB-hem, enhet: dygn, målvärde: {högst: 2555}}
      - {id: polis, namn: Överenskommelse med polisen, enhet: ja/nej, målvärde: ja}
      - {id: rutin, namn: Rutinen är beslutad, målvärde: {klart: 2020-10-01}}
uppdrag:
  - id: egna
    rubrik: Egna uppdrag
    källa: Nämnden
    uppdrag:
      - {id: utred, text: Utred boendet., delar: [{id: steg-1, text: Samla in.}]}
risker:
  - {id: hot, text: Risk för hot., sannolikhet: 3, konsekvens: 2}
kontrollmoment:
  - {id: logg, text: Loggarna granskas., risker: hot}
"""
DELÅR = """\
format: 1
uppföljning: {plan: sn-2020, period: delår 2, per: 2020-08-31}
utfall:
  # Läget på HVB-hem
  dygn: 1890  # ur verksamhetssystemet
  polis: {ej mätt: Klart i oktober.}
uppdrag:
  utred: pågår
"""


@pytest.fixture
def mapp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """En mapp med en plan och en uppföljning."""
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    (tmp_path / "2020-08-31.yaml").write_text(DELÅR, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def filerna(mapp: Path) -> list[str]:
    return sorted(fil.name for fil in mapp.iterdir())


def delåret(mapp: Path) -> str:
    return (mapp / "2020-08-31.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("argument", "förut", "nu"),
    [
        ("dygn 1900", "dygn: 1890  #", "dygn: 1900  #"),
        ("dygn 0", "dygn: 1890  #", "dygn: 0  #"),
        ("dygn 1890 --prognos 2700", "dygn: 1890  #", "dygn: {värde: 1890, prognos: 2700}  #"),
        ("dygn --prognos 2700", "dygn: 1890  #", "dygn: {värde: 1890, prognos: 2700}  #"),
        ("dygn --saknas Bytet.", "dygn: 1890  #", "dygn: {saknas: Bytet.}  #"),
        ("polis ja", "polis: {ej mätt: Klart i oktober.}", "polis: {värde: ja}"),
        ("polis ja --kommentar Påskrivet:ja", "{ej mätt: Klart i oktober.}", "{värde: ja, kommentar: Påskrivet:ja}"),
        ("polis --ej-matt Senare.", "{ej mätt: Klart i oktober.}", "{ej mätt: Senare.}"),
        ("polis --saknas Senare.", "{ej mätt: Klart i oktober.}", "{saknas: Senare.}"),
        ("rutin 2020-08-30", "oktober.}\n", "oktober.}\n  rutin: 2020-08-30\n"),
        ("utred klar", "utred: pågår", "utred: klar"),
        ("utred Klar", "utred: pågår", "utred: klar"),
        ("polis JA", "polis: {ej mätt: Klart i oktober.}", "polis: {värde: ja}"),
        ("utred --kommentar Klart.", "utred: pågår", "utred: {status: pågår, kommentar: Klart.}"),
        ("steg-1 klar", "utred: pågår", "utred: {status: pågår, delar: {steg-1: klar}}"),
        ("hot --sannolikhet 4", "pågår\n", "pågår\nrisker:\n  hot: {sannolikhet: 4}\n"),
        ("logg --kommentar x utan_avvikelse", "pågår\n",
         "pågår\nkontrollmoment:\n  logg: {resultat: utan avvikelse, kommentar: x}\n"),
    ],
)  # fmt: skip
def test_bara_svarets_rad_ändras(mapp: Path, argument: str, förut: str, nu: str) -> None:
    delar = [del_.replace("_", " ") for del_ in argument.split()]
    körning = kör_plan("utfall", "sn-2020", *delar, mapp=mapp)
    assert körning.kod == 0, körning.fel
    assert förut in DELÅR
    assert delåret(mapp) == DELÅR.replace(förut, nu)


@pytest.mark.parametrize(
    ("argument", "raden"),
    [
        ("650", "    utfall: 650\n"),
        ("650 --prognos 900", "    utfall: 650\n    prognos: 900\n"),
        ("--kommentar Väntar.", "    kommentar: Väntar.\n"),
    ],
)
def test_det_som_väntar_på_samma_rad_hindrar_inte_svaret(mapp: Path, argument: str, raden: str) -> None:
    """Raden som plan ny skriver för ett område har tre tomma nycklar; den som besvarar en av dem ska kunna det."""
    plan = PLAN.replace("mål:\n  - id", "verksamhetsområden: [{id: vo1, namn: Stöd}]\nmål:\n  - id")
    (mapp / "plan.yaml").write_text(plan, encoding="utf-8")
    början = f"{DELÅR}ekonomi:\n  # Stöd\n  vo1:\n"
    (mapp / "2020-08-31.yaml").write_text(f"{början}    budget:\n    utfall:\n    prognos:\n", encoding="utf-8")
    körning = kör_plan("utfall", "sn-2020", "vo1", *argument.split(), mapp=mapp)
    assert körning.kod == 0, körning.fel
    assert delåret(mapp) == början + raden


def test_ändringen_visas_med_sin_rad(mapp: Path) -> None:
    körning = kör_plan("utfall", "sn-2020", "dygn", "1900", "--delår", "2", mapp=mapp)
    assert körning.ut == (
        "2020-08-31.yaml rad 5\n-   dygn: 1890  # ur verksamhetssystemet\n+   dygn: 1900  # ur verksamhetssystemet\n"
    )
    assert körning.fel == "Skrev 2020-08-31.yaml\n"


def test_prova_visar_utan_att_skriva(mapp: Path) -> None:
    körning = kör_plan("utfall", "sn-2020", "dygn", "1900", "--prova", mapp=mapp)
    assert (körning.kod, delåret(mapp)) == (0, DELÅR)
    assert "+   dygn: 1900" in körning.ut
    assert "Inget är skrivet" in körning.fel


@pytest.mark.parametrize(
    ("argument", "kod", "sägs"),
    [
        (("dygn", "många"), 1, "Skriv ett tal"),
        (("polis", "jaa"), 1, "Menade du ja?"),
        (("rutin", "2020-02-30"), 1, "finns inte i kalendern"),
        (("utred", "kla"), 1, "Menade du klar?"),
        (("hot", "--sannolikhet", "9"), 1, "RIS701"),
        (("hot", "4"), 2, "--sannolikhet"),
        (("dygnn", "4"), 2, "Menade du dygn?"),
        (("Överenskommelse med polisen", "ja"), 2, "Menade du polis?"),
        (("risk för hot", "ja"), 2, "Menade du hot?"),
        (("xyz", "4"), 2, "plan status sn-2020 visar indikatorernas id, och planens fil alla."),
        (("trygga", "ja"), 1, "Råd: Lägg till motivering: med sitt värde."),
        (("utred", "klar", "--prognos", "4"), 2, "--prognos hör inte till uppdraget utred"),
        (("dygn",), 2, "Det fattas ett svar"),
        (("dygn", " "), 2, "tomt"),
        (("dygn", "4", "--saknas", "x"), 2, "inte både"),
        (("dygn", "4", "--period", "delar 3"), 2, "ingen period som heter delar 3"),
        (("dygn", "4", "--år", "2019"), 2, "gäller 2020, inte 2019"),
    ],
)
def test_det_som_inte_passar_skrivs_inte(mapp: Path, argument: tuple[str, ...], kod: int, sägs: str) -> None:
    """Med samma ord som i plan validera."""
    körning = kör_plan("utfall", "sn-2020", *argument, mapp=mapp)
    assert körning.kod == kod, körning.fel
    assert sägs in körning.fel
    assert delåret(mapp) == DELÅR
    assert filerna(mapp) == ["2020-08-31.yaml", "plan.yaml"]


def test_en_uppföljning_som_inte_finns_skapas(mapp: Path) -> None:
    körning = kör_plan("utfall", "sn-2020", "dygn", "2500", "--period", "helår", mapp=mapp)
    assert körning.kod == 0, körning.fel
    text = (mapp / "2020-12-31.yaml").read_text(encoding="utf-8")
    assert "  period: helår\n  per: 2020-12-31\n" in text
    assert "  fas: inmatning\n\nutfall:\n  dygn: 2500\n" in text
    assert kör_plan("validera", ".", mapp=mapp).kod == 0
    assert kör_plan("utfall", "sn-2020", "polis", "ja", "--period", "helår", mapp=mapp).kod == 0
    assert (mapp / "2020-12-31.yaml").read_text(encoding="utf-8") == text + "  polis: ja\n"


BESLUTAD = DELÅR.replace("2020-08-31}", "2020-08-31, beslut: {datum: 2020-09-22, paragraf: 61}}")


def test_en_beslutad_uppföljning_rättas_öppet(mapp: Path) -> None:
    fil = mapp / "2020-08-31.yaml"
    fil.write_text(BESLUTAD, encoding="utf-8")
    nekad = kör_plan("utfall", "sn-2020", "dygn", "1900", mapp=mapp)
    assert (nekad.kod, delåret(mapp)) == (2, BESLUTAD)
    assert "beslutad den 22 september 2020" in nekad.fel
    assert kör_plan("utfall", "sn-2020", "utred", "klar", mapp=mapp).kod == 2
    assert kör_plan("utfall", "sn-2020", "dygn", "1900", "--rättelse", "Två fattades.", mapp=mapp).kod == 0
    assert "dygn: {värde: 1900, rättelse: Två fattades.}  # ur" in delåret(mapp)
    assert kör_plan("utfall", "sn-2020", "dygn", "1901", "--rättelse", "En till.", mapp=mapp).kod == 0
    assert "dygn: {värde: 1901, rättelse: Två fattades. En till.}  # ur" in delåret(mapp)


# --- Filen ------------------------------------------------------------------------------------------


def test_en_skrivskyddad_fil_skrivs_inte(mapp: Path) -> None:
    fil = mapp / "2020-08-31.yaml"
    fil.chmod(stat.S_IRUSR)
    körning = kör_plan("utfall", "sn-2020", "dygn", "1900", mapp=mapp)
    assert (körning.kod, delåret(mapp)) == (2, DELÅR)
    assert "skrivskyddad" in körning.fel


def test_en_uppföljning_som_någon_annan_hann_skapa(mapp: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rådet är att köra igen, inte `skriv_ny_fil`s att välja ett annat namn."""
    fil, äkta = mapp / "2020-12-31.yaml", inskrivning.skriv_in

    def hinn_före(*argument: Any) -> Any:
        fil.write_text("annans", encoding="utf-8")
        return äkta(*argument)

    monkeypatch.setattr(inskrift, "skriv_in", hinn_före)
    körning = kör_plan("utfall", "sn-2020", "dygn", "1900", "--period", "helår", mapp=mapp)
    assert (körning.kod, fil.read_text(encoding="utf-8")) == (2, "annans")
    assert körning.fel.endswith("skapades av någon annan under tiden. Inget är skrivet; kör kommandot igen.\n")


def test_en_fil_som_någon_annan_har_ändrat_skrivs_inte(tmp_path: Path) -> None:
    fil = tmp_path / "a.yaml"
    fil.write_bytes(b"a: 2\n")
    with pytest.raises(KanInteSkriva, match="någon annan"):
        byt_innehåll(fil, b"a: 1\n", b"a: 3\n")
    fil.unlink()
    with pytest.raises(KanInteSkriva, match="kunde inte läsas"):
        byt_innehåll(fil, b"a: 1\n", b"a: 3\n")
    assert filerna(tmp_path) == []


@pytest.mark.parametrize(
    ("händer", "kod"), [(OSError(28, "full"), 2), (KeyboardInterrupt(), 130)], ids=["full", "Ctrl-C"]
)
def test_ett_avbrott_lämnar_filen_hel(
    mapp: Path, monkeypatch: pytest.MonkeyPatch, händer: BaseException, kod: int
) -> None:
    def res(_: int) -> None:
        raise händer

    monkeypatch.setattr(os, "fsync", res)
    assert kör(["utfall", "sn-2020", "dygn", "1900"]) == kod
    assert delåret(mapp) == DELÅR
    assert filerna(mapp) == ["2020-08-31.yaml", "plan.yaml"]


# --- Alla planer ------------------------------------------------------------------------------------

AKTER = [akt for mapp in läs_mappar(ROT / "planer") for akt in mapp.akter]


@pytest.mark.parametrize("akt", AKTER, ids=lambda akt: akt.plan.modell.plan.id)
def test_varje_rad_i_verkliga_uppföljningar_går_att_ändra(akt: Akt) -> None:
    """Varje indikator, uppdrag, åtgärd, risk och kontroll i varje uppföljning: bara raden själv skiljer."""
    plan = akt.plan.modell
    svar: list[tuple[str, dict[str, Any]]] = [(i.id, {"värde": 4711}) for i in plan.alla_indikatorer()]
    svar += [(i.id, {"prognos": 4711}) for i in plan.alla_indikatorer()]
    svar += [(u.id, {"status": "försenad"}) for u in plan.alla_uppdrag()]
    svar += [(å.id, {"status": "försenad"}) for å in plan.alla_åtgärder()]
    svar += [(p.id, {"effekt": 4711}) for p in plan.alla_punkter()]
    svar += [(r.id, {"konsekvens": 1, "kommentar": "Det är: nytt."}) for r in plan.risker]
    svar += [(k.id, {"resultat": "mindre avvikelse"}) for k in plan.kontrollmoment]
    assert akt.uppföljningar
    for uppföljning in akt.uppföljningar:
        källa = (ROT / uppföljning.fil).read_bytes()
        for id_, ett in svar:
            kontrollera(källa, hitta_rad(plan, id_), ett)


def kontrollera(källa: bytes, rad: Any, svar: dict[str, Any]) -> None:
    ingrepp = Ingrepp(källa, "fil.yaml")
    borttaget = skriv_svar(ingrepp, rad, svar)
    efter = ingrepp.klart()
    före_träd, efter_träd = läs(källa, "")[0], läs(efter, "")[0]
    assert före_träd is not None
    assert efter_träd is not None
    före, nu = före_träd.innehåll, efter_träd.innehåll
    assert isinstance(före, dict)
    assert isinstance(nu, dict)
    del_, id_ = rad.rutt
    ny = nu[del_][id_]  # type: ignore[index]
    lång = ny if isinstance(ny, dict) else {rad.slag.huvudnyckel: ny}
    assert {nyckel: lång[nyckel] for nyckel in svar} == svar
    assert utan(nu, del_, id_) == utan(före, del_, id_)
    ändrade = jämför_rader(källa, efter)
    assert len(ändrade) <= len(svar) + 1 + len(borttaget)
    assert sum(len(ställe.förut) for ställe in ändrade) <= 8  # den längsta texten som byts mot ett värde
    assert all("#" not in rad for ställe in ändrade for rad in ställe.förut)


def utan(innehåll: dict[str, Any], del_: str, id_: str) -> dict[str, Any]:
    """Innehållet utan den ändrade raden, och utan en del som blir tom av det."""
    rader = {nyckel: v for nyckel, v in (innehåll.get(del_) or {}).items() if nyckel != id_}
    return {n: v for n, v in innehåll.items() if n != del_} | ({del_: rader} if rader else {})


def test_kommandot_fungerar_på_en_verklig_plan(tmp_path: Path) -> None:
    shutil.copytree(ROT / "planer", tmp_path / "planer")
    fil = tmp_path / "planer/tyreso/asn-2020/2020-08-31.yaml"
    före = fil.read_bytes()
    körning = kör_plan("utfall", "asn-2020", "hvb-dygn", "1900", "--delår", "2", mapp=tmp_path)
    assert körning.kod == 0, körning.fel
    assert fil.read_bytes() == före.replace("    värde: 1890\n".encode(), "    värde: 1900\n".encode())


# --- Slumpade filer ---------------------------------------------------------------------------------

KOMMENTAR = st.sampled_from(["", "  # om raden", " # värde: 1, {a: b}"])
VÄRDE = st.sampled_from(
    [
        "1890",
        "nej",
        '"ja # nej"',
        "'a: b'",
        "",
        "{värde: 1, prognos: 2}",
        "{prognos: 2}",
        "{}",
        "{saknas: 'Bytet: nytt'}",
    ]
)
BLOCK = st.sampled_from(
    [
        "\n{i}{i}värde: 1  # ett\n{i}{i}kommentar: >-\n{i}{i}{i}# ingen kommentar\n{i}{i}{i}text",
        "\n{i}{i}# först\n{i}{i}prognos: 5\n{i}{i}kön: {{kvinnor: 1, män: 2}}",
        "\n{i}{i}saknas: |\n{i}{i}{i}En rad.\n\n{i}{i}{i}En till.",
        "\n{i}{i}mätningar:\n{i}{i}- {{värde: 1, avser: 2019}}\n{i}{i}värde: 3",
    ]
)
SVAR = st.fixed_dictionaries(
    {"värde": st.one_of(st.integers(-9999, 9999), st.sampled_from(["ja", "nej"]))},
    optional={
        "prognos": st.integers(0, 9999),
        "kommentar": st.text(
            st.characters(codec="utf-8", exclude_categories=("C", "Z"), include_characters=" :#-'\"{}[],&*!|>%@`\\"),
            min_size=1,
            max_size=200,
        )
        .filter(lambda text: re.search(SKUMT, text) is None)  # det som inte syns skrivs aldrig in
        .map(lambda text: normalize("NFC", " ".join(text.split())) or "x")
        .filter(lambda text: text != BORT),  # ett ensamt tankstreck tar bort det som står där
    },
)


@st.composite
def filer(dra: st.DrawFn) -> bytes:
    """En uppföljning med slumpat indrag, kommentarer, skrivsätt, radslut och BOM."""
    indrag = " " * dra(st.integers(1, 5))
    rader = "format: 1\nuppföljning: {plan: sn-2020, period: helår, per: 2020-12-31}\n\n# Utfallen\nutfall:\n"
    for id_ in dra(st.permutations(["dygn", "polis", "rutin"]))[: dra(st.integers(1, 3))]:
        if dra(st.booleans()):
            rader += f"\n{indrag}# {id_}: 5\n"
        flöde = dra(st.booleans())
        värde = " " + dra(VÄRDE) + dra(KOMMENTAR) if flöde else dra(BLOCK).format(i=indrag)
        rader += f"{indrag}{id_}:{värde}\n"
    rader += dra(st.sampled_from(["", "\n# sist\n", "\nrisker: {hot: {sannolikhet: 4}} # r\n", "...\n"]))
    blocktext = rader.endswith("En till.\n")  # utan radslut efter | ändras texten av en ny rad under: det vägras
    text = rader.removesuffix("\n") if dra(st.booleans()) and not blocktext else rader
    text = text.replace("\n", dra(st.sampled_from(["\n", "\r\n"])))
    return (dra(st.sampled_from(["", "\ufeff"])) + text).encode()


@settings(max_examples=300, deadline=None)
@given(källa=filer(), id_=st.sampled_from(["dygn", "polis", "rutin"]), svar=SVAR)
def test_slumpade_filer_ändras_bara_på_sin_rad(källa: bytes, id_: str, svar: dict[str, Any]) -> None:
    """Innehållet blir det avsedda, varje rad utanför ändringen är kvar, och radslut, BOM och kommentarer likaså."""
    plan = next(a.plan.modell for a in AKTER)
    indikatorer = tuple(i.id for i in plan.alla_indikatorer())
    rad = hitta_rad(plan, indikatorer[0])._replace(id=id_, rutt=("utfall", id_), ordning=("dygn", "polis", "rutin"))
    ingrepp = Ingrepp(källa, "fil.yaml")
    skriv_svar(ingrepp, rad, svar)
    efter = ingrepp.klart()
    träd = läs(efter, "")[0]
    assert träd is not None
    ny = träd.innehåll["utfall"][id_]  # type: ignore[call-overload,index]
    lång = ny if isinstance(ny, dict) else {"värde": ny}
    assert {nyckel: lång[nyckel] for nyckel in svar} == svar
    assert "saknas" not in lång
    assert efter.startswith(b"\xef\xbb\xbf") == källa.startswith(b"\xef\xbb\xbf")
    assert (b"\r\n" in efter) == (b"\r\n" in källa)
    assert efter.count(b"\n") - efter.count(b"\r\n") == (0 if b"\r\n" in källa else efter.count(b"\n"))
    förut = [rad for ställe in jämför_rader(källa, efter) for rad in ställe.förut]
    assert len(förut) <= 6
