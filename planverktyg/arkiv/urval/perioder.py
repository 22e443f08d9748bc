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

    Perioden kan säga sitt år själv (`helår 2019`). Har året ingen uppföljning ännu tas den senaste före, och det sägs. Med
    både period och år gäller de exakt.
    """
    namn = akt.plan.modell.plan.id
    period, år = dela_period(akt, period, år)
    if not akt.uppföljningar:
        return None, f"{namn} har ingen uppföljning ännu."
    return _senaste(akt, namn, år) if period is None else _för_perioden(akt, namn, period, år)


def dela_period(akt: Akt, period: str | None, år: int | None) -> tuple[str | None, int | None]:
    """Periodens namn och år: `helår 2019` är helår och 2019, när ingen period heter så."""
    namn, _, sist = (period or "").rpartition(" ")
    kända = {*akt.husregler.perioder, *(u.modell.uppföljning.period for u in akt.uppföljningar)}
    if period in kända or namn not in kända or not (sist.isdecimal() and len(sist) == 4):
        return period, år
    return namn, int(sist)


def _senaste(akt: Akt, namn: str, år: int | None) -> Vald:
    hittills = [u for u in akt.uppföljningar if år is None or u.modell.uppföljning.per.year <= år]
    if not hittills:
        första = akt.uppföljningar[0].modell.uppföljning
        return None, f"{namn} har ingen uppföljning för {år}. Den första är {första.när}."
    vald = hittills[-1]
    huvud = vald.modell.uppföljning
    visar = f"{namn}: visar {huvud.när}"
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
    finns = [u.modell.uppföljning.när for u in akt.uppföljningar]
    menat = menade_du(period, [u.modell.uppföljning.period for u in akt.uppföljningar])
    råd = f"Menade du {menat}?" if menat else f"Det finns {räkna_upp(finns)}."
    return None, f"{namn} har ingen uppföljning för {period}. {råd}"
