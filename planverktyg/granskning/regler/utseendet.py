"""Regler för kommunens utseende i utskrifterna: accentfärgen syns, och logotypen går att använda."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from planverktyg.granskning.regel import mappregel, träff
from planverktyg.modell.grund.farg import MINST, SVART, kontrast, på_dagen, som_syns
from planverktyg.modell.grund.fynd import Allvar
from planverktyg.modell.grund.svenska import skriv_tal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planverktyg.granskning.regel import Träff
    from planverktyg.granskning.vandring import Mappvandring


@mappregel("UTS101", "accentfärgen syns för dåligt", Allvar.VARNING)
def färgen_syns_dåligt(vandring: Mappvandring) -> Iterator[Träff]:
    """Kommunens accentfärg har för liten kontrast mot vitt för att den som ser dåligt ska kunna läsa rubriker och länkar.

    Lagen om tillgänglighet till digital offentlig service kräver kontrasten 4,5. Utskrifterna använder den närmaste färgen som
    syns, så att de alltid går att läsa.

    Fel:
        # kommun.yaml
        utseende: {accentfärg: "#f5b800"}

    Rätt:
        # kommun.yaml
        utseende: {accentfärg: "#7a5c00"}
    """
    for kommun in vandring.mapp.kommuner:
        färg = kommun.modell.utseende.accentfärg
        if färg is None:
            continue
        minst = min(kontrast(färg, bakgrund) for bakgrund in på_dagen(färg))
        if minst < MINST:
            bättre = som_syns(färg, på_dagen, SVART)
            text = f"Accentfärgen {färg} har kontrasten {_skriv(minst)} mot sin bakgrund, och text behöver {_skriv(MINST)}."
            råd = f'Skriv accentfärg: "{bättre}", som utskrifterna använder i stället.'
            yield träff(kommun, ("utseende", "accentfärg"), text, råd)


def _skriv(kontrasten: float) -> str:
    """Med en decimal, avrundat nedåt: det som inte räcker får inte se ut att göra det."""
    return skriv_tal(Decimal(int(kontrasten * 10)) / 10)


@mappregel("UTS102", "logotypen går inte att använda", Allvar.VARNING)
def logotypen_går_inte_att_använda(vandring: Mappvandring) -> Iterator[Träff]:
    """Logotypen finns inte, är för stor eller är ingen bild som kan stå i utskrifterna. De görs då utan den.

    Bilden bäddas in i varje rapport och plandokument. Den är PNG eller JPEG, högst 500 kB, och ligger i husreglernas mapp.

    Fel:
        # kommun.yaml
        utseende: {logotyp: vapen.png}

    Rätt:
        # kommun.yaml
        utseende: {accentfärg: "#0b4f79"}
    """
    logotyp = vandring.mapp.logotyp
    if logotyp is not None and logotyp.fel:
        yield träff(vandring.mapp.kommuner[0], ("utseende", "logotyp"), logotyp.fel, logotyp.råd)
