"""`plan rapport`: en plan och en period in, uppföljningsrapporten ut i ett eller flera format."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from planverktyg.arkiv import spar
from planverktyg.arkiv.urval.planer import Urvalsfel, Val, period_ur, välj
from planverktyg.kommandon.granskat.underlag import Underlagsgranskning, antal_fel
from planverktyg.kommandon.terminal import flaggor
from planverktyg.kommandon.terminal.urvalsfel import skriv_urvalsfel
from planverktyg.kommandon.terminal.utskrift import skriv_byte, skriv_fel, skriv_ut

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from planverktyg.arkiv.urval.planer import Urval
    from planverktyg.modell.grund.fynd import Fynd
    from planverktyg.modell.rapportering import Uppföljning
    from planverktyg.utgivning.format import Rapportformat
    from planverktyg.utgivning.underlag.dokument import Plandokument
    from planverktyg.utgivning.underlag.rapport import Rapport

T = TypeVar("T")


def rapport(
    vad: flaggor.Vad,
    *,
    delår: flaggor.Delår = None,
    period: flaggor.Period = None,
    enhet: flaggor.Enhet = None,
    format_: flaggor.Format = None,
    ut: flaggor.Ut = None,
    mallar: flaggor.Mallar = None,
    trots_fel: flaggor.TrotsFel = False,
) -> int:
    """Skriv uppföljningsrapporten: hur det går med mål, indikatorer, uppdrag, risker och ekonomi.

    Är värdena i uppföljningen påhittade (exempel: ja) står det på första sidan och i filens namn. Fel i planen eller
    uppföljningen stoppar rapporten; med --trots-fel görs den ändå, och varje sida säger det.

    Exempel:
        plan rapport asn-2020 --delår 2 --ut rapport.html
        plan rapport 2020 --enhet ASN --format html,docx --ut rapporter/
    """
    try:
        urval = välj(vad, enhet=enhet, period=period_ur(delår, period), kräv_uppföljning=True)
    except Urvalsfel as fel:
        return skriv_urvalsfel(fel)
    return ge_ut_alla(urval, _bygg, format_=format_, ut=ut, mallar=mallar, trots_fel=trots_fel)


def _bygg(val: Val, fel: int) -> Rapport:
    from planverktyg.utgivning.rapport.rapport import bygg_rapport

    assert val.uppföljning is not None
    return bygg_rapport(val.akt, val.uppföljning, fel=fel)


def ge_ut_alla(
    urval: Urval,
    bygg: Callable[[Val, int], Rapport | Plandokument],
    *,
    format_: flaggor.Formatval | None,
    ut: str | None,
    mallar: Path | None,
    trots_fel: bool,
) -> int:
    """Ger ut varje vald plan: till standard ut, eller till en fil per plan och format. Lämnar slutkoden."""
    from planverktyg.utgivning.format import Formatfel, välj_format

    for rad in urval.upplysningar:
        skriv_fel(rad)
    if mallar is not None:
        spar.hindra()  # mallarna läses av Jinja
    if mallar is not None and not mallar.is_dir():
        skriv_fel(f"Mappen {mallar} finns inte.")
        return 2
    try:
        formaten = välj_format(format_.alla if format_ else (), ut)
    except Formatfel as fel:
        skriv_fel(str(fel))
        return 2
    granskning = Underlagsgranskning()
    felen = [granskning.fel(val) for val in urval.valda]
    if any(felen) and not trots_fel:
        alla = [fel for ett in felen for fel in ett]
        råd = "Rätta felen först, eller ange --trots-fel: då säger varje sida hur många de är."
        return skriv_urvalsfel(Urvalsfel(f"Det finns fel i underlaget. {råd}", slutkod=1, fynd=alla))
    try:
        utgivet = list(_ge_ut_valda(urval, felen, bygg, formaten if ut else formaten[:1], mallar))
        _granska_mallar(mallar)
        if ut is None:
            return _till_standard_ut([ett.innehåll for ett in utgivet], formaten[0])
    except Formatfel as fel_:
        skriv_fel(str(fel_))
        return 2
    except _mallfel() as fel:
        if mallar is None:
            raise  # verktygets egna mallar ska aldrig fela: det är ett fel i verktyget
        skriv_fel(str(fel))
        _granska_mallar(None if "Menade du" in str(fel) else mallar)  # inget stavfel: ofta en äldre kopia
        return 1
    _spara(utgivet, ut, planer=len(urval.valda))
    return 0


def _ge_ut_valda(
    urval: Urval,
    felen: Sequence[Sequence[Fynd]],
    bygg: Callable[[Val, int], Rapport | Plandokument],
    formaten: Sequence[Rapportformat],
    mallar: Path | None,
) -> Iterator[_Utgivet]:
    """Planerna i varje format, en plan i taget: underlaget är stort."""
    arbeten = [(nummer, ett) for nummer in range(len(urval.valda)) for ett in formaten]
    underlag, byggt = None, -1
    sagda: set[str] = set()
    for nummer, ett in med_förlopp(arbeten):
        val = urval.valda[nummer]
        logotyp = val.akt.logotyp if ett in _MED_BILD else None
        if logotyp is not None and logotyp.fel and logotyp.fel not in sagda:
            sagda.add(logotyp.fel)
            skriv_fel(f"{logotyp.fel} Utskriften görs utan den. {logotyp.råd}")
        if underlag is None or byggt != nummer:
            underlag, byggt = bygg(val, antal_fel(felen[nummer])), nummer
        huvud = val.uppföljning.modell.uppföljning if val.uppföljning else None
        yield _Utgivet(val.akt.plan.modell.plan.id, huvud, ett, _ge_ut(underlag, ett, mallar, val))


_MED_BILD = ("html", "pdf", "docx")
"""Formaten som visar kommunens logotyp."""


def _granska_mallar(mallar: Path | None) -> None:
    """Säger vad som är värt att veta om de egna mallarna, när de går att använda."""
    if mallar is None:
        return
    from planverktyg.utgivning.mallar.mallmapp import granska_mallmapp

    for rad in granska_mallmapp(mallar):
        skriv_fel(rad)


def _mallfel() -> type[Exception]:
    from planverktyg.utgivning.mallar.mallfel import Mallfel

    return Mallfel


LÅNGT_ARBETE = 3
"""Så många filer är värda ett förlopp: en PDF tar några sekunder."""


def med_förlopp(arbeten: Sequence[T]) -> Iterable[T]:
    """Arbetena i ordning. På en terminal visas hur många som är kvar när de är flera."""
    import sys

    if len(arbeten) < LÅNGT_ARBETE or not sys.stderr.isatty():
        return arbeten
    from rich.console import Console
    from rich.progress import track

    return track(arbeten, "Skriver", console=Console(stderr=True), transient=True)


def _ge_ut(underlag: Rapport | Plandokument, format_: Rapportformat, mallar: Path | None, val: Val) -> bytes:
    from planverktyg.utgivning.format import ge_ut_byte

    plan: Any = val.akt.plan.träd.innehåll if underlag.mall == "dokument" else None
    return ge_ut_byte(underlag, format_, mallar, plan)


class _Utgivet(NamedTuple):
    """En plan i ett format."""

    plan: str
    huvud: Uppföljning | None
    format: Rapportformat
    innehåll: bytes


def _spara(utgivet: Sequence[_Utgivet], skrivet: str, *, planer: int) -> None:
    """Skriver filerna och säger var, och varför de heter annorlunda än `--ut`."""
    from planverktyg.kommandon.terminal.skrivning import skapa_mapp, skriv_fil
    from planverktyg.utgivning.format import filen, är_mapp

    ut, är_flera = Path(skrivet), planer > 1
    fast_namn = ut.exists() and not ut.is_file() and not ut.is_dir()  # /dev/null kan inte heta något annat
    i_mapp = är_mapp(skrivet, list({ett.format for ett in utgivet})) or (är_flera and not ut.suffix and not fast_namn)
    if är_flera and not (fast_namn or i_mapp):
        skriv_fel(f"{planer} planer valda: en fil för varje, med planens id i namnet.")
    sagda: set[str] = set()
    for plan, uppföljning, format_, innehåll in utgivet:
        huvud = None if fast_namn else uppföljning
        märken = [m for m, gäller in _MÄRKEN.items() if huvud is not None and gäller(huvud)]
        fil = ut if fast_namn else filen(ut, format_, plan, huvud, märken, i_mapp=i_mapp, är_flera=är_flera)
        for märke in märken:
            if märke not in ut.stem.casefold() and märke not in sagda:
                sagda.add(märke)
                skriv_fel(_VARFÖR[märke])
        if i_mapp and not fil.parent.exists():
            skapa_mapp(fil.parent)
        skriv_fil(fil, innehåll)
        skriv_fel(f"Skrev {fil}")


_MÄRKEN: dict[str, Callable[[Uppföljning], bool]] = {
    "exempel": lambda huvud: huvud.exempel,
    "utkast": lambda huvud: huvud.fas != "klar",
}
_VARFÖR = {
    "exempel": "Värdena är påhittade (exempel: ja), så det står exempel i filens namn.",
    "utkast": "Uppföljningen är inte klar (fas), så det står utkast i filens namn.",
}


def _till_standard_ut(texter: list[bytes], format_: Rapportformat) -> int:
    """Markdown formaterad på en terminal, annars det som det är. En terminal kan inte visa PDF och Word."""
    import sys

    from planverktyg.utgivning.format import Format

    if format_ in {Format.PDF, Format.DOCX} and (sys.stdout.isatty() or len(texter) > 1):
        skriv_fel(f"{format_} går inte att visa här. Ange filen: --ut rapport.{format_}")
        return 2
    if format_ is Format.MARKDOWN and sys.stdout.isatty():
        from planverktyg.utgivning.lasbar import som_text

        skriv_ut(som_text(b"\n".join(texter).decode(), färg=True))
    else:
        skriv_byte(b"\n".join(texter))
    return 0
