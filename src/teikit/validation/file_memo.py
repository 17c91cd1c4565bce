"""What is made of files, kept by a process for as long as the files stay as they are."""

import os
import time
from collections.abc import Callable, Iterable
from typing import Any, Generic, ParamSpec, TypeVar

from teikit.storage.references import local_path

_Arguments = ParamSpec("_Arguments")
_Value = TypeVar("_Value")
_MOST = 16


class FileBackedCache(Generic[_Arguments, _Value]):
    """A function whose last results are kept; `files` names those that a result was made of.

    Arguments name the same files only in the same working directory. Files that are not on disk count as unchanged.
    """

    def __init__(
        self, make: Callable[_Arguments, _Value], files: Callable[[_Value], Iterable[str]], most: int = _MOST
    ) -> None:
        self.__doc__ = make.__doc__
        self._make, self._files, self._most = make, files, most
        self._results: dict[Any, tuple[_Value, object]] = {}

    def __call__(self, *arguments: _Arguments.args, **named: _Arguments.kwargs) -> _Value:
        """Return the result, made anew where a file changed; errors are those of the function."""
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
        # What changes while it is read may be read as it was before.
        is_settled = state is not None and all(each[1] < started for each in state)
        return value, state if is_settled else None

    def cache_clear(self) -> None:
        """Forget all results."""
        self._results.clear()


def _folder() -> str:
    try:
        return os.getcwd()  # noqa: PTH109  it is asked for each document that Python validates
    except OSError:
        # It was removed under us.
        return ""


def _file_states(names: Iterable[str]) -> tuple[tuple[int, int, int], ...] | None:
    """Return what tells whether files changed, None where one of them is gone."""
    paths = [path for path in map(local_path, names) if path is not None]
    try:
        states = [path.stat() for path in paths]
    except (OSError, ValueError):
        return None
    return tuple((each.st_ino, max(each.st_mtime_ns, each.st_ctime_ns), each.st_size) for each in states)
