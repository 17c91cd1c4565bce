"""The program `teikit`, also as `python -m teikit`."""

import contextlib
import errno
import gc
import os
import signal
import sys
from collections.abc import Callable
from typing import NoReturn, TextIO

from teikit._version import __version__

_INTERRUPTED = 130
_CLOSED_PIPE = 141
_TERMINATED = 143
_UNWRITABLE = 2
# The variable of the environment with which an unexpected error is shown in full, and the longest message without it.
_TRACEBACK = "TEIKIT_TRACEBACK"
_LONGEST = 300
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
    _silence_warnings()
    try:
        status = run()
        sys.stdout.flush()
    except BrokenPipeError:
        _discard(sys.stdout)
        return _CLOSED_PIPE
    except KeyboardInterrupt as stop:
        # How far it got, where the command knows.
        _print_last_words(str(stop) or "interrupted")
        return _TERMINATED if isinstance(stop, _TerminatedError) else _INTERRUPTED
    except Exception as error:
        if os.environ.get(_TRACEBACK):
            raise
        _end_output()
        _print_last_words(_describe_end(error))
        return _UNWRITABLE
    return status


def _describe_end(error: Exception) -> str:
    """Return in words why the program ends without a result."""
    if isinstance(error, OSError) and error.errno in _FULL:
        return f"standard output: cannot be written ({os.strerror(error.errno).lower()})"
    if isinstance(error, OSError) and isinstance(error.filename, str):
        return f"{error.filename}: {(error.strerror or 'cannot be used').lower()}"
    if isinstance(error, MemoryError):
        return "there is not enough memory"
    where = error.__traceback__
    while where and where.tb_next:
        where = where.tb_next
    # A Path would have to be imported at each start.
    file = os.path.basename(where.tb_frame.f_code.co_filename) if where else ""  # noqa: PTH119
    place = f"{file}:{where.tb_lineno}" if where else "unknown place"
    said = f"{type(error).__name__} at {place}: {str(error)[:_LONGEST]}"
    return f"internal error, please report this ({said}); {_TRACEBACK}=1 shows more"


def _print_last_words(words: str) -> None:
    """Print a last line, if there is still somewhere to print it."""
    # Scripts that ask for the version need not pay for its import.
    from teikit.messages import escape_control  # noqa: PLC0415

    try:
        print(f"teikit: {escape_control(words)}", file=sys.stderr, flush=True)
    except (OSError, ValueError):
        _discard(sys.stderr)


def _silence_warnings() -> None:
    """Leave warnings of libraries about code to those who ask for them (`python -W`)."""
    if not sys.warnoptions:
        # The module reads this when it is imported, which most runs need not do.
        sys.warnoptions.append("ignore")
        if "warnings" in sys.modules:
            sys.modules["warnings"].simplefilter("ignore")


def _end_output() -> None:
    """Write out the results so far, if they can be."""
    try:
        sys.stdout.flush()
    except (OSError, ValueError):
        _discard(sys.stdout)


def _discard(stream: TextIO) -> None:
    """Let what a stream still has go nowhere: Python would try to write it once more at its end, and complain."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


class _TerminatedError(KeyboardInterrupt):
    """The program was asked to end by SIGTERM: it cleans up as after Ctrl-C."""


def _raise_terminated(_signal: int, _frame: object) -> NoReturn:
    raise _TerminatedError


if __name__ == "__main__":
    main()
