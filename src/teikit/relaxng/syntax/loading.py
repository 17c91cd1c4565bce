"""Loads included schemas by their href and its base, offline unless the caller allows more."""

import posixpath
import re
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from teikit.relaxng.syntax.faults import SchemaNotFoundError
from teikit.shallow_repr import shallow_repr

MAX_BYTES = 64 * 2**20
# A scheme has two letters or more here: one letter and a colon is a drive.
_LOCAL = re.compile("file:(//(localhost)?(?=/))?", re.IGNORECASE)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")


class Loader(Protocol):
    """Fetches the schema that an include or externalRef names."""

    def load(self, href: str, base: str) -> tuple[str, bytes]:
        """Return the name of the schema, which is the base of its own includes, and its bytes."""
        ...


def resolve(href: str, base: str) -> str:
    """Resolve a URI reference against a base, which is a path or a URI (RFC 2396, clause 5.2)."""
    if _SCHEME.match(href):
        return href
    if _SCHEME.match(base):
        # Importing urllib takes longer than reading most schemas.
        from urllib.parse import urljoin  # noqa: PLC0415

        return urljoin(base, href)
    folder = base.replace("\\", "/").rpartition("/")
    joined = posixpath.join(folder[0] + folder[1], _unquote(href)) if href else base
    return posixpath.normpath(joined) + ("/" if joined.endswith("/") and joined != "/" else "") if joined else ""


def local_path(name: str) -> Path | None:
    """Return the path of a name, None where it is a remote URI."""
    scheme = _SCHEME.match(name)
    if scheme is None:
        return Path(name)
    return Path(_unquote(_LOCAL.sub("", name, count=1))) if scheme[0].lower() == "file:" else None


def _unquote(href: str) -> str:
    if "%" not in href:
        return href
    from urllib.parse import unquote  # noqa: PLC0415 - see resolve

    return unquote(href)


def read_file(path: Path) -> bytes:
    """Return the bytes of a regular file below the size limit; a FIFO or a device is not opened.

    Raises:
        SchemaNotFoundError: There is no such file, or it may not be read.
    """
    try:
        state = path.stat()
        if not stat.S_ISREG(state.st_mode):
            raise SchemaNotFoundError(f"{path} is not a regular file")
        if state.st_size > MAX_BYTES:
            raise SchemaNotFoundError(f"{path} is larger than {MAX_BYTES // 2**20} MiB, the limit for a schema")
        return path.read_bytes()
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise SchemaNotFoundError(f"cannot read the schema {path}: {reason}") from None


@dataclass(frozen=True, slots=True)
class FileLoader:
    """Loads local files below one of `roots`.

    `fetch` loads remote URIs where the user allowed them, `mapped` resolves URIs by catalogs.
    """

    roots: tuple[Path, ...]
    fetch: Callable[[str], bytes] | None = None
    resolve_uri: Callable[[str], str | None] | None = None

    __repr__ = shallow_repr

    def load(self, href: str, base: str) -> tuple[str, bytes]:
        """Return a schema's name and bytes.

        Raises:
            SchemaNotFoundError: The schema is missing, outside the roots, or remote and nothing fetches it.
        """
        name = resolve(href, base)
        if self.resolve_uri is not None:
            name = self.resolve_uri(href) or self.resolve_uri(name) or name
        path = local_path(name)
        if path is None:
            return name, self._read_or_fetch(name)
        if not self._is_allowed(path):
            raise SchemaNotFoundError(
                f"the schema {name} lies outside the folders that may be read; allow it with --allow-read FOLDER"
            )
        return str(path), read_file(path)

    def _read_or_fetch(self, name: str) -> bytes:
        if self.fetch is None:
            raise SchemaNotFoundError(
                f"the schema {name} is remote; name its place with --catalog FILE, or allow it with --allow-network"
            )
        return self.fetch(name)

    def _is_allowed(self, path: Path) -> bool:
        try:
            real = path.resolve()
            return any(real.is_relative_to(root.resolve()) for root in self.roots)
        except (OSError, RuntimeError, ValueError):
            return False


@dataclass(frozen=True, slots=True)
class MemoryLoader:
    """Loads schemas from a mapping of names to bytes."""

    files: Mapping[str, bytes]

    __repr__ = shallow_repr

    def load(self, href: str, base: str) -> tuple[str, bytes]:
        """Return a schema's name and bytes.

        Raises:
            SchemaNotFoundError: No schema has that name.
        """
        name = resolve(href, base)
        if name not in self.files:
            raise SchemaNotFoundError(f"there is no schema {name}")
        return name, self.files[name]


class RecordingLoader:
    """Loads with another loader, and records the names of what was loaded."""

    def __init__(self, loader: Loader) -> None:
        self._loader = loader
        self.names: list[str] = []

    def load(self, href: str, base: str) -> tuple[str, bytes]:
        """Return a schema's name and bytes; errors are those of the other loader."""
        name, data = self._loader.load(href, base)
        self.names.append(name)
        return name, data
