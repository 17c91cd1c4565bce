"""`teikit encode`: plain text letters to TEI."""

import sys
from pathlib import Path

import click

from teikit.api import Encoded, encode_bytes
from teikit.cli.evidence import as_json, doubtful, print_table
from teikit.conventions import load_profile
from teikit.errors import OutputError, TeikitError
from teikit.files import check_target, read_file, shown, write_file
from teikit.tei import NOTHING_MORE, read_metadata
from teikit.tei.metadata import MetadataFile

_STDIN = "-"


def _read(source: str) -> tuple[bytes, str]:
    if source == _STDIN:
        return sys.stdin.buffer.read(), "stdin"
    return read_file(source), source


def _target(source: str, out: str | None, *, many: bool) -> Path | None:
    """Return the file a result goes to, None for standard output."""
    if out is None or (out == "-" and not many):
        return None
    path = Path(out)
    stem = "stdin" if source == _STDIN else Path(source).stem
    target = path / f"{stem}.xml" if many or path.is_dir() else path
    if source != _STDIN and target.exists() and Path(source).exists() and target.samefile(source):
        raise OutputError(f"{shown(target)}: is the source itself, which is kept")
    return target


def _targets(sources: tuple[str, ...], out: str | None, *, force: bool) -> list[tuple[str, Path | None]]:
    """Return each source with its target, all of which can be written."""
    many = len(sources) > 1
    if many and (out is None or out == "-"):
        raise click.UsageError("several sources need a folder to go to: -o FOLDER")
    if many and out is not None and not Path(out).exists():
        Path(out).mkdir(parents=True)
    pairs = [(source, _target(source, out, many=many)) for source in sources]
    taken: set[Path] = set()
    for source, target in pairs:
        if target is None:
            continue
        if target in taken:
            raise OutputError(f"{shown(target)}: two sources would go there; the second is {shown(source)}")
        check_target(target, force=force)
        taken.add(target)
    return pairs


def _deliver(encoded: Encoded, target: Path | None, *, force: bool, explained: bool) -> None:
    if target is not None:
        write_file(target, encoded.tei, force=force)
    elif not explained:
        sys.stdout.buffer.write(encoded.tei)
        sys.stdout.buffer.flush()


@click.command(name="encode")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option("-o", "--output", "out", metavar="FILE|FOLDER", help="Where the TEI goes; standard output if not given.")
@click.option(
    "--lang", metavar="TAG", help="The letter's language (BCP 47, as 'en'); told from its words if not given."
)
@click.option("--encoding", metavar="NAME", help="The source's encoding; found out, and told, if not given.")
@click.option("--meta", metavar="FILE", help="What is known of the letters: TOML, JSON, or CSV with a row a letter.")
@click.option(
    "--conventions",
    metavar="NAME|FILE",
    default="none",
    show_default=True,
    help="The transcriber's marks: none, brackets ([illegible], word[?], [p. 2]), transcription (also ~~struck~~,"
    " ^put in^, *emphasis*, D(octo)r), or a profile of your own (.toml).",
)
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
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
def command(  # noqa: PLR0913, PLR0917  one argument an option
    sources: tuple[str, ...], out: str | None, lang: str | None, encoding: str | None, meta: str | None, form: str,
    conventions: str, *,
    review: bool, explain: bool, force: bool, quiet: bool,
) -> int:  # fmt: skip
    """Turn letters into TEI: plain text, Markdown, HTML, Word (.docx) and OpenDocument (.odt).

    One SOURCE goes to standard output or to the file given by -o; several go to the folder given by -o, each named
    after its source (letter.txt becomes letter.xml). '-' reads standard input. With --explain or --review and without
    -o, what they show takes the place of the TEI.

    \b
    teikit encode letter.txt -o letter.xml
    teikit encode letter.txt --explain
    """  # noqa: D301  click wants the character \b itself
    status = 0
    known = read_metadata(read_file(meta), shown(meta)) if meta else None
    load_profile(conventions)
    for source, target in _targets(sources, out, force=force):
        try:
            data, name = _read(source)
            metadata = known.of(name) if known else NOTHING_MORE
            encoded = encode_bytes(
                data, name, language=lang, encoding=encoding, metadata=metadata, conventions=conventions
            )
            _deliver(encoded, target, force=force, explained=explain or review)
        except TeikitError as error:
            print(f"teikit: {error}", file=sys.stderr)
            status = error.exit_status
            continue
        if target is not None and not quiet:
            print(f"{shown(source)} -> {shown(target)}", file=sys.stderr)
        if not quiet:
            _warn(encoded, name, known)
        if review:
            sys.stdout.write(doubtful(encoded.letter, shown(name)))
        if explain:
            _explain(encoded, name, form)
    return status


def _warn(encoded: Encoded, name: str, known: MetadataFile | None) -> None:
    warnings = list(encoded.warnings)
    if known is not None and not known.knows(name):
        warnings.append(f"{known.name} has no row for it")
    for warning in warnings:
        print(f"teikit: {shown(name)}: warning: {warning}", file=sys.stderr)


def _explain(encoded: Encoded, name: str, form: str) -> None:
    if form == "json":
        sys.stdout.write(as_json(encoded.letter, name))
    else:
        print_table(encoded.letter, shown(name))
