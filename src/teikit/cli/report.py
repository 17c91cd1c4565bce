"""`teikit report`: what a corpus contains."""

from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING

import click

from teikit.cli.config import config_option
from teikit.cli.options.access import access_options, read_policy
from teikit.cli.options.jobs import Jobs, jobs_option
from teikit.cli.options.paths import path_options, report_no_files
from teikit.cli.options.reports import color_option, find_rule, text_layout
from teikit.cli.printing import flush_output, output_stream, print_message, print_note, print_text, terminal_width
from teikit.config import config_for
from teikit.inputs.discover import STDIN, Discovery
from teikit.inputs.paths import InputPaths
from teikit.messages import pluralize
from teikit.operations.run import RunInputs
from teikit.operations.summarize import SummarizeOperation, summarize
from teikit.operations.validate import ValidateRequest
from teikit.overview.facts import Facts
from teikit.report.replaceable import check_report_target
from teikit.storage.files import atomic_write
from teikit.storage.outputs import Outputs
from teikit.validation.plan import Options

if TYPE_CHECKING:
    from typing import TextIO

FORMATS = {"table": "tables of text", "html": "one self-contained page", "json": "all facts"}
_SUFFIXES = {".html": "html", ".htm": "html", ".json": "json"}
_MAX_ROWS = {"table": 15, "html": 150, "json": 0}


@click.command(name="report")
@path_options("PATH...")
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    metavar="NAME",
    help=f"{'; '.join(f'{name}: {what}' for name, what in FORMATS.items())}. Default: by the name of -o.",
)
@click.option("-o", "--output", metavar="FILE", type=click.Path(path_type=Path), help="Where to write the report.")
@click.option("--max-rows", type=click.IntRange(min=1), metavar="N", help="Show no more than N rows of each table.")
@click.option("--no-validate", is_flag=True, help="Do not report problems, which is faster.")
@click.option("--schema", "schemas", multiple=True, metavar="NAME|FILE", help="As for 'teikit validate'.")
@click.option("--schematron", "schematrons", multiple=True, metavar="NAME|FILE", help="As for 'teikit validate'.")
@click.option("--ignore", metavar="RULES", multiple=True, help="Do not report problems of these rules.")
@jobs_option
@access_options
@config_option
@color_option
@click.option("-q", "--quiet", is_flag=True, help="Leave out the summary.")
def command(  # noqa: PLR0913, PLR0917  one argument an option
    named: InputPaths, form: str | None, output: Path | None, max_rows: int | None, schemas: tuple[str, ...],
    schematrons: tuple[str, ...], ignore: tuple[str, ...], catalog: tuple[Path, ...], allow_read: tuple[Path, ...],
    allow_host: tuple[str, ...], jobs: Jobs, config: Path | None, color: str, *,
    no_validate: bool, allow_network: bool, quiet: bool,
) -> int:  # fmt: skip
    """Summarize what a corpus contains: letters over time, who wrote to whom, places, languages, problems, elements.

    A folder means the TEI files in it and below; '-' reads standard input. Who wrote to whom, when and from where is
    taken from correspDesc in the headers.

    Exit status: 0 even if there are problems, 1 if files are not well-formed, 2 misuse or files that could not be read.

    \b
    teikit report letters/
    teikit report letters/ -o report.html
    teikit report letters/ --format json --no-validate
    """  # noqa: D301  click wants the character \b itself
    name = form or (_SUFFIXES.get(output.suffix.lower(), "table") if output else "table")
    if output is not None:
        check_report_target(output)
    outputs = Outputs([output] if output else [])
    outputs.check(*named.files, config, *config_for("_", config).inputs, *schemas, *schematrons, *catalog)
    allowed = read_policy(catalog, allow_read, allow_host, allow_network=allow_network)
    options = Options(schemas, schematrons, "", allowed, named.folders)
    request = ValidateRequest(options, ignore=ignore, config=config, outputs=outputs)
    work = SummarizeOperation(None if no_validate else request)
    # Standard input can be read by no other process.
    executor = jobs.make_executor(lambda: None, alone=STDIN in named.paths)
    inputs = RunInputs(named, discovery=Discovery(result_folders=[str(output)] if output else []))
    facts = summarize(
        work,
        inputs,
        executor,
        outputs=outputs,
        on_failure=lambda each: print_message(each.reason),
    )
    if not facts.files and not facts.failures:
        report_no_files(inputs, "read", quiet=True)
    _write_report(facts, name, output, max_rows or _MAX_ROWS[name], color)
    if not quiet:
        flush_output()
        print_note(_summarize(facts, inputs))
    return facts.status


def _write_report(facts: Facts, form: str, output: Path | None, most: int, color: str) -> None:
    if output is None:
        out = output_stream(is_for_programs=form != "table")
        print_text(_render(facts, form, most, out, color))
        return
    with atomic_write(output, force=True) as file:
        out = TextIOWrapper(file, encoding="utf-8", errors="backslashreplace", newline="\n")
        out.writelines(_render(facts, form, most, out, "never" if color == "auto" else color))
        out.detach()


def _render(facts: Facts, form: str, most: int, out: "TextIO", color: str) -> Iterator[str]:
    # Each format is loaded when it is used, since rich is slow to import.
    if form == "json":
        from teikit.overview.json import as_json  # noqa: PLC0415

        return as_json(facts, find_rule)
    if form == "html":
        from teikit.overview.html import page  # noqa: PLC0415

        return page(facts, most, find_rule)
    from teikit.overview.table import text  # noqa: PLC0415

    return text(facts, most, find_rule, text_layout(out, color, terminal_width() if out.isatty() else 0))


def _summarize(facts: Facts, inputs: RunInputs) -> str:
    parts = [f"{pluralize(facts.files, 'file')}, {pluralize(facts.letters, 'letter')}"]
    if skipped := inputs.describe_skipped():
        parts.append(skipped)
    if failed := facts.unreadable + facts.malformed:
        parts.append(f"{failed:,} not readable")
    return ", ".join(parts)
