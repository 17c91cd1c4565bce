"""What schemas may include from outside their own folder: folders, catalogs and the network, if the user allows it."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from teikit.relaxng.syntax import FileLoader
from teikit.relaxng.syntax.catalog import read_catalogs


@dataclass(frozen=True, slots=True)
class ReadPolicy:
    """The permissions that the user gave, in addition to files in the schema's own folder and below.

    `hosts` are those from which schemas on the web may include files, in addition to their own.
    """

    folders: tuple[Path, ...] = ()
    catalogs: tuple[Path, ...] = ()
    network: bool = False
    hosts: tuple[str, ...] = ()

    def loader(self, path: Path) -> tuple[FileLoader, str]:
        """Return the loader for a schema's includes, and a cache key that depends on the permissions.

        Raises:
            SchemaNotFoundError: A catalog cannot be read.
        """
        catalog = read_catalogs(self.catalogs)
        roots = (path.parent, *self.folders, *catalog.folders())
        fetch = self._fetch() if self.network else None
        loader = FileLoader(roots, fetch, catalog.resolve, self.hosts, readable=self.folders)
        policy = (
            sorted(str(each.absolute()) for each in self.folders),
            list(catalog.entries()),
            self.network,
            sorted(self.hosts),
        )
        return loader, sha256(repr(policy).encode("utf-8", "surrogateescape")).hexdigest()

    def web_schema(self, uri: str) -> tuple[bytes, FileLoader]:
        """Return a schema on the web, which the user allowed, and the loader for its includes.

        Raises:
            SchemaNotFoundError: Nothing is found, the server is not reachable, or the answer is too late or too large.
        """
        catalog, fetch = read_catalogs(self.catalogs), self._fetch()
        # Only a catalog refers a schema on the web to a file.
        return fetch(uri), FileLoader(tuple(catalog.folders()), fetch, catalog.resolve, self.hosts)

    def _fetch(self) -> Callable[[str], bytes]:
        """Return what fetches a schema and its includes, within a limited time together."""
        # Imported here since few runs fetch.
        from teikit.validation.fetch import WebFetcher  # noqa: PLC0415

        return WebFetcher(allow_http=True, hosts=self.hosts).fetch

    def resolve_in_catalogs(self, href: str, uri: str) -> str | None:
        """Return the catalogs' entry for a reference, looked up as written and as resolved; None if there is none."""
        catalog = read_catalogs(self.catalogs)
        return catalog.resolve(href) or catalog.resolve(uri)

    def readable_folders(self) -> tuple[Path, ...]:
        """Return the folders that may be read, including those to which catalogs point."""
        return (*self.folders, *read_catalogs(self.catalogs).folders())
