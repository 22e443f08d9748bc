"""Ett fall in (kommun, planer och uppföljningar som ordböcker), skillnaderna mellan verktygets och den andra läsningens svar ut.

Fallet skrivs som YAML, och verktyget läser och bedömer filerna så som `plan status` gör. `krymp` tar bort allt ur ett
fall som inte behövs för att svaren ska skilja sig.
"""

from __future__ import annotations

import re
from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planverktyg.arkiv.akt import Arkiv
from planverktyg.arkiv.filer import Minne
from planverktyg.uppfyllelse import bedöm_akt
from tests.andra_lasning.lage import Läge, per
from tests.andra_lasning.mal import bedöm_planen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from fractions import Fraction

    from planverktyg.uppfyllelse import Uppfyllelse
    from tests.andra_lasning.lage import Nod

Svaren = dict[str, str]
"""Plan, period och id → svaret i ord."""


# --- YAML -------------------------------------------------------------------------------------------


def skriv(nod: Any) -> str:
    """Noden som YAML på en rad."""
    if isinstance(nod, dict):
        return "{" + ", ".join(f"{skriv(namn)}: {skriv(värde)}" for namn, värde in nod.items()) + "}"
    if isinstance(nod, list):
        return "[" + ", ".join(map(skriv, nod)) + "]"
    if nod is None:
        return ""
    text = str(nod)
    return text if re.fullmatch(r"-?[\wåäöÅÄÖ][\wåäöÅÄÖ .–/-]*", text) else f'"{text}"'


def skriv_fil(dokument: Nod) -> str:
    """Dokumentet som YAML: en rad per nyckel, och målen och indikatorerna på var sin rad."""
    rader = []
    for namn, värde in dokument.items():
        if namn in ("mål", "uppdrag") and isinstance(värde, list) and värde:
            rader += [f"{namn}:", *(rad for post in värde for rad in _skriv_post(post, "  "))]
        elif namn in ("utfall", "bedömningar", "uppdrag") and värde:
            rader += [f"{namn}:", *(f"  {id_}: {skriv(svar)}".rstrip() for id_, svar in värde.items())]
        else:
            rader.append(f"{namn}: {skriv(värde)}")
    return "\n".join(rader) + "\n"


def _skriv_post(post: Any, indrag: str) -> Iterator[str]:
    under = {n: v for n, v in post.items() if n in ("mål", "indikatorer") and v}
    egna = {n: v for n, v in post.items() if n not in under}
    if not under:
        yield f"{indrag}- {skriv(egna)}"
        return
    tecken = "- "
    for namn, värde in egna.items():
        yield f"{indrag}{tecken}{skriv(namn)}: {skriv(värde)}"
        tecken = "  "
    for namn, poster in under.items():
        yield f"{indrag}{tecken}{namn}:"
        tecken = "  "
        for en in poster:
            yield from _skriv_post(en, f"{indrag}    ")


def skriv_fall(fall: Nod) -> dict[str, str]:
    """Fallets filer."""
    filer = {"kommun.yaml": skriv_fil(fall["kommun"])} if fall.get("kommun") else {}
    for post in fall["planer"]:
        id_ = post["plan"]["plan"]["id"]
        filer[f"{id_}/plan.yaml"] = skriv_fil(post["plan"])
        filer |= {f"{id_}/{u['uppföljning']['per']}.yaml": skriv_fil(u) for u in post["uppföljningar"]}
    return filer


# --- De två läsningarna -----------------------------------------------------------------------------


class Oläsligt(Exception):
    """Verktyget kan inte läsa fallet: det är inget fall."""


def verktygets(fall: Nod) -> Svaren:
    """Verktygets svar på varje uppföljning av varje plan."""
    svaren: Svaren = {}
    filer = {f"planer/{namn}": text.encode() for namn, text in skriv_fall(fall).items()}
    for läst in Arkiv(Minne("", filer)).mappar(Path("planer")):
        if fel := [f"{f.text} {f.råd} ({f.plats})" for f in läst.fynd if f.allvar == "fel"]:
            raise Oläsligt("\n".join(fel))
        for akt in läst.akter:
            for uppföljning in akt.uppföljningar:
                vad = f"{akt.plan.modell.plan.id} {uppföljning.modell.uppföljning.per}"
                svaren |= _verktygets_svar(vad, bedöm_akt(akt, uppföljning))
    return svaren


def _verktygets_svar(vad: str, u: Uppfyllelse) -> Iterator[tuple[str, str]]:
    namn = [steg.namn for steg in u.skala]

    def plats(steg: Any) -> int | None:
        return None if steg is None else namn.index(steg.namn)

    for i in u.alla_indikatorer():
        svar = i_ord(plats(i.beräknat), i.skäl, i.grad, plats(i.steg))
        yield f"{vad} {i.indikator.id}", f"{svar}, trend {i.trend}"
    for m in u.alla_mål():
        yield f"{vad} {m.mål.id}", f"{i_ord(plats(m.beräknat), None, None, plats(m.steg))}, täckning {m.täckning}"
    if u.helhet is not None:
        yield f"{vad} hela planen", i_ord(plats(u.helhet.steg), None, None, plats(u.helhet.steg))


def andra_läsningens(fall: Nod) -> Svaren:
    """Den andra läsningens svar på samma fall."""
    planer = {p["plan"]["plan"]["id"]: (p["plan"], sorted(p["uppföljningar"], key=per)) for p in fall["planer"]}
    svaren: Svaren = {}
    for id_, (plan, uppföljningar) in planer.items():
        for upp in uppföljningar:
            svaren |= _andra_svar(f"{id_} {per(upp)}", Läge(fall.get("kommun") or {}, planer, plan, upp))
    return svaren


def _andra_svar(vad: str, läge: Läge) -> Iterator[tuple[str, str]]:
    svar = bedöm_planen(läge)
    for i in svar.indikatorer.values():
        yield f"{vad} {i.id}", f"{i_ord(i.beräknat, i.skäl, i.grad, i.steg)}, trend {i.trend}"
    for m in svar.mål.values():
        yield f"{vad} {m.id}", f"{i_ord(m.beräknat, None, None, m.steg)}, täckning {m.täckning[0]} av {m.täckning[1]}"
    if (läge.kommun.get("sammanvägning") or {}).get("hela planen") == "ja":
        yield f"{vad} hela planen", i_ord(svar.helhet, None, None, svar.helhet)


def i_ord(beräknat: int | None, skäl: str | None, grad: Fraction | None, gäller: int | None) -> str:
    """`steg 2, grad 45/51`, `– ej mätt`; steg 1 är det bästa."""
    text = f"– {skäl or ''}".strip() if beräknat is None else f"steg {beräknat + 1}"
    text += "" if grad is None or beräknat is None else f", grad {grad}"
    return text if gäller == beräknat else f"{text}, beslutat steg {(gäller or 0) + 1}"


def skillnader(fall: Nod) -> list[str]:
    """Det som de två läsningarna svarar olika på, en rad för varje."""
    verktyg, andra = verktygets(fall), andra_läsningens(fall)
    return [
        f"{vad}\n    verktyget:      {verktyg.get(vad, '(inget)')}\n    andra läsningen: {andra.get(vad, '(inget)')}"
        for vad in dict.fromkeys([*verktyg, *andra])
        if verktyg.get(vad) != andra.get(vad)
    ]


# --- Att krympa ett fall ----------------------------------------------------------------------------


def krymp(fall: Nod, faller: Callable[[Nod], bool]) -> Nod:
    """Det minsta fall som fortfarande faller: allt som kan tas bort är borttaget."""
    ändrat = True
    while ändrat:
        ändrat = False
        for väg in sorted(_vägar(fall), key=len):
            mindre = _utan(fall, väg)
            if mindre is not None and _faller(mindre, faller):
                fall, ändrat = mindre, True
    return fall


def _faller(fall: Nod, faller: Callable[[Nod], bool]) -> bool:
    """Om fallet är läsligt och faller. Det som inte längre hänger ihop är inget fall."""
    try:
        return faller(fall)
    except (Oläsligt, LookupError, TypeError, ValueError, AssertionError, StopIteration, RuntimeError):
        return False


def _vägar(nod: Any, hit: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    barn = nod.items() if isinstance(nod, dict) else enumerate(nod) if isinstance(nod, list) else ()
    for namn, värde in barn:
        yield (*hit, namn)
        yield from _vägar(värde, (*hit, namn))


def _utan(fall: Nod, väg: tuple[Any, ...]) -> Nod | None:
    """Fallet utan det som vägen pekar på, eller None när det redan är borta."""
    kopia = deepcopy(fall)
    nod: Any = kopia
    try:
        for steg in väg[:-1]:
            nod = nod[steg]
        del nod[väg[-1]]
    except (LookupError, TypeError):
        return None
    return kopia


def skriv_filer(fall: Nod) -> str:
    """Fallets filer, att läsa i terminalen."""
    return "\n".join(f"--- {namn}\n{text}" for namn, text in skriv_fall(fall).items())


def visa(fall: Nod) -> str:
    """Fallets filer och skillnaderna."""
    return f"{skriv_filer(fall)}\n" + "\n".join(skillnader(fall))
