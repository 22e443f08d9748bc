"""Åtgärdsplanen: effekten räknas exakt, det som inte kan summeras syns, och läget visas i dokument, rapport och status."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from planverktyg.modell.atgardsplan import GRUNDSTATUS, Åtgärdspunkt
from planverktyg.modell.effekt import Effekt
from planverktyg.modell.plan import Plandokument
from planverktyg.modell.rapportering import Effektrapport, Statusrapport, Uppföljningsdokument
from planverktyg.uppfyllelse.avgjort import gällande_statusar
from planverktyg.uppfyllelse.effekter import räkna_effekter, uppnådd_effekt, väntad_effekt
from planverktyg.utgivning.plandokument.atgardsplan import skriv_uträkning
from planverktyg.utgivning.rapport.atgardsplan import i_mening
from tests.conftest import kör_plan

D = Decimal
PLATS = {"belopp": D("1.6"), "enhet": "mnkr", "per": "helårsplacering", "ungefär": "ja"}
DYGN = {"från": D(2000), "till": D(1000), "enhet": "kr", "per": "dygn"}


@pytest.mark.parametrize(
    ("skrivet", "kronor", "hinder"),
    [
        ({"styckpris": PLATS, "antal": D(3)}, 4_800_000, ""),
        ({"styckpris": DYGN, "antal": D(365)}, 365_000, ""),
        ({"styckpris": DYGN}, None, "planen säger priset per dygn men inte hur många det gäller"),
        ({"belopp": D("2.25"), "enhet": "mnkr"}, 2_250_000, ""),
        ({"belopp": D(-300)}, -300_000, ""),
        ({"per år": {"2020": D("1.6"), "2021": D("4.8")}, "enhet": "mnkr"}, 4_800_000, ""),
        ({"oförändrad": "ja"}, 0, ""),
        ({"återkommer": "ja", "text": "Återkommer efter utredning"}, None, "effekten är inte känd ännu"),
        ({"text": "Lägre kostnader"}, None, "effekten är bara beskriven i ord"),
    ],
)
def test_effekten_blir_kronor_eller_ett_skäl(skrivet: dict[str, Any], kronor: int | None, hinder: str) -> None:
    effekt = Effekt.model_validate(skrivet)
    assert (effekt.kronor, effekt.hinder) == (kronor, hinder)


@pytest.mark.parametrize(
    ("skrivet", "text"),
    [
        ({"belopp": D(1), "oförändrad": "ja"}, "Effekten sägs på flera sätt"),
        ({"belopp": D(1), "styckpris": PLATS, "antal": D(1)}, "Effekten sägs på flera sätt"),
        ({"text": "Lägre", "antal": D(3)}, "Antalet saknar styckpris"),
        ({"enhet": "mnkr"}, "Effekten säger inget"),
        ({"styckpris": PLATS | {"från": D(2), "till": D(1)}}, "Ett styckpris är ett belopp"),
        ({"styckpris": {"från": D(2), "enhet": "kr", "per": "dygn"}}, "Ett styckpris är ett belopp"),
    ],
)
def test_effekten_sägs_på_ett_sätt(skrivet: dict[str, Any], text: str) -> None:
    with pytest.raises(ValidationError, match=text):
        Effekt.model_validate(skrivet)


@pytest.mark.parametrize(
    ("skrivet", "text"),
    [
        ({"styckpris": PLATS, "antal": D(3)}, "3 × 1,6 mnkr per helårsplacering = ca 4,8 mnkr per år"),
        ({"styckpris": DYGN, "antal": D(10)}, "10 × (2 000 − 1 000) kr per dygn = 10 tkr per år"),
        (
            {"styckpris": DYGN | {"ungefär": "ja"}},
            "ca (2 000 − 1 000) kr per dygn; planen säger priset per dygn men inte hur många det gäller",
        ),
        ({"belopp": D("2.25"), "enhet": "mnkr"}, "2,25 mnkr per år"),
        ({"per år": {"2021": D(48), "2020": D(16)}}, "16 tkr år 2020, 48 tkr år 2021"),
    ],
)
def test_uträkningen_visas(skrivet: dict[str, Any], text: str) -> None:
    assert skriv_uträkning(Effekt.model_validate(skrivet)).replace("\u00a0", " ") == text


def punkt(effekt: dict[str, Any] | None, *åtgärdernas: dict[str, Any]) -> Åtgärdspunkt:
    åtgärder = [{"id": f"a{n}", "text": "Åtgärd.", "ekonomisk effekt": e} for n, e in enumerate(åtgärdernas)]
    skrivet: dict[str, Any] = {"id": "p", "namn": "Punkt", "åtgärder": åtgärder}
    return Åtgärdspunkt.model_validate(skrivet | ({"ekonomisk effekt": effekt} if effekt else {}))


def test_utan_egen_effekt_räknas_åtgärdernas_ihop() -> None:
    assert väntad_effekt(punkt(None, {"belopp": D(100)}, {"belopp": D("1.5"), "enhet": "mnkr"})).kronor == 1_600_000
    assert väntad_effekt(punkt({"belopp": D(7)}, {"belopp": D(100)})).kronor == 7_000


def test_en_åtgärd_utan_belopp_gör_att_punkten_inte_kan_summeras() -> None:
    assert väntad_effekt(punkt(None, {"belopp": D(100)}, {"återkommer": "ja"})) == (None, "effekten är inte känd ännu")
    assert väntad_effekt(punkt(None)) == (None, "planen säger ingen ekonomisk effekt")


@pytest.mark.parametrize(
    ("rapport", "kronor", "hinder"),
    [
        ({"effekt": D(2400)}, 2_400_000, ""),
        ({"effekt": D(2400), "antal": D(9)}, 2_400_000, ""),
        ({"antal": D("1.5")}, 2_400_000, ""),
        ({"saknas": "Ej uppföljt."}, None, "Ej uppföljt."),
        ({"kommentar": "Pågår."}, None, "uppföljningen säger ingen effekt i kronor"),
        (None, None, "uppföljningen säger inget om effekten"),
    ],
)
def test_uppnådd_effekt_är_den_rapporterade_eller_antalet_gånger_priset(
    rapport: dict[str, Any] | None, kronor: int | None, hinder: str
) -> None:
    svar = Effektrapport.model_validate(rapport) if rapport is not None else None
    assert uppnådd_effekt(punkt({"styckpris": PLATS, "antal": D(3)}), svar) == (kronor, hinder)


@pytest.mark.parametrize(
    ("ord_", "läge"),
    [
        ("genomförd", "klar"), ("påbörjad", "pågår"), ("inställd", "avbruten"), ("avförd", "avbruten"),
        ("ej påbörjad", "ej påbörjad"), ("försenad", "försenad"), ("klar", "klar"),
    ],
)  # fmt: skip
def test_källans_ord_räknas_som_ett_av_fem_lägen(ord_: str, läge: str) -> None:
    rapport = Statusrapport.model_validate({"status": ord_})
    assert (rapport.status, rapport.läge) == (ord_, läge)


def test_varje_läge_är_också_ett_ord_som_får_skrivas() -> None:
    assert set(GRUNDSTATUS.values()) <= set(GRUNDSTATUS)


# --- Tyresös plan 2019 ------------------------------------------------------------------------------


def utskrift(*argument: str) -> str:
    svar = kör_plan(*argument)
    assert svar.kod == 0, svar.fel
    return " ".join(svar.ut.replace("\u00a0", " ").split())


def test_dokumentet_har_källans_form_och_verktygets_summa() -> None:
    text = utskrift("dokument", "asn-atgardsplan-2019")
    assert "- **Åtgärd 2:** Identifiera ungdomar i riskzonen" in text
    assert "Tidsplan: Kartläggningen klar till 1 oktober." in text
    assert "| **Summa** | **4 av 8 punkter** | **ca 9 mnkr** |" in text
    assert "4 av 8 punkter kan inte summeras" in text
    assert "inte hur många det gäller" in text


def test_rapportens_första_sida_svarar_på_hur_det_går() -> None:
    första = utskrift("rapport", "asn-atgardsplan-2019").split("## Nämndens sammanfattning")[0]
    assert "5 är genomförda, 4 är påbörjade, 1 är försenad, 1 är inte påbörjad och 1 är avförd" in första
    assert "effekten hittills är 3,45 mnkr av väntade ca 9 mnkr per år" in första
    assert "120 tkr utöver" in första
    assert "0 indikatorer" not in första


@pytest.mark.parametrize(
    ("effekt", "mening"),
    [
        ({"belopp": D(120)}, "den väntade effekten är 120 tkr per år, och ingen effekt är rapporterad"),
        ({"återkommer": "ja"}, "åtgärdsplanen har varken åtgärder eller någon effekt som kan summeras"),
    ],
)
def test_en_punkt_utan_åtgärder_ger_ändå_en_hel_mening(effekt: dict[str, Any], mening: str) -> None:
    huvud = {"id": "p", "namn": "Plan", "nämnd": "Nämnden", "år": 2020}
    punkten = {"id": "en", "namn": "En punkt", "ekonomisk effekt": effekt}
    område = {"id": "o", "rubrik": "Ett område", "punkter": [punkten]}
    plan = Plandokument.model_validate({"format": 1, "plan": huvud, "åtgärdsplan": [område]})
    svar = {"format": 1, "uppföljning": {"plan": "p", "period": "helår", "per": "2020-12-31"}}
    uppföljning = Uppföljningsdokument.model_validate(svar)
    assert (
        i_mening(räkna_effekter(plan, uppföljning), gällande_statusar(uppföljning, ())).replace("\u00a0", " ") == mening
    )


def test_rapporten_som_webbsida_visar_statusens_eget_ord() -> None:
    text = utskrift("rapport", "asn-atgardsplan-2019", "--format", "html")
    assert "avförd" in text
    assert "Åtgärder och effekt per område" in text


def test_status_visar_effekt_och_läge() -> None:
    text = utskrift("status", "asn-atgardsplan-2019")
    assert "2,4 mnkr 4,8 mnkr 1. Minska antalet vårddygn" in text
    assert "× avförd utred-behandlingscenter" in text
