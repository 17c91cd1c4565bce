"""Discovers the files of a run: the files, folders, globs and lists of names that a user gives, to items.

The order is that of the user; within a folder or a glob that of the parts of the paths, each compared by code points,
so that `a/z.xml` comes before `a.xml`. Only a folder and those above it are in memory, never the whole tree.
"""

import os
import stat
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from teikit.inputs.globs import expand_glob, is_glob
from teikit.inputs.item import Excluded, Item
from teikit.limits import LimitExceededError
from teikit.messages import quote_names
from teikit.storage.files import describe_error
from teikit.storage.references import without_credentials
from teikit.storage.urls import has_password, is_url

if TYPE_CHECKING:
    from teikit.inputs.exclusion import Exclusion
    from teikit.inputs.gitignore import IgnoreRules

# Standard input as users name it, and as it is reported.
STDIN, STDIN_NAME = "-", "stdin"
# Why an entry of a folder is skipped.
HIDDEN, IGNORED, EXCLUDED, LINK, INSIDE, OUTSIDE, IRREGULAR, OWN, OTHER = (
    "hidden", "ignored by .gitignore", "excluded", "links to folders", "links to files in the folder",
    "links out of the folder", "no regular files", "results", "of other kinds",
)  # fmt: skip
_SINGULAR = {LINK: "link to a folder", INSIDE: "link to a file in the folder", OUTSIDE: "link out of the folder"}
_SINGULAR |= {IRREGULAR: "no regular file", OWN: "result", OTHER: "of another kind"}
_MOST_EXAMPLES = 3
# Files of decisions are beside the letters that they are about, and read with these.
_DECISIONS = ".review.toml"
# A password in a name would be in reports, journals and messages.
_REFUSED = "has a password, which no URL may have here; keep it in the configuration of fsspec"
_FILE, _FOLDER = "file", "folder"


class _Folder(NamedTuple):
    """A folder to read: its name, its real path, the length of the part that the user gave, its ignore rules.

    `border` is the real path of the folder that the user gave, which no link leads out of.
    """

    name: str
    real: str
    base_length: int
    ignore_rules: "IgnoreRules"
    border: str


class Discovery:
    """How folders are searched; `skipped` counts the entries that were skipped, by reason.

    A link to a file within the folder that the user named is followed only if the file has no other name that is read;
    links out of it are skipped, and `links_out` has the first of them.

    `accepts` decides by its name whether a file in a folder is accepted. Without `gitignore`, ignore files do not
    count. `result_folders` are the files and folders that the run writes to: they are not read, even inside a folder
    that is. Files that the user names are always accepted. If `allows_empty`, a folder or a glob may have no files.
    `file_count` counts the files found so far. What is `excluded` in folders and by globs is skipped.
    """

    def __init__(
        self,
        accepts: Callable[[str], bool] = lambda _name: True,
        *,
        gitignore: bool = True,
        result_folders: Sequence[str] = (),
        excluded: Excluded | None = None,
    ) -> None:
        self._excluded = excluded
        self.accepts, self.gitignore, self.result_folders = accepts, gitignore, result_folders
        self.skipped: Counter[str] = Counter()
        self.links_out: list[str] = []
        self.file_count, self.allows_empty = 0, False
        self._real_result_folders: frozenset[str] = frozenset()
        self._visited: set[str] = set()
        self._linked: set[str] = set()

    def items(self, names: Sequence[str], listed: Iterable[str] = ()) -> Iterator[Item]:
        """Yield the files of names, and of names from a list, in which wildcards are ordinary characters.

        A file with several names comes once, under the first of them. A name of neither a file nor a folder is yielded
        too, so that reading it reports the error; so is a folder without files, with its fault.
        """
        # A single name has no file twice, so the files of a single folder need no set.
        seen: set[str] | None = set() if len(names) > 1 or listed else None
        number = 0
        for item, real in self._iterate(names, listed):
            if seen is not None:
                if real in seen:
                    continue
                seen.add(real)
            self.file_count += 1
            yield Item(number, item.name, item.size, item.is_discovered, item.base_length, item.fault)
            number += 1

    def _iterate(self, names: Sequence[str], listed: Iterable[str]) -> Iterator[tuple[Item, str]]:
        for name in names:
            if is_glob(name) and not os.path.lexists(name):
                yield from self._items_of_glob(name)
            else:
                yield from self._items_of_name(name)
        for name in listed:
            yield from self._items_of_name(os.path.join(".", STDIN) if name == STDIN else name)  # noqa: PTH118

    def _items_of_glob(self, glob: str) -> Iterator[tuple[Item, str]]:
        is_empty = True
        for name in expand_glob(glob):
            is_empty = False
            if self._exclusion is not None and self._exclusion.excludes_file(name):
                self.skipped[EXCLUDED] += 1
            else:
                yield from self._items_of_name(name)
        if is_empty and not self.allows_empty:
            yield Item(0, glob, fault="matches no file"), glob

    def _items_of_name(self, name: str) -> Iterator[tuple[Item, str]]:
        if name == STDIN or is_url(name):
            yield (Item(0, without_credentials(name), fault=_REFUSED) if has_password(name) else Item(0, name)), name
        elif os.path.isdir(name):  # noqa: PTH112  names stay as the user wrote them, here and below
            yield from self._items_of_folder(name)
        else:
            folder, own = os.path.split(name)
            yield Item(0, name, _size(name)), os.path.join(_real_path(folder), own)  # noqa: PTH118

    def _items_of_folder(self, name: str) -> Iterator[tuple[Item, str]]:
        """Yield the files of a folder that the user named, or an item with a fault if it has none."""
        real, before, is_empty = _real_path(name), self.skipped.copy(), True
        if real in self._visited:
            return
        self._visited.add(real)
        self._real_result_folders = frozenset(map(_real_path, self.result_folders))
        base = len(os.path.join(name, ""))  # noqa: PTH118
        # Runs over named files need not pay for its import.
        from teikit.inputs.gitignore import IgnoreRules, ignore_rules_for  # noqa: PLC0415

        top = _Folder(name, real, base, IgnoreRules(), real)
        try:
            top = top._replace(ignore_rules=ignore_rules_for(real)) if self.gitignore else top
        except LimitExceededError as error:
            yield Item(0, name, fault=f"is not searched: {error}"), real
            return
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
        if is_empty and not self.allows_empty:
            reasons = format_skipped(self.skipped - before, self.links_out)
            yield Item(0, name, fault=f"holds no files to read{f' ({reasons})' if reasons else ''}"), real

    def _entries(self, folder: _Folder) -> Iterator[_Folder | tuple[Item, str]]:
        """Yield the files of a folder and the subfolders to read, by name."""
        try:
            kinds = self._read_kinds(folder)
        except OSError as error:
            fault = f"cannot be read ({describe_error(error)})"
            yield Item(0, folder.name, is_discovered=True, base_length=folder.base_length, fault=fault), folder.real
            return
        for name in sorted(kinds):
            kind = kinds[name]
            if reason := self._reason_to_skip(folder, name, is_folder=kind == _FOLDER):
                self.skipped[reason] += 1
                continue
            own = os.path.join(folder.name, name)  # noqa: PTH118
            real = os.path.join(folder.real, name)  # noqa: PTH118
            if real in self._real_result_folders:
                self.skipped[OWN] += 1
            elif kind == _FOLDER:
                rules = folder.ignore_rules
                try:
                    rules = rules.for_subfolder(name).with_ignore_file(own) if self.gitignore else rules
                except LimitExceededError as error:
                    fault = f"is not searched: {error}"
                    yield Item(0, own, is_discovered=True, base_length=folder.base_length, fault=fault), real
                    continue
                yield folder._replace(name=own, real=real, ignore_rules=rules)
            elif self.accepts(name):
                yield Item(0, own, _size(own), is_discovered=True, base_length=folder.base_length), real
            elif not name.endswith(_DECISIONS):
                self.skipped[OTHER] += 1

    def _reason_to_skip(self, folder: _Folder, name: str, *, is_folder: bool) -> str:
        """Return why the user wants an entry of a folder to be skipped, "" if it is read."""
        if folder.ignore_rules.ignores(name, is_folder=is_folder):
            return IGNORED
        exclusion = self._exclusion
        return EXCLUDED if exclusion and exclusion.excludes_entry(folder.name, name, is_folder=is_folder) else ""

    @cached_property
    def _exclusion(self) -> "Exclusion | None":
        if self._excluded is None:
            return None
        # Runs over named files need not pay for its import.
        from teikit.inputs.exclusion import Exclusion  # noqa: PLC0415

        return Exclusion(self._excluded)

    def _read_kinds(self, folder: _Folder) -> dict[str, str]:
        """Return the kinds of the files and subfolders of a folder that may be read, by name."""
        kinds = {}
        with os.scandir(folder.name) as entries:
            for entry in entries:
                kind = HIDDEN if entry.name.startswith(".") else _kind(entry)
                if kind == _FILE and entry.is_symlink():
                    kind = self._kind_of_link(entry, folder)
                if kind in {_FILE, _FOLDER}:
                    kinds[entry.name] = kind
                else:
                    self.skipped[kind] += 1
        return kinds

    def _kind_of_link(self, entry: os.DirEntry[str], folder: _Folder) -> str:
        """Return the kind of a link to a file: a file if it is within the folder that the user named, and not read."""
        target = _real_path(os.path.join(folder.real, entry.name))  # noqa: PTH118
        inside = os.path.join(folder.border, "")  # noqa: PTH118
        if not target.startswith(inside):
            if len(self.links_out) < _MOST_EXAMPLES:
                self.links_out.append(entry.path)
            return OUTSIDE
        is_read = target in self._linked or self._is_read(target.removeprefix(inside), folder)
        if is_read and os.path.exists(target):  # noqa: PTH110
            return INSIDE
        self._linked.add(target)
        return _FILE

    def _is_read(self, relative: str, folder: _Folder) -> bool:
        """Return whether a file below the folder that the user named is read by its own name."""
        parts = relative.split(os.sep)  # noqa: PTH206
        if any(part.startswith(".") for part in parts) or not self.accepts(parts[-1]):
            return False
        return not (self.gitignore and _is_ignored(folder.border, parts))


def _is_ignored(top: str, parts: Sequence[str]) -> bool:
    """Return whether an ignore file excludes a file below a folder, or a folder on the way to it."""
    from teikit.inputs.gitignore import ignore_rules_for  # noqa: PLC0415  see above

    rules, here = ignore_rules_for(top), top
    try:
        for part in parts[:-1]:
            if rules.ignores(part, is_folder=True):
                return True
            here = os.path.join(here, part)  # noqa: PTH118
            rules = rules.for_subfolder(part).with_ignore_file(here)
    except LimitExceededError:
        return True
    return rules.ignores(parts[-1], is_folder=False)


def _kind(entry: os.DirEntry[str]) -> str:
    try:
        if not entry.is_symlink():
            return _FOLDER if entry.is_dir() else _FILE if entry.is_file() else IRREGULAR
        mode = os.stat(entry.path).st_mode  # noqa: PTH116
    except OSError:
        # A broken link is reported when it is read.
        return _FILE
    return LINK if stat.S_ISDIR(mode) else _FILE if stat.S_ISREG(mode) else IRREGULAR


def _size(name: str) -> int:
    try:
        return os.stat(name).st_size  # noqa: PTH116
    except (OSError, ValueError):
        return 0


def _real_path(folder: str) -> str:
    try:
        return os.path.realpath(folder)
    except (OSError, ValueError):
        return folder


def format_skipped(passed: Counter[str], links_out: Sequence[str] = ()) -> str:
    """Return in words how much was skipped, by reason: "3 hidden, 2 ignored by .gitignore".

    Of links out of the folder, the names of the first few are added.
    """
    counts = sorted((why, count) for why, count in passed.items() if count)
    named = {OUTSIDE: f": {quote_names(links_out, last='and', of=passed[OUTSIDE])}" if links_out else ""}
    return ", ".join(
        f"{count:,} {_SINGULAR.get(why, why) if count == 1 else why}{named.get(why, '')}" for why, count in counts
    )
