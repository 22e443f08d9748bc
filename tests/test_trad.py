"""Den röda tråden: från kommunplan över nämndplan och enhetsplan till åtgärdsplan, och var den brister."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from planverktyg.arkiv.akt import läs_mappar, med_nämnda
from planverktyg.uppfyllelse.samband import Samband
from tests.conftest import jämför_med_facit, kör_plan

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from planverktyg.arkiv.akt import Akt
    from planverktyg.uppfyllelse.samband import Gren

    Skriv = Callable[[str, str | bytes], Path]

KOMMUN = "format: 1\nkommun: {id: solna, namn: Provkommunen}\netiketter: {agenda-2030: Agenda 2030}\n"
KOMMUNPLAN = """\
format: 1
plan: {id: kp-2020, namn: Kommunplan 2020, nämnd: Kommunfullmäktige, kortnamn: KF, år: 2020}
mål:
  - id: trygga
    nivå: målområde
    namn: Trygga hela livet
    mål:
      - {id: hemma, nivå: mål, namn: Fler kan bo kvar hemma}
      - {id: delaktiga, nivå: mål, namn: Invånarna är delaktiga}
      - id: ekonomi
        nivå: mål
        namn: Ekonomin är i balans
        indikatorer: [{id: resultat, namn: Resultat, enhet: "%", målvärde: {minst: 2}}]
"""
NÄMNDPLAN = """\
format: 1
plan: {id: asn-2020, namn: Nämndplan 2020, nämnd: Socialnämnden, kortnamn: SN, år: 2020, bygger på: kp-2020}
mål:
  - id: hemmaplan
    nivå: nämndmål
    namn: Insatser i kommunen går före placeringar
    bidrar till: [kp-2020/hemma, kp-2020/delaktiga]
    nämnder: [SN, BUN]
    etiketter: agenda-2030
    indikatorer: [{id: dygn, namn: Dygn på HVB, enhet: dygn, målvärde: {högst: 2555}}]
  - {id: bemotande, nivå: nämndmål, namn: Bemötandet är gott}
uppdrag:
  - id: egna
    rubrik: Nämndens egna uppdrag
    källa: nämnden
    uppdrag: [{id: genomlysning, text: Genomlys placeringarna., bidrar till: hemmaplan}]
"""
ENHETSPLAN = """\
format: 1
plan: {id: enhet-2020, namn: Enhetsplan 2020, nämnd: Familjeenheten, år: 2020, bygger på: asn-2020}
mål: [{id: familjehem, nivå: enhetsmål, namn: Fler egna familjehem, bidrar till: asn-2020/hemmaplan}]
åtgärdsplan:
  - id: placeringar
    rubrik: Placeringar
    punkter: [{id: rekrytera, namn: Rekrytera tre familjehem, bidrar till: [familjehem, asn-2020/dygn]}]
"""
UPPFÖLJNING = """\
format: 1
uppföljning: {plan: asn-2020, period: helår, per: 2020-12-31}
utfall: {dygn: 2400}
uppdrag: {genomlysning: pågår}
"""
PLANER = {
    "kommun.yaml": KOMMUN,
    "kp-2020/plan.yaml": KOMMUNPLAN,
    "asn-2020/plan.yaml": NÄMNDPLAN,
    "asn-2020/2020-12-31.yaml": UPPFÖLJNING,
    "enhet-2020/plan.yaml": ENHETSPLAN,
}


@pytest.fixture
def provkommunen(skriv: Skriv, tmp_path: Path) -> Path:
    for namn, text in PLANER.items():
        skriv(f"planer/prov/{namn}", text)
    return tmp_path


@pytest.mark.parametrize(
    ("facit", "argument", "kolumner"),
    [
        ("trad-80.txt", "status 2020 --tråd", "80"),
        ("trad-200.txt", "status 2020 --trad", "200"),
        ("trad-enhet-2020.txt", "status enhet-2020 --tråd", "100"),
    ],
)
def test_tråden(provkommunen: Path, facit: str, argument: str, kolumner: str) -> None:
    """En plan som nämner andra visas med dem; de andra planerna läses inte."""
    körning = kör_plan(*argument.split(), mapp=provkommunen, COLUMNS=kolumner)
    assert körning.kod == 0, körning.fel
    assert max(map(len, körning.ut.splitlines())) <= int(kolumner)
    jämför_med_facit(facit, körning.ut)


def test_provkommunens_planer_har_bara_det_fynd_som_planerna_själva_visar(provkommunen: Path) -> None:
    ut = kör_plan("validera", "--format", "github", mapp=provkommunen).ut
    koder = sorted(rad.partition("title=")[2][:6] for rad in ut.splitlines() if "REF2" in rad)
    assert koder == ["REF219"], ut


def test_tråd_och_mål_går_inte_ihop(provkommunen: Path) -> None:
    körning = kör_plan("status", "2020", "--tråd", "--mål", "dygn", mapp=provkommunen)
    assert (körning.kod, körning.fel) == (2, "Ange --tråd eller --mål, inte båda.\n")


# --- Sambanden ------------------------------------------------------------------------------------


def _akter(skriv: Skriv, tmp_path: Path, **planer: str) -> list[Akt]:
    """Planer som skrivs med bara sina mål: plan-id → målen i YAML."""
    for id_, mål in planer.items():
        huvud = f"plan: {{id: {id_}, namn: Plan, nämnd: Nämnden, år: 2020}}"
        skriv(f"planer/{id_}/plan.yaml", f"format: 1\n{huvud}\nmål: [{mål}]\n")
    return [akt for mapp in läs_mappar(tmp_path / "planer") for akt in mapp.akter]


@pytest.fixture
def samband(skriv: Skriv, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Samband]:
    """Sambanden mellan planer som skrivs med bara sina mål: plan-id → målen i YAML."""
    monkeypatch.chdir(tmp_path)
    return lambda **planer: Samband(akt.plan.modell for akt in _akter(skriv, tmp_path, **planer))


def mål(id_: str, resten: str = "", nivå: str = "mål") -> str:
    return f"{{id: {id_}, nivå: {nivå}, namn: {id_}{', ' if resten else ''}{resten}}}"


def ritad(gren: Gren) -> str:
    """`a(b ~c(d))`: b står under a, c bidrar till a; `c*` är redan visad."""
    inre = " ".join(map(ritad, gren.grenar))
    tecken = ("~" if gren.bidrar else "") + gren.nod.nyckel[1] + ("*" if gren.visad else "")
    return f"{tecken}({inre})" if inre else tecken


@pytest.mark.parametrize(
    ("planer", "trådar"),
    [
        pytest.param({"p": mål("a")}, [], id="ett mål för sig"),
        pytest.param({"p": mål("a", f"mål: [{mål('b')}, {mål('c')}]")}, ["a(b c)"], id="ett träd"),
        pytest.param({"p": mål("a"), "q": mål("b", "bidrar till: p/a")}, ["a(~b)"], id="mellan planer"),
        pytest.param(
            {"p": f"{mål('a')}, {mål('b')}, {mål('c', 'bidrar till: [a, b]')}, {mål('d', 'bidrar till: c')}"},
            ["a(~c(~d))", "b(~c*)"],
            id="ett mål som tjänar två",
        ),
        pytest.param(
            {"p": f"{mål('a', 'bidrar till: b')}, {mål('b', 'bidrar till: a')}"}, ["a(~b(~a*))"], id="en rundgång"
        ),
        pytest.param({"p": mål("a", "bidrar till: [x, q/y, a]")}, [], id="hänvisningar som inte leder någonstans"),
    ],
)
def test_trådarnas_form(samband: Callable[..., Samband], planer: dict[str, str], trådar: list[str]) -> None:
    assert [ritad(gren) for gren in samband(**planer).trådar()] == trådar


def test_ett_id_som_två_mål_delar_på_leder_inte_runt(skriv: Skriv, tmp_path: Path) -> None:
    """Delmålet har målets id: då står målet under sig självt, och vägen uppåt har inget slut."""
    egna = "{id: a, nivå: mål, namn: A}, {id: b, nivå: mål, namn: B, mål: [{id: c, nivå: mål, namn: C}]}"
    (akt,) = _akter(skriv, tmp_path, p=egna)
    plan = akt.plan.modell
    b = plan.mål[1]
    delmål = b.mål[0].model_copy(update={"id": "b"})
    s = Samband([plan.model_copy(update={"mål": (plan.mål[0], b.model_copy(update={"mål": (delmål,)}))})])
    assert s.står_under(s.noder["p", "b"]) == {("p", "b")}


@pytest.mark.parametrize(
    ("planer", "utan_stöd", "utan_riktning"),
    [
        pytest.param({"p": f"{mål('a')}, {mål('b')}"}, [], [], id="mål på en nivå"),
        pytest.param(
            {
                "p": f"{mål('a')}, {mål('b')}",
                "q": f"{mål('c', 'bidrar till: p/a', 'nämndmål')}, {mål('d', '', 'nämndmål')}",
            },
            ["b"],
            ["d"],
            id="ett överordnat mål utan nämndmål, och ett nämndmål utan överordnat",
        ),
        pytest.param(
            {"p": mål("a", "mål: [" + mål("b", "", "delmål") + "]") + ", " + mål("c", "bidrar till: b")},
            [],
            [],
            id="ett mål som bidrar till ett annats delmål",
        ),
    ],
)
def test_var_tråden_brister(
    samband: Callable[..., Samband], planer: dict[str, str], utan_stöd: list[str], utan_riktning: list[str]
) -> None:
    s = samband(**planer)
    assert [nod.nyckel[1] for nod in s.utan_stöd()] == utan_stöd
    assert [nod.nyckel[1] for nod in s.utan_riktning()] == utan_riktning


def test_bara_planer_som_nämns_läses(provkommunen: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(provkommunen)
    for mapp in ("asn-2020", "kp-2020"):
        (akt,) = next(iter(läs_mappar(provkommunen / "planer/prov" / mapp))).akter
        nämnda = [a.plan.modell.plan.id for a in med_nämnda([akt])]
        assert nämnda == {"asn-2020": ["asn-2020", "kp-2020"], "kp-2020": ["kp-2020"]}[mapp]


# --- Rapporten ------------------------------------------------------------------------------------


@pytest.mark.parametrize("format_", ["md", "html"])
def test_rapporten_visar_tråden_och_etiketterna(provkommunen: Path, format_: str) -> None:
    """Bara avsnitten som går tvärs över målträdet; resten av rapporten prövas i test_rapport."""
    ut = kör_plan("rapport", "asn-2020", "--format", format_, mapp=provkommunen).ut
    början, slut = {
        "md": ("## Röda tråden", "\n## Uppdrag\n"),
        "html": ('<section aria-labelledby="roda-traden">', '<section aria-labelledby="alla-uppdrag"'),
    }[format_]
    jämför_med_facit(f"trad-rapport.{format_}", ut[ut.index(början) : ut.index(slut)])


def test_en_plan_med_mål_på_en_nivå_har_ingen_tråd_i_rapporten(skriv: Skriv, tmp_path: Path) -> None:
    skriv("planer/p/plan.yaml", f"format: 1\nplan: {{id: p, namn: P, nämnd: N, år: 2020}}\nmål: [{mål('a')}]\n")
    skriv("planer/p/2020.yaml", "format: 1\nuppföljning: {plan: p, period: helår, per: 2020-12-31}\n")
    ut = kör_plan("rapport", "p", mapp=tmp_path).ut
    assert "## Så läser du rapporten" in ut
    assert "Röda tråden" not in ut
    assert "Etiketter" not in ut


def test_delade_mål_och_etiketter_står_vid_målet(provkommunen: Path) -> None:
    dokument = kör_plan("dokument", "asn-2020", mapp=provkommunen).ut
    for fakta in ("SN och BUN", "Agenda 2030", "Fler kan bo kvar hemma (Kommunplan 2020)"):
        assert fakta in dokument
    assert "Delas av SN och BUN" in kör_plan("rapport", "asn-2020", mapp=provkommunen).ut
