"""En plan och en uppföljning in, alla bedömningar ut: målträdet, och hela planen när kommunen ber om det."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planverktyg.modell.rapportering import HELA_PLANEN
from planverktyg.uppfyllelse.avgjort import gällande_statusar
from planverktyg.uppfyllelse.faststallt import som_beslutat
from planverktyg.uppfyllelse.forlopp import Förlopp, Tidigare, aktens_förlopp
from planverktyg.uppfyllelse.omgivning import Omgivning
from planverktyg.uppfyllelse.planbedomning import Planbedömare, oprövade_finansiella
from planverktyg.uppfyllelse.resultat import Nyckeltal, Uppfyllelse, de_övergripande
from planverktyg.uppfyllelse.tillfalle import Tillfälle

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from planverktyg.arkiv.akt import Akt, Register
    from planverktyg.arkiv.laddning import Dokument
    from planverktyg.modell.husregler import Husregler
    from planverktyg.modell.plan import Plandokument
    from planverktyg.modell.rapportering import BeslutadBedömning, Uppföljningsdokument
    from planverktyg.modell.samband import Nyckel
    from planverktyg.uppfyllelse.resultat import Indikatorbedömning, Målbedömning
    from planverktyg.uppfyllelse.sammanvagning import Vägning


def bedöm(
    plan: Plandokument,
    uppföljning: Uppföljningsdokument,
    husregler: Husregler,
    tidigare: Sequence[Uppföljningsdokument] = (),
    *,
    register: Register | None = None,
) -> Uppfyllelse:
    """Bedömer hela planen vid en uppföljning. `tidigare` är planens äldre uppföljningar, äldst först.

    Ur ett förlopp är de `Tidigare`, som också vet vad som är mätt i planerna som planen följer efter. `register` är de
    planer som kan bidra till den.
    """
    före = tidigare if isinstance(tidigare, Tidigare) else Förlopp(tidigare, lambda _: ()).alla
    tillfälle = Tillfälle(uppföljning, husregler, plan.plan.år, före)
    statusar = gällande_statusar(uppföljning, före.med_statusar())
    omgivning = Omgivning(plan, tillfälle.per, register, _bedömaren_för)
    bedömare = Planbedömare(plan, tillfälle, statusar, omgivning)
    omgivning.minns(bedömare)
    bedömda = tuple(bedömare.målet(mål.id) for mål in plan.mål)
    helhet = _väg_helheten(bedömda, bedömare, husregler) if husregler.sammanvägning.hela_planen else None
    omgivning.glöm()
    nyckeltal = tuple(Nyckeltal(g, tuple(bedömare.indikatorn(i.id) for i in g.nyckeltal)) for g in plan.nyckeltal)
    return Uppfyllelse(
        husregler, bedömda, tillfälle.per, helhet, statusar, _beslutad_helhet(plan, uppföljning), nyckeltal
    )


def _beslutad_helhet(plan: Plandokument, uppföljning: Uppföljningsdokument) -> BeslutadBedömning | None:
    """Bedömningen av hela planen: under `planen`, eller under planens id när inget mål heter så."""
    bedömda = [id_ for id_ in (HELA_PLANEN, plan.plan.id) if id_ in uppföljning.bedömningar]
    if not bedömda:
        return None
    egna = {mål.id for mål in plan.alla_mål()} | {i.id for i in plan.alla_indikatorer()}
    return next((uppföljning.bedömningar[id_] for id_ in bedömda if id_ not in egna), None)


def bedöm_akt(akt: Akt, uppföljning: Dokument[Uppföljningsdokument], förlopp: Förlopp | None = None) -> Uppfyllelse:
    """Aktens plan vid en av dess uppföljningar: så som den beslutades när den är beslutad, annars så som den räknas i dag."""
    return som_beslutat(beräkna_akt(akt, uppföljning, förlopp), uppföljning.modell)


def beräkna_akt(akt: Akt, uppföljning: Dokument[Uppföljningsdokument], förlopp: Förlopp | None = None) -> Uppfyllelse:
    """Bedömer aktens plan vid en av dess uppföljningar, med dagens plan och husregler och de äldre uppföljningarna.

    Den som bedömer flera av aktens uppföljningar lämnar samma `förlopp`.
    """
    tidigare = (förlopp or aktens_förlopp(akt)).före(uppföljning.modell.uppföljning.per)
    return bedöm(akt.plan.modell, uppföljning.modell, akt.husregler, tidigare, register=akt.register)


def _bedömaren_för(id_: str, per: date, omgivning: Omgivning) -> Planbedömare | None:
    """Bedömaren för en annan plan, eller None när den inte har någon uppföljning per den dagen."""
    akt = omgivning.register.akt(id_) if omgivning.register else None
    uppföljning = next((u for u in akt.uppföljningar if u.modell.uppföljning.per == per), None) if akt else None
    if akt is None or uppföljning is None:
        return None
    tidigare = aktens_förlopp(akt).före(per)
    plan = akt.plan.modell
    tillfälle = Tillfälle(uppföljning.modell, akt.husregler, plan.plan.år, tidigare)
    return Planbedömare(plan, tillfälle, gällande_statusar(uppföljning.modell, tidigare.med_statusar()), omgivning)


def _väg_helheten(mål: Sequence[Målbedömning], bedömare: Planbedömare, husregler: Husregler) -> Vägning:
    """Hela planen, vägd av de övergripande målen. Varje indikator räknas en gång i täckningen."""
    övergripande = de_övergripande(mål, husregler)
    bakom: dict[Nyckel, Indikatorbedömning] = {}
    for b in mål:
        bakom |= bedömare.indikatorer_bakom(b.mål.id)
    return bedömare.väg(
        bedömare.vägda_mål(övergripande),
        husregler.sammanvägning,
        bakom.values(),
        oprövade_finansiella=oprövade_finansiella(övergripande),
    )
