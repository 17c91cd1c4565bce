"""`teikit encode`: plain text letters to TEI."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import click

from teikit.cli.options import format_option
from teikit.cli.options.encoding import encoding_options, metadata_option, read_metadata_of, split_option
from teikit.cli.options.jobs import Jobs, jobs_option
from teikit.cli.options.operands import separate_output
from teikit.cli.options.paths import output_option, path_options, report_items
from teikit.cli.options.shard import make_shard_folder, shard_option
from teikit.cli.printing import output_stream, print_data, print_message, print_note, print_text, terminal_width
from teikit.inputs.discover import STDIN, Discovery
from teikit.inputs.item import Item
from teikit.inputs.paths import InputPaths, local_paths
from teikit.messages import escape_control, pluralize
from teikit.operations.decisions_beside import describe_misfit
from teikit.operations.delivery import Delivered
from teikit.operations.encode import Encoded, EncodeOptions
from teikit.operations.encode_run import EncodeOperation, EncodeResult, discover_sources, encode_files
from teikit.operations.review import Doubt, find_doubts
from teikit.operations.run import RunInputs
from teikit.runs.checkpoint import resumable
from teikit.runs.progress import Progress, ProgressExecutor
from teikit.runs.shard import Shard
from teikit.runs.targets import has_several_targets
from teikit.tei.metadata import MetadataFile
from teikit.text import is_source
from teikit.text.splitting import check_separator


@click.command(name="encode")
@path_options("SOURCE...")
@output_option("FILE|FOLDER", "Where to write the TEI; default: standard output.")
@encoding_options
@metadata_option
@split_option("SOURCE")
@shard_option
@click.option("--config", type=click.Path(path_type=Path), help="The teikit.toml to use; default: the nearest one.")
@click.option("--review", is_flag=True, help="List what teikit is not sure of in all letters, the worst first.")
@click.option("--explain", is_flag=True, help="Show each part and each claim of the header with its evidence.")
@format_option(("table", "json"), "--explain and --review")
@click.option("--no-decisions", is_flag=True, help="Do not follow the decisions in .review.toml files beside sources.")
@click.option("--force", is_flag=True, help="Replace files that exist already.")
@jobs_option
@click.option("-q", "--quiet", is_flag=True, help="Print only errors.")
def command(  # noqa: PLR0913, PLR0917  one argument an option
    named: InputPaths, out: str | None, reading: EncodeOptions, meta: str | None, form: str, separator: str | None,
    config: Path | None, jobs: Jobs, shard: Shard, *,
    review: bool, explain: bool, no_decisions: bool, force: bool, quiet: bool,
) -> int:  # fmt: skip
    """Turn letters into TEI: text, Markdown, HTML, Word, OpenDocument, e-mail, PDF, PAGE XML, ALTO and hOCR.

    The TEI of one SOURCE is written to standard output or to the file given by -o; that of several to the folder given
    by -o, each named after its source (letter.txt becomes letter.xml; with --split, letter-1.xml and so on). Without
    -o, the second of two names is the output if it ends in .xml, or if nothing has that name and it does not end as the
    name of a source does. A folder
    means the sources in it and below, recognised by their suffixes; their TEI has the same places below -o. '-' reads
    standard input. With --explain or --review and without -o, their output is printed instead of the TEI. Options that
    are not given are looked up in teikit.toml.

    \b
    teikit encode letter.txt letter.xml
    teikit encode letter.txt --explain
    teikit encode letters.txt --split --- -o tei
    teikit encode letters/ -o tei
    """  # noqa: D301  click wants the character \b itself
    named, out = separate_output(named, out)
    if separator is not None:
        # Before a folder is made for the letters.
        check_separator(separator)
    accepts = partial(is_source, kind=reading.get("source_kind", ""))
    sources = discover_sources(run := RunInputs(named, shard, Discovery(accepts=accepts)))
    items = sources.items
    report_items(run, items, sources.skipped, "encode", quiet=quiet)
    make_shard_folder(shard, out)
    target = _target(items, out, separator, is_shown_instead=(explain or review) and out is None)
    known = read_metadata_of(meta)
    presenter = _LetterPresenter(known, form, review=review, explain=explain, quiet=quiet)
    # One process shows parts or reads standard input. A line reports each letter that is written.
    alone = not out or presenter.shows or STDIN in named.paths
    progress = Progress(None, total=len(items))
    executor = ProgressExecutor(jobs.make_executor(progress.tick, alone=alone), progress)
    survey = jobs.make_local_executor(progress.tick, alone=alone)
    # Sources of other shards are read to survey the collection.
    others = (item.name for item in sources.whole)
    inputs = local_paths(named.files_from, meta, reading["conventions"], reading["model"], *others)
    with resumable(target), progress:
        operation = EncodeOperation(reading, known, config, separator, has_decisions=not no_decisions)
        work = operation.with_habits(sources.whole, survey)
        with encode_files(work, items, target, executor, shard=shard, force=force, inputs=inputs) as letters:
            if letters.finished and not quiet:
                print_message(f"{len(letters.finished):,} done before")
            status = max(map(presenter.report, letters.results), default=0)
    presenter.finish()
    return status


def _target(items: Sequence[Item], out: str | None, separator: str | None, *, is_shown_instead: bool) -> Path | None:
    """Return the file or folder of the TEI, None for standard output."""
    if out is not None and out != STDIN:
        return Path(out)
    if not is_shown_instead and (separator is not None or has_several_targets(items)):
        raise click.UsageError("several letters need a folder to go to: -o FOLDER")
    return None


@dataclass(frozen=True, slots=True)
class _LetterPresenter:
    """Shows letters, or reports where they went, as the options say; `doubts` collects those of all letters."""

    metadata: MetadataFile
    form: str
    review: bool
    explain: bool
    quiet: bool
    doubts: list[Doubt] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)

    @property
    def shows(self) -> bool:
        """Whether parts of letters are shown."""
        return self.review or self.explain

    def report(self, delivered: Delivered[EncodeResult]) -> int:
        """Report the letters of a source, or why there are none; return the exit status."""
        result = delivered.result
        if failure := result.failure or delivered.failure:
            print_message(failure)
            return failure.exit_status
        targets = result.targets(delivered.target)
        for name, encoded in result.letters:
            self._show(encoded, name, delivered.item.name, targets.get(name))
            if not self.quiet:
                self._report_decisions(encoded, name, *result.decided_in.get(name, ("", "")))
        return 0

    def _show(self, encoded: Encoded, name: str, source: str, target: Path | None) -> None:
        if target is None and not self.shows:
            print_data(encoded.tei)
        if not self.quiet:
            self._report(encoded, name, source, target)
        if self.shows:
            self.shown.append(name)
        if self.review:
            self.doubts.extend(find_doubts(encoded, name))
        if self.explain:
            self._explain(encoded, name)

    def finish(self) -> None:
        """Print the doubts of all letters as one list."""
        if not self.review:
            return
        # Loads json, which only a review or an explanation needs.
        from teikit.cli.doubts import doubts_as_json, format_doubts  # noqa: PLC0415

        as_json = self.form == "json"
        print_text(doubts_as_json(self.doubts, len(self.shown)) if as_json else format_doubts(self.doubts))

    def _explain(self, encoded: Encoded, name: str) -> None:
        # Loads rich, which costs a sixth of the time that a letter takes without it.
        from teikit.cli.evidence import as_json, as_tables  # noqa: PLC0415

        if self.form == "json":
            print_text(as_json(encoded, name))
        else:
            # Runs that show no tables need not pay for its import.
            from teikit.cli.options.reports import text_layout  # noqa: PLC0415

            print_text(as_tables(encoded, name, text_layout(output_stream(), "auto", terminal_width())))

    @staticmethod
    def _report_decisions(encoded: Encoded, name: str, file: str, remark: str) -> None:
        """Say that a letter follows decisions, and which of them it does not follow."""
        if encoded.obeyed:
            count = pluralize(encoded.obeyed, "decision")
            print_note(f"{escape_control(name)}: follows {count} of {escape_control(file)}")
        for misfit in encoded.misfits:
            print_message(f"{escape_control(name)}:{describe_misfit(misfit)}")
        if remark:
            print_message(remark)

    def _report(self, encoded: Encoded, name: str, source: str, target: Path | None) -> None:
        if target is not None:
            print_note(f"{source} -> {target}")
        warnings = list(encoded.warnings)
        if not self.metadata.has_metadata_for(name):
            warnings.append(f"{self.metadata.name} has no row for it")
        for warning in warnings:
            print_message(f"{name}: warning: {warning}")
