"""Ett exempel för varje del av formatet, så som det skrivs i filen. Ett test läser vart och ett med delens modell."""

from __future__ import annotations

EXEMPEL = {
    "kommundokument": """\
format: 1
kommun: {id: tyreso, namn: Tyresö kommun}
nivåer: [strategiskt målområde, strategiskt mål, nämndmål]
perioder: {delår 1: 04-30, delår 2: 08-31, helår: 12-31}
enheter: [helårsplaceringar, ungdomar]
statusord: {genomförs kontinuerligt: pågår, delvis genomförd: pågår}
etiketter: {agenda-2030: Agenda 2030}
riskmatris: {tröskel: 9}
""",
    "kommun": """\
id: tyreso
namn: Tyresö kommun
""",
    "bedömning": """\
skala:
  - {namn: uppfyllt, symbol: ●, färg: grön}
  - {namn: delvis, symbol: ◐, färg: gul, från: 50, från utan utgångsvärde: 90}
  - {namn: ej uppfyllt, symbol: ○, färg: röd, från: 0, från utan utgångsvärde: 0}
rak framskrivning: nej
""",
    "bedömningssteg": "{namn: delvis, symbol: ◐, färg: gul, från: 50, från utan utgångsvärde: 90}",
    "gradregel": "{sätt: mot målvärdet, delvis från: 95}",
    "utseende": "{ord: mätning ej genomförd, symbol: ☐, färg: vit}",
    "trendord": "{bättre: Upp, oförändrat: Ingen, sämre: Ned, stark: 10}",
    "band": "{steg: delvis, från: 50, under: 90}",
    "stegkrav": "{andel: 80, minst: uppfyllt}",
    "vägningsregel": "{regel: sämsta, täckning: 50}",
    "sammanvägning": """\
krav:
  uppfyllt: 75
  delvis: {andel: 50, åt rätt håll: 50}
täckning: 50
räknar: [indikatorer, delmål, uppdrag]
per nivå: {målområde: {regel: sämsta}}
hela planen: ja
""",
    "riskmatris": """\
sannolikhet: [mycket låg, låg, medelhög, hög, mycket hög]
konsekvens: [försumbar, lindrig, kännbar, allvarlig, mycket allvarlig]
tröskel: 9
hög: 15
""",
    "risksteg": "{namn: hög, beskrivning: mer än en gång per år}",
    "plandokument": """\
format: 1
plan: {id: sn-2021, namn: Nämndplan 2021, nämnd: Socialnämnden, kortnamn: SN, år: 2021}
mål:
  - id: trygga
    nivå: nämndmål
    namn: Fler barn får stöd hemma
""",
    "plan": """\
id: sn-2021
namn: Nämndplan 2021
nämnd: Socialnämnden
kortnamn: SN
år: 2021
beslut: {datum: 2020-12-09, paragraf: 97, diarienummer: 2020/SN 0123}
bygger på: kommunplan-2021
föregångare: sn-2020
""",
    "bidrag": "{mål: kommunplan-2020/trygga, hur: indirekt}",
    "inget ansvar": "{mål: kommunplan-2020/larande, skäl: Målet gäller skolan.}",
    "planår": "{från: 2018, till: 2022}",
    "beslut": "{datum: 2020-12-09, paragraf: 97, diarienummer: 2020/SN 0123}",
    "fastställd": "{steg: delvis, målvärde: högst 2 555}",
    "rättelse": """\
datum: 2021-01-20
skäl: Två siffror hade bytt plats i målvärdet.
fingeravtryck: v1 huvud=08a43f746985b403 mål=e4bbefab0f827bfe
""",
    "verksamhetsområde": "{id: vo3, namn: Individ och familjeomsorg, nummer: VO 3}",
    "vision": """\
namn: Här trivs nya tankar
text: |
  Tillsammans skapar vi trygghet och tillit.
""",
    "avsnitt": """\
rubrik: Risker
text: Nämnden har gått igenom riskerna i oktober.
visar: risker
""",
    "visning": "{mål: [trygga, hallbar-ekonomi]}",
    "mål": """\
id: trygga
nivå: nämndmål
namn: Fler barn får stöd hemma
bidrar till: kommunplan-2021/trygghet
etiketter: agenda-2030
indikatorer:
  - {id: hvb-dygn, namn: Antal dygn på HVB-hem, enhet: dygn, målvärde: {högst: 2555}}
""",
    "indikator": """\
id: hvb-dygn
namn: Antal dygn på HVB-hem
enhet: dygn
ackumuleras: ja
utgångsvärde: {värde: 3650, avser: 2020}
målvärde: {högst: 2555}
ansvarig: enhetschefen för barn och unga
""",
    "målvärde": "{högst: 2555, avser: 2021}",
    "beräkning": "{indikator: hvb-dygn, delat med: 365}",
    "utgångsvärde": """\
värde: 12.69
avser: 2020
källa: verksamhetssystemet
historik:
  - {värde: 14.1, avser: 2019}
""",
    "tidigare värde": "{värde: 14.1, avser: 2019}",
    "könsfördelning": "{kvinnor: 5.1, män: 3.7}",
    "delvärde": "{värde: 88, prognos: 90}",
    "underlag": "{antal: 18, av: 20}",
    "jämförelse": "{riket: 16.9, liknande: {värde: 15, avser: 2019}, avser: 2020}",
    "jämförelsevärde": "{värde: 15, avser: 2019}",
    "nyckeltalsgrupp": """\
id: kvalitet
rubrik: Kvalitet
nyckeltal:
  - id: overklaganden
    namn: Överklaganden som har lett till ändring
    enhet: "%"
    utgångsvärde: {värde: 14.6, avser: 2020, jämförelse: {andra kommuner: 67}}
""",
    "uppdragsgrupp": """\
id: fran-fullmaktige
rubrik: Uppdrag från kommunfullmäktige
källa: kommunplanen
uppdrag:
  - {id: sommarjobb, text: Erbjuda fler ungdomar sommarjobb.}
""",
    "uppdrag": """\
id: sommarjobb
text: Minst fem ungdomar får sommarjobb.
klart: 2021-08
bidrar till: trygga
enhet: ungdomar
målvärde: {minst: 5}
""",
    "uppdragsdel": "{id: jamforelse, text: Jämföra med tre andra kommuner.}",
    "åtgärdsområde": """\
id: placeringar
rubrik: Placeringar
punkter:
  - {id: farre-hvb, namn: Färre placeringar på HVB-hem, målsättning: Tre färre placeringar.}
""",
    "åtgärdspunkt": """\
id: farre-hvb
nummer: "1"
namn: Färre placeringar på HVB-hem
målsättning: Tre färre placeringar.
bidrar till: sn-2021/hvb-dygn
åtgärder:
  - {id: hemmaplan, text: Bygga ut stödet på hemmaplan., klart: 2021-06}
""",
    "risk": """\
id: hot
text: Risk för hot mot personal.
sannolikhet: 3
konsekvens: 4
""",
    "riskvärdering": "{saknas: Källan visar ingen siffra.}",
    "riskacceptans": "{datum: 2020-12-09, paragraf: 97, upp till: 9}",
    "process": "{id: ledning, namn: Ledning, processer: [{id: budget, namn: Budget och uppföljning}]}",
    "åtgärd": """\
id: rutiner
text: Gå igenom säkerhetsrutinerna.
risker: hot
ansvarig: enhetschefen
slut: 2021-06-30
""",
    "kontrollmoment": """\
id: kontroll-rutiner
text: Kontrollera att rutinerna följs.
risker: hot
frekvens: varje kvartal
""",
    "ekonomi": """\
kommunbidrag:
  - {id: bidrag-vo3, verksamhetsområde: vo3, enhet: mnkr, belopp: {2021: 241.1, 2022: 247.9}}
""",
    "kommunbidrag": "{id: bidrag-vo3, verksamhetsområde: vo3, enhet: mnkr, belopp: {2021: 241.1, 2022: 247.9}}",
    "driftbudget": """\
id: drift-vo3
verksamhetsområde: vo3
enhet: tkr
jämförelse: 2020
rader:
  - {namn: Intäkter, föregående: 20300, budget: 21000}
""",
    "budgetrad": "{namn: Intäkter, slag: intäkter, föregående: 20300, budget: 21000, förändring: 700}",
    "brygga": """\
ingående: {namn: Budget 2020, belopp: 234133}
poster:
  - {namn: Löneökningar, belopp: 4200}
  - {namn: Besparingar, belopp: -1200}
utgående: {namn: Budget 2021, belopp: 237133}
""",
    "bryggpost": "{namn: Löneökningar, belopp: 4200}",
    "investering": """\
id: inv-vo3
verksamhetsområde: vo3
rader:
  - {namn: Inventarier, belopp: {2021: 300}}
""",
    "investeringsrad": "{namn: Inventarier, belopp: {2021: 300, 2022: 300}}",
    "ekonomitabell": """\
id: nyckeltal
rubrik: Resultat och nyckeltal
kolumner: [Bokslut 2019, {namn: Budget 2021, avser: 2021}]
rader:
  - {namn: Nettokostnad, värden: [228400, 241100]}
  - {namn: Intäktsfinansieringsgrad, enhet: procent, värden: [38.4, saknas]}
""",
    "tabellkolumn": "{namn: Budget 2021, avser: 2021}",
    "tabellrad": "{namn: Platser, enhet: platser, delar: [förskola, grundskola], värden: [[120, 340], [125, 335]]}",
    "årshjulsdel": """\
månader: [mars]
punkter:
  - Bokslut och verksamhetsberättelse.
""",
    "årshjulspunkt": "{text: Nämnden beslutar om internkontrollplanen., vem: nämnden}",
    "styrdokumentgrupp": """\
rubrik: Nämndens egna
dokument:
  - {namn: Riktlinjer för ekonomiskt bistånd, antaget: 2019}
""",
    "styrdokument": "{namn: Riktlinjer för ekonomiskt bistånd, antaget: 2019, revideras: vartannat år}",
    "profil": '{logotyp: logotyp.png, accentfärg: "#0b4f79", typsnittsfamilj: Verdana}',
    "undantag": "{regel: IND307, id: hvb-dygn, motivering: Källan anger värdet så., till: 2021-12-31}",
    "uppföljningsdokument": """\
format: 1
uppföljning: {plan: sn-2021, period: delår 2, per: 2021-08-31}
utfall:
  hvb-dygn: {värde: 1890, prognos: 2700}
""",
    "uppföljning": "{plan: sn-2021, period: delår 2, per: 2021-08-31}",
    "utfall": """\
värde: 1890
prognos: 2700
kommentar: Två nya placeringar under sommaren.
""",
    "beslutad bedömning": """\
bedömning: delvis
motivering: Placeringarna är färre men målet nås inte.
åtgärd: Fler familjehem rekryteras.
ansvarig: enhetschefen
klart: 2021-10
""",
    "uppdragsrapport": "{status: pågår, kommentar: Sju ungdomar har sökt.}",
    "statusrapport": "{status: försenad, kommentar: Klart i oktober.}",
    "effekt": "{styckpris: {belopp: 1.6, enhet: mnkr, per: helårsplacering}, antal: 3}",
    "styckpris": "{belopp: 1.6, enhet: mnkr, per: helårsplacering}",
    "riskrapport": "{sannolikhet: 4, kommentar: Två händelser i juni.}",
    "effektrapport": "{effekt: 400, prognos: 900, enhet: tkr}",
    "kontrollrapport": """\
resultat: med avvikelse
datum: 2021-05-12
urval: 20
avvikelser: 2
avvikelse: Två beslut saknar delegationsnummer.
åtgärd: Rutinen är ny.
ansvarig: enhetschefen
klart: 2021-10
""",
    "postutfall": "{namn: Placeringar, budget: -40, prognos: -51, avvikelse: -11}",
    "ekonomiutfall": "{budget: 156089, utfall: 161240, prognos: 240900}",
}
"""Delens namn → exemplet."""
