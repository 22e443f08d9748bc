"""Områden, numrerade punkter och deras etiketter (`Målsättning: …`) in, en åtgärdsplan ut."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from planverktyg.blanketter.importera.delar.pengar import enhet_i
from planverktyg.blanketter.importera.tal import TAL, som_tal, tal_i_ord
from planverktyg.blanketter.importera.utkast import Post
from planverktyg.modell.grund.svenska import MÅNADER

if TYPE_CHECKING:
    from planverktyg.blanketter.importera.utkast import Utkast

_PRIS = re.compile(
    rf"(?P<vad>(?<!\S)(?:(?:en|ett|per|varje) )?[^\W\d_]{{1,60}}) (?:motsvarar|kostar) "
    rf"(?:(?P<ca>ca\.?|cirka|ungefär|omkring) )?(?P<tal>{TAL}) ?"
    r"(?P<enhet>mnkr|mkr|tkr|kkr|kronor|kr|miljoner kronor)\b(?!\s*/)",
    re.IGNORECASE,
)
_BYTE = re.compile(
    rf"(?:(?P<ca>ca\.?|cirka|ungefär) )?(?<!\d)(?P<från>{TAL}) ?(?P<enhet>kr|tkr|mkr|mnkr) ?/ ?(?P<per>[^\W\d_]{{1,40}})\b"
    rf"[^.]{{0,200}}?(?<!\d)(?P<till>{TAL}) ?(?P=enhet) ?/ ?(?P=per)\b",
    re.IGNORECASE,
)


def område(utkast: Utkast, rubrik: str, rad: int) -> Post:
    """Ett nytt område."""
    post = Post(id=utkast.id(rubrik, "omrade"), rubrik=rubrik, punkter=[])
    utkast.lista("åtgärdsplan").append(post)
    utkast.förstod("område", rubrik, rad)
    return post


def punkt(utkast: Utkast, område_: Post, namn: str, nummer: str, rad: int) -> Post:
    """En ny punkt i området."""
    post = Post(id=utkast.id(namn, "punkt"), nummer=nummer, namn=namn)
    område_["punkter"].append(post)
    utkast.förstod("åtgärdspunkt", namn, rad)
    return post


def lägg_etikett(utkast: Utkast, punkt_: Post, etikett: str, text: str, rad: int, *, år: int | None) -> bool:
    """Lägger texten efter etiketten på sin plats. Falskt när etiketten är okänd."""
    åtgärd = re.fullmatch(r"(åtgärd(?:er)?|aktivitet)\s*(\d+)?", etikett)
    senaste = punkt_["åtgärder"][-1] if punkt_.get("åtgärder") else None
    if åtgärd:
        post = Post(id=utkast.id(text, "atgard"))
        if åtgärd[2]:
            post["nummer"] = åtgärd[2]
        post["text"] = text
        punkt_.setdefault("åtgärder", []).append(post)
        utkast.förstod("åtgärd", text, rad)
    elif etikett == "målsättning" and "målsättning" not in punkt_:
        punkt_["målsättning"] = text
    elif etikett == "ekonomisk effekt" and "ekonomisk effekt" not in punkt_:
        punkt_["ekonomisk effekt"] = effekten(utkast, punkt_, text, rad)
    elif etikett in {"ansvar", "ansvarig"} and senaste is not None and "ansvarig" not in senaste:
        senaste["ansvarig"] = text
    elif etikett in {"tidsplan", "tidplan", "tid"} and senaste is not None and "tidsplan" not in senaste:
        senaste["tidsplan"] = text
        _tider(utkast, senaste, text, rad, år)
    else:
        return False
    return True


def effekten(utkast: Utkast, post: Post, text: str, rad: int) -> dict[str, Any]:
    """Effekten i källans ord, och i siffror när de går att läsa."""
    effekt: dict[str, Any] = {"text": text}
    if re.search(r"(?i)\båterkommer\b|utreds|beräknas senare", text):
        effekt["återkommer"] = "ja"
    elif re.search(r"(?i)^oförändra", text):
        effekt["oförändrad"] = "ja"
    elif byte := _BYTE.search(text):
        från, till = som_tal(byte["från"]), som_tal(byte["till"])
        enhet = enhet_i(byte["enhet"])
        effekt["styckpris"] = {"från": från, "till": till, "enhet": enhet, "per": byte["per"]} | (
            {"ungefär": "ja"} if byte["ca"] else {}
        )
        _belopp(utkast, post, [från, till], rad)
    elif pris := _PRIS.search(text):
        belopp = som_tal(pris["tal"])
        per = pris["vad"].split()[-1].casefold()
        effekt["styckpris"] = {"belopp": belopp, "enhet": enhet_i(pris["enhet"]), "per": per} | (
            {"ungefär": "ja"} if pris["ca"] else {}
        )
        stam = re.escape(per.rstrip("ar"))
        antal = re.search(rf"(?i)\b(?P<n>\d+|en|ett|två|tre|fyra|fem|sex|sju|åtta|nio|tio) {stam}", text[pris.end() :])
        if antal:
            effekt["antal"] = tal_i_ord(antal["n"])
        _belopp(utkast, post, [belopp], rad)
    return effekt


def _belopp(utkast: Utkast, post: Post, belopp: list[Any], rad: int) -> None:
    utkast.fråga(post, "effekten i siffror är läst ur texten", rad)
    for ett in belopp:
        utkast.förstod("belopp", f"{ett}", rad)


def _tider(utkast: Utkast, post: Post, text: str, rad: int, år: int | None) -> None:
    """Datum som tidsplanen nämner, när året är känt."""
    if år is None:
        return
    månad = "|".join(MÅNADER)
    if träff := re.search(rf"(?i)\b(?:klar\w*|färdig\w*|senast)\b[^.]*?\b(\d{{1,2}}) ({månad})\b", text):
        post["klart"] = f"{år}-{MÅNADER.index(träff[2].casefold()) + 1:02}-{int(träff[1]):02}"
        utkast.fråga(post, f"klart är läst ur tidsplanen, med planens år {år}", rad)
    elif träff := re.search(rf"(?i)\b(?:påbörjas|startar|börjar) i ({månad})\b", text):
        post["start"] = f"{år}-{MÅNADER.index(träff[1].casefold()) + 1:02}-01"
        utkast.fråga(post, f"start är läst ur tidsplanen, med planens år {år} och månadens första dag", rad)
