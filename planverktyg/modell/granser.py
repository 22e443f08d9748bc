"""Målvärden som är en gräns eller ett intervall: minst, högst, över, under, exakt och mellan.

Alla är mängder av värden (`_mängd`), och prövas, graderas och jämförs på ett och samma sätt: `exakt 8` och
`mellan 8 och 8` kan inte svara olika.
"""

import re
from abc import abstractmethod
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cache, partial
from typing import Annotated, Any, Self, TypeAlias

from pydantic import PlainValidator, WithJsonSchema, field_validator, model_validator
from typing_extensions import override

from planverktyg.modell.byggsten import ORD_MÖNSTER, Tal, fel, föreslå_tal, liknar_tal, talfel
from planverktyg.modell.grad import ALLT, räkna_grad
from planverktyg.modell.grund.svenska import skriv_tal
from planverktyg.modell.malvardesord import menad_form, är_text
from planverktyg.modell.mangd import Mängd
from planverktyg.modell.period import Tidpunkt
from planverktyg.modell.villkor import (
    Läge,
    Mängder,
    Målfråga,
    Prövning,
    Sammanhang,
    Villkor,
    skriv_med_enhet,
    som_tal,
)


class Jämförelsenamn(str):
    """Namnet på ett jämförelsevärde, skrivet `{namn: Hela landet}` så att det inte kan vara något annat."""

    __slots__ = ()


class Nivå(Villkor):
    """Värdet ska ligga i en mängd av tal eller steg."""

    @classmethod
    @abstractmethod
    def _mängd(cls, gränser: Sequence[Fraction]) -> Mängd:
        """Mängden av värden som uppfyller målet, när gränserna är kända som tal."""

    @property
    @override
    def svar(self) -> Målfråga:
        return Målfråga.NIVÅ

    @property
    @override
    def jämförs_med(self) -> Tidpunkt | str | None:
        return None

    @override
    def pröva(self, läge: Läge) -> Prövning:
        gränser = self.gränser()
        tal = [_gränsens_tal(gräns, läge) for gräns in gränser]
        kända = [t for t in tal if t is not None]
        if len(kända) < len(tal):
            return Prövning(None, skäl=_okänd_gräns(gränser[tal.index(None)], läge))
        värde = läge.tal(läge.värde)
        if värde is None:
            return Prövning(None, skäl="utfallet är inget tal och inget steg i skalan")
        mål, mot = self._mängd(kända), partial(self._mot, gränser, kända)
        if värde in mål:
            return Prövning(True, ALLT, mot, gräns=_närmast(mål, värde))
        regel, bas = self._gradregel(läge), läge.tal(läge.utgångsvärde)
        inom = läge.delvis_inom if self.delvis_inom is None else self.delvis_inom
        grad, räknesätt = räkna_grad(värde, mål, bas, regel.sätt)
        return Prövning(
            False,
            grad,
            mot,
            räknesätt,
            delvis_från=regel.delvis_från if räknesätt == regel.sätt else None,
            inom=None if inom is None else mål.avstånd(värde) <= inom,
            gräns=_närmast(mål, värde),
            utgångsvärde=bas,
            hela_vägen=None if bas is None else mål.avstånd(bas),
        )

    def _mot(self, gränser: Sequence[Decimal | str], tal: Sequence[Fraction]) -> str:
        """Det som värdet jämfördes med: `minst riket (90,8)`."""
        skrivet = self.skriv(None)
        namngivna = [skriv_tal(t) for g, t in zip(gränser, tal, strict=True) if isinstance(g, str)]
        return f"{skrivet} ({', '.join(namngivna)})" if namngivna else skrivet

    @override
    def mängder(self, i: Sammanhang) -> Mängder:
        tal = [som_tal(g, i.skala) for g in self.gränser()]
        kända = [t for t in tal if t is not None]
        if len(kända) == len(tal):
            return {"värdet": self._mängd(kända)}
        namn = next(g for g, t in zip(self.gränser(), tal, strict=True) if t is None)
        return {f"mot {namn}": self._mängd([Fraction(0)] * len(tal))}

    @override
    def avstånd(self, värde: Fraction, läge: Läge) -> Fraction | None:
        """En gräns åt ett håll: längre förbi den är också bättre. Ett intervall: avståndet dit."""
        if (uppåt := self.bättre_uppåt()) is not None:
            return -värde if uppåt else värde
        tal = [t for g in self.gränser() if (t := _gränsens_tal(g, läge)) is not None]
        return self._mängd(tal).avstånd(värde) if len(tal) == len(self.gränser()) else None

    @override
    def bättre_uppåt(self, bedömningsskala: Sequence[str] = ()) -> bool | None:
        return self._håll()

    @classmethod
    @cache
    def _håll(cls) -> bool | None:
        """Hållet som klassens mängder är öppna åt."""
        mängd = cls._mängd([Fraction(0)] * 2)  # så många gränser som något slag har
        öppna = (mängd.golv is None, mängd.tak is None)
        return {(False, True): True, (True, False): False}.get(öppna)


def _närmast(mål: Mängd, värde: Fraction) -> Fraction | None:
    """Den av målets ändar som värdet jämförs med."""
    return mål.golv if mål.tak is None or (mål.golv is not None and värde <= mål.golv) else mål.tak


def _gränsens_tal(gräns: Decimal | str, läge: Läge) -> Fraction | None:
    """Gränsen som tal: sitt eget, stegets, eller jämförelsens."""
    if isinstance(gräns, Jämförelsenamn):
        return Fraction(läge.jämförelse[gräns]) if gräns in läge.jämförelse else None
    steg = läge.tal(gräns)
    if steg is None and isinstance(gräns, str) and gräns in läge.jämförelse and not är_text(gräns):
        return Fraction(läge.jämförelse[gräns])
    return steg


def _okänd_gräns(skriven: Decimal | str, läge: Läge) -> str:
    if är_otolkad(skriven):
        return f"målvärdet är text ({skriven}) och säger inte hur utfallet ska jämföras med det"
    if läge.skala:
        return f"{skriven} är inget steg i skalan och inget jämförelsevärde i uppföljningen"
    return f"jämförelsevärdet {skriven} finns inte i uppföljningen"


def är_otolkad(gräns: Decimal | str) -> bool:
    """Om det som står där en gräns ska stå är en text (`minst 90`, `ska öka`)."""
    return isinstance(gräns, str) and not isinstance(gräns, Jämförelsenamn) and är_text(gräns)


# --- En gräns ---------------------------------------------------------------------------------------


def _tolka_gräns(värde: object) -> Decimal | str:
    if type(värde) is int:
        return Decimal(värde)
    if isinstance(värde, Decimal):
        return värde
    if isinstance(värde, bool):
        raise fel("STR106", "Sanningsvärden skrivs på svenska.", f"Skriv {'ja' if värde else 'nej'}.")
    if isinstance(värde, str) and liknar_tal(värde):
        raise talfel(värde)
    if (namn := läs_jämförelsenamn(värde)) is not None:
        return namn
    if isinstance(värde, str) and värde.strip():
        return värde.strip()
    raise fel(
        "STR103",
        "Här ska det stå ett tal, ett steg i skalan eller namnet på en jämförelse.",
        "Skriv till exempel 25, ja, riket eller {namn: Hela landet}.",
    )


def läs_jämförelsenamn(värde: object) -> Jämförelsenamn | None:
    """Namnet när det är skrivet `{namn: …}`, annars None."""
    if isinstance(värde, Jämförelsenamn):
        return värde
    if isinstance(värde, dict) and set(värde) == {"namn"} and isinstance(värde["namn"], str) and värde["namn"].strip():
        return Jämförelsenamn(värde["namn"].strip())
    return None


NAMN_SCHEMA = {
    "type": "object",
    "properties": {"namn": {"type": "string", "pattern": r"\S"}},
    "required": ["namn"],
    "additionalProperties": False,
}
GRÄNS_SCHEMA = {"anyOf": [{"type": "number"}, {"type": "string", "pattern": ORD_MÖNSTER}, NAMN_SCHEMA]}
GränsVärde: TypeAlias = Annotated[Decimal | str, PlainValidator(_tolka_gräns), WithJsonSchema(GRÄNS_SCHEMA)]


class _Gräns(Nivå):
    """En gräns: ett tal, ett ord ur skalan, eller ett jämförelsevärde med namn (riket, liknande)."""

    @property
    def gräns(self) -> Decimal | str:
        """Gränsen så som den är skriven."""
        värde: Decimal | str = getattr(self, self.nyckel)
        return värde

    @override
    def gränser(self) -> tuple[Decimal | str, ...]:
        return (self.gräns,)

    @override
    def skriv(self, enhet: str | None) -> str:
        gräns = self.gräns
        if är_otolkad(gräns) and menad_form(str(gräns)) is not None:  # ett steg på skalan kan vara en hel mening
            return f"”{gräns}” (går inte att läsa)"
        return f"{self.nyckel} {gräns if isinstance(gräns, str) else skriv_med_enhet(gräns, enhet)}"


class Minst(_Gräns):
    """Värdet ska vara lika med gränsen eller högre."""

    nyckel = "minst"
    minst: GränsVärde
    """Lägsta värde som uppfyller målet: ett tal, ett steg i skalan, eller en jämförelse (riket, `{namn: Hela landet}`)."""

    @classmethod
    @override
    def _mängd(cls, gränser: Sequence[Fraction]) -> Mängd:
        return Mängd(lägst=(gränser[0], 0))

    @override
    def skriv(self, enhet: str | None) -> str:
        return str(self.minst) if enhet == "ja/nej" and self.minst == "ja" else super().skriv(enhet)

    @override
    def _kort(self, enhet: str | None, steg: Mapping[str, int] | None) -> str:
        """`minst` utelämnas framför skalans högsta steg: `ja`, inte `minst ja`."""
        högst_upp = steg and isinstance(self.minst, str) and steg.get(self.minst) == max(steg.values())
        return str(self.minst) if högst_upp else self.skriv(enhet)

    @override
    def _i_plan(self, enhet: str | None, steg: Mapping[str, int] | None) -> str:
        if isinstance(self.minst, str):
            return self._kort(enhet, steg)
        return skriv_med_enhet(self.minst, enhet)

    @property
    @override
    def skrivs_bart(self) -> bool:
        return not isinstance(self.minst, str)


class Högst(_Gräns):
    """Värdet ska vara lika med gränsen eller lägre."""

    nyckel = "högst"
    högst: GränsVärde
    """Högsta värde som uppfyller målet."""

    @classmethod
    @override
    def _mängd(cls, gränser: Sequence[Fraction]) -> Mängd:
        return Mängd(högst=(gränser[0], 0))

    @override
    def skriv(self, enhet: str | None) -> str:
        return str(self.högst) if enhet == "ja/nej" and self.högst == "nej" else super().skriv(enhet)


class Över(_Gräns):
    """Värdet ska vara högre än gränsen; gränsen själv räcker inte."""

    nyckel = "över"
    över: GränsVärde
    """Värdet som utfallet ska ligga över."""

    @classmethod
    @override
    def _mängd(cls, gränser: Sequence[Fraction]) -> Mängd:
        return Mängd(lägst=(gränser[0], 1))


class Under(_Gräns):
    """Värdet ska vara lägre än gränsen; gränsen själv räcker inte."""

    nyckel = "under"
    under: GränsVärde
    """Värdet som utfallet ska ligga under."""

    @classmethod
    @override
    def _mängd(cls, gränser: Sequence[Fraction]) -> Mängd:
        return Mängd(högst=(gränser[0], -1))


class Exakt(_Gräns):
    """Värdet ska vara precis det angivna."""

    nyckel = "exakt"
    exakt: GränsVärde
    """Det enda värde som uppfyller målet."""

    @classmethod
    @override
    def _mängd(cls, gränser: Sequence[Fraction]) -> Mängd:
        return Mängd((gränser[0], 0), (gränser[0], 0))

    @override
    def skriv(self, enhet: str | None) -> str:
        return str(self.exakt) if enhet == "ja/nej" else super().skriv(enhet)


# --- Ett intervall ----------------------------------------------------------------------------------


class Mellan(Nivå):
    """Värdet ska ligga i intervallet, ändarna inräknade."""

    nyckel = "mellan"
    mellan: tuple[Tal, Tal]
    """Lägsta och högsta värde: `[2, 4]`."""

    @field_validator("mellan", mode="before")
    @classmethod
    def _två_tal(cls, värde: Any) -> Any:
        if not isinstance(värde, list) or len(värde) != 2:
            delar = (
                re.split(r"(?<=[\d%]) *[-–] *|(?:,|(?<! )) +(?:och|till) +", värde) if isinstance(värde, str) else []
            )
            tal = [föreslå_tal(del_) for del_ in delar]
            råd = f"Skriv {{mellan: [{tal[0]}, {tal[1]}]}}." if len(tal) == 2 and all(tal) else None
            raise fel(
                "STR103", "Ett intervall är två tal i en lista.", råd or "Skriv det lägsta och det högsta: [2.5, 4]."
            )
        return värde

    @model_validator(mode="after")
    def _i_ordning(self) -> Self:
        lägst, högst = self.mellan
        if lägst > högst:
            raise fel("STR108", f"Intervallet börjar på {lägst} och slutar på {högst}.", f"Skriv [{högst}, {lägst}].")
        return self

    @override
    def gränser(self) -> tuple[Decimal | str, ...]:
        return self.mellan

    @classmethod
    @override
    def _mängd(cls, gränser: Sequence[Fraction]) -> Mängd:
        return Mängd((gränser[0], 0), (gränser[1], 0))

    @override
    def skriv(self, enhet: str | None) -> str:
        lägst, högst = self.mellan
        return f"mellan {skriv_tal(lägst)} och {skriv_med_enhet(högst, enhet)}"
