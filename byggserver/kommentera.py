"""Vad en ändring betyder, där den granskas: ändringen in; sammanfattning vid jobbet och en kommentar vid ändringen ut.

Körs av action.yml hos GitHub och av plan.gitlab-ci.yml hos GitLab, i den utcheckade mappen. Styrs av miljövariabler:

    PLAN_MAPP            planernas mapp
    PLAN_BAS             att jämföra med; tom: det som ändringen utgår från
    PLAN_KOMMENTERA      ja eller nej
    PLAN_BARA_NYA        ja: bara de fynd som ändringen själv har gjort
    PLAN_MISSLYCKAS_VID  försvagning: slutkod 1 när något försvagar en plan eller kan göra det; tom: aldrig
    PLAN_SAMMANFATTNING  filen för sammanfattningen, hos en värd som inte har en egen; i arkivet ersätts den som finns
    PLAN_VANTETID        sekunder som ett svar från värden får ta

Med argumentet `bas` skrivs bara commiten ut som fynden ska jämföras med. Slutkoden är 1 när skillnaden inte går att visa, och
när något försvagar en plan om det är valt. En kommentar som inte går att skriva fäller aldrig jobbet: sammanfattningen har
detsamma.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from api import Svarsfel
from plattform import välj
from revisioner import Hinder, hitta_bas

if TYPE_CHECKING:
    from api import Api
    from plattform import Plattform

_FÖRSÖK = 3
_OFÖRÄNDRAT = "Ändringen ändrar inget i planerna."
_TILLBAKATAGET = f"{_OFÖRÄNDRAT} Det som stod här har tagits tillbaka."
_NYCKEL = re.compile(r"NYCKEL|TOKEN|KEY|SECRET|HEMLIG|PASSW|JWT|CREDENTIAL", re.IGNORECASE)
"""Miljövariabler som verktyget inte behöver, och därför inte får."""


class Skillnad(NamedTuple):
    """Det som `plan skillnad` skrev, med plats över under värdens gräns, och om det var någon skillnad alls."""

    text: str
    finns: bool
    försvagar: bool
    """Om något försvagar en plan, kan göra det, eller inte kunde jämföras."""


def main() -> int:
    """Jämför, skriv sammanfattningen och kommentera. Lämnar slutkoden."""
    plattform = välj(os.environ)
    if sys.argv[1:] == ["bas"]:
        return _skriv_bas(plattform)
    mapp = os.environ.get("PLAN_MAPP") or "planer/"
    try:
        fälls = _misslyckas_vid(os.environ.get("PLAN_MISSLYCKAS_VID", ""))
        kommentera = _ja_eller_nej(os.environ.get("PLAN_KOMMENTERA") or "ja")
        plattform.töm_sammanfattningen()
        bas = hitta_bas(os.environ.get("PLAN_BAS", ""), plattform)
        if not bas:
            plattform.säg(
                "Det finns inget tidigare att jämföra med här. Ange bas för att jämföra med en gren eller en commit."
            )
            return 0
        plattform.säg(f"Jämför {mapp} med {bas[:10]}.")
        skillnad = _jämför(bas, mapp)
    except Hinder as hinder:
        plattform.fäll(f"Det går inte att visa vad ändringen betyder. {hinder}")
        return 1
    _sammanfatta(skillnad.text if skillnad.finns else f"{_OFÖRÄNDRAT}\n", plattform)
    if kommentera:
        _kommentera(skillnad, bas, _märke(mapp), plattform)
    if fälls and skillnad.försvagar:
        plattform.fäll(f"Ändringen försvagar en plan, eller kan göra det. {plattform.sammanfattningen} säger hur.")
        return 1
    return 0


def _skriv_bas(plattform: Plattform) -> int:
    """Commiten att jämföra fynden med; tomt när det inte finns någon, eller när alla fynd ska visas."""
    try:
        if not _ja_eller_nej(os.environ.get("PLAN_BARA_NYA") or "nej"):
            return 0
        print(hitta_bas(os.environ.get("PLAN_BAS", ""), plattform))
    except Hinder as hinder:
        plattform.fäll(str(hinder))
        return 1
    return 0


def _misslyckas_vid(text: str) -> bool:
    if text not in {"", "försvagning"}:
        raise Hinder(f"misslyckas-vid är {text!r}, men ska vara försvagning eller tom.")
    return bool(text)


def _ja_eller_nej(text: str) -> bool:
    if text not in {"ja", "nej"}:
        raise Hinder(f"Inställningen är {text!r}, men ska vara ja eller nej.")
    return text == "ja"


# --- Skillnaden --------------------------------------------------------------------------------------


def _jämför(bas: str, mapp: str) -> Skillnad:
    """Skillnaden i ord. Verktyget körs utan nycklar, och läser inga moduler ur den mapp som granskas (-P)."""
    miljö = {namn: värde for namn, värde in os.environ.items() if not _NYCKEL.search(namn)}
    kommando = [sys.executable, "-P", "-X", "utf8", "-m", "planverktyg", "skillnad", "--felkod", "--format", "markdown"]
    process = subprocess.run(
        [*kommando, "--", bas, "HEAD", mapp], capture_output=True, encoding="utf-8", env=miljö, check=False
    )
    finns = bool(process.stdout.strip())
    if process.returncode != 0 and not (process.returncode == 1 and finns):
        raise Hinder(process.stderr.strip())
    return Skillnad(process.stdout, finns, försvagar=process.returncode == 1)


def _sammanfatta(text: str, plattform: Plattform) -> None:
    fil = plattform.sammanfattning
    if fil is None:
        print(text, end="")
        return
    with fil.open(plattform.skrivsätt, encoding="utf-8", newline="\n") as sammanfattning:
        sammanfattning.write(text)
    plattform.säg(f"Skillnaden står i {plattform.sammanfattningen}.")


# --- Kommentaren -------------------------------------------------------------------------------------


def _märke(mapp: str) -> str:
    """Det osynliga i kommentaren som gör att nästa körning hittar den. Varje mapp med planer har sin kommentar."""
    return f"<!-- planverktyg skillnad {quote(mapp.strip('./')).replace('-', '%2D')} -->"


def _kommentera(skillnad: Skillnad, bas: str, märke: str, plattform: Plattform) -> None:
    if not plattform.nummer:
        plattform.säg("Jobbet gäller ingen ändring som granskas, så ingen kommentar skrivs.")
        return
    if not plattform.nyckel:
        _kom_inte_fram(f"jobbet har ingen nyckel. {plattform.nyckelråd}", plattform)
        return
    text = plattform.ofarlig(skillnad.text) if skillnad.finns else f"{_TILLBAKATAGET}\n"
    gäller = f"<sub>Jämfört: {bas[:10]} → {plattform.källa[:10]}. Kommentaren skrivs om när ändringen ändras.</sub>"
    try:
        _skriv_med_omtag(f"{märke}\n{text}\n{gäller}\n", märke, plattform, ny=skillnad.finns)
    except Svarsfel as fel:
        råd = plattform.behörighetsråd if fel.status in {401, 403, 404} else "Kör om jobbet om en stund."
        _kom_inte_fram(f"{fel}. {råd}", plattform)


def _kom_inte_fram(orsak: str, plattform: Plattform) -> None:
    plattform.varna(f"Kommentaren skrevs inte: {orsak} Skillnaden står i {plattform.sammanfattningen}.")


def _skriv_med_omtag(text: str, märke: str, plattform: Plattform, *, ny: bool) -> None:
    """Varje omtag letar först efter kommentaren: ett svar som försvann kan ha hunnit skriva den."""
    väntetid = float(os.environ.get("PLAN_VANTETID", "20"))
    api = plattform.api(väntetid)
    for försök in range(1, _FÖRSÖK + 1):
        try:
            _skriv(text, märke, plattform, api, ny=ny)
        except Svarsfel as fel:
            if not fel.övergående or försök == _FÖRSÖK:
                raise
            plattform.säg(f"{plattform.namn}: {fel}. Försöker igen.")
            time.sleep(väntetid / 10)
        else:
            return


def _skriv(text: str, märke: str, plattform: Plattform, api: Api, *, ny: bool) -> None:
    egna = [k for k in plattform.mina(api) if k["body"].startswith(märke)]
    if egna:
        första, *fler = egna
        api.anropa(plattform.ändra, plattform.kommentar(första["id"]), {"body": text})
        for dubblett in fler:
            api.anropa("DELETE", plattform.kommentar(dubblett["id"]))
        plattform.säg(f"Kommentaren i {plattform.ändringen} är omskriven.")
    elif ny:
        api.anropa("POST", plattform.kommentarer, {"body": text})
        plattform.säg(f"En kommentar är skriven i {plattform.ändringen}.")
    else:
        plattform.säg(f"{_OFÖRÄNDRAT} Ingen kommentar skrivs.")


if __name__ == "__main__":
    sys.exit(main())
