"""En app in, en server på den egna datorn ut, tills användaren stoppar den: adressen sägs, och slutkoden lämnas."""

from __future__ import annotations

import asyncio
import gc
import socket
import sys
import time
import webbrowser
from typing import TYPE_CHECKING

import uvicorn

from planverktyg.kommandon.servern.skydd import Adress, Skydd
from planverktyg.kommandon.terminal.utskrift import skriv_fel, skriv_ut

if TYPE_CHECKING:
    from collections.abc import Callable

    from planverktyg.kommandon.servern.skydd import App

VÄRD = "127.0.0.1"
"""Bara den egna datorn. Namnet localhost kan betyda något annat."""
_AVSLUT = 2
"""Sekunder som en fråga som besvaras just då får på sig när servern stoppas."""
_STEG = 0.1
"""Sekunder mellan gångerna som servern ser efter om den ska sluta."""


class Drift:
    """Servern medan den går: när någon senast frågade, och om den ska sluta."""

    def __init__(self, minuter: float) -> None:
        self._längst = minuter * 60
        self._senast = time.monotonic()
        self.ska_sluta = False

    def vid_fråga(self) -> None:
        """Någon använder sidan."""
        self._senast = time.monotonic()

    def är_övergiven(self) -> bool:
        """Om ingen har använt sidan på så länge att servern slutar."""
        return time.monotonic() - self._senast >= self._längst


def kör_server(bygg: Callable[[Adress, Drift], App], *, minuter: float, öppna: bool) -> int:
    """Kör appen som `bygg` lämnar, tills sidan avslutas eller överges. Reser `KeyboardInterrupt` vid Ctrl-C."""
    gc.enable()  # ett vanligt kommando är kort och städar inte; det här kan gå en hel dag
    drift = Drift(minuter)
    with socket.create_server((VÄRD, 0)) as uttag:
        adress = Adress(f"{VÄRD}:{uttag.getsockname()[1]}")
        app = Skydd(bygg(adress, drift), adress, vid_fråga=drift.vid_fråga)
        server = uvicorn.Server(_inställningar(app))
        if minuter > 0:
            skriv_ut(f"{adress.hel}\n")
            skriv_fel("Öppna adressen i webbläsaren. Den fungerar bara på den här datorn. Ctrl-C stoppar.")
        asyncio.run(_kör(server, uttag, drift, adress, öppna=öppna and minuter > 0))
    return 0


def _inställningar(app: App) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http="h11",
        ws="none",
        lifespan="off",
        loop="asyncio",
        interface="asgi3",
        log_config=None,
        log_level="critical",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        limit_concurrency=100,
        timeout_graceful_shutdown=_AVSLUT,
    )


async def _kör(server: uvicorn.Server, uttag: socket.socket, drift: Drift, adress: Adress, *, öppna: bool) -> None:
    vakt = asyncio.create_task(_vakta(server, drift, f"http://{adress.värd}/{adress.start}" if öppna else ""))
    try:
        await server.serve(sockets=[uttag])
    finally:
        vakt.cancel()


async def _vakta(server: uvicorn.Server, drift: Drift, start: str) -> None:
    """Öppnar webbläsaren när servern svarar, och stoppar servern när den ska sluta."""
    öppnad = not start
    while not (drift.ska_sluta or drift.är_övergiven()) or not server.started:
        if server.started and not öppnad:
            öppnad = True
            await asyncio.to_thread(_öppna, start)
        await asyncio.sleep(_STEG)
    server.should_exit = True


def _öppna(adress: str) -> None:
    """Öppnar webbläsaren, om det finns en med fönster: en i terminalen skulle ta över den."""
    try:
        webbläsare = webbrowser.get()
    except webbrowser.Error:
        return
    if sys.stdout.isatty() and type(webbläsare) is not webbrowser.GenericBrowser:
        webbläsare.open(adress)
