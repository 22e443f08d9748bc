"""Ekonomisk effekt: vad en åtgärd väntas ge i pengar ett helt år, skrivet så att det går att räkna ihop.

In kommer ett styckpris och ett antal, ett belopp, eller beskedet att inget ändras eller att effekten inte är känd
ännu. Ut går kronor, eller skälet till att effekten inte kan räknas. Ett positivt belopp förbättrar resultatet.
"""

from decimal import Decimal
from typing import Annotated, Any, Self, TypeAlias

from pydantic import model_validator

from planverktyg.modell.byggsten import Del, JaNej, Kortform, Tal, Text, fel
from planverktyg.modell.ekonomi import Beloppsenhet, i_kronor
from planverktyg.modell.period import Årsnyckel


class Styckpris(Del):
    """Vad en enhet kostar: en helårsplacering, ett dygn. Eller priset före och efter, när något byts mot något annat."""

    belopp: Tal | None = None
    """Priset för en enhet, när åtgärden gör att den inte behövs."""
    från: Tal | None = None
    """Priset i dag, när åtgärden byter det dyrare mot det billigare."""
    till: Tal | None = None
    """Priset efter bytet."""
    enhet: Beloppsenhet
    """Enheten som priset står i: kr, tkr eller mnkr."""
    per: Text
    """Vad priset gäller: helårsplacering, dygn."""
    ungefär: JaNej = False
    """Om källan skriver "ca"."""

    @model_validator(mode="after")
    def _ett_pris_eller_två(self) -> Self:
        par = (self.från is not None, self.till is not None)
        if par != ((False, False) if self.belopp is not None else (True, True)):
            raise fel(
                "STR108",
                "Ett styckpris är ett belopp, eller priset från och till.",
                "Skriv till exempel {belopp: 1.6, enhet: mnkr, per: helårsplacering} "
                "eller {från: 2000, till: 1000, enhet: kr, per: dygn}.",
            )
        return self

    @property
    def skillnad(self) -> Decimal:
        """Vad varje enhet ger: priset, eller det gamla priset minus det nya."""
        if self.belopp is not None:
            return self.belopp
        assert self.från is not None
        assert self.till is not None
        return self.från - self.till


class Effekt(Del):
    """Den ekonomiska effekten av en åtgärd eller en punkt i åtgärdsplanen. Positiv när resultatet förbättras."""

    text: Text | None = None
    """Effekten i planens egna ord."""
    styckpris: Styckpris | None = None
    """Vad en enhet kostar."""
    antal: Tal | None = None
    """Hur många enheter det gäller på ett år."""
    belopp: Tal | None = None
    """Effekten ett helt år, när planen säger den direkt."""
    per_år: dict[Årsnyckel, Tal] = {}
    """Effekten år för år, när den växer fram: `{2020: 1.6, 2021: 4.8}`. Det sista årets är helårseffekten."""
    enhet: Beloppsenhet = "tkr"
    """Enheten för `belopp` och `per år`."""
    oförändrad: JaNej = False
    """Planen säger att kostnaden blir oförändrad: effekten är noll."""
    återkommer: JaNej = False
    """Planen säger att effekten inte är känd ännu."""

    @model_validator(mode="after")
    def _effekten_sägs_på_ett_sätt(self) -> Self:
        sätt = (self.styckpris, self.belopp is not None, self.per_år, self.oförändrad, self.återkommer)
        if sum(map(bool, sätt)) > 1:
            raise fel(
                "STR108",
                "Effekten sägs på flera sätt, och då är det oklart vilket som gäller.",
                "Behåll ett av styckpris, belopp, per år, oförändrad och återkommer.",
            )
        if self.antal is not None and self.styckpris is None:
            raise fel("STR108", "Antalet saknar styckpris.", "Lägg till styckpris, eller skriv effekten som belopp.")
        if not (any(sätt) or self.text):
            raise fel("STR108", "Effekten säger inget.", "Skriv text, belopp eller styckpris och antal.")
        return self

    @property
    def kronor(self) -> Decimal | None:
        """Effekten ett helt år i kronor. None när den inte går att räkna; `hinder` säger varför."""
        if self.oförändrad:
            return Decimal(0)
        if self.styckpris is not None:
            return self.för_antal(self.antal)
        if self.per_år:
            return i_kronor(self.per_år[max(self.per_år)], self.enhet)
        return None if self.belopp is None else i_kronor(self.belopp, self.enhet)

    def för_antal(self, antal: Decimal | None) -> Decimal | None:
        """Styckpriset gånger antalet, i kronor. None när något av dem saknas."""
        if self.styckpris is None or antal is None:
            return None
        return i_kronor(self.styckpris.skillnad * antal, self.styckpris.enhet)

    def kronor_under(self, år: str) -> Decimal | None:
        """Effekten under ett visst år, när planen fördelar den på år."""
        return i_kronor(self.per_år[år], self.enhet) if år in self.per_år else None

    def väntat_under(self, år: int) -> Decimal | None:
        """Effekten ett visst år. Före det första året i `per år` är den noll, och efter det sista helårets."""
        if not self.per_år:
            return self.kronor
        kända = [ett for ett in self.per_år if int(ett) <= år]
        return i_kronor(self.per_år[max(kända)], self.enhet) if kända else Decimal(0)

    @property
    def hinder(self) -> str:
        """Varför effekten inte kan räknas, eller tomt när den kan det."""
        if self.kronor is not None:
            return ""
        if self.återkommer:
            return "effekten är inte känd ännu"
        if self.styckpris is not None:
            return f"planen säger priset per {self.styckpris.per} men inte hur många det gäller"
        return "effekten är bara beskriven i ord"


def _kort_effekt(värde: Any) -> Any:
    return {"text": värde} if isinstance(värde, str) else värde


Effektpost: TypeAlias = Annotated[Effekt, Kortform(_kort_effekt, {"type": "string", "pattern": r"\S"})]
"""En effekt, eller bara texten om den."""
