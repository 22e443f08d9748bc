"""En fils byte, en rutt och ett värde in, samma fil med bara det värdet ändrat ut.

Användarens fil skrivs aldrig om: ett ingrepp byter ett stycke text på ett ställe. Kommentarer, ordning, indrag, radslut och
skrivsätt på alla andra ställen är kvar, tecken för tecken. Resultatet läses igen och jämförs med det som var tänkt.
"""

from planverktyg.arkiv.ingrepp.ingrepp import Ingrepp
from planverktyg.arkiv.ingrepp.radskillnad import Radskillnad, jämför_rader
from planverktyg.arkiv.ingrepp.radtext import Vägran
from planverktyg.arkiv.ingrepp.skrivsatt import Nytt

__all__ = ["Ingrepp", "Nytt", "Radskillnad", "Vägran", "jämför_rader"]
