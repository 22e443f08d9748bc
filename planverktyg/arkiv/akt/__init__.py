"""Akten: en plan med sina uppföljningar och de husregler som gäller för den.

In kommer sökvägar, ut går en mapp i taget, så att minnet inte växer med antalet planer. Vilka planer som
finns kan frågas utan att de läses i sin helhet: då läses bara dokumentens huvuden.
"""

from planverktyg.arkiv.akt.akter import Akt, Mapp, förvalda_husregler
from planverktyg.arkiv.akt.lasning import läs_dokument, läs_mapp, läs_mappar, läs_planens_mapp
from planverktyg.arkiv.akt.register import Planpost, Register, har_plan, lista_planer, med_nämnda, register_vid
from planverktyg.arkiv.akt.rundgang import rundgång
from planverktyg.arkiv.akt.upplankar import Nyckel, Upplänkar, nyckel_för, upplänkar

__all__ = [
    "Akt",
    "Mapp",
    "Nyckel",
    "Planpost",
    "Register",
    "Upplänkar",
    "förvalda_husregler",
    "har_plan",
    "lista_planer",
    "läs_dokument",
    "läs_mapp",
    "läs_mappar",
    "läs_planens_mapp",
    "med_nämnda",
    "nyckel_för",
    "register_vid",
    "rundgång",
    "upplänkar",
]
