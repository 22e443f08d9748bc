"""`plan status --tråd`: de valda planerna in, varje överordnat mål med det som leder till det ut, över plangränserna."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from planverktyg.arkiv.akt import med_nämnda
from planverktyg.arkiv.urval.perioder import välj_uppföljning
from planverktyg.arkiv.urval.planer import Val
from planverktyg.modell.grund.svenska import antal, räkna_upp, versal
from planverktyg.uppfyllelse import bedöm_akt
from planverktyg.uppfyllelse.samband import Samband, Sort

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from rich.console import RenderableType
    from rich.text import Text
    from rich.tree import Tree

    from planverktyg.modell.samband import Nyckel
    from planverktyg.uppfyllelse.samband import Gren, Nod

_STIL = {"grön": "green", "gul": "yellow", "röd": "red", "grå": "dim", "blå": "cyan", "vit": ""}


class _Läge(NamedTuple):
    """Hur det går för en nod: texten och dess stil."""

    text: str
    stil: str


def trådstatus(valda: Sequence[Val], år: int | None) -> Iterator[RenderableType]:
    """Tråden för varje kommun bland de valda planerna och de planer som de nämner."""
    from rich.text import Text

    for namn, val in _per_kommun(valda).items():
        alla = _med_nämnda(val, år)
        rubrik = " · ".join(filter(None, [f"Röda tråden {år}" if år else "Röda tråden", namn]))
        yield Text(rubrik, style="bold")
        påhittade = [
            v.akt.plan.modell.plan.id for v in alla if v.uppföljning and v.uppföljning.modell.uppföljning.exempel
        ]
        if påhittade:
            yield Text(
                f"Exempel: värdena i uppföljningen av {räkna_upp(påhittade)} är påhittade.", style="bold magenta"
            )
        yield from _tråden(Samband(v.akt.plan.modell for v in alla), _lägen(alla))


def som_text(delar: Iterable[RenderableType], *, bredd: int, färg: bool) -> str:
    """Det som skrivs, lagt ut av Rich. Utan färg också utan mellanslag sist på raderna."""
    from rich.console import Console

    konsol = Console(width=bredd, force_terminal=färg, highlight=False, emoji=False)
    with konsol.capture() as fångat:
        for del_ in delar:
            konsol.print(del_)
    text = fångat.get()
    return text if färg else "".join(f"{rad.rstrip()}\n" for rad in text.splitlines())


def _per_kommun(valda: Sequence[Val]) -> dict[str, list[Val]]:
    """Valen efter kommunens namn. Planer utan husregler hör ihop."""
    kommuner: dict[str, list[Val]] = {}
    for val in valda:
        kommun = val.akt.husregler.kommun
        kommuner.setdefault(kommun.namn if kommun else "", []).append(val)
    return kommuner


def _med_nämnda(valda: Sequence[Val], år: int | None) -> list[Val]:
    redan = {id(val.akt.plan) for val in valda}
    nämnda = [akt for akt in med_nämnda(val.akt for val in valda) if id(akt.plan) not in redan]
    return [*valda, *(Val(akt, välj_uppföljning(akt, None, år)[0]) for akt in nämnda)]


def _lägen(valda: Iterable[Val]) -> dict[Nyckel, _Läge]:
    """Målens bedömningar och uppdragens status, där det finns en uppföljning."""
    lägen: dict[Nyckel, _Läge] = {}
    for akt, uppföljning, *_ in valda:
        if uppföljning is None:
            continue
        plan = akt.plan.modell.plan.id
        for b in bedöm_akt(akt, uppföljning).alla_mål():
            läge = (
                _Läge(f"{b.visat.symbol} {b.visat.namn}", _STIL[b.visat.färg])
                if b.visat
                else _Läge("– ej bedömt", "dim")
            )
            lägen[plan, b.mål.id] = läge
        for id_, rapport in uppföljning.modell.uppdrag.items():
            lägen[plan, id_] = _Läge(rapport.status, "")
    return lägen


def _tråden(samband: Samband, lägen: Mapping[Nyckel, _Läge]) -> Iterator[RenderableType]:
    from rich.text import Text

    yield Text("")
    for gren in samband.trådar():
        yield _träd(gren, lägen)
        yield Text("")
    yield from _brister(samband)


def _träd(gren: Gren, lägen: Mapping[Nyckel, _Läge], under: Tree | None = None, ovanför: str = "") -> Tree:
    from rich.tree import Tree

    plan = gren.nod.nyckel[0]
    text = _rad(gren, lägen.get(gren.nod.nyckel), _id_text(gren.nod, ovanför))
    träd = Tree(text, guide_style="dim") if under is None else under.add(text)
    for inre in gren.grenar:
        _träd(inre, lägen, träd, plan)
    return träd


def _rad(gren: Gren, läge: _Läge | None, id_: str) -> Text:
    """`◐ delvis  Nämndmål som bidrar: Insatser i kommunen går först [asn-2020/hemmaplan-forst]`."""
    from rich.text import Text

    nod = gren.nod
    text = Text()
    if läge:
        text.append(f"{läge.text}  ", style=läge.stil)
    text.append(f"{versal(nod.nivå)}{' som bidrar' if gren.bidrar else ''}: ", style="dim")
    text.append(nod.namn, style="bold" if nod.sort is Sort.MÅL else "")
    if nod.nämnder:
        text.append(f" (delas av {räkna_upp(nod.nämnder)})")
    text.append(f" [{id_}]", style="cyan")
    if gren.visad:
        text.append(" Det som leder hit står ovan.", style="italic")
    return text


def _id_text(nod: Nod, hemma: str = "") -> str:
    """Id:t, med planens id när det är en annan plan än den som står ovanför."""
    plan, id_ = nod.nyckel
    return id_ if plan == hemma else f"{plan}/{id_}"


def _brister(samband: Samband) -> Iterator[RenderableType]:
    """Var tråden brister, eller att den håller."""
    from rich.text import Text

    utan_länkar = samband.utan_länkar()
    utan_stöd = samband.utan_stöd()
    utan_riktning = [mål for mål in samband.utan_riktning() if mål.nyckel[0] not in utan_länkar]
    yield from _lista(antal(len(utan_stöd), "överordnat mål", "överordnade mål"), "som inget leder till", utan_stöd)
    yield from _lista(
        antal(len(utan_riktning), "mål", "mål"), "som inte leder till något överordnat mål", utan_riktning
    )
    for id_ in utan_länkar:
        målen = antal(sum(1 for _ in samband.planer[id_].alla_mål()), "mål", "mål")
        yield Text(f"{id_} har {målen} på en nivå, utan länkar: inget leder till eller från dem.", style="yellow")
    if not (utan_stöd or utan_riktning or utan_länkar):
        yield Text(
            "Tråden håller: något leder till varje överordnat mål, och varje mål leder till något.", style="green"
        )
    yield Text("")


def _lista(hur_många: str, brist: str, målen: Sequence[Nod]) -> Iterator[RenderableType]:
    from rich.padding import Padding
    from rich.text import Text

    if målen:
        yield Text(f"{hur_många} {brist}:", style="bold yellow")
    for mål in målen:
        rad = Text(f"{versal(mål.nivå)}: ", style="dim").append(mål.namn, style="not dim")
        yield Padding(rad.append(f" [{_id_text(mål)}]", style="not dim cyan"), (0, 0, 0, 2))
