"""`teikit review`: a page in the browser to review letters, correct them and accept their TEI."""

import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import click

from teikit.cli.config import config_option
from teikit.cli.options.encoding import encoding_options, metadata_option, read_metadata_of, split_option
from teikit.cli.options.jobs import Jobs
from teikit.cli.options.paths import output_option, path_options, report_items
from teikit.cli.printing import flush_output, print_line, print_message
from teikit.errors import MissingExtraError, TeikitError
from teikit.inputs.discover import STDIN, Discovery
from teikit.inputs.item import Item
from teikit.inputs.paths import InputPaths
from teikit.messages import pluralize
from teikit.operations.encode import EncodeOptions
from teikit.operations.encode_run import EncodeOperation, Sources, discover_sources
from teikit.operations.run import RunInputs
from teikit.storage.files import check_readable
from teikit.storage.urls import is_url
from teikit.text import is_source
from teikit.text.splitting import check_separator

if TYPE_CHECKING:
    from teikit.executors.protocols import Executor

_INTERRUPTED = 130


@click.command(name="review")
@path_options("PATH...")
@output_option("FILE|FOLDER", "Where to write the TEI of accepted letters; default: beside each source.")
@encoding_options
@metadata_option
@split_option("source")
@config_option
@click.option("--port", type=click.IntRange(0, 65_535), default=0, metavar="N", help="The port; default: a free one.")
@click.option("--no-browser", is_flag=True, help="Print the address of the page, and open no browser.")
def command(  # noqa: PLR0913, PLR0917  one argument an option
    named: InputPaths, out: str | None, reading: EncodeOptions, meta: str | None, separator: str | None,
    config: Path | None, port: int, *, no_browser: bool,
) -> int:  # fmt: skip
    """Review letters in the browser: look at what is doubtful, correct it, and accept the TEI.

    The letters are those that 'teikit encode' would encode. What you decide is written at once to a file beside each
    source, and 'teikit encode' follows it. The page is for this machine alone: its address has a token, and is printed
    once. Ctrl-C ends the review; nothing is lost.

    \b
    teikit review letters/
    teikit review letters/ -o tei
    teikit review letter.docx --no-browser
    """  # noqa: D301  click wants the character \b itself
    _check_names(named)
    if separator is not None:
        check_separator(separator)
    sources = discover_sources(run := RunInputs(named, discovery=Discovery(accepts=_accepts(reading))))
    report_items(run, sources.items, sources.skipped, "review", quiet=False)
    if not sources.items:
        return 0
    _check_readable(sources.items)
    known = read_metadata_of(meta)
    operation = EncodeOperation(reading, known, config, separator)
    _serve(operation, sources, named, Path(out) if out else None, port, opens_browser=not no_browser)
    return _INTERRUPTED


def _accepts(reading: EncodeOptions) -> Callable[[str], bool]:
    return partial(is_source, kind=reading.get("source_kind", ""))


def _check_names(named: InputPaths) -> None:
    """Raise UsageError where sources have no place for decisions beside them."""
    if STDIN in named.paths or any(map(is_url, named.paths)):
        raise click.UsageError("only files and folders can be reviewed: decisions are kept beside them")


def _check_readable(items: Sequence[Item]) -> None:
    """Raise the error of reading the first source, unless one of all can be read."""
    first = None
    for item in items:
        if (fault := _fault_of(item)) is None:
            return
        first = first or fault
    if first:
        raise first


def _fault_of(item: Item) -> TeikitError | None:
    try:
        item.check()
        check_readable(item.name)
    except TeikitError as error:
        return error
    return None


def _serve(  # noqa: PLR0913  what a review depends on
    operation: EncodeOperation,
    sources: Sources,
    named: InputPaths,
    out: Path | None,
    port: int,
    *,
    opens_browser: bool,
) -> None:
    try:
        from teikit.review.app import make_app  # noqa: PLC0415  an optional dependency
        from teikit.review.serving import address_of, hosts_of, make_token, open_port, serve  # noqa: PLC0415
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in {"starlette", "uvicorn", "h11", "anyio"}:
            raise
        raise MissingExtraError('the page needs starlette and uvicorn; pip install "teikit[review]"') from None
    from teikit.review.starting import start_session  # noqa: PLC0415  runs without them say so at once

    listening, token = open_port(port), make_token()
    starting = start_session(operation, sources.items, out=out, folders=named.folders, make_executor=_make_executor)
    with listening, starting as session:
        address = address_of(listening, token)
        count = pluralize(len(session), "letter")
        print_message(f"{count} to review at this address; Ctrl-C ends the review")
        print_line(address)
        flush_output()
        if opens_browser and _has_windows():
            # A browser may run as long as it is open.
            Thread(target=_open_browser, args=(address,), daemon=True).start()
        try:
            serve(make_app(session, token, hosts_of(listening)), listening)
        except KeyboardInterrupt as stop:
            # Others than Ctrl-C are for the caller.
            if type(stop) is not KeyboardInterrupt:
                raise


def _has_windows() -> bool:
    """Return whether a browser would have a window of its own, and not take this terminal."""
    has_display = any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")))
    return sys.platform in {"darwin", "win32"} or has_display


def _open_browser(address: str) -> None:
    # Costs 10 ms to import, which only this needs.
    import webbrowser  # noqa: PLC0415

    # Without a browser there is the address.
    with suppress(webbrowser.Error, OSError):
        webbrowser.open(address)


def _make_executor(tick: Callable[[], None]) -> "Executor":
    return Jobs(None).make_local_executor(tick)
