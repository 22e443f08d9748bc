"""Orden på kommandoraden hittills in, det som kan stå härnäst ut; och skripten som får skalet att fråga."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from planverktyg.arkiv.urval.planer import planernas_mapp
from planverktyg.kommandon.terminal.flaggor import EttAv
from planverktyg.kommandon.terminal.skrivning import skriv_fil
from planverktyg.kommandon.terminal.utskrift import skriv_fel, skriv_ut
from planverktyg.modell.grund.svenska import räkna_upp

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from planverktyg.modell.plan import Plandokument


def förslag(ord_: Sequence[str], kommandon: Mapping[str, str], kommando: Callable[[str], Any]) -> list[str]:
    """Det som kan stå där det sista ordet börjar, i den ordning det bör visas. Tomt när skalet får föreslå filer.

    `kommando` lämnar kommandot för ett namn, så att bara det som skrivs läses in.
    """
    *före, börjat = ord_ or [""]
    if not före:
        return _som_börjar(börjat, [*kommandon, "--help", "--version"])
    if före[0] not in kommandon:
        return []
    parametrar = kommando(före[0]).params
    flaggor = {flagga: p for p in parametrar if p.param_type_name == "option" for flagga in p.opts}
    if före[-1] in flaggor and not flaggor[före[-1]].is_flag:
        return _som_börjar(börjat, _värden(flaggor[före[-1]], före))
    if börjat.startswith("-"):
        return _som_börjar(börjat, [p.opts[0] for p in parametrar if p.param_type_name == "option"] + ["--help"])
    argument = [p for p in parametrar if p.param_type_name == "argument"]
    plats = len(_argumenten(före[1:], flaggor))
    return _som_börjar(börjat, _värden(argument[plats], före)) if plats < len(argument) else []


def _som_börjar(börjat: str, finns: Iterable[str]) -> list[str]:
    return [ord_ for ord_ in dict.fromkeys(finns) if ord_.startswith(börjat)]


def _argumenten(ord_: Sequence[str], flaggor: Mapping[str, Any]) -> list[str]:
    """Orden som är argument: inte flaggor, och inte flaggors värden."""
    return [
        ett
        for nr, ett in enumerate(ord_)
        if not ett.startswith("-") and not (nr and ord_[nr - 1] in flaggor and not flaggor[ord_[nr - 1]].is_flag)
    ]


# --- Det som kan stå --------------------------------------------------------------------------------


def _värden(parameter: Any, före: Sequence[str]) -> Iterable[str]:
    tolk = getattr(parameter.type, "func", None)
    if isinstance(tolk, EttAv):
        return tolk.ord
    källa = _KÄLLOR.get((före[0], parameter.name)) or _KÄLLOR.get(("", parameter.name))
    return källa(före) if källa else ()


def _planer(före: Sequence[str]) -> Iterator[str]:
    from planverktyg.arkiv.akt import Arkiv

    poster = list(Arkiv().planer(planernas_mapp()))
    yield from sorted(post.id for post in poster)
    if före[0] != "historik":
        yield from sorted({str(år) for p in poster if p.till - p.från < 100 for år in range(p.från, p.till + 1)})


def _enheter(_: Sequence[str]) -> Iterator[str]:
    from planverktyg.arkiv.akt import Arkiv

    return (post.kortnamn or post.nämnd for post in Arkiv().planer(planernas_mapp()))


def _perioder(före: Sequence[str]) -> Iterator[str]:
    for val in _valda(före):
        yield from val.akt.husregler.perioder
        for u in val.akt.uppföljningar:
            yield u.modell.uppföljning.när


def _delår(före: Sequence[str]) -> Iterator[str]:
    return (namn.removeprefix("delår ") for namn in _perioder(före) if namn.removeprefix("delår ").isdecimal())


def _idn(före: Sequence[str]) -> Iterator[str]:
    for modell in _modeller(före):
        yield from (indikator.id for indikator in modell.alla_indikatorer())
        if före[0] != "utfall":
            yield from (mål.id for mål in modell.alla_mål())
        yield from (uppdrag.id for uppdrag in modell.alla_uppdrag())
        yield from (åtgärd.id for åtgärd in modell.alla_åtgärder())
        yield from (risk.id for risk in modell.risker)
        yield from (kontroll.id for kontroll in modell.kontrollmoment)


def _modeller(före: Sequence[str]) -> Iterator[Plandokument]:
    return (val.akt.plan.modell for val in _valda(före))


def _valda(före: Sequence[str]) -> Sequence[Any]:
    """Planerna som det första argumentet pekar ut; för historik, som inte har något, alla som går att läsa."""
    from planverktyg.arkiv.urval.planer import Urvalsfel, välj

    plan = str(planernas_mapp()) if före[0] == "historik" else next((o for o in före[1:] if o[:1] != "-"), "")
    try:
        return välj(plan, enhet=None, period=None, kräv_uppföljning=False).valda
    except Urvalsfel:
        return ()


def _reglerna(_: Sequence[str]) -> Iterator[str]:
    from planverktyg.granskning.regler import REGLER

    return (regel.kod for regel in REGLER)


def _delarna(_: Sequence[str]) -> Iterator[str]:
    from planverktyg.kommandon.format import referensen

    return (del_.namn for del_ in referensen())


def _kommuner(_: Sequence[str]) -> Iterator[str]:
    return (mapp.name for mapp in planernas_mapp().glob("[!.]*") if mapp.is_dir() and mapp.name != "schema")


_KÄLLOR: dict[tuple[str, str], Callable[[Sequence[str]], Iterable[str]]] = {
    ("", "vad"): _planer,
    ("", "plan"): _planer,
    ("", "från"): _planer,
    ("", "enhet"): _enheter,
    ("", "period"): _perioder,
    ("", "delår"): _delår,
    ("", "id_"): _idn,
    ("", "mål"): _idn,
    ("", "kommun"): _kommuner,
    ("blankett", "per"): lambda _: ("ansvarig",),
    ("ny", "vad"): lambda _: ("kommun", "plan", "uppföljning"),
    ("ny", "id_"): _planer,
    ("regel", "kod"): _reglerna,
    ("format", "namn"): _delarna,
    ("schema", "slag"): lambda _: ("kommun", "plan", "uppföljning"),
}
"""Kommando (tomt: alla) och parameter → det som kan stå där, med orden före som ledning."""


# --- Skripten ---------------------------------------------------------------------------------------

SKRIPT = {
    "bash": """\
_plan() {
  local IFS=$'\\n'
  COMPREPLY=()
  local rad
  while read -r rad; do COMPREPLY+=("$(printf '%q' "$rad")"); done \\
    < <(plan --komplettera "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o default -F _plan plan
""",
    "zsh": """\
#compdef plan
_plan() {
  local -a forslag
  forslag=("${(@f)$(plan --komplettera "${words[@]:1:$((CURRENT - 1))}" 2>/dev/null)}")
  if [[ -n "${forslag[1]}" ]]; then compadd -Q -- "${(@q)forslag}"; else _files; fi
}
compdef _plan plan
""",
    "fish": """\
complete -c plan -f -a '(plan --komplettera (commandline -opc)[2..] (commandline -ct) 2>/dev/null)'
""",
    "powershell": """\
Register-ArgumentCompleter -Native -CommandName plan -ScriptBlock {
  param($ord, $rad, $plats)
  $alla = @($rad.CommandElements | Select-Object -Skip 1 | ForEach-Object { $_.Extent.Text.Trim("'", '"') })
  if ($ord -eq '') { $alla += '' }
  plan --komplettera @alla | ForEach-Object { if ($_ -match ' ') { "'$_'" } else { $_ } }
}
""",
}
"""Skriptet för varje skal: det frågar `plan --komplettera` med orden fram till markören."""

_PLATSER = {
    "bash": ".local/share/bash-completion/completions/plan",
    "zsh": ".zfunc/_plan",
    "fish": ".config/fish/completions/plan.fish",
}
"""Där skalen letar, under hemmappen. PowerShell har ingen sådan mapp."""


def installera(skal: str) -> int:
    """Skriver skriptet där skalet letar efter det och säger vad som återstår; skalet är `/bin/zsh` eller `zsh`."""
    namn = {"pwsh": "powershell"}.get(Path(skal).stem, Path(skal).stem)
    if namn not in SKRIPT:
        skriv_fel(f"Skalet {namn or 'är okänt'}. Skriv plan --install-completion {räkna_upp(list(SKRIPT), 'eller')}.")
        return 2
    if namn not in _PLATSER:
        skriv_ut(SKRIPT[namn])
        skriv_fel("Lägg raderna i din profil: plan --install-completion powershell >> $PROFILE")
        return 0
    fil = Path.home() / _PLATSER[namn]
    fil.parent.mkdir(parents=True, exist_ok=True)
    skriv_fil(fil, SKRIPT[namn].encode())
    mer = {"zsh": " Lägg raderna fpath+=~/.zfunc och autoload -Uz compinit && compinit i ~/.zshrc."}.get(namn, "")
    skriv_fel(f"Skrev {fil}.{mer} Öppna en ny terminal, skriv plan och tryck på tabb.")
    return 0
