"""Ändringarna: en liten klass för varje slag av ändring i en plan, en uppföljning eller husreglerna.

En ändring säger vad den gäller, vad som stod förut och vad som står nu, och hur tungt det väger. Den känner inte till
hur den skrivs ut.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from planverktyg.skillnad.benamningar import skriv_ändrat

if TYPE_CHECKING:
    from planverktyg.modell.grund.plats import Plats, Rutt
    from planverktyg.skillnad.malvarden import Åt
    from planverktyg.skillnad.ord import Ordbit


_ETT = {
    "mål", "uppdrag", "kontrollmoment", "kommunbidrag", "styrdokument", "avsnitt", "verksamhetsområde", "åtgärdsområde",
    "undantag", "utfall", "ekonomiutfall", "postutfall", "kontrollresultat", "delvärde", "tidigare värde",
    "beslut", "bedömningssteg",
}  # fmt: skip
"""Delar vars namn är ett ett-ord: ett mål, men en indikator."""


class Tyngd(StrEnum):
    """Vad ändringen betyder för planen. I den här ordningen visas ändringarna."""

    FÖRSVAGAR = "försvagar"
    OKLAR = "kan försvaga"
    """Det rör hur planen prövas eller vad den lovar, och det går inte att säga åt vilket håll."""
    ÄNDRAR = "ändrar"
    STÄRKER = "stärker"
    NEUTRAL = "neutral"


class Ställe(NamedTuple):
    """Vad en ändring gäller, och var det står."""

    dokument: str
    """Dokumentet i ord: Nämndplan 2020 (ASN)."""
    slag: str
    """Vad det är: indikator, uppdrag, budgetrad."""
    id: str
    """Id:t, eller tomt för det som inte har något."""
    namn: str
    """Namnet nu, eller det gamla för det som är borttaget."""
    rutt: Rutt
    """Vägen i det nya dokumentet; för det som är borttaget vägen i det gamla."""
    plats: Plats
    """Var det står i den nya filen; för det som är borttaget det som det stod under."""


@dataclass(frozen=True, kw_only=True)
class Ändring:
    """Det som är gemensamt för alla ändringar."""

    slag: ClassVar[str]
    """Ändringens slag i ett ord, för program som läser JSON."""

    ställe: Ställe
    tyngd: Tyngd = Tyngd.ÄNDRAR
    från: str = ""
    """Vad som stod förut, i ord."""
    till: str = ""
    """Vad som står nu, i ord."""
    detaljer: tuple[str, ...] = ()
    """Mer om ändringen, en mening i taget."""
    ord: tuple[Ordbit, ...] = ()
    """Texten med borttagna och tillagda ord, när det är en text som är ändrad."""

    @property
    def rubrik(self) -> str:
        """Vad som har hänt, i några ord: Målvärdet är mildrat."""
        raise NotImplementedError


class Tillagd(Ändring):
    """Något finns nu som inte fanns förut."""

    slag = "tillagd"

    @property
    def rubrik(self) -> str:
        """Tillagt eller tillagd."""
        return "Tillagt" if self.ställe.slag in _ETT else "Tillagd"


class Borttagen(Ändring):
    """Något som fanns finns inte längre."""

    slag = "borttagen"

    @property
    def rubrik(self) -> str:
        """Borttaget eller borttagen."""
        return "Borttaget" if self.ställe.slag in _ETT else "Borttagen"


class Omdöpt(Ändring):
    """Samma id har fått ett annat namn, eller en annan lydelse när det är lydelsen som är namnet."""

    slag = "omdöpt"

    @property
    def rubrik(self) -> str:
        """Namnet eller lydelsen."""
        return "Ny lydelse"


class Flyttad(Ändring):
    """Något står under något annat än förut."""

    slag = "flyttad"

    @property
    def rubrik(self) -> str:
        """Flyttat eller flyttad."""
        return "Flyttat" if self.ställe.slag in _ETT else "Flyttad"


class Omordnad(Ändring):
    """Samma saker står i en annan ordning."""

    slag = "omordnad"

    @property
    def rubrik(self) -> str:
        """Vilka saker det är står i `från`."""
        return "Ny ordning"


@dataclass(frozen=True, kw_only=True)
class MålvärdeÄndrat(Ändring):
    """Ett målvärde är skärpt eller mildrat, eller ändrat så att det inte kan sägas vilket."""

    slag = "målvärde"
    åt: Åt

    @property
    def rubrik(self) -> str:
        """Åt vilket håll målvärdet har gått."""
        return f"Målvärdet är {self.åt}"


class UtgångsvärdeÄndrat(Ändring):
    """Värdet som planen utgår från är ett annat: vägen till målet räknas om."""

    slag = "utgångsvärde"

    @property
    def rubrik(self) -> str:
        """Utgångsvärdet, med sin historik."""
        return "Utgångsvärdet är ändrat"


@dataclass(frozen=True, kw_only=True)
class RiskÄndrad(Ändring):
    """En risk är högre eller lägre bedömd."""

    slag = "risk"
    gammalt_värde: int
    nytt_värde: int

    @property
    def rubrik(self) -> str:
        """Åt vilket håll riskvärdet har gått."""
        if self.nytt_värde == self.gammalt_värde:
            return "Risken är annorlunda bedömd"
        return f"Risken är {'höjd' if self.nytt_värde > self.gammalt_värde else 'sänkt'}"


@dataclass(frozen=True, kw_only=True)
class BudgetÄndrad(Ändring):
    """Belopp i en tabell är ändrade. `skillnad` är summans ändring i kronor, när tabellen har en summa."""

    slag = "budget"
    skillnad: str = ""
    vad: str = "Beloppen"

    @property
    def rubrik(self) -> str:
        """Hur mycket summan har ändrats."""
        return f"{self.vad} {self.skillnad or 'är ändrade'}"


class EffektÄndrad(Ändring):
    """Den ekonomiska effekten är en annan."""

    slag = "effekt"

    @property
    def rubrik(self) -> str:
        """Effekten, i pengar eller ord."""
        return "Den ekonomiska effekten är ändrad"


@dataclass(frozen=True, kw_only=True)
class TidÄndrad(Ändring):
    """Något ska vara klart tidigare eller senare än förut."""

    slag = "tid"
    vad: str

    @property
    def rubrik(self) -> str:
        """Åt vilket håll tiden har flyttats."""
        return self.vad


@dataclass(frozen=True, kw_only=True)
class FältÄndrat(Ändring):
    """Det som är gemensamt för ändringar av en enda nyckel."""

    fält: str
    """Nyckeln i YAML."""

    @property
    def rubrik(self) -> str:
        """Uppgiften i bestämd form, och att den är ändrad: Enheten är ändrad."""
        return skriv_ändrat(self.fält, self.ställe.slag)


class TextÄndrad(FältÄndrat):
    """En löpande text är omformulerad."""

    slag = "text"


@dataclass(frozen=True, kw_only=True)
class BeslutÄndrat(Ändring):
    """Ett beslut är ett annat: nytt, rättat, eller med andra uppgifter. `vad` säger vad som har hänt."""

    slag = "beslut"
    vad: str

    @property
    def rubrik(self) -> str:
        """Vad som har hänt med beslutet."""
        return self.vad


class SkyddBorta(BeslutÄndrat):
    """Det som gör att en ändring av det beslutade märks är borttaget eller utbytt."""

    slag = "skydd"


class HusregelÄndrad(FältÄndrat):
    """En av kommunens husregler är en annan."""

    slag = "husregel"

    @property
    def rubrik(self) -> str:
        """Vägen till regeln i kommun.yaml."""
        return f"Husregeln är ändrad: {self.fält}"


class ÖvrigtÄndrat(FältÄndrat):
    """Något annat är ändrat. Slaget finns för att ingen nyckel i modellen någonsin ska glömmas bort."""

    slag = "övrigt"


@dataclass(frozen=True, kw_only=True)
class UtfallÄndrat(Ändring):
    """En lämnad uppgift i en uppföljning är en annan än den som rapporterades."""

    slag = "utfall"
    rättelse: str = ""
    """Rättelsens motivering, när det finns en."""
    rapporterat: bool = True
    """Om uppföljningen var klar innan uppgiften ändrades."""

    @property
    def rubrik(self) -> str:
        """Om uppgiften är rättad öppet, ändrad i efterhand, eller ändrad innan uppföljningen var klar."""
        if not self.rapporterat:
            return "Uppgiften är ändrad före rapporten"
        if self.rättelse:
            return "Uppgiften är rättad"
        return "Uppgiften är ändrad i efterhand, utan rättelse"


@dataclass(frozen=True, kw_only=True)
class OmdömeÄndrat(Ändring):
    """En bedömning i en uppföljning blir en annan, och varför."""

    slag = "omdöme"
    orsak: str

    @property
    def rubrik(self) -> str:
        """Vad som gör att bedömningen blir en annan."""
        return f"Bedömningen blir en annan genom {self.orsak}"
