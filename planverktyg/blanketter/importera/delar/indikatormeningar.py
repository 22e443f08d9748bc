"""Meningar om vad som mäts in, en indikator ut: det som ska nås, hur det mäts, och det som står i etiketter efter."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from planverktyg.blanketter.importera.delar.malvarden import Målvärde, ur_mening, ur_ruta
from planverktyg.blanketter.importera.regler.rubriker import INDIKATORNS_ETIKETTER
from planverktyg.blanketter.importera.tal import ÅR, läs_mätt
from planverktyg.blanketter.importera.utkast import Post, meningar
from planverktyg.granskning.enheter import VANLIGA

if TYPE_CHECKING:
    from planverktyg.blanketter.importera.utkast import Utkast

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
    namn, före = _utan_utfall(" ".join(mått) or text)
    namn, mål = _med_mål_efter(namn)
    post = Post(id=utkast.id(namn, "indikator"))
    if nummer:
        post["nummer"] = nummer
    post["namn"] = namn
    if före:
        post["utgångsvärde"] = före
    mål = mål or ur_mening(namn, klart=klart)
    if mål.enhet:
        post["enhet"] = _enhet_ur_mening(namn, mål.enhet)
    post["målvärde"] = mål.värde
    _sätt_mätning(post, mäts, perioder)
    if mål.fråga:
        utkast.fråga(post, mål.fråga, rad)
    utkast.förstod("indikator", namn, rad)
    return post


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
    return post


def dela_mätningen(alla: list[str]) -> tuple[list[str], list[str]]:
    """Meningarna om hur något mäts eller vad det har varit, och de andra."""
    mäts = [m for m in alla if _OM_MÄTNINGEN.search(m) or _RESULTAT.match(m)]
    return mäts, [m for m in alla if m not in mäts]


_UTFALL_SIST = re.compile(
    rf"\((?:(?:utfall|resultat|nuläge|värde) ?)?(?P<tid>{ÅR}):? (?P<tal>[-−]?\d[\d ,.]{{0,12}})(?P<enhet> ?%| procent)?\)\.?$",
    re.IGNORECASE,
)
_MÅL_SIST = re.compile(
    r"(?P<namn>.{3,200}?)(?:: | ?[,–] ?(?:mål|målvärde|målnivå):? )(?P<mål>[^:]{1,40}?)\.?$", re.IGNORECASE
)


def _utan_utfall(namn: str) -> tuple[str, dict[str, Any] | None]:
    """Namnet utan `(utfall 2023: 41 %)` sist, och det värdet."""
    träff = _UTFALL_SIST.search(namn)
    mätt = läs_mätt(träff["tal"].strip()) if träff else None
    if träff is None or mätt is None:
        return namn, None
    return namn[: träff.start()].strip(), {"värde": mätt.tal, "avser": int(träff["tid"])}


def _med_mål_efter(namn: str) -> tuple[str, Målvärde | None]:
    """Namnet utan `: 200` eller `, målvärde 60` sist, och det målvärdet, när det är ett tal eller en gräns."""
    träff = _MÅL_SIST.fullmatch(namn)
    mål = (
        ur_ruta(träff["mål"], namn=träff["namn"], före=None, steg=None)
        if träff and re.search(r"\d", träff["mål"])
        else None
    )
    if träff is None or mål is None or not isinstance(mål.värde, dict) or "bedöms" in mål.värde:
        return namn, None
    return träff["namn"].strip(), mål


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
