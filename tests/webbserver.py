"""En app in, en server som går i en egen tråd ut, med en klient som säger vad den vill i sina huvuden."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlencode

from planverktyg.kommandon.servern.skydd import FORMULÄR, MÄRKE, Adress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import pytest

    from planverktyg.kommandon.servern.drift import Drift


def lägg_planen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, plan: str, uppföljning: str) -> Path:
    """Mappen med en plan och dess delår, där testet sedan står."""
    mapp = tmp_path / "planer"  # här tar sökandet uppåt efter husregler slut
    mapp.mkdir()
    (mapp / "plan.yaml").write_text(plan, encoding="utf-8")
    (mapp / "2020-08-31.yaml").write_text(uppföljning, encoding="utf-8")
    monkeypatch.chdir(mapp)
    return mapp


TID = 20
"""Sekunder som en fråga, och ett stopp, högst får ta."""


class Svaret(NamedTuple):
    """Det som servern svarade."""

    status: int
    huvuden: dict[str, str]
    text: str


class _IEttSkick(HTTPConnection):
    """Skickar huvuden och kropp på en gång: annars kan servern ha nekat och stängt innan kroppen kommer fram."""

    allt = b""

    def send(self, data: Any) -> None:
        """Sparar det som ska skickas."""
        self.allt += data

    def getresponse(self) -> HTTPResponse:
        """Skickar, och tar emot svaret."""
        super().send(self.allt)
        return super().getresponse()


class Klient:
    """Ställer frågor till servern, som en webbläsare på sidan gör det om inget annat sägs."""

    def __init__(self, adress: Adress) -> None:
        self.adress = adress

    @classmethod
    def ur_adressen(cls, hel: str) -> Klient:
        """Klienten för en server i en annan process, ur adressen som den skrev; märket läses ur första sidan."""
        värd, _, hemlighet = hel.removeprefix("http://").rstrip("/").partition("/")
        klient = cls(Adress(värd, hemlighet))
        klient.adress.märke = klient.hämta("/").text.partition(f'name="{MÄRKE}" value="')[2].partition('"')[0]
        return klient

    def fråga(self, metod: str, sökväg: str, kropp: bytes | None = None, **huvuden: Any) -> Svaret:
        """Frågan, med sökvägen som den är. Ett huvud som är None skickas inte."""
        förbindelse = _IEttSkick(self.adress.värd, timeout=TID)
        try:
            förbindelse.putrequest(metod, sökväg, skip_host=True, skip_accept_encoding=True)
            alla = {"Host": self.adress.värd, "Content-Length": str(len(kropp)) if kropp is not None else None}
            alla |= {namn.replace("_", "-"): värde for namn, värde in huvuden.items()}
            for namn, värde in alla.items():
                if värde is not None:
                    förbindelse.putheader(namn, värde)
            förbindelse.endheaders(kropp)
            svar = förbindelse.getresponse()
            return Svaret(svar.status, {n.lower(): v for n, v in svar.getheaders()}, svar.read().decode())
        finally:
            förbindelse.close()

    def hämta(self, sökväg: str, **huvuden: Any) -> Svaret:
        """En sida, med sökvägen efter hemligheten."""
        return self.fråga("GET", f"{self.adress.bas}{sökväg}", **huvuden)

    def skicka(self, sökväg: str, fält: dict[str, str], **huvuden: str | None) -> Svaret:
        """Ett formulär från sidan."""
        egna: Any = {"Content_Type": FORMULÄR, "Origin": f"http://{self.adress.värd}", **huvuden}
        kropp = urlencode({MÄRKE: self.adress.märke} | fält).encode()
        return self.fråga("POST", f"{self.adress.bas}{sökväg}", kropp, **egna)

    @property
    def plats(self) -> tuple[str, int]:
        """Värden och porten."""
        värd, _, port = self.adress.värd.partition(":")
        return värd, int(port)


@contextmanager
def servern(bygg: Callable[[Adress, Drift], Any]) -> Iterator[Klient]:
    """Servern så som kommandot kör den, tills blocket är slut."""
    from planverktyg.kommandon.servern.drift import kör_server

    byggd: list[tuple[Adress, Drift]] = []
    klar = threading.Event()

    def bygg_och_minns(adress: Adress, drift: Drift) -> Any:
        app = bygg(adress, drift)
        byggd.append((adress, drift))
        klar.set()
        return app

    tråd = threading.Thread(target=lambda: kör_server(bygg_och_minns, minuter=1, öppna=False), daemon=True)
    tråd.start()
    assert klar.wait(TID)
    try:
        yield Klient(byggd[0][0])
    finally:
        byggd[0][1].ska_sluta = True
        tråd.join(TID)
        assert not tråd.is_alive()
