"""The program `teikit`, also as `python -m teikit`."""

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
# What a disk says that takes no more. Files tell it themselves, so that it is standard output which met it.
_FULL = {errno.ENOSPC, errno.EFBIG, errno.EDQUOT, errno.EIO}


def main() -> None:
    """Run the program and leave with its exit status."""
    # The commonest question of scripts is answered before anything is loaded.
    if sys.argv[1:] == ["--version"]:
        print(f"teikit {__version__}")
        return
    from teikit.cli import run  # noqa: PLC0415  see above

    status = _guarded(run)
    # All goes with the process: the collector, which looks through it once more at the end, need not.
    gc.freeze()
    sys.exit(status)


def _guarded(run: Callable[[], int]) -> int:
    # What a document makes is small and soon gone, what a schema makes stays: the default looks through it too often.
    gc.set_threshold(50_000, 20, 100)
    signal.signal(signal.SIGTERM, _terminated)
    try:
        status = run()
        sys.stdout.flush()
    except BrokenPipeError:
        _write_no_more()
        return _CLOSED_PIPE
    except OSError as error:
        if error.errno not in _FULL:
            raise
        _write_no_more()
        print(f"teikit: standard output: cannot be written ({os.strerror(error.errno).lower()})", file=sys.stderr)
        return _UNWRITABLE
    except KeyboardInterrupt as stop:
        # How far it got, where the command knows.
        print(f"teikit: {str(stop) or 'interrupted'}", file=sys.stderr)
        return _TERMINATED if isinstance(stop, _TerminatedError) else _INTERRUPTED
    return status


def _write_no_more() -> None:
    # Python would try to flush once more at its end, and complain.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class _TerminatedError(KeyboardInterrupt):
    """The program was asked to end by SIGTERM: it cleans up as after Ctrl-C."""


def _terminated(_signal: int, _frame: object) -> NoReturn:
    raise _TerminatedError


if __name__ == "__main__":
    main()
