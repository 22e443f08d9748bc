"""Ett mål eller hela planen in, vägen till bedömningen i ord ut: regeln, delarna med det som räknas av dem, och vägningen.

Stegen räcker för att räkna om bedömningen: varje del som vägs står med steget som räknas, och varje annan med skälet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from planverktyg.modell.grund.svenska import räkna_upp, skriv_tal
from planverktyg.modell.stegord import är_väntan
from planverktyg.uppfyllelse.ordval import INGET, skriv_förflyttning, skriv_omdöme
from planverktyg.uppfyllelse.resultat import Indikatorbedömning
from planverktyg.uppfyllelse.sammanvagning import citera
from planverktyg.uppfyllelse.stegvis import Led, skriv_grad, slutled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from planverktyg.modell.bedomning import Bedömningssteg
    from planverktyg.modell.husregler import Husregler
    from planverktyg.uppfyllelse.resultat import Målbedömning, Uppfyllelse
    from planverktyg.uppfyllelse.sammanvagning import Vägd, Vägning


class _Under(NamedTuple):
    """Något som står under målet, vägt eller inte."""

    id: str
    rubrik: str
    omdöme: str
    """Dagens bedömning, också när en annan beslutades: det är den som vägs."""
    steg: Bedömningssteg | None
    anm: str = ""
    """Det som skiljer bedömningen från den beräknade."""
    är_bör: bool = False


def förklara_mål(b: Målbedömning, husregler: Husregler) -> list[Led]:
    """Leden från indikatorer och delmål till målets bedömning."""
    under = [_under(i, husregler) for i in b.indikatorer]
    under += [_under(d, husregler) for d in b.delmål]
    under += [
        _Under(
            d.id,
            f"{d.id} (bidrar {d.hur})",
            skriv_omdöme(d.steg, d.skäl, husregler),
            d.steg,
            "" if d.har_uppföljning else "räknas inte, för planen har ingen uppföljning per samma dag",
            d.är_bör,
        )
        for d in b.bidrag
    ]
    led = [
        Led(b.mål.nivå.capitalize(), b.mål.namn),
        *_vägningens_led(b.vägning, under, husregler, _räknar(b.vägning, husregler)),
    ]
    skäl = b.fastställt.dagens_skäl if b.fastställt else b.skäl
    if b.beräknat is None:
        led.append(Led("Ingen beräknad bedömning", str(skäl)))
    return [*led, *slutled(b, husregler)]


def förklara_helheten(u: Uppfyllelse) -> list[Led] | None:
    """Leden från de övergripande målen till hela planens bedömning; None när kommunen inte bedömer den."""
    if u.helhet is None:
        return None
    under = [_under(b, u.husregler) for b in u.övergripande]
    led = [Led("Mål", "planen i sin helhet, vägd av de övergripande målen")]
    led += _vägningens_led(u.helhet, under, u.husregler, "de övergripande målen")
    steg = u.helhet.steg
    led.append(
        Led("Beräknad bedömning", f"{steg.symbol} {steg.namn}")
        if steg
        else Led("Ingen beräknad bedömning", str(u.helhet.skäl or "inget bedömt"))
    )
    if (beslutad := u.beslutad_helhet) is not None:
        led.append(Led("Beslutad bedömning", f"{beslutad.bedömning}. Motivering: {beslutad.motivering}"))
    elif u.helheten_då:
        led.append(Led("Gäller", f"{u.helheten_då}: så beslutades det med uppföljningen. Stegen ovan är dagens."))
    return led


def _under(b: Indikatorbedömning | Målbedömning, husregler: Husregler) -> _Under:
    """Indikatorn eller delmålet, med steget som det vägs med."""
    id_, är_bör = (b.indikator.id, b.är_bör) if isinstance(b, Indikatorbedömning) else (b.mål.id, False)
    rubrik = f"{id_} (bör)" if är_bör else id_
    if b.fastställt is not None:
        då, dagens = b.fastställt, skriv_omdöme(b.fastställt.dagens, b.fastställt.dagens_skäl, husregler)
        anm = f"beslutades med uppföljningen som {skriv_omdöme(b.visat, b.skäl, husregler)}"
        return _Under(id_, rubrik, dagens, då.dagens, anm, är_bör)
    if b.är_oläst_beslut:
        assert b.beslutad is not None
        return _Under(id_, rubrik, f"{INGET} ”{b.beslutad.bedömning}” finns inte på skalan", None, "", är_bör)
    anm = "beslutad bedömning" if b.beslutad else ""
    return _Under(id_, rubrik, skriv_omdöme(b.visat, b.skäl, husregler), b.steg, anm, är_bör)


def _vägningens_led(vägning: Vägning, under: Iterable[_Under], husregler: Husregler, räknar: str) -> Iterator[Led]:
    yield Led("Täckning", f"{vägning.täckning} {husregler.indikatorord.flertal} kunde bedömas")
    yield Led("Regel", _skriv_regeln(vägning, räknar))
    vägda = {del_.id: del_ for del_ in vägning.delar}
    for del_ in under:
        yield Led(f"  {del_.rubrik}", _skriv_delen(del_, vägda.pop(del_.id, None), vägning))
    for vägd in vägda.values():
        omdöme = skriv_omdöme(vägd.steg, None, husregler)
        yield Led(f"  {vägd.id}", _skriv_delen(_Under(vägd.id, vägd.id, omdöme, vägd.steg, vägd.grund), vägd, vägning))
    if vägning.delar:
        yield Led("Sammanvägning", vägning.förklara())
    if vägning.förflyttning.jämförbara:
        yield Led("Förflyttning", skriv_förflyttning(vägning.förflyttning, husregler))


def _skriv_regeln(vägning: Vägning, räknar: str) -> str:
    """`det första steget vars krav håller, annars ej uppfyllt; räknar indikatorer och delmål`."""
    regel = vägning.regel
    vad = {
        "krav": f"det bästa steget vars krav håller, annars {citera(vägning.skala[-1])}",
        "sämsta": "den sämsta delen avgör",
        "medelgrad": "bandet som delarnas medelgrad ligger i",
    }[regel.regel]
    krav = f"; kräver {skriv_tal(regel.täckning)} % täckning" if regel.täckning is not None else ""
    return f"{vad}; räknar {räknar}{krav}"


def _räknar(vägning: Vägning, husregler: Husregler) -> str:
    """Vad som vägs in i ett mål: `indikatorer och delmål`."""
    slag = [husregler.indikatorord.flertal if s == "indikatorer" else s for s in vägning.regel.räknar]
    return räkna_upp(slag) + (", också bör" if vägning.regel.bör_räknas else "")


def _skriv_delen(del_: _Under, vägd: Vägd | None, vägning: Vägning) -> str:
    """`◐ delvis (grad 86,7 %; beslutad bedömning)`, eller vad som gör att delen inte räknas."""
    anm = [del_.anm]
    if vägd is None and del_.steg is not None:
        anm.append("räknas inte, för det är ett bör" if del_.är_bör else "räknas inte enligt regeln")
    if vägd is not None and vägd.finansiell and vägning.räknar_finansiella:
        anm.append("finansiellt")
    if vägd is not None and vägning.räknar_grad:
        anm.append(f"grad {skriv_grad(vägning.grad(vägd))}")
    if vägd is not None and vägd.steg.namn not in del_.omdöme and not är_väntan(vägd.steg):
        anm.append(f"räknas som {citera(vägd.steg)}")
    text = "; ".join(filter(None, anm))
    return f"{del_.omdöme} ({text})" if text else del_.omdöme
