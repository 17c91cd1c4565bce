"""Compiled schemas on disk, so that a short run need not read a long schema.

An entry is named by the digest of the schema's name and bytes, of the engine's version and of Python's; it begins with
a mark and a digest of its own content, and lists the files that the schema was made from with theirs. An entry that is
corrupt, foreign or out of date is ignored, and so is a failure to write: a cache never causes an error. A foreign file
in the place of an entry is left alone. Entries are stored by marshal, which trusts its input: so a folder or a file
that others could write to is not used.
"""

import contextlib
import marshal
import re
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

from teikit._version import __version__
from teikit.errors import TeikitError
from teikit.relaxng.automaton.table import GrammarTable
from teikit.relaxng.validator.schema import Schema, StoredRules
from teikit.storage.files import first_bytes, is_own, is_private, make_folder, remove_file, write_file

# To be raised whenever the same schema would compile to another table.
_FORMAT = "6"
# How each entry begins.
_MARK = b"teikit schema\n"
_DIGEST = 32
_MAX_ENTRIES = 200
_ENTRY = r"[0-9a-f]{64}\.schema"
# Plain values, the names and SHA-256 digests of the files that they were made from, and more plain values.
Content = tuple[Any, tuple[tuple[str, str], ...], Any]


class EntryCache:
    """Plain values of compiled schemas in a folder, which is created by the first write."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def entry(self, path: Path, data: bytes, *variant: str) -> Path:
        """Return the file for what is compiled from a schema; `variant` is what else that depends on."""
        parts = (_FORMAT, __version__, sys.version, str(path.absolute()), *variant, sha256(data).hexdigest())
        return self._folder / f"{sha256(chr(0).join(parts).encode('utf-8', 'surrogateescape')).hexdigest()}.schema"

    def entries(self) -> list[Path]:
        """Return the files of all entries, the oldest first, without foreign files and those deleted meanwhile."""
        found = []
        for each in self._folder.glob("*.schema"):
            with contextlib.suppress(OSError, TeikitError):
                if re.fullmatch(_ENTRY, each.name) and is_own(each) and _has_mark(first_bytes(each, _DIGEST)):
                    found.append((each.stat().st_mtime, each))
        return [each for _, each in sorted(found)]

    def read(self, entry: Path) -> Content | None:
        """Return the content of an entry, None where there is none that can be used."""
        try:
            stored = entry.read_bytes() if self._is_trusted(entry) else b""
            digest, content = stored[len(_MARK) :][:_DIGEST], stored[len(_MARK) + _DIGEST :]
            if not _has_mark(stored) or sha256(content).digest() != digest:
                return None
            found, files, more = marshal.loads(content)  # noqa: S302  from a private folder, digest verified
            # The first is the schema itself, whose digest is in the name of the entry.
            if all(sha256(Path(name).read_bytes()).hexdigest() == digest for name, digest in files[1:]):
                return found, files, more
        except (OSError, ValueError, EOFError, TypeError):
            return None
        return None

    def _is_trusted(self, entry: Path) -> bool:
        return is_private(self._folder) and is_own(entry) and is_private(entry)

    def write(self, entry: Path, values: Content) -> None:
        """Write an entry, if it can be written."""
        # Values that are nested too deeply for marshal are not stored.
        with contextlib.suppress(OSError, TeikitError, ValueError):
            content = marshal.dumps(values)
            make_folder(self._folder, 0o700)
            if not is_private(self._folder) or _is_foreign(entry):
                return
            self._make_room()
            data = _MARK + sha256(content).digest() + content
            write_file(entry, data, force=True, flushes_folder=False, mode=0o600)

    def _make_room(self) -> None:
        entries = self.entries()
        for each in entries[: max(0, len(entries) - _MAX_ENTRIES + 1)]:
            remove_file(each)


class SchemaCache(EntryCache):
    """Compiled grammars in a folder."""

    def load(
        self, path: Path, compile_schema: Callable[[bytes], Schema], *, ids: bool = True, variant: str = ""
    ) -> Schema:
        """Return a schema, compiled before or now; errors are those of `compile_schema`, which gets its bytes.

        `variant` distinguishes what else the schema depends on: what may be included, or the version of a compiler.
        """
        data = path.read_bytes()
        entry = self.entry(path, data, str(ids), variant)
        if (known := self.read(entry)) is not None:
            rows, files, rules = known
            with contextlib.suppress(TypeError):
                return Schema(GrammarTable(*rows), files, ids=ids, rules=rules and StoredRules(*rules))
        schema = compile_schema(data)
        self.write(entry, (tuple(schema.table), schema.files, schema.rules and tuple(schema.rules)))
        return schema


def _has_mark(begun: bytes) -> bool:
    return begun.startswith(_MARK)


def _is_foreign(entry: Path) -> bool:
    """Return whether there is something in the place of an entry that teikit did not write."""
    try:
        return not (is_own(entry) and _has_mark(first_bytes(entry, _DIGEST)))
    except FileNotFoundError:
        return False
