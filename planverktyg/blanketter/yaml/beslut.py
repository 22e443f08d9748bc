"""En fils byte och ett beslut in, filen med beslutet inskrivet ut, och allt annat som det stod.

Beslutet som gällde flyttas till `tidigare beslut`. Ändringen görs av `ingrepp`, som läser om filen och vägrar när något
annat skulle ändras.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planverktyg.arkiv.ingrepp import Ingrepp, Vägran
from planverktyg.modell.beslut import Beslut, Fastställd
from planverktyg.modell.byggsten import Del, nyckel
from planverktyg.modell.fingeravtryck import fingeravtryck, gällande
from planverktyg.modell.plan import Plandokument

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planverktyg.arkiv.ingrepp import Nytt
    from planverktyg.arkiv.laddning import Dokument
    from planverktyg.modell.beslut import Rättelse
    from planverktyg.modell.rapportering import Uppföljningsdokument

_TIDIGARE = "tidigare beslut"


def nytt_beslut(
    modell: Plandokument | Uppföljningsdokument, fält: Mapping[str, Any], fastställda: Mapping[str, Fastställd]
) -> tuple[Beslut, bool]:
    """Beslutet med fingeravtryck, och om det som gällde ska flyttas.

    Det som inte sägs tas ur förslaget. En plan som redan var beslutad är reviderad, utom när det är samma beslut som
    skrivs en gång till, till exempel för att få sitt fingeravtryck.
    """
    gammalt, förut = _huvud(modell).beslut, gällande(modell)
    givet = {namn: värde for namn, värde in fält.items() if värde is not None}
    flyttas = förut is not None and not är_beslutet(förut, givet)
    underlag = {} if flyttas or gammalt is None else _sagt(gammalt)
    if underlag.get("status") == "förslag":
        del underlag["status"]
    status = {"status": "reviderad"} if flyttas or _huvud(modell).tidigare_beslut else {}
    beslut = Beslut.model_construct(**(status | underlag | givet | {"fastställda": dict(fastställda)}))
    return _märkt(modell, beslut), flyttas


def rättat_beslut(modell: Plandokument | Uppföljningsdokument, fält: Mapping[str, Any], rättelse: Rättelse) -> Beslut:
    """Beslutet som gäller, med rättelsen inskriven, de uppgifter som sägs, och ett fingeravtryck av det som nu står.

    Bedömningarna är de som fastställdes: en rättelse gör inte om dem med dagens plan.
    """
    förut = gällande(modell)
    assert förut is not None
    givet = {namn: värde for namn, värde in fält.items() if värde is not None}
    return _märkt(modell, förut.model_copy(update=givet | {"rättelser": (*förut.rättelser, rättelse)}))


def är_beslutet(förut: Beslut, givet: Mapping[str, Any]) -> bool:
    """Om det är beslutet som redan står där: samma dag, och inget annat som säger emot."""
    return förut.datum == givet.get("datum") and all(
        getattr(förut, namn) in (None, värde) for namn, värde in givet.items() if namn != "status" and värde is not None
    )


def _märkt(modell: Plandokument | Uppföljningsdokument, beslut: Beslut) -> Beslut:
    """Beslutet med fingeravtrycket av dokumentet, sådant det är med beslutet i sig."""
    nyckeln = _nyckeln(modell)
    huvud = getattr(modell, nyckeln).model_copy(update={"beslut": beslut})
    return beslut.model_copy(update={"fingeravtryck": fingeravtryck(modell.model_copy(update={nyckeln: huvud}))})


def _sagt(del_: Del) -> dict[str, Any]:
    """Fälten som inte har kvar sitt förval."""
    förval = {namn: fält.default for namn, fält in type(del_).model_fields.items()}
    return {namn: värde for namn in förval if (värde := getattr(del_, namn)) != förval[namn]}


def skriv_beslut(dokument: Dokument[Any], källa: bytes, beslut: Beslut, *, flyttas: bool) -> bytes:
    """Filens byte med beslutet. Reser `Vägran` när det inte går utan att något annat ändras."""
    try:
        return _skriv(dokument, källa, beslut, flyttas=flyttas, helt=True)
    except Vägran:
        if _huvud(dokument.modell).beslut is None:
            raise
        # Det står kommentarer i det gamla beslutet: byt en nyckel i taget, så att de är kvar.
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
    return {nyckel(namn): _skrivs(värde) for namn, värde in _sagt(beslut).items()}


def _skrivs(värde: Any) -> Any:
    """Värdet i YAML, i sin kortaste form."""
    if isinstance(värde, Fastställd) and värde.målvärde is None:
        return värde.steg
    if isinstance(värde, Del):
        return {nyckel(namn): _skrivs(v) for namn, v in _sagt(värde).items()}
    if isinstance(värde, dict):
        return {namn: _skrivs(v) for namn, v in värde.items()}
    return [_skrivs(v) for v in värde] if isinstance(värde, tuple) else värde


def _nyckeln(modell: Any) -> str:
    return "plan" if isinstance(modell, Plandokument) else "uppföljning"


def _huvud(modell: Any) -> Any:
    return getattr(modell, _nyckeln(modell))
