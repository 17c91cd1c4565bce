"""The ignore files of git to the files that they ignore (gitignore(5)): nested ones, negations, and .git/info/exclude.

Tracked files are treated like others. A folder that is a repository of its own has no rules from above.
"""

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from teikit.inputs.wildcards import name_regex, path_regex

IGNORE_FILE, _REPOSITORY = ".gitignore", ".git"
# A larger file is not meant as an ignore file.
_LARGEST = 1 << 20
_WITHOUT_TRAILING_BLANKS = re.compile(r"(?:\\.|\\$|[^\\ ]| +(?=[^ ]))*", re.DOTALL)


class _IgnoreRule(NamedTuple):
    """A line of an ignore file. It is compared with the name alone, or with the path if it `is_anchored`."""

    regex: re.Pattern[str]
    is_negated: bool
    is_for_folders_only: bool
    is_anchored: bool


def _parse_rule(line: str) -> _IgnoreRule | None:
    pattern = line.removesuffix("\r")
    if pattern.startswith("#"):
        return None
    trimmed = _WITHOUT_TRAILING_BLANKS.match(pattern)
    pattern = trimmed[0] if trimmed else ""
    negated, pattern = pattern.startswith("!"), pattern.removeprefix("!")
    folders_only, pattern = pattern.endswith("/"), pattern.removesuffix("/")
    anchored, pattern = "/" in pattern, pattern.removeprefix("/")
    # Without a slash inside, it is compared with the name alone, for which `**` means the same as `*`.
    regex = path_regex(pattern) if anchored else name_regex(pattern)
    return _IgnoreRule(regex, negated, folders_only, anchored) if regex else None


_parse_glob = lru_cache(maxsize=256)(_parse_rule)


def matches_glob(path: str, glob: str) -> bool:
    """Return whether a line of an ignore file, by itself, matches a file or a folder that the file is in.

    Args:
        path: the file's path from the folder that the glob is relative to, with slashes.
        glob: the line; a negation or a comment matches nothing.
    """
    rule = _parse_glob(glob)
    if rule is None or rule.is_negated:
        return False
    names = path.split("/")
    ways = list(accumulate(names, "{}/{}".format)) if rule.is_anchored else names
    return any(map(rule.regex.fullmatch, ways[: len(ways) - rule.is_for_folders_only]))


def _read_rules(file: str) -> tuple[_IgnoreRule, ...]:
    """Return the rules of an ignore file, the last first; none if there is no such file, or if it is a link."""
    try:
        state = os.lstat(file)
        if not stat.S_ISREG(state.st_mode) or state.st_size > _LARGEST:
            return ()
        with open(file, "rb") as opened:  # noqa: PTH123  Path would change the name
            text = opened.read(_LARGEST).removeprefix(b"\xef\xbb\xbf").decode("latin-1")
    except (OSError, ValueError):
        return ()
    found = [rule for line in text.split("\n") if (rule := _parse_rule(line))]
    return tuple(reversed(found))


def _byte_string(name: str) -> str:
    """Return a name with one character per byte: git compares bytes."""
    return os.fsencode(name).decode("latin-1")


@dataclass(frozen=True, slots=True)
class IgnoreRules:
    """The rules that apply in a folder.

    `levels` are the rules of ignore files, the nearest first, each with the path from its folder to this one.
    """

    levels: tuple[tuple[str, tuple[_IgnoreRule, ...]], ...] = ()

    def ignores(self, name: str, *, is_folder: bool) -> bool:
        """Return whether an entry of the folder is ignored: the last matching rule of the nearest file decides."""
        if not self.levels:
            return False
        own = _byte_string(name)
        for way, rules in self.levels:
            for rule in rules:
                applies = is_folder or not rule.is_for_folders_only
                if applies and rule.regex.fullmatch(way + own if rule.is_anchored else own):
                    return not rule.is_negated
        return False

    def for_subfolder(self, name: str) -> "IgnoreRules":
        """Return the rules of the same files for a subfolder."""
        if not self.levels:
            return self
        return IgnoreRules(tuple((f"{way}{_byte_string(name)}/", rules) for way, rules in self.levels))

    def with_ignore_file(self, folder: str) -> "IgnoreRules":
        """Return the rules together with the folder's own ignore file; a repository drops those from above."""
        above, own = self.levels, [_read_rules(os.path.join(folder, IGNORE_FILE))]  # noqa: PTH118  see above
        repository = os.path.join(folder, _REPOSITORY)  # noqa: PTH118
        if os.path.lexists(repository):
            above = ()
            own.append(_read_rules(os.path.join(repository, "info", "exclude")))  # noqa: PTH118
        return IgnoreRules((*(("", rules) for rules in own if rules), *above))


def ignore_rules_for(folder: str) -> IgnoreRules:
    """Return the rules for a folder that the user named: those of all ignore files from the top of its repository.

    Args:
        folder: its real path, absolute and without links.
    """
    rules = IgnoreRules()
    for above in _folders_from_root(folder):
        name = os.path.basename(above)  # noqa: PTH119
        # An ignored folder that the user names is read nevertheless, with all in it.
        rules = IgnoreRules() if rules.ignores(name, is_folder=True) else rules.for_subfolder(name)
        rules = rules.with_ignore_file(above)
    return rules


def _folders_from_root(folder: str) -> Iterator[str]:
    """Yield the folders from the top of the repository down to a folder; only itself if it is in none."""
    ways, here = [folder], folder
    while not os.path.lexists(os.path.join(here, _REPOSITORY)):  # noqa: PTH118
        above = os.path.dirname(here)  # noqa: PTH120
        if above == here:
            return iter([folder])
        here = above
        ways.append(here)
    return reversed(ways)
