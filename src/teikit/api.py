"""The verbs: encode, validate, export and verify."""

import hashlib
import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypedDict, Unpack

from teikit.config import config_for
from teikit.conventions import NONE, load_profile
from teikit.diagnostics import Diagnostic
from teikit.document.document import from_file
from teikit.document.serialize import indent, to_bytes
from teikit.errors import IncorrectSchemaError, InternalError, UnsupportedError
from teikit.exporting import Exported, ExportOptions, export
from teikit.exports.verification.verify import Verdict, verify
from teikit.fixing import FixResult, apply_fixes
from teikit.letter import Letter, recognise
from teikit.messages import escape_control
from teikit.relaxng.syntax.faults import SchemaSyntaxError
from teikit.storage.files import read_file
from teikit.tei import NO_METADATA, Metadata, SourceFile, build_document, extract_words, is_structural, read_renditions
from teikit.tei.metadata import MetadataFile
from teikit.text import SourceText, read, split
from teikit.validation.pipeline import ValidationPipeline
from teikit.validation.plan import Options, Plan

__all__ = [
    "Encoded",
    "ExportOptions",
    "Exported",
    "Verdict",
    "encode",
    "encode_bytes",
    "encode_letters",
    "export",
    "validate",
    "verify",
]
_LARGEST = 16 << 20
KEEP, JOIN = HYPHENS = ("keep", "join")
FilePath = str | os.PathLike[str]


@dataclass(frozen=True, slots=True)
class Encoded:
    """A letter in TEI: the document as bytes (UTF-8), and the parts it was made from with their evidence.

    `warnings` tell in words what was replaced in the source, and where the metadata contradict the letter.
    """

    tei: bytes
    letter: Letter
    warnings: tuple[str, ...] = ()


class EncodeOptions(TypedDict, total=False):
    """How a letter is read, each of it optional.

    `language` is a BCP 47 tag; told from the words where it is not given. `encoding` is the text's encoding; found out
    where it is not given. `metadata` are what is known of the letter from elsewhere; those of a file are looked up
    by the letter's name. `conventions` names the profile of the transcriber's marks: "none", "brackets",
    "transcription", or the path of a file. `hyphens` says what becomes of words that are parted at the ends of wrapped
    lines: "keep" leaves hyphen and blank, "join" puts `lb` with break="no" in the place of the blank.
    """

    language: str | None
    encoding: str | None
    metadata: Metadata | MetadataFile
    conventions: str
    hyphens: str


def encode_bytes(data: bytes, name: str, **reading: Unpack[EncodeOptions]) -> Encoded:
    """Return the TEI of a letter; the same bytes and name give the same TEI.

    Args:
        data: plain text, Markdown, HTML, Word (.docx) or OpenDocument (.odt), told apart by name and content.
        name: the source's name, for the header and for messages.
        reading: see `Reading`.

    Raises:
        UnreadableInputError, EmptyInputError, UnsupportedError: the bytes are no text to encode.
        InternalError: the TEI would not hold exactly the words of the source.

    """
    return _encode_source(_read_source(data, name, reading), name, _file(data, name), reading)


def encode_letters(data: bytes, name: str, separator: str, **reading: Unpack[EncodeOptions]) -> dict[str, Encoded]:
    """Return the TEI of each letter of a file that holds several, by its name: letters-1.txt and so on.

    Args:
        data: as `encode_bytes` takes them.
        name: the source's name.
        separator: what parts the letters, see `teikit.text.split`.
        reading: see `Reading`; metadata are looked up by the names of the letters.

    Raises:
        As `encode_bytes`.

    """
    path, file = Path(name), _file(data, name)
    made = {}
    for number, source in enumerate(split(_read_source(data, name, reading), separator), 1):
        own = str(path.with_name(f"{path.stem}-{number}{path.suffix}"))
        made[own] = _encode_source(source, own, replace(file, letter_number=number), reading)
    return made


def _read_source(data: bytes, name: str, reading: EncodeOptions) -> SourceText:
    if len(data) > _LARGEST:
        raise UnsupportedError(f"{escape_control(name)}: is larger than a letter may be ({_LARGEST >> 20} MiB)")
    return read(data, escape_control(name), reading.get("encoding"))


def _file(data: bytes, name: str) -> SourceFile:
    return SourceFile(escape_control(Path(name).name), len(data), hashlib.sha256(data).hexdigest())


def _encode_source(source: SourceText, name: str, file: SourceFile, reading: EncodeOptions) -> Encoded:
    given = reading.get("metadata", NO_METADATA)
    metadata = given.metadata_for(name) if isinstance(given, MetadataFile) else given
    letter = _recognise_letter(
        source, escape_control(name), reading.get("language") or metadata.language or None, reading
    )
    root, warnings = build_document(letter, file, metadata)
    indent(root, is_structural)
    seams = sum(part.unit.is_run_in for part in letter.parts)
    _check_words(extract_words(root[-1], read_renditions(root[0])), source.text.split(), escape_control(name), seams)
    return Encoded(to_bytes(root), letter, (*source.remarks, *warnings))


def _recognise_letter(source: SourceText, name: str, language: str | None, reading: EncodeOptions) -> Letter:
    profile = load_profile(reading.get("conventions", NONE.name))
    hyphens = reading.get("hyphens", KEEP)
    if hyphens not in HYPHENS:
        raise UnsupportedError(f"hyphens are to be '{KEEP}' or '{JOIN}', not '{escape_control(hyphens)}'")
    try:
        return recognise(source.lines, language, conventions=profile, join_hyphens=hyphens == JOIN)
    except UnsupportedError as error:
        raise UnsupportedError(f"{name}: {error}") from None


def _check_words(found: list[str], wanted: list[str], name: str, seams: int) -> None:
    """Hold the law of encoding: the words of the TEI's text are the words of the source, in their order.

    A salutation may end, or a close begin, within what white space does not part ("Sir:—I have"); that many `seams`
    the TEI has more.
    """
    place = 0
    for number, word in enumerate(wanted, 1):
        rest = word
        while place < len(found) and rest.startswith(found[place]) and rest:
            rest = rest.removeprefix(found[place])
            place += 1
            seams -= bool(rest)
        if rest or seams < 0:
            raise _difference_error(name, number)
    if place < len(found):
        raise _difference_error(name, len(wanted) + 1)


def _difference_error(name: str, number: int) -> InternalError:
    return InternalError(
        f"{name}: internal error: the TEI would differ from its source at word {number}; nothing was written, please"
        " report this"
    )


def encode(source: FilePath, **reading: Unpack[EncodeOptions]) -> Encoded:
    """Return the TEI of a file; arguments and errors are those of `encode_bytes`."""
    return encode_bytes(read_file(source), os.fspath(source), **reading)


def fix(path: FilePath, *, schema: str | None = None, unsafe: bool = False) -> FixResult:
    """Return a TEI file's bytes with all that can be mended, what was mended, and what is left; the file stays.

    Args:
        path: the TEI file.
        schema: as for `validate`.
        unsafe: apply also fixes that may change the meaning.

    Raises:
        UnreadableInputError: the file cannot be read.
        IncorrectSchemaError: the schema is missing or not correct.
        ConfigError: the configuration is wrong.

    """
    run, document = _make_pipeline(path, schema), from_file(path)
    plan = run.plan(document, config_for(path))
    return apply_fixes(document.read(), lambda data: run.problems(document.with_bytes(data), plan), unsafe=unsafe)


def validate(path: FilePath, *, schema: str | None = None, strict_schema: bool = False) -> list[Diagnostic]:
    """Return what is wrong with a TEI file, nothing if it is valid and no rule of TEI is broken.

    Where no schema is known the grammar is not checked: only whether the file is well-formed, and TEI's own rules.
    What is wrong with a schema that the file names comes first, at its place in the file of the schema; the rest of the
    schema is tried all the same.

    Args:
        path: the TEI file.
        schema: the name of a schema that ships with teikit or was added, or the path of a RELAX NG schema; what the
            configuration, the file's instructions or its root element say where it is not given.
        strict_schema: require that a schema is known, as the configuration may, too.

    Raises:
        UnreadableInputError: the file cannot be read.
        IncorrectSchemaError: `schema` is missing or not correct, or none is known and one is required.
        ConfigError: the configuration is wrong.

    """
    run, document, config = _make_pipeline(path, schema), from_file(path), config_for(path)
    plan = run.plan(document, config)
    if plan.lacks_schema and (strict_schema or config.validate.strict_schema):
        raise IncorrectSchemaError(f"{document.file}: {plan.gaps[0].reason}")
    return [*run.schema_faults(plan), *run.problems(document, plan)]


def _make_pipeline(path: FilePath, schema: str | None) -> ValidationPipeline:
    run = ValidationPipeline(Options((schema,) if schema else (), folders=(Path(path).parent,)))
    if schema and (faults := run.schema_faults(Plan((schema,), (), ""))):
        raise SchemaSyntaxError(faults)
    return run
