"""En akt och en uppföljning in, formuläret ut: ett avsnitt för varje mål och del, med en rad för varje fråga.

Nycklarna kommer ur `svarsslagen`, så en ny nyckel i formatet får sin ruta. Frågorna kommer ur `frågorna`, som i YAML, terminalen
och Excel. Det som kan besvaras men inte behöver det är med, för sig.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from planverktyg.blanketter.formular.omdomen import INGET, Omdömen
from planverktyg.blanketter.formular.underlag import Avsnitt, Delruta, Formulär, Rad, Ruta
from planverktyg.blanketter.fragor import Tillfället, frågorna
from planverktyg.blanketter.inskrivning import läs_som
from planverktyg.blanketter.rutor import det_som_står, står
from planverktyg.blanketter.svarsnycklar import DELNAMN, Svarsart
from planverktyg.blanketter.svarsrad import orden, svarsrader
from planverktyg.modell.fingeravtryck import gällande
from planverktyg.modell.grund.svenska import slugga, versal
from planverktyg.modell.villkor import Svarsslag as Målfråga
from planverktyg.utgivning.ord.exempel import EXEMPEL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from planverktyg.arkiv.akt import Akt
    from planverktyg.blanketter.fragor import Fråga
    from planverktyg.blanketter.inskrivning import Uppföljningsfil
    from planverktyg.blanketter.svarsnycklar import Svarsnyckel, Svarsslag
    from planverktyg.blanketter.svarsrad import Svarsrad
    from planverktyg.modell.plan import Plandokument
    from planverktyg.modell.rapportering import Uppföljning

FÖRST = {
    "bedömningar": ("bedömning", "motivering", "beslutad av"),
    "risker": ("sannolikhet", "konsekvens", "kommentar"),
    "kontrollmoment": ("resultat", "avvikelse", "kommentar"),
    "ekonomi": ("budget", "utfall"),
}
"""Rutorna som visas direkt. Andra delar visar det ensamma svaret, prognosen och kommentaren."""
SKÄL = ("ej mätt", "saknas", "utgår")
VID_AVVIKELSE = ("orsak", "åtgärd", "ansvarig", "klart")
_KORTA = ("ansvarig", "källa", "beslutad av", "bedömning")
"""Texter som ryms på en rad."""
DELAR = {"nyckeltal": "Nyckeltal", **DELNAMN}
ÖVRIGT = "Behöver inte besvaras nu"


def bygg_formulär(akt: Akt, fil: Uppföljningsfil, är_med: Callable[[str], bool] = lambda _: True) -> Formulär:
    """Formuläret så som filen är nu, med frågorna som `är_med` säger ja till (efter id)."""
    byggare = _Byggare(akt, fil)
    huvud = byggare.huvud
    return Formulär(
        f"{versal(huvud.period)} {huvud.per.year}",
        akt.plan.modell.plan.med_nämnd,
        tuple(_märken(huvud, är_beslutad=byggare.rättas)),
        tuple(byggare.avsnitt(är_med)),
    )


def _märken(huvud: Uppföljning, *, är_beslutad: bool) -> Iterator[str]:
    if huvud.exempel:
        yield f"{EXEMPEL}."
    if är_beslutad:
        yield "Uppföljningen är beslutad. Säg vad som rättas, och varför, i rutan rättelse."
    elif huvud.fas != "klar":
        yield f"Utkast ({huvud.fas}): uppföljningen är inte klar."


class _Byggare:
    """Bygger formulärets rader ur en läst uppföljning."""

    def __init__(self, akt: Akt, fil: Uppföljningsfil) -> None:
        self._plan = akt.plan.modell
        self._husregler = akt.husregler
        med, dokument, _ = (akt, fil.dokument, []) if fil.dokument else läs_som(akt, fil.sökväg, fil.källa)
        assert dokument is not None
        self._modell = dokument.modell
        self.huvud = dokument.modell.uppföljning
        self._omdömen = Omdömen(med, dokument)
        self._svarat = det_som_står(fil)
        delar = list(frågorna(akt, Tillfället(self.huvud.period, fil.per)))
        self._frågor = {(del_.nyckel, f.id): f for del_ in delar for f in del_.frågor}
        self._namn = namnen(self._plan)
        self._mål = {mål.id: mål for mål in self._plan.alla_mål()}
        self._målet_för = {i.id: mål.id for mål in self._plan.alla_mål() for i in mål.indikatorer}
        self._målet_för |= {i.id: "nyckeltal" for grupp in self._plan.nyckeltal for i in grupp.nyckeltal}
        self._indikatorer = {i.id: i for i in self._plan.alla_indikatorer()}
        self._uppdraget_för = {d.id: u.id for u in self._plan.alla_uppdrag() for d in u.delar if d.id}
        self._efter_svaret = ("kommentar",) if akt.husregler.är_helår(fil.per) else ("prognos", "kommentar")
        self.rättas = gällande(dokument.modell) is not None

    def avsnitt(self, är_med: Callable[[str], bool]) -> Iterator[Avsnitt]:
        """Målen i planens ordning, sedan de andra delarna, och sist det som inte behöver besvaras."""
        grupper: dict[str, tuple[list[Rad], list[Rad]]] = {id_: ([], []) for id_ in (*self._mål, *DELAR)}
        for svarsrad in svarsrader(self._plan):
            if not är_med(self._uppdraget_för.get(svarsrad.id, svarsrad.id)):
                continue
            rad = self._rad(svarsrad)
            visas = rad.ska_besvaras or rad.är_besvarad or self._hör_till_ett_uppdrag(svarsrad)
            grupper[self._gruppen(svarsrad)][0 if visas else 1].append(rad)
        nummer = 0
        for nyckel, (rader, valfria) in grupper.items():
            if rader:
                nummer += 1
                yield self._avsnitt(nummer, nyckel, rader, valfria)
        övriga = [rad for rader, valfria in grupper.values() if not rader for rad in valfria]
        if övriga:
            yield Avsnitt(nummer + 1, ÖVRIGT, "", INGET, (), tuple(övriga))

    def _avsnitt(self, nummer: int, nyckel: str, rader: list[Rad], valfria: list[Rad]) -> Avsnitt:
        mål = self._mål.get(nyckel)
        if mål is None:
            return Avsnitt(nummer, DELAR[nyckel], "", INGET, tuple(rader), tuple(valfria))
        ovanför = versal(mål.nivå) + (f" {mål.nummer}" if mål.nummer else "")
        return Avsnitt(nummer, versal(mål.namn), ovanför, self._omdömen.målet(nyckel), tuple(rader), tuple(valfria))

    def _gruppen(self, rad: Svarsrad) -> str:
        if rad.slag.nyckel in ("utfall", "bedömningar"):
            return self._målet_för.get(rad.id, rad.id)
        return "uppdrag" if rad.slag.nyckel == "delar" else rad.slag.nyckel

    def _hör_till_ett_uppdrag(self, rad: Svarsrad) -> bool:
        """En del av ett uppdrag visas med uppdraget."""
        return rad.slag.nyckel == "delar" and ("uppdrag", self._uppdraget_för[rad.id]) in self._frågor

    def _rad(self, rad: Svarsrad) -> Rad:
        del_ = rad.slag.nyckel
        fråga = self._frågor.get((del_, rad.id))
        namn, fakta = _delad(fråga.text) if fråga else (self._namn.get(rad.id, rad.id), ())
        först = self._rutorna_först(rad.slag, fråga)
        rutor = [self._ruta(rad, nyckel) for nyckel in rad.slag.nycklar]
        läge = self._omdömen.raden(del_, rad.id)

        def bland(namnen_: Iterable[str]) -> tuple[Ruta, ...]:
            ordning = list(namnen_)
            return tuple(sorted((r for r in rutor if r.nyckel in ordning), key=lambda r: ordning.index(r.nyckel)))

        vid_avvikelse = tuple(n for n in VID_AVVIKELSE if n not in först)
        placerade = {*först, *SKÄL, *vid_avvikelse}
        return Rad(
            rad.id,
            f"rad-{slugga(del_)}-{rad.id}",
            rad.vilken,
            f"Egen bedömning av {namn}" if del_ == "bedömningar" and fråga is None else namn,
            fakta,
            bland(först),
            bland(n for n in SKÄL if n not in först),
            bland(vid_avvikelse),
            tuple(r for r in rutor if r.nyckel not in placerade),
            läge,
            är_besvarad=self._är_besvarad(rad),
            ska_besvaras=fråga is not None,
        )

    def _rutorna_först(self, slag: Svarsslag, fråga: Fråga | None) -> tuple[str, ...]:
        krävs = fråga.nycklar if fråga else ()
        if slag.nyckel in FÖRST:
            valda = (*FÖRST[slag.nyckel], *(self._efter_svaret if slag.nyckel == "ekonomi" else ()))
        elif slag.nyckel == "utfall":
            valda = ("kommentar",) if krävs else self._utfallets(fråga.id if fråga else "")
        else:
            valda = (str(slag.huvudnyckel), *self._efter_svaret)
        rättelse = ("rättelse",) if self.rättas else ()
        return tuple(n for n in dict.fromkeys((*krävs, *valda, *rättelse)) if slag.finns(n))

    def _utfallets(self, id_: str) -> tuple[str, ...]:
        """Värdet, eller ett för var och en av dem som delar på indikatorn, och det som målvärdet frågar efter bredvid."""
        i = self._indikatorer.get(id_)
        jämförs = i and i.målvärde and any(isinstance(g, str) and g not in (i.steg or ()) for g in i.målvärde.gränser())
        delas = (
            [n for n, finns in (("per nämnd", i.per_nämnd), ("per verksamhet", i.per_verksamhet)) if finns] if i else []
        )
        if i and i.målvärde and i.målvärde.svar is Målfråga.REDOVISNING:
            return ("redovisning", *(delas or (("värde",) if i.enhet else ())), "kommentar")
        bredvid = (*(("kön",) if i and i.per_kön else ()), *(("jämförelse",) if jämförs else ()))
        return (*(delas or ("värde",)), *bredvid, *self._efter_svaret)

    def _är_besvarad(self, rad: Svarsrad) -> bool:
        if rad.slag.nyckel == "delar":
            uppdrag = self._modell.uppdrag.get(self._uppdraget_för[rad.id])
            return uppdrag is not None and rad.id in uppdrag.delar
        return rad.id in getattr(self._modell, rad.slag.nyckel)

    def _ruta(self, rad: Svarsrad, nyckel: Svarsnyckel) -> Ruta:
        stod = står(self._svarat, rad.slag, rad.rutt, nyckel.namn, skilje="\n")
        val = orden(rad, nyckel, self._husregler, self.huvud.per)
        if val and stod and stod not in val:
            val = (stod, *val)
        slag = "val" if val else "stycke" if _är_stycke(nyckel) else "rad"
        märke = slugga(nyckel.namn)
        delar = tuple(
            Delruta(namn, f"{märke}-{nr}", värde)
            for nr, (namn, värde) in enumerate(self._delarna(rad, nyckel, stod).items(), 1)
        )
        förslag = self._omdömen.riskens_steg(rad.id, nyckel.namn) if rad.slag.nyckel == "risker" else ""
        return Ruta(
            nyckel.namn, märke, versal(nyckel.namn), _hjälpen(nyckel, delar), slag, val, stod, stod, förslag, delar
        )

    def _delarna(self, rad: Svarsrad, nyckel: Svarsnyckel, stod: str) -> dict[str, str]:
        """Uppslagets namn med det som står där, när namnen är kända och värdena ensamma."""
        if nyckel.art is not Svarsart.UPPSLAG:
            return {}
        i = self._indikatorer.get(rad.id)
        egna = {"per nämnd": i.per_nämnd, "per verksamhet": i.per_verksamhet}.get(nyckel.namn, ()) if i else ()
        skrivna = [par.partition("=")[::2] for par in stod.split(", ") if par]
        if not (kända := egna or nyckel.ord) or any("=" in värde or not värde for _, värde in skrivna):
            return {}
        return dict.fromkeys(kända, "") | dict(skrivna)


_SOM_YAML = re.compile(r"`?\{([^{}]*)\}`?")


def _hjälpen(nyckel: Svarsnyckel, delar: tuple[Delruta, ...]) -> str:
    """Hjälpen till rutan. Exempel i YAML skrivs så som de skrivs i rutan: `kvinnor=40, män=38`."""
    hjälp = _SOM_YAML.sub(lambda träff: träff[1].replace(": ", "="), nyckel.hjälp)
    if delar or "=" in hjälp or nyckel.art not in (Svarsart.UPPSLAG, Svarsart.LISTA):
        return hjälp
    namn = ", ".join(f"{ord_}=…" for ord_ in nyckel.ord[:2]) or "Norr=80, Söder=75"
    return f"{hjälp} {'En post på varje rad' if nyckel.art is Svarsart.LISTA else 'Skriv'}: {namn}."


def _är_stycke(nyckel: Svarsnyckel) -> bool:
    return nyckel.art is Svarsart.LISTA or (nyckel.art is Svarsart.TEXT and nyckel.namn not in _KORTA)


def _delad(text: str) -> tuple[str, tuple[str, ...]]:
    """Frågans namn, och det som behövs för att svara. Råd om hur det skrivs i YAML är inget för en ruta."""
    namn, *fakta = text.split(" · ")
    return namn, tuple(f.partition("; annars")[0] for f in fakta if not f.startswith("Så svarar du: {"))


def namnen(plan: Plandokument) -> dict[str, str]:
    """Vad allt som kan besvaras heter, efter id."""
    namn = {mål.id: mål.namn for mål in plan.alla_mål()} | {i.id: i.med_nummer for i in plan.alla_indikatorer()}
    for uppdrag in plan.alla_uppdrag():
        namn[uppdrag.id] = uppdrag.text
        namn |= {del_.id: f"Del av uppdraget: {del_.text}" for del_ in uppdrag.delar if del_.id}
    for del_ in (plan.alla_åtgärder(), plan.risker, plan.kontrollmoment):
        namn |= {ett.id: ett.text for ett in del_}
    namn |= {punkt.id: punkt.namn for punkt in plan.alla_punkter()}
    return namn | {område.id: område.namn for område in plan.verksamhetsområden}
