"""Letters to a transfer as Archivematica takes it: objects, their Dublin Core and digests, papers of the submission."""

import hashlib
from dataclasses import replace
from pathlib import PurePath

from teikit.exports.metadata.dublin_core_table import table
from teikit.exports.packages.contents import Contents, content_files, describe_renames
from teikit.exports.record.source import Settings
from teikit.exports.verification.checksums import checksums_bytes
from teikit.storage.packages import Package

OBJECTS, TABLE, CHECKSUMS = "objects", "metadata/metadata.csv", "metadata/checksum.sha256"
_DOCUMENTATION = "metadata/submissionDocumentation"
# The digests of all files that are no objects: Archivematica keeps it, as it keeps all papers, and does not read it.
OTHER_CHECKSUMS = f"{_DOCUMENTATION}/teikit.sha256"


def pack(contents: Contents, settings: Settings) -> Package:  # noqa: ARG001  every package is made alike
    """Return the files of a transfer."""
    held = list(content_files(contents))
    objects = [replace(part, path=f"{OBJECTS}/{part.path}") for part in held if part.use in {"letter", "source"}]
    papers = [
        (f"{_DOCUMENTATION}/{PurePath(part.path).name}", part.data) for part in held if part.use in {"schema", "report"}
    ]
    # Letters come first.
    described = table((part.path, letter.record) for part, letter in zip(objects, contents.letters, strict=False))
    # A line for each object and for nothing else: Archivematica counts them.
    checksums = checksums_bytes((part.sha256, part.path) for part in objects)
    rest = [(TABLE, described), (CHECKSUMS, checksums), *papers]
    digests = checksums_bytes(((hashlib.sha256(data).hexdigest(), path) for path, data in rest), signed=True)
    return Package(
        [*(part.package_file for part in objects), *rest, (OTHER_CHECKSUMS, digests)], tuple(describe_renames(held))
    )
