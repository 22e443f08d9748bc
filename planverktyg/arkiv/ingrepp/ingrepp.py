"""Ingreppet: en fil, några ändringar på sina rutter, och den ändrade filen när inget annat skiljer."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

from planverktyg.arkiv.ingrepp.inskrift import byt_nyckel, skriv_in, ta_bort
from planverktyg.arkiv.ingrepp.noder import kommentarer
from planverktyg.arkiv.ingrepp.ordning import formatets_ordning
from planverktyg.arkiv.ingrepp.radtext import Radtext, Vägran
from planverktyg.arkiv.ingrepp.skrivsatt import i_nfc, som_läst
from planverktyg.arkiv.syntax import läs
from planverktyg.modell.grund.svenska import korta
from planverktyg.modell.grund.synligt import osynligt_i_värde, synlig_rad

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from planverktyg.arkiv.ingrepp.skrivsatt import Nytt
    from planverktyg.modell.grund.plats import Rutt


class Ingrepp:
    """Ändringar i en fil, en i taget. `klart` lämnar filens nya byte, eller reser `Vägran`.

    Går en ändring inte att göra på sitt ställe reses `Vägran` med skälet. Inget skrivs här.
    """

    def __init__(self, källa: bytes, fil: str) -> None:
        träd, fynd = läs(källa, fil)
        if träd is None or fynd:
            raise Vägran(f"{fil} har fel som måste rättas först. plan validera {fil} visar dem.")
        self._fil = fil
        self._träd = träd
        self._källa = Radtext.ur(källa)
        self._väntat: Any = deepcopy(träd.innehåll)

    @property
    def innehåll(self) -> Any:
        """Filens innehåll med ändringarna hittills."""
        return deepcopy(self._väntat)

    def sätt(self, rutt: Rutt, värde: Nytt, *, ordning: Sequence[str] | None = None) -> None:
        """Skriver värdet på rutten: i stället för det som står där, eller på en ny rad.

        Ett index direkt efter listans sista lägger till sist i listan. `ordning` är nycklarna i den ordning en ny nyckel
        ska läggas; utelämnat formatets. Det som rutten saknar på vägen skapas.
        """
        rutt, värde = self._till_närmaste(rutt, i_nfc(värde))
        väntat = som_läst(värde)
        for text in _texterna(väntat):
            if tecken := osynligt_i_värde(text):
                vilken = korta(synlig_rad(text), 60)
                raise Vägran(
                    f"Inget är skrivet i {self._fil}: texten ”{vilken}” har ett tecken som inte syns ({tecken}). Skriv den utan."
                )
        if _lika(self._hämta(rutt), väntat):
            return
        if ordning is None or len(rutt) < 2:
            ordning = formatets_ordning(self._väntat, rutt[:-1])
        self._källa = skriv_in(self._källa, rutt, värde, ordning)
        behållare = self._hämta(rutt[:-1])
        if isinstance(behållare, list) and rutt[-1] == len(behållare):
            behållare.append(väntat)
        else:
            behållare[rutt[-1]] = väntat

    def byt_nyckel(self, rutt: Rutt, ny: str, värde: Nytt) -> None:
        """Byter nyckeln som rutten slutar med mot en annan, med ett nytt värde på samma ställe."""
        self._källa = byt_nyckel(self._källa, rutt, ny)
        behållare = self._hämta(rutt[:-1])
        behållare[ny] = behållare.pop(rutt[-1])
        self.sätt((*rutt[:-1], ny), värde)

    def ta_bort(self, rutt: Rutt) -> None:
        """Tar bort nyckeln eller punkten som rutten slutar med."""
        self._källa = ta_bort(self._källa, rutt)
        del self._hämta(rutt[:-1])[rutt[-1]]

    def klart(self) -> bytes:
        """Filens nya byte, sedan de har lästs igen och bara det avsedda skiljer. Annars reses `Vägran`."""
        nya = self._källa.byte()
        träd, fynd = läs(nya, self._fil)
        if träd is None or fynd or not _lika(träd.innehåll, self._väntat):
            raise Vägran(f"Ändringen i {self._fil} går inte att göra utan att något annat ändras. {_FÖR_HAND}")
        if kommentarer(träd.text) != kommentarer(self._träd.text):
            raise Vägran(f"Ändringen i {self._fil} skulle ta bort en kommentar. {_FÖR_HAND}")
        return nya

    def _till_närmaste(self, rutt: Rutt, värde: Nytt) -> tuple[Rutt, Nytt]:
        """Rutten till det första som fattas, med resten av vägen i värdet."""
        for längd in range(1, len(rutt)):
            if self._hämta(rutt[:längd]) is None:
                for steg in reversed(rutt[längd:]):
                    värde = [värde] if isinstance(steg, int) else {steg: värde}
                return rutt[:längd], värde
        return rutt, värde

    def _hämta(self, rutt: Rutt) -> Any:
        nod = self._väntat
        for steg in rutt:
            try:
                nod = nod[steg]
            except (KeyError, IndexError):
                return None
            except TypeError:
                raise Vägran(f"{rutt[-1]} går inte att skriva där, för där står redan ett ensamt värde.") from None
        return nod


def _texterna(värde: Any) -> Iterator[str]:
    """Alla texter i ett värde."""
    if isinstance(värde, str):
        yield värde
    elif isinstance(värde, dict):
        for text in (*värde, *värde.values()):
            yield from _texterna(text)
    elif isinstance(värde, list):
        for text in värde:
            yield from _texterna(text)


_FÖR_HAND = "Gör ändringen i filen för hand."


def _lika(a: Any, b: Any) -> bool:
    """Om värdena är desamma och av samma slag: 1, ja och sant är olika, 1.0 och 1.00 också."""
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(_lika(värde, b[nyckel]) for nyckel, värde in a.items())
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(_lika, a, b))
    return type(a) is type(b) and str(a) == str(b)
