"""Sammanvägningens regler: vad som krävs för varje steg, band för medelgraden, täckning och regler per nivå.

Kraven prövas från det bästa steget; det första som håller ger målets steg, annars blir det det sämsta.
"""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import Annotated, Any, Literal, Self, TypeAlias

from pydantic import model_validator

from planverktyg.modell.bedomning import Bandtabell, Skala, motsvarande
from planverktyg.modell.byggsten import Del, JaNej, Kortform, Tal, Text, fel
from planverktyg.modell.grund.svenska import menade_du, räkna_upp, skriv_tal

Räknas: TypeAlias = Literal["indikatorer", "delmål", "uppdrag", "bidrag", "direkta bidrag"]

HELA, HALVA = Decimal(100), Decimal(50)
"""Förvalda andelar: alla för det bästa steget, hälften för de andra."""


class Stegkrav(Del):
    """Vad som krävs för att ett mål ska få ett steg. Alla villkor som anges ska hålla."""

    andel: Tal | None = None
    """Minsta andel (%) av delarna som är på steget eller ett bättre."""
    minst: Text | None = None
    """Steget som andelen ska nå, när det är ett annat än det som kravet gäller: 80 % uppfyllt ger delvis."""
    finansiella: Tal | None = None
    """Minsta andel (%) av de finansiella målen som når steget. Då gäller andel de övriga delarna."""
    åt_rätt_håll: Tal | None = None
    """Minsta andel (%) av de indikatorer som kan jämföras bakåt som är bättre än förut."""
    medelgrad: Tal | None = None
    """Lägsta medelgrad (%), där det som är nått räknas som 100."""

    @property
    def utan_finansiella(self) -> "Stegkrav | None":
        """Kravet utan det på de finansiella målen, eller None när det var det enda."""
        kvar = self.model_copy(update={"finansiella": None})
        return kvar if (kvar.andel, kvar.åt_rätt_håll, kvar.medelgrad) != (None, None, None) else None

    @model_validator(mode="after")
    def _går_att_pröva(self) -> Self:
        tal = {"andel": self.andel, "finansiella": self.finansiella, "åt rätt håll": self.åt_rätt_håll}
        tal["medelgrad"] = self.medelgrad
        givna = {namn: värde for namn, värde in tal.items() if värde is not None}
        if not givna:
            raise fel("STR108", "Kravet säger inte vad som krävs.", "Skriv en andel i procent: 75, eller {andel: 75}.")
        for namn, värde in givna.items():
            if not 0 < värde <= HELA:
                raise fel(
                    "STR108",
                    f"Kravet {skriv_tal(värde)} % ({namn}) går inte att använda.",
                    "Skriv ett tal över 0 och högst 100.",
                )
        if self.minst is not None and self.andel is None:
            raise fel("STR108", "Kravet säger ett steg (minst) men ingen andel.", "Skriv {andel: 80, minst: uppfyllt}.")
        return self


@lru_cache(maxsize=64)  # förvalen frågas om för varje mål
def _andelskrav(andel: Decimal) -> Stegkrav:
    """Kravet när bara en andel är sagd."""
    return Stegkrav(andel=andel)


def _kort_krav(skrivet: Any) -> Any:
    return skrivet if isinstance(skrivet, (dict, Stegkrav)) else {"andel": skrivet}


Stegkravpost = Annotated[Stegkrav, Kortform(_kort_krav, {"type": "number"})]


class Vägningsregel(Del):
    """Hur delarna vägs samman till ett mål."""

    krav: dict[Text, Stegkravpost] = {}
    """Kravet för varje steg utom det sämsta. Utelämnade steg: alla för det bästa, minst hälften för de andra."""
    regel: Literal["krav", "sämsta", "medelgrad"] = "krav"
    """Krav: stegens krav prövas från det bästa. Sämsta: den sämsta delen avgör. Medelgrad: `band` ger steget."""
    band: Bandtabell = ()
    """Banden för medelgraden, 0–100 utan hål."""
    täckning: Tal | None = None
    """Minsta andel (%) av indikatorerna som ska kunna bedömas för att målet ska få en bedömning."""
    räknar: tuple[Räknas, ...] = ("indikatorer", "delmål")
    """Vad som vägs samman: indikatorer, delmål, uppdrag som bidrar till målet, och bidrag: mål och indikatorer som säger
    att de bidrar till målet, också i kommunens andra planer (direkta bidrag: bara de som inte är indirekta)."""
    bör_räknas: JaNej = False
    """Om indikatorer vars målvärde är ett bör vägs in. Utelämnat visas de bara, med sin bedömning."""

    @property
    def räknar_bidrag(self) -> bool:
        """Om mål och indikatorer som bidrar till målet vägs in."""
        return "bidrag" in self.räknar or "direkta bidrag" in self.räknar

    @model_validator(mode="after")
    def _går_att_använda(self) -> Self:
        if self.regel == "medelgrad" and not self.band:
            exempel = "band: [{steg: uppfyllt, från: 90}, {steg: delvis, från: 50}, {steg: ej uppfyllt, från: 0}]"
            raise fel("STR108", "Regeln medelgrad behöver band som säger vilken grad som ger vilket steg.", exempel)
        if self.band and self.regel != "medelgrad":
            raise fel("STR108", "Band används bara när regeln är medelgrad.", "Lägg till regel: medelgrad.")
        if self.krav and self.regel != "krav":
            raise fel("STR108", f"Kraven används inte när regeln är {self.regel}.", "Ta bort krav, eller regel.")
        if self.täckning is not None and not 0 < self.täckning <= HELA:
            raise fel(
                "STR108",
                f"Täckningen {skriv_tal(self.täckning)} % går inte att använda.",
                "Skriv ett tal över 0 och högst 100.",
            )
        if not self.räknar:
            raise fel("STR108", "Ingenting räknas, så inga mål kan bedömas.", "Skriv räknar: [indikatorer, delmål].")
        return self

    def kravet_på(self, plats: int, skala: Skala) -> Stegkrav:
        """Kravet för steget på en plats på resultatskalan: kommunens, annars förvalet."""
        if (krav := self.krav.get(skala[plats].namn)) is not None:
            return krav
        if plats == 0:
            return _andelskrav(HELA)
        bättre = [k.andel for s in skala[:plats] if (k := self.krav.get(s.namn)) and k.andel and not k.minst]
        return _andelskrav(min([HALVA, *bättre]))

    def kravet_på_steg(
        self, plats: int, skala: Skala, resultatskala: Skala, *, finansiella: bool = True
    ) -> tuple[Stegkrav, int]:
        """Kravet för ett steg på skalan som gäller, och platsen för steget som andelen ska nå.

        Kraven är skrivna med resultatskalans ord och läses på platsen som svarar mot dem. Finns inga `finansiella` mål
        att pröva faller kravet på dem bort, och är inget annat sagt gäller förvalet.
        """
        egen = motsvarande(plats, len(skala), len(resultatskala))
        krav = (
            self.kravet_på(min(egen, len(resultatskala) - 2), resultatskala) if egen < len(resultatskala) - 1 else None
        )
        if krav is None:
            return _andelskrav(HALVA), plats
        if krav.finansiella is not None and not finansiella:
            krav = krav.utan_finansiella or _andelskrav(HALVA if plats else HELA)
        if krav.minst is None:
            return krav, plats
        namn = [steg.namn for steg in resultatskala]
        return krav, motsvarande(namn.index(krav.minst), len(resultatskala), len(skala))


class Sammanvägning(Vägningsregel):
    """Hur indikatorer, delmål och uppdrag vägs samman till ett mål. Andelar i procent av det som kunde bedömas."""

    per_nivå: dict[Text, Vägningsregel] = {}
    """Egen regel för mål på en nivå. Det som den inte säger är som för andra mål."""
    hela_planen: JaNej = False
    """Om hela planen får en bedömning, vägd av målen på översta nivån med samma regel."""

    @model_validator(mode="before")
    @classmethod
    def _kraven_står_under_krav(cls, skrivet: Any) -> Any:
        if not isinstance(skrivet, dict):
            return skrivet
        kända = {namn.replace("_", " ") for namn in cls.model_fields} | set(cls.model_fields)
        lösa = {n: v for n, v in skrivet.items() if n not in kända and isinstance(v, (int, Decimal))}
        if not lösa:
            return skrivet
        rätt = ", ".join(f"{namn}: {värde}" for namn, värde in lösa.items())
        raise fel(
            "STR108",
            f"{räkna_upp(list(lösa)).capitalize()} står direkt under sammanvägning. Stegens krav har fått en egen nyckel.",
            f"Skriv sammanvägning: {{krav: {{{rätt}}}}}.",
        )

    def för_nivå(self, nivå: str) -> Vägningsregel:
        """Regeln för mål på en nivå."""
        egen = self.per_nivå.get(nivå)
        if egen is None:
            return self
        sagt = {namn: getattr(egen, namn) for namn in egen.model_fields_set}
        if "regel" in sagt and sagt["regel"] != self.regel:
            sagt = {"krav": {}, "band": (), **sagt}
        return Vägningsregel.model_construct(
            **{namn: getattr(self, namn) for namn in Vägningsregel.model_fields} | sagt
        )


# --- Mot kommunens skala och nivåer -----------------------------------------------------------------


def kräv_kända_ord(sammanvägning: Sammanvägning, skala: Skala, nivåer: Collection[str]) -> None:
    """Reser ett fel när reglerna nämner ett steg eller en nivå som kommunen inte har, eller krav som motsäger varandra."""
    for nivå in sammanvägning.per_nivå:
        if nivå not in nivåer:
            raise okänt(nivå, "nivå", nivåer, "Kommunens nivåer är")
    for regel in (sammanvägning, *sammanvägning.per_nivå.values()):
        _kräv_kända_steg(regel, [steg.namn for steg in skala])


def _kräv_kända_steg(regel: Vägningsregel, steg: Sequence[str]) -> None:
    nämnda = [*regel.krav, *(k.minst for k in regel.krav.values() if k.minst), *(b.steg for b in regel.band)]
    for namn in nämnda:
        if namn not in steg:
            raise okänt(namn, "steg på bedömningsskalan", steg, "Stegen är")
    if steg[-1] in regel.krav:
        raise fel(
            "STR108",
            f"Det sämsta steget ({steg[-1]}) kan inte ha något krav: det gäller när inget annat krav håller.",
            f"Ta bort {steg[-1]} under krav.",
        )
    _kräv_sjunkande_andelar(regel.krav, steg)
    _kräv_band_i_ordning(regel.band, steg)


def _kräv_sjunkande_andelar(krav: Mapping[str, Stegkrav], steg: Sequence[str]) -> None:
    """Ett bättre steg får inte vara lättare att nå än ett sämre."""
    andelar = [(s, k.andel) for s in steg if (k := krav.get(s)) and k.andel is not None and k.minst in (None, s)]
    for (bättre, högre), (sämre, lägre) in pairwise(andelar):
        if högre < lägre:
            raise fel(
                "STR108",
                f"Andelarna för {bättre} ({skriv_tal(högre)}) och {sämre} ({skriv_tal(lägre)}) går inte att använda: "
                "ett bättre steg får inte vara lättare att nå.",
                f"Skriv en andel för {bättre} som är minst lika stor.",
            )


def _kräv_band_i_ordning(band: Bandtabell, steg: Sequence[str]) -> None:
    platser = [steg.index(b.steg) for b in sorted(band, key=lambda b: -b.från)]
    if platser != sorted(set(platser)):
        raise fel(
            "STR108",
            "Banden följer inte skalan: högre medelgrad ska ge ett bättre steg, och varje steg har ett band.",
            f"Ordningen uppifrån är {räkna_upp(list(steg))}.",
        )


def okänt(namn: str, vad: str, giltiga: Collection[str], annars: str) -> Exception:
    """Felet när ett ord (`vad`) inte är något av de giltiga."""
    menat = menade_du(namn, giltiga)
    råd = f"Menade du {menat}?" if menat else f"{annars} {räkna_upp(list(giltiga))}."
    return fel("STR108", f"{namn} är ingen {vad}." if vad == "nivå" else f"{namn} är inget {vad}.", råd)
