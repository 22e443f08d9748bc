"""Akten: en plan med sina uppföljningar och de husregler som gäller för den.

In kommer en källa, ut går en mapp i taget, så att minnet inte växer med antalet planer. Vilka planer som
finns kan frågas utan att de läses i sin helhet: då läses bara dokumentens huvuden.
"""

from planverktyg.arkiv.akt.akter import Akt, Mapp, förvalda_husregler
from planverktyg.arkiv.akt.arkivet import Arkiv, Lästa, läs_mappar, läs_planens_mapp
from planverktyg.arkiv.akt.bidrag import Givare, givare_i
from planverktyg.arkiv.akt.register import Planpost, Register, med_nämnda
from planverktyg.arkiv.akt.rundgang import rundgång
from planverktyg.arkiv.akt.upplankar import Nyckel, Upplänkar, nyckel_för, upplänkar

__all__ = [
    "Akt",
    "Arkiv",
    "Givare",
    "Lästa",
    "Mapp",
    "Nyckel",
    "Planpost",
    "Register",
    "Upplänkar",
    "förvalda_husregler",
    "givare_i",
    "läs_mappar",
    "läs_planens_mapp",
    "med_nämnda",
    "nyckel_för",
    "rundgång",
    "upplänkar",
]
