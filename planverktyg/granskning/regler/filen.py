"""Det som hittas när en fil läses: filen själv och YAML-texten i den.

Här finns bara dokumentationen. Fynden görs av `arkiv` och `syntax`.
"""

from __future__ import annotations

from planverktyg.granskning.regel import Regel
from planverktyg.modell.grund.fynd import Allvar

REGLER_FÖR_FILEN = (
    Regel(
        "STR001",
        "filen är tom",
        Allvar.FEL,
        """\
Filen innehåller ingenting, eller bara kommentarer. Oftast är det en fil som skulle ha sparats men inte blev det.

Fel:
    # Här kommer nämndplanen för 2020.

Rätt:
    # Här kommer nämndplanen för 2020.
    format: 1
    plan: {id: asn-2020, namn: Nämndplan 2020, nämnd: Arbetsmarknads- och socialnämnden, år: 2020}
""",
    ),
    Regel(
        "STR002",
        "filen är inte sparad som UTF-8",
        Allvar.FEL,
        """\
Filen är sparad med en annan teckenkodning än UTF-8, och då går å, ä och ö inte att läsa säkert. Det händer i äldre
program och när text sparas från Excel. Spara om filen som UTF-8; meddelandet säger hur.
""",
    ),
    Regel(
        "STR003",
        "olöst konflikt från git",
        Allvar.FEL,
        """\
Två personer har ändrat samma rader, och git har lagt båda i filen. Välj vilka rader som ska gälla, och ta bort raderna
med `<<<<<<<`, `=======` och `>>>>>>>`.

Fel:
    risker:
    <<<<<<< HEAD
      - {id: hot, text: Risk för hot mot personal., sannolikhet: 3, konsekvens: 2}
    =======
      - {id: hot, text: Risk för hot mot personal., sannolikhet: 2, konsekvens: 2}
    >>>>>>> ny-riskanalys

Rätt:
    risker:
      - {id: hot, text: Risk för hot mot personal., sannolikhet: 2, konsekvens: 2}
""",
    ),
    Regel(
        "STR004",
        "texten går inte att läsa som YAML",
        Allvar.FEL,
        """\
Ett indrag, ett kolon, ett citattecken eller ett osynligt tecken gör att raden inte går att läsa. Meddelandet pekar på
stället där det blev fel och visar oftast den rättade raden. Felet kan stå på raden ovanför.

Fel:
    indikatorer:
      - id: samverkan-polis
        namn: Överenskommelse: samverkan med polisen
        enhet: ja/nej
        målvärde: ja

Rätt:
    indikatorer:
      - id: samverkan-polis
        namn: "Överenskommelse: samverkan med polisen"
        enhet: ja/nej
        målvärde: ja
""",
    ),
    Regel(
        "STR005",
        "samma nyckel två gånger",
        Allvar.FEL,
        """\
En nyckel står två gånger på samma ställe. Vanlig YAML låter tyst den sista gälla, och då försvinner den första utan
att någon märker det.

Fel:
    indikatorer:
      - id: hvb-dygn
        namn: Antal dygn på HVB-hem
        enhet: dygn
        målvärde: {högst: 2555}
        målvärde: {högst: 3650}

Rätt:
    indikatorer:
      - id: hvb-dygn
        namn: Antal dygn på HVB-hem
        enhet: dygn
        målvärde: {högst: 2555}
""",
    ),
    Regel(
        "STR006",
        "otillåtet skrivsätt i YAML",
        Allvar.FEL,
        """\
YAML har skrivsätt för program som gör en plan svår att läsa: datatyper (`!text`), sammanslagning (`<<`), sådant som
upprepas i det oändliga. De tas inte emot. Skriv ut det som ska stå.

Fel:
    mål:
      - {id: trygga, nivå: nämndmål, namn: !text Trygga hela livet}

Rätt:
    mål:
      - {id: trygga, nivå: nämndmål, namn: Trygga hela livet}
""",
    ),
    Regel(
        "STR007",
        "filen är för stor",
        Allvar.FEL,
        """\
Filen är större än tio megabyte. En nämndplan är sällan större än hundra kilobyte, så oftast är det fel fil.
""",
    ),
    Regel(
        "STR008",
        "fler än ett dokument i filen",
        Allvar.FEL,
        """\
En rad med bara `---` börjar ett nytt dokument i YAML. Här hör varje dokument hemma i en egen fil.

Fel:
    format: 1
    plan: {id: asn-2020, namn: Nämndplan 2020, nämnd: Socialnämnden, år: 2020}
    ---
    format: 1
    uppföljning: {plan: asn-2020, period: delår 2, per: 2020-08-31}

Rätt:
    # plan.yaml
    format: 1
    plan: {id: asn-2020, namn: Nämndplan 2020, nämnd: Socialnämnden, år: 2020}
    # 2020-08-31.yaml
    format: 1
    uppföljning: {plan: asn-2020, period: delår 2, per: 2020-08-31}
""",
    ),
    Regel(
        "STR009",
        "filen kan inte läsas från disken",
        Allvar.FEL,
        """\
Filen finns inte, du saknar rättighet att läsa den, eller så är den en länk som leder ut ur mappen. En plan läses bara
från mappen den ligger i, så att en länk inte kan dra in något annat. Detsamma gäller det som ser ut som en plan men
inte läses: `plan.YAML`, `plan.yaml.txt`, `plan` utan ändelse, en dold eller länkad mapp, ett namn med osynliga tecken.

Är mappen `planer` själv en länk i ett git-förråd läses inget bakom den: git följer inte länken, så det som ändras där syns inte i
`plan skillnad`, och beslut som tas bort märks inte (BES1304).
""",
    ),
)
"""Några av dem går inte att visa i ett exempel, och saknar det."""
