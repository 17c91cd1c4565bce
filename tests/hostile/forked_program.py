"""Runs teikit, or a program that changes decisions, in processes that are forked from one that has imported it."""

import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

_SIGNALS = {signal.SIGINT, signal.SIGTERM}
_SECONDS = 60


def start(arguments: Sequence[str], folder: Path, words: Path, before: Callable[[], None]) -> int:
    """Fork a process that runs a program in a folder, after it has called `before`; return its number."""
    # The signal may come before the program has its handlers, and then waits.
    signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
    child = os.fork()
    if child:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)
        return child
    status = 99
    try:
        os.chdir(folder)
        handle = os.open(words, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        for stream in (1, 2):
            os.dup2(handle, stream)
        sys.argv = ["teikit", *arguments]
        signal.signal(signal.SIGINT, signal.default_int_handler)
        before()
        status = run_program()
    except SystemExit as end:
        status = int(end.code or 0)
    except BaseException:  # noqa: BLE001  a traceback is a finding of the drill
        import traceback  # noqa: PLC0415

        traceback.print_exc()
        status = 98
    finally:
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except OSError:
                status = 97
        os._exit(status)
    return 0


def run_program() -> int:
    """Run what the arguments say as teikit's program does, with its handlers of signals."""
    from hostile.deciding import NAME, decide  # noqa: PLC0415
    from teikit.__main__ import _run, _run_guarded  # noqa: PLC0415

    def run() -> int:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)
        return decide(sys.argv[2:]) if sys.argv[1] == NAME else _run()

    return _run_guarded(run)


def wait_for(child: int) -> int:
    """Return the exit status of a process, negative for a signal, as subprocess does."""
    end = time.monotonic() + _SECONDS
    while time.monotonic() < end:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.001)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return -999
