"""`teikit validate`: TEI files to reports."""

import io
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

import click

from teikit.cli.access import access, access_options
from teikit.cli.config import config_option
from teikit.cli.paths import discovered
from teikit.cli.reporting import Wanted, report_options, reporting, told
from teikit.cli.watch import Watching, watch_option
from teikit.config import Config, config_for
from teikit.diagnostics import Diagnostic
from teikit.diagnostics.selection import Selection
from teikit.document.encoding import encoding_of
from teikit.errors import ConfigError, TeikitError
from teikit.files import read_file, shown
from teikit.report.reporter import Result
from teikit.validation.pipeline import Validation
from teikit.validation.plan import Options, Plan
from teikit.validation.source import from_bytes, from_file

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


class _Judge:
    """Tells what is wrong with a document, by all that holds for it; keeps account of what nobody named."""

    def __init__(self, run: Validation, choose: "Choice", *, verbose: bool) -> None:
        self._run, self._choose, self._verbose = run, choose, verbose
        self.guesses = 0

    def __call__(self, path: str, data: bytes | None) -> Sequence[Diagnostic]:
        """Return what is wrong with a file, or with bytes that are at hand."""
        selection = self._choose(path)
        document = from_file(path) if data is None else from_bytes(data, _STDIN_NAME)
        plan = self._run.plan(document, self._choose.config(path))
        self.guesses += plan.is_guess
        if self._verbose:
            print(f"{document.file}: {_explained(plan)}", file=sys.stderr)
        return selection.apply(self._run.problems(document, plan, holds=selection.holds))


def _explained(plan: Plan) -> str:
    """Return in words which schemas hold for a document, and why."""
    rules = [f"{name}{f' in phase {phase}' if phase else ''}" for name, phase in plan.schematrons]
    return f"checked against {shown(', '.join((*plan.schemas, *rules))) or 'no schema'} ({plan.why})"


def _guesses(count: int) -> str:
    files = "1 file names" if count == 1 else f"{count} files name"
    was = "was" if count == 1 else "were"
    return f"{files} no schema and {was} checked against 'letter', which ships with teikit; --schema names another"


class Choice:
    """Which rules hold for a document: options go before configuration."""

    def __init__(self, select: Sequence[str], ignore: Sequence[str], config: Path | None) -> None:
        self._select, self._ignore, self._config = _parted(select), _parted(ignore), config

    def __call__(self, path: str) -> Selection:
        """Return the selection that holds for a document."""
        settings = self.config(path).validate
        select, ignore = self._select or settings.select, (*self._ignore, *settings.ignore)
        return Selection(select, ignore, settings.severity)

    def config(self, path: str) -> Config:
        """Return the configuration that holds for a document."""
        return config_for(path, self._config)


def _parted(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(name.strip() for each in names for name in each.split(",") if name.strip())


@click.command(name="validate", cls=Watching)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(allow_dash=True))
@click.option(
    "--schema",
    "schemas",
    multiple=True,
    metavar="NAME|FILE",
    help="A RELAX NG schema, or the name of one that ships or was added; what the document says if not given.",
)
@click.option(
    "--schematron",
    "schematrons",
    multiple=True,
    metavar="NAME|FILE",
    help="A Schematron schema, or a schema that holds one.",
)
@click.option("--phase", default="", metavar="NAME", help="The phase in which Schematron schemas are run.")
@access_options
@click.option("--no-ids", is_flag=True, help="Do not check that IDs are unique and references to them resolve.")
@click.option("--unique-ids", is_flag=True, help="Check that no two of the files bear the same ID.")
@click.option("--select", metavar="RULES", multiple=True, help="Tell only problems of these rules, as rng,tei/pointer.")
@click.option("--ignore", metavar="RULES", multiple=True, help="Do not tell problems of these rules.")
@report_options
@watch_option
@config_option
@click.option("-q", "--quiet", is_flag=True, help="Leave out the summary.")
@click.option("-v", "--verbose", is_flag=True, help="Tell which schemas hold for each file, and why.")
@click.pass_context
def command(  # noqa: PLR0913, PLR0917  one argument an option
    ctx: click.Context,
    paths: tuple[str, ...],
    schemas: tuple[str, ...],
    schematrons: tuple[str, ...],
    phase: str,
    catalog: tuple[Path, ...],
    allow_read: tuple[Path, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    report: Wanted,
    config: Path | None,
    *,
    allow_network: bool,
    no_ids: bool,
    unique_ids: bool,
    quiet: bool,
    verbose: bool,
) -> int:
    """Check TEI files against schemas and the rules of TEI.

    Which schemas hold say the options, else the configuration, else the file itself.

    At a terminal each cause is shown once, with its first line at fault; elsewhere each problem is a line:
    path:line:column: severity[rule] message. A folder means the
    .xml and .tei files in it and below; '-' reads standard input.

    Exit status: 0 no errors (warnings may be), 1 errors in documents, 2 misuse or what could not be read.

    \b
    teikit validate letter.xml
    teikit validate *.xml --schema tei_all.rng --format json
    teikit validate *.xml --format sarif --output teikit.sarif --format concise
    """  # noqa: D301  click wants the character \b itself
    to = report.targets(ctx.meta["teikit.order"], config_for("_", config))
    allowed = access(catalog, allow_read, allow_network=allow_network)
    options = Options(schemas, schematrons, phase, allowed, _folders(paths), ids=not no_ids, unique_ids=unique_ids)
    judge = _Judge(Validation(options), Choice(select, ignore, config), verbose=verbose)
    with reporting(to, report.style()) as reports:
        for path in discovered(paths):
            result = _check(path, judge)
            if result.failure:
                print(f"teikit: {shown(result.failure)}", file=sys.stderr)
            reports.add(result)
    summary = reports.summary
    if not quiet and summary.files:
        sys.stdout.flush()
        print(told(summary), file=sys.stderr)
        if judge.guesses:
            print(_guesses(judge.guesses), file=sys.stderr)
    return 2 if summary.unreadable else int(bool(summary.errors))


def _folders(paths: Sequence[str]) -> tuple[Path, ...]:
    """Return the folders that the user named, with a file its own: what lies there may be looked at."""
    named = (Path(path) for path in paths if path != _STDIN)
    return tuple(dict.fromkeys(each if each.is_dir() else each.parent for each in named))
