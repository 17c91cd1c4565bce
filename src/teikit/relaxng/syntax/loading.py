"""Loads included schemas by their href and its base, offline unless the caller allows more."""

import stat
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import NamedTuple, Protocol

from teikit.limits import describe_excess, limit
from teikit.relaxng.syntax.faults import SchemaNotFoundError
from teikit.shallow_repr import shallow_repr
from teikit.storage.references import (
    is_allowed_host,
    is_remote,
    is_same_host,
    local_path,
    resolve,
    without_credentials,
)


class Loader(Protocol):
    """Fetches the schema that an include or externalRef names."""

    def load(self, href: str, base: str) -> tuple[str, bytes]:
        """Return the name of the schema, which is the base of its own includes, and its bytes."""
        ...


def read_file(path: Path) -> bytes:
    """Return the bytes of a regular file below the size limit; a FIFO or a device is not opened.

    Raises SchemaNotFoundError if there is no such file, or it may not be read.
    """
    try:
        state = path.stat()
        if not stat.S_ISREG(state.st_mode):
            raise SchemaNotFoundError(f"{path} is not a regular file")
        if state.st_size > limit("schema-bytes"):
            raise SchemaNotFoundError(f"{path} {describe_excess('schema-bytes')}")
        return path.read_bytes()
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise SchemaNotFoundError(f"cannot read the schema {path}: {reason}") from None


def check_remote_include(uri: str, base: str, hosts: Collection[str]) -> None:
    """Raise SchemaNotFoundError if a remote schema may not include, or redirect to, a URI or path.

    Whoever writes a schema on the web could otherwise read files, and ask servers that only this machine can reach.
    """
    if is_remote(uri) and (is_same_host(uri, base) or is_allowed_host(uri, hosts)):
        return
    shown, source = without_credentials(uri), without_credentials(base)
    if not is_remote(uri):
        raise SchemaNotFoundError(f"the schema {source} is on the web, and may not refer to the file {shown}")
    advice = "keep a copy of both, or allow it with --allow-host HOST"
    raise SchemaNotFoundError(f"the schema {source} may refer to its own host only, not to {shown}; {advice}")


class FileLoader(NamedTuple):
    """Loads local files below one of `roots`.

    `fetch` loads remote URIs where the user allowed them, `resolve_uri` resolves URIs by catalogs. A remote schema
    includes only what is on its own host, on one of `hosts`, or in a catalog. `allows` returns whether a file outside
    of the roots may be read too, which another file names. `readable` are folders whose files the rules of a schema may
    read, as by doc().
    """

    roots: tuple[Path, ...]
    fetch: Callable[[str], bytes] | None = None
    resolve_uri: Callable[[str], str | None] | None = None
    hosts: tuple[str, ...] = ()
    allows: Callable[[Path, str], bool] | None = None
    readable: tuple[Path, ...] = ()

    def __repr__(self) -> str:
        return shallow_repr(self)

    def load(self, href: str, base: str) -> tuple[str, bytes]:
        """Return a schema's name and bytes.

        Raises SchemaNotFoundError if it is missing, outside the roots, or remote and nothing fetches it.
        """
        name = resolve(href, base)
        mapped = self.resolve_uri and (self.resolve_uri(href) or self.resolve_uri(name))
        if not mapped and is_remote(base):
            check_remote_include(name, base, self.hosts)
        name = mapped or name
        path = local_path(name)
        if path is None:
            if self.fetch is None:
                advice = "name its place with --catalog FILE, or allow it with --allow-network"
                raise SchemaNotFoundError(f"the schema {without_credentials(name)} is remote; {advice}")
            return name, self.fetch(name)
        if not self._is_allowed(path) and not (self.allows and self.allows(path, base)):
            advice = "allow it with --allow-read FOLDER"
            raise SchemaNotFoundError(f"the schema {name} lies outside the folders that may be read; {advice}")
        return str(path), read_file(path)

    def _is_allowed(self, path: Path) -> bool:
        try:
            real = path.resolve()
            return any(real.is_relative_to(root.resolve()) for root in self.roots)
        except (OSError, RuntimeError, ValueError):
            return False


class MemoryLoader(NamedTuple):
    """Loads schemas from a mapping of names to bytes."""

    files: Mapping[str, bytes]

    def __repr__(self) -> str:
        return shallow_repr(self)

    def load(self, href: str, base: str) -> tuple[str, bytes]:
        """Return a schema's name and bytes; raises SchemaNotFoundError if no schema has that name."""
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
