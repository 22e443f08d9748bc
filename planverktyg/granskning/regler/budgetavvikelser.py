"""Regler för ekonomin i uppföljningen: prognoser som saknas eller inte stämmer med periodens avvikelse."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from planverktyg.granskning.regel import aktregel, nämn, träff, träffar_på_väntande
from planverktyg.modell.ekonomi import i_kronor
from planverktyg.modell.grund.fynd import Allvar
from planverktyg.modell.grund.svenska import skriv_tal
from planverktyg.uppfyllelse.pengar.arsbudget import områden_med_budget, planens_budgetar, årsbudgetar
from planverktyg.uppfyllelse.pengar.lage import postens_helår
from planverktyg.uppfyllelse.pengar.rakning import Summa, kan_vara_samma, lägg_ihop
from planverktyg.uppfyllelse.pengar.tecken import beloppens_tecken

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planverktyg.granskning.regel import Träff
    from planverktyg.granskning.vandring import Avstämning, Vandring
    from planverktyg.modell.ekonomi import Beloppsenhet, Ekonomiutfall
    from planverktyg.modell.grund.plats import Rutt
    from planverktyg.modell.plan import Plandokument
    from planverktyg.uppfyllelse.pengar.arsbudget import Årsbudget


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
    for avstämning in vandring.avstämningar:
        vad, år = "utfall" if avstämning.är_helår else "prognos", avstämning.modell.uppföljning.per.year
        områden = [o.id for o in vandring.plan.verksamhetsområden if _har_budget(vandring.plan, o.id, år)]
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
        yield from _poster_utan(avstämning, vad)


def _har_budget(plan: Plandokument, område: str, år: int) -> bool:
    """Om planen har en budget för området, för året eller tidigare: det som börjar senare har inget utfall ännu."""
    if område not in områden_med_budget(plan):
        return False
    senare = any(planens_budgetar(plan, område, å) for å in range(år + 1, plan.plan.år.till + 1))
    return not senare or any(planens_budgetar(plan, område, å) for å in range(plan.plan.år.från, år + 1))


def _poster_utan(avstämning: Avstämning, vad: str) -> Iterator[Träff]:
    for id_, rapport in avstämning.modell.ekonomi.items():
        for i, post in enumerate(rapport.poster):
            if postens_helår(post, helår=avstämning.är_helår) is None and post.saknas is None:
                text = f"Helårets {vad} saknas för posten {post.namn}."
                råd = f"Lägg till {vad}, eller säg varför den fattas: saknas: …"
                yield träff(avstämning.dokument, ("ekonomi", id_, "poster", i), text, råd)


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
        budgetar = årsbudgetar(vandring.budgetar(id_, avstämning.per.year), utfall, helår=False)
        if (
            avvikelse > _NOLLPROGNOS_TÅL
            and budgetar
            and kan_vara_samma(abs(utfall.prognos), utfall.enhet, abs(budgetar[0].belopp), budgetar[0].enhet)
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
        planens = next(iter(vandring.budgetar(id_, avstämning.per.year)), None)
        if planens is None or not planens.kronor:
            continue
        for namn in ("prognos", "årsbudget", "utfall", "budget"):
            belopp: Decimal | None = getattr(utfall, namn)
            if belopp and _skiljer_tusen(i_kronor(belopp, utfall.enhet), planens.kronor):
                yield träff(
                    avstämning.dokument,
                    ("ekonomi", id_, namn),
                    f"Beloppet {skriv_tal(belopp)} {utfall.enhet} är långt från planens budget, "
                    f"{skriv_tal(planens.belopp)} {planens.enhet}.",
                    "Kontrollera enhet: tkr är tusen kronor, mnkr är miljoner kronor.",
                )
                break  # ett fynd för tabellen räcker


def _skiljer_tusen(a: Decimal, b: Decimal) -> bool:
    mindre, större = sorted((abs(a), abs(b)))
    return större >= 200 * mindre


@aktregel("EKO812", "angiven avvikelse stämmer inte", Allvar.FEL)
def fel_avvikelse(vandring: Vandring) -> Iterator[Träff]:
    """Avvikelsen som uppföljningen anger för ett område eller en post är en annan än budget och prognos ger.

    Avvikelsen är negativ vid underskott. Skriver uppföljningen kostnader med minus sägs det med `kostnader: negativa`; mer
    intäkter än budget är ett överskott, och det säger `slag: intäkter`. Avrundning kan förklara en halv enhet för varje
    belopp (EKO802). Rapporten visar den angivna avvikelsen, och säger vad beloppen ger.

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
    for avstämning, rutt, namn, summa, enhet in angivna_avvikelser(vandring):
        if not summa.stämmer:
            yield träff(
                avstämning.dokument,
                rutt,
                f"Avvikelsen för {namn} är angiven till {skriv_tal(summa.angiven)} {enhet}, "
                f"men beloppen ger {skriv_tal(summa.beräknad)} {enhet}.",
                "Kontrollera beloppen mot källan, och att slag och kostnader säger hur källan skriver dem.",
            )


def angivna_avvikelser(vandring: Vandring) -> Iterator[tuple[Avstämning, Rutt, str, Summa, Beloppsenhet]]:
    """Avvikelserna som uppföljningarna anger, mot dem som beloppen ger."""
    for avstämning, id_, rapport in _ekonomiutfall(vandring):
        helår = avstämning.är_helår
        rutt: Rutt = ("ekonomi", id_)
        blev = rapport.utfall if helår else rapport.prognos
        budgetar = årsbudgetar(vandring.budgetar(id_, avstämning.per.year), rapport, helår=helår)
        if rapport.avvikelse is not None and blev is not None and budgetar:
            budget = budgetar[0].i(rapport.enhet)
            termer = (budget, -blev * beloppens_tecken(rapport))
            yield (
                avstämning,
                (*rutt, "avvikelse"),
                id_,
                Summa(rapport.avvikelse, lägg_ihop(termer), termer),
                rapport.enhet,
            )
        for i, post in enumerate(rapport.poster):
            blev = postens_helår(post, helår=helår)
            if post.avvikelse is not None and blev is not None:
                tecken = beloppens_tecken(rapport, post)
                termer = (post.budget * tecken, -blev * tecken)
                summa = Summa(post.avvikelse, lägg_ihop(termer), termer)
                yield avstämning, (*rutt, "poster", i, "avvikelse"), post.namn, summa, rapport.enhet


@aktregel("EKO813", "kostnaden har ett annat tecken än sagt", Allvar.VARNING)
def fel_tecken(vandring: Vandring) -> Iterator[Träff]:
    """Alla belopp för ett område har ett annat tecken än väntat, och planens budget visar inte att det är rätt.

    Skriver källan kostnader med minus ska det stå `kostnader: negativa`: annars blir ett underskott ett överskott. En
    verksamhet med nettointäkt har negativ nettokostnad, och då är minus rätt; har planen också minus säger regeln inget.
    Fyndet säger vad beloppen betyder så som de står, så att rådet aldrig byter tecken utan att det syns. Intäkter och resultat
    (`slag`) kan inte heller räknas mot planens nettokostnad: då är årsbudgeten uppföljningens egen.

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
        tecken = beloppens_tecken(rapport)
        belopp = {n: getattr(rapport, n) for n in ("årsbudget", "budget", "utfall", "prognos")}
        skrivna = {namn: b * tecken for namn, b in belopp.items() if b}
        planens = next(iter(vandring.budgetar(id_, avstämning.per.year)), None)
        if planens is not None and (andra := _annat_slag(planens, rapport)) is not None:
            yield träff(avstämning.dokument, ("ekonomi", id_, "slag"), f"{id_} {andra[0]}", andra[1])
        if rapport.slag not in {None, "nettokostnad"} or len({b < 0 for b in skrivna.values()}) != 1:
            continue
        är_intäkt = next(iter(skrivna.values())) < 0
        if planens is not None and planens.kronor:
            säger = _planen_säger_emot(planens, rapport, är_intäkt=är_intäkt)
        else:
            säger = _ovanligt_tecken(rapport) if är_intäkt else None
        if säger is not None:
            står = "med minus" if next(b for b in belopp.values() if b) < 0 else "utan minus"
            text = f"Alla belopp för {id_} står {står}{säger[0]}"
            yield träff(avstämning.dokument, ("ekonomi", id_, next(iter(skrivna))), text, säger[1])


def _annat_slag(planens: Årsbudget, rapport: Ekonomiutfall) -> tuple[str, str] | None:
    """Texten och rådet när intäkter eller ett resultat skulle räknas mot en nettokostnad ur planen."""
    if rapport.slag not in {"intäkter", "resultat"} or rapport.årsbudget is not None or planens.kronor <= 0:
        return None
    belopp = f"{skriv_tal(planens.belopp)} {planens.enhet} ({planens.var})"
    text = (
        f"räknas som {rapport.slag}, men planens budget är en nettokostnad på {belopp}, och avvikelsen räknas mot den."
    )
    return text, f"Skriv budgeten för {rapport.slag} som årsbudget, eller ta bort slag om beloppen är nettokostnader."


def _planen_säger_emot(planens: Årsbudget, rapport: Ekonomiutfall, *, är_intäkt: bool) -> tuple[str, str] | None:
    """Texten och rådet när uppföljningens tecken är det motsatta mot planens."""
    if (planens.kronor < 0) is är_intäkt:
        return None
    planen, lästa = ("nettokostnad", "nettointäkt") if är_intäkt else ("nettointäkt", "nettokostnad")
    text = (
        f" och läses som en {lästa}, men planens budget är en {planen} på "
        f"{skriv_tal(abs(planens.belopp))} {planens.enhet} ({planens.var})."
    )
    if rapport.kostnader == "negativa":
        gör = "Ta bort kostnader: negativa"
    else:
        gör = "Skriv kostnader: negativa" if är_intäkt else "Skriv beloppen med minus"
    return text, f"{gör}: då blir beloppen en {planen}, som i planen. Är det planen som är fel rättas den."


def _ovanligt_tecken(rapport: Ekonomiutfall) -> tuple[str, str] | None:
    """Texten och rådet när beloppen är en nettointäkt så som de står, och inget säger att det är meningen."""
    läst = _läses_som(rapport)
    if rapport.kostnader == "negativa":
        text = f", men kostnader: negativa säger att kostnader har det. {läst}"
        return text, (
            "Är plus ett överskott skrivs slag: resultat i stället för kostnader: negativa; avvikelsen är densamma. "
            "Är det kostnader är det kostnader: negativa som är fel."
        )
    if "kostnader" in rapport.model_fields_set:
        return None
    return f". {läst}", (
        "Är det en nettointäkt: skriv kostnader: positiva. Är det kostnader som källan skriver med minus: "
        "skriv kostnader: negativa."
    )


def _läses_som(rapport: Ekonomiutfall) -> str:
    """`Så läses de som en nettointäkt, med avvikelsen −100 tkr (underskott).`"""
    par = (rapport.årsbudget, rapport.prognos), (rapport.budget, rapport.utfall)
    kända = next(((budget, blev) for budget, blev in par if budget is not None and blev is not None), None)
    if kända is None:
        return "Så läses de som en nettointäkt."
    avvikelse = (kända[0] - kända[1]) * beloppens_tecken(rapport)
    ord_ = "underskott" if avvikelse < 0 else "överskott" if avvikelse else "i balans"
    tal = skriv_tal(avvikelse, tecken=True)
    return f"Så läses de som en nettointäkt, med avvikelsen {tal} {rapport.enhet} ({ord_})."
