"""Formuläret i webbläsaren: ett svar ändrar ett ställe, det går att ångra, och inget går förlorat."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
import threading
from typing import TYPE_CHECKING, Any
from unicodedata import normalize
from urllib.parse import unquote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import ROT, git, hoppa_över, kör_plan
from tests.test_svar import DELÅR, PLAN, uppföljningen

try:
    import starlette  # noqa: F401
    import uvicorn  # noqa: F401 - båda behövs
except ImportError as fel:
    hoppa_över(fel, "webb")

from planverktyg.arkiv.akt import Arkiv
from planverktyg.arkiv.git import Förråd
from planverktyg.arkiv.gitprogram import Gitfel
from planverktyg.arkiv.gitskrivning import ledig_gren, spara_fil
from planverktyg.blanketter import svarsnycklar
from planverktyg.blanketter.formular.formular import bygg_formulär
from planverktyg.blanketter.formular.tolkning import läs_inskickat, tolka
from planverktyg.blanketter.formular.underlag import STOD
from planverktyg.blanketter.svarsnycklar import Svarsart, Svarsnyckel, svarsslagen
from planverktyg.kommandon.servern.arbetet import Arbete
from planverktyg.kommandon.servern.ifyllning import Ifyllning
from planverktyg.kommandon.svaren.filen import Vad, en_akt, läs, uppföljningens_fil
from tests.webbserver import TID, lägg_planen, servern

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.webbserver import Klient, Svaret

SVARAT = DELÅR + "utfall:\n  dygn: 1890 # ur systemet\n  andel: 78.5\n"


@pytest.fixture
def mapp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return lägg_planen(tmp_path, monkeypatch, PLAN, SVARAT)


@pytest.fixture
def klient(mapp: Path) -> Iterator[Klient]:
    arbete = Arbete(Vad("sn-2020", "delår 2", None))
    with servern(lambda adress, drift: Ifyllning(arbete, adress, drift).app()) as ett:
        yield ett


def filen(mapp: Path) -> str:
    return (mapp / "2020-08-31.yaml").read_text(encoding="utf-8")


def svara(klient: Klient, rad: str, ny: dict[str, str], stod: dict[str, str] | None = None, **huvuden: str) -> Svaret:
    rutor = {f"ny-{n}": v for n, v in ny.items()} | {f"stod-{n}": v for n, v in (stod or {}).items()}
    return klient.skicka("/svar", {"rad": rad} | rutor, **huvuden)


def sidan_efter(klient: Klient, svar: Svaret) -> str:
    """Sidan som svaret skickar vidare till."""
    assert svar.status == 303, svar
    return klient.hämta(unquote(svar.huvuden["location"]).removeprefix(klient.adress.bas).partition("#")[0]).text


# --- Svaren -----------------------------------------------------------------------------------------


def test_ett_svar_ändrar_ett_ställe_och_sidan_säger_det(klient: Klient, mapp: Path) -> None:
    svar = svara(klient, "utfall/dygn", {"värde": "1 950"}, {"värde": "1890"})
    assert svar.huvuden["location"].endswith("/avsnitt/1#rad-utfall-dygn")
    assert filen(mapp) == SVARAT.replace("dygn: 1890 #", "dygn: 1950 #")
    sida = sidan_efter(klient, svar)
    assert "✓ Sparat" in sida
    assert 'name="ny-värde" value="1950"' in sida


def test_en_orörd_rad_ändrar_ingen_byte(klient: Klient, mapp: Path) -> None:
    svara(klient, "utfall/andel", {"värde": "78.5", "kommentar": ""}, {"värde": "78.5", "kommentar": ""})
    assert filen(mapp) == SVARAT


@pytest.mark.parametrize(
    ("rad", "ny", "väntat"),
    [
        ("utfall/andel", {"ej mätt": "Enkäten görs i oktober."}, {"ej mätt": "Enkäten görs i oktober."}),
        ("utfall/dygn", {"orsak": "Fler barn.", "klart": "2020-10-31"}, {"värde": "1890", "orsak": "Fler barn.",
                                                                        "klart": "2020-10-31"}),
        ("utfall/andel", {"värde": ""}, None),
        ("utfall/andel", {"kön|kvinnor": "80", "kön|män": "77,5"}, {"värde": "78.5", "kön": {"kvinnor": "80", "män": "77.5"}}),
        ("utfall/per-hus", {"per verksamhet|Norr": "80", "per verksamhet|Söder": ""}, {"per verksamhet": {"Norr": "80"}}),
    ],
)  # fmt: skip
def test_andra_svar_än_värdet(klient: Klient, mapp: Path, rad: str, ny: dict[str, str], väntat: Any) -> None:
    svara(klient, rad, ny, {"värde": "78.5"} if ny == {"värde": ""} else {})
    assert uppföljningen(mapp)["utfall"].get(rad.partition("/")[2]) == väntat


def test_ett_svar_som_inte_passar_sparas_inte_och_står_kvar_i_rutan(klient: Klient, mapp: Path) -> None:
    sida = sidan_efter(klient, svara(klient, "utfall/dygn", {"värde": "många"}, {"värde": "1890"}))
    assert "Inte sparat." in sida
    assert 'name="ny-värde" value="många"' in sida
    assert 'name="stod-värde" value="1890"' in sida
    assert filen(mapp) == SVARAT


def test_text_i_svaret_blir_aldrig_märken(klient: Klient, mapp: Path) -> None:
    farlig = "</textarea><script>alert(1)</script>\"'&"
    sida = sidan_efter(klient, svara(klient, "utfall/dygn", {"kommentar": farlig}))
    assert uppföljningen(mapp)["utfall"]["dygn"]["kommentar"] == farlig
    assert "<script>alert" not in sida


@pytest.mark.parametrize("rad", ["", "utfall/finns-inte", "../../etc/passwd", "uppföljning/plan", "utfall/dygn/x"])
def test_en_rad_som_inte_finns_i_planen_skrivs_inte(klient: Klient, mapp: Path, rad: str) -> None:
    assert "Raden finns inte i planen" in sidan_efter(klient, svara(klient, rad, {"värde": "1"}))
    assert filen(mapp) == SVARAT


def test_omdömet_medan_man_skriver_kommer_ur_de_riktiga_reglerna(klient: Klient, mapp: Path) -> None:
    def omdömet(värde: str) -> dict[str, Any]:
        fält = {"rad": "utfall/andel", "ny-värde": värde, "stod-värde": "78.5"}
        svar: dict[str, Any] = json.loads(klient.skicka("/prova", fält).text)
        return svar

    bra, dålig, trasig = omdömet("95"), omdömet("12"), omdömet("12,x")
    assert "omdöme grön" in bra["läge"]
    assert not bra["avviker"]
    assert "omdöme röd" in dålig["läge"]
    assert dålig["avviker"]
    assert trasig["fel"]
    assert filen(mapp) == SVARAT  # ingenting skrivs


def test_programmet_på_sidan_får_det_som_är_nytt(klient: Klient) -> None:
    svar = json.loads(
        svara(klient, "utfall/dygn", {"värde": "9999"}, {"värde": "1890"}, Accept="application/json").text
    )
    assert svar["sparat"]
    assert svar["stod"]["värde"] == "9999"
    assert svar["avviker"]
    assert svar["besvarad"]
    assert "kvar av" in svar["räknat"]


def test_ett_av_namnen_i_ett_uppslag_går_inte_bort_i_tysthet(klient: Klient, mapp: Path) -> None:
    svara(klient, "utfall/andel", {"kön|kvinnor": "80", "kön|män": "77"})
    före, stod = filen(mapp), {"kön": "kvinnor=80, män=77"}
    sida = sidan_efter(klient, svara(klient, "utfall/andel", {"kön|kvinnor": "80", "kön|män": ""}, stod))
    assert "män går inte att ta bort för sig" in sida
    svara(klient, "utfall/andel", {"kön|män": "77", "kön|kvinnor": "80"}, stod)
    assert filen(mapp) == före
    svara(klient, "utfall/andel", {"kön|kvinnor": "", "kön|män": ""}, stod)
    assert uppföljningen(mapp)["utfall"]["andel"] in ("78.5", {"värde": "78.5"})


def test_en_dels_prognos_och_skäl_står_kvar_när_en_annan_del_besvaras(klient: Klient, mapp: Path) -> None:
    rad = "  per-hus: {per verksamhet: {Norr: {värde: {antal: 8, av: 10}, prognos: 90}, Söder: {saknas: Få svar.}}}\n"
    (mapp / "2020-08-31.yaml").write_text(SVARAT + rad, encoding="utf-8")
    ny = {"per verksamhet|Norr": "9 av 10", "per verksamhet|Söder": ""}
    svara(klient, "utfall/per-hus", ny, {"per verksamhet": "Norr=8 av 10"})
    assert filen(mapp) == SVARAT + rad.replace("antal: 8", "antal: 9")


def test_en_risk_som_inte_har_ändrats_besvaras_med_en_knapp(klient: Klient, mapp: Path) -> None:
    fält = {"rad": "risker/hot", "som-forut": "ja", "ny-sannolikhet": "", "ny-konsekvens": ""}
    nummer = next(nr for nr in range(1, 9) if "Risk för hot." in klient.hämta(f"/avsnitt/{nr}").text)
    sida = klient.hämta(f"/avsnitt/{nummer}").text
    assert 'name="forslag-sannolikhet" value="3"' in sida
    klient.skicka("/svar", fält | {"forslag-sannolikhet": "3", "forslag-konsekvens": "2"})
    assert uppföljningen(mapp)["risker"] == {"hot": {"sannolikhet": "3", "konsekvens": "2"}}
    assert "Oförändrad" not in klient.hämta(f"/avsnitt/{nummer}").text


# --- Någon annan ändrar filen -------------------------------------------------------------------------


def test_en_konflikt_visar_båda_värdena_och_låter_en_välja(klient: Klient, mapp: Path) -> None:
    (mapp / "2020-08-31.yaml").write_text(SVARAT.replace("1890", "1777"), encoding="utf-8")
    sida = sidan_efter(klient, svara(klient, "utfall/dygn", {"värde": "1950"}, {"värde": "1890"}))
    assert "i filen står <b>1777</b>, du skrev <b>1950</b>" in sida
    assert "1777" in filen(mapp)
    assert 'value="1950"' in sida
    assert 'name="stod-värde" value="1777"' in sida  # den som skickar igen har sett det
    svara(klient, "utfall/dygn", {"värde": "1950"}, {"värde": "1777"})
    assert "dygn: 1950 # ur systemet" in filen(mapp)


def test_en_ändring_på_ett_annat_ställe_är_ingen_konflikt(klient: Klient, mapp: Path) -> None:
    (mapp / "2020-08-31.yaml").write_text(SVARAT.replace("78.5", "79"), encoding="utf-8")
    svara(klient, "utfall/dygn", {"värde": "1950"}, {"värde": "1890"})
    assert filen(mapp) == SVARAT.replace("78.5", "79").replace("1890", "1950")


def test_en_trasig_fil_visar_felen_och_formuläret_kommer_tillbaka(klient: Klient, mapp: Path) -> None:
    (mapp / "2020-08-31.yaml").write_text(SVARAT + "utfal:\n", encoding="utf-8")
    for svar in (klient.hämta("/avsnitt/1"), svara(klient, "utfall/dygn", {"värde": "1"}, {"värde": "1890"})):
        assert svar.status == 409
        assert "Okänd nyckel: utfal" in svar.text
    data = json.loads(svara(klient, "utfall/dygn", {"värde": "1"}, {"värde": "1890"}, Accept="application/json").text)
    assert (data["sparat"], "Okänd nyckel: utfal" in data["besked"]) == (False, True)  # sidan säger vad som är fel
    assert filen(mapp) == SVARAT + "utfal:\n"
    (mapp / "2020-08-31.yaml").write_text(SVARAT, encoding="utf-8")
    assert klient.hämta("/avsnitt/1").status == 200


# --- Ångra -------------------------------------------------------------------------------------------


def test_ångra_tar_tillbaka_byte_för_byte_i_ordning(klient: Klient, mapp: Path) -> None:
    svara(klient, "utfall/dygn", {"värde": "1950"}, {"värde": "1890"})
    mellan = filen(mapp)
    svara(klient, "utfall/andel", {"ej mätt": "I oktober."})
    assert "Ångrat: Andel" in sidan_efter(klient, klient.skicka("/angra", {}))
    assert filen(mapp) == mellan
    klient.skicka("/angra", {})
    assert filen(mapp) == SVARAT
    assert "Det finns inget att ångra." in sidan_efter(klient, klient.skicka("/angra", {}))


def test_ångra_skriver_inte_över_det_någon_annan_har_gjort(klient: Klient, mapp: Path) -> None:
    svara(klient, "utfall/dygn", {"värde": "1950"}, {"värde": "1890"})
    ändrad = filen(mapp).replace("78.5", "79")
    (mapp / "2020-08-31.yaml").write_text(ändrad, encoding="utf-8")
    assert "ändrats någon annanstans" in sidan_efter(klient, klient.skicka("/angra", {}))
    assert filen(mapp) == ändrad


# --- Hela formuläret -----------------------------------------------------------------------------------


def test_en_uppföljning_som_inte_finns_skapas_med_det_första_svaret(mapp: Path) -> None:
    arbete = Arbete(Vad("sn-2020", "helår", None))
    with servern(lambda adress, drift: Ifyllning(arbete, adress, drift).app()) as klient:
        assert "kvar av" in klient.hämta("/").text
        assert not (mapp / "2020-12-31.yaml").exists()
        assert "Inget är skrivet ännu" in klient.hämta("/slut").text
        svara(klient, "utfall/dygn", {"värde": "2500"})
        assert uppföljningen(mapp, "2020-12-31.yaml")["utfall"] == {"dygn": "2500"}
        slutet = klient.hämta("/slut").text
        assert "Utkast (inmatning)" in slutet
        assert "2\u00a0500" in slutet or "2500" in slutet
        klient.skicka("/klar", {})
        assert uppföljningen(mapp, "2020-12-31.yaml")["uppföljning"]["fas"] == "klar"
        assert "Utkast" not in klient.hämta("/slut").text


def test_ett_okänt_ord_och_dess_råd_är_två_meningar(klient: Klient) -> None:
    sida = sidan_efter(klient, svara(klient, "uppdrag/utred", {"status": "klarr"}))
    assert "Okänt ord: klarr. Menade du klar?" in sida


def test_nämndens_egna_ord(klient: Klient, mapp: Path) -> None:
    text = "Året har präglats av sommaren.\r\n\r\nNu vänder det: <b>bra</b>."
    klient.skicka("/ord", {"sammanfattning": text, "stod-sammanfattning": ""})
    skrivet = uppföljningen(mapp)["sammanfattning"].strip()
    assert skrivet == text.replace("\r\n", "\n")
    sida = klient.hämta("/slut").text
    assert "&lt;b&gt;bra" in sida
    nekat = klient.skicka("/ord", {"sammanfattning": "Ring 19811218-9876.", "stod-sammanfattning": skrivet})
    assert (nekat.status, "Texten har ett personnummer" in nekat.text) == (409, True)
    assert "9876" not in filen(mapp)
    svar = klient.skicka("/ord", {"sammanfattning": "Annat.", "stod-sammanfattning": "Något som inte står där."})
    assert (svar.status, "ändrats i filen" in svar.text) == (409, True)
    klient.skicka("/ord", {"sammanfattning": "", "stod-sammanfattning": skrivet})
    assert filen(mapp) == SVARAT
    klient.skicka("/angra", {})
    assert uppföljningen(mapp)["sammanfattning"].strip() == skrivet


def test_en_roll_får_bara_sina_frågor(mapp: Path) -> None:
    plan = PLAN.replace("{id: rutin,", "{id: rutin, ansvarig: enhetschefen,")
    (mapp / "plan.yaml").write_text(plan, encoding="utf-8")
    formulär = Arbete(Vad("sn-2020", "delår 2", None), ansvarig="enhetschefen").formulär()
    assert [rad.id for a in formulär.avsnitt for rad in a.rader] == ["rutin"]
    assert formulär.märken[-1] == "Bara det som enhetschefen ansvarar för."
    assert formulär.alla == 1
    körning = kör_plan("fyll", "sn-2020", "--delår", "2", "--ansvarig", "chefen", mapp=mapp)
    assert (körning.kod, körning.fel) == (2, "Ingen i planen heter chefen. Det finns enhetschefen.\n")


def test_nästa_obesvarade_hoppar_över_det_som_är_svarat(klient: Klient) -> None:
    ett = klient.hämta("/nasta").huvuden["location"]
    två = klient.hämta("/nasta?efter=" + "utfall/" + ett.rpartition("rad-utfall-")[2]).huvuden["location"]
    assert "/avsnitt/" in ett
    assert ett != två
    assert "rad-utfall-dygn" not in ett + två


@pytest.mark.parametrize(
    "sökväg", ["/avsnitt/0", "/avsnitt/99", "/avsnitt/x", "/svar", "/../plan.yaml", "/2020-08-31.yaml"]
)
def test_det_som_inte_är_en_sida_finns_inte(klient: Klient, sökväg: str) -> None:
    assert klient.hämta(sökväg).status in {404, 405}


def test_exempel_och_utkast_står_på_varje_sida(mapp: Path, klient: Klient) -> None:
    fil = mapp / "2020-08-31.yaml"
    fil.write_text(SVARAT.replace("per: 2020-08-31", "per: 2020-08-31, exempel: ja, fas: inmatning"), encoding="utf-8")
    for sökväg in ("/", "/avsnitt/1", "/slut"):
        sida = klient.hämta(sökväg).text
        assert "Exempel: värdena är påhittade." in sida
        assert "Utkast (inmatning)" in sida


def test_en_beslutad_uppföljning_rättas_öppet(mapp: Path, klient: Klient) -> None:
    assert kör_plan("besluta", "sn-2020", "--delår", "2", "--datum", "2020-09-20", "--trots-fel", mapp=mapp).kod in {
        0,
        2,
    }
    if "beslut:" not in filen(mapp):
        assert kör_plan("besluta", "sn-2020", "--delår", "2", "--datum", "2020-09-20", mapp=mapp).kod == 0
    före = filen(mapp)
    assert "--rättelse" in sidan_efter(klient, svara(klient, "utfall/dygn", {"värde": "1"}, {"värde": "1890"}))
    assert filen(mapp) == före
    svara(klient, "utfall/dygn", {"värde": "1891", "rättelse": "Räknat om."}, {"värde": "1890"})
    assert uppföljningen(mapp)["utfall"]["dygn"]["rättelse"] == "Räknat om."


def test_formuläret_stängs_från_sidan(mapp: Path) -> None:
    arbete = Arbete(Vad("sn-2020", "delår 2", None))
    with servern(lambda adress, drift: Ifyllning(arbete, adress, drift).app()) as klient:
        assert "Formuläret är stängt" in klient.skicka("/sluta", {}).text


# --- En lista med nycklar, fyra sätt att svara ----------------------------------------------------------


def test_en_ny_nyckel_i_formatet_syns_på_alla_sätt_att_svara(mapp: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """YAML att fylla i, terminalens flaggor, Excel och webbläsaren görs av samma lista."""
    openpyxl = pytest.importorskip("openpyxl")
    from planverktyg.blanketter.excel import skriv_blankett
    from planverktyg.blanketter.fragor import Tillfället
    from planverktyg.blanketter.yaml import uppfoljning
    from planverktyg.kommandon import utfall

    ny = Svarsnyckel("påhittad nyckel", Svarsart.TEXT, "Finns bara i testet.")
    med = {namn: slag._replace(nycklar=(*slag.nycklar, ny)) for namn, slag in svarsslagen().items()}
    riktig = svarsnycklar.svarsslagen
    for modul in list(sys.modules.values()):
        if getattr(modul, "svarsslagen", None) is riktig:
            monkeypatch.setattr(modul, "svarsslagen", lambda: med)

    akt, fil = läs(Vad("sn-2020", "delår 2", None))
    formulär = bygg_formulär(akt, fil)
    assert all("påhittad nyckel" in {r.nyckel for r in rad.rutor} for a in formulär.avsnitt for rad in a.alla)
    assert any(p.name == "svar_påhittad_nyckel" for p in utfall._flaggorna())
    (mapp / "b.xlsx").write_bytes(skriv_blankett(akt, fil, lambda _: True))
    bok = openpyxl.load_workbook(mapp / "b.xlsx")
    assert all("påhittad nyckel" in [r.value for r in blad[1]] for blad in bok.worksheets[1:-1])
    bok.close()
    skelettet = uppfoljning.skriv_uppföljning(akt, Tillfället("delår 2", fil.per), "# schema")
    assert "påhittad nyckel" in " ".join(skelettet.replace("#", " ").split())


def test_alla_nycklar_har_en_ruta() -> None:
    akt, fil = läs(Vad(str(ROT / "planer/tyreso/asn-2020"), "delår 2", None))
    formulär = bygg_formulär(akt, fil)
    rader = [rad for a in formulär.avsnitt for rad in a.alla]
    for rad in rader:
        slag = svarsslagen()[rad.vilken.partition("/")[0]]
        assert sorted(r.nyckel for r in rad.rutor) == sorted(n.namn for n in slag.nycklar)
        assert not any("{" in r.hjälp or "`" in r.hjälp for r in rad.rutor)  # ingen YAML i hjälpen till en ruta
    assert len({rad.märke for rad in rader}) == len(rader)
    assert len(rader) == len(list(_alla_svarsrader(akt)))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    värde=st.decimals(0, 9999, places=2).map(lambda d: f"{d.normalize():f}"),
    kommentar=st.text(
        st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"], include_characters="\r\n"), max_size=60
    ),
)
def test_slumpade_svar_kommer_fram(mapp: Path, värde: str, kommentar: str) -> None:
    """Det som skrivs i rutan är det som står i filen och i rutan nästa gång, eller så sägs det att det inte är sparat."""
    (mapp / "2020-08-31.yaml").write_text(SVARAT, encoding="utf-8")
    arbete = Arbete(Vad("sn-2020", "delår 2", None))
    fält = [("rad", "utfall/dygn"), (f"{STOD}värde", "1890"), ("ny-värde", värde), ("ny-kommentar", kommentar)]
    besked = arbete.besvara(fält)
    rad = next(rad for a in arbete.formulär().avsnitt for rad in a.alla if rad.vilken == "utfall/dygn")
    står = {ruta.nyckel: ruta.stod for ruta in rad.rutor}
    if not besked.är_sparat:
        assert besked.texter
        assert filen(mapp) == SVARAT
        return
    assert float(står["värde"]) == float(värde)
    ren = normalize("NFC", kommentar.replace("\r\n", "\n").strip())
    assert står["kommentar"] in {ren, "" if ren == "–" else ren}
    assert "# ur systemet" in filen(mapp)


@pytest.mark.parametrize(
    "plan", sorted(fil.relative_to(ROT).as_posix() for fil in (ROT / "planer").glob("*/*/plan.yaml"))
)
def test_ett_orört_formulär_ändrar_inget_i_verkliga_uppföljningar(plan: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Varje rad i varje uppföljning skickas in som den visas, och som en webbläsare gör det: då är inget nytt."""
    monkeypatch.chdir(ROT)
    arkiv = Arkiv()
    akt = en_akt(plan, arkiv)
    prövade = 0
    for uppföljning in akt.uppföljningar:
        huvud = uppföljning.modell.uppföljning
        fil = uppföljningens_fil(akt, huvud.period, huvud.per.year, arkiv)
        for rad in (rad for a in bygg_formulär(akt, fil).avsnitt for rad in a.alla):
            fält = [("rad", rad.vilken), *((f"{STOD}{ruta.nyckel}", ruta.stod) for ruta in rad.rutor)]
            fält += [par for ruta in rad.rutor for par in ruta.fält.items()]
            fält = [(namn, värde.replace("\n", "\r\n")) for namn, värde in fält]
            assert tolka(läs_inskickat(akt.plan.modell, fält), fil) == (None, ()), rad.vilken
            prövade += 1
    assert prövade or not akt.uppföljningar


def _alla_svarsrader(akt: Any) -> Any:
    from planverktyg.blanketter.svarsrad import svarsrader

    return svarsrader(akt.plan.modell)


# --- Git ------------------------------------------------------------------------------------------------


@pytest.fixture
def i_git(mapp: Path) -> Path:
    git(mapp, "init", "--quiet", "--initial-branch", "main")
    git(mapp, "config", "user.name", "Chefen")
    git(mapp, "config", "user.email", "chefen@example.org")
    git(mapp, "add", "--all")
    git(mapp, "commit", "--quiet", "--message", "Planerna")
    return mapp


def ur_git(mapp: Path, *argument: str) -> str:
    svar = subprocess.run(["git", *argument], cwd=mapp, capture_output=True, text=True, check=True, timeout=TID)
    return svar.stdout.strip()


def test_knappen_gör_en_gren_och_en_commit_med_bara_filen(i_git: Path, klient: Klient) -> None:
    (i_git / "annat.txt").write_text("1", encoding="utf-8")
    git(i_git, "add", "annat.txt")
    (i_git / "plan.yaml").write_text(PLAN + "# ändrad\n", encoding="utf-8")
    svara(klient, "utfall/dygn", {"värde": "1950"}, {"värde": "1890"})
    assert 'value="uppfoljning/sn-2020-delar-2-2020"' in klient.hämta("/slut").text
    svar = klient.skicka("/spara", {"gren": "uppfoljning/x", "meddelande": "Delår 2\r\n\r\nMed å."})
    assert "git push --set-upstream origin uppfoljning/x" in svar.text
    assert ur_git(i_git, "branch", "--show-current") == "uppfoljning/x"
    assert ur_git(i_git, "log", "-1", "--format=%an %s|%b") == "Chefen Delår 2|Med å."
    assert ur_git(i_git, "diff", "--name-only", "main", "HEAD") == "2020-08-31.yaml"
    assert ur_git(i_git, "status", "--porcelain") == "A  annat.txt\n M plan.yaml".replace("\n M", "\n M")
    assert "redan sparat i git" in klient.hämta("/slut").text
    svara(klient, "utfall/dygn", {"värde": "1960"}, {"värde": "1950"})
    assert "Sparat i git" in klient.skicka("/spara", {"gren": "uppfoljning/x", "meddelande": "Mer"}).text
    assert ur_git(i_git, "rev-list", "--count", "main..HEAD") == "2"


@pytest.mark.parametrize(
    ("gren", "meddelande", "sägs"),
    [
        ("main", "x", "redan en gren som heter main"),
        ("", "x", "kan inte heta"),
        ("-x", "x", "kan inte heta"),
        ("a..b", "x", "kan inte heta"),
        ("../main", "x", "kan inte heta"),
        ("ny", " ", "Skriv ett meddelande"),
        ("ny", "a\0b", "inte är text"),
        ("ny", "x" * 6000, "för långt"),
    ],
)
def test_det_som_git_inte_kan_spara_sägs(i_git: Path, klient: Klient, gren: str, meddelande: str, sägs: str) -> None:
    git(i_git, "checkout", "--quiet", "-b", "annan")
    svara(klient, "utfall/dygn", {"värde": "1950"}, {"värde": "1890"})
    svar = klient.skicka("/spara", {"gren": gren, "meddelande": meddelande})
    assert (svar.status, sägs in svar.text) == (409, True), svar.text
    assert ur_git(i_git, "branch", "--show-current") == "annan"
    assert ur_git(i_git, "rev-list", "--count", "--all") == "1"


def test_inget_program_ur_förrådet_startas(i_git: Path) -> None:
    """Krokar, filter, signering, fsmonitor: den som har skrivit förrådet får inte köra något."""
    spår = i_git / "kördes"
    program = i_git / "ont.sh"
    program.write_text(f"#!/bin/sh\ntouch {spår}\ncat\n", encoding="utf-8")
    program.chmod(0o755)
    (i_git / ".git/hooks").mkdir(exist_ok=True)  # testernas förråd görs utan mall
    for krok in (
        "pre-commit",
        "commit-msg",
        "post-commit",
        "reference-transaction",
        "post-checkout",
        "post-index-change",
    ):
        (i_git / ".git/hooks" / krok).write_bytes(program.read_bytes())
        (i_git / ".git/hooks" / krok).chmod(0o755)
    for namn in ("core.fsmonitor", "gpg.program", "core.editor", "filter.ont.clean", "core.pager"):
        git(i_git, "config", namn, str(program))
    git(i_git, "config", "commit.gpgSign", "true")
    spår.unlink(missing_ok=True)
    (i_git / "2020-08-31.yaml").write_text(SVARAT.replace("1890", "1950"), encoding="utf-8")
    spara_fil(Förråd(i_git), i_git / "2020-08-31.yaml", "ett", "Ett")
    assert not spår.exists()
    (i_git / ".gitattributes").write_text("*.yaml filter=ont\n", encoding="utf-8")
    (i_git / "2020-08-31.yaml").write_text(SVARAT, encoding="utf-8")
    with pytest.raises(Gitfel, match="filtret ont"):
        spara_fil(Förråd(i_git), i_git / "2020-08-31.yaml", "två", "Två")
    assert not spår.exists()


def test_utan_namn_säger_git_vad_som_ska_göras(i_git: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git(i_git, "config", "--unset", "user.name")
    git(i_git, "config", "user.useConfigOnly", "true")
    git(i_git, "config", "--unset", "user.email")
    monkeypatch.setenv("HOME", str(i_git))
    (i_git / "2020-08-31.yaml").write_text(SVARAT.replace("1890", "1950"), encoding="utf-8")
    with pytest.raises(Gitfel, match=r"git config --global user\.name"):
        spara_fil(Förråd(i_git), i_git / "2020-08-31.yaml", "ett", "Ett")
    assert ur_git(i_git, "branch", "--show-current") == "main"


def test_ett_upptaget_namn_får_ett_nummer(i_git: Path) -> None:
    f = Förråd(i_git)
    assert ledig_gren(f, "u/x") == "u/x"
    git(i_git, "branch", "u/x")
    assert ledig_gren(f, "u/x") == "u/x-2"
    git(i_git, "checkout", "--quiet", "u/x")
    assert ledig_gren(f, "u/x") == "u/x"


def test_utan_git_sägs_det(klient: Klient) -> None:
    svara(klient, "utfall/dygn", {"värde": "1950"}, {"värde": "1890"})
    slutet = klient.hämta("/slut").text
    assert "ligger inte i något git-förråd, så det finns inget att spara i git." in slutet
    assert "Spara i git" not in slutet


# --- Processen --------------------------------------------------------------------------------------------


def test_när_servern_dör_mitt_i_är_allt_som_är_sparat_skrivet(tmp_path: Path) -> None:
    """Tvåhundra svar över HTTP till en riktig process, som dödas mitt i: högst det svar som inte hann besvaras fattas."""
    from tests.webbserver import Klient as Klienten

    indikatorer = "".join(
        f"      - {{id: i{nr}, namn: Antal {nr}, enhet: antal, målvärde: {{högst: 9}}}}\n" for nr in range(5)
    )
    planer = tmp_path / "planer"
    planer.mkdir()
    (planer / "plan.yaml").write_text(
        "format: 1\nplan: {id: p, nämnd: N, namn: P, år: 2020}\nmål:\n  - id: m\n    nivå: mål\n    namn: M\n"
        f"    indikatorer:\n{indikatorer}",
        encoding="utf-8",
    )
    process = subprocess.Popen(
        [sys.executable, "-m", "planverktyg", "fyll", "p", "--period", "helår", "--stoppa-efter", "1"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"PYTHONPATH": str(ROT)},
    )
    väckare = threading.Timer(60, process.kill)
    väckare.start()
    besvarade: dict[str, int] = {}
    försökt: dict[str, int] = {}
    try:
        assert process.stdout is not None
        klient = Klienten.ur_adressen(process.stdout.readline().decode().strip())
        for nummer in range(200):
            id_ = f"i{nummer % 5}"
            if nummer == 25:  # dör medan de följande svaren skickas
                threading.Timer(0.05, process.kill).start()
            försökt[id_] = nummer
            stod = {"värde": str(besvarade[id_])} if id_ in besvarade else {}
            svar = svara(klient, f"utfall/{id_}", {"värde": str(nummer)}, stod, Accept="application/json")
            assert json.loads(svar.text)["sparat"], svar.text
            besvarade[id_] = nummer
    except (OSError, http.client.HTTPException):
        pass
    finally:
        väckare.cancel()
        process.kill()
        process.wait(TID)
        assert process.stdout is not None
        process.stdout.close()
    assert 24 <= max(besvarade.values()) < 199
    skrivet = {id_: int(värde) for id_, värde in uppföljningen(planer, "2020-12-31.yaml")["utfall"].items()}
    olika = [id_ for id_ in skrivet if skrivet[id_] != besvarade[id_]]
    assert skrivet.keys() == besvarade.keys()
    assert len(olika) <= 1  # det svar som var på väg kan ha hunnit skrivas
    assert all(skrivet[id_] == försökt[id_] for id_ in olika)
