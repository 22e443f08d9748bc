"""Anrop till värdens webbgränssnitt: metod, väg och data in, svaret ur JSON ut. Bara standardbiblioteket."""

from __future__ import annotations

import http.client
import json
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SIDLÄNGD = 100
"""Så många kommentarer som båda värdarna lämnar åt gången, som mest."""


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
        sida = 1
        while True:
            svar = self._fråga("GET", f"{väg}?per_page={SIDLÄNGD}&page={sida}")
            if not isinstance(svar.innehåll, list):
                raise Svarsfel("svaret är ingen lista")
            yield from svar.innehåll
            if not svar.fler_sidor:
                return
            sida += 1

    def anropa(self, metod: str, väg: str, data: Mapping[str, str] | None = None) -> Any:
        """Ett enstaka anrop."""
        return self._fråga(metod, väg, data).innehåll

    def _fråga(self, metod: str, väg: str, data: Mapping[str, str] | None = None) -> _Svar:
        kropp = None if data is None else json.dumps(data).encode()
        fråga = Request(f"{self._adress}{väg}", kropp, self._huvuden, method=metod)
        try:
            with self._öppna(fråga, timeout=self._väntetid) as svar:
                text = svar.read()
                return _Svar(json.loads(text) if text else None, 'rel="next"' in svar.headers.get("Link", ""))
        except HTTPError as fel:
            raise Svarsfel(f"svaret var {fel.code} {fel.reason}", fel.code) from fel
        except (URLError, OSError, http.client.HTTPException) as fel:
            raise Svarsfel(f"inget svar ({type(fel).__name__})") from fel
        except ValueError as fel:
            raise Svarsfel("svaret gick inte att läsa") from fel
