"""What documents and schemas may name outside of their own folder: the project, and what the user allows."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from teikit.relaxng.syntax import FileLoader
    from teikit.relaxng.syntax.catalog import Catalog
    from teikit.validation.project import Project


class ReadPolicy(NamedTuple):
    """The permissions that the user gave, in addition to files in the schema's own folder and below.

    `hosts` are those from which schemas on the web may include files, in addition to their own. `working` is the folder
    that the user works in, None where that gives no permission.
    """

    folders: tuple[Path, ...] = ()
    catalogs: tuple[Path, ...] = ()
    network: bool = False
    hosts: tuple[str, ...] = ()
    working: Path | None = None

    @property
    def project(self) -> "Project | None":
        """The project that the user works in, None if there is none."""
        # Imported here, and so below: few documents name anything outside of their own folder.
        from teikit.validation.project import find_project  # noqa: PLC0415

        return find_project(self.working) if self.working else None

    @property
    def is_default(self) -> bool:
        """Whether the user allowed nothing by options."""
        return not (self.folders or self.catalogs or self.network)

    def loader(self, path: Path) -> "FileLoader":
        """Return the loader for a schema's includes.

        Raises:
            SchemaNotFoundError: A catalog cannot be read.
        """
        from teikit.relaxng.syntax import FileLoader  # noqa: PLC0415

        catalog = self._catalog()
        roots = (path.parent, *self.folders, *catalog.folders())
        project = self.project
        allows = project.allows_schema if project and project.has(path) else None
        fetch = self._fetch() if self.network else None
        return FileLoader(roots, fetch, catalog.resolve, self.hosts, allows, self.folders)

    def key(self, path: Path) -> str:
        """Return a cache key that depends on what a schema may include; raises the errors of `loader`."""
        project = self.project
        own = project.folder if project and project.has(path) else ""
        if self.is_default:
            return own
        catalog = self._catalog()
        policy = (
            own,
            sorted(str(each.absolute()) for each in self.folders),
            list(catalog.entries()),
            self.network,
            sorted(self.hosts),
        )
        return sha256(repr(policy).encode("utf-8", "surrogateescape")).hexdigest()

    def web_schema(self, uri: str) -> "tuple[bytes, FileLoader]":
        """Return a schema on the web, which the user allowed, and the loader for its includes.

        Raises:
            SchemaNotFoundError: Nothing is found, the server is not reachable, or the answer is too late or too large.
        """
        from teikit.relaxng.syntax import FileLoader  # noqa: PLC0415

        catalog, fetch = self._catalog(), self._fetch()
        # Only a catalog refers a schema on the web to a file.
        return fetch(uri), FileLoader(tuple(catalog.folders()), fetch, catalog.resolve, self.hosts)

    def _catalog(self) -> "Catalog":
        from teikit.relaxng.syntax.catalog import read_catalogs  # noqa: PLC0415

        return read_catalogs(self.catalogs)

    def _fetch(self) -> Callable[[str], bytes]:
        """Return what fetches a schema and its includes, within a limited time together."""
        # Imported here since few runs fetch.
        from teikit.validation.fetch import WebFetcher  # noqa: PLC0415

        return WebFetcher(allow_http=True, hosts=self.hosts).fetch

    def resolve_in_catalogs(self, href: str, uri: str) -> str | None:
        """Return the catalogs' entry for a reference, looked up as written and as resolved; None if there is none."""
        if not self.catalogs:
            return None
        catalog = self._catalog()
        return catalog.resolve(href) or catalog.resolve(uri)

    def readable_folders(self) -> tuple[Path, ...]:
        """Return the folders that may be read, including those to which catalogs point."""
        return (*self.folders, *self._catalog().folders()) if self.catalogs else self.folders


def working_folder() -> Path | None:
    """Return the folder that the process works in, None where another process removed it."""
    try:
        return Path.cwd()
    except OSError:
        return None
