"""Tabeller med belopp in, kommunbidrag, driftbudget med brygga och investeringar ut."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from planverktyg.blanketter.importera.block import på_en_rad
from planverktyg.blanketter.importera.regler import pengar as regler
from planverktyg.blanketter.importera.regler.tabellregel import normalrubrik
from planverktyg.blanketter.importera.tal import ÅR, som_tal, är_tom
from planverktyg.blanketter.importera.utkast import Post

if TYPE_CHECKING:
    from planverktyg.blanketter.importera.block import Block
    from planverktyg.blanketter.importera.utkast import Utkast


def läs_pengar(utkast: Utkast, block: Block, rubrik: str, rubrikens_slag: str) -> str | None:
    """Lägger tabellen i ekonomin. Lämnar datablocket som den hör till, eller None när den är något annat."""
    rader = [[på_en_rad(r) for r in rad] for rad in block.rader]
    for läsare in (_kommunbidrag, _driftbudget, _brygga, _investeringar, _annan_tabell):
        if slag := läsare(utkast, rader, rubrik, block.rad, rubrikens_slag):
            return slag
    return None


def enhet_i(text: str) -> str | None:
    """Beloppens enhet, om texten nämner den."""
    return next((enhet for enhet, mönster in regler.ENHETER if re.search(mönster, text.casefold())), None)


def verksamhetsområde(utkast: Utkast, text: str, rad: int, *, nytt: bool = True) -> str | None:
    """Id för verksamhetsområdet som texten börjar med (`VO 3 - …`). Det läggs till i planen när det är nytt."""
    ren = re.sub(r"(?i)^kommunbidrag\s*[-–:]\s*", "", på_en_rad(text))
    träff = re.match(regler.VERKSAMHETSOMRÅDE, ren, re.IGNORECASE)
    if träff is None:
        return None
    funnet = next((v for v in utkast.lista("verksamhetsområden") if v["nummer"] == f"VO {träff['nr']}"), None)
    if funnet is None and nytt:
        funnet = Post(id=utkast.id(f"vo{träff['nr']}"), namn=träff["namn"].rstrip(":"), nummer=f"VO {träff['nr']}")
        utkast.lista("verksamhetsområden").append(funnet)
        utkast.förstod("verksamhetsområde", funnet["namn"], rad)
    return funnet["id"] if funnet else None


def _post(utkast: Utkast, slag: str, rubrik: str, gäller: str, rad: int) -> Post:
    område = verksamhetsområde(utkast, gäller, rad) or verksamhetsområde(utkast, rubrik, rad)
    post = Post(id=utkast.id(f"{slag} {område or rubrik or gäller}", slag))
    if område:
        post["verksamhetsområde"] = område
    if rubrik:
        post["rubrik"] = rubrik
    utkast.ekonomi.setdefault(slag, []).append(post)
    return post


# --- Kommunbidrag -------------------------------------------------------------------------------------


def _kommunbidrag(utkast: Utkast, rader: list[list[str]], rubrik: str, rad: int, slaget: str) -> str | None:
    """En rad med anslag, och ett år i varje kolumn."""
    år = _årskolumner(rader[0])
    om = f"{rader[0][0]} {rubrik} {slaget}".casefold()
    if slaget == "driftbudget" or len(rader) != 2 or not år:
        return None
    if not re.search(regler.KOMMUNBIDRAG, f"{om} {rader[1][0].casefold()}"):
        return None
    belopp = [som_tal(ruta) for ruta in rader[1][1 : len(år) + 1]]
    if len(belopp) != len(år) or None in belopp:
        return None
    tabellens = rader[0][0] if normalrubrik(rader[0][0]) not in {"", "post", "mnkr", "tkr"} else rubrik
    post = _post(utkast, "kommunbidrag", tabellens or rubrik, rader[0][0] or rubrik, rad)
    enhet = enhet_i(f"{rader[1][0]} {rader[0][0]} {rubrik}")
    _sätt_enhet(utkast, post, enhet, [b for b in belopp if b is not None], rad)
    post.kommentarer.append(f"Källans kolumner: {' | '.join(rader[0])}")
    post["belopp"] = dict(zip(år, belopp, strict=True))
    if rader[1][0]:
        post.kommentarer.append(f"Radens namn i källan: {rader[1][0]}")
    _förstod_belopp(utkast, belopp, rad)
    return "kommunbidrag"


def _årskolumner(rubriker: list[str]) -> list[str]:
    """Året i varje kolumn efter den första. Tomt när någon kolumn saknar år, eller två har samma."""
    år = [t["år"] for ruta in rubriker[1:] if (t := re.search(regler.ÅRSKOLUMN, normalrubrik(ruta)))]
    return år if len(set(år)) == len(rubriker) - 1 else []


def _sätt_enhet(utkast: Utkast, post: Post, enhet: str | None, belopp: list[Decimal], rad: int) -> None:
    if enhet is None:
        enhet, skäl = _gissa_enhet(utkast, belopp)
        utkast.fråga(post, f"källan skriver inte ut enheten; {enhet} är en gissning ({skäl})", rad)
    post["enhet"] = enhet


def _gissa_enhet(utkast: Utkast, belopp: list[Decimal]) -> tuple[str, str]:
    """Enheten som gör beloppet lika stort som ett annat i planen, annars efter hur stora talen är."""
    for bidrag in utkast.ekonomi.get("kommunbidrag", []):
        for annat in bidrag.get("belopp", {}).values():
            if bidrag["enhet"] == "mnkr" and any(abs(b / 1000 - annat) <= Decimal("0.06") for b in belopp):
                return "tkr", f"samma belopp står som {annat} mnkr i kommunbidraget".replace(".", ",", 1)
    if belopp and max(map(abs, belopp)) < 2000 and any(b % 1 for b in belopp):
        return "mnkr", "talen är små och har decimaler"
    if belopp and max(map(abs, belopp)) >= 10_000_000:
        return "kr", "talen är stora"
    return "tkr", "så skrivs budgetar oftast"


def _förstod_belopp(utkast: Utkast, belopp: list[Any], rad: int) -> None:
    for ett in belopp:
        if ett is not None:
            utkast.förstod("belopp", f"{ett}", rad)


# --- Driftbudget --------------------------------------------------------------------------------------


def _driftbudget(utkast: Utkast, rader: list[list[str]], rubrik: str, rad: int, _slaget: str) -> str | None:
    """Rader med belopp ett tidigare år, budget och kanske förändring."""
    kolumner = _budgetkolumner(rader[0])
    if kolumner is None or len(rader) < 2:
        return None
    lästa = [_budgetrad(r, kolumner) for r in rader[1:]]
    if not all(lästa):
        return None
    hörn = re.sub(r"\s*\((?:tkr|mnkr|mkr|kr)\)$", "", rader[0][0])
    post = _post(utkast, "driftbudget", rubrik, rubrik or hörn, rad)
    if hörn and hörn != rubrik:
        post["hörnrubrik"] = hörn
    belopp = [b for r in lästa if r for b in (r.get("föregående"), r["budget"], r.get("förändring")) if b is not None]
    _sätt_enhet(utkast, post, enhet_i(f"{rader[0][0]} {rubrik}"), belopp, rad)
    if kolumner["föregående"] is not None:
        jämförs = re.search(regler.JÄMFÖRELSE, normalrubrik(rader[0][kolumner["föregående"]]))
        assert jämförs is not None
        post["jämförelse"] = int(jämförs["år"])
        post["jämförelsen är"] = regler.JÄMFÖRELSEN_ÄR[jämförs["slag"]]
    post.kommentarer.append(f"Källans kolumner: {' | '.join(rader[0])}")
    post["rader"] = lästa
    _förstod_belopp(utkast, belopp, rad)
    return "driftbudget"


def _budgetkolumner(rubriker: list[str]) -> dict[str, int | None] | None:
    normala = [normalrubrik(r) for r in rubriker]
    budgetar = [nr for nr, r in enumerate(normala) if nr and re.search(regler.BUDGET, r)]
    if not budgetar:
        return None
    budget = max(budgetar, key=lambda nr: normala[nr][-4:])
    före = [nr for nr, r in enumerate(normala) if nr not in {0, budget} and re.search(regler.JÄMFÖRELSE, r)]
    ändring = next((nr for nr, r in enumerate(normala) if re.search(regler.FÖRÄNDRING, r)), None)
    procent = next((nr for nr, r in enumerate(normala) if re.search(regler.FÖRÄNDRING_PROCENT, r)), None)
    kända = {0, budget, *före, *(nr for nr in (ändring, procent) if nr is not None)}
    if len(före) > 1 or kända != set(range(len(rubriker))):
        return None
    return {
        "föregående": före[0] if före else None,
        "budget": budget,
        "förändring": ändring,
        "förändring procent": procent,
    }


def _budgetrad(rad: list[str], kolumner: dict[str, int | None]) -> Post | None:
    namn = rad[0]
    post = Post(namn=namn)
    slag = next((slag for slag, mönster in regler.RADSLAG if re.search(mönster, normalrubrik(namn))), None)
    if slag:
        post["slag"] = slag
    for nyckel, plats in kolumner.items():
        if plats is None:
            continue
        ruta = rad[plats] if plats < len(rad) else ""
        tal = som_tal(ruta.rstrip("% "))
        if tal is None and not är_tom(ruta):
            return None
        if tal is not None:
            post[nyckel] = tal
    return post if namn and "budget" in post else None


# --- Investeringar och andra tabeller ----------------------------------------------------------------


def _investeringar(utkast: Utkast, rader: list[list[str]], rubrik: str, rad: int, slaget: str) -> str | None:
    """Investeringar med ett år i varje kolumn, och kanske en summa sist."""
    år = _årskolumner(rader[0])
    om = f"{rader[0][0]} {rubrik} {slaget}".casefold()
    if "investering" not in om or not år or len(rader) < 2:
        return None
    belopp = [[som_tal(ruta) for ruta in r[1:]] for r in rader[1:]]
    if any(len(r) != len(år) or None in r for r in belopp):
        return None
    poster = [Post(namn=r[0], belopp=dict(zip(år, tal, strict=True))) for r, tal in zip(rader[1:], belopp, strict=True)]
    summa = poster.pop() if len(poster) > 1 and re.match(r"(?i)(summa|totalt)", poster[-1]["namn"]) else None
    post = _post(utkast, "investeringar", rubrik, rubrik, rad)
    alla = [b for r in belopp for b in r if b is not None]
    _sätt_enhet(utkast, post, enhet_i(f"{rader[0][0]} {rubrik}"), alla, rad)
    post.kommentarer.append(f"Källans kolumner: {' | '.join(rader[0])}")
    post["rader"] = poster
    if summa is not None:
        post["summa"] = summa["belopp"]
        post.kommentarer.append(f"Källans summa: {summa['namn']}")
    _förstod_belopp(utkast, alla, rad)
    return "investeringar"


def _annan_tabell(utkast: Utkast, rader: list[list[str]], rubrik: str, rad: int, _slaget: str) -> str | None:
    """En tabell med tal i alla kolumner utom den första, och minst ett år i rubrikerna."""
    bredd = len(rader[0])
    har_år = any(re.search(ÅR, ruta) for ruta in rader[0][1:])
    if (
        bredd < 3
        or len(rader) < 2
        or not har_år
        or not all(rader[0][1:])
        or any(len(r) != bredd or not r[0] for r in rader)
    ):
        return None
    celler = [[_cell(ruta) for ruta in r[1:]] for r in rader[1:]]
    if any(c is None for r in celler for c in r) or not any(isinstance(c, Decimal) for r in celler for c in r):
        return None
    enhet = enhet_i(f"{rader[0][0]} {rubrik}")
    if enhet is None and not re.search(regler.OM_PENGAR, " ".join([rubrik, *(r[0] for r in rader)]).casefold()):
        return None
    i_procent = [all(ruta.endswith("%") for ruta in r[1:]) for r in rader[1:]]
    post = _post(utkast, "tabeller", rubrik, rubrik or rader[0][0], rad)
    alla = [c for r in celler for c in r if isinstance(c, Decimal)]
    _sätt_enhet(utkast, post, enhet, alla, rad)
    if rader[0][0] and rader[0][0] != rubrik:
        post["hörnrubrik"] = rader[0][0]
    post["kolumner"] = rader[0][1:]
    post["rader"] = [
        Post(namn=r[0], **({"enhet": "%"} if procent else {}), värden=tal)
        for r, tal, procent in zip(rader[1:], celler, i_procent, strict=True)
    ]
    _förstod_belopp(utkast, alla, rad)
    return "tabeller"


def _cell(ruta: str) -> Decimal | str | None:
    """Talet i rutan, `saknas` när den är tom, eller None när den har annat än ett tal."""
    if är_tom(ruta):
        return "saknas"
    return som_tal(ruta.rstrip("% "))


# --- Bryggan ------------------------------------------------------------------------------------------


def _brygga(utkast: Utkast, rader: list[list[str]], _rubrik: str, rad: int, _slaget: str) -> str | None:
    """Två kolumner: ett belopp, poster med tecken, och det nya beloppet. Hör till driftbudgeten ovanför."""
    driftbudget = next(iter(utkast.ekonomi.get("driftbudget", [])[-1:]), None)
    if normalrubrik(rader[0][0]) == "post" and som_tal(rader[0][-1]) is None:
        rader = rader[1:]
    if driftbudget is None or "brygga" in driftbudget or len(rader) < 3 or any(len(r) != 2 for r in rader):
        return None
    belopp = [som_tal(tal.strip("*")) for _, tal in rader]
    if None in belopp:
        return None
    mellan = [re.match(r"\s*([-–−+])\s*\S", namn) or re.match(r"\s*([-−+])", tal) for namn, tal in rader[1:-1]]
    if not all(mellan):
        return None
    poster = [_bryggpost(namn, b) for (namn, _), b in zip(rader, belopp, strict=True) if b is not None]
    brygga = Post()
    texter = driftbudget.pop("kommentar", None)
    if texter:
        brygga["beskrivning"] = texter
    brygga.update({"ingående": poster[0], "poster": poster[1:-1], "utgående": poster[-1]})
    driftbudget["brygga"] = brygga
    _förstod_belopp(utkast, belopp, rad)
    return "driftbudget"


def _bryggpost(namn: str, belopp: Decimal) -> dict[str, Any]:
    tecken = re.match(r"\s*([-–−+])\s*", namn)
    rent = namn[tecken.end() :] if tecken else namn
    if tecken and tecken[1] != "+" and belopp > 0:
        belopp = -belopp
    return {"namn": rent.strip("* ").rstrip(":").strip(), "belopp": belopp}
