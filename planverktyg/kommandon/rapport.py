"""`plan rapport`: en plan och en period in, uppföljningsrapporten ut som Markdown eller HTML."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from planverktyg.arkiv.urval.planer import Urvalsfel, Val, period_ur, välj
from planverktyg.kommandon.terminal import flaggor
from planverktyg.kommandon.terminal.skrivning import KanInteSkriva, skriv_fel, skriv_fil, skriv_ut
from planverktyg.kommandon.terminal.urvalsfel import skriv_urvalsfel

if TYPE_CHECKING:
    from collections.abc import Callable

    from planverktyg.arkiv.urval.planer import Urval
    from planverktyg.modell.grund.fynd import Fynd
    from planverktyg.utgivning.format import Rapportformat
    from planverktyg.utgivning.underlag.dokument import Plandokument
    from planverktyg.utgivning.underlag.rapport import Rapport


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
        plan rapport 2020 --enhet ASN --format md
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
    format_: Rapportformat | None,
    ut: Path | None,
    mallar: Path | None,
    trots_fel: bool,
) -> int:
    """Ger ut varje vald plan: till standard ut, eller till en fil per plan. Lämnar slutkoden."""
    from planverktyg.utgivning.format import Formatfel, välj_format

    for rad in urval.upplysningar:
        skriv_fel(rad)
    if mallar is not None and not mallar.is_dir():
        skriv_fel(f"Mappen {mallar} finns inte.")
        return 2
    try:
        format_valt = välj_format(format_, ut)
    except Formatfel as fel:
        skriv_fel(str(fel))
        return 2
    felen = [fel_i_underlaget(val) for val in urval.valda]
    if any(felen) and not trots_fel:
        alla = [fel for ett in felen for fel in ett]
        råd = "Rätta felen först, eller ange --trots-fel: då säger varje sida hur många de är."
        return skriv_urvalsfel(Urvalsfel(f"Det finns fel i underlaget. {råd}", slutkod=1, fynd=alla))
    try:
        texter = [_ge_ut(bygg(val, len(fel)), format_valt, mallar) for val, fel in zip(urval.valda, felen, strict=True)]
    except _mallfel() as fel:
        if mallar is None:
            raise  # verktygets egna mallar ska aldrig fela: det är ett fel i verktyget
        skriv_fel(str(fel))
        return 1
    if ut is None:
        _visa("\n".join(texter), format_valt)
    else:
        _spara(urval.valda, texter, ut)
    return 0


def fel_i_underlaget(val: Val) -> list[Fynd]:
    """Felen i filerna som utskriften görs av. Att något är ändrat efter beslutet står på varje sida, och stoppar inte."""
    from planverktyg.granskning.granskare import granska, granska_mapp
    from planverktyg.modell.grund.fynd import Allvar

    fynd = granska_mapp(val.mapp) if val.mapp else granska(val.akt)
    filer = {val.akt.plan.fil, *((val.akt.kommun.fil,) if val.akt.kommun else ())}
    if val.uppföljning is not None:
        filer |= {u.fil for u in (val.uppföljning, *val.akt.före(val.uppföljning))}
    return [f for f in fynd if f.allvar is Allvar.FEL and f.plats.fil in filer and not f.kod.startswith("BES")]


def _mallfel() -> type[Exception]:
    from planverktyg.utgivning.mallar.mallfel import Mallfel

    return Mallfel


def _ge_ut(underlag: Rapport | Plandokument, format_: Rapportformat, mallar: Path | None) -> str:
    from planverktyg.utgivning.format import ge_ut

    return ge_ut(underlag, format_, mallar)


def _spara(valda: tuple[Val, ...], texter: list[str], ut: Path) -> None:
    """Skriver en fil per plan och säger var, och varför den heter annorlunda än `--ut`."""
    from planverktyg.utgivning.format import filnamn

    if ut.is_dir() or not ut.name:
        raise KanInteSkriva(f"{ut} är en mapp. Ange filen som ska skrivas, till exempel --ut {ut / 'rapport.md'}")
    fast_namn = ut.exists() and not ut.is_file()  # /dev/null kan inte heta något annat
    flera = len(valda) > 1 and not fast_namn
    if flera:
        skriv_fel(f"{len(valda)} planer valda: en fil för varje, med planens id i namnet.")
    for val, text in zip(valda, texter, strict=True):
        huvud = val.uppföljning.modell.uppföljning if val.uppföljning and not fast_namn else None
        exempel, utkast = huvud is not None and huvud.exempel, huvud is not None and huvud.fas != "klar"
        fil = filnamn(ut, val.akt.plan.modell.plan.id, flera=flera, exempel=exempel, utkast=utkast)
        if exempel and "exempel" not in ut.stem.casefold():
            skriv_fel("Värdena är påhittade (exempel: ja), så det står exempel i filens namn.")
        if utkast and "utkast" not in ut.stem.casefold():
            skriv_fel("Uppföljningen är inte klar (fas), så det står utkast i filens namn.")
        skriv_fil(fil, text.encode())
        skriv_fel(f"Skrev {fil}")


def _visa(text: str, format_: Rapportformat) -> None:
    """Till standard ut: Markdown formaterad på en terminal, annars texten som den är."""
    import sys

    from planverktyg.utgivning.format import Format

    if format_ is not Format.MARKDOWN or not sys.stdout.isatty():
        skriv_ut(text)
        return
    from planverktyg.utgivning.lasbar import som_text

    skriv_ut(som_text(text, färg=True))
