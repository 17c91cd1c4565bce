"""`teikit merge`: reports of the parts of a run to one report."""

from pathlib import Path

import click

from teikit.cli.config import config_option
from teikit.cli.options.paths import allow_empty_option
from teikit.cli.options.reports import (
    OrderedOptionsCommand,
    ReportOptions,
    open_reports,
    report_options,
    report_outputs,
)
from teikit.cli.printing import flush_output, print_note
from teikit.config import config_for
from teikit.errors import NoFilesError
from teikit.report.merge import add_summaries, merge_reports
from teikit.report.outcome import format_summary
from teikit.report.read_json import open_report


@click.command(name="merge", cls=OrderedOptionsCommand)
@click.argument("paths", nargs=-1, required=True, metavar="REPORT...", type=click.Path(path_type=Path))
@report_options
@allow_empty_option
@config_option
@click.option("-q", "--quiet", is_flag=True, help="Leave out the summary.")
@click.pass_context
def command(  # noqa: PLR0913  one argument an option
    ctx: click.Context,
    paths: tuple[Path, ...],
    report: ReportOptions,
    config: Path | None,
    *,
    allow_empty: bool,
    quiet: bool,
) -> int:
    """Merge reports of 'teikit validate --format json' or jsonl into one report, in any format.

    The reports of all parts of a run (--shard) give the report that the whole run would have given; none may be
    missing. The reports of whole runs are joined in the order that they are named.

    Exit status as of 'teikit validate': 0 no errors, 1 errors in documents, 2 misuse or files that could not be read.

    \b
    teikit merge part-*.json
    teikit merge part-*.json --format html --output report.html
    """  # noqa: D301  click wants the character \b itself
    settings = config_for("_", config)
    to = report.targets(ctx.meta["teikit.order"], settings)
    report_outputs(to).check(*paths, config, *settings.inputs)
    reports = [open_report(path) for path in paths]
    results = merge_reports(reports)
    with open_reports(to, report.style()) as out:
        for each in results:
            out.add(each)
        if not any(each.shard for each in reports):
            out.summary = add_summaries(reports)
    flush_output()
    if not (out.summary.files or out.summary.unreadable or allow_empty):
        raise NoFilesError("the reports tell of no file; --allow-empty lets that pass")
    if not quiet:
        print_note(format_summary(out.summary))
    return 2 if out.summary.unreadable or out.summary.schemas else int(out.summary.errors > 0)
