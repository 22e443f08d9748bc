"""Det som formulärets mallar får se, med färdiga texter."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from planverktyg.utgivning.underlag.gemensamt import Omdöme


NY, STOD, DEL = "ny-", "stod-", "|"
"""Början på namnet på ett fält, på det som stod där när sidan visades, och skiljetecknet före namnet i ett uppslag."""
FÖRSLAG, SOM_FÖRUT = "forslag-", "som-forut"
"""Början på namnet på det som gäller om inget sägs, och knappen som svarar med det."""


class Delruta(NamedTuple):
    """En ruta för ett av namnen i ett uppslag: kvinnor."""

    namn: str
    märke: str
    skrivet: str


class Ruta(NamedTuple):
    """En ruta att fylla i: en nyckel i uppföljningen."""

    nyckel: str
    märke: str
    """Det som står i rutans id på sidan, i ASCII."""
    etikett: str
    hjälp: str
    slag: str
    """`rad`, `stycke` eller `val`."""
    ord: tuple[str, ...]
    """Orden som går att välja, eller förslag."""
    stod: str
    """Det som står i filen."""
    skrivet: str
    """Det som visas i rutan: det som står i filen, eller det som skickades in och inte kunde sparas."""
    förslag: str = ""
    """Det som gäller om inget sägs: så som risken bedömdes senast."""
    delar: tuple[Delruta, ...] = ()
    """En ruta för varje namn, när svaret är ett uppslag med kända namn."""

    @property
    def fält(self) -> dict[str, str]:
        """Rutans fält i formuläret, efter namn, med det som visas i dem."""
        if self.delar:
            return {f"{NY}{self.nyckel}{DEL}{del_.namn}": del_.skrivet for del_ in self.delar}
        return {f"{NY}{self.nyckel}": self.skrivet}


class Radläge(NamedTuple):
    """Hur det står till med en rad: omdömet av det som står där nu."""

    omdöme: Omdöme | None
    text: str
    avviker: bool
    """Om målet inte nås, så att orsak och åtgärd behövs."""


class Konflikt(NamedTuple):
    """En ruta som någon annan har ändrat i filen sedan sidan visades."""

    etikett: str
    i_filen: str
    skrivet: str


class Besked(NamedTuple):
    """Vad som hände med en rad som skickades in."""

    är_sparat: bool
    texter: tuple[str, ...]
    konflikter: tuple[Konflikt, ...] = ()


class Rad(NamedTuple):
    """En rad att besvara."""

    id: str
    märke: str
    """Radens ankare på sidan."""
    vilken: str
    """Delen och id:t: `utfall/hvb-dygn`."""
    namn: str
    fakta: tuple[str, ...]
    """Mål, utgångsvärde, tidigare svar."""
    först: tuple[Ruta, ...]
    skäl: tuple[Ruta, ...]
    """Rutor för den som inte har något värde: varför."""
    vid_avvikelse: tuple[Ruta, ...]
    fler: tuple[Ruta, ...]
    läge: Radläge
    är_besvarad: bool
    ska_besvaras: bool
    besked: Besked | None = None

    @property
    def väntar(self) -> bool:
        """Om raden ska besvaras och inte är det."""
        return self.ska_besvaras and not self.är_besvarad

    @property
    def rutor(self) -> tuple[Ruta, ...]:
        """Alla radens rutor."""
        return (*self.först, *self.skäl, *self.vid_avvikelse, *self.fler)

    @property
    def har_förslag(self) -> bool:
        """Om raden går att besvara med att inget har ändrats."""
        return not self.är_besvarad and any(ruta.förslag for ruta in self.rutor)

    @property
    def avvikelsen(self) -> str:
        """Varför orsak och åtgärd frågas efter."""
        gäller_mål = self.vilken.partition("/")[0] in ("utfall", "bedömningar")
        return "Målet nås inte." if gäller_mål else "Det finns en avvikelse."

    @property
    def visar_fler(self) -> bool:
        """Om någon av de andra rutorna är ifylld."""
        return any(ruta.skrivet for ruta in self.fler)

    @property
    def visar_avvikelse(self) -> bool:
        """Om orsak och åtgärd ska synas."""
        return self.läge.avviker or any(ruta.skrivet for ruta in self.vid_avvikelse)


class Avsnitt(NamedTuple):
    """Ett mål, eller en annan del av uppföljningen, med sina rader."""

    nummer: int
    rubrik: str
    ovanför: str
    """Vad för slags mål det är."""
    läge: Radläge
    rader: tuple[Rad, ...]
    valfria: tuple[Rad, ...]
    """Det som kan besvaras här men inte behöver det."""

    @property
    def alla(self) -> tuple[Rad, ...]:
        """Raderna, de valfria sist."""
        return (*self.rader, *self.valfria)

    @property
    def ska_besvaras(self) -> int:
        """Hur många rader som ska besvaras."""
        return sum(rad.ska_besvaras for rad in self.rader)

    @property
    def kvar(self) -> int:
        """Hur många av dem som väntar."""
        return sum(rad.väntar for rad in self.rader)


class Formulär(NamedTuple):
    """Hela uppföljningen som formulär."""

    titel: str
    plan: str
    märken: tuple[str, ...]
    """Det som alltid ska synas: exempel, utkast, beslutad."""
    avsnitt: tuple[Avsnitt, ...]

    @property
    def alla(self) -> int:
        """Hur många rader som ska besvaras."""
        return sum(a.ska_besvaras for a in self.avsnitt)

    @property
    def kvar(self) -> int:
        """Hur många av dem som väntar."""
        return sum(a.kvar for a in self.avsnitt)

    def hitta(self, vilken: str) -> tuple[Avsnitt, Rad] | None:
        """Raden och avsnittet som den står i."""
        return next(((a, rad) for a in self.avsnitt for rad in a.alla if rad.vilken == vilken), None)

    @property
    def besvarade(self) -> int:
        """Hur många som är besvarade."""
        return self.alla - self.kvar
