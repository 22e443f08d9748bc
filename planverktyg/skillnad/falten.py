"""En dels fält före och efter in, ändringarna ut: varje fält har ett slag av ändring, och det som inte har det blir övrigt."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from planverktyg.modell.andel import Andel
from planverktyg.modell.atgardsplan import Åtgärd
from planverktyg.modell.byggsten import nyckel
from planverktyg.modell.effekt import Effekt
from planverktyg.modell.indikator import Indikator
from planverktyg.modell.period import Tidpunkt
from planverktyg.modell.plan import Mål, Plan, Uppdrag
from planverktyg.modell.rapportering import Uppföljning
from planverktyg.modell.risk import Risk
from planverktyg.skillnad.andringar import (
    EffektÄndrad,
    HusregelÄndrad,
    Omdöpt,
    RiskÄndrad,
    TextÄndrad,
    Tyngd,
    UtgångsvärdeÄndrat,
    ÖvrigtÄndrat,
)
from planverktyg.skillnad.kraven import FRISTER, MÅLET, jämför_målet, jämför_sluttiden, jämför_åren
from planverktyg.skillnad.ord import ordskillnad, skilda_blad, skriv, skriv_skilda, är_löptext
from planverktyg.skillnad.pengar import BELOPP
from planverktyg.skillnad.vikter import väg, väg_husregel, är_oviktig

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from planverktyg.modell.byggsten import Del
    from planverktyg.modell.indikator import Utgångsvärde
    from planverktyg.modell.noder import Nod
    from planverktyg.skillnad.andringar import Ställe, Ändring
    from planverktyg.skillnad.sammanhang import Sammanhang

_SKALSTEG = ("sannolikhet", "konsekvens", "värdering")


def jämför_fält(gammal: Nod, ny: Nod, ställe: Ställe, i: Sammanhang, *, i_husregler: bool = False) -> Iterator[Ändring]:
    """Ändringarna i delens egna fält, och i det krav som gäller för delen när det är ärvt."""
    före, efter = gammal.fält, ny.fält
    skilda = [namn for namn in efter if namn in före and före[namn] != efter[namn]]
    skilda = [namn for namn in skilda if (type(ny.del_), namn) not in BELOPP and namn not in i.bortse_från]
    yield from _sammansatta(gammal, ny, skilda, ställe, i)
    for namn in skilda:
        if i_husregler:
            yield from _husregeln(namn, före[namn], efter[namn], ställe)
        elif not _hör_till_det_sammansatta(ny.del_, namn):
            yield _fältet(namn, gammal, ny, ställe)


def _sammansatta(gammal: Nod, ny: Nod, skilda: Sequence[str], ställe: Ställe, i: Sammanhang) -> Iterator[Ändring]:
    """Det som flera uppgifter säger tillsammans: riskvärdet, sluttiden, målvärdet med sin tid."""
    före, efter = gammal.del_, ny.del_
    if isinstance(före, Risk) and isinstance(efter, Risk):
        if any(namn in _SKALSTEG for namn in skilda):
            yield _risken(före, efter, ställe, i)
    elif isinstance(efter, (Indikator, Uppdrag)) and (kravet := jämför_målet(gammal, ny, ställe, i)):
        yield kravet
    if isinstance(före, (Åtgärd, Uppdrag, Mål)) and (tiden := jämför_sluttiden(gammal, ny, ställe, i)):
        yield tiden
    if isinstance(före, Plan) and isinstance(efter, Plan) and "år" in skilda:
        yield jämför_åren(före, efter, ställe, gammal.rot.alla())


def _hör_till_det_sammansatta(del_: Del, namn: str) -> bool:
    if isinstance(del_, Risk):
        return namn in _SKALSTEG
    if isinstance(del_, (Åtgärd, Uppdrag, Mål)) and namn in FRISTER:
        return True
    if isinstance(del_, (Plan, Uppföljning)) and namn == "beslut":
        return True  # besluten jämförs för sig, med de tidigare
    if isinstance(del_, Indikator) and namn == "per_verksamhet" and del_.målvärde is not None:
        return True
    return (isinstance(del_, (Indikator, Uppdrag)) and namn in MÅLET) or (isinstance(del_, Plan) and namn == "år")


def _fältet(namn: str, gammal: Nod, ny: Nod, ställe: Ställe) -> Ändring:
    före, efter = getattr(gammal.del_, namn), getattr(ny.del_, namn)
    if isinstance(före, str) and isinstance(efter, str):
        return _ord(namn, före, efter, ställe, ny)
    if namn == "utgångsvärde":
        return _utgångsvärdet(före, efter, ställe)
    if isinstance(före or efter, Effekt):
        return _effekten(före, efter, ställe)
    return _övrigt(namn, före, efter, ställe, ny)


def _ord(namn: str, före: str, efter: str, ställe: Ställe, nod: Nod) -> Ändring:
    if namn == nod.namnfält:
        return _lydelsen(före, efter, ställe)
    är_lång = är_löptext(före) or är_löptext(efter)
    return (_texten if är_lång else _övrigt)(namn, före, efter, ställe, nod)


def _lydelsen(före: str, efter: str, ställe: Ställe) -> Omdöpt:
    tyngd = Tyngd.NEUTRAL if före.split() == efter.split() else Tyngd.ÄNDRAR
    return Omdöpt(ställe=ställe, tyngd=tyngd, från=före, till=efter, ord=ordskillnad(före, efter))


def _texten(namn: str, före: str, efter: str, ställe: Ställe, nod: Nod) -> TextÄndrad:
    bara_brytningar = före.split() == efter.split()
    return TextÄndrad(
        ställe=ställe,
        tyngd=Tyngd.NEUTRAL if bara_brytningar else väg(nod.del_, namn, före, efter),
        fält=nyckel(namn),
        från=före,
        till=efter,
        detaljer=("Orden är desamma; bara radbrytningar och blanksteg skiljer.",) if bara_brytningar else (),
        ord=ordskillnad(före, efter),
    )


def _övrigt(namn: str, före: Any, efter: Any, ställe: Ställe, nod: Nod) -> ÖvrigtÄndrat:
    från, till = skriv_skilda(före, efter)
    detaljer: tuple[str, ...] = ()
    if isinstance(före, tuple) and isinstance(efter, tuple):
        detaljer = tuple(
            f"{vad}: {skriv(ett)}"
            for vad, här, där in (("borttaget", före, efter), ("tillagt", efter, före))
            for ett in här
            if ett not in där
        )
    samma_tid = isinstance(före, Tidpunkt) and isinstance(efter, Tidpunkt) and före.till == efter.till
    tyngd = Tyngd.NEUTRAL if samma_tid else väg(nod.del_, namn, före, efter)
    return ÖvrigtÄndrat(ställe=ställe, tyngd=tyngd, fält=nyckel(namn), från=från, till=till, detaljer=detaljer)


def _utgångsvärdet(före: Utgångsvärde | None, efter: Utgångsvärde | None, ställe: Ställe) -> UtgångsvärdeÄndrat:
    """Vägen till målet räknas därifrån. Bara ord om mätningen, eller fler decimaler, ändrar inget."""
    från, till = skriv_skilda(före, efter)
    sakligt = före is None or efter is None or any(
        not är_oviktig(efter, namn) and not är_samma_värde(getattr(före, namn), getattr(efter, namn))
        for namn in type(efter).model_fields
    )  # fmt: skip
    return UtgångsvärdeÄndrat(ställe=ställe, tyngd=Tyngd.OKLAR if sakligt else Tyngd.NEUTRAL, från=från, till=till)


def är_samma_värde(före: Any, efter: Any) -> bool:
    """Om det är samma värde, eller samma värde med fler decimaler: 12,5 som blir 12,48."""
    if not isinstance(före, Decimal) or not isinstance(efter, Decimal):
        return bool(före == efter)
    if isinstance(före, Andel) and isinstance(efter, Andel):
        return Fraction(före) == Fraction(efter)
    grövre, finare = sorted((före, efter), key=lambda tal: -int(tal.as_tuple().exponent))
    return finare.quantize(Decimal(1).scaleb(int(grövre.as_tuple().exponent)), ROUND_HALF_UP) == grövre


def _husregeln(namn: str, före: Any, efter: Any, ställe: Ställe) -> Iterator[HusregelÄndrad]:
    for stig, a, b in skilda_blad(före, efter):
        fält = f"{nyckel(namn)} {stig}".rstrip()
        yield HusregelÄndrad(ställe=ställe, tyngd=väg_husregel(fält, a, b), fält=fält, från=skriv(a), till=skriv(b))


# --- Risker och pengar ------------------------------------------------------------------------------


def _risken(före: Risk, efter: Risk, ställe: Ställe, i: Sammanhang) -> RiskÄndrad:
    """En höjd risk är en ny kunskap, ärligt sagd. En sänkt kan göra att inget längre behöver göras åt den."""
    då, nu = före.riskvärde or 0, efter.riskvärde or 0
    matris = i.riskmatris
    under = matris is not None and any(nu < gräns <= då for gräns in (matris.tröskel, matris.hög))
    return RiskÄndrad(
        ställe=ställe,
        tyngd=Tyngd.OKLAR if under else Tyngd.ÄNDRAR,
        från=_skriv_risk(före),
        till=_skriv_risk(efter),
        detaljer=tuple(_trösklar(då, nu, i)),
        gammalt_värde=då,
        nytt_värde=nu,
    )


def _skriv_risk(risk: Risk) -> str:
    if risk.riskvärde is None:
        return f"inte värderad: {risk.värdering.saknas}" if risk.värdering else "inte värderad"
    steg = f" ({risk.sannolikhet} × {risk.konsekvens})" if risk.sannolikhet is not None else " (angivet)"
    return f"riskvärde {risk.riskvärde}{steg}"


def _trösklar(då: int, nu: int, i: Sammanhang) -> Iterator[str]:
    if i.riskmatris is None:
        return
    besked = (("kräver nu en åtgärd, en kontroll eller att den accepteras", "kräver inte längre någon åtgärd"),
              ("räknas nu som hög", "räknas inte längre som hög"))  # fmt: skip
    for (över, under), gräns in zip(besked, (i.riskmatris.tröskel, i.riskmatris.hög), strict=True):
        if (då >= gräns) != (nu >= gräns):
            yield f"Risken {över if nu >= gräns else under} (gränsen är {gräns})."


def _effekten(före: Effekt | None, efter: Effekt | None, ställe: Ställe) -> EffektÄndrad:
    då, nu = (e.kronor if e else None for e in (före, efter))
    tyngd = Tyngd.ÄNDRAR
    if efter is None or (då is not None and nu is None) or (då is not None and nu is not None and nu < då):
        tyngd = Tyngd.FÖRSVAGAR
    elif nu is not None and (då is None or nu > då):
        tyngd = Tyngd.STÄRKER
    från, till = skriv_skilda(före, efter)
    return EffektÄndrad(ställe=ställe, tyngd=tyngd, från=från, till=till)
