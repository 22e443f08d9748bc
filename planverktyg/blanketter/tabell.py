"""En tabell med svar in (CSV), svaren på sina rader ut, och felen med rad och kolumn.

Första raden säger vad kolumnerna är: `id`, och nycklarna som besvaras. En tom ruta betyder att inget ändras, ett tankstreck
(–) att det som står där tas bort.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import normalize

from planverktyg.arkiv.urval.planer import Urvalsfel
from planverktyg.blanketter.inskrivning import Svar
from planverktyg.blanketter.svarsnycklar import alla_nycklar
from planverktyg.blanketter.svarsrad import hitta_rad, tolka_svar
from planverktyg.modell.grund.svenska import korta, menade_du, räkna_upp

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from planverktyg.arkiv.ingrepp import Nytt
    from planverktyg.modell.plan import Plandokument

STÖRSTA_TABELL = 5_000_000
"""Byte som en tabell högst får vara."""
SVAR = ("svar", "utfall/status")
"""Kolumner med det ensamma värdet: värdet, statusen, resultatet."""
BARA_VISAS = ("vad", "mål", "namn", "fråga", "enhet", "målvärde")
"""Kolumner som får finnas för den som läser, men som inte är svar."""


class Tabell(NamedTuple):
    """Svaren i en tabell, och felen i den."""

    svar: tuple[Svar, ...]
    fel: tuple[str, ...]
    var: Mapping[tuple[str, str], str]
    """Raden (`utfall/hvb-dygn`) och nyckeln → var svaret står: `Indikatorer!F12`, `Rad 3`."""
    halva: tuple[Svar, ...] = ()
    """Det övriga på rader där en ruta är fel: det skrivs inte, men felen i det ska också sägas."""


class Samling:
    """Svaren rad för rad, medan en tabell läses. Två olika svar på samma fråga är ett fel, och inget av dem gäller."""

    def __init__(self, plan: Plandokument) -> None:
        self._plan = plan
        self._svar: dict[tuple[str, str], list[Svar]] = {}
        self._sagt: dict[tuple[str, str, str], tuple[str, Nytt]] = {}
        """Svaret på varje fråga, och var det står."""
        self._dubbla: set[tuple[str, str]] = set()
        self._halva: list[Svar] = []
        self.fel: list[str] = []

    def ta_med(self, id_: str, rutor: Mapping[str, str], var: Mapping[str, str]) -> None:
        """En rad till, och var varje ruta på den står."""
        try:
            svar = tolka_rutor(self._plan, id_, rutor)
        except Urvalsfel as ett:
            self._säg_felen(id_, rutor, var, ett.text)
            return
        raden = _raden(svar)
        self._svar.setdefault(raden, []).append(svar)
        for nyckel, värde in svar.svar.items():
            plats = var.get(nyckel) or var["svar"]
            var_förut, förut = self._sagt.setdefault((*raden, nyckel), (plats, värde))
            if förut != värde:
                self._dubbla.add(raden)
                self.fel.append(f"{plats} ({id_}): {nyckel} har ett annat svar här: {var_förut}. Ta bort det ena.")

    def _säg_felen(self, id_: str, rutor: Mapping[str, str], var: Mapping[str, str], felet: str) -> None:
        """Felet i varje ruta för sig; går var och en att läsa är det raden som är fel."""
        funna = len(self.fel)
        hela: list[Svar] = []
        for namn, text in rutor.items():
            try:
                hela.append(tolka_rutor(self._plan, id_, {namn: text}))
            except Urvalsfel as ett:
                self.fel.append(f"{var[namn]} ({id_}): {ett.text}")
        if len(self.fel) == funna:
            self.fel.append(f"{next(iter(var.values()))} ({id_}): {felet}")
            return
        if len({fel.partition(": ")[2] for fel in self.fel[funna:]}) == 1:  # samma fel i varje ruta: id:t är okänt
            del self.fel[funna + 1 :]
        self._halva += hela
        for svar in hela:
            for nyckel in svar.svar:
                self._sagt.setdefault((*_raden(svar), nyckel), (var.get(nyckel) or var["svar"], ""))

    def tabell(self) -> Tabell:
        """Svaren och felen."""
        svaren = [svar for raden, svar in self._svar.items() if raden not in self._dubbla]
        var = {(f"{del_}/{id_}", nyckel): plats for (del_, id_, nyckel), (plats, _) in self._sagt.items()}
        return Tabell(tuple(ett for några in svaren for ett in några), tuple(self.fel), var, tuple(self._halva))


def _raden(svar: Svar) -> tuple[str, str]:
    return svar.rad.slag.nyckel, svar.rad.id


def läs_csv(källa: bytes, plan: Plandokument) -> Tabell:
    """Svaren i en CSV-fil med komma, semikolon eller tabb. Reser `Urvalsfel` när den inte går att läsa alls."""
    if len(källa) > STÖRSTA_TABELL:
        raise Urvalsfel(f"Filen är över {STÖRSTA_TABELL // 1_000_000} MB, och läses inte.")
    try:
        text = källa.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = källa.decode("cp1252", "replace")
    if "\0" in text:
        raise Urvalsfel("Filen är ingen CSV-fil. Välj CSV UTF-8 när du sparar den.")
    text = normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    första = next(filter(str.strip, text.split("\n")), "")
    sagt = _SKILJE.fullmatch(första.strip())
    skilje = sagt[1] if sagt else max(";\t,", key=första.count)
    rader = [rad for rad in _läs_rutor(text, skilje) if any(map(str.strip, rad.rutor))][1 if sagt else 0 :]
    if not rader:
        raise Urvalsfel("Filen är tom. Första raden ska säga vad kolumnerna är: id;värde;prognos;kommentar.")
    return _läs_rader(rader, plan, skilje)


_SKILJE = re.compile(r"sep=([;,\t])", re.IGNORECASE)
"""Excels egen första rad, som säger vad som skiljer rutorna åt."""


class _Rad(NamedTuple):
    """En rad i tabellen."""

    nummer: int
    """Raden i filen där den börjar: en ruta kan ha flera."""
    rutor: Sequence[str]


def _läs_rutor(text: str, skilje: str) -> Iterator[_Rad]:
    csv.field_size_limit(STÖRSTA_TABELL)
    läsare = csv.reader(io.StringIO(text), delimiter=skilje, strict=True)
    nummer = 1
    try:
        for rutor in läsare:
            yield _Rad(nummer, rutor)
            nummer = läsare.line_num + 1
    except csv.Error:
        raise Urvalsfel(
            f"Citattecknen går inte ihop på raden som börjar på rad {nummer}. En ruta som börjar med ett citattecken slutar "
            'med ett, och ett citattecken inuti den skrivs två gånger: "Det ""nya"" boendet".'
        ) from None


def _läs_rader(rader: Sequence[_Rad], plan: Plandokument, skilje: str) -> Tabell:
    kolumner = _kolumner(rader[0].rutor)
    samling = Samling(plan)
    for nummer, rad in rader[1:]:
        if utan_kolumn := " ".join(filter(None, map(str.strip, rad[len(kolumner) :]))):
            råd = f"Sätt citattecken om en ruta med {_I_ORD[skilje]} i."
            samling.fel.append(f"Rad {nummer}: {korta(utan_kolumn, 40)} står i en ruta utan kolumn. {råd}")
            continue
        rutor = {namn: ruta.strip() for namn, ruta in zip(kolumner, rad, strict=False) if namn and ruta.strip()}
        id_ = rutor.pop("id", "")
        if not rutor:
            continue
        if not id_:
            samling.fel.append(f"Rad {nummer}: id saknas, så det syns inte vad svaret gäller.")
        else:
            samling.ta_med(id_, rutor, dict.fromkeys(rutor, f"Rad {nummer}"))
    return samling.tabell()


_I_ORD = {";": "semikolon", ",": "komma", "\t": "tabb"}


def _kolumner(rubriker: Sequence[str]) -> list[str]:
    """Nyckeln för varje kolumn; tomt för kolumner som bara är till för den som läser."""
    kända = [*alla_nycklar(), "id", *SVAR]
    kolumner = []
    for rubrik in rubriker:
        namn = rubrik.strip().casefold()
        if namn in kända or not namn or namn in BARA_VISAS:
            kolumner.append(
                "svar" if namn in SVAR else "" if namn in BARA_VISAS and namn not in alla_nycklar() else namn
            )
            continue
        menat = menade_du(namn, kända)
        råd = f"Menade du {menat}?" if menat else f"Det kan stå id, svar, {räkna_upp(list(alla_nycklar()))}."
        raise Urvalsfel(f"Kolumnen {rubrik.strip()} är okänd. {råd}")
    if dubbla := [namn for namn in dict.fromkeys(kolumner) if namn and kolumner.count(namn) > 1]:
        raise Urvalsfel(f"Kolumnen {dubbla[0]} finns två gånger. Ta bort den ena.")
    if "id" not in kolumner:
        raise Urvalsfel("Kolumnen id saknas. Den säger vad varje rad svarar på.")
    return kolumner


def tolka_rutor(plan: Plandokument, id_: str, rutor: Mapping[str, str]) -> Svar:
    """Svaren i en rads rutor."""
    rutor = dict(rutor)
    ensamt = rutor.pop("svar", None)
    rad = hitta_rad(plan, id_, list(rutor))
    huvud = rad.slag.huvudnyckel
    if ensamt is not None and huvud in rutor:
        raise Urvalsfel(f"Både svar och {huvud} är ifyllda. Låt bara det ena stå kvar.")
    return Svar(rad, tolka_svar(rad, ensamt, {namn: [ruta] for namn, ruta in rutor.items()}))
