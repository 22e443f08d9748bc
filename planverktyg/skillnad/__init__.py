"""Skillnaden mellan två versioner av planerna: dokument in, vad ändringen betyder ut. Vet ingenting om git."""

from planverktyg.skillnad.andringar import Ställe, Tyngd, Ändring
from planverktyg.skillnad.versioner import Oläst, Skillnad, jämför

__all__ = ["Oläst", "Skillnad", "Ställe", "Tyngd", "Ändring", "jämför"]
