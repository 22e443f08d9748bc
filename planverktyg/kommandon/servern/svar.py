"""Det som sidorna svarar med: en mall och ett underlag in, ett svar ut; och filerna som sidorna hämtar."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from planverktyg.kommandon.servern.skydd import fel_i_ord
from planverktyg.modell.grund.fynd import Allvar
from planverktyg.utgivning.mallar.mallmotor import MALLAR, SIDOR, skriv_ut

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from starlette.requests import Request
    from starlette.routing import BaseRoute

    from planverktyg.modell.grund.fynd import Fynd

_STATISKT = {
    "sida.css": ("text/css", (MALLAR / "palett.css", MALLAR / "stil.css", SIDOR / "sida.css")),
    "visning.js": ("text/javascript", (SIDOR / "visning.js",)),
    "formular.js": ("text/javascript", (SIDOR / "formular.js",)),
}
"""Filerna som sidorna hämtar. Ingen annan fil på datorn går att nå."""


class Fyndrad(NamedTuple):
    """Ett fynd så som det visas på sidan."""

    allvar: str
    var: str
    text: str
    råd: str
    utdrag: str


_ALLVAR = tuple(Allvar)


def fyndrader(fynd: Iterable[Fynd]) -> tuple[Fyndrad, ...]:
    """Fynden, det allvarligaste först."""
    ordnade = sorted(fynd, key=lambda f: (_ALLVAR.index(f.allvar), f.plats))
    return tuple(
        Fyndrad(str(f.allvar), f"{f.plats.fil} rad {f.plats.rad} ({f.kod})", f.text, f.råd, f.utdrag) for f in ordnade
    )


def sida(mall: str, underlag: Any, status: HTTPStatus = HTTPStatus.OK) -> HTMLResponse:
    """Sidan."""
    return HTMLResponse(skriv_ut(mall, underlag), status_code=int(status))


def text(status: HTTPStatus, text_: str) -> PlainTextResponse:
    """Ett besked utan sida."""
    return PlainTextResponse(text_, status_code=int(status))


def appen(rutter: Sequence[BaseRoute]) -> Starlette:
    """Appen med sidorna. Det som inte går sägs på svenska."""
    return Starlette(
        routes=[*rutter, Route("/statiskt/{namn}", statiskt)],
        exception_handlers={
            HTTPStatus.NOT_FOUND: _finns_inte,
            HTTPStatus.METHOD_NOT_ALLOWED: _finns_inte,
            Exception: _fel_i_verktyget,
        },
    )


async def _finns_inte(_: Request, __: Exception) -> Response:
    return finns_inte()


async def _fel_i_verktyget(_: Request, fel: Exception) -> Response:
    return text(
        HTTPStatus.INTERNAL_SERVER_ERROR,
        f"{fel_i_ord(fel)}\nDet som är sparat är skrivet. Gå tillbaka och läs om sidan.",
    )


def finns_inte() -> PlainTextResponse:
    """Sidan finns inte."""
    return text(HTTPStatus.NOT_FOUND, "Sidan finns inte.")


def vidare(adress: str) -> Response:
    """Till en annan av de egna sidorna."""
    return Response(status_code=int(HTTPStatus.SEE_OTHER), headers={"location": quote(adress, safe="/#?=&%-._~")})


async def statiskt(fråga: Request) -> Response:
    """En av filerna som sidorna hämtar."""
    slag, filer = _STATISKT.get(fråga.path_params["namn"], ("", ()))
    if not filer:
        return finns_inte()
    innehåll = "".join(fil.read_text(encoding="utf-8") for fil in filer)
    return Response(innehåll, media_type=f"{slag}; charset=utf-8")
