"""Ett Officepaket in, samma paket med fasta tider ut: samma innehåll ska ge samma byte."""

from __future__ import annotations

import io
import re
import zipfile

_TID = (1980, 1, 1, 0, 0, 0)


def med_fasta_tider(paket: bytes) -> bytes:
    """Paketet med delarna i samma ordning, alla med samma tid."""
    ut = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(paket)) as källa, zipfile.ZipFile(ut, "w", zipfile.ZIP_DEFLATED) as mål:
        for namn in källa.namelist():
            del_ = källa.read(namn)
            if namn == "docProps/core.xml":
                del_ = re.sub(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*", rb"\g<1>2020-01-01T00:00:00Z", del_)
            mål.writestr(zipfile.ZipInfo(namn, _TID), del_, zipfile.ZIP_DEFLATED)
    return ut.getvalue()
