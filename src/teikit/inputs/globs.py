"""Expands globs that no shell expanded: to the paths that they match, in the order of their parts."""

import os
import re
from collections.abc import Iterator

from teikit.storage.urls import is_url

_WILD = re.compile(r"[*?\[]")
_SEPARATORS = re.compile("[\\\\/]" if os.sep == "\\" else "/")
_FLAGS = re.IGNORECASE if os.name == "nt" else 0
# None stands for `**`: any number of folders.
_Step = re.Pattern[str] | None
_Positions = frozenset[int]


def is_glob(name: str) -> bool:
    """Return whether a name has wildcards; in URLs they mean something else."""
    return bool(_WILD.search(name)) and not is_url(name)


def expand_glob(glob: str) -> Iterator[str]:
    """Yield the paths that a glob matches, as in bash with globstar.

    Hidden names are matched only by a part that begins with a dot; `**` follows no links. Folders that cannot be read
    count as empty.
    """
    fixed = _fixed_length(glob)
    steps = [_compile_step(each) for each in _SEPARATORS.split(glob[fixed:])]
    if steps[-1] is None:
        # `**` at the end matches all in these folders and, since a folder means its files, all below them.
        steps.append(_compile_step("*"))
    yield from _walk(glob[:fixed], steps)


def fixed_part(name: str) -> str:
    """Return the folder that a glob begins in; the whole name if it has no wildcards."""
    return name[: _fixed_length(name)] if is_glob(name) and not os.path.lexists(name) else name


def _fixed_length(glob: str) -> int:
    wild = _WILD.search(glob)
    end = wild.start() if wild else len(glob)
    return max((found.end() for found in _SEPARATORS.finditer(glob, 0, end)), default=0)


def _compile_step(pattern: str) -> _Step:
    if pattern == "**":
        return None
    # Runs without globs need not pay for its import.
    from teikit.inputs.wildcards import part_regex  # noqa: PLC0415

    made = part_regex(pattern.replace("\\", "\\\\"))
    visible = "" if pattern.startswith(".") else r"(?!\.)"
    return re.compile("(?!)" if made is None else visible + made, _FLAGS)


def _walk(top: str, steps: list[_Step]) -> Iterator[str]:
    waiting = [iter([(top, _skip_double_stars(steps, {0}))])]
    while waiting:
        here, places = next(waiting[-1], ("", None))
        if places is None:
            waiting.pop()
        elif len(steps) in places:
            yield here
        else:
            waiting.append(_match_folder(here, steps, places))


def _match_folder(folder: str, steps: list[_Step], places: _Positions) -> Iterator[tuple[str, _Positions]]:
    """Yield the entries of a folder that match the glob so far, each with the positions that it reaches in it."""
    try:
        with os.scandir(folder or ".") as entries:
            names = sorted((entry.name, entry.is_symlink()) for entry in entries)
    except OSError:
        return
    for name, is_link in names:
        if reached := _advance(name, steps, places, is_link=is_link):
            yield os.path.join(folder, name), reached  # noqa: PTH118  the path stays as the user wrote it


def _advance(name: str, steps: list[_Step], places: _Positions, *, is_link: bool) -> _Positions:
    reached = set()
    for place in places:
        step = steps[place]
        if step is None and not is_link and not name.startswith("."):
            reached.add(place)
        elif step is not None and step.fullmatch(name):
            reached.add(place + 1)
    return _skip_double_stars(steps, reached)


def _skip_double_stars(steps: list[_Step], places: set[int]) -> _Positions:
    """Return positions and those after each `**` among them, which may match nothing."""
    more = set(places)
    for place, step in enumerate(steps):
        if step is None and place in more:
            more.add(place + 1)
    return frozenset(more)
