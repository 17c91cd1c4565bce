"""Compiled schemas on disk, so that a short run need not read a long schema.

An entry is named by the digest of the schema's name and bytes, of the engine's version and of Python's; it begins with
a digest of its own content, and lists the files that the schema includes with theirs. An entry that is corrupt, foreign
or out of date is ignored, and so is a failure to write: a cache never causes an error.
It is stored by marshal, which trusts its input: so a folder that others could write to is not used.
"""

import contextlib
import marshal
import os
import re
import sys
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from teikit._version import __version__
from teikit.relaxng.automaton.table import GrammarTable
from teikit.relaxng.validator.schema import Schema
from teikit.storage.files import is_private

if TYPE_CHECKING:
    from teikit.relaxng.syntax import Loader

# To be raised whenever the same schema would compile to another table.
_FORMAT = "1"
_DIGEST = 32
_MAX_ENTRIES = 200
_ENTRY = re.compile(r"[0-9a-f]{64}\.schema")


class SchemaCache:
    """Compiled schemas in a folder, which is created by the first write."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def load(self, path: Path, *, loader: "Loader | None" = None, ids: bool = True, access: str = "") -> Schema:
        """Return a schema, compiled before or now; arguments and errors are those of `Schema.load`.

        `access` distinguishes what a loader may find at other times or for other users.
        """
        data = path.read_bytes()
        entry = self._folder / f"{self._key(path, data, access, ids=ids)}.schema"
        if (known := self._read(entry)) is not None:
            return Schema(*known, ids=ids)
        schema = Schema.load(path, data, loader=loader, ids=ids)
        self._write(entry, schema)
        return schema

    def entries(self) -> list[Path]:
        """Return the files of all entries, the oldest first, without those that are deleted meanwhile."""
        found = []
        for each in self._folder.glob("*.schema"):
            with contextlib.suppress(OSError):
                found.append((each.stat().st_mtime, each))
        return [each for _, each in sorted(found) if _ENTRY.fullmatch(each.name)]

    def _key(self, path: Path, data: bytes, access: str, *, ids: bool) -> str:
        parts = (_FORMAT, __version__, sys.version, str(path.absolute()), str(ids), access, sha256(data).hexdigest())
        return sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()

    def _read(self, entry: Path) -> tuple[GrammarTable, tuple[tuple[str, str], ...]] | None:
        try:
            stored = entry.read_bytes() if is_private(self._folder) else b""
            if sha256(stored[_DIGEST:]).digest() != stored[:_DIGEST]:
                return None
            rows, files = marshal.loads(stored[_DIGEST:])  # noqa: S302  from a private folder, digest verified
            if all(sha256(Path(name).read_bytes()).hexdigest() == digest for name, digest in files[1:]):
                return GrammarTable(*rows), files
        except (OSError, ValueError, EOFError, TypeError):
            return None
        return None

    def _write(self, entry: Path, schema: Schema) -> None:
        content = marshal.dumps((tuple(schema.table), schema.files))
        with contextlib.suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not is_private(self._folder):
                return
            self._make_room()
            # Costs 3 ms to import, which runs that find their schema here need not pay.
            import tempfile  # noqa: PLC0415

            handle, temporary = tempfile.mkstemp(dir=self._folder)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(sha256(content).digest() + content)
                Path(temporary).replace(entry)
            except OSError:
                Path(temporary).unlink(missing_ok=True)

    def _make_room(self) -> None:
        entries = self.entries()
        for each in entries[: max(0, len(entries) - _MAX_ENTRIES + 1)]:
            each.unlink(missing_ok=True)
