"""The ignore files of git to the files that they ignore (gitignore(5)): nested ones, negations, and .git/info/exclude.

Tracked files are treated like others. A folder that is a repository of its own has no rules from above.
"""

import os
import re
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from operator import methodcaller
from typing import NamedTuple

from teikit.inputs.wildcards import count_wildcards, name_regex, path_regex
from teikit.limits import Budget, limit
from teikit.messages import escape_control, quote

IGNORE_FILE, _REPOSITORY = ".gitignore", ".git"
_WITHOUT_TRAILING_BLANKS = re.compile(r"(?:\\.|\\$|[^\\ ]| +(?=[^ ]))*", re.DOTALL)


class _IgnoreRule(NamedTuple):
    """A line of an ignore file. It is compared with the name alone, or with the path if it `is_anchored`.

    `matches` is None if the line has no wildcards: then it matches `text`. `number` is that of the line.
    """

    number: int
    text: str
    matches: Callable[[str], object] | None
    is_negated: bool
    is_for_folders_only: bool
    is_anchored: bool


def _parse_rule(line: str, number: int = 0) -> _IgnoreRule | None:
    pattern = line.removesuffix("\r")
    if pattern.startswith("#"):
        return None
    trimmed = _WITHOUT_TRAILING_BLANKS.match(pattern)
    pattern = trimmed[0] if trimmed else ""
    negated, pattern = pattern.startswith("!"), pattern.removeprefix("!")
    folders_only, pattern = pattern.endswith("/"), pattern.removesuffix("/")
    anchored, pattern = "/" in pattern, pattern.removeprefix("/")
    if not pattern:
        return None
    if not count_wildcards(pattern):
        return _IgnoreRule(number, pattern, None, negated, folders_only, anchored)
    matches = _compile(pattern, is_anchored=anchored)
    return _IgnoreRule(number, pattern, matches, negated, folders_only, anchored) if matches else None


def _compile(pattern: str, *, is_anchored: bool) -> Callable[[str], object] | None:
    """Return the function that matches a pattern with wildcards, None if nothing does."""
    if pattern.startswith("*") and not is_anchored and not count_wildcards(pattern[1:]):
        # The usual kind.
        return methodcaller("endswith", pattern[1:])
    # Without a slash inside, it is compared with the name alone, for which `**` means the same as `*`.
    regex = path_regex(pattern) if is_anchored else name_regex(pattern)
    return regex.fullmatch if regex else None


_parse_glob = lru_cache(maxsize=256)(_parse_rule)


def matches_glob(path: str, glob: str) -> bool:
    """Return whether a line of an ignore file, by itself, matches a file or a folder that the file is in.

    Args:
        path: the file's path from the folder that the glob is relative to, with slashes.
        glob: the line; a negation or a comment matches nothing. `check_glob` bounds the time that it takes.
    """
    rule = _parse_glob(glob)
    if rule is None or rule.is_negated:
        return False
    names = path.split("/")
    ways = list(accumulate(names, "{}/{}".format)) if rule.is_anchored else names
    matches = rule.matches or rule.text.__eq__
    return any(map(matches, ways[: len(ways) - rule.is_for_folders_only]))


def matches_itself(path: str, glob: str, *, is_folder: bool) -> bool:
    """Return whether a line of an ignore file, by itself, matches a file or folder, whatever folders it is in."""
    rule = _parse_glob(glob)
    if rule is None or rule.is_negated or (rule.is_for_folders_only and not is_folder):
        return False
    matches = rule.matches or rule.text.__eq__
    return bool(matches(path if rule.is_anchored else path.rpartition("/")[2]))


def describe_wrong_glob(glob: str) -> str:
    """Return why a glob by itself can match nothing, "" if it can match something."""
    shown = quote(glob)
    if glob.startswith("#"):
        return f"the glob {shown} begins with '#', which makes it a comment; write '\\#'"
    if glob.startswith("!"):
        return f"the glob {shown} begins with '!', which excludes nothing; write '\\!' for the character"
    if not glob.strip("/ "):
        return f"the glob {shown} is empty" if not glob.strip() else f"the glob {shown} names no file"
    if glob.startswith(("../", "./")) or "/../" in glob:
        return f"the glob {shown} must be relative, without '.' and '..' in it"
    if _parse_glob(glob) is None:
        return f"the glob {shown} matches nothing: a bracket is not closed, or a backslash ends it"
    return ""


def check_glob(glob: str, file: str) -> None:
    """Raise LimitExceededError if a glob of a file, such as a configuration, has more wildcards than allowed."""
    Budget(file).check("wildcards", count_wildcards(glob))


def _number_of(rule: _IgnoreRule) -> int:
    return rule.number


class _FileRules:
    """The rules of an ignore file, of which the last that matches decides."""

    __slots__ = ("_literals", "_patterns")

    def __init__(self, rules: Sequence[_IgnoreRule]) -> None:
        # Most rules are names, and a list of a hundred thousand names is as fast as one of ten.
        literals: dict[tuple[bool, str], list[_IgnoreRule]] = {}
        for rule in rules:
            if rule.matches is None:
                literals.setdefault((rule.is_anchored, rule.text), []).append(rule)
        self._literals: Mapping[tuple[bool, str], Sequence[_IgnoreRule]] = literals
        self._patterns = tuple((rule, rule.matches) for rule in reversed(rules) if rule.matches is not None)

    def decide(self, name: str, path: str, *, is_folder: bool) -> bool | None:
        """Return whether an entry is ignored, None if no rule matches its name, or its path from the file's folder."""
        same = (*self._literals.get((False, name), ()), *self._literals.get((True, path), ()))
        found = max((each for each in same if is_folder or not each.is_for_folders_only), key=_number_of, default=None)
        for rule, matches in self._patterns:
            if found is not None and rule.number < found.number:
                break
            applies = is_folder or not rule.is_for_folders_only
            if applies and matches(path if rule.is_anchored else name):
                return not rule.is_negated
        return None if found is None else not found.is_negated


_NO_RULES = _FileRules(())


def _read_rules(file: str) -> _FileRules:
    """Return the rules of an ignore file; none if there is no such file, or if it is a link.

    Raises:
        LimitExceededError: it is larger than allowed, or has more wildcards.
    """
    budget, most = Budget(escape_control(file)), limit("ignore-bytes")
    try:
        state = os.lstat(file)
        if not stat.S_ISREG(state.st_mode):
            return _NO_RULES
        with open(file, "rb") as opened:  # noqa: PTH123  Path would change the name
            data = opened.read(most + 1)
    except (OSError, ValueError):
        return _NO_RULES
    budget.check("ignore-bytes", len(data))
    found = []
    for number, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").decode("latin-1").split("\n"), 1):
        if not line.startswith("#") and (wildcards := count_wildcards(line)):
            budget.spend("wildcards", wildcards, str(number))
        if rule := _parse_rule(line, number):
            found.append(rule)
    return _FileRules(found) if found else _NO_RULES


def _byte_string(name: str) -> str:
    """Return a name with one character per byte: git compares bytes."""
    return os.fsencode(name).decode("latin-1")


@dataclass(frozen=True, slots=True)
class IgnoreRules:
    """The rules that apply in a folder.

    `levels` are the rules of ignore files, the nearest first, each with the path from its folder to this one.
    """

    levels: tuple[tuple[str, _FileRules], ...] = ()

    def ignores(self, name: str, *, is_folder: bool) -> bool:
        """Return whether an entry of the folder is ignored: the last matching rule of the nearest file decides."""
        if not self.levels:
            return False
        own = _byte_string(name)
        for way, rules in self.levels:
            decided = rules.decide(own, way + own, is_folder=is_folder)
            if decided is not None:
                return decided
        return False

    def for_subfolder(self, name: str) -> "IgnoreRules":
        """Return the rules of the same files for a subfolder."""
        if not self.levels:
            return self
        return IgnoreRules(tuple((f"{way}{_byte_string(name)}/", rules) for way, rules in self.levels))

    def with_ignore_file(self, folder: str) -> "IgnoreRules":
        """Return the rules together with the folder's own ignore file; a repository drops those from above.

        Raises:
            LimitExceededError: an ignore file is larger than allowed, or has more wildcards.
        """
        above, own = self.levels, [_read_rules(os.path.join(folder, IGNORE_FILE))]  # noqa: PTH118  see above
        repository = os.path.join(folder, _REPOSITORY)  # noqa: PTH118
        if os.path.lexists(repository):
            above = ()
            own.append(_read_rules(os.path.join(repository, "info", "exclude")))  # noqa: PTH118
        return IgnoreRules((*(("", rules) for rules in own if rules is not _NO_RULES), *above))


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
