"""`plan importera`: en plan i Word, Markdown eller text in, en ny plan.yaml ut, och listan över vad som har förståtts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planverktyg.arkiv.filer import Innehåll
from planverktyg.arkiv.urval.planer import PLANMAPP, Urvalsfel
from planverktyg.kommandon.terminal.fragor import Svarsfel, tolka_text, tolka_år
from planverktyg.kommandon.terminal.infil import läs_infil
from planverktyg.kommandon.terminal.skrivning import skriv_fil, skriv_ny_fil
from planverktyg.kommandon.terminal.urvalsfel import skriv_saknat, skriv_urvalsfel
from planverktyg.kommandon.terminal.utskrift import skriv_fel, skriv_ut

if TYPE_CHECKING:
    from planverktyg.arkiv.akt import Arkiv
    from planverktyg.blanketter.importera.block import Källtext
    from planverktyg.blanketter.importera.importen import Import, Kända, Sagt
    from planverktyg.modell.grund.fynd import Fynd


def importera(
    fil: Annotated[Path, typer.Argument(metavar="FIL", help="Dokumentet: .docx, .md eller .txt.")],
    *,
    ut: Annotated[
        Path | None,
        typer.Option(
            "--ut",
            metavar="MAPP",
            help="Planens mapp, som också blir dess id: planer/tyreso/sn-2025. Utelämnad: under kommunen, efter nämnd och år.",
        ),
    ] = None,
    år: Annotated[
        str | None,
        typer.Option("--år", "--ar", metavar="ÅR", help="Planens år (2025, 2023-2026), när källan inte säger det."),
    ] = None,
    nämnd: Annotated[
        str | None, typer.Option("--nämnd", "--namnd", metavar="TEXT", help="Nämnden, när källan inte säger det.")
    ] = None,
    ersätt: Annotated[
        bool, typer.Option("--ersätt", "--ersatt", help="Skriv över plan.yaml från en tidigare import.")
    ] = False,
) -> int:
    """Gör en plan av ett dokument: mål, indikatorer, uppdrag, risker och belopp som typer, resten som text.

    Det som inte känns igen står kvar som text på sin plats, ord för ord. Varje gissning är märkt med kontrollera:, i filen
    och i listan som skrivs ut. En mapp som redan finns skrivs aldrig över utan --ersätt.

    Exempel:
        plan importera namndplan.md --ut planer/tyreso/sn-2025
        plan importera verksamhetsplan.txt --ut planer/tyreso/bun-2025 --år 2025
    """
    from planverktyg.blanketter.importera.importen import GårInteAttImportera

    try:
        return _importera(fil, ut, tolka_år(år) if år else None, tolka_text(nämnd) if nämnd else None, ersätt=ersätt)
    except (Svarsfel, GårInteAttImportera) as fel:
        skriv_fel(str(fel))
        return 2
    except Urvalsfel as fel:
        return skriv_urvalsfel(fel)
    except ImportError as fel:
        if (fel.name or "").partition(".")[0] not in {"docx", "lxml"}:
            raise
        return skriv_saknat("word", fel)


def _importera(fil: Path, ut: Path | None, år: tuple[int, int] | None, nämnd: str | None, *, ersätt: bool) -> int:
    from planverktyg.arkiv.akt import Arkiv
    from planverktyg.blanketter.importera.importen import Sagt, importera, läs_källtext
    from planverktyg.kommandon.ny import ledigt_id, schemarad, är_ledigt

    arkiv = Arkiv()
    källtext = läs_källtext(läs_infil(arkiv, fil), fil.name)
    planfil = _planens_fil(ut or _plats(arkiv, källtext, Sagt("", fil.name, nämnd, år)), ersätt=ersätt)
    sagt = Sagt(ledigt_id(planfil.parent.name, utom=planfil), fil.name, nämnd, år)
    kända = _kända(arkiv, planfil.parent)
    resultat = importera(källtext, sagt, kända, schemarad(planfil, "plan"), lambda id_: är_ledigt(id_, utom=planfil))
    skriv_ut(_listan(resultat, fil))  # går det inte är inget skrivet
    (skriv_fil if ersätt and planfil.exists() else skriv_ny_fil)(planfil, resultat.text.encode())
    skriv_fel(f"Skrev {planfil}")
    if fel := _felen(planfil):
        _skriv_fynd(fel)
    skriv_fel(f"Nästa steg: läs igenom filen, och kör plan validera {planfil}")
    return 1 if fel else 0


def _plats(arkiv: Arkiv, källtext: Källtext, sagt: Sagt) -> Path:
    """Planens mapp när ingen är nämnd: under kommunen, med nämndens förkortning och året. Reser `Svarsfel`."""
    from planverktyg.blanketter.importera.importen import nämnd_och_år
    from planverktyg.blanketter.yaml.plan import initialer
    from planverktyg.modell.grund.svenska import slugga

    råd = "Säg var planen ska ligga: --ut planer/KOMMUN/PLAN-ID, till exempel --ut planer/tyreso/sn-2025"
    mappar = [PLANMAPP / namn for namn in (arkiv.källa.innehåll(PLANMAPP) or Innehåll()).mappar if namn != "schema"]
    if len(mappar) > 1:
        text = " ".join(b.text for b in källtext.block).casefold()
        mappar = [m for m in mappar if (namn := _kommunens_namn(arkiv, m)) and namn.casefold() in text]
    if len(mappar) != 1:
        raise Svarsfel(råd)
    nämnd, år = nämnd_och_år(källtext, sagt)
    return mappar[0] / f"{slugga(initialer(nämnd))}-{år}"


def _kommunens_namn(arkiv: Arkiv, mapp: Path) -> str:
    gällande = arkiv.husregler(mapp)
    return gällande.dokument.modell.kommun.namn if gällande and gällande.dokument else ""


def _planens_fil(ut: Path, *, ersätt: bool) -> Path:
    """Filen som skrivs. Reser `Svarsfel` när mappen redan används."""
    fil = ut if ut.suffix in {".yaml", ".yml"} else ut / "plan.yaml"
    mapp = fil.parent
    if not ersätt and mapp.is_dir() and any(mapp.iterdir()):
        råd = "Välj en ny mapp med --ut, eller ange --ersätt om plan.yaml där ska skrivas över."
        raise Svarsfel(f"Mappen {mapp} finns redan och är inte tom. Inget är skrivet. {råd}")
    if ersätt and mapp.is_dir() and any(mapp.glob("*.yaml")) and not fil.is_file():
        raise Svarsfel(f"I {mapp} finns ingen {fil.name} att ersätta, men andra filer. Välj en ny mapp med --ut.")
    return fil


def _kända(arkiv: Arkiv, mapp: Path) -> Kända:
    """Kommunens egna ord, ur husreglerna som kommer att gälla för planen."""
    from planverktyg.arkiv.akt import förvalda_husregler
    from planverktyg.blanketter.importera.importen import Kända

    gällande = arkiv.husregler(mapp)
    if gällande is not None and gällande.dokument is None:
        raise Svarsfel(f"Husreglerna i {gällande.fil} går inte att läsa. Rätta dem först: plan validera {gällande.fil}")
    regler = gällande.dokument.modell if gällande and gällande.dokument else förvalda_husregler()
    return Kända(regler.nivåer, tuple(regler.perioder), regler.enheter, regler.indikatorer_kallas or "")


def _felen(fil: Path) -> list[Fynd]:
    """Felen i planen som skrevs."""
    from planverktyg.arkiv.akt import läs_planens_mapp
    from planverktyg.granskning.granskare import granska_mapp
    from planverktyg.modell.grund.fynd import Allvar

    return [f for f in granska_mapp(läs_planens_mapp(fil)) if f.allvar is Allvar.FEL]


def _skriv_fynd(fel: list[Fynd]) -> None:
    from planverktyg.arkiv.urval.planer import Urvalsfel
    from planverktyg.kommandon.terminal.urvalsfel import skriv_urvalsfel

    skriv_urvalsfel(Urvalsfel("Planen är skriven, men har fel som ska rättas:", fynd=fel))


def _listan(resultat: Import, fil: Path) -> str:
    """Vad som har förståtts, vad som ska kontrolleras, och vad som inte fick någon plats."""
    from planverktyg.modell.grund.svenska import antal

    rader = [f"Importen av {fil.name}", "", "Förstått:", *(f"  {ett}" for ett in resultat.förstått or ("inget",))]
    frågor = [i for i in resultat.insikter if i.fråga]
    ställe = "stycke" if fil.suffix.lower() == ".docx" else "rad"
    var = f" ({ställe} i {fil.name})" if any(i.rad for i in frågor) else ""
    rader += ["", f"Att kontrollera: {antal(len(frågor), 'gissning', 'gissningar')}{var}"]
    rader += [f"  {f'{ställe} {i.rad}, ' if i.rad else ''}{i.text}: {i.fråga}" for i in frågor]
    if resultat.tappat:
        rader += ["", "Ord som inte har fått någon plats (de står sist i planens fil):"]
        rader += [f"  {ställe} {ett.rad}: {ett.text}" for ett in resultat.tappat]
    rader += ["", *resultat.upplysningar] if resultat.upplysningar else []
    return "\n".join(rader) + "\n"
