"""Vilka planer och vilken uppföljning ett kommando gäller: år, plan-id eller sökväg in, akter ut.

Det som hoppades över sägs, med skälet, så att en rapport aldrig tyst blir ofullständig.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, overload
from unicodedata import normalize

from planverktyg.arkiv import filer
from planverktyg.arkiv.urval.perioder import välj_uppföljning
from planverktyg.modell.grund.svenska import menade_du, ordningsnyckel, räkna_upp

if TYPE_CHECKING:
    from collections.abc import Callable

    from planverktyg.arkiv.akt import Akt, Arkiv, Mapp, Planpost
    from planverktyg.arkiv.laddning import Dokument
    from planverktyg.modell.grund.fynd import Fynd
    from planverktyg.modell.rapportering import Uppföljningsdokument

PLANMAPP = Path(filer.PLANMAPP)
"""Mappen som kommandona läser när ingen annan nämns."""
INGA_PLANER = (
    f"Här finns inga planer. Stå i mappen ovanför {PLANMAPP}/, ange en sökväg, eller börja med plan ny kommun."
)
"""Beskedet när det inte finns något att arbeta med."""


def planernas_mapp(arkiv: Arkiv | None = None) -> Path:
    """Mappen `planer/` där användaren står. Finns den inte, men en plan ligger just här, gäller den här mappen."""
    return Path() if not PLANMAPP.is_dir() and (arkiv or _arbetsmappen()).har_plan(Path()) else PLANMAPP


def _arbetsmappen() -> Arkiv:
    from planverktyg.arkiv.akt import Arkiv  # läses in först när något ska väljas: hjälpen behöver inte modellen

    return Arkiv()


class Urvalsfel(Exception):
    """Inget går att välja. `slutkod` är 2 när inget passar, 1 när den valda planen har fel som måste rättas."""

    def __init__(self, text: str, *, slutkod: int = 2, fynd: Sequence[Fynd] = ()) -> None:
        super().__init__(text)
        self.text = text
        self.slutkod = slutkod
        self.fynd = tuple(fynd)


class Val(NamedTuple):
    """En vald akt, och den uppföljning som kommandot gäller."""

    akt: Akt
    uppföljning: Dokument[Uppföljningsdokument] | None
    mapp: Mapp | None = None
    """Mappen som akten lästes ur."""
    är_utpekad: bool = False
    """Om användaren har sagt vilken uppföljning det är, med dess period eller dess fil."""


class Valda(Sequence[Val]):
    """De valda akterna, lästa när de behövs: bara den senaste hålls i minnet, hur många de än är."""

    def __init__(self, poster: Sequence[Planpost], läs: Callable[[Planpost], Val], sist: Val) -> None:
        self._poster = poster
        self._läs = läs
        self._senast = len(poster) - 1, sist

    def som(self, gör: Callable[[Val], Val]) -> Valda:
        """Samma val, vart och ett ändrat på samma sätt."""
        return Valda(self._poster, lambda post: gör(self._läs(post)), gör(self._senast[1]))

    def __len__(self) -> int:
        return len(self._poster)

    @overload
    def __getitem__(self, plats: int) -> Val: ...
    @overload
    def __getitem__(self, plats: slice) -> list[Val]: ...
    def __getitem__(self, plats: int | slice) -> Val | list[Val]:
        if isinstance(plats, slice):
            return [self[n] for n in range(*plats.indices(len(self)))]
        nummer = range(len(self))[plats]
        if self._senast[0] != nummer:
            self._senast = nummer, self._läs(self._poster[nummer])
        return self._senast[1]


class Urval(NamedTuple):
    """De valda akterna, och vad användaren bör få veta om valet."""

    valda: Valda
    upplysningar: tuple[str, ...]


def period_ur(delår: int | None, period: str | None) -> str | None:
    """Periodens namn ur flaggorna: `--delår 2` är `delår 2`. Båda på en gång är ett fel."""
    if delår is not None and period is not None:
        raise Urvalsfel("Ange --delår eller --period, inte båda.")
    return f"delår {delår}" if delår is not None else period


def välj(
    vad: str, *, enhet: str | None, period: str | None, kräv_uppföljning: bool, arkiv: Arkiv | None = None
) -> Urval:
    """Akterna som `vad` pekar ut (år, plan-id eller sökväg), med uppföljningen för perioden. `arkiv` utelämnat: som det är nu.

    Utan period tas den senaste uppföljningen, dock ingen senare än året när `vad` är ett år. Är `vad` en uppföljnings fil
    tas den. Reser `Urvalsfel` när inget passar.
    """
    arkiv = arkiv or _arbetsmappen()
    rot, poster = _poster(vad, arkiv)
    upplysningar: list[str] = []
    if enhet is not None:
        poster, delade = _av_enhet(poster, enhet, vad, arkiv)
        upplysningar += delade
    _kräv_olika(poster, arkiv)

    def läs(post: Planpost) -> tuple[Val, str]:
        mapp, akt = _läs_akt(post, rot, arkiv)
        är_uppföljning = Path(vad).is_file() and Path(vad) != post.fil
        uppföljning, upplysning = (
            _filens(akt, vad, period, arkiv)
            if är_uppföljning
            else välj_uppföljning(akt, period, int(vad) if är_år(vad) else None)
        )
        return Val(akt, uppföljning, mapp, är_utpekad=är_uppföljning or period is not None), upplysning

    valda: list[Planpost] = []
    sist: Val | None = None
    for post in poster:
        val, upplysning = läs(post)
        if upplysning:
            upplysningar.append(upplysning)
        if val.uppföljning is not None or not (kräv_uppföljning or period):
            valda.append(post)
            sist = val
    if sist is None:
        raise Urvalsfel(upplysningar[0] if len(upplysningar) == 1 else "\n".join(upplysningar))
    return Urval(Valda(valda, lambda post: läs(post)[0], sist), tuple(upplysningar))


def _filens(akt: Akt, vad: str, period: str | None, arkiv: Arkiv) -> tuple[Dokument[Uppföljningsdokument], str]:
    """Uppföljningen som står i filen, och inget att säga om valet."""
    if period is not None:
        raise Urvalsfel(f"{vad} är en uppföljning, och säger själv sin period. Ange filen eller perioden, inte båda.")
    return next(u for u in akt.uppföljningar if u.fil == arkiv.källa.visa(Path(vad))), ""


def är_år(vad: str) -> bool:
    """Om det som pekas ut är ett år: fyra siffror."""
    return len(vad) == 4 and vad.isascii() and vad.isdigit()


def _poster(vad: str, arkiv: Arkiv) -> tuple[Path, list[Planpost]]:
    if not vad.strip():
        raise Urvalsfel("VAD är tomt. Ange ett år, ett plan-id eller en sökväg: 2020, asn-2020.")
    sökväg = Path(vad)
    if not är_år(vad) and sökväg.exists():
        rot = sökväg if sökväg.is_dir() else sökväg.parent
        alla = list(arkiv.planer(rot))
        poster = [p for p in alla if sökväg.is_dir() or p.fil == sökväg] or _uppföljningens(sökväg, alla, arkiv)
        if sökväg.is_dir() or not poster:
            kräv_allt_läst(rot, arkiv)
        if poster:
            return rot, poster
        raise Urvalsfel(f"I {vad} finns ingen plan" + (" och ingen uppföljning." if sökväg.is_file() else "."))
    rot = planernas_mapp(arkiv)
    if not rot.is_dir():
        raise Urvalsfel(INGA_PLANER)
    if not är_år(vad) and (poster := [p for p in arkiv.planer(rot, vad) if p.id == vad]):
        return rot, poster
    alla = list(arkiv.planer(rot))
    kräv_allt_läst(rot, arkiv)
    if är_år(vad):
        poster = [p for p in alla if p.från <= int(vad) <= p.till]
        if not poster:
            år = sorted({str(p.från) if p.från == p.till else f"{p.från}–{p.till}" for p in alla})
            raise Urvalsfel(f"Ingen plan gäller {vad}. Det finns planer för {räkna_upp(år) or 'inga år'}.")
        return rot, poster
    raise Urvalsfel(_okänd_plan(vad, [p.id for p in alla]))


def _kräv_olika(poster: Sequence[Planpost], arkiv: Arkiv) -> None:
    """Reser `Urvalsfel` när två av planerna har samma id: deras rapporter heter lika, och ingen vet vilken som gäller."""
    sedda: dict[str, Planpost] = {}
    for post in poster:
        annan = sedda.setdefault(post.id, post)
        if annan is not post:
            filer = räkna_upp([arkiv.källa.visa(p.fil) for p in (annan, post)])
            text = f"Planen {post.id} står i flera filer: {filer}. Ange en av filerna, eller ge planerna var sitt id."
            raise Urvalsfel(text, slutkod=1)


def kräv_allt_läst(rot: Path, arkiv: Arkiv) -> None:
    """Reser `Urvalsfel` när något under roten kan vara en plan men inte går att läsa: det får inte tyst fattas."""
    filer = (fil for _, mappens in arkiv.källa.mappar(rot) for fil in mappens)
    fynd = [f for fil in filer if not (arkiv.huvud(fil) or ("", {}))[1] for f in arkiv.dokument(fil).fynd]
    if fynd:
        raise Urvalsfel("Allt gick inte att läsa, så en plan kan fattas. Rätta det först:", slutkod=1, fynd=fynd)


def _uppföljningens(fil: Path, poster: Sequence[Planpost], arkiv: Arkiv) -> list[Planpost]:
    """Planen som filen är en uppföljning av, bland planerna i samma mapp."""
    dokument = arkiv.dokument(fil).dokument if fil.is_file() else None
    plan = getattr(getattr(dokument and dokument.modell, "uppföljning", None), "plan", None)
    return [post for post in poster if post.id == plan and post.fil.parent == fil.parent]


def _okänd_plan(vad: str, finns: Sequence[str]) -> str:
    if not finns:
        return f"I {PLANMAPP}/ finns ingen plan."
    menat = menade_du(vad, finns)
    råd = f"Menade du {menat}?" if menat else f"Det finns {räkna_upp(sorted(finns))}."
    return f"Ingen plan heter {vad}, och det är varken ett år eller en sökväg. {råd}"


def _av_enhet(poster: Sequence[Planpost], enhet: str, vad: str, arkiv: Arkiv) -> tuple[list[Planpost], list[str]]:
    """Enhetens planer, och var den delar mål. En enhet utan egen plan får planerna där den delar mål."""
    sökt = enhet.casefold()
    egna = [p for p in poster if sökt in {p.kortnamn.casefold(), p.id.casefold(), p.nämnd.casefold()}]
    delade = [p for p in poster if p not in egna and _delar_mål(p, sökt, arkiv)]
    nämnda = räkna_upp([p.id for p in delade])
    if egna:
        return egna, [f"{enhet} delar också mål i {nämnda}."] if delade else []
    if delade:
        return delade, [f"{enhet} har ingen egen plan för {vad}, men delar mål i {nämnda}."]
    finns = sorted({p.kortnamn or p.nämnd for p in poster}, key=ordningsnyckel)
    menat = menade_du(enhet, finns)
    råd = f"Menade du {menat}?" if menat else f"Det finns {räkna_upp(finns)}."
    raise Urvalsfel(f"Ingen plan för {vad} hör till enheten {enhet}. {råd}")


def _delar_mål(post: Planpost, enhet: str, arkiv: Arkiv) -> bool:
    """Om något mål i planen delas av enheten. Bara planer där ordet `nämnder` står läses i sin helhet."""
    text, _ = arkiv.källa.läs(post.fil)
    if text is None or "nämnder" not in normalize("NFC", text.decode("utf-8", "replace")):
        return False
    dokument = arkiv.dokument(post.fil).dokument
    målen = dokument.modell.alla_mål() if dokument else ()
    return any(enhet == nämnd.casefold() for mål in målen for nämnd in mål.nämnder)


def _läs_akt(post: Planpost, rot: Path, arkiv: Arkiv) -> tuple[Mapp, Akt]:
    """Planens mapp och akt. Fel som gör att delar av planen inte kunde läsas stoppar: en rapport får inte sakna dem."""
    mapp = arkiv.mapp(post.fil.parent, rot)
    fil = arkiv.källa.visa(post.fil)
    akt = next((a for a in mapp.akter if a.plan.fil == fil), None)
    if akt is None or _fel_i(mapp):
        raise Urvalsfel(
            f"{post.namn} ({post.id}) kan inte användas förrän felen är rättade:",
            slutkod=1,
            fynd=_fel_i(mapp),
        )
    return mapp, akt


def _fel_i(mapp: Mapp) -> list[Fynd]:
    from planverktyg.modell.grund.fynd import Allvar, sortera

    return sortera([f for f in (*mapp.husreglernas_fynd, *mapp.fynd) if f.allvar is Allvar.FEL])
