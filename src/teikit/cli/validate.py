"""`teikit validate`: TEI files to reports."""

import io
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

import click

from teikit.cli.access import access, access_options
from teikit.cli.config import config_option
from teikit.cli.reporting import InOrder, Wanted, report_options, reporting, told
from teikit.config import config_for
from teikit.diagnostics import Diagnostic
from teikit.diagnostics.selection import Selection
from teikit.document.encoding import encoding_of
from teikit.errors import ConfigError, TeikitError
from teikit.files import read_file, shown
from teikit.relaxng.verdict.schema import Schema
from teikit.report.reporter import Result
from teikit.validation import DEFAULT_SCHEMA, validate_bytes, validate_file
from teikit.validation import schema as load_schema

_STDIN, _STDIN_NAME = "-", "stdin"
# Larger files are reported without their source beside the problem.
_LARGEST_SHOWN = 16 << 20


def _lines(read: Callable[[], bytes]) -> Iterable[str]:
    data = read()
    if len(data) > _LARGEST_SHOWN:
        return ()
    return io.TextIOWrapper(io.BytesIO(data), encoding=encoding_of(data[:200])[0], errors="replace")


def _check(path: str, judge: Callable[[str, bytes | None], Sequence[Diagnostic]]) -> Result:
    """Return what is wrong with a file, or why it could not be checked."""
    name = _STDIN_NAME if path == _STDIN else shown(path)
    try:
        data = sys.stdin.buffer.read() if path == _STDIN else None
        found = judge(path, data)
        read = partial(read_file, path) if data is None else partial(bytes, data)
        return Result(name, found, lines=partial(_lines, read))
    except ConfigError:
        raise
    except TeikitError as error:
        return Result(name, failure=str(error))


def _judged(path: str, data: bytes | None, *, schema: Schema, choose: "Choice") -> Sequence[Diagnostic]:
    selection = choose(path)
    found = validate_file(path, schema) if data is None else validate_bytes(data, _STDIN_NAME, schema)
    return selection.apply(found)


class Choice:
    """Which rules hold for a document: options go before configuration."""

    def __init__(self, select: Sequence[str], ignore: Sequence[str], config: Path | None) -> None:
        self._select, self._ignore, self._config = _parted(select), _parted(ignore), config

    def __call__(self, path: str) -> Selection:
        """Return the selection that holds for a document."""
        settings = config_for(path, self._config).validate
        select, ignore = self._select or settings.select, (*self._ignore, *settings.ignore)
        return Selection(select, ignore, settings.severity)


def _parted(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(name.strip() for each in names for name in each.split(",") if name.strip())


@click.command(name="validate", cls=InOrder)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "--schema",
    default=DEFAULT_SCHEMA,
    show_default=True,
    metavar="NAME|FILE",
    help="A RELAX NG schema, or the name of one that ships.",
)
@access_options
@click.option("--no-ids", is_flag=True, help="Do not check that IDs are unique and references to them resolve.")
@click.option("--select", metavar="RULES", multiple=True, help="Tell only problems of these rules, as rng,tei/pointer.")
@click.option("--ignore", metavar="RULES", multiple=True, help="Do not tell problems of these rules.")
@report_options
@config_option
@click.option("-q", "--quiet", is_flag=True, help="Leave out the summary.")
@click.pass_context
def command(  # noqa: PLR0913, PLR0917  one argument an option
    ctx: click.Context,
    paths: tuple[str, ...],
    schema: str,
    catalog: tuple[Path, ...],
    allow_read: tuple[Path, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    report: Wanted,
    config: Path | None,
    *,
    allow_network: bool,
    no_ids: bool,
    quiet: bool,
) -> int:
    """Check TEI files against a schema.

    At a terminal each cause is shown once, with its first line at fault; elsewhere each problem is a line:
    path:line:column: severity[rule] message. '-' reads standard input.

    Exit status: 0 no errors (warnings may be), 1 errors in documents, 2 misuse or what could not be read.

    \b
    teikit validate letter.xml
    teikit validate *.xml --schema tei_all.rng --format json
    teikit validate *.xml --format sarif --output teikit.sarif --format concise
    """  # noqa: D301  click wants the character \b itself
    to = report.targets(ctx.meta["teikit.order"], config_for("_", config))
    loaded = load_schema(schema, access(catalog, allow_read, allow_network=allow_network), ids=not no_ids)
    judge = partial(_judged, schema=loaded, choose=Choice(select, ignore, config))
    with reporting(to, report.style()) as reports:
        for path in paths:
            result = _check(path, judge)
            if result.failure:
                print(f"teikit: {result.failure}", file=sys.stderr)
            reports.add(result)
    summary = reports.summary
    if not quiet and summary.files:
        sys.stdout.flush()
        print(told(summary), file=sys.stderr)
    return 2 if summary.unreadable else int(bool(summary.errors))
