"""`teikit validate`: TEI files to reports."""

from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from teikit.cli.config import config_option
from teikit.cli.options import CommandT, add_options, group_options
from teikit.cli.options.access import access_options, read_policy
from teikit.cli.options.jobs import Jobs, jobs_option
from teikit.cli.options.paths import exclude_option, path_options, report_no_files
from teikit.cli.options.registers import register_option
from teikit.cli.options.reports import (
    STDOUT,
    ReportOptions,
    Targets,
    is_disturbed_by_progress,
    open_reports,
    report_options,
)
from teikit.cli.options.shard import shard_option
from teikit.cli.options.verdict import VerdictOptions, verdict_options
from teikit.cli.present import Presenter, describe_fixed, describe_gaps, describe_unfollowed
from teikit.cli.printing import flush_output, message_stream, print_note
from teikit.cli.watch import INCLUDED, WatchCommand, watch_option
from teikit.config import Config, config_for
from teikit.inputs.discover import STDIN, Discovery
from teikit.inputs.item import Excluded
from teikit.inputs.paths import NOT_TEI, InputPaths
from teikit.messages import pluralize
from teikit.operations.fix import FixOptions
from teikit.operations.rule_policy import baseline_to_write
from teikit.operations.run import RunInputs, execute
from teikit.operations.validate import FileReport, ValidateRequest, Validator
from teikit.report.concise import concise_line
from teikit.report.outcome import format_summary
from teikit.report.reporter import Summary
from teikit.runs.progress import Progress
from teikit.runs.shard import Shard
from teikit.storage.outputs import Outputs, check_distinct, identity
from teikit.validation.loading import cache_folder
from teikit.validation.plan import Options

if TYPE_CHECKING:
    from teikit.suppression.baseline import Baseline

_STOPPED = "stopped at the first file at fault (--fail-fast)"


class _Arguments(NamedTuple):
    """The arguments and options of the command, as click names them."""

    named: InputPaths
    schemas: tuple[str, ...]
    schematrons: tuple[str, ...]
    strict_schema: bool
    phase: str
    catalog: tuple[Path, ...]
    allow_read: tuple[Path, ...]
    allow_network: bool
    allow_host: tuple[str, ...]
    no_ids: bool
    unique_ids: bool
    registers: tuple[Path, ...]
    xinclude: bool
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    exclude: tuple[str, ...]
    fixing: FixOptions
    baseline: Path | None
    write_baseline: bool
    report: ReportOptions
    no_cache: bool
    jobs: Jobs
    send: bool
    shard: Shard
    failing: VerdictOptions
    fail_fast: bool
    config: Path | None
    quiet: bool
    verbose: bool

    def check(self) -> None:
        """Raise UsageError where options contradict each other."""
        _check_fix_options(self.fixing, self.named.paths)
        if self.exclude:
            from teikit.inputs.exclusion import Exclusion  # noqa: PLC0415  few runs exclude anything

            Exclusion(Excluded(self.exclude))
        if self.unique_ids and self.shard.numbers:
            raise click.UsageError("--unique-ids looks at all files and does not go with --shard")

    def request(self, outputs: Outputs) -> ValidateRequest:
        """Return the request for the validation of each file."""
        access = read_policy(self.catalog, self.allow_read, self.allow_host, allow_network=self.allow_network)
        folders, ids = self.named.folders, not self.no_ids
        options = Options(
            *(self.schemas, self.schematrons, self.phase, access, folders, ids),
            unique_ids=self.unique_ids,
            registers=self.registers,
            xinclude=self.xinclude,
        )
        chosen = (self.select, self.ignore, self.config, self.baseline, self.fixing)
        return ValidateRequest(
            options,
            *chosen,
            is_writing_baseline=self.write_baseline,
            verbose=self.verbose,
            cache=None if self.no_cache else cache_folder(),
            strict_schema=self.strict_schema,
            outputs=outputs,
        )

    def check_outputs(self, written: Sequence[Path], settings: Config, new_baseline: "Baseline | None") -> Outputs:
        """Return the files that are written, after checking that they are distinct and not read by the run."""
        check_distinct(written)
        outputs = Outputs(written)
        outputs.check(*self.named.files, self.config, *self.schemas, *self.schematrons, *self.catalog, *self.registers)
        # The baseline is read before it is written.
        own = new_baseline and identity(new_baseline.path)
        read = (*settings.inputs, self.baseline)
        outputs.check(*(each for each in read if not own or not each or identity(each) != own))
        return outputs

    def discovery(self, written: Sequence[Path]) -> Discovery:
        """Return how folders are searched; what the run writes is not read."""
        return Discovery(result_folders=list(map(str, written)), excluded=Excluded(self.exclude, self.config))

    @property
    def needs_one_process(self) -> bool:
        """Whether the run compares files, changes them, or reads what cannot be shared between processes."""
        return self.unique_ids or self.fixing.is_in_place or STDIN in self.named.paths

    def progress(self, to: Targets) -> Progress:
        """Return the progress display of the run."""
        is_hidden = self.quiet or is_disturbed_by_progress(to)
        return Progress(None if is_hidden else message_stream(), total=self.shard.count_items(self.named.count))


def _fix_options(command: CommandT) -> CommandT:
    """Add the options to a command, which gets them as `fixing`, a FixOptions."""
    options = (
        click.option("--fix", is_flag=True, help="Fix problems that can be fixed safely; each fix is verified first."),
        click.option("--unsafe-fixes", is_flag=True, help="Apply also fixes that may change the meaning."),
        click.option("--diff", is_flag=True, help="Show the fixes as a diff; change and report nothing."),
        click.option("--show-fixes", is_flag=True, help="Add the fix of each problem to the reports; slower."),
    )
    return add_options(group_options(command, "fixing", FixOptions._fields, FixOptions), options)


def _check_fix_options(options: FixOptions, paths: Sequence[str]) -> None:
    """Raise UsageError where standard input is to be fixed in place."""
    if STDIN in paths and options.is_requested and not options.diff:
        raise click.UsageError("standard input cannot be fixed in place; --diff shows what would be")


@click.command(name="validate", cls=WatchCommand)
@path_options("PATH...")
@click.option(
    "--schema",
    "schemas",
    multiple=True,
    metavar="NAME|FILE",
    help="A RELAX NG schema or an ODD, or the name of one that ships or was added; default: what the document names.",
)
@click.option(
    "--schematron",
    "schematrons",
    multiple=True,
    metavar="NAME|FILE",
    help="A Schematron schema, or a RELAX NG schema or an ODD with Schematron in it.",
)
@click.option("--strict-schema", is_flag=True, help="Exit with 2 if no schema is known for a file.")
@click.option("--phase", default="", metavar="NAME", help="The phase in which Schematron schemas are run.")
@access_options
@click.option("--no-ids", is_flag=True, help="Do not check that IDs are unique and references to them resolve.")
@click.option("--xinclude", is_flag=True, help="Check documents with all that they include (XInclude).")
@click.option("--unique-ids", is_flag=True, help="Check that no two of the files have the same ID.")
@register_option(
    "A register of the edition: pointers to its ids, and keys, resolve. Default: what the configuration names."
)
@click.option("--select", metavar="RULES", multiple=True, help="Report only these rules, as rng,tei/pointer.")
@click.option("--ignore", metavar="RULES", multiple=True, help="Do not report problems of these rules.")
@exclude_option
@_fix_options
@click.option(
    "--baseline",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Report only problems that are not recorded in FILE.",
)
@click.option("--write-baseline", is_flag=True, help="Record all problems in the baseline, and report none.")
@report_options
@click.option(
    "--no-cache", is_flag=True, envvar="TEIKIT_NO_CACHE", help="Ignore the result cache and check every file again."
)
@jobs_option
@click.option(
    "--send", is_flag=True, help="Read the files on this machine, and send them to the workers of --scheduler."
)
@shard_option
@verdict_options
@click.option("-x", "--fail-fast", is_flag=True, help="Stop at the first file that has errors or cannot be read.")
@watch_option
@config_option
@click.option("-q", "--quiet", is_flag=True, help="Leave out the summary.")
@click.option("-v", "--verbose", is_flag=True, help="Report which schemas apply to each file, and why.")
@click.pass_context
def command(ctx: click.Context, /, **given: Any) -> int:
    """Check TEI files against schemas and the rules of TEI.

    The schemas of a file are those of the options, else of the configuration, else those that the file names. TEI that
    names none is validated against tei_all, which ships with teikit, and against 'letter' if teikit made it. For other
    files the grammar is then not checked, and the summary says so.

    At a terminal each group of equal problems is shown once, with its first line at fault; elsewhere each problem is a
    line: path:line:column: severity[rule] message. A folder means the TEI files in it and below, whatever their names,
    without those that are hidden or ignored by .gitignore; '-' reads standard input.

    Exit status: 0 no errors (there may be warnings), 1 errors in documents, 2 misuse, an incorrect schema or files that
    could not be read.

    \b
    teikit validate letter.xml
    teikit validate *.xml --schema edition.odd --format json
    teikit validate *.xml --diff
    teikit validate *.xml --baseline known.json --write-baseline
    teikit validate *.xml --format sarif --output teikit.sarif --format concise
    """  # noqa: D301  click wants the character \b itself
    arguments = _Arguments(**given)
    arguments.check()
    settings = config_for("_", arguments.config)
    to = arguments.report.targets(ctx.meta["teikit.order"], settings)
    new_baseline = baseline_to_write(arguments.baseline, arguments.config) if arguments.write_baseline else None
    written = [Path(place) for _, place in to if place != STDOUT] + ([new_baseline.path] if new_baseline else [])
    outputs = arguments.check_outputs(written, settings, new_baseline)
    validator = Validator(arguments.request(outputs))
    # Schemas that the user named and that cannot be used are misuse; that is reported before any report begins.
    validator.prepare()
    progress, discovery = arguments.progress(to), arguments.discovery(written)
    inputs = RunInputs(arguments.named, arguments.shard, discovery)
    executor = arguments.jobs.make_executor(progress.tick, alone=arguments.needs_one_process, send=arguments.send)
    style = arguments.report.style()
    is_grouped = style.is_grouped and settings.validate.group
    style = style._replace(is_grouped=is_grouped, shard=arguments.shard.numbers)
    with open_reports([] if arguments.fixing.diff else to, style) as reports, progress, closing(validator):
        presenter = Presenter(validator, reports, new_baseline)
        with execute(validator, progress.watch(inputs.items(outputs)), executor) as checked:
            is_stopped = _present(checked, presenter, progress, discovery, arguments)
    flush_output()
    ctx.meta[INCLUDED] = presenter.included
    if not reports.summary.files and not reports.summary.unreadable:
        report_no_files(inputs, "check", quiet=arguments.quiet)
    if new_baseline is not None:
        new_baseline.write()
    # Files are discovered ahead of those that are reported: a run that stops does not know how many it skipped.
    skipped = "" if is_stopped else inputs.describe_skipped(everything=arguments.verbose)
    _print_summary(arguments, reports.summary, presenter, new_baseline, _STOPPED if is_stopped else skipped)
    _print_gaps(arguments, presenter)
    return _exit_status(arguments, reports.summary, presenter)


def _present(
    results: Iterable[FileReport],
    presenter: Presenter,
    progress: Progress,
    discovery: Discovery,
    arguments: _Arguments,
) -> bool:
    """Present the results of files; return whether the run stopped at a file at fault."""
    for result in results:
        progress.advance(len(result.diagnostics), writes=result.is_reportable)
        if result.is_skipped:
            discovery.skipped[NOT_TEI] += 1
        elif presenter.report(result, counts_warnings=arguments.failing.warn_as_error) and arguments.fail_fast:
            return True
    return False


def _print_summary(
    arguments: _Arguments, summary: Summary, presenter: Presenter, new_baseline: "Baseline | None", end: str
) -> None:
    if arguments.quiet or not summary.files:
        return
    shard, known = arguments.shard, new_baseline
    part = f"part {shard.part} of {shard.parts}: " if shard.numbers else ""
    recorded = f"{pluralize(known.total(), 'problem')} known in {known.path}" if known else ""
    fixed = describe_fixed(arguments.fixing, presenter.fixed_problems, presenter.fixed_files)
    verdict = arguments.failing.describe(summary)
    print_note("; ".join(filter(None, (f"{part}{format_summary(summary)}", verdict, fixed, recorded, end))))


def _print_gaps(arguments: _Arguments, presenter: Presenter) -> None:
    """Print what was not checked and why; with a diff, which has no reports, also what is wrong with schemas."""
    for fault in presenter.schema_faults.values() if arguments.fixing.diff else ():
        print_note(concise_line(fault))
    for gap in describe_gaps(presenter.gaps, quiet=arguments.quiet and not presenter.files_without_schema):
        print_note(gap)
    if presenter.files_with_unfollowed and not arguments.quiet:
        print_note(describe_unfollowed(presenter.unfollowed, presenter.files_with_unfollowed))


def _exit_status(arguments: _Arguments, summary: Summary, presenter: Presenter) -> int:
    if summary.unreadable or summary.schemas or presenter.files_without_schema:
        return 2
    if arguments.fixing.diff:
        return int(presenter.fixed_files > 0 and not arguments.failing.exit_zero)
    return int(arguments.failing.fails(summary))
