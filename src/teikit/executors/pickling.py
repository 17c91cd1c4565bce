"""Results and errors to bytes and back, by pickle: between processes of one run, never on disk."""

import pickle
from typing import Any, NamedTuple

from teikit.errors import InternalError, TeikitError


class WorkerResult(NamedTuple):
    """A worker's result for an item: the item's number, and its pickled result, or the error if it has failed."""

    number: int
    has_failed: bool
    content: bytes


def dumps(value: object) -> bytes:
    """Return a value as bytes."""
    return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)


def loads(data: bytes) -> Any:
    """Return the value that another process of this run pickled."""
    return pickle.loads(data)  # noqa: S301  from our own worker, through a private pipe


def dumps_error(error: Exception) -> bytes:
    """Return an error as bytes; an error that cannot be pickled becomes one with the same message."""
    try:
        made = dumps(error)
        loads(made)
    except Exception:  # noqa: BLE001  foreign classes may fail in any way
        kind = TeikitError if isinstance(error, TeikitError) else InternalError
        words = str(error) if kind is TeikitError else f"{type(error).__name__}: {error}"
        return dumps(kind(words))
    return made
