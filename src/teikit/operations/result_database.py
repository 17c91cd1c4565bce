"""Stores results by key in a database of the user, which several runs may share.

A database that is broken or cannot be used is skipped without a message: results are computed again. A result is
returned only if its digest is right. If there are too many, the oldest are removed. A file of the same name that teikit
did not make, as its first bytes show, or that is a link, has several names or belongs to another user, is neither
changed nor removed: a remark names it.
"""

import contextlib
import os
import sqlite3
import stat
import time
import zlib
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple, TypeVar

from teikit.errors import OutputError, UnreadableInputError
from teikit.messages import escape_control
from teikit.storage.files import create_private_file, first_bytes, is_own, is_private, make_folder, remove_file
from teikit.storage.remarks import add_remark

NAME = "results.sqlite"
# Increase it whenever the table or its content changes.
_FORMAT = 2
# "teik": it marks the databases of teikit (SQLite's file format, 1.3.17).
_APPLICATION = 0x7465696B
_MAGIC = b"SQLite format 3\0"
_HEADER, _APPLICATION_AT, _VERSION_AT = 100, 68, 60
_DIGEST = 16
_LARGEST_FILE = 512 << 20
# A longer result is neither stored nor returned, in bytes.
_LONGEST = 32 << 20
# How many results, and how many seconds, may be lost if a process is killed, as workers are at the end.
_BATCH = 16
_SECONDS = 0.1
# How long to wait for another process that has locked the database, in seconds; usually it takes milliseconds.
_PATIENCE = 1.0
_PAGE = 4096
_FASTEST = 1
_BROKEN_CODES = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR, sqlite3.SQLITE_SCHEMA})
_COLUMNS = "number INTEGER PRIMARY KEY, key BLOB UNIQUE NOT NULL, content BLOB NOT NULL"
_TABLE = f"CREATE TABLE IF NOT EXISTS results ({_COLUMNS})"
_DROP_OLDEST = """
DELETE FROM results WHERE number <= (
    SELECT max(number) FROM (SELECT number FROM results ORDER BY number LIMIT (SELECT (count(*) + 3) / 4 FROM results))
)
"""
_Answer = TypeVar("_Answer")
# Connections that a process inherited: to use or close them would damage those of its parent.
_INHERITED: list[sqlite3.Connection] = []


class _ForeignError(sqlite3.DatabaseError):
    """A database is of another version, or not made by teikit."""


class CacheUsage(NamedTuple):
    """The number of results, and the size of their files in bytes."""

    entries: int
    size: int


class ResultDatabase:
    """The results in a folder, which is created if missing; each process opens the database when it first needs it."""

    def __init__(self, folder: Path, *, largest: int = _LARGEST_FILE) -> None:
        self._path = folder / NAME
        self._largest = largest
        self._connection: sqlite3.Connection | None = None
        self._process = 0
        self._unwritten: dict[bytes, bytes] = {}
        self._unwritten_since = 0.0

    def find(self, key: bytes) -> bytes | None:
        """Return the result of a key, None if there is none or it is damaged."""
        return self._query(lambda connection: _select(connection, key))

    def put(self, key: bytes, content: bytes) -> None:
        """Store a result; it is buffered, and written with others or by `flush`."""
        if self._open() is None or len(content) > _LONGEST:
            return
        self._unwritten_since = self._unwritten_since if self._unwritten else time.monotonic()
        self._unwritten[key] = _seal(key, content)
        if len(self._unwritten) >= _BATCH or time.monotonic() - self._unwritten_since > _SECONDS:
            self.flush()

    def flush(self) -> None:
        """Write the buffered results."""
        if self._unwritten and self._process == os.getpid():
            rows, self._unwritten = list(self._unwritten.items()), {}
            self._query(lambda connection: _write(connection, rows, self._largest))

    def close(self) -> None:
        """Write the buffered results and close the database; it is opened again when needed."""
        self.flush()
        if self._process == os.getpid():
            self._disconnect()
        self._process = 0

    def usage(self) -> CacheUsage:
        """Return the usage, without creating anything."""
        size = sum(map(_size, _files(self._path)))
        is_usable = size and not is_foreign(self._path.parent)
        row = self._query(lambda it: it.execute("SELECT count(*) FROM results").fetchone()) if is_usable else None
        return CacheUsage(int(row[0]) if row else 0, size)

    def _open(self) -> sqlite3.Connection | None:
        """Return the connection, None if the database is unusable; a child process does not use that of its parent."""
        if self._process != os.getpid():
            if self._connection is not None:
                _INHERITED.append(self._connection)
            self._process = os.getpid()
            self._unwritten = {}
            self._connection = _open_database(self._path, self._largest)
        return self._connection

    def _query(self, question: Callable[[sqlite3.Connection], _Answer]) -> _Answer | None:
        """Return the answer of a query, None if it fails; a broken database is removed."""
        connection = self._open()
        if connection is None:
            return None
        try:
            return question(connection)
        except (sqlite3.Error, OSError, ValueError, OverflowError) as error:
            self._disconnect()
            if _is_broken(error):
                _discard(self._path)
            return None

    def _disconnect(self) -> None:
        if self._connection is not None:
            with contextlib.suppress(sqlite3.Error):
                self._connection.close()
        self._connection = None


def _size(path: Path) -> int:
    with contextlib.suppress(OSError):
        state = path.stat()
        return state.st_size if stat.S_ISREG(state.st_mode) else 0
    return 0


def discard(folder: Path) -> None:
    """Remove the results in a folder, except a file that teikit did not make.

    Raises:
        OSError: they cannot be removed.
    """
    if is_foreign(folder):
        return
    if os.path.lexists(folder / NAME):
        for each in _files(folder / NAME):
            remove_file(each)


def is_foreign(folder: Path) -> bool:
    """Return whether there is a file in place of the results or of SQLite's files beside them that is not teikit's."""
    path = folder / NAME
    there = [each for each in _files(path) if os.path.lexists(each)]
    if not there:
        return False
    try:
        # SQLite creates the others after the database, and deletes what is in them if that is missing.
        if not all(map(is_own, there)):
            return True
        if path not in there:
            # Unless another process removes them, the database last.
            return any(map(os.path.lexists, there))
        begun = first_bytes(path, _HEADER)
    except FileNotFoundError:
        # Another process closed the database in the meantime.
        return is_foreign(folder)
    except (OSError, UnreadableInputError):
        return True
    is_marked = begun.startswith(_MAGIC) and _read_number(begun, _APPLICATION_AT) == _APPLICATION
    return bool(begun) and not is_marked and not _is_of_first_format(path, begun)


def _read_number(begun: bytes, at: int) -> int:
    return int.from_bytes(begun[at : at + 4], "big")


def _is_of_first_format(path: Path, begun: bytes) -> bool:
    """Return whether a database has the only table that teikit created before it marked its databases."""
    if not begun.startswith(_MAGIC) or _read_number(begun, _APPLICATION_AT) or _read_number(begun, _VERSION_AT) != 1:
        return False
    try:
        # With this option SQLite writes no other file.
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?immutable=1", uri=True)
        with contextlib.closing(connection):
            found = connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    except (sqlite3.Error, ValueError):
        return False
    return found == [(_TABLE.replace("IF NOT EXISTS ", ""),)]


def _open_database(path: Path, largest: int) -> sqlite3.Connection | None:
    """Return the database of a path, created again if it is broken; None if it is foreign or unusable."""
    for _ in range(2):
        try:
            make_folder(path.parent, 0o700)
            if not is_private(path.parent):
                return None
            if is_foreign(path.parent):
                reason = "it, or a file of SQLite beside it, is not teikit's alone: no results are kept"
                add_remark(f"{escape_control(path)}: {reason}")
                return None
            create_private_file(path)
            if not is_private(path):
                raise _ForeignError
            return _connect(path, largest)
        except (sqlite3.Error, OSError, ValueError, OutputError) as error:
            if not _is_broken(error):
                return None
        _discard(path)
    return None


def _connect(path: Path, largest: int) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
    try:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version not in {0, _FORMAT}:
            raise _ForeignError
        if version == 0:
            _create_table(connection)
        # Readers and a writer do not wait for each other; a crash of the machine costs only the last results.
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute(f"PRAGMA max_page_count = {2 * largest // _PAGE}")
        connection.execute("SELECT number, key, content FROM results LIMIT 0")
    except BaseException:
        connection.close()
        raise
    return connection


def _create_table(connection: sqlite3.Connection) -> None:
    """Mark a new database and create its table, in one step, so that it always has the mark."""
    with connection:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(f"PRAGMA application_id = {_APPLICATION}")
        connection.execute(_TABLE)
        connection.execute(f"PRAGMA user_version = {_FORMAT}")


def _select(connection: sqlite3.Connection, key: bytes) -> bytes | None:
    row = connection.execute("SELECT content FROM results WHERE key = ?", (key,)).fetchone()
    return _unseal(key, row[0]) if row else None


def _write(connection: sqlite3.Connection, rows: list[tuple[bytes, bytes]], largest: int) -> None:
    with connection:
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany("INSERT OR REPLACE INTO results (key, content) VALUES (?, ?)", rows)
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        (free,) = connection.execute("PRAGMA freelist_count").fetchone()
        if (pages - free) * _PAGE > largest:
            connection.execute(_DROP_OLDEST)


def _is_broken(error: Exception) -> bool:
    """Return whether a database is damaged or of another version, not just busy, full or read-only."""
    return isinstance(error, _ForeignError) or getattr(error, "sqlite_errorcode", 0) & 0xFF in _BROKEN_CODES


def _discard(path: Path) -> None:
    with contextlib.suppress(OSError):
        discard(path.parent)


def _files(path: Path) -> tuple[Path, ...]:
    """Return the files of a database, its journal first: when these are removed, no other database may get it."""
    return *(path.with_name(f"{path.name}-{each}") for each in ("wal", "shm", "journal")), path


def _seal(key: bytes, content: bytes) -> bytes:
    """Return a result as it is stored: compressed, after the digest of key and result."""
    packed = zlib.compress(content, _FASTEST)
    return _digest(key, packed) + packed


def _unseal(key: bytes, stored: object) -> bytes | None:
    if not isinstance(stored, bytes) or stored[:_DIGEST] != _digest(key, stored[_DIGEST:]):
        return None
    try:
        unpacking = zlib.decompressobj()
        content = unpacking.decompress(stored[_DIGEST:], _LONGEST)
    except zlib.error:
        return None
    return content if unpacking.eof else None


def _digest(key: bytes, packed: bytes) -> bytes:
    return blake2b(key + packed, digest_size=_DIGEST).digest()
