"""A cache of values made from files, valid as long as the files are unchanged."""

import os
import time
from collections.abc import Callable, Iterable
from typing import Any, Generic, ParamSpec, TypeVar

from teikit.storage.references import local_path

_Arguments = ParamSpec("_Arguments")
_Value = TypeVar("_Value")
_MOST = 16


class FileBackedCache(Generic[_Arguments, _Value]):
    """A function with a cache of its last results; `files` returns the names of the files that a result was made from.

    The working directory is part of the key, since arguments may be relative paths. Files that are not on disk count as
    unchanged.
    """

    def __init__(
        self, make: Callable[_Arguments, _Value], files: Callable[[_Value], Iterable[str]], most: int = _MOST
    ) -> None:
        self.__doc__ = make.__doc__
        self._make, self._files, self._most = make, files, most
        self._results: dict[Any, tuple[_Value, object]] = {}

    def __call__(self, *arguments: _Arguments.args, **named: _Arguments.kwargs) -> _Value:
        """Return the result, computed again if a file has changed; raises the errors of the function."""
        key = (_folder(), arguments, tuple(sorted(named.items())))
        known = self._results.pop(key, None)
        if known is None or known[1] != _file_states(self._files(known[0])):
            known = self._compute(*arguments, **named)
        if known[1] is not None:
            self._results[key] = known
            if len(self._results) > self._most:
                del self._results[next(iter(self._results))]
        return known[0]

    def _compute(self, *arguments: _Arguments.args, **named: _Arguments.kwargs) -> tuple[_Value, object]:
        started = time.time_ns()
        value = self._make(*arguments, **named)
        state = _file_states(self._files(value))
        # A file that changes during the computation may have been read in its former state: do not cache the result.
        is_settled = state is not None and all(each[1] < started for each in state)
        return value, state if is_settled else None

    def cache_clear(self) -> None:
        """Remove all results."""
        self._results.clear()


def _folder() -> str:
    try:
        return os.getcwd()  # noqa: PTH109  it is asked for each document that Python validates
    except OSError:
        # The working directory was deleted.
        return ""


def _file_states(names: Iterable[str]) -> tuple[tuple[int, int, int], ...] | None:
    """Return the states of files, to detect changes; None if one of them is gone."""
    paths = [path for path in map(local_path, names) if path is not None]
    try:
        states = [path.stat() for path in paths]
    except (OSError, ValueError):
        return None
    return tuple((each.st_ino, max(each.st_mtime_ns, each.st_ctime_ns), each.st_size) for each in states)
