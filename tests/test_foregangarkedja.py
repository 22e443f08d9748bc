"""En kedja av planer: hur långt den än går tillbaka läses varje plan ett fåtal gånger, och serien når till dess början."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from planverktyg.arkiv.akt import Arkiv
from planverktyg.arkiv.filer import Minne
from planverktyg.granskning.granskare import Granskare
from planverktyg.uppfyllelse.serier import föregångarens

if TYPE_CHECKING:
    from planverktyg.arkiv.akt import Akt

FÖRSTA = 2001


class Räknat(Arkiv):
    """Ett arkiv som minns hur många gånger varje fil har blivit ett dokument."""

    def __init__(self, källa: Minne) -> None:
        super().__init__(källa)
        self.lästa: Counter[str] = Counter()

    def dokument(self, fil: Path):  # type: ignore[no-untyped-def]
        """Dokumentet, räknat."""
        self.lästa[fil.as_posix()] += 1
        return super().dokument(fil)


def kedja(planer: int, *, byter_id: bool = False) -> Räknat:
    """Så många planer efter varandra, var och en med två indikatorer och ett utfall. `byter_id`: ett nytt id varje år."""
    texter: dict[str, str] = {}
    for år in range(FÖRSTA, FÖRSTA + planer):
        före = f", föregångare: p{år - 1}" if år > FÖRSTA else ""
        id_ = f"dygn-{år}" if byter_id else "dygn"
        tidigare = f", tidigare id: dygn-{år - 1}" if byter_id and år > FÖRSTA else ""
        texter[f"planer/{år}/plan.yaml"] = (
            f"format: 1\nplan: {{id: p{år}, namn: Plan {år}, nämnd: Nämnden, år: {år}{före}}}\n"
            "mål:\n  - id: m\n    nivå: mål\n    namn: Trygga hela livet\n    indikatorer:\n"
            f"      - {{id: {id_}, namn: Antal dygn, enhet: dygn, målvärde: {{högst: 10}}{tidigare}}}\n"
            "      - {id: andel, namn: Andel, enhet: '%', målvärde: {minst: 80}}\n"
        )
        texter[f"planer/{år}/{år}-12-31.yaml"] = (
            f"format: 1\nuppföljning: {{plan: p{år}, period: helår, per: {år}-12-31}}\n"
            f"utfall:\n  {id_}: {år - 2000}\n  andel: 70\n"
        )
    return Räknat(Minne("minnet", {fil: text.encode() for fil, text in texter.items()}))


def sista_akten(arkiv: Arkiv, planer: int) -> Akt:
    """Akten för den sista planen i kedjan."""
    return arkiv.mapp(Path(f"planer/{FÖRSTA + planer - 1}")).akter[0]


@pytest.mark.parametrize("planer", [3, 14, 30])
def test_varje_plan_läses_högst_två_gånger_när_alla_granskas(planer: int) -> None:
    arkiv = kedja(planer)
    granskare = Granskare()
    for mapp in arkiv.mappar(Path("planer")):
        granskare.granska_mapp(mapp)
    assert len(arkiv.lästa) == 2 * planer
    assert max(arkiv.lästa.values()) <= 2


@pytest.mark.parametrize("byter_id", [False, True], ids=["samma id", "nytt id varje år"])
def test_serien_når_till_kedjans_början_och_planerna_läses_en_gång(*, byter_id: bool) -> None:
    arkiv = kedja(30, byter_id=byter_id)
    akt = sista_akten(arkiv, 30)
    serie = föregångarens(akt)
    dygn, andel = akt.plan.modell.alla_indikatorer()
    assert [m.värde for m in serie(dygn)] == list(range(1, 30))
    assert [m.värde for m in serie(andel)] == [70] * 29
    assert set(arkiv.lästa.values()) == {1}


def test_svaren_är_desamma_vilken_plan_som_frågas_först() -> None:
    framåt, bakåt = kedja(16), kedja(16)
    idn = [f"p{år}" for år in range(FÖRSTA, FÖRSTA + 16)]

    def serier(arkiv: Arkiv, ordning: list[str]) -> dict[str, list[object]]:
        register = sista_akten(arkiv, 16).register
        akter = {id_: register.akt(id_) for id_ in ordning}
        return {
            id_: [list(föregångarens(akt)(i)) for i in akt.plan.modell.alla_indikatorer()]
            for id_, akt in akter.items()
            if akt
        }

    assert serier(framåt, idn) == serier(bakåt, idn[::-1])
