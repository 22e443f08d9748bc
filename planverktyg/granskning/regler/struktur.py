"""Det som hittas när en fil görs till ett dokument: formatets nycklar och värden.

Här finns bara dokumentationen. Fynden görs av `laddning` och modellens egna typer.
"""

from __future__ import annotations

from planverktyg.granskning.regel import Regel
from planverktyg.granskning.regler import malvarden
from planverktyg.modell.grund.fynd import Allvar

REGLER_FÖR_FORMATET = (
    Regel(
        "STR101",
        "okänd nyckel",
        Allvar.FEL,
        """\
En nyckel som formatet inte har, oftast ett stavfel.

Verktyget säger vilken nyckel som kan vara menad, eller var nyckeln hör hemma. En okänd nyckel hoppas aldrig tyst
över: då skulle ett stavfel kunna dölja ett målvärde i flera år.

Fel:
    indikatorer:
      - id: hvb-dygn
        namn: Antal dygn på HVB-hem
        enhet: dygn
        malvarde: {högst: 2555}

Rätt:
    indikatorer:
      - id: hvb-dygn
        namn: Antal dygn på HVB-hem
        enhet: dygn
        målvärde: {högst: 2555}
""",
    ),
    Regel(
        "STR102",
        "något som måste finnas saknas",
        Allvar.FEL,
        """\
En del saknar en nyckel som den måste ha, till exempel id eller namn.

Det gäller också ett utfall utan värde och utan skäl: skriv värdet, eller varför det inte finns (`saknas`, `ej mätt`
eller `utgår`). En rad i en uppföljning där inget alls är ifyllt (`hvb-dygn:`) väntar på svar, och är inget fel.

Fel:
    indikatorer:
      - namn: Antal dygn på HVB-hem
        enhet: dygn
        målvärde: {högst: 2555}

Rätt:
    indikatorer:
      - id: hvb-dygn
        namn: Antal dygn på HVB-hem
        enhet: dygn
        målvärde: {högst: 2555}
""",
    ),
    Regel(
        "STR103",
        "fel slags värde",
        Allvar.FEL,
        """\
Värdet är av ett annat slag än nyckeln tar: text där det ska vara ett tal, ett värde där det ska vara en lista, eller
ingenting alls.

Fel:
    risker:
      - {id: hot-mot-personal, text: Risk för hot mot personal., sannolikhet: hög, konsekvens: 4}

Rätt:
    risker:
      - {id: hot-mot-personal, text: Risk för hot mot personal., sannolikhet: 4, konsekvens: 4}
""",
    ),
    Regel(
        "STR104",
        "talet är skrivet så att det inte kan läsas",
        Allvar.FEL,
        """\
Tal skrivs med punkt som decimaltecken, utan mellanslag, utan enhet och utan citattecken. Meddelandet visar rätt
skrivsätt. I rapporterna skrivs talen på svenska: 12,69 och 3 650.

Fel:
    indikatorer:
      - id: avslut-arbete
        namn: Deltagare som har börjat arbeta
        enhet: "%"
        utgångsvärde: {värde: "12,69 %", avser: 2019}
        målvärde: {minst: 25}

Rätt:
    indikatorer:
      - id: avslut-arbete
        namn: Deltagare som har börjat arbeta
        enhet: "%"
        utgångsvärde: {värde: 12.69, avser: 2019}
        målvärde: {minst: 25}
""",
    ),
    Regel(
        "STR105",
        "otillåtet id",
        Allvar.FEL,
        """\
Ett id är ett namn som aldrig ändras och som ska gå att skriva överallt: gemener a–z, siffror och bindestreck. Namnet
bredvid får ändras när som helst, och har å, ä och ö.

Fel:
    mål:
      - {id: Hållbar ekonomi, nivå: grundförutsättning, namn: Hållbar ekonomi}

Rätt:
    mål:
      - {id: hallbar-ekonomi, nivå: grundförutsättning, namn: Hållbar ekonomi}
""",
    ),
    Regel(
        "STR106",
        "ordet är inget av dem som kan stå här",
        Allvar.FEL,
        """\
Nyckeln tar bara vissa ord: `ja` eller `nej`, en status, en enhet för belopp, en månad. Meddelandet räknar upp dem.
Sanningsvärden skrivs på svenska, aldrig true, yes eller 1.

Fel:
    indikatorer:
      - id: hvb-dygn
        namn: Antal dygn på HVB-hem
        enhet: dygn
        ackumuleras: true
        målvärde: {högst: 2555}

Rätt:
    indikatorer:
      - id: hvb-dygn
        namn: Antal dygn på HVB-hem
        enhet: dygn
        ackumuleras: ja
        målvärde: {högst: 2555}
""",
    ),
    Regel(
        "STR107",
        "datum eller tid som inte går att läsa",
        Allvar.FEL,
        """\
Ett datum skrivs år-månad-dag. Tiden som ett värde avser kan också vara ett år, en månad, ett kvartal, ett läsår eller
en period: 2019, 2019-09, kvartal 3 2019, läsåret 2021/22, delår 2 2019.

Fel:
    åtgärder:
      - {id: sakerhetsrutiner, text: Gå igenom rutinerna., slut: 31/12 2020}

Rätt:
    åtgärder:
      - {id: sakerhetsrutiner, text: Gå igenom rutinerna., slut: 2020-12-31}
""",
    ),
    Regel(
        "STR108",
        "uppgifterna går inte ihop",
        Allvar.FEL,
        """\
Två uppgifter i samma del motsäger varandra: ett värde som också saknas, ett intervall som slutar före sin början, en
skala med hål, ett avsnitt som visar två saker.

Fel:
    indikatorer:
      - id: personaltathet
        namn: Barn per vuxen
        enhet: antal
        målvärde: {mellan: [4, 2]}

Rätt:
    indikatorer:
      - id: personaltathet
        namn: Barn per vuxen
        enhet: antal
        målvärde: {mellan: [2, 4]}
""",
    ),
    malvarden.oklart_målvärde,
    Regel(
        "STR110",
        "det går inte att se vad för slags dokument filen är",
        Allvar.FEL,
        """\
Ett dokument har `format: 1` överst och sedan precis en av nycklarna `kommun`, `plan` eller `uppföljning`. Filens namn
spelar ingen roll. Lägg filer som inte är planer utanför mappen.

Fel:
    # 2020-08-31.yaml
    format: 1
    uppfoljning: {plan: asn-2020, period: delår 2, per: 2020-08-31}

Rätt:
    # 2020-08-31.yaml
    format: 1
    uppföljning: {plan: asn-2020, period: delår 2, per: 2020-08-31}
""",
    ),
)
