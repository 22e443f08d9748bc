"""Ett id ur planen och svaren på kommandoraden in, raden i uppföljningen ut: var den står och vad den får säga."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import normalize

from planverktyg.arkiv.urval.planer import Urvalsfel
from planverktyg.modell.grund.svenska import menade_du, räkna_upp

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from planverktyg.arkiv.ingrepp import Ingrepp, Nytt
    from planverktyg.modell.grund.plats import Rutt
    from planverktyg.modell.plan import Plandokument


class Slag(NamedTuple):
    """Vad för slags post i planen som en rad svarar på."""

    namn: str
    """I bestämd form: indikatorn."""
    huvudnyckel: str | None
    """Nyckeln för det som svaras med ett ensamt värde."""
    övriga: tuple[str, ...]
    """De andra nycklarna som går att svara på."""
    har_kortform: bool = True
    """Om värdet får stå ensamt efter id:t."""


class Svarsrad(NamedTuple):
    """En rad i uppföljningen: vad den svarar på, och var den står bland de andra."""

    id: str
    slag: Slag
    rutt: Rutt
    ordning: tuple[str, ...]
    """Raderna i planens ordning."""


_BESKED = ("värde", "saknas", "ej mätt", "utgår")
"""Bara ett av de här får stå på raden: ett värde, eller skälet till att det inte finns."""
_INDIKATOR = Slag(
    "indikatorn",
    "värde",
    (*_BESKED[1:], "prognos", "avser", "källa", "kommentar", "avstämning", "redovisning", "rättelse"),
)
_UPPDRAG = Slag("uppdraget", "status", ("kommentar",))
_DEL = Slag("delen", "status", ("kommentar",))
_ÅTGÄRD = Slag("åtgärden", "status", ("kommentar",))
_PUNKT = Slag("punkten", "effekt", ("prognos", "saknas", "kommentar"), har_kortform=False)
_RISK = Slag("risken", None, ("sannolikhet", "konsekvens", "kommentar"), har_kortform=False)
_KONTROLL = Slag("kontrollen", "resultat", ("avvikelse", "kommentar"))

TOLKAS = {"värde", "prognos", "effekt", "avser", "sannolikhet", "konsekvens"}
"""Nycklar vars svar kan vara tal. Övriga är text."""


def hitta_rad(plan: Plandokument, id_: str) -> Svarsrad:
    """Raden som svarar på id:t. Reser `Urvalsfel` när planen inte har något sådant att följa upp."""
    rader = {rad.id: rad for rad in reversed(list(_rader(plan)))}
    if id_ in rader:
        return rader[id_]
    if any(mål.id == id_ for mål in plan.alla_mål()):
        råd = "Utfallet lämnas för målets indikatorer. En beslutad bedömning skrivs i filen, under bedömningar."
        raise Urvalsfel(f"{id_} är ett mål. {råd}")
    menat = menade_du(id_, rader)
    råd = f"Menade du {menat}?" if menat else f"plan status {plan.plan.id} visar vad som följs upp."
    raise Urvalsfel(
        f"{plan.plan.id} har ingen indikator, inget uppdrag, ingen åtgärd och ingen risk som heter {id_}. {råd}"
    )


def _rader(plan: Plandokument) -> Iterator[Svarsrad]:
    delar = {uppdrag.id: [del_.id for del_ in uppdrag.delar if del_.id] for uppdrag in plan.alla_uppdrag()}
    yield from _del("utfall", _INDIKATOR, [i.id for i in plan.alla_indikatorer()])
    yield from _del("uppdrag", _UPPDRAG, list(delar))
    for uppdrag, idn in delar.items():
        yield from (rad._replace(rutt=("uppdrag", uppdrag, "delar", rad.id)) for rad in _del("uppdrag", _DEL, idn))
    yield from _del("åtgärder", _ÅTGÄRD, [å.id for å in plan.alla_åtgärder()])
    yield from _del("åtgärdspunkter", _PUNKT, [p.id for p in plan.alla_punkter()])
    yield from _del("risker", _RISK, [r.id for r in plan.risker])
    yield from _del("kontrollmoment", _KONTROLL, [k.id for k in plan.kontrollmoment])


def _del(nyckel: str, slag: Slag, idn: Sequence[str]) -> Iterator[Svarsrad]:
    for id_ in idn:
        yield Svarsrad(id_, slag, (nyckel, id_), tuple(idn))


def tolka_svar(rad: Svarsrad, värde: str | None, övriga: Mapping[str, str]) -> dict[str, Nytt]:
    """Svaren med sina nycklar. Reser `Urvalsfel` när de inte går ihop eller inte hör till det slaget."""
    slag = rad.slag
    främmande = [nyckel for nyckel in övriga if nyckel not in slag.övriga]
    if främmande:
        finns = räkna_upp([_flagga(nyckel) for nyckel in slag.övriga])
        hör = räkna_upp([_flagga(nyckel) for nyckel in främmande])
        raise Urvalsfel(f"{hör} hör inte till {slag.namn} {rad.id}. Där finns {finns}.")
    if värde is not None and slag.huvudnyckel is None:
        raise Urvalsfel(f"En risk har inget ensamt värde. Skriv --sannolikhet och --konsekvens för {rad.id}.")
    svar = ({str(slag.huvudnyckel): värde} if värde is not None else {}) | dict(övriga)
    besked = [nyckel for nyckel in svar if nyckel in _BESKED]
    if len(besked) > 1:
        raise Urvalsfel(f"Ange ett värde eller skälet till att det inte finns, inte både {räkna_upp(besked)}.")
    if not svar.keys() - {"rättelse"}:
        raise Urvalsfel(f"Det fattas ett svar: VÄRDE eller {räkna_upp([_flagga(n) for n in slag.övriga], 'eller')}.")
    return {nyckel: _tolka(nyckel, text) for nyckel, text in svar.items()}


def _flagga(nyckel: str) -> str:
    return f"--{nyckel.replace(' ', '-')}"


def _tolka(nyckel: str, skrivet: str) -> Nytt:
    """Svaret som tal när det är ett, annars som text. `12,69` är text, så att läsaren får säga hur det ska skrivas."""
    text = normalize("NFC", skrivet).strip()
    if not text:
        raise Urvalsfel(f"{nyckel} är tomt.")
    tal = text.replace("\u2212", "-")
    if nyckel in TOLKAS and re.fullmatch(r"-?(0|[1-9]\d*)(\.\d+)?", tal) and len(tal) < 100:
        return Decimal(tal) if "." in tal else int(tal)
    return text


def skriv_svar(ingrepp: Ingrepp, rad: Svarsrad, svar: Mapping[str, Nytt]) -> None:
    """Skriver svaren på raden: på en ny rad, i kortformen, eller bland det som redan står där."""
    nod = ingrepp.innehåll
    for steg in rad.rutt:
        nod = nod.get(steg) if isinstance(nod, dict) else None
    if "rättelse" in svar and isinstance(nod, dict) and nod.get("rättelse"):
        svar = {**svar, "rättelse": f"{nod['rättelse']} {svar['rättelse']}"}
    if isinstance(nod, dict) and nod:
        _bland_andra(ingrepp, rad, nod, svar)
        return
    huvud = rad.slag.huvudnyckel
    gammalt = {} if nod is None or nod == {} else {str(huvud): nod}
    alla = {n: v for n, v in gammalt.items() if not _utesluts(n, svar)} | dict(svar)
    ensamt = rad.slag.har_kortform and list(alla) == [huvud]
    _sätt_rad(ingrepp, rad, alla[str(huvud)] if ensamt else _i_ordning(alla, rad.slag))


def _sätt_rad(ingrepp: Ingrepp, rad: Svarsrad, värde: Nytt) -> None:
    """Sätter hela raden. Ett uppdrags del kan stå under ett uppdrag som själv är skrivet i kortform."""
    ovanför = ingrepp.innehåll.get(rad.rutt[0]) if isinstance(ingrepp.innehåll, dict) else None
    uppdrag = ovanför.get(rad.rutt[1]) if isinstance(ovanför, dict) else None
    if rad.slag is _DEL and isinstance(uppdrag, str):
        ingrepp.sätt(rad.rutt[:2], {"status": uppdrag, "delar": {rad.id: värde}})
    else:
        ingrepp.sätt(rad.rutt, värde, ordning=rad.ordning)


def _i_ordning(svar: Mapping[str, Nytt], slag: Slag) -> dict[str, Nytt]:
    """Svaren i den ordning som de skrivs på raden."""
    nycklar = [slag.huvudnyckel, *slag.övriga]
    return {nyckel: svar[nyckel] for nyckel in nycklar if nyckel is not None and nyckel in svar}


def _utesluts(nyckel: str, svar: Mapping[str, Nytt]) -> bool:
    """Om nyckeln inte får stå bredvid svaren: ett värde och skälet till att det inte finns."""
    return nyckel in _BESKED and nyckel not in svar and any(ny in _BESKED for ny in svar)


def _bland_andra(ingrepp: Ingrepp, rad: Svarsrad, finns: Mapping[str, object], svar: Mapping[str, Nytt]) -> None:
    """Skriver svaren bland radens andra nycklar. En nyckel som väntar tom, eller som svaret utesluter, får byta namn."""
    lediga = [n for n, v in finns.items() if n not in svar and (v is None or _utesluts(n, svar))]
    for nyckel, värde in svar.items():
        if nyckel not in finns and lediga:
            ingrepp.byt_nyckel((*rad.rutt, lediga.pop(0)), nyckel, värde)
        else:
            ingrepp.sätt((*rad.rutt, nyckel), värde)
    for nyckel in lediga:
        if _utesluts(nyckel, svar):
            ingrepp.ta_bort((*rad.rutt, nyckel))
