"""A file in a folder to whether it is TEI: by its root element, whatever its name."""

import codecs
import os
from collections.abc import Generator, Iterable, Iterator
from itertools import chain
from pathlib import PurePath

from teikit.errors import UnreadableInputError
from teikit.validation.prolog import read_prolog
from teikit.validation.source import file_pieces

_NAMES = frozenset({"TEI", "teiCorpus"})
_SUFFIXES = frozenset({".xml", ".tei"})
# Who left the namespace out, or mistyped it, is to be told of it.
_NAMESPACE = "tei-c.org"
# What may stand before the first tag, in UTF-8 and UTF-16.
_BEFORE = b"".join((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, b" \t\r\n\0"))


def is_tei(pieces: Iterable[bytes], name: str) -> bool:
    """Tell whether a document is TEI, or is named like it and cannot be read as far as its root element.

    Args:
        pieces: its bytes, of which no more are read than its root needs.
        name: the name of its file.

    """
    rest = iter(pieces)
    first = next(rest, b"")
    # Most of what lies in folders and is no XML is known by its first sign.
    root = read_prolog(chain([first], rest)).root if first.lstrip(_BEFORE).startswith(b"<") else ""
    if not root:
        return is_named_tei(name)
    namespace, _, local = root.rpartition(" ")
    return local in _NAMES and (not namespace or _NAMESPACE in namespace)


def is_named_tei(name: str) -> bool:
    """Tell whether a file is named as TEI is."""
    return PurePath(name).suffix.lower() in _SUFFIXES


def is_tei_file(path: str, content: bytes | None = None) -> bool:
    """Tell whether a file, or the content that came with its name, is TEI; a link that leads nowhere is, if named so.

    Raises:
        UnreadableInputError: nobody can tell, since it cannot be read.

    """
    pieces: Iterator[bytes] = file_pieces(path) if content is None else iter([content])
    try:
        return is_tei(pieces, path)
    except UnreadableInputError:
        if os.path.islink(path) and not os.path.exists(path):  # noqa: PTH110, PTH114  a name that Path would change
            return is_named_tei(path)
        raise
    finally:
        if isinstance(pieces, Generator):
            pieces.close()
