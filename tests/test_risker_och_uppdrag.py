"""Risker och uppdrag så som kommuner skriver dem: beskrivna steg, kategorier, mätare, statusord och bedömda uppdrag."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from planverktyg.uppfyllelse.risklage import Kontrollräkning
from tests.conftest import kör_plan
from tests.test_rapport import PLAN as VANLIG_PLAN
from tests.test_rapport import UPPFÖLJNING as VANLIG_UPPFÖLJNING
from tests.test_rapport import rapport_av

if TYPE_CHECKING:
    from pathlib import Path

KOMMUN = """\
format: 1
kommun: {id: kommunen, namn: Kommunen}
bedömning:
  skala:
    - {namn: helt, symbol: ●, färg: grön}
    - {namn: i hög grad, symbol: ◐, färg: gul, från: 80, från utan utgångsvärde: 80}
    - {namn: ej, symbol: ○, färg: röd, från: 0, från utan utgångsvärde: 0}
riskmatris:
  sannolikhet: [osannolik, mindre sannolik, möjlig, {namn: sannolik, beskrivning: mer än en gång per år}]
  konsekvens: [försumbar, lindrig, kännbar, {namn: allvarlig, beskrivning: över 5 % av budget}]
  tröskel: 9
  hög: 12
  kategorier: [omvärldsrisk, verksamhetsrisk, legal risk, IT-risk, risk i rapportering]
"""
PLAN = """\
format: 1
plan: {id: kn-2020, namn: Plan, nämnd: Nämnden, år: 2020}
uppdrag:
  - id: grupp
    rubrik: Uppdrag
    källa: nämnden
    uppdrag:
      - {id: u1, nummer: "1", text: Första uppdraget}
      - {id: u2, text: Andra uppdraget}
      - {id: u3, text: Tredje uppdraget}
risker:
  - id: r1
    text: Sårbarhet i resursläget
    process: Myndighet
    kategori: legal risk
    lagrum: Lag (2017:612)
    möjlighet: Nya arbetssätt
    sannolikhet: 4
    konsekvens: 4
    angivet riskvärde: 16
  - {id: r2, text: Sårbarhet i resursläget, process: Utförare, kategori: IT-risk, sannolikhet: 1, konsekvens: 1}
kontrollmoment:
  - {id: k1, text: Stickprov A, risker: r1}
  - {id: k2, text: Stickprov B, risker: r1}
  - {id: k3, text: Stickprov C, risker: r2}
"""
DELÅR_1 = """\
format: 1
uppföljning: {plan: kn-2020, period: delår 1, per: 2020-04-30}
uppdrag:
  u1: {status: påbörjad, bedömning: i hög grad}
  u2: {status: påbörjad, bedömning: i hög grad}
  u3: ej påbörjad
"""
DELÅR_2 = """\
format: 1
uppföljning: {plan: kn-2020, period: delår 2, per: 2020-08-31}
uppdrag:
  u1: {status: genomförd, bedömning: helt}
  u2: {status: påbörjad, bedömning: i hög grad}
  u3: {status: inställd, kommentar: Nämnden beslutade det i maj.}
kontrollmoment:
  k1: utan avvikelse
  k2: {resultat: mindre avvikelse, avvikelse: Ett av tjugo ärenden.}
"""


@pytest.fixture(scope="module")
def mapp(tmp_path_factory: pytest.TempPathFactory) -> Path:
    mapp = tmp_path_factory.mktemp("kommun")
    (mapp / ".git").mkdir()
    filer = {"kommun": KOMMUN, "plan": PLAN, "2020-04-30": DELÅR_1, "2020-08-31": DELÅR_2}
    for namn, text in filer.items():
        (mapp / f"{namn}.yaml").write_text(text, encoding="utf-8")
    return mapp


@pytest.fixture(scope="module")
def rapport(mapp: Path) -> str:
    return _kör(mapp, "rapport", ".")


def _kör(mapp: Path, *argument: str) -> str:
    svar = kör_plan(*argument, mapp=mapp)
    assert svar.kod == 0, svar.ut + svar.fel
    return svar.ut.replace("\u00a0", " ")


@pytest.mark.parametrize(
    "text",
    [
        "Av planens 3 uppdrag: 1 är genomfört, 1 är påbörjat och 1 är inställt.",
        "Bedömda uppdrag: 1 helt (0), 1 i hög grad (2). Inom parentes: förra uppföljningen.",
        "| 1\\. Första uppdraget | ● genomförd | ● helt |  |",
        "| Andra uppdraget | ► påbörjad | ◐ i hög grad |  |",
        "| Tredje uppdraget | × inställd | – | Nämnden beslutade det i maj. |",
    ],
)
def test_uppdragen_har_källans_ord_och_sin_bedömning(rapport: str, text: str) -> None:
    assert text in rapport


@pytest.mark.parametrize(
    "text",
    [
        "- **Sannolikhet 4 sannolik:** mer än en gång per år",
        "- **Konsekvens 4 allvarlig:** över 5 % av budget",
        "*Kategori:* legal risk. *Process:* Myndighet. *Möjlighet:* Nya arbetssätt. *Lagrum:* Lag (2017:612)",
        "*Kategori:* IT-risk. *Process:* Utförare",
        "1 ● utan avvikelse · 1 ◐ mindre avvikelse · 0 ▲ med avvikelse · 0 ○ ej genomförd · 1 – ej rapporterad",
    ],
)
def test_riskerna_har_steg_kategori_och_mätare(rapport: str, text: str) -> None:
    assert text in rapport


@pytest.mark.parametrize(
    "text",
    [
        "| 1\\. Sårbarhet i resursläget | 16 | 4 | 4 | legal risk | Myndighet | Nya arbetssätt | Lag (2017:612) |",
        "| 2\\. Sårbarhet i resursläget | 1 | 1 | 1 | IT-risk | Utförare | – | – |",
        "Sannolikhet 4 sannolik: mer än en gång per år.",
    ],
)
def test_plandokumentet_visar_riskerna_och_förklarar_stegen(mapp: Path, text: str) -> None:
    assert text in _kör(mapp, "dokument", ".")


def test_webbsidan_visar_mätaren_och_bedömningen(mapp: Path) -> None:
    sida = _kör(mapp, "rapport", ".", "--format", "html")
    assert '<span aria-hidden="true">◐</span> mindre avvikelse' in sida
    assert '<th scope="col">Bedömning</th>' in sida


def test_källans_ord_för_avbruten_behöver_också_en_kommentar(mapp: Path, tmp_path: Path) -> None:
    assert "UPP505" not in kör_plan("validera", ".", mapp=mapp).ut
    for fil in mapp.glob("*.yaml"):
        utan = fil.read_text(encoding="utf-8").replace(", kommentar: Nämnden beslutade det i maj.", "")
        (tmp_path / fil.name).write_text(utan, encoding="utf-8")
    ut = " ".join(kör_plan("validera", ".", mapp=tmp_path).ut.split())
    assert "Uppdraget u3 står som inställd, och kommentar saknas." in ut


@pytest.mark.parametrize(
    ("räknade", "mening"),
    [
        ((1, 0, 1, 0, 0), "Kontrollen visade en avvikelse."),
        ((1, 1, 0, 0, 0), "Kontrollen visade ingen avvikelse."),
        ((1, 0, 0, 1, 0), "Kontrollen genomfördes inte."),
        ((1, 0, 0, 0, 1), "Kontrollen är inte rapporterad."),
        ((6, 5, 1, 0, 0), "Av 6 kontroller visade 1 avvikelse och 5 ingen avvikelse."),
        ((2, 0, 1, 1, 0), "Av 2 kontroller visade 1 avvikelse och 1 genomfördes inte."),
        ((3, 0, 0, 1, 2), "Av 3 kontroller genomfördes 1 inte och 2 är inte rapporterade."),
        ((0, 0, 0, 0, 0), ""),
    ],
)
def test_kontrollerna_i_en_mening(räknade: tuple[int, int, int, int, int], mening: str) -> None:
    assert Kontrollräkning(*räknade).mening == mening


@pytest.mark.parametrize(
    ("värden", "mening"),
    [
        ([15], "1 av 1 risk räknas som hög."),
        ([3], "0 av 1 risk räknas som hög."),
        ([15, 3], "1 av 2 risker räknas som hög."),
        ([15, 15, 3], "2 av 3 risker räknas som höga."),
        ([3, 3], "0 av 2 risker räknas som höga."),
    ],
)
def test_riskerna_i_en_mening(värden: list[int], mening: str, tmp_path: Path) -> None:
    risker = "".join(
        f"  - {{id: r{n}, text: Risk, sannolikhet: {v // 3}, konsekvens: 3}}\n" for n, v in enumerate(värden)
    )
    rapport = rapport_av(tmp_path, f"{VANLIG_PLAN}risker:\n{risker}", VANLIG_UPPFÖLJNING)
    assert rapport.risker
    assert rapport.risker.mening == mening
    assert "Pil upp" not in rapport.risker.förklaring, "inget har rört sig"


@pytest.mark.parametrize("format_", ["markdown", "html"])
def test_ett_uppdrag_som_skulle_ha_varit_klart_säger_det_i_sin_rad(format_: str, tmp_path: Path) -> None:
    """I Markdown syntes det bara för de tre första, på första sidan."""
    plan = PLAN.replace("text: Andra uppdraget", "text: Andra uppdraget, klart: 2020-05")
    for namn, text in {"kommun": KOMMUN, "plan": plan, "2020-08-31": DELÅR_2}.items():
        (tmp_path / f"{namn}.yaml").write_text(text, encoding="utf-8")
    text = _kör(tmp_path, "rapport", ".", "--format", format_)
    assert text.count("skulle ha varit klart maj 2020") == 1
