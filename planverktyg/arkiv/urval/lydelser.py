"""Planerna i en kedja in, deras lydelser ut: varje revision i git som ändrade planen, och filen så som den står nu.

En plan känns igen på sitt id, så att en fil som har flyttats är samma plan.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from planverktyg.arkiv import git
from planverktyg.arkiv.akt import NÄMNER_KOMMUN, Arkiv
from planverktyg.arkiv.filer import planmappen
from planverktyg.arkiv.olast import ÄNDELSER
from planverktyg.arkiv.revision import Revision
from planverktyg.arkiv.version import Version, som_fil
from planverktyg.modell.fingeravtryck import ändrade_delar
from planverktyg.modell.grund.svenska import antal, räkna_upp
from planverktyg.modell.grund.synligt import osynligt_i
from planverktyg.modell.husregler import Kommundokument
from planverktyg.modell.plan import Plandokument
from planverktyg.modell.rapportering import Uppföljningsdokument

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from planverktyg.arkiv.akt import Planpost
    from planverktyg.arkiv.laddning import Dokument
    from planverktyg.modell.husregler import Husregler

_UTAN_GIT = (
    "Inget av det här är läst ur git, så bara det som filerna säger syns: besluten och planerna före. Med git syns också "
    "varje ändring däremellan, med dag och revision."
)
_GRUND = (
    "Den här kopian är grund: det som hände före den första revisionen ovan syns inte. Hämta hela historien med "
    "git fetch --unshallow."
)
_AVTRYCK = re.compile(rb"huvud=[0-9a-f]{16}")
AVTRYCKETS_NYCKEL = b"fingeravtryck"
"""Det som står i varje fil som har ett fingeravtryck."""
_I_TAGET = 200
"""Så många filer läses ur git åt gången, för minnets skull."""


class Lydelse(NamedTuple):
    """En plan så som den stod vid ett tillfälle."""

    plan: Plandokument
    revision: str = ""
    """Revisionens korta namn i git. Tomt: så som filen står nu."""
    datum: date | None = None
    """Dagen då revisionen gjordes."""
    vem: str = ""
    """Den som gjorde revisionen."""


class Rapportlydelse(NamedTuple):
    """En uppföljning av en plan så som den stod vid ett tillfälle."""

    uppföljning: Uppföljningsdokument
    revision: str = ""
    datum: date | None = None
    vem: str = ""


class Regellydelse(NamedTuple):
    """Husreglerna som gällde för en plan från och med en revision."""

    dokument: Dokument[Kommundokument] | None
    """None när det inte fanns några: då gällde förvalen."""
    revision: str = ""
    datum: date | None = None
    vem: str = ""


class Planhistoria(NamedTuple):
    """En plans lydelser, dess uppföljningars och husreglernas, äldst först."""

    lydelser: list[Lydelse]
    rapporter: list[Rapportlydelse]
    husregler: list[Regellydelse]


class Lydelser(NamedTuple):
    """Planernas lydelser, och det som läsaren behöver veta om dem."""

    planer: list[Planhistoria]
    """Planer utan lydelser är inte med."""
    besked: list[str]
    olästa: list[str]
    """Det som skulle vara med men inte kunde läsas, och varför. Är den inte tom är livet inte helt."""


class _Fynd(NamedTuple):
    """En fil i en revision, när den är en av planerna eller en uppföljning av någon av dem."""

    id: str
    """Planens id."""
    revision: git.Revision
    modell: Plandokument | Uppföljningsdokument | None
    """None när den inte gick att läsa i sin helhet."""
    vad: str = "planen"
    """Vad filen är, i bestämd form."""


def läs_lydelser(poster: Sequence[Planpost], arkiv: Arkiv) -> Lydelser:
    """Varje plans lydelser, äldst först."""
    alla = Lydelser([], [], [])
    ur_git = _ur_git([post.id for post in poster], poster, arkiv, alla) if poster else {}
    for post in poster:
        lydelser, rapporter, husregler = ur_git.get(post.id, Planhistoria([], [], []))
        nu = läs_plan(post, arkiv)
        if nu is None:
            alla.olästa.append(f"{post.namn} ({post.id}) har fel just nu. plan validera {post.fil} visar dem.")
        elif not lydelser or lydelser[-1].plan != nu:
            lydelser.append(Lydelse(nu))
        rapporter += _osparade_rapporter(post, rapporter, arkiv)
        husregler += _osparade_husregler(post, husregler, arkiv)
        if lydelser:
            alla.planer.append(Planhistoria(lydelser, rapporter, husregler))
    return alla


def _osparade_rapporter(post: Planpost, sparade: Sequence[Rapportlydelse], arkiv: Arkiv) -> Iterator[Rapportlydelse]:
    """Uppföljningarna så som de står nu, när de skiljer sig från den senaste revisionen."""
    senaste = {_period(r.uppföljning): r.uppföljning for r in sparade}
    for akt in arkiv.mapp(post.fil.parent).akter:
        if akt.plan.modell.plan.id == post.id:
            for u in akt.uppföljningar:
                if u.helt and senaste.get(_period(u.modell)) != u.modell:
                    yield Rapportlydelse(u.modell)


def _osparade_husregler(post: Planpost, sparade: Sequence[Regellydelse], arkiv: Arkiv) -> Iterator[Regellydelse]:
    """Husreglerna så som de står nu, när de skiljer sig från den senaste revisionen."""
    gäller = arkiv.husregler(post.fil.parent)
    nu = gäller.dokument if gäller else None
    då = sparade[-1].dokument if sparade else None
    if sparade and (nu.modell if nu else None) != (då.modell if då else None):
        yield Regellydelse(nu)


def _period(uppföljning: Uppföljningsdokument) -> tuple[str, int]:
    return uppföljning.uppföljning.period, uppföljning.uppföljning.per.year


def beslutad_version(fil: Path, nu: Plandokument | Uppföljningsdokument, avtryck: str) -> Version | None:
    """Filen i den senaste revisionen där dokumentet är det som fingeravtrycket togs på. None utan en sådan.

    Den läses med revisionens egna husregler. Reser `Gitfel` när historien inte går att läsa.
    """
    f = git.förråd(fil.resolve().parent)
    mapp = _mappen(f, fil) if isinstance(nu, Plandokument) else _plats(f, fil)
    for rev, sökväg, källa in _texter(f, reversed(git.revisioner(f, mapp))):
        if _är_samma(källa, nu):
            version = läs_i_revisionen(f, rev, sökväg)
            (läst,) = version.filer
            if läst.är_hel and type(läst.modell) is type(nu) and ändrade_delar(läst.modell, avtryck) == []:
                return version
    return None


def läs_i_revisionen(f: git.Förråd, rev: git.Revision, sökväg: str) -> Version:
    """En fil (från förrådets rot) så som den läses i en revision, med husreglerna som gällde då."""
    arkiv = _arkiv_i(f, rev.commit, rev.kort)
    return Version(rev.kort, (som_fil(arkiv.dokument(f.rot / sökväg), arkiv),), arkiv)


@lru_cache(maxsize=2)  # många planer beslutas i samma revision, och det som står i en revision ändras aldrig
def _arkiv_i(f: git.Förråd, commit: str, kort: str) -> Arkiv:
    return Arkiv(Revision(f, commit, kort))


class Beslutat(NamedTuple):
    """Ett dokument i en revision där raden med dess fingeravtryck blev en annan."""

    revision: str
    """Revisionens korta namn."""
    sökväg: str
    """Från förrådets rot."""
    id: str
    """Innehållets id i git."""
    modell: Plandokument | Uppföljningsdokument
    bortvalt: bool = False
    """Om det stod på en gren som slogs in i huvudlinjen, utan att komma med."""


def läs_med_fingeravtryck(f: git.Förråd, till: str, utan: frozenset[str] = frozenset()) -> Iterator[Beslutat]:
    """Planerna och uppföljningarna i de revisioner där raden med ett fingeravtryck blir en annan.

    Sist kommer de som en sammanslagning valde bort. `utan` är id på innehåll som inte har nyckeln och inte är husregler. Det
    läses inte.
    """
    förut: dict[str, list[bytes]] = {}
    regler = _Husregler()
    revisioner = git.revisioner(f, ".", till=till, bara_yaml=True)
    for rev, sökväg, källa in _texter(f, revisioner, utan):
        regler.se(rev, sökväg, källa)
        har_nyckeln = AVTRYCKETS_NYCKEL in källa
        rader = [rad for rad in källa.splitlines() if _AVTRYCK.search(rad)] if har_nyckeln else []
        if rader == förut.get(sökväg, []):
            continue
        förut[sökväg] = rader
        modell = _läst(källa, sökväg, regler.för(sökväg)) if har_nyckeln else None
        if isinstance(modell, (Plandokument, Uppföljningsdokument)):
            yield Beslutat(rev.kort, sökväg, rev.ändrade[sökväg], modell)
    sedda = utan.union(*(rev.ändrade.values() for rev in revisioner))
    bortvalda = [git.Revision(gren, date.max, {s: id_}) for gren, s, id_ in git.bortvalt(f, till) if id_ not in sedda]
    for rev, sökväg, källa in _texter(f, bortvalda):
        modell = _läst(källa, sökväg, regler.för(sökväg)) if AVTRYCKETS_NYCKEL in källa else None
        if isinstance(modell, (Plandokument, Uppföljningsdokument)):
            yield Beslutat(rev.kort, sökväg, rev.ändrade[sökväg], modell, bortvalt=True)


def _är_samma(källa: bytes, nu: Plandokument | Uppföljningsdokument) -> bool:
    """Om texten är planen med samma id; en uppföljning känns igen på sin plats."""
    return isinstance(nu, Uppföljningsdokument) or _plan_id(källa) == nu.plan.id


def _plats(f: git.Förråd, fil: Path) -> str:
    return fil.resolve().relative_to(f.rot.resolve()).as_posix()


def läs_plan(post: Planpost, arkiv: Arkiv) -> Plandokument | None:
    """Planen så som den står i filen nu. None när den inte går att läsa i sin helhet."""
    dokument = arkiv.dokument(post.fil).dokument
    return dokument.modell if dokument and dokument.helt else None


def _ur_git(idn: Sequence[str], poster: Sequence[Planpost], arkiv: Arkiv, alla: Lydelser) -> dict[str, Planhistoria]:
    """Planens id → dess lydelser i git. Säger i `alla` vad som inte syns, och varför."""
    if arkiv.källa.förråd(poster[-1].fil.parent) is None:
        alla.besked.append(_UTAN_GIT)
        return {}
    try:
        f = git.förråd(poster[-1].fil.resolve().parent)
        revisioner = _revisionerna(f, poster[-1])
        regler: dict[str, dict[str, Dokument[Kommundokument]]] = {}
        funna = list(_dokument_i(f, revisioner, idn, regler))
        är_grund = git.är_grund(f)
    except git.IngetFörråd:
        alla.besked.append(_UTAN_GIT)
        return {}
    except git.Gitfel as fel:
        alla.olästa.append(f"Historien i git kunde inte läsas. {fel}")
        alla.besked.append(_UTAN_GIT)
        return {}
    if not funna:
        alla.besked.append(_UTAN_GIT)
    if är_grund:
        alla.besked.append(_GRUND)
    alla.besked.extend(_med_fel(funna))
    historier: dict[str, Planhistoria] = {}
    for ett in funna:
        _lägg_till(ett, historier.setdefault(ett.id, Planhistoria([], [], [])))
    for post in poster:
        if post.id in historier:
            historier[post.id].husregler.extend(_gällande_regler(revisioner, regler, Path(_plats(f, post.fil))))
    return historier


def _med_fel(funna: Sequence[_Fynd]) -> Iterator[str]:
    """Vilka revisioner som inte gick att läsa."""
    for vad in ("planen", "en uppföljning"):
        if olästa := list(dict.fromkeys(ett.revision.kort for ett in funna if ett.modell is None and ett.vad == vad)):
            yield f"{antal(len(olästa), 'revision', 'revisioner')} har fel i {vad} och är inte med: {räkna_upp(olästa)}."


def _revisionerna(f: git.Förråd, post: Planpost) -> list[git.Revision]:
    """Revisionerna som ändrar planerna, eller någon YAML-fil i mapparna ovanför: där kan husreglerna ligga."""
    mapp = _mappen(f, post.fil)
    ovanför = tuple("" if m == Path() else f"{m.as_posix()}/" for m in Path(mapp).parents) if mapp != "." else ()
    return git.revisioner(f, mapp, också=[f"{m}*.y*ml" for m in ovanför])


def _gällande_regler(
    revisioner: Sequence[git.Revision], regler: Mapping[str, Mapping[str, Dokument[Kommundokument]]], plan: Path
) -> Iterator[Regellydelse]:
    """Husreglerna närmast planen, varje gång de blir andra. `regler` är commit → fil → husregler."""
    nu: dict[Path, Dokument[Kommundokument]] = {}
    förut: Dokument[Kommundokument] | None = None
    for nr, rev in enumerate(revisioner):
        for sökväg, id_ in rev.ändrade.items():
            if not id_:
                nu.pop(Path(sökväg), None)
        nu |= {Path(sökväg): dokument for sökväg, dokument in regler.get(rev.commit, {}).items()}
        gäller = next((nu[fil] for mapp in plan.parents for fil in sorted(nu) if fil.parent == mapp), None)
        if nr == 0 or (gäller.modell if gäller else None) != (förut.modell if förut else None):
            yield Regellydelse(gäller, rev.kort, rev.datum, rev.vem)
        förut = gäller


def _lägg_till(ett: _Fynd, historia: Planhistoria) -> None:
    """Lydelsen, när den är en annan än den förra."""
    var = ett.revision.kort, ett.revision.datum, ett.revision.vem
    lydelser = historia.lydelser
    if isinstance(ett.modell, Plandokument) and (not lydelser or lydelser[-1].plan != ett.modell):
        lydelser.append(Lydelse(ett.modell, *var))
    elif isinstance(ett.modell, Uppföljningsdokument):
        historia.rapporter.append(Rapportlydelse(ett.modell, *var))


def _mappen(f: git.Förråd, fil: Path) -> str:
    """Mappen med alla planer, från förrådets rot: den som heter planer, annars hela förrådet."""
    planmapp = planmappen(fil.resolve().relative_to(f.rot.resolve()).parents)
    return planmapp.as_posix() if planmapp else "."


def _dokument_i(
    f: git.Förråd,
    revisioner: Sequence[git.Revision],
    idn: Sequence[str],
    regler: dict[str, dict[str, Dokument[Kommundokument]]],
) -> Iterator[_Fynd]:
    """Planerna med de id:na och deras uppföljningar, revision för revision. Husreglerna läggs i `regler`."""
    from planverktyg.arkiv.syntax import läs_huvud

    gällande = _Husregler()
    kända: dict[str, str] = {}  # filen är densamma, också i en revision där den är trasig
    rapporter: dict[str, str] = {}
    for rev, sökväg, källa in _texter(f, revisioner):
        husregler = gällande.se(rev, sökväg, källa)
        slag, huvud = läs_huvud(källa) or ("", {})
        eget = str(huvud.get("id")) if slag == "plan" else ""
        plan_id = kända[sökväg] = eget or kända.get(sökväg, "")
        if plan_id in idn:
            modell = _läst(källa, sökväg, gällande.för(sökväg))
            yield _Fynd(plan_id, rev, modell if isinstance(modell, Plandokument) else None)
            continue
        if husregler is not None and not plan_id:
            regler.setdefault(rev.commit, {})[sökväg] = husregler
            continue
        om = str(huvud.get("plan")) if not plan_id and slag == "uppföljning" else ""
        plan = rapporter[sökväg] = om or ("" if slag else rapporter.get(sökväg, ""))
        if plan in idn:
            modell = _läst(källa, sökväg, gällande.för(sökväg))
            yield _Fynd(plan, rev, modell if isinstance(modell, Uppföljningsdokument) else None, "en uppföljning")


def _texter(
    f: git.Förråd, revisioner: Iterable[git.Revision], utom: frozenset[str] = frozenset()
) -> Iterator[tuple[git.Revision, str, bytes]]:
    """Varje ändrad fil i varje revision, och dess byte. Läses några i taget; innehåll med id:n i `utom` lämnas som tomt.

    I en revision kommer husreglerna före det som de gäller för.
    """
    ändringar = (
        (rev, sökväg, id_)
        for rev in revisioner
        for sökväg, id_ in sorted(rev.ändrade.items(), key=_uppifrån)
        if _kan_läsas(sökväg, id_)
    )
    while delen := list(islice(ändringar, _I_TAGET)):
        # Samma sökväg kan stå flera gånger, i olika revisioner; numret skiljer dem åt.
        innehåll = {f"{nr} {sökväg}": id_ for nr, (_, sökväg, id_) in enumerate(delen) if id_ not in utom}
        lästa = git.läs(f, innehåll)
        for nr, (rev, sökväg, _) in enumerate(delen):
            yield rev, sökväg, lästa.get(f"{nr} {sökväg}", b"")


def _uppifrån(ändring: tuple[str, str]) -> tuple[int, bool, str]:
    """Husregler gäller nedåt, och heter nästan alltid kommun.yaml."""
    sökväg = ändring[0]
    return sökväg.count("/"), not sökväg.rpartition("/")[2].startswith("kommun"), sökväg


def _kan_läsas(sökväg: str, id_: str) -> bool:
    """Om filen läses också på disken: ett namn med tecken som inte syns är ett fynd där, och ingen plan."""
    return bool(id_) and sökväg.endswith(ÄNDELSER) and not osynligt_i(sökväg)


def _plan_id(källa: bytes) -> str:
    from planverktyg.arkiv.syntax import läs_huvud

    huvud = läs_huvud(källa)
    return str(huvud[1].get("id")) if huvud and huvud[0] == "plan" else ""


def _läst(källa: bytes, sökväg: str, husregler: Husregler | None) -> Any:
    """Modellen, när filen gick att läsa i sin helhet."""
    dokument = _dokumentet(källa, sökväg, husregler)
    return dokument.modell if dokument is not None else None


def _dokumentet(källa: bytes, sökväg: str, husregler: Husregler | None = None) -> Dokument[Any] | None:
    from planverktyg.arkiv.laddning import ladda
    from planverktyg.arkiv.syntax import läs

    träd, fel = läs(källa, sökväg)
    dokument = ladda(träd, husregler)[0] if träd is not None and not fel else None
    return dokument if dokument is not None and dokument.helt else None


class _Husregler:
    """Husreglerna så som de står i den revision som läses, medan filerna gås igenom den äldsta revisionen först.

    Kommunens egna perioder och statusord avgör om en plan går att läsa, och vad en tid i den betyder.
    """

    def __init__(self) -> None:
        self._i: dict[str, dict[str, Dokument[Kommundokument]]] = {}
        self._revision = ""

    def se(self, rev: git.Revision, sökväg: str, källa: bytes) -> Dokument[Kommundokument] | None:
        """Tar emot nästa fil. Lämnar husreglerna när filen är det."""
        if rev.commit != self._revision:
            self._revision = rev.commit
            for ändrad in rev.ändrade:
                self._i.get(_mappnamn(ändrad), {}).pop(ändrad, None)
        if not NÄMNER_KOMMUN.search(källa):
            return None
        dokument = _dokumentet(källa, sökväg)
        if dokument is None or not isinstance(dokument.modell, Kommundokument):
            return None
        self._i.setdefault(_mappnamn(sökväg), {})[sökväg] = dokument
        return dokument

    def för(self, sökväg: str) -> Husregler | None:
        """Husreglerna i den närmaste mappen ovanför filen."""
        mapp = _mappnamn(sökväg)
        while True:
            if egna := self._i.get(mapp):
                return egna[min(egna)].modell
            if not mapp:
                return None
            mapp = _mappnamn(mapp)


def _mappnamn(sökväg: str) -> str:
    return sökväg.rpartition("/")[0]
