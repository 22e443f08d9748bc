"""Miljön för mallar ur en egen mapp: de får läsa underlaget och inget annat, och inte skapa hur stora texter som helst."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from typing_extensions import override

if TYPE_CHECKING:
    from jinja2.runtime import Context

STÖRSTA_TAL = 1_000_000
"""Så stora tal får en mall räkna med, och så lång text får en enskild beräkning ge."""

UTELÄMNADE_FILTER = ("batch", "center", "format", "indent", "pprint", "slice", "tojson", "xmlattr")
"""Filter som kan ge obegränsat stor text eller visa hur underlaget är byggt."""


class Skyddadmiljö(ImmutableSandboxedEnvironment):
    """Jinjas sandlåda, med gränser för tal och text."""

    intercepted_binops = frozenset({"+", "*", "**", "%"})

    def __init__(self, **val: Any) -> None:
        super().__init__(**val)
        for namn in UTELÄMNADE_FILTER:
            self.filters.pop(namn, None)
        for namn in ("lipsum", "cycler", "joiner"):
            self.globals.pop(namn, None)

    @override
    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Räknar, om svaret blir rimligt stort."""
        if operator == "%" and isinstance(left, str):
            raise SecurityError("% på text får inte användas i en mall.")
        if operator == "*" and not (_är_litet_tal(left) and _är_litet_tal(right)):
            raise SecurityError("* får inte användas på text eller så stora tal i en mall.")
        if operator == "**":
            raise SecurityError("** får inte användas i en mall.")
        if operator == "+" and isinstance(left, str) and len(left) > STÖRSTA_TAL:
            raise SecurityError("+ får inte användas på så lång text i en mall.")
        return super().call_binop(context, operator, left, right)

    @override
    def call(self, context: Context, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Anropar, om inget argument är orimligt stort."""
        if getattr(obj, "__name__", "") in {"format", "format_map"}:
            raise SecurityError("format får inte användas i en mall.")
        if isinstance(getattr(obj, "__self__", None), str) and any(_är_för_stort(a) for a in (*args, *kwargs.values())):
            raise SecurityError("Så stora tal får inte användas i en mall.")
        return super().call(context, obj, *args, **kwargs)


def _är_litet_tal(värde: Any) -> bool:
    return isinstance(värde, (int, float)) and abs(värde) <= STÖRSTA_TAL


def _är_för_stort(värde: Any) -> bool:
    return isinstance(värde, int) and värde > STÖRSTA_TAL
