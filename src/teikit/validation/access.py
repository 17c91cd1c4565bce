"""What schemas may include beyond what lies beside them: folders, catalogs and the network, if the user says so."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from teikit.relaxng.syntax import FileLoader
from teikit.relaxng.syntax.catalog import read_catalogs


@dataclass(frozen=True, slots=True)
class ReadPolicy:
    """What the user allowed, besides files in the schema's own folder and below."""

    folders: tuple[Path, ...] = ()
    catalogs: tuple[Path, ...] = ()
    network: bool = False

    def loader(self, path: Path) -> tuple[FileLoader, str]:
        """Return the loader for what a schema includes, and a key that tells it from others.

        Raises:
            SchemaNotFoundError: A catalog cannot be read.
        """
        catalog = read_catalogs(self.catalogs)
        roots = (path.parent, *self.folders, *catalog.folders())
        loader = FileLoader(roots, fetch if self.network else None, catalog.resolve)
        told = (sorted(str(each.absolute()) for each in self.folders), list(catalog.entries()), self.network)
        return loader, sha256(repr(told).encode("utf-8", "surrogateescape")).hexdigest()

    def resolve_in_catalogs(self, href: str, uri: str) -> str | None:
        """Return what the catalogs have for a reference, as written or as meant; None where they have nothing."""
        catalog = read_catalogs(self.catalogs)
        return catalog.resolve(href) or catalog.resolve(uri)

    def readable_folders(self) -> tuple[Path, ...]:
        """Return the folders that may be read, those that catalogs lead into among them."""
        return (*self.folders, *read_catalogs(self.catalogs).folders())


def fetch(uri: str) -> bytes:
    """Return what the network has under an http or https URI.

    Raises:
        SchemaNotFoundError: It has nothing, is not there, or answers too late or too much.
    """
    # Few runs are allowed to fetch.
    from teikit.validation.fetch import WebFetcher  # noqa: PLC0415

    return WebFetcher(allow_http=True).fetch(uri)
