"""En nyckel i formatet in, en mening om att den är ändrad ut: `Enheten är ändrad`, `Orden för stegen är ändrade`."""

from __future__ import annotations

_ORDEN = {
    "ändrad": """
        accepterad=Accepteringen av risken  ackumuleras=Uppgiften om värdet växer under året  andel=Andelen
        angivet riskvärde=Uppgiften om riskvärdet  ansvarig=Uppgiften om vem som är ansvarig  avser=Tiden
        avslutning=Den avslutande texten  avstämning=Avstämningen  avvikelse=Avvikelsen  band=Bandindelningen
        bedömning=Bedömningen  beskrivning=Beskrivningen  beslutad av=Uppgiften om vem som har bedömt
        brygga=Bryggan  budget=Budgeten  devis=Devisen  disposition=Dispositionen  effekt=Effekten
        ej mätt=Förklaringen till att värdet inte är mätt  ekonomi=Ekonomin
        ekonomisk effekt=Den ekonomiska effekten  enhet=Enheten  exempel=Uppgiften om att värdena är exempel
        fas=Fasen  fotnot=Fotnoten  frekvens=Frekvensen  färg=Färgen
        följs upp från=Tiden för den första uppföljningen  föregångare=Hänvisningen till planen före
        förändring procent=Förändringen i procent  förändring=Förändringen
        gäller från=Tiden då dokumentet börjar gälla  gäller till=Tiden då dokumentet slutar gälla
        historik=Historiken  hämtad=Dagen då värdet hämtades  hörnrubrik=Hörnrubriken  indikator=Indikatorn
        indikatorer kallas=Benämningen på indikatorerna  instans=Instansen  jämförelse=Jämförelsen
        jämförelsen är=Uppgiften om vad jämförelsen är  kategori=Kategorin  klart=Sluttiden
        kolada=Hänvisningen till Kolada  kommentar=Kommentaren  konsekvens=Konsekvensen  kortnamn=Förkortningen
        källa=Källan  lagrum=Lagrummet  metod=Metoden  motivering=Motiveringen  mätmetod=Mätmetoden
        målsättning=Målsättningen  möjlighet=Möjligheten  nivå=Nivån  ny mätmetod=Uppgiften om ny mätmetod
        nämnd=Nämnden  orsak=Orsaken  paragraf=Paragrafen  per kön=Redovisningen per kön
        per=Dagen som läget gäller  period=Perioden  plan=Planen
        preliminärt=Uppgiften om att värdet är preliminärt  process=Processen  prognos=Prognosen
        prognosskala=Prognosskalan  redovisning=Redovisningen  regel=Regeln
        revideras=Uppgiften om hur ofta dokumentet revideras  riskmatris=Riskmatrisen  rubrik=Rubriken
        räknas ur=Beräkningen  rättelse=Rättelsen  saknas=Förklaringen till att värdet saknas
        sammanfattning=Sammanfattningen  sammanvägning=Sammanvägningen  sannolikhet=Sannolikheten  skala=Skalan
        slut=Sluttiden  start=Startdagen  status=Statusen  summa=Summan  symbol=Symbolen  text=Texten
        tidsplan=Tidsplanen  till=Sista dagen  trend=Trenden  tröskel=Tröskeln  täckning=Täckningen
        undertitel=Undertiteln  upprättad av=Uppgiften om vem som har upprättat uppföljningen
        utgår=Förklaringen till att indikatorn utgår  vem=Uppgiften om vem som gör det
        verksamhetsområde=Uppgiften om verksamhetsområde  vid valår=Uppgiften om valår
        viljeyttring=Viljeyttringen  visar=Uppgiften om vad avsnittet visar  vision=Visionen
    """,
    "ändrat": """
        antaget=Året då dokumentet antogs  antal=Antalet  belopp=Beloppet  beslut=Beslutet  block=Innehållet
        datum=Datumet  diarienummer=Diarienumret  format=Formatet  id=Id:t  målvärde=Målvärdet  namn=Namnet
        nummer=Numret  oförändrat=Ordet för oförändrat  resultat=Resultatet
        reviderad=Året då dokumentet reviderades  reviderat=Året då dokumentet reviderades  slag=Slaget
        styckpris=Styckpriset  tidigare id=Det tidigare id:t  undantag=Undantaget  underlag=Underlaget
        utfall=Utfallet  utgångsvärde=Utgångsvärdet  värde=Värdet  årshjul=Årshjulet
    """,
    "ändrade": """
        avsnitt=Avsnitten  bedömningar=Bedömningarna  bidrar till=Målen som det bidrar till
        bygger på=Planerna som den bygger på  delar=Delarna  enheter=Enheterna  etiketter=Etiketterna
        följs upp=Uppföljningstillfällena  indikatorer=Indikatorerna  investeringar=Investeringarna
        kategorier=Kategorierna  kolumner=Kolumnerna  kommunbidrag=Kommunbidragen
        kontrollmoment=Kontrollmomenten  kostnader=Kostnaderna  krav=Kraven  kön=Värdena för kvinnor och män
        mätningar=Mätningarna  mäts=Mättillfällena  mål=Målen  månader=Månaderna  nivåer=Nivåerna
        nyckeltal=Nyckeltalen  nämnder=Nämnderna som delar målet  per nämnd=Uppgifterna per nämnd
        per verksamhet=Uppgifterna per verksamhet  perioder=Perioderna  poster=Posterna  punkter=Punkterna
        rader=Raderna  risker=Riskerna som det gäller  räknar=Delarna som vägs samman
        styrdokument=Styrdokumenten  stäms av=Avstämningstillfällena  tabeller=Tabellerna
        tidigare beslut=De tidigare besluten  uppdrag=Uppdragen  varav=Delbeloppen
        verksamhetsområden=Verksamhetsområdena  värden=Värdena  år=Planens år  åtgärder=Åtgärderna
        åtgärdspunkter=Åtgärdspunkterna
    """,
}
"""Hur ordet böjs → nycklarna som böjs så, var och en med sin benämning i bestämd form."""


def _läs() -> dict[str, str]:
    meningar: dict[str, str] = {}
    for böjning, rader in _ORDEN.items():
        for post in rader.replace("\n", "  ").split("  "):
            nyckel, lika, benämning = post.strip().partition("=")
            if lika:
                meningar[nyckel] = f"{benämning} är {böjning}"
    return meningar


_MENINGAR = _läs()


def skriv_ändrat(nyckel: str, slag: str) -> str:
    """Meningen för en nyckel. En nyckel utan egen benämning nämns med sitt ord och med vad den står i."""
    return _MENINGAR.get(nyckel) or f"En uppgift om {slag} är ändrad ({nyckel})"
