"""En akt och ett tillfälle in, frågorna som uppföljningen ska svara på ut, med det som behövs för att svara.

Bara det som ska besvaras vid perioden är en fråga, efter samma regler som i `plan validera`. Samma frågor ställs i YAML,
i terminalen, i Excel och i webbläsaren.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from planverktyg.blanketter.indikatorfragor import beskriv_indikator, skriv_så
from planverktyg.modell.grund.svenska import skriv_datum, skriv_tal, versal
from planverktyg.modell.rapportering import Uppföljningsdokument
from planverktyg.uppfyllelse import Skäl, Uppfyllelse, bedöm
from planverktyg.uppfyllelse.effekter import väntad_effekt
from planverktyg.uppfyllelse.forlopp import Förlopp
from planverktyg.uppfyllelse.serier import föregångarens

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from datetime import date

    from planverktyg.arkiv.akt import Akt
    from planverktyg.modell.plan import Uppdrag
    from planverktyg.modell.rapportering import Riskrapport, Statusrapport
    from planverktyg.modell.risk import Risk
    from planverktyg.uppfyllelse import Indikatorbedömning, Målbedömning
    from planverktyg.uppfyllelse.avgjort import Statusar


class Tillfället(NamedTuple):
    """Perioden som ska följas upp, och dagen som läget gäller."""

    period: str
    per: date


class Fråga(NamedTuple):
    """Något som ska besvaras: en indikator, ett uppdrag, en risk."""

    id: str
    text: str
    """Det som behövs för att svara: namn, mål, utgångsvärde och tidigare svar."""
    nycklar: tuple[str, ...] = ()
    """Nycklarna som behöver fyllas i, när ett ensamt värde inte räcker."""
    mål: str = ""
    """Målet som indikatorn hör till."""


class Frågedel(NamedTuple):
    """Frågorna under en nyckel i uppföljningen, och exempel på hur man svarar."""

    nyckel: str
    så: tuple[str, ...]
    frågor: tuple[Fråga, ...]


def frågorna(akt: Akt, tillfället: Tillfället) -> Iterator[Frågedel]:
    """Uppföljningens delar med sina frågor, i den ordning de står i filen. En del utan frågor är med, men tom."""
    tidigare = [u.modell for u in akt.uppföljningar if u.modell.uppföljning.per < tillfället.per]
    plan = akt.plan.modell
    huvud = {"plan": plan.plan.id, "period": tillfället.period, "per": tillfället.per.isoformat()}
    tom = Uppföljningsdokument.model_validate({"format": 1, "uppföljning": huvud})
    uppfyllelse = bedöm(plan, tom, akt.husregler, Förlopp(tidigare, föregångarens(akt)).alla)
    yield Frågedel(
        "utfall",
        skriv_så(_väntande(tuple(uppfyllelse.alla_mätta()))),
        tuple(_utfall(uppfyllelse, tidigare)),
    )
    yield Frågedel("bedömningar", (), tuple(_bedömningar(uppfyllelse)))
    yield Frågedel("uppdrag", _SÅ_STATUS, tuple(_uppdrag(akt, tidigare, uppfyllelse.statusar)))
    yield Frågedel("åtgärder", _SÅ_STATUS, tuple(_åtgärder(akt, tidigare, uppfyllelse.statusar)))
    så: tuple[str, ...] = ("id-1: {effekt: 400, prognos: 900}", "id-2: {saknas: Varför effekten inte kan anges.}")
    yield Frågedel("åtgärdspunkter", så, tuple(_åtgärdspunkter(akt)))
    yield Frågedel("risker", ("id-1: {sannolikhet: 4, kommentar: Varför.}",), tuple(_risker(akt, tidigare)))
    så = ("id-1: utan avvikelse", "id-2: {resultat: med avvikelse, avvikelse: Vad som avvek.}")
    yield Frågedel("kontrollmoment", så, tuple(Fråga(k.id, k.text) for k in plan.kontrollmoment))
    yield Frågedel("ekonomi", (), tuple(_ekonomi(akt, tillfället.per)))


# --- Indikatorer och mål ----------------------------------------------------------------------------


_SÅ_STATUS = ("id-1: pågår", "id-2: {status: försenad, kommentar: Varför och vad som händer nu.}")


def _väntande(bedömningar: Iterable[Indikatorbedömning]) -> list[Indikatorbedömning]:
    """Indikatorerna som uppföljningen ska ha ett utfall för."""
    senare = (Skäl.INTE_ÄN, Skäl.SENARE, Skäl.FÖR_HAND, Skäl.UTGÅR)
    # Är svaret inte hela det som rapporterades förut är bara några av delarna avgjorda, och de andra ska besvaras.
    utan_svar = (b for b in bedömningar if b.utfall is None or not b.rapporterat)
    return [b for b in utan_svar if b.beslutad is None and b.skäl not in senare]


def _utfall(uppfyllelse: Uppfyllelse, tidigare: Sequence[Uppföljningsdokument]) -> Iterator[Fråga]:
    grupper = [(f"{versal(m.mål.nivå)}: {m.mål.namn}", m.indikatorer) for m in uppfyllelse.alla_mål()]
    grupper += [(f"Nyckeltal: {n.grupp.rubrik}", n.indikatorer) for n in uppfyllelse.nyckeltal]
    for ovanför, indikatorer in grupper:
        for bedömning in _väntande(indikatorer):
            under = ("avstämning",) if bedömning.skäl is Skäl.STÄMS_AV else ()
            yield Fråga(bedömning.indikator.id, beskriv_indikator(bedömning, tidigare), under, ovanför)


def _bedömningar(uppfyllelse: Uppfyllelse) -> Iterator[Fråga]:
    """Mål utan indikatorer, och indikatorer vars nivå är satt i ord."""
    för_hand = [(b.indikator.id, f"{b.indikator.namn} · Mål: {b.förklaring}") for b in uppfyllelse.alla_indikatorer()
                if b.skäl is Skäl.FÖR_HAND and b.beslutad is None]  # fmt: skip
    utan = [
        (m.mål.id, f"{versal(m.mål.nivå)}: {m.mål.namn}") for mål in uppfyllelse.mål for m in _utan_indikatorer(mål)
    ]
    for id_, text in utan + för_hand:
        yield Fråga(id_, text, ("bedömning", "motivering"))


def _utan_indikatorer(mål: Målbedömning) -> Iterator[Målbedömning]:
    """De översta målen som ingen indikator kan säga något om."""
    if mål.skäl is Skäl.INGA_INDIKATORER:
        yield mål
    else:
        for delmål in mål.delmål:
            yield from _utan_indikatorer(delmål)


# --- Uppdrag, åtgärder, risker, kontroller och ekonomi ----------------------------------------------


def _uppdrag(akt: Akt, tidigare: Sequence[Uppföljningsdokument], statusar: Statusar) -> Iterator[Fråga]:
    svar = [(u, u.uppdrag) for u in tidigare]
    for uppdrag in akt.plan.modell.alla_uppdrag():
        if uppdrag.id not in statusar.uppdrag:
            klart = f"Klart: {uppdrag.klart}" if uppdrag.klart else ""
            mål = f"Mål: {uppdrag.målvärde.skriv(uppdrag.enhet)}" if uppdrag.målvärde else ""
            avgjorda = {id_ for id_, s in statusar.delar.get(uppdrag.id, {}).items() if s.ur}
            så = _så_om_uppdrag(uppdrag, avgjorda)
            yield Fråga(uppdrag.id, _foga(uppdrag.text, klart, mål, *_tidigare_status(uppdrag.id, svar), så))


def _så_om_uppdrag(uppdrag: Uppdrag, avgjorda: AbstractSet[str]) -> str:
    """Hur svaret skrivs, när ett ensamt ord inte räcker. De delar som redan är avgjorda behöver inte sägas igen."""
    delar = ", ".join(f"{del_.id}: …" for del_ in uppdrag.delar if del_.id and del_.id not in avgjorda)
    nycklar = ["status: …", *(["värde: …"] if uppdrag.målvärde else []), *([f"delar: {{{delar}}}"] if delar else [])]
    return f"Så svarar du: {{{', '.join(nycklar)}}}" if len(nycklar) > 1 else ""


def _åtgärder(akt: Akt, tidigare: Sequence[Uppföljningsdokument], statusar: Statusar) -> Iterator[Fråga]:
    svar = [(u, u.åtgärder) for u in tidigare]
    for åtgärd in akt.plan.modell.alla_åtgärder():
        if åtgärd.id not in statusar.åtgärder:
            slut = f"Senast: {skriv_datum(åtgärd.sista_dag)}" if åtgärd.sista_dag else ""
            yield Fråga(åtgärd.id, _foga(åtgärd.text, slut, *_tidigare_status(åtgärd.id, svar)))


def _åtgärdspunkter(akt: Akt) -> Iterator[Fråga]:
    """Punkterna som planen väntar en ekonomisk effekt av."""
    for punkt in akt.plan.modell.alla_punkter():
        effekter = [e for e in (punkt.ekonomisk_effekt, *(å.ekonomisk_effekt for å in punkt.åtgärder)) if e]
        if effekter:
            kronor = väntad_effekt(punkt).kronor
            väntad = effekter[0].text or ("" if kronor is None else f"{skriv_tal(kronor)} kr")
            yield Fråga(punkt.id, _foga(punkt.namn, f"Väntad effekt: {väntad}" if väntad else ""))


def _tidigare_status(
    id_: str, svar: Sequence[tuple[Uppföljningsdokument, Mapping[str, Statusrapport]]]
) -> Iterator[str]:
    for uppföljning, rapporter in svar:
        if id_ in rapporter:
            yield f"{_namn(uppföljning)}: {rapporter[id_].status}"


def _risker(akt: Akt, tidigare: Sequence[Uppföljningsdokument]) -> Iterator[Fråga]:
    nya = [(risk, f"Ny {_namn(u)}") for u in tidigare for risk in u.nya_risker]
    for risk, när in [*((risk, "I planen") for risk in akt.plan.modell.risker), *nya]:
        svar = [(u, u.risker[risk.id]) for u in tidigare if risk.id in u.risker]
        planens = f"{när}: {_skriv_steg(risk.sannolikhet, risk.konsekvens)}"
        yield Fråga(risk.id, _foga(risk.text, planens, *(_riskläge(risk, u, r) for u, r in svar)))


def _skriv_steg(sannolikhet: int | None, konsekvens: int | None) -> str:
    """`sannolikhet 3, konsekvens 4`."""
    if sannolikhet is None or konsekvens is None:
        return "inte värderad"
    return f"sannolikhet {sannolikhet}, konsekvens {konsekvens}"


def _riskläge(risk: Risk, uppföljning: Uppföljningsdokument, rapport: Riskrapport) -> str:
    sannolikhet, konsekvens = rapport.sannolikhet or risk.sannolikhet, rapport.konsekvens or risk.konsekvens
    return f"{_namn(uppföljning)}: {_skriv_steg(sannolikhet, konsekvens)}"


def _ekonomi(akt: Akt, per: date) -> Iterator[Fråga]:
    """Verksamhetsområdena som har budget i planen."""
    ekonomi = akt.plan.modell.ekonomi
    tabeller = [*ekonomi.kommunbidrag, *ekonomi.driftbudget]
    for område in akt.plan.modell.verksamhetsområden:
        egna = [tabell for tabell in tabeller if tabell.verksamhetsområde == område.id]
        if not egna:
            continue
        årets = next((b for b in ekonomi.kommunbidrag if b in egna and str(per.year) in b.belopp), None)
        budget = f"Kommunbidrag {per.year}: {skriv_tal(årets.belopp[str(per.year)])} {årets.enhet}" if årets else ""
        prognos = () if akt.husregler.är_helår(per) else ("prognos",)
        yield Fråga(
            område.id,
            _foga(område.namn, budget, "Beloppen i tkr; annars läggs enhet: mnkr till"),
            ("budget", "utfall", *prognos),
        )


def _namn(uppföljning: Uppföljningsdokument) -> str:
    return uppföljning.uppföljning.tillfälle


def _foga(*delar: str) -> str:
    return " · ".join(filter(None, delar))
