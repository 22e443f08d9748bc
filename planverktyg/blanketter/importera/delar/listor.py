"""Uppdrag, årshjul och styrdokument: punkter och korta stycken under en rubrik in, planens listor ut."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from planverktyg.blanketter.importera.block import på_en_rad
from planverktyg.blanketter.importera.delar.malvarden import ur_mening
from planverktyg.blanketter.importera.tal import ÅR, läs_tid, är_tom
from planverktyg.blanketter.importera.utkast import Post
from planverktyg.modell.grund.svenska import MÅNADER

if TYPE_CHECKING:
    from planverktyg.blanketter.importera.block import Block
    from planverktyg.blanketter.importera.utkast import Utkast

# --- Uppdrag ------------------------------------------------------------------------------------------


def uppdragsgrupp(utkast: Utkast, rubrik: str, rad: int) -> Post:
    """En ny grupp. Det som står efter ett tankstreck i rubriken blir gruppens beskrivning."""
    delad = re.fullmatch(r"(?P<namn>[^-–]{4,60}?)\s*[-–]\s+(?P<text>.{60,})", rubrik)
    namn = delad["namn"].strip() if delad else rubrik
    grupp = Post(id=utkast.id(f"uppdrag {namn}" if namn.casefold() == "uppdrag" else namn, "uppdrag"), rubrik=namn)
    grupp["källa"] = _källan(namn)
    if delad:
        grupp["beskrivning"] = delad["text"]
    grupp["uppdrag"] = []
    utkast.lista("uppdrag").append(grupp)
    utkast.förstod("uppdragsgrupp", namn, rad)
    return grupp


def _källan(rubrik: str) -> str:
    träff = re.search(r"(?i)\bfrån (.+)$", rubrik)
    if träff:
        return träff[1].casefold() if träff[1].isupper() else träff[1]
    return "nämnden" if re.search(r"(?i)nämnd", rubrik) else rubrik.casefold() if rubrik.isupper() else rubrik


def lägg_uppdrag(
    utkast: Utkast, grupp: Post, text: str, rad: int, *, nummer: str = "", fält: dict[str, str] | None = None
) -> Post:
    """Uppdraget i gruppen. Fler stycken i samma ruta är dess delar."""
    första, *delar = [på_en_rad(d) for d in text.split("\n") if d.strip()]
    post = Post(id=utkast.id(första, "uppdrag"), text=första)
    if nummer:
        post["nummer"] = nummer
    if delar:
        post["delar"] = delar
    mål = ur_mening(första) if re.match(r"(?i)(minst|högst) ", första) else None
    if mål:
        sak = re.match(r"(?i)(?:minst|högst) \S+ (?:nya |unga )?([^\W\d_]+)", första)
        post["enhet"] = mål.enhet
        post["målvärde"] = mål.värde
        utkast.fråga(post, f"målvärdet är läst ur texten{f' ({sak[0].casefold()})' if sak else ''}", rad)
    for namn, värde in (fält or {}).items():
        _fält(utkast, post, namn, värde, rad)
    grupp["uppdrag"].append(post)
    utkast.förstod("uppdrag", första, rad)
    return post


def _fält(utkast: Utkast, post: Post, namn: str, värde: str, rad: int) -> None:
    if är_tom(värde):
        return
    tid = läs_tid(värde) if namn == "klart" else None
    if namn == "ansvarig":
        post["ansvarig"] = värde
    elif tid is not None:
        post["klart"] = tid
    else:
        utkast.fråga(post, f"{namn} i källan: {värde}", rad)


def läs_uppdragstabell(utkast: Utkast, block: Block, kolumner: dict[str, int], grupp: Post) -> None:
    """En tabell med uppdrag i gruppen."""
    rubriker = block.rader[0]
    for nr, rutor in enumerate(block.rader[1:], 1):
        if not rutor[kolumner["text"]].strip():
            if grupp["uppdrag"] and (skrivet := "; ".join(r for r in map(på_en_rad, rutor) if r)):
                utkast.fråga(grupp["uppdrag"][-1], f"raden under i källan säger {skrivet}", block.rad + nr)
            continue
        fält = {
            next((namn for namn, plats in kolumner.items() if plats == p), på_en_rad(rubriker[p])): på_en_rad(ruta)
            for p, ruta in enumerate(rutor)
            if p not in (kolumner["text"], kolumner.get("nummer", -1))
        }
        nummer = på_en_rad(rutor[kolumner["nummer"]]) if "nummer" in kolumner else ""
        lägg_uppdrag(utkast, grupp, rutor[kolumner["text"]], block.rad + nr, nummer=nummer, fält=fält)


# --- Årshjul ------------------------------------------------------------------------------------------


def månaderna(rubrik: str) -> list[str] | None:
    """Månaderna som rubriken nämner: `Januari/februari` → [januari, februari]; `Mars–maj` → tre."""
    delar = [d for d in re.split(r"\s*(?:/|,|\boch\b|&)\s*", rubrik.casefold().strip(" :.")) if d]
    funna: list[str] = []
    for del_ in delar:
        spann = [s.strip() for s in re.split(r"\s*[-–]\s*", del_)]
        nummer = [
            next((nr for nr, m in enumerate(MÅNADER) if m == s or (len(s) >= 3 and m.startswith(s.rstrip(".")))), None)
            for s in spann
        ]
        if None in nummer or len(nummer) > 2:
            return None
        början, slut = nummer[0], nummer[-1]
        assert början is not None
        assert slut is not None
        if början > slut:
            return None
        funna += MÅNADER[början : slut + 1]
    return funna or None


def årshjulsdel(utkast: Utkast, månader: list[str], rad: int) -> Post:
    """En del av årshjulet."""
    post = Post(månader=månader, punkter=[])
    utkast.lista("årshjul").append(post)
    utkast.förstod("månad i årshjulet", "/".join(månader), rad)
    return post


def årshjulspunkt(text: str) -> Any:
    """Punkten, med det som gäller i stället vid valår för sig."""
    träff = re.fullmatch(r"(?P<före>.*?)\s*\(vid valår,? (?P<val>[^()]+)\)(?P<slut>\.?)", text, re.IGNORECASE)
    return {"text": träff["före"] + träff["slut"], "vid valår": träff["val"]} if träff else text


# --- Styrdokument -------------------------------------------------------------------------------------

_DOKUMENT = re.compile(rf"(?P<namn>\S.*?)\s*\((?P<tider>[^()]*\b{ÅR}\b[^()]*)\)\.?")


def liknar_styrdokument(text: str) -> bool:
    """Ett namn med ett år inom parentes sist."""
    return _DOKUMENT.fullmatch(text) is not None


def styrdokument(utkast: Utkast, text: str, rad: int) -> Post:
    """Dokumentet med åren då det antogs och reviderades, när de går att läsa."""
    träff = _DOKUMENT.fullmatch(text)
    utkast.förstod("styrdokument", text, rad)
    if träff is None:
        return Post(namn=text)
    post = Post(namn=träff["namn"])
    for bit in re.split(r"\s*[,;]\s*|\s+(?=reviderad)", träff["tider"]):
        if not _tiden(post, bit.strip()):
            return Post(namn=text)  # hellre hela texten än en del av den
    return post


def _tiden(post: Post, bit: str) -> bool:
    if re.fullmatch(ÅR, bit) and "antaget" not in post:
        post["antaget"] = int(bit)
    elif träff := re.fullmatch(rf"(?i)(reviderad|reviderat|rev\.?) ({ÅR})", bit):
        post["reviderat" if träff[1].casefold() == "reviderat" else "reviderad"] = int(träff[2])
    elif träff := re.fullmatch(r"(?i)(\S+) revideringar?|revideras (\S+)", bit):
        post["revideras"] = träff[1] or träff[2]
    elif träff := re.fullmatch(r"(?i)gäller (?:fr\.? ?o\.? ?m\.?|från(?: och med)?) (.+)", bit):
        tid = läs_tid(träff[1])
        if tid is None:
            return False
        post["gäller från"] = tid
    else:
        return False
    return True
