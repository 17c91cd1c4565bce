"""Letters to TEI: the bytes of one, a file, or each file of a run by its settings."""

import hashlib
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, TypedDict, Unpack

from lxml import etree

from teikit.config import Config, config_for, suggest_key
from teikit.conventions import NONE, PROFILES, load_profile
from teikit.document.serialize import indent, to_bytes
from teikit.errors import ConfigError, InternalError, TeikitError, UnsupportedError
from teikit.executors.protocols import Executor, Operation
from teikit.inputs.item import Item
from teikit.inputs.paths import read_item
from teikit.letter import Letter, recognise
from teikit.letter.archive_pages import read_archive_page
from teikit.letter.claims import Claim
from teikit.letter.line_ends import keep_line_ends
from teikit.messages import escape_control
from teikit.operations.delivery import Delivery, Destination, deliver
from teikit.operations.language_tag import describe_tag_fault
from teikit.operations.run import RunInputs
from teikit.resources import ADDRESSES
from teikit.runs.checkpoint import digest
from teikit.runs.shard import WHOLE_RUN, Shard
from teikit.storage.files import read_file
from teikit.tei import NO_METADATA, Metadata, SourceFile, build_document, extract_words, is_structural, read_renditions
from teikit.tei.metadata import MetadataFile
from teikit.tei.source_fields import stated_language
from teikit.text import Field, SourceText, read, split
from teikit.text.kinds import FORMS, KINDS

_LARGEST = 16 << 20
SOURCE_KINDS = (*KINDS, *FORMS)
KEEP, JOIN = LINE_END_MODES = ("keep", "join")
NO_SCHEMA, LETTER_SCHEMA, TEI_ALL = SCHEMA_INSTRUCTIONS = ("none", "letter", "tei_all")
_SCHEMA_INSTRUCTION = 'xml-model href="{}" type="application/xml" schematypens="http://relaxng.org/ns/structure/1.0"'
FilePath = str | os.PathLike[str]


@dataclass(frozen=True, slots=True)
class Encoded:
    """A letter in TEI: the document as bytes (UTF-8), and the parts that were recognised, with their evidence.

    `claims` are what is known of the letter as a whole: who wrote it to whom, where and when. `warnings` say in words
    what was replaced in the source, and where the metadata contradict the letter.
    """

    tei: bytes
    letter: Letter
    warnings: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = ()


class EncodeOptions(TypedDict, total=False):
    """How a letter is read; each option may be left out.

    `language` is a BCP 47 tag; without it the words decide. `encoding` is the encoding of the text; without it, it is
    detected. `metadata` come from elsewhere; those of a file are looked up by the letter's name.
    `conventions` names the profile of the transcriber's marks: "none", "brackets", "transcription", or the path of a
    file. `hyphens` is for words divided at the ends of wrapped lines: "keep" keeps hyphen and blank, "join" replaces
    the blank by `lb` with break="no". `lines` is for the ends of other lines within a part: "join" makes them blanks,
    "keep" writes `lb` at each; then words divided by them are joined unless `hyphens` is "keep". `schema_pi` is the
    schema that the TEI names by an `xml-model` instruction: "letter", "tei_all", or "none" for no instruction. With
    `keep_confidence` the TEI states how sure each part and each claim of the header is. `source_kind` is one of the
    kinds of sources (`teikit.text.kinds`); without it, the source's content and name decide.
    """

    language: str | None
    encoding: str | None
    metadata: Metadata | MetadataFile
    conventions: str
    hyphens: str
    lines: str
    schema_pi: str
    keep_confidence: bool
    source_kind: str


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
    return _encode_source(_read_source(data, name, reading), name, _file(data, name), reading)


def encode(source: FilePath, **reading: Unpack[EncodeOptions]) -> Encoded:
    """Return the TEI of a file; arguments and errors are those of `encode_bytes`."""
    return encode_bytes(read_file(source), os.fspath(source), **reading)


def encode_letters(data: bytes, name: str, separator: str, **reading: Unpack[EncodeOptions]) -> dict[str, Encoded]:
    """Return the TEI of each letter of a file with several, by its name: letters-1.txt and so on.

    Args:
        data: as `encode_bytes` takes them.
        name: the source's name.
        separator: what separates the letters, see `teikit.text.split`.
        reading: see `EncodeOptions`; metadata are looked up by the names of the letters.

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
    kind = reading.get("source_kind", "")
    if kind and kind not in SOURCE_KINDS:
        raise UnsupportedError(f"source_kind is to be {_choices(SOURCE_KINDS)}, not '{escape_control(kind)}'")
    return read(data, escape_control(name), reading.get("encoding"), "" if kind in FORMS else kind)


def _file(data: bytes, name: str) -> SourceFile:
    return SourceFile(escape_control(Path(name).name), len(data), hashlib.sha256(data).hexdigest())


def _encode_source(source: SourceText, name: str, file: SourceFile, reading: EncodeOptions) -> Encoded:
    given = reading.get("metadata", NO_METADATA)
    metadata = given.metadata_for(name) if isinstance(given, MetadataFile) else given
    source = read_archive_page(source, reading.get("source_kind", ""))
    stated = stated_language(source.fields, lambda tag: not describe_tag_fault(tag))
    language = reading.get("language") or metadata.language or stated or None
    if language and (fault := describe_tag_fault(language)):
        raise UnsupportedError(f"{escape_control(name)}: {fault}")
    letter = _recognise_letter(source, escape_control(name), language, reading)
    # A language that the user gives is a statement like those of the metadata.
    known = replace(metadata, language=language or "")
    file = replace(file, fields=source.fields, surfaces=source.surfaces)
    made = build_document(letter, file, known, keep_confidence=reading.get("keep_confidence", False))
    root = made.root
    indent(root, is_structural)
    seams = sum(part.unit.is_run_in for part in letter.parts)
    _check_words(extract_words(root[-1], read_renditions(root[0])), source.text.split(), escape_control(name), seams)
    _check_fields(root[0], source.fields, escape_control(name))
    instructions = _schema_instructions(reading.get("schema_pi", LETTER_SCHEMA))
    return Encoded(to_bytes(root, *instructions), letter, (*source.remarks, *made.warnings), made.claims)


def _schema_instructions(name: str) -> Iterator[str]:
    """Yield the instruction that names a schema, by its address; nothing for "none"."""
    if name not in SCHEMA_INSTRUCTIONS:
        raise UnsupportedError(f"schema_pi is to be {_choices(SCHEMA_INSTRUCTIONS)}, not '{escape_control(name)}'")
    if name != NO_SCHEMA:
        yield _SCHEMA_INSTRUCTION.format(ADDRESSES[name])


def _choices(names: Sequence[str]) -> str:
    quoted = [f"'{name}'" for name in names]
    return f"{', '.join(quoted[:-1])} or {quoted[-1]}"


def _recognise_letter(source: SourceText, name: str, language: str | None, reading: EncodeOptions) -> Letter:
    profile = load_profile(reading.get("conventions", NONE.name))
    lines = _line_end_mode("lines", reading.get("lines") or JOIN)
    hyphens = _line_end_mode("hyphens", reading.get("hyphens") or default_hyphens(lines))
    try:
        letter = recognise(source.lines, language, conventions=profile, join_hyphens=hyphens == JOIN)
    except UnsupportedError as error:
        raise UnsupportedError(f"{name}: {error}") from None
    return keep_line_ends(letter) if lines == KEEP else letter


def default_hyphens(lines: str) -> str:
    """Return what is done with words divided at line ends where only the mode of lines is given."""
    return JOIN if lines == KEEP else KEEP


def _line_end_mode(option: str, mode: str) -> str:
    if mode not in LINE_END_MODES:
        raise UnsupportedError(f"{option} are to be {_choices(LINE_END_MODES)}, not '{escape_control(mode)}'")
    return mode


def _check_words(found: list[str], wanted: list[str], name: str, seams: int) -> None:
    """Raise InternalError unless the words of the TEI's text are the words of the source, in their order.

    A salutation may end, or a close begin, where there is no white space ("Sir:—I have"): the TEI may have that many
    `seams` more.
    """
    if found == wanted:
        return
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


def _check_fields(header: etree._Element, fields: Iterable[Field], name: str) -> None:
    """Raise InternalError unless the header has the words of each field that is not in the text."""
    words = Counter(" ".join(map(str, header.itertext())).replace(";", " ").split()) if fields else Counter()
    for field in fields:
        if not field.is_in_text and Counter(field.value.replace(";", " ").split()) - words:
            difference = f"the TEI would lose words of {escape_control(field.name)}"
            raise InternalError(f"{name}: internal error: {difference}; nothing was written, please report this")


def _difference_error(name: str, number: int) -> InternalError:
    difference = f"the TEI would differ from its source at word {number}"
    return InternalError(f"{name}: internal error: {difference}; nothing was written, please report this")


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
    hyphens = options.get("hyphens") or _choice(settings, "hyphens", LINE_END_MODES) or default_hyphens(lines)
    return {
        "language": options.get("language") or settings.encode.language or None,
        "encoding": options.get("encoding"),
        "metadata": replace(known, common={**defaults, **known.common}),
        "conventions": options.get("conventions") or _conventions(settings),
        "hyphens": hyphens,
        "lines": lines,
        "schema_pi": options.get("schema_pi") or _choice(settings, "schema-pi", SCHEMA_INSTRUCTIONS) or LETTER_SCHEMA,
        "keep_confidence": options.get("keep_confidence") or settings.encode.keep_confidence,
        "source_kind": options.get("source_kind") or "",
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


# The options on which the TEI of a source depends, apart from its conventions and metadata.
_DIGESTED: Sequence[Literal["language", "hyphens", "lines", "schema_pi", "keep_confidence", "source_kind"]]
_DIGESTED = ("language", "hyphens", "lines", "schema_pi", "keep_confidence", "source_kind")


@dataclass(frozen=True, slots=True)
class EncodeResult:
    """The letters of a source in TEI by their names, and its digest; or why there are none.

    The digest covers the source and the configuration that applies to it.
    """

    letters: Sequence[tuple[str, Encoded]] = ()
    digest: str = ""
    failure: TeikitError | None = None
    has_several_letters: bool = False

    def targets(self, target: Path | None) -> dict[str, Path]:
        """Return the file of each letter by its name: the target of the source, or one in that folder for each."""
        if target is None:
            return {}
        if self.has_several_letters:
            return {name: target / f"{Path(name).stem}.xml" for name, _ in self.letters}
        return {name: target for name, _ in self.letters}

    def files(self, target: Path) -> Mapping[Path, bytes]:
        """Return the files to write."""
        targets = self.targets(target)
        return {targets[name]: encoded.tei for name, encoded in self.letters}


@dataclass(frozen=True, slots=True)
class EncodeOperation(Operation[EncodeResult]):
    """Encodes sources; each is one letter, or with a `separator` several.

    Options come before the metadata file, and this before the configuration: `config`, or what is found for the source.
    """

    options: EncodeOptions
    metadata: MetadataFile
    config: Path | None = None
    separator: str | None = None

    def prepare(self) -> Callable[[Item], EncodeResult]:
        """Return what encodes a source."""
        return self._encode_item

    def failure_result(self, item: Item, reason: str) -> EncodeResult:
        """Return that a source could not be encoded."""
        return EncodeResult(failure=TeikitError(f"{escape_control(item.name)}: could not be encoded: {reason}"))

    def digest_of(self, item: Item) -> str:
        """Return the digest that the result of a source has; errors are those of reading it."""
        data, name = read_item(item)
        return self._digest(data, self._resolve_options(name))

    def inputs(self, items: Sequence[Item]) -> Iterator[Path]:
        """Yield the files that configurations name and that are read beside the sources."""
        by_file = {}
        for item in items:
            # A wrong configuration is reported with the source that it applies to.
            with suppress(TeikitError):
                config = config_for(item.name, self.config)
                by_file[config.file] = config.inputs
        return (path for paths in by_file.values() for path in paths)

    def _encode_item(self, item: Item) -> EncodeResult:
        try:
            data, name = read_item(item)
            options = self._resolve_options(name)
            if self.separator is None:
                letters = [(name, encode_bytes(data, name, **options))]
            else:
                letters = list(encode_letters(data, name, self.separator, **options).items())
            return EncodeResult(letters, self._digest(data, options), has_several_letters=self.separator is not None)
        except TeikitError as error:
            return EncodeResult(failure=error)

    def _resolve_options(self, name: str) -> EncodeOptions:
        return resolve_options(name, self.config, self.options, self.metadata)

    def _digest(self, data: bytes, options: EncodeOptions) -> str:
        conventions = options["conventions"]
        profile = read_file(conventions) if conventions.endswith(".toml") else conventions
        # The metadata file is part of the run; what the configuration adds to it is part of this source.
        common = options["metadata"].common if isinstance(options["metadata"], MetadataFile) else {}
        return digest(
            data,
            profile,
            repr(sorted(common.items())),
            repr([options[key] for key in _DIGESTED]),
        )


def discover_sources(inputs: RunInputs) -> tuple[list[Item], str]:
    """Return the sources of a run's shard, and in words what was skipped beside them."""
    items = list(inputs.named.items(inputs.discovery))
    # A folder without sources reports by itself what is in it.
    skipped = inputs.describe_skipped() if any(item.is_discovered for item in items) else ""
    return list(inputs.shard.items(items)), skipped


def encode_files(  # noqa: PLR0913  the parts of a run
    operation: EncodeOperation,
    items: Sequence[Item],
    target: Path | None,
    executor: Executor,
    *,
    shard: Shard = WHOLE_RUN,
    force: bool = False,
    inputs: Sequence[str] = (),
) -> AbstractContextManager[Delivery[EncodeResult]]:
    """Encode the sources of a run to a file, or below a folder; without `target` nothing is written.

    `inputs` are files that the run reads beside its sources and those that configurations name.
    """
    run = ("encode", str(shard), repr((operation.options, operation.metadata, operation.separator)))
    read = (*map(str, operation.inputs(items)), *inputs)
    has_many = operation.separator is not None
    destination = Destination(target, ".xml", run, force=force, inputs=read, has_many_results=has_many)
    return deliver(operation, operation.digest_of, items, destination, executor)
