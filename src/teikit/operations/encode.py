"""Letters to TEI: the bytes of one, a file, or the letters of a file that is split."""

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypedDict, Unpack

from teikit.config import Config, config_for, suggest_key
from teikit.conventions import NONE, PROFILES, Profile, load_profile
from teikit.decisions.model import NO_DECISIONS, Decisions, LocatedDecisions, Misfit
from teikit.document.serialize import indent, to_bytes
from teikit.errors import ConfigError, TeikitError, UnsupportedError
from teikit.letter import Letter, recognise
from teikit.letter.archive_pages import read_archive_page
from teikit.letter.claims import Claim
from teikit.letter.collection import NO_HABITS, Habits, Survey
from teikit.letter.fixed import FixedParts
from teikit.letter.line_ends import keep_line_ends
from teikit.letter.recogniser import CrfModel, survey_lines
from teikit.limits import Budget
from teikit.messages import escape_control
from teikit.operations.collection import gather, sample_evenly
from teikit.operations.encode_checks import check_fields, check_words
from teikit.operations.language_tag import describe_tag_fault
from teikit.resources import ADDRESSES
from teikit.shallow_repr import shallow_repr
from teikit.storage.files import read_file
from teikit.tei import NO_METADATA, Metadata, SourceFile, build_document, extract_words, is_structural, read_renditions
from teikit.tei.decided_claims import decided_language
from teikit.tei.decided_names import mark_names
from teikit.tei.metadata import MetadataFile
from teikit.tei.source_fields import stated_language
from teikit.text import SourceText, read, split
from teikit.text.kinds import FORMS, KINDS

_LIMIT = "source-bytes"
SOURCE_KINDS = (*KINDS, *FORMS)
KEEP, JOIN = LINE_END_MODES = ("keep", "join")
NO_SCHEMA, LETTER_SCHEMA, TEI_ALL = SCHEMA_INSTRUCTIONS = ("none", "letter", "tei_all")
_SCHEMA_INSTRUCTION = 'xml-model href="{}" type="application/xml" schematypens="http://relaxng.org/ns/structure/1.0"'
FilePath = str | os.PathLike[str]
NO_SOURCE = SourceText("", ())


@dataclass(frozen=True, slots=True)
class Encoded:
    """A letter in TEI: the document as bytes (UTF-8), and the parts that were recognised, with their evidence.

    `claims` are what is known of the letter as a whole: who wrote it to whom, where and when. `warnings` say in words
    what was replaced in the source, and where the metadata contradict the letter. `obeyed` counts the decisions of an
    editor that the TEI follows, `misfits` are the others; `source` has the lines as they were read.
    """

    tei: bytes
    letter: Letter
    warnings: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = ()
    obeyed: int = 0
    misfits: tuple[Misfit, ...] = ()
    source: SourceText = NO_SOURCE

    __repr__ = shallow_repr


class EncodeOptions(TypedDict, total=False):
    """How a letter is read; each option may be left out.

    `language` is a BCP 47 tag; without it the words decide. `encoding` is the encoding of the text; without it, it is
    detected. `metadata` come from elsewhere; those of a file are looked up by the letter's name.
    `conventions` names the profile of the transcriber's marks: "none", "brackets", "transcription", or the path of a
    file. `hyphens` is for words divided at the ends of wrapped lines: "keep" keeps hyphen and blank, "join" replaces
    the blank by `lb` with break="no". `lines` is for the ends of other lines within a part: "join" makes them blanks,
    "keep" writes `lb` at each; then words divided by them are joined unless `hyphens` is "keep". `schema_pi` is the
    schema that the TEI names by an `xml-model` instruction: "letter", "tei_all", or "none" for no instruction. With
    `keep_confidence` the TEI states how sure each part and each claim of the header is. With `collection` false the
    letters of one file or folder are read each by itself, not as a collection with habits. `source_kind` is one of the
    kinds of sources (`teikit.text.kinds`); without it, the source's content and name decide. `decisions` are those of
    an editor about the letter. `model` is the path of what `teikit learn` learnt of the project's letters.
    """

    language: str | None
    encoding: str | None
    metadata: Metadata | MetadataFile
    conventions: str
    hyphens: str
    lines: str
    schema_pi: str
    keep_confidence: bool
    collection: bool | None
    source_kind: str
    decisions: Decisions
    model: str


def encode_bytes(data: bytes, name: str, **reading: Unpack[EncodeOptions]) -> Encoded:
    """Return the TEI of a letter; the same bytes and name give the same TEI.

    Args:
        data: plain text, Markdown, HTML, Word (.docx) or OpenDocument (.odt), recognised by name and content.
        name: the source's name, for the header and for messages.
        reading: see `EncodeOptions`.

    Raises:
        UnreadableInputError, EmptyInputError, UnsupportedError: the bytes are no text to encode.
        InternalError: the TEI would not have exactly the words of the source.
    """
    return encode_as_habits_say(data, name, NO_HABITS, reading)


def encode_as_habits_say(data: bytes, name: str, habits: Habits, reading: EncodeOptions) -> Encoded:
    """Return the TEI of a letter of a collection with some habits; otherwise as `encode_bytes`."""
    return _encode_source(_read_source(data, name, reading), name, _file(data, name), reading, habits)


def survey_letter(data: bytes, name: str, reading: EncodeOptions) -> Survey:
    """Return the survey of a letter, for the habits of its collection; errors are those of `encode_bytes`."""
    return _survey_source(_read_source(data, name, reading), name, reading)


def encode(source: FilePath, **reading: Unpack[EncodeOptions]) -> Encoded:
    """Return the TEI of a file; arguments and errors are those of `encode_bytes`."""
    return encode_bytes(read_file(source, _LIMIT), os.fspath(source), **reading)


def encode_letters(
    data: bytes,
    name: str,
    separator: str,
    decisions_of: Callable[[str], Decisions] | None = None,
    **reading: Unpack[EncodeOptions],
) -> dict[str, Encoded]:
    """Return the TEI of each letter of a file with several, by its name: letters-1.txt and so on.

    They are read as one collection: what recurs in them gets one label in all, unless `collection` is false.

    Args:
        data: as `encode_bytes` takes them.
        name: the source's name.
        separator: what separates the letters, see `teikit.text.split`.
        decisions_of: returns the decisions of an editor on a letter by its name.
        reading: see `EncodeOptions`; metadata are looked up by the names of the letters.

    Raises:
        As `encode_bytes`.
    """
    letters = split_letters(data, name, separator, reading)
    habits = habits_of_file(letters, reading)
    encoded = {}
    for letter in letters:
        about: EncodeOptions = {**reading, "decisions": decisions_of(letter.name)} if decisions_of else reading
        encoded[letter.name] = encode_letter_of_file(letter, habits, about)
    return encoded


@dataclass(frozen=True, slots=True)
class LetterOfFile:
    """A letter of a file that is split: its own name, its lines, and the file that it is of."""

    name: str
    source: SourceText
    file: SourceFile

    __repr__ = shallow_repr


def split_letters(data: bytes, name: str, separator: str, reading: EncodeOptions) -> list[LetterOfFile]:
    """Return the letters of a file with several; arguments and errors are those of `encode_letters`."""
    path, file = Path(name), _file(data, name)
    return [
        LetterOfFile(
            str(path.with_name(f"{path.stem}-{number}{path.suffix}")), source, replace(file, letter_number=number)
        )
        for number, source in enumerate(split(_read_source(data, name, reading), separator), 1)
    ]


def habits_of_file(letters: Sequence[LetterOfFile], reading: EncodeOptions) -> Habits:
    """Return the habits of the letters of a file."""
    return _gather([(letter.source, letter.name) for letter in letters], reading)


def encode_letter_of_file(letter: LetterOfFile, habits: Habits, reading: EncodeOptions) -> Encoded:
    """Return the TEI of a letter of a file that is split; errors are those of `encode_letters`."""
    return _encode_source(letter.source, letter.name, letter.file, reading, habits)


def _gather(letters: Sequence[tuple[SourceText, str]], reading: EncodeOptions) -> Habits:
    """Return the habits of the letters of a file, none if each is read alone."""
    if reading.get("collection") is False:
        return NO_HABITS
    return gather(_surveys(sample_evenly(letters), reading))


def _surveys(letters: Iterable[tuple[SourceText, str]], reading: EncodeOptions) -> Iterator[Survey]:
    """Yield the surveys of letters; what is wrong with one is reported when it is encoded."""
    for source, name in letters:
        with suppress(TeikitError):
            yield _survey_source(source, name, reading)


def _read_source(data: bytes, name: str, reading: EncodeOptions) -> SourceText:
    Budget(escape_control(name)).check(_LIMIT, len(data))
    kind = reading.get("source_kind", "")
    if kind and kind not in SOURCE_KINDS:
        raise UnsupportedError(f"source_kind is to be {_choices(SOURCE_KINDS)}, not '{escape_control(kind)}'")
    return read(data, escape_control(name), reading.get("encoding"), "" if kind in FORMS else kind)


def _file(data: bytes, name: str) -> SourceFile:
    return SourceFile(escape_control(Path(name).name), len(data), hashlib.sha256(data).hexdigest())


def _survey_source(source: SourceText, name: str, reading: EncodeOptions) -> Survey:
    _check_size(source, name)
    source = read_archive_page(source, reading.get("source_kind", ""))
    language = _language_of(source, name, _metadata_of(name, reading), reading)
    profile, _, is_joined = _line_reading(source, reading)
    model = _project_model(reading)
    return survey_lines(source.lines, language, model, conventions=profile, join_hyphens=is_joined)


def _project_model(reading: EncodeOptions) -> CrfModel | None:
    """Return the weights with what was learnt of the project, None where only those that ship are used."""
    if not (path := reading.get("model", "")):
        return None
    # Most runs have no model of their own.
    from teikit.learning.model_file import crf_model  # noqa: PLC0415

    return crf_model(path)


def _metadata_of(name: str, reading: EncodeOptions) -> Metadata:
    given = reading.get("metadata", NO_METADATA)
    return given.metadata_for(name) if isinstance(given, MetadataFile) else given


def _language_of(source: SourceText, name: str, metadata: Metadata, reading: EncodeOptions) -> str | None:
    """Return the language that the user, the metadata or the source states."""
    stated = stated_language(source.fields, lambda tag: not describe_tag_fault(tag))
    language = reading.get("language") or metadata.language or stated or None
    if language and (fault := describe_tag_fault(language)):
        raise UnsupportedError(f"{escape_control(name)}: {fault}")
    return language


def _check_size(source: SourceText, name: str) -> None:
    """Raise LimitExceededError if a letter has more lines or characters than the limits."""
    budget = Budget(escape_control(name))
    budget.check("letter-lines", len(source.lines))
    budget.check("letter-characters", len(source.text))


def _encode_source(source: SourceText, name: str, file: SourceFile, reading: EncodeOptions, habits: Habits) -> Encoded:
    _check_size(source, name)
    metadata = _metadata_of(name, reading)
    source = read_archive_page(source, reading.get("source_kind", ""))
    decisions = reading.get("decisions", NO_DECISIONS)
    decided = _locate(decisions, source)
    language = decided_language(decided.claims) or _language_of(source, name, metadata, reading)
    letter = _recognise_letter(source, escape_control(name), language, reading, habits, decided.parts)
    # A language that the user gives is a statement like those of the metadata.
    known = replace(metadata, language=language or "")
    file = replace(file, fields=source.fields, surfaces=source.surfaces)
    letter, unplaced = _mark_names(letter, decided, source)
    keeps = reading.get("keep_confidence", False)
    made = build_document(letter, file, known, keep_confidence=keeps, decided=decided.claims)
    root = made.root
    indent(root, is_structural)
    seams = sum(part.unit.is_run_in for part in letter.parts)
    check_words(extract_words(root[-1], read_renditions(root[0])), source.text.split(), escape_control(name), seams)
    check_fields(root[0], source.fields, escape_control(name))
    instructions = _schema_instructions(reading.get("schema_pi", LETTER_SCHEMA))
    misfits = (*decided.misfits, *_unmet(decisions, decided, letter), *unplaced, *made.misfits)
    obeyed = len(decisions.decisions) - len({id(one.decision) for one in misfits})
    warnings = (*source.remarks, *made.warnings)
    return Encoded(to_bytes(root, *instructions), letter, warnings, made.claims, obeyed, misfits, source)


def _locate(decisions: Decisions, source: SourceText) -> LocatedDecisions:
    """Return decisions with their places in a source; what finds these is imported only where there are some."""
    if not decisions.decisions:
        return LocatedDecisions()
    from teikit.decisions.location import locate  # noqa: PLC0415

    return locate(decisions, source.lines)


def _mark_names(letter: Letter, decided: LocatedDecisions, source: SourceText) -> tuple[Letter, tuple[Misfit, ...]]:
    """Return a letter with the names that are decided, and those that have no place in it."""
    return mark_names(letter, decided.names, source.lines) if decided.names else (letter, ())


def _unmet(decisions: Decisions, decided: LocatedDecisions, letter: Letter) -> Sequence[Misfit]:
    """Return the decisions that the parts of a letter do not follow."""
    if not letter.unmet:
        return ()
    from teikit.operations.decided import find_misfits  # noqa: PLC0415  as above

    return find_misfits(decisions, decided.stretches, letter)


def _schema_instructions(name: str) -> Iterator[str]:
    """Yield the instruction that names a schema, by its address; nothing for "none"."""
    if name not in SCHEMA_INSTRUCTIONS:
        raise UnsupportedError(f"schema_pi is to be {_choices(SCHEMA_INSTRUCTIONS)}, not '{escape_control(name)}'")
    if name != NO_SCHEMA:
        yield _SCHEMA_INSTRUCTION.format(ADDRESSES[name])


def _choices(names: Sequence[str]) -> str:
    quoted = [f"'{name}'" for name in names]
    return f"{', '.join(quoted[:-1])} or {quoted[-1]}"


def _recognise_letter(  # noqa: PLR0913, PLR0917  what a letter is read by
    source: SourceText, name: str, language: str | None, reading: EncodeOptions, habits: Habits, fixed: FixedParts
) -> Letter:
    profile, lines, is_joined = _line_reading(source, reading)
    model = _project_model(reading)
    try:
        letter = recognise(
            source.lines, language, model, conventions=profile, join_hyphens=is_joined, habits=habits, fixed=fixed
        )
    except UnsupportedError as error:
        raise UnsupportedError(f"{name}: {error}") from None
    return keep_line_ends(letter) if lines == KEEP else letter


def _line_reading(source: SourceText, reading: EncodeOptions) -> tuple[Profile, str, bool]:
    """Return the transcriber's conventions, the mode of lines, and whether words divided by these are joined."""
    profile = load_profile(reading.get("conventions", NONE.name))
    lines = _line_end_mode("lines", reading.get("lines") or JOIN)
    has_line_places = any(mark.is_line_start for line in source.lines for mark in line.marks)
    hyphens = _line_end_mode("hyphens", reading.get("hyphens") or default_hyphens(KEEP if has_line_places else lines))
    return profile, lines, hyphens == JOIN


def default_hyphens(lines: str) -> str:
    """Return what is done with words divided at line ends where only the mode of lines is given."""
    return JOIN if lines == KEEP else KEEP


def _line_end_mode(option: str, mode: str) -> str:
    if mode not in LINE_END_MODES:
        raise UnsupportedError(f"{option} are to be {_choices(LINE_END_MODES)}, not '{escape_control(mode)}'")
    return mode


# Settings of the configuration, by the metadata of which they are the defaults.
_METADATA_SETTINGS = {key: key for key in ("publisher", "licence", "editor", "repository", "series")}
_METADATA_SETTINGS["editor"] = "editors"


def resolve_options(source: str, config: Path | None, options: EncodeOptions, known: MetadataFile) -> EncodeOptions:
    """Return how a source is read: as the options say, else as the configuration does; likewise its metadata.

    Raises:
        ConfigError, UnreadableInputError: the configuration or the conventions are wrong.
    """
    settings = config_for(source, config)
    if (tag := settings.encode.language) and (fault := describe_tag_fault(tag)):
        raise settings.error("encode.language", fault)
    defaults = {key: value for key, name in _METADATA_SETTINGS.items() if (value := getattr(settings.encode, name))}
    lines = options.get("lines") or _choice(settings, "lines", LINE_END_MODES) or JOIN
    hyphens = options.get("hyphens") or _choice(settings, "hyphens", LINE_END_MODES)
    return {
        "language": options.get("language") or settings.encode.language or None,
        "encoding": options.get("encoding"),
        "metadata": replace(known, common={**defaults, **known.common}),
        "conventions": options.get("conventions") or _conventions(settings),
        "hyphens": hyphens,
        "lines": lines,
        "schema_pi": options.get("schema_pi") or _choice(settings, "schema-pi", SCHEMA_INSTRUCTIONS) or LETTER_SCHEMA,
        "keep_confidence": options.get("keep_confidence") or settings.encode.keep_confidence,
        "collection": settings.encode.collection if options.get("collection") is None else options["collection"],
        "source_kind": options.get("source_kind") or "",
        "model": options.get("model") or (str(settings.path(name)) if (name := settings.encode.model) else ""),
    }


def _choice(settings: Config, key: str, choices: Sequence[str]) -> str:
    """Return one of some choices, which the configuration names; "" if it names none."""
    value = str(getattr(settings.encode, key.replace("-", "_")))
    if value and value not in choices:
        where = f"{escape_control(settings.file or 'teikit.toml')}:{settings.lines.get(f'encode.{key}', 1)}"
        raise ConfigError(f"{where}: 'encode.{key}' must be {_choices(choices)}{suggest_key(value, choices)}")
    return value


def _conventions(settings: Config) -> str:
    """Return the conventions that the configuration names; the path of a file is relative to the configuration."""
    name = settings.encode.conventions or NONE.name
    return name if name in {NONE.name, *PROFILES} or not name.endswith(".toml") else str(settings.path(name))
