"""Letters to a transfer as Archivematica takes it: objects, their Dublin Core and digests, papers of the submission."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePath

from teikit.exports.contents import Contents, Part, parts, renamed
from teikit.exports.dublin_core_table import table
from teikit.exports.placing import Packed
from teikit.exports.source import Settings

_OBJECTS, _PAPERS = {"letter", "source"}, {"schema", "report"}


def _digests(objects: Sequence[Part]) -> bytes:
    """Return the digests of all objects and of nothing else, a line each: Archivematica counts them."""
    return "".join(f"{part.sha256}  {part.path}\n" for part in objects).encode()


def pack(contents: Contents, settings: Settings) -> Packed:  # noqa: ARG001  every package is made alike
    """Return the files of a transfer."""
    held = list(parts(contents))
    objects = [replace(part, path=f"objects/{part.path}") for part in held if part.use in _OBJECTS]
    folder = "metadata/submissionDocumentation"
    papers = [(f"{folder}/{PurePath(part.path).name}", part.data) for part in held if part.use in _PAPERS]
    # Letters come first.
    described = table((part.path, letter.record) for part, letter in zip(objects, contents.letters, strict=False))
    told = [("metadata/metadata.csv", described), ("metadata/checksum.sha256", _digests(objects))]
    return Packed([*(part.entry for part in objects), *told, *papers], tuple(renamed(held)))
