"""Ekonomi: kommunbidrag, driftbudget med brygga, investeringar, och uppföljningens utfall och prognos.

Belopp är exakta tal i tkr eller mnkr. Kostnader och intäkter skrivs som källan skriver dem.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from planverktyg.modell.byggsten import Del, Id, Tal, Text
from planverktyg.modell.period import Tid, Årsnyckel

if TYPE_CHECKING:
    from decimal import Decimal

Beloppsenhet = Literal["tkr", "mnkr", "kr"]
KRONOR = {"kr": 1, "tkr": 1_000, "mnkr": 1_000_000}
"""Kronor per enhet."""


def i_kronor(belopp: Decimal, enhet: Beloppsenhet) -> Decimal:
    """Beloppet i kronor."""
    return belopp * KRONOR[enhet]


class _Tabell(Del):
    """Det som är gemensamt för en tabell i ekonomin: vad den gäller och texten omkring den."""

    id: Id
    """Budgetpostens id."""
    verksamhetsområde: Id | None = None
    """Verksamhetsområdet som tabellen gäller."""
    rubrik: Text | None = None
    """Tabellens rubrik i planens egna ord."""
    beskrivning: Text | None = None
    """Text före tabellen (Markdown)."""
    kommentar: Text | None = None
    """Text efter tabellen (Markdown)."""


class Kommunbidrag(_Tabell):
    """Anslaget från fullmäktige: budget för det första året, plan för de följande."""

    enhet: Beloppsenhet = "tkr"
    """Enheten som beloppen står i."""
    belopp: dict[Årsnyckel, Tal]
    """Anslaget för varje år: `{2020: 234.1, 2021: 241.1}`."""


class Budgetrad(Del):
    """En rad i driftbudgeten."""

    id: Id | None = None
    """Radens id, när något annat ska kunna hänvisa till den."""
    namn: Text
    """Radens namn i planens egna ord."""
    slag: Literal["kommunbidrag", "nettokostnad", "intäkter", "kostnader"] | None = None
    """Vad raden är, så att den kan jämföras med andra tabeller."""
    föregående: Tal
    """Beloppet för jämförelseåret."""
    budget: Tal
    """Beloppet i planens budget."""
    förändring: Tal | None = None
    """Förändringen som planen anger; kontrolleras mot de två beloppen."""


class Bryggpost(Del):
    """En post som för det ingående beloppet mot det utgående."""

    namn: Text
    """Postens namn, utan tecknet."""
    belopp: Tal
    """Beloppet med tecken."""


class Brygga(Del):
    """Från ett belopp till nästa: ingående, plus och minus poster, blir utgående."""

    beskrivning: Text | None = None
    """Text före bryggan (Markdown)."""
    ingående: Bryggpost
    """Beloppet att börja från."""
    poster: tuple[Bryggpost, ...]
    """Posterna i ordning."""
    utgående: Bryggpost
    """Beloppet som planen anger som resultat; kontrolleras mot summan."""
    kommentar: Text | None = None
    """Text efter bryggan (Markdown)."""

    @property
    def beräknat(self) -> Decimal:
        """Ingående belopp plus alla poster."""
        return sum((post.belopp for post in self.poster), self.ingående.belopp)


class Driftbudget(_Tabell):
    """Driftbudgeten för ett verksamhetsområde, jämförd med ett tidigare år."""

    enhet: Beloppsenhet = "tkr"
    """Enheten som beloppen står i."""
    jämförelse: Tid
    """Året som kolumnen `föregående` gäller."""
    jämförelsen_är: Literal["prognos", "budget", "bokslut"] = "budget"
    """Om kolumnen `föregående` är en prognos, en budget eller ett bokslut."""
    rader: tuple[Budgetrad, ...]
    """Tabellens rader."""
    brygga: Brygga | None = None
    """Vad förändringen består av."""


class Investeringsrad(Del):
    """En investering med belopp per år."""

    namn: Text
    """Investeringens namn."""
    belopp: dict[Årsnyckel, Tal]
    """Beloppet för varje år."""


class Investering(_Tabell):
    """Investeringar för ett verksamhetsområde, eller beskedet att det inte finns några."""

    enhet: Beloppsenhet = "tkr"
    """Enheten som beloppen står i."""
    rader: tuple[Investeringsrad, ...] = ()
    """Investeringarna; tomt när texten säger att inga finns."""


class Ekonomi(Del):
    """Planens resurser."""

    kommunbidrag: tuple[Kommunbidrag, ...] = ()
    """Anslag per verksamhetsområde och år."""
    driftbudget: tuple[Driftbudget, ...] = ()
    """Driftbudget per verksamhetsområde."""
    investeringar: tuple[Investering, ...] = ()
    """Investeringar per verksamhetsområde."""


class Ekonomiutfall(Del):
    """Ekonomin för ett verksamhetsområde i en uppföljning. Belopp är nettokostnader."""

    enhet: Beloppsenhet = "tkr"
    """Enheten som beloppen står i."""
    budget: Tal | None = None
    """Periodens budget."""
    utfall: Tal | None = None
    """Periodens utfall."""
    årsbudget: Tal | None = None
    """Helårets budget, när den har ändrats sedan planen."""
    prognos: Tal | None = None
    """Prognos för helåret."""
    kommentar: Text | None = None
    """Varför utfall och prognos avviker, och vad som görs åt det."""
