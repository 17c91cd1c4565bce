"""The contents of a package: TEI, unchanged sources, schemas, the validation report, and metadata of the letters."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePath

from teikit.exports.metadata.dublin_core import table
from teikit.exports.record.names import safe_names, safe_suffix, unique_names
from teikit.exports.record.source import TeiFile
from teikit.formats.archives import PackageFile
from teikit.messages import escape_control


@dataclass(frozen=True, slots=True)
class Contents:
    """The letters of a package, their sources and schemas by name, and the report as JSON (`teikit validate`)."""

    letters: Sequence[TeiFile]
    originals: Sequence[PackageFile] = ()
    schemas: Sequence[PackageFile] = ()
    report: bytes = b""


@dataclass(frozen=True)
class ContentFile:
    """A file of a package: its path, its bytes, its use, and its original name, escaped for messages."""

    path: str
    data: bytes
    use: str
    original_name: str
    media_type: str = "application/octet-stream"

    @property
    def package_file(self) -> PackageFile:
        """The path and the bytes."""
        return self.path, self.data

    @cached_property
    def sha256(self) -> str:
        """The digest of the bytes, which several files of a package contain."""
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
    """Return a safe name for each letter, without suffix, all different."""
    return [name.removesuffix(".xml") for name in safe_names([letter.stem for letter in letters], ".xml")]


def _original_files(folder: str, files: Sequence[PackageFile], use: str) -> Iterator[ContentFile]:
    paths = [PurePath(name) for name, _ in files]
    # A name may have anything for a suffix, even what separates folders on other systems.
    suffixes = [safe_suffix(path.suffix) for path in paths]
    names = unique_names(zip((path.stem for path in paths), suffixes, strict=True))
    for (name, data), safe, suffix in zip(files, names, suffixes, strict=True):
        kind = _MEDIA_TYPES.get(suffix, "application/octet-stream")
        yield ContentFile(f"{folder}/{safe}", data, use, escape_control(name), kind)


def content_files(contents: Contents) -> Iterator[ContentFile]:
    """Yield the files of a package in their order; letters, sources and schemas are unchanged."""
    names = letter_names(contents.letters)
    for name, letter in zip(names, contents.letters, strict=True):
        yield ContentFile(f"tei/{name}.xml", letter.data, "letter", escape_control(letter.name), _TEI)
    yield from _original_files("source", contents.originals, "source")
    yield from _original_files("schema", contents.schemas, "schema")
    if contents.report:
        yield ContentFile("report/validation.json", contents.report, "report", "", _JSON)
    described = [(f"tei/{name}.xml", letter.record) for name, letter in zip(names, contents.letters, strict=True)]
    yield ContentFile("metadata/metadata.csv", table(described), "metadata", "", "text/csv")


def describe_renames(files: Sequence[ContentFile]) -> tuple[str, ...]:
    """Return in words which files have another name in the package than before."""
    changed = ((PurePath(part.original_name).name, PurePath(part.path).name) for part in files if part.original_name)
    return tuple(f"'{came}' is called '{name}' in the package" for came, name in changed if came != name)
