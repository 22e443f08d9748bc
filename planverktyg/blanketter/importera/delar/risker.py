"""Tabeller om risker in, risker, åtgärder och kontrollmoment ut."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from planverktyg.blanketter.importera.block import på_en_rad
from planverktyg.blanketter.importera.tal import läs_tid, är_tom
from planverktyg.blanketter.importera.utkast import Post

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planverktyg.blanketter.importera.block import Block
    from planverktyg.blanketter.importera.utkast import Utkast

_FREKVENS = re.compile(
    r"(?i)\b((?:minst )?(?:varje|var(?:je)? (?:andra|tredje|fjärde|sjätte)|en gång (?:per|i)|två gånger (?:per|i)) "
    r"(?:dag|vecka|veckan|månad|månaden|kvartal|kvartalet|tertial|halvår|år|året)|löpande|månadsvis|kvartalsvis|halvårsvis|årligen)\b"
)


def _rader(block: Block, kolumner: dict[str, int]) -> Iterator[tuple[int, dict[str, str], list[str]]]:
    """Raderna som kolumn → text, med det som stod i kolumner som ingen regel känner igen."""
    rubriker = block.rader[0]
    for nr, rad in enumerate(block.rader[1:], 1):
        rutor = [*map(på_en_rad, rad)]
        for namn in {"text", "risk"} & kolumner.keys():  # 3. Risk för …
            rutor[kolumner[namn]] = re.sub(r"^\d{1,3}[.)]\s+", "", rutor[kolumner[namn]])
        övrigt = [
            f"{på_en_rad(rubriker[plats]) or 'utan rubrik'}: {ruta}"
            for plats, ruta in enumerate(rutor)
            if ruta and plats not in kolumner.values()
        ]
        yield block.rad + nr, {namn: rutor[plats] for namn, plats in kolumner.items()}, övrigt


def _övrigt(utkast: Utkast, post: Post, övrigt: list[str], rad: int) -> None:
    if övrigt:
        utkast.fråga(post, f"det här i källan har ingen plats i planen: {'; '.join(övrigt)}", rad)


def _utan_text(utkast: Utkast, lista: str, rutor: list[str], rad: int) -> None:
    """En rad som saknar det som den handlar om står kvar som en fråga vid raden ovanför."""
    skrivet = "; ".join(ruta for ruta in rutor if ruta)
    if skrivet and utkast.lista(lista):
        utkast.fråga(utkast.lista(lista)[-1], f"raden under i källan säger {skrivet}", rad)


def läs_risker(utkast: Utkast, block: Block, kolumner: dict[str, int]) -> None:
    """Riskerna, med sannolikhet och konsekvens, och åtgärden eller kontrollen som står på samma rad."""
    for rad, ruta, övrigt in _rader(block, kolumner):
        if not ruta["text"]:
            _utan_text(utkast, "risker", [*ruta.values(), *övrigt], rad)
            continue
        sak = re.sub(r"(?i)^risk(en)? (för )?(att )?", "", ruta["text"])
        post = Post(id=utkast.id(sak, "risk", namn=ruta["text"]), text=ruta["text"])
        _värdera(utkast, post, ruta, rad)
        fält = ("kategori", "process", "orsak", "ansvarig")
        sagt = {namn: ruta[namn] for namn in fält if not är_tom(ruta.get(namn, ""))}
        åtgärdens = (
            {"ansvarig": sagt.pop("ansvarig")} if not är_tom(ruta.get("åtgärd", "")) and "ansvarig" in sagt else {}
        )
        post.update(sagt)
        kontrollens = {namn: ruta[namn] for namn in ("metod", "frekvens") if not är_tom(ruta.get(namn, ""))}
        if är_tom(ruta.get("kontroll", "")):
            övrigt.extend(f"{namn}: {text}" for namn, text in kontrollens.items())
        _övrigt(utkast, post, övrigt, rad)
        utkast.lista("risker").append(post)
        utkast.riskernas_id.setdefault(ruta["text"].casefold(), post["id"])
        utkast.förstod("risk", ruta["text"], rad)
        for kolumn, lista, eget in (("kontroll", "kontrollmoment", kontrollens), ("åtgärd", "åtgärder", åtgärdens)):
            if not är_tom(text := ruta.get(kolumn, "")):
                id_ = utkast.id(f"{kolumn} {text}", namn=text)
                utkast.lista(lista).append(Post(id=id_, text=text, risker=post["id"], **eget))
                utkast.förstod({"kontrollmoment": "kontrollmoment"}.get(lista, "åtgärd"), text, rad)


_HÖGST = {"sannolikhet": 10, "konsekvens": 10, "riskvärde": 100}
"""Ett större tal är inget steg på någon skala."""


def _värdera(utkast: Utkast, post: Post, ruta: dict[str, str], rad: int) -> None:
    """Sätter riskens steg. Det som står i ord bredvid siffran står som kommentar."""
    steg = {namn: _steg(ruta.get(namn, ""), högst) for namn, högst in _HÖGST.items()}
    if steg["sannolikhet"] is not None and steg["konsekvens"] is not None:
        post.update(sannolikhet=steg["sannolikhet"], konsekvens=steg["konsekvens"])
    elif steg["riskvärde"] is None:
        skrivet = [f"{namn} {text}" for namn in ("sannolikhet", "konsekvens") if not är_tom(text := ruta.get(namn, ""))]
        post["värdering"] = {
            "saknas": f"källan säger {' och '.join(skrivet)}" if skrivet else "källan visar ingen siffra"
        }
        saknas = f"källan säger {' och '.join(skrivet)}, som inte är steg på en skala"
        utkast.fråga(post, saknas if skrivet else "risken saknar sannolikhet och konsekvens i källan", rad)
    if steg["riskvärde"] is not None:
        post["angivet riskvärde"] = steg["riskvärde"]
    for namn, nr in steg.items():
        text = ruta.get(namn, "")
        if text and text != str(nr):
            post.kommentarer.append(f"Källans {namn}: {text}")


def _steg(text: str, högst: int) -> int | None:
    """Steget i en ruta: `4`, `4 (hög)`, `4 – hög`."""
    träff = re.match(r"(\d{1,3})(?!\d|[.,]\d)", text)
    return int(träff[1]) if träff and int(träff[1]) <= högst else None


def läs_åtgärder(utkast: Utkast, block: Block, kolumner: dict[str, int]) -> None:
    """Åtgärderna mot riskerna."""
    for rad, ruta, övrigt in _rader(block, kolumner):
        if not ruta["text"]:
            _utan_text(utkast, "åtgärder", [*ruta.values(), *övrigt], rad)
            continue
        post = Post(id=utkast.id(ruta["text"], "atgard"), text=ruta["text"])
        _risker(utkast, post, ruta.get("risk", ""), rad)
        if not är_tom(ruta.get("ansvarig", "")):
            post["ansvarig"] = ruta["ansvarig"]
        for namn in ("start", "slut"):
            _dag(utkast, post, namn, ruta.get(namn, ""), rad)
        if not är_tom(ruta.get("status", "")):
            utkast.fråga(post, f"status hör till uppföljningen: {ruta['status']}", rad)
        _övrigt(utkast, post, övrigt, rad)
        utkast.lista("åtgärder").append(post)
        utkast.förstod("åtgärd", ruta["text"], rad)


def _dag(utkast: Utkast, post: Post, namn: str, text: str, rad: int) -> None:
    if är_tom(text):
        return
    tid = läs_tid(text)
    if isinstance(tid, str) and len(tid) == 10:
        post[namn] = tid
    elif tid is not None and namn == "slut":
        post["klart"] = tid
    else:
        post["tidsplan"] = f"{post['tidsplan']}; {text}" if "tidsplan" in post else text
        utkast.fråga(post, f"{namn}: {text} är ingen dag, och står i tidsplanen", rad)


def _risker(utkast: Utkast, post: Post, text: str, rad: int) -> None:
    """Risken som texten nämner, om den finns i planen."""
    if är_tom(text):
        return
    if risk := utkast.riskernas_id.get(text.casefold()):
        post["risker"] = risk
    else:
        utkast.fråga(post, f"källan nämner en risk som inte finns bland riskerna: {text}", rad)


def läs_kontrollmoment(utkast: Utkast, block: Block, kolumner: dict[str, int]) -> None:
    """Kontrollerna. Risken står i en kolumn, eller på en egen rad ovanför sina kontroller."""
    kända = utkast.riskernas_id
    gäller = ""
    for rad, ruta, övrigt in _rader(block, kolumner):
        text = ruta["text"]
        if not text:
            gäller = ruta.get("risk", "") or gäller
            andra = [värde for namn, värde in ruta.items() if namn != "risk"]
            _utan_text(utkast, "kontrollmoment", [*andra, *övrigt], rad)
            continue
        if "risk" not in kolumner and (text.casefold() in kända or re.match(r"(?i)risk (för|att)\b", text)):
            gäller = text
            continue
        post = Post(id=utkast.id(f"kontroll {text}", "kontroll", namn=text), text=text)
        gäller = ruta.get("risk", "") or gäller
        _risker(utkast, post, gäller, rad)
        post.update({n: ruta[n] for n in ("metod", "process") if not är_tom(ruta.get(n, ""))})
        _frekvens(utkast, post, ruta.get("frekvens", ""), rad)
        if not är_tom(ruta.get("ansvarig", "")):
            post["ansvarig"] = ruta["ansvarig"]
        if not är_tom(ruta.get("status", "")):
            utkast.fråga(post, f"status hör till uppföljningen: {ruta['status']}", rad)
        _övrigt(utkast, post, övrigt, rad)
        utkast.lista("kontrollmoment").append(post)
        utkast.förstod("kontrollmoment", text, rad)


def _frekvens(utkast: Utkast, post: Post, text: str, rad: int) -> None:
    if not är_tom(text):
        post["frekvens"] = text
    elif träff := _FREKVENS.search(post["text"]):
        post["frekvens"] = träff[1].casefold()
        utkast.fråga(post, "hur ofta är läst ur kontrollens text", rad)
