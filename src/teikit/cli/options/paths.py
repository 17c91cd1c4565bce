"""The options that name the files of a command."""

from collections.abc import Callable, Sequence

import click

from teikit.cli.options import CommandT, add_options, group_options
from teikit.cli.printing import print_message
from teikit.inputs.discover import STDIN
from teikit.inputs.item import Item
from teikit.inputs.paths import InputPaths
from teikit.operations.run import RunInputs

allow_empty_option = click.option(
    "--allow-empty",
    is_flag=True,
    help="Succeed if there are no files at all, as hooks require; otherwise that is an error.",
)


exclude_option = click.option(
    "--exclude",
    multiple=True,
    metavar="GLOB",
    help="In folders, skip files and folders that GLOB matches, as in .gitignore; files named by themselves are read.",
)


def output_option(metavar: str, description: str) -> Callable[[CommandT], CommandT]:
    """Return the option `-o`, as `out`, of a command that writes to a file or a folder."""
    return click.option("-o", "--output", "out", callback=_require_name, metavar=metavar, help=description)


def _require_name(_context: click.Context, _parameter: click.Parameter, out: str | None) -> str | None:
    """Return what -o names; no name at all would be the working directory."""
    if out == "":
        raise click.BadParameter("names nothing")
    return out


def path_options(metavar: str) -> Callable[[CommandT], CommandT]:
    """Return a decorator that adds argument and options to a command, which gets them as `named`, an InputPaths."""

    def make_paths(paths: tuple[str, ...], files_from: str | None, *options: bool) -> InputPaths:
        """Return what is named; raise UsageError if nothing is, or standard input twice."""
        no_ignore, allow_empty = options
        named = InputPaths(paths, files_from, no_ignore=no_ignore, allow_empty=allow_empty)
        if not named.paths and named.files_from is None and not named.allow_empty:
            raise click.UsageError(f"Missing argument '{metavar}'.")
        if named.files_from == STDIN and STDIN in named.paths:
            raise click.UsageError("standard input is read once: as a file, or as the list of --files-from")
        return named

    fields = ("paths", "files_from", "no_ignore", "allow_empty")
    options = (
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
    return lambda command: add_options(group_options(command, "named", fields, make_paths), options)


def report_items(inputs: RunInputs, items: Sequence[Item], skipped: str, purpose: str, *, quiet: bool) -> None:
    """Report what was skipped, and that a run has no items; errors are those of `report_no_files`."""
    if skipped and not quiet:
        print_message(skipped)
    if not items:
        report_no_files(inputs, purpose, quiet=quiet)


def report_no_files(inputs: RunInputs, purpose: str, *, quiet: bool) -> None:
    """Report that a run has no files for a `purpose`, as "check".

    Raises:
        NoFilesError: it must have some.
    """
    words = inputs.explain_no_files(purpose)
    if not quiet:
        print_message(words)
