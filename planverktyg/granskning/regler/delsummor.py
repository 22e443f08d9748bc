"""Regler för delar som inte säger att de är delar: poster, områden i områden, och kolumner som ser räknade ut."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING, Any, NamedTuple

from planverktyg.granskning.regel import aktregel, räkna_upp_några, träff
from planverktyg.modell.ekonomi import KRONOR, skriv_kronor
from planverktyg.modell.grund.fynd import Allvar
from planverktyg.modell.grund.svenska import skriv_tal
from planverktyg.uppfyllelse.pengar.arsbudget import KOMMUNBIDRAG, budgetår
from planverktyg.uppfyllelse.pengar.rakning import Summa, lägg_ihop, summera
from planverktyg.uppfyllelse.pengar.tecken import slag_av

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from planverktyg.arkiv.laddning import Dokument
    from planverktyg.granskning.regel import Träff
    from planverktyg.granskning.vandring import Avstämning, Vandring
    from planverktyg.modell.ekonomi import Ekonomitabell
    from planverktyg.modell.grund.plats import Rutt
    from planverktyg.uppfyllelse.pengar.arsbudget import Årsbudget
    from planverktyg.uppfyllelse.pengar.lage import Post, Siffror

_KOLUMNER = ("årsbudget", "budget", "utfall", "prognos")


@aktregel("EKO818", "delarna blir inte området", Allvar.VARNING, kräver_helhet=True)
def delar_blir_inte_området(vandring: Vandring) -> Iterator[Träff]:
    """Ett områdes poster, eller områdena som ingår i det, blir områdets belopp i en kolumn men inte i en annan.

    Stämmer de i en kolumn är de hela området, och ska stämma i alla. Delarna kan inte heller vara mer än helheten när alla är
    kostnader. Poster som bara är ett urval prövas inte. I planen jämförs budgeten år för år.

    Fel:
        # 2020-08-31.yaml
        ekonomi:
          vo3:
            årsbudget: 234133
            prognos: 240900
            poster:
              - {namn: Barn, budget: 134133, prognos: 150900}
              - {namn: Vuxna, budget: 100000, prognos: 100000}

    Rätt:
        # 2020-08-31.yaml
        ekonomi:
          vo3:
            årsbudget: 234133
            prognos: 240900
            poster:
              - {namn: Barn, budget: 134133, prognos: 140900}
              - {namn: Vuxna, budget: 100000, prognos: 100000}
    """
    yield from _planens_delar(vandring)
    for avstämning, siffror in _siffror(vandring):
        ingår = {vo.id: vo.ingår_i for vo in vandring.plan.verksamhetsområden}
        for post in siffror.poster:
            if post.id not in avstämning.modell.ekonomi:
                continue
            delområden = [p for p in siffror.poster if ingår.get(p.id) == post.id]
            slagen = {slag_av(p) for p in avstämning.modell.ekonomi[post.id].poster}
            poster = () if slagen == {"kostnader", "intäkter"} else post.poster  # dem prövar EKO801
            for vad, delar in (("posterna", poster), ("områdena i det", delområden)):
                for kolumn, summa in _stämmer_inte(_kolumnernas_summor(post, delar)):
                    text = (
                        f"{kolumn.capitalize()} för {post.id} är {skriv_kronor(summa.angiven)}, "
                        f"men {vad} blir {skriv_kronor(summa.beräknad)}."
                    )
                    rutt = ("ekonomi", post.id)
                    yield träff(avstämning.dokument, rutt, text, "Kontrollera beloppen mot källan.", på_nyckeln=True)


def _planens_delar(vandring: Vandring) -> Iterator[Träff]:
    """Områdenas budget i planen mot budgeten för området som de ingår i, år för år."""
    plan = vandring.plan
    åren = {int(år) for bidrag in plan.ekonomi.kommunbidrag for år in bidrag.belopp}
    åren |= {budgetår(tabell, plan.plan.år) for tabell in plan.ekonomi.driftbudget}
    delarna_i: dict[str, list[str]] = {}
    for vo in plan.verksamhetsområden:
        if vo.ingår_i is not None:
            delarna_i.setdefault(vo.ingår_i, []).append(vo.id)
    for helhet in plan.verksamhetsområden:
        delar = delarna_i.get(helhet.id, [])
        if len(delar) < 2:
            continue
        summor: dict[str, Summa] = {}
        for år in sorted(åren):
            budgetar = [budget for id_ in (helhet.id, *delar) for budget in vandring.budgetar(id_, år)[:1]]
            if len(budgetar) == 1 + len(delar):
                hela, *delarnas = (budget.kronor for budget in budgetar)
                summor[str(år)] = summera(hela, delarnas)
        for ett, summa in _stämmer_inte(summor):
            budget = vandring.budgetar(helhet.id, int(ett))[0]
            text = (
                f"Budgeten {ett} för {helhet.id} är {skriv_kronor(summa.angiven)}, "
                f"men områdena i det blir {skriv_kronor(summa.beräknad)}."
            )
            yield träff(vandring.dokument, _står(budget, ett, vandring), text, "Kontrollera beloppen mot källan.")


def _står(budget: Årsbudget, år: str, vandring: Vandring) -> Rutt:
    """Var i planen budgeten för ett år står: beloppet i kommunbidraget, eller driftbudgetens tabell."""
    tabeller = getattr(vandring.plan.ekonomi, budget.källa)
    nr = next(nr for nr, tabell in enumerate(tabeller) if tabell.id == budget.tabeller[0])
    return ("ekonomi", budget.källa, nr, *(("belopp", år) if budget.källa == KOMMUNBIDRAG else ("id",)))


def _siffror(vandring: Vandring) -> Iterator[tuple[Avstämning, Siffror]]:
    for avstämning in vandring.avstämningar:
        if avstämning.siffror is not None:
            yield avstämning, avstämning.siffror


def _kolumnernas_summor(helhet: Post, delar: Sequence[Post]) -> dict[str, Summa]:
    if len(delar) < 2:
        return {}
    summor: dict[str, Summa] = {}
    for kolumn in _KOLUMNER:
        angiven, termer = getattr(helhet, kolumn), [getattr(d, kolumn) for d in delar]
        if angiven is not None and None not in termer:
            summor[kolumn] = summera(angiven, termer)
    if summor.get("årsbudget") == summor.get("budget"):  # vid årets slut är de samma
        summor.pop("årsbudget", None)
    return summor


def _stämmer_inte(summor: Mapping[str, Summa]) -> Iterator[tuple[str, Summa]]:
    """De av summorna där delarna inte blir helheten, när de blir det i någon annan eller är mer än den."""
    är_allt = any(s.stämmer and s.angiven for s in summor.values())
    for kolumn, summa in summor.items():
        är_kostnader = min((summa.angiven, *summa.termer)) >= 0
        if not summa.stämmer and (är_allt or (är_kostnader and summa.beräknad > summa.angiven)):
            yield kolumn, summa


@aktregel("EKO819", "ett område räknas två gånger", Allvar.VARNING, kräver_helhet=True)
def räknas_två_gånger(vandring: Vandring) -> Iterator[Träff]:
    """Ett verksamhetsområde är precis summan av de andra, men planen säger inte att de ingår i det.

    Då räknas varje krona två gånger i rapportens summa. Delarna skrivs med `ingår i` och helhetens id.

    Fel:
        # plan.yaml
        verksamhetsområden: [{id: totalt, namn: Nämnden}, {id: vo3, namn: Barn}, {id: vo8, namn: Arbete}]
        # 2020-08-31.yaml
        ekonomi:
          totalt: {årsbudget: 300, prognos: 310}
          vo3: {årsbudget: 200, prognos: 205}
          vo8: {årsbudget: 100, prognos: 105}

    Rätt:
        # plan.yaml
        verksamhetsområden:
          - {id: totalt, namn: Nämnden}
          - {id: vo3, namn: Barn, ingår i: totalt}
          - {id: vo8, namn: Arbete, ingår i: totalt}
        # 2020-08-31.yaml
        ekonomi:
          totalt: {årsbudget: 300, prognos: 310}
          vo3: {årsbudget: 200, prognos: 205}
          vo8: {årsbudget: 100, prognos: 105}
    """
    for avstämning, siffror in _siffror(vandring):
        räknade = [p for p in siffror.poster if p.id in siffror.i_summan]
        for post in räknade:
            andra = [p for p in räknade if p is not post]
            if len(andra) > 1 and _är_summan(post, andra):
                text = f"{post.namn} är summan av {räkna_upp_några([p.namn for p in andra])}, och räknas två gånger."
                råd = f"Skriv ingår i: {post.id} på de områden i planen som är delar av det."
                rutt: Rutt = ("ekonomi", post.id) if post.id in avstämning.modell.ekonomi else ("uppföljning",)
                yield träff(avstämning.dokument, rutt, text, råd, på_nyckeln=True)
                break


def _är_summan(helhet: Post, delar: Sequence[Post]) -> bool:
    """Om helheten är summan av delarna i minst två kolumner, och i alla där beloppen finns."""
    kända = [
        summera(getattr(helhet, k), [getattr(d, k) for d in delar])
        for k in ("årsbudget", "utfall", "prognos")
        if all(getattr(p, k) is not None for p in (helhet, *delar))
    ]
    return len([s for s in kända if s.angiven]) > 1 and all(s.stämmer for s in kända)


# --- Kolumner ---------------------------------------------------------------------------------------

_SKILLNADER = ("avvikelse", "differens", "skillnad", "förändring")
_SUMMOR = ("summa", "totalt", "netto", "nettokostnad", "resultat")


class _Kolumn(NamedTuple):
    """En kolumn som heter som om den vore räknad, men inte säger hur."""

    dokument: Dokument[Any]
    rutt: Rutt
    tabell: Ekonomitabell
    nr: int

    @property
    def namn(self) -> str:
        return self.tabell.kolumner[self.nr].namn

    def räkningar(self) -> Iterator[tuple[str, list[tuple[int, int]]]]:
        """De räkningar som kolumnen kan vara: skillnaden mellan två, eller summan av de före."""
        namn = [k.id or k.namn for k in self.tabell.kolumner]
        andra = [n for n in range(len(namn)) if n != self.nr]
        if _börjar(self.namn, _SKILLNADER):
            for a, b in permutations(andra, 2):
                yield f"{namn[a]} - {namn[b]}", [(1, a), (-1, b)]
        före = [n for n in andra if n < self.nr]
        if _börjar(self.namn, _SUMMOR) and len(före) > 1:
            yield " + ".join(namn[n] for n in före), [(1, n) for n in före]
            yield " - ".join(namn[n] for n in före), [(1 if n == före[0] else -1, n) for n in före]

    def utfall(self, led: list[tuple[int, int]]) -> Iterator[tuple[int, Summa]]:
        """Rad för rad: det som står mot det som räkningen ger, där alla tal finns."""
        for radnr, rad in enumerate(self.tabell.rader):
            celler = [rad.värden[n] for n in (self.nr, *(n for _, n in led))]
            if all(len(c) == 1 for c in celler):
                termer = tuple(tecken * rad.värden[n][0] for tecken, n in led)
                yield radnr, Summa(celler[0][0], lägg_ihop(termer), termer)


def _börjar(namn: str, orden: tuple[str, ...]) -> bool:
    return namn.casefold().split()[0].rstrip(",:.") in orden


def _obesvarade(vandring: Vandring) -> Iterator[_Kolumn]:
    for dokument, tabeller, under in _tabeller(vandring):
        for i, tabell in enumerate(tabeller):
            for k, kolumn in enumerate(tabell.kolumner):
                egen_enhet = kolumn.enhet is not None and kolumn.enhet not in KRONOR
                är_räknad = _börjar(kolumn.namn, _SKILLNADER) or _börjar(kolumn.namn, _SUMMOR)
                if kolumn.räknas is None and är_räknad and not egen_enhet and "%" not in kolumn.namn:
                    yield _Kolumn(dokument, (*under, i), tabell, k)


def _tabeller(vandring: Vandring) -> Iterator[tuple[Dokument[Any], Sequence[Ekonomitabell], Rutt]]:
    yield vandring.dokument, vandring.plan.ekonomi.tabeller, ("ekonomi", "tabeller")
    for avstämning in vandring.avstämningar:
        yield avstämning.dokument, avstämning.modell.tabeller, avstämning.tabellrutt


def _bästa(kolumn: _Kolumn) -> tuple[str, list[tuple[int, Summa]]] | None:
    """Räkningen som stämmer på flest rader, med utfallet rad för rad."""
    möjliga = [(text, list(kolumn.utfall(led))) for text, led in kolumn.räkningar()]
    prövade = [(text, utfall) for text, utfall in möjliga if utfall]
    return max(prövade, key=lambda m: sum(s.stämmer for _, s in m[1])) if prövade else None


@aktregel("EKO820", "kolumnen säger inte hur den räknas", Allvar.NOTIS, kräver_helhet=True)
def oräknad_kolumn(vandring: Vandring) -> Iterator[Träff]:
    """En kolumn som heter Avvikelse, Förändring eller Summa stämmer med de andra, men inget säger hur den räknas.

    Med `räknas` kontrolleras den också när beloppen ändras.

    Fel:
        ekonomi:
          tabeller:
            - id: resultat
              enhet: mnkr
              kolumner: [Budget, Utfall, Avvikelse]
              rader: [{namn: Kostnader, värden: [563, 316, 247]}]

    Rätt:
        ekonomi:
          tabeller:
            - id: resultat
              enhet: mnkr
              kolumner: [Budget, Utfall, {namn: Avvikelse, räknas: Budget - Utfall}]
              rader: [{namn: Kostnader, värden: [563, 316, 247]}]
    """
    for kolumn in _obesvarade(vandring):
        bästa = _bästa(kolumn)
        if bästa and all(s.stämmer for _, s in bästa[1]):
            text = f"Kolumnen {kolumn.namn} säger inte hur den räknas, och kontrolleras därför inte."
            råd = f"Skriv {{namn: {kolumn.namn}, räknas: {bästa[0]}}}."
            yield träff(kolumn.dokument, (*kolumn.rutt, "kolumner", kolumn.nr), text, råd)


@aktregel("EKO821", "kolumnen stämmer inte med de andra", Allvar.VARNING, kräver_helhet=True)
def felräknad_kolumn(vandring: Vandring) -> Iterator[Träff]:
    """En kolumn som heter Avvikelse, Förändring eller Summa går inte att räkna fram ur de andra på varje rad.

    Antingen är ett belopp fel, eller så räknas kolumnen på ett annat sätt: då sägs det med `räknas`.

    Fel:
        ekonomi:
          tabeller:
            - id: resultat
              enhet: mnkr
              kolumner: [Budget, Utfall, Avvikelse]
              rader: [{namn: Kostnader, värden: [563, 316, 999]}]

    Rätt:
        ekonomi:
          tabeller:
            - id: resultat
              enhet: mnkr
              kolumner: [Budget, Utfall, {namn: Avvikelse, räknas: Budget - Utfall}]
              rader: [{namn: Kostnader, värden: [563, 316, 247]}]
    """
    for kolumn in _obesvarade(vandring):
        bästa = _bästa(kolumn)
        fel = [(nr, s) for nr, s in bästa[1] if not s.stämmer] if bästa else []
        if bästa and fel:
            nr, summa = fel[0]
            fler = f" Det gäller {len(fel)} av {len(bästa[1])} rader." if len(fel) > 1 else ""
            text = (
                f"{kolumn.tabell.rader[nr].namn}, {kolumn.namn}, är {skriv_tal(summa.angiven)}, "
                f"men {bästa[0]} blir {skriv_tal(summa.beräknad)}.{fler}"
            )
            råd = f"Kontrollera beloppen, eller säg hur kolumnen räknas: {{namn: {kolumn.namn}, räknas: …}}."
            yield träff(kolumn.dokument, (*kolumn.rutt, "rader", nr, "värden", kolumn.nr), text, råd)
