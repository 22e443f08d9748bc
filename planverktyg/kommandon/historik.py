"""`plan historik`: ett id in, dess liv genom besluten, revisionerna och åren ut."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

import typer

from planverktyg.arkiv.urval.planer import INGA_PLANER, Urvalsfel, kräv_allt_läst, planernas_mapp, välj
from planverktyg.kommandon.terminal.flaggor import EttAv
from planverktyg.kommandon.terminal.urvalsfel import skriv_urvalsfel
from planverktyg.kommandon.terminal.utskrift import skriv_ut
from planverktyg.utgivning.format import Format

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planverktyg.arkiv.akt import Arkiv, Planpost, Register
    from planverktyg.arkiv.urval.lydelser import Lydelser
    from planverktyg.skillnad.historik import Liv

_LÄSBAR_BREDD = 120


Historikformat: TypeAlias = Literal[Format.TEXT, Format.MARKDOWN, Format.JSON]
"""Formaten som historiken kan skrivas i."""


def historik(
    id_: Annotated[
        str, typer.Argument(metavar="ID", help="Id för ett mål, en indikator, ett uppdrag eller en risk: hvb-dygn.")
    ],
    plan: Annotated[
        str | None,
        typer.Option("--plan", metavar="PLAN", help="Planens id eller sökväg; utelämnat: planen där id:t finns."),
    ] = None,
    format_: Annotated[
        Historikformat,
        typer.Option("--format", metavar="FORMAT", parser=EttAv(Historikformat), help="text, markdown eller json."),
    ] = Format.TEXT,
    vem: Annotated[bool, typer.Option("--vem", help="Visa också vem som gjorde varje ändring i git.")] = False,
) -> int:
    """Berätta vad som har hänt med ett mål, en indikator, ett uppdrag eller en risk: när, vilket beslut, från och till.

    Planerna följs bakåt och framåt genom föregångare och tidigare id, och uppföljningarnas svar är med. I git syns varje ändring
    med dag och revision, också i husreglerna som bedömningen räknas med. En ändring får ett beslut bara när beslutets
    fingeravtryck är av just det innehållet. Slutkoden är 1 när historien i git eller planen som den är nu inte kunde läsas.

    Exempel:
        plan historik hvb-dygn
        plan historik hvb-dygn --plan asn-2020 --format markdown
    """
    from planverktyg.arkiv.akt import Arkiv
    from planverktyg.arkiv.urval.lydelser import läs_lydelser

    try:
        arkiv = Arkiv()
        register, start = _planen(id_, plan, arkiv)
        lydelser = läs_lydelser([register.planer[p] for p in _kedjan(register, start)], arkiv)
        liv = _livet(id_, lydelser)
        liv = liv if vem else liv.utan_namn()
    except Urvalsfel as fel:
        return skriv_urvalsfel(fel)
    _skriv(liv, [*lydelser.olästa, *lydelser.besked], format_)
    return int(bool(lydelser.olästa))


def _skriv(liv: Liv, besked: Sequence[str], format_: Historikformat) -> None:
    import shutil

    from planverktyg.utgivning.historik import som_json, som_markdown, som_text

    if format_ is Format.JSON:
        skriv_ut(som_json(liv, besked))
        return
    rader = (
        som_markdown(liv, besked)
        if format_ is Format.MARKDOWN
        else som_text(liv, besked, min(shutil.get_terminal_size().columns, _LÄSBAR_BREDD))
    )
    skriv_ut("".join(f"{rad}\n" for rad in rader))


# --- Planerna som id:t följs genom ------------------------------------------------------------------


def _planen(id_: str, plan: str | None, arkiv: Arkiv) -> tuple[Register, str]:
    """Registret över planerna, och den plan som historiken utgår från."""
    if plan is not None:
        valda = välj(plan, enhet=None, period=None, kräv_uppföljning=False, arkiv=arkiv).valda
        if len(valda) > 1:
            raise Urvalsfel(_flera(id_, [val.akt.plan.modell.plan.id for val in valda]))
        return valda[0].akt.register, valda[0].akt.plan.modell.plan.id
    rot = planernas_mapp(arkiv)
    if not rot.is_dir():
        raise Urvalsfel(INGA_PLANER)
    register = arkiv.register(rot)
    kräv_allt_läst(rot, arkiv)
    funna = [post.id for post in register.planer.values() if _har(post, id_, arkiv)]
    kedjor = {_kedjan(register, p) for p in funna}
    if len(kedjor) > 1:
        raise Urvalsfel(_flera(id_, funna))
    if not funna:
        raise Urvalsfel(_okänt(id_, register, arkiv))
    return register, funna[0]


def _flera(id_: str, planer: Sequence[str]) -> str:
    from planverktyg.modell.grund.svenska import räkna_upp

    return f"{id_} finns i flera planer: {räkna_upp(sorted(planer))}. Välj en med --plan."


_EN_DEL = (
    "Ange något i den, till exempel ett mål eller en indikator. plan skillnad visar vad som har ändrats i hela planen."
)


def _okänt(id_: str, register: Register, arkiv: Arkiv) -> str:
    from planverktyg.arkiv.urval.lydelser import läs_plan
    from planverktyg.modell.noder import menat_id
    from planverktyg.skillnad.historik import idn

    if id_ in register.planer:
        return f"{id_} är en plan. {_EN_DEL}"
    planer = (modell for post in register.planer.values() if (modell := läs_plan(post, arkiv)))
    menat = menat_id(id_, {ett: namn for modell in planer for ett, namn in idn(modell).items()})
    råd = f"Menade du {menat}?" if menat else "Är det borttaget, ange planen där det fanns med --plan."
    return f"Inget i planerna har id {id_}. {råd}"


def _har(post: Planpost, id_: str, arkiv: Arkiv) -> bool:
    """Om planen har id:t. Bara filer där det står någonstans läses i sin helhet."""
    from planverktyg.arkiv.urval.lydelser import läs_plan
    from planverktyg.skillnad.historik import idn

    text, _ = arkiv.källa.läs(post.fil)
    if text is None or id_.encode() not in text:
        return False
    modell = läs_plan(post, arkiv)
    return modell is not None and id_ in idn(modell)


def _kedjan(register: Register, id_: str) -> tuple[str, ...]:
    """Planerna före och efter, äldst först."""
    efter = {post.föregångare: post.id for post in register.planer.values() if post.föregångare}
    kedja = [id_]
    while (före := register.planer[kedja[0]].föregångare) in register.planer and före not in kedja:
        kedja.insert(0, före)
    while (nästa := efter.get(kedja[-1])) and nästa not in kedja:
        kedja.append(nästa)
    return tuple(kedja)


def _livet(id_: str, lydelser: Lydelser) -> Liv:
    from planverktyg.modell.noder import menat_id
    from planverktyg.skillnad.historik import idn, skriv_liv

    planer = lydelser.planer
    liv = skriv_liv(
        id_,
        [plan.lydelser for plan in planer],
        [plan.rapporter for plan in planer],
        [plan.husregler for plan in planer],
    )
    if liv is not None:
        return liv
    if lydelser.olästa:
        raise Urvalsfel(f"Inget med id {id_} finns i det som kunde läsas. {' '.join(lydelser.olästa)}", slutkod=1)
    senaste = [plan.lydelser[-1].plan for plan in planer]
    if any(plan.plan.id == id_ for plan in senaste):
        raise Urvalsfel(f"{id_} är en plan. {_EN_DEL}")
    menat = menat_id(id_, {ett: namn for plan in senaste for ett, namn in idn(plan).items()})
    raise Urvalsfel(f"Planen har aldrig haft något med id {id_}." + (f" Menade du {menat}?" if menat else ""))
