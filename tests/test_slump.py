"""Slumpade filer: byte och träd ändras på måfå i alla planer, och varje utskrift håller vad den lovar.

Kort i CI. `PLAN_SLUMP=2000 python -m pytest -o timeout=0 tests/test_slump.py` prövar så många till, och `PLAN_FRO=7` andra.
Det som ska gälla: inget fel i verktyget, ingen traceback, varje fynd på en rad och i en kolumn som finns, och varje värde så
som en läsare av YAML 1.2 ser det.
"""

from __future__ import annotations

import json
import os
import random
import re
from copy import deepcopy
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from planverktyg.arkiv.laddning import ladda
from planverktyg.arkiv.syntax import läs
from tests.conftest import ROT, kör_plan

if TYPE_CHECKING:
    from pathlib import Path

ANTAL = int(os.environ.get("PLAN_SLUMP", "40"))
FRÖ = int(os.environ.get("PLAN_FRO", "1"))
DOKUMENT = sorted(fil for fil in (ROT / "planer").rglob("*.yaml") if fil.stat().st_size < 20_000)
BITAR = [
    b"",
    b"\0",
    b"\xff",
    b"\xef\xbb\xbf",
    b"\r",
    b"\n",
    b"\t",
    b" ",
    b":",
    b": ",
    b"- ",
    b"{",
    b"}",
    b"[",
    b"]",
    b"'",
    b'"',
    b"#",
    b"&a ",
    b"*a",
    b"!!int ",
    b"|",
    b">",
    b"%",
    b"@",
    b"`",
    b"<<: ",
    b"---\n",
    b"...\n",
    b"? ",
    b"0",
    b"1e999",
    b"-",
    b".inf",
    b"~",
    b"null",
    b"ja",
    b"2020-02-30",
    b"12:30",
    b"0o17",
    b"9" * 120,
    b"\xc3\xa5",
    b"a\xcc\x8a",
    b"\xe2\x80\xae",
    b"\xe2\x80\xa8",
    b"\xf0\x9f\x98\x80",
    b"\x1b[2J",
    b"\xc2\x85",
    b"<<<<<<< x\n",
    b"plan:\n",
    b"mal:\n",
    "målvärde: {minst: 5}\n".encode(),
    b"x" * 3000,
]
VÄRDEN: list[Any] = [
    None,
    True,
    False,
    0,
    -1,
    10**30,
    "",
    " ",
    "x",
    "2020",
    "2020-02-30",
    "ja",
    [],
    {},
    [None],
    {"": None},
    {"id": "a"},
    "x" * 500,
    Decimal("0.1"),
    ["a", "a"],
    {"minst": 5},
    {"minst": "fem"},
    {"från": 5, "till": 1},
    "\n",
    "a\nb",
    "<b>",
    "|",
    "www.x.se",
    "-5",
    [[]],
]


def ändra_byte(källa: bytes, slump: random.Random) -> bytes:
    """Några bitar bytta, tillagda, borttagna eller flyttade."""
    for _ in range(slump.randint(1, 4)):
        plats = slump.randrange(len(källa) + 1)
        slut = plats + slump.choice((0, 0, 1, 3, 40))
        källa = källa[:plats] + slump.choice([*BITAR, källa[slut : slut + 50]]) + källa[slut:]
    return källa


def ändra_träd(källa: bytes, slump: random.Random) -> bytes:
    """Några värden i trädet utbytta, borttagna eller dubblerade, skrivna som YAML igen."""
    rot, _ = läs(källa, "a.yaml")
    assert rot is not None
    innehåll: Any = json.loads(json.dumps(rot.innehåll, default=str))
    for _ in range(slump.randint(1, 3)):
        alla = [d for d in _delar(innehåll) if d]
        del_ = slump.choice(alla)
        nyckel = slump.choice(list(del_)) if isinstance(del_, dict) else slump.randrange(len(del_))
        match slump.randrange(4):
            case 0:
                del del_[nyckel]
            case 1 if isinstance(del_, list):
                del_.append(del_[nyckel])
            case 1:
                del_[slump.choice(("id", "namn", "mål", "x", f"{nyckel}x"))] = del_.pop(nyckel)
            case _:
                del_[nyckel] = deepcopy(slump.choice(VÄRDEN))  # nästa ändring kan vara i det
        if not innehåll:
            break
    return yaml.safe_dump(json.loads(json.dumps(innehåll, default=str)), allow_unicode=True, sort_keys=False).encode()


def _delar(värde: Any) -> list[Any]:
    under = värde.values() if isinstance(värde, dict) else värde if isinstance(värde, list) else ()
    egen = [värde] if isinstance(värde, dict | list) else []
    return egen + [d for u in under for d in _delar(u)]


def fall() -> list[tuple[int, Path, bytes]]:
    """Numret, dokumentet som ändrades, och de nya byten."""
    ut = []
    for nummer in range(ANTAL):
        slump = random.Random(FRÖ * 1_000_003 + nummer)  # noqa: S311 - samma fall varje gång
        fil = slump.choice(DOKUMENT)
        ändra = slump.choice((ändra_byte, ändra_träd))
        ut.append((nummer, fil, ändra(fil.read_bytes(), slump)))
    return ut


def test_varje_fynd_står_på_en_plats_som_finns() -> None:
    for nummer, fil, källa in fall():
        träd, fynd = läs(källa, "a.yaml")
        fynd = [*fynd, *(ladda(träd)[1] if träd else [])]
        assert träd is not None or fynd, (nummer, fil)
        text = träd.text if träd else None
        for f in fynd:
            assert f.plats.rad >= 1 <= f.plats.kolumn, (nummer, f)
            assert re.fullmatch(r"STR\d{3}", f.kod), (nummer, f)
            if text is not None:
                rader = text.split("\n")
                assert f.plats.rad <= len(rader), (nummer, f)
                assert f.plats.kolumn <= len(rader[f.plats.rad - 1]) + 1, (nummer, f)


class _Yaml12(yaml.SafeLoader):
    """En läsare av YAML 1.2:s kärnschema, att jämföra med."""


def _skrivet(läsare: Any, nod: Any) -> str:
    return str(läsare.construct_scalar(nod))


_Yaml12.yaml_implicit_resolvers = {}
_Yaml12.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile(r"^(true|True|TRUE|false|False|FALSE)$"), list("tTfF")
)
_Yaml12.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(null|Null|NULL|~|)$"), ["n", "N", "~", ""])
_Yaml12.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^[-+]?(0|[1-9][0-9]*)$"), list("-+0123456789"))
_Yaml12.add_implicit_resolver(
    "tag:yaml.org,2002:float", re.compile(r"^[-+]?(0|[1-9][0-9]*)\.[0-9]+$"), list("-+0123456789")
)
_Yaml12.add_constructor("tag:yaml.org,2002:int", lambda läsare, nod: int(_skrivet(läsare, nod)))
_Yaml12.add_constructor("tag:yaml.org,2002:float", lambda läsare, nod: Decimal(_skrivet(läsare, nod)))


def _med_textnycklar(värde: Any) -> Any:
    """Nycklar är alltid text här, också `2023`."""
    if isinstance(värde, dict):
        return {str(nyckel): _med_textnycklar(v) for nyckel, v in värde.items()}
    return [_med_textnycklar(v) for v in värde] if isinstance(värde, list) else värde


def test_varje_värde_är_det_som_en_läsare_av_yaml_1_2_ser() -> None:
    """Det som godtas utan ett enda fynd betyder detsamma för andra program."""
    jämförda = 0
    for nummer, fil, källa in fall():
        träd, fynd = läs(källa, "a.yaml")
        if träd is None or fynd or re.search(r"\d{101}", träd.text):
            continue
        try:
            sett = yaml.load(träd.text, _Yaml12)  # noqa: S506 - ärver SafeLoader
        except yaml.MarkedYAMLError as fel:
            # PyYAML utan libyaml tar inte `? ` i en text inom klamrar, eller en tabb i en text. YAML 1.2 gör det.
            if "but got '?'" not in str(fel) and "'\\t' that cannot start any token" not in str(fel):
                raise
            continue
        assert träd.innehåll == _med_textnycklar(sett), (nummer, fil)
        jämförda += 1
    assert jämförda > ANTAL // 10


KOMMANDON = [
    ["validera", "planer", "--format", "text"],
    ["validera", "planer", "--format", "sarif"],
    ["validera", "planer", "--format", "junit"],
    ["validera", "planer", "--format", "github"],
    ["validera", "planer", "--format", "gitlab"],
    ["validera", "planer", "--undantag"],
    ["status", "planer"],
    ["status", "planer", "--tråd"],
    ["rapport", "planer"],
    ["rapport", "planer", "--format", "html"],
    ["dokument", "planer"],
    ["dokument", "planer", "--format", "html"],
    ["skillnad", "före.yaml", "efter.yaml", "--format", "markdown"],
    ["skillnad", "före.yaml", "efter.yaml", "--format", "json"],
    ["historik", "x", "--plan", "planer"],
]


@pytest.mark.parametrize("del_", range(4))
def test_inget_kommando_faller(del_: int, tmp_path: Path) -> None:
    """Två kommandon för varje ändrad fil, i tur och ordning, så att alla prövas."""
    for nummer, fil, källa in fall()[del_::4]:
        mapp = tmp_path / str(nummer)
        (mapp / "planer").mkdir(parents=True)
        for granne in fil.parent.glob("*.yaml"):
            (mapp / "planer" / granne.name).write_bytes(källa if granne == fil else granne.read_bytes())
        if (kommun := fil.parent.parent / "kommun.yaml").exists():
            (mapp / "kommun.yaml").write_bytes(kommun.read_bytes())
        (mapp / "före.yaml").write_bytes(fil.read_bytes())
        (mapp / "efter.yaml").write_bytes(källa)
        for steg in (0, 7):
            argument = KOMMANDON[(nummer + steg) % len(KOMMANDON)]
            körning = kör_plan(*argument, mapp=mapp)
            assert körning.kod in (0, 1, 2), (nummer, fil, argument, körning.fel[-500:])
            assert "Traceback" not in körning.fel
            assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", körning.ut + körning.fel), (
                nummer,
                argument,
            )
