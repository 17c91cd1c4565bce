"""Blocks signals while something must not be interrupted."""

import signal
from collections.abc import Collection, Iterator
from contextlib import contextmanager


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
