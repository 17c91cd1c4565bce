"""`teikit validate`: TEI files to reports."""

import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import click

from teikit.cli.checking import ValidateOperation, ValidateRequest
from teikit.cli.config import config_option
from teikit.cli.fixing import FixOptions, fix_options
from teikit.cli.judging import baseline_to_write
from teikit.cli.options.access import access_options, read_policy
from teikit.cli.options.jobs import Jobs, jobs_option
from teikit.cli.options.paths import NOT_TEI, InputPaths, describe_skipped, path_options, report_no_files
from teikit.cli.options.reports import STDOUT, ReportOptions, is_disturbed_by_progress, open_reports, report_options
from teikit.cli.options.shard import shard_option
from teikit.cli.telling import Presenter, describe_gaps
from teikit.cli.watch import WatchCommand, watch_option
from teikit.config import config_for
from teikit.inputs.discover import STDIN, Discovery
from teikit.messages import escape_control, pluralize
from teikit.report.concise import concise
from teikit.report.outcome import format_summary
from teikit.runs.progress import Progress
from teikit.runs.shard import Shard
from teikit.storage.outputs import Outputs, check_distinct, identity
from teikit.validation.loading import cache_folder
from teikit.validation.plan import Options

_STOPPED = "stopped at the first file at fault (--fail-fast)"


@click.command(name="validate", cls=WatchCommand)
@path_options("PATH...")
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
@click.option("--strict-schema", is_flag=True, help="Exit with 2 where no schema is known for a file.")
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
@click.option("--no-cache", is_flag=True, envvar="TEIKIT_NO_CACHE", help="Check also files that did not change since.")
@jobs_option
@click.option("--send", is_flag=True, help="Read the files here, and send them to the workers of --scheduler.")
@shard_option
@click.option("-x", "--fail-fast", is_flag=True, help="Stop at the first file with errors, or that cannot be read.")
@watch_option
@config_option
@click.option("-q", "--quiet", is_flag=True, help="Leave out the summary.")
@click.option("-v", "--verbose", is_flag=True, help="Tell which schemas hold for each file, and why.")
@click.pass_context
def command(  # noqa: PLR0913, PLR0917  one argument an option
    ctx: click.Context,
    named: InputPaths,
    schemas: tuple[str, ...],
    schematrons: tuple[str, ...],
    phase: str,
    catalog: tuple[Path, ...],
    allow_read: tuple[Path, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    report: ReportOptions,
    config: Path | None,
    baseline: Path | None,
    fixing: FixOptions,
    jobs: Jobs,
    shard: Shard,
    *,
    strict_schema: bool,
    no_cache: bool,
    fail_fast: bool,
    write_baseline: bool,
    allow_network: bool,
    no_ids: bool,
    unique_ids: bool,
    send: bool,
    quiet: bool,
    verbose: bool,
) -> int:
    """Check TEI files against schemas and the rules of TEI.

    Which schemas hold say the options, else the configuration, else the file itself. Where nothing names a schema, the
    grammar is not checked, and the summary says so.

    At a terminal each cause is shown once, with its first line at fault; elsewhere each problem is a line:
    path:line:column: severity[rule] message. A folder stands for the TEI files in it and below, whatever their names,
    without those that are hidden or ignored by .gitignore; '-' reads standard input.

    Exit status: 0 no errors (warnings may be), 1 errors in documents, 2 misuse, an incorrect schema or what could not
    be read.

    \b
    teikit validate letter.xml
    teikit validate *.xml --schema tei_all.rng --format json
    teikit validate *.xml --diff
    teikit validate *.xml --baseline known.json --write-baseline
    teikit validate *.xml --format sarif --output teikit.sarif --format concise
    """  # noqa: D301  click wants the character \b itself
    fixing.check(named.paths)
    if unique_ids and shard.numbers:
        raise click.UsageError("--unique-ids looks at all files and does not go with --shard")
    settings = config_for("_", config)
    to = report.targets(ctx.meta["teikit.order"], settings)
    allowed = read_policy(catalog, allow_read, allow_network=allow_network)
    options = Options(schemas, schematrons, phase, allowed, named.folders, ids=not no_ids, unique_ids=unique_ids)
    known = baseline_to_write(baseline, config) if write_baseline else None
    written = [Path(place) for _, place in to if place != STDOUT] + ([known.path] if known else [])
    check_distinct(written)
    outputs = Outputs(written)
    outputs.check(*named.files, config, *schemas, *schematrons, *catalog)
    # What is known is read to be written anew.
    own = known and identity(known.path)
    outputs.check(*(each for each in (*settings.inputs, baseline) if not own or not each or identity(each) != own))
    cache = None if no_cache else cache_folder()
    checking = ValidateOperation(
        ValidateRequest(
            options, select, ignore, config, baseline, fixing,
            is_writing_baseline=write_baseline, verbose=verbose, cache=cache, strict_schema=strict_schema,
            outputs=outputs,
        )
    )  # fmt: skip
    # What the user named is misused if it cannot be had, before any report is begun.
    checking.prepare()
    progress = Progress(
        None if quiet or is_disturbed_by_progress(to) else sys.stderr, total=shard.count_items(named.count)
    )
    # What looks across files, changes them or reads what cannot be shared is for one process.
    alone = unique_ids or fixing.is_in_place or STDIN in named.paths
    executor = jobs.make_executor(progress.tick, alone=alone, send=send)
    discovery = Discovery(result_folders=list(map(str, written)))
    stopped = False
    style = replace(report.style(), shard=shard.numbers)
    with open_reports([] if fixing.diff else to, style) as reports, progress, closing(checking):
        telling = Presenter(checking, reports, known)
        items = shard.items(outputs.check_items(named.items(discovery)))
        with closing(executor.run(checking, progress.watch(items))) as outcomes:
            for checked in outcomes:
                progress.advance(len(checked.diagnostics), writes=checked.is_reportable)
                if checked.is_skipped:
                    discovery.skipped[NOT_TEI] += 1
                elif telling.report(checked) and fail_fast:
                    stopped = True
                    break
    sys.stdout.flush()
    if not reports.summary.files and not reports.summary.unreadable:
        report_no_files(named, discovery, shard, "check", quiet=quiet)
    if known is not None:
        known.write()
    if not quiet and reports.summary.files:
        part = f"part {shard.part} of {shard.parts}: " if shard.numbers else ""
        learnt = f"{pluralize(known.total(), 'problem')} known in {escape_control(known.path)}" if known else ""
        mended = fixing.describe(telling.fixed_problems, telling.fixed_files)
        # Files are looked for ahead of what is told: where the run stops before its end, nobody can say what there was.
        others = _STOPPED if stopped else describe_skipped(discovery.skipped, everything=verbose)
        words = f"{part}{format_summary(reports.summary)}"
        print("; ".join(filter(None, (words, mended, learnt, others))), file=sys.stderr)
    # With a diff there are no reports.
    sys.stderr.write(concise(telling.schema_faults.values() if fixing.diff else ()))
    sys.stderr.writelines(
        f"{escape_control(each)}\n"
        for each in describe_gaps(telling.gaps, quiet=quiet and not telling.files_without_schema)
    )
    if reports.summary.unreadable or reports.summary.schemas or telling.files_without_schema:
        return 2
    return int(telling.fixed_files > 0 if fixing.diff else reports.summary.errors > 0)
