"""En värd på den egna maskinen som svarar som GitHubs och GitLabs webbgränssnitt gör, för kommentarer till en ändring."""

from __future__ import annotations

import json
import re
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import parse_qs, urlsplit

if TYPE_CHECKING:
    from types import TracebackType

GITHUB = re.compile(r"/repos/kommunen/planer/issues/(?:7/comments|comments/(\d+))")
GITLAB = re.compile(r"/projects/11/merge_requests/7/notes(?:/(\d+))?")
_SKAPAT, _BORTTAGET, _SAKNAS, _OBEHÖRIG, _OGILTIGT = 201, 204, 404, 401, 422
_LÄNGSTA_KOMMENTAR = 65_536


class Låtsasvärd:
    """Värden: kommentarerna som finns, anropen som har kommit, och vad den ska göra fel."""

    def __init__(self) -> None:
        self.kommentarer: list[dict[str, Any]] = []
        self.anrop: list[str] = []
        self.felsvar: dict[str, list[int]] = {}
        """Metod → de svar som de första anropen får i stället."""
        self.tystnad: dict[str, float] = {}
        """Metod → hur många sekunder värden väntar, efter att den har gjort det som den blev ombedd."""
        self.sidlängd = 100
        self.råsvar: bytes | None = None
        """Det som varje GET får i stället, med en ny sida efter sig."""
        self.droppar = 0.0
        """Sekunder mellan varje byte i ett svar."""
        self.vidare = ""
        """Adressen som värden skickar vidare till."""
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), lambda *a: _Svarare(self, *a))
        self._server.daemon_threads = True

    @property
    def adress(self) -> str:
        """Adressen till webbgränssnittet."""
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def skrivningar(self) -> list[str]:
        """Metoderna för de anrop som ändrade något, i ordning."""
        return [rad.split()[0] for rad in self.anrop if not rad.startswith("GET")]

    def lägg_till(self, text: str, skribent: str = "robot") -> None:
        """En kommentar. Den som nyckeln hör till är roboten, nummer 5."""
        robot = skribent == "robot"
        inlogg = "github-actions[bot]" if robot else skribent
        typ = "Bot" if robot or skribent.endswith("[bot]") else "User"
        vem = {"user": {"type": typ, "login": inlogg}, "author": {"id": 5 if robot else 6}}
        self.kommentarer.append({"id": 1 + max([k["id"] for k in self.kommentarer], default=100), "body": text, **vem})

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, slag: type[BaseException] | None, fel: BaseException | None, spår: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Svarare(BaseHTTPRequestHandler):
    def __init__(self, värd: Låtsasvärd, *argument: Any) -> None:
        self._värd = värd
        super().__init__(*argument)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - namnet är standardbibliotekets
        """Loggar inget."""

    def _svara(self) -> None:
        self._värd.anrop.append(f"{self.command} {self.path}")
        längd = int(self.headers.get("Content-Length") or 0)
        data = json.loads(self.rfile.read(längd)) if längd else {}
        if self._värd.vidare:
            self._skicka(302, None, Location=self._värd.vidare)
        elif self._värd.råsvar is not None and self.command == "GET" and self.path != "/user":
            self._skicka_rått(self._värd.råsvar)
        elif self._värd.felsvar.get(self.command):
            self._skicka(self._värd.felsvar[self.command].pop(0), {"message": "nej"})
        else:
            status, svar, huvuden = self._gör(data)
            time.sleep(self._värd.tystnad.pop(self.command, 0))
            self._skicka(status, svar, **huvuden)

    def _skicka_rått(self, svar: bytes) -> None:
        self.send_response(200)
        self.send_header("Link", '<x>; rel="next"')
        self.end_headers()
        try:
            for byte in svar if self._värd.droppar else ():
                self.wfile.write(bytes((byte,)))
                time.sleep(self._värd.droppar)
            if not self._värd.droppar:
                self.wfile.write(svar)
        except OSError:  # den som frågade har gått
            pass

    do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = _svara  # noqa: N815 - namnen är standardbibliotekets

    def _gör(self, data: dict[str, str]) -> tuple[int, Any, dict[str, str]]:
        delar = urlsplit(self.path)
        github = self.headers.get("Authorization") == "Bearer hemlig"
        if not github and self.headers.get("PRIVATE-TOKEN") != "hemlig":
            return _OBEHÖRIG, {"message": "nyckeln saknas"}, {}
        if delar.path == "/user":
            return (403, {}, {}) if github else (200, {"id": 5}, {})
        if len(data.get("body", "")) > _LÄNGSTA_KOMMENTAR:
            return _OGILTIGT, {"message": "för lång"}, {}
        träff = (GITHUB if github else GITLAB).fullmatch(delar.path)
        if träff is None or self.command == ("PUT" if github else "PATCH"):
            return _SAKNAS, {"message": "finns inte"}, {}
        return self._ändra(int(träff[1]), data) if träff[1] else self._samlingen(parse_qs(delar.query), data)

    def _samlingen(self, fråga: dict[str, list[str]], data: dict[str, str]) -> tuple[int, Any, dict[str, str]]:
        if self.command == "POST":
            self._värd.lägg_till(data["body"])
            return _SKAPAT, self._värd.kommentarer[-1], {}
        sida, längd = int(fråga["page"][0]), min(int(fråga["per_page"][0]), self._värd.sidlängd)
        början, slut = (sida - 1) * längd, sida * längd
        fler = len(self._värd.kommentarer) > slut
        länk = {"Link": f'<{self._värd.adress}/?page={sida + 1}>; rel="next"'} if fler else {}
        return 200, self._värd.kommentarer[början:slut], länk

    def _ändra(self, nummer: int, data: dict[str, str]) -> tuple[int, Any, dict[str, str]]:
        (kommentar,) = [k for k in self._värd.kommentarer if k["id"] == nummer]
        if self.command == "DELETE":
            self._värd.kommentarer.remove(kommentar)
            return _BORTTAGET, None, {}
        kommentar["body"] = data["body"]
        return 200, kommentar, {}

    def _skicka(self, status: int, svar: Any, **huvuden: str) -> None:
        kropp = b"" if svar is None else json.dumps(svar).encode()
        self.send_response(status, "\x1b[31m::error::skäl" if status >= 400 else None)
        for namn, värde in {**huvuden, "Content-Length": str(len(kropp))}.items():
            self.send_header(namn, värde)
        self.end_headers()
        self.wfile.write(kropp)
