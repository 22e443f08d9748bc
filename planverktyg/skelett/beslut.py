"""Ett läst dokument, dess text och ett beslut in; texten med beslutet inskrivet ut, och allt annat som det stod.

Beslutet som gällde flyttas, rad för rad, till `tidigare beslut`. Den nya texten läses igen: säger den något annat än det
som skulle skrivas lämnas ingen text alls.
"""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING, Any

from planverktyg.beslutat import fingeravtryck, gällande
from planverktyg.laddning import ladda
from planverktyg.modell.beslut import Beslut
from planverktyg.modell.byggsten import nyckel
from planverktyg.modell.plan import Plandokument
from planverktyg.skelett.stycken import HuvudetGårInteAttÄndra, huvudets_stycken, kommentar_efter
from planverktyg.skelett.yamltext import BREDD, citera
from planverktyg.syntax import läs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from planverktyg.laddning import Dokument
    from planverktyg.skelett.stycken import Stycke

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


def skriv_beslut(dokument: Dokument[Any], text: str, beslut: Beslut, *, flyttas: bool) -> str:
    """Filens text med beslutet. Reser `HuvudetGårInteAttÄndra` när det inte går utan att något annat ändras."""
    rader = text.split("\n")
    radslut = "\r" if "\r\n" in text else ""
    stycken = huvudets_stycken(dokument, _nyckeln(dokument.modell))
    byten = list(_byten(stycken, rader, beslut, flyttas=flyttas))
    for början, slut, nya in sorted(byten, reverse=True):  # bakifrån, så att radnumren före inte ändras
        rader[början:slut] = [f"{rad}{radslut}" for rad in nya]
    ny_text = "\n".join(rader)
    _kräv_att_bara_beslutet_är_nytt(dokument, ny_text, beslut, flyttas=flyttas)
    return ny_text


def _nyckeln(modell: Any) -> str:
    return "plan" if isinstance(modell, Plandokument) else "uppföljning"


def _huvud(modell: Any) -> Any:
    return getattr(modell, _nyckeln(modell))


# --- Raderna ----------------------------------------------------------------------------------------


def _byten(
    stycken: Sequence[Stycke], rader: Sequence[str], beslut: Beslut, *, flyttas: bool
) -> Iterator[tuple[int, int, list[str]]]:
    """Raderna som byts: från och med, till, och de nya."""
    efter_nyckel = {stycke.nyckel: stycke for stycke in stycken}
    gammalt, tidigare = efter_nyckel.get("beslut"), efter_nyckel.get(_TIDIGARE)
    indrag = stycken[0].indrag
    nya = [f"{indrag}{rad}" for rad in _beslutets_rader(beslut, BREDD - len(indrag))]
    if gammalt is None:
        plats = _platsen(stycken)
        yield plats, plats, nya
        return
    gamla = [rad.rstrip("\r") for rad in rader[gammalt.början : gammalt.slut]]
    if not flyttas:
        yield gammalt.början, gammalt.slut, [*_kommentarer(gamla, indrag), *nya]
        return
    flyttade = _som_post(gamla, f"{indrag}  ")
    if tidigare is None:
        flyttade = [f"{indrag}{_TIDIGARE}:", *flyttade]
        yield gammalt.början, gammalt.slut, [*nya, *flyttade]
        return
    yield gammalt.början, gammalt.slut, nya
    if not rader[tidigare.början].split("#")[0].rstrip().endswith(":"):
        raise HuvudetGårInteAttÄndra  # listan står inom [ ]
    första = next(rad for rad in rader[tidigare.början + 1 : tidigare.slut] if rad.strip().startswith("-"))
    yield tidigare.slut, tidigare.slut, _som_post(gamla, första[: len(första) - len(första.lstrip())])


def _platsen(stycken: Sequence[Stycke]) -> int:
    """Raden efter det sista som i formatets ordning står före beslutet."""
    from planverktyg.modell.plan import Plan
    from planverktyg.modell.rapportering import Uppföljning

    ordning = [[nyckel(namn) for namn in klass.model_fields] for klass in (Plan, Uppföljning)]
    före = {namn for nycklar in ordning for namn in nycklar[: nycklar.index("beslut")]}
    return max(stycke.slut for stycke in stycken if stycke.nyckel in före)


def _beslutets_rader(beslut: Beslut, bredd: int) -> Iterator[str]:
    yield "beslut:"
    for namn in Beslut.model_fields:
        värde = getattr(beslut, namn)
        if värde is None or (namn == "status" and värde == "beslutad"):
            continue
        text = värde if namn == "fingeravtryck" else citera(värde) if isinstance(värde, str) else str(värde)
        rad = f"  {nyckel(namn)}: {text}"
        if len(rad) <= bredd or "\n" in text or namn != "fingeravtryck":
            yield rad
            continue
        yield f"  {nyckel(namn)}: >-"
        yield from (f"    {del_}" for del_ in textwrap.wrap(text, bredd - 4, break_long_words=False))


def _kommentarer(gamla: Sequence[str], indrag: str) -> Iterator[str]:
    """Kommentarerna i det som ersätts, så att ingen av dem går förlorad."""
    for rad in gamla:
        if rad.lstrip().startswith("#"):
            yield f"{indrag}{rad.lstrip()}"
    if sist := kommentar_efter(gamla):
        yield f"{indrag}{sist.lstrip()}"


def _som_post(gamla: Sequence[str], indrag: str) -> list[str]:
    """Det gamla beslutets rader som en post i en lista, med samma ord och kommentarer."""
    första, *resten = gamla
    värde = re.sub(r"^\s*beslut\s*:", "", första).strip()
    if värde and not värde.startswith("#"):
        return [f"{indrag}- {värde}", *(f"{indrag}  {rad.strip()}" if rad.strip() else "" for rad in resten)]
    djup = min(len(rad) - len(rad.lstrip()) for rad in resten if rad.strip())
    flyttade = [f"{indrag}  {rad[djup:]}" if rad.strip() else "" for rad in resten]
    return (
        [f"{indrag}- {värde}".rstrip(), *flyttade]
        if värde or resten[0].lstrip().startswith("#")
        else [f"{indrag}- {flyttade[0].lstrip()}", *flyttade[1:]]
    )


# --- Kontrollen -------------------------------------------------------------------------------------


def _kräv_att_bara_beslutet_är_nytt(dokument: Dokument[Any], ny_text: str, beslut: Beslut, *, flyttas: bool) -> None:
    träd, fynd = läs(ny_text.encode(), dokument.fil)
    nytt = ladda(träd)[0] if träd is not None else None
    gammalt = _huvud(dokument.modell)
    tidigare = (*gammalt.tidigare_beslut, *((gammalt.beslut,) if flyttas else ()))
    huvud = gammalt.model_copy(update={"beslut": beslut, "tidigare_beslut": tidigare})
    väntat = dokument.modell.model_copy(update={_nyckeln(dokument.modell): huvud})
    if fynd or nytt is None or not nytt.helt or nytt.modell != väntat:
        raise HuvudetGårInteAttÄndra
