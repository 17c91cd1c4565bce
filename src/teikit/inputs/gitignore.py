"""The ignore files of git to what they ignore (gitignore(5)): nested ones, negations, and .git/info/exclude.

Tracked files are not told from others. A folder that is a repository of its own has no rules from above.
"""

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from teikit.inputs.wildcards import name, path

IGNORE_FILE, _REPOSITORY = ".gitignore", ".git"
# What is larger is no list that people or programs wrote to be obeyed.
_LARGEST = 1 << 20
_TRIMMED = re.compile(r"(?:\\.|\\$|[^\\ ]| +(?=[^ ]))*", re.DOTALL)


class _Rule(NamedTuple):
    """A line of an ignore file; it is held to the name alone unless it is `anchored` to the file's folder."""

    regex: re.Pattern[str]
    negated: bool
    folders_only: bool
    anchored: bool


def _rule(line: str) -> _Rule | None:
    pattern = line.removesuffix("\r")
    if pattern.startswith("#"):
        return None
    trimmed = _TRIMMED.match(pattern)
    pattern = trimmed[0] if trimmed else ""
    negated = pattern.startswith("!")
    pattern = pattern.removeprefix("!")
    folders_only = pattern.endswith("/")
    pattern = pattern.removesuffix("/")
    anchored = "/" in pattern
    pattern = pattern.removeprefix("/")
    # Without a slash within, it is held to the name alone, to which `**` means no more than `*`.
    regex = path(pattern) if anchored else name(pattern)
    return _Rule(regex, negated, folders_only, anchored) if regex else None


def _rules(file: str) -> tuple[_Rule, ...]:
    """Return the rules of an ignore file, the last first; none where there is no such file, or a link in its place."""
    try:
        state = os.lstat(file)
        if not stat.S_ISREG(state.st_mode) or state.st_size > _LARGEST:
            return ()
        with open(file, "rb") as opened:  # noqa: PTH123  a name that Path would change
            text = opened.read(_LARGEST).removeprefix(b"\xef\xbb\xbf").decode("latin-1")
    except (OSError, ValueError):
        return ()
    found = [rule for line in text.split("\n") if (rule := _rule(line))]
    return tuple(reversed(found))


def _bytes(name: str) -> str:
    """Return a name with a sign for each of its bytes: git compares these."""
    return os.fsencode(name).decode("latin-1")


@dataclass(frozen=True, slots=True)
class Ignoring:
    """What is ignored in a folder.

    `levels` are the rules of ignore files, the nearest first, each with the way from its folder to this one.
    """

    levels: tuple[tuple[str, tuple[_Rule, ...]], ...] = ()

    def ignores(self, name: str, *, is_folder: bool) -> bool:
        """Tell whether something in the folder is ignored: the last rule that names it in the nearest file decides."""
        if not self.levels:
            return False
        own = _bytes(name)
        for way, rules in self.levels:
            for rule in rules:
                if (is_folder or not rule.folders_only) and rule.regex.fullmatch(way + own if rule.anchored else own):
                    return not rule.negated
        return False

    def below(self, name: str) -> "Ignoring":
        """Return what the same files ignore in a folder below."""
        return Ignoring(tuple((f"{way}{_bytes(name)}/", rules) for way, rules in self.levels)) if self.levels else self

    def within(self, folder: str) -> "Ignoring":
        """Return what is ignored in this folder, by its own ignore file too; a repository begins anew."""
        above, own = self.levels, [_rules(os.path.join(folder, IGNORE_FILE))]  # noqa: PTH118  see above
        repository = os.path.join(folder, _REPOSITORY)  # noqa: PTH118
        if os.path.lexists(repository):
            above = ()
            own.append(_rules(os.path.join(repository, "info", "exclude")))  # noqa: PTH118
        return Ignoring((*(("", rules) for rules in own if rules), *above))


def ignoring_in(folder: str) -> Ignoring:
    """Return what is ignored in a folder that the user named, by the ignore files of its repository from the top down.

    Args:
        folder: its real path, absolute and without links.

    """
    ignoring = Ignoring()
    for above in _from_top(folder):
        name = os.path.basename(above)  # noqa: PTH119
        # What is ignored and named all the same is taken, with what lies in it.
        ignoring = Ignoring() if ignoring.ignores(name, is_folder=True) else ignoring.below(name)
        ignoring = ignoring.within(above)
    return ignoring


def _from_top(folder: str) -> Iterator[str]:
    """Yield the folders from the top of the repository down to a folder; itself alone, if it is in none."""
    ways, here = [folder], folder
    while not os.path.lexists(os.path.join(here, _REPOSITORY)):  # noqa: PTH118
        above = os.path.dirname(here)  # noqa: PTH120
        if above == here:
            return iter([folder])
        here = above
        ways.append(here)
    return reversed(ways)
