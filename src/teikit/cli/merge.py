"""`teikit merge`: reports of the parts of a run to one report."""

import sys
from pathlib import Path

import click

from teikit.cli.config import config_option
from teikit.cli.reporting import InOrder, Wanted, report_options, reporting, told
from teikit.config import config_for
from teikit.report.merging import merged, tally
from teikit.report.stored import stored


@click.command(name="merge", cls=InOrder)
@click.argument("paths", nargs=-1, required=True, metavar="REPORT...", type=click.Path(path_type=Path))
@report_options
@config_option
@click.option("-q", "--quiet", is_flag=True, help="Leave out the summary.")
@click.pass_context
def command(ctx: click.Context, paths: tuple[Path, ...], report: Wanted, config: Path | None, *, quiet: bool) -> int:
    """Make one report, in any format, of reports of 'teikit validate --format json' or jsonl.

    Those of the parts of a run (--shard) give what the whole run would have given; all parts must be there. Those of
    whole runs follow each other.

    Exit status: as that of 'teikit validate': 0 no errors, 1 errors in documents, 2 misuse or what could not be read.

    \b
    teikit merge part-*.json
    teikit merge part-*.json --format html --output report.html
    """  # noqa: D301  click wants the character \b itself
    to = report.targets(ctx.meta["teikit.order"], config_for("_", config))
    reports = [stored(path) for path in paths]
    results = merged(reports)
    with reporting(to, report.style()) as out:
        for each in results:
            out.add(each)
        if not any(each.shard for each in reports):
            out.summary = tally(reports)
    if not quiet and out.summary.files:
        sys.stdout.flush()
        print(told(out.summary), file=sys.stderr)
    return 2 if out.summary.unreadable or out.summary.schemas else int(out.summary.errors > 0)
