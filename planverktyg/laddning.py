"""Lokaliserat träd in, typat dokument och fynd ut. Det enda stället som läser Pydantics fel.

Ett fel i ett värde ska inte dölja resten: stavfel i nycklar rättas, och det som inte går att läsa tas bort
ur en kopia, som läses igen tills den går igenom. Dokumentet minns var varje del stod i originalet.
"""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import takewhile
from typing import TYPE_CHECKING, Any, Generic, TypeVar, get_args

from pydantic import ValidationError

from planverktyg.fynd import Allvar, Anmärkning, Fynd
from planverktyg.modell.byggsten import Del
from planverktyg.modell.husregler import Kommundokument
from planverktyg.modell.plan import Plandokument
from planverktyg.modell.rapportering import Uppföljningsdokument
from planverktyg.modell.villkor import Villkor
from planverktyg.svenska import menade_du, räkna_upp, slugga

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic_core import ErrorDetails

    from planverktyg.plats import Rutt
    from planverktyg.syntax import Träd

SLAG: dict[str, type[Del]] = {
    "kommun": Kommundokument,
    "plan": Plandokument,
    "uppföljning": Uppföljningsdokument,
}
"""Dokumentslagen efter sin nyckel på översta nivån."""

I_VAD = {"kommun": "kommunens husregler", "plan": "en plan", "uppföljning": "en uppföljning"}

M = TypeVar("M", bound=Del)


@dataclass(frozen=True, slots=True)
class Dokument(Generic[M]):
    """Ett läst dokument: modellen, trädet som den kom ur, och om hela dokumentet kunde läsas.

    Är `helt` falskt har delar med fel lämnats utanför modellen; då säger det inget att något saknas i den.
    """

    träd: Träd
    modell: M
    helt: bool = True
    _flyttat: _Kopia | None = field(default=None, repr=False)

    @property
    def fil(self) -> str:
        """Filens namn så som användaren ser det."""
        return self.träd.fil

    def fynd(self, anmärkning: Anmärkning, kod: str, allvar: Allvar) -> Fynd:
        """Anmärkningen som fynd, med plats och utdrag ur filen."""
        rutt = self._flyttat.källrutt(anmärkning.rutt) if self._flyttat else anmärkning.rutt
        return _fynd(self.träd, Anmärkning(rutt, anmärkning.text, anmärkning.råd, anmärkning.på_nyckeln), kod, allvar)


def ladda(träd: Träd) -> tuple[Dokument[Any] | None, list[Fynd]]:
    """Trädet som dokument. None när dokumentslaget är okänt eller när huvudet inte går att läsa."""
    klass, anmärkning = _välj_klass(träd.innehåll)
    if klass is None:
        assert anmärkning is not None
        return None, [_fynd(träd, anmärkning, "STR110", Allvar.FEL)]
    try:
        return Dokument(träd, klass.model_validate(träd.innehåll)), []
    except ValidationError as fel:
        if okänt := _okänt_format(träd.innehåll):
            return None, [_fynd(träd, okänt, "STR106", Allvar.FEL)]
        return _ladda_med_fel(träd, klass, fel)


def _fynd(träd: Träd, anmärkning: Anmärkning, kod: str, allvar: Allvar) -> Fynd:
    plats = träd.plats(anmärkning.rutt, på_nyckeln=anmärkning.på_nyckeln)
    return Fynd(plats, kod, allvar, anmärkning.text, anmärkning.råd, träd.utdrag(plats))


def _välj_klass(innehåll: Any) -> tuple[type[Del] | None, Anmärkning | None]:
    råd = f"Ett dokument har format: 1 överst och sedan en av nycklarna {räkna_upp(list(SLAG), 'eller')}."
    if not isinstance(innehåll, dict):
        return None, Anmärkning((), "Filen innehåller inga nycklar, så det går inte att se vad den är.", råd)
    slag = [nyckel for nyckel in SLAG if nyckel in innehåll]
    if len(slag) == 1:
        return SLAG[slag[0]], None
    if slag:
        return None, Anmärkning((slag[1],), f"Filen är två dokument i ett: {räkna_upp(slag)}.", råd, på_nyckeln=True)
    for nyckel in innehåll:
        if menat := menade_du(nyckel, SLAG):
            return None, Anmärkning((nyckel,), f"Okänd nyckel: {nyckel}", f"Menade du {menat}?", på_nyckeln=True)
    return None, Anmärkning((), "Det går inte att se vad för slags dokument filen är.", råd)


def _okänt_format(innehåll: Any) -> Anmärkning | None:
    """Ett nyare format läses inte alls: allt annat som ser fel ut i det vore brus."""
    format_ = innehåll.get("format")
    if type(format_) is not int or format_ == 1:
        return None
    return Anmärkning(("format",), f"Formatet {format_} känner verktyget inte till.", "Uppdatera verktyget.")


# --- Läsning av ett dokument med fel -------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Kopia:
    """En kopia av innehållet där delar kan tas bort och nycklar byta namn utan att originalets rutt går förlorad."""

    data: Any
    index: dict[int, list[int]] = field(default_factory=dict)
    namn: dict[tuple[int, str], str] = field(default_factory=dict)

    def hämta(self, rutt: Rutt) -> Any:
        nod = self.data
        for steg in rutt:
            nod = nod[steg]
        return nod

    def källrutt(self, rutt: Rutt) -> Rutt:
        """Var det som står på rutten i kopian stod i originalet."""
        nod: Any = self.data
        källa: list[str | int] = []
        for steg in rutt:
            if isinstance(steg, int):
                kvar = self.index.get(id(nod), ())
                källa.append(kvar[steg] if steg < len(kvar) else steg)
            else:
                källa.append(self.namn.get((id(nod), steg), steg))
            nod = _steg_in(nod, steg)
        return tuple(källa)

    def ta_bort(self, rutt: Rutt) -> None:
        behållare, steg = self.hämta(rutt[:-1]), rutt[-1]
        if isinstance(behållare, list) and isinstance(steg, int):
            del self.index.setdefault(id(behållare), list(range(len(behållare))))[steg]
        del behållare[steg]

    def byt_namn(self, rutt: Rutt, nytt: str) -> None:
        behållare, gammalt = self.hämta(rutt[:-1]), rutt[-1]
        behållare[nytt] = behållare.pop(gammalt)
        self.namn[id(behållare), nytt] = str(gammalt)


@dataclass(frozen=True, slots=True)
class _Fel:
    """Ett av Pydantics fel, med rutten i innehållet i stället för Pydantics väg genom modellerna."""

    slag: str
    rutt: Rutt
    klasser: tuple[type[Del], ...]
    """Klasserna som den omgivande delen kan vara."""
    väntade: tuple[type[Del], ...]
    """Klasserna som det som står på rutten kan vara."""
    detalj: ErrorDetails

    @property
    def tom(self) -> bool:
        """Om felet är att inget alls är skrivet efter nyckeln (ett utfall utan värde har ett eget besked)."""
        return self.detalj["input"] is None and self.slag not in {"missing", "extra_forbidden", "STR102"}

    @property
    def kod(self) -> str:
        """Fyndets kod: vår egen när felet är vårt, annars efter Pydantics slag."""
        if self.tom:
            return "STR103"
        if self.slag.startswith("STR"):
            return self.slag
        return {"extra_forbidden": "STR101", "missing": "STR102", "literal_error": "STR106"}.get(self.slag, "STR103")


def _ladda_med_fel(träd: Träd, klass: type[Del], fel: ValidationError) -> tuple[Dokument[Any] | None, list[Fynd]]:
    _bygg_färdigt(klass)
    kopia = _Kopia(deepcopy(träd.innehåll))
    borttaget: set[Rutt] = set()
    fynd: dict[Fynd, None] = {}  # två fel kan ha samma förklaring; ordningen är läsningens
    while True:
        funna = [_till_fel(detalj, klass, kopia.data) for detalj in fel.errors(include_url=False)]
        stavfel = _para_stavfel(funna, kopia)
        rättade = set(stavfel.values())
        for f in funna:
            källa = kopia.källrutt(f.rutt)
            följdfel = f.rutt in rättade or any(rutt[: len(källa)] == källa for rutt in borttaget)
            if not följdfel:
                anmärkning = _beskriv(f, träd, klass, kopia, stavfel.get(f.rutt))
                fynd[_fynd(träd, anmärkning, f.kod, Allvar.FEL)] = None
        ta_bort = {
            f.rutt[:-1] if f.slag == "missing" else f.rutt for f in funna if f.rutt not in rättade | stavfel.keys()
        }
        for gammal, ny in stavfel.items():
            kopia.byt_namn(gammal, str(ny[-1]))
        if () in ta_bort:
            return None, list(fynd)
        for rutt in _yttersta(ta_bort):
            borttaget.add(kopia.källrutt(rutt))
            kopia.ta_bort(rutt)
        try:
            return Dokument(träd, klass.model_validate(kopia.data), not borttaget, kopia), list(fynd)
        except ValidationError as nästa:
            fel = nästa


def _bygg_färdigt(rot: type[Del]) -> None:
    """Fält som väntar på en klass längre ned i sin modul (PerÅr, Alla) får sina namn och typer."""
    for klass in _alla_klasser(rot):
        if any(fält.alias is None for fält in klass.model_fields.values()):
            klass.model_rebuild()


def _yttersta(rutter: set[Rutt]) -> list[Rutt]:
    """Rutterna utan dem som ligger inuti en annan, bakifrån så att index inte förskjuts."""
    yttre = [rutt for rutt in rutter if not any(rutt[:n] in rutter for n in range(len(rutt)))]
    return sorted(yttre, key=lambda rutt: [f"{s:09}" if isinstance(s, int) else s for s in rutt], reverse=True)


def _till_fel(detalj: ErrorDetails, rot: type[Del], data: Any) -> _Fel:
    """Rutten till felet. Pydantics `loc` blandar nycklar med märken; bara det som finns i innehållet räknas.

    Märken som `<minst>` säger vilken klass i en union det gäller, och kortformer (`målvärde: ja`) ger
    steg som inte finns i innehållet.
    """
    rutt: list[str | int] = []
    klasser: tuple[type[Del], ...] = (rot,)
    omgivande = klasser
    saknas = detalj["loc"][-1] if detalj["type"] == "missing" else None
    nod = data
    for steg in detalj["loc"]:
        if isinstance(steg, str) and steg.startswith("<"):
            klasser = tuple(k for k in klasser if getattr(k, "nyckel", None) == steg[1:-1])
            continue
        inre = _steg_in(nod, steg)
        if inre is not _FINNS_INTE or (isinstance(nod, dict) and steg == saknas):
            rutt.append(steg)
            nod = inre
        if isinstance(steg, str):
            omgivande, klasser = klasser, _klasser_under(klasser, steg)
    return _Fel(detalj["type"], tuple(rutt), omgivande, klasser, detalj)


_FINNS_INTE = object()


def _steg_in(nod: Any, steg: str | int) -> Any:
    if isinstance(nod, dict) and steg in nod:
        return nod[steg]
    if isinstance(nod, list) and isinstance(steg, int) and steg < len(nod):
        return nod[steg]
    return _FINNS_INTE


def _klasser_under(klasser: tuple[type[Del], ...], nyckel: str) -> tuple[type[Del], ...]:
    """Klasserna som kan stå under nyckeln. En nyckel som inte är ett fält är ett id i en uppslagning."""
    fält = [f for klass in klasser for f in klass.model_fields.values() if f.alias == nyckel]
    return tuple(dict.fromkeys(k for f in fält for k in _delar_i(f.annotation))) if fält else klasser


def _delar_i(annotering: Any) -> Iterator[type[Del]]:
    if isinstance(annotering, type) and issubclass(annotering, Del):
        yield annotering
    for inre in get_args(annotering):
        yield from _delar_i(inre)


def _nycklar(klasser: tuple[type[Del], ...]) -> list[str]:
    return [str(f.alias) for klass in klasser for f in klass.model_fields.values()]


def _para_stavfel(funna: list[_Fel], kopia: _Kopia) -> dict[Rutt, Rutt]:
    """Okända nycklar som är stavfel för en nyckel som delen kan ha: fel rutt → rätt rutt."""
    par: dict[Rutt, Rutt] = {}
    saknade = {f.rutt for f in funna if f.slag == "missing"}
    okända = [f for f in funna if f.slag == "extra_forbidden"]
    for f in sorted(okända, key=lambda f: slugga(str(f.rutt[-1])) not in map(slugga, _nycklar(f.klasser))):
        delen = f.rutt[:-1]
        upptagna = {*kopia.hämta(delen), *(rätt[-1] for rätt in par.values() if rätt[:-1] == delen)}
        lediga = [namn for namn in _nycklar(f.klasser) if namn not in upptagna]
        fattas = [namn for namn in lediga if (*delen, namn) in saknade]
        skrivet = str(f.rutt[-1])
        if menat := menade_du(skrivet, lediga, likhet=0.66) or menade_du(skrivet, fattas, likhet=0.5):
            par[f.rutt] = (*delen, menat)
    return par


# --- Felen i ord ----------------------------------------------------------------------------------


def _beskriv(f: _Fel, träd: Träd, rot: type[Del], kopia: _Kopia, rätt: Rutt | None) -> Anmärkning:
    källa = kopia.källrutt(f.rutt)
    if f.slag == "extra_forbidden":
        if delat := _delat_av_komma(f, kopia, träd):
            return delat
        upptagna = kopia.hämta(f.rutt[:-1])
        råd = f"Menade du {rätt[-1]}?" if rätt else _var_nyckeln_hör_hemma(str(f.rutt[-1]), f.klasser, rot, upptagna)
        return Anmärkning(källa, f"Okänd nyckel: {f.rutt[-1]}", råd, på_nyckeln=True)
    if f.slag == "missing":
        return _beskriv_saknad(f, källa)
    if f.tom:
        ledig = bool(källa) and isinstance(källa[-1], str)
        text, råd = ("Nyckeln är tom.", "Fyll i ett värde, eller ta bort raden.")
        return Anmärkning(källa, text if ledig else "Punkten i listan är tom.", råd, på_nyckeln=ledig)
    if f.slag.startswith("STR"):
        return Anmärkning(källa, f.detalj["ctx"]["text"], f.detalj["ctx"]["råd"], på_nyckeln="[key]" in f.detalj["loc"])
    return Anmärkning(källa, *_beskriv_fel_slag(f))


def _delat_av_komma(f: _Fel, kopia: _Kopia, träd: Träd) -> Anmärkning | None:
    """`{värde: 12,69}` är i YAML `värde: 12` och en tom nyckel `69`: kommat har delat talet eller texten."""
    delen, nyckel = kopia.hämta(f.rutt[:-1]), str(f.rutt[-1])
    före = takewhile(lambda namn: namn != nyckel, delen)
    början = next((namn for namn in reversed(list(före)) if delen[namn] is not None), None)
    if delen[nyckel] is not None or not isinstance(värde := delen.get(början), (str, int)):
        return None
    rutt = kopia.källrutt((*f.rutt[:-1], str(början)))
    if träd.plats(rutt).rad != träd.plats(kopia.källrutt(f.rutt), på_nyckeln=True).rad:
        return None
    if nyckel.isdecimal() and not isinstance(värde, str):
        text, råd = (
            f"Kommat delar talet {värde},{nyckel} i två delar.",
            f"Skriv {värde}.{nyckel} (punkt som decimaltecken).",
        )
        return Anmärkning(rutt, text, råd)
    text = f"Kommat efter {värde} avslutar värdet, så att resten blir en egen nyckel."
    return Anmärkning(rutt, text, f"Sätt citattecken om hela texten efter {början}.")


def _beskriv_saknad(f: _Fel, källa: Rutt) -> Anmärkning:
    steg = f.detalj["loc"][-1]
    råd = "Skriv format: 1 överst i filen." if steg == "format" else f"Lägg till en rad som börjar med {steg}:"
    return Anmärkning(källa[:-1], f"Nyckeln {steg} saknas{_i_vad(f, källa[:-1])}.", råd, på_nyckeln=True)


def _i_vad(f: _Fel, delen: Rutt) -> str:
    """` i indikator hvb-dygn`, ` under beslut`: så att läsaren känner igen delen utan att räkna rader."""
    if not delen:
        return ""
    if isinstance(delen[-1], str):
        return f" under {delen[-1]}"
    innehåll = f.detalj["input"]
    namn = next((innehåll[n] for n in ("id", "namn", "rubrik") if isinstance(innehåll.get(n), str)), "")
    slag = re.sub(r"\B(?=[A-ZÅÄÖ])", " ", f.klasser[0].__name__).lower()
    return f" i {slag} {namn}".rstrip()


def _var_nyckeln_hör_hemma(nyckel: str, klasser: tuple[type[Del], ...], rot: type[Del], upptagna: Any) -> str:
    råd: list[str] = []
    for slag, dokument in sorted(SLAG.items(), key=lambda par: par[1] is not rot):
        if ställen := _ställen(nyckel, dokument):
            if len(ställen) <= 3:  # en nyckel som kan stå lite varstans (namn, kommentar) hör inte hemma någonstans
                i_vad = "" if dokument is rot else f"i {I_VAD[slag]}, "
                råd.append(f"Nyckeln hör hemma {i_vad}{räkna_upp(ställen, 'eller')}.")
            break
    lediga = [namn for namn in dict.fromkeys(_nycklar(klasser)) if namn not in upptagna]
    råd.append(f"Här kan det stå {räkna_upp(lediga, 'eller')}." if lediga else "Ta bort den.")
    return " ".join(råd)


def _ställen(nyckel: str, rot: type[Del]) -> list[str]:
    """Var i dokumentet nyckeln kan stå, sagt med den omgivande nyckelns namn: `under indikatorer`."""
    överst = ["överst i filen"] if nyckel in _nycklar((rot,)) else []
    under = {
        f"under {fält.alias}"
        for klass in _alla_klasser(rot)
        if not issubclass(klass, Villkor)
        for fält in klass.model_fields.values()
        if nyckel in _nycklar(tuple(_delar_i(fält.annotation)))
    }
    return [*överst, *sorted(under)]


def _alla_klasser(rot: type[Del]) -> set[type[Del]]:
    klasser: set[type[Del]] = set()
    kvar = [rot]
    while kvar:
        klass = kvar.pop()
        if klass not in klasser:
            klasser.add(klass)
            kvar.extend(k for f in klass.model_fields.values() for k in _delar_i(f.annotation))
    return klasser


def _beskriv_fel_slag(f: _Fel) -> tuple[str, str]:
    värde = f.detalj["input"]
    enkelt = isinstance(värde, (str, int, Decimal))
    skrivet = str(värde).lower() if isinstance(värde, bool) else str(värde)
    if f.slag == "literal_error":
        giltiga = re.findall(r"'([^']*)'", f.detalj["ctx"]["expected"])
        if not giltiga:
            return "Formatet går inte att läsa.", "Skriv format: 1, utan citattecken."
        menat = menade_du(skrivet, giltiga) if enkelt else None
        råd = f"Menade du {menat}?" if menat else f"Skriv {räkna_upp(giltiga, 'eller')}."
        return f"Okänt ord: {skrivet}" if enkelt else "Här ska det stå ett ord.", råd
    if f.slag in {"string_type", "string_too_short"}:
        if not enkelt:
            return "Här ska det stå text.", "Skriv texten på en rad, eller efter | på raderna under."
        return (
            "Här ska det stå text.",
            f'Sätt citattecken om texten: "{skrivet}".' if skrivet.strip() else "Fyll i texten.",
        )
    if f.slag in {"tuple_type", "list_type"}:
        return "Här ska det stå en lista.", "Skriv varje punkt på en egen rad som börjar med ett bindestreck."
    if f.slag == "dict_type":
        return (
            "Här ska det stå flera rader med ett namn och ett värde.",
            "Skriv dem indragna under: namn, kolon, värde.",
        )
    nycklar = list(dict.fromkeys(_nycklar(f.väntade)))
    råd = (
        f"Det kan stå {räkna_upp(nycklar, 'eller')}." if nycklar else "Skriv dem indragna under: nyckel, kolon, värde."
    )
    return "Här ska det stå nycklar med värden.", råd
