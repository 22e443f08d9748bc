"""`plan status`: en plan in, målträdet med bedömningar ut i terminalen, eller en bedömning förklarad steg för steg."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from planverktyg.arkiv.urval.planer import Urvalsfel, Val, period_ur, välj, är_år
from planverktyg.kommandon.granskat.underlag import Underlagsgranskning, stoppar
from planverktyg.kommandon.terminal import flaggor
from planverktyg.kommandon.terminal.urvalsfel import skriv_urvalsfel
from planverktyg.kommandon.terminal.utskrift import skriv_fel, skriv_ut
from planverktyg.modell.grund.svenska import antal, räkna_upp, skriv_datum, versal
from planverktyg.modell.noder import menat_id, namnen, vandra

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from planverktyg.arkiv.akt import Akt
    from planverktyg.arkiv.laddning import Dokument
    from planverktyg.kommandon.laget.rader import Rad, Utskrift
    from planverktyg.modell.bedomning import Bedömningssteg, Skala
    from planverktyg.modell.husregler import Husregler
    from planverktyg.modell.indikator import Indikator
    from planverktyg.modell.plan import Mål, Plandokument
    from planverktyg.modell.rapportering import Uppföljningsdokument
    from planverktyg.uppfyllelse import Indikatorbedömning, Målbedömning, Skäl, Uppfyllelse
    from planverktyg.uppfyllelse.sammanvagning import Vägning
    from planverktyg.uppfyllelse.stegvis import Led
    from planverktyg.utgivning.bitar import Bit

_STIL = {"grön": "green", "gul": "yellow", "röd": "red", "grå": "dim", "vit": "white", "blå": "blue"}
_PIL = {"bättre": "↗", "oförändrat": "→", "sämre": "↘", "kan inte jämföras": ""}


def status(
    vad: flaggor.Vad,
    *,
    delår: flaggor.Delår = None,
    period: flaggor.Period = None,
    enhet: flaggor.Enhet = None,
    mål: Annotated[
        str | None,
        typer.Option(
            "--mål",
            "--mal",
            metavar="ID",
            help="Förklara målets, indikatorns eller hela planens (planen) bedömning steg för steg.",
        ),
    ] = None,
    tråd: Annotated[
        bool,
        typer.Option("--tråd", "--trad", help="Visa den röda tråden: vad som leder till varje överordnat mål."),
    ] = False,
) -> int:
    """Visa målträdet med bedömning, grad, trend och täckning, och vad som fattas innan rapporten kan skrivas.

    Exempel:
        plan status 2020 --delår 2
        plan status asn-2020 --delår 2 --mål hvb-dygn
    """
    if tråd and mål is not None:
        skriv_fel("Ange --tråd eller --mål, inte båda.")
        return 2
    try:
        urval = välj(vad, enhet=enhet, period=period_ur(delår, period), kräv_uppföljning=mål is not None)
    except Urvalsfel as fel:
        return skriv_urvalsfel(fel)
    for rad in urval.upplysningar:
        skriv_fel(rad)
    if mål is not None:
        return _förklara(urval.valda, mål)
    if tråd:
        from planverktyg.kommandon.laget.trad import som_text, trådstatus

        delar = trådstatus(list(urval.valda), int(vad) if är_år(vad) else None)
        skriv_ut(som_text(delar, bredd=_bredd(), färg=sys.stdout.isatty()))
        return 0
    granskning = Underlagsgranskning()
    for val in urval.valda:
        _skriv(_träd(val, granskning))
    return 0


def _skriv(delar: Iterable[Utskrift]) -> None:
    from planverktyg.kommandon.laget.rader import som_text

    skriv_ut(som_text(delar, bredd=_bredd(), färg=sys.stdout.isatty()))


def _bredd() -> int:
    import shutil

    return shutil.get_terminal_size((100, 24)).columns


# --- Målträdet ------------------------------------------------------------------------------------


def _träd(val: Val, granskning: Underlagsgranskning) -> Iterator[Utskrift]:
    from planverktyg.kommandon.laget.atgarder import åtgärdsstatus
    from planverktyg.kommandon.laget.rader import Tabell, stycke
    from planverktyg.uppfyllelse import bedöm_akt

    plan = val.akt.plan.modell.plan
    yield stycke(f"{plan.kortnamn or plan.nämnd} · {plan.namn}", "bold")
    yield from _beslutsläget(val)
    if val.uppföljning is None:
        yield stycke("Ingen uppföljning ännu: planens mål och målvärden.\n", "dim")
        if val.akt.plan.modell.åtgärdsplan:
            yield from åtgärdsstatus(val.akt.plan.modell, None)
        yield Tabell(("Målvärde", "Mål och indikatorer"), _rader_utan_uppföljning(val))
        yield from _att_göra(val, granskning)
        return
    huvud = val.uppföljning.modell.uppföljning
    yield stycke(f"{versal(huvud.period)} {huvud.per.year}, läget {skriv_datum(huvud.per)}")
    if huvud.fas != "klar":
        yield stycke(f"UTKAST: {huvud.fas} pågår.", "bold magenta")
    yield from _exempel(val.akt, val.uppföljning)
    uppfyllelse = bedöm_akt(val.akt, val.uppföljning)
    if val.akt.plan.modell.åtgärdsplan:
        yield from åtgärdsstatus(val.akt.plan.modell, val.uppföljning.modell, uppfyllelse.statusar)
    if uppfyllelse.mål:
        yield from _måltabell(val, val.uppföljning, uppfyllelse)
    if uppfyllelse.bara_då:
        from planverktyg.utgivning.rapport.faststallt import skriv_bara_då, skriv_ändringen

        ändring = skriv_ändringen(val.akt.plan.modell, val.uppföljning.modell)
        yield stycke(f"{skriv_bara_då(uppfyllelse, ändring)}\n", "bold")
    if uppfyllelse.nyckeltal:
        yield from _nyckeltalen(uppfyllelse)
    if val.akt.plan.modell.kontrollmoment:
        from planverktyg.kommandon.laget.kontroller import kontrollstatus

        yield from kontrollstatus(val.akt.plan.modell, val.uppföljning.modell)
    yield from _att_göra(val, granskning)


def _beslutsläget(val: Val) -> Iterator[Utskrift]:
    """Det som måste sägas när planen eller uppföljningen inte är den som beslutades."""
    from planverktyg.kommandon.laget.rader import stycke
    from planverktyg.utgivning.ord.laget import varna

    uppföljning = [("Uppföljningen", val.uppföljning.modell)] if val.uppföljning else []
    for varning in varna(("Planen", val.akt.plan.modell), *uppföljning):
        yield stycke(varning, "bold magenta")


def _måltabell(val: Val, uppföljning: Dokument[Uppföljningsdokument], uppfyllelse: Uppfyllelse) -> Iterator[Utskrift]:
    from planverktyg.kommandon.laget.rader import Stycke, Tabell, stycke

    yield Stycke([("\n", ""), *_räkning(uppfyllelse), ("\n", "")])
    rader = _rader(uppfyllelse, _steg_förut(val, uppföljning))
    yield Tabell(("Bedömning", "Grad", "", "Täckning", "Mål och indikatorer"), rader, till_höger=(1,))
    if uppfyllelse.beslutad_helhet is not None:
        beslutad = uppfyllelse.beslutad_helhet
        yield stycke(f"Planen i sin helhet: {beslutad.bedömning} (beslutad bedömning). {beslutad.motivering}", "bold")
    elif uppfyllelse.helheten_då:
        yield stycke(f"Planen i sin helhet: {uppfyllelse.helheten_då}. Så beslutades det med uppföljningen.", "bold")
    if uppfyllelse.helhet is not None:
        vad = "Planen i sin helhet" if uppfyllelse.beslutad_helhet is None else "Beräknad bedömning av helheten"
        vad = "Med dagens plan och husregler" if uppfyllelse.helheten_då else vad
        yield Stycke(_helheten(uppfyllelse.helhet, uppfyllelse.husregler, vad))
    trend = uppfyllelse.husregler.bedömning.trend
    pilar = f"↗ {trend.bättre}, → {trend.oförändrat}, ↘ {trend.sämre}"
    jämfört = ", jämfört med det" if trend.är_egna else " än vid det"
    yield stycke(f"{pilar}{jämfört} senaste värdet. Täckning: bedömda indikatorer.\n", "dim")


def _helheten(helhet: Vägning, husregler: Husregler, vad: str) -> list[Bit]:
    """Hela planens bedömning och hur den vägdes samman."""
    omdöme, stil = _omdöme(helhet.steg, helhet.skäl, husregler)
    skäl = f". {versal(helhet.förklara())}.\n" if helhet.delar else "\n"
    return [(f"{vad}: ", "bold"), (omdöme, f"bold {stil}"), (skäl, "")]


class _Förut(NamedTuple):
    """Målens bedömning i den förra uppföljningen, på den skala som gällde då."""

    steg: dict[str, Bedömningssteg]
    skala: Skala

    def pil(self, b: Målbedömning, skala: Skala) -> str:
        """Pilen för hur målets bedömning har ändrats; tom när den saknas någondera gången."""
        då = self.steg.get(b.mål.id)
        if då is None or b.steg is None:
            return ""
        from planverktyg.modell.bedomning import jämför_steg

        riktning = jämför_steg(då, self.skala, b.steg, skala)
        return _PIL["bättre" if riktning > 0 else "sämre" if riktning < 0 else "oförändrat"]


def _steg_förut(val: Val, uppföljning: Dokument[Uppföljningsdokument]) -> _Förut:
    from planverktyg.uppfyllelse import bedöm_akt

    före = val.akt.före(uppföljning)
    if not före:
        return _Förut({}, ())
    då = bedöm_akt(val.akt, före[-1])
    return _Förut({b.mål.id: b.steg for b in då.alla_mål() if b.steg}, då.skala)


def _räkning(uppfyllelse: Uppfyllelse) -> list[Bit]:
    """`46 indikatorer: ● 28 uppfyllt  ◐ 9 delvis  ○ 4 ej uppfyllt  – 5 utan bedömning`.

    I en plan för flera år räknas de som ska vara nådda till och med året; de övriga nämns.
    """
    from planverktyg.uppfyllelse.rakning import dela_på_tid

    räkning = dela_på_tid(uppfyllelse.alla_indikatorer(), uppfyllelse.per)
    alla, senare = len(räkning.nu) + len(räkning.senare), len(räkning.senare)
    utanför = räkning.utanför if senare else 0
    vad, år = antal(len(räkning.nu) - utanför, "indikator", "indikatorer"), uppfyllelse.per.year
    bitar = [(f"{vad} av {alla} ska vara nådda till och med {år}:" if senare else f"{vad}:", "")]
    bitar += [(f"  {steg.symbol} {räkning.på(steg)} {steg.namn}", _STIL[steg.färg]) for steg in uppfyllelse.visade_steg]
    if räkning.utan > utanför:
        bitar.append((f"  – {räkning.utan - utanför} utan bedömning", "dim"))
    if senare:
        i_förtid = f", {räkning.i_förtid} av dem nådda i förtid." if räkning.i_förtid else "."
        bitar.append((f"\n{senare} ska nås senare{i_förtid}", ""))
    if utanför:
        bitar.append((f" {utanför} saknar målvärde eller har utgått.", ""))
    return bitar


def _rader(uppfyllelse: Uppfyllelse, förut: _Förut) -> Iterator[Rad]:
    from planverktyg.kommandon.laget.rader import Rad

    for mål in uppfyllelse.mål:
        yield from _målets_rader(mål, 0, förut, uppfyllelse)
        yield Rad((), [("", "")])


def _målets_rader(b: Målbedömning, djup: int, förut: _Förut, uppfyllelse: Uppfyllelse) -> Iterator[Rad]:
    from planverktyg.kommandon.laget.rader import Rad
    from planverktyg.uppfyllelse.ordval import är_stark
    from planverktyg.uppfyllelse.stegvis import skriv_prövad_grad

    husregler = uppfyllelse.husregler
    pil = förut.pil(b, uppfyllelse.skala)
    namn = _målnamn(b.mål)
    if b.beslutat not in (None, b.beräknat):
        namn.append((_bredvid(b), ""))
    täckning = str(b.täckning) if b.täckning.alla else ""
    yield Rad((_målets_omdöme(b, husregler), ("", ""), (pil, ""), (täckning, "")), namn, 2 * djup)
    for i in b.indikatorer:
        namn = _indikatornamn(i.indikator, "läge, prognos saknas: " if i.är_läge else "")
        pil = f"{_PIL[i.trend]} stark" if är_stark(i, husregler) else _PIL[i.trend]
        if i.beslutat not in (None, i.beräknat):
            namn.append((_bredvid(i), ""))
        celler = (_indikatorns_omdöme(i, husregler), (skriv_prövad_grad(i.visad_prövning), ""), (pil, ""), ("", ""))
        yield Rad(celler, namn, 2 * djup + 2, "en rad")
    for delmål in b.delmål:
        yield from _målets_rader(delmål, djup + 1, förut, uppfyllelse)


def _bredvid(b: Målbedömning | Indikatorbedömning) -> str:
    """Det beräknade bredvid en beslutad bedömning som är en annan."""
    return f" (beslutad bedömning; beräknad: {b.beräknat.namn if b.beräknat else 'ingen'})"


def _nyckeltalen(uppfyllelse: Uppfyllelse) -> Iterator[Utskrift]:
    """Nyckeltalen utanför målen, med det som uppföljningen säger om dem."""
    from planverktyg.kommandon.laget.rader import Rad, Tabell, stycke
    from planverktyg.uppfyllelse.stegvis import skriv_utfall

    for grupp, indikatorer in uppfyllelse.nyckeltal:
        yield stycke(f"{grupp.rubrik} (nyckeltal)", "bold")
        utfall = ((i, skriv_utfall(i, uppfyllelse.per)) for i in indikatorer)
        rader = (
            Rad(((_PIL[i.trend], ""), (text, "")), _indikatornamn(i.indikator), långt="en rad") for i, text in utfall
        )
        yield Tabell(("", "Utfall", "Nyckeltal"), rader)
        yield stycke("")


def _målnamn(mål: Mål) -> list[Bit]:
    """Målet med sin beteckning när planen har en: `6 Bryta den ofrivilliga ensamheten.`"""
    return [(f"{mål.nummer} {mål.namn}" if mål.nummer else mål.namn, "bold")]


def _indikatornamn(indikator: Indikator, märke: str = "") -> list[Bit]:
    """Id:t, som `--mål` tar, och namnet."""
    return [(f"{indikator.id} ", "cyan"), (märke, "italic"), (indikator.med_nummer, "")]


def _indikatorns_omdöme(i: Indikatorbedömning, husregler: Husregler) -> Bit:
    from planverktyg.utgivning.ord.symboler import indikatorns

    return str(indikatorns(i, husregler)), _STIL[i.visat.färg] if i.visat else "dim"


def _målets_omdöme(b: Målbedömning, husregler: Husregler) -> Bit:
    """Som i rapporten när målet ska nås senare; annars skälet till att ingen bedömning finns."""
    from planverktyg.uppfyllelse import Skäl
    from planverktyg.utgivning.ord.symboler import målets

    if b.visat is None and b.skäl is Skäl.INTE_ÄN:
        return str(målets(b, husregler)), "dim"
    return _omdöme(b.visat, b.skäl, husregler)


def _omdöme(steg: Bedömningssteg | None, skäl: Skäl | None, husregler: Husregler) -> Bit:
    from planverktyg.uppfyllelse.ordval import skriv_omdöme

    return skriv_omdöme(steg, skäl, husregler), _STIL[steg.färg] if steg else "dim"


def _rader_utan_uppföljning(val: Val) -> Iterator[Rad]:
    from planverktyg.kommandon.laget.rader import Rad

    djup: dict[str, int] = {}
    for mål in val.akt.plan.modell.alla_mål():
        nivå = djup.setdefault(mål.id, 0)
        djup.update({delmål.id: nivå + 1 for delmål in mål.mål})
        yield Rad([("", "")], _målnamn(mål), 2 * nivå)
        for i in mål.indikatorer:
            yield Rad([(_planens_målvärde(i), "")], _indikatornamn(i), 2 * nivå + 2, "en rad")


def _planens_målvärde(i: Indikator) -> str:
    """Målvärdet så som planen säger det: för varje nämnd eller verksamhet, med sin tid, och om indikatorn utgår."""
    from planverktyg.modell.malvarde import skriv_med_tid

    if i.per_nämnd:
        text = "; ".join(f"{nämnd} {skriv_med_tid(villkor, i.enhet)}" for nämnd, villkor in i.per_nämnd.items())
    else:
        text = i.målvärde.skriv_helt(i.enhet) if i.målvärde else "saknas"
        text += f" för {räkna_upp(i.per_verksamhet)}" if i.målvärde and i.per_verksamhet else ""
        text += f" ({i.målvärde.avser})" if i.målvärde and i.målvärde.avser not in (None, "ej angivet") else ""
    return f"utgår ({text})" if i.utgår else text


# --- Vad som fattas -------------------------------------------------------------------------------


def _att_göra(val: Val, granskning: Underlagsgranskning) -> Iterator[Utskrift]:
    """Det som behöver svar innan rapporten skrivs: fynden i uppföljningen, och de fel som stoppar en utskrift."""
    from itertools import groupby

    from planverktyg.kommandon.laget.rader import stycke

    uppföljning = val.uppföljning.fil if val.uppföljning else ""
    alla = granskning.fynd(val)
    fynd = [f for f in alla if stoppar(f) or (f.plats.fil == uppföljning and f.allvar != "notis")]
    if not fynd and uppföljning:
        yield stycke("Inget fattas: rapporten kan skrivas.", "green")
    fynd.sort(key=lambda f: (f.plats.fil != uppföljning, f.plats.fil))
    innan = "Innan rapporten skrivs" if uppföljning else "Innan planen kan användas"
    for fil, filens in groupby(fynd, key=lambda f: f.plats.fil):
        saker = list(filens)
        yield stycke(f"{innan} ({antal(sum(f.antal for f in saker), 'sak', 'saker')} i {fil}):", "bold")
        for f in saker:
            yield stycke(f"  rad {f.plats.rad}: {f.text} ({f.kod})")


# --- En bedömning steg för steg ---------------------------------------------------------------------


def _förklara(valda: Sequence[Val], id_: str) -> int:
    from planverktyg.modell.rapportering import HELA_PLANEN
    from planverktyg.uppfyllelse import bedöm_akt

    kända: dict[str, str] = {}
    for val in valda:
        assert val.uppföljning is not None
        uppfyllelse = bedöm_akt(val.akt, val.uppföljning)
        led = _led_för(val, uppfyllelse, id_)
        if led is not None:
            _skriv(_förklaring(val, led, id_))
            return 0
        kända |= {m.mål.id: m.mål.namn for m in uppfyllelse.alla_mål()}
        kända |= {i.indikator.id: i.indikator.namn for i in uppfyllelse.alla_mätta()}
    if id_ in {HELA_PLANEN, *(val.akt.plan.modell.plan.id for val in valda)}:
        skriv_fel("Hela planen vägs inte samman. Skriv sammanvägning: {hela planen: ja} i kommun.yaml.")
        return 2
    if any(id_ in namnen(val.akt.plan.modell) for val in valda):
        skriv_fel(
            f"{id_} är varken ett mål eller en indikator, och bedöms inte. plan historik {id_} visar vad som har hänt."
        )
        return 2
    menat = menat_id(id_, kända)
    skriv_fel(f"Inget mål och ingen indikator heter {id_}." + (f" Menade du {menat}?" if menat else ""))
    return 2


def _led_för(val: Val, uppfyllelse: Uppfyllelse, id_: str) -> list[Led] | None:
    from planverktyg.modell.rapportering import HELA_PLANEN
    from planverktyg.uppfyllelse.stegvis import förklara_indikator
    from planverktyg.uppfyllelse.vagningsled import förklara_helheten, förklara_mål

    assert val.uppföljning is not None
    for mål in uppfyllelse.alla_mål():
        if mål.mål.id == id_:
            return förklara_mål(mål, uppfyllelse.husregler)
    for indikator in uppfyllelse.alla_mätta():
        if indikator.indikator.id == id_:
            return förklara_indikator(indikator, val.uppföljning.modell.uppföljning.per, uppfyllelse.husregler)
    return förklara_helheten(uppfyllelse) if id_ in (HELA_PLANEN, val.akt.plan.modell.plan.id) else None


def _exempel(akt: Akt, uppföljning: Dokument[Uppföljningsdokument]) -> Iterator[Utskrift]:
    from planverktyg.kommandon.laget.rader import stycke
    from planverktyg.utgivning.ord.exempel import skriv_exempel

    if påhittat := skriv_exempel(akt, uppföljning):
        yield stycke(f"{påhittat}.", "bold magenta")


def _förklaring(val: Val, led: list[Led], id_: str) -> Iterator[Utskrift]:
    from planverktyg.kommandon.laget.rader import Rad, Tabell, stycke

    assert val.uppföljning is not None
    yield from _beslutsläget(val)
    yield from _exempel(val.akt, val.uppföljning)
    yield Tabell(("", ""), (Rad([(ett.rubrik, "dim")], [(ett.text, "")]) for ett in led))
    for fel in Underlagsgranskning().fel(val):
        yield stycke(f"\nFel i {fel.plats.fil} rad {fel.plats.rad}: {fel.text} ({fel.kod})", "bold red")
    yield stycke(f"\nPlan: {_var(val.akt.plan, id_)}. Uppföljning: {_var(val.uppföljning, id_)}.", "dim")


def _var(dokument: Dokument[Plandokument] | Dokument[Uppföljningsdokument], id_: str) -> str:
    """Filen och raden där id:t står, så att siffran går att följa dit; bara filen när det inte står där."""
    rutterna = (
        nod.rutt for nod in vandra(dokument.modell) if nod.id == id_ and nod.rutt[0] not in ("plan", "uppföljning")
    )
    plats = next((dokument.plats(rutt) for rutt in rutterna), None)
    return f"{plats.fil}:{plats.rad}" if plats else dokument.fil
