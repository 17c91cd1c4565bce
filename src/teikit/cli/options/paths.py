"""The options that name the files of a command."""

import sys
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, TypeVar, cast

import click

from teikit.inputs.discover import STDIN
from teikit.inputs.item import Item
from teikit.inputs.paths import InputPaths
from teikit.operations.run import RunInputs

_Command = TypeVar("_Command", bound=Callable[..., Any])


allow_empty_option = click.option(
    "--allow-empty",
    is_flag=True,
    help="Succeed if there are no files at all, as hooks require; otherwise that is an error.",
)


def _check_named(named: InputPaths, metavar: str) -> None:
    """Raise UsageError where nothing is named, or standard input twice."""
    if not named.paths and named.files_from is None and not named.allow_empty:
        raise click.UsageError(f"Missing argument '{metavar}'.")
    if named.files_from == STDIN and STDIN in named.paths:
        raise click.UsageError("standard input is read once: as a file, or as the list of --files-from")


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
            _check_named(named, metavar)
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
            help="Read more names from FILE, one per line or ended by NUL (find -print0); '-' is standard input.",
        ),
        click.option("--no-ignore", is_flag=True, help="In folders, include files that .gitignore names."),
        allow_empty_option,
    )


def report_items(inputs: RunInputs, items: Sequence[Item], skipped: str, purpose: str, *, quiet: bool) -> None:
    """Report what was skipped, and where a run has no items; errors are those of `report_no_files`."""
    if skipped and not quiet:
        print(f"teikit: {skipped}", file=sys.stderr)
    if not items:
        report_no_files(inputs, purpose, quiet=quiet)


def report_no_files(inputs: RunInputs, purpose: str, *, quiet: bool) -> None:
    """Report that a run has no files for a `purpose`, as "check".

    Raises:
        NoFilesError: it must have some.
    """
    words = inputs.explain_no_files(purpose)
    if not quiet:
        print(f"teikit: {words}", file=sys.stderr)
