"""Recognises the kind of a package by its files: teikit's own kinds first, then those of extensions."""

from collections.abc import Iterable, Iterator, Sequence

from teikit.exports.extensions import extension_kinds
from teikit.exports.format import PackageKind
from teikit.exports.verification.package_kinds import BAG, KINDS
from teikit.storage.archives import Files

_Recognised = tuple[PackageKind, Files]


def recognise(files: Files) -> _Recognised | None:
    """Return the kind of a package, and its files by their paths in it, None if it has none.

    In an archive a package is at the root, or in the one folder that is there.

    Raises:
        PluginError: it is of none of teikit's own kinds, and an extension is broken.
    """
    views = list(_views(files))
    # Only the payload folder: a bag that lost all its tag files.
    damaged = next(((BAG, view) for view in reversed(views) if "data" in view.folders), None)
    return _first_match(KINDS, views) or _first_match(extension_kinds(), views) or damaged


def all_kinds() -> list[PackageKind]:
    """Return the kinds of packages that are recognised."""
    return [*KINDS, *extension_kinds()]


def _first_match(kinds: Iterable[PackageKind], views: Sequence[Files]) -> _Recognised | None:
    tried = list(kinds)
    return next(((kind, view) for view in views for kind in tried if kind.matches(view)), None)


def _views(files: Files) -> Iterator[Files]:
    yield files
    if files.top_folder:
        yield files.subfolder(files.top_folder)
