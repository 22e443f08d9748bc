"""En akt och en period in, uppföljningen att fylla i ut: varje rad som väntar på svar, med mål och tidigare värden.

Bara det som ska besvaras vid perioden står med, efter samma regler som i `plan validera`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from planverktyg.blanketter.yaml.indikatorrader import beskriv_indikator, skriv_så
from planverktyg.blanketter.yaml.yamltext import SÅ_LÄSER_DU, citera, kommentera
from planverktyg.modell.grund.svenska import skriv_datum, skriv_tal, versal
from planverktyg.modell.rapportering import Uppföljningsdokument
from planverktyg.uppfyllelse import Skäl, Uppfyllelse, bedöm
from planverktyg.uppfyllelse.effekter import väntad_effekt
from planverktyg.uppfyllelse.serier import föregångarens

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from planverktyg.arkiv.akt import Akt
    from planverktyg.modell.plan import Plan, Uppdrag
    from planverktyg.modell.rapportering import Riskrapport, Statusrapport
    from planverktyg.modell.risk import Risk
    from planverktyg.uppfyllelse import Indikatorbedömning, Målbedömning
    from planverktyg.uppfyllelse.avgjort import Statusar


class Tillfället(NamedTuple):
    """Perioden som ska följas upp, och dagen som läget gäller."""

    period: str
    per: date


class _Del(NamedTuple):
    """En del av uppföljningen: nyckeln, hur man svarar, och raderna som väntar på svar."""

    nyckel: str
    så: tuple[str, ...]
    rader: list[str]


def skriv_uppföljning(akt: Akt, tillfället: Tillfället, schema: str) -> str:
    """Uppföljningen som text. `schema` är raden som visar texteditorn var schemat finns."""
    plan = akt.plan.modell.plan
    tidigare = [u.modell for u in akt.uppföljningar if u.modell.uppföljning.per < tillfället.per]
    förklaring = ["#", *kommentera(SÅ_LÄSER_DU), "#", *kommentera(_FYLL_I)]
    rader = [*_inledning(plan, tillfället, schema), *förklaring, "", *_huvud(plan, tillfället)]
    rader += ["", "# Nämndens egen sammanfattning. Efter | får texten ha flera stycken.", "#sammanfattning: |"]
    rader += ["#  Året har präglats av …"]
    for del_ in _delar(akt, tillfället, tidigare):
        if del_.rader:
            rader += ["", *kommentera(_RUBRIKER[del_.nyckel]), *(f"#   {så}" for så in del_.så)]
            rader += [f"{del_.nyckel}:", *del_.rader]
    return "\n".join(rader) + "\n"


def skriv_tom_uppföljning(plan: Plan, tillfället: Tillfället, schema: str) -> str:
    """Bara uppföljningens huvud, för den som lämnar svaren ett och ett."""
    return "\n".join([*_inledning(plan, tillfället, schema), "", *_huvud(plan, tillfället)]) + "\n"


def _inledning(plan: Plan, tillfället: Tillfället, schema: str) -> list[str]:
    namn = f"{tillfället.period} {tillfället.per.year}"
    return [schema, "#", *kommentera(f"Uppföljning {namn} av {plan.namn} ({plan.nämnd}).")]


def _huvud(plan: Plan, tillfället: Tillfället) -> list[str]:
    return [
        "format: 1",
        "",
        "uppföljning:",
        f"  plan: {plan.id}",
        f"  period: {citera(tillfället.period)}",
        f"  per: {tillfället.per.isoformat()}",
        "  # Ändra till klar när allt är ifyllt. Till dess visas rapporten som ett utkast.",
        "  fas: inmatning",
    ]


_FYLL_I = (
    "Så fyller du i: skriv svaret efter kolonet. En rad utan svar väntar, och plan validera pekar ut den. Ta bort raden om "
    "den inte behövs. Ovanför varje rad står vad som gäller: mål, utgångsvärde och vad tidigare uppföljningar har sagt."
)
_RUBRIKER = {
    "utfall": "Utfallet för indikatorerna. Exempel på svar:",
    "bedömningar": "Det som bedöms för hand: ett steg på kommunens bedömningsskala, och varför.",
    "uppdrag": "Hur det går med uppdragen. Exempel på svar:",
    "åtgärder": "Hur det går med åtgärderna. Exempel på svar:",
    "åtgärdspunkter": "Vad åtgärdsplanens punkter har gett i pengar. Exempel på svar:",
    "risker": "Riskerna nu. Har inget ändrats kan raden tas bort: då gäller planen. Exempel på svar:",
    "kontrollmoment": "Vad kontrollerna visade. Exempel på svar:",
    "ekonomi": "Ekonomin för verksamhetsområdena, i nettokostnader. Skriv tal utan mellanslag.",
}
_SÅ_STATUS = ("id-1: pågår", "id-2: {status: försenad, kommentar: Varför och vad som händer nu.}")


def _delar(akt: Akt, tillfället: Tillfället, tidigare: Sequence[Uppföljningsdokument]) -> Iterator[_Del]:
    plan = akt.plan.modell
    huvud = {"plan": plan.plan.id, "period": tillfället.period, "per": tillfället.per.isoformat()}
    tom = Uppföljningsdokument.model_validate({"format": 1, "uppföljning": huvud})
    uppfyllelse = bedöm(plan, tom, akt.husregler, tidigare, föregångarens(akt))
    yield _Del("utfall", skriv_så(_väntande(uppfyllelse.alla_indikatorer())), list(_utfall(uppfyllelse, tidigare)))
    yield _Del("bedömningar", (), list(_bedömningar(uppfyllelse)))
    yield _Del("uppdrag", _SÅ_STATUS, list(_uppdrag(akt, tidigare, uppfyllelse.statusar)))
    yield _Del("åtgärder", _SÅ_STATUS, list(_åtgärder(akt, tidigare, uppfyllelse.statusar)))
    så: tuple[str, ...] = ("id-1: {effekt: 400, prognos: 900}", "id-2: {saknas: Varför effekten inte kan anges.}")
    yield _Del("åtgärdspunkter", så, list(_åtgärdspunkter(akt)))
    yield _Del("risker", ("id-1: {sannolikhet: 4, kommentar: Varför.}",), list(_risker(akt, tidigare)))
    så = ("id-1: utan avvikelse", "id-2: {resultat: med avvikelse, avvikelse: Vad som avvek.}")
    yield _Del("kontrollmoment", så, [r for k in plan.kontrollmoment for r in _rad(k.id, k.text)])
    yield _Del("ekonomi", (), list(_ekonomi(akt, tillfället.per)))


# --- Indikatorer och mål ----------------------------------------------------------------------------


def _väntande(bedömningar: Iterable[Indikatorbedömning]) -> list[Indikatorbedömning]:
    """Indikatorerna som uppföljningen ska ha ett utfall för."""
    senare = (Skäl.INTE_ÄN, Skäl.SENARE, Skäl.FÖR_HAND)
    return [b for b in bedömningar if b.utfall is None and b.beslutad is None and b.skäl not in senare]


def _utfall(uppfyllelse: Uppfyllelse, tidigare: Sequence[Uppföljningsdokument]) -> Iterator[str]:
    for mål in uppfyllelse.alla_mål():
        väntande = _väntande(mål.indikatorer)
        if väntande:
            yield from ("", *kommentera(f"{versal(mål.mål.nivå)}: {mål.mål.namn}", "  "))
        for bedömning in väntande:
            under = ("avstämning",) if bedömning.skäl is Skäl.STÄMS_AV else ()
            yield from _rad(bedömning.indikator.id, beskriv_indikator(bedömning, tidigare), *under)


def _bedömningar(uppfyllelse: Uppfyllelse) -> Iterator[str]:
    """Mål utan indikatorer, och indikatorer vars nivå är satt i ord."""
    för_hand = [(b.indikator.id, f"{b.indikator.namn} · Mål: {b.förklaring}") for b in uppfyllelse.alla_indikatorer()
                if b.skäl is Skäl.FÖR_HAND and b.beslutad is None]  # fmt: skip
    utan = [
        (m.mål.id, f"{versal(m.mål.nivå)}: {m.mål.namn}") for mål in uppfyllelse.mål for m in _utan_indikatorer(mål)
    ]
    for id_, text in utan + för_hand:
        yield from _rad(id_, text, "bedömning", "motivering")


def _utan_indikatorer(mål: Målbedömning) -> Iterator[Målbedömning]:
    """De översta målen som ingen indikator kan säga något om."""
    if mål.skäl is Skäl.INGA_INDIKATORER:
        yield mål
    else:
        for delmål in mål.delmål:
            yield from _utan_indikatorer(delmål)


# --- Uppdrag, åtgärder, risker, kontroller och ekonomi ----------------------------------------------


def _rad(id_: str, text: str, *nycklar: str) -> Iterator[str]:
    """En rad som väntar på svar, med en kommentar ovanför och det som ska fyllas i under."""
    yield from ("", *kommentera(text, "  "), f"  {id_}:", *(f"    {nyckel}:" for nyckel in nycklar))


def _uppdrag(akt: Akt, tidigare: Sequence[Uppföljningsdokument], statusar: Statusar) -> Iterator[str]:
    svar = [(u, u.uppdrag) for u in tidigare]
    for uppdrag in akt.plan.modell.alla_uppdrag():
        if uppdrag.id not in statusar.uppdrag:
            klart = f"Klart: {uppdrag.klart}" if uppdrag.klart else ""
            mål = f"Mål: {uppdrag.målvärde.skriv(uppdrag.enhet)}" if uppdrag.målvärde else ""
            så = _så_om_uppdrag(uppdrag)
            yield from _rad(uppdrag.id, _foga(uppdrag.text, klart, mål, *_tidigare_status(uppdrag.id, svar), så))


def _så_om_uppdrag(uppdrag: Uppdrag) -> str:
    """Hur svaret skrivs, när ett ensamt ord inte räcker."""
    delar = ", ".join(f"{del_.id}: …" for del_ in uppdrag.delar if del_.id)
    nycklar = ["status: …", *(["värde: …"] if uppdrag.målvärde else []), *([f"delar: {{{delar}}}"] if delar else [])]
    return f"Så svarar du: {{{', '.join(nycklar)}}}" if len(nycklar) > 1 else ""


def _åtgärder(akt: Akt, tidigare: Sequence[Uppföljningsdokument], statusar: Statusar) -> Iterator[str]:
    svar = [(u, u.åtgärder) for u in tidigare]
    for åtgärd in akt.plan.modell.alla_åtgärder():
        if åtgärd.id not in statusar.åtgärder:
            slut = f"Senast: {skriv_datum(åtgärd.sista_dag)}" if åtgärd.sista_dag else ""
            yield from _rad(åtgärd.id, _foga(åtgärd.text, slut, *_tidigare_status(åtgärd.id, svar)))


def _åtgärdspunkter(akt: Akt) -> Iterator[str]:
    """Punkterna som planen väntar en ekonomisk effekt av."""
    for punkt in akt.plan.modell.alla_punkter():
        effekter = [e for e in (punkt.ekonomisk_effekt, *(å.ekonomisk_effekt for å in punkt.åtgärder)) if e]
        if effekter:
            kronor = väntad_effekt(punkt).kronor
            väntad = effekter[0].text or ("" if kronor is None else f"{skriv_tal(kronor)} kr")
            yield from _rad(punkt.id, _foga(punkt.namn, f"Väntad effekt: {väntad}" if väntad else ""))


def _tidigare_status(
    id_: str, svar: Sequence[tuple[Uppföljningsdokument, Mapping[str, Statusrapport]]]
) -> Iterator[str]:
    for uppföljning, rapporter in svar:
        if id_ in rapporter:
            yield f"{_namn(uppföljning)}: {rapporter[id_].status}"


def _risker(akt: Akt, tidigare: Sequence[Uppföljningsdokument]) -> Iterator[str]:
    for risk in akt.plan.modell.risker:
        svar = [(u, u.risker[risk.id]) for u in tidigare if risk.id in u.risker]
        planens = f"I planen: sannolikhet {risk.sannolikhet}, konsekvens {risk.konsekvens}"
        yield from _rad(risk.id, _foga(risk.text, planens, *(_riskläge(risk, u, r) for u, r in svar)))


def _riskläge(risk: Risk, uppföljning: Uppföljningsdokument, rapport: Riskrapport) -> str:
    sannolikhet, konsekvens = rapport.sannolikhet or risk.sannolikhet, rapport.konsekvens or risk.konsekvens
    return f"{_namn(uppföljning)}: sannolikhet {sannolikhet}, konsekvens {konsekvens}"


def _ekonomi(akt: Akt, per: date) -> Iterator[str]:
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
        yield from _rad(
            område.id,
            _foga(område.namn, budget, "Beloppen i tkr; annars läggs enhet: mnkr till"),
            "budget",
            "utfall",
            *prognos,
        )


def _namn(uppföljning: Uppföljningsdokument) -> str:
    return f"{uppföljning.uppföljning.period} {uppföljning.uppföljning.per.year}"


def _foga(*delar: str) -> str:
    return " · ".join(filter(None, delar))
