"""Fynd som SARIF 2.1.0, som GitHub och Azure DevOps visar bland sina varningar och minns från gång till gång.

Reglerna står efter fynden, så att bara de som användes behöver vara med och minnet inte växer med antalet planer.
Klamrar i texterna skrivs en gång fast formatet föreskriver två: värdarna visar texten som den står.
"""

from __future__ import annotations

import json
from pathlib import PurePath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from planverktyg import __version__
from planverktyg.granskning.regler import REGLER
from planverktyg.modell.grund.fynd import Allvar
from planverktyg.modell.grund.svenska import versal
from planverktyg.utgivning.fynd.marke import Märkare

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from planverktyg.granskning.regel import Regel
    from planverktyg.modell.grund.fynd import Fynd, Undantaget
    from planverktyg.modell.grund.plats import Plats
    from planverktyg.utgivning.fynd import Granskat

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_KÖRNING = '"language": "sv", "columnKind": "unicodeCodePoints"'
_NIVÅ = {Allvar.FEL: "error", Allvar.VARNING: "warning", Allvar.NOTIS: "note"}
_REGLER = {regel.kod: regel for regel in REGLER}


def skriv(mappar: Iterable[Granskat]) -> Iterator[str]:
    """En körning: ett resultat per rad, sedan verktyget med de regler som hittade något.

    De undantagna är med och bär sitt undantag, så att värden kan visa dem som avfärdade.
    """
    skrivare = _Skrivare()
    skilje = "\n"
    yield f'{{"$schema": "{_SCHEMA}", "version": "2.1.0", "runs": [{{{_KÖRNING}, "results": ['
    for mapp in mappar:
        for resultat in skrivare.resultat(mapp):
            yield f"{skilje}  {json.dumps(resultat)}"
            skilje = ",\n"
    yield f'\n], "tool": {json.dumps({"driver": skrivare.verktyget()})}}}]}}\n'


class _Skrivare:
    """Skriver resultat, och minns vilka regler de hör till."""

    def __init__(self) -> None:
        self._märkare = Märkare()
        self._index: dict[str, int] = {}

    def resultat(self, mapp: Granskat) -> Iterator[dict[str, Any]]:
        """Mappens fynd, och sedan de undantagna."""
        for f in mapp.fynd:
            yield self._fynd(f) | {"suppressions": []}
        for u in mapp.undantagna:
            yield self._fynd(u.fynd) | {"suppressions": [_undantag(u)]}

    def verktyget(self) -> dict[str, Any]:
        """Verktyget och reglerna, i den ordning som resultatens `ruleIndex` räknar."""
        regler = [_regel(_REGLER[kod]) for kod in self._index]
        return {"name": "planverktyg", "version": __version__, "language": "sv", "rules": regler}

    def _fynd(self, f: Fynd) -> dict[str, Any]:
        resultat = {
            "ruleId": f.kod,
            "ruleIndex": self._index.setdefault(f.kod, len(self._index)),
            "level": _NIVÅ[f.allvar],
            "message": {"text": f"{f.text} {f.råd}".strip()},
            "locations": [_ställe(f)],
            "partialFingerprints": {"planverktyg/v1": self._märkare.märk(f)},
        }
        if f.se is not None:
            resultat["relatedLocations"] = [
                {"id": 1, "physicalLocation": _plats(f.se), "message": {"text": "Se även."}}
            ]
        return resultat


def _ställe(f: Fynd) -> dict[str, Any]:
    fysiskt = _plats(f.plats)
    början = f.plats.kolumn - 1
    if markerat := f.utdrag[början : början + f.plats.längd]:
        fysiskt["region"]["snippet"] = {"text": markerat}
        fysiskt["contextRegion"] = {"startLine": f.plats.rad, "snippet": {"text": f.utdrag}}
    namn = {"logicalLocations": [{"name": f.gäller}]} if f.gäller else {}
    return {"physicalLocation": fysiskt} | namn


def _plats(plats: Plats) -> dict[str, Any]:
    område = {"startLine": plats.rad, "startColumn": plats.kolumn, "endColumn": plats.kolumn + plats.längd}
    return {"artifactLocation": _fil(plats.fil), "region": område}


def _fil(fil: str) -> dict[str, str]:
    """Filen som URI: från arbetsmappen, eller hel när den ligger någon annanstans."""
    sökväg = PurePath(fil)
    if sökväg.is_absolute():
        return {"uri": sökväg.as_uri()}
    return {"uri": quote(fil.encode("utf-8", "surrogateescape"), safe="/"), "uriBaseId": "%SRCROOT%"}


def _undantag(u: Undantaget) -> dict[str, Any]:
    return {
        "kind": "inSource" if u.plats.fil == u.fynd.plats.fil else "external",
        "status": "accepted",
        "justification": u.motivering,
        "location": {"physicalLocation": _plats(u.plats)},
    }


def _regel(regel: Regel) -> dict[str, Any]:
    return {
        "id": regel.kod,
        "name": regel.namn,
        "shortDescription": {"text": f"{versal(regel.namn)}."},
        "fullDescription": {"text": regel.varför},
        "help": {"text": _hjälp(regel, ""), "markdown": _hjälp(regel, "```yaml\n")},
        "defaultConfiguration": {"level": _NIVÅ[regel.allvar]},
    }


def _hjälp(regel: Regel, staket: str) -> str:
    """Regelns dokumentation: varför, och exemplen på fel och rätt."""
    stycken = [regel.varför]
    for rubrik, exempel in (("Fel:", regel.fel), ("Rätt:", regel.rätt)):
        if exempel:
            stycken += [rubrik, f"{staket}{exempel}\n```" if staket else exempel]
    return "\n\n".join(stycken)
