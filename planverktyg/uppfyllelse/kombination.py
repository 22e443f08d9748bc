"""Flera bedömningar av en och samma indikator in, en ut: villkoren i en lista, och delarna som delar på indikatorn.

Var och en har sin egen tid, sitt eget värde, sin egen grad och sitt eget skäl. Den sämsta som är bedömd avgör. Kan
en som inte är bedömd ändra svaret finns inget svar. Det som ska nås senare, saknar målvärde eller har utgått räknas inte.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from planverktyg.modell.grund.svenska import räkna_upp
from planverktyg.modell.villkor import Prövning
from planverktyg.uppfyllelse.resultat import EJ_I_TÄCKNINGEN, SKA_ALDRIG_NÅS, Delbedömning, Grund, Skäl

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from planverktyg.modell.bedomning import Skala
    from planverktyg.uppfyllelse.resultat import Bedömtvärde


def kombinera(namn: str, delar: Sequence[Delbedömning], skala: Skala) -> Delbedömning:
    """Delarna som en bedömning. En ensam del är sig själv."""
    if len(delar) == 1:
        return delar[0] if delar[0].namn == namn else delar[0]._replace(namn=namn)
    räknas = [d for d in delar if d.har_målvärde and not d.är_bör] or list(delar)
    frist = _gemensam_frist([d for d in räknas if d.skäl not in SKA_ALDRIG_NÅS] or räknas)
    nu = [d for d in räknas if d.skäl not in EJ_I_TÄCKNINGEN]
    kvar = [d for d in räknas if d.skäl is Skäl.INTE_ÄN]
    if nu and kvar and all(d.i_förtid for d in nu):  # några är nådda i förtid, men inte alla som ska nås då
        räknas, nu = kvar, []
        frist = min(d.frist for d in kvar)
    if stäms_av := [d for d in räknas if d.skäl is Skäl.STÄMS_AV]:  # resten avgjordes tidigare
        räknas, nu = stäms_av, []
    bedömda = [d for d in nu if d.steg]
    utan = [d for d in nu if not d.steg]
    if bedömda:
        avgör = max(bedömda, key=lambda d: _hur_illa(d, skala))
        if not utan or avgör.steg == skala[-1]:
            slutlig = all(d.slutlig for d in nu) or (avgör.slutlig and avgör.steg == skala[-1])
            i_förtid = all(d.i_förtid for d in bedömda)
            return avgör._replace(namn=namn, frist=frist, delar=tuple(delar), slutlig=slutlig, i_förtid=i_förtid)
        skäl, förklaring = _skälet(utan, några_bedömda=True)
        oprövat = Prövning(None, skäl=förklaring)
        return Delbedömning(namn, None, avgör.bedömt, oprövat, None, skäl, förklaring, frist, tuple(delar))
    visad = next((d for d in utan or räknas if d.prövning), (utan or räknas)[0])
    skäl, förklaring = _skälet(utan or _närmast(räknas), några_bedömda=False)
    return visad._replace(namn=namn, skäl=skäl, förklaring=förklaring, frist=frist, delar=tuple(delar))


def _hur_illa(d: Delbedömning, skala: Skala) -> tuple[int, Fraction]:
    """Stegets plats, och bland dem på samma steg den lägsta graden; den som inte har någon grad är lägst."""
    assert d.steg is not None
    grad = d.prövning.grad if d.prövning else None
    return skala.index(d.steg), -grad if grad is not None else Fraction(1)


def _skälet(utan: Sequence[Delbedömning], *, några_bedömda: bool) -> tuple[Skäl, str]:
    """Det gemensamma skälet, annars att det inte kan prövas, med varje dels skäl."""
    skälen = {d.skäl for d in utan}
    ensamt = utan[0].skäl
    if len(skälen) == 1 and ensamt is not None and not (några_bedömda and utan[0].är_del):
        olika = list(dict.fromkeys(d.förklaring for d in utan if d.förklaring))
        if len(olika) > 1 and utan[0].är_del:
            delarnas = (f"{d.namn}: {d.förklaring.rstrip('.')}" for d in utan)
            return ensamt, f"{'; '.join(delarnas)}."
        return ensamt, räkna_upp(olika, "och")
    return Skäl.KAN_INTE_PRÖVAS, "; ".join(_skriv_skäl(d) for d in utan)


def _skriv_skäl(d: Delbedömning) -> str:
    if not d.förklaring or d.förklaring == d.skäl:
        return f"{d.namn}: {d.skäl}"
    return f"{d.namn}: {d.skäl} ({d.förklaring.rstrip('.')})"


def _närmast(delar: Sequence[Delbedömning]) -> list[Delbedömning]:
    """De som ska nås härnäst; ska ingen det, de som har ett målvärde."""
    senare = [d for d in delar if d.skäl is Skäl.INTE_ÄN]
    frist = min((d.frist for d in senare), default=None)
    med_mål = [d for d in delar if d.skäl is not Skäl.SAKNAR_MÅLVÄRDE]
    return [d for d in senare if d.frist == frist] or (med_mål or list(delar))[:1]


def _gemensam_frist(delar: Sequence[Delbedömning]) -> date:
    """Den sista tiden av dem som räknas nu; räknas ingen nu den närmaste."""
    nu = [d.frist for d in delar if d.skäl is not Skäl.INTE_ÄN]
    return max(nu) if nu else min(d.frist for d in delar)


_GRUNDER = {Grund.PROGNOS: "prognos", Grund.FRAMSKRIVNING: "rak framskrivning", Grund.LÄGE: "läge"}


def skriv_delarnas_värden(delar: Sequence[Delbedömning], *, med_grund: bool = False) -> str:
    """`hemtjänst 92 och särskilt boende 88`; `med_grund` säger vad vart och ett är: `SN 165 (rak framskrivning)`."""
    from planverktyg.uppfyllelse.stegvis import skriv_värde  # förklaringarna behövs annars inte för att bedöma

    def skriv(d: Delbedömning, bedömt: Bedömtvärde) -> str:
        grund = _GRUNDER.get(bedömt.grund, "utfall") if med_grund else ""
        return f"{d.namn} {skriv_värde(bedömt.värde, None, mot=d.prövning)}" + (f" ({grund})" if grund else "")

    return räkna_upp([skriv(d, d.bedömt) for d in delar if d.bedömt])
