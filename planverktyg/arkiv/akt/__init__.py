"""Akten: en plan med sina uppföljningar och de husregler som gäller för den.

In kommer en källa, ut går en mapp i taget, så att minnet inte växer med antalet planer. Vilka planer som
finns kan frågas utan att de läses i sin helhet: då läses bara dokumentens huvuden.
"""

from planverktyg.arkiv.akt.akter import Akt, Mapp, förvalda_husregler
from planverktyg.arkiv.akt.arkivet import NÄMNER_KOMMUN, Arkiv, Lästa, läs_mappar, läs_planens_mapp
from planverktyg.arkiv.akt.register import Planpost, Register, med_nämnda, planen_och_nämnda

__all__ = [
    "NÄMNER_KOMMUN",
    "Akt",
    "Arkiv",
    "Lästa",
    "Mapp",
    "Planpost",
    "Register",
    "förvalda_husregler",
    "läs_mappar",
    "läs_planens_mapp",
    "med_nämnda",
    "planen_och_nämnda",
]
