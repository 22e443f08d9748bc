"""En typ ur modellen in, ord för den ut: en lista av `Text` är `en lista av texter`."""

from __future__ import annotations

import types
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from planverktyg.modell.beslut import Beslutsdatum
from planverktyg.modell.byggsten import (
    Del,
    Formatversion,
    Hänvisning,
    Id,
    Kortform,
    utskriven,
)
from planverktyg.modell.grad import Toleransvärde
from planverktyg.modell.granser import GränsVärde
from planverktyg.modell.grund.svenska import räkna_upp
from planverktyg.modell.husregler import Månadsdag
from planverktyg.modell.indikator import Ackumulering, Steg, Värde
from planverktyg.modell.malvarde import Jämförelsetid, Målvärde
from planverktyg.modell.noder import MÅLVÄRDE, delnamn
from planverktyg.modell.period import Eftersläpning, Måltid, Tid, Tidpunkt, Årsnyckel, Årtal
from planverktyg.modell.villkor import Villkor

_ORD: tuple[tuple[Any, str, str], ...] = (
    (Formatversion, "1", "1"),
    (Id, "ett id", "id:n"),
    (Hänvisning, "ett id, eller plan-id/id", "id:n eller plan-id/id"),
    (Årtal, "ett årtal", "årtal"),
    (Årsnyckel, "ett årtal", "årtal"),
    (Tid, "en tid", "tider"),
    (Måltid, "en tid, eller varje år, på sikt eller ej angivet", "tider"),
    (Jämförelsetid, "en tid, föregående år eller {namn: …}", "tider"),
    (Beslutsdatum, "ett datum (2020-08-31) eller en månad (2020-08)", "datum eller månader"),
    (Månadsdag, "en dag på året (08-31)", "dagar på året"),
    (Ackumulering, "ja, nej eller flera år (2018–2022)", "ja, nej eller flera år"),
    (Värde, "ett värde: tal, datum eller ord ur skalan", "värden"),
    (GränsVärde, "ett tal, ett ord ur skalan eller en jämförelse (riket, eller {namn: …})", "gränser"),
    (Toleransvärde, "ett tal eller en andel (5 %)", "toleranser"),
    (Eftersläpning, "ett antal år eller månader (1 år)", "antal år eller månader"),
    (Steg, "ett ord", "ord"),
)
"""Typer med egna ord, i ental och flertal. De jämförs i ordning."""

_GRUNDORD: dict[Any, tuple[str, str]] = {
    str: ("text", "texter"),
    int: ("ett heltal", "heltal"),
    Decimal: ("ett tal", "tal"),
    bool: ("ja eller nej", "ja eller nej"),
    date: ("ett datum (2020-08-31)", "datum"),
    Tidpunkt: ("en tid", "tider"),
}


@dataclass(frozen=True, slots=True)
class Typ:
    """En typ i ord, och delarna som nämns i den."""

    text: str
    flertal: str
    delar: list[type[Del]] = field(default_factory=list)
    kortformer: dict[type[Del], str] = field(default_factory=dict)
    """Vad som kan stå i stället för en del, när delen har en kortare form."""


def beskriv_typ(typ: Any) -> Typ:
    """Typen i ord. Reser `TypeError` för en typ som saknar ord, så att referensen aldrig blir tyst om något."""
    for känd, ental, flertal in _ORD:
        if typ == känd:
            return Typ(ental, flertal)
    if utskriven(typ) == Målvärde:
        return Typ(f"ett {MÅLVÄRDE}", "målvärden", [_första_villkoret(Målvärde)])
    return _sammansatt(typ) if get_origin(typ) else _enkel(typ)


def _sammansatt(typ: Any) -> Typ:
    ursprung = get_origin(typ)
    if ursprung is Annotated:
        return _märkt(typ)
    if ursprung in (Union, types.UnionType):
        return _förenade([beskriv_typ(t) for t in get_args(typ) if t is not types.NoneType])
    if ursprung is Literal:
        ord_ = räkna_upp([str(v) for v in get_args(typ)], "eller")
        return Typ(ord_, f"ord: {ord_}")
    if ursprung is dict:
        return _uppslag(*map(beskriv_typ, get_args(typ)))
    if ursprung is tuple:
        return _lista(get_args(typ))
    raise TypeError(f"Typen {typ} saknar ord i referensen.")


def _enkel(typ: Any) -> Typ:
    if isinstance(typ, type) and issubclass(typ, Del):
        return Typ(f"nycklarna i {delnamn(typ)}", f"poster med nycklarna i {delnamn(typ)}", [typ])
    if typ in _GRUNDORD:
        return Typ(*_GRUNDORD[typ])
    raise TypeError(f"Typen {typ} saknar ord i referensen.")


def _första_villkoret(typ: Any) -> type[Del]:
    if isinstance(typ, type) and issubclass(typ, Villkor):
        return typ
    return next(klass for inre in get_args(typ) if (klass := _första_villkoret(inre)))


def _märkt(typ: Any) -> Typ:
    """En typ med märken: har den en kortform sägs den först."""
    grund = beskriv_typ(get_args(typ)[0])
    kort = next((m for m in get_args(typ)[1:] if isinstance(m, Kortform)), None)
    if kort is None:
        return grund
    ord_ = _skriv_schema(kort.schema)
    är_del = grund.text.startswith("nycklarna i")
    kortformer = {grund.delar[0]: ord_} if är_del else {}
    flertal = f"{ord_}, eller {grund.flertal}" if är_del else grund.flertal
    return Typ(f"{ord_}, eller {grund.text}", flertal, grund.delar, grund.kortformer | kortformer)


def _förenade(typer: list[Typ]) -> Typ:
    text, flertal = (räkna_upp(ord_, "eller") for ord_ in ([t.text for t in typer], [t.flertal for t in typer]))
    delar = [del_ for t in typer for del_ in t.delar]
    return Typ(text, flertal, delar, {del_: kort for t in typer for del_, kort in t.kortformer.items()})


def _uppslag(nyckel: Typ, värde: Typ) -> Typ:
    text = f"rader med {nyckel.text}, kolon och sedan {värde.text}"
    return Typ(text, text, nyckel.delar + värde.delar, värde.kortformer)


def _lista(innehåll: tuple[Any, ...]) -> Typ:
    if innehåll[-1] is not ...:
        return Typ("två tal i en lista: [2, 4]", "listor med två tal")
    inre = beskriv_typ(innehåll[0])
    return Typ(f"en lista av {inre.flertal}", f"listor av {inre.flertal}", inre.delar, inre.kortformer)


def _skriv_schema(schema: dict[str, Any]) -> str:
    """Kortformens schema i ord."""
    if "enum" in schema:
        return räkna_upp([str(v) for v in schema["enum"]], "eller")
    if "anyOf" in schema:
        former = {_skriv_schema(s) for s in schema["anyOf"]}
        return "ett värde" if {"ett tal", "text"} <= former else räkna_upp(sorted(former), "eller")
    if schema.get("type") == "integer":
        return "ett årtal" if schema.get("minimum", 0) >= 1000 else "ett heltal"
    mönster = str(schema.get("pattern", ""))
    if schema.get("type") == "string":
        return "ett id" if mönster.startswith(("^[a-z0-9]", "^(?:[a-z0-9]")) else "text"
    return {"number": "ett tal", "array": "en lista", "object": "nycklar"}[schema["type"]]
