"""En plan med sina uppföljningar och huvudet för nästa in, nästa plan ut, med det som är ändrat och det som återstår.

Planens text ändras på sina ställen, så att kommentarer och ordning står kvar. Åren flyttas, det senaste utfallet blir
utgångsvärde, budgeten blir jämförelse, och det som är avslutat lämnas. Det som en människa måste bestämma räknas upp.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from planverktyg.arkiv.ingrepp import Ingrepp, Vägran
from planverktyg.blanketter.yaml.stycken import huvudets_stycken, kommentar_efter
from planverktyg.blanketter.yaml.yamltext import citera
from planverktyg.granskning.uppgifter import målvillkor
from planverktyg.modell.andel import Andel
from planverktyg.modell.ekonomi import KRONOR, i_kronor
from planverktyg.modell.grund.svenska import antal, räkna_upp
from planverktyg.uppfyllelse.avgjort import gällande_statusar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from decimal import Decimal

    from planverktyg.arkiv.akt import Akt
    from planverktyg.arkiv.ingrepp import Nytt
    from planverktyg.arkiv.laddning import Dokument
    from planverktyg.blanketter.yaml.plan import Planhuvud
    from planverktyg.modell.ekonomi import Driftbudget
    from planverktyg.modell.grund.plats import Rutt
    from planverktyg.modell.indikator import Indikator, Utfall, Värde
    from planverktyg.modell.plan import Plandokument
    from planverktyg.modell.rapportering import Uppföljningsdokument


class Nästa(NamedTuple):
    """Nästa plan: filens byte, vad som är ändrat utom huvudet, och vad som återstår att bestämma."""

    text: bytes
    ändrat: tuple[str, ...]
    återstår: tuple[str, ...]


def skriv_nästa(akt: Akt, huvud: Planhuvud) -> Nästa:
    """Nästa års plan. Reser `HuvudetGårInteAttÄndra` när huvudet inte står med en nyckel på varje rad."""
    arbete = _Arbete(_med_nytt_huvud(akt.plan, huvud).encode())
    uppföljningar = [u.modell for u in akt.uppföljningar]
    _lämna_avslutat(arbete, akt.plan.modell, uppföljningar)
    _flytta_utgångsvärden(arbete, akt.plan.modell, uppföljningar)
    _flytta_pengar(arbete, akt.plan.modell, huvud)
    _peka_ut_tider(arbete, akt.plan.modell, huvud)
    return Nästa(arbete.text, tuple(arbete.ändrat), tuple(dict.fromkeys(arbete.återstår)))


def _med_nytt_huvud(plan: Dokument[Plandokument], huvud: Planhuvud) -> str:
    """Planens text med nytt id, namn, år och föregångare, och utan beslut."""
    rader = plan.träd.text.split("\n")
    nya = {"id": citera(huvud.id), "namn": citera(huvud.namn), "år": huvud.år}
    for stycke in reversed(huvudets_stycken(plan, "plan")):  # bakifrån, så att radnumren före inte ändras
        skrivet: list[str] = []
        if stycke.nyckel in nya:
            kommentar = kommentar_efter(rader[stycke.början : stycke.slut])
            skrivet.append(f"{stycke.indrag}{stycke.nyckel}: {nya[stycke.nyckel]}{kommentar}")
        if stycke.nyckel == "id":
            skrivet.append(f"{stycke.indrag}föregångare: {plan.modell.plan.id}")
        if stycke.nyckel in (*nya, "beslut", "tidigare beslut", "föregångare"):
            rader[stycke.början : stycke.slut] = skrivet
    return "\n".join(rader)


class _Arbete:
    """Planens text under arbetet. Det som inte går att ändra på sitt ställe läggs till det som återstår."""

    def __init__(self, text: bytes) -> None:
        self.text = text
        self.ändrat: list[str] = []
        self.återstår: list[str] = []

    @property
    def innehåll(self) -> Any:
        """Planens innehåll som det är nu."""
        return Ingrepp(self.text, "planen").innehåll

    def försök(self, vad: str, ändra: Callable[[Ingrepp], None]) -> bool:
        """Gör ändringen om den går att göra utan att något annat ändras; annars får en människa göra den."""
        ingrepp = Ingrepp(self.text, "planen")
        try:
            ändra(ingrepp)
            self.text = ingrepp.klart()
        except Vägran:
            self.återstår.append(f"{vad} gick inte att göra utan att ändra något annat. Gör det för hand.")
            return False
        return True


def _hitta(innehåll: Any, id_: str, rutt: Rutt = ()) -> Rutt | None:
    """Rutten till delen som har id:t."""
    if isinstance(innehåll, dict) and innehåll.get("id") == id_:
        return rutt
    steg: Iterable[tuple[Any, Any]] = ()
    if isinstance(innehåll, dict):
        steg = innehåll.items()
    elif isinstance(innehåll, list):
        steg = enumerate(innehåll)
    return next((funnen for s, del_ in steg if (funnen := _hitta(del_, id_, (*rutt, s))) is not None), None)


# --- Det som är avslutat -----------------------------------------------------------------------------


def _lämna_avslutat(arbete: _Arbete, plan: Plandokument, uppföljningar: list[Uppföljningsdokument]) -> None:
    """Uppdrag och åtgärder som är klara eller avbrutna, och indikatorer som har utgått, är inte med i nästa plan."""
    if not uppföljningar:
        return
    statusar = gällande_statusar(uppföljningar[-1], uppföljningar[:-1])
    lämnat: dict[str, list[str]] = {}
    avslutade = [
        *(("uppdrag", id_) for id_, status in statusar.uppdrag.items() if status.är_avslutad),
        *(("åtgärder", id_) for id_, status in statusar.åtgärder.items() if status.är_avslutad),
        *(("indikatorer", i.id) for i in plan.alla_indikatorer() if _har_utgått(i, uppföljningar)),
    ]
    for slag, id_ in avslutade:
        if _ta_bort(arbete, id_):
            lämnat.setdefault(slag, []).append(id_)
    arbete.ändrat += [f"Avslutat och inte med: {slag} {räkna_upp(idn)}." for slag, idn in lämnat.items()]


def _har_utgått(indikator: Indikator, uppföljningar: list[Uppföljningsdokument]) -> bool:
    senast = next((u.utfall[indikator.id] for u in reversed(uppföljningar) if indikator.id in u.utfall), None)
    return senast is not None and senast.utgår is not None


def _ta_bort(arbete: _Arbete, id_: str) -> bool:
    innehåll = arbete.innehåll
    rutt = _hitta(innehåll, id_)
    if rutt is None:
        return False
    hela = _hela_listan(innehåll, rutt)
    försvinner = list(_alla_id(_värdet(innehåll, hela)))
    nämns = [plats for ett in försvinner for plats in _nämns(innehåll, ett) if plats[: len(hela)] != hela]
    if nämns:
        var = räkna_upp(list(dict.fromkeys(str(plats[0]) for plats in nämns)))
        arbete.återstår.append(
            f"{id_} är avslutat men nämns under {var}. Ta bort det för hand om det inte ska vara med."
        )
        return False
    return arbete.försök(f"Att ta bort {id_}, som är avslutat,", lambda i: i.ta_bort(hela))


def _värdet(innehåll: Any, rutt: Rutt) -> Any:
    for steg in rutt:
        innehåll = innehåll[steg]
    return innehåll


def _hela_listan(innehåll: Any, rutt: Rutt) -> Rutt:
    """Delen, eller det som den är ensam i: en tom lista eller en grupp utan uppdrag får inte bli kvar."""
    if len(_värdet(innehåll, rutt[:-1])) > 1:
        return rutt
    lista = rutt[:-1]
    är_gruppens = len(lista) > 1 and lista[-1] == "uppdrag" and isinstance(lista[-2], int)
    return _hela_listan(innehåll, lista[:-1]) if är_gruppens else lista


def _nämns(innehåll: Any, id_: str, rutt: Rutt = ()) -> Iterator[Rutt]:
    """Ställena där id:t står som ett helt värde, utom som delens eget id."""
    if isinstance(innehåll, str) and innehåll == id_ and rutt[-1] != "id":
        yield rutt
    steg: Iterable[tuple[Any, Any]] = ()
    if isinstance(innehåll, dict):
        steg = innehåll.items()
    elif isinstance(innehåll, list):
        steg = enumerate(innehåll)
    for s, del_ in steg:
        yield from _nämns(del_, id_, (*rutt, s))


# --- Utgångsvärden -----------------------------------------------------------------------------------


def _flytta_utgångsvärden(arbete: _Arbete, plan: Plandokument, uppföljningar: list[Uppföljningsdokument]) -> None:
    flyttade = 0
    kvar: list[str] = []
    for indikator in plan.alla_indikatorer():
        nytt = _utgångsvärde(indikator, uppföljningar)
        rutt = _hitta(arbete.innehåll, indikator.id)
        if rutt is None:
            continue
        if nytt is None:
            kvar += [indikator.id] if indikator.utgångsvärde is not None else []
            continue
        ändra = partial(_byt_värde, rutt=(*rutt, "utgångsvärde"), nytt=nytt)
        flyttade += arbete.försök(f"Att skriva utgångsvärdet för {indikator.id}", ändra)
    if flyttade:
        arbete.ändrat.append(f"Det senaste utfallet är utgångsvärde för {antal(flyttade, 'indikator', 'indikatorer')}.")
    if kvar:
        arbete.återstår.append(f"Utgångsvärdet är det gamla, för utfall saknas: {räkna_upp(kvar)}.")


def _byt_värde(ingrepp: Ingrepp, rutt: Rutt, nytt: dict[str, Nytt]) -> None:
    """Byter det som står på rutten, nyckel för nyckel när där står flera."""
    förut = ingrepp.innehåll
    for steg in rutt:
        förut = förut.get(steg) if isinstance(förut, dict) else förut[steg]
    if not isinstance(förut, dict):
        ingrepp.sätt(rutt, nytt)
        return
    for nyckel, värde in nytt.items():
        if isinstance(förut.get(nyckel), dict) and isinstance(värde, dict):
            _byt_värde(ingrepp, (*rutt, nyckel), värde)
            continue
        if isinstance(förut.get(nyckel), dict):
            ingrepp.ta_bort((*rutt, nyckel))
        ingrepp.sätt((*rutt, nyckel), värde)
    for nyckel in förut.keys() - nytt.keys():
        ingrepp.ta_bort((*rutt, nyckel))


def _utgångsvärde(indikator: Indikator, uppföljningar: list[Uppföljningsdokument]) -> dict[str, Nytt] | None:
    """Det senaste utfallet, eller prognosen när året inte är slut. Ett värde på vägen är inget utgångsvärde."""
    for uppföljning in reversed(uppföljningar):
        utfall = uppföljning.utfall.get(indikator.id)
        if utfall is None:
            continue
        per = uppföljning.uppföljning.per
        nytt: dict[str, Nytt] = {}
        if (per.month, per.day) == (12, 31) and utfall.värde is not None:
            nytt = {"värde": _skrivet(utfall.värde), "avser": str(utfall.avser or per.year)}
        elif utfall.prognos is not None:
            nytt = {"värde": _skrivet(utfall.prognos), "avser": str(per.year), "prognos": "ja"}
        elif utfall.värde is not None and not indikator.ackumuleras:
            nytt = {"värde": _skrivet(utfall.värde), "avser": str(utfall.avser or f"{per:%Y-%m}")}
        if nytt:
            return _talår(nytt) | _märken(utfall, uppföljning)
    return None


def _skrivet(värde: Värde) -> Nytt:
    """Värdet så som det skrivs i filen: en andel med sina antal."""
    return {"antal": värde.antal, "av": värde.av} if isinstance(värde, Andel) else värde


def _talår(nytt: dict[str, Nytt]) -> dict[str, Nytt]:
    avser = nytt["avser"]
    return nytt | ({"avser": int(avser)} if isinstance(avser, str) and avser.isdecimal() else {})


def _märken(utfall: Utfall, uppföljning: Uppföljningsdokument) -> dict[str, Nytt]:
    """Det som måste följa med värdet: att det är preliminärt, könen, källan, och att det är påhittat."""
    märken: dict[str, Nytt] = {"preliminärt": "ja"} if utfall.preliminärt else {}
    if utfall.kön is not None and utfall.värde is not None:
        märken["kön"] = {"kvinnor": _skrivet(utfall.kön.kvinnor), "män": _skrivet(utfall.kön.män)}
    if uppföljning.uppföljning.exempel:
        märken["källa"] = f"Exempel: påhittat värde ur {uppföljning.uppföljning.när}"
    elif utfall.källa:
        märken["källa"] = utfall.källa
    return märken


# --- Pengar ------------------------------------------------------------------------------------------


def _flytta_pengar(arbete: _Arbete, plan: Plandokument, huvud: Planhuvud) -> None:
    """Årets budget blir jämförelse; nästa års belopp är inte kända, och förändringen är ingen än."""
    for nr, budget in enumerate(plan.ekonomi.driftbudget):
        ändra = partial(_flytta_budget, nr=nr, plan=plan, huvud=huvud)
        if arbete.försök(f"Att flytta åren i driftbudgeten {budget.id}", ändra):
            arbete.ändrat.append(f"Driftbudgeten {budget.id} jämför med budgeten för {plan.plan.år.till}.")
            arbete.återstår.append(
                f"Skriv budgeten för {huvud.från} i driftbudgeten {budget.id}: beloppen är förra årets."
            )
    åren = [str(år) for år in range(huvud.från, huvud.till + 1)]
    for bidrag in plan.ekonomi.kommunbidrag:
        if saknas := [år for år in åren if år not in bidrag.belopp]:
            arbete.återstår.append(f"Skriv kommunbidraget för {räkna_upp(saknas)} i {bidrag.id}.")
    for investering in plan.ekonomi.investeringar:
        if investering.rader and any(år not in rad.belopp for rad in investering.rader for år in åren):
            arbete.återstår.append(f"Skriv investeringarna för {räkna_upp(åren)} i {investering.id}.")
    arbete.återstår += [
        f"Gå igenom tabellen {tabell.id}: åren i den är oförändrade." for tabell in plan.ekonomi.tabeller
    ]


def _flytta_budget(ingrepp: Ingrepp, nr: int, plan: Plandokument, huvud: Planhuvud) -> None:
    """Flyttar budgeten till föregående. Är kommunbidraget för det nya året känt står det på sin rad."""
    rutt: Rutt = ("ekonomi", "driftbudget", nr)
    budget = plan.ekonomi.driftbudget[nr]
    if budget.avser is not None:
        ingrepp.sätt((*rutt, "avser"), huvud.från)
    ingrepp.sätt((*rutt, "jämförelse"), plan.plan.år.till)
    if budget.jämförelsen_är != "budget":
        ingrepp.sätt((*rutt, "jämförelsen är"), "budget")
    if budget.brygga is not None:
        ingrepp.ta_bort((*rutt, "brygga"))
    for rad, innehåll in _raderna(ingrepp.innehåll["ekonomi"]["driftbudget"][nr]["rader"], (*rutt, "rader")):
        ingrepp.sätt((*rad, "föregående"), innehåll["budget"])
        if innehåll.get("slag") == "kommunbidrag" and (känt := _kommunbidraget(budget, plan, huvud)) is not None:
            ingrepp.sätt((*rad, "budget"), känt)
        for nyckel in ("förändring", "förändring procent"):
            if nyckel in innehåll:
                ingrepp.ta_bort((*rad, nyckel))


def _kommunbidraget(budget: Driftbudget, plan: Plandokument, huvud: Planhuvud) -> Decimal | int | None:
    """Kommunbidraget för det nya året i driftbudgetens enhet, när planen redan anger det."""
    for bidrag in plan.ekonomi.kommunbidrag:
        if bidrag.verksamhetsområde == budget.verksamhetsområde and str(huvud.från) in bidrag.belopp:
            belopp = i_kronor(bidrag.belopp[str(huvud.från)], bidrag.enhet) / KRONOR[budget.enhet]
            return int(belopp) if belopp == int(belopp) else belopp.normalize()
    return None


def _raderna(rader: list[Any], rutt: Rutt) -> Iterator[tuple[Rutt, Mapping[str, Any]]]:
    for nr, rad in enumerate(rader):
        yield (*rutt, nr), rad
        yield from _raderna(rad.get("varav", []), (*rutt, nr, "varav"))


# --- Det som en människa måste bestämma -------------------------------------------------------------


def _peka_ut_tider(arbete: _Arbete, plan: Plandokument, huvud: Planhuvud) -> None:
    """Tider som har gått, målvärden som inte är satta för de nya åren, och årtal som står kvar i texter."""
    kvar = set(_alla_id(arbete.innehåll))
    passerat = [
        *(u.id for u in plan.alla_uppdrag() if u.klart and u.klart.till.year < huvud.från),
        *(å.id for å in plan.alla_åtgärder() if å.sista_dag and å.sista_dag.year < huvud.från),
    ]
    if passerat := [id_ for id_ in passerat if id_ in kvar]:
        arbete.återstår.append(f"Tiden har gått ut: {räkna_upp(passerat)}. Sätt en ny, eller ta bort det som är gjort.")
    gamla = [i.id for i in plan.alla_indikatorer() if i.id in kvar and _bara_gamla_mål(i, huvud)]
    if gamla:
        arbete.återstår.append(f"Målvärdet gäller en tid som har gått: {räkna_upp(gamla)}.")
    rader = [str(nr) for nr, rad in enumerate(arbete.text.decode().splitlines(), 1) if _gammalt_årtal(rad, plan)]
    if rader:
        visas = räkna_upp(rader[:12]) if len(rader) <= 12 else f"{', '.join(rader[:12])} och {len(rader) - 12} till"
        arbete.återstår.append(f"Årtalet {plan.plan.år} står kvar på rad {visas}.")


def _alla_id(innehåll: Any) -> Iterator[str]:
    if isinstance(innehåll, dict):
        if isinstance(innehåll.get("id"), str):
            yield innehåll["id"]
        innehåll = list(innehåll.values())
    if isinstance(innehåll, list):
        for del_ in innehåll:
            yield from _alla_id(del_)


def _bara_gamla_mål(indikator: Indikator, huvud: Planhuvud) -> bool:
    tider = [villkor.tid for _, villkor in målvillkor(indikator, ())]
    return bool(tider) and all(getattr(tid, "till", None) is not None and tid.till.year < huvud.från for tid in tider)  # type: ignore[union-attr]


def _gammalt_årtal(rad: str, plan: Plandokument) -> bool:
    """Om raden är löpande text med det gamla årtalet: inte en nyckel som säger vilken tid ett värde avser."""
    utan = re.sub(r"(?:avser|jämförelse|föregångare|källa|klart|start|slut|per år|belopp)\s*:.*", "", rad)
    return re.search(rf"\b{plan.plan.år.till}\b", utan) is not None and not rad.lstrip().startswith("#")
