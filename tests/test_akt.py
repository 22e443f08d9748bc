"""Från mappar till akter: vilka filer som läses, vilka husregler som gäller, och att inget försvinner tyst."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from planverktyg.arkiv.akt import Akt, Arkiv, Mapp, läs_mappar, läs_planens_mapp
from tests.conftest import ROT, kör_plan

if TYPE_CHECKING:
    from collections.abc import Callable

    Skriv = Callable[[str, str | bytes], Path]

KOMMUN = "format: 1\nkommun: {id: tyreso, namn: Tyresö kommun}\n"


def plan(id_: str, resten: str = "") -> str:
    return f"format: 1\nplan: {{id: {id_}, namn: Plan {id_}, nämnd: Nämnden, kortnamn: N, år: 2020}}\n{resten}"


def uppföljning(plan_id: str, per: str, period: str = "delår 2") -> str:
    return f"format: 1\nuppföljning: {{plan: {plan_id}, period: {period}, per: {per}}}\n"


@pytest.fixture
def läs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., dict[str, Mapp]]:
    """Mapparna under testets mapp (eller en mapp i den), efter sökväg."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()  # projektets rot: ingenting ovanför läses

    def _läs(rot: str = ".") -> dict[str, Mapp]:
        return {mapp.sökväg.as_posix(): mapp for mapp in läs_mappar(Path(rot))}

    return _läs


def id_för(akt: Akt) -> str:
    return str(akt.plan.modell.plan.id)


def fynden(mappar: dict[str, Mapp]) -> list[str]:
    return [f"{f.plats.fil} {f.kod} {f.text}" for mapp in mappar.values() for f in mapp.fynd]


# --- Akter ----------------------------------------------------------------------------------------


def test_en_ensam_plan_är_en_akt(skriv: Skriv, läs: Callable[..., dict[str, Mapp]]) -> None:
    """Utan husregler gäller förvalen."""
    skriv("plan.yaml", plan("asn-2020"))
    (akt,) = läs()["."].akter
    assert (id_för(akt), akt.uppföljningar, akt.kommun) == ("asn-2020", (), None)
    assert not akt.husregler.sammanvägning.krav


def test_uppföljningarna_står_i_tidsordning_vad_filerna_än_heter(
    skriv: Skriv, läs: Callable[..., dict[str, Mapp]]
) -> None:
    skriv("plan.yaml", plan("asn-2020"))
    skriv("a.yaml", uppföljning("asn-2020", "2020-12-31", "helår"))
    skriv("b.yml", uppföljning("asn-2020", "2020-04-30", "delår 1"))
    skriv("z.yaml", uppföljning("asn-2020", "2020-08-31"))
    (akt,) = läs()["."].akter
    assert [u.modell.uppföljning.period for u in akt.uppföljningar] == ["delår 1", "delår 2", "helår"]
    assert [u.modell.uppföljning.period for u in akt.före(akt.uppföljningar[2])] == ["delår 1", "delår 2"]
    assert akt.före(akt.uppföljningar[0]) == ()


def test_flera_planer_i_samma_mapp_får_varsin_akt(skriv: Skriv, läs: Callable[..., dict[str, Mapp]]) -> None:
    skriv("asn.yaml", plan("asn-2020"))
    skriv("bun.yaml", plan("bun-2020"))
    skriv("asn-d2.yaml", uppföljning("asn-2020", "2020-08-31"))
    skriv("bun-d2.yaml", uppföljning("bun-2020", "2020-08-31"))
    assert {id_för(a): [u.fil for u in a.uppföljningar] for a in läs()["."].akter} == {
        "asn-2020": ["asn-d2.yaml"],
        "bun-2020": ["bun-d2.yaml"],
    }


def test_en_uppföljning_utan_plan_i_mappen_är_lös(skriv: Skriv, läs: Callable[..., dict[str, Mapp]]) -> None:
    """Planen kan ha fel id, eller ligga i en annan mapp; granskningen säger till."""
    skriv("plan.yaml", plan("asn-2020"))
    skriv("annan.yaml", uppföljning("asn-2021", "2021-08-31"))
    mapp = läs()["."]
    assert [u.fil for u in mapp.lösa] == ["annan.yaml"]
    assert mapp.akter[0].uppföljningar == ()


# --- Husregler ------------------------------------------------------------------------------------


def test_husreglerna_ärvs_från_närmaste_mapp_ovanför(skriv: Skriv, läs: Callable[..., dict[str, Mapp]]) -> None:
    skriv("kommun.yaml", KOMMUN)
    skriv("asn/plan.yaml", plan("asn-2020"))
    skriv("bun/plan.yaml", plan("bun-2020"))
    skriv("bun/regler.yaml", KOMMUN.replace("tyreso", "egen"))
    skriv("bun/skola/plan.yaml", plan("skola-2020"))
    kommun = {id_för(a): a.kommun.modell.kommun.id for m in läs().values() for a in m.akter if a.kommun}
    assert kommun == {"asn-2020": "tyreso", "bun-2020": "egen", "skola-2020": "egen"}


def test_husreglerna_i_en_syskonmapp_gäller_inte(skriv: Skriv, läs: Callable[..., dict[str, Mapp]]) -> None:
    skriv("haninge/kommun.yaml", KOMMUN.replace("tyreso", "haninge"))
    skriv("tyreso/plan.yaml", plan("asn-2020"))
    assert läs()["tyreso"].akter[0].kommun is None


@pytest.mark.parametrize("rot", ["planer", "planer/tyreso", "planer/tyreso/asn"])
def test_husreglerna_gäller_varifrån_man_än_läser(rot: str, skriv: Skriv, läs: Callable[..., dict[str, Mapp]]) -> None:
    """`plan validera planer/tyreso/asn` hittar kommunens regler ovanför mappen."""
    skriv("planer/tyreso/kommun.yaml", KOMMUN)
    skriv("planer/tyreso/asn/plan.yaml", plan("asn-2020"))
    akt = läs(rot)["planer/tyreso/asn"].akter[0]
    assert akt.kommun is not None
    assert akt.kommun.modell.kommun.id == "tyreso"
    assert akt.husregler == läs_planens_mapp(Path("planer/tyreso/asn/plan.yaml"), Path(rot)).akter[0].husregler


def test_husregler_ovanför_projektets_rot_läses_inte(skriv: Skriv, läs: Callable[..., dict[str, Mapp]]) -> None:
    """Det som ligger utanför förvaret hör till någon annan."""
    skriv("kommun.yaml", KOMMUN)
    skriv("projekt/.git/HEAD", "")
    skriv("projekt/planer/asn/plan.yaml", plan("asn-2020"))
    assert läs("projekt/planer")["projekt/planer/asn"].akter[0].kommun is None
    assert läs("projekt")["projekt/planer/asn"].akter[0].kommun is None


@pytest.mark.parametrize(
    "trasigt", [KOMMUN + "nivåer: mål\n", KOMMUN.replace("{id", "{[id"), "format: 1\nkommun: Tyresö\n"]
)
def test_trasiga_husregler_ovanför_blir_aldrig_tyst_förvalen(
    trasigt: str, skriv: Skriv, läs: Callable[..., dict[str, Mapp]]
) -> None:
    """En rapport med fel gränser är värre än ingen rapport: fynden följer med mappen."""
    skriv("planer/kommun.yaml", trasigt)
    fil = skriv("planer/asn/plan.yaml", plan("asn-2020"))
    for mapp in (läs("planer/asn")["planer/asn"], läs_planens_mapp(fil, fil.parent)):
        assert {f.plats.fil for f in mapp.husreglernas_fynd} == {"planer/kommun.yaml"}
        assert {f.allvar for f in mapp.husreglernas_fynd} == {"fel"}


@pytest.mark.parametrize("vad", ["planer", "planer/tyreso", "planer/tyreso/asn", "planer/tyreso/asn/plan.yaml"])
@pytest.mark.parametrize("var", ["", "planer/", "planer/tyreso/"])
def test_felen_i_ärvda_husregler_visas_en_gång(vad: str, var: str, skriv: Skriv, tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    skriv(f"{var}kommun.yaml", KOMMUN + "nivåer: mål\n")
    skriv("planer/tyreso/asn/plan.yaml", plan("asn-2020"))
    skriv("planer/tyreso/bun/plan.yaml", plan("bun-2020"))
    körning = kör_plan("validera", vad, mapp=tmp_path)
    assert körning.kod == 1
    assert körning.ut.count(f"{var}kommun.yaml:3:9 fel STR103") == 1, körning.ut


def test_en_länk_till_gemensamma_husregler_inom_projektet(skriv: Skriv, läs: Callable[..., dict[str, Mapp]]) -> None:
    gemensam = skriv("planer/gemensamt/kommun.yaml", KOMMUN)
    skriv("planer/tyreso/asn/plan.yaml", plan("asn-2020"))
    Path("planer/tyreso/kommun.yaml").symlink_to(gemensam)
    for rot in ("planer", "planer/tyreso/asn"):
        mappar = läs(rot)
        assert fynden(mappar) == []
        assert mappar["planer/tyreso/asn"].akter[0].kommun is not None


# --- Filer som inte läses -------------------------------------------------------------------------


def test_en_oläslig_fil_döljer_inte_de_andra(skriv: Skriv, läs: Callable[..., dict[str, Mapp]]) -> None:
    skriv("plan.yaml", plan("asn-2020"))
    skriv("d1.yaml", uppföljning("asn-2020", "2020-04-30", "delår 1"))
    skriv("d2.yaml", b"format: 1\nuppf\xf6ljning: {}\n")
    skriv("d3.yaml", "format: 1\nuppföljning: {plan: asn-2020\n")
    mappar = läs()
    assert [u.fil for u in mappar["."].akter[0].uppföljningar] == ["d1.yaml"]
    assert {rad.split(" ")[0] for rad in fynden(mappar)} == {"d2.yaml", "d3.yaml"}


def test_en_bruten_länk_är_ett_fynd(skriv: Skriv, läs: Callable[..., dict[str, Mapp]]) -> None:
    skriv("plan.yaml", plan("asn-2020"))
    Path("d2.yaml").symlink_to("finns-inte.yaml")
    assert fynden(läs()) == ["d2.yaml STR009 Filen finns inte (en länk kan vara bruten)."]


def test_en_länk_ut_ur_mappen_läses_inte(skriv: Skriv, läs: Callable[..., dict[str, Mapp]]) -> None:
    utanför = skriv("hemligt.yaml", plan("hemlig-2020"))
    skriv("planer/plan.yaml", plan("asn-2020"))
    Path("planer/lank.yaml").symlink_to(utanför)
    mappar = läs("planer")
    assert [id_för(a) for a in mappar["planer"].akter] == ["asn-2020"]
    assert fynden(mappar) == ["planer/lank.yaml STR009 Filen är en länk som leder ut ur mappen."]


def test_länkade_mappar_följs_inte(skriv: Skriv, läs: Callable[..., dict[str, Mapp]]) -> None:
    """En länk till mappen ovanför skulle annars läsas för evigt."""
    skriv("planer/plan.yaml", plan("asn-2020"))
    Path("planer/om-igen").symlink_to("..", target_is_directory=True)
    assert list(läs("planer")) == ["planer"]


def test_ett_rör_väntar_ingen_på(skriv: Skriv, läs: Callable[..., dict[str, Mapp]]) -> None:
    skriv("plan.yaml", plan("asn-2020"))
    os.mkfifo("ror.yaml")
    assert fynden(läs()) == ["ror.yaml STR009 Det är ingen vanlig fil."]


def test_en_fil_utan_läsrätt_är_ett_fynd(
    skriv: Skriv, läs: Callable[..., dict[str, Mapp]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Root får läsa allt, så vägran simuleras."""
    skriv("plan.yaml", plan("asn-2020"))

    def vägra(self: Path, *argument: Any) -> Any:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "open", vägra)
    assert fynden(läs()) == ["plan.yaml STR009 Du saknar behörighet att läsa filen."]


def test_en_mapp_som_inte_går_att_öppna_är_ett_fynd(
    skriv: Skriv, läs: Callable[..., dict[str, Mapp]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Annars skulle en nämnds plan tyst försvinna ur kommunens rapport."""
    skriv("asn/plan.yaml", plan("asn-2020"))
    skriv("bun/plan.yaml", plan("bun-2020"))
    vanlig = os.scandir

    def vägra(mapp: Any) -> Any:
        if str(mapp).endswith("bun"):
            raise PermissionError(13, "Permission denied", mapp)
        return vanlig(mapp)

    monkeypatch.setattr(os, "scandir", vägra)
    mappar = läs()
    assert [id_för(a) for m in mappar.values() for a in m.akter] == ["asn-2020"]
    assert fynden(mappar) == ["bun STR009 Mappen går inte att öppna."]


@pytest.mark.parametrize(
    "namn", [".git/plan.yaml", ".venv/lib/plan.yaml", ".plan.yaml", "anteckning.txt", "plan.yaml~"]
)
def test_dolda_mappar_och_andra_filer_läses_inte(namn: str, skriv: Skriv, läs: Callable[..., dict[str, Mapp]]) -> None:
    skriv("planer/plan.yaml", plan("asn-2020"))
    skriv(f"planer/{namn}", plan("dold-2020"))
    assert [id_för(a) for m in läs("planer").values() for a in m.akter] == ["asn-2020"]
    mapp = läs_planens_mapp(Path("planer/plan.yaml"), Path("planer"))
    assert [id_för(a) for a in mapp.akter] == ["asn-2020"]


def test_mapparna_kommer_i_bokstavsordning(skriv: Skriv, läs: Callable[..., dict[str, Mapp]]) -> None:
    for namn in ("c", "a/b", "a", "b"):
        skriv(f"{namn}/plan.yaml", plan(namn.replace("/", "-") + "-2020"))
    assert list(läs()) == ["a", "a/b", "b", "c"]


# --- Planlistan -----------------------------------------------------------------------------------


def test_planlistan_läser_bara_huvudena(skriv: Skriv, läs: Callable[..., dict[str, Mapp]]) -> None:
    """En plan med fel längre ned syns, så att felen kan sägas när den används."""
    skriv("asn/plan.yaml", plan("asn-2020", "mål: [{id: FEL}]\nrisker: [\n"))
    skriv("asn/d2.yaml", uppföljning("asn-2020", "2020-08-31"))
    skriv("kommun.yaml", KOMMUN)
    skriv("bun/plan.yaml", plan("bun").replace("2020", "{från: 2019, till: 2022}").replace(", kortnamn: N", ""))
    assert [(p.fil.as_posix(), p.id, p.kortnamn, p.från, p.till) for p in Arkiv().planer(Path())] == [
        ("asn/plan.yaml", "asn-2020", "N", 2020, 2020),
        ("bun/plan.yaml", "bun", "", 2019, 2022),
    ]


@pytest.mark.parametrize(
    "huvud",
    ["plan: {id: p, år: '2020'}", "plan: {id: p}", "plan: {id: p, år: {från: 2020}}", "plan: [", "plan: Nämndplan"],
)
def test_en_plan_utan_läsbart_år_står_i_listan_för_alla_år(
    huvud: str, skriv: Skriv, läs: Callable[..., dict[str, Mapp]]
) -> None:
    """Annars skulle `plan rapport 2020` tyst sakna en nämnd. Den som läser mappen får veta vad som är fel."""
    skriv("plan.yaml", f"format: 1\n{huvud}\n")
    (post,) = Arkiv().planer(Path())
    assert (post.från, post.till, post.namn) == (0, 9999, "plan.yaml")
    assert fynden(läs())


def test_en_rapport_saknar_aldrig_tyst_en_nämnd(skriv: Skriv, tmp_path: Path) -> None:
    for namn in ("asn", "bun"):
        skriv(f"planer/{namn}/plan.yaml", plan(namn))
        skriv(f"planer/{namn}/d2.yaml", uppföljning(namn, "2020-08-31"))
    assert kör_plan("status", "2020", "--delår", "2", mapp=tmp_path).kod == 0
    skriv("planer/bun/plan.yaml", plan("bun").replace("2020", '"2020"'))
    körning = kör_plan("status", "2020", "--delår", "2", mapp=tmp_path)
    assert körning.kod == 1
    assert "Här ska det stå ett årtal." in körning.fel


def test_projektets_egna_planer() -> None:
    assert [(post.id, post.från, post.till) for post in Arkiv().planer(ROT / "planer")] == [
        ("ekero-sn-2018-2022", 2018, 2022),
        ("norrkoping-sn-2024", 2024, 2024),
        ("asn-2020", 2020, 2020),
        ("asn-atgardsplan-2019", 2019, 2019),
        ("sn-2012", 2012, 2012),
    ]
    akter = {id_för(a): a for m in läs_mappar(ROT / "planer") for a in m.akter}
    assert {id_: a.kommun.modell.kommun.id for id_, a in akter.items() if a.kommun} == {
        "ekero-sn-2018-2022": "ekero",
        "norrkoping-sn-2024": "norrkoping",
        "asn-2020": "tyreso",
        "asn-atgardsplan-2019": "tyreso",
        "sn-2012": "tyreso",
    }
    uppföljningar = akter["asn-2020"].uppföljningar
    assert [u.modell.uppföljning.per.isoformat() for u in uppföljningar] == ["2020-04-30", "2020-08-31"]
