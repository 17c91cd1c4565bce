"""`--watch`: runs a command again whenever one of its files changes, until it is interrupted."""

import os
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import click

from teikit import config
from teikit.cli.options.reports import OrderedOptionsCommand
from teikit.cli.printing import clear_screen, flush_output, print_message, print_note, print_usage_error
from teikit.errors import TeikitError
from teikit.inputs.discover import Discovery
from teikit.inputs.item import Excluded
from teikit.inputs.paths import InputPaths
from teikit.validation.loading import schema
from teikit.validation.pipeline import schematron

_POLL_INTERVAL = 0.5
_INTERRUPTED = 130
# The parameters of a command that name files to look at.
_FILE_PARAMETERS = ("files_from", "schemas", "schematrons", "registers", "config", "baseline")
# What a command notes in its context: the files that its files include.
INCLUDED = "teikit.included"
_Stamps = dict[str, tuple[int, int]]

watch_option = click.option("--watch", is_flag=True, help="Check again whenever a file changes, until Ctrl-C.")


class WatchCommand(OrderedOptionsCommand):
    """A command with the option `--watch`."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command, once or whenever one of its files changes."""
        if not ctx.params.pop("watch", False):
            return super().invoke(ctx)
        if "-" in {*ctx.params["paths"], ctx.params["files_from"]}:
            raise click.UsageError("standard input cannot be watched")
        run = super().invoke
        return watch(lambda: run(ctx), lambda: _watched_files(ctx), lambda: ctx.meta.get(INCLUDED, ()))


def watch(
    run: Callable[[], object], files: Callable[[], Iterable[str]], included: Callable[[], Iterable[str]] = tuple
) -> int:
    """Run, and again whenever a file changes, comes or goes; return the exit status of an interrupted program.

    `included` returns the files that the last run has found to be included.
    """
    try:
        for _ in _changes(files, included):
            config.clear_cache()
            schema.cache_clear()
            schematron.cache_clear()
            clear_screen()
            _run_once(run)
            print_note("watching for changes, Ctrl-C ends")
    except KeyboardInterrupt:
        pass
    return _INTERRUPTED


def _run_once(run: Callable[[], object]) -> None:
    """Run, and report faults in use or environment, which the user may fix while the files are watched."""
    try:
        run()
    except click.ClickException as error:
        print_usage_error(error)
    except TeikitError as error:
        print_message(error)
    flush_output()


def _changes(files: Callable[[], Iterable[str]], included: Callable[[], Iterable[str]]) -> Iterator[None]:
    """Yield at once, and again whenever the files differ from their state before the last time."""
    while True:
        before, known = _stamps(files()), _stamps(included())
        yield
        # What is included is known only after the run.
        known = _stamps(included()) | known
        while _stamps(files()) == before and _stamps(known) == known:
            time.sleep(_POLL_INTERVAL)


def _stamps(files: Iterable[str]) -> _Stamps:
    """Return the time of change (nanoseconds) and the size of each file that exists."""
    found: _Stamps = {}
    for file in files:
        try:
            state = os.stat(file)  # noqa: PTH116  a name that Path would change
        except (OSError, ValueError):
            continue
        found[file] = (state.st_mtime_ns, state.st_size)
    return found


def _watched_files(ctx: click.Context) -> Iterator[str]:
    """Yield the files that the parameters name, with those in folders, except the outputs of the run."""
    given = ctx.params
    named = InputPaths(given["paths"], given["files_from"], no_ignore=given["no_ignore"])
    excluded = Excluded(given["exclude"], given["config"])
    yield from (item.name for item in named.items(Discovery(result_folders=given["outputs"], excluded=excluded)))
    for name in _FILE_PARAMETERS:
        value = given.get(name) or ()
        yield from map(str, value if isinstance(value, tuple) else (value,))
