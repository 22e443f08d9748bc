"""Ett dokument och ett beslut in, skälen till att det inte kan beslutas så ut, alla på en gång."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planverktyg.blanketter.yaml.beslut import är_beslutet
from planverktyg.modell.beslutslage import Läge, läs_läge, skriv_det_ändrade, skriv_när, skriv_paragraf
from planverktyg.modell.byggsten import är_obesvarad
from planverktyg.modell.fingeravtryck import FASTSTÄLLDA, gällande
from planverktyg.modell.grund.svenska import antal, räkna_upp, skriv_datum
from planverktyg.modell.rapportering import Uppföljningsdokument

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from planverktyg.arkiv.laddning import Dokument
    from planverktyg.modell.beslut import Beslut

_FLEST = 8
"""Så många obesvarade rader nämns; resten blir ett antal."""


def hinder_för_beslut(dokument: Dokument[Any], fält: Mapping[str, Any], idag: date) -> list[str]:
    """Varför beslutet inte kan skrivas in, ett skäl i taget. Tomt när det går."""
    datum: date = fält["datum"]
    skäl = []
    if datum > idag:
        skäl.append(f"Beslutet är daterat {skriv_datum(datum)}, som inte har varit ännu.")
    skäl += _ofärdigt(dokument, datum)
    förut = gällande(dokument.modell)
    if förut is not None:
        skäl += _mot_det_förra(dokument.modell, förut, fält)
    return skäl


def hinder_för_rättelse(dokument: Dokument[Any], givet: Mapping[str, Any]) -> list[str]:
    """Varför det inte finns något att rätta: en rättelse gäller beslutet som står där, dess innehåll eller dess uppgifter."""
    läge = läs_läge(dokument.modell)
    if läge.beslut is None or läge.beslut.fingeravtryck is None:
        return ["Det finns inget beslut med fingeravtryck att rätta. Skriv in beslutet utan --rätta."]
    samma_uppgifter = all(v is None or getattr(läge.beslut, namn) == v for namn, v in givet.items())
    if läge.läge is Läge.BESLUTAD and samma_uppgifter:
        return ["Innehållet är det som beslutades, så det finns inget att rätta."]
    if FASTSTÄLLDA in läge.delar:
        return [
            "De fastställda bedömningarna är inte längre de som beslutades, och rättas inte. Ta tillbaka ändringen."
        ]
    return list(_ofärdigt(dokument, givet.get("datum")))


def _ofärdigt(dokument: Dokument[Any], datum: date | None) -> Iterator[str]:
    """En uppföljning ska vara klar, besvarad och gälla ett läge som har varit."""
    if not isinstance(dokument.modell, Uppföljningsdokument):
        return
    huvud = dokument.modell.uppföljning
    if huvud.fas != "klar":
        yield f"Uppföljningen är ett utkast (fas: {huvud.fas}). Skriv fas: klar, eller ta bort raden, när den är klar."
    if obesvarade := list(_obesvarade(dokument)):
        några = obesvarade[:_FLEST] + ([f"{len(obesvarade) - _FLEST} till"] if len(obesvarade) > _FLEST else [])
        antalet = antal(len(obesvarade), "rad väntar", "rader väntar")
        yield f"{antalet} på svar: {räkna_upp(några)}. Fyll i dem, eller säg varför värdet saknas."
    if datum is not None and datum < huvud.per:
        yield (
            f"Uppföljningen gäller läget den {skriv_datum(huvud.per)}, och beslutet är daterat {skriv_datum(datum)}: "
            "det som inte har hänt kan inte beslutas."
        )


def _obesvarade(dokument: Dokument[Any]) -> Iterator[str]:
    """Id för varje rad utan svar."""
    allt: Any = dokument.träd.innehåll
    for nyckel, innehåll in allt.items():
        if isinstance(innehåll, dict) and nyckel != "uppföljning":
            yield from (id_ for id_, svar in innehåll.items() if är_obesvarad(svar, _nycklar(svar)))


def _nycklar(svar: object) -> list[str]:
    return list(svar) if isinstance(svar, dict) else []


def _mot_det_förra(modell: Any, förut: Beslut, fält: Mapping[str, Any]) -> Iterator[str]:
    """Ett beslut som har ett fingeravtryck skrivs aldrig över med något annat innehåll."""
    läge = läs_läge(modell)
    ändrat = läge.läge in (Läge.ÄNDRAD, Läge.OLÄST)
    if är_beslutet(förut, fält):
        if ändrat:
            vad = skriv_det_ändrade(läge) or "innehållet"
            yield (
                f"Beslutet{skriv_när(förut)} har redan ett fingeravtryck, och {vad} är inte längre som när det togs. Är "
                "ändringen beslutad: ange det nya beslutets dag och paragraf. Är det ett skrivfel som inte behövde något "
                'beslut: --rätta "vad som är rättat och varför". Ta annars tillbaka ändringen.'
            )
        elif läge.rättade:
            yield f"Beslutet{skriv_när(förut)} har redan ett fingeravtryck, och de rättade utfallen syns som rättelser."
        return
    if förut.datum and fält["datum"] < förut.datum:
        yield f"Beslutet är daterat före det som gäller ({skriv_paragraf(förut)}, {skriv_datum(förut.datum)})."
    if ändrat and fält.get("paragraf") is None and fält.get("diarienummer") is None and förut.paragraf is not None:
        yield (
            f"Innehållet är ett annat än det som beslutades ({skriv_paragraf(förut)}). Ange det nya beslutets --paragraf, "
            "så att det går att hitta i protokollet."
        )
