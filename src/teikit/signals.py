"""Blocks or defers signals while something must not be interrupted."""

import signal
import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager

# They ask the program to stop; not every system has all.
STOP_SIGNALS = [each for each in signal.Signals if each.name in {"SIGINT", "SIGTERM", "SIGHUP"}]


@contextmanager
def block_signals(signals: Collection[signal.Signals]) -> Iterator[None]:
    """Block signals, where the system can; processes that are started meanwhile block them, too."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def defer_stop_signals() -> Iterator[None]:
    """Let signals that ask the program to stop take effect only after the block.

    Blocking is not enough: the system delivers a signal to any thread that does not block it, and Python then runs the
    handler in the main thread. Other threads are never interrupted.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    received: list[int] = []
    # A handler that is not Python's could not be set again.
    handlers = {each: found for each in STOP_SIGNALS if (found := signal.getsignal(each)) not in {None, signal.SIG_IGN}}
    try:
        for each in handlers:
            signal.signal(each, lambda number, _frame: received.append(number))
        yield
    finally:
        with block_signals(STOP_SIGNALS):
            for each, handler in handlers.items():
                signal.signal(each, handler)
        for number in received[:1]:
            signal.raise_signal(number)
