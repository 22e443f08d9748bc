"""En tabell över det som mäts in, indikatorer ut: namn, enhet, skala, utgångsvärde och målvärde."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from planverktyg.blanketter.importera.block import på_en_rad
from planverktyg.blanketter.importera.delar.malvarden import Målvärde, ur_ruta
from planverktyg.blanketter.importera.regler.indikatorer import REGEL
from planverktyg.blanketter.importera.regler.tabellregel import normalrubrik
from planverktyg.blanketter.importera.tal import ÅR, Mätt, läs_mätt, läs_tid, utan_fotnotsmärke, är_tom
from planverktyg.blanketter.importera.utkast import Post
from planverktyg.granskning.enheter import VANLIGA
from planverktyg.modell.grund.svenska import räkna_upp

if TYPE_CHECKING:
    from planverktyg.blanketter.importera.block import Block
    from planverktyg.blanketter.importera.utkast import Utkast

_KOLADA = re.compile(r"\(?\b([NU]\d{5})\b\)?[:.]?\s*")
_ORD_FÖR_SAKNAS = re.compile(
    r"(?i)\b(saknas|finns ej|ej mätt|mäts ej|ny indikator|nytt mått|inte mätts|uppgift saknas|ingen uppgift)\b"
)


def läs_tabell(utkast: Utkast, block: Block, kolumner: dict[str, int], enheter: tuple[str, ...]) -> list[Post]:
    """Tabellens indikatorer."""
    rubriker = [på_en_rad(r) for r in block.rader[0]]
    år = utkast.plan["år"]
    utfallsår = [] if "utgångsvärde" in kolumner else _utfallsår(rubriker, år if isinstance(år, int) else år["från"])
    for nr in utfallsår:
        rubriker[nr] = f"Utfall {rubriker[nr]}"
    if utfallsår:
        kolumner = REGEL.kolumnerna(rubriker) or kolumner
    kolumner, flera = _med_år(kolumner, rubriker)
    kolumner, könen = _med_kön(kolumner, rubriker)
    poster: list[Post] = []
    for nr, rad in enumerate(block.rader[1:], 1):
        rutor = [*map(på_en_rad, rad)]
        if rutor[kolumner["namn"]]:
            poster.append(
                _Rad(utkast, rutor, rubriker, kolumner, block.rad + nr, könen=könen).indikator(enheter, flera)
            )
        elif poster and any(rutor):
            skrivet = " | ".join(r for r in rutor if r)
            utkast.fråga(poster[-1], f"raden under i källan säger {skrivet}", block.rad + nr)
    if poster and utfallsår:
        kolumnerna = räkna_upp([rubriker[nr].removeprefix("Utfall ") for nr in utfallsår])
        utkast.fråga(poster[0], f"kolumnerna {kolumnerna} är lästa som utfall", block.rad)
    return poster


def _utfallsår(rubriker: list[str], år: int) -> list[int]:
    """Kolumner som bara heter ett år före planens: tidigare utfall."""
    return [nr for nr, r in enumerate(rubriker) if re.fullmatch(rf"(?i)(?:år )?{ÅR}", r) and int(r[-4:]) < år]


_KÖN = {"kvinnor": r"\b(kvinnor|flickor)\b", "män": r"\b(män|pojkar)\b"}


def _med_kön(kolumner: dict[str, int], rubriker: list[str]) -> tuple[dict[str, int], dict[str, int]]:
    """Kolumnerna med totalen som utgångsvärde, och det senaste årets könen: ett köns värde är aldrig hela värdet."""
    alla = REGEL.alla("utgångsvärde", rubriker)
    åren = {nr: max(re.findall(ÅR, rubriker[nr]), default="") for nr in alla}
    senaste = [nr for nr in alla if åren[nr] == max(åren.values())]
    könen = {
        kön: nr for nr in senaste for kön, mönster in _KÖN.items() if re.search(mönster, normalrubrik(rubriker[nr]))
    }
    if not könen:
        return kolumner, {}
    total = next((nr for nr in senaste if nr not in könen.values()), None)
    utan = {namn: nr for namn, nr in kolumner.items() if namn != "utgångsvärde"}
    return (utan, könen) if total is None else (utan | {"utgångsvärde": total}, könen)


class _Flera(NamedTuple):
    """Kolumner som är samma sak för flera år: året → kolumnen."""

    utfall: dict[int, int]
    mål: dict[int, int]


def _med_år(kolumner: dict[str, int], rubriker: list[str]) -> tuple[dict[str, int], _Flera]:
    """Kolumnerna med det senaste utfallet som utgångsvärde, och de andra åren för sig."""
    utfall, mål = (_åren(namn, rubriker) for namn in ("utgångsvärde", "målvärde"))
    if len(utfall) > 1:
        kolumner = kolumner | {"utgångsvärde": utfall[max(utfall)]}
    return kolumner, _Flera(utfall if len(utfall) > 1 else {}, mål if len(mål) > 1 else {})


def _åren(namn: str, rubriker: list[str]) -> dict[int, int]:
    """Året → kolumnen, när varje kolumn av slaget har ett eget år; annars tomt."""
    platser = REGEL.alla(namn, rubriker)
    år = [re.findall(ÅR, rubriker[plats]) for plats in platser]
    if any(len(ett) != 1 for ett in år) or len({ett[0] for ett in år}) != len(år):
        return {}
    return {int(ett[0]): plats for ett, plats in zip(år, platser, strict=True)}


class _Rad:
    """En rad i tabellen, medan den blir en indikator."""

    def __init__(
        self,
        utkast: Utkast,
        rutor: list[str],
        rubriker: list[str],
        kolumner: dict[str, int],
        rad: int,
        *,
        könen: dict[str, int],
    ) -> None:
        self.könen = könen
        self.utkast, self.rutor, self.rubriker, self.kolumner, self.rad = utkast, rutor, rubriker, kolumner, rad
        self.steg: dict[str, int] | None = None
        self.post = Post()

    def ruta(self, kolumn: str) -> str:
        """Rutans text. Tom när kolumnen saknas."""
        return self.rutor[self.kolumner[kolumn]] if kolumn in self.kolumner else ""

    def rubrik(self, kolumn: str) -> str:
        """Kolumnens rubrik, så som mönstren ser den."""
        return normalrubrik(self.rubriker[self.kolumner[kolumn]]) if kolumn in self.kolumner else ""

    def fråga(self, text: str) -> None:
        self.utkast.fråga(self.post, text, self.rad)

    def indikator(self, enheter: tuple[str, ...], flera: _Flera) -> Post:
        """Indikatorn på raden."""
        skalans_text = self._namnge()
        före, före_enhet = self._utgångsvärde(self.ruta("utgångsvärde"))
        lästa = self._könens_värden()
        namn = self.post["namn"]
        mål = ur_ruta(
            self.ruta("målvärde"), namn=namn, före=före if isinstance(före, Decimal) else None, steg=self.steg
        )
        if mål is not None and _olika_stora(före_enhet, mål.enhet):
            self.fråga(f"utgångsvärdet är i {före_enhet} och målet i {mål.enhet}: skriv båda i samma enhet")
            nu = self.post["utgångsvärde"]
            self.post["utgångsvärde"] = {
                "saknas": self.ruta("utgångsvärde"),
                **{k: nu[k] for k in ("avser",) if k in nu},
            }
            mål = ur_ruta(self.ruta("målvärde"), namn=namn, före=None, steg=self.steg)
        är_milstolpe = mål is not None and isinstance(mål.värde, dict) and "klart" in mål.värde
        if not är_milstolpe:
            self._sätt_enhet([self.ruta("enhet"), mål.enhet if mål else "", före_enhet], enheter)
        if skalans_text and "skala" not in self.post:
            self.post.kommentarer.append(f"Källans skala: {skalans_text}")
        self._ackumuleras()
        self._sätt_mål(mål)
        self._andra_år(flera)
        self.post.update({fält: self.ruta(fält) for fält in ("mätmetod", "ansvarig") if self.ruta(fält)})
        self._övriga({*self.kolumner.values(), *flera.utfall.values(), *flera.mål.values(), *lästa})
        self.utkast.förstod("indikator", namn, self.rad)
        return self.post

    def _namnge(self) -> str:
        """Sätter id, namn och beteckningar. Lämnar förklaringen av skalan, så som den stod."""
        namn, kolada = _utan_kolada(self.ruta("namn"))
        namn, self.steg, skalans_text = _utan_skala(namn)
        self.post["id"] = self.utkast.id(namn, "indikator")
        if nummer := re.match(r"(\d{1,2}(?:\.\d{1,2})*|[A-ZÅÄÖ])[.)]\s+(?=\S)", namn):
            self.post["nummer"], namn = nummer[1], namn[nummer.end() :]
        self.post["namn"] = namn or self.ruta("namn")
        if kolada or re.fullmatch(r"[NU]\d{5}", self.ruta("kolada")):
            self.post["kolada"] = kolada or self.ruta("kolada")
        return skalans_text

    def _utgångsvärde(self, text: str) -> tuple[Any, str]:
        """Sätter utgångsvärdet. Lämnar värdet och dess enhet."""
        if är_tom(text):
            return None, ""
        om = _tiden(self.rubrik("utgångsvärde"))
        if self.steg is not None and (ordet := _steg_av(text, self.steg)):
            self.post["utgångsvärde"] = {"värde": ordet, **om}
            return ordet, ""
        if re.fullmatch(r"(?i)ja|nej|delvis", text):
            self.post["utgångsvärde"] = {"värde": text.casefold(), **om}
            return text.casefold(), "" if text.casefold() == "delvis" else "ja/nej"
        mätt, är_ungefärligt = _ungefär(text)
        if är_ungefärligt:
            om = {**om, "kommentar": text}
        if mätt is None:
            self.post["utgångsvärde"] = {"saknas": text, **{k: v for k, v in om.items() if k == "avser"}}
            if not _ORD_FÖR_SAKNAS.search(text):
                self.fråga(f"utgångsvärdet är text i källan: {text}")
            return None, ""
        if mätt.inom_parentes:
            egen = läs_tid(mätt.inom_parentes)
            om = {**om, "kommentar": f"({mätt.inom_parentes})"} if egen is None else {"avser": egen}
        self.post["utgångsvärde"] = {"värde": mätt.tal, **om}
        return mätt.tal, mätt.enhet

    def _könens_värden(self) -> list[int]:
        """Sätter könens värden vid totalens. Lämnar kolumnerna som då är lästa."""
        if not self.könen:
            return []
        värden = {kön: mätt.tal for kön, nr in self.könen.items() if (mätt := _ungefär(self.rutor[nr])[0])}
        nu = self.post.get("utgångsvärde", {})
        if "utgångsvärde" not in self.kolumner and värden:
            self.post["utgångsvärde"] = {"saknas": "Källan har bara värden för könen."}
        if "värde" in nu and set(värden) == set(_KÖN):
            nu["kön"] = värden
            return list(self.könen.values())
        return []

    def _sätt_enhet(self, sagda: list[str], enheter: tuple[str, ...]) -> None:
        if self.steg is not None:
            self.post.update({"enhet": "ja/nej"} if self.steg == {"nej": 0, "ja": 1} else {"skala": self.steg})
            return
        kända = {e.casefold(): e for e in (*VANLIGA, *enheter)}
        namn = self.post["namn"].casefold()
        if sagd := next(filter(None, sagda), ""):
            self.post["enhet"] = kända.get(sagd.casefold(), sagd)
        elif "(%)" in namn or re.match(r"andel(en)?\b", namn):
            self.post["enhet"] = "%"
        elif träff := re.match(r"(?:det )?(?:\w+ )?antal(?:et)? ([^\W\d_]+)", namn):
            self.post["enhet"] = kända.get(träff[1], "antal")
        elif "index" in namn:
            self.post["enhet"] = "index 0–100"
            self.fråga("källan säger inte vilken skala indexet har; 0–100 är en gissning")

    def _ackumuleras(self) -> None:
        växer = r"(?i)\b(för året|under året|genomförda|per år|inledda|avslutade)\b"
        if self.post.get("enhet") not in {None, "%", "ja/nej"} and re.search(växer, self.post["namn"]):
            self.post["ackumuleras"] = "ja"
            self.fråga("ackumuleras är en gissning: värdet verkar växa under året")

    def _sätt_mål(self, mål: Målvärde | None) -> None:
        if mål is None:
            return
        tid = re.search(ÅR, self.rubrik("målvärde"))
        har_gräns = isinstance(mål.värde, dict) and mål.värde.keys() & {"minst", "högst", "över", "under", "mellan"}
        år = self.utkast.plan["år"]
        avser: Any = "ej angivet" if tid is None else int(tid[0])
        if har_gräns and avser != (år if isinstance(år, int) else år["till"]):
            self.post["målvärde"] = {**mål.värde, "avser": avser}
        else:
            self.post["målvärde"] = mål.värde
        if mål.fråga:
            self.fråga(mål.fråga)

    def _andra_år(self, flera: _Flera) -> None:
        """Äldre utfall blir historik, och ett målvärde för varje år står för sig."""
        äldre = [
            self._värdet(år, plats)
            for år, plats in sorted(flera.utfall.items())
            if plats != self.kolumner["utgångsvärde"]
        ]
        if historik := [ett for ett in äldre if ett]:
            nu = self.post.setdefault("utgångsvärde", {"saknas": "Källan har inget värde för det senaste året."})
            nu["historik"] = historik
        före = self.post.get("utgångsvärde", {}).get("värde")
        före = före if isinstance(före, Decimal) else None
        lästa = {
            år: ur_ruta(self.rutor[plats], namn=self.post["namn"], före=före, steg=self.steg)
            for år, plats in sorted(flera.mål.items())
        }
        per_år = {str(år): mål.värde for år, mål in lästa.items() if mål is not None}
        första = next((m for år, m in lästa.items() if flera.mål[år] == self.kolumner["målvärde"]), None)
        for år, mål in lästa.items():
            if mål is not None and mål.fråga and not (första and första.fråga and _samma_slag(första, mål)):
                self.fråga(f"målvärdet för {år}: {mål.fråga}")
        if per_år:
            self.post["målvärde"] = {"per år": per_år}

    def _värdet(self, år: int, plats: int) -> dict[str, Any] | None:
        text = self.rutor[plats]
        if self.steg is not None and (ordet := _steg_av(text, self.steg)):
            return {"värde": ordet, "avser": år}
        if re.fullmatch(r"(?i)ja|nej", text):
            return {"värde": text.casefold(), "avser": år}
        mätt, är_ungefärligt = _ungefär(text)
        if mätt is not None:
            return {"värde": mätt.tal, "avser": år, **({"kommentar": text} if är_ungefärligt else {})}
        return None if är_tom(text) else {"saknas": text, "avser": år}

    def _övriga(self, kända: set[int]) -> None:
        """Kolumner som ingen regel känner igen: deras text följer med i indikatorns beskrivning."""
        sagt = [
            f"{rubrik or 'Utan rubrik'}: {ruta}"
            for nr, (rubrik, ruta) in enumerate(zip(self.rubriker, self.rutor, strict=False))
            if nr not in kända and ruta
        ]
        if sagt:
            self.post["beskrivning"] = "; ".join(sagt)
            self.fråga("kolumner som inte känns igen står i beskrivningen")


def _samma_slag(ett: Målvärde, annat: Målvärde) -> bool:
    """Om målvärdena för två år är skrivna på samma sätt, så att frågan om det ena gäller det andra."""
    return isinstance(ett.värde, dict) and isinstance(annat.värde, dict) and ett.värde.keys() == annat.värde.keys()


_STORLEKAR = (
    {"kr": 1, "kronor": 1, "tkr": 2, "mnkr": 3, "mkr": 3, "mdkr": 4},
    {"min": 1, "minuter": 1, "h": 2, "tim": 2, "timmar": 2, "dag": 3, "dagar": 3, "dygn": 3, "v": 4, "vecka": 4, "veckor": 4,
     "mån": 5, "månad": 5, "månader": 5, "år": 6},
)  # fmt: skip
"""Enheter för samma sak i olika storlek: 6 veckor är inte 6 dagar."""


def _olika_stora(ena: str, andra: str) -> bool:
    """Om två enheter mäter samma sak i olika storlek."""
    return any(slag[ena] != slag[andra] for slag in _STORLEKAR if {ena, andra} <= slag.keys())


def _ungefär(text: str) -> tuple[Mätt | None, bool]:
    """Talet i rutan, och om rutan säger mer än talet: att det är ungefärligt (`ca 4 minuter`), eller har en fotnot (`215 *`)."""
    ungefär = re.match(r"(?i)(?:ca\.?|cirka|ungefär|omkring|drygt|knappt) (?=\d)", text)
    skrivet = text[ungefär.end() :] if ungefär else text
    rent = utan_fotnotsmärke(skrivet)
    mätt = läs_mätt(rent)
    return mätt, mätt is not None and (ungefär is not None or rent != skrivet)


def _tiden(rubrik: str) -> dict[str, Any]:
    """Det som kolumnens rubrik säger om värdena: tiden, och om de är prognoser eller preliminära."""
    tid = re.search(rf"(del[åa]r\w*|tertial) ?\d ?{ÅR}|{ÅR}", rubrik)
    avser = läs_tid(tid[0]) if tid else None
    om: dict[str, Any] = {} if avser is None else {"avser": avser}
    if "prel" in rubrik:
        om["preliminärt"] = "ja"
    elif re.search(r"\bprog", rubrik):
        om["prognos"] = "ja"
    return om


def _utan_kolada(namn: str) -> tuple[str, str]:
    träff = _KOLADA.search(namn)
    if träff is None or (träff.start() and träff.end() < len(namn)):
        return namn, ""
    return (namn[: träff.start()] + namn[träff.end() :]).strip(" ,"), träff[1]


def _utan_skala(namn: str) -> tuple[str, dict[str, int] | None, str]:
    """Namnet utan förklaringen av stegen (`(Ja=2, Delvis=1, Nej=0)`), stegen, och förklaringen så som den stod."""
    for träff in re.finditer(r",?\s*\(([^()]*[=:][^()]*)\)[.,]?", namn):
        steg = _stegen(träff[1])
        if steg is not None:
            kvar = (namn[: träff.start()] + namn[träff.end() :]).strip().rstrip(",").strip()
            return kvar, steg, träff[1]
    return namn, None, ""


def _stegen(text: str) -> dict[str, int] | None:
    steg: dict[str, int] = {}
    väntar = ""
    for bit in re.split(r"[,;]|(?<=\d)\s+(?=[A-ZÅÄÖa-zåäö]+\s*[=:])", text):
        hela = f"{väntar}, {bit.strip()}" if väntar else bit.strip()
        par = [del_.strip() for del_ in re.split("[=:]", hela)]
        if len(par) != 2 or not all(par):
            väntar = hela
            continue
        väntar = ""
        före, efter = par
        ord_, tal = (efter, före) if före.isdigit() else (före, efter)
        if not tal.isdigit():
            return None
        steg[ord_.casefold()] = int(tal)
    if väntar or len(steg) < 2 or len(set(steg.values())) != len(steg):
        return None
    return dict(sorted(steg.items(), key=lambda par: par[1]))


def _steg_av(text: str, steg: dict[str, int]) -> str | None:
    return next((ord_ for ord_, nr in steg.items() if text.strip() == str(nr) or text.casefold() == ord_), None)


_ORDNING = (
    "id", "nummer", "namn", "kolada", "enhet", "skala", "ackumuleras", "per verksamhet", "utgångsvärde", "målvärde", "följs upp",
    "stäms av", "mäts", "mätmetod", "källa", "ansvarig", "beskrivning",
)  # fmt: skip


def i_ordning(post: Post) -> Post:
    """Indikatorn med nycklarna i formatets ordning."""
    ny = Post({namn: post[namn] for namn in _ORDNING if namn in post})
    ny.update({namn: värde for namn, värde in post.items() if namn not in ny})
    ny.kommentarer = post.kommentarer
    return ny
