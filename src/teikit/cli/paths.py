"""Paths as users give them to the files they mean: a folder means the TEI files in it and below."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

_SUFFIXES = (".xml", ".tei")


def discovered(paths: Iterable[str]) -> Iterator[str]:
    """Yield each file, and for each folder the files of TEI in it and below, by name; what is none of both as it is.

    Hidden files and folders are passed over, links to folders not followed. A folder without such files is yielded
    itself, so that it is told.
    """
    for path in paths:
        yield from _inside(path) if Path(path).is_dir() else (path,)


def _inside(folder: str) -> Iterator[str]:
    empty = True
    for here, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if name.lower().endswith(_SUFFIXES) and not name.startswith("."):
                yield os.path.join(here, name)  # noqa: PTH118  keeps the path as the user wrote it
                empty = False
    if empty:
        yield folder
