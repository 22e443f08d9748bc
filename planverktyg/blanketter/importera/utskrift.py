"""Ett utkast med sina kapitel in, planens fil som text ut."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from planverktyg.blanketter.importera.utkast import Löptext, Post
from planverktyg.blanketter.yaml.utkastet import skriv_delar
from planverktyg.blanketter.yaml.yamltext import SÅ_LÄSER_DU, kommentera
from planverktyg.modell.grund.svenska import antal, räkna_upp

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from planverktyg.blanketter.importera.block import Källtext
    from planverktyg.blanketter.importera.disposition import Kapitel
    from planverktyg.blanketter.importera.utkast import Insikt, Utkast

_LISTOR = ("mål", "uppdrag", "åtgärdsplan", "risker", "åtgärder", "kontrollmoment")
_SIST = ("årshjul", "styrdokument")
_EKONOMI = ("kommunbidrag", "investeringar", "driftbudget", "tabeller")
_FLERTAL = {
    "kapitel": "kapitel", "mål": "mål", "indikator": "indikatorer", "risk": "risker", "åtgärd": "åtgärder",
    "kontrollmoment": "kontrollmoment", "uppdrag": "uppdrag", "uppdragsgrupp": "uppdragsgrupper", "belopp": "belopp",
    "styrdokument": "styrdokument", "månad i årshjulet": "delar av årshjulet", "verksamhetsområde": "verksamhetsområden",
    "tabell som text": "tabeller som text", "åtgärdspunkt": "åtgärdspunkter", "område": "områden",
    "investering": "investeringar", "vision": "visioner",
}  # fmt: skip


def räkna(insikter: Iterable[Insikt]) -> list[str]:
    """Hur många av varje slag som har förståtts, i den ordning som slagen först sågs: `31 mål`, `46 indikatorer`."""
    antalen = Counter(i.slag for i in insikter if i.slag not in {"", "huvud"})
    return [antal(n, slag, _FLERTAL.get(slag, slag)) for slag, n in antalen.items()]


def sammanfatta(utkast: Utkast) -> str:
    """`31 mål, 46 indikatorer och 6 risker`."""
    return räkna_upp(räkna(utkast.insikter)) or "inget"


def skriv_plan(utkast: Utkast, rot: Kapitel, källtext: Källtext, schema: str) -> str:
    """Filen: huvudet, kapitlen i källans ordning, och delarna."""
    filnamn = utkast.plan["källa"]
    rader = [
        schema,
        "#",
        *kommentera(f"{utkast.plan['namn']}, importerad ur {filnamn}."),
        "#",
        *kommentera(SÅ_LÄSER_DU),
        "#",
    ]
    rader += kommentera(f"Förstått: {sammanfatta(utkast)}. Resten står som text i sitt kapitel, ord för ord.")
    frågor = len(utkast.frågor)
    if frågor:
        gissat = antal(frågor, "gissning är märkt", "gissningar är märkta")
        rader += kommentera(f"{gissat} med kontrollera: läs igenom, rätta, och ta bort kommentaren.")
    if källtext.innehållsförteckning:
        rader += ["#", *kommentera("Källans innehållsförteckning, som plan dokument skriver på nytt:")]
        rader += [f"#   {rad}" for rad in källtext.innehållsförteckning]
    if källtext.på_varje_sida:
        rader += ["#", *kommentera(f"På källans sidor står också: {'; '.join(källtext.på_varje_sida)}")]
    rader += ["", "format: 1", ""]
    for namn, värde in _delarna(utkast, rot):
        rader += [*skriv_delar({namn: _färdig(värde)}), ""]
    return "\n".join(rader).rstrip("\n") + "\n"


def _delarna(utkast: Utkast, rot: Kapitel) -> Iterator[tuple[str, Any]]:
    yield "plan", utkast.plan
    if områden := utkast.listor.get("verksamhetsområden"):
        yield "verksamhetsområden", områden
    if utkast.vision:
        utkast.vision.setdefault("namn", "Vision")
        yield "vision", utkast.vision
    if disposition := _dispositionen(rot):
        yield "disposition", disposition
    for namn in _LISTOR:
        if värde := utkast.listor.get(namn):
            yield namn, värde
    if utkast.ekonomi:
        yield "ekonomi", Post({n: utkast.ekonomi[n] for n in _EKONOMI if n in utkast.ekonomi})
    for namn in _SIST:
        if värde := utkast.listor.get(namn):
            yield namn, värde


def _dispositionen(rot: Kapitel) -> list[Post]:
    """Kapitlen. Text och mål utanför alla kapitel blir avsnitt utan rubrik."""
    hela = rot.avsnitt()
    före = Post({n: hela[n] for n in ("text", "visar") if n in hela})
    efter = [Post(text=hela["avslutning"])] if "avslutning" in hela else []
    return [*([före] if före else []), *hela.get("avsnitt", []), *efter]


_FÖRST = ("id", "nivå", "nummer", "namn", "rubrik", "källa", "avser", "text", "beskrivning", "viljeyttring", "motivering",
          "mätmetod", "visar")  # fmt: skip
_EFTER = (
    "indikatorer",
    "mål",
    "uppdrag",
    "punkter",
    "kolumner",
    "rader",
    "brygga",
    "avsnitt",
    "kommentar",
    "avslutning",
)


def _färdig(värde: Any) -> Any:
    """Värdet med löpande text som text, och nycklarna i läsordning."""
    if isinstance(värde, Löptext):
        return värde.markdown
    if isinstance(värde, list):
        return [_färdig(v) for v in värde]
    if isinstance(värde, Post):
        först = [n for n in _FÖRST if n in värde]
        sist = [n for n in _EFTER if n in värde]
        mellan = [n for n in värde if n not in först and n not in sist]
        ny = Post(
            {
                n: _färdig(värde[n])
                for n in (*först, *mellan, *sist)
                if värde[n] not in (None, [], {}) and not _tom(värde[n])
            }
        )
        ny.kommentarer = värde.kommentarer
        return ny
    return värde


def _tom(värde: Any) -> bool:
    return isinstance(värde, Löptext) and not värde
