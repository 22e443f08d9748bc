"""Huvudet för en ny plan in, en liten plan att fylla i ut: ett första mål, och ett bortkommenterat exempel av varje del."""

from __future__ import annotations

import re
from dataclasses import dataclass

from planverktyg.blanketter.yaml.yamltext import SÅ_LÄSER_DU, citera, kommentera


@dataclass(frozen=True, slots=True)
class Planhuvud:
    """Det som måste vara känt om en ny plan."""

    id: str
    namn: str
    nämnd: str
    kortnamn: str
    från: int
    till: int

    @property
    def år(self) -> str:
        """Planens år så som de skrivs i filen."""
        return str(self.från) if self.från == self.till else f"{{från: {self.från}, till: {self.till}}}"


def initialer(nämnd: str) -> str:
    """Förslag på förkortning: `Arbetsmarknads- och socialnämnden` → `ASN`, `Kommunstyrelsen` → `KS`."""
    ord_ = [o for o in re.findall(r"[^\W\d_]+", nämnd) if o.casefold() not in {"och", "för", "i", "samt"}]
    sist = ord_[-1].casefold() if ord_ else ""
    slut = next((bokstav for led, bokstav in (("nämnd", "N"), ("styrelse", "S")) if led in sist[1:]), "")
    return "".join(o[0].upper() for o in ord_) + slut


_EXEMPLEN = (
    "Rader där # står direkt före en nyckel eller ett indrag är exempel på delar som en plan kan ha. Ta bort tecknet #, men inga "
    "mellanslag, på raderna som behövs och ändra i dem; ta bort resten. "
    "plan format visar allt som kan stå, och plan validera säger till när något är fel."
)


def skriv_plan(huvud: Planhuvud, nivå: str, schema: str) -> str:
    """`plan.yaml` för en ny plan. `nivå` är en av kommunens nivåer, `schema` raden som visar var schemat finns."""
    rader = [schema, "#", *kommentera(f"{huvud.namn}, {huvud.nämnd}."), "#", *kommentera(SÅ_LÄSER_DU)]
    rader += ["#", *kommentera(_EXEMPLEN), "", "format: 1", "", "plan:"]
    rader += [f"  id: {citera(huvud.id)}", f"  namn: {citera(huvud.namn)}", f"  nämnd: {citera(huvud.nämnd)}"]
    rader += [f"  kortnamn: {citera(huvud.kortnamn)}"] if huvud.kortnamn else []
    rader += [f"  år: {huvud.år}"]
    delar = _DELAR.replace("{år}", str(huvud.från)).replace("{föregående}", str(huvud.från - 1))
    return "\n".join(rader) + "\n" + delar.replace("{nivå}", citera(nivå))


_DELAR = """\
  # Beslutet fylls i när planen är beslutad.
#  beslut: {datum: {år}-01-15, paragraf: 1, diarienummer: {år}/0001}
  # Följer planen efter en annan skrivs föregångare: och den planens id, så att värden kan läsas över åren.

# Verksamhetsområdena, om nämnden har flera med egen budget.
#verksamhetsområden:
#  - {id: vo1, namn: Individ och familjeomsorg, nummer: VO 1}

# Visionen som målen tar sikte på.
#vision:
#  namn: Kommunens vision
#  text: Visionen i löpande text.

# Målen. Ett id är ett namn som aldrig ändras: gemener a–z, siffror och bindestreck. Namnet får ändras när
# som helst. Ett mål kan ha indikatorer, och mål under sig.
mål:
  - id: mal-1
    nivå: {nivå}
    namn: Skriv nämndens första mål här
    # En indikator är det som mäts för att se om målet nås. Målvärdet säger hur utfallet jämförs med det:
    # minst, högst, mellan, riktning, klart, ja … (plan format målvärde).
#    indikatorer:
#      - id: indikator-1
#        namn: Andel som är nöjda med stödet
#        enhet: "%"
#        utgångsvärde: {värde: 78, avser: {föregående}}
#        målvärde: {minst: 85}
#      - id: indikator-2
#        namn: Rutin för samverkan med skolan är beslutad
#        enhet: ja/nej
#        målvärde: ja

# Uppdragen, i grupper efter varifrån de kommer.
#uppdrag:
#  - id: fran-fullmaktige
#    rubrik: Uppdrag från kommunfullmäktige
#    källa: kommunplanen
#    uppdrag:
#      - id: uppdrag-1
#        text: Skriv uppdraget så som det är beslutat.
#        bidrar till: mal-1
#        klart: {år}-12

# Riskerna, med sannolikhet och konsekvens på kommunens skala, och vad som görs åt dem.
#risker:
#  - {id: risk-1, text: Risk för att tjänster står obesatta., sannolikhet: 3, konsekvens: 4}
#åtgärder:
#  - {id: atgard-1, text: Införa en gemensam introduktion., risker: risk-1, slut: {år}-06-30}
#kontrollmoment:
#  - {id: kontroll-1, text: Kontrollera antalet vakanser., risker: risk-1, frekvens: varje kvartal}

# Resurserna. Belopp är tal utan mellanslag; summor kontrolleras.
#ekonomi:
#  kommunbidrag:
#    - {id: bidrag-1, verksamhetsområde: vo1, enhet: mnkr, belopp: {{år}: 234.1}}

# Det som händer varje år, och dokumenten som styr verksamheten.
#årshjul:
#  - månader: [mars]
#    punkter: [Nämnden behandlar bokslutet.]
#styrdokument:
#  - rubrik: Nämndens egna
#    dokument:
#      - {namn: Delegationsordning, antaget: {föregående}}

# Plandokumentets kapitel i ordning, med löpande text. Utelämnas de används en vanlig ordning.
#disposition:
#  - rubrik: Verksamhet och syfte
#    text: Nämnden ansvarar för …
#  - rubrik: Vision, mål och uppdrag
#    avsnitt:
#      - {rubrik: Vision, visar: vision}
#      - {rubrik: Mål, visar: mål}
#      - {rubrik: Uppdrag, visar: uppdrag}
#  - rubrik: Risker och intern kontroll
#    avsnitt:
#      - {rubrik: Risker, visar: risker}
#      - {rubrik: Åtgärder mot riskerna, visar: åtgärder}
#      - {rubrik: Kontroller, visar: kontrollmoment}
#  - rubrik: Resurser och årshjul
#    avsnitt:
#      - {rubrik: Kommunbidrag, visar: kommunbidrag}
#      - {rubrik: Årshjul, visar: årshjul}
#      - {rubrik: Styrdokument, visar: styrdokument}
"""
