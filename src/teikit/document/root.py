"""Recognises TEI files by their root element, whatever their names."""

import codecs
import os
import re
from collections.abc import Iterable
from contextlib import closing
from itertools import chain
from pathlib import PurePath

from teikit.document.document import CHUNK, Document, file_pieces, from_content, from_file
from teikit.document.prolog import read_prolog
from teikit.errors import UnreadableInputError
from teikit.limits import Budget
from teikit.messages import escape_control
from teikit.storage.files import first_bytes

_NAMES = frozenset({"TEI", "teiCorpus"})
# The root elements of TEI P4, which has no schema that teikit reads.
OLD_ROOTS = frozenset({"TEI.2", "teiCorpus.2"})
_SUFFIXES = frozenset({".xml", ".tei"})
# A missing or mistyped namespace must be reported.
_NAMESPACE = "tei-c.org"
# As TEI mostly begins.
_USUAL_START = re.compile(
    rb"""(?:\xef\xbb\xbf)?(?:\s++|<\?.*?\?>|<!--.*?-->)*+<(?:TEI|teiCorpus)\s+xmlns=["']http://www\.tei-c\.org/ns/1\.0["']""",
    re.DOTALL,
)
# What may stand before the first tag, in UTF-8 and UTF-16.
_BEFORE = b"".join((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, b" \t\r\n\0"))


def is_tei(pieces: Iterable[bytes], name: str, *, allows_old: bool = False) -> bool:
    """Return whether a document is TEI, or is named like it and cannot be read up to its root element.

    Args:
        pieces: its bytes, of which no more are read than its root needs.
        name: the name of its file.
        allows_old: whether TEI P4 is TEI too.
    """
    rest = iter(pieces)
    first = next(rest, b"")
    if _USUAL_START.match(first):
        return True
    # Most of what lies in folders and is no XML is known by its first sign.
    root = (
        read_prolog(chain([first], rest), Budget(escape_control(name))).root
        if first.lstrip(_BEFORE).startswith(b"<")
        else ""
    )
    if not root:
        return is_named_tei(name)
    namespace, _, local = root.rpartition(" ")
    return local in (_NAMES | OLD_ROOTS if allows_old else _NAMES) and (not namespace or _NAMESPACE in namespace)


def is_named_tei(name: str) -> bool:
    """Return whether a file has a usual name of TEI."""
    return PurePath(name).suffix.lower() in _SUFFIXES


def is_tei_file(path: str, *, allows_old: bool = False) -> bool:
    """Return whether a file is TEI, with `allows_old` also of TEI P4; a broken link is, if it is named so.

    Raises:
        UnreadableInputError: it cannot be read.
    """
    try:
        with closing(file_pieces(path)) as pieces:
            return is_tei(pieces, path, allows_old=allows_old)
    except UnreadableInputError:
        if not _is_broken_link(path):
            raise
        return is_named_tei(path)


def read_tei(path: str, content: bytes | None = None) -> Document | None:
    """Return a file, or the content that came with its name, as a document; None where it is no TEI.

    Raises:
        UnreadableInputError: it cannot be read, or is empty.
    """
    if content is None:
        try:
            begun = first_bytes(path, CHUNK)
        except UnreadableInputError:
            if not _is_broken_link(path) or is_named_tei(path):
                raise
            return None
        # Most files are not read twice.
        if len(begun) == CHUNK:
            return from_file(path) if is_tei_file(path) else None
        content = begun
    return from_content(path, content) if is_tei([content], path) else None


def _is_broken_link(path: str) -> bool:
    return os.path.islink(path) and not os.path.exists(path)  # noqa: PTH110, PTH114  a name that Path would change
