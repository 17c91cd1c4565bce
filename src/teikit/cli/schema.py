"""`teikit schema`: checks RELAX NG schemas, converts them between their syntaxes, and writes the simple form."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from teikit.cli.options.access import access_options, read_policy
from teikit.cli.printing import print_data, print_message, print_note, print_text
from teikit.cli.schema_store import add, list_, remove, show
from teikit.errors import TeikitError
from teikit.messages import escape_control
from teikit.relaxng.grammar.simple_form import simple_form
from teikit.relaxng.grammar.simplify import simplify as simplified
from teikit.relaxng.syntax import SchemaSource
from teikit.relaxng.syntax.loading import RecordingLoader
from teikit.relaxng.syntax.write_compact import write_compact
from teikit.relaxng.syntax.write_xml import write_xml
from teikit.report.concise import concise
from teikit.storage.files import read_file, write_file
from teikit.storage.outputs import Outputs
from teikit.validation.compiling import read_source
from teikit.validation.correctness import check_schema
from teikit.validation.loading import find_schema

if TYPE_CHECKING:
    from teikit.validation.access import ReadPolicy

_OTHER = {".rng": ".rnc", ".rnc": ".rng"}
_FORCE = click.option("--force", is_flag=True, help="Replace an existing file.")
_IDS = click.option("--no-ids", is_flag=True, help="Do not check the soundness of IDs (DTD compatibility).")


@click.group(name="schema")
def command() -> None:
    """Check, convert, simplify and keep RELAX NG schemas, in the XML syntax (.rng) or the compact one (.rnc)."""


for each in (add, list_, show, remove):
    command.add_command(each)


def _read(name: str, access: "ReadPolicy | None" = None) -> SchemaSource:
    path, loader = find_schema(name, access)
    return read_source(path, read_file(path, "schema-bytes"), loader)


@command.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@_IDS
@access_options
@click.option("-q", "--quiet", is_flag=True, help="Leave out the summary.")
def check(  # noqa: PLR0913  one argument an option
    files: tuple[str, ...],
    catalog: tuple[Path, ...],
    allow_read: tuple[Path, ...],
    allow_host: tuple[str, ...],
    *,
    allow_network: bool,
    no_ids: bool,
    quiet: bool,
) -> int:
    """Check whether schemas are correct, with Schematron embedded in them, and report all their faults."""
    allowed = read_policy(catalog, allow_read, allow_host, allow_network=allow_network)
    incorrect = status = 0
    for path in files:
        try:
            faults = check_schema(path, allowed, ids=not no_ids)
        except TeikitError as error:
            print_message(error)
            status = error.exit_status
            continue
        print_text(concise(faults))
        incorrect += bool(faults)
    if not quiet and not status:
        said = f"{incorrect} incorrect" if incorrect else "correct" if len(files) == 1 else "all correct"
        print_note(f"{len(files)} schema{'s' * (len(files) != 1)} checked, {said}")
    return status or (2 if incorrect else 0)


@command.command()
@click.argument("source", metavar="A")
@click.argument("target", metavar="B")
@_FORCE
def convert(source: str, target: str, *, force: bool) -> int:
    """Write schema A as B, in the syntax of B's suffix; '-' writes the other syntax to standard output.

    An ODD is compiled first. Comments and annotations are kept. Included schemas are not converted, but referred to by
    the new suffix.
    """
    read = _read(source)
    compact = read.syntax == "xml" if target == "-" else _is_compact(target)
    suffix = ".rnc" if compact else ".rng"
    changed = read.syntax != ("compact" if compact else "xml")
    rename = _suffix_renamer(suffix) if changed else str
    text = (write_compact if compact else write_xml)(read, rename)
    _write(target, text, str(find_schema(source)[0]), force=force)
    return 0


def _is_compact(target: str) -> bool:
    suffix = Path(target).suffix.lower()
    if suffix not in _OTHER:
        name = escape_control(target)
        raise click.UsageError(f"{name}: the name must end in .rng (XML syntax) or .rnc (compact syntax)")
    return suffix == ".rnc"


def _suffix_renamer(suffix: str) -> Callable[[str], str]:
    def rename(href: str) -> str:
        return href.removesuffix(_OTHER[suffix]) + suffix if href.endswith(_OTHER[suffix]) else href

    return rename


@command.command()
@click.argument("file", metavar="FILE")
@click.option("-o", "--output", default="-", metavar="FILE", help="Where to write it; default: standard output.")
@access_options
@_FORCE
def simplify(  # noqa: PLR0913  one argument an option
    file: str,
    output: str,
    catalog: tuple[Path, ...],
    allow_read: tuple[Path, ...],
    allow_host: tuple[str, ...],
    *,
    allow_network: bool,
    force: bool,
) -> int:
    """Write a schema in the simple form of clause 4: includes resolved, one definition for each element."""
    allowed = read_policy(catalog, allow_read, allow_host, allow_network=allow_network)
    loader = RecordingLoader(find_schema(file, allowed)[1])
    write = write_compact if output != "-" and _is_compact(output) else write_xml
    text = write(simple_form(simplified(_read(file, allowed), loader)))
    _write(output, text, str(find_schema(file, allowed)[0]), *loader.names, *map(str, catalog), force=force)
    return 0


def _write(target: str, text: str, *read: str, force: bool) -> None:
    if target == "-":
        print_data(text)
    else:
        Outputs([Path(target)]).check(*read)
        write_file(Path(target), text.encode(), force=force)
