"""En fils byte och ett beslut in, filen med beslutet inskrivet ut, och allt annat som det stod.

Beslutet som gällde flyttas till `tidigare beslut`. Ändringen görs av `ingrepp`, som läser om filen och vägrar när något
annat skulle ändras.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planverktyg.arkiv.ingrepp import Ingrepp, Vägran
from planverktyg.modell.beslut import Beslut
from planverktyg.modell.byggsten import nyckel
from planverktyg.modell.fingeravtryck import fingeravtryck, gällande
from planverktyg.modell.plan import Plandokument

if TYPE_CHECKING:
    from planverktyg.arkiv.ingrepp import Nytt
    from planverktyg.arkiv.laddning import Dokument

_TIDIGARE = "tidigare beslut"


def nytt_beslut(modell: Any, fält: dict[str, Any]) -> tuple[Beslut, bool]:
    """Beslutet med fingeravtryck, och om det som gällde ska flyttas.

    Det som inte sägs tas ur förslaget. En plan som redan var beslutad är reviderad, utom när det är samma beslut som
    skrivs en gång till, till exempel för att få sitt fingeravtryck.
    """
    gammalt, förut = _huvud(modell).beslut, gällande(modell)
    givet = {namn: värde for namn, värde in fält.items() if värde is not None}
    flyttas = förut is not None and not _är_samma(förut, givet)
    underlag = {} if flyttas or gammalt is None else gammalt.model_dump(exclude_none=True)
    if underlag.get("status") == "förslag":
        del underlag["status"]
    status = {"status": "reviderad"} if flyttas or _huvud(modell).tidigare_beslut else {}
    beslut = Beslut.model_construct(**(status | underlag | givet | {"fingeravtryck": fingeravtryck(modell)}))
    return beslut, flyttas


def _är_samma(förut: Beslut, givet: dict[str, Any]) -> bool:
    """Om det är beslutet som redan står där: samma dag, och inget annat som säger emot."""
    return förut.datum == givet["datum"] and all(
        getattr(förut, namn) in (None, värde) for namn, värde in givet.items() if namn != "status"
    )


def skriv_beslut(dokument: Dokument[Any], källa: bytes, beslut: Beslut, *, flyttas: bool) -> bytes:
    """Filens byte med beslutet. Reser `Vägran` när det inte går utan att något annat ändras."""
    try:
        return _skriv(dokument, källa, beslut, flyttas=flyttas, helt=True)
    except Vägran:  # det står kommentarer i det gamla beslutet: byt en nyckel i taget, så att de är kvar
        return _skriv(dokument, källa, beslut, flyttas=flyttas, helt=False)


def _skriv(dokument: Dokument[Any], källa: bytes, beslut: Beslut, *, flyttas: bool, helt: bool) -> bytes:
    ingrepp = Ingrepp(källa, dokument.fil)
    huvud = _nyckeln(dokument.modell)
    skrivet = ingrepp.innehåll[huvud]
    if flyttas:
        ingrepp.sätt((huvud, _TIDIGARE, len(skrivet.get(_TIDIGARE, ()))), skrivet["beslut"])
    nytt = _som_skrivet(beslut)
    if helt:
        ingrepp.sätt((huvud, "beslut"), nytt)
        return ingrepp.klart()
    for namn in skrivet["beslut"].keys() - nytt.keys():
        ingrepp.ta_bort((huvud, "beslut", namn))
    for namn, värde in nytt.items():
        ingrepp.sätt((huvud, "beslut", namn), värde)
    return ingrepp.klart()


def _som_skrivet(beslut: Beslut) -> dict[str, Nytt]:
    """Beslutet så som det skrivs: det som är sagt, i formatets ordning."""
    värden = ((namn, getattr(beslut, namn)) for namn in Beslut.model_fields)
    return {nyckel(n): v for n, v in värden if v is not None and (n, v) != ("status", "beslutad")}


def _nyckeln(modell: Any) -> str:
    return "plan" if isinstance(modell, Plandokument) else "uppföljning"


def _huvud(modell: Any) -> Any:
    return getattr(modell, _nyckeln(modell))
