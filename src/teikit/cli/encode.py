"""`teikit encode`: plain text letters to TEI."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import click

from teikit.api import HYPHENS, Encoded, EncodeOptions
from teikit.cli.encoding import EncodeOperation, EncodeResult
from teikit.cli.evidence import as_json, describe_doubtful_parts, print_table
from teikit.cli.options.jobs import Jobs, jobs_option
from teikit.cli.options.paths import InputPaths, describe_skipped, local_paths, path_options, report_no_files
from teikit.cli.options.shard import make_folder, shard_option
from teikit.config import config_for
from teikit.errors import TeikitError
from teikit.inputs.discover import STDIN, Discovery
from teikit.inputs.item import Item
from teikit.messages import escape_control
from teikit.runs.checkpoint import resumable
from teikit.runs.output import RunOutput, open_output
from teikit.runs.progress import Progress, ProgressExecutor
from teikit.runs.shard import Shard
from teikit.runs.targets import has_several_targets, is_result_folder, make_folder_for, targets
from teikit.storage.files import read_file
from teikit.tei import read_metadata
from teikit.tei.metadata import MetadataFile
from teikit.text import is_source


def _sources(named: InputPaths, shard: Shard, *, quiet: bool) -> list[Item]:
    """Return the files of a part of the run that is named, of those in folders the sources alone.

    Raises:
        NoFilesError: the run has none, and must have some.

    """
    discovery = Discovery(accepts=is_source)
    items = list(named.items(discovery))
    # A folder without sources tells by itself what it holds.
    is_told = any(item.is_discovered for item in items)
    others = describe_skipped(discovery.skipped, everything=False) if is_told else ""
    if others and not quiet:
        print(f"teikit: {others}", file=sys.stderr)
    part = list(shard.items(items))
    if not part:
        report_no_files(named, discovery, shard, "encode", quiet=quiet)
    return part


def _inputs(
    named: InputPaths, items: Sequence[Item], meta: str | None, conventions: str | None, config: Path | None
) -> tuple[str, ...]:
    """Return the files that are read beside the sources."""
    settings = {}
    for item in items:
        # What is wrong with a configuration is told of the source that it holds for.
        with suppress(TeikitError):
            each = config_for(item.name, config)
            settings[each.file] = each.inputs
    read = (str(path) for paths in settings.values() for path in paths)
    return local_paths(*read, named.files_from, meta, conventions)


@contextmanager
def _open_output(  # noqa: PLR0913  what it depends on
    items: Sequence[Item], out: str | None, work: EncodeOperation, shard: Shard, inputs: Sequence[str], *, force: bool
) -> Iterator[RunOutput]:
    """Open the delivery of a run; into a folder, one that was stopped goes on."""
    if out in {None, STDIN} or not (work.separator is not None or is_result_folder(items, Path(str(out)))):
        yield RunOutput(items, force=force, inputs=inputs)
        return
    run = ("encode", str(shard), repr((work.options, work.metadata, work.separator)))
    folder = Path(str(out))
    with resumable(folder), open_output(folder, items, run, work.digest_of, force=force, inputs=inputs) as delivery:
        yield delivery


def _result_targets(  # noqa: PLR0913  what the places depend on
    items: Sequence[Item], out: str | None, delivery: RunOutput, inputs: Sequence[str], *, force: bool, many: bool
) -> Mapping[int, Path]:
    """Return where each result goes, by the source's number; with `many` letters in each source, the folder for them.

    What goes to standard output has no place.
    """
    if out is None or (out == "-" and not many and not has_several_targets(items)):
        return {}
    if not many:
        return targets(items, Path(out), ".xml", force=force, is_ours=delivery.owns, inputs=inputs)
    return {item.number: make_folder_for(item, Path(out)) for item in items if not item.fault}


@click.command(name="encode")
@path_options("SOURCE...")
@click.option("-o", "--output", "out", metavar="FILE|FOLDER", help="Where the TEI goes; standard output if not given.")
@click.option(
    "--lang", metavar="TAG", help="The letter's language (BCP 47, as 'en'); told from its words if not given."
)
@click.option("--encoding", metavar="NAME", help="The source's encoding; found out, and told, if not given.")
@click.option("--meta", metavar="FILE", help="What is known of the letters: TOML, JSON, or CSV with a row a letter.")
@click.option(
    "--conventions",
    metavar="NAME|FILE",
    help="The transcriber's marks: none (so it is if not given), brackets ([illegible], word[?], [p. 2]), transcription"
    " (also ~~struck~~, ^put in^, *emphasis*, D(octo)r), or a profile of your own (.toml).",
)
@click.option(
    "--hyphens",
    type=click.Choice(HYPHENS),
    help="Words parted at the ends of wrapped lines: keep hyphen and blank (the default), or join them by lb.",
)
@click.option(
    "--split",
    "separator",
    metavar="SEPARATOR",
    help="Each SOURCE holds several letters, parted by a line that is SEPARATOR (---) or matches it (/^Letter \\d/),"
    " or by new pages (page).",
)
@shard_option
@click.option("--config", type=click.Path(path_type=Path), help="The teikit.toml to use; found upward if not given.")
@click.option("--review", is_flag=True, help="List the parts that teikit is not sure of.")
@click.option("--explain", is_flag=True, help="Show each part with its label, confidence and evidence.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="How --explain shows it.",
)
@click.option("--force", is_flag=True, help="Replace files that exist already.")
@jobs_option
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
def command(  # noqa: PLR0913, PLR0917  one argument an option
    named: InputPaths, out: str | None, lang: str | None, encoding: str | None, meta: str | None, form: str,
    conventions: str | None, hyphens: str | None, separator: str | None, config: Path | None, jobs: Jobs,
    shard: Shard, *,
    review: bool, explain: bool, force: bool, quiet: bool,
) -> int:  # fmt: skip
    """Turn letters into TEI: plain text, Markdown, HTML, Word (.docx) and OpenDocument (.odt).

    One SOURCE goes to standard output or to the file given by -o; several go to the folder given by -o, each named
    after its source (letter.txt becomes letter.xml; with --split, letter-1.xml and so on). A folder stands for the
    sources in it and below, by their suffixes, which keep their places there below -o. '-' reads standard input.
    With --explain or --review and without -o, what they show takes the place of the TEI. What is not given is looked up
    in teikit.toml.

    \b
    teikit encode letter.txt -o letter.xml
    teikit encode letter.txt --explain
    teikit encode letters.txt --split --- -o tei
    teikit encode letters/ -o tei
    """  # noqa: D301  click wants the character \b itself
    shows = explain or review
    items = _sources(named, shard, quiet=quiet)
    make_folder(shard, out)
    if (has_several_targets(items) or separator is not None) and out in {None, "-"} and not (shows and out is None):
        raise click.UsageError("several letters need a folder to go to: -o FOLDER")
    options: EncodeOptions = {
        "language": lang, "encoding": encoding, "conventions": conventions or "", "hyphens": hyphens or "",
    }  # fmt: skip
    known = read_metadata(read_file(meta), escape_control(meta)) if meta else MetadataFile("", {}, {})
    work = EncodeOperation(options, known, config, separator)
    telling = _LetterPresenter(known, form, review=review, explain=explain, quiet=quiet)
    # What is shown, or read from standard input, is for one process. What is written is told in a line each.
    alone = shows or not out or any(item.name == STDIN for item in items)
    progress = Progress(None, total=len(items))
    executor = ProgressExecutor(jobs.make_executor(progress.tick, alone=alone), progress)
    inputs = _inputs(named, items, meta, conventions, config)
    with _open_output(items, out, work, shard, inputs, force=force) as delivery, progress:
        places = _result_targets(items, out, delivery, inputs, force=force, many=separator is not None)
        if delivery.finished_items and not quiet:
            print(f"teikit: {len(delivery.finished_items):,} done before", file=sys.stderr)
        with closing(executor.run(work, delivery.pending_items)) as outcomes:
            done = zip(delivery.pending_items, outcomes, strict=False)
            return max((_write_result(item, each, places, delivery, telling) for item, each in done), default=0)


def _write_result(
    item: Item, outcome: EncodeResult, places: Mapping[int, Path], delivery: RunOutput, telling: "_LetterPresenter"
) -> int:
    """Write or show the letters of a source, and tell of them; return the exit status."""
    try:
        if outcome.failure:
            raise outcome.failure
        own = outcome.targets(places.get(item.number))
        if own:
            delivery.write(item.name, outcome.digest, {own[name]: each.tei for name, each in outcome.letters})
        for name, encoded in outcome.letters:
            telling.report(encoded, name, item.name, own.get(name))
    except TeikitError as error:
        print(f"teikit: {error}", file=sys.stderr)
        return error.exit_status
    return 0


@dataclass(frozen=True, slots=True)
class _LetterPresenter:
    """What is told of letters, as the options want it."""

    metadata: MetadataFile
    form: str
    review: bool
    explain: bool
    quiet: bool

    def report(self, encoded: Encoded, name: str, source: str, place: Path | None) -> None:
        """Show a letter that has no place, or what was asked for in its stead, and tell of it."""
        if place is None and not (self.review or self.explain):
            sys.stdout.buffer.write(encoded.tei)
            sys.stdout.buffer.flush()
        if not self.quiet:
            self._report(encoded, name, source, place)
        if self.review:
            sys.stdout.write(describe_doubtful_parts(encoded.letter, escape_control(name)))
        if self.explain and self.form == "json":
            sys.stdout.write(as_json(encoded.letter, name))
        elif self.explain:
            print_table(encoded.letter, escape_control(name))

    def _report(self, encoded: Encoded, name: str, source: str, place: Path | None) -> None:
        if place is not None:
            print(f"{escape_control(source)} -> {escape_control(place)}", file=sys.stderr)
        warnings = list(encoded.warnings)
        if not self.metadata.has_metadata_for(name):
            warnings.append(f"{self.metadata.name} has no row for it")
        for warning in warnings:
            print(f"teikit: {escape_control(name)}: warning: {warning}", file=sys.stderr)
