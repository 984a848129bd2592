"""Files that are zip archives: Word files, workbooks, OpenDocument files. Nothing is unpacked
before it is known to be small enough."""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO
from typing import Final

from ..errors import ParseError
from ..languages import Both

_MAX_UNPACKED: Final = 300 * 2**20
_MAX_PARTS: Final = 10_000


def part(data: bytes, name: str) -> bytes:
    """The bytes of one part of an archive; none if it cannot be read."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return archive.read(name)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, NotImplementedError, zlib.error):
        return b""


def names(data: bytes) -> set[str]:
    """The names of the parts of an archive. Refuses one that unpacks to more than a report can
    have, before anything is unpacked.

    Raises:
        ParseError: the archive is broken, encrypted, or too large.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            found = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, zlib.error) as error:
        raise ParseError(
            Both(f"the file is a broken archive ({error})", f"文件是损坏的压缩包（{error}）")
        ) from None
    if any(one.flag_bits & 1 for one in found):
        raise ParseError(
            Both("the file is encrypted with a password", "文件有密码"),
            hint=Both("save it without a password", "去掉密码后另存"),
        )
    if len(found) > _MAX_PARTS or sum(one.file_size for one in found) > _MAX_UNPACKED:
        raise ParseError(
            Both(
                f"the file unpacks to more than {_MAX_UNPACKED // 2**20} MB",
                f"文件解压后大于 {_MAX_UNPACKED // 2**20} MB",
            )
        )
    return {one.filename for one in found}
