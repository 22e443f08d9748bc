"""Importen av en källa mot planen som är avskriven för hand: hur mycket av varje slag som är lika, och vad som skiljer."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from planverktyg.arkiv.akt import Arkiv
from planverktyg.arkiv.filer import Minne
from planverktyg.blanketter.importera.helhet import ord_i
from planverktyg.blanketter.importera.importen import Kända, Sagt, importera, läs_källtext
from planverktyg.granskning.granskare import granska_mapp

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from planverktyg.modell.grund.fynd import Allvar

PLANER = {
    "000": "tyreso/sn-2012",
    "001": "tyreso/asn-2020",
    "002": "norrkoping/sn-2024",
    "003": "tyreso/asn-atgardsplan-2019",
    "004": "ekero/sn-2018-2022",
}


class Rad(NamedTuple):
    """Ett slag: hur många av facits som importen har rätt, och de som den inte har."""

    slag: str
    rätt: int
    av: int
    missar: tuple[str, ...]
    extra: int = 0


def nyckel(text: str | None) -> str:
    """Texten så som den jämförs: orden, utan skiljetecken och versaler."""
    return " ".join(ord_i(text or ""))


def målen(plan: Any) -> Iterator[tuple[str, str]]:
    """Målets nyckel, och det som ska stämma: nivån och målet ovanför."""

    def gå(målen_: Iterable[Any], ovanför: str) -> Iterator[tuple[str, str]]:
        for ett in målen_:
            yield nyckel(ett.namn), f"{ett.nivå} < {ovanför}"
            yield from gå(ett.mål, nyckel(ett.namn))

    yield from gå(plan.mål, "")


def _värde(utgångsvärde: Any) -> str:
    if utgångsvärde is None:
        return "inget"
    if utgångsvärde.saknas is not None:
        return "saknas"
    return f"{utgångsvärde.värde} avser {utgångsvärde.avser}{' prognos' if utgångsvärde.prognos else ''}"


def _mål(målvärde: Any) -> str:
    skrivet = " ".join(str(målvärde).split())
    return re.sub(r"namn='[^']*'|bedöms='[^']*'|text='[^']*'", "namn", skrivet)


def indikatorerna(plan: Any) -> Iterator[tuple[str, str]]:
    """Indikatorns nyckel, och utgångsvärdet och målvärdet."""
    for mål in plan.alla_mål():
        for ett in mål.indikatorer:
            yield f"{nyckel(mål.namn)} / {nyckel(ett.namn)}", f"{_värde(ett.utgångsvärde)} → {_mål(ett.målvärde)}"


def riskerna(plan: Any) -> Iterator[tuple[str, str]]:
    """Risker, åtgärder och kontroller med sina värden."""
    texter = {r.id: nyckel(r.text) for r in plan.risker}
    for r in plan.risker:
        yield f"risk {nyckel(r.text)}", f"{r.sannolikhet} {r.konsekvens}"
    for å in plan.åtgärder:
        yield f"åtgärd {nyckel(å.text)}", f"{å.start} {å.slut}"
    for k in plan.kontrollmoment:
        yield f"kontroll {nyckel(k.text)}", " ".join(texter[r] for r in k.risker)


def uppdragen(plan: Any) -> Iterator[tuple[str, str]]:
    """Uppdrag med delar, och åtgärdsplanens punkter och åtgärder."""
    for u in plan.alla_uppdrag():
        yield f"uppdrag {nyckel(u.text)}", " ".join(nyckel(d.text) for d in u.delar)
    for p in plan.alla_punkter():
        yield f"punkt {p.nummer} {nyckel(p.namn)}", nyckel(p.målsättning)
        for å in p.åtgärder:
            yield f"åtgärd {nyckel(å.text)}", f"{nyckel(å.ansvarig)} {nyckel(å.tidsplan)}"


def beloppen(plan: Any) -> Iterator[tuple[str, str]]:
    """Varje belopp, med vad det är."""
    for b in plan.ekonomi.kommunbidrag:
        for år, tal in b.belopp.items():
            yield f"bidrag {nyckel(b.rubrik)} {år}", f"{tal} {b.enhet}"
    for d in plan.ekonomi.driftbudget:
        for r in d.rader:
            yield (
                f"drift {nyckel(d.rubrik)} {nyckel(r.namn)}",
                f"{r.föregående} {r.budget} {r.förändring} {d.enhet} {d.jämförelse}",
            )
        for p in (d.brygga.ingående, *d.brygga.poster, d.brygga.utgående) if d.brygga else ():
            yield f"brygga {nyckel(d.rubrik)} {nyckel(p.namn)}", f"{p.belopp}"
    for p in plan.alla_punkter():
        if p.ekonomisk_effekt and p.ekonomisk_effekt.styckpris:
            s = p.ekonomisk_effekt.styckpris
            yield (
                f"effekt {nyckel(p.namn)}",
                f"{s.belopp} {s.från} {s.till} {s.enhet} {s.per} × {p.ekonomisk_effekt.antal}",
            )


def listorna(plan: Any) -> Iterator[tuple[str, str]]:
    """Årshjul och styrdokument."""
    for d in plan.årshjul:
        for p in d.punkter:
            yield f"årshjul {' '.join(d.månader)} {nyckel(p.text)}", nyckel(p.vid_valår)
    for g in plan.styrdokument:
        for d in g.dokument:
            yield (
                f"styrdokument {nyckel(d.namn)}",
                f"{d.antaget} {d.reviderad or d.reviderat} {d.revideras} {d.gäller_från}",
            )


SLAG = {
    "mål (nivå och plats)": målen,
    "indikatorer": indikatorerna,
    "risker, åtgärder, kontroller": riskerna,
    "uppdrag och åtgärdsplan": uppdragen,
    "belopp": beloppen,
    "årshjul och styrdokument": listorna,
}


def jämför(slag: str, facit: Any, importerad: Any) -> Rad:
    """Det i facit som importen har lika. Samma nyckel flera gånger räknas var för sig."""
    väntat, fått = Counter(SLAG[slag](facit)), Counter(SLAG[slag](importerad))
    rätt = väntat & fått
    nycklar: dict[str, list[str]] = {}
    for namn, värde in fått:
        nycklar.setdefault(namn, []).append(värde)
    missar = tuple(
        f"{namn}: {värde} | importen: {nycklar.get(namn, ['finns inte'])}" for namn, värde in (väntat - fått)
    )
    return Rad(slag, rätt.total(), väntat.total(), missar, (fått - väntat).total())


def textens_andel(källa: str, planens: str) -> tuple[int, int, list[str]]:
    """Orden i källans löpande text som står i planen i samma följd, rad för rad; alla; och raderna som inte gör det."""
    planens_ord = f" {' '.join(ord_i(utan_radslut(planens)))} "
    alla = hela = 0
    fattas: list[str] = []
    for rad in källa.split("\n"):
        if "\t" in rad or not (ord_ := ord_i(re.sub(r"<[^>]+>", " ", rad))):
            continue
        alla += len(ord_)
        if f" {' '.join(ord_)} " in planens_ord or all(o in planens_ord.split() for o in ord_ if len(ord_) < 4):
            hela += len(ord_)
            continue
        kvar = list(_otäckta(ord_, planens_ord))
        hela += len(ord_) - len(kvar)
        if kvar:
            fattas.append(f"{' '.join(ord_)[:90]} … saknas: {' '.join(kvar)}")
    return hela, alla, fattas


def _otäckta(ord_: list[str], planens: str) -> Iterator[str]:
    """Orden som inte ingår i någon följd på minst två ord som planen också har."""
    for nr, ett in enumerate(ord_):
        par = [f" {' '.join(ord_[i : i + 2])} " for i in (nr - 1, nr) if 0 <= i < len(ord_) - 1]
        if not any(p in planens for p in par):
            yield ett


def utan_radslut(text: str) -> str:
    """YAML-filens text utan kommentarernas och listornas tecken."""
    return re.sub(r"(?m)^\s*#\s?", " ", text)


def påhittade(importerad: Any, facit: Any, källa: str) -> list[str]:
    """Tal i importens typade delar som inte står i källan, utom de som också den som skrev av planen läste ur ord."""
    källans = set(
        re.findall(r"\d+(?:\.\d+)?", re.sub(r"(?<=\d),(?=\d)", ".", re.sub(r"(?<=\d)[ \u00a0](?=\d{3}\b)", "", källa)))
    )
    källans |= {f"{tal:f}" for _, tal in _talen(facit, "")}
    return [
        f"{var}: {tal}"
        for var, tal in _talen(importerad, "")
        if not ({f"{abs(tal):f}", f"{abs(tal).normalize():f}"} & källans)
    ]


def _talen(del_: Any, var: str) -> Iterator[tuple[str, Decimal]]:
    if isinstance(del_, Decimal):
        yield var, del_
    elif isinstance(del_, tuple):
        for ett in del_:
            yield from _talen(ett, var)
    elif isinstance(del_, dict):
        for namn, ett in del_.items():
            yield from _talen(ett, f"{var}.{namn}")
    elif hasattr(type(del_), "model_fields"):
        for namn in type(del_).model_fields:
            yield from _talen(getattr(del_, namn), f"{getattr(del_, 'id', var)}.{namn}")


class Mätning(NamedTuple):
    """En källa mot sin plan."""

    rader: tuple[Rad, ...]
    fynd: Counter[Allvar]
    frågor: int


def mät_källa(källfil: Path, facit: Path) -> Mätning:
    """Importerar en källa och jämför med planen i facits mapp."""
    källa = källfil.read_text(encoding="utf-8")
    arkiv = Arkiv()
    regelfil = arkiv.husregler(facit)
    assert regelfil is not None
    assert regelfil.dokument is not None
    regler = regelfil.dokument.modell
    kända = Kända(regler.nivåer, tuple(regler.perioder), regler.enheter, regler.indikatorer_kallas or "")
    resultat = importera(läs_källtext(källfil.read_bytes(), källfil.name), Sagt("matt", källfil.name), kända, "#")
    minne = Minne("importen", {"k/kommun.yaml": regelfil.fil.read_bytes(), "k/matt/plan.yaml": resultat.text.encode()})
    läst = Arkiv(minne).mapp(Path("k/matt"))
    importerad = läst.akter[0].plan.modell
    plan = arkiv.mapp(facit).akter[0].plan.modell
    hela, alla, fattas = textens_andel(källa, resultat.text)
    hittade_på = påhittade(importerad, plan, källa)
    rader = (
        Rad("ord i löpande text", hela, alla, tuple(fattas)),
        *(jämför(slag, plan, importerad) for slag in SLAG),
        Rad("påhittade tal", len(hittade_på), 0, tuple(hittade_på)),
    )
    frågor = sum(1 for i in resultat.insikter if i.fråga)
    return Mätning(rader, Counter(f.allvar for f in granska_mapp(läst)), frågor)
