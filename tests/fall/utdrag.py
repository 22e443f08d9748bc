"""Utdrag blir hela mappar: ett utdrag ur en plan in, filer som går att granska ut.

Det som utdraget utelämnar fylls på sist i varje fil, så att raderna behåller sina nummer. Uppföljningar utan egen plan
hör till en liten plan som inte ger några fynd.
"""

from __future__ import annotations

import re
from pathlib import Path

from planverktyg.arkiv.akt import läs_mappar
from planverktyg.granskning.granskare import Granskare
from planverktyg.modell.grund.fynd import Fynd, sortera

HUVUDEN = {
    "kommun": "kommun: {id: tyreso, namn: Tyresö kommun}",
    "plan": "plan: {id: asn-2020, namn: Nämndplan 2020, nämnd: Arbetsmarknads- och socialnämnden, år: 2020}",
    "uppföljning": "uppföljning: {plan: asn-2020, period: delår 2, per: 2020-08-31}",
}

PLANENS_DELAR = {
    "verksamhetsområden": "verksamhetsområden: [{id: vo3, namn: Individ och familjeomsorg}]",
    "mål": """\
mål:
  - id: hemmaplan-forst
    nivå: nämndmål
    namn: Insatser inom kommunen prioriteras före externa placeringar
    indikatorer:
      - id: hvb-dygn
        namn: Antal dygn på HVB-hem
        enhet: dygn
        ackumuleras: ja
        utgångsvärde: {värde: 3650, avser: 2019}
        målvärde: {högst: 2555}
      - {id: samverkan-polis, namn: Överenskommelse med polisen, enhet: ja/nej, målvärde: ja}
      - id: avslut-arbete
        namn: Andel deltagare som har börjat arbeta
        enhet: "%"
        utgångsvärde: {värde: 12.69, avser: 2019}
        målvärde: {minst: 25}
      - id: sjukfranvaro-kort
        namn: Sjukfrånvaro kort
        enhet: "%"
        per kön: ja
        utgångsvärde: {värde: 4.27, avser: 2019}
        målvärde: {högst: 4}""",
    "uppdrag": """\
uppdrag:
  - id: namnduppdrag
    rubrik: Nämnduppdrag
    källa: nämnden
    uppdrag:
      - {id: sommarjobb, text: Minst fem ungdomar får sommarjobb., enhet: personer, målvärde: {minst: 5}}
      - id: genomlysning
        text: Genomföra en genomlysning.
        delar: [{id: genomlysning-jamforelse, text: Jämföra med andra kommuner.}]""",
    "risker": "risker: [{id: hot-mot-personal, text: Risk för hot mot personal., sannolikhet: 3, konsekvens: 4}]",
    "åtgärder": "åtgärder: [{id: sakerhetsrutiner, text: Gå igenom rutinerna., risker: hot-mot-personal}]",
    "kontrollmoment": "kontrollmoment: [{id: kontroll-hot, text: Uppföljning på möten., risker: hot-mot-personal}]",
    "ekonomi": """\
ekonomi:
  kommunbidrag: [{id: bidrag-vo3, verksamhetsområde: vo3, enhet: tkr, belopp: {2020: 234133}}]""",
}

UPPFÖLJNINGENS_DELAR = {
    "utfall": """\
utfall:
  hvb-dygn: {värde: 1890, prognos: 2700}
  samverkan-polis: ja
  avslut-arbete: {värde: 16.05, prognos: 17.5}
  sjukfranvaro-kort: {värde: 4.8, prognos: 4.6, kön: {kvinnor: 5.1, män: 3.7}}""",
    "uppdrag": """\
uppdrag:
  sommarjobb: {status: klar, värde: 6}
  genomlysning: {status: pågår, delar: {genomlysning-jamforelse: klar}}""",
    "åtgärder": "åtgärder: {sakerhetsrutiner: pågår}",
    "kontrollmoment": "kontrollmoment: {kontroll-hot: utan avvikelse}",
    "ekonomi": "ekonomi: {vo3: {budget: 156089, utfall: 161240, prognos: 240900}}",
}

_FIL = re.compile(r"^# (\S+\.yaml)$", re.MULTILINE)


def dela(text: str) -> dict[str, str]:
    """Utdraget delat vid raderna som nämner en fil. Utan en sådan rad är allt planen; kommentarer överst hoppas över."""
    delar = _FIL.split(text)
    filer = dict(zip(delar[1::2], delar[2::2], strict=True))
    har_innehåll = any(not rad.startswith("#") for rad in delar[0].splitlines()) or not filer
    return {"plan.yaml": delar[0], **filer} if har_innehåll else filer


def fyll_ut(filer: dict[str, str]) -> dict[str, str]:
    """Filerna med det som fattas för att de ska vara hela dokument."""
    slag = {namn: _slag(namn) for namn in filer}
    behöver_plan = "uppföljning" in slag.values() and "plan" not in slag.values()
    fyllda = {namn: _fyll(text, slag[namn], hela=behöver_plan) for namn, text in filer.items()}
    return {"plan.yaml": _fyll("x: y", "plan", hela=True).replace("x: y", ""), **fyllda} if behöver_plan else fyllda


def _slag(namn: str) -> str:
    fil = namn.rpartition("/")[2]
    return "kommun" if fil.startswith("kommun") else "plan" if fil.startswith("plan") else "uppföljning"


def _fyll(text: str, slag: str, *, hela: bool) -> str:
    text = text.rstrip("\n") + "\n"
    nycklar = re.findall(r"^([^\s#:-][^:\n]*):", text, re.MULTILINE)
    if "format" in nycklar or not nycklar:
        return text
    if slag == "plan" and "indikatorer" in nycklar:
        text = _i_ett_mål(text)
    delar = {"format": "format: 1", slag: HUVUDEN[slag]}
    if hela:
        delar |= {"plan": PLANENS_DELAR, "uppföljning": UPPFÖLJNINGENS_DELAR, "kommun": {}}[slag]
    if slag not in nycklar and set(nycklar) & {"uppfoljning"}:
        del delar[slag]
    return text + "".join(f"{del_}\n" for nyckel, del_ in delar.items() if nyckel not in nycklar)


def _i_ett_mål(text: str) -> str:
    före, _, resten = text.partition("indikatorer:\n")
    block = re.match(r"(?:[ #].*\n|\n)*", resten)
    assert block is not None
    indraget = re.sub(r"^(?=.)", "    ", block[0], flags=re.MULTILINE)
    return (
        f"{före}mål:\n  - id: malet\n    nivå: nämndmål\n    namn: Målet\n    indikatorer:\n"
        f"{indraget}{resten[block.end() :]}"
    )


def granska_filer(filer: dict[str, str], mapp: Path) -> list[Fynd]:
    """Fynden när filerna står i mappen, som ska vara arbetsmappen."""
    (mapp / ".git").mkdir()  # husregler söks inte ovanför projektets rot
    for namn, text in filer.items():
        fil = mapp / namn
        fil.parent.mkdir(exist_ok=True)
        fil.write_text(text, encoding="utf-8", newline="")
    granskare = Granskare()
    return sortera([fynd for läst in läs_mappar(Path()) for fynd in granskare.granska_mapp(läst)])


def skriv_fynd(fynd: list[Fynd]) -> str:
    """Ett fynd på varje rad: `fil:rad:kolumn kod allvar text | råd`."""
    return "".join(f"{f.plats} {f.kod} {f.allvar.value} {f.text}{' | ' if f.råd else ''}{f.råd}\n" for f in fynd)
