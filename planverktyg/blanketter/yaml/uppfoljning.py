"""En akt och en period in, uppföljningen att fylla i ut: en rad för varje fråga, med mål och tidigare värden."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planverktyg.blanketter.fragor import frågorna
from planverktyg.blanketter.svarsnycklar import svarsslagen
from planverktyg.blanketter.yaml.yamltext import SÅ_LÄSER_DU, citera, kommentera
from planverktyg.modell.grund.svenska import räkna_upp

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from planverktyg.arkiv.akt import Akt
    from planverktyg.blanketter.fragor import Fråga, Tillfället
    from planverktyg.modell.plan import Plan


def skriv_uppföljning(akt: Akt, tillfället: Tillfället, schema: str) -> str:
    """Uppföljningen som text. `schema` är raden som visar texteditorn var schemat finns."""
    plan = akt.plan.modell.plan
    förklaring = ["#", *kommentera(SÅ_LÄSER_DU), "#", *kommentera(_FYLL_I)]
    rader = [*_inledning(plan, tillfället, schema), *förklaring, "", *_huvud(plan, tillfället)]
    rader += ["", "# Nämndens egen sammanfattning. Efter | får texten ha flera stycken.", "#sammanfattning: |"]
    rader += ["#  Året har präglats av …"]
    for del_ in frågorna(akt, tillfället):
        if del_.frågor:
            rader += ["", *kommentera(_RUBRIKER[del_.nyckel]), *(f"#   {så}" for så in del_.så)]
            nycklar = [nyckel.namn for nyckel in svarsslagen()[del_.nyckel].nycklar]
            rader += kommentera(f"På en rad kan det stå {räkna_upp(nycklar)}.")
            rader += [f"{del_.nyckel}:", *_rader(del_.frågor)]
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


def _rader(frågor: Iterable[Fråga]) -> Iterator[str]:
    """Varje fråga som en rad som väntar på svar, med en kommentar ovanför och det som ska fyllas i under."""
    mål = ""
    for fråga in frågor:
        if fråga.mål != mål:
            mål = fråga.mål
            yield from ("", *kommentera(mål, "  "))
        yield from (
            "",
            *kommentera(fråga.text, "  "),
            f"  {fråga.id}:",
            *(f"    {nyckel}:" for nyckel in fråga.nycklar),
        )
