"""The one printer: all that commands write to standard output and standard error goes through these functions.

What people read is escaped line by line, so that no name, no document and no message of a library acts on a terminal or
in a log. Documents for other programs pass as they are, and are escaped only at a terminal.
"""

import contextlib
import io
import os
import sys
from collections.abc import Iterable
from typing import TextIO, cast

import click

from teikit.messages import escape_control

# Python accepts these names for streams, but they cannot encode every text.
_NO_ENCODINGS = {"idna", "punycode", "undefined"}
# In columns of the terminal; whatever the environment says, lines of messages stay short.
_DEFAULT_WIDTH, _LARGEST_WIDTH = 80, 1_000
_LONGEST_LINE = 8_000


def print_line(words: object) -> None:
    """Print a line to standard output."""
    print(escape_control(str(words)))


def print_text(text: str | Iterable[str]) -> None:
    """Print text that its format has made inert, with its line ends, to standard output."""
    sys.stdout.writelines((text,) if isinstance(text, str) else text)


def print_note(words: object) -> None:
    """Print a line to standard error."""
    _print_to_stderr(escape_control(str(words)))


def _print_to_stderr(line: str) -> None:
    """Print a line to standard error; where it cannot be written, as on a full disk, results count more than talk."""
    # Arguments that it quotes may have any length.
    line = line if len(line) <= _LONGEST_LINE else f"{line[:_LONGEST_LINE]} …"
    try:
        print(line, file=sys.stderr, flush=True)
    except BrokenPipeError:
        raise
    except OSError:
        # Python would try again at its end.
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())


def print_message(words: object) -> None:
    """Print an error or a remark of the program to standard error."""
    print_note(f"teikit: {words}")


def print_data(data: bytes | str) -> None:
    """Print a document or a diff for other programs to standard output, at a terminal without control characters.

    Text is written as UTF-8, in which bytes that were decoded as lone surrogates are what they were.
    """
    data = data.encode("utf-8", "surrogateescape") if isinstance(data, str) else data
    sys.stdout.flush()
    sys.stdout.buffer.write(_escape_lines(data) if sys.stdout.isatty() else data)
    sys.stdout.buffer.flush()


def _escape_lines(data: bytes) -> bytes:
    """Return data as it may be shown at a terminal: without control characters but line ends and tabs."""
    lines = data.decode("utf-8", "surrogateescape").split("\n")
    return "\n".join(map(_escape_line, lines)).encode("utf-8", "backslashreplace")


def _escape_line(line: str) -> str:
    """Return a line that may have tabs, which do no harm, escaped for people."""
    return "\t".join(map(escape_control, line.split("\t")))


def print_usage_error(error: click.ClickException) -> None:
    """Print what click reports about arguments, which may quote them, to standard error."""
    # Of a command without arguments, it is the help of the command.
    if not isinstance(error, getattr(click.exceptions, "NoArgsIsHelpError", ())):
        vars(error)["message"] = escape_control(error.message)
    text = io.StringIO()
    error.show(text)
    for line in text.getvalue().splitlines():
        _print_to_stderr(_escape_line(line))


def output_stream(*, is_for_programs: bool = False) -> TextIO:
    """Return standard output for what writes reports, which are inert; for programs it is always UTF-8."""
    if is_for_programs and isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    return sys.stdout


def message_stream() -> TextIO:
    """Return standard error, for a line that is drawn again and again."""
    return sys.stderr


def flush_output() -> None:
    """Write out all results so far, before what is said of them."""
    sys.stdout.flush()


def is_terminal() -> bool:
    """Return whether results are shown at a terminal."""
    return sys.stdout.isatty()


def terminal_width() -> int:
    """Return the width of the terminal in columns."""
    # shutil.get_terminal_size, which does the same, costs 3 ms to import.
    columns = os.environ.get("COLUMNS", "")
    if columns.isascii() and columns.isdigit() and int(columns[:9]):
        return min(int(columns[:9]), _LARGEST_WIDTH)
    try:
        return os.get_terminal_size(cast("TextIO", sys.__stdout__).fileno()).columns or _DEFAULT_WIDTH
    except (AttributeError, ValueError, OSError):
        return _DEFAULT_WIDTH


def clear_screen() -> None:
    """Clear the terminal, if there is one."""
    if sys.stdout.isatty():
        click.clear()


def prepare_streams() -> None:
    """Let each stream show a character that its encoding lacks by its number, instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            encoding = "utf-8" if stream.encoding.lower() in _NO_ENCODINGS else stream.encoding
            # A program that forked this one may have put a pipe in the place of a file, which has no position.
            with contextlib.suppress(OSError):
                stream.reconfigure(encoding=encoding, errors="backslashreplace")
