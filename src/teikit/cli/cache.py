"""`teikit cache`: shows or clears what is kept between runs: results and compiled schemas."""

import os
from contextlib import suppress
from pathlib import Path

import click

from teikit.cli.printing import print_line, print_note
from teikit.errors import OutputError
from teikit.messages import escape_control, pluralize
from teikit.operations.result_database import NAME, ResultDatabase, discard, is_foreign
from teikit.relaxng.validator.cache import SchemaCache
from teikit.storage.files import describe_error, is_private, remove_file
from teikit.validation.loading import cache_folder


@click.group(name="cache")
def command() -> None:
    """Show or clear the results and schemas that are kept between runs.

    The results of a file are kept so that it is not checked again until it changes; compiled schemas are kept, too.
    TEIKIT_CACHE_DIR names another folder for both.
    """


@command.command()
def show() -> int:
    """Show where the cache is, and how much is in it."""
    folder = cache_folder()
    if folder is None:
        print_line("no cache: there is no home folder to keep it in; TEIKIT_CACHE_DIR names another")
        return 0
    results, schemas = ResultDatabase(folder).usage(), SchemaCache(folder).entries()
    print_line(f"folder:  {folder}{_refusal_reason(folder)}")
    print_line(f"results: {results.entries:,} ({_format_size(results.size)})")
    print_line(f"schemas: {len(schemas):,} ({_format_size(sum(map(_file_size, schemas)))})")
    return 0


@command.command()
def clear() -> int:
    """Remove all results and compiled schemas; they are computed again when they are needed."""
    folder = cache_folder()
    if folder is None:
        return 0
    try:
        # A folder that cannot be read would look empty.
        with suppress(FileNotFoundError):
            os.listdir(folder)  # noqa: PTH208
        results, schemas = ResultDatabase(folder).usage(), SchemaCache(folder).entries()
        size = results.size + sum(map(_file_size, schemas))
        discard(folder)
        for each in schemas:
            remove_file(each)
    except OSError as error:
        raise OutputError(f"{escape_control(folder)}: cannot be cleared ({describe_error(error)})") from None
    if is_foreign(folder):
        raise OutputError(f"{escape_control(folder / NAME)}: was not made by teikit, and is not removed")
    removed = f"{pluralize(results.entries, 'result')} and {pluralize(len(schemas), 'schema')}"
    print_note(f"{removed} removed ({_format_size(size)})")
    return 0


def _refusal_reason(folder: Path) -> str:
    """Return in words why a folder is not used, "" if it is."""
    try:
        os.stat(folder)  # noqa: PTH116
        if is_foreign(folder):
            return f" (not used for results: {NAME} was not made by teikit)"
        if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
            return " (not used: it cannot be read and written)"
        return "" if is_private(folder) else " (not used: others can write to it)"
    except OSError:
        return " (not there yet)"


def _file_size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _format_size(size: int) -> str:
    return f"{size / 1e6:,.1f} MB"
