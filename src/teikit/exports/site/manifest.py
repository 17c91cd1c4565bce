"""What a site remembers of how it was made, in a file of its own: its files, and what each letter gave to it.

A line of JSON for the whole, then one for each letter. With it the next run knows which files are its own and
unchanged, and reads only letters that changed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from teikit.errors import TeikitError, UnreadableInputError
from teikit.exports.record.record import Record
from teikit.exports.site.codec import decode_record, encode
from teikit.exports.site.linked_data import safe_json
from teikit.formats.json import read_json
from teikit.storage.folders import require_safe_name

NAME = ".site-by-teikit.jsonl"
_VERSION = 1


@dataclass(frozen=True, slots=True)
class Remembered:
    """A letter of the former run.

    `source` is its path, `file` that of its file, which may be a corpus; `digest` is that of its file. `begin` and
    `end` are the offsets of its own part of the page `name`, in bytes; `page_digest` is that of the page.
    """

    source: str
    file: str
    digest: str
    name: str
    number: int
    begin: int
    end: int
    page_digest: str
    record: Record
    dropped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Manifest:
    """The manifest of a site.

    `files` has the digests of all files by their paths. `options` is the digest of all that letters' parts depend on
    beside their files, `whole` that of all that the rest depends on beside the letters. If `is_unfinished`, a run was
    killed: the files may be those of that run or of the one before.
    """

    options: str = ""
    whole: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    letters: Mapping[str, Remembered] = field(default_factory=dict)
    is_unfinished: bool = False


def write_manifest(manifest: Manifest) -> bytes:
    """Return the manifest as the site has it."""
    head = {
        "teikit-site": _VERSION, "options": manifest.options, "whole": manifest.whole,
        "unfinished": manifest.is_unfinished,
        "files": dict(manifest.files),
    }  # fmt: skip
    made = BytesIO()
    made.write(f"{safe_json(head)}\n".encode())
    for one in manifest.letters.values():
        made.write(f"{_line(one)}\n".encode())
    return made.getvalue()


def _line(one: Remembered) -> str:
    place = [one.number, one.begin, one.end]
    known = [one.source, one.file, one.digest, one.name, one.page_digest, place, list(one.dropped), encode(one.record)]
    return safe_json(known)


def read_manifest(data: bytes, file: str) -> Manifest:
    """Return a manifest.

    Raises:
        UnreadableInputError: it is not one of this version of teikit's sites.
    """
    try:
        lines = data.splitlines()
        head = read_json(lines[0], file, limit="metadata-bytes")
        if head["teikit-site"] != _VERSION:
            raise ValueError(head)
        files = {_path(path): _text(found) for path, found in head["files"].items()}
        letters = {one.source: one for one in _letters(lines[1:], file)}
        return Manifest(_text(head["options"]), _text(head["whole"]), files, letters, head["unfinished"] is True)
    except (ValueError, LookupError, TypeError, AttributeError, TeikitError):
        raise UnreadableInputError(f"{file}: is not the list of a site's files, as teikit writes it") from None


def _letters(lines: Sequence[bytes], file: str) -> Iterator[Remembered]:
    known: dict[object, Any] = {}
    for line in lines:
        source, of, found, name, page, (number, begin, end), dropped, record = read_json(line, file)
        if not all(type(each) is int for each in (number, begin, end)):
            raise ValueError(line)
        yield Remembered(
            _text(source), _text(of), _text(found), _path(name), number, begin, end, _text(page),
            decode_record(record, known), tuple(map(_text, dropped)),
        )  # fmt: skip


def _path(value: object) -> str:
    """Return a path below the site's folder; a list that somebody else wrote may have others."""
    return require_safe_name(_text(value))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value
