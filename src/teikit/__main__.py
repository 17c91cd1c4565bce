"""The program `teikit`, also as `python -m teikit`."""

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


def main() -> None:
    """Run the program and leave with its exit status."""
    # The commonest question of scripts is answered before anything is loaded.
    if sys.argv[1:] == ["--version"]:
        print(f"teikit {__version__}")
        return
    from teikit.cli import run  # noqa: PLC0415  see above

    sys.exit(_guarded(run))


def _guarded(run: Callable[[], int]) -> int:
    # What a document makes is small and soon gone, what a schema makes stays: the default looks through it too often.
    gc.set_threshold(50_000, 20, 100)
    signal.signal(signal.SIGTERM, _terminated)
    try:
        status = run()
        sys.stdout.flush()
    except BrokenPipeError:
        # Python would try to flush once more at its end, and complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _CLOSED_PIPE
    except KeyboardInterrupt as stop:
        # How far it got, where the command knows.
        print(f"teikit: {str(stop) or 'interrupted'}", file=sys.stderr)
        return _TERMINATED if isinstance(stop, _TerminatedError) else _INTERRUPTED
    return status


class _TerminatedError(KeyboardInterrupt):
    """The program was asked to end by SIGTERM: it cleans up as after Ctrl-C."""


def _terminated(_signal: int, _frame: object) -> NoReturn:
    raise _TerminatedError


if __name__ == "__main__":
    main()
