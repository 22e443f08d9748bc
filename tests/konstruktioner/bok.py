"""Konstruktionernas tabell in, `docs/konstruktioner.md` ut: hur det som planer säger skrivs, eller varför det inte går."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.konstruktioner.tabell import SEKTIONER, Konstruktion

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

RAMENS_MÅL = "malet"
"""Målet som fylls på runt ensamma indikatorer. Det syns inte i utdraget."""

_INLEDNING = """\
# Ryms det som vår plan säger?

Här står de sätt att skriva mål, utfall, bedömningar, risker, tider och pengar som vi har sett i kommuners planer och
uppföljningar, och hur vart och ett skrivs här. Citatet är källans egna ord; det som står inom hakparentes är vår anmärkning.
Exemplen är utdrag: det som inte har med saken att göra är utelämnat. Rader efter `# 2020-12-31.yaml` står i den filen, som är
uppföljningen. Utfallen är påhittade, så att bedömningen syns.

Den här filen är gjord av `tests/konstruktioner`, där varje exempel läses, granskas, bedöms och återges. Ändra där, inte här.
"""


def skriv_bok(tabell: Mapping[str, Sequence[Konstruktion]]) -> str:
    """Hela tabellen som ett Markdown-dokument."""
    rader = [_INLEDNING, "| Del | Skrivs så här | Ryms inte |", "|---|---|---|"]
    for bokstav, konstruktioner in tabell.items():
        ryms = sum(k.ryms for k in konstruktioner)
        rubrik = SEKTIONER[bokstav][1]
        rader.append(f"| [{rubrik}](#{_länk(rubrik)}) | {ryms} | {len(konstruktioner) - ryms} |")
    for bokstav, konstruktioner in tabell.items():
        rader += ["", f"## {SEKTIONER[bokstav][1]}"]
        for k in konstruktioner:
            rader += ["", *_kapitel(k)]
    return "\n".join(rader) + "\n"


def _länk(rubrik: str) -> str:
    return rubrik.casefold().replace(",", "").replace(" ", "-")


def _kapitel(k: Konstruktion) -> Iterator[str]:
    yield from (f"### {k.id}. {k.konstruktion}", "", f"> {k.exempel}", "")
    if not k.ryms:
        yield f"**Ryms inte.** {k.varför_inte}"
        return
    yield from ("```yaml", _exempel(k), "```")
    svar = [text for text in (_svaret(k), _fynden(k), k.not_) if text]
    if svar:
        yield from ("", " ".join(svar))


def _exempel(k: Konstruktion) -> str:
    delar = [k.plan.rstrip()]
    if k.uppföljning:
        delar.append(f"# {k.uppföljningsfil}\n{k.uppföljning.rstrip()}")
    delar += [f"# {namn}\n{text.rstrip()}" for namn, text in k.andra.items()]
    delar += [f"# kommun.yaml\n{k.kommun.rstrip()}"] if k.kommun else []
    return "\n".join(filter(None, delar))


def _svaret(k: Konstruktion) -> str:
    if not k.bedömning:
        return ""
    svar = [f"{'målet' if id_ == RAMENS_MÅL else f'`{id_}`'} {text}" for id_, text in k.bedömning.items()]
    return f"Bedömningen blir: {', '.join(svar)}."


def _fynden(k: Konstruktion) -> str:
    koder = ", ".join(f"[{kod}](regler.md#{kod.lower()})" for kod in k.fynd)
    return f"`plan validera` anmärker: {koder}." if koder else ""
