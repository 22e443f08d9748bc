"""En indikator i planen in, det som sägs om den utöver namn, utgångsvärde och målvärde ut: hur och när den följs upp."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from planverktyg.modell.grund.svenska import räkna_upp, skriv_tal
from planverktyg.modell.period import tolka_tidpunkt
from planverktyg.utgivning.ord.celler import lång_tid, skriv_värde
from planverktyg.utgivning.underlag.gemensamt import Not

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from planverktyg.modell.indikator import Beräkning, Delvärde, Indikator, Mätvärde
    from planverktyg.modell.period import Måltid, Planår
    from planverktyg.modell.villkor import Villkor


class Namn(NamedTuple):
    """Namnen bakom de id:n som planen hänvisar till."""

    indikatorer: Mapping[str, str]
    etiketter: Mapping[str, str]
    målet: Callable[[str], str] = str
    """Vad målet som en hänvisning pekar på heter."""

    def skriv_etiketter(self, etiketter: Sequence[str]) -> str:
        """Etiketterna i ord: `Agenda 2030 mål 5 och Barnrätt`."""
        return räkna_upp([self.etiketter.get(id_, id_) for id_ in etiketter])


def indikatorfakta(i: Indikator, namn: Namn) -> Iterator[Not]:
    """Noterna under indikatorn."""
    if i.per_kön:
        yield Not("Redovisas", "för kvinnor och män")
    for etikett, text in (
        ("Utgår", i.utgår),
        ("Mäter", i.beskrivning),
        ("Mätmetod", i.mätmetod),
        ("Följs upp", räkna_upp(i.följs_upp)),
        ("Stäms av", räkna_upp(i.stäms_av)),
        ("Följs upp första gången", lång_tid(i.följs_upp_från) if i.följs_upp_från else ""),
        ("Mäts", räkna_upp([lång_tid(tid) for tid in i.mäts])),
        ("Delvis uppfyllt", f"inom {skriv_tal(i.delvis_inom)} från målvärdet" if i.delvis_inom is not None else ""),
        ("Graden räknas", str(i.grad) if i.grad else ""),
        ("Statistiken kommer", f"{i.eftersläpning} sent" if i.eftersläpning else ""),
        ("Räknas ur", _beräkning(i.räknas_ur, namn) if i.räknas_ur else ""),
        ("Källa", "" if (i.källa or "").casefold() in i.namn.casefold() else i.källa),
        ("Ansvarig", i.ansvarig),
        ("Gemensam för", räkna_upp(i.nämnder)),
        ("Bidrar också till", räkna_upp([b.skriv(namn.målet(b.mål)) for b in i.bidrar_till])),
        ("Fotnot", i.fotnot),
        ("Etiketter", namn.skriv_etiketter(i.etiketter)),
        ("Följs utan målvärde", i.målvärde.skäl if i.målvärde else ""),
    ):
        if text:
            yield Not(etikett, text)


def _beräkning(b: Beräkning, namn: Namn) -> str:
    return f"{namn.indikatorer.get(b.indikator, b.indikator)}, delat med {skriv_tal(b.delat_med)}"


def målets_tid(villkor: Villkor, år: Planår) -> Måltid:
    """Tiden då målvärdet ska vara nått: dess egen, annars planens sista år."""
    return villkor.avser or tolka_tidpunkt(år.till)


def uppdelat(v: Mätvärde, enhet: str | None) -> str:
    """Värdena för verksamheter eller nämnder: `hemtjänst 86 %, särskilt boende 81 %`."""
    return ", ".join(f"{namn} {_delvärde(del_, enhet)}" for namn, del_ in v.delar.items())


def _delvärde(del_: Delvärde, enhet: str | None) -> str:
    värde = del_.värde if del_.värde is not None else del_.prognos
    return skriv_värde(värde, enhet) if värde is not None else "saknas"
