"""`teikit validate`: TEI files to reports."""

import io
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

import click

from teikit.cli.access import access, access_options
from teikit.cli.config import config_option
from teikit.cli.fixing import Fixing, fix_options, offered
from teikit.cli.judging import STDIN, STDIN_NAME, Choice, Judgement, learning
from teikit.cli.paths import discovered
from teikit.cli.reporting import Wanted, report_options, reporting, told
from teikit.cli.watch import Watching, watch_option
from teikit.config import config_for
from teikit.document.encoding import encoding_of
from teikit.errors import ConfigError, TeikitError
from teikit.files import shown
from teikit.report.reporter import Result
from teikit.validation.pipeline import Validation
from teikit.validation.plan import Options
from teikit.validation.source import from_bytes, from_file

# Larger files are reported without their source beside the problem.
_LARGEST_SHOWN = 16 << 20


def _lines(read: Callable[[], bytes]) -> Iterable[str]:
    data = read()
    if len(data) > _LARGEST_SHOWN:
        return ()
    return io.TextIOWrapper(io.BytesIO(data), encoding=encoding_of(data[:200])[0], errors="replace")


def _check(path: str, judgement: Judgement, fixing: Fixing) -> Result:
    """Return what is wrong with a file, or why it could not be checked."""
    try:
        document = from_bytes(sys.stdin.buffer.read(), STDIN_NAME) if path == STDIN else from_file(path)
        found = fixing.mended(document, judgement) if fixing.is_asked else judgement.of(document)
        fixes = partial(offered, document, judgement)
        if fixing.show_fixes:
            found = fixes(found)
        return Result(document.file, found, lines=partial(_lines, document.read), fixes=fixes)
    except ConfigError:
        raise
    except TeikitError as error:
        return Result(STDIN_NAME if path == STDIN else shown(path), failure=str(error))


def _guesses(count: int) -> str:
    files = "1 file names" if count == 1 else f"{count} files name"
    was = "was" if count == 1 else "were"
    return f"{files} no schema and {was} checked against 'letter', which ships with teikit; --schema names another"


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
@fix_options
@click.option("--baseline", type=click.Path(path_type=Path), metavar="FILE", help="Tell only what FILE does not know.")
@click.option("--write-baseline", is_flag=True, help="Write all problems to the baseline as known, and tell none.")
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
    baseline: Path | None,
    fixing: Fixing,
    *,
    write_baseline: bool,
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
    teikit validate *.xml --diff
    teikit validate *.xml --baseline known.json --write-baseline
    teikit validate *.xml --format sarif --output teikit.sarif --format concise
    """  # noqa: D301  click wants the character \b itself
    fixing.check(paths)
    to = report.targets(ctx.meta["teikit.order"], config_for("_", config))
    allowed = access(catalog, allow_read, allow_network=allow_network)
    options = Options(schemas, schematrons, phase, allowed, _folders(paths), ids=not no_ids, unique_ids=unique_ids)
    known = learning(baseline, config) if write_baseline else None
    judgement = Judgement(Validation(options), Choice(select, ignore, config, baseline), known, verbose=verbose)
    with reporting([] if fixing.diff else to, report.style()) as reports:
        for path in discovered(paths):
            result = _check(path, judgement, fixing)
            if result.failure:
                print(f"teikit: {shown(result.failure)}", file=sys.stderr)
            reports.add(result)
    if known is not None:
        known.write()
    learnt = f"{known.total():,} problems known in {shown(known.path)}" if known else ""
    summary = reports.summary
    if not quiet and summary.files:
        sys.stdout.flush()
        print("; ".join(filter(None, (told(summary), fixing.told(), learnt))), file=sys.stderr)
        if judgement.guesses:
            print(_guesses(judgement.guesses), file=sys.stderr)
    if summary.unreadable:
        return 2
    return int(fixing.files > 0 if fixing.diff else summary.errors > 0)


def _folders(paths: Sequence[str]) -> tuple[Path, ...]:
    """Return the folders that the user named, with a file its own: what lies there may be looked at."""
    named = (Path(path) for path in paths if path != STDIN)
    return tuple(dict.fromkeys(each if each.is_dir() else each.parent for each in named))
