"""Ett fel i ord: vad som är fel, var, och hur man rättar det."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from planverktyg.arkiv.laddning.slag import I_VAD, SLAG, Klasser, alla_klasser, klasser_under, nycklar_i
from planverktyg.modell.beslut import SKRIVS_AV_BESLUTA
from planverktyg.modell.byggsten import Utan, delar_i
from planverktyg.modell.grund.fynd import Anmärkning
from planverktyg.modell.grund.svenska import menade_du, ordningsnyckel, räkna_upp, versal
from planverktyg.modell.villkor import Villkor

if TYPE_CHECKING:
    from planverktyg.arkiv.laddning.fel import Fel
    from planverktyg.arkiv.laddning.kopia import Kopia
    from planverktyg.arkiv.syntax import Träd
    from planverktyg.modell.byggsten import Del
    from planverktyg.modell.grund.plats import Rutt


def beskriv(f: Fel, träd: Träd, rot: type[Del], kopia: Kopia, rätt: Rutt | None) -> Anmärkning:
    """Felet som anmärkning. `rot` är dokumentets klass, `rätt` det som en felstavad nyckel skulle ha varit."""
    källa = kopia.källrutt(f.rutt)
    if f.slag == "extra_forbidden":
        if delat := _utan_kolon(f, kopia) or _delat_av_komma(f, kopia, träd):
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
    if f.slag.startswith(("STR", "BED")):
        return Anmärkning(källa, f.detalj["ctx"]["text"], f.detalj["ctx"]["råd"], på_nyckeln="[key]" in f.detalj["loc"])
    return Anmärkning(källa, *(_utan_streck(f, träd, källa) or _beskriv_fel_slag(f)))


def _delat_av_komma(f: Fel, kopia: Kopia, träd: Träd) -> Anmärkning | None:
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
    if uppslag := _utan_klamrar(f, värde, [str(namn) for namn in delen], str(början)):
        return Anmärkning(rutt, f"{versal(str(början))} är flera nycklar med värden, och skrivs inom klamrar.", uppslag)
    text = f"Kommat efter {värde} avslutar värdet, så att resten blir en egen nyckel."
    return Anmärkning(rutt, text, f"Sätt citattecken om hela texten efter {början}.")


def _utan_klamrar(f: Fel, värde: str | int, skrivna: list[str], början: str) -> str | None:
    """Rådet vid `kön: kvinnor 82, män 78`, där kommat delar ett uppslag som saknar klamrar; annars None."""
    väntade = nycklar_i(klasser_under(f.klasser, början)) if klasser_under(f.klasser, början) != f.klasser else []
    delar = [str(värde), *skrivna[skrivna.index(början) + 1 :]]
    par = [re.fullmatch(r"(.*[^ =])[ =]+([\d.]+)(?: %)?", del_) for del_ in delar]
    if not all(träff and träff[1] in väntade for träff in par):
        return None
    return f"Skriv {början}: {{{', '.join(f'{träff[1]}: {träff[2]}' for träff in par if träff)}}}"


def är_utan_kolon(f: Fel, kopia: Kopia) -> re.Match[str] | None:
    """`{minst:90}` och `{minst 90}` är i YAML en nyckel utan värde: nyckeln och värdet, när den första är känd."""
    skrivet = str(f.rutt[-1])
    if f.slag != "extra_forbidden" or kopia.hämta(f.rutt) is not None:
        return None
    funna = (re.fullmatch(rf"({re.escape(namn)})(?::|\s+)(\S.*)", skrivet) for namn in nycklar_i(f.klasser))
    return next(filter(None, funna), None)


def _utan_kolon(f: Fel, kopia: Kopia) -> Anmärkning | None:
    träff = är_utan_kolon(f, kopia)
    if träff is None:
        return None
    saknat = (
        "Efter kolonet saknas ett mellanslag."
        if träff[0][träff.end(1)] == ":"
        else f"Efter {träff[1]} saknas ett kolon."
    )
    rättat, delen = f"{träff[1]}: {träff[2]}", kopia.hämta(f.rutt[:-1])
    enkelt = all(värde is None or isinstance(värde, (str, int, Decimal)) for värde in delen.values())
    par = (rättat if namn == träff[0] else f"{namn}: {värde}" for namn, värde in delen.items())
    råd = f"Skriv {{{', '.join(par)}}}" if enkelt else f"Skriv {rättat}"
    return Anmärkning(kopia.källrutt(f.rutt), saknat, råd, på_nyckeln=True)


def _beskriv_saknad(f: Fel, källa: Rutt) -> Anmärkning:
    steg = f.detalj["loc"][-1]
    råd = "Skriv format: 1 överst i filen." if steg == "format" else f"Lägg till {steg}: med sitt värde."
    return Anmärkning(källa[:-1], f"Nyckeln {steg} saknas{_i_vad(f, källa[:-1])}.", råd, på_nyckeln=True)


def _i_vad(f: Fel, delen: Rutt) -> str:
    """` i indikator hvb-dygn`, ` under beslut`: så att läsaren känner igen delen utan att räkna rader."""
    if not delen:
        return ""
    if isinstance(delen[-1], str):
        return f" under {delen[-1]}"
    innehåll = f.detalj["input"]
    namn = next((innehåll[n] for n in ("id", "namn", "rubrik") if isinstance(innehåll.get(n), str)), "")
    slag = re.sub(r"\B(?=[A-ZÅÄÖ])", " ", f.klasser[0].__name__).lower()
    return f" i {slag} {namn}".rstrip()


def _var_nyckeln_hör_hemma(nyckel: str, klasser: Klasser, rot: type[Del], upptagna: Any) -> str:
    råd: list[str] = []
    for slag, dokument in sorted(SLAG.items(), key=lambda par: par[1] is not rot):
        if ställen := _ställen(nyckel, dokument):
            if len(ställen) <= 3:  # en nyckel som kan stå lite varstans (namn, kommentar) hör inte hemma någonstans
                i_vad = "" if dokument is rot else f"i {I_VAD[slag]}, "
                råd.append(f"Nyckeln hör hemma {i_vad}{räkna_upp(ställen, 'eller')}.")
            break
    lediga = [namn for namn in _nycklar_att_skriva(klasser) if namn not in upptagna]
    råd.append(f"Här kan det stå {räkna_upp(lediga, 'eller')}." if lediga else "Ta bort den.")
    return " ".join(råd)


def _nycklar_att_skriva(klasser: Klasser) -> list[str]:
    return [namn for namn in dict.fromkeys(nycklar_i(klasser)) if namn not in SKRIVS_AV_BESLUTA]


@cache
def _ställen(nyckel: str, rot: type[Del]) -> list[str]:
    """Var i dokumentet nyckeln kan stå, sagt med den omgivande nyckelns namn: `under indikatorer`."""
    överst = ["överst i filen"] if nyckel in nycklar_i((rot,)) else []
    under = {
        f"under {fält.alias}"
        for klass in alla_klasser(rot)
        if not issubclass(klass, Villkor)
        for fält in klass.model_fields.values()
        if fält.alias not in SKRIVS_AV_BESLUTA
        and nyckel in nycklar_i(tuple(delar_i(fält.annotation)))
        and not any(isinstance(märke, Utan) and nyckel in märke.nycklar for märke in fält.metadata)
    }
    return [*överst, *sorted(under, key=ordningsnyckel)]


def _utan_streck(f: Fel, träd: Träd, källa: Rutt) -> tuple[str, str] | None:
    """Den första punkten i en lista, när den har indrag men inget streck; annars None."""
    delen = f.detalj["input"]
    if f.slag not in {"tuple_type", "list_type"} or not isinstance(delen, dict) or not delen or not källa:
        return None
    nyckel = next(iter(delen))
    if träd.plats((*källa, nyckel), på_nyckeln=True).rad == träd.plats(källa, på_nyckeln=True).rad:
        return None
    text = "Här ska det stå en lista, men den första punkten har inget streck."
    return text, f"Byt de två mellanslagen närmast före {nyckel} mot ett streck och ett mellanslag: - {nyckel}:"


def _beskriv_fel_slag(f: Fel) -> tuple[str, str]:
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
    nycklar = _nycklar_att_skriva(f.väntade)
    råd = (
        f"Det kan stå {räkna_upp(nycklar, 'eller')}." if nycklar else "Skriv dem indragna under: nyckel, kolon, värde."
    )
    return "Här ska det stå nycklar med värden.", råd
