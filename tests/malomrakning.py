"""En uppföljnings bedömningar in, varje mål omräknat ur det som `plan status --mål` skriver: regeln, delarna och vägningen.

Här läses bara de utskrivna stegen. Av verktyget lånas orden för stegen på kommunens skala, ingen räkning.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from planverktyg.uppfyllelse.sammanvagning import är_på
from planverktyg.uppfyllelse.vagningsled import förklara_helheten, förklara_mål

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planverktyg.arkiv.akt import Akt
    from planverktyg.uppfyllelse import Uppfyllelse
    from planverktyg.uppfyllelse.stegvis import Led

TAL = r"[\u22120-9][0-9 \u00a0]*(?:,[0-9]+)?"
UTANFÖR = ("utgår", "saknar målvärde", "ännu inte aktuellt", "följs upp senare", "stäms av")
"""Skälen till att en indikator inte räknas i täckningen."""
AVRUNDAT = Fraction(6, 100)
"""Så mycket kan medelvärdet av avrundade grader skilja sig, i procentenheter."""


def tal(skrivet: str) -> Fraction:
    """Talet så som det står på svenska i en förklaring."""
    return Fraction(re.sub(r"[ \u00a0%]", "", skrivet).replace("\u2212", "-").replace(",", "."))


class Del(NamedTuple):
    """En rad om en del av målet."""

    id: str
    plats: int | None
    """Stegets plats på skalan; None när delen saknar bedömning."""
    räknas: bool
    finansiell: bool
    grad: Fraction | None
    skäl: str


class Vägledning(NamedTuple):
    """Ett måls led, läst."""

    fält: dict[str, str]
    delar: list[Del]
    orden: list[str]
    """Skalans ord, från bäst till sämst."""
    meningarna: dict[str, int]
    """`är minst delvis` → platsen."""

    @property
    def vägda(self) -> list[Del]:
        """Delarna som räknas."""
        return [d for d in self.delar if d.räknas and d.plats is not None]

    @property
    def täckning(self) -> tuple[int, int]:
        """Hur många indikatorer som kunde bedömas, av dem som skulle."""
        träff = re.match(r"(\d+) av (\d+) ", self.fält["Täckning"])
        assert träff is not None
        return int(träff[1]), int(träff[2])


def räkna_om_målen(akt: Akt, u: Uppfyllelse) -> None:
    """Varje mål, och hela planen, räknas om ur sina steg."""
    orden = [steg.namn for steg in u.skala]
    slut = [u.husregler.visa_steg(steg, u.per, slutligt=True).namn for steg in u.skala]
    platser = dict(zip(slut, range(len(slut)), strict=True)) | {namn: n for n, namn in enumerate(orden)}
    meningarna = {är_på(n, u.skala, antal): n for n in range(len(orden)) for antal in (1, 2)}

    def läs(led: list[Led]) -> Vägledning:
        fält = {ett.rubrik: ett.text for ett in led}
        delar = [läs_delen(ett, platser) for ett in led if ett.rubrik.startswith("  ")]
        return Vägledning(fält, delar, orden, meningarna)

    lästa = {b.mål.id: läs(förklara_mål(b, u.husregler)) for b in u.alla_mål()}
    for b in u.alla_mål():
        pröva(b.mål.id, lästa[b.mål.id], b.beräknat.namn if b.beräknat else None)
        har_bidrag = any(m.bidrag for m in b.alla_mål())  # en indikator kan då ligga bakom målet på flera vägar
        if not har_bidrag and not akt.husregler.bedömning.utan_bedömning:
            pröva_täckningen(lästa[b.mål.id], [lästa[d.mål.id] for d in b.delmål], len(b.indikatorer))
    if (led := förklara_helheten(u)) is not None:
        assert u.helhet is not None
        pröva("planen", läs(led), u.helhet.steg.namn if u.helhet.steg else None)


def läs_delen(led: Led, platser: dict[str, int]) -> Del:
    """`  b1 (bör)` och `◐ delvis (grad 86,7 %)`."""
    omdöme, _, anm = led.text.partition(" (")
    namn = omdöme.partition(" ")[2]
    if som := re.search(r"räknas som ”?(.+?)”?(?:;|\)$)", anm):
        namn = som[1]
    grad = re.search(rf"grad ({TAL})", anm)
    return Del(
        led.rubrik.split()[0],
        platser.get(namn),
        "räknas inte" not in anm,
        "finansiellt" in anm,
        tal(grad[1]) if grad else None,
        namn,
    )


def pröva(id_: str, led: Vägledning, beräknat: str | None) -> None:
    """Steget som leden leder till är det som verktyget räknade fram, och det som står sist."""
    assert räkna_om(led) == beräknat, (id_, led.fält)
    assert ("Ingen beräknad bedömning" in led.fält) == (beräknat is None), (id_, led.fält)
    assert ("Beräknad bedömning" in led.fält) == (beräknat is not None), (id_, led.fält)


def räkna_om(led: Vägledning) -> str | None:
    regel, vägda = led.fält["Regel"], led.vägda
    if not vägda:
        return None
    if krävs := re.search(rf"kräver ({TAL}) % täckning", regel):
        bedömda, alla = led.täckning
        if 100 * bedömda < tal(krävs[1]) * alla:
            return None
    if regel.startswith("den sämsta delen"):
        return led.orden[max(d.plats or 0 for d in vägda)]
    if regel.startswith("bandet"):
        return bandet(led)
    sämsta = re.match(r"det bästa steget vars krav håller, annars ”?(.+?)”?; räknar", regel)
    assert sämsta is not None, regel
    assert sämsta[1] == led.orden[-1]
    kraven = list(läs_kraven(led))
    assert [plats for plats, _ in kraven] == list(range(len(led.orden) - 1)), led.fält
    return next((led.orden[plats] for plats, håller in kraven if håller), led.orden[-1])


def bandet(led: Vägledning) -> str:
    """`medelgraden av 3 är 86,7 % (band: uppfyllt från 90 och delvis från 0 till under 90)`."""
    text = re.fullmatch(rf"medelgraden av (\d+) är ({TAL}) % \(band: (.+)\)", led.fält["Sammanvägning"])
    assert text is not None, led.fält
    assert int(text[1]) == len(led.vägda)
    grad = tal(text[2])
    assert abs(medelgraden(led) - grad) <= AVRUNDAT, led.fält
    banden = re.findall(rf"(?:^|, | och )([^,]+?) från ({TAL})(?<=\d)", text[3])
    return next(str(namn) for namn, från in banden if grad >= tal(från))


def medelgraden(led: Vägledning) -> Fraction:
    grader = [d.grad for d in led.vägda]
    return sum((g for g in grader if g is not None), Fraction(0)) / len(grader)


def läs_kraven(led: Vägledning) -> Iterator[tuple[int, bool]]:
    """Varje stegs plats och om dess krav håller, med antalen räknade ur delarna."""
    for text in (
        led.fält["Sammanvägning"]
        .removesuffix("; kravet på finansiella mål prövas inte, för det finns inga")
        .split("; ")
    ):
        träff = re.fullmatch(r"(.+) \(krav för ”?(.+?)”?: (.+)\)", text)
        assert träff is not None, text
        villkoren, gränserna = träff[1].split(", "), re.findall(TAL, träff[3])
        assert len(villkoren) == len(gränserna), text
        har_finansiella = any(" finansiella mål " in v for v in villkoren)
        yield (
            led.orden.index(träff[2]),
            all(
                håller(v, tal(g), led, har_finansiella=har_finansiella)
                for v, g in zip(villkoren, gränserna, strict=True)
            ),
        )


def håller(villkor: str, gräns: Fraction, led: Vägledning, *, har_finansiella: bool) -> bool:
    if medel := re.fullmatch(rf"medelgraden är ({TAL}) %", villkor):
        assert abs(medelgraden(led) - tal(medel[1])) <= AVRUNDAT, led.fält
        return tal(medel[1]) >= gräns
    if re.fullmatch(r"inga .+ kan jämföras bakåt", villkor):
        assert rörelsen(led) == (0, 0), led.fält
        return False
    antal = re.match(r"(\d+) av (\d+) (finansiella mål |övriga )?(.+)", villkor)
    assert antal is not None, villkor
    nådda, alla = int(antal[1]), int(antal[2])
    if antal[4].endswith("går åt rätt håll"):
        assert (nådda, alla) == rörelsen(led), led.fält
        return alla > 0 and 100 * nådda >= gräns * alla
    vilka = [d for d in led.vägda if not har_finansiella or d.finansiell == (antal[3] == "finansiella mål ")]
    plats = led.meningarna[antal[4]]
    assert (nådda, alla) == (sum((d.plats or 0) <= plats for d in vilka), len(vilka)), (villkor, led.fält)
    return 100 * nådda >= gräns * alla


def rörelsen(led: Vägledning) -> tuple[int, int]:
    """Hur många som gick åt rätt håll, av de jämförbara."""
    if "Förflyttning" not in led.fält:
        return 0, 0
    träff = re.match(r"av (\d+) jämförbara .+?(?:: | är )(\d+) ", led.fält["Förflyttning"])
    assert träff is not None
    return int(träff[2]), int(träff[1])


def pröva_täckningen(led: Vägledning, delmål: list[Vägledning], indikatorer: int) -> None:
    """Täckningen är de egna indikatorernas och delmålens."""
    egna = [d for d in led.delar[:indikatorer] if d.plats is not None or not d.skäl.startswith(UTANFÖR)]
    bedömda = sum(d.plats is not None for d in egna) + sum(d.täckning[0] for d in delmål)
    assert led.täckning == (bedömda, len(egna) + sum(d.täckning[1] for d in delmål)), led.fält
