"""`teikit schema add`, `list`, `show` and `remove`: the user's own schemas, by name."""

from hashlib import sha256
from pathlib import Path

import click

from teikit.cli.options.access import FOLDER, HOST_OPTION
from teikit.cli.printing import print_line, print_note
from teikit.messages import escape_control, pluralize
from teikit.resources import LETTER, SHIPPED, TEI_SCHEMAS, schema_path
from teikit.storage.files import read_file
from teikit.validation.loading import store
from teikit.validation.store import P5_NAME, check_name, no_such_schema_message


@click.command()
@click.argument("name")
@click.option(
    "--from",
    "source",
    metavar="URL|PATH",
    help="Where the schema is; not required for tei_all and other schemas of TEI.",
)
@click.option("--allow-read", type=FOLDER, multiple=True, help="Let the schema include files of this folder.")
@click.option("--allow-http", is_flag=True, help="Allow http too, where anybody on the way can change the schema.")
@HOST_OPTION
@click.option("--force", is_flag=True, help="Replace the schema of that name.")
def add(  # noqa: PLR0913  one argument an option
    name: str,
    source: str | None,
    allow_read: tuple[Path, ...],
    allow_host: tuple[str, ...],
    *,
    allow_http: bool,
    force: bool,
) -> int:
    """Add a schema, with all that it includes, under a name for --schema NAME.

    One with the name of a schema of TEI that ships takes its place, as a newer tei_all.

    The name 'tei' is that of TEI P5 itself, with the prose that teikit does not ship: its p5subset.xml.

    \b
    teikit schema add tei_all
    teikit schema add edition --from ../schema/edition.rng
    teikit schema add tei --from p5subset.xml
    """  # noqa: D301  click wants the character \b itself
    # Few runs add schemas.
    from teikit.validation.adding import fetch_schema_files, published_source, version_of  # noqa: PLC0415
    from teikit.validation.fetch import WebFetcher  # noqa: PLC0415
    from teikit.validation.user_p5 import PUBLISHED, fetch_p5  # noqa: PLC0415

    check_name(name)
    if name == LETTER:
        raise click.UsageError(f"a schema of the name '{name}' ships with teikit; choose another")
    web = WebFetcher(allow_http=allow_http, hosts=allow_host)
    if name == P5_NAME:
        source = source or PUBLISHED
        files, version = fetch_p5(source, web)
    else:
        source = source or published_source(name)
        files = fetch_schema_files(source, web, allow_read)
        version = version_of(next(iter(files.values())))
    added = store().add(name, source, files, version, force=force)
    stated = f", version {version}" if version else ""
    print_note(f"{name}: {pluralize(len(files), 'file')}{stated}, sha256 {added.digest}")
    return 0


@click.command(name="list")
def list_() -> int:
    """List the schemas that --schema finds by name."""
    added = [(each.name, each.version, each.source) for each in store().all()]
    replaced = {name for name, _, _ in added}
    rows = [(name, *_describe_shipped(name)) for name in SHIPPED if name not in replaced]
    rows += added
    wide = max(len(row[0]) for row in rows)
    for name, version, source in rows:
        print_line(f"{name:{wide}}  {version or '-':8}  {source}")
    return 0


def _describe_shipped(name: str) -> tuple[str, str]:
    """Return the version of a schema that ships, and where it comes from."""
    if name not in TEI_SCHEMAS:
        return "", "ships with teikit"
    # Only lists of schemas show the version of TEI.
    from teikit.p5.facts import load_p5  # noqa: PLC0415

    version = load_p5().version
    return version, f"ships with teikit, compiled from TEI P5 {version}"


@click.command()
@click.argument("name")
def show(name: str) -> int:
    """Show where a schema comes from, its version and digest, and where its files are or how to get them."""
    found = store().find(name)
    if found is None and name in SHIPPED:
        version, source = _describe_shipped(name)
        digest = sha256(read_file(schema_path(name))).hexdigest()
        _print_values(name, source, version or "-", digest, f"'teikit schema convert {name} {name}.rng' writes it")
        return 0
    if found is None:
        raise click.UsageError(f"{escape_control(name)}: {no_such_schema_message(store().names())}")
    _print_values(found.name, found.source, found.version or "-", found.digest, str(found.main))
    for uri, place in found.uris.items():
        if place != str(found.main):
            print_line(f"{'file:':9}{place} from {uri}")
    return 0


def _print_values(*values: str) -> None:
    for key, value in zip(("name", "source", "version", "sha256", "schema"), values, strict=True):
        print_line(f"{key + ':':9}{value}")


@click.command()
@click.argument("name")
def remove(name: str) -> int:
    """Remove a schema that was added."""
    if name in SHIPPED and name not in store().names():
        raise click.UsageError(f"the schema '{name}' ships with teikit, and was not added")
    store().remove(name)
    return 0
