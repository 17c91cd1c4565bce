"""What a command works on: the options that name files, and what is told of those that it passed over."""

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar, cast

import click

from teikit.errors import NoFilesError
from teikit.inputs.discover import HIDDEN, OWN, STDIN, STDIN_NAME, Discovery, format_skipped
from teikit.inputs.globs import fixed_part, is_glob
from teikit.inputs.item import Item
from teikit.messages import escape_control
from teikit.runs.shard import Shard
from teikit.storage.files import read_file, read_stdin
from teikit.storage.urls import is_url

_Command = TypeVar("_Command", bound=Callable[..., Any])
NOT_TEI = "not TEI"
# What everybody expects to be passed over is told only to those who ask.
_EXPECTED = (HIDDEN, OWN)


@dataclass(frozen=True, slots=True)
class InputPaths:
    """What the user names: paths, and a file that lists more; `no_ignore` takes what .gitignore names too.

    With `allow_empty` it is no fault if there is no file.
    """

    paths: Sequence[str]
    files_from: str | None = None
    no_ignore: bool = False
    allow_empty: bool = False

    def check(self, metavar: str) -> None:
        """Raise UsageError where nothing is named, or standard input twice."""
        if not self.paths and self.files_from is None and not self.allow_empty:
            raise click.UsageError(f"Missing argument '{metavar}'.")
        if self.files_from == STDIN and STDIN in self.paths:
            raise click.UsageError("standard input is read once: as a file, or as the list of --files-from")

    def items(self, discovery: Discovery) -> Iterator[Item]:
        """Yield the files that are named."""
        discovery.gitignore, discovery.allows_empty = not self.no_ignore, self.allow_empty
        if self.files_from is None:
            return discovery.items(self.paths, ())
        # Runs without a list need not pay for its import.
        from teikit.inputs.file_list import read_names  # noqa: PLC0415

        return discovery.items(self.paths, read_names(self.files_from))

    @property
    def files(self) -> tuple[str, ...]:
        """What the user names, without standard input."""
        return local_paths(*self.paths, self.files_from)

    @property
    def count(self) -> int | None:
        """How many files there are, None where that is not known from the start."""
        wide = any(is_glob(path) or Path(path).is_dir() for path in self.paths)
        return None if wide or self.files_from is not None else len(self.paths)

    @property
    def folders(self) -> tuple[Path, ...]:
        """The folders that the user named, with a file its own, and with a glob the one that it begins in."""
        named = (Path(fixed_part(path)) for path in self.paths if path != STDIN and not is_url(path))
        return tuple(dict.fromkeys(each if each.is_dir() else each.parent for each in named))


def local_paths(*names: str | None) -> tuple[str, ...]:
    """Return those of some names that are of files: neither nothing nor standard input."""
    return tuple(name for name in names if name and name != STDIN)


allow_empty_option = click.option(
    "--allow-empty", is_flag=True, help="Let it pass if there is no file at all, as hooks need; else that is misuse."
)


def path_options(metavar: str) -> Callable[[_Command], _Command]:
    """Return what adds argument and options to a command, which gets them as `named`, a Named."""

    def add_options(command: _Command) -> _Command:
        @wraps(command)
        def wrapper(
            *arguments: Any,
            paths: tuple[str, ...],
            files_from: str | None,
            no_ignore: bool,
            allow_empty: bool,
            **rest: Any,
        ) -> Any:
            named = InputPaths(paths, files_from, no_ignore, allow_empty)
            named.check(metavar)
            return command(*arguments, named=named, **rest)

        made: Any = wrapper
        for each in reversed(_options(metavar)):
            made = each(made)
        return cast("_Command", made)

    return add_options


def _options(metavar: str) -> tuple[Callable[[Any], Any], ...]:
    return (
        click.argument("paths", nargs=-1, metavar=metavar, type=click.Path(allow_dash=True, readable=False)),
        click.option(
            "--files-from",
            type=click.Path(allow_dash=True, readable=False),
            metavar="FILE",
            help="Take names from FILE too, one a line or each ended by NUL (find -print0); '-' is standard input.",
        ),
        click.option("--no-ignore", is_flag=True, help="In folders, take what .gitignore names as well."),
        allow_empty_option,
    )


def read_item(item: Item) -> tuple[bytes, str]:
    """Return what stands in a file, or on standard input, and what it is called.

    Raises:
        UnreadableInputError: it cannot be read.

    """
    if item.name == STDIN:
        return read_stdin(), STDIN_NAME
    item.check()
    return read_file(item.name), item.name


def describe_skipped(passed: Counter[str], *, everything: bool) -> str:
    """Return in words what was passed over, "" for nothing that is worth telling."""
    kept = passed if everything else Counter({why: count for why, count in passed.items() if why not in _EXPECTED})
    return f"{kept.total():,} passed over ({format_skipped(kept)})" if kept.total() else ""


def report_no_files(named: InputPaths, discovery: Discovery, shard: Shard, purpose: str, *, quiet: bool) -> None:
    """Say that there are no files for a `purpose`, as "check"; a part of a run may have none, if the run has some.

    Raises:
        NoFilesError: that is a fault.

    """
    is_part = bool(shard.numbers and discovery.file_count)
    words = f"no files to {purpose}{f' in part {shard.part} of {shard.parts}' if is_part else ''}"
    if why := "" if is_part else _empty_reason(named, discovery.skipped):
        words = f"{words}: {why}"
    if not (is_part or named.allow_empty):
        raise NoFilesError(f"{words}; --allow-empty lets that pass")
    if not quiet:
        print(f"teikit: {words}", file=sys.stderr)


def _empty_reason(named: InputPaths, passed: Counter[str]) -> str:
    if passed.total():
        return f"{'there is no TEI here, ' if passed[NOT_TEI] else ''}{describe_skipped(passed, everything=True)}"
    if named.files_from is None:
        return "" if named.paths else "none are named"
    return (
        f"{'the list on standard input' if named.files_from == STDIN else escape_control(named.files_from)} names none"
    )
