"""En text in, sant eller falskt ut: om den innehåller personnummer, telefonnummer, e-postadress eller ett personnamn.

De grova mönstren hittar snabbt de få texter som är värda att pröva: varje text som prövas med ja har en träff i dem.
"""

from __future__ import annotations

import re
from datetime import date

GROVT_NUMMER = re.compile(r"[0-9+][0-9+() /\u2013-]{7,}")
"""Personnummer och telefonnummer."""
_PERSONNUMMER = re.compile(r"(?<!\d)(?:18|19|20)?([0-9]{2})([0-9]{2})([0-9]{2})[-+\u2013 ]?([0-9]{4})(?!\d)")
_SAMORDNING = 60
"""Läggs till dagen i ett samordningsnummer."""


def har_personnummer(text: str) -> bool:
    """Om texten har ett person- eller samordningsnummer: datumet ska finnas och kontrollsiffran stämma."""
    return any(_är_personnummer(*träff.groups()) for träff in _PERSONNUMMER.finditer(text))


def _är_personnummer(år: str, månad: str, dag: str, sista: str) -> bool:
    if not _finns_i_kalendern(int(år), int(månad), int(dag)):
        return False
    summa = 0
    for plats, siffra in enumerate(år + månad + dag + sista):
        vägd = int(siffra) * (2 - plats % 2)
        summa += vägd // 10 + vägd % 10
    return summa % 10 == 0


def _finns_i_kalendern(år: int, månad: int, dag: int) -> bool:
    född = dag - _SAMORDNING if dag > _SAMORDNING else dag
    for sekel in (1900, 2000):  # bara skottdagen skiljer dem åt
        try:
            date(sekel + år, månad, född)
        except ValueError:
            continue
        return True
    return False


_TELEFON = re.compile(
    r"(?<![\w/.:+-])(?<!\d[ \u00a0])"
    r"(?P<nummer>(?:\+46[ -]?(?:\(0\)[ -]?)?|0)[1-9]\d{0,2}(?: ?[-/\u2013] ?| )?\d(?: ?\d){4,7})"
    r"(?![\d-])"
)
_VÄXEL = r"(?i)(?:växel|reception|kundtjänst|kontaktcenter|servicecenter|kommun|myndighet|jour|kris|larm)\w*\W*$"


_NÄRA = 80
"""Tecken före ett nummer där det kan stå vart det går."""


def har_telefonnummer(text: str) -> bool:
    """Om texten har ett svenskt telefonnummer som inte sägs gå till en växel, en jour eller ett kontaktcenter."""
    for träff in _TELEFON.finditer(text):
        siffror = re.sub(r"\D", "", träff["nummer"].removeprefix("+46").replace("(0)", ""))
        if 8 <= len(siffror.lstrip("0")) + 1 <= 10 and not re.search(
            _VÄXEL, text[max(0, träff.start() - _NÄRA) : träff.start()]
        ):
            return True
    return False


GROV_EPOST = re.compile("@")
_EPOST = re.compile(r"(?<![\w.+-])([\w.+-]{1,64})@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_BREVLÅDA = (
    "info", "kommun", "registrator", "nämnd", "namnd", "förvaltning", "forvaltning", "kontor", "kontakt", "kund",
    "service", "diarium", "dataskydd", "support", "post", "press", "vård", "vard", "social", "skola", "medborgar",
)  # fmt: skip


def _någon_del(delar: tuple[str, ...], text: str) -> bool:
    """Om någon av delarna finns i texten, med små eller stora bokstäver."""
    liten = text.lower()
    return any(del_ in liten for del_ in delar)


def har_epostadress(text: str) -> bool:
    """Om texten har en e-postadress som inte är en gemensam brevlåda, som `socialnamnden@`."""
    return any(not _någon_del(_BREVLÅDA, träff[1]) for träff in _EPOST.finditer(text))


_ORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_VERKSAMHET = (
    "nämnd", "förvaltning", "kontor", "enhet", "avdelning", "sektor", "kommun", "region", "styrelse", "bolag", "polis",
    "tjänst", "förbund", "förening", "skola", "förskol", "vård", "omsorg", "bostäder", "myndighet", "kassan",
    "förmedling", "verket", "grupp", "team", "område", "centrum", "center", "gymnasi", "kyrka", "länsstyr", "utskott",
    "presidi", "fullmäktige", "stiftelse", "universitet", "högskol", "verksamhet",
)  # fmt: skip
_ROLL = (
    "chef", "ledare", "handläggare", "sekreterare", "utredare", "controller", "ekonom", "strateg", "direktör",
    "samordnare", "ordförande", "rektor", "ansvarig", "administratör", "ägare", "specialist", "rådgivare", "utvecklare",
    "planerare", "jurist", "ingenjör", "koordinator", "pedagog", "kurator", "ombud", "revisor", "sköterska",
    "assistent", "ledamot", "politiker", "partner", "lärare",
)  # fmt: skip
_INGET_NAMN = frozenset((
    "Norra", "Södra", "Östra", "Västra", "Nya", "Gamla", "Stora", "Lilla", "Mellersta", "Alla", "Samtliga", "Varje",
    "Den", "Det", "De", "En", "Ett", "Våra",
))  # fmt: skip


def har_personnamn(skriven: str) -> bool:
    """Om det som ska vara en roll har ett personnamn: två ord i följd med stor bokstav som inte är roll eller enhet."""
    förra = ""
    slut = 0
    for träff in _ORD.finditer(skriven):
        ord_ = träff[0]
        roll = _någon_del(_ROLL, ord_)
        if not roll and (_någon_del(_VERKSAMHET, ord_) or ord_.lower().endswith("råd")):
            return False  # resten är enhetens namn
        namnlikt = ord_.istitle() and not roll and ord_ not in _INGET_NAMN
        if namnlikt and förra and skriven[slut : träff.start()] == " ":
            return True
        förra, slut = (ord_, träff.end()) if namnlikt else ("", 0)
    return False


GROVT_ANSVAR = re.compile("nsvarig")
_ANSVARIG = r"\b[Aa]nsvarig(?:a)?\b(?:(?: för [^:.\n]{1,40}?)?(?: (?:är|blir)|:)|,)?\s+([A-ZÅÄÖ][^.;:,\n]{3,60})"


def nämner_ansvarig_person(text: str) -> bool:
    """Om löpande text har ett personnamn efter "ansvarig"."""
    return any(har_personnamn(träff[1]) for träff in re.finditer(_ANSVARIG, text))
