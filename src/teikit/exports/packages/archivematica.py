"""Writes a transfer for Archivematica: objects, their Dublin Core and digests, and documentation."""

import hashlib
from dataclasses import replace
from pathlib import PurePath

from teikit.exports.metadata.dublin_core import table
from teikit.exports.packages.contents import Contents, content_files, describe_renames
from teikit.exports.record.source import Settings
from teikit.exports.verification.checksums import checksums_bytes
from teikit.storage.packages import Package

OBJECTS, TABLE, CHECKSUMS = "objects", "metadata/metadata.csv", "metadata/checksum.sha256"
_DOCUMENTATION = "metadata/submissionDocumentation"
# The digests of all files but the objects: Archivematica keeps it as documentation, and does not read it.
OTHER_CHECKSUMS = f"{_DOCUMENTATION}/teikit.sha256"


def pack(contents: Contents, settings: Settings) -> Package:  # noqa: ARG001  every format is called alike
    """Return the files of a transfer."""
    files = list(content_files(contents))
    objects = [replace(part, path=f"{OBJECTS}/{part.path}") for part in files if part.use in {"letter", "source"}]
    documents = [part for part in files if part.use in {"schema", "report"}]
    # Letters come first.
    described = table((part.path, letter.record) for part, letter in zip(objects, contents.letters, strict=False))
    # A line for each object and for no other file: Archivematica counts them.
    checksums = checksums_bytes((part.sha256, part.path) for part in objects)
    papers = ((f"{_DOCUMENTATION}/{PurePath(part.path).name}", part.data) for part in documents)
    rest = [(TABLE, described), (CHECKSUMS, checksums), *papers]
    digests = checksums_bytes(((hashlib.sha256(data).hexdigest(), path) for path, data in rest), signed=True)
    entries = [*(part.package_file for part in objects), *rest, (OTHER_CHECKSUMS, digests)]
    return Package(entries, describe_renames(files))
