"""Det som står på en nyckel i uppföljningens fil, som texten i en ruta; och om två rutor säger detsamma.

Excelblanketten och webbläsarens formulär minns vad som stod i varje ruta. Bara det som någon har ändrat är ett svar, och en ruta
som också har ändrats i filen sedan dess skrivs inte över.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from planverktyg.modell.andel import är_andel

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from planverktyg.blanketter.inskrivning import Uppföljningsfil
    from planverktyg.blanketter.svarsnycklar import Svarsslag


def det_som_står(fil: Uppföljningsfil) -> Mapping[str, Any]:
    """Filens innehåll; tomt när den inte finns ännu."""
    innehåll = fil.dokument.träd.innehåll if fil.dokument else {}
    return innehåll if isinstance(innehåll, dict) else {}


def står(svarat: Mapping[str, Any], slag: Svarsslag, rutt: Sequence[Any], nyckel: str, *, skilje: str = "; ") -> str:
    """Det som står på nyckeln i raden på rutten, som text; tomt när inget står där. `skilje` står mellan posterna i en lista."""
    rad: Any = svarat
    for steg in rutt:
        rad = rad.get(steg) if isinstance(rad, dict) else None
    if rad is not None and (not isinstance(rad, dict) or är_andel(rad)):
        rad = {slag.huvudnyckel: rad}
    värde = (rad or {}).get(nyckel)
    return skilje.join(map(_som_text, värde)) if isinstance(värde, list) else _som_text(värde)


def _som_text(värde: Any) -> str:
    if värde is None:
        return ""
    if är_andel(värde):
        return f"{värde['antal']} av {värde['av']}"
    if isinstance(värde, dict):
        return ", ".join(f"{namn}={text}" for namn, ett in värde.items() if (text := _delens_text(ett)))
    if isinstance(värde, list):
        return "; ".join(_som_text(ett) for ett in värde)
    if isinstance(värde, Decimal | int) and not isinstance(värde, bool):
        return f"{värde:f}" if isinstance(värde, Decimal) else str(värde)
    return str(värde)


def _delens_text(värde: Any) -> str:
    """Värdet för en av dem som delar på ett svar, utan det som sägs bredvid (prognos, enhet); tomt när det saknas."""
    return _som_text(värde.get("värde") if isinstance(värde, dict) and not är_andel(värde) else värde)


def är_lika(a: str, b: str) -> bool:
    """Om två rutor säger detsamma: samma text, samma tal, eller samma namn med samma värden."""
    if a == b or (_namngivna(a) and _namngivna(a) == _namngivna(b)):
        return True
    try:
        return Decimal(a) == Decimal(b)
    except ArithmeticError:
        return False


def _namngivna(text: str) -> list[str]:
    """`kvinnor=40` och `män=38` i bokstavsordning; tomt när texten inte är namn med värden."""
    delar = sorted(text.split(", "))
    return delar if all("=" in del_ for del_ in delar) else []
