"""`plan validera`: sökvägar in, alla fynd ut, sorterade efter plats."""

from __future__ import annotations

import os
import shutil
import sys
from collections import Counter
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planverktyg.arkiv.olast import är_yaml
from planverktyg.arkiv.urval.planer import INGA_PLANER, planernas_mapp
from planverktyg.kommandon.terminal.flaggor import EttAv
from planverktyg.kommandon.terminal.utskrift import skriv_fel, skriv_ut
from planverktyg.modell.grund.fynd import FLEST_AV_EN_SORT, Allvar
from planverktyg.modell.grund.svenska import räkna_upp
from planverktyg.utgivning.format import Format
from planverktyg.utgivning.fynd import Fyndformat, Granskat, skriv

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from planverktyg.arkiv.akt import Arkiv
    from planverktyg.granskning.undantag import Undantagspost
    from planverktyg.kommandon.granskat.provning import Prövat
    from planverktyg.modell.grund.plats import Plats


def validera(
    sökvägar: Annotated[
        list[Path] | None, typer.Argument(metavar="SÖKVÄG …", help="Filer eller mappar att kontrollera [planer/].")
    ] = None,
    *,
    format_: Annotated[
        Fyndformat,
        typer.Option(
            "--format",
            metavar="FORMAT",
            parser=EttAv(Fyndformat),
            help="text (för människor), json, github, sarif, gitlab eller junit.",
        ),
    ] = Format.TEXT,
    strikt: Annotated[bool, typer.Option("--strikt", help="Låt även varningar ge slutkod 1.")] = False,
    allvar: Annotated[
        Allvar,
        typer.Option(
            "--allvar",
            metavar="ALLVAR",
            parser=EttAv(Allvar),
            help="Visa bara det som är minst så allvarligt: fel, varning.",
        ),
    ] = Allvar.NOTIS,
    kort: Annotated[bool, typer.Option("--kort", help="Skriv varje fynd på en rad, utan utdrag och råd.")] = False,
    undantag: Annotated[
        bool, typer.Option("--undantag", help="Visa undantagen i stället för fynden: skälet, och om de behövs.")
    ] = False,
    bas: Annotated[
        str | None,
        typer.Option("--bas", metavar="REV", help="Visa bara det som har tillkommit sedan en revision i git: main."),
    ] = None,
) -> int:
    """Kontrollera planer, uppföljningar och husregler: struktur, hänvisningar, målvärden, tider, risker och summor.

    Alla fynd i alla filer visas på en gång, med fil, rad, kolumn och hur man rättar. Slutkoden är 1 när det finns fel.

    Exempel:
        plan validera
        plan validera planer/tyreso --allvar varning
    """
    from planverktyg.arkiv.akt import Arkiv
    from planverktyg.kommandon.granskat.beslutsskydd import Beslutsskydd
    from planverktyg.kommandon.granskat.provning import pröva

    arkiv = Arkiv()
    rötter = sökvägar or [planernas_mapp(arkiv)]
    if hinder := next(filter(None, map(_hinder, rötter)), ""):
        skriv_fel(hinder if sökvägar else INGA_PLANER)
        return 2
    rötter = _var_och_en_en_gång(rötter)
    if undantag and format_ is not Format.TEXT:
        skriv_fel("Undantagen visas bara som text. Ange --undantag eller --format, inte båda.")
        return 2
    if kort and format_ is not Format.TEXT:
        skriv_fel("Bara text kan skrivas kort. Ange --kort eller --format, inte båda.")
        return 2
    skydd = Beslutsskydd()
    alla_prövade = (skydd.med_fynd(prövat, arkiv) for prövat in pröva(arkiv, rötter, FLEST_AV_EN_SORT))
    prövade = _bara_nya(arkiv, rötter, bas) if bas else alla_prövade
    if prövade is None:
        return 2
    första = next(prövade, None)
    if första is None:
        skriv_fel(f"Det finns inga YAML-filer att kontrollera i {räkna_upp([str(rot) for rot in rötter])}.")
        return 2
    alla = (_förklarat(prövat, arkiv) for prövat in chain([första], prövade))
    bredd = shutil.get_terminal_size().columns
    if undantag:
        return _visa_undantag(alla, bredd)
    räknat: Counter[str] = Counter()
    for bit in skriv(_räknade(alla, räknat), format_, bredd=bredd, färg=_färg(), kort=kort, minst=allvar):
        skriv_ut(bit)
    return int(räknat["fel"] > 0 or (strikt and räknat["varning"] > 0))


def _hinder(rot: Path) -> str:
    """Varför sökvägen inte går att kontrollera, eller tomt."""
    if rot.is_symlink() and not rot.exists():
        return f"{rot} är en länk som inte leder till någon fil eller mapp. Länka om den, eller ta bort den."
    if not rot.exists():
        return f"{rot} finns inte. {INGA_PLANER}"
    if not rot.is_dir() and not är_yaml(rot.name):
        return f"{rot} läses inte. Namnet på en YAML-fil slutar på .yaml eller .yml och börjar inte med en punkt."
    return ""


def _var_och_en_en_gång(rötter: Sequence[Path]) -> list[Path]:
    """Sökvägarna utan dem som en annan redan når: samma en gång till, eller en fil eller mapp under den."""
    platser: dict[Path, Path] = {}
    for rot in rötter:
        platser.setdefault(Path(os.path.abspath(rot)), rot)  # noqa: PTH100 - länkar ska inte följas
    return [rot for plats, rot in platser.items() if not any(_nås(plats, annan) for annan in platser)]


def _nås(plats: Path, mapp: Path) -> bool:
    """Om det som ligger där läses när mappen läses: det ligger under den, och varken dolt eller bakom en länk."""
    if plats == mapp or not plats.is_relative_to(mapp):
        return False
    under = plats.relative_to(mapp)
    vägen = [mapp / del_ for del_ in (*under.parents, under) if del_.name]
    return not any(ett.name.startswith(".") or ett.is_symlink() for ett in vägen)


def _förklarat(prövat: Prövat, arkiv: Arkiv) -> Prövat:
    from planverktyg.granskning.regler.beslut import OM_INNEHÅLLET

    if not any(f.kod in OM_INNEHÅLLET for f in prövat.granskat.fynd):
        return prövat
    from planverktyg.kommandon.granskat.beslutsskillnad import förklarat

    return förklarat(prövat, arkiv)


def _bara_nya(arkiv: Arkiv, rötter: list[Path], bas: str) -> Iterator[Prövat] | None:
    """Det prövade utan det som redan fanns i revisionen. None, och varför, när den inte går att läsa."""
    from planverktyg.arkiv.git import Gitfel
    from planverktyg.kommandon.granskat.basfynd import bara_nya

    try:
        return bara_nya(arkiv, rötter, bas)
    except Gitfel as fel:
        skriv_fel(str(fel))
        return None


def _räknade(prövade: Iterable[Prövat], räknat: Counter[str]) -> Iterator[Granskat]:
    for prövat in prövade:
        for f in prövat.granskat.fynd:
            räknat[f.allvar.value] += f.antal
        yield prövat.granskat


def _visa_undantag(prövade: Iterable[Prövat], bredd: int) -> int:
    from planverktyg.utgivning.fynd.undantagslista import skriv_lista

    poster: list[Undantagspost] = []
    använda: Counter[Plats] = Counter()
    for prövat in prövade:
        poster += prövat.poster
        använda.update(prövat.använda)
    skriv_ut(skriv_lista(poster, använda, bredd))
    return 0


def _färg() -> bool:
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
