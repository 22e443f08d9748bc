"""Ett dokument in, dokument med ett enda fält ändrat ut: så prövas att inget fält glöms bort."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

from planverktyg.arkiv.laddning.slag import SLAG, alla_klasser
from planverktyg.arkiv.syntax import läs
from planverktyg.modell.byggsten import Del
from planverktyg.modell.exempel import EXEMPEL
from planverktyg.modell.grad import Tolerans
from planverktyg.modell.noder import delnamn
from planverktyg.modell.period import Efter, Planår, Tidpunkt, tolka_tidpunkt
from planverktyg.modell.villkor import Villkor

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from planverktyg.arkiv.laddning import Dokument


def förråd_av(dokumenten: Iterable[Dokument[Any]]) -> dict[Any, Any]:
    """En del av varje klass, att sätta in där inget står: den första i dokumenten, annars exemplet."""
    förråd: dict[Any, Any] = {}
    for dokument in dokumenten:
        for del_ in delar_i(dokument.modell):
            förråd.setdefault(type(del_), del_)
    klasserna = {k for rot in SLAG.values() for k in alla_klasser(rot)} - förråd.keys()
    for klass in sorted(klasserna, key=lambda k: k.__qualname__):  # samma ordning varje gång
        if (exempel := EXEMPEL.get(delnamn(klass))) and not issubclass(klass, Villkor):
            träd, _ = läs(exempel.encode(), "")
            assert träd is not None
            förråd[klass] = klass.model_validate(träd.innehåll)
    return förråd


def delar_i(värde: Any) -> Iterator[Del]:
    """Alla delar i ett värde, yttersta först."""
    if isinstance(värde, Del):
        yield värde
        for namn in type(värde).model_fields:
            yield from delar_i(getattr(värde, namn))
        yield from delar_i(värde.model_extra or {})
    elif isinstance(värde, (tuple, list)):
        for inre in värde:
            yield from delar_i(inre)
    elif isinstance(värde, dict):
        for inre in värde.values():
            yield from delar_i(inre)


def _bytt(värde: Any, gammal: Del, ny: Del) -> Any:
    """Värdet med en del (just den, inte en som är lik) utbytt mot en annan."""
    if värde is gammal:
        return ny
    if isinstance(värde, Del):
        fält = {namn: getattr(värde, namn) for namn in type(värde).model_fields} | (värde.model_extra or {})
        nya = {namn: _bytt(inre, gammal, ny) for namn, inre in fält.items()}
        ändrade = {namn: inre for namn, inre in nya.items() if inre is not fält[namn]}
        return värde.model_copy(update=ändrade) if ändrade else värde
    if isinstance(värde, tuple):
        nya_delar = tuple(_bytt(inre, gammal, ny) for inre in värde)
        return nya_delar if any(a is not b for a, b in zip(värde, nya_delar, strict=True)) else värde
    if isinstance(värde, dict):
        nytt = {nyckel: _bytt(inre, gammal, ny) for nyckel, inre in värde.items()}
        return nytt if any(nytt[k] is not värde[k] for k in värde) else värde
    return värde


def _ord_i(annotering: Any) -> list[str]:
    """Orden som typen räknar upp."""
    if get_origin(annotering) is Literal:
        return [ord_ for ord_ in get_args(annotering) if isinstance(ord_, str)]
    return [ord_ for inre in get_args(annotering) for ord_ in _ord_i(inre)]


def _annat(värde: Any, annotering: Any) -> Any:
    """Ett annat värde av samma slag; en del tas bort."""
    if isinstance(värde, str):
        return next((ett for ett in _ord_i(annotering) if ett != värde), f"{värde} tillägg")
    if isinstance(värde, Planår):
        return värde.model_copy(update={"till": värde.till + 1})
    if isinstance(värde, Tidpunkt):
        return replace(värde, till=värde.till + timedelta(days=1))
    if isinstance(värde, tuple):
        return _annan_lista(värde)
    if isinstance(värde, dict):
        return dict(list(värde.items())[:-1])
    if isinstance(värde, bool):
        return not värde
    return None if isinstance(värde, Del) else värde + (timedelta(days=1) if isinstance(värde, date) else 1)


def _annan_lista(värde: tuple[Any, ...]) -> tuple[Any, ...]:
    if isinstance(värde[-1], Decimal):  # ett intervall har alltid två tal
        return (*värde[:-1], värde[-1] + 1)
    return värde[:-1] if len(värde) > 1 else värde * 2


def _annat_för(annotering: Any, förråd: dict[Any, Any]) -> Any:
    """Ett värde att sätta där inget står, av den typ som fältet har."""
    if annotering in förråd:
        return förråd[annotering]
    möjliga: dict[Any, Any] = {str: "nytt", int: 7, Decimal: Decimal(7), bool: True, date: date(2020, 5, 6)}
    möjliga |= {Tidpunkt: tolka_tidpunkt(2020), Tolerans: Tolerans(Decimal(7)), Efter: Efter(7)}
    if annotering in möjliga:
        return möjliga[annotering]
    argument = get_args(annotering)
    if get_origin(annotering) is tuple:
        return (_annat_för(argument[0], förråd),)
    if get_origin(annotering) is dict:
        return {"2020": _annat_för(argument[1], förråd)}
    for inre in argument:
        if isinstance(inre, str):
            return inre
        if (funnet := _annat_för(inre, förråd)) is not None:
            return funnet
    return None


def ändrade(dokument: Dokument[Any], förråd: dict[Any, Any], sedda: set[Any]) -> Iterator[tuple[Any, Any]]:
    """Dokumentets modell med ett enda fält ändrat, en gång för varje fält i varje klass."""
    for del_ in delar_i(dokument.modell):
        for namn, fält in type(del_).model_fields.items():
            märke = (type(del_), namn)
            värde = getattr(del_, namn)
            if märke in sedda or namn == "format":
                continue
            tomt = värde is None or värde in ((), {})
            nytt = _annat_för(fält.annotation, förråd) if tomt else _annat(värde, fält.annotation)
            if nytt == värde:
                continue
            sedda.add(märke)
            yield märke, _bytt(dokument.modell, del_, del_.model_copy(update={namn: nytt}))
