"""En plan och huvudet för nästa in, nästa plan ut: samma text med bara huvudet ändrat, så att kommentarerna står kvar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planverktyg.blanketter.yaml.stycken import huvudets_stycken, kommentar_efter
from planverktyg.blanketter.yaml.yamltext import citera

if TYPE_CHECKING:
    from planverktyg.arkiv.laddning import Dokument
    from planverktyg.blanketter.yaml.plan import Planhuvud
    from planverktyg.modell.plan import Plandokument


def skriv_nästa(plan: Dokument[Plandokument], huvud: Planhuvud) -> str:
    """Planens text med nytt id, namn, år och föregångare, och utan beslut. Reser `HuvudetGårInteAttÄndra`."""
    rader = plan.träd.text.split("\n")
    nya = {"id": citera(huvud.id), "namn": citera(huvud.namn), "år": huvud.år}
    for stycke in reversed(huvudets_stycken(plan, "plan")):  # bakifrån, så att radnumren före inte ändras
        skrivet: list[str] = []
        if stycke.nyckel in nya:
            kommentar = kommentar_efter(rader[stycke.början : stycke.slut])
            skrivet.append(f"{stycke.indrag}{stycke.nyckel}: {nya[stycke.nyckel]}{kommentar}")
        if stycke.nyckel == "id":
            skrivet.append(f"{stycke.indrag}föregångare: {plan.modell.plan.id}")
        if stycke.nyckel in (*nya, "beslut", "tidigare beslut", "föregångare"):
            rader[stycke.början : stycke.slut] = skrivet
    return "\n".join(rader)
