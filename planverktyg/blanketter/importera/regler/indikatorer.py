"""Tabeller med indikatorer: `Indikator | Utfall 2019 | Mål 2020`."""

from __future__ import annotations

from planverktyg.blanketter.importera.regler.tabellregel import Tabellregel

REGEL = Tabellregel(
    "indikatorer",
    {
        "namn": r"^(indikator(er)?|mätetal|styrtal|mått|resultatmått|nyckeltal|mäts genom|kvalitetsmått|måluppfyllelse)\b",
        "målvärde": r"^(mål(värde|nivå|tal)?|ambition(snivå)?|önskat värde|target|målsättning)( ?\(?[\d/ –-]*\)?)?$",
        "utgångsvärde": r"utfall|resultat|nuläge|utgångs(värde|läge)|basvärde|bokslut|startvärde|värde \d{4}",
        "enhet": r"^enhet",
        "kolada": r"^kolada|^kpi|^id$",
        "mätmetod": r"^(mätmetod|hur (mäts|mäter)|mäts|uppföljning|källa)",
        "ansvarig": r"^(ansvar|ägare)",
    },
    kräver=(("namn", "målvärde"), ("namn", "utgångsvärde")),
)
