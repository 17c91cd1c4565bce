"""`teikit odd`: compiles ODDs, TEI's customisations, to schemas, and checks them."""

import io
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path

import click

from teikit.cli.options import CommandT, add_options
from teikit.cli.options.access import access_options, read_policy
from teikit.cli.options.reports import (
    OrderedOptionsCommand,
    ReportOptions,
    open_reports,
    report_options,
    report_outputs,
)
from teikit.cli.printing import flush_output, print_data, print_message, print_note
from teikit.config import config_for
from teikit.diagnostics import Diagnostic, Severity
from teikit.errors import TeikitError
from teikit.messages import escape_control, pluralize
from teikit.operations.odd import (
    FORMS,
    OddRequest,
    check_odd,
    check_targets,
    compile_request,
    describe_forms,
    form_of,
    write_forms,
    write_outputs,
)
from teikit.relaxng.syntax.faults import SchemaSyntaxError
from teikit.report.concise import concise_line
from teikit.report.outcome import format_summary
from teikit.report.reporter import Result
from teikit.storage.files import read_file

_STDOUT = "-"
# Lines on standard error, which has no paging.
_MOST_PRINTED = 200


def _source_options(command: CommandT) -> CommandT:
    """Add the options that say what is compiled, and with what."""
    options = (
        click.option("--schema", default="", metavar="IDENT", help="The schemaSpec to compile; default: the first."),
        click.option(
            "--tei",
            default="",
            metavar="FILE|NAME",
            help="Another TEI P5 (p5subset.xml), or the name of one that was added, in place of the one that ships.",
        ),
        click.option("--lang", "language", default="", metavar="TAG", help="The language of documentation and rules."),
    )
    return access_options(add_options(command, options))


@click.group(name="odd")
def command() -> None:
    """Compile ODDs, TEI's customisations, to RELAX NG and Schematron, and check them."""


@command.command(name="compile")
@click.argument("odd", metavar="ODD")
@click.option(
    "-o",
    "--output",
    "outputs",
    multiple=True,
    metavar="FILE",
    help=f"Where to write it, several times for several forms, by suffix: {describe_forms()}; default: stdout.",
)
@click.option(
    "--format", "form", type=click.Choice([*FORMS]), default="rng", help="The form on standard output; default: rng."
)
@_source_options
@click.option("--no-docs", is_flag=True, help="Leave out the descriptions of elements, attributes and values.")
@click.option("--force", is_flag=True, help="Replace existing files.")
@click.option("-q", "--quiet", is_flag=True, help="Report errors only.")
def compile_(  # noqa: PLR0913, PLR0917  one argument an option
    odd: str,
    outputs: tuple[str, ...],
    form: str,
    schema: str,
    tei: str,
    language: str,
    catalog: tuple[Path, ...],
    allow_read: tuple[Path, ...],
    allow_host: tuple[str, ...],
    *,
    allow_network: bool,
    no_docs: bool,
    force: bool,
    quiet: bool,
) -> int:
    """Compile an ODD to RELAX NG (.rng with its rules, or .rnc), to Schematron (.sch) or to a compiled ODD (.odd).

    What is doubtful in it is reported on standard error. All outputs are written, or none.

    Exit status: 0 compiled, maybe with warnings; 2 misuse, an incorrect ODD, or files that could not be read.

    \b
    teikit odd compile edition.odd -o edition.rng
    teikit odd compile edition.odd -o edition.rnc -o edition.sch -o edition.compiled.odd
    """  # noqa: D301  click wants the character \b itself
    targets = [Path(each) for each in outputs if each != _STDOUT]
    _check_suffixes(targets)
    check_targets(targets, force=force)
    access = read_policy(catalog, allow_read, allow_host, allow_network=allow_network)
    request = OddRequest(odd, schema, tei, language, not no_docs, access)
    try:
        compilation = compile_request(request)
    except SchemaSyntaxError as error:
        _print_diagnostics(error.diagnostics)
        return error.exit_status
    _print_diagnostics([] if quiet else compilation.diagnostics)
    if not outputs or _STDOUT in outputs:
        print_data(write_forms(compilation, [form], language)[form])
    write_outputs(request, compilation, targets, read=catalog, force=force)
    return 0


def _check_suffixes(targets: Iterable[Path]) -> None:
    for each in targets:
        if not form_of(each.name):
            raise click.UsageError(f"{escape_control(each)}: the name must end in one of {describe_forms()}")


def _print_diagnostics(found: Sequence[Diagnostic]) -> None:
    for each in found[:_MOST_PRINTED]:
        print_note(concise_line(each))
    more = len(found) - _MOST_PRINTED
    if more > 0:
        print_note(f"{pluralize(more, 'problem')} more; teikit odd check lists them all")


@command.command(cls=OrderedOptionsCommand)
@click.argument("odds", nargs=-1, required=True, metavar="ODD...")
@click.option("--strict", is_flag=True, help="Count remarks too, and required content that was deleted as an error.")
@_source_options
@report_options
@click.option("-q", "--quiet", is_flag=True, help="Leave out the summary.")
@click.pass_context
def check(  # noqa: PLR0913, PLR0917  one argument an option
    ctx: click.Context,
    /,
    odds: tuple[str, ...],
    schema: str,
    tei: str,
    language: str,
    catalog: tuple[Path, ...],
    allow_read: tuple[Path, ...],
    allow_host: tuple[str, ...],
    report: ReportOptions,
    *,
    strict: bool,
    allow_network: bool,
    quiet: bool,
) -> int:
    """Check ODDs: what is wrong or doubtful in them, and in the constraints that they have.

    Exit status: 0 no errors and no warnings, 1 errors or warnings, 2 misuse or files that could not be read.

    \b
    teikit odd check edition.odd
    teikit odd check *.odd --format json
    """  # noqa: D301  click wants the character \b itself
    access = read_policy(catalog, allow_read, allow_host, allow_network=allow_network)
    to = report.targets(ctx.meta["teikit.order"], config_for("_", None))
    report_outputs(to).check(*odds, *catalog)
    status = 0
    with open_reports(to, report.style()) as reports:
        for odd in odds:
            request = OddRequest(odd, schema, tei, language, access=access)
            try:
                found = check_odd(request, strict=strict)
            except TeikitError as error:
                print_message(error)
                reports.add(Result(escape_control(odd), failure=str(error)))
                status = 2
                continue
            for result in _results(odd, found):
                reports.add(result)
            status = max(status, int(any(strict or each.severity is not Severity.INFO for each in found)))
    flush_output()
    if not quiet:
        print_note(format_summary(reports.summary))
    return status


def _results(odd: str, found: Iterable[Diagnostic]) -> list[Result]:
    """Return the results of an ODD and of the files that it consists of, as far as there is anything wrong in them."""
    name = escape_control(odd)
    by_file: dict[str, list[Diagnostic]] = {name: []}
    for each in found:
        by_file.setdefault(escape_control(each.file), []).append(each)
    return [Result(file, tuple(each), lines=partial(_lines, file)) for file, each in by_file.items()]


def _lines(file: str) -> Iterable[str]:
    try:
        data = read_file(file, "schema-bytes")
    except TeikitError:
        # Its name is that of a resource on the web, or was escaped.
        return ()
    return io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", errors="replace")
