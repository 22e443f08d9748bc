"""En tabell eller meningar om vad som mäts in, indikatorer ut: namn, enhet, skala, utgångsvärde och målvärde."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from planverktyg.blanketter.importera.block import på_en_rad
from planverktyg.blanketter.importera.delar.malvarden import Målvärde, ur_mening, ur_ruta
from planverktyg.blanketter.importera.regler.indikatorer import REGEL
from planverktyg.blanketter.importera.regler.rubriker import INDIKATORNS_ETIKETTER
from planverktyg.blanketter.importera.regler.tabellregel import normalrubrik
from planverktyg.blanketter.importera.tal import ÅR, Mätt, läs_mätt, läs_tid
from planverktyg.blanketter.importera.utkast import Post, meningar
from planverktyg.granskning.enheter import VANLIGA

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
    kolumner, flera = _med_år(kolumner, rubriker)
    poster: list[Post] = []
    for nr, rad in enumerate(block.rader[1:], 1):
        rutor = [*map(på_en_rad, rad), *([""] * (len(rubriker) - len(rad)))]
        if rutor[kolumner["namn"]]:
            poster.append(_Rad(utkast, rutor, rubriker, kolumner, block.rad + nr).indikator(enheter, flera))
        elif poster and any(rutor):
            skrivet = " | ".join(r for r in rutor if r)
            utkast.fråga(poster[-1], f"raden under i källan säger {skrivet}", block.rad + nr)
    return poster


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
        self, utkast: Utkast, rutor: list[str], rubriker: list[str], kolumner: dict[str, int], rad: int
    ) -> None:
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
        namn = self.post["namn"]
        mål = ur_ruta(
            self.ruta("målvärde"), namn=namn, före=före if isinstance(före, Decimal) else None, steg=self.steg
        )
        är_milstolpe = mål is not None and isinstance(mål.värde, dict) and "klart" in mål.värde
        if not är_milstolpe:
            self._sätt_enhet([self.ruta("enhet"), mål.enhet if mål else "", före_enhet], enheter)
        if skalans_text and "skala" not in self.post:
            self.post.kommentarer.append(f"Källans skala: {skalans_text}")
        self._ackumuleras()
        self._sätt_mål(mål)
        self._andra_år(flera)
        self.post.update({fält: self.ruta(fält) for fält in ("mätmetod", "ansvarig") if self.ruta(fält)})
        self._övriga({*self.kolumner.values(), *flera.utfall.values(), *flera.mål.values()})
        self.utkast.förstod("indikator", namn, self.rad)
        return i_ordning(self.post)

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
        if not text or re.fullmatch(r"[-–—]+", text):
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
        return None if re.fullmatch(r"[-–—]*", text) else {"saknas": text, "avser": år}

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


def _ungefär(text: str) -> tuple[Mätt | None, bool]:
    """Talet i rutan, och om källan säger att det är ungefärligt (`ca 4 minuter`)."""
    ungefär = re.match(r"(?i)(?:ca\.?|cirka|ungefär|omkring|drygt|knappt) (?=\d)", text)
    mätt = läs_mätt(text[ungefär.end() :] if ungefär else text)
    return mätt, ungefär is not None and mätt is not None


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


# --- Meningar ------------------------------------------------------------------------------------------

_OM_MÄTNINGEN = re.compile(
    r"(?i)^\(?(mäts\b|mätperioden?\b|mätning\b|uppföljning(en)?\b|följs upp\b|mätmetod\b|källa\b)|"
    r"^(måluppfyllelserna|indikatorerna) .* följs upp"
)
_RESULTAT = re.compile(
    rf"(?i)^(?:resultat|utfall|nuläge)\s*\(?(?P<tid>{ÅR})?\)?\s*:?\s*(?P<tal>[-−]?\d[\d ,.]*)\s*(?P<enhet>%|procent)?"
)


def ur_meningar(
    utkast: Utkast, text: str, rad: int, *, nummer: str = "", klart: Any = None, perioder: tuple[str, ...] = ()
) -> Post:
    """Indikatorn i ett stycke: en mening om vad som ska nås, och andra om hur det mäts."""
    mäts, mått = dela_mätningen(meningar(text))
    namn = " ".join(mått) or text
    post = Post(id=utkast.id(namn, "indikator"))
    if nummer:
        post["nummer"] = nummer
    post["namn"] = namn
    mål = ur_mening(namn, klart=klart)
    if mål.enhet:
        post["enhet"] = _enhet_ur_mening(namn, mål.enhet)
    post["målvärde"] = mål.värde
    _sätt_mätning(post, mäts, perioder)
    if mål.fråga:
        utkast.fråga(post, mål.fråga, rad)
    utkast.förstod("indikator", namn, rad)
    return i_ordning(post)


_EFTER = re.compile(rf"(?<!\S)(?P<etikett>{'|'.join(INDIKATORNS_ETIKETTER)}):\s+", re.IGNORECASE)


def etiketterna(text: str) -> dict[str, str]:
    """Stycket som etiketter och text (`Mätmetod: … Målvärde: …`). Tomt när det inte börjar med en etikett."""
    delar = _EFTER.split(text)
    if len(delar) < 3 or delar[0].strip():
        return {}
    return {namn.casefold(): värde.strip(" ·;\n") for namn, värde in zip(delar[1::2], delar[2::2], strict=True)}


def lägg_etiketter(utkast: Utkast, post: Post, etiketter: dict[str, str], rad: int, perioder: tuple[str, ...]) -> Post:
    """Indikatorn med det som sägs efter den. Det som inte har någon plats blir en fråga."""
    for namn, text in etiketter.items():
        if namn in {"målvärde", "mål"}:
            mål = ur_ruta(text, namn=post.get("namn", ""), före=None, steg=None)
            if mål is not None and not (isinstance(mål.värde, dict) and "bedöms" in mål.värde):
                tid = post["målvärde"].get("avser") if isinstance(post.get("målvärde"), dict) else None
                är_gräns = isinstance(mål.värde, dict) and tid is not None and "klart" not in mål.värde
                post["målvärde"] = {**mål.värde, "avser": tid} if är_gräns else mål.värde
                if mål.enhet:
                    post["enhet"] = mål.enhet
                continue
        elif namn == "bedöms för hand":
            post["målvärde"] = {"bedöms": text}
            continue
        elif namn in {"följs upp", "stäms av"} and (valda := [p for p in re.split(r", | och ", text) if p in perioder]):
            post[namn] = valda[0] if len(valda) == 1 else valda
            continue
        elif namn in {"mätmetod", "källa", "enhet", "ansvarig"}:
            post[namn] = text
            continue
        post.kommentarer.append(f"Källan säger också: {namn}: {text}")
        utkast.förstod("text vid en indikator", text, rad)
    return i_ordning(post)


def dela_mätningen(alla: list[str]) -> tuple[list[str], list[str]]:
    """Meningarna om hur något mäts eller vad det har varit, och de andra."""
    mäts = [m for m in alla if _OM_MÄTNINGEN.search(m) or _RESULTAT.match(m)]
    return mäts, [m for m in alla if m not in mäts]


def _enhet_ur_mening(namn: str, enhet: str) -> str:
    if enhet != "antal":
        return enhet
    träff = re.match(r"(?i)(?:det (?:genomsnittliga )?)?antalet ([^\W\d_]+)", namn)
    return träff[1].casefold() if träff and träff[1].casefold() in VANLIGA else "antal"


def _sätt_mätning(post: Post, mäts: list[str], perioder: tuple[str, ...]) -> None:
    metod: list[str] = []
    for mening in mäts:
        resultat = _RESULTAT.match(mening)
        mätt = läs_mätt(resultat["tal"].strip().rstrip(".")) if resultat else None
        if resultat and mätt:
            post["utgångsvärde"] = {
                "värde": mätt.tal,
                **({"avser": int(resultat["tid"])} if resultat["tid"] else {}),
                "kommentar": mening,
            }
        else:
            metod.append(mening)
    if metod:
        post["mätmetod"] = " ".join(metod)
    _sätt_perioder(post, " ".join([post["namn"], *metod]), perioder)


def _sätt_perioder(post: Post, text: str, perioder: tuple[str, ...]) -> None:
    """När indikatorn följs upp, om kommunen har perioder med de orden."""
    if re.search(r"(?i)\bhalvårsvis\b", text) and {"halvår", "helår"} <= set(perioder):
        post["följs upp"] = ["halvår", "helår"]
    elif re.search(r"(?i)efter helåret", text) and "helår" in perioder:
        post["följs upp"] = "helår"
        if re.search(r"(?i)avstämning efter (det )?första halvåret", text) and "halvår" in perioder:
            post["stäms av"] = "halvår"
