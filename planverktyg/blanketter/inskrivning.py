"""En uppföljnings fil och svar in, filens nya byte ut, med vad som togs bort och de fynd som svaren för med sig.

Ingenting skrivs här: den som anropar visar ändringen och skriver filen. Alla vägar in (flaggor, frågor, CSV, Excel,
webbläsare) går hit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from planverktyg.arkiv.filer import Arbetsmapp
from planverktyg.arkiv.ingrepp import Ingrepp
from planverktyg.arkiv.laddning import ladda
from planverktyg.arkiv.syntax import läs
from planverktyg.arkiv.urval.planer import Urvalsfel
from planverktyg.blanketter.svarsrad import med_rätt_skrivna_ord, skriv_svar
from planverktyg.granskning.granskare import granska
from planverktyg.modell.fingeravtryck import gällande
from planverktyg.modell.grund.fynd import Allvar
from planverktyg.modell.grund.svenska import skriv_datum

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from planverktyg.arkiv.akt import Akt
    from planverktyg.arkiv.ingrepp import Nytt
    from planverktyg.arkiv.laddning import Dokument
    from planverktyg.blanketter.svarsrad import Svarsrad
    from planverktyg.modell.grund.fynd import Fynd
    from planverktyg.modell.rapportering import Uppföljningsdokument


class Uppföljningsfil(NamedTuple):
    """Uppföljningens fil: vad som står i den, dokumentet om den redan finns, perioden, och dagen som läget gäller."""

    sökväg: Path
    källa: bytes
    dokument: Dokument[Uppföljningsdokument] | None
    period: str
    per: date


class Svar(NamedTuple):
    """Svaren på en rad, med sina nycklar."""

    rad: Svarsrad
    svar: Mapping[str, Nytt]


class Inskrivet(NamedTuple):
    """Filen med svaren inskrivna."""

    nya: bytes
    borttaget: tuple[str, ...]
    """Det som togs bort för att det inte längre hör till raden, i ord."""
    fynd: tuple[Fynd, ...]
    """Fynden som svaren för med sig."""

    @property
    def fel(self) -> list[Fynd]:
        """Fynden som gör att filen inte får skrivas."""
        return [f for f in self.fynd if f.allvar is Allvar.FEL]


def skriv_in(akt: Akt, fil: Uppföljningsfil, svaren: Iterable[Svar]) -> Inskrivet:
    """Alla svaren på sina ställen. Reser `Vägran` när något inte går att skriva utan att annat ändras."""
    nya, borttaget = lägg_in(akt, fil, svaren)
    return Inskrivet(nya, borttaget, tillkomna(akt, fil, nya))


def tillkomna(akt: Akt, fil: Uppföljningsfil, nya: bytes) -> tuple[Fynd, ...]:
    """Fynden som filen får med det nya innehållet, och inte har nu."""
    sedan = fynden(akt, fil.sökväg, nya) if nya != fil.källa else []
    förut = {_utan_plats(f) for f in fynden(akt, fil.sökväg, fil.källa)} if sedan else set()
    return tuple(f for f in sedan if _utan_plats(f) not in förut)


def lägg_in(akt: Akt, fil: Uppföljningsfil, svaren: Iterable[Svar]) -> tuple[bytes, tuple[str, ...]]:
    """Filens byte med svaren, och vad som togs bort, utan att de är granskade."""
    ingrepp = Ingrepp(fil.källa, Arbetsmapp().visa(fil.sökväg))
    helår = akt.husregler.är_helår(fil.per)
    borttaget = [
        f"{rad.id}: {text}"
        for rad, svar in svaren
        for text in skriv_svar(ingrepp, rad, med_rätt_skrivna_ord(rad, svar, akt.husregler, fil.per), är_helår=helår)
    ]
    return ingrepp.klart(), tuple(borttaget)


def _utan_plats(fynd: Fynd) -> Fynd:
    """Fyndet utan sin rad, så att det känns igen när rader har flyttat."""
    return fynd._replace(plats=fynd.plats._replace(rad=1, kolumn=1), utdrag="")


def läs_som(akt: Akt, sökväg: Path, innehåll: bytes) -> tuple[Akt, Dokument[Uppföljningsdokument] | None, list[Fynd]]:
    """Akten om uppföljningen hade det innehållet, uppföljningen själv om den går att läsa, och fynden från läsningen."""
    namn = Arbetsmapp().visa(sökväg)
    träd, fynd = läs(innehåll, namn)
    dokument, fler = ladda(träd, akt.husregler) if träd else (None, [])
    övriga = [u for u in akt.uppföljningar if u.fil != namn]
    alla = sorted([*övriga, *([dokument] if dokument else [])], key=lambda u: u.modell.uppföljning.per)
    return akt._replace(uppföljningar=tuple(alla)), dokument, [*fynd, *fler]


def fynden(akt: Akt, sökväg: Path, innehåll: bytes) -> list[Fynd]:
    """Fynden i uppföljningen om den hade det innehållet."""
    med, _, fynd = läs_som(akt, sökväg, innehåll)
    namn = Arbetsmapp().visa(sökväg)
    return [f for f in (*fynd, *granska(med)) if f.plats.fil == namn]


def kräv_rättelse(fil: Uppföljningsfil, svaren: Sequence[Svar]) -> str:
    """Vad som ska sägas om att uppföljningen är beslutad; tomt när den inte är det.

    I en beslutad uppföljning rättas ett värde öppet. Annat ändras med ett nytt beslut: då reses `Urvalsfel`.
    """
    beslut = gällande(fil.dokument.modell) if fil.dokument else None
    if beslut is None:
        return ""
    är_beslutad = f"{fil.sökväg} är beslutad" + (f" den {skriv_datum(beslut.datum)}." if beslut.datum else ".")
    if any(not rad.slag.finns("rättelse") for rad, _ in svaren):
        råd = "Ett svar om annat än en indikator ändras i filen, med ett nytt beslut: plan besluta."
        raise Urvalsfel(f"{är_beslutad} {råd}")
    if any("rättelse" not in svar for _, svar in svaren):
        råd = "Säg vad som rättas och varför med --rättelse; det visas i rapporten."
        raise Urvalsfel(f"{är_beslutad} {råd}")
    return f"{är_beslutad} Ändringen skrivs som en rättelse."
