"""`plan format`: namnet på en del eller en nyckel in, referensen för den ut. Utan namn listas delarna."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from planverktyg.kommandon.terminal.utskrift import skriv_fel, skriv_ut

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from planverktyg.modell.referens import Delpost, Nyckelpost

_LÄSBAR_BREDD = 100
_FLEST_DELAR = 8
"""Så många delar med samma nyckel visas i sin helhet; finns nyckeln i fler räknas de upp."""


def format(  # noqa: A001 - funktionen heter som kommandot
    namn: Annotated[
        list[str] | None,
        typer.Argument(metavar="NAMN", help="En del (indikator) eller en nyckel (målvärde). Utelämnat listas delarna."),
    ] = None,
) -> int:
    """Visa formatet: vilka nycklar en del av planen kan ha, vad som kan stå efter dem och vad de betyder.

    Exempel:
        plan format indikator
        plan format målvärde
    """
    import shutil

    from planverktyg.modell.referens import hitta

    referens = referensen()
    bredd = max(min(shutil.get_terminal_size().columns, _LÄSBAR_BREDD), 40)
    if not namn:
        rader = _lista(referens, bredd)
    else:
        sökt, menat = _känt_namn(" ".join(namn), referens)
        if sökt is None:
            råd = f"Menade du {menat}?" if menat else "plan format utan namn listar delarna."
            skriv_fel(f"Ingen del och ingen nyckel heter {' '.join(namn)}. {råd}")
            return 2
        rader = _visa(hitta(referens, sökt), bredd)
    skriv_ut("".join(f"{rad}\n" for rad in rader))
    return 0


def referensen() -> tuple[Delpost, ...]:
    """Formatets alla delar: de som räknades ut vid installationen, när modellerna är desamma."""
    from planverktyg.arkiv.fardigt import färdigt, modellernas_märke

    if innehåll := färdigt("referens", modellernas_märke()):
        return tuple(innehåll["REFERENS"])

    from planverktyg.arkiv.laddning import SLAG
    from planverktyg.modell.referensbygge import bygg_referens

    return bygg_referens(tuple(SLAG.values()))


def _känt_namn(skrivet: str, referens: Sequence[Delpost]) -> tuple[str | None, str | None]:
    """Namnet så som referensen skriver det, annars det som kan vara menat."""
    from planverktyg.modell.grund.svenska import menade_du, slugga

    kända = [*(post.namn for post in referens), *(n.namn for post in referens for n in post.nycklar)]
    sökt = skrivet.casefold().strip().removesuffix(":")
    utan_prickar = slugga(sökt)
    for namn in (sökt, *(k for k in kända if slugga(k) == utan_prickar)):
        if namn in kända:
            return namn, None
    return None, menade_du(sökt, kända)


def _lista(referens: Sequence[Delpost], bredd: int) -> Iterator[str]:
    kolumn = max(len(post.namn) for post in referens) + 4
    for post in referens:
        if not post.står_under and post is not referens[0]:
            yield ""
        yield from _stycke(post.text.split(". ")[0].rstrip(".") + ".", bredd, f"  {post.namn:<{kolumn - 2}}")
    yield ""
    yield "plan format NAMN visar nycklarna i en del, till exempel plan format indikator."


def _visa(funna: Sequence[tuple[Delpost, Nyckelpost | None]], bredd: int) -> Iterator[str]:
    if len(funna) > _FLEST_DELAR:
        namn = funna[0][1].namn if funna[0][1] else ""
        delar = ", ".join(post.namn for post, _ in funna)
        yield from _stycke(f"{namn} finns i flera delar: {delar}. plan format DEL visar delens nycklar.", bredd)
        return
    for nummer, (post, nyckel) in enumerate(funna):
        if nummer:
            yield ""
        if nyckel is None:
            yield from _del(post, bredd)
        else:
            yield f"{nyckel.namn} i {post.namn}"
            yield from _nyckel(nyckel, bredd)


def _del(post: Delpost, bredd: int) -> Iterator[str]:
    yield from _stycke(f"{post.namn}: {post.text}", bredd)
    if post.står_under:
        yield from _stycke(", ".join(post.står_under), bredd, "Står under: ")
    if post.kortform:
        yield from _stycke(post.kortform, bredd, "Kort form: ")
    for nyckel in post.nycklar:
        yield ""
        yield f"  {nyckel.namn}" + (" (måste finnas)" if nyckel.krävs else "")
        yield from _nyckel(nyckel, bredd)
    if post.exempel:
        yield from ("", "Exempel:", "")
        yield from (f"  {rad}" for rad in post.exempel.splitlines())


def _nyckel(nyckel: Nyckelpost, bredd: int) -> Iterator[str]:
    förval = f" (förval: {nyckel.förval})" if nyckel.förval else ""
    yield from _stycke(nyckel.typ + förval, bredd, "    Skriv: ")
    yield from _stycke(nyckel.text, bredd, "    ")


def _stycke(text: str, bredd: int, början: str = "") -> list[str]:
    import textwrap

    indrag = " " * len(början)
    return textwrap.wrap(text, bredd, initial_indent=början, subsequent_indent=indrag, break_on_hyphens=False)
