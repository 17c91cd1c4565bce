"""Verifies a transfer for Archivematica: its objects, and the digests and the table that describe them.

As Archivematica's own scripts read it: digests in `metadata/checksum.md5` and the like, a line for each object, with
paths from the transfer; in `metadata/metadata.csv` a row for each file or folder that is described.
"""

import posixpath
from collections.abc import Iterator

from teikit.diagnostics import Diagnostic
from teikit.errors import TeikitError
from teikit.exports.packages.archivematica import OBJECTS, OTHER_CHECKSUMS, TABLE
from teikit.exports.verification.checksums import is_signed, read_checksums
from teikit.exports.verification.listed_files import ListedFile, ListingRules, PackageChecker
from teikit.formats.archives import leads_out, show_name
from teikit.formats.csv import Row, read_rows
from teikit.storage.archives import Files

_CHECKSUMS = tuple(f"metadata/checksum.{algorithm}" for algorithm in ("md5", "sha1", "sha256", "sha512"))
_DIGEST_RULE = "archivematica/digest-differs"
_RULES = ListingRules("archivematica/file-missing", _DIGEST_RULE, _DIGEST_RULE, "archivematica/name-unsafe")
_COLUMNS = ("filename", "parts")


def is_transfer(files: Files) -> bool:
    """Return whether a package has digests where Archivematica looks for them, or objects and a table of them."""
    return any(name in files.openers for name in _CHECKSUMS) or (OBJECTS in files.folders and TABLE in files.openers)


def is_teikits_transfer(files: Files) -> bool:
    """Return whether teikit wrote a transfer."""
    return OTHER_CHECKSUMS in files.openers and is_signed(files.read(OTHER_CHECKSUMS))


def _from_transfer(path: str) -> str:
    return path.removeprefix("../") if path.startswith(f"../{OBJECTS}/") else path


def _is_object(path: str) -> bool:
    return path.startswith(f"{OBJECTS}/")


class _IncorrectTableError(TeikitError):
    """The table of metadata is none."""


class TransferChecker(PackageChecker):
    """Checks one transfer."""

    def check(self) -> Iterator[Diagnostic]:
        """Yield what is wrong with the transfer."""
        yield from super().check()
        if OBJECTS not in self.files.folders:
            yield self.problem("archivematica/objects-missing", "the folder 'objects' is missing")
        listed: dict[str, set[str]] = {}
        for name in (*_CHECKSUMS, OTHER_CHECKSUMS):
            if name in self.files.openers:
                listed[name] = set()
                yield from self._check_checksums(name, listed[name])
        yield from self._check_unlisted_files(listed)
        if TABLE in self.files.openers:
            yield from self._check_table()

    def _check_checksums(self, name: str, listed: set[str]) -> Iterator[Diagnostic]:
        found: list[ListedFile] = []
        for one in read_checksums(self.files.read(name), self.files.budget):
            if not one.path:
                message = "expected a digest, two blanks and a path"
                yield self.problem("archivematica/checksums-incorrect", message, name, one.line)
                continue
            # Some begin at the folder `metadata`, where the file of digests is.
            path = posixpath.normpath(_from_transfer(one.path))
            if path in listed:
                message = f"'{show_name(path)}' is listed twice"
                yield self.problem("archivematica/checksums-incorrect", message, name, one.line)
            listed.add(path)
            found.append(ListedFile(path, name, one.line, {one.algorithm: one.digest}))
        yield from self.check_listed_files(found, _RULES)

    def _check_unlisted_files(self, listed: dict[str, set[str]]) -> Iterator[Diagnostic]:
        """Yield objects that a file of digests does not list, and, where teikit lists the rest too, all other files."""
        rule, objects = "archivematica/file-not-listed", {path for path in self.files.openers if _is_object(path)}
        for name, paths in listed.items():
            for path in sorted(objects - paths) if name != OTHER_CHECKSUMS else ():
                yield self.unlisted_file(rule, f"is not listed in '{name}'", path)
        if OTHER_CHECKSUMS in listed:
            known = objects.union(*listed.values(), {OTHER_CHECKSUMS})
            for path in sorted(self.files.openers.keys() - known):
                yield self.unlisted_file(rule, "is not listed with a digest", path)

    def _check_table(self) -> Iterator[Diagnostic]:
        rule = "archivematica/metadata-incorrect"
        try:
            rows = list(self._table_rows())
        except _IncorrectTableError as error:
            yield self.problem(rule, str(error).removeprefix(f"{self.files.budget.file}/{TABLE}:").strip(), TABLE)
            return
        header = rows[0][1] if rows else []
        if not header or header[0].lower() not in _COLUMNS:
            yield self.problem(rule, "expected 'filename' as the name of the first column", TABLE, 1)
            return
        for line, row in rows[1:]:
            yield from self._check_row(row, line, len(header))

    def _table_rows(self) -> Iterator[Row]:
        name = f"{self.files.budget.file}/{TABLE}"
        for row in read_rows(self.files.read(TABLE), name, delimiters=",", error=_IncorrectTableError):
            self.files.budget.spend("manifest-lines")
            yield row

    def _check_row(self, row: list[str], line: int, columns: int) -> Iterator[Diagnostic]:
        if len(row) != columns:
            message = f"the row has {len(row)} cells, but there are {columns} columns"
            yield self.problem("archivematica/metadata-incorrect", message, TABLE, line)
        path = row[0].rstrip("/")
        if leads_out(path):
            message = f"'{show_name(path)}' leads out of the package"
            yield self.problem("archivematica/name-unsafe", message, TABLE, line)
        elif path not in self.files.openers and path not in self.files.folders:
            message = f"'{show_name(path)}' is described, but missing"
            yield self.problem("archivematica/file-missing", message, TABLE, line)
