"""En bedömning in, dess väg i ord ut: värde, målvärde, utgångsvärde, villkor, grad, gräns, och vem som bestämt annat."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from planverktyg.modell.andel import Andel
from planverktyg.modell.grad import Räknesätt
from planverktyg.modell.granser import Jämförelsenamn
from planverktyg.modell.grund.svenska import avrunda, räkna_upp, skriv_datum, skriv_tal, skriv_under
from planverktyg.modell.villkor import skriv_med_enhet, som_tal
from planverktyg.uppfyllelse.ordval import skriv_omdöme, skriv_trend
from planverktyg.uppfyllelse.provning import gränser
from planverktyg.uppfyllelse.resultat import Grund

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from planverktyg.modell.bedomning import Bedömningssteg, Skala
    from planverktyg.modell.husregler import Husregler
    from planverktyg.modell.indikator import Delvärde, TidigareVärde
    from planverktyg.modell.period import Tidpunkt
    from planverktyg.modell.villkor import Mätt, Prövning
    from planverktyg.uppfyllelse.resultat import Delbedömning, Indikatorbedömning, Målbedömning

    _Visa: TypeAlias = Callable[[Delbedömning], Bedömningssteg | None]
    """Delens steg med det ord som visas."""


class Led(NamedTuple):
    """Ett led i förklaringen."""

    rubrik: str
    text: str


_SÄGS_INTE = {"%", "antal", "ej angiven"}
"""Enheter som inte läses efter talet: procenten har sitt tecken, och `140 antal` säger ingen."""


def skriv_värde(värde: Mätt, enhet: str | None, *, decimaler: int | None = None, mot: Prövning | None = None) -> str:
    """Värdet med sin enhet: `2 700 dygn`, `140` (antal), `12,69 %`, `ja`, `30 april 2020`.

    Med `mot` skrivs ett räknat värde med så många decimaler att det skiljer sig från gränsen som det inte når.
    """
    if isinstance(värde, str):
        return värde
    if isinstance(värde, date):
        return skriv_datum(värde)
    if mot is not None and isinstance(värde, (Fraction, Andel)):
        text = _skriv_prövat(Fraction(värde), mot) + ("\u00a0%" if enhet == "%" else "")
        text += f" ({värde.i_ord})" if isinstance(värde, Andel) else ""
    else:
        text = skriv_med_enhet(värde, enhet, decimaler=decimaler)
    return text if enhet is None or enhet in _SÄGS_INTE or enhet.startswith("index") else f"{text} {enhet}"


def _skriv_prövat(värde: Mätt, p: Prövning) -> str:
    """Värdet utan enhet. Ett räknat värde avrundas aldrig till gränsen som det jämförs med."""
    if isinstance(värde, Fraction) and p.gräns is not None and värde != p.gräns and värde.denominator != 1:
        avrundat = skriv_tal(värde)
        return avrundat if Fraction(avrunda(värde, 2)) != p.gräns else skriv_under(värde, [p.gräns], minst=2)
    return skriv_värde(värde, None)


def skriv_prövad_grad(p: Prövning | None, gränser: Iterable[Fraction] = ()) -> str:
    """Graden i procent. Precis på en gräns som inte räcker (`under 46,9`) är den inte hela vägen framme."""
    if p is not None and p.grad == 1 and p.uppfyllt is False:
        return "under 100\u00a0%"
    return skriv_grad(p.grad if p else None, gränser)


def skriv_grad(grad: Fraction | None, gränser: Iterable[Fraction] = ()) -> str:
    """Graden i procent, med så många decimaler att den aldrig avrundas upp till en gräns som den inte når."""
    if grad is None:
        return ""
    procent = grad * 100
    return f"{skriv_under(procent, [ceil(procent), *(g for g in gränser if g > procent)])}\u00a0%"


def förklara_indikator(b: Indikatorbedömning, per: date, husregler: Husregler) -> list[Led]:
    """Leden från värde till bedömning för en indikator."""
    indikator = b.indikator
    led = [Led("Indikator", indikator.namn)]
    led.append(Led("Utfall", skriv_utfall(b, per)))
    if b.bedömt is not None:
        led.append(Led("Värdet som prövas", _grund(b, per)))
    if b.villkor is not None:
        led.append(Led("Målvärde", b.villkor.skriv_helt(indikator.enhet) + _avser(b.villkor.avser)))
    if b.frist.year != per.year:
        led.append(Led("Tid", _frist(b.frist, per)))
    if indikator.utgångsvärde is not None:
        led.append(Led("Utgångsvärde", _tidigare(indikator.utgångsvärde, indikator.enhet)))
    led += _prövningens_led(b, per, husregler)
    skäl = b.fastställt.dagens_skäl if b.fastställt else b.skäl
    if skäl is not None:
        led.append(Led("Ingen beräknad bedömning", f"{skäl}: {b.förklaring}" if b.förklaring != skäl else skäl))
    led += _trendens_led(b, husregler)
    if förut := skriv_prognosändring(b, husregler.är_helår(per)):
        led.append(Led("Prognosen", förut))
    return [*led, *slutled(b, husregler)]


def skriv_utfall(b: Indikatorbedömning, per: date) -> str:
    """Det som uppföljningen säger: värdet med sin tid, skälet till att det inte finns, prognosen."""
    utfall = b.utfall
    if utfall is None:
        return "bedöms för hand" if b.är_besvarad_för_hand else "ej rapporterat"
    enhet = b.indikator.enhet
    delar: list[str] = []
    if utfall.värde is not None:
        avser = f"avser {utfall.avser}" if utfall.avser else b.rapporterat or f"per {skriv_datum(per)}"
        delar.append(f"{skriv_värde(utfall.värde, enhet)} ({avser}{', preliminärt' if utfall.preliminärt else ''})")
    if utfall.frånvaro is not None:
        delar.append(": ".join(utfall.frånvaro))
    if utfall.prognos is not None:
        delar.append(f"prognos för helåret {skriv_värde(utfall.prognos, enhet)}")
    delarnas = [f"{namn} {_delvärde(del_, enhet)}" for namn, del_ in utfall.delar.items()]
    if delarnas and utfall.värde is None and utfall.avser is not None:
        delarnas[-1] += f" (avser {utfall.avser}{', preliminärt' if utfall.preliminärt else ''})"
    delar += delarnas
    if utfall.avstämning is not None:
        delar.append(f"avstämning: {utfall.avstämning}")
    if b.rapporterat:
        delar.append(f"rapporterat {b.rapporterat}")
    if utfall.källa is not None:
        delar.append(f"källa: {utfall.källa}")
    text = "; ".join(delar)
    return f"{text}. {utfall.kommentar}" if utfall.kommentar else text


def _delvärde(del_: Delvärde, enhet: str | None) -> str:
    delar = [skriv_värde(del_.värde, enhet)] if del_.värde is not None else []
    delar += [f"saknas: {del_.saknas}"] if del_.saknas else []
    delar += [f"prognos {skriv_värde(del_.prognos, enhet)}"] if del_.prognos is not None else []
    return ", ".join(delar)


def _grund(b: Indikatorbedömning, per: date) -> str:
    assert b.bedömt is not None
    värde = skriv_värde(b.bedömt.värde, b.indikator.enhet, mot=b.prövning)
    if b.bedömt.blandat:
        return f"{värde}: varje del för sig"
    match b.bedömt.grund:
        case Grund.UTFALL:
            ute = "tiden för målet är ute" if b.frist <= per else "det redan har hänt"
            return f"{värde}: utfallet, eftersom {ute}"
        case Grund.SÄKERT:
            missat = b.prövning is not None and b.prövning.uppfyllt is False
            svaret = "målet inte längre kan nås" if missat else "svaret inte kan bli ett annat"
            return f"{värde}: utfallet hittills, eftersom värdet växer och {svaret}"
        case Grund.PROGNOS:
            return f"{värde}: prognosen, eftersom frågan vid ett delår är om målet nås till årets slut"
        case Grund.FRAMSKRIVNING:
            return f"{värde}: verktygets egen raka framskrivning ({b.bedömt.underlag}), eftersom prognos saknas"
        case Grund.LÄGE:
            läge = f"läge per {skriv_datum(per)}, prognos saknas" if b.är_läge else "utfallet hittills"
            return f"{värde}: {läge}"


def _avser(avser: Tidpunkt | str | None) -> str:
    if avser is None:
        return ""
    if isinstance(avser, str):
        return " (år ej angivet i planen)" if avser == "ej angivet" else f" ({avser})"
    return f" (avser {avser})"


def _tidigare(v: TidigareVärde, enhet: str | None) -> str:
    värden = [skriv_värde(v.värde, enhet)] if v.värde is not None else []
    värden += [f"{namn} {_delvärde(del_, enhet)}" for namn, del_ in v.delar.items()]
    if not värden:
        return ": ".join(v.frånvaro or ("saknas",))
    tillägg = [str(v.avser)] if v.avser else []
    tillägg += ["prognos"] if v.prognos else []
    return "; ".join(värden) + (f" ({', '.join(tillägg)})" if tillägg else "")


def _prövningens_led(b: Indikatorbedömning, per: date, husregler: Husregler) -> list[Led]:
    p, skala = b.prövning, husregler.skala(per)
    if b.delar:

        def visa(d: Delbedömning) -> Bedömningssteg | None:
            return husregler.visa_steg(d.steg, per, slutligt=d.slutlig) if d.steg else None

        led = [rad for d in b.delar for rad in _delens_led(d, b.indikator.enhet, skala, visa)]
    elif p is None or p.uppfyllt is None or b.bedömt is None:
        return []
    else:
        led = [Led("Villkor", _skriv_utslaget(_skriv_prövat(b.bedömt.värde, p), p))]
    if p is None or b.beräknat is None or p.uppfyllt is not False or p.steg:
        return led
    if p.grad is None and p.inom is None:
        return [*led, Led("Grad", "kan inte räknas för det här målvärdet: antingen uppfyllt eller inte")]
    if p.grad is not None:
        missade = [Fraction(gräns) for _, gräns in gränser(p, skala)]
        led.append(Led("Grad", f"{skriv_prövad_grad(p, missade)} ({p.räknesätt}{_uträkning(b)})"))
    if p.inom is not None:
        svar = f"{skala[1].namn}, värdet är" if p.inom else "värdet är inte"
        return [*led, Led("Tolerans", f"{svar} inom {skriv_tal(_inom(b))} från målvärdet")]
    text = [f"{steg.namn} från {skriv_tal(gräns)} %" for steg, gräns in gränser(p, skala)]
    led.append(Led("Husregel", f"{räkna_upp(text)} när graden räknas {p.räknesätt}"))
    return led


def _inom(b: Indikatorbedömning) -> Decimal:
    egen = b.villkor.delvis_inom if b.villkor else None
    return egen if egen is not None else b.indikator.delvis_inom or Decimal(0)


def _skriv_utslaget(värde: str, p: Prövning) -> str:
    """`87 mot minst 88: håller inte`, eller bandet som värdet ligger i."""
    if p.steg:
        return f"{värde} ligger i bandet {p.jämfört_med}: {p.steg}"
    return f"{värde} mot {p.jämfört_med}: {'håller' if p.uppfyllt else 'håller inte'}"


def _delens_led(d: Delbedömning, enhet: str | None, skala: Skala, visa: _Visa, djup: int = 1) -> Iterator[Led]:
    """En del med det som prövades och vad det gav, och villkoren under den när den har flera."""
    bör = " (bör)" if d.är_bör else ""
    yield Led(f"{'  ' * djup}{d.namn}{bör}", _skriv_delen(d, enhet, skala, visa))
    for under in d.delar:
        yield from _delens_led(under, enhet, skala, visa, djup + 1)


def _skriv_delen(d: Delbedömning, enhet: str | None, skala: Skala, visa: _Visa) -> str:
    p = d.prövning
    delar: list[str] = []
    if d.bedömt is not None and p is not None and p.uppfyllt is not None and not d.delar:
        vad = "" if d.bedömt.grund in (Grund.UTFALL, Grund.SÄKERT) else f" ({d.bedömt.underlag or d.bedömt.grund})"
        delar.append(_skriv_utslaget(f"{skriv_värde(d.bedömt.värde, enhet, mot=p)}{vad}", p) + _delens_grad(p, skala))
    if (visat := visa(d)) is not None:
        delar.append(f"{visat.symbol} {visat.namn}" + (f" (rapporterat {d.ur})" if d.ur else ""))
    elif d.skäl is not None:
        delar.append(f"{d.skäl}: {d.förklaring}" if d.förklaring and d.förklaring != d.skäl else str(d.skäl))
    return " → ".join(delar)


def _delens_grad(p: Prövning, skala: Skala) -> str:
    """Graden och vad den räcker till, när villkoret inte håller och har en grad; annars tomt."""
    if p.uppfyllt is not False or p.steg or (p.grad is None and p.inom is None):
        return ""
    missade = [Fraction(gräns) for _, gräns in gränser(p, skala)]
    delar = [f"grad {skriv_prövad_grad(p, missade)}"] if p.grad is not None else []
    if p.inom is not None:
        delar.append("inom toleransen" if p.inom else "utanför toleransen")
    else:
        delar.append(räkna_upp([f"{steg.namn} från {skriv_tal(gräns)} %" for steg, gräns in gränser(p, skala)]))
    return f" ({'; '.join(delar)})"


def _frist(frist: date, per: date) -> str:
    if frist == date.max:
        return "ska vara nått på sikt, efter planens slut"
    return f"skulle ha varit nått {frist.year}" if frist <= per else f"ska vara nått {frist.year}"


def _uträkning(b: Indikatorbedömning) -> str:
    """Uträkningen i siffror när villkoret är en enkel gräns; ett steg räknas med sitt tal på skalan."""
    p = b.prövning
    tal = som_tal(b.bedömt.värde, b.indikator.steg) if b.bedömt else None
    if p is None or p.gräns is None or tal is None:
        return ""
    värde, mål = _skriv_prövat(tal, p), skriv_tal(p.gräns)
    if p.räknesätt is Räknesätt.FRÅN_UTGÅNGSVÄRDET and p.utgångsvärde is not None:
        från = skriv_tal(p.utgångsvärde)
        if abs(p.gräns - p.utgångsvärde) != p.hela_vägen or (tal - p.gräns) * (p.utgångsvärde - p.gräns) < 0:
            return f": 1 − {skriv_tal(abs(tal - p.gräns))} / {skriv_tal(p.hela_vägen or 0)}"  # på andra sidan målet
        return f": ({värde} − {från}) / ({mål} − {från})"
    return f": {värde} / {mål}" if tal <= p.gräns else f": {mål} / {värde}"


def _trendens_led(b: Indikatorbedömning, husregler: Husregler) -> list[Led]:
    trend = skriv_trend(b, husregler)
    if b.jämfört_med is None:
        skäl = f": {b.utfall.ny_mätmetod}" if b.utfall and b.utfall.ny_mätmetod else ""
        return [Led("Trend", f"{trend}{skäl}")] if b.bedömt else []
    tid, värde = b.jämfört_med
    mot = b.villkor.jämförs_med if b.villkor is not None else None
    vad = tid or (mot if isinstance(mot, Jämförelsenamn) else "utgångsvärdet")
    return [Led("Trend", f"{trend} jämfört med {skriv_värde(värde, b.indikator.enhet)} ({vad})")]


def skriv_prognosändring(b: Indikatorbedömning, är_helår: bool) -> str:
    """`sänkt från 85 % (delår 1) till 80 %`; vid årets slut `85 % vid delår 1`. Delarna för sig. Tomt utan tidigare prognos."""
    if b.prognosen_förut is None or b.utfall is None:
        return ""
    när, förut = b.prognosen_förut
    enhet, skala = b.indikator.enhet, b.indikator.steg
    då = {"": förut.prognos} | {namn: del_.prognos for namn, del_ in förut.delar.items()}
    nu = {"": b.utfall.prognos} | {namn: del_.prognos for namn, del_ in b.utfall.delar.items()}

    def skriv(före: Mätt, efter: Mätt | None) -> str:
        if är_helår or efter is None:
            return f"{skriv_värde(före, enhet)} vid {när}" if är_helår else ""
        ändring = _ändring(före, efter, skala)
        från = f" från {skriv_värde(före, enhet)} ({när}) till {skriv_värde(efter, enhet)}"
        return ändring if ändring == "oförändrad" else ändring + från

    skrivna = {namn: skriv(före, nu.get(namn)) for namn, före in då.items() if före is not None}
    if set(skrivna.values()) <= {"", "oförändrad"}:
        return "oförändrad" if "oförändrad" in skrivna.values() else ""
    return "; ".join(f"{namn} {text}".strip() for namn, text in skrivna.items() if text)


def _ändring(förut: Mätt, nu: Mätt, skala: Mapping[str, int] | None) -> str:
    """Hur en prognos har ändrats: ett tal eller ett steg höjs eller sänks, ett datum flyttas."""
    if förut == nu:
        return "oförändrad"
    då, sedan = som_tal(förut, skala), som_tal(nu, skala)
    if då is None or sedan is None:
        return "ändrad"
    return "höjd" if sedan > då else "sänkt"


def slutled(b: Indikatorbedömning | Målbedömning, husregler: Husregler) -> Iterator[Led]:
    """Det beräknade, det som människor har beslutat, och det som beslutades med uppföljningen när dagens är ett annat."""
    beräknat = b.beräknat if b.beslutad or b.fastställt else b.visat
    if beräknat:
        yield Led("Beräknad bedömning", f"{beräknat.symbol} {beräknat.namn}")
    if b.beslutad is not None:
        av = f", av {b.beslutad.beslutad_av}" if b.beslutad.beslutad_av else ""
        oläst = " (oläst: ordet finns inte på bedömningsskalan)" if b.är_oläst_beslut else ""
        yield Led("Beslutad bedömning", f"{b.beslutad.bedömning}{oläst}{av}. Motivering: {b.beslutad.motivering}")
    if b.fastställt is not None:
        målvärde = f" Målvärdet var då {b.fastställt.målvärde}." if b.fastställt.målvärde else ""
        då = skriv_omdöme(b.visat, b.skäl, husregler)
        yield Led("Gäller", f"{då}: så beslutades det med uppföljningen.{målvärde} Stegen ovan är dagens.")
