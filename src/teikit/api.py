"""The verbs: encode and validate."""

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from teikit.config import config_for
from teikit.diagnostics import Diagnostic
from teikit.document.writing import indent, to_bytes
from teikit.errors import InternalError, UnsupportedError
from teikit.files import read_file, shown
from teikit.letter import Letter, recognise
from teikit.tei import NOTHING_MORE, Metadata, SourceFile, document, is_structural, words
from teikit.text import Line, read
from teikit.validation.pipeline import Validation
from teikit.validation.plan import Options
from teikit.validation.source import from_file

_LARGEST = 16 << 20
FilePath = str | os.PathLike[str]


@dataclass(frozen=True, slots=True)
class Encoded:
    """A letter in TEI: the document as bytes (UTF-8), and the parts it was made from with their evidence.

    `warnings` tell in words what was replaced in the source, and where the metadata contradict the letter.
    """

    tei: bytes
    letter: Letter
    warnings: tuple[str, ...] = ()


def encode_bytes(
    data: bytes,
    name: str,
    *,
    language: str | None = None,
    encoding: str | None = None,
    metadata: Metadata = NOTHING_MORE,
) -> Encoded:
    """Return the TEI of a letter; the same bytes and name give the same TEI.

    Args:
        data: plain text, Markdown, HTML, Word (.docx) or OpenDocument (.odt), told apart by name and content.
        name: the source's name, for the header and for messages.
        language: a BCP 47 tag; told from the words where it is not given.
        encoding: the text's encoding; UTF-8, or what its byte order mark says, where it is not given.
        metadata: what is known of the letter from elsewhere, for the header.

    Raises:
        UnreadableInputError, EmptyInputError, UnsupportedError: the bytes are no text to encode.
        InternalError: the TEI would not hold exactly the words of the source.

    """
    if len(data) > _LARGEST:
        raise UnsupportedError(f"{shown(name)}: is larger than a letter may be ({_LARGEST >> 20} MiB)")
    read_source = read(data, shown(name), encoding)
    letter = _recognised(read_source.lines, shown(name), language or metadata.language or None)
    source = SourceFile(shown(Path(name).name), len(data), hashlib.sha256(data).hexdigest())
    root, warnings = document(letter, source, metadata)
    indent(root, is_structural)
    _hold_to_source(words(root[-1]), read_source.text.split(), shown(name))
    return Encoded(to_bytes(root), letter, (*read_source.remarks, *warnings))


def _recognised(found: Sequence[Line], name: str, language: str | None) -> Letter:
    try:
        return recognise(found, language)
    except UnsupportedError as error:
        raise UnsupportedError(f"{name}: {error}") from None


def _hold_to_source(found: list[str], wanted: list[str], name: str) -> None:
    """Hold the law of encoding: the words of the TEI's text are the words of the source, in their order."""
    if found != wanted:
        pairs = enumerate(zip([*found, ""], [*wanted, ""], strict=False), 1)
        place = next((number for number, (one, two) in pairs if one != two), min(len(found), len(wanted)) + 1)
        raise InternalError(
            f"{name}: internal error: the TEI would differ from its source at word {place}; nothing was written,"
            " please report this"
        )


def encode(
    source: FilePath,
    *,
    language: str | None = None,
    encoding: str | None = None,
    metadata: Metadata = NOTHING_MORE,
) -> Encoded:
    """Return the TEI of a file; arguments and errors are those of `encode_bytes`."""
    data, name = read_file(source), os.fspath(source)
    return encode_bytes(data, name, language=language, encoding=encoding, metadata=metadata)


def validate(path: FilePath, *, schema: str | None = None) -> list[Diagnostic]:
    """Return what is wrong with a TEI file, nothing if it is valid and no rule of TEI is broken.

    Args:
        path: the TEI file.
        schema: the name of a schema that ships with teikit or was added, or the path of a RELAX NG schema; what the
            configuration, the file's xml-model or its root element say where it is not given.

    Raises:
        UnreadableInputError: the file cannot be read.
        IncorrectSchemaError: the schema is missing or not correct.
        ConfigError: the configuration is wrong.

    """
    run = Validation(Options((schema,) if schema else (), folders=(Path(path).parent,)))
    document = from_file(path)
    return run.problems(document, run.plan(document, config_for(path)))
