"""Kommunens id och namn in, husregler att ändra i ut: varje regel förklarad, med verktygets förval bortkommenterat."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planverktyg.arkiv.syntax import läs
from planverktyg.blanketter.yaml.yamltext import SÅ_LÄSER_DU, citera, kommentera, skriv_värde
from planverktyg.modell.bedomning import Bedömning
from planverktyg.modell.byggsten import Del, nyckel
from planverktyg.modell.exempel import EXEMPEL
from planverktyg.modell.grad import Gradregel
from planverktyg.modell.husregler import Husregler
from planverktyg.modell.noder import delnamn
from planverktyg.modell.schema import fältens_docstrings

if TYPE_CHECKING:
    from collections.abc import Iterator

_FÖRVAL = (
    "Varje husregel förklaras nedan, följd av verktygets förval, som gäller ändå. Hur graden räknas står utskrivet, eftersom "
    "det avgör vad delvis betyder. Vill kommunen ha något annat tar du bort tecknet #, men inga mellanslag, på de raderna och "
    "ändrar värdet. Rader med # och ett enda mellanslag är förklaringar."
)
_HUVUD = ("format", "kommun")


def skriv_kommun(id_: str, namn: str, schema: str) -> str:
    """`kommun.yaml` för en ny kommun. `schema` är raden som visar texteditorn var schemat finns."""
    rader = [schema, "#", *kommentera(f"Husregler för {namn}: det som gäller för alla planer i den här mappen.")]
    rader += ["#", *kommentera(SÅ_LÄSER_DU), "#", *kommentera(_FÖRVAL), "", "format: 1", ""]
    rader += ["kommun:", f"  id: {citera(id_)}", f"  namn: {citera(namn)}"]
    rader += _inställningar(Husregler(), _exempel("kommundokument"), 0, utom=_HUVUD)
    return "\n".join(rader) + "\n"


def _inställningar(regler: Del, exempel: Any, djup: int, utom: tuple[str, ...] = ()) -> Iterator[str]:
    """Varje inställning med sin förklaring. `djup` är hur långt in under en annan inställning den står."""
    texter = fältens_docstrings(type(regler))
    indrag = "#" + "  " * djup if djup else ""
    for namn in type(regler).model_fields:
        ord_ = nyckel(namn)
        if ord_ in utom:
            continue
        värde = getattr(regler, namn)
        if not djup:
            yield ""
        yield from kommentera(texter[ord_], indrag)
        if isinstance(värde, Gradregel):  # valet står utskrivet: det avgör vad delvis betyder
            yield f"{'  ' * djup}{ord_}: {värde.sätt}"
        elif isinstance(värde, Bedömning):
            yield f"{ord_}:"
            yield from _inställningar(värde, _exempel(delnamn(type(värde))), djup + 1)
        elif isinstance(värde, Del) and all(v in (None, (), {}) for _, v in värde):
            yield from kommentera(f"Inget förval. Nyckeln heter {ord_}. Exempel:", indrag)
            yield from (f"{indrag}#{rad}" for rad in skriv_värde(ord_, _exempel(delnamn(type(värde)))))
        elif isinstance(värde, Del):
            yield f"#{'  ' * djup}{ord_}:"
            yield from _inställningar(värde, _exempel(delnamn(type(värde))), djup + 1)
        elif värde not in (None, (), {}):
            yield from (f"#{'  ' * djup}{rad}" for rad in skriv_värde(ord_, värde))
        elif ord_ in exempel:
            yield from kommentera("Inget förval. Exempel:", indrag)
            yield from (f"{indrag}#{rad}" for rad in skriv_värde(ord_, exempel[ord_]))
        else:
            yield from kommentera(f"Inget förval. Nyckeln heter {ord_}.", indrag)


def _exempel(del_: str) -> Any:
    träd, _ = läs(EXEMPEL.get(del_, "{}").encode(), del_)
    return träd.innehåll if träd else {}
