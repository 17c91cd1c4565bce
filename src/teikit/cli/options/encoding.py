"""The options of `teikit encode` that say how a letter is read and what its TEI states."""

from collections.abc import Callable
from typing import Any

import click

from teikit.cli.options import CommandT, add_options, group_options
from teikit.messages import escape_control
from teikit.operations.encode import LINE_END_MODES, SCHEMA_INSTRUCTIONS, SOURCE_KINDS, EncodeOptions
from teikit.operations.language_tag import describe_tag_fault
from teikit.storage.files import read_file
from teikit.tei import read_metadata
from teikit.tei.metadata import MetadataFile

metadata_option = click.option(
    "--meta", metavar="FILE", help="Metadata of the letters: TOML, JSON, or CSV with a row for each letter."
)


def split_option(operand: str) -> Callable[[CommandT], CommandT]:
    """Return the option `--split`, as `separator`; `operand` is what the command calls a source."""
    return click.option(
        "--split",
        "separator",
        metavar="SEPARATOR",
        help=f"Each {operand} has several letters, separated by a line that is SEPARATOR (---) or matches it (/^Letter"
        " \\d/), or by new pages (page).",
    )


def read_metadata_of(file: str | None) -> MetadataFile:
    """Return the metadata in a file, or none; errors are those of reading it."""
    return read_metadata(read_file(file, "metadata-bytes"), escape_control(file)) if file else MetadataFile("", {}, {})


def encoding_options(command: CommandT) -> CommandT:
    """Return a command with the options, which it gets as `reading`, an EncodeOptions without metadata."""
    return add_options(group_options(command, "reading", _FIELDS, _make_encode_options), _OPTIONS)


def _make_encode_options(*values: Any) -> EncodeOptions:
    language, encoding, conventions, hyphens, lines, schema_pi, keep_confidence, collection, source_kind, model = values
    return {
        "language": language,
        "encoding": encoding,
        "conventions": conventions or "",
        "hyphens": hyphens or "",
        "lines": lines or "",
        "schema_pi": schema_pi or "",
        "keep_confidence": keep_confidence,
        "collection": collection,
        "source_kind": source_kind or "",
        "model": model or "",
    }


def _check_language(_context: click.Context, _parameter: click.Parameter, tag: str | None) -> str | None:
    """Return a language tag; raise BadParameter if it is none."""
    if tag is not None and (fault := describe_tag_fault(tag)):
        raise click.BadParameter(fault)
    return tag


_FIELDS: tuple[str, ...] = ("lang", "encoding", "conventions", "hyphens", "lines", "schema_pi", "keep_confidence")
_FIELDS += ("collection", "source_kind", "model")
_OPTIONS = (
    click.option(
        "--source",
        "source_kind",
        type=click.Choice(SOURCE_KINDS),
        help="The kind of the sources; default: recognised by content and name.",
    ),
    click.option(
        "--lang",
        metavar="TAG",
        callback=_check_language,
        help="The letter's language (BCP 47, as 'en' or 'de-AT'); default: recognised by its words.",
    ),
    click.option("--encoding", metavar="NAME", help="The source's encoding; default: detected, and reported."),
    click.option(
        "--conventions",
        metavar="NAME|FILE",
        help="The transcriber's marks: none (the default), brackets ([illegible], word[?], [p. 2]), transcription"
        " (also ~~struck~~, ^put in^, *emphasis*, D(octo)r), or a profile of your own (.toml).",
    ),
    click.option(
        "--hyphens",
        type=click.Choice(LINE_END_MODES),
        help="Words divided at the ends of wrapped lines: keep hyphen and blank (the default), or join them by lb (the"
        " default with --lines keep).",
    ),
    click.option(
        "--lines",
        type=click.Choice(LINE_END_MODES),
        help="The ends of the source's lines within a part: join the lines (the default), or keep each end as lb.",
    ),
    click.option(
        "--schema-pi",
        type=click.Choice(SCHEMA_INSTRUCTIONS),
        help="The schema that the TEI names by an xml-model instruction: the letter schema of teikit (the default),"
        " TEI's tei_all, or none.",
    ),
    click.option(
        "--keep-confidence",
        is_flag=True,
        help="State in the TEI how sure each part and each claim of the header is: @cert and certainty.",
    ),
    click.option(
        "--model",
        metavar="FILE",
        help="What teikit learn has learnt from this project's letters; default: the model that teikit.toml names.",
    ),
    click.option(
        "--collection/--no-collection",
        default=None,
        help="Give what recurs in the letters of a folder, or of a file that is split, one label in all (the default);"
        " or read each letter by itself.",
    ),
)
