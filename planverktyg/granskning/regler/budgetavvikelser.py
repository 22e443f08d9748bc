"""Regler för ekonomin i uppföljningen: prognoser som saknas eller inte stämmer med periodens avvikelse."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from planverktyg.granskning.avrundning import kan_vara_samma, noggrannhet
from planverktyg.granskning.regel import aktregel, nämn, träff, träffar_på_väntande
from planverktyg.modell.ekonomi import i_kronor
from planverktyg.modell.grund.fynd import Allvar
from planverktyg.modell.grund.svenska import skriv_tal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planverktyg.granskning.regel import Träff
    from planverktyg.granskning.vandring import Avstämning, Vandring
    from planverktyg.modell.ekonomi import Beloppsenhet, Ekonomiutfall


@aktregel("EKO805", "ekonomisk prognos saknas", Allvar.VARNING, kräver_helhet=True)
def utan_prognos(vandring: Vandring) -> Iterator[Träff]:
    """Uppföljningen har ingen prognos för ett verksamhetsområde som har budget i planen.

    Lagen kräver att delårsrapporten bedömer om den ekonomiska planen för året kommer att hålla. Vid årets slut är det
    utfallet som räknas i stället.

    Fel:
        # 2020-08-31.yaml
        ekonomi: {}

    Rätt:
        # 2020-08-31.yaml
        ekonomi:
          vo3: {budget: 156089, utfall: 161240, prognos: 240900}
    """
    med_budget = {tabell.verksamhetsområde for tabell in vandring.plan.ekonomi.kommunbidrag}
    med_budget |= {tabell.verksamhetsområde for tabell in vandring.plan.ekonomi.driftbudget}
    områden = [område.id for område in vandring.plan.verksamhetsområden if område.id in med_budget]
    for avstämning in vandring.avstämningar:
        vad = "utfall" if avstämning.är_helår else "prognos"
        svar = avstämning.modell.ekonomi
        tysta = [id_ for id_ in områden if id_ not in svar or getattr(svar[id_], vad) is None]
        väntar, utan = avstämning.väntar("ekonomi", tysta)
        råd = f"Skriv budget, utfall{'' if vad == 'utfall' else ' och prognos'} för verksamhetsområdet."
        yield from träffar_på_väntande(avstämning, "ekonomi", väntar, "Verksamhetsområdet", råd)
        if utan:
            yield träff(
                avstämning.dokument,
                avstämning.del_av("ekonomi"),
                f"Helårets {vad} saknas för {nämn(utan, 'verksamhetsområdet', 'verksamhetsområden')}.",
                f"Lägg till {vad} under ekonomi.",
                på_nyckeln=True,
            )


_NOLLPROGNOS_TÅL = Decimal("0.02")


@aktregel("EKO806", "prognosen är budgeten trots avvikelse", Allvar.VARNING)
def nollprognos(vandring: Vandring) -> Iterator[Träff]:
    """Prognosen är precis årets budget, fast utfallet hittills avviker mer än två procent från periodens budget.

    Revisorerna anmärker på prognoser utan avvikelse när ett underskott redan är bokfört.

    Fel:
        # 2020-08-31.yaml
        ekonomi:
          vo3: {budget: 156089, utfall: 161240, årsbudget: 234133, prognos: 234133}

    Rätt:
        # 2020-08-31.yaml
        ekonomi:
          vo3: {budget: 156089, utfall: 161240, årsbudget: 234133, prognos: 240900}
    """
    for avstämning, id_, utfall in _ekonomiutfall(vandring):
        if avstämning.är_helår or utfall.prognos is None or not utfall.budget or utfall.utfall is None:
            continue
        avvikelse = abs(utfall.utfall - utfall.budget) / abs(utfall.budget)
        årsbudget = _årsbudget(utfall) or _planens_budget(vandring, id_, avstämning.per.year)
        if (
            avvikelse > _NOLLPROGNOS_TÅL
            and årsbudget
            and kan_vara_samma(abs(utfall.prognos), utfall.enhet, abs(årsbudget[0]), årsbudget[1])
        ):
            yield träff(
                avstämning.dokument,
                ("ekonomi", id_, "prognos"),
                f"Prognosen är precis årets budget, men utfallet hittills avviker "
                f"{skriv_tal(avvikelse * 100, decimaler=1)}\u00a0% från periodens budget.",
                "Räkna om prognosen. Är den rätt ska en åtgärdsplan säga hur avvikelsen tas igen.",
            )


def _ekonomiutfall(vandring: Vandring) -> Iterator[tuple[Avstämning, str, Ekonomiutfall]]:
    for avstämning in vandring.avstämningar:
        for id_, utfall in avstämning.modell.ekonomi.items():
            yield avstämning, id_, utfall


def _årsbudget(utfall: Ekonomiutfall) -> tuple[Decimal, Beloppsenhet] | None:
    return (utfall.årsbudget, utfall.enhet) if utfall.årsbudget is not None else None


def _planens_budget(vandring: Vandring, område: str, år: int) -> tuple[Decimal, Beloppsenhet] | None:
    """Planens budget för året: driftbudgetens nettokostnad eller kommunbidrag, annars kommunbidragstabellen."""
    ekonomi = vandring.plan.ekonomi
    if år == vandring.plan.plan.år.från:
        rader = [(r, t.enhet) for t in ekonomi.driftbudget if t.verksamhetsområde == område for r in t.rader]
        for slag in ("nettokostnad", "kommunbidrag"):
            for rad, enhet in rader:
                if rad.slag == slag:
                    return rad.budget, enhet
    for bidrag in ekonomi.kommunbidrag:
        if bidrag.verksamhetsområde == område and str(år) in bidrag.belopp:
            return bidrag.belopp[str(år)], bidrag.enhet
    return None


@aktregel("EKO808", "beloppet verkar stå i en annan enhet", Allvar.VARNING)
def annan_enhet(vandring: Vandring) -> Iterator[Träff]:
    """Uppföljningens belopp är ungefär tusen gånger mindre eller större än planens budget.

    Då är beloppet oftast skrivet i mnkr där enheten är tkr, eller tvärtom.

    Fel:
        # 2020-08-31.yaml
        ekonomi:
          vo3: {enhet: tkr, budget: 156.1, utfall: 161.2, prognos: 240.9}

    Rätt:
        # 2020-08-31.yaml
        ekonomi:
          vo3: {enhet: mnkr, budget: 156.1, utfall: 161.2, prognos: 240.9}
    """
    for avstämning, id_, utfall in _ekonomiutfall(vandring):
        planens = _planens_budget(vandring, id_, avstämning.per.year)
        if planens is None or not planens[0]:
            continue
        for namn in ("prognos", "årsbudget", "utfall", "budget"):
            belopp: Decimal | None = getattr(utfall, namn)
            if belopp and _skiljer_tusen(i_kronor(belopp, utfall.enhet), i_kronor(*planens)):
                yield träff(
                    avstämning.dokument,
                    ("ekonomi", id_, namn),
                    f"Beloppet {skriv_tal(belopp)} {utfall.enhet} är långt från planens budget, "
                    f"{skriv_tal(planens[0])} {planens[1]}.",
                    "Kontrollera enhet: tkr är tusen kronor, mnkr är miljoner kronor.",
                )
                break  # ett fynd för tabellen räcker


def _skiljer_tusen(a: Decimal, b: Decimal) -> bool:
    mindre, större = sorted((abs(a), abs(b)))
    return större >= 200 * mindre


@aktregel("EKO812", "angiven avvikelse stämmer inte", Allvar.FEL)
def fel_avvikelse(vandring: Vandring) -> Iterator[Träff]:
    """Avvikelsen som uppföljningen anger för en post är en annan än budget och prognos ger.

    Avvikelsen är negativ vid underskott. Skriver uppföljningen kostnader med minus sägs det med `kostnader: negativa`.
    Avrundning kan förklara en halv enhet för varje belopp.

    Fel:
        # 2020-08-31.yaml
        ekonomi:
          vo3:
            prognos: -51
            kostnader: negativa
            poster: [{namn: Hemlöshet, budget: -40, prognos: -51, avvikelse: 11}]

    Rätt:
        # 2020-08-31.yaml
        ekonomi:
          vo3:
            prognos: -51
            kostnader: negativa
            poster: [{namn: Hemlöshet, budget: -40, prognos: -51, avvikelse: -11}]
    """
    for avstämning, id_, rapport in _ekonomiutfall(vandring):
        for i, post in enumerate(rapport.poster):
            helår = post.utfall if avstämning.är_helår and post.utfall is not None else post.prognos
            räknad = rapport.avvikelse(post.budget, helår)
            if post.avvikelse is not None and abs(post.avvikelse - räknad) > noggrannhet((post.budget, helår)):
                yield träff(
                    avstämning.dokument,
                    ("ekonomi", id_, "poster", i, "avvikelse"),
                    f"Avvikelsen för {post.namn} är angiven till {skriv_tal(post.avvikelse)} {rapport.enhet}, "
                    f"men beloppen ger {skriv_tal(räknad)} {rapport.enhet}.",
                    "Kontrollera beloppen, och kostnader: negativa om kostnader skrivs med minus.",
                )


@aktregel("EKO813", "kostnaden har ett annat tecken än sagt", Allvar.VARNING)
def fel_tecken(vandring: Vandring) -> Iterator[Träff]:
    """Uppföljningens nettokostnader har ett annat tecken än `kostnader` säger, så att avvikelsen blir omvänd.

    Skriver källan kostnader med minus ska det stå `kostnader: negativa`.

    Fel:
        # 2020-08-31.yaml
        ekonomi:
          vo3: {budget: -156089, utfall: -161240, prognos: -240900}

    Rätt:
        # 2020-08-31.yaml
        ekonomi:
          vo3: {kostnader: negativa, budget: -156089, utfall: -161240, prognos: -240900}
    """
    for avstämning, id_, rapport in _ekonomiutfall(vandring):
        belopp = {n: getattr(rapport, n) for n in ("årsbudget", "budget", "utfall", "prognos")}
        skrivna = {namn: b for namn, b in belopp.items() if b}
        negativa = rapport.kostnader == "negativa"
        if skrivna and all((b < 0) is not negativa for b in skrivna.values()):
            tecken = "utan minus, men kostnader: negativa säger att de har det" if negativa else "med minus"
            yield träff(
                avstämning.dokument,
                ("ekonomi", id_, next(iter(skrivna))),
                f"Alla belopp för {id_} står {tecken}.",
                "Ta bort kostnader: negativa."
                if negativa
                else "Lägg till kostnader: negativa, eller ta bort minustecknen.",
            )
