"""Anrop till värdens webbgränssnitt: metod, väg och data in, svaret ur JSON ut. Bara standardbiblioteket."""

from __future__ import annotations

import http.client
import json
import threading
import time
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SIDLÄNGD = 100
"""Så många kommentarer som båda värdarna lämnar åt gången, som mest."""
FLEST_SIDOR = 50
"""Så många sidor som läses. En ändring med fler kommentarer får ingen ny: den egna kan stå längre fram."""
STÖRSTA_SVAR = 20_000_000
"""Byte som ett svar får ha."""
LÄNGST = 10
"""Så många väntetider får en hel lista ta."""
_FÖR_MYCKET = http.client.REQUEST_ENTITY_TOO_LARGE


class Svarsfel(Exception):
    """Värden sade nej, svarade fel eller svarade inte alls."""

    def __init__(self, orsak: str, status: int = 0) -> None:
        super().__init__(orsak)
        self.status = status

    @property
    def övergående(self) -> bool:
        """Om det är värt att försöka igen: värden har fel hos sig, har för mycket att göra eller svarar inte."""
        return self.status in {0, http.client.TOO_MANY_REQUESTS} or self.status >= 500


class _Svar(NamedTuple):
    innehåll: Any
    fler_sidor: bool


class _StannaHär(HTTPRedirectHandler):
    """En omdirigering blir ett fel, så att nyckeln aldrig skickas till en annan adress än värdens."""

    def redirect_request(self, *_: object, **__: object) -> None:
        return None


class Api:
    """Värdens webbgränssnitt på en adress, med nyckeln i huvudena."""

    def __init__(self, adress: str, huvuden: Mapping[str, str], väntetid: float) -> None:
        if not adress.startswith(("https://", "http://")):
            raise Svarsfel(f"adressen {adress!r} är ingen webbadress")
        self._adress = adress.rstrip("/")
        self._huvuden = {"User-Agent": "planverktyg", "Content-Type": "application/json", **huvuden}
        self._väntetid = väntetid
        self._öppna = build_opener(_StannaHär).open

    def sidor(self, väg: str) -> Iterator[Any]:
        """Posterna på alla sidor av en lista."""
        slut = time.monotonic() + LÄNGST * self._väntetid
        for sida in range(1, FLEST_SIDOR + 1):
            svar = self._fråga("GET", f"{väg}?per_page={SIDLÄNGD}&page={sida}")
            if not isinstance(svar.innehåll, list):
                raise Svarsfel("svaret är ingen lista")
            yield from svar.innehåll
            if not svar.fler_sidor:
                return
            if time.monotonic() > slut:
                raise Svarsfel("listan tog för lång tid")
        raise Svarsfel(f"fler än {FLEST_SIDOR * SIDLÄNGD} kommentarer", _FÖR_MYCKET)

    def anropa(self, metod: str, väg: str, data: Mapping[str, str] | None = None) -> Any:
        """Ett enstaka anrop."""
        return self._fråga(metod, väg, data).innehåll

    def _fråga(self, metod: str, väg: str, data: Mapping[str, str] | None = None) -> _Svar:
        kropp = None if data is None else json.dumps(data).encode()
        fråga = Request(f"{self._adress}{väg}", kropp, self._huvuden, method=metod)
        svar: list[_Svar | Exception] = []
        # En värd som skickar ett tecken i taget håller sig inom väntetiden för varje läsning: hela anropet får en egen gräns.
        tråd = threading.Thread(target=lambda: svar.append(self._hämta(fråga)), daemon=True)
        tråd.start()
        tråd.join(self._väntetid)
        if not svar:
            raise Svarsfel("inget svar (TimeoutError)")
        if isinstance(svar[0], Exception):
            raise svar[0]
        return svar[0]

    def _hämta(self, fråga: Request) -> _Svar | Exception:
        """Svaret, eller felet som värde: det ska resas i den tråd som frågade."""
        try:
            with self._öppna(fråga, timeout=self._väntetid) as svar:
                text = svar.read(STÖRSTA_SVAR + 1)
                if len(text) > STÖRSTA_SVAR:
                    return Svarsfel(f"svaret var större än {STÖRSTA_SVAR // 1_000_000} MB", _FÖR_MYCKET)
                return _Svar(json.loads(text) if text else None, 'rel="next"' in svar.headers.get("Link", ""))
        except HTTPError as fel:
            # Värdens egna ord om skälet kan vara vad som helst: de står i jobbets logg, som lyder kommandon.
            return Svarsfel(f"svaret var {fel.code} {http.client.responses.get(fel.code, '')}".rstrip(), fel.code)
        except (URLError, OSError, http.client.HTTPException) as fel:
            return Svarsfel(f"inget svar ({type(fel).__name__})")
        except (ValueError, RecursionError):
            return Svarsfel("svaret gick inte att läsa")
