"""What users name to the files of a run: files, folders, globs and lists of names to items.

The order: as the user names it; within a folder or a glob by the parts of the paths, each compared by code points, so
that `a/z.xml` comes before `a.xml`. The names of a folder and of those above it are held at a time, never the tree's.
"""

import os
import stat
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from teikit.inputs.gitignore import Ignoring, ignoring_in
from teikit.inputs.globs import expanded, is_glob
from teikit.inputs.item import Item
from teikit.storage.files import cause
from teikit.storage.urls import is_url

# Standard input as users name it, and as people are told of it.
STDIN, STDIN_NAME = "-", "stdin"
# Why something in a folder is passed over.
HIDDEN, IGNORED, LINK, IRREGULAR, OWN, OTHER = (
    "hidden", "ignored by .gitignore", "links to folders", "no regular files", "results", "of other kinds",
)  # fmt: skip
_ONE = {LINK: "link to a folder", IRREGULAR: "no regular file", OWN: "result", OTHER: "of another kind"}
_FILE, _FOLDER = "file", "folder"


@dataclass(frozen=True, slots=True)
class _Folder:
    """A folder to look into: its name, its real path, how much of the name the user gave, its rules."""

    name: str
    real: str
    base: int
    ignoring: Ignoring


def _any(_name: str) -> bool:
    return True


@dataclass(slots=True)
class Discovery:
    """What is looked for in folders; `passed` counts what was passed over, by reason.

    `takes` tells by its name whether a file in a folder is taken. Without `gitignore`, ignore files do not count.
    `results` are the files and folders that the run writes to: they are not read, even where they lie in a folder that
    is. What the user names is always taken. With `allow_empty` a folder or a glob may hold nothing. `found` counts the
    files that were found so far.
    """

    takes: Callable[[str], bool] = _any
    gitignore: bool = True
    results: Sequence[str] = ()
    passed: Counter[str] = field(default_factory=Counter)
    allow_empty: bool = False
    found: int = 0
    _results: frozenset[str] = frozenset()
    _walked: set[str] = field(default_factory=set)

    def items(self, names: Sequence[str], listed: Iterable[str] = ()) -> Iterator[Item]:
        """Yield the files that are meant by names, and by names from a list, in which wildcards mean themselves.

        What can be reached by several names comes once, by the first of them. What is no file and no folder is
        yielded as it is, so that whoever reads it tells; so is a folder that holds nothing, with its fault.
        """
        # A single name leads nowhere twice; so the files of a folder need not be kept in mind.
        seen: set[str] | None = set() if len(names) > 1 or listed else None
        number = 0
        for item, real in self._all(names, listed):
            if seen is not None:
                if real in seen:
                    continue
                seen.add(real)
            self.found += 1
            yield Item(number, item.name, item.size, item.found, item.base, item.fault)
            number += 1

    def _all(self, names: Sequence[str], listed: Iterable[str]) -> Iterator[tuple[Item, str]]:
        for name in names:
            if is_glob(name) and not os.path.lexists(name):
                yield from self._matched(name)
            else:
                yield from self._named(name)
        for name in listed:
            yield from self._named(os.path.join(".", STDIN) if name == STDIN else name)  # noqa: PTH118

    def _matched(self, glob: str) -> Iterator[tuple[Item, str]]:
        is_empty = True
        for name in expanded(glob):
            is_empty = False
            yield from self._named(name)
        if is_empty and not self.allow_empty:
            yield Item(0, glob, fault="matches no file"), glob

    def _named(self, name: str) -> Iterator[tuple[Item, str]]:
        if name == STDIN or is_url(name):
            yield Item(0, name), name
        elif os.path.isdir(name):  # noqa: PTH112  names stay as the user wrote them, here and below
            yield from self._inside(name)
        else:
            folder, own = os.path.split(name)
            yield Item(0, name, _size(name)), os.path.join(_real(folder), own)  # noqa: PTH118

    def _inside(self, name: str) -> Iterator[tuple[Item, str]]:
        """Yield the files of a folder that the user named, or that it has none."""
        real, before, is_empty = _real(name), self.passed.copy(), True
        if real in self._walked:
            return
        self._walked.add(real)
        self._results = frozenset(map(_real, self.results))
        base = len(os.path.join(name, ""))  # noqa: PTH118
        top = _Folder(name, real, base, ignoring_in(real) if self.gitignore else Ignoring())
        waiting = [self._entries(top)]
        while waiting:
            entry = next(waiting[-1], None)
            if entry is None:
                waiting.pop()
            elif isinstance(entry, _Folder):
                waiting.append(self._entries(entry))
            else:
                is_empty = False
                yield entry
        if is_empty and not self.allow_empty:
            reasons = told(self.passed - before)
            yield Item(0, name, fault=f"holds no files to read{f' ({reasons})' if reasons else ''}"), real

    def _entries(self, folder: _Folder) -> Iterator[_Folder | tuple[Item, str]]:
        """Yield the files in a folder and the folders to look into, by name."""
        try:
            kinds = self._kinds(folder.name)
        except OSError as error:
            fault = f"cannot be read ({cause(error)})"
            yield Item(0, folder.name, found=True, base=folder.base, fault=fault), folder.real
            return
        for name in sorted(kinds):
            kind = kinds[name]
            if folder.ignoring.ignores(name, is_folder=kind == _FOLDER):
                self.passed[IGNORED] += 1
                continue
            own = os.path.join(folder.name, name)  # noqa: PTH118
            real = os.path.join(folder.real, name)  # noqa: PTH118
            if real in self._results:
                self.passed[OWN] += 1
            elif kind == _FOLDER:
                ignoring = folder.ignoring.below(name).within(own) if self.gitignore else folder.ignoring
                yield _Folder(own, real, folder.base, ignoring)
            elif self.takes(name):
                yield Item(0, own, _size(own), found=True, base=folder.base), real
            else:
                self.passed[OTHER] += 1

    def _kinds(self, folder: str) -> dict[str, str]:
        """Return what there is in a folder to be read or looked into, by name."""
        kinds = {}
        with os.scandir(folder) as entries:
            for entry in entries:
                kind = HIDDEN if entry.name.startswith(".") else _kind(entry)
                if kind in {_FILE, _FOLDER}:
                    kinds[entry.name] = kind
                else:
                    self.passed[kind] += 1
        return kinds


def _kind(entry: os.DirEntry[str]) -> str:
    try:
        if not entry.is_symlink():
            return _FOLDER if entry.is_dir() else _FILE if entry.is_file() else IRREGULAR
        mode = os.stat(entry.path).st_mode  # noqa: PTH116
    except OSError:
        # What a link misses is told by whoever would read it.
        return _FILE
    return LINK if stat.S_ISDIR(mode) else _FILE if stat.S_ISREG(mode) else IRREGULAR


def _size(name: str) -> int:
    try:
        return os.stat(name).st_size  # noqa: PTH116
    except (OSError, ValueError):
        return 0


def _real(folder: str) -> str:
    try:
        return os.path.realpath(folder)
    except (OSError, ValueError):
        return folder


def told(passed: Counter[str]) -> str:
    """Return in words how much was passed over, by reason: "3 hidden, 2 ignored by .gitignore"."""
    counts = sorted((why, count) for why, count in passed.items() if count)
    return ", ".join(f"{count:,} {_ONE.get(why, why) if count == 1 else why}" for why, count in counts)
