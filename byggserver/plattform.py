"""Värden som ändringen granskas hos: miljövariabler in; vad som jämförs, var kommentaren står och hur loggen skrivs ut.

GitHub och GitLab har samma sak under olika namn. Allt som skiljer dem åt står här.
"""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from api import Api, Svarsfel
from revisioner import Hinder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_INGEN_COMMIT = "0" * 40
"""Så skriver båda värdarna att en gren är ny och inte har något före."""
_SNABBKOMMANDO = re.compile(r"^([ \t]*)/", re.MULTILINE)


class Plattform:
    """Det gemensamma, och det som gäller när verktyget körs någon annanstans än hos en känd värd."""

    namn = "byggservern"
    ändringen = "ändringen"
    nyckelråd = ""
    behörighetsråd = ""
    ändra = "PUT"
    """Metoden som skriver om en kommentar."""

    def __init__(self, miljö: Mapping[str, str]) -> None:
        self._miljö = miljö
        self.mål = ""
        """Commiten som ändringen utgår från, så som värden anger den."""
        self.källa = ""
        """Den senaste commiten i ändringen."""
        self.nummer = ""
        """Ändringens nummer hos värden; tomt när det inte är en ändring som granskas."""
        self.nyckel = ""
        self.adress = ""
        """Webbgränssnittets adress."""
        self.huvuden: dict[str, str] = {}
        """Det som följer med varje anrop, med nyckeln."""

    @property
    def sammanfattning(self) -> Path | None:
        """Filen dit skillnaden skrivs så att den visas vid jobbet."""
        fil = self._miljö.get("PLAN_SAMMANFATTNING", "")
        return Path(fil) if fil else None

    @property
    def skrivsätt(self) -> str:
        """Hur sammanfattningen öppnas: på nytt i den granskade mappen, annars sist i filen."""
        return "x" if self._i_det_granskade else "a"

    @property
    def _i_det_granskade(self) -> bool:
        fil = self.sammanfattning
        return fil is not None and Path(os.path.abspath(fil)).is_relative_to(Path.cwd())  # noqa: PTH100 - utan länkar

    def töm_sammanfattningen(self) -> None:
        """Tar bort det som ligger där sammanfattningen ska stå: ändringen kan ha med en egen, eller en länk till något annat.

        Reser `Hinder` när det inte går.
        """
        fil = self.sammanfattning
        if fil is None or not self._i_det_granskade:
            return
        if not fil.parent.resolve().is_relative_to(Path.cwd().resolve()):
            raise Hinder(
                f"{fil} leder ut ur arkivet: en mapp i sökvägen är en länk. Ta bort den, eller ange en annan fil."
            )
        try:
            fil.unlink(missing_ok=True)
        except OSError as fel:
            raise Hinder(f"{fil} finns redan i arkivet och går inte att ta bort. Byt namn på den.") from fel

    @property
    def sammanfattningen(self) -> str:
        """Var en läsare hittar sammanfattningen."""
        return f"filen {self.sammanfattning}" if self.sammanfattning else "loggen"

    @property
    def kommentarer(self) -> str:
        """Vägen till ändringens kommentarer."""
        return ""

    def kommentar(self, nummer: int) -> str:
        """Vägen till en kommentar."""
        return f"{self.kommentarer}/{nummer}"

    def api(self, väntetid: float) -> Api:
        """Värdens webbgränssnitt."""
        return Api(self.adress, self.huvuden, väntetid)

    def mina(self, api: Api) -> Iterator[dict[str, Any]]:
        """Kommentarerna som nyckeln själv har skrivit: någon annans skrivs aldrig om."""
        skriven_av = self._skriven_av(api)
        for k in api.sidor(self.kommentarer):
            if isinstance(k, dict) and type(k.get("id")) is int and isinstance(k.get("body"), str) and skriven_av(k):
                yield k

    def _skriven_av(self, api: Api) -> Callable[[dict[str, Any]], bool]:  # noqa: ARG002 - andra värdar frågar
        """Frågan om kommentaren är skriven med den här nyckeln."""
        return lambda _: False

    def ofarlig(self, text: str) -> str:
        """Texten, utan sådant som värden skulle utföra. Verktyget har redan gjort den fri från HTML och omnämnanden."""
        return text

    def säg(self, text: str) -> None:
        """En rad i loggen."""
        print(" ".join(text.split()), flush=True)

    def varna(self, text: str) -> None:
        """En varning i loggen. Jobbet fortsätter."""
        self.säg(f"Varning: {text}")

    def fäll(self, text: str) -> None:
        """Ett fel i loggen, på det ställe där värden visar fel."""
        print(f"Fel: {' '.join(text.split())}", file=sys.stderr, flush=True)


class GitHub(Plattform):
    """GitHub Actions, också på en egen server."""

    namn = "GitHub"
    ändringen = "pull requesten"
    nyckelråd = "Ge arbetsflödet behörigheten pull-requests: write."
    behörighetsråd = (
        "Så är det när ändringen kommer från en kopia av arkivet (fork): då får jobbet bara läsa. "
        "Annars: ge arbetsflödet behörigheten pull-requests: write."
    )
    ändra = "PATCH"

    def __init__(self, miljö: Mapping[str, str]) -> None:
        super().__init__(miljö)
        händelse = _läs_händelse(miljö.get("GITHUB_EVENT_PATH", ""))
        pull = händelse.get("pull_request") or {}
        kö = händelse.get("merge_group") or {}
        före = pull.get("base", {}).get("sha") or kö.get("base_sha") or händelse.get("before") or ""
        self.mål = "" if före == _INGEN_COMMIT else str(före)
        self.källa = str(pull.get("head", {}).get("sha") or miljö.get("GITHUB_SHA", ""))
        self.nummer = str(pull.get("number", ""))
        self.nyckel = miljö.get("PLAN_NYCKEL", "")
        self.adress = miljö.get("GITHUB_API_URL", "https://api.github.com")
        self.huvuden = {
            "Accept": "application/vnd.github+json",
            "Authorization": f"Bearer {self.nyckel}",
            "X-GitHub-Api-Version": "2022-11-28",
        }

    def _skriven_av(self, api: Api) -> Callable[[dict[str, Any]], bool]:  # noqa: ARG002 - nyckeln får inte fråga vem den är
        """Jobbets nyckel är alltid github-actions. En annan robot kan ha skrivit samma märke."""
        return lambda k: _fält(k, "user", "type") == "Bot" and _fält(k, "user", "login") == "github-actions[bot]"

    @property
    def sammanfattning(self) -> Path | None:
        """Filen som GitHub visar på jobbets sida."""
        fil = self._miljö.get("GITHUB_STEP_SUMMARY", "")
        return Path(fil) if fil else None

    @property
    def sammanfattningen(self) -> str:
        """Var en läsare hittar sammanfattningen."""
        return "jobbets sammanfattning" if self.sammanfattning else "loggen"

    @property
    def kommentarer(self) -> str:
        """En pull request är för GitHub också ett ärende, och kommentarerna hör till ärendet."""
        return f"/repos/{self._miljö['GITHUB_REPOSITORY']}/issues/{self.nummer}/comments"

    def kommentar(self, nummer: int) -> str:
        """Vägen till en kommentar."""
        return f"/repos/{self._miljö['GITHUB_REPOSITORY']}/issues/comments/{nummer}"

    def varna(self, text: str) -> None:
        """En varning som också syns på ändringens sida."""
        print(f"::warning::{_i_en_rad(text)}", flush=True)

    def fäll(self, text: str) -> None:
        """Ett fel som också syns på ändringens sida."""
        print(f"::error::{_i_en_rad(text)}", flush=True)


class GitLab(Plattform):
    """GitLab CI, också på en egen server."""

    namn = "GitLab"
    ändringen = "merge requesten"
    nyckelråd = (
        "Lägg en åtkomstnyckel med räckvidden api i variabeln PLAN_GITLAB_TOKEN, under Settings, CI/CD, Variables."
    )
    behörighetsråd = (
        "Nyckeln i PLAN_GITLAB_TOKEN behöver räckvidden api och rollen Reporter i projektet, och får inte ha gått ut."
    )

    def __init__(self, miljö: Mapping[str, str]) -> None:
        super().__init__(miljö)
        före = miljö.get("CI_MERGE_REQUEST_DIFF_BASE_SHA") or miljö.get("CI_COMMIT_BEFORE_SHA", "")
        self.mål = "" if före == _INGEN_COMMIT else före
        self.källa = miljö.get("CI_MERGE_REQUEST_SOURCE_BRANCH_SHA") or miljö.get("CI_COMMIT_SHA", "")
        self.nummer = miljö.get("CI_MERGE_REQUEST_IID", "")
        self.nyckel = miljö.get("PLAN_GITLAB_TOKEN", "")
        self.adress = miljö.get("CI_API_V4_URL", "")
        self.huvuden = {"PRIVATE-TOKEN": self.nyckel}

    @property
    def kommentarer(self) -> str:
        """Ändringens kommentarer i det projekt som tar emot den."""
        return f"/projects/{self._miljö['CI_MERGE_REQUEST_PROJECT_ID']}/merge_requests/{self.nummer}/notes"

    def _skriven_av(self, api: Api) -> Callable[[dict[str, Any]], bool]:
        """Nyckeln kan höra till en människa, som också skriver annat: märket avgör resten."""
        jag = _fält({"jag": api.anropa("GET", "/user")}, "jag", "id")
        if type(jag) is not int:
            raise Svarsfel("svaret säger inte vem nyckeln hör till")
        return lambda k: _fält(k, "author", "id") == jag

    def ofarlig(self, text: str) -> str:
        """Utan snabbkommandon: en rad som börjar med /merge skulle annars utföras."""
        return _SNABBKOMMANDO.sub(r"\1\\/", text)


def välj(miljö: Mapping[str, str]) -> Plattform:
    """Värden som jobbet körs hos."""
    if miljö.get("GITHUB_ACTIONS") == "true":
        return GitHub(miljö)
    return GitLab(miljö) if miljö.get("GITLAB_CI") == "true" else Plattform(miljö)


def _läs_händelse(fil: str) -> dict[str, Any]:
    if not fil:
        return {}
    händelse = json.loads(Path(fil).read_text(encoding="utf-8"))
    return händelse if isinstance(händelse, dict) else {}


def _fält(kommentar: Mapping[str, Any], del_: str, fält: str) -> Any:
    """Ett fält i en del av kommentaren. None när svaret ser ut på något annat sätt."""
    funnen = kommentar.get(del_)
    return funnen.get(fält) if isinstance(funnen, dict) else None


def _i_en_rad(text: str) -> str:
    return " ".join(text.split()).replace("%", "%25")
