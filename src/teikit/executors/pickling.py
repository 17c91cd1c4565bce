"""Results and errors to bytes and back, by pickle: between processes of one run, never on disk."""

import pickle
from collections.abc import Callable
from typing import Any, NamedTuple

from teikit.errors import InternalError, TeikitError
from teikit.storage.remarks import add_remark, take_remarks


class WorkerResult(NamedTuple):
    """A worker's result for an item: the item's number, and its pickled result, or the error if it has failed.

    `remarks` are those of storage (`teikit.storage.remarks`) while it was made.
    """

    number: int
    has_failed: bool
    content: bytes
    remarks: tuple[str, ...] = ()


def make_result(number: int, make: Callable[[], object]) -> WorkerResult:
    """Return what a worker makes of an item, as its result; an error is part of it."""
    try:
        content, has_failed = dumps(make()), False
    except Exception as error:  # noqa: BLE001  the process of the run raises it in the item's turn
        content, has_failed = dumps_error(error), True
    return WorkerResult(number, has_failed, content, tuple(take_remarks()))


def open_result(result: WorkerResult) -> Any:
    """Return what a worker made of an item, and add its remarks to those of this process; raises its error."""
    for each in result.remarks:
        add_remark(each)
    made = loads(result.content)
    if result.has_failed:
        raise made
    return made


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
