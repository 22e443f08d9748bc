"""Text in, standard ut och standard fel ut: allt eller ett fel på svenska. Det enda stället som skriver där.

Läser in så lite som möjligt: det som redan är klart att skriva ska inte vänta på något annat.
"""

from __future__ import annotations

import errno
import os
import sys

UT, FEL = "u", "f"


OPACKAT = 1_000_000
"""Så många byte sparas som de är. Det som skrivs därefter packas: en stor körning skriver tiotals megabyte."""
PACKAD = "p"


class Avskrift:
    """Det som skrivs, i ordning: vart och vilka byte, så länge det inte är för mycket."""

    def __init__(self, högst: int) -> None:
        self.bitar: list[tuple[str, bytes]] = []
        self.för_stor = False
        self._högst = self._kvar = högst

    def lägg_till(self, vart: str, innehåll: bytes) -> None:
        """Tar emot det som skrivs."""
        if self._högst - self._kvar > OPACKAT:
            import zlib

            vart, innehåll = vart + PACKAD, zlib.compress(innehåll, 1)
        self._kvar -= len(innehåll)
        self.för_stor = self._kvar < 0
        if self.för_stor:
            self.bitar.clear()
        else:
            self.bitar.append((vart, innehåll))


avskrift: Avskrift | None = None
"""Avskriften av kommandot som körs, när någon vill ha en."""


class KanInteSkriva(Exception):
    """Filen eller utskriften kunde inte skrivas. Texten säger varför; en gammal fil är orörd."""


class StängtRör(Exception):
    """Läsaren av standard ut har läst färdigt."""


def skäl(fel: Exception) -> str:
    """Varför filsystemet sade nej, på svenska."""
    if isinstance(fel, RuntimeError):  # så säger Python 3.11 om en länk som går runt
        return "länken leder tillbaka till sig själv."
    if not isinstance(fel, OSError):
        return "namnet går inte att använda."
    kod = fel.errno or 0
    if kod in _NÄTET:
        return "nätverksdisken svarar inte."
    return {
        errno.ENOENT: "mappen finns inte.",
        errno.ENOTDIR: "mappen finns inte.",
        errno.EACCES: "du saknar behörighet.",
        errno.EPERM: "du saknar behörighet.",
        errno.EROFS: "disken är skrivskyddad.",
        errno.ENOSPC: "disken är full.",
        errno.EDQUOT: "ditt utrymme på disken är slut.",
        errno.EIO: "disken svarar med fel.",
        errno.EMFILE: "för många filer är öppna på en gång.",
        errno.ENFILE: "för många filer är öppna på en gång.",
        errno.EFBIG: "filen är för stor för disken.",
        errno.ENXIO: "ingen läser där.",
        errno.EPIPE: "läsaren slutade läsa.",
        errno.ESTALE: "nätverksdisken har tappat filen.",
        errno.EISDIR: "det är en mapp.",
        errno.ENAMETOOLONG: "namnet är för långt.",
        errno.ELOOP: "länken leder tillbaka till sig själv.",
        errno.EEXIST: "den finns redan, och skrivs aldrig över. Välj ett annat namn med --ut.",
        errno.ENODEV: "disken är borta.",
        errno.EBUSY: "filen används av något annat.",
        errno.ENOMEM: "minnet räcker inte.",
        errno.EINVAL: "namnet eller disken går inte att använda så.",
        errno.EOPNOTSUPP: "disken kan inte det som behövs.",
        errno.ENOLCK: "disken kan inte låsa filer.",
    }.get(kod, fel.strerror or "okänt fel.")


_NÄTET = {
    errno.ENOTCONN, errno.ETIMEDOUT, errno.ECONNRESET, errno.ECONNABORTED, errno.ECONNREFUSED, errno.EHOSTUNREACH,
    errno.ENETUNREACH, errno.ENETDOWN, getattr(errno, "EHOSTDOWN", -1), getattr(errno, "EREMOTEIO", -1),
}  # fmt: skip
"""Det som händer när en disk på nätet är borta."""


def skriv_ut(text: str) -> None:
    """Skriver texten till standard ut som UTF-8, vad terminalens språk än är, med det osynliga utskrivet.

    På en terminal är koderna för färg kvar. Reser fel som `skriv_byte`.
    """
    from planverktyg.modell.grund.synligt import synlig, synlig_i_färg

    skriv_byte((synlig_i_färg if sys.stdout.isatty() else synlig)(text).encode("utf-8", "replace"))


def skriv_byte(innehåll: bytes) -> None:
    """Skriver till standard ut. Reser `KanInteSkriva` när disken som utskriften leds till är full."""
    if avskrift is not None:
        avskrift.lägg_till(UT, innehåll)
    try:
        sys.stdout.buffer.write(innehåll)
        sys.stdout.buffer.flush()
    except BrokenPipeError:  # Typer gör annars slutkod 1 av det
        raise StängtRör from None
    except OSError as fel:
        try:  # noqa: SIM105 - contextlib läses inte in för det; det som ligger kvar i bufferten ska inte skrivas en gång till
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        except OSError:
            pass
        raise KanInteSkriva(f"Utskriften kunde inte skrivas: {skäl(fel)}") from fel


def skriv_fel(text: str) -> None:
    """Skriver en rad till standard fel som UTF-8, med det osynliga utskrivet."""
    from planverktyg.modell.grund.synligt import synlig

    skriv_fel_byte(f"{synlig(text)}\n".encode("utf-8", "replace"))


def skriv_fel_byte(innehåll: bytes) -> None:
    """Skriver till standard fel. Går det inte finns det ingenstans att säga det, och slutkoden får tala."""
    if avskrift is not None:
        avskrift.lägg_till(FEL, innehåll)
    try:
        sys.stderr.buffer.write(innehåll)
        sys.stderr.buffer.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())  # det som ligger kvar skrivs inte en gång till


def skriv_igen(bitar: list[tuple[str, bytes]]) -> None:
    """Skriver det som en avskrift har, i samma ordning."""
    for vart, innehåll in bitar:
        text = innehåll
        if vart.endswith(PACKAD):
            import zlib

            text = zlib.decompress(innehåll)
        (skriv_byte if vart[0] == UT else skriv_fel_byte)(text)
