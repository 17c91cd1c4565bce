"""`teikit validate`: TEI files to diagnostics."""

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from teikit.cli.access import access, access_options
from teikit.diagnostics import Diagnostic, ordered
from teikit.errors import TeikitError
from teikit.files import write_file
from teikit.relaxng.verdict.schema import Schema
from teikit.report.concise import concise
from teikit.report.json import summary, to_json
from teikit.validation import DEFAULT_SCHEMA, validate_bytes, validate_file
from teikit.validation import schema as load_schema

FORMATS = ("concise", "json")


def _check(path: str, schema: Schema) -> list[Diagnostic]:
    if path == "-":
        return validate_bytes(sys.stdin.buffer.read(), "stdin", schema)
    return validate_file(path, schema)


def _counted(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


def _told(found: Sequence[Diagnostic], files: int) -> str:
    counts = summary(found, files)
    checked = _counted(files, "file", "files")
    if not counts["errors"]:
        return f"{checked} checked, all valid" if files != 1 else f"{checked} checked, valid"
    return f"{checked} checked, {counts['invalid']} invalid: {_counted(counts['errors'], 'error', 'errors')}"


@click.command(name="validate")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "--schema",
    default=DEFAULT_SCHEMA,
    show_default=True,
    metavar="NAME|FILE",
    help="A RELAX NG schema, or the name of one that ships.",
)
@access_options
@click.option("--no-ids", is_flag=True, help="Do not check that IDs are unique and references to them resolve.")
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default="concise", show_default=True, help="How problems are shown."
)
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Where the report goes; standard output if not given.",
)
@click.option("-q", "--quiet", is_flag=True, help="Leave out the summary.")
def command(  # noqa: PLR0913, PLR0917  one argument an option
    paths: tuple[str, ...],
    schema: str,
    catalog: tuple[Path, ...],
    allow_read: tuple[Path, ...],
    form: str,
    output: Path | None,
    *,
    allow_network: bool,
    no_ids: bool,
    quiet: bool,
) -> int:
    """Check TEI files against a schema.

    Each problem is a line: path:line:column: severity[rule] message. '-' reads standard input.

    \b
    teikit validate letter.xml
    teikit validate *.xml --schema tei_all.rng --format json
    """  # noqa: D301  click wants the character \b itself
    loaded = load_schema(schema, access(catalog, allow_read, allow_network=allow_network), ids=not no_ids)
    found: list[Diagnostic] = []
    files = status = 0
    for path in paths:
        try:
            found += _check(path, loaded)
            files += 1
        except TeikitError as error:
            print(f"teikit: {error}", file=sys.stderr)
            status = error.exit_status
    report = to_json(ordered(found), files) if form == "json" else concise(ordered(found))
    if output:
        write_file(output, report.encode(), force=True)
    else:
        sys.stdout.write(report)
    if not quiet and files:
        print(_told(found, files), file=sys.stderr)
    return status or int(bool(found))
