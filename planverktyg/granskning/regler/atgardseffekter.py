"""Regler för åtgärdsplaner i uppföljningen: den uppnådda effekten mot den väntade och mot antalet."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from planverktyg.granskning.regel import aktregel, nämn, träff, träffar_på_väntande
from planverktyg.modell.ekonomi import i_kronor, skriv_kronor
from planverktyg.modell.grund.fynd import Allvar
from planverktyg.modell.grund.svenska import skriv_tal
from planverktyg.uppfyllelse.effekter import uppnådd_effekt, väntad_effekt, väntad_under
from planverktyg.uppfyllelse.pengar.rakning import noggrannhet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planverktyg.granskning.regel import Träff
    from planverktyg.granskning.vandring import Avstämning, Vandring
    from planverktyg.modell.atgardsplan import Grundstatus, Åtgärdspunkt
    from planverktyg.modell.effekt import Styckpris
    from planverktyg.modell.rapportering import Effektrapport


@aktregel("ATG907", "uppföljningen är tyst om en punkts effekt", Allvar.VARNING, kräver_helhet=True)
def tyst_om_effekt(vandring: Vandring) -> Iterator[Träff]:
    """Åtgärdsplanen väntar sig en ekonomisk effekt, och uppföljningen säger inte vad punkten har gett.

    Det är den frågan som åtgärdsplanen är till för. Går effekten inte att ange skrivs `saknas` med skälet. En punkt vars
    åtgärder alla är avbrutna behöver inte nämnas.

    Fel:
        # plan.yaml
        åtgärdsplan:
          - id: barn
            rubrik: Barn och unga
            punkter:
              - id: hvb
                namn: Minska antalet placeringar
                ekonomisk effekt: {belopp: 4800, enhet: tkr}
                åtgärder: [{id: hemtagning, text: Ta hem placerade., ansvarig: enhetschefen, klart: 2020-12}]
        # 2020-08-31.yaml
        åtgärder: {hemtagning: pågår}

    Rätt:
        # plan.yaml
        åtgärdsplan:
          - id: barn
            rubrik: Barn och unga
            punkter:
              - id: hvb
                namn: Minska antalet placeringar
                ekonomisk effekt: {belopp: 4800, enhet: tkr}
                åtgärder: [{id: hemtagning, text: Ta hem placerade., ansvarig: enhetschefen, klart: 2020-12}]
        # 2020-08-31.yaml
        åtgärder: {hemtagning: pågår}
        åtgärdspunkter: {hvb: {effekt: 2400, enhet: tkr}}
    """
    for avstämning in vandring.avstämningar:
        svar = avstämning.modell.åtgärdspunkter
        tysta = [
            p.id
            for _, p in vandring.punkter
            if p.id not in svar and väntad_effekt(p).kronor is not None and not _är_avbruten(p, avstämning)
        ]
        väntar, saknas = avstämning.väntar("åtgärdspunkter", tysta)
        yield from träffar_på_väntande(avstämning, "åtgärdspunkter", väntar, "Punkten", "Skriv effekt och enhet.")
        if saknas:
            yield träff(
                avstämning.dokument,
                avstämning.del_av("åtgärdspunkter"),
                f"Uppföljningen säger inget om effekten av {nämn(saknas, 'punkten', 'punkter')}.",
                "Skriv effekten under åtgärdspunkter, eller saknas med skälet.",
                på_nyckeln=True,
            )


def _är_avbruten(punkt: Åtgärdspunkt, avstämning: Avstämning) -> bool:
    return _är_alla("avbruten", punkt, avstämning)


def _är_alla(läge: Grundstatus, punkt: Åtgärdspunkt, avstämning: Avstämning) -> bool:
    """Om punktens åtgärder alla har ett visst läge."""
    statusar = [avstämning.statusar.åtgärder.get(å.id) for å in punkt.åtgärder]
    return bool(statusar) and all(s is not None and s.rapport.läge == läge for s in statusar)


def _rapporter(vandring: Vandring) -> Iterator[tuple[Avstämning, Åtgärdspunkt, Effektrapport]]:
    for avstämning in vandring.avstämningar:
        for _, punkt in vandring.punkter:
            if (rapport := avstämning.modell.åtgärdspunkter.get(punkt.id)) is not None:
                yield avstämning, punkt, rapport


@aktregel("ATG908", "effekten stämmer inte med antalet", Allvar.VARNING)
def effekt_mot_antal(vandring: Vandring) -> Iterator[Träff]:
    """Den uppnådda effekten är en annan än antalet gånger planens styckpris.

    Antingen är ett av talen fel, eller så kostar enheten något annat än planen räknade med: då skrivs det i kommentar.
    Är planens pris ungefärligt tåls det som avrundning av priset kan förklara.

    Fel:
        # plan.yaml
        åtgärdsplan:
          - id: barn
            rubrik: Barn och unga
            punkter:
              - id: hvb
                namn: Minska antalet placeringar
                ekonomisk effekt: {styckpris: {belopp: 1600, enhet: tkr, per: helårsplacering}, antal: 3}
        # 2020-08-31.yaml
        åtgärdspunkter: {hvb: {effekt: 1600, enhet: tkr, antal: 2}}

    Rätt:
        # plan.yaml
        åtgärdsplan:
          - id: barn
            rubrik: Barn och unga
            punkter:
              - id: hvb
                namn: Minska antalet placeringar
                ekonomisk effekt: {styckpris: {belopp: 1600, enhet: tkr, per: helårsplacering}, antal: 3}
        # 2020-08-31.yaml
        åtgärdspunkter: {hvb: {effekt: 3200, enhet: tkr, antal: 2}}
    """
    for avstämning, punkt, rapport in _rapporter(vandring):
        effekt = punkt.ekonomisk_effekt
        if rapport.effekt is None or rapport.antal is None or effekt is None or effekt.styckpris is None:
            continue
        räknad = effekt.för_antal(rapport.antal) or Decimal(0)
        skillnad = abs(i_kronor(rapport.effekt, rapport.enhet) - räknad)
        if skillnad > _tål(effekt.styckpris, rapport) and rapport.kommentar is None:
            yield träff(
                avstämning.dokument,
                ("åtgärdspunkter", punkt.id, "effekt"),
                f"Effekten är {skriv_tal(rapport.effekt)} {rapport.enhet}, men {skriv_tal(rapport.antal)} × "
                f"{skriv_tal(effekt.styckpris.skillnad)} {effekt.styckpris.enhet} är "
                f"{skriv_kronor(räknad)}.",
                "Rätta effekten eller antalet, eller förklara i kommentar.",
            )


def _tål(pris: Styckpris, rapport: Effektrapport) -> Decimal:
    """Kronor som avrundning kan förklara: av effekten, och av priset när det är ungefärligt."""
    assert rapport.effekt is not None
    assert rapport.antal is not None
    tål = i_kronor(noggrannhet([rapport.effekt]), rapport.enhet) / 2
    return tål + (i_kronor(noggrannhet([pris.skillnad]), pris.enhet) * rapport.antal / 2 if pris.ungefär else 0)


@aktregel("ATG909", "åtgärderna är klara men effekten uteblev", Allvar.VARNING)
def utebliven_effekt(vandring: Vandring) -> Iterator[Träff]:
    """Punktens alla åtgärder är klara, men effekten når inte den väntade, och uppföljningen säger inte varför.

    Nämnden behöver veta om effekten kommer senare eller om fler åtgärder behövs.

    Fel:
        # plan.yaml
        åtgärdsplan:
          - id: barn
            rubrik: Barn och unga
            punkter:
              - id: hvb
                namn: Minska antalet placeringar
                ekonomisk effekt: {belopp: 4800, enhet: tkr}
                åtgärder: [{id: hemtagning, text: Ta hem placerade., ansvarig: enhetschefen, klart: 2020-06}]
        # 2020-08-31.yaml
        åtgärder: {hemtagning: klar}
        åtgärdspunkter: {hvb: {effekt: 2400, enhet: tkr}}

    Rätt:
        # plan.yaml
        åtgärdsplan:
          - id: barn
            rubrik: Barn och unga
            punkter:
              - id: hvb
                namn: Minska antalet placeringar
                ekonomisk effekt: {belopp: 4800, enhet: tkr}
                åtgärder: [{id: hemtagning, text: Ta hem placerade., ansvarig: enhetschefen, klart: 2020-06}]
        # 2020-08-31.yaml
        åtgärder: {hemtagning: klar}
        åtgärdspunkter: {hvb: {effekt: 2400, enhet: tkr, kommentar: Full effekt från och med oktober.}}
    """
    for avstämning, punkt, rapport in _rapporter(vandring):
        väntad, uppnådd = väntad_under(punkt, avstämning.per.year).kronor, uppnådd_effekt(punkt, rapport).kronor
        if väntad is None or uppnådd is None or uppnådd >= väntad or rapport.kommentar:
            continue
        if _är_alla("klar", punkt, avstämning):
            yield träff(
                avstämning.dokument,
                ("åtgärdspunkter", punkt.id),
                f"Åtgärderna i {punkt.id} är klara, men effekten är {skriv_kronor(uppnådd)} av väntade "
                f"{skriv_kronor(väntad)}.",
                "Skriv i kommentar när resten av effekten kommer, eller varför den uteblir.",
                på_nyckeln=True,
            )
