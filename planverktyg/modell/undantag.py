"""Undantag: ett fynd som nämnden eller kommunen har sett och godtagit, med skälet och hur länge det gäller."""

from datetime import date

from planverktyg.modell.byggsten import Datum, Del, Id, Text


class Undantag(Del):
    """Ett fynd från `plan validera` som är sett och godtaget, så att det inte längre visas bland fynden."""

    regel: Text
    """Regelns kod så som den står vid fyndet: IND307."""
    id: Id | None = None
    """Id:t som fyndet handlar om: en indikator, ett mål, en risk. Utelämnat gäller undantaget regeln överallt."""
    motivering: Text
    """Varför fyndet får stå kvar, så att den som läser planen senare förstår."""
    till: Datum | None = None
    """Sista dagen som undantaget gäller. Utelämnat gäller det tills vidare."""

    @property
    def kod(self) -> str:
        """Regelns kod med versaler, hur den än är skriven."""
        return self.regel.upper()

    def har_gått_ut(self, idag: date) -> bool:
        """Om sista dagen har passerat."""
        return self.till is not None and self.till < idag
