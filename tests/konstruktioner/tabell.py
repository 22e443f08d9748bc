"""Konstruktionernas tabell: YAML-filerna i mappen in, en rad per konstruktion ut, läst, granskad, bedömd och återgiven.

Varje rad har ett ordagrant exempel ur en verklig plan, det som en författare skriver för att säga detsamma, och vad
verktyget svarar. Det som raden utelämnar (format, huvud, mål runt en ensam indikator) fylls på som i `tests/fall`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from planverktyg.arkiv.akt import läs_mappar
from planverktyg.arkiv.syntax import läs
from planverktyg.granskning.granskare import Granskare
from planverktyg.modell.byggsten import nyckel
from planverktyg.modell.grund.fynd import Allvar, Fynd, sortera
from planverktyg.uppfyllelse import bedöm_akt
from planverktyg.uppfyllelse.stegvis import skriv_grad
from planverktyg.utgivning.format import Format, ge_ut
from planverktyg.utgivning.plandokument.dokument import bygg_dokument
from planverktyg.utgivning.rapport.rapport import bygg_rapport
from tests.fall.utdrag import dela, fyll_ut

if TYPE_CHECKING:
    from planverktyg.arkiv.akt import Akt
    from planverktyg.arkiv.laddning import Dokument
    from planverktyg.modell.rapportering import Uppföljningsdokument
    from planverktyg.uppfyllelse import Indikatorbedömning, Målbedömning

MAPP = Path(__file__).parent

SEKTIONER = {
    "T": ("malvarden", "Målvärden"),
    "U": ("utfall", "Utfall och tidigare värden"),
    "A": ("bedomningar", "Bedömningar"),
    "H": ("hierarkier", "Hierarkier"),
    "R": ("risker", "Risker och intern kontroll"),
    "P": ("tider", "Tider, versioner och beslut"),
    "M": ("budget", "Budgettabeller"),
}
"""Id:ts bokstav → filens namn och sektionens rubrik."""

HUVUD = "uppföljning: {plan: %s, period: helår, per: 2020-12-31}"
"""Uppföljningens huvud när raden inte säger något annat: per årets slut, så att utfallet räknas."""
RAMENS_PLAN = "asn-2020"
_PLAN_ID = re.compile(r"^plan:(?:\s*\{|\n  )id: ([a-z0-9-]+)", re.MULTILINE)
_PER = re.compile(r"\bper: (\d{4}-\d{2}-\d{2})")
TOM_UPPFÖLJNING = "sammanfattning: Inget att rapportera.\n"


@dataclass(frozen=True)
class Konstruktion:
    """En rad i tabellen. `varför_inte` är ifyllt när modellen inte rymmer konstruktionen."""

    id: str
    konstruktion: str
    """Vad det är, på vanlig svenska."""
    exempel: str
    """Källans egna ord."""
    plan: str = ""
    """Det som en författare skriver."""
    uppföljning: str = ""
    """Det som uppföljningen säger. Förvalt: helår, och inget utfall."""
    kommun: str = ""
    """Egna husregler."""
    andra: dict[str, str] = field(default_factory=dict)
    """Fler filer: en tidigare uppföljning, en annan plan."""
    bedömning: dict[str, str] = field(default_factory=dict)
    """Vad verktyget svarar, efter målets eller indikatorns id: `delvis 57,1 %`, `bedöms för hand`."""
    dokument: list[str] = field(default_factory=list)
    """Det som ska stå i plandokumentet."""
    rapport: list[str] = field(default_factory=list)
    """Det som ska stå i rapporten."""
    fynd: list[str] = field(default_factory=list)
    """Koderna för det som `plan validera` anmärker på."""
    not_: str = ""
    """Något som läsaren av docs behöver veta: ett val, en begränsning."""
    varför_inte: str = ""
    """Varför modellen inte rymmer konstruktionen."""

    @property
    def ryms(self) -> bool:
        """Om modellen rymmer konstruktionen."""
        return not self.varför_inte

    @property
    def uppföljningsfil(self) -> str:
        """Uppföljningens filnamn: dagen som den gäller."""
        per = _PER.search(self._med_huvud(self.uppföljning))
        assert per is not None
        return f"{per[1]}.yaml"

    def filer(self) -> dict[str, str]:
        """Filerna som hela dokument."""
        uppföljning = self.uppföljning or TOM_UPPFÖLJNING
        filer = dela(self.plan) | {self.uppföljningsfil: self._med_huvud(uppföljning)} | self.andra
        return fyll_ut(filer | ({"kommun.yaml": self.kommun} if self.kommun else {}))

    def _med_huvud(self, text: str) -> str:
        if text.startswith("uppföljning:"):
            return text
        plan = _PLAN_ID.search(self.plan)
        return f"{text.rstrip()}\n{HUVUD % (plan[1] if plan else RAMENS_PLAN)}\n"


class Utfört(NamedTuple):
    """Vad verktyget svarade på en rad."""

    fynd: list[Fynd]
    bedömning: dict[str, str]
    dokument: str
    rapport: str

    @property
    def koder(self) -> list[str]:
        """Fyndens koder i bokstavsordning, en av varje. Raderna visar vad som går att säga, inte vad som görs åt det röda."""
        return sorted({f.kod for f in self.fynd} - {"BED409"})

    @property
    def läsfel(self) -> list[str]:
        """Det som inte gick att läsa."""
        return [f.text for f in self.fynd if f.kod.startswith("STR") and f.allvar is Allvar.FEL]


def läs_tabell(bokstav: str) -> list[Konstruktion]:
    """Sektionens rader, eller inga när filen inte är skriven."""
    fil = MAPP / f"{SEKTIONER[bokstav][0]}.yaml"
    if not fil.exists():
        return []
    träd, fynd = läs(fil.read_bytes(), fil.name)
    assert träd is not None, fynd
    assert not fynd
    rader: Any = träd.innehåll
    return [Konstruktion(**{_fält(namn): värde for namn, värde in rad.items()}) for rad in rader]


def _fält(namn: str) -> str:
    return next((f for f in Konstruktion.__dataclass_fields__ if nyckel(f) == namn), namn)


def utför(filer: dict[str, str], mapp: Path) -> Utfört:
    """Läser, granskar, bedömer och återger filerna. Mappen ska vara arbetsmappen."""
    (mapp / ".git").mkdir()  # husregler söks inte ovanför projektets rot
    for namn, text in filer.items():
        fil = mapp / namn
        fil.parent.mkdir(parents=True, exist_ok=True)
        fil.write_text(text, encoding="utf-8", newline="")
    granskare = Granskare()
    mappar = list(läs_mappar(Path()))
    fynd = sortera([fynd for läst in mappar for fynd in granskare.granska_mapp(läst)])
    akt = next(akt for läst in mappar for akt in läst.akter if akt.plan.fil == "plan.yaml")
    uppföljning = akt.uppföljningar[-1]
    return Utfört(
        fynd=fynd,
        bedömning=bedömningar(akt, uppföljning),
        dokument=ren(ge_ut(bygg_dokument(akt), Format.MARKDOWN)),
        rapport=ren(ge_ut(bygg_rapport(akt, uppföljning), Format.MARKDOWN)),
    )


def ren(text: str) -> str:
    """Texten så som den läses: utan Markdowns märkning, och med vanliga mellanslag."""
    for tecken in ("\\", "**", "*"):
        text = text.replace(tecken, "")
    return " ".join(text.replace("\u2212", "-").split())


def bedömningar(akt: Akt, uppföljning: Dokument[Uppföljningsdokument]) -> dict[str, str]:
    """Svaret för varje mål och indikator: `delvis 57,1 %`, eller skälet till att inget steg finns."""
    uppfyllelse = bedöm_akt(akt, uppföljning)
    indikatorer = {b.indikator.id: _indikatorns(b) for b in uppfyllelse.alla_indikatorer()}
    return {b.mål.id: _målets(b) for b in uppfyllelse.alla_mål()} | indikatorer


def _målets(b: Målbedömning) -> str:
    return b.steg.namn if b.steg else str(b.skäl)


def _indikatorns(b: Indikatorbedömning) -> str:
    if b.steg is None:
        return str(b.skäl)
    grad = skriv_grad(b.grad) if b.prövning and not b.prövning.uppfyllt else ""
    return ren(" ".join(filter(None, [b.steg.namn, grad])))
