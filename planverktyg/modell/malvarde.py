"""Målvärden: varje slag av villkor som ett utfall ska uppfylla, och hur vart och ett läses och prövas.

Varje slag är en klass i `SLAG`, som läser sin nyckel i YAML, prövar ett värde (`pröva`) och skriver sig själv
i ord (`skriv`). Ett nytt slag är en ny klass i tupeln; inget annat i programmet ändras.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias

from pydantic import Discriminator, PlainValidator, Tag, WithJsonSchema, field_validator, model_validator
from typing_extensions import override

from planverktyg.modell.bedomning import Bandtabell, bandet_för, kräv_hela_band, skriv_band
from planverktyg.modell.byggsten import (
    ORD_MÖNSTER,
    JaNej,
    Kortform,
    Tal,
    Text,
    fel,
    föreslå_tal,
    liknar_tal,
    talfel,
)
from planverktyg.modell.grund.svenska import menade_du, räkna_upp, skriv_tal
from planverktyg.modell.period import (
    TIDPUNKT_SCHEMA,
    Måltid,
    Tid,
    Tidpunkt,
    Årsnyckel,
    läs_tidpunkt,
    tolka_tidpunkt,
)
from planverktyg.modell.villkor import Läge, Mätt, Prövning, Villkor, grad_mot_gräns, inom_0_1, skriv_med_enhet

if TYPE_CHECKING:
    from collections.abc import Sequence


def _skriv_gräns(gräns: Decimal | str, enhet: str | None) -> str:
    return gräns if isinstance(gräns, str) else skriv_med_enhet(gräns, enhet)


class _Gräns(Villkor):
    """En gräns: ett tal, ett ord ur skalan, eller ett jämförelsevärde med namn (riket, liknande)."""

    def _gräns(self) -> Decimal | str:
        värde: Decimal | str = getattr(self, self.nyckel)
        return värde

    def _håller(self, värde: Fraction, gräns: Fraction) -> bool:
        raise NotImplementedError

    def _grad(self, värde: Fraction, gräns: Fraction, bas: Fraction | None) -> tuple[Fraction | None, str]:
        assert self.riktning_uppåt is not None
        return grad_mot_gräns(värde, gräns, bas, uppåt=self.riktning_uppåt)

    @override
    def pröva(self, läge: Läge) -> Prövning:
        skriven = self._gräns()
        gräns = läge.tal(skriven)
        if gräns is None and isinstance(skriven, str) and skriven in läge.jämförelse:
            gräns = Fraction(läge.jämförelse[skriven])
        if gräns is None:
            return Prövning(None, skäl=self._okänd_gräns(skriven, läge))
        värde = läge.tal(läge.värde)
        if värde is None:
            return Prövning(None, skäl="utfallet är inget tal och inget steg i skalan")
        mot = f"{self.nyckel} {_skriv_gräns(skriven, None)}"
        if isinstance(skriven, str) and skriven in läge.jämförelse:
            mot += f" ({skriv_tal(gräns)})"
        if self._håller(värde, gräns):
            return Prövning(True, Fraction(1), mot)
        grad, räknesätt = self._grad(värde, gräns, läge.tal(läge.utgångsvärde))
        return Prövning(False, grad, mot, räknesätt)

    def _okänd_gräns(self, skriven: Decimal | str, läge: Läge) -> str:
        if läge.skala:
            return f"{skriven} är inget steg i skalan och inget jämförelsevärde i uppföljningen"
        return f"jämförelsevärdet {skriven} finns inte i uppföljningen"

    @override
    def skriv(self, enhet: str | None) -> str:
        gräns = self._gräns()
        if isinstance(gräns, str) and enhet == "ja/nej":
            return gräns
        return f"{self.nyckel} {_skriv_gräns(gräns, enhet)}"


def _tolka_gräns(värde: object) -> Decimal | str:
    if type(värde) is int:
        return Decimal(värde)
    if isinstance(värde, Decimal):
        return värde
    if isinstance(värde, bool):
        raise fel("STR106", "Sanningsvärden skrivs på svenska.", f"Skriv {'ja' if värde else 'nej'}.")
    if isinstance(värde, str) and liknar_tal(värde):
        raise talfel(värde)
    if isinstance(värde, str) and värde.strip():
        return värde.strip()
    raise fel(
        "STR103",
        "Här ska det stå ett tal, ett steg i skalan eller namnet på en jämförelse.",
        "Skriv till exempel 25, ja eller riket.",
    )


GRÄNS_SCHEMA = {"anyOf": [{"type": "number"}, {"type": "string", "pattern": ORD_MÖNSTER}]}
GränsVärde: TypeAlias = Annotated[Decimal | str, PlainValidator(_tolka_gräns), WithJsonSchema(GRÄNS_SCHEMA)]


class Minst(_Gräns):
    """Värdet ska vara lika med gränsen eller högre."""

    nyckel = "minst"
    riktning_uppåt = True
    minst: GränsVärde
    """Lägsta värde som uppfyller målet: ett tal, ett steg i skalan, eller en jämförelse (riket)."""

    @override
    def _håller(self, värde: Fraction, gräns: Fraction) -> bool:
        return värde >= gräns


class Högst(_Gräns):
    """Värdet ska vara lika med gränsen eller lägre."""

    nyckel = "högst"
    riktning_uppåt = False
    högst: GränsVärde
    """Högsta värde som uppfyller målet."""

    @override
    def _håller(self, värde: Fraction, gräns: Fraction) -> bool:
        return värde <= gräns


class Exakt(_Gräns):
    """Värdet ska vara precis det angivna."""

    nyckel = "exakt"
    exakt: GränsVärde
    """Det enda värde som uppfyller målet."""

    @override
    def _håller(self, värde: Fraction, gräns: Fraction) -> bool:
        return värde == gräns

    @override
    def _grad(self, värde: Fraction, gräns: Fraction, bas: Fraction | None) -> tuple[Fraction | None, str]:
        if bas is not None and bas != gräns:
            return inom_0_1(1 - abs(värde - gräns) / abs(bas - gräns)), "väg från utgångsvärdet"
        return grad_mot_gräns(värde, gräns, None, uppåt=värde < gräns)

    @override
    def avstånd(self, värde: Fraction) -> Fraction | None:
        return abs(värde - Fraction(self.exakt)) if isinstance(self.exakt, Decimal) else None


class Mellan(Villkor):
    """Värdet ska ligga i intervallet, ändarna inräknade."""

    nyckel = "mellan"
    mellan: tuple[Tal, Tal]
    """Lägsta och högsta värde: `[2, 4]`."""

    @field_validator("mellan", mode="before")
    @classmethod
    def _två_tal(cls, värde: Any) -> Any:
        if not isinstance(värde, list) or len(värde) != 2:
            raise fel("STR103", "Ett intervall är två tal i en lista.", "Skriv det lägsta och det högsta: [2.5, 4].")
        return värde

    @model_validator(mode="after")
    def _i_ordning(self) -> Mellan:
        lägst, högst = self.mellan
        if lägst > högst:
            raise fel("STR108", f"Intervallet börjar på {lägst} och slutar på {högst}.", f"Skriv [{högst}, {lägst}].")
        return self

    @override
    def pröva(self, läge: Läge) -> Prövning:
        värde = läge.tal(läge.värde)
        if värde is None:
            return Prövning(None, skäl="utfallet är inget tal")
        lägst, högst = map(Fraction, self.mellan)
        if lägst <= värde <= högst:
            return Prövning(True, Fraction(1), self.skriv(None))
        uppåt = värde < lägst
        bas = läge.tal(läge.utgångsvärde)
        grad, räknesätt = grad_mot_gräns(värde, lägst if uppåt else högst, bas, uppåt=uppåt)
        return Prövning(False, grad, self.skriv(None), räknesätt)

    @override
    def skriv(self, enhet: str | None) -> str:
        lägst, högst = self.mellan
        return f"mellan {skriv_tal(lägst)} och {skriv_med_enhet(högst, enhet)}"

    @override
    def avstånd(self, värde: Fraction) -> Fraction | None:
        lägst, högst = map(Fraction, self.mellan)
        return max(lägst - värde, värde - högst, Fraction(0))


_RIKTNINGAR: dict[str, tuple[str, bool | None]] = {
    "ökar": ("ökat", True),
    "minskar": ("minskat", False),
    "bibehålls": ("bibehållits", None),
    "ökar inte": ("inte ökat", False),
    "minskar inte": ("inte minskat", True),
}


FÖREGÅENDE_ÅR: Literal["föregående år"] = "föregående år"


def _tolka_jämförelsetid(värde: object) -> Tidpunkt | Literal["föregående år"]:
    return FÖREGÅENDE_ÅR if värde == FÖREGÅENDE_ÅR else läs_tidpunkt(värde)


Jämförelsetid: TypeAlias = Annotated[
    Tidpunkt | Literal["föregående år"],
    PlainValidator(_tolka_jämförelsetid),
    WithJsonSchema({"anyOf": [{"const": FÖREGÅENDE_ÅR}, TIDPUNKT_SCHEMA]}),
]
"""En tid, eller `föregående år`."""


class Riktning(Villkor):
    """Värdet ska ha ändrats åt ett håll mot ett tidigare värde."""

    nyckel = "riktning"
    riktning: Literal["ökar", "minskar", "bibehålls", "ökar inte", "minskar inte"]
    """Åt vilket håll värdet ska ha gått."""
    mot: Jämförelsetid | None = None
    """Tidigare värde att jämföra med: en tid, eller `föregående år`. Utelämnat är det utgångsvärdet. Finns värdet inte
    i planen lämnas det med utfallet: `jämförelse: {2023: 62.8}`."""

    @override
    def pröva(self, läge: Läge) -> Prövning:
        värde, tidigare = läge.tal(läge.värde), läge.tal(self._tidigare(läge))
        if värde is None:
            return Prövning(None, skäl="utfallet är inget tal och inget steg i skalan")
        if tidigare is None:
            mot = str(self.mot) if self.mot else "utgångsvärdet"
            return Prövning(None, skäl=f"det tidigare värdet att jämföra med saknas ({mot})")
        håller = {
            "ökar": värde > tidigare,
            "minskar": värde < tidigare,
            "bibehålls": värde == tidigare,
            "ökar inte": värde <= tidigare,
            "minskar inte": värde >= tidigare,
        }[self.riktning]
        return Prövning(håller, Fraction(1) if håller else None, f"{skriv_tal(tidigare)} ({self.riktning})")

    def _tidigare(self, läge: Läge) -> Mätt | None:
        if self.mot is None:
            return läge.utgångsvärde
        mot = tolka_tidpunkt(läge.per.year - 1) if self.mot == FÖREGÅENDE_ÅR else self.mot
        i_serien = next((värde for tid, värde in reversed(läge.tidigare()) if tid == mot), None)
        return läge.jämförelse.get(str(self.mot)) if i_serien is None else i_serien

    @override
    def skriv(self, enhet: str | None) -> str:
        return f"{self.riktning} mot {self.mot}" if self.mot else self.riktning

    @override
    def avstånd(self, värde: Fraction) -> Fraction | None:
        uppåt = _RIKTNINGAR[self.riktning][1]
        return None if uppåt is None else -värde if uppåt else värde


class Klart(Villkor):
    """Något ska vara gjort (antaget, presenterat, infört) senast en viss tid."""

    nyckel = "klart"
    klart: Tid
    """Senast när: ett år, en månad eller en dag."""

    @property
    @override
    def tid(self) -> Måltid | None:
        return self.avser or self.klart

    @override
    def pröva(self, läge: Läge) -> Prövning:
        värde = läge.värde
        if isinstance(värde, date):
            i_tid = värde <= self.klart.till
            return Prövning(i_tid, Fraction(1) if i_tid else None, self.skriv(None))
        if värde == "ja" and läge.är_prognos:
            return Prövning(True, Fraction(1), self.skriv(None))
        if värde == "nej" and läge.per < self.klart.till:
            return Prövning(None, skäl=f"inte gjort ännu, tiden går ut {self.klart}")
        if värde == "nej":
            return Prövning(False, None, self.skriv(None))
        return Prövning(None, skäl="utfallet ska vara datumet då det blev klart, eller nej")

    @override
    def skriv(self, enhet: str | None) -> str:
        return f"klart senast {self.klart}"


class Redovisas(Villkor):
    """Något ska redovisas, utan att någon nivå är satt."""

    nyckel = "redovisas"
    redovisas: JaNej
    """Alltid ja."""

    @model_validator(mode="after")
    def _alltid_ja(self) -> Redovisas:
        if not self.redovisas:
            raise fel("STR106", "redovisas kan bara vara ja.", "Ta bort målvärdet, eller skriv {saknas: varför}.")
        return self

    @override
    def pröva(self, läge: Läge) -> Prövning:
        redovisat = läge.värde != "nej"
        return Prövning(redovisat, Fraction(1) if redovisat else None, "redovisas")

    @override
    def skriv(self, enhet: str | None) -> str:
        return "redovisas"


class Bedöms(Villkor):
    """En nivå satt i ord, som bedöms för hand med en motivering."""

    nyckel = "bedöms"
    bedöms: Text
    """Vad som ska vara uppnått, i ord eller enligt ett annat dokument."""

    @override
    def pröva(self, läge: Läge) -> Prövning:
        return Prövning(None, skäl="bedöms för hand")

    @override
    def skriv(self, enhet: str | None) -> str:
        return self.bedöms


class Saknas(Villkor):
    """Inget målvärde, med avsikt: indikatorn följs men bedöms inte."""

    nyckel = "saknas"
    saknas: Text
    """Varför indikatorn följs utan målvärde."""

    @override
    def pröva(self, läge: Läge) -> Prövning:
        return Prövning(None, skäl="saknar målvärde")

    @override
    def skriv(self, enhet: str | None) -> str:
        return "inget målvärde"


class IBand(Villkor):
    """Band från värde till steg på bedömningsskalan, för ett index med egna gränser."""

    nyckel = "band"
    band: Bandtabell
    """Banden från bäst till sämst: `[{steg: uppfyllt, från: 80}, {steg: delvis, från: 62}, {steg: ej uppfyllt, från: 0}]`."""

    @model_validator(mode="after")
    def _banden_är_hela(self) -> IBand:
        if len(self.band) < 2:
            raise fel("STR109", "Ett enda band skiljer ingenting åt.", "Skriv minst två band, från bäst till sämst.")
        kräv_hela_band(self.band)
        return self

    @property
    def _stiger(self) -> bool:
        """Om högre värden är bättre: det bästa bandet står först."""
        return self.band[0].från > self.band[-1].från

    @override
    def pröva(self, läge: Läge) -> Prövning:
        värde = läge.tal(läge.värde)
        if värde is None:
            return Prövning(None, skäl="utfallet är inget tal")
        bandet = bandet_för(self.band, värde)
        if bandet is None:
            return Prövning(None, skäl=f"{skriv_tal(värde)} ligger under det lägsta bandet")
        håller = bandet is self.band[0]
        plats = (self.band.index(bandet), len(self.band))
        return Prövning(håller, Fraction(1) if håller else None, bandet.skriv(), steg=bandet.steg, plats=plats)

    @override
    def skriv(self, enhet: str | None) -> str:
        return skriv_band(self.band)

    @override
    def avstånd(self, värde: Fraction) -> Fraction | None:
        return -värde if self._stiger else värde


class PerÅr(Villkor):
    """Ett målvärde för varje år."""

    nyckel = "per år"
    per_år: dict[Årsnyckel, Målvärde]
    """Målvärdet för varje år: `{2018: {minst: 80}, 2019: {minst: 85}}`."""

    @model_validator(mode="after")
    def _år_med_varsitt(self) -> PerÅr:
        if not self.per_år:
            raise fel("STR109", "Inget år har något målvärde.", "Skriv ett målvärde per år: {2018: {minst: 80}}.")
        if any(isinstance(villkor, PerÅr) for villkor in self.per_år.values()):
            raise fel("STR109", "Ett år kan inte i sin tur delas upp per år.", "Skriv alla år bredvid varandra.")
        return self

    def för_år(self, år: int) -> Villkor | None:
        """Årets eget målvärde."""
        return self.per_år.get(str(år))

    @override
    def pröva(self, läge: Läge) -> Prövning:
        årets = self.för_år(läge.per.year)
        return årets.pröva(läge) if årets else Prövning(None, skäl=f"saknar målvärde för {läge.per.year}")

    @override
    def skriv(self, enhet: str | None) -> str:
        return "; ".join(f"{år}: {villkor.skriv(enhet)}" for år, villkor in sorted(self.per_år.items()))


def _alla_håller(delar: Sequence[Prövning]) -> Prövning:
    """Prövningarna som en: den håller när alla håller, och har annars den lägsta graden."""
    skäl = next((d.skäl for d in delar if d.uppfyllt is None), "")
    jämfört = räkna_upp([d.jämfört_med for d in delar if d.jämfört_med])
    if any(d.uppfyllt is False for d in delar):
        grader = [d.grad for d in delar]
        kända = [g for g in grader if g is not None]
        return Prövning(False, min(kända) if len(kända) == len(grader) else None, jämfört, "den lägsta graden")
    return Prövning(None, skäl=skäl) if skäl else Prövning(True, Fraction(1), jämfört)


class Alla(Villkor):
    """Flera villkor som alla ska hålla; skrivs som en lista."""

    nyckel = "alla"
    alla: tuple[Målvärde, ...]
    """Villkoren."""

    @model_validator(mode="after")
    def _minst_ett(self) -> Alla:
        if not self.alla:
            raise fel("STR109", "Listan med villkor är tom.", f"Skriv {_EXEMPEL}.")
        return self

    @override
    def pröva(self, läge: Läge) -> Prövning:
        return _alla_håller([villkor.pröva(läge) for villkor in self.alla])

    @override
    def skriv(self, enhet: str | None) -> str:
        return räkna_upp([villkor.skriv(enhet) for villkor in self.alla])


class Delade(Villkor):
    """Målvärdet för en indikator som flera verksamheter eller nämnder delar; skrivs inte i YAML."""

    nyckel = "delade"
    delade: dict[str, Villkor]
    """Målvärdet för var och en."""

    @override
    def pröva(self, läge: Läge) -> Prövning:
        prövade: list[tuple[str, Prövning]] = []
        for namn, villkor in self.delade.items():
            dels = läge.delar.get(namn)
            prövade.append((namn, villkor.pröva(dels) if dels else Prövning(None, skäl=f"värdet för {namn} saknas")))
        helhet = _alla_håller([prövning for _, prövning in prövade])
        return replace(
            helhet,
            delar=tuple(prövade),
            jämfört_med=räkna_upp([f"{namn}: {p.jämfört_med}" for namn, p in prövade if p.jämfört_med]),
        )

    @override
    def skriv(self, enhet: str | None) -> str:
        skrivna = {namn: villkor.skriv(enhet) for namn, villkor in self.delade.items()}
        if len(set(skrivna.values())) == 1:
            return f"{next(iter(skrivna.values()))} för {räkna_upp(list(skrivna))}"
        return "; ".join(f"{namn} {text}" for namn, text in skrivna.items())


SLAG: tuple[type[Villkor], ...] = (
    Minst, Högst, Exakt, Mellan, IBand, Riktning, Klart, Redovisas, Bedöms, Saknas, PerÅr, Alla,
)  # fmt: skip
"""Alla slag av målvärden. Ett nytt slag läggs till här och i unionen nedan."""

_NYCKLAR = tuple(slag.nyckel for slag in SLAG)
_OKLART = "Målvärdet säger inte hur utfallet ska jämföras med det."
_DATUM = re.compile("[12][0-9]{3}-[0-9]{2}(-[0-9]{2})?")
_EXEMPEL = "{minst: 25}, {högst: 2.2}, {mellan: [2, 4]}, ja, {riktning: ökar} eller {klart: 2021}"


def _lång_form(skrivet: Any) -> Any:
    """`ja` → `{minst: ja}`, en lista → `{alla: […]}`. Ett ensamt tal kan betyda flera saker och är ett fel."""
    if isinstance(skrivet, Villkor):
        return skrivet
    if isinstance(skrivet, list):
        if any(isinstance(del_, list) for del_ in skrivet):
            raise fel(
                "STR109", "En lista med villkor kan inte stå inuti en annan.", "Skriv alla villkor i samma lista."
            )
        if len(skrivet) == 2 and all(isinstance(tal, (int, Decimal)) for tal in skrivet):
            raise fel("STR109", _OKLART, f"Skriv {{mellan: [{min(skrivet)}, {max(skrivet)}]}} för ett intervall.")
        return {"alla": skrivet}
    if isinstance(skrivet, str) and not liknar_tal(skrivet):
        return {"minst": skrivet}
    if isinstance(skrivet, str) and _DATUM.fullmatch(skrivet):
        raise fel("STR109", _OKLART, f"Skriv {{klart: {skrivet}}}.")
    if isinstance(skrivet, bool):
        raise fel("STR106", "Sanningsvärden skrivs på svenska.", f"Skriv {'ja' if skrivet else 'nej'}.")
    if isinstance(skrivet, dict):
        _kräv_ett_slag(skrivet)
        return skrivet
    tal = föreslå_tal(str(skrivet)) if skrivet is not None else None
    råd = f"Skriv {{minst: {tal}}}, {{högst: {tal}}} eller {{exakt: {tal}}}." if tal else f"Skriv {_EXEMPEL}."
    raise fel("STR109", _OKLART, råd)


def _kräv_ett_slag(skrivet: dict[str, Any]) -> None:
    funna = [nyckel for nyckel in _NYCKLAR if nyckel in skrivet]
    if len(funna) > 1:
        raise fel(
            "STR109",
            f"Målvärdet säger två saker: {räkna_upp(funna)}.",
            "Skriv {mellan: [lägst, högst]} för ett intervall, eller en lista när flera villkor ska hålla.",
        )
    if _slag(skrivet) is None:
        raise fel("STR109", _OKLART, f"Skriv {_EXEMPEL}.")


def _slag(skrivet: Any) -> str | None:
    """Märket för det slag som det skrivna är, även med ett stavfel i nyckeln."""
    if isinstance(skrivet, Villkor):
        return f"<{skrivet.nyckel}>"
    for nyckel in _NYCKLAR:
        if nyckel in skrivet:
            return f"<{nyckel}>"
    gissat = next((g for n in skrivet if (g := menade_du(n, _NYCKLAR))), None)
    return f"<{gissat}>" if gissat else None


_Union: TypeAlias = Annotated[
    Annotated[Minst, Tag("<minst>")]
    | Annotated[Högst, Tag("<högst>")]
    | Annotated[Exakt, Tag("<exakt>")]
    | Annotated[Mellan, Tag("<mellan>")]
    | Annotated[IBand, Tag("<band>")]
    | Annotated[Riktning, Tag("<riktning>")]
    | Annotated[Klart, Tag("<klart>")]
    | Annotated[Redovisas, Tag("<redovisas>")]
    | Annotated[Bedöms, Tag("<bedöms>")]
    | Annotated[Saknas, Tag("<saknas>")]
    | Annotated[PerÅr, Tag("<per år>")]
    | Annotated[Alla, Tag("<alla>")],
    Discriminator(_slag),
]
_KORT_SCHEMA = {
    "anyOf": [
        {"type": "string", "pattern": ORD_MÖNSTER},
        {
            "type": "array",
            "minItems": 1,
            "items": {"anyOf": [{"type": "string", "pattern": ORD_MÖNSTER}, {"type": "object", "minProperties": 1}]},
        },
    ]
}
Målvärde: TypeAlias = Annotated[_Union, Kortform(_lång_form, _KORT_SCHEMA)]
"""Ett målvärde: en av formerna ovan, ett ord ur skalan, eller en lista av villkor."""
