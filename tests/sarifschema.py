"""Det som SARIF 2.1.0 kräver av de delar som verktyget skriver: tvingande nycklar, slag av värden och tillåtna ord.

Schemat är skrivet efter standarden, med bara de nycklar som verktyget använder. En ny nyckel läggs till här först.
"""

from __future__ import annotations

from typing import Any


def _objekt(krävs: str, **nycklar: Any) -> dict[str, Any]:
    """Ett objekt med just de nycklarna; `krävs` räknar upp dem som måste finnas."""
    return {"type": "object", "properties": nycklar, "required": krävs.split(), "additionalProperties": False}


def _lista(av: dict[str, Any], *, olika: bool = False) -> dict[str, Any]:
    return {"type": "array", "items": av, "uniqueItems": olika}


_TEXT = {"type": "string"}
_FRÅN_ETT = {"type": "integer", "minimum": 1}
_FRÅN_NOLL = {"type": "integer", "minimum": 0}
_NIVÅ = {"enum": ["none", "note", "warning", "error"]}
_SPRÅK = {"type": "string", "pattern": "^[a-zA-Z]{2}(-[a-zA-Z]{2})?$"}
_URI = {"type": "string", "format": "uri-reference", "pattern": r"^[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+$"}

_MEDDELANDE = _objekt("text", text={"type": "string", "minLength": 1})
_I_TVÅ_FORMER = _objekt("text", text={"type": "string", "minLength": 1}, markdown=_TEXT)
_OMRÅDE = _objekt(
    "startLine", startLine=_FRÅN_ETT, startColumn=_FRÅN_ETT, endColumn=_FRÅN_ETT, snippet=_objekt("text", text=_TEXT)
)
_FYSISK_PLATS = _objekt(
    "artifactLocation",
    artifactLocation=_objekt("uri", uri=_URI, uriBaseId=_TEXT),
    region=_OMRÅDE,
    contextRegion=_OMRÅDE,
)
_PLATS = _objekt(
    "physicalLocation",
    id=_FRÅN_NOLL,
    physicalLocation=_FYSISK_PLATS,
    logicalLocations=_lista(_objekt("name", name=_TEXT), olika=True),
    message=_MEDDELANDE,
)
_REGEL = _objekt(
    "id",
    id=_TEXT,
    name=_TEXT,
    shortDescription=_I_TVÅ_FORMER,
    fullDescription=_I_TVÅ_FORMER,
    help=_I_TVÅ_FORMER,
    defaultConfiguration=_objekt("", level=_NIVÅ),
)
_UNDANTAG = _objekt(
    "kind",
    kind={"enum": ["inSource", "external"]},
    status={"enum": ["accepted", "underReview", "rejected"]},
    justification=_TEXT,
    location=_PLATS,
)
_RESULTAT = _objekt(
    "message",
    ruleId=_TEXT,
    ruleIndex={"type": "integer", "minimum": -1},
    level=_NIVÅ,
    message=_MEDDELANDE,
    locations=_lista(_PLATS),
    relatedLocations=_lista(_PLATS, olika=True),
    partialFingerprints={"type": "object", "additionalProperties": _TEXT},
    suppressions=_lista(_UNDANTAG, olika=True),
)
_VERKTYG = _objekt(
    "name", name=_TEXT, version={"type": "string", "minLength": 1}, language=_SPRÅK, rules=_lista(_REGEL, olika=True)
)
_KÖRNING = _objekt(
    "tool",
    tool=_objekt("driver", driver=_VERKTYG),
    language=_SPRÅK,
    columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
    results=_lista(_RESULTAT),
)

_DOKUMENT = {"$schema": {"type": "string", "format": "uri"}, "version": {"enum": ["2.1.0"]}, "runs": _lista(_KÖRNING)}

SARIF = {"$schema": "http://json-schema.org/draft-07/schema#", **_objekt("version runs", **_DOKUMENT)}
