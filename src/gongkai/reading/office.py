"""Old Word files (.doc, .wps), RTF and OpenDocument texts, through LibreOffice where that is
installed: it makes a .docx of them, which is read."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Final

import attrs

from ..errors import ParseError
from . import docx
from .composing import Reading

_PROGRAMS: Final = ("soffice", "libreoffice")
_SECONDS: Final = 120
"""LibreOffice starts in a few seconds and converts a report in one; more than this and it hangs."""


def read_office(data: bytes, *, what: str, suffix: str, media_type: str) -> Reading:
    """Read a file that LibreOffice can open.

    Args:
        data: the file.
        what: the kind of file, as a message says it. suffix: its usual ending. media_type: its
            media type.

    Raises:
        ParseError: LibreOffice is not installed, or cannot convert the file. MissingExtraError:
        python-docx is not installed.
    """
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        raise ParseError(
            f"the file is {what}, which is read through LibreOffice, and that is not installed",
            hint="save it as .docx or PDF in Word or WPS, or install LibreOffice",
        )
    return attrs.evolve(
        docx.read_docx(_converted(program, data, what, suffix)), media_type=media_type
    )


def _converted(program: str, data: bytes, what: str, suffix: str) -> bytes:
    with tempfile.TemporaryDirectory(prefix="gongkai-") as folder:
        source = Path(folder, f"report{suffix}")
        source.write_bytes(data)
        # a profile of its own: LibreOffice does nothing while a window of the user's is open
        profile = Path(folder, "profile").as_uri()
        command = [program, f"-env:UserInstallation={profile}", "--headless", "--norestore"]
        command += ["--convert-to", "docx", "--outdir", os.path.join(folder, "out"), str(source)]
        try:
            subprocess.run(
                command,
                check=False,
                capture_output=True,
                stdin=subprocess.DEVNULL,
                timeout=_SECONDS,
            )
            return Path(folder, "out", "report.docx").read_bytes()
        except (OSError, subprocess.TimeoutExpired):
            raise ParseError(
                f"the file is {what}, and LibreOffice cannot convert it",
                hint="save it as .docx or PDF in Word or WPS",
            ) from None
