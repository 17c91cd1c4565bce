"""A list of names, as `find` or git writes it, to the names: one a line, or each ended by a NUL byte."""

import codecs
import sys
from collections.abc import Iterator
from typing import BinaryIO

from teikit.errors import UnreadableInputError
from teikit.files import cause, shown

_CHUNK = 1 << 16
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    # So does PowerShell write.
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def listed(file: str) -> Iterator[str]:
    """Yield the names in a file, or in standard input for "-", as they come; empty lines are none.

    A pipe is read too: the user names it.

    Raises:
        UnreadableInputError: the file cannot be read, or decoded.

    """
    try:
        if file == "-":
            yield from _names(sys.stdin.buffer)
        else:
            with open(file, "rb") as opened:  # noqa: PTH123  a name that Path would change
                yield from _names(opened)
    except OSError as error:
        raise UnreadableInputError(f"{shown(file)}: cannot be read ({cause(error)})") from None
    except ValueError:
        raise UnreadableInputError(f"{shown(file)}: is no list of file names") from None


def _names(file: BinaryIO) -> Iterator[str]:
    data = file.read(_CHUNK)
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "")
    # No name holds a NUL, so that one alone tells which kind of list this is.
    end = "\n" if encoding == "utf-16" or b"\0" not in data else "\0"
    errors = "strict" if encoding == "utf-16" else "surrogateescape"
    decoder = codecs.getincrementaldecoder(encoding or sys.getfilesystemencoding())(errors)
    rest = ""
    while data:
        *whole, rest = (rest + decoder.decode(data)).split(end)
        yield from filter(None, (name if end == "\0" else name.removesuffix("\r") for name in whole))
        data = file.read(_CHUNK)
    if rest := rest + decoder.decode(b"", final=True):
        yield rest.removesuffix("\r")
