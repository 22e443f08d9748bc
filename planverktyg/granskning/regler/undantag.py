"""Regler för undantagen själva: att de gäller en regel som finns och får undantas, behövs, och inte har gått ut."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planverktyg.granskning.regel import Regel, föreslå, mappregel, träff
from planverktyg.granskning.undantag import får_undantas, skrivna_undantag
from planverktyg.modell.grund.fynd import Allvar
from planverktyg.modell.grund.svenska import skriv_datum

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planverktyg.granskning.regel import Träff
    from planverktyg.granskning.vandring import Mappvandring


@mappregel("UND901", "undantaget gäller en regel som inte finns", Allvar.FEL)
def okänd_regel(vandring: Mappvandring) -> Iterator[Träff]:
    """Undantaget nämner en kod som ingen regel har.

    Det gör då ingenting, och fyndet som det skulle gälla visas ändå. Koden står vid fyndet i `plan validera`.

    Fel:
        risker:
          - {id: hot, text: Risk för hot., sannolikhet: 4, konsekvens: 4}
        undantag:
          - {regel: RIS72, id: hot, motivering: Åtgärderna beslutas i mars.}

    Rätt:
        risker:
          - {id: hot, text: Risk för hot., sannolikhet: 4, konsekvens: 4}
        undantag:
          - {regel: RIS702, id: hot, motivering: Åtgärderna beslutas i mars.}
    """
    for dokument, rutt, undantag in skrivna_undantag(vandring.mapp):
        if undantag.kod not in vandring.regler:
            råd = föreslå(undantag.kod, vandring.regler, "plan regel listar alla regler.")
            yield träff(dokument, (*rutt, "regel"), f"Ingen regel har koden {undantag.regel}.", råd)


@mappregel("UND902", "regeln kan inte undantas", Allvar.FEL)
def får_inte_undantas(vandring: Mappvandring) -> Iterator[Träff]:
    """Undantaget gäller ett fel som gör att filen inte kan användas.

    Kan en del inte läsas, eller leder en hänvisning ingenstans, så fattas något i varje rapport. Det måste rättas. Det som
    säger till när något beslutat är ändrat (BES) kan inte heller undantas: då vore varje senare ändring fri.
    Varningar, notiser och andra fel kan undantas. Undantag från reglerna om undantag finns inte.

    Fel:
        undantag:
          - {regel: REF201, id: hvb-dygn, motivering: Samma mått två gånger i källan.}

    Rätt:
        risker:
          - {id: hot, text: Risk för hot., sannolikhet: 4, konsekvens: 4}
        undantag:
          - {regel: RIS702, id: hot, motivering: Åtgärderna beslutas i mars.}
    """
    for dokument, rutt, undantag in skrivna_undantag(vandring.mapp):
        regel = vandring.regler.get(undantag.kod)
        if regel is not None and not får_undantas(regel):
            text = f"{regel.kod} ({regel.namn}) kan inte undantas."
            yield träff(dokument, (*rutt, "regel"), text, _råd(regel))


def _råd(regel: Regel) -> str:
    if regel.kod.startswith("BES"):
        return "Ta bort undantaget. Är ändringen beslutad: skriv in beslutet med plan besluta."
    return "Rätta felet i stället, och ta bort undantaget."


oanvänt = Regel(
    "UND903",
    "undantaget behövs inte",
    Allvar.VARNING,
    """\
Undantaget gäller inget fynd. Det är rättat, id:t är ett annat, eller så har regeln aldrig slagit till.

Ett undantag som ligger kvar döljer nästa fynd av samma slag, som ingen har sett och godtagit. Undantag i kommun.yaml
prövas när hela mappen kontrolleras: då ska minst en plan behöva dem. Kan en fil inte läsas prövas regeln inte.

Fel:
    risker:
      - {id: hot, text: Risk för hot., sannolikhet: 2, konsekvens: 2}
    undantag:
      - {regel: RIS702, id: hot, motivering: Åtgärderna beslutas i mars.}

Rätt:
    risker:
      - {id: hot, text: Risk för hot., sannolikhet: 4, konsekvens: 4}
    undantag:
      - {regel: RIS702, id: hot, motivering: Åtgärderna beslutas i mars.}
""",
)
"""Hittas inte av en egen kontroll utan av `granskning.undantag`, som vet vilka undantag som användes."""


@mappregel("UND904", "undantaget har gått ut", Allvar.VARNING)
def har_gått_ut(vandring: Mappvandring) -> Iterator[Träff]:
    """Undantagets sista dag har passerat, så det gäller inte längre.

    Den som skrev undantaget ville att frågan skulle tas upp igen. Fynden som det gällde visas nu som vanligt.

    Fel:
        risker:
          - {id: hot, text: Risk för hot., sannolikhet: 4, konsekvens: 4}
        undantag:
          - {regel: RIS702, id: hot, motivering: Åtgärderna beslutas i mars., till: 2021-03-31}

    Rätt:
        risker:
          - {id: hot, text: Risk för hot., sannolikhet: 4, konsekvens: 4}
        undantag:
          - {regel: RIS702, id: hot, motivering: Risken är accepterad av nämnden.}
    """
    for dokument, rutt, undantag in skrivna_undantag(vandring.mapp):
        if undantag.till is not None and undantag.har_gått_ut(vandring.idag):
            text = f"Undantaget från {undantag.kod} gällde till och med {skriv_datum(undantag.till)}."
            yield träff(dokument, (*rutt, "till"), text, "Rätta det som regeln hittar, eller ta ett nytt beslut.")
