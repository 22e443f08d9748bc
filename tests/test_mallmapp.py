"""En mapp med egna mallar: det som inte används eller är gammalt sägs, avsnitt byts var för sig, och bilder bäddas in."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

import pytest

from planverktyg.utgivning.format import Format, ge_ut
from planverktyg.utgivning.mallar.mallfel import Mallfel
from planverktyg.utgivning.mallar.mallmapp import granska_mallmapp
from planverktyg.utgivning.mallar.mallmotor import MALLAR
from planverktyg.utgivning.rapport.rapport import bygg_rapport
from tests.conftest import kör_plan
from tests.test_rapport import PLAN, UPPFÖLJNING, bygg_akt

if TYPE_CHECKING:
    from pathlib import Path

    from planverktyg.utgivning.underlag.rapport import Rapport

UTAN_LÄSANVISNING = '{% extends "verktygets/rapport.html" %}{% block läsanvisning %}{% endblock %}'
PIXEL = bytes.fromhex("89504e470d0a1a0a0000000d49484452")


@pytest.fixture
def rapport(tmp_path: Path) -> Rapport:
    akt = bygg_akt(tmp_path / "plan", PLAN, UPPFÖLJNING)
    return bygg_rapport(akt, akt.uppföljningar[0])


@pytest.mark.parametrize(
    ("filer", "sagt"),
    [
        ({}, ["är tom. Verktygets egna mallar används."]),
        ({"palett.css": ":root {}", "mall.docx": ""}, []),
        ({"rapport.html": UTAN_LÄSANVISNING}, []),
        ({"rappport.html": "x"}, ["Mallen rappport.html används inte: verktyget har ingen med det namnet. Menade du"]),
        ({"rapport.html": '{% extends "verktygets/rapport.html" %}{% include "vår.html" %}', "vår.html": "x"}, []),
        ({"rapport.html": UTAN_LÄSANVISNING.replace("läsanvisning", "läsanvisningen")},
         ["byter blocket läsanvisningen, som verktygets mall inte har. Det används inte. Menade du läsanvisning?"]),
        ({"rapport.html": UTAN_LÄSANVISNING.replace("%}{% end", "%}{% block vårt %}{% endblock %}{% end")}, []),
        ({"rapport.md": "{{ rapport.rubrik }}"}, ["Mallen rapport.md saknar det som verktygets har: "]),
        ({"stil.css": "body { background: url(borta.png) }"}, ["Mallen stil.css nämner borta.png, som inte är en bild"]),
        ({"stil.css": 'body { background: url("https://x.se/a.png") }'}, ["från nätet: sidan klarar sig inte själv."]),
        ({"stil.css": "body { background: url(../plan/0.png) }"}, ["nämner ../plan/0.png, som inte är"]),
    ],
)  # fmt: skip
def test_mappen_granskas(tmp_path: Path, filer: dict[str, str], sagt: list[str]) -> None:
    mapp = tmp_path / "mallar"
    mapp.mkdir()
    for namn, text in filer.items():
        (mapp / namn).write_text(text, encoding="utf-8")
    rader = list(granska_mallmapp(mapp))
    assert len(rader) == len(sagt), rader
    assert all(väntat in rad for väntat, rad in zip(sagt, rader, strict=True))


def test_det_som_inte_går_att_läsa_sägs_vid_namn(
    rapport: Rapport, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """En disk som är borta, och en länk ut ur mappen."""
    mapp = tmp_path / "mallar"
    mapp.mkdir()
    (tmp_path / "utanför.md").write_text("x", encoding="utf-8")
    (mapp / "rapport.md").symlink_to(tmp_path / "utanför.md")
    assert list(granska_mallmapp(mapp)) == [
        "Mallen rapport.md används inte: filen går inte att läsa, eller är en länk ut ur mappen."
    ]
    (mapp / "rapport.html").write_text(
        '{% extends "verktygets/rapport.html" %}{% block huvud %}<img src="a.png" alt="A">{{ super() }}{% endblock %}',
        encoding="utf-8",
    )
    (mapp / "a.png").write_bytes(PIXEL)
    läs = type(mapp).read_bytes
    with monkeypatch.context() as död:
        död.setattr("pathlib.Path.read_bytes", lambda fil: _död(fil) if fil.suffix == ".png" else läs(fil))
        with pytest.raises(Mallfel, match=r"Mallen a\.png: Bilden kunde inte läsas\."):
            ge_ut(rapport, Format.HTML, mapp)


def _död(fil: Path) -> bytes:
    raise OSError(errno.EIO, "Input/output error", str(fil))


def test_verktygets_egna_mallar_har_inget_att_säga() -> None:
    assert not list(granska_mallmapp(MALLAR))


def test_ett_avsnitt_tas_bort_på_en_rad(rapport: Rapport, tmp_path: Path) -> None:
    mapp = tmp_path / "mallar"
    mapp.mkdir()
    (mapp / "rapport.html").write_text(UTAN_LÄSANVISNING, encoding="utf-8")
    egen, verktygets = ge_ut(rapport, Format.HTML, mapp), ge_ut(rapport, Format.HTML)
    assert 'id="sa-laser-du"' in verktygets
    assert 'id="sa-laser-du"' not in egen
    assert egen.count("<h2") == verktygets.count("<h2") - 1


def test_en_bild_i_mappen_står_i_sidan_själv(rapport: Rapport, tmp_path: Path) -> None:
    mapp = tmp_path / "mallar"
    mapp.mkdir()
    (mapp / "vapen.png").write_bytes(PIXEL)
    (mapp / "rapport.html").write_text(
        '{% extends "verktygets/rapport.html" %}{% block huvud %}<img src="vapen.png" alt="Kommunens vapen">{{ super() }}'
        "{% endblock %}",
        encoding="utf-8",
    )
    sida = ge_ut(rapport, Format.HTML, mapp)
    assert 'src="data:image/png;base64,iVBORw0KGgo' in sida
    assert "vapen.png" not in sida


def test_en_äldre_kopia_som_felar_sägs_vara_äldre(tmp_path: Path) -> None:
    (tmp_path / "rapport.html").write_text("{{ rapport.rubrik }} {{ rapport.täckningen }}", encoding="utf-8")
    körning = kör_plan("rapport", "asn-2020", "--delår", "2", "--format", "html", "--mallar", tmp_path)
    assert (körning.kod, körning.ut) == (1, "")
    assert "täckningen finns inte" in körning.fel
    assert "Är den en äldre kopia? Bygg hellre på verktygets mall" in körning.fel


def test_det_sägs_när_rapporten_görs(tmp_path: Path) -> None:
    (tmp_path / "rappport.html").write_text("x", encoding="utf-8")
    körning = kör_plan("rapport", "asn-2020", "--delår", "2", "--mallar", tmp_path)
    assert körning.kod == 0
    assert "Menade du rapport.html?" in körning.fel
