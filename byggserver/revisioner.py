"""De två revisionerna som jämförs: det som värden säger in, en commit som finns i kopian ut. Hämtar den som saknas.

Byggservrar arbetar oftast i en grund kopia, med bara den senaste commiten. Då hämtas en enda commit till, inte historien.
"""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from plattform import Plattform

_LÄNGSTA_HÄMTNING = 300
"""Sekunder som en hämtning får ta."""


class Hinder(Exception):
    """Något som gör att skillnaden inte går att visa, med råd om vad man gör åt det."""


def hitta_bas(önskad: str, plattform: Plattform) -> str:
    """Commiten att jämföra med; tom när det inte finns något före."""
    if önskad:
        return _se_till_att_den_finns(önskad)
    föräldrar = _föräldrar()
    if len(föräldrar) == 2 and föräldrar[1] == plattform.källa:
        return _se_till_att_den_finns(föräldrar[0])  # värden har provat att slå ihop: jämför med det den slog ihop med
    if not plattform.mål:
        return ""
    bas = _se_till_att_den_finns(plattform.mål)
    return _git("merge-base", bas, "HEAD") or bas


def _föräldrar() -> list[str]:
    """Föräldrarna till den commit som är utcheckad, också när de inte finns i en grund kopia."""
    process = _kör("cat-file", "commit", "HEAD")
    if process.returncode != 0:
        raise Hinder(
            "Här finns ingen utcheckad commit. Jobbet behöver checka ut arkivet med git innan det jämför "
            f"(på GitHub: steget actions/checkout, utan path). Git säger: {process.stderr.strip()}"
        )
    huvud, _, _ = process.stdout.partition("\n\n")
    return [rad.removeprefix("parent ") for rad in huvud.splitlines() if rad.startswith("parent ")]


def _se_till_att_den_finns(revision: str) -> str:
    if revision.startswith("-"):
        raise Hinder(f"{revision} är ingen revision. Ange en gren, en tagg eller en commit.")
    return _commit(revision) or _hämta(revision)


def _commit(revision: str) -> str:
    return _git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}") or ""


def _hämta(revision: str) -> str:
    grund = _git("rev-parse", "--is-shallow-repository") == "true"
    djup = ["--depth=1"] if grund else []
    process = _kör("fetch", "--quiet", "--no-tags", *djup, "origin", revision)
    commit = _commit("FETCH_HEAD") if process.returncode == 0 else ""
    if not commit:
        raise Hinder(
            f"Revisionen {revision} finns inte i den här kopian och gick inte att hämta: {process.stderr.strip()} "
            "Kontrollera att den finns, eller hämta hela historien i steget som checkar ut "
            "(på GitHub fetch-depth: 0, på GitLab GIT_DEPTH: 0)."
        )
    return commit


def _git(*argument: str) -> str | None:
    process = _kör(*argument)
    return process.stdout.strip() if process.returncode == 0 else None


def _kör(*argument: str) -> subprocess.CompletedProcess[str]:
    miljö = os.environ | {"GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
    try:
        return subprocess.run(
            ["git", *argument],
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            env=miljö,
            check=False,
            timeout=_LÄNGSTA_HÄMTNING,
        )
    except FileNotFoundError as fel:
        raise Hinder(
            "Programmet git finns inte på byggservern. Installera det, eller välj en avbild som har det."
        ) from fel
    except subprocess.TimeoutExpired as fel:
        raise Hinder(f"git {argument[0]} blev inte klar på {_LÄNGSTA_HÄMTNING} sekunder.") from fel
