"""Referensen: modellerna in, varje del med sina nycklar i klartext ut. Den kan inte säga något annat än modellen."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, get_args, get_type_hints

from planverktyg.modell.byggsten import Del, nyckel
from planverktyg.modell.exempel import EXEMPEL
from planverktyg.modell.malvarde import SLAG
from planverktyg.modell.noder import MÅLVÄRDE, delnamn
from planverktyg.modell.referens import Delpost, Nyckelpost
from planverktyg.modell.schema import fältens_docstrings
from planverktyg.modell.typord import beskriv_typ
from planverktyg.modell.villkor import Villkor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic.fields import FieldInfo

    from planverktyg.modell.typord import Typ

EGNA_NAMN = "…"
"""Står för nycklar som den som skriver själv hittar på."""


@cache
def bygg_referens(dokument: tuple[type[Del], ...]) -> tuple[Delpost, ...]:
    """Alla delar som kan stå i dokumenten: varje del följd av dem som nämns i den."""
    poster: dict[str, Delpost] = {}
    kortformer: defaultdict[str, list[str]] = defaultdict(list)
    ställen: defaultdict[str, list[str]] = defaultdict(list)
    kvar = list(dokument)
    while kvar:
        klass = kvar.pop(0)
        del_ = delnamn(klass)
        if del_ in poster:
            continue
        poster[del_] = _delpost(klass)
        typer = _typer(klass)
        for namn, typ in typer.items():
            for nämnd in typ.delar:
                ställen[delnamn(nämnd)].append(f"{namn} i {del_}")
            for nämnd, kort in typ.kortformer.items():
                kortformer[delnamn(nämnd)].append(kort)
        kvar = [nämnd for typ in typer.values() for nämnd in typ.delar] + kvar
    return tuple(
        post._replace(
            kortform=" eller ".join(dict.fromkeys(kortformer[namn])),
            står_under=tuple(dict.fromkeys(ställen[namn])),
        )
        for namn, post in poster.items()
    )


def _typer(klass: type[Del]) -> dict[str, Typ]:
    """Typen för varje nyckel i delen. Alla slag av målvärden är samma del."""
    if issubclass(klass, Villkor):
        slagen: tuple[type[Del], ...] = (*SLAG, Villkor)
        return {namn: typ for slag in slagen for namn, typ in _egna_typer(slag).items()}
    return _egna_typer(klass)


@cache
def _egna_typer(klass: type[Del]) -> dict[str, Typ]:
    annoteringar = get_type_hints(klass, include_extras=True)
    typer = {nyckel(namn): beskriv_typ(annoteringar[namn]) for namn in klass.model_fields}
    if fria := annoteringar.get("__pydantic_extra__"):
        typer[EGNA_NAMN] = beskriv_typ(get_args(fria)[1])
    return typer


def _delpost(klass: type[Del]) -> Delpost:
    if issubclass(klass, Villkor):
        text = "Vad som ska ha uppnåtts, och hur utfallet jämförs med det. En av nycklarna säger vilket slag det är."
        return Delpost(MÅLVÄRDE, text, tuple(_målvärdets_nycklar()), EXEMPEL[MÅLVÄRDE])
    namn = delnamn(klass)
    return Delpost(namn, _i_en_rad(klass), tuple(_nycklar(klass)), EXEMPEL.get(namn, "").strip())


def _målvärdets_nycklar() -> Iterator[Nyckelpost]:
    for slag in SLAG:
        for post in _nycklar(slag, utom=Villkor):
            text = _i_en_rad(slag) if post.namn == slag.nyckel else f"Hör till {slag.nyckel}. {post.text}"
            yield post._replace(krävs=False, text=text)
    yield from _nycklar(Villkor)


def _nycklar(klass: type[Del], utom: type[Del] = Del) -> Iterator[Nyckelpost]:
    texter, typer = fältens_docstrings(klass), _egna_typer(klass)
    for namn, fält in klass.model_fields.items():
        if namn in utom.model_fields:
            continue
        ord_ = nyckel(namn)
        yield Nyckelpost(ord_, typer[ord_].text, _krävs(klass, ord_, fält), _förval(fält), texter[ord_])
    if EGNA_NAMN in typer:
        text = "Ett eget namn, så många som behövs."
        yield Nyckelpost(EGNA_NAMN, typer[EGNA_NAMN].text, krävs=False, förval="", text=text)


def _i_en_rad(klass: type[Del]) -> str:
    return " ".join(str(klass.__doc__).split())


def _krävs(klass: type[Del], ord_: str, fält: FieldInfo) -> bool:
    """Om nyckeln måste finnas. Modellen kan själv fylla i den: då har den tagit bort kravet ur sitt schema."""
    undantag: Any = klass.model_config.get("json_schema_extra")
    if not fält.is_required() or undantag is None:
        return fält.is_required()
    schema = {"required": [ord_]}
    undantag(schema)
    return bool(schema["required"])


def _förval(fält: FieldInfo) -> str:
    """Förvalet i klartext; tomt när det är att inget är sagt."""
    värde = fält.default
    if isinstance(värde, bool):
        return "ja" if värde else "nej"
    if isinstance(värde, tuple):
        return ", ".join(map(str, värde))
    return str(värde) if isinstance(värde, (str, int, Decimal)) else ""
