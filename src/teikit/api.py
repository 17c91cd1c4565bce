"""The verbs: encode, validate, fix, export and verify."""

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypedDict, Unpack

from teikit.conventions import NONE, load_profile
from teikit.diagnostics import Diagnostic
from teikit.document.document import from_file
from teikit.document.serialize import indent, to_bytes
from teikit.errors import IncorrectSchemaError, InternalError, UnsupportedError
from teikit.exporting import Exported, ExportOptions, export
from teikit.exports.verification.verify import Verdict, verify
from teikit.fixing import FixResult
from teikit.letter import Letter, recognise
from teikit.messages import escape_control
from teikit.operations.validate import ValidateRequest, Validator
from teikit.storage.files import read_file
from teikit.tei import NO_METADATA, Metadata, SourceFile, build_document, extract_words, is_structural, read_renditions
from teikit.tei.metadata import MetadataFile
from teikit.text import SourceText, read, split
from teikit.validation.access import ReadPolicy
from teikit.validation.plan import Options

__all__ = [
    "Encoded",
    "ExportOptions",
    "Exported",
    "ValidateOptions",
    "Verdict",
    "encode",
    "encode_bytes",
    "encode_letters",
    "export",
    "fix",
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


class ValidateOptions(TypedDict, total=False):
    """What a file is validated against and what is reported of it, each optional, as by the command line.

    Options take precedence over the configuration, which is found from the file. `schema` is the name of a schema that
    ships with teikit or was added, or the path of a RELAX NG schema, or several of these; without it the configuration,
    the file's instructions or its root element decide. `schematron` is the same for Schematron, and `phase` the phase
    in which these schemas run. `select` and `ignore` name rules, or beginnings of some. `config` is a configuration
    file, `baseline` a file of known problems, which are not reported. Schemas may include files of the folders
    `allow_read`, what the OASIS catalogs `catalog` resolve, and with `allow_network` what is on the web. With `ids`
    false IDs and references to them are not checked.
    """

    schema: FilePath | Sequence[FilePath] | None
    schematron: FilePath | Sequence[FilePath] | None
    phase: str
    select: str | Sequence[str]
    ignore: str | Sequence[str]
    config: FilePath | None
    baseline: FilePath | None
    catalog: Sequence[FilePath]
    allow_read: Sequence[FilePath]
    allow_network: bool
    ids: bool


def fix(path: FilePath, *, unsafe: bool = False, **options: Unpack[ValidateOptions]) -> FixResult:
    """Return a TEI file's bytes with all that can be fixed, what was fixed, and what is left; the file stays.

    Only problems that `validate` reports are fixed.

    Args:
        path: the TEI file.
        unsafe: apply also fixes that may change the meaning.
        options: see `ValidateOptions`.

    Raises:
        UnreadableInputError: the file cannot be read.
        IncorrectSchemaError: the schema is missing or not correct.
        ConfigError: the configuration is wrong, or there is no such rule.

    """
    return _make_validator(path, options).fix(from_file(path), unsafe=unsafe)


def validate(path: FilePath, *, strict_schema: bool = False, **options: Unpack[ValidateOptions]) -> list[Diagnostic]:
    """Return what is wrong with a TEI file, nothing if it is valid and no rule of TEI is broken.

    These are the diagnostics that `teikit validate` reports of the file: the configuration, the file's own instructions
    to ignore rules and the baseline apply. Where no schema is known the grammar is not checked: only whether the file
    is well-formed, and TEI's own rules. What is wrong with a schema that the file names comes first, at its place in
    the file of the schema; the rest of the schema is tried all the same.

    Args:
        path: the TEI file.
        strict_schema: require that a schema is known, as the configuration may, too.
        options: see `ValidateOptions`.

    Raises:
        UnreadableInputError: the file cannot be read.
        IncorrectSchemaError: `schema` is missing or not correct, or none is known and one is required.
        ConfigError: the configuration is wrong, or there is no such rule.

    """
    report = _make_validator(path, options, strict_schema=strict_schema).check(from_file(path))
    if report.lacks_schema:
        raise IncorrectSchemaError(f"{report.name}: {report.gaps[0].reason}")
    return [*report.schema_faults, *report.diagnostics]


def _make_validator(path: FilePath, options: ValidateOptions, *, strict_schema: bool = False) -> Validator:
    request = ValidateRequest(
        Options(
            _names(options.get("schema")),
            _names(options.get("schematron")),
            options.get("phase", ""),
            _read_policy(options),
            folders=(Path(path).parent,),
            ids=options.get("ids", True),
        ),
        _names(options.get("select")),
        _names(options.get("ignore")),
        _path(options.get("config")),
        _path(options.get("baseline")),
        strict_schema=strict_schema,
    )
    validator = Validator(request)
    validator.prepare()
    validator.require_correct_schemas()
    return validator


def _names(given: FilePath | Sequence[FilePath] | None) -> tuple[str, ...]:
    if not given:
        return ()
    return tuple(str(os.fspath(each)) for each in ((given,) if isinstance(given, str | os.PathLike) else given))


def _path(given: FilePath | None) -> Path | None:
    return None if given is None else Path(given)


def _read_policy(options: ValidateOptions) -> ReadPolicy | None:
    folders, catalogs = map(Path, options.get("allow_read", ())), map(Path, options.get("catalog", ()))
    policy = ReadPolicy(tuple(folders), tuple(catalogs), options.get("allow_network", False))
    return None if policy == ReadPolicy() else policy
