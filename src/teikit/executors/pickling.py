"""Outcomes and errors to bytes and back, as they go between processes of one run: by pickle, and never to disk."""

import pickle
from typing import Any, NamedTuple

from teikit.errors import InternalError, TeikitError


class WorkerResult(NamedTuple):
    """What a worker has of an item: its number, and its outcome, or the error that the work raised, in bytes."""

    number: int
    has_failed: bool
    content: bytes


def dumps(value: object) -> bytes:
    """Return a value as bytes."""
    return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)


def loads(data: bytes) -> Any:
    """Return the value that another process of this run has packed."""
    return pickle.loads(data)  # noqa: S301  from a worker of our own, through a pipe that nobody else has


def dumps_error(error: Exception) -> bytes:
    """Return an error as bytes; one that does not travel becomes one that says the same."""
    try:
        made = dumps(error)
        loads(made)
    except Exception:  # noqa: BLE001  classes of others may fail in any way
        kind = TeikitError if isinstance(error, TeikitError) else InternalError
        words = str(error) if kind is TeikitError else f"{type(error).__name__}: {error}"
        return dumps(kind(words))
    return made
