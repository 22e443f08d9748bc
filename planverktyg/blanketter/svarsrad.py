"""Ett id ur planen och svar in, raden i uppföljningen ut: var den står, vad den får säga, och svaren inskrivna på den."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple
from unicodedata import normalize

from planverktyg.arkiv.urval.planer import Urvalsfel
from planverktyg.blanketter.svarsnycklar import Svarsart, svarsslagen
from planverktyg.granskning.enheter import rätt_skrivsätt
from planverktyg.modell.andel import är_andel
from planverktyg.modell.byggsten import föreslå_datum, föreslå_tal
from planverktyg.modell.grund.svenska import menade_du, räkna_upp
from planverktyg.modell.noder import menat_id, namnen

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from planverktyg.arkiv.ingrepp import Ingrepp, Nytt
    from planverktyg.blanketter.svarsnycklar import Svarsnyckel, Svarsslag
    from planverktyg.modell.grund.plats import Rutt
    from planverktyg.modell.husregler import Husregler
    from planverktyg.modell.plan import Plandokument

BORT = "–"
"""Svaret som tar bort det som står på nyckeln."""


class Svarsrad(NamedTuple):
    """En rad i uppföljningen: vad den svarar på, och var den står bland de andra."""

    id: str
    slag: Svarsslag
    rutt: Rutt
    ordning: tuple[str, ...]
    """Raderna i planens ordning."""
    enhet: str | None = None
    """Det som radens tal räknas i, när det är känt."""
    steg: tuple[str, ...] = ()
    """Orden på indikatorns skala."""

    @property
    def vilken(self) -> str:
        """Delen och id:t: `utfall/hvb-dygn`."""
        return f"{self.slag.nyckel}/{self.id}"


_BESKED = ("värde", "saknas", "ej mätt", "utgår")
"""Bara ett av de här får stå på raden: ett värde, eller skälet till att det inte finns."""
_OM_VÄRDET = ("kön", "varav", "underlag", "preliminärt", "hämtad", "per verksamhet", "per nämnd", "mätningar")
"""Nycklar som säger något om just det värde som står på raden, och inte hör till ett annat."""


def svarsrader(plan: Plandokument) -> Iterator[Svarsrad]:
    """Alla rader som en uppföljning av planen kan ha."""
    slag = svarsslagen()
    delar = {uppdrag.id: [del_.id for del_ in uppdrag.delar if del_.id] for uppdrag in plan.alla_uppdrag()}
    enheter = {i.id: i.enhet for i in plan.alla_indikatorer()} | {u.id: u.enhet for u in plan.alla_uppdrag()}
    steg = {i.id: tuple(i.steg or ()) for i in plan.alla_indikatorer()}
    indikatorer = list(steg)
    yield from (rad._replace(enhet=enheter[rad.id], steg=steg[rad.id]) for rad in _del(slag["utfall"], indikatorer))
    yield from (rad._replace(enhet=enheter[rad.id]) for rad in _del(slag["uppdrag"], list(delar)))
    for uppdrag, idn in delar.items():
        yield from (rad._replace(rutt=("uppdrag", uppdrag, "delar", rad.id)) for rad in _del(slag["delar"], idn))
    yield from _del(slag["åtgärder"], [å.id for å in plan.alla_åtgärder()])
    yield from _del(slag["åtgärdspunkter"], [p.id for p in plan.alla_punkter()])
    yield from _del(slag["risker"], [r.id for r in plan.risker])
    yield from _del(slag["kontrollmoment"], [k.id for k in plan.kontrollmoment])
    yield from (rad._replace(enhet="tkr") for rad in _del(slag["ekonomi"], [o.id for o in plan.verksamhetsområden]))
    yield from _del(slag["bedömningar"], [*(m.id for m in plan.alla_mål()), *indikatorer])


def _del(slag: Svarsslag, idn: Sequence[str]) -> Iterator[Svarsrad]:
    for id_ in idn:
        yield Svarsrad(id_, slag, (slag.nyckel, id_), tuple(idn))


def hitta_rad(plan: Plandokument, id_: str, nycklar: Collection[str] = ()) -> Svarsrad:
    """Raden som svarar på id:t. Har det flera (utfallet och bedömningen) väljs den som alla nycklarna hör till.

    Reser `Urvalsfel` när planen inte har något sådant att följa upp.
    """
    alla = list(svarsrader(plan))
    rader = [rad for rad in alla if rad.id == id_]
    if rader:
        return next((rad for rad in rader if all(rad.slag.finns(n) for n in nycklar)), rader[0])
    namn = namnen(plan)
    menat = menat_id(id_, {rad.id: namn[rad.id] for rad in alla})
    råd = (
        f"Menade du {menat}?" if menat else f"plan status {plan.plan.id} visar indikatorernas id, och planens fil alla."
    )
    raise Urvalsfel(f"{plan.plan.id} har inget att följa upp som heter {id_}. {råd}")


def orden(rad: Svarsrad, nyckel: Svarsnyckel, husregler: Husregler, per: date) -> tuple[str, ...]:
    """Orden som kan vara svaret; tomt när det är fritt. Kommunens egna ord är med."""
    if nyckel.namn == "bedömning":
        return tuple(husregler.skrivbara_steg(per))
    if nyckel.art is Svarsart.JA_NEJ:
        return ("ja", "nej")
    if nyckel.namn in ("värde", "prognos") and rad.slag.nyckel == "utfall":
        return rad.steg
    if nyckel.namn == "status":
        return tuple(dict.fromkeys((*nyckel.ord, *husregler.statusord)))
    return nyckel.ord if nyckel.art is Svarsart.ORD else ()


def med_rätt_skrivna_ord(rad: Svarsrad, svar: Mapping[str, Nytt], husregler: Husregler, per: date) -> dict[str, Nytt]:
    """Svaren med orden som de stavas: `Ja`, som telefonen skrev, är `ja` när skalan inte skiljer på dem."""
    rätta = dict(svar)
    for namn, värde in svar.items():
        nyckel = rad.slag.finns(namn)
        if nyckel is not None and isinstance(värde, str) and värde not in (kända := orden(rad, nyckel, husregler, per)):
            lika = [ett for ett in kända if ett.casefold() == värde.casefold()]
            rätta[namn] = lika[0] if len(lika) == 1 else värde
    return rätta


# --- Svaren -----------------------------------------------------------------------------------------


def tolka_svar(rad: Svarsrad, värde: str | None, övriga: Mapping[str, Sequence[str]]) -> dict[str, Nytt]:
    """Svaren med sina nycklar, tolkade. Reser `Urvalsfel` när de inte går ihop eller inte hör till det slaget."""
    slag = rad.slag
    främmande = [namn for namn in övriga if not slag.finns(namn)]
    if främmande:
        finns = räkna_upp([flagga(nyckel.namn) for nyckel in slag.nycklar])
        hör = räkna_upp([flagga(namn) for namn in främmande])
        raise Urvalsfel(f"{hör} hör inte till {slag.namn} {rad.id}. Där finns {finns}.")
    if värde is not None and slag.huvudnyckel is None:
        raise Urvalsfel(f"En risk har inget ensamt värde. Skriv --sannolikhet och --konsekvens för {rad.id}.")
    svar = ({str(slag.huvudnyckel): [värde]} if värde is not None else {}) | dict(övriga)
    besked = [namn for namn in svar if namn in _BESKED and slag.nyckel == "utfall" and svar[namn] != [BORT]]
    if len(besked) > 1:
        raise Urvalsfel(f"Ange ett värde eller skälet till att det inte finns, inte både {räkna_upp(besked)}.")
    if not svar.keys() - {"rättelse"}:
        nycklar = [flagga(nyckel.namn) for nyckel in slag.nycklar if nyckel.namn != slag.huvudnyckel]
        ensamt = "VÄRDE eller " if slag.huvudnyckel else ""
        raise Urvalsfel(f"Det fattas ett svar om {slag.namn} {rad.id}: {ensamt}{räkna_upp(nycklar, 'eller')}.")
    enhet = None if "enhet" in svar else rad.enhet
    for namn, texter in svar.items():
        if enhet and namn in _I_RADENS_ENHET and (annan := _annan_enhet(texter[-1], enhet)):
            i_vad, eller = enhet, ""
            if (egen := slag.finns("enhet")) is not None:
                i_vad = f"{enhet}, om raden inte har en egen enhet"
                eller = f", eller svara {annan} också på enhet" if annan in egen.ord else ""
            råd = f"Skriv bara talet, i radens enhet{eller}."
            raise Urvalsfel(f"{rad.id} räknas i {i_vad}, och svaret säger {annan}. {råd}")
    return {namn: _tolka(slag.finns(namn), texter) for namn, texter in svar.items()}


_I_RADENS_ENHET = ("värde", "prognos", "utfall", "budget", "årsbudget")
_MED_ENHET = re.compile(r"[+\-\u2212]?\d[\d\s.,]*([%‰]|[^\W\d_][\w \-]{0,30})")
_RÄKNAS_OM = frozenset(["%", "promille", "‰", "kr", "tkr", "mnkr", "mdkr"])
"""Enheter som ger talet en annan storlek: 6,5 mnkr är inte 6,5 tkr."""


def _annan_enhet(svar: str, enhet: str) -> str | None:
    """Enheten i svaret, när den gör talet till något annat än det som raden räknas i."""
    träff = _MED_ENHET.fullmatch(svar.strip())
    skriven, radens = (
        rätt_skrivsätt(text) or text
        for text in (träff[1].strip() if träff else "", re.split("/| per ", enhet)[0].strip())
    )
    procent = {skriven, radens} <= {"%", "procentenheter"}
    return skriven if skriven in _RÄKNAS_OM and skriven != radens and not procent else None


def flagga(nyckel: str) -> str:
    """Flaggan i terminalen: `ej mätt` → `--ej-mätt`."""
    return f"--{nyckel.replace(' ', '-')}"


def _tolka(nyckel: Svarsnyckel | None, texter: Sequence[str]) -> Nytt:
    assert nyckel is not None
    rena = [normalize("NFC", text).strip() for text in texter]
    if not all(rena):
        raise Urvalsfel(f"{nyckel.namn} är tomt. Skriv {BORT} för att ta bort det som står där.")
    if rena == [BORT]:
        return BORT
    rena = [_som_skrivet(nyckel, text) for text in rena]
    if nyckel.art is Svarsart.LISTA:
        return [_uppslag(nyckel, [post]) for text in rena for post in _poster(text)]
    if nyckel.art is Svarsart.UPPSLAG and nyckel.ord == ("antal", "av") and är_andel(andel := _värdet(rena[-1])):
        return andel
    if nyckel.art is Svarsart.UPPSLAG:
        return {namn: _delens(ett) for namn, ett in _uppslag(nyckel, rena).items()}
    if nyckel.art is Svarsart.VÄRDE:
        return _värdet(rena[-1])
    return _tal(rena[-1]) if nyckel.art in _KAN_VARA_TAL else rena[-1]


def _värdet(text: str) -> Nytt:
    """`8 av 10` som andelen, annars talet eller texten."""
    andel = re.fullmatch(r"(\d+) av (\d+)", text)
    return {"antal": int(andel[1]), "av": int(andel[2])} if andel else _tal(text)


def _delens(svar: Nytt) -> Nytt:
    """Värdet för en av dem som delar på ett svar, skrivet på samma sätt som ett ensamt värde."""
    return _värdet(föreslå_datum(svar) or föreslå_tal(svar) or svar) if isinstance(svar, str) else svar


_KAN_VARA_TAL = (Svarsart.TAL, Svarsart.HELTAL, Svarsart.VÄRDE, Svarsart.TID)


def _som_skrivet(nyckel: Svarsnyckel, svar: str) -> str:
    """Svaret så som det skrivs i filen: `12,69`, `3 650`, `25 %` och `30 april 2020` görs om, annan text är som den är."""
    if nyckel.art in (Svarsart.UPPSLAG, Svarsart.LISTA):
        return re.sub(r"(=\s*-?\d+),(\d+)(?=\s*(?:[,;]|$))", r"\1.\2", svar)
    if nyckel.art not in (*_KAN_VARA_TAL, Svarsart.DATUM):
        return svar
    if nyckel.art is not Svarsart.TAL and (datum := föreslå_datum(svar)):
        return datum
    if nyckel.art in (Svarsart.DATUM, Svarsart.TID):
        return svar
    return föreslå_tal(svar) or svar


def _tal(text: str) -> Nytt:
    """Svaret som tal när det är ett, annars som text."""
    tal = text.replace("\u2212", "-")
    if re.fullmatch(r"-?(0|[1-9]\d*)(\.\d+)?", tal) and tal.isascii() and len(tal) < 100:
        return Decimal(tal) if "." in tal else int(tal)
    return text


_LÄNGSTA_SVAR = 1_000
"""Tecken i ett svar med flera namn och värden."""
_PAR = re.compile(r"([^=]+)=(.*?)(?:[,;]\s*(?=[^=,;]+=)|$)")


def _poster(text: str) -> list[str]:
    """Posterna i en lista, med semikolon eller radbrytning emellan: `namn=Löner, utfall=6; namn=Hyra, utfall=3`."""
    poster: list[str] = []
    for bit in re.split(r"[;\n]", text):
        if "=" in bit.partition(",")[0]:
            poster.append(bit.strip())
        elif bit.strip():  # semikolonet hör till texten
            poster[-1:] = [f"{poster[-1]};{bit}" if poster else bit.strip()]
    return poster


def det_som_försvinner(nyckel: Svarsnyckel, text: str, nu: str) -> str:
    """Det första av det som står där nu (`nu`) som ett nytt svar inte nämner, och som tyst skulle stå kvar; annars tomt."""
    if nyckel.art not in (Svarsart.UPPSLAG, Svarsart.LISTA) or BORT in (text, nu):
        return ""
    lista = nyckel.art is Svarsart.LISTA
    gamla, nya = ([_paren(post) for post in (_poster(t) if lista else [t])] for t in (nu, text))
    for gammal in gamla:
        ny = next((p for p in nya if not lista or _är_samma(gammal, p)), None)
        vilken = gammal.get("namn") or gammal.get("avser") or ""
        if ny is None:
            return vilken or ", ".join(f"{namn}={värde}" for namn, värde in gammal.items())
        besked = lista and any(n in ny for n in _BESKED)
        borta = [n for n in gammal if n not in ny and not (besked and n in _BESKED)]
        if borta and ny:
            return f"{borta[0]} ({vilken})" if lista else borta[0]
    return ""


def _paren(text: str) -> dict[str, str]:
    return {namn.strip(): värde.strip() for namn, värde in _PAR.findall(text[:_LÄNGSTA_SVAR])}


def _uppslag(nyckel: Svarsnyckel, texter: Sequence[str]) -> dict[str, Nytt]:
    """`kvinnor=40, män=38` som uppslag."""
    uppslag: dict[str, Nytt] = {}
    for text in texter:
        par = _paren(text).items()
        if len(text) > _LÄNGSTA_SVAR or not par or _PAR.sub("", text).strip():
            exempel = ", ".join(f"{namn}=…" for namn in nyckel.ord[:2]) or "Norr=5, Söder=7"
            raise Urvalsfel(f"{nyckel.namn} skrivs som namn och värde: {exempel}. Du skrev {text[:200]}.")
        for namn, värde in par:
            if nyckel.ord and namn not in nyckel.ord:
                menat = menade_du(namn, nyckel.ord)
                råd = f"Menade du {menat}?" if menat else f"Där finns {räkna_upp(list(nyckel.ord))}."
                raise Urvalsfel(f"{nyckel.namn} har inget som heter {namn}. {råd}")
            uppslag[namn] = _tal(värde)
    return uppslag


# --- Skrivningen ------------------------------------------------------------------------------------


def skriv_svar(ingrepp: Ingrepp, rad: Svarsrad, svar: Mapping[str, Nytt], *, är_helår: bool = False) -> list[str]:
    """Skriver svaren på raden: på en ny rad, i kortformen, eller bland det som redan står där.

    Lämnar vad som togs bort för att det inte längre hör till raden, i ord.
    """
    nod = _står_där(ingrepp, rad.rutt)
    if "rättelse" in svar and isinstance(nod, dict) and nod.get("rättelse"):
        svar = {**svar, "rättelse": f"{nod['rättelse']} {svar['rättelse']}"}
    if rad.slag.har_kortform and är_andel(nod):
        ny = svar.get(str(rad.slag.huvudnyckel))
        if ny is not None and är_andel(ny) and len(svar) == 1:
            _sätt(ingrepp, rad.rutt, ny, nod)
            return []
        nod = _andelen_i_långform(ingrepp, rad, nod)
    finns: dict[str, Any] = nod if isinstance(nod, dict) else {}
    if nod is not None and not isinstance(nod, dict):
        finns = {str(rad.slag.huvudnyckel): nod}
    bort = _hör_inte_längre_hit(rad, finns, svar, är_helår=är_helår)
    nya = {namn: värde for namn, värde in svar.items() if värde != BORT}
    bort_ord = [f"{namn} är borttaget: {skäl}" for namn, skäl in bort.items()]
    borttagna = {*bort, *(namn for namn, värde in svar.items() if värde == BORT and namn in finns)}
    if nya:  # nycklar som väntade tomma: raden är besvarad utan dem
        borttagna |= {namn for namn, värde in finns.items() if värde is None and namn not in svar}
    alla = {n: v for n, v in finns.items() if n not in borttagna} | nya
    if not alla:
        _ta_bort_raden(ingrepp, rad.rutt)
        return bort_ord
    if isinstance(nod, dict) and nod:
        _bland_andra(ingrepp, rad, nod, nya, borttagna)
        return [*bort_ord, *_delarnas_prognoser_bort(ingrepp, rad, nya, är_helår=är_helår)]
    ensamt = rad.slag.har_kortform and list(alla) == [rad.slag.huvudnyckel]
    _sätt_rad(ingrepp, rad, alla[str(rad.slag.huvudnyckel)] if ensamt else _i_ordning(alla, rad.slag))
    return bort_ord


def _ta_bort_raden(ingrepp: Ingrepp, rutt: Rutt) -> None:
    """Tar bort raden som det inte står något kvar på, och delen om den var ensam där."""
    if _står_där(ingrepp, rutt) is not None:
        ingrepp.ta_bort(rutt if len(_står_där(ingrepp, rutt[:-1])) > 1 else rutt[:-1])


def _andelen_i_långform(ingrepp: Ingrepp, rad: Svarsrad, andel: Mapping[str, Any]) -> Any:
    """`{antal: 8, av: 10}` som `{värde: {antal: 8, av: 10}}`, så att annat får plats bredvid."""
    ingrepp.sätt((*rad.rutt, str(rad.slag.huvudnyckel)), dict(andel))
    for namn in list(andel):
        ingrepp.ta_bort((*rad.rutt, namn))
    return _står_där(ingrepp, rad.rutt)


def _står_där(ingrepp: Ingrepp, rutt: Rutt) -> Any:
    nod = ingrepp.innehåll
    for steg in rutt:
        nod = nod.get(steg) if isinstance(nod, dict) else None
    return nod


def _hör_inte_längre_hit(
    rad: Svarsrad, finns: Mapping[str, Any], svar: Mapping[str, Nytt], *, är_helår: bool
) -> dict[str, str]:
    """Nycklarna som står på raden men inte gäller det nya svaret, och varför."""
    if rad.slag.nyckel != "utfall":
        return {}
    nytt_besked = next((namn for namn in svar if namn in _BESKED and svar[namn] != BORT), None)
    if nytt_besked is None:
        return {}
    bort = dict.fromkeys((n for n in _BESKED if n != nytt_besked), f"nu står {nytt_besked} där.")
    förut = finns.get("värde")
    if nytt_besked != "värde" or (förut is not None and str(förut) != str(svar["värde"])):
        bort |= dict.fromkeys(_OM_VÄRDET, "det hörde till det förra värdet.")
    if nytt_besked == "värde" and (är_helår or isinstance(svar["värde"], date) or _är_dag(svar["värde"])):
        bort["prognos"] = "det har hänt, och behöver ingen prognos."
    return {n: skäl for n, skäl in bort.items() if finns.get(n) is not None and n not in svar}


def _delarnas_prognoser_bort(
    ingrepp: Ingrepp, rad: Svarsrad, svar: Mapping[str, Nytt], *, är_helår: bool
) -> Iterator[str]:
    """Tar bort prognosen för var och en av delarna som svaret gör meningslös, och säger det."""
    for nyckel in ("per verksamhet", "per nämnd"):
        delarna = svar.get(nyckel)
        for namn, värde in delarna.items() if isinstance(delarna, dict) else ():
            del_ = _står_där(ingrepp, (*rad.rutt, nyckel, namn))
            if isinstance(del_, dict) and del_.get("prognos") is not None and (är_helår or _är_dag(värde)):
                ingrepp.ta_bort((*rad.rutt, nyckel, namn, "prognos"))
                yield f"{namn}: prognos är borttaget: det har hänt, och behöver ingen prognos."


def _är_dag(värde: Nytt) -> bool:
    return isinstance(värde, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", värde) is not None


def _sätt_rad(ingrepp: Ingrepp, rad: Svarsrad, värde: Nytt) -> None:
    """Sätter hela raden. Ett uppdrags del kan stå under ett uppdrag som själv är skrivet i kortform."""
    ovanför = ingrepp.innehåll.get(rad.rutt[0]) if isinstance(ingrepp.innehåll, dict) else None
    uppdrag = ovanför.get(rad.rutt[1]) if isinstance(ovanför, dict) else None
    if rad.slag.nyckel == "delar" and isinstance(uppdrag, str):
        ingrepp.sätt(rad.rutt[:2], {"status": uppdrag, "delar": {rad.id: värde}})
    else:
        ingrepp.sätt(rad.rutt, värde, ordning=rad.ordning)


_DIREKT_EFTER_VÄRDET = ("saknas", "ej mätt", "utgår", "prognos")


def _i_ordning(svar: Mapping[str, Nytt], slag: Svarsslag) -> dict[str, Nytt]:
    """Svaren i den ordning som de skrivs på raden."""
    nycklar = [slag.huvudnyckel, *_DIREKT_EFTER_VÄRDET, *(nyckel.namn for nyckel in slag.nycklar)]
    return {namn: svar[namn] for namn in dict.fromkeys(nycklar) if namn is not None and namn in svar}


def _bland_andra(
    ingrepp: Ingrepp, rad: Svarsrad, finns: Mapping[str, Any], svar: Mapping[str, Nytt], bort: Collection[str]
) -> None:
    """Skriver svaren bland radens andra nycklar. En nyckel som väntar tom, eller som ska bort, får byta namn."""
    lediga = [
        n for n, v in finns.items() if n not in svar and (v is None or n in bort) and not isinstance(v, dict | list)
    ]
    for namn, värde in svar.items():
        if namn in finns or not lediga or isinstance(värde, dict | list):
            _sätt(ingrepp, (*rad.rutt, namn), värde, finns.get(namn))
        else:
            ingrepp.byt_nyckel((*rad.rutt, lediga.pop(0)), namn, värde)
    kvar = _står_där(ingrepp, rad.rutt)
    for namn in bort:
        if namn in kvar and namn not in svar:
            ingrepp.ta_bort((*rad.rutt, namn))


def _sätt(ingrepp: Ingrepp, rutt: Rutt, värde: Nytt, förut: Any) -> None:
    """Sätter värdet; i ett uppslag och en lista ändras bara det som svaret säger."""
    ensamt = är_andel(värde) or not isinstance(värde, dict | list)
    if ensamt and isinstance(förut, dict) and not är_andel(förut):
        _sätt_i_delen(ingrepp, rutt, värde, förut)
    elif isinstance(värde, dict) and isinstance(förut, dict):
        for namn, ett in värde.items():
            _sätt(ingrepp, (*rutt, namn), ett, förut.get(namn))
    elif isinstance(värde, list) and isinstance(förut, list):
        for post in värde:
            _sätt_post(ingrepp, rutt, post)
    elif ensamt and isinstance(förut, dict | list):
        ingrepp.ta_bort(rutt)
        ingrepp.sätt(rutt, värde)
    else:
        ingrepp.sätt(rutt, värde)


def _sätt_post(ingrepp: Ingrepp, rutt: Rutt, post: Nytt) -> None:
    """En post bland de andra i en lista, eller sist. Av värdet och skälen till att det inte finns står bara det nya kvar."""
    förut = _står_i(ingrepp, rutt)
    plats = next((nr for nr, gammal in enumerate(förut) if _är_samma(gammal, post)), len(förut))
    gammal = förut[plats] if plats < len(förut) else {}
    nya = [namn for namn in _BESKED if isinstance(post, dict) and namn in post]
    for namn in [n for n in _BESKED if nya and n in gammal and n not in nya]:
        ingrepp.ta_bort((*rutt, plats, namn))
    _sätt(ingrepp, (*rutt, plats), post, _står_i(ingrepp, rutt)[plats] if gammal else None)


def _sätt_i_delen(ingrepp: Ingrepp, rutt: Rutt, värde: Nytt, förut: Mapping[str, Any]) -> None:
    """Värdet bland det andra som sägs om en del. Skälet till att det saknades står inte kvar."""
    if "saknas" in förut and not isinstance(värde, dict | list):
        ingrepp.byt_nyckel((*rutt, "saknas"), "värde", värde)
        return
    _sätt(ingrepp, (*rutt, "värde"), värde, förut.get("värde"))
    if "saknas" in förut:
        ingrepp.ta_bort((*rutt, "saknas"))


def _står_i(ingrepp: Ingrepp, rutt: Rutt) -> Any:
    nod = ingrepp.innehåll
    for steg in rutt:
        nod = nod[steg]
    return nod


def _är_samma(gammal: Any, ny: Any) -> bool:
    """Om posterna i en lista handlar om samma sak: samma namn, eller samma tid."""
    return all(isinstance(p, dict) for p in (gammal, ny)) and any(
        n in ny and str(gammal.get(n)) == str(ny[n]) for n in ("namn", "avser")
    )
