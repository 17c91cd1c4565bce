"""`teikit export`: TEI to the formats of archives and readers."""

from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from teikit.cli.options.jobs import Jobs, jobs_option
from teikit.cli.options.paths import output_option, path_options, report_items
from teikit.cli.options.registers import register_option
from teikit.cli.options.shard import make_shard_folder, shard_option
from teikit.cli.printing import message_stream, print_data, print_line, print_message, print_note, print_text
from teikit.document.tree import NotWellFormedError
from teikit.errors import TeikitError
from teikit.exports.extensions import describe_extensions
from teikit.exports.format import Format
from teikit.exports.formats import FORMATS
from teikit.exports.profiles.deposit_profiles import PROFILES
from teikit.exports.record.references import reference_notes
from teikit.exports.record.source import NotTeiError
from teikit.inputs.discover import STDIN, Discovery
from teikit.inputs.item import Item
from teikit.inputs.paths import InputPaths, local_paths, read_item
from teikit.messages import escape_control
from teikit.operations.export import (
    CANONICAL,
    Exported,
    ExportOptions,
    discover_letters,
    export_all,
    export_each,
    find_format,
    format_names,
    is_canonical,
    make,
)
from teikit.operations.run import RunInputs
from teikit.report.concise import concise
from teikit.runs.checkpoint import resumable
from teikit.runs.progress import Progress, ProgressExecutor
from teikit.runs.shard import Shard
from teikit.runs.targets import has_several_targets
from teikit.storage.files import read_file
from teikit.tei import read_metadata

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


class WithFormats(click.Command):
    """A command whose help lists the formats."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  click's signature
        """Write the list of formats."""
        with formatter.section("Formats"):
            own = [(each.name, each.summary) for each in FORMATS.values()]
            formatter.write_dl([*own, *describe_extensions()])


# Generic only since click 8.2.
class FormatChoice(click.Choice):  # type: ignore[type-arg]
    """The names of formats; extensions are looked for only where a name is not one of teikit's own."""

    def __init__(self) -> None:
        super().__init__(list(FORMATS))

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return a format's name."""
        return value if value in FORMATS else click.Choice(format_names()).convert(value, param, ctx)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> "list[CompletionItem]":
        """Return the names that begin so."""
        return click.Choice(format_names()).shell_complete(ctx, param, incomplete)


@click.command(name="export", cls=WithFormats)
@path_options("PATH...")
@click.option("--to", type=FormatChoice(), required=True, metavar="FORMAT", help="The format to write, see below.")
@output_option("OUT", "Where to write it: a file, or a folder for several.")
@click.option(
    "--meta", metavar="FILE", help="Metadata of letters and edition in addition to the TEI: TOML, JSON or CSV."
)
@click.option(
    "--schema",
    metavar="NAME|FILE",
    help="The schema by which packages report whether their letters are valid; default: 'letter' for those that teikit"
    " made, 'tei_all' for others; '' for no report.",
)
@register_option(
    "A register of the edition, for the authority records, coordinates and names of those to whom letters refer."
    " Default: what the configuration names."
)
@click.option("--source", "sources", multiple=True, metavar="FILE", help="A file to pack with the TEI made from it.")
@click.option(
    "--profile",
    type=click.Choice(list(PROFILES)),
    metavar="NAME",
    help=f"Check first what an archive requires: {', '.join(PROFILES)}.",
)
@click.option(
    "--bag-profile", metavar="FILE", help="With --to bag, a BagIt profile (JSON) that the bag must conform to."
)
@click.option("--theme", metavar="FILE", help="With --to site, a stylesheet (CSS) that is used after the site's own.")
@click.option("--check", is_flag=True, help="With --to tei, only check whether files are in canonical form.")
@shard_option
@click.option(
    "--force",
    is_flag=True,
    help="Replace existing files; of folders only empty ones and unchanged packages that teikit made.",
)
@click.option(
    "--keep-going",
    is_flag=True,
    help="If the format has all letters in one, leave out files that cannot be exported, and make the rest.",
)
@jobs_option
@click.option("-q", "--quiet", is_flag=True, help="Print only errors.")
def command(  # noqa: PLR0913, PLR0917  one argument an option
    named: InputPaths, to: str, out: str | None, meta: str | None, schema: str | None, sources: tuple[str, ...],
    registers: tuple[Path, ...], jobs: Jobs, shard: Shard, *,
    profile: str | None, bag_profile: str | None, theme: str | None, check: bool, force: bool, keep_going: bool,
    quiet: bool,
) -> int:  # fmt: skip
    """Write TEI letters in another format, or as a package for an archive.

    One letter is written to standard output or to the file given by -o; several are written to a folder, each named
    after its file, or into one file or package if the format has all letters in one. A folder means the TEI files in it
    and below; their results have the same places below OUT. Metadata that a format requires and the letters lack are
    asked for, never made up; what the format has no place for is reported. A file that cannot be exported does not stop
    the others; a format that has all letters in one is then made only with --keep-going.

    \b
    teikit export letter.xml --to html -o letter.html
    teikit export letters/ --to bag -o letters.zip
    teikit export letters/ --to site -o site --register indices/people.xml
    teikit export letters/ --to cmif -o index.xml --meta edition.toml --register indices/people.xml
    teikit export letters/ --to ro-crate -o letters.zip --meta edition.toml --profile zenodo
    """  # noqa: D301  click wants the character \b itself
    form = find_format(to)
    if bag_profile and to != "bag":
        raise click.UsageError("--bag-profile goes with --to bag")
    if theme and to != "site":
        raise click.UsageError("--theme goes with --to site")
    known = read_metadata(read_file(meta, "metadata-bytes"), escape_control(meta)) if meta else None
    options = ExportOptions(
        known, force=force, schema=schema, originals=sources, bag_profile=bag_profile, profile=profile or "",
        part=str(shard), inputs=local_paths(meta, named.files_from), registers=registers, theme=theme,
        keeps_going=keep_going,
    )  # fmt: skip
    _check_usage(form, shard, check=check)
    inputs = RunInputs(named, shard, Discovery(result_folders=() if out in {None, STDIN} else (str(out),)))
    items, skipped = discover_letters(inputs)
    report_items(inputs, items, skipped, "export", quiet=quiet)
    if check:
        return _check_canonical(items, quiet=quiet)
    make_shard_folder(shard, out)
    if not items:
        return 0
    if out is None or out == STDIN:
        return _write_to_stdout(items, form, options, quiet=quiet)
    return _write_files(items, form, Path(out), options, jobs, quiet=quiet)


def _check_usage(form: Format, shard: Shard, *, check: bool) -> None:
    """Raise UsageError where an option is not for the format."""
    if shard.numbers and not form.write_each:
        raise click.UsageError("--shard goes with formats that make a file of each letter")
    if check and form.name != CANONICAL:
        raise click.UsageError("--check goes with --to tei")


def _write_files(  # noqa: PLR0913  the parts of an export
    items: Sequence[Item], form: Format, out: Path, options: ExportOptions, jobs: Jobs, *, quiet: bool
) -> int:
    if any(item.name == STDIN for item in items):
        raise click.UsageError("standard input goes to standard output: leave out -o, or name a file")
    write = export_each if form.write_each else export_all
    # A line reports each file that is written, unless all letters are written to one.
    progress = Progress(None if quiet or form.write_each else message_stream(), total=len(items))
    executor = ProgressExecutor(jobs.make_executor(progress.tick), progress)
    with resumable(out), progress, closing(write(items, form, out, options, executor)) as results:
        return _report_results(results, len(items), form, keeps_going=options.keeps_going, quiet=quiet)


def _write_to_stdout(items: Sequence[Item], form: Format, options: ExportOptions, *, quiet: bool) -> int:
    if options.profile:
        raise click.UsageError("--profile checks what goes to a file, a folder or an archive: give -o OUT")
    if has_several_targets(items):
        where = "a folder to go to" if form.write_each else "a place to go to"
        raise click.UsageError(f"several letters need {where}: -o OUT")
    data, name = read_item(items[0])
    try:
        made = make(data, name, form.name, options)
    except (NotWellFormedError, NotTeiError) as error:
        print_text(concise([error.diagnostic]))
        return 1
    print_data(made.data)
    if not quiet:
        _report_losses([Exported(name, None, made.dropped, made.notes, references=(made.references,))], form)
    return 0


def _report_results(results: Iterable[Exported], count: int, form: Format, *, keeps_going: bool, quiet: bool) -> int:
    """Report what was written and what was not of `count` files; return the exit status."""
    status, written, left_out, before = 0, [], set[str](), 0
    for each in results:
        if each.was_there:
            before += 1
        elif each.problem or each.failure:
            status = max(status, _report_failure(each))
            left_out |= {each.source} if each.is_of_file else set()
        else:
            written.append(each)
            if not quiet:
                print_note(f"{each.source} -> {each.target or ''}")
    if not quiet:
        if before:
            print_message(f"{before:,} done before")
        _report_losses(written, form)
    _report_left_out(len(left_out), count, was_made=bool(written or before or form.write_each))
    return min(status, 1) if keeps_going and (written or before) else status


def _report_failure(failed: Exported) -> int:
    """Report why a file was not exported; return the exit status."""
    if failed.problem:
        print_text(concise([failed.problem]))
        return 1
    assert failed.failure  # noqa: S101  the caller has checked it
    print_message(failed.failure)
    return failed.failure.exit_status


def _report_left_out(left_out: int, count: int, *, was_made: bool) -> None:
    """Report how many files of several could not be exported, unless it is all of them."""
    if 0 < left_out < count:
        files = f"{left_out:,} of {count:,} files"
        print_message(
            f"{files} left out" if was_made else f"{files} cannot be exported; --keep-going makes it without them"
        )


def _report_losses(written: Sequence[Exported], form: Format) -> None:
    """Report once for all letters what had no place, and what was changed."""
    lost = Counter(one for each in written for one in each.left_out)
    if lost:
        many = len(written) > 1
        listed = ", ".join(f"{what} ({count})" if many else what for what, count in lost.items())
        print_message(f"{form.name} has no place for: {listed}")
    for each in written:
        for remark in each.remarks:
            print_message(f"{each.source}: {remark}")
    for note in reference_notes(counts for each in written for counts in each.references):
        print_message(note)


def _check_canonical(items: Sequence[Item], *, quiet: bool) -> int:
    """Report which files are not in canonical form; return the exit status."""
    status = 0
    for item in items:
        try:
            data, name = read_item(item)
            same = is_canonical(data, name)
        except (NotWellFormedError, NotTeiError) as error:
            print_text(concise([error.diagnostic]))
            status = max(status, 1)
            continue
        except TeikitError as error:
            print_message(error)
            status = max(status, error.exit_status)
            continue
        if not same:
            print_line(f"{name}: not in canonical form")
            status = max(status, 1)
    if items and not status and not quiet:
        print_note("all in canonical form" if len(items) != 1 else "in canonical form")
    return status
