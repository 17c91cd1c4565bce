"""`teikit report`: what a corpus contains."""

import shutil
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING

import click

from teikit.cli.config import config_option
from teikit.cli.judging import Choice, Judgement
from teikit.cli.options.access import access, access_options
from teikit.cli.options.jobs import Jobs, jobs_option
from teikit.cli.options.paths import NOT_TEI, Named, passed_over, path_options, tell_no_files
from teikit.cli.options.reports import coloured
from teikit.cli.remembering import Remembered
from teikit.config import config_for
from teikit.diagnostics import Rule
from teikit.document.document import Document, from_bytes, from_file
from teikit.inputs.discover import STDIN, STDIN_NAME, Discovery
from teikit.overview.facts import Facts, settled
from teikit.overview.gathering import Judge, Overview, Verdict
from teikit.report.replaceable import check_report_target
from teikit.report.reporter import NOTHING_HIDDEN, counted
from teikit.runs.shard import Shard
from teikit.storage.files import read_stdin, whole_file
from teikit.storage.outputs import Outputs
from teikit.validation.pipeline import Validation
from teikit.validation.plan import Options

if TYPE_CHECKING:
    from typing import TextIO

FORMATS = {
    "table": "tables of text",
    "html": "one page that needs nothing else",
    "json": "all there is to know",
}
_SUFFIXES = {".html": "html", ".htm": "html", ".json": "json"}
_ROWS = {"table": 15, "html": 150, "json": 0}


@dataclass(frozen=True, slots=True)
class Judging:
    """What validates as `teikit validate` does; it can be sent to a worker, which opens it there."""

    options: Options
    ignore: tuple[str, ...]
    config: Path | None
    outputs: Outputs

    def __call__(self) -> Judge:
        """Make ready what validates."""
        run = Validation(self.options)
        choice = Choice((), self.ignore, self.config)
        return partial(_judged, Judgement(run, choice, Remembered(run, None), self.outputs))


def _opened(name: str) -> Document:
    return from_bytes(read_stdin(), STDIN_NAME) if name == STDIN else from_file(name)


def _judged(judgement: Judgement, document: Document) -> Verdict:
    plan = judgement.plan(document)
    judged = judgement.of(document, plan)
    is_undecided = any(each.leaves_undecided for each in judgement.gaps(plan))
    return Verdict(judged.diagnostics, is_undecided, judged.hidden != NOTHING_HIDDEN)


@click.command(name="report")
@path_options("PATH...")
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    metavar="NAME",
    help=f"{'; '.join(f'{name}: {what}' for name, what in FORMATS.items())}. By the name of -o if not given.",
)
@click.option("-o", "--output", metavar="FILE", type=click.Path(path_type=Path), help="Where the report goes.")
@click.option("--max-rows", type=click.IntRange(min=1), metavar="N", help="Show no more than N rows of each table.")
@click.option("--no-validate", is_flag=True, help="Do not say which problems there are, which is faster.")
@click.option("--schema", "schemas", multiple=True, metavar="NAME|FILE", help="As for 'teikit validate'.")
@click.option("--schematron", "schematrons", multiple=True, metavar="NAME|FILE", help="As for 'teikit validate'.")
@click.option("--ignore", metavar="RULES", multiple=True, help="Leave problems of these rules out.")
@jobs_option
@access_options
@config_option
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", help="Whether to use colours.")
@click.option("-q", "--quiet", is_flag=True, help="Leave out the summary.")
def command(  # noqa: PLR0913, PLR0917  one argument an option
    named: Named, form: str | None, output: Path | None, max_rows: int | None, schemas: tuple[str, ...],
    schematrons: tuple[str, ...], ignore: tuple[str, ...], catalog: tuple[Path, ...], allow_read: tuple[Path, ...],
    jobs: Jobs, config: Path | None, color: str, *,
    no_validate: bool, allow_network: bool, quiet: bool,
) -> int:  # fmt: skip
    """Tell what a corpus contains: letters over time, who wrote to whom, places, languages, problems, elements.

    A folder means the TEI files in it and below; '-' reads standard input. Who wrote to whom, when and from where is
    what the headers' correspDesc says.

    Exit status: 0 whatever is found, 1 where files are not well-formed, 2 misuse or what could not be read.

    \b
    teikit report letters/
    teikit report letters/ -o report.html
    teikit report letters/ --format json --no-validate
    """  # noqa: D301  click wants the character \b itself
    name = form or _SUFFIXES.get(output.suffix.lower() if output else "", "table")
    if output is not None:
        check_report_target(output)
    outputs = Outputs([output] if output else [])
    outputs.check(*named.files, config, *config_for("_", config).inputs, *schemas, *schematrons, *catalog)
    allowed = access(catalog, allow_read, allow_network=allow_network)
    options = Options(schemas, schematrons, "", allowed, named.folders)
    work = Overview(_opened, None if no_validate else Judging(options, ignore, config, outputs))
    # Standard input can be read by no other process.
    executor = jobs.executor(lambda: None, alone=STDIN in named.paths)
    facts, discovery = Facts(), Discovery(results=[str(output)] if output else [])
    with closing(executor.run(work, outputs.watch(named.items(discovery)))) as outcomes:
        for each in outcomes:
            facts.plus(each)
            for failure in each.failures:
                print(f"teikit: {failure.reason}", file=sys.stderr)
    discovery.passed[NOT_TEI] += facts.passed_over
    facts.passed_over = discovery.passed.total()
    if not facts.files and not facts.failures:
        tell_no_files(named, discovery, Shard(1, 1), "read", quiet=True)
    _deliver(settled(facts), name, output, max_rows or _ROWS[name], color)
    if not quiet:
        sys.stdout.flush()
        print(_told(facts, discovery), file=sys.stderr)
    return facts.status


def _deliver(facts: Facts, form: str, output: Path | None, most: int, color: str) -> None:
    if output is None:
        sys.stdout.writelines(_written(facts, form, most, sys.stdout, color))
        return
    with whole_file(output, force=True) as file:
        out = TextIOWrapper(file, encoding="utf-8", errors="backslashreplace", newline="\n")
        out.writelines(_written(facts, form, most, out, "never" if color == "auto" else color))
        out.detach()


def _written(facts: Facts, form: str, most: int, out: "TextIO", color: str) -> Iterator[str]:
    # Each format is loaded when it is asked for; rich and the rulebook cost time.
    if form == "json":
        from teikit.overview.json import as_json  # noqa: PLC0415

        return as_json(facts, _rule)
    if form == "html":
        from teikit.overview.html import page  # noqa: PLC0415

        return page(facts, most, _rule)
    from teikit.overview.table import Paper, text  # noqa: PLC0415

    width = shutil.get_terminal_size().columns if out.isatty() else 0
    block = "\N{FULL BLOCK}" if (out.encoding or "").lower().startswith("utf") else "#"
    return text(facts, most, _rule, Paper(width, coloured(color, out), block))


def _rule(name: str) -> Rule | None:
    from teikit.rulebook import rule  # noqa: PLC0415  see `_written`

    return rule(name)


def _told(facts: Facts, discovery: Discovery) -> str:
    told = [f"{counted(facts.files, 'file')}, {counted(facts.letters, 'letter')}"]
    others = passed_over(discovery.passed, everything=False)
    told += [others] if others else []
    failed = facts.unread + facts.malformed
    return ", ".join(told + ([f"{failed:,} not readable"] if failed else []))
