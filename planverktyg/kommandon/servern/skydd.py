"""En app och en adress in, samma app ut med skydd: bara den som har adressen, från samma sida, får svar.

Sidan ligger på datorn hos den som startade kommandot, men alla program och alla användare på datorn når dess portar, och varje
webbsida som är öppen kan skicka frågor dit. Därför har adressen en hemlighet, och frågor från andra sidor besvaras inte.
"""

from __future__ import annotations

import hmac
import os
import secrets
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, TypeAlias
from urllib.parse import parse_qsl

from planverktyg import __version__
from planverktyg.kommandon.terminal.utskrift import skriv_fel

Läge: TypeAlias = MutableMapping[str, Any]
Händelse: TypeAlias = MutableMapping[str, Any]
Ta: TypeAlias = Callable[[], Awaitable[Händelse]]
Ge: TypeAlias = Callable[[Händelse], Awaitable[None]]
App: TypeAlias = Callable[[Läge, Ta, Ge], Awaitable[None]]

STÖRSTA_SVAR = 1_000_000
"""Byte som ett inskickat formulär högst får vara."""
_FLEST_FÄLT = 500
FORMULÄR = "application/x-www-form-urlencoded"
MÄRKE = "sidans-märke"
"""Fältet som varje formulär måste ha med sig, så att bara verktygets egna formulär tas emot."""
_FÖRVAL = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; frame-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
RAPPORTENS_CSP = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; form-action 'none'; "
    "frame-ancestors 'self'; base-uri 'none'"
)
"""En rapport har sin stil i sig, och visas i en ram på sidan. Inga program körs i den."""


def _hemlighet() -> str:
    return secrets.token_urlsafe(24)


@dataclass
class Adress:
    """Var sidan finns, och hemligheterna som krävs för att nå den."""

    värd: str
    """`127.0.0.1:49152`, så som webbläsaren säger den."""
    hemlighet: str = field(default_factory=_hemlighet)
    märke: str = field(default_factory=_hemlighet)
    start: str = field(default_factory=_hemlighet)
    """Engångsord för den adress som ges till webbläsaren: andra användare kan se den bland datorns processer."""

    @property
    def bas(self) -> str:
        """Början på varje sökväg."""
        return f"/{self.hemlighet}"

    @property
    def hel(self) -> str:
        """Adressen till första sidan."""
        return f"http://{self.värd}{self.bas}/"


class Nekat(Exception):
    """Frågan besvaras inte."""

    def __init__(self, status: HTTPStatus, text: str) -> None:
        super().__init__(text)
        self.status = status
        self.text = text


class Skydd:
    """Appen bakom skyddet. Sökvägen som appen ser börjar efter hemligheten; formulärets fält står i `fält`."""

    def __init__(self, app: App, adress: Adress, *, vid_fråga: Callable[[], None] = lambda: None) -> None:
        self._app = app
        self._adress = adress
        self._vid_fråga = vid_fråga

    async def __call__(self, läge: Läge, ta: Ta, ge: Ge) -> None:
        """Besvarar en fråga, om den får ställas."""
        if läge["type"] != "http":
            return
        svar = _Svarare(ge)
        try:
            huvuden = _huvuden(läge)
            self._kräv_samma_sida(läge["method"], huvuden)
            if self._är_start(läge["path"]):
                await svar.text(HTTPStatus.SEE_OTHER, "", [(b"location", f"{self._adress.bas}/".encode())])
                return
            sökväg = self._efter_hemligheten(läge["path"])
            fält = await self._formuläret(huvuden, ta) if läge["method"] == "POST" else []
        except Nekat as fel:
            await svar.text(fel.status, fel.text)
            return
        self._vid_fråga()
        inre = {**läge, "path": sökväg, "raw_path": sökväg.encode(), "root_path": "", "fält": fält}
        try:
            await self._app(inre, _inget_mer, svar)
        except Exception as fel:  # yttersta gränsen, som i cli: servern går vidare, och ingen ser en traceback
            if os.environ.get("PLAN_DETALJER"):
                raise
            skriv_fel(fel_i_ord(fel))

    def _kräv_samma_sida(self, metod: str, huvuden: dict[str, str]) -> None:
        if huvuden.get("host") != self._adress.värd:
            raise Nekat(HTTPStatus.MISDIRECTED_REQUEST, "Frågan gäller en annan värd.")
        if metod not in {"GET", "HEAD", "POST"}:
            raise Nekat(HTTPStatus.METHOD_NOT_ALLOWED, "Bara GET och POST besvaras.")
        ursprung = huvuden.get("origin")
        egen = f"http://{self._adress.värd}"
        if (ursprung is None and metod == "POST") or ursprung not in {None, egen}:
            raise Nekat(HTTPStatus.FORBIDDEN, "Frågan kommer från en annan sida.")
        if huvuden.get("sec-fetch-site", "none") not in {"same-origin", "none"}:
            raise Nekat(HTTPStatus.FORBIDDEN, "Frågan kommer från en annan sida.")

    def _är_start(self, sökväg: str) -> bool:
        """Om sökvägen är engångsadressen. Den gäller en gång."""
        if self._adress.start and hmac.compare_digest(sökväg.encode(), f"/{self._adress.start}".encode()):
            self._adress.start = ""
            return True
        return False

    def _efter_hemligheten(self, sökväg: str) -> str:
        första, _, resten = sökväg.removeprefix("/").partition("/")
        if not hmac.compare_digest(första.encode("utf-8", "replace"), self._adress.hemlighet.encode()):
            raise Nekat(HTTPStatus.NOT_FOUND, "Sidan finns inte. Öppna adressen som kommandot skrev.")
        return f"/{resten}"

    async def _formuläret(self, huvuden: dict[str, str], ta: Ta) -> list[tuple[str, str]]:
        """Formulärets fält utan märket, som är kontrollerat."""
        if huvuden.get("content-type", "").partition(";")[0].strip().lower() != FORMULÄR:
            raise Nekat(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "Bara ett formulär tas emot.")
        källa = await _läs(ta, huvuden.get("content-length", "0"))
        try:
            fält = parse_qsl(
                källa.decode("ascii"),
                keep_blank_values=True,
                strict_parsing=bool(källa),
                errors="strict",
                max_num_fields=_FLEST_FÄLT,
            )
        except ValueError:
            raise Nekat(HTTPStatus.BAD_REQUEST, "Formuläret går inte att läsa.") from None
        märke = next((värde for namn, värde in fält if namn == MÄRKE), "")
        if not hmac.compare_digest(märke.encode("utf-8", "replace"), self._adress.märke.encode()):
            raise Nekat(HTTPStatus.FORBIDDEN, "Formuläret kommer inte från sidan. Läs om sidan och försök igen.")
        return [(namn, värde) for namn, värde in fält if namn != MÄRKE]


def fel_i_ord(fel: Exception) -> str:
    """Ett fel i verktyget på en rad."""
    return f"Ett fel i planverktyg {__version__}: {type(fel).__name__}: {fel}"


def _huvuden(läge: Läge) -> dict[str, str]:
    """Frågans huvuden. Reser `Nekat` när ett av dem som avgör vem som frågar står två gånger."""
    funna: dict[str, str] = {}
    for namn, värde in läge["headers"]:
        nyckel = namn.decode("latin-1").lower()
        if nyckel in funna and nyckel in {"host", "origin", "content-length", "content-type", "sec-fetch-site"}:
            raise Nekat(HTTPStatus.BAD_REQUEST, f"Frågan har {nyckel} två gånger.")
        funna[nyckel] = värde.decode("latin-1")
    return funna


async def _läs(ta: Ta, längd: str) -> bytes:
    """Formulärets byte. Reser `Nekat` så snart de blir för många."""
    för_stort = Nekat(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "Formuläret är för stort.")
    if not längd.isdecimal() or int(längd) > STÖRSTA_SVAR:
        raise för_stort
    källa = bytearray()
    while True:
        händelse = await ta()
        if händelse["type"] == "http.disconnect":
            raise Nekat(HTTPStatus.BAD_REQUEST, "Frågan avbröts.")
        källa += händelse.get("body", b"")
        if len(källa) > STÖRSTA_SVAR:
            raise för_stort
        if not händelse.get("more_body", False):
            return bytes(källa)


async def _inget_mer() -> Händelse:
    """Appens bild av frågan: den är slut, för formuläret är redan läst."""
    return {"type": "http.request", "body": b"", "more_body": False}


class _Svarare:
    """Skickar svaret, med huvudena som varje svar ska ha."""

    def __init__(self, ge: Ge) -> None:
        self._ge = ge

    async def __call__(self, händelse: Händelse) -> None:
        if händelse["type"] == "http.response.start":
            egna: list[tuple[bytes, bytes]] = list(händelse.get("headers", []))
            finns = {namn.lower() for namn, _ in egna}
            händelse = {**händelse, "headers": egna + [par for par in _SKYDDANDE if par[0] not in finns]}
        await self._ge(händelse)

    async def text(self, status: HTTPStatus, text: str, huvuden: Iterable[tuple[bytes, bytes]] = ()) -> None:
        """Ett svar med bara text."""
        källa = text.encode()
        egna = [
            (b"content-type", b"text/plain; charset=utf-8"),
            (b"content-length", str(len(källa)).encode()),
            *huvuden,
        ]
        if status is not HTTPStatus.SEE_OTHER:
            egna.append((b"connection", b"close"))  # det som är oläst av frågan ska inte tolkas som en ny
        await self({"type": "http.response.start", "status": int(status), "headers": egna})
        await self({"type": "http.response.body", "body": källa})


_SKYDDANDE: tuple[tuple[bytes, bytes], ...] = (
    (b"cache-control", b"no-store"),
    (b"content-security-policy", _FÖRVAL.encode()),
    (b"referrer-policy", b"same-origin"),  # no-referrer skulle göra Origin till null i formulären
    (b"x-content-type-options", b"nosniff"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
)
