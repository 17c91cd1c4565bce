"""Finds out whether a document may have inline suppressions, before it is parsed."""

from collections.abc import Iterable

from teikit.document.encoding import encoding_of

_TARGET = "<?teikit"


def may_suppress(pieces: Iterable[bytes]) -> bool:
    """Return whether a document, given in pieces, may contain an instruction; a fast test before parsing."""
    before, target = b"", b""
    for piece in pieces:
        if not target:
            encoding = encoding_of(piece[:200])[0]
            target = _TARGET.encode(encoding if encoding.startswith("utf-16") else "ascii")
        seen = before + piece
        if target in seen:
            return True
        before = seen[1 - len(target) :]
    return False
