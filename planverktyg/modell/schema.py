"""JSON-schema för varje dokumentslag, med modellernas docstrings som beskrivningar, så att en texteditor kan hjälpa till."""

from __future__ import annotations

import ast
import inspect
import json
import sys
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue

from planverktyg.modell.byggsten import Del, nyckel
from planverktyg.modell.noder import delnamn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic_core.core_schema import DictSchema, WithDefaultSchema

_UTAN_PRICKAR = str.maketrans("åäöÅÄÖé", "aaoAAOe")


class _Schemabyggare(GenerateJsonSchema):
    """Pydantics schemabyggare, med ASCII-namn på definitionerna som inte krockar (Mått och Mätt)."""

    def normalize_name(self, name: str) -> str:
        """`Målvärde` → `Malvarde`."""
        return super().normalize_name(name.translate(_UTAN_PRICKAR))

    def default_schema(self, schema: WithDefaultSchema) -> JsonSchemaValue:
        """Förvalda värden skrivs inte ut: de är modellens sak och säger läsaren inget."""
        return self.generate_inner(schema["schema"])

    def dict_schema(self, schema: DictSchema) -> JsonSchemaValue:
        """En nyckel som inte har rätt form är ett fel, precis som i modellen."""
        uppslag = super().dict_schema(schema)
        return uppslag | {"additionalProperties": False} if "patternProperties" in uppslag else uppslag


def bygg_schema(klass: type[Del]) -> dict[str, Any]:
    """Schemat för dokumentet, enligt JSON Schema 2020-12. Nycklarna står i modellens ordning."""
    schema = klass.model_json_schema(by_alias=True, schema_generator=_Schemabyggare)
    klasser = {k.__name__: k for k in _delar(Del)}
    for definition in (schema, *schema.get("$defs", {}).values()):
        for egenskap in definition.get("properties", {}).values():
            egenskap.pop("title", None)
        klassens = klasser.get(definition.pop("title", ""))
        if klassens is None:
            continue
        if definition is not schema:
            definition["title"] = delnamn(klassens)  # texteditorn visar annars klassens namn
        for namn, text in fältens_docstrings(klassens).items():
            if namn in definition.get("properties", {}):
                definition["properties"][namn]["description"] = text
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": str(klass.__doc__).split(".")[0],
        **schema,
    }


@cache
def som_text(klass: type[Del]) -> str:
    """Schemat som JSON-text, lika från gång till gång."""
    return json.dumps(bygg_schema(klass), ensure_ascii=False, indent=2) + "\n"


def _delar(klass: type[Del]) -> list[type[Del]]:
    return [d for under in klass.__subclasses__() for d in (under, *_delar(under))]


def fältens_docstrings(klass: type[Del]) -> dict[str, str]:
    """Texten under varje fält i klassen och i klasserna som den bygger på, efter YAML-nyckel."""
    texter: dict[str, str] = {}
    for bas in reversed([k for k in klass.__mro__ if issubclass(k, Del) and k is not Del]):
        texter |= _modulens_docstrings(bas.__module__).get(bas.__name__, {})
    return texter


@cache
def _modulens_docstrings(modul: str) -> dict[str, dict[str, str]]:
    """Texten under varje fält i varje klass i modulen: klassens namn → YAML-nyckel → text."""
    träd = ast.parse(inspect.getsource(sys.modules[modul]))
    return {kropp.name: dict(_docstrings_i(kropp)) for kropp in ast.walk(träd) if isinstance(kropp, ast.ClassDef)}


def _docstrings_i(kropp: ast.ClassDef) -> Iterator[tuple[str, str]]:
    for fält, nästa in pairwise(kropp.body):
        match fält, nästa:
            case ast.AnnAssign(target=ast.Name(id=namn)), ast.Expr(value=ast.Constant(value=str(text))):
                yield nyckel(namn), " ".join(text.split())
            case _:
                pass
