"""Ett läst dokument in, fingeravtrycket av det som beslutas i det ut, och vad som skiljer från ett äldre fingeravtryck.

Fingeravtrycket tas på innehållet så som det är läst: ordning mellan nycklar, kommentarer, citattecken, radbrytningar i
löpande text och skrivsätt med samma betydelse (`ja`, `{minst: ja}`) ändrar det inte. Allt annat gör det. Varje del av
dokumentet har sitt eget märke, så att det går att säga vad som är ändrat också när den äldre texten inte finns kvar.
"""

from __future__ import annotations

import hashlib
import re
from datetime import date
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from planverktyg.modell.andel import Andel
from planverktyg.modell.byggsten import Del, nyckel
from planverktyg.modell.grad import Tolerans
from planverktyg.modell.period import Efter, Tidpunkt
from planverktyg.modell.plan import Plan, Plandokument
from planverktyg.modell.rapportering import Uppföljning, Uppföljningsdokument

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from planverktyg.modell.beslut import Beslut
    from planverktyg.modell.indikator import Utfall

VERSIONER = ("v1", "v2")
"""Sätten att räkna. v2 är för uppföljningar: varje utfall har sitt eget märke, så att en rättelse bara öppnar sin egen rad,
och bedömningarna som fastställdes har ett. Ändras ett sätt får äldre fingeravtryck räknas om av ett nytt beslut, aldrig tyst."""

ÖVRIGT = "huvud"
"""Delen för allt som ingen annan del har, så att en ny nyckel i formatet aldrig glöms."""
FASTSTÄLLDA = "fastställda"
"""Delen för bedömningarna så som de var när uppföljningen beslutades."""
DELAR: Mapping[str, tuple[str, ...]] = {
    ÖVRIGT: (),
    "texter": ("vision", "disposition", "årshjul", "styrdokument", "sammanfattning"),
    "mål": ("mål", "nyckeltal"),
    "utfall": ("utfall",),
    "bedömningar": ("bedömningar",),
    "uppdrag": ("uppdrag",),
    "åtgärdsplan": ("åtgärdsplan", "åtgärdspunkter"),
    "risker": ("processer", "risker", "åtgärder", "kontrollmoment", "nya risker", "nya åtgärder"),
    "ekonomi": ("ekonomi", "tabeller"),
    FASTSTÄLLDA: (),
}
"""Fingeravtryckets delar → nycklarna på dokumentets översta nivå som hör dit."""
_MED_RADER = "utfall"
"""Delen där varje rad har ett eget märke i v2: den enda där en rad kan rättas öppet."""

_DEL_FÖR = {nyckel: del_ for del_, nycklar in DELAR.items() for nyckel in nycklar}

INTE_BESLUTAT: Mapping[type[Del], frozenset[str]] = {
    Plandokument: frozenset({"format", "undantag"}),
    Plan: frozenset({"beslut", "tidigare beslut", "källa", "föregångare"}),
    Uppföljningsdokument: frozenset({"format"}),
    Uppföljning: frozenset({"beslut", "tidigare beslut", "fas"}),
}
"""Det som får ändras utan nytt beslut: beslutet självt, arbetets gång och sådant som bara verktyget använder."""
_LÄNK_BAKÅT = "tidigare id"
"""Får läggas till i efterhand var det än står: det säger vad något hette i en annan plan."""


def fingeravtryck(modell: Plandokument | Uppföljningsdokument) -> str:
    """Fingeravtrycket som skrivs i beslutet: `v1 huvud=9f86d081884c7d65 mål=60303ae22b998861`."""
    version = "v1" if isinstance(modell, Plandokument) else "v2"
    return " ".join([version, *(f"{del_}={märke}" for del_, märke in _märken(modell, version).items())])


def kontrollsumma(avtryck: str) -> str:
    """Fingeravtrycket i tolv tecken, att trycka på en utskrift och jämföra med beslutet i filen."""
    return hashlib.sha256(" ".join(avtryck.split()).encode()).hexdigest()[:12]


def ändrade_delar(modell: Plandokument | Uppföljningsdokument, avtryck: str) -> list[str] | None:
    """Delarna som inte längre är som när fingeravtrycket togs. None när det inte går att läsa."""
    skilda = _skilda(modell, avtryck)
    return None if skilda is None else [del_ for del_ in DELAR if del_ in {ett.partition("/")[0] for ett in skilda}]


def orättade_delar(modell: Plandokument | Uppföljningsdokument, avtryck: str) -> list[str] | None:
    """De ändrade delarna, utom de utfall som öppet säger vad som har rättats. None när fingeravtrycket inte går att läsa."""
    skilda = _skilda(modell, avtryck)
    if skilda is None or isinstance(modell, Plandokument):
        return ändrade_delar(modell, avtryck)
    rättade = {namn for namn in skilda if _är_rättad(modell, namn, läs_fingeravtryck(avtryck) or {})}
    return [del_ for del_ in DELAR if del_ in {ett.partition("/")[0] for ett in skilda if ett not in rättade}]


def orättade_utfall(modell: Plandokument | Uppföljningsdokument, avtryck: str) -> list[str]:
    """Id för de utfall som är ändrade utan att säga vad som har rättats. Tomt när fingeravtrycket inte skiljer dem åt."""
    if isinstance(modell, Plandokument):
        return []
    då = läs_fingeravtryck(avtryck) or {}
    skilda = _skilda(modell, avtryck) or []
    return [namn.partition("/")[2] for namn in skilda if "/" in namn and not _är_rättad(modell, namn, då)]


def skiljer_rader(avtryck: str) -> bool:
    """Om fingeravtrycket har ett märke för varje utfall. Det äldre slaget har ett för dem alla."""
    return avtryck.split(maxsplit=1)[:1] != ["v1"]


def rättade_utfall(modell: Uppföljningsdokument, avtryck: str) -> list[str]:
    """Id för de utfall som är ändrade sedan fingeravtrycket togs, och som säger vad som har rättats."""
    då = läs_fingeravtryck(avtryck) or {}
    skilda = _skilda(modell, avtryck) or []
    return [namn.partition("/")[2] for namn in skilda if "/" in namn and _är_rättad(modell, namn, då)]


def _skilda(modell: Plandokument | Uppföljningsdokument, avtryck: str) -> list[str] | None:
    """Märkena som inte är desamma: delarnas namn, och `utfall/id` för raderna."""
    då = läs_fingeravtryck(avtryck)
    if då is None:
        return None
    nu = _märken(modell, avtryck.split(maxsplit=1)[0])
    return [namn for namn in dict.fromkeys((*då, *nu)) if då.get(namn) != nu.get(namn)]


def _är_rättad(modell: Uppföljningsdokument, namn: str, då: Mapping[str, str]) -> bool:
    """Om raden har en rättelse som inte fanns när fingeravtrycket togs. I v1 räcker det med en i hela delen."""
    del_, _, id_ = namn.partition("/")
    if del_ != _MED_RADER:
        return False
    if not id_:
        return any(utfall.rättelse for utfall in modell.utfall.values())
    rättelse = modell.utfall[id_].rättelse if id_ in modell.utfall else None
    return rättelse is not None and _rättelsens_märke(rättelse) != då.get(namn, "").partition("+")[2]


def läs_fingeravtryck(avtryck: str) -> dict[str, str] | None:
    """Fingeravtryckets delar och deras märken. None när texten inte är ett helt fingeravtryck av en känd version."""
    version, *poster = avtryck.split() or [""]
    delade = [post.partition("=") for post in poster]
    märken = {del_: märke for del_, _, märke in delade}
    hela = all(re.fullmatch(_DEL, del_) and re.fullmatch(_MÄRKE, märke) for del_, märke in märken.items())
    # huvudet finns alltid: utan det är texten avhuggen
    return märken if version in VERSIONER and hela and ÖVRIGT in märken and len(märken) == len(poster) else None


_DEL = f"(?:{'|'.join(DELAR)})|{_MED_RADER}/[a-z0-9-]+"
_MÄRKE = r"[0-9a-f]{16}(?:\+[0-9a-f]{8})?"


def _märken(modell: Plandokument | Uppföljningsdokument, version: str) -> dict[str, str]:
    """Märket för varje del som har något innehåll, och i v2 för varje utfall."""
    innehåll: dict[str, dict[str, Any]] = {}
    for namn, värde in _innehåll(modell).items():
        innehåll.setdefault(_DEL_FÖR.get(namn, ÖVRIGT), {})[namn] = värde
    rader: dict[str, str] = {}
    if isinstance(modell, Uppföljningsdokument) and version == "v2":
        innehåll.pop(_MED_RADER, None)
        rader = {f"{_MED_RADER}/{id_}": _radens_märke(utfall) for id_, utfall in sorted(modell.utfall.items())}
        beslut = modell.uppföljning.beslut
        if beslut is not None and beslut.fastställda:
            innehåll[FASTSTÄLLDA] = {id_: _form(ett) for id_, ett in beslut.fastställda.items()}
    return {del_: _märk(innehåll[del_]) for del_ in DELAR if del_ in innehåll} | rader


def _radens_märke(utfall: Utfall) -> str:
    """Radens märke, och efter ett plus rättelsens, så att en gammal rättelse inte öppnar raden en gång till."""
    rättelse = f"+{_rättelsens_märke(utfall.rättelse)}" if utfall.rättelse else ""
    return _märk(_form(utfall)) + rättelse


def _rättelsens_märke(rättelse: str) -> str:
    return _märk(_löpande(rättelse))[:8]


def _märk(innehåll: object) -> str:
    import json  # de flesta planer är inte beslutade med fingeravtryck

    text = json.dumps(innehåll, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


# --- Innehållet i en form som är densamma hur det än är skrivet --------------------------------------


def _innehåll(del_: Del) -> dict[str, Any]:
    """Det som delen säger. Det som är lika med förvalet är detsamma som inget, också när formatet får nya nycklar."""
    skrivet = del_.__dict__
    innehåll = {n: _form(värde) for namn, n, förval in _fälten(type(del_)) if (värde := skrivet[namn]) != förval}
    if egna := del_.__pydantic_extra__:
        innehåll |= {namn: _form(värde) for namn, värde in egna.items() if namn != _LÄNK_BAKÅT}
    return innehåll


@cache
def _fälten(klass: type[Del]) -> tuple[tuple[str, str, Any], ...]:
    """Fälten som beslutet gäller: namn, nyckel i YAML och förval. Det som måste anges har ett förval som inget är lika med."""
    utom = INTE_BESLUTAT.get(klass, frozenset()) | {_LÄNK_BAKÅT}
    return tuple(
        (namn, nyckel(namn), object() if fält.is_required() else fält.get_default(call_default_factory=True))
        for namn, fält in klass.model_fields.items()
        if nyckel(namn) not in utom
    )


def _form(värde: Any) -> Any:
    """Värdet som JSON, där olika sorters värden aldrig ser lika ut."""
    match värde:
        case str():
            return _löpande(värde)
        case Del():
            return _innehåll(värde)
        case Tidpunkt():
            return {"tid": [värde.från.isoformat(), värde.till.isoformat()]}
        case Efter() | Tolerans():
            return {type(värde).__name__.lower(): str(värde)}
        case Andel():
            return {"andel": [värde.antal, värde.av]}
        case Decimal():
            return {"tal": "/".join(map(str, värde.as_integer_ratio()))}
        case date():
            return {"dag": värde.isoformat()}
        case dict():
            return {"uppslag": {str(n): _form(v) for n, v in värde.items()}}
        case tuple():
            return [_form(v) for v in värde]
    return värde


_NYTT_BLOCK = re.compile(r"\s|[-*+>|#=~`]|\d+[.)]\s")
"""Början på en rad som betyder något i Markdown: en punkt i en lista, en rubrik, en tabell, ett citat, indragen text."""
_HELT_BLOCK = re.compile(r"\s*[#|`~]")
"""Rader som inte fortsätter på nästa."""


def _löpande(text: str) -> str:
    """Texten utan de radbrytningar som inte syns: en rad som fortsätter ett stycke hör ihop med raden ovanför."""
    rader: list[str] = []
    for rad in text.strip().split("\n"):
        if rader and _fortsätter(rader[-1], rad):
            rader[-1] += f" {rad}"
        else:
            rader.append(rad)
    return "\n".join(_enkla_mellanslag(rader))


def _fortsätter(ovan: str, rad: str) -> bool:
    if not ovan.strip() or not rad.strip() or ovan.endswith(("  ", "\\")):
        return False
    return not (_NYTT_BLOCK.match(rad) or _HELT_BLOCK.match(ovan))


def _enkla_mellanslag(rader: Iterable[str]) -> Iterable[str]:
    """Raderna utan dubbla mellanslag inuti, och utan mellanslag sist när de inte bryter raden."""
    for rad in rader:
        indrag = rad[: len(rad) - len(rad.lstrip())]
        bryter = "  " if rad.endswith("  ") and rad.strip() else ""
        yield indrag + " ".join(rad.split()) + bryter


# --- Beslutet i ord ---------------------------------------------------------------------------------


def gällande(modell: Plandokument | Uppföljningsdokument) -> Beslut | None:
    """Beslutet om dokumentet, när det är fattat. Ett förslag är inte beslutat."""
    beslut = modell.plan.beslut if isinstance(modell, Plandokument) else modell.uppföljning.beslut
    return beslut if beslut is not None and beslut.status != "förslag" else None
