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
from ..languages import Both
from . import docx
from .composing import Reading

_PROGRAMS: Final = ("soffice", "libreoffice")
_SECONDS: Final = 120
"""LibreOffice starts in a few seconds and converts a report in one; more than this and it hangs."""


def read_office(data: bytes, *, what: Both, suffix: str, media_type: str) -> Reading:
    """Read a file that LibreOffice can open.

    Args:
        data: the file. what: its kind, as a message says it. suffix: its usual ending.
        media_type: its media type.

    Raises:
        ParseError: LibreOffice is not installed, or cannot convert the file. MissingExtraError:
        python-docx is not installed.
    """
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        raise ParseError(
            Both(
                f"the file is {what.en}, to be read through LibreOffice, which is not installed",
                f"文件是{what.zh}，要通过 LibreOffice 读取，而本机没有安装",
            ),
            hint=Both(
                "save it as .docx or PDF in Word or WPS, or install LibreOffice",
                "在 Word 或 WPS 中另存为 .docx 或 PDF，或者安装 LibreOffice",
            ),
        )
    return attrs.evolve(
        docx.read_docx(_converted(program, data, what, suffix)), media_type=media_type
    )


def _converted(program: str, data: bytes, what: Both, suffix: str) -> bytes:
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
                Both(
                    f"the file is {what.en}, and LibreOffice cannot convert it",
                    f"文件是{what.zh}，LibreOffice 无法转换",
                ),
                hint=Both(
                    "save it as .docx or PDF in Word or WPS", "在 Word 或 WPS 中另存为 .docx 或 PDF"
                ),
            ) from None
