"""What a package holds: TEI, the sources as they came, schemas, the validation report, and metadata of the letters."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePath

from teikit.exports.metadata.dublin_core_table import table
from teikit.exports.record.names import safe_names
from teikit.exports.record.source import TeiFile
from teikit.messages import escape_control
from teikit.storage.folders import PackageFile


@dataclass(frozen=True, slots=True)
class Contents:
    """The letters of a package, and what belongs to them: files by name, and the report as JSON (`teikit validate`)."""

    letters: Sequence[TeiFile]
    originals: Sequence[PackageFile] = ()
    schemas: Sequence[PackageFile] = ()
    report: bytes = b""


@dataclass(frozen=True)
class ContentFile:
    """A file of a package: where it lies, its bytes, what it is to the letters, and the name it came with, as shown."""

    path: str
    data: bytes
    use: str
    original_name: str
    media_type: str = "application/octet-stream"

    @property
    def package_file(self) -> PackageFile:
        """The file as packages take it."""
        return self.path, self.data

    @cached_property
    def sha256(self) -> str:
        """The digest of the bytes, which several places of a package name."""
        return hashlib.sha256(self.data).hexdigest()


_TEI, _XML, _JSON = "application/tei+xml", "application/xml", "application/json"
_MEDIA_TYPES = {
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".html": "text/html",
    ".xml": _XML,
    ".rng": _XML,
    ".rnc": "application/relax-ng-compact-syntax",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".odt": "application/vnd.oasis.opendocument.text",
}


def letter_names(letters: Sequence[TeiFile]) -> list[str]:
    """Return a safe name for each letter, without suffix, no two the same."""
    return [name.removesuffix(".xml") for name in safe_names([letter.stem for letter in letters], ".xml")]


def _original_files(folder: str, files: Sequence[PackageFile], use: str) -> Iterator[ContentFile]:
    paths = [PurePath(name) for name, _ in files]
    names: dict[str, list[int]] = {}
    for index, path in enumerate(paths):
        names.setdefault(path.suffix.lower(), []).append(index)
    safe = {
        index: name
        for suffix, held in names.items()
        for index, name in zip(held, safe_names([paths[index].stem for index in held], suffix), strict=True)
    }
    for index, (name, data) in enumerate(files):
        kind = _MEDIA_TYPES.get(paths[index].suffix.lower(), "application/octet-stream")
        yield ContentFile(f"{folder}/{safe[index]}", data, use, escape_control(name), kind)


def content_files(contents: Contents) -> Iterator[ContentFile]:
    """Yield the files of a package in their order; bytes that came are as they came."""
    names = letter_names(contents.letters)
    for name, letter in zip(names, contents.letters, strict=True):
        yield ContentFile(f"tei/{name}.xml", letter.data, "letter", escape_control(letter.name), _TEI)
    yield from _original_files("source", contents.originals, "source")
    yield from _original_files("schema", contents.schemas, "schema")
    if contents.report:
        yield ContentFile("report/validation.json", contents.report, "report", "", _JSON)
    described = [(f"tei/{name}.xml", letter.record) for name, letter in zip(names, contents.letters, strict=True)]
    yield ContentFile("metadata/metadata.csv", table(described), "metadata", "", "text/csv")


def describe_renames(held: Sequence[ContentFile]) -> list[str]:
    """Return in words which files bear other names in the package than they came with."""
    changed = ((PurePath(part.original_name).name, PurePath(part.path).name) for part in held if part.original_name)
    return [f"'{came}' is called '{name}' in the package" for came, name in changed if came != name]
