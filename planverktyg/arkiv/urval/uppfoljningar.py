"""En akt, ett år och en period in, uppföljningen som ska visas ut, och vad användaren bör få veta om den."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from planverktyg.modell.grund.svenska import menade_du, räkna_upp

if TYPE_CHECKING:
    from planverktyg.arkiv.akt import Akt
    from planverktyg.arkiv.laddning import Dokument
    from planverktyg.modell.rapportering import Uppföljningsdokument

    Vald: TypeAlias = tuple[Dokument[Uppföljningsdokument] | None, str]


def välj_uppföljning(akt: Akt, period: str | None, år: int | None) -> Vald:
    """Uppföljningen för perioden, utan period den senaste. Med ett år tas aldrig en som gäller senare än året.

    Har året ingen uppföljning ännu tas den senaste före, och det sägs. Med både period och år gäller de exakt.
    """
    namn = akt.plan.modell.plan.id
    if not akt.uppföljningar:
        return None, f"{namn} har ingen uppföljning ännu."
    return _senaste(akt, namn, år) if period is None else _för_perioden(akt, namn, period, år)


def _senaste(akt: Akt, namn: str, år: int | None) -> Vald:
    hittills = [u for u in akt.uppföljningar if år is None or u.modell.uppföljning.per.year <= år]
    if not hittills:
        första = akt.uppföljningar[0].modell.uppföljning
        return None, f"{namn} har ingen uppföljning för {år}. Den första är {första.period} {första.per.year}."
    vald = hittills[-1]
    huvud = vald.modell.uppföljning
    visar = f"{namn}: visar {huvud.period} {huvud.per.year}"
    if år is not None and huvud.per.year < år:
        return vald, f"{visar}, eftersom {år} inte har någon uppföljning ännu."
    vilken = "den senaste uppföljningen" if vald is akt.uppföljningar[-1] else f"den senaste uppföljningen för {år}"
    return vald, f"{visar}, {vilken}."


def _för_perioden(akt: Akt, namn: str, period: str, år: int | None) -> Vald:
    funna = [u for u in akt.uppföljningar if u.modell.uppföljning.period == period]
    året = [u for u in funna if år is None or u.modell.uppföljning.per.year == år]
    if året:
        return året[-1], ""
    if funna:
        åren = räkna_upp([str(u.modell.uppföljning.per.year) for u in funna])
        return None, f"{namn} har ingen uppföljning för {period} {år}. Den finns för {åren}."
    finns = list(dict.fromkeys(u.modell.uppföljning.period for u in akt.uppföljningar))
    menat = menade_du(period, finns)
    råd = f"Menade du {menat}?" if menat else f"Det finns {räkna_upp(finns)}."
    return None, f"{namn} har ingen uppföljning för {period}. {råd}"
