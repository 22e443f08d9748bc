"""En uppföljning in, en Excelblankett att fylla i ut; och en ifylld blankett in, svaren ut.

En orörd blankett ändrar ingenting, och en ändrad ruta är ett svar. Blanketten minns vad som stod i varje ruta, så att bara
det som någon har ändrat räknas, och en ruta som också har ändrats i filen sedan dess sägs i stället för att skrivas över.
"""

from __future__ import annotations

import errno
import io
import tempfile
import zipfile
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from planverktyg.arkiv.urval.planer import Urvalsfel
from planverktyg.blanketter.fragor import Tillfället, frågorna
from planverktyg.blanketter.rutor import det_som_står, står, är_lika
from planverktyg.blanketter.svarsnycklar import DELNAMN, Svarsart, alla_nycklar, svarsslagen
from planverktyg.blanketter.svarsrad import BORT, det_som_försvinner, hitta_rad, orden, svarsrader
from planverktyg.blanketter.tabell import Samling
from planverktyg.modell.grund.svenska import räkna_upp
from planverktyg.utgivning.ord.exempel import EXEMPEL
from planverktyg.utgivning.paket import med_fasta_tider

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from planverktyg.arkiv.akt import Akt
    from planverktyg.blanketter.fragor import Fråga
    from planverktyg.blanketter.inskrivning import Uppföljningsfil
    from planverktyg.blanketter.svarsnycklar import Svarsnyckel, Svarsslag
    from planverktyg.blanketter.tabell import Tabell

BLAD = {"utfall": "Indikatorer", "bedömningar": "Bedömningar", **DELNAMN}
"""Bladens namn, i den ordning de står."""
_MINNET = "_minne"
"""Det dolda bladet: vilken uppföljning blanketten är för, och vad som stod i varje ruta."""
_BLANKETTENS_FORMAT = 1
_LÄNGSTA_LISTA = 255
"""Tecken som en lista med val kan ha i en ruta."""
_STÖRSTA_PAKET = 50_000_000
_FLEST_DELAR = 500
_FLEST_RADER = 20_000
_LÄS_MIG = (
    "Så fyller du i blanketten",
    "Varje blad har en rad för det som ska besvaras. Skriv i de vita rutorna; den grå texten är låst, utan lösenord.",
    "En tom ruta betyder att inget ändras. Skriv – (tankstreck) för att ta bort ett svar som står där.",
    "Tal får skrivas som vanligt: 1 890, 78,5 %. Datum: 2020-08-31 eller 31 augusti 2020. En andel: 8 av 10.",
    "Finns inget värde skriver du varför under ej mätt eller saknas.",
    "Flera värden i en ruta skrivs med namn: kvinnor=80, män=75.",
    "Spara filen och lämna den. Den läses in med plan utfall PLAN --från FILEN, som visar vad som ändras.",
)
_VAD = "Vad"
"""Den första kolumnens rubrik. Under den står om värdena är påhittade, så att det syns på varje blad och varje utskriven sida."""


# --- Blanketten -------------------------------------------------------------------------------------


def skriv_blankett(akt: Akt, fil: Uppföljningsfil, är_med: Callable[[str], bool]) -> bytes:
    """Blanketten för uppföljningen, med raderna som `är_med` säger ja till (efter id)."""
    bok = Workbook()
    exempel = f"{EXEMPEL}." if fil.dokument is not None and fil.dokument.modell.uppföljning.exempel else ""
    titel = f"{akt.plan.modell.plan.namn}: {fil.period} {fil.per.year}"
    bok.properties.title = f"{titel} – {exempel}" if exempel else titel
    bok.properties.creator, bok.properties.language = "planverktyg", "sv-SE"
    blad = bok.active
    blad.title = "Läs mig"
    for nr, text in enumerate((*_LÄS_MIG, *filter(None, [exempel])), 1):
        blad.cell(nr, 1, text).alignment = Alignment(wrap_text=True, vertical="top")
    blad["A1"].font = Font(bold=True, size=14)
    blad.column_dimensions["A"].width = 100
    minne: list[tuple[str, ...]] = []
    svarat = det_som_står(fil)
    rader = {(rad.slag.nyckel, rad.id): rad for rad in svarsrader(akt.plan.modell)}
    for del_ in frågorna(akt, Tillfället(fil.period, fil.per)):
        frågor = [f for f in del_.frågor if är_med(f.id)]
        if frågor:
            blad = bok.create_sheet(BLAD[del_.nyckel])
            slag = svarsslagen()[del_.nyckel]
            minne += _skriv_blad(blad, slag, frågor, svarat, exempel)
            for kolumn, nyckel in enumerate(slag.nycklar, 2):
                val = [orden(rader[del_.nyckel, f.id], nyckel, akt.husregler, fil.per) for f in frågor]
                _låt_välja(blad, get_column_letter(kolumn), nyckel, val)
    _skriv_minne(bok, akt, fil, minne)
    return med_fasta_tider(_sparad(bok))


def _sparad(bok: Workbook) -> bytes:
    """Bokens byte. Openpyxl skriver varje blad i en tillfällig fil; reser `OSError` när den inte får plats."""
    ut = io.BytesIO()
    try:
        bok.save(ut)
    except Exception as fel:
        nummer = getattr(errno, str(fel).removeprefix("IO_"), None)  # lxml:s eget fel, som inte är ett OSError
        if nummer is None:
            raise
        raise OSError(nummer, "", tempfile.gettempdir()) from fel
    return ut.getvalue()


def _skriv_blad(
    blad: Any, slag: Svarsslag, frågor: list[Fråga], svarat: Mapping[str, Any], exempel: str
) -> Iterator[tuple[str, ...]]:
    rubriker = [f"{_VAD}\n{exempel}".strip(), *(nyckel.namn for nyckel in slag.nycklar), "id"]
    for kolumn, rubrik in enumerate(rubriker, 1):
        ruta = blad.cell(1, kolumn, rubrik)
        ruta.font, ruta.fill = Font(bold=True), PatternFill("solid", fgColor="E6EEF4")
        ruta.alignment = Alignment(wrap_text=True, vertical="top")
    for rad, fråga in enumerate(frågor, 2):
        vad = blad.cell(rad, 1, f"{fråga.mål}\n{fråga.text}" if fråga.mål else fråga.text)
        vad.alignment, vad.fill = Alignment(wrap_text=True, vertical="top"), PatternFill("solid", fgColor="F2F2F2")
        blad.cell(rad, len(rubriker), fråga.id)
        for kolumn, nyckel in enumerate(slag.nycklar, 2):
            nu = står(svarat, slag, (slag.nyckel, fråga.id), nyckel.namn)
            _fyll_ruta(blad.cell(rad, kolumn), nyckel, nu)
            if nu:
                yield slag.nyckel, fråga.id, nyckel.namn, nu
    _ställ_in(blad, slag, len(rubriker))


def _fyll_ruta(ruta: Any, nyckel: Svarsnyckel, står: str) -> None:
    ruta.protection = Protection(locked=False)
    ruta.alignment = Alignment(wrap_text=True, vertical="top")
    ruta.number_format = "General" if nyckel.art in _TALARTER else "@"
    if not står:
        return
    if nyckel.art in _TALARTER and _är_tal(står):
        ruta.value = Decimal(står)
    else:
        ruta.value, ruta.data_type = står, "s"  # text, också när den börjar med =


_TALARTER = (Svarsart.TAL, Svarsart.HELTAL, Svarsart.VÄRDE)


def _är_tal(text: str) -> bool:
    return text.lstrip("-").replace(".", "", 1).isdecimal() and text.isascii() and len(text) < 16


def _låt_välja(blad: Any, bokstav: str, nyckel: Svarsnyckel, valen: list[tuple[str, ...]]) -> None:
    """Orden att välja i en kolumn, rad för rad, med svenska besked. Ett tankstreck tar bort svaret, och går också att välja."""
    for ord_ in dict.fromkeys(filter(None, valen)):
        lista = ",".join((*ord_, BORT))
        if len(lista) > _LÄNGSTA_LISTA or any("," in ett or '"' in ett for ett in ord_):
            continue  # Excel kan inte ha en sådan lista i rutan; svaret prövas när blanketten läses
        val = DataValidation(type="list", formula1=f'"{lista}"', allow_blank=True)
        val.errorTitle, val.error = "Okänt ord", f"Välj {räkna_upp(list(ord_), 'eller')}."[:250]
        val.promptTitle, val.prompt = nyckel.namn[:32], nyckel.hjälp[:250]
        blad.add_data_validation(val)
        for rad, radens in enumerate(valen, 2):
            if radens == ord_:
                val.add(f"{bokstav}{rad}")


def _ställ_in(blad: Any, slag: Svarsslag, id_kolumn: int) -> None:
    """Bredder, låsning, fryst rubrikrad, och id:t dolt."""
    blad.column_dimensions["A"].width = 60
    for kolumn, nyckel in enumerate(slag.nycklar, 2):
        bokstav = get_column_letter(kolumn)
        blad.column_dimensions[bokstav].width = 28 if nyckel.art in {Svarsart.TEXT, Svarsart.UPPSLAG} else 14
    blad.column_dimensions[get_column_letter(id_kolumn)].hidden = True
    blad.freeze_panes = "B2"
    blad.protection.sheet = True
    blad.protection.formatColumns = blad.protection.formatRows = blad.protection.sort = blad.protection.autoFilter = (
        False
    )
    blad.page_setup.orientation, blad.page_setup.fitToWidth, blad.page_setup.fitToHeight = "landscape", 1, 0
    blad.sheet_properties.pageSetUpPr.fitToPage = True
    blad.print_title_rows = "1:1"


def _skriv_minne(bok: Any, akt: Akt, fil: Uppföljningsfil, minne: list[tuple[str, ...]]) -> None:
    blad = bok.create_sheet(_MINNET)
    blad.sheet_state = "hidden"
    huvud = (("blankett", str(_BLANKETTENS_FORMAT)), ("plan", akt.plan.modell.plan.id), ("period", fil.period))
    for rad in (*huvud, ("per", fil.per.isoformat()), *minne):
        blad.append(list(rad))
        for ruta in blad[blad.max_row]:
            ruta.data_type = "s"


# --- Läsningen --------------------------------------------------------------------------------------


class Ifylld(NamedTuple):
    """En ifylld blankett: vilken uppföljning den är för, vad som stod i rutorna, och bladen."""

    plan: str
    period: str
    per: date
    minne: dict[tuple[str, str, str], str]
    bok: Any
    formler: frozenset[tuple[str, str]]
    """Rutorna (blad och plats) som har en formel."""


def öppna_blankett(källa: bytes) -> Ifylld:
    """Blanketten. Reser `Urvalsfel` när filen inte är en blankett som går att läsa säkert."""
    _kräv_rimligt_paket(källa)
    try:
        bok, formler = (
            load_workbook(io.BytesIO(källa), data_only=värden, keep_links=False) for värden in (True, False)
        )
        rader = [[("" if v is None else str(v)) for v in rad] for rad in bok[_MINNET].iter_rows(values_only=True)]
    except KeyError as fel:
        if _MINNET in str(fel):
            råd = "Gör en ny med plan blankett, eller spara svaren som CSV."
            raise Urvalsfel(
                f"Filen är ingen blankett från verktyget: det dolda bladet med minnet saknas. {råd}"
            ) from None
        raise Urvalsfel(f"Filen går inte att läsa som Excel: {fel}.") from None
    except Exception as fel:  # noqa: BLE001 - openpyxl reser många slags fel för trasiga filer
        raise Urvalsfel(f"Filen går inte att läsa som Excel: {type(fel).__name__} {fel}") from None
    huvud = {
        rad[0]: rad[1] for rad in rader if len(rad) > 1 and rad[0] in {"blankett", "plan", "period", "per"} and rad[1]
    }
    try:
        per = date.fromisoformat(huvud["per"])
        if huvud["blankett"] != str(_BLANKETTENS_FORMAT):
            raise Urvalsfel("Blanketten är gjord av en annan version av verktyget. Gör en ny med plan blankett.")
        minne = {(rad[0], rad[1], rad[2]): rad[3] for rad in rader if len(rad) > 3 and rad[3]}
        return Ifylld(huvud["plan"], huvud["period"], per, minne, bok, _formlerna(formler))
    except (KeyError, ValueError):
        raise Urvalsfel("Blankettens dolda blad är ändrat, så det syns inte vad den gäller. Gör en ny.") from None


def _formlerna(bok: Any) -> frozenset[tuple[str, str]]:
    rutor = ((blad.title, ruta) for blad in bok.worksheets for rad in blad.iter_rows() for ruta in rad)
    return frozenset((titel, ruta.coordinate) for titel, ruta in rutor if ruta.data_type == "f")


def _kräv_rimligt_paket(källa: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(källa)) as paket:
            delar = paket.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise Urvalsfel("Filen är ingen Excelfil (.xlsx).") from None
    if len(delar) > _FLEST_DELAR or sum(d.file_size for d in delar) > _STÖRSTA_PAKET:
        raise Urvalsfel("Filen är för stor uppackad, och läses inte.")
    if any("vbaProject" in d.filename for d in delar):
        raise Urvalsfel("Filen har makron, och läses inte. Spara den som .xlsx.")


def läs_blankett(ifylld: Ifylld, akt: Akt, fil: Uppföljningsfil) -> Tabell:
    """Svaren i rutorna som har ändrats, och felen med blad och ruta."""
    samling = Samling(akt.plan.modell)
    läsning = _Läsning(ifylld, akt, det_som_står(fil), samling.fel)
    for blad in ifylld.bok.worksheets:
        if blad.title not in {_MINNET, "Läs mig"}:
            for id_, rutor, var in läsning.ändrade_rader(blad):
                samling.ta_med(id_, rutor, var)
    return samling.tabell()


class _Läsning(NamedTuple):
    """En blankett som läses mot filen som den ska in i."""

    ifylld: Ifylld
    akt: Akt
    svarat: Mapping[str, Any]
    fel: list[str]

    def ändrade_rader(self, blad: Any) -> Iterator[tuple[str, dict[str, str], dict[str, str]]]:
        """Radens id, rutorna som någon har ändrat, och var de står."""
        if (blad.max_row or 0) > _FLEST_RADER:
            self.fel.append(f"{blad.title}: bladet har över {_FLEST_RADER} rader, och läses inte.")
            return
        rubriker = {str(ruta.value).strip(): ruta.column for ruta in blad[1] if ruta.value is not None}
        if "id" not in rubriker:
            self.fel.append(f"{blad.title}: kolumnen id saknas, så det syns inte vad raderna gäller.")
            return
        nycklar = {namn: kolumn for namn, kolumn in rubriker.items() if namn != "id" and namn.split("\n")[0] != _VAD}
        self._ta_bort_okända(blad, nycklar)
        for rad in range(2, (blad.max_row or 1) + 1):
            id_ = str(blad.cell(rad, rubriker["id"]).value or "").strip()
            ifyllda = {
                namn: ruta for namn, kolumn in nycklar.items() if self._är_ifylld(ruta := blad.cell(rad, kolumn))
            }
            if ifyllda and not id_:
                self.fel.append(f"{blad.title}!A{rad}: raden har inget id, så det syns inte vad svaret gäller.")
            elif ifyllda and (ändrade := self._ändrade(blad, ifyllda, id_)):
                yield id_, ändrade, {namn: f"{blad.title}!{ifyllda[namn].coordinate}" for namn in ändrade}

    def _ta_bort_okända(self, blad: Any, nycklar: dict[str, int]) -> None:
        """En kolumn med en rubrik som blanketten inte har: den sägs en gång, om något står i den."""
        slagens = [[nyckel.namn for nyckel in slag.nycklar] for slag in svarsslagen().values()]
        bladets = max(slagens, key=lambda namnen: len(nycklar.keys() & set(namnen)))
        saknas = [namn for namn in bladets if namn not in nycklar]
        for namn in [namn for namn in nycklar if namn not in alla_nycklar()]:
            kolumn = nycklar.pop(namn)
            if any(blad.cell(rad, kolumn).value not in {None, ""} for rad in range(2, (blad.max_row or 1) + 1)):
                råd = f"Byt tillbaka rubriken till {räkna_upp(saknas, 'eller')}, eller töm" if saknas else "Töm"
                var = f"{blad.title}!{blad.cell(1, kolumn).coordinate}"
                self.fel.append(f"{var}: kolumnen {namn} finns inte i blanketten. {råd} kolumnen.")

    def _är_ifylld(self, ruta: Any) -> bool:
        """Om rutan har ett värde, eller en formel utan sparat värde."""
        return ruta.value not in {None, ""} or (ruta.parent.title, ruta.coordinate) in self.ifylld.formler

    def _ändrade(self, blad: Any, rutor: Mapping[str, Any], id_: str) -> dict[str, str]:
        try:
            slag = hitta_rad(self.akt.plan.modell, id_, list(rutor)).slag
        except Urvalsfel as ett:
            self.fel.append(f"{blad.title} ({id_}): {ett.text}")
            return {}
        svar = {namn: self._svaret(blad, ruta, slag, id_, namn) for namn, ruta in rutor.items()}
        return {namn: text for namn, text in svar.items() if text}

    def _svaret(self, blad: Any, ruta: Any, slag: Svarsslag, id_: str, namn: str) -> str:
        """Rutans text när den är ett nytt svar; tomt när inget är ändrat, eller när den inte går att använda."""
        var = f"{blad.title}!{ruta.coordinate}"
        if ruta.value is None:
            self.fel.append(f"{var}: formeln har inget sparat värde. Skriv in värdet i stället.")
            return ""
        text, stod = _rutans_text(ruta), self.ifylld.minne.get((slag.nyckel, id_, namn), "")
        nu = står(self.svarat, slag, (slag.nyckel, id_), namn)
        if är_lika(text, stod) or är_lika(text, nu):
            return ""
        if not är_lika(nu, stod):
            ändrat = f"filen har ändrats från {stod or 'tomt'} till {nu or 'tomt'}"
            self.fel.append(f"{var}: blanketten säger {text}, men {ändrat}.")
            return ""
        nyckel = slag.finns(namn)
        if nyckel is not None and (borta := det_som_försvinner(nyckel, text, nu)):
            råd = f"Skriv {BORT} i rutan och läs in den, och skriv sedan det som ska stå i en ny blankett."
            self.fel.append(f"{var}: {borta} går inte att ta bort för sig. {råd}")
            return ""
        return text


def _rutans_text(ruta: Any) -> str:
    """Rutans värde som det skulle skrivas: procent som tal, datum år-månad-dag."""
    värde = ruta.value
    if isinstance(värde, bool):
        return "ja" if värde else "nej"
    if isinstance(värde, datetime):
        return värde.date().isoformat()
    if isinstance(värde, date):
        return värde.isoformat()
    if isinstance(värde, int | float):
        tal = Decimal(repr(värde)) * (100 if "%" in (ruta.number_format or "") else 1)
        return f"{tal.normalize():f}"
    return str(värde).strip() if värde is not None else ""
