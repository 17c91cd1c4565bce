"""The program `teikit`, also as `python -m teikit`."""

import contextlib
import errno
import gc
import os
import signal
import sys
from collections.abc import Callable
from typing import NoReturn

from teikit._version import __version__

_INTERRUPTED = 130
_CLOSED_PIPE = 141
_TERMINATED = 143
_UNWRITABLE = 2
# Errors of a full disk and of a closed stream. Those of files are handled where they occur, so here they are errors of
# standard output or standard error.
_FULL = {errno.ENOSPC, errno.EFBIG, errno.EDQUOT, errno.EIO, errno.EBADF}


def main() -> None:
    """Run the program and leave with its exit status."""
    _fill_closed_streams()
    status = _run_guarded(_run)
    # All memory is freed with the process, so the garbage collector need not traverse it at the end.
    gc.freeze()
    sys.exit(status)


def _run() -> int:
    # Scripts often ask for the version: answer before anything is loaded.
    if sys.argv[1:] == ["--version"]:
        print(f"teikit {__version__}")
        return 0
    from teikit.cli import run  # noqa: PLC0415  see above

    return run()


def _fill_closed_streams() -> None:
    """Give each standard stream that the caller closed a descriptor of its own.

    Otherwise the next file that is opened would get its number, and libraries would print into that file. Then reading
    input and writing results fail, which is reported; messages are discarded.
    """
    streams = ("stdin", "r", os.O_WRONLY), ("stdout", "w", os.O_RDONLY), ("stderr", "w", os.O_WRONLY)
    for number, (name, mode, access) in enumerate(streams):
        if getattr(sys, name) is None:
            handle = os.open(os.devnull, access)
            if handle != number and not _is_open(number):
                os.dup2(handle, number)
                os.close(handle)
                handle = number
            setattr(sys, name, open(handle, mode, encoding="utf-8", closefd=False))  # noqa: SIM115


def _is_open(descriptor: int) -> bool:
    try:
        os.fstat(descriptor)
    except OSError:
        return False
    return True


def _run_guarded(run: Callable[[], int]) -> int:
    # Objects of a document are few and short-lived, those of a schema stay: the default would traverse them too often.
    gc.set_threshold(100_000, 20, 100)
    signal.signal(signal.SIGTERM, _raise_terminated)
    try:
        status = run()
        sys.stdout.flush()
    except BrokenPipeError:
        _discard_output()
        return _CLOSED_PIPE
    except OSError as error:
        if error.errno not in _FULL:
            raise
        _discard_output()
        # It may be standard error itself.
        with contextlib.suppress(OSError):
            reason = os.strerror(error.errno).lower()
            print(f"teikit: standard output: cannot be written ({reason})", file=sys.stderr, flush=True)
            return _UNWRITABLE
        os.dup2(sys.stdout.fileno(), sys.stderr.fileno())
        return _UNWRITABLE
    except KeyboardInterrupt as stop:
        # How far it got, where the command knows.
        print(f"teikit: {str(stop) or 'interrupted'}", file=sys.stderr)
        return _TERMINATED if isinstance(stop, _TerminatedError) else _INTERRUPTED
    return status


def _discard_output() -> None:
    # Python would try to flush once more at its end, and complain.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class _TerminatedError(KeyboardInterrupt):
    """The program was asked to end by SIGTERM: it cleans up as after Ctrl-C."""


def _raise_terminated(_signal: int, _frame: object) -> NoReturn:
    raise _TerminatedError


if __name__ == "__main__":
    main()
