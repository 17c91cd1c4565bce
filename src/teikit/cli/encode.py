"""`teikit encode`: plain text letters to TEI."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from teikit.api import HYPHENS, Encoded, Reading, encode_bytes, encode_letters
from teikit.cli.encode_settings import reading
from teikit.cli.evidence import as_json, doubtful, print_table
from teikit.cli.paths import NOTHING_NAMED, Named, passed_over, path_options
from teikit.cli.sharding import make_folder, shard_option
from teikit.corpus.discovery import STDIN, Discovery
from teikit.corpus.item import Item
from teikit.corpus.placing import are_several, folder_for, targets
from teikit.corpus.sharding import Shard
from teikit.errors import TeikitError
from teikit.files import check_target, read_file, shown, write_file
from teikit.tei import read_metadata
from teikit.tei.metadata import MetadataFile
from teikit.text import is_source


def _read(item: Item) -> tuple[bytes, str]:
    if item.name == STDIN:
        return sys.stdin.buffer.read(), "stdin"
    item.check()
    return read_file(item.name), item.name


def _sources(named: Named, shard: Shard, *, quiet: bool) -> list[Item]:
    """Return the files of a part of the run that is named, of those in folders the sources alone."""
    discovery = Discovery(takes=is_source)
    items = list(named.items(discovery))
    # A folder without sources tells by itself what it holds.
    is_told = any(item.found for item in items)
    others = NOTHING_NAMED if not items else passed_over(discovery.passed, everything=False) if is_told else ""
    if others and not quiet:
        print(f"teikit: {others}", file=sys.stderr)
    return list(shard.items(items))


def _targets(items: Sequence[Item], out: str | None, *, force: bool, many: bool) -> Mapping[int, Path]:
    """Return where each result goes, by the source's number; with `many` letters in each source, the folder for them.

    What goes to standard output has no place.
    """
    if out is None or (out == "-" and not many and not are_several(items)):
        return {}
    if not many:
        return targets(items, Path(out), ".xml", force=force)
    return {item.number: folder_for(item, Path(out)) for item in items if not item.fault}


def _encoded(
    data: bytes, name: str, separator: str | None, target: Path | None, read: Reading
) -> dict[str, tuple[Encoded, Path | None]]:
    """Return the letters of a source by their names, each with its target."""
    if separator is None:
        return {name: (encode_bytes(data, name, **read), target)}
    made = encode_letters(data, name, separator, **read)
    return {own: (encoded, target and target / f"{Path(own).stem}.xml") for own, encoded in made.items()}


def _deliver(encoded: Encoded, target: Path | None, *, force: bool, explained: bool) -> None:
    if target is not None:
        write_file(target, encoded.tei, force=force)
    elif not explained:
        sys.stdout.buffer.write(encoded.tei)
        sys.stdout.buffer.flush()


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
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
def command(  # noqa: PLR0913, PLR0917  one argument an option
    named: Named, out: str | None, lang: str | None, encoding: str | None, meta: str | None, form: str,
    conventions: str | None, hyphens: str | None, separator: str | None, shard: Shard, config: Path | None, *,
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
    if (are_several(items) or separator is not None) and out in {None, "-"} and not (shows and out is None):
        raise click.UsageError("several letters need a folder to go to: -o FOLDER")
    options: Reading = {
        "language": lang, "encoding": encoding, "conventions": conventions or "", "hyphens": hyphens or "",
    }  # fmt: skip
    known = read_metadata(read_file(meta), shown(meta)) if meta else MetadataFile("", {}, {})
    status = 0
    places = _targets(items, out, force=force, many=separator is not None)
    for item in items:
        target = places.get(item.number)
        try:
            data, name = _read(item)
            read = reading(name, config, options, known)
            letters = _encoded(data, name, separator, target, read)
            for _, place in letters.values() if separator is not None else ():
                if place is not None:
                    check_target(place, force=force)
            for own, (encoded, place) in letters.items():
                _deliver(encoded, place, force=force, explained=shows)
                if not quiet:
                    _tell(encoded, own, item.name, place, known)
                if review:
                    sys.stdout.write(doubtful(encoded.letter, shown(own)))
                if explain:
                    _explain(encoded, own, form)
        except TeikitError as error:
            print(f"teikit: {error}", file=sys.stderr)
            status = error.exit_status
    return status


def _tell(encoded: Encoded, name: str, source: str, place: Path | None, known: MetadataFile) -> None:
    if place is not None:
        print(f"{shown(source)} -> {shown(place)}", file=sys.stderr)
    warnings = list(encoded.warnings)
    if not known.knows(name):
        warnings.append(f"{known.name} has no row for it")
    for warning in warnings:
        print(f"teikit: {shown(name)}: warning: {warning}", file=sys.stderr)


def _explain(encoded: Encoded, name: str, form: str) -> None:
    if form == "json":
        sys.stdout.write(as_json(encoded.letter, name))
    else:
        print_table(encoded.letter, shown(name))
