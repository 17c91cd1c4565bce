"""What schemas may include from outside their own folder: folders, catalogs and the network, if the user allows it."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from teikit.relaxng.syntax import FileLoader
from teikit.relaxng.syntax.catalog import read_catalogs


@dataclass(frozen=True, slots=True)
class ReadPolicy:
    """The permissions that the user gave, in addition to files in the schema's own folder and below."""

    folders: tuple[Path, ...] = ()
    catalogs: tuple[Path, ...] = ()
    network: bool = False

    def loader(self, path: Path) -> tuple[FileLoader, str]:
        """Return the loader for a schema's includes, and a cache key that depends on the permissions.

        Raises:
            SchemaNotFoundError: A catalog cannot be read.
        """
        catalog = read_catalogs(self.catalogs)
        roots = (path.parent, *self.folders, *catalog.folders())
        loader = FileLoader(roots, fetch if self.network else None, catalog.resolve)
        policy = (sorted(str(each.absolute()) for each in self.folders), list(catalog.entries()), self.network)
        return loader, sha256(repr(policy).encode("utf-8", "surrogateescape")).hexdigest()

    def resolve_in_catalogs(self, href: str, uri: str) -> str | None:
        """Return the catalogs' entry for a reference, looked up as written and as resolved; None if there is none."""
        catalog = read_catalogs(self.catalogs)
        return catalog.resolve(href) or catalog.resolve(uri)

    def readable_folders(self) -> tuple[Path, ...]:
        """Return the folders that may be read, including those to which catalogs point."""
        return (*self.folders, *read_catalogs(self.catalogs).folders())


def fetch(uri: str) -> bytes:
    """Fetch an http or https URI.

    Raises:
        SchemaNotFoundError: Nothing is found, the server is not reachable, or the answer is too late or too large.
    """
    # Imported here since few runs fetch.
    from teikit.validation.fetch import WebFetcher  # noqa: PLC0415

    return WebFetcher(allow_http=True).fetch(uri)
