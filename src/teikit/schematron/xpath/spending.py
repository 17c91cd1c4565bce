"""What the expressions of a schema may spend on one document: steps, items, the sizes of values, and seconds.

Steps and items are counted where expressions loop. What does not count, in elementpath, is ended by a thread that
watches the time of an evaluation.
"""

import os
import sys
import threading
import time
from contextlib import suppress
from decimal import Decimal
from typing import Any

from teikit.limits import describe_excess, limit

# Nodes of a document for which an evaluation may take as many steps, or all rules as many seconds, again.
_NODES_OF_STEPS = 250
_NODES_OF_SECONDS = 20_000
_ITEMS_OF_A_NODE = 20
# How often the watching thread looks, in seconds, and after how many looks without an evaluation it ends.
_LOOK = 0.25
_MOST_IDLE_LOOKS = 8
_BITS_OF_A_DIGIT = 3.33


class TooMuchError(Exception):
    """An expression exceeds a limit; the message says which, as what it has."""

    def __init__(self, name: str, value: int | None = None) -> None:
        super().__init__(describe_excess(name, value))


class _TimeUpError(TooMuchError):
    """An expression takes more than its seconds; the watching thread raises it, without arguments."""

    def __init__(self) -> None:
        super().__init__("rule-seconds")


class Spending:
    """What one document, or one schema while it is read, has spent; `steps` are those of the current evaluation."""

    def __init__(self, size: int = 0) -> None:
        self.steps = 0
        # The number that is being formatted.
        self.formatted: Any = None
        self.most_steps = limit("xpath-steps") * (1 + size // _NODES_OF_STEPS)
        self.most_characters = limit("string-characters")
        self._most_items = limit("xpath-items") + _ITEMS_OF_A_NODE * size
        self._items = 0
        self._most_bits = limit("number-digits") * _BITS_OF_A_DIGIT
        self._message_characters = 0
        # Of one rule, and of all rules.
        self.rule_seconds = limit("rule-seconds") * (1 + size / _NODES_OF_SECONDS)
        self.all_seconds = 2.5 * self.rule_seconds

    def begin_evaluation(self) -> None:
        """Begin to count the steps and items of an evaluation."""
        self.steps = self._items = 0
        _watch.begin(self)

    def step(self) -> None:
        """Count a step.

        Raises:
            TooMuchError: The limit is exceeded.
        """
        self.steps += 1
        if self.steps > self.most_steps:
            raise TooMuchError("xpath-steps", self.most_steps)

    def take_items(self, count: int = 1) -> None:
        """Count items of sequences; errors are those of `step`."""
        self._items += count
        if self._items > self._most_items:
            raise TooMuchError("xpath-items")

    def take_characters(self, count: int) -> None:
        """Compare the length of a string with the limit; errors are those of `step`."""
        if count > self.most_characters:
            raise TooMuchError("string-characters")

    def take_message(self, count: int) -> bool:
        """Count the characters of messages; return whether they are within the limit."""
        self._message_characters += count
        return self._message_characters <= limit("message-characters")

    def take(self, value: Any) -> None:
        """Compare the size of a value with the limits; errors are those of `step`."""
        if isinstance(value, str):
            self.take_characters(len(value))
        elif isinstance(value, int):
            if value.bit_length() > self._most_bits:
                raise TooMuchError("number-digits")
        elif isinstance(value, list):
            self.take_items(len(value))
        elif isinstance(value, Decimal) and value.is_finite() and abs(value.adjusted()) > self._most_bits:
            raise TooMuchError("number-digits")


class _Current(threading.local):
    """The spending of the evaluation that a thread is in."""

    spending: Spending | None = None


_current = _Current()


def current_spending() -> Spending:
    """Return the spending of the evaluation that the thread is in."""
    return _current.spending or Spending()


class _Evaluation:
    """The evaluation that a thread is in, for the watching thread."""

    __slots__ = ("is_up", "most_seconds", "start")

    def __init__(self, most_seconds: float) -> None:
        self.most_seconds = most_seconds
        # Set when it is first seen: most evaluations end before.
        self.start: float | None = None
        self.is_up = False


class _Watch:
    """Ends evaluations that take too long, in all threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._evaluations: dict[int, _Evaluation] = {}
        self._thread: threading.Thread | None = None

    def begin(self, spending: Spending) -> None:
        """Begin to watch an evaluation of this thread."""
        _current.spending = spending
        with self._lock:
            self._evaluations[threading.get_ident()] = _Evaluation(spending.rule_seconds)
            if self._thread is None:
                self._thread = threading.Thread(target=self._look, name="teikit-xpath", daemon=True)
                self._thread.start()

    def end(self) -> None:
        """End to watch the evaluation of this thread."""
        _current.spending = None
        try:
            self._end(threading.get_ident())
        except _TimeUpError:
            # Time was up just now.
            self._end(threading.get_ident())

    def _end(self, thread: int) -> None:
        with self._lock:
            evaluation = self._evaluations.pop(thread, None)
            if evaluation is not None and evaluation.is_up:
                _raise_in(thread, None)

    def _look(self) -> None:
        idle = 0
        while True:
            time.sleep(_LOOK)
            with self._lock:
                idle = 0 if self._evaluations else idle + 1
                if idle >= _MOST_IDLE_LOOKS:
                    self._thread = None
                    return
                for thread, each in self._evaluations.items():
                    now = _seconds_of(thread)
                    if each.start is None:
                        each.start = now
                    elif now - each.start > each.most_seconds:
                        # Again at each look: what is raised while an object is cleaned up is lost.
                        each.is_up = True
                        _raise_in(thread, _TimeUpError)


def _seconds_of(thread: int) -> float:
    """Return the processor time of a thread, or the time where the system does not count it."""
    if sys.platform == "win32":
        return time.monotonic()
    return time.clock_gettime(time.pthread_getcpuclockid(thread))


def _raise_in(thread: int, kind: type[BaseException] | None) -> None:
    import ctypes  # noqa: PLC0415  needed only where an expression does not end

    with suppress(AttributeError):
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(kind) if kind else None)


_watch = _Watch()


def _watch_anew() -> None:
    global _watch  # noqa: PLW0603  a process that was forked has no watching thread
    _watch = _Watch()


if sys.platform != "win32":
    os.register_at_fork(after_in_child=_watch_anew)


class watched:  # noqa: N801  used as a keyword
    """A context manager around an evaluation by elementpath, which the watching thread may end."""

    __slots__ = ("_spending",)

    def __init__(self, spending: Spending) -> None:
        self._spending = spending

    def __enter__(self) -> None:
        self._spending.begin_evaluation()

    def __exit__(self, *_error: object) -> None:
        _watch.end()
