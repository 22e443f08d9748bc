"""Målens nivåer: orden som visar vilken nivå ett mål är på, och vilka nivåer som aldrig står under en annan."""

from __future__ import annotations

ÖVERST = ("strategiskt målområde", "målområde", "grundförutsättning", "fokusområde", "perspektiv", "utvecklingsområde",
          "mål enligt kommunplan", "kommunövergripande mål", "övergripande mål", "fullmäktiges mål",
          "kommunfullmäktiges mål", "kommunmål", "inriktningsmål")  # fmt: skip
"""Nivåer som står överst."""
FLER = (
    "strategiskt målområde", "strategiskt mål", "kommunövergripande mål", "övergripande mål", "inriktningsmål", "fokusområde",
    "perspektiv", "utvecklingsområde", "kommunfullmäktiges mål", "fullmäktiges mål", "kommunmål", "utvecklingsmål",
    "effektmål", "resultatmål", "målområde", "nämndsmål", "nämndmål", "nämndens mål", "delmål",
    "enhetsmål", "verksamhetsmål", "grundförutsättning", "krav", "kvalitetsmål", "mål",
)  # fmt: skip
"""Nivåer som känns igen utöver kommunens egna."""
SAMMA = {"nämndsmål": "nämndmål", "nämndens mål": "nämndmål"}
"""Andra ord för en nivå."""
UNDER = {"målområde": "mål", "strategiskt målområde": "strategiskt mål", "grundförutsättning": "krav"}
"""Nivån under, när texten inte säger någon."""
INTE_NAMN = r"^(och|för|fram|att|i|under|per|enligt|till|som|samt|inom|på|med|av|är|ska|från|eller)\b|^\d"
"""Ord som inte börjar ett måls namn efter nivån: `Mål och budget`, `Mål för verksamheten`."""
