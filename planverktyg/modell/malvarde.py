"""Målvärden: varje slag av villkor som ett utfall ska uppfylla, och hur vart och ett läses och prövas.

Varje slag är en klass i `SLAG`, som läser sin nyckel i YAML och svarar på frågorna i `Villkor`. Ett nytt slag är en ny
klass i tupeln; inget annat i programmet ändras. Gränser och intervall står i `granser`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self, TypeAlias, Union

from pydantic import Discriminator, PlainValidator, Tag, ValidationInfo, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError
from typing_extensions import override

from planverktyg.modell.bedomning import Bandtabell, bandet_för, skriv_band
from planverktyg.modell.byggsten import ORD_MÖNSTER, JaNej, Kortform, Text, Uppskjuten, fel, föreslå_tal, liknar_tal
from planverktyg.modell.grad import Toleransvärde
from planverktyg.modell.granser import (
    NAMN_SCHEMA,
    Exakt,
    Högst,
    Jämförelsenamn,
    Mellan,
    Minst,
    Under,
    Över,
    läs_jämförelsenamn,
)
from planverktyg.modell.grund.plats import Rutt
from planverktyg.modell.grund.svenska import menade_du, räkna_upp, skriv_tal
from planverktyg.modell.mangd import NEDÅT, NOLL, UNDER, UPPÅT, ÖVER, Mängd
from planverktyg.modell.period import (
    TIDPUNKT_SCHEMA,
    Måltid,
    Tid,
    Tidpunkt,
    Årsnyckel,
    läs_tidpunkt,
    perioderna,
    tolka_tidpunkt,
)
from planverktyg.modell.villkor import Frist, Läge, Mängder, Mätt, Prövning, Sammanhang, Svarsslag, Villkor, som_tal

__all__ = [
    "SLAG", "Alla", "Bedöms", "Delade", "Exakt", "Högst", "IBand", "Jämförelsetid", "Klart", "Mellan", "Minst", "Målvärde",
    "PerÅr", "Redovisas", "Riktning", "Saknas", "Under", "Över", "skriv_med_tid",
]  # fmt: skip


class _Ensam(Villkor):
    """Ett villkor som inte är någon gräns: det mesta av det som frågas har inget svar."""

    @override
    def gränser(self) -> tuple[Decimal | str, ...]:
        return ()

    @override
    def avstånd(self, värde: Fraction, läge: Läge) -> Fraction | None:
        return None

    @override
    def bättre_uppåt(self, bedömningsskala: Sequence[str] = ()) -> bool | None:
        return None

    @property
    @override
    def jämförs_med(self) -> Tidpunkt | str | None:
        return None


FÖREGÅENDE_ÅR: Literal["föregående år"] = "föregående år"


def _tolka_jämförelsetid(värde: object, info: ValidationInfo) -> Tidpunkt | str:
    if (namn := läs_jämförelsenamn(värde)) is not None:
        return namn
    if värde == FÖREGÅENDE_ÅR:
        return FÖREGÅENDE_ÅR
    try:
        return läs_tidpunkt(värde, perioderna(info))
    except PydanticCustomError as oläslig:
        if not isinstance(värde, str) or oläslig.context is None:
            raise
        råd = f"Är det ett dokument eller en jämförelse: {{namn: {värde}}}. {oläslig.context['råd']}"
        raise fel(oläslig.type, oläslig.context["text"], råd) from None


Jämförelsetid: TypeAlias = Annotated[
    Tidpunkt | str,
    PlainValidator(_tolka_jämförelsetid),
    WithJsonSchema({"anyOf": [{"const": FÖREGÅENDE_ÅR}, TIDPUNKT_SCHEMA, NAMN_SCHEMA]}),
]
"""En tid, `föregående år`, eller det som värdet jämförs med vid namn: `{namn: översiktsplanen från 2017}`."""

_RIKTNINGAR = {"ökar": ÖVER, "minskar": UNDER, "bibehålls": NOLL, "ökar inte": NEDÅT, "minskar inte": UPPÅT}
"""Riktningen → de skillnader mot det tidigare värdet som uppfyller den."""


class Riktning(_Ensam):
    """Värdet ska ha ändrats åt ett håll mot ett tidigare värde."""

    nyckel = "riktning"
    riktning: Literal["ökar", "minskar", "bibehålls", "ökar inte", "minskar inte"]
    """Åt vilket håll värdet ska ha gått."""
    mot: Jämförelsetid | None = None
    """Tidigare värde att jämföra med: en tid, `föregående år`, eller ett dokument (`{namn: översiktsplanen från 2017}`).
    Utelämnat är det utgångsvärdet. Finns värdet inte i planen lämnas det med utfallet: `jämförelse: {2023: 62.8}`. Ett
    dokuments värde är det i jämförelsen med samma namn, annars utgångsvärdet."""
    tolerans: Toleransvärde | None = None
    """Hur mycket värdet får skilja sig och ändå räknas som bibehållet: `2` i indikatorns enhet, eller `5 %`. Utelämnat
    gäller kommunens `tolerans`."""

    @model_validator(mode="after")
    def _tolerans_bara_när_något_bibehålls(self) -> Self:
        if self.tolerans is not None and self.riktning != "bibehålls":
            text = f"Tolerans kan bara sägas för det som ska bibehållas, inte för {self.riktning}."
            raise fel("STR108", text, "Ta bort tolerans, eller skriv riktning: bibehålls.")
        return self

    @property
    @override
    def svar(self) -> Svarsslag:
        return Svarsslag.ÄNDRING

    @property
    @override
    def jämförs_med(self) -> Tidpunkt | str | None:
        return self.mot or "utgångsvärdet"

    @override
    def pröva(self, läge: Läge) -> Prövning:
        värde, tidigare = läge.tal(läge.värde), läge.tal(self.tidigare(läge))
        if värde is None:
            return Prövning(None, skäl="utfallet är inget tal och inget steg i skalan")
        if tidigare is None:
            mot = str(self.mot) if self.mot else "utgångsvärdet"
            return Prövning(None, skäl=f"det tidigare värdet att jämföra med saknas ({mot})")
        håller = värde - tidigare in self._skillnader(tidigare, läge)
        hur = f"{self.riktning}{self._skriv_tolerans(läge)}"
        return Prövning(
            håller, Fraction(1) if håller else None, lambda: f"{skriv_tal(tidigare)} ({hur})", gräns=tidigare
        )

    def _skillnader(self, tidigare: Fraction, läge: Läge) -> Mängd:
        """Skillnaderna mot det tidigare värdet som uppfyller målet."""
        tolerans = self.tolerans or läge.tolerans
        if self.riktning != "bibehålls" or tolerans is None:
            return _RIKTNINGAR[self.riktning]
        får_skilja = tolerans.kring(tidigare)
        return Mängd((-får_skilja, 0), (får_skilja, 0))

    def _skriv_tolerans(self, läge: Läge) -> str:
        tolerans = self.tolerans or läge.tolerans
        return f" inom {tolerans}" if tolerans is not None and self.riktning == "bibehålls" else ""

    def tidigare(self, läge: Läge) -> Mätt | None:
        """Det tidigare värdet som målvärdet är satt mot."""
        if self.mot is None:
            return läge.utgångsvärde
        mot = self.mot_tid(läge.per.year)
        i_serien = läge.vid(mot) if mot else None
        lämnat = läge.jämförelse.get(str(self.mot)) if i_serien is None else i_serien
        return läge.utgångsvärde if lämnat is None and isinstance(self.mot, Jämförelsenamn) else lämnat

    @property
    @override
    def saknar_tolerans(self) -> bool:
        return self.riktning == "bibehålls" and self.tolerans is None

    @override
    def mot_tid(self, år: int) -> Tidpunkt | None:
        if isinstance(self.mot, Tidpunkt):
            return self.mot
        return tolka_tidpunkt(år - 1) if self.mot == FÖREGÅENDE_ÅR else None

    @override
    def mängder(self, i: Sammanhang) -> Mängder:
        if self.tolerans is None:
            mängd, hur = _RIKTNINGAR[self.riktning], ""
        else:
            tal = Fraction(self.tolerans.tal)
            mängd, hur = Mängd((-tal, 0), (tal, 0)), " i procent" if self.tolerans.i_procent else ""
        bas = som_tal(i.utgångsvärde, i.skala)
        if self.mot is None and bas is not None and not hur:
            return {"värdet": mängd.flyttad(bas)}
        return {f"riktning {self.mot or ''}".strip() + hur: mängd}

    @override
    def skriv(self, enhet: str | None) -> str:
        mot = f" mot {self.mot}" if self.mot else ""
        return f"{self.riktning}{mot} (inom {self.tolerans})" if self.tolerans is not None else f"{self.riktning}{mot}"

    @override
    def avstånd(self, värde: Fraction, läge: Läge) -> Fraction | None:
        uppåt = self.bättre_uppåt()
        if uppåt is not None:
            return -värde if uppåt else värde
        mitt = läge.tal(self.tidigare(läge))
        return None if mitt is None else self._skillnader(mitt, läge).avstånd(värde - mitt)

    @override
    def bättre_uppåt(self, bedömningsskala: Sequence[str] = ()) -> bool | None:
        return {"ökar": True, "minskar inte": True, "minskar": False, "ökar inte": False}.get(self.riktning)


class Klart(_Ensam):
    """Något ska vara gjort (antaget, presenterat, infört) senast en viss tid."""

    nyckel = "klart"
    klart: Tid
    """Senast när: ett år, en månad eller en dag."""

    @property
    @override
    def svar(self) -> Svarsslag:
        return Svarsslag.DAG

    @property
    @override
    def tid(self) -> Måltid | None:
        return self.avser or self.klart

    @override
    def pröva(self, läge: Läge) -> Prövning:
        värde = läge.värde
        if isinstance(värde, date):
            i_tid = värde <= self.klart.till
            return Prövning(i_tid, Fraction(1) if i_tid else None, lambda: self.skriv(None))
        if värde == "ja" and läge.är_prognos:
            return Prövning(True, Fraction(1), lambda: self.skriv(None))
        if värde == "nej" and läge.per < self.klart.till:
            return Prövning(None, skäl=f"inte gjort ännu, tiden går ut {self.klart}")
        if värde == "nej":
            return Prövning(False, None, lambda: self.skriv(None))
        return Prövning(None, skäl="utfallet ska vara datumet då det blev klart, eller nej")

    @override
    def skriv(self, enhet: str | None) -> str:
        return f"klart senast {self.klart}"

    @override
    def mängder(self, i: Sammanhang) -> Mängder:
        return {"dagen": NEDÅT.flyttad(Fraction(self.klart.till.toordinal()))}

    @override
    def _frist(self, i: Sammanhang) -> Frist:
        return "klart" if self.avser is None else super()._frist(i)


class Redovisas(_Ensam):
    """Något ska redovisas, utan att någon nivå är satt."""

    nyckel = "redovisas"
    redovisas: JaNej
    """Alltid ja."""

    @model_validator(mode="after")
    def _alltid_ja(self) -> Self:
        if not self.redovisas:
            raise fel("STR106", "redovisas kan bara vara ja.", "Ta bort målvärdet, eller skriv {saknas: varför}.")
        return self

    @property
    @override
    def svar(self) -> Svarsslag:
        return Svarsslag.REDOVISNING

    @override
    def pröva(self, läge: Läge) -> Prövning:
        redovisat = läge.värde != "nej"
        return Prövning(redovisat, Fraction(1) if redovisat else None, lambda: "redovisas")

    @override
    def skriv(self, enhet: str | None) -> str:
        return "redovisas"

    @override
    def mängder(self, i: Sammanhang) -> Mängder:
        return {}


class Bedöms(_Ensam):
    """En nivå satt i ord, som bedöms för hand med en motivering."""

    nyckel = "bedöms"
    bedöms: Text
    """Vad som ska vara uppnått, i ord eller enligt ett annat dokument."""

    @property
    @override
    def svar(self) -> Svarsslag:
        return Svarsslag.OMDÖME

    @override
    def pröva(self, läge: Läge) -> Prövning:
        return Prövning(None, skäl="bedöms för hand")

    @override
    def skriv(self, enhet: str | None) -> str:
        return self.bedöms

    @override
    def mängder(self, i: Sammanhang) -> Mängder:
        return {f"bedöms {self.bedöms}": NOLL}


class Saknas(_Ensam):
    """Inget målvärde, med avsikt: indikatorn följs men bedöms inte."""

    nyckel = "saknas"
    saknas: Text
    """Varför indikatorn följs utan målvärde."""

    @property
    @override
    def skäl(self) -> str:
        return self.saknas

    @property
    @override
    def svar(self) -> Svarsslag:
        return Svarsslag.INGET

    @override
    def pröva(self, läge: Läge) -> Prövning:
        return Prövning(None, skäl="saknar målvärde")

    @override
    def skriv(self, enhet: str | None) -> str:
        return "inget målvärde"

    @override
    def _i_plan(self, enhet: str | None, steg: Mapping[str, int] | None) -> str:
        return "inget"

    @override
    def mängder(self, i: Sammanhang) -> Mängder:
        return {}

    @override
    def krav_per_frist(self, i: Sammanhang) -> Iterator[tuple[Frist, Mängder]]:
        return iter(())


class IBand(_Ensam):
    """Band från värde till steg på bedömningsskalan, för ett index med egna gränser."""

    nyckel = "band"
    band: Bandtabell
    """Banden, i vilken ordning som helst: `[{steg: uppfyllt, från: 80}, {steg: delvis, från: 62}, {steg: ej uppfyllt, från: 0}]`.
    Vilket steg som är bäst säger kommunens skala."""

    @model_validator(mode="after")
    def _banden_skiljer_något_åt(self) -> Self:
        if len(self.band) < 2:
            raise fel("STR109", "Ett enda band skiljer ingenting åt.", "Skriv minst två band, från bäst till sämst.")
        return self

    @property
    @override
    def svar(self) -> Svarsslag:
        return Svarsslag.NIVÅ

    @override
    def gränser(self) -> tuple[Decimal | str, ...]:
        return tuple(band.från for band in self.band)

    @property
    @override
    def egna_band(self) -> Bandtabell:
        return self.band

    def steg(self, bedömningsskala: Sequence[str]) -> list[str]:
        """Bandens steg från bäst till sämst: i skalans ordning när den har dem alla, annars så som de är skrivna."""
        skrivna = list(dict.fromkeys(band.steg for band in self.band))
        kända = all(steg in bedömningsskala for steg in skrivna)
        return sorted(skrivna, key=list(bedömningsskala).index) if kända else skrivna

    @override
    def pröva(self, läge: Läge) -> Prövning:
        värde = läge.tal(läge.värde)
        if värde is None:
            return Prövning(None, skäl="utfallet är inget tal")
        bandet = bandet_för(self.band, värde)
        if bandet is None:
            return Prövning(None, skäl=f"{skriv_tal(värde)} hör inte till något band")
        alla = läge.bedömningsskala if bandet.steg in läge.bedömningsskala else self.steg(läge.bedömningsskala)
        plats = (list(alla).index(bandet.steg), len(alla))
        håller = plats[0] == 0
        return Prövning(håller, Fraction(1) if håller else None, bandet.skriv, steg=bandet.steg, plats=plats)

    @override
    def skriv(self, enhet: str | None) -> str:
        return skriv_band(self.band)

    @override
    def avstånd(self, värde: Fraction, läge: Läge) -> Fraction | None:
        """Åt det håll som är bättre; växlar banden håll är det stegets plats som räknas."""
        if (uppåt := self.bättre_uppåt(läge.bedömningsskala)) is not None:
            return -värde if uppåt else värde
        bandet = bandet_för(self.band, värde)
        return Fraction(self.steg(läge.bedömningsskala).index(bandet.steg)) if bandet else None

    @override
    def bättre_uppåt(self, bedömningsskala: Sequence[str] = ()) -> bool | None:
        ordning = self.steg(bedömningsskala)
        platser = [ordning.index(band.steg) for band in sorted(self.band, key=lambda b: b.från)]
        if platser == sorted(platser, reverse=True):
            return True
        return False if platser == sorted(platser) else None

    @override
    def mängder(self, i: Sammanhang) -> Mängder:
        """Varje steg utom det sämsta har sin gräns."""
        ordnade = sorted(self.band, key=lambda b: b.från)
        if self.bättre_uppåt(i.bedömningsskala):
            return {f"steg {b.steg}": UPPÅT.flyttad(Fraction(b.från)) for b in ordnade[1:]}
        return {f"steg {b.steg}": UNDER.flyttad(Fraction(nästa.från)) for b, nästa in pairwise(ordnade)}


# --- Flera villkor ----------------------------------------------------------------------------------


class _Sammansatt(Villkor):
    """Ett målvärde som består av flera."""

    @property
    @override
    def är_bör(self) -> bool:
        delar = [del_ for _, del_ in self.delar() if del_.svar is not Svarsslag.INGET]
        return self.bör or (bool(delar) and all(del_.är_bör for del_ in delar))

    @property
    @override
    def svar(self) -> Svarsslag:
        return Svarsslag.FLERA

    @override
    def gränser(self) -> tuple[Decimal | str, ...]:
        return tuple(gräns for _, del_ in self.delar() for gräns in del_.gränser())

    @override
    def mängder(self, i: Sammanhang) -> Mängder:
        return {}

    @override
    def avstånd(self, värde: Fraction, läge: Läge) -> Fraction | None:
        uppåt = self.bättre_uppåt(läge.bedömningsskala)
        return None if uppåt is None else -värde if uppåt else värde

    @override
    def bättre_uppåt(self, bedömningsskala: Sequence[str] = ()) -> bool | None:
        """Det som alla delar är överens om."""
        håll = {del_.bättre_uppåt(bedömningsskala) for _, del_ in self.delar()}
        return håll.pop() if len(håll) == 1 else None

    @property
    @override
    def jämförs_med(self) -> Tidpunkt | str | None:
        return next((mot for _, del_ in self.delar() if (mot := del_.jämförs_med)), None)


if TYPE_CHECKING:
    _Delmål: TypeAlias = Villkor
else:
    _Delmål = Annotated[Any, Uppskjuten(lambda: Målvärde)]


class PerÅr(_Sammansatt):
    """Ett målvärde för varje år."""

    nyckel = "per år"
    per_år: dict[Årsnyckel, _Delmål]
    """Målvärdet för varje år: `{2018: {minst: 80}, 2019: {minst: 85}}`."""

    @model_validator(mode="after")
    def _år_med_varsitt(self) -> Self:
        if not self.per_år:
            raise fel("STR109", "Inget år har något målvärde.", "Skriv ett målvärde per år: {2018: {minst: 80}}.")
        if any(isinstance(villkor, PerÅr) for villkor in self.per_år.values()):
            raise fel("STR109", "Ett år kan inte i sin tur delas upp per år.", "Skriv alla år bredvid varandra.")
        return self

    @override
    def delar(self) -> tuple[tuple[Rutt, Villkor], ...]:
        return tuple((("per år", år), villkor) for år, villkor in self.per_år.items())

    @override
    def för_år(self, år: int) -> Villkor | None:
        """Årets eget målvärde."""
        return self.per_år.get(str(år))

    @property
    @override
    def åren(self) -> tuple[str, ...]:
        return tuple(self.per_år)

    @override
    def utan_år(self, från: int, till: int) -> list[int]:
        return [år for år in range(från, till + 1) if self.för_år(år) is None]

    @override
    def krav_per_frist(self, i: Sammanhang) -> Iterator[tuple[Frist, Mängder]]:
        for år, årets in self.per_år.items():
            yield from årets.krav_per_frist(i._replace(slut=date(int(år), 12, 31)))

    @override
    def pröva(self, läge: Läge) -> Prövning:
        årets = self.för_år(läge.per.year)
        return årets.pröva(läge) if årets else Prövning(None, skäl=f"saknar målvärde för {läge.per.year}")

    @override
    def skriv(self, enhet: str | None) -> str:
        return "; ".join(f"{år}: {skriv_med_tid(villkor, enhet)}" for år, villkor in sorted(self.per_år.items()))

    @property
    @override
    def skrivs_bart(self) -> bool:
        return any(villkor.skrivs_bart for villkor in self.per_år.values())


def _alla_håller(delar: Sequence[Prövning]) -> Prövning:
    """Prövningarna som en: den håller när alla håller, och har annars den lägsta graden."""
    skäl = next((d.skäl for d in delar if d.uppfyllt is None), "")

    def jämfört() -> str:
        return räkna_upp([d.jämfört_med for d in delar if d.jämfört_med])

    brustna = [d for d in delar if d.uppfyllt is False]
    if brustna:
        sämst = min(brustna, key=lambda d: -1 if d.grad is None else d.grad)
        return sämst._replace(jämfört=jämfört)
    return Prövning(None, skäl=skäl) if skäl else Prövning(True, Fraction(1), jämfört)


class Alla(_Sammansatt):
    """Flera villkor som alla ska hålla; skrivs som en lista."""

    nyckel = "alla"
    alla: tuple[_Delmål, ...]
    """Villkoren."""

    @model_validator(mode="after")
    def _minst_ett(self) -> Self:
        if not self.alla:
            raise fel("STR109", "Listan med villkor är tom.", f"Skriv {EXEMPEL}.")
        return self

    @override
    def delar(self) -> tuple[tuple[Rutt, Villkor], ...]:
        return tuple(((i,), villkor) for i, villkor in enumerate(self.alla))

    @override
    def krav_per_frist(self, i: Sammanhang) -> Iterator[tuple[Frist, Mängder]]:
        """Kraven med samma frist gäller på en gång."""
        samlade: dict[Frist, Mängder] = {}
        for ett in self.alla:
            for frist, mängder in ett.krav_per_frist(i):
                samlade[frist] = _båda(samlade.get(frist, {}), mängder)
        yield from samlade.items()

    @override
    def pröva(self, läge: Läge) -> Prövning:
        return _alla_håller([villkor.pröva(läge) for villkor in self.alla])

    @override
    def skriv(self, enhet: str | None) -> str:
        return self._med_tider([villkor.skriv_helt(enhet) for villkor in self.alla])

    @override
    def _kort(self, enhet: str | None, steg: Mapping[str, int] | None) -> str:
        return self._med_tider([villkor.skriv_kort(enhet, steg) for villkor in self.alla])

    def _med_tider(self, skrivna: Sequence[str]) -> str:
        """`minst 2 och högst 4`; har villkoren olika tider står var och ens tid: `ökar; minst 20 % (på sikt)`."""
        if len({villkor.avser for villkor in self.alla}) == 1:
            return räkna_upp(skrivna)
        par = zip(skrivna, self.alla, strict=True)
        return "; ".join(f"{text} ({villkor.avser})" if villkor.avser else text for text, villkor in par)


def _båda(ett: Mängder, annat: Mängder) -> Mängder:
    return {axel: ett.get(axel, Mängd()).gemensamt(annat.get(axel, Mängd())) for axel in ett | annat}


class Delade(_Sammansatt):
    """Målvärdet för en indikator som flera verksamheter eller nämnder delar; skrivs inte i YAML."""

    nyckel = "delade"
    delade: dict[str, Villkor]
    """Målvärdet för var och en."""

    @override
    def delar(self) -> tuple[tuple[Rutt, Villkor], ...]:
        return tuple(((namn,), villkor) for namn, villkor in self.delade.items())

    @override
    def pröva(self, läge: Läge) -> Prövning:
        prövade: list[tuple[str, Prövning]] = []
        for namn, villkor in self.delade.items():
            dels = läge.delar.get(namn)
            prövade.append((namn, villkor.pröva(dels) if dels else Prövning(None, skäl=f"värdet för {namn} saknas")))
        helhet = _alla_håller([prövning for _, prövning in prövade])
        return helhet._replace(
            delar=tuple(prövade),
            jämfört=lambda: räkna_upp([f"{namn}: {p.jämfört_med}" for namn, p in prövade if p.jämfört_med]),
        )

    @override
    def skriv(self, enhet: str | None) -> str:
        skrivna = {namn: skriv_med_tid(villkor, enhet, utom=self.avser) for namn, villkor in self.delade.items()}
        if len(set(skrivna.values())) == 1:
            return f"{next(iter(skrivna.values()))} för {räkna_upp(list(skrivna))}"
        return "; ".join(f"{namn} {text}" for namn, text in skrivna.items())


def skriv_med_tid(villkor: Villkor, enhet: str | None, *, utom: Tidpunkt | str | None = None) -> str:
    """Målvärdet för en av dem som delar på det, med sin egen tid (`utom` den som sägs för alla): `minst 80 % (på sikt)`."""
    text = f"({villkor.skriv_helt(enhet)})" if villkor.åren else villkor.skriv_helt(enhet)
    return f"{text} ({villkor.avser})" if villkor.avser not in (None, "ej angivet", utom) else text


# --- Slagen, och hur de skrivs ----------------------------------------------------------------------


def _hela(*slag: type[Villkor]) -> tuple[type[Villkor], ...]:
    """Slagen, oförändrade. Typkontrollen släpper inte igenom ett slag som inte svarar på alla frågor i `Villkor`."""
    return slag


SLAG = _hela(
    Minst, Högst, Över, Under, Exakt, Mellan, IBand, Riktning, Klart, Redovisas, Bedöms, Saknas, PerÅr, Alla,
)  # fmt: skip
"""Alla slag av målvärden. Ett nytt slag läggs till här."""

_NYCKLAR = tuple(slag.nyckel for slag in SLAG)
OKLART = "Målvärdet säger inte hur utfallet ska jämföras med det."
_DATUM = re.compile("[12][0-9]{3}-[0-9]{2}(-[0-9]{2})?")
EXEMPEL = "{minst: 25}, {högst: 2.2}, {mellan: [2, 4]}, ja, {riktning: ökar} eller {klart: 2021}"


def _lång_form(skrivet: Any) -> Any:
    """`ja` → `{minst: ja}`, `nej` → `{exakt: nej}`, en lista → `{alla: […]}`. Ett ensamt tal kan betyda mer än en sak."""
    if isinstance(skrivet, Villkor):
        return skrivet
    if isinstance(skrivet, list):
        if any(isinstance(del_, list) for del_ in skrivet):
            raise fel(
                "STR109", "En lista med villkor kan inte stå inuti en annan.", "Skriv alla villkor i samma lista."
            )
        if len(skrivet) == 2 and all(isinstance(tal, (int, Decimal)) for tal in skrivet):
            raise fel("STR109", OKLART, f"Skriv {{mellan: [{min(skrivet)}, {max(skrivet)}]}} för ett intervall.")
        return {"alla": skrivet}
    if skrivet == "nej":
        return {"exakt": skrivet}  # att ”minst nej” nås säger ingenting: något ska ha upphört
    if isinstance(skrivet, str) and not liknar_tal(skrivet):
        return {"minst": skrivet}
    if isinstance(skrivet, str) and _DATUM.fullmatch(skrivet):
        raise fel("STR109", OKLART, f"Skriv {{klart: {skrivet}}}.")
    if isinstance(skrivet, bool):
        raise fel("STR106", "Sanningsvärden skrivs på svenska.", f"Skriv {'ja' if skrivet else 'nej'}.")
    if isinstance(skrivet, dict):
        _kräv_ett_slag(skrivet)
        return skrivet
    tal = föreslå_tal(str(skrivet)) if skrivet is not None else None
    råd = f"Skriv {{minst: {tal}}}, {{högst: {tal}}} eller {{exakt: {tal}}}." if tal else f"Skriv {EXEMPEL}."
    raise fel("STR109", OKLART, råd)


def _kräv_ett_slag(skrivet: dict[str, Any]) -> None:
    funna = [nyckel for nyckel in _NYCKLAR if nyckel in skrivet]
    if len(funna) > 1:
        raise fel(
            "STR109",
            f"Målvärdet säger två saker: {räkna_upp(funna)}.",
            "Skriv {mellan: [lägst, högst]} för ett intervall, eller en lista när flera villkor ska hålla.",
        )
    if _slag(skrivet) is None:
        raise fel("STR109", OKLART, f"Skriv {EXEMPEL}.")


def _slag(skrivet: Any) -> str | None:
    """Märket för det slag som det skrivna är, även med ett stavfel i nyckeln."""
    if isinstance(skrivet, Villkor):
        return f"<{skrivet.nyckel}>"
    for nyckel in _NYCKLAR:
        if nyckel in skrivet:
            return f"<{nyckel}>"
    gissat = next((g for n in skrivet if (g := menade_du(n, _NYCKLAR))), None)
    return f"<{gissat}>" if gissat else None


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
if TYPE_CHECKING:
    Målvärde: TypeAlias = Villkor
else:
    _Slagen = Union[tuple(Annotated[slag, Tag(f"<{slag.nyckel}>")] for slag in SLAG)]  # noqa: UP007 - byggs av listan
    Målvärde = Annotated[_Slagen, Discriminator(_slag), Kortform(_lång_form, _KORT_SCHEMA)]
"""Ett målvärde: en av formerna ovan, ett ord ur skalan, eller en lista av villkor."""
