"""Verifies an OCFL object (OCFL 1.1, clause 3): its declaration, its inventory, its content."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from teikit.diagnostics import Diagnostic
from teikit.errors import TeikitError, UnreadableInputError
from teikit.exports.verification.listed_files import PackageChecker
from teikit.formats.archives import leads_out, show_name
from teikit.formats.json import read_json
from teikit.storage.archives import Files

_ALGORITHMS = {"sha512", "sha256"}
_DECLARATION = re.compile(r"0=(ocfl_object_1\.[0-9]+)")
_SIDECAR = re.compile(rb"([0-9A-Fa-f]+)[ \t]+inventory\.json\s*")
_VERSION = re.compile(r"v0*[1-9][0-9]*")
# Folders of an object that its inventory does not list.
_UNCHECKED_FOLDERS = ("logs/", "extensions/")
_KEYS = ("id", "type", "digestAlgorithm", "head", "manifest", "versions")
_RULE = "ocfl/inventory-incorrect"


@dataclass(frozen=True, slots=True)
class _Inventory:
    """An inventory whose parts have the types that the specification requires; versions are by their names."""

    algorithm: str
    head: str
    manifest: Mapping[str, list[str]]
    versions: Mapping[str, Mapping[str, Any]]
    content_folder: str

    def is_content(self, path: str) -> bool:
        """Return whether a path is in the content folder of a version."""
        version, _, inner = path.partition("/")
        return version in self.versions and inner.startswith(f"{self.content_folder}/")


class _IncorrectInventoryError(TeikitError):
    """A file is no inventory."""


def is_ocfl(files: Files) -> bool:
    """Return whether a package calls itself an OCFL object, or has an inventory as one has."""
    return any(name.startswith("0=ocfl_object_") for name in files.openers) or "inventory.json" in files.openers


def is_teikits_ocfl(files: Files) -> bool:
    """Return whether teikit made all versions of an object, and no files were added that inventories do not list."""
    try:
        inventory = _parse_inventory(files.read("inventory.json")) if "inventory.json" in files.openers else None
    except _IncorrectInventoryError:
        return False
    names = [_user_name(one) for one in inventory.versions.values()] if inventory else []
    added = any(name.startswith(_UNCHECKED_FOLDERS) for name in files.openers)
    return bool(names) and not added and all(name.startswith("teikit ") for name in names)


def _user_name(version: Mapping[str, Any]) -> str:
    name = user.get("name") if isinstance(user := version.get("user"), dict) else None
    return name if isinstance(name, str) else ""


class OcflChecker(PackageChecker):
    """Checks one object."""

    def check(self) -> Iterator[Diagnostic]:
        """Yield what is wrong with the object."""
        yield from self._check_declaration()
        yield from self.check_kinds("ocfl/file-not-listed", "objects hold files", "package/name-twice")
        if "inventory.json" not in self.files.openers:
            yield self.problem(_RULE, "the inventory 'inventory.json' is missing")
            return
        data = self.files.read("inventory.json")
        try:
            inventory = _parse_inventory(data)
        except _IncorrectInventoryError as error:
            yield self.problem(_RULE, str(error), "inventory.json")
            return
        yield from self._check_inventory(data, inventory)
        yield from self._check_version_inventories(data, inventory)
        yield from self._check_content(inventory)
        yield from self._check_unexpected_files(inventory)

    def _check_declaration(self) -> Iterator[Diagnostic]:
        found = [matched for name in self.files.openers if (matched := _DECLARATION.fullmatch(name))]
        if not found:
            yield self.problem("ocfl/declaration-missing", "the declaration '0=ocfl_object_1.1' is missing")
        for matched in found:
            if self.files.read(matched[0]) != f"{matched[1]}\n".encode():
                message = f"expected '{matched[1]}' and the end of the line, and nothing else"
                yield self.problem("ocfl/declaration-incorrect", message, matched[0])

    def _check_sidecar(self, name: str, data: bytes, algorithm: str) -> Iterator[Diagnostic]:
        """Compare an inventory with the digest in the file beside it."""
        sidecar = f"{name}.{algorithm}"
        stated = _SIDECAR.fullmatch(self.files.read(sidecar)) if sidecar in self.files.openers else None
        if stated is None or stated[1].decode().lower() != hashlib.new(algorithm, data).hexdigest():
            message = f"is not the inventory whose digest stands in '{show_name(sidecar)}'"
            yield self.problem("ocfl/digest-differs", message, name)

    def _check_version_inventories(self, data: bytes, inventory: _Inventory) -> Iterator[Diagnostic]:
        """Check the inventories of the versions (clause 3.7): that of the head is the object's own."""
        for version in sorted(inventory.versions):
            name = f"{version}/inventory.json"
            if name not in self.files.openers:
                continue
            former = self.files.read(name)
            try:
                algorithm = _parse_inventory(former).algorithm
            except _IncorrectInventoryError as error:
                yield self.problem(_RULE, str(error), name)
                continue
            yield from self._check_sidecar(name, former, algorithm)
            if version == inventory.head and former != data:
                yield self.problem(_RULE, "is not the inventory of the object, as its head's is", name)

    def _check_unexpected_files(self, inventory: _Inventory) -> Iterator[Diagnostic]:
        """Yield files in places where objects have none (clauses 3.1 and 3.3)."""
        tops = ("", *(f"{version}/" for version in inventory.versions))
        endings = ("", *(f".{algorithm}" for algorithm in _ALGORITHMS))
        known = {f"{top}inventory.json{ending}" for top in tops for ending in endings}
        for path in sorted(self.files.openers.keys() - known):
            is_expected = path.startswith(_UNCHECKED_FOLDERS) or _DECLARATION.fullmatch(path)
            if not is_expected and not inventory.is_content(path):
                yield self.problem("ocfl/file-not-listed", "is in a place where objects have no files", path)

    def _check_inventory(self, data: bytes, inventory: _Inventory) -> Iterator[Diagnostic]:
        yield from self._check_sidecar("inventory.json", data, inventory.algorithm)
        known = inventory.manifest.keys()
        for version, described in sorted(inventory.versions.items()):
            if not _VERSION.fullmatch(version):
                yield self.problem(_RULE, f"'{show_name(version)}' is no name of a version", "inventory.json")
            state = described.get("state")
            if not _is_manifest(state) or not state or not state.keys() <= known:
                message = f"version '{show_name(version)}' has files that the manifest lacks, or none at all"
                yield self.problem(_RULE, message, "inventory.json")
        if inventory.head not in inventory.versions:
            yield self.problem(_RULE, f"the head '{show_name(inventory.head)}' is no version of it", "inventory.json")

    def _check_content(self, inventory: _Inventory) -> Iterator[Diagnostic]:
        listed: dict[str, str] = {}
        for digest, paths in inventory.manifest.items():
            for path in paths:
                if listed.setdefault(path, digest) != digest:
                    message = f"'{show_name(path)}' is listed with two digests"
                    yield self.problem(_RULE, message, "inventory.json")
        for path, digest in sorted(listed.items()):
            yield from self._check_file(path, digest, inventory.algorithm)
        for path in sorted(self.files.openers.keys() - listed.keys()):
            if inventory.is_content(path):
                yield self.problem("ocfl/file-not-listed", "is not listed in 'inventory.json'", path)

    def _check_file(self, path: str, digest: str, algorithm: str) -> Iterator[Diagnostic]:
        if leads_out(path):
            yield self.problem(_RULE, f"'{show_name(path)}' leads out of the object", "inventory.json")
        elif path not in self.files.openers:
            yield self.problem("ocfl/file-missing", f"'{show_name(path)}' is missing", "inventory.json")
        elif (found := self.files.compute_digests(path, [algorithm])) is None:
            yield self.problem("ocfl/digest-differs", "cannot be read", path)
        elif found[0][algorithm] != digest.lower():
            yield self.problem("ocfl/digest-differs", "is not the file that was listed: its digest differs", path)


def _parse_inventory(data: bytes) -> _Inventory:
    """Return an inventory; _IncorrectInventoryError for anything else, with the reason."""
    try:
        found = read_json(data, "inventory.json")
    except UnreadableInputError as error:
        raise _IncorrectInventoryError(f"is no inventory: {str(error).partition(': ')[2]}") from None
    if not isinstance(found, dict) or not all(key in found for key in _KEYS):
        raise _IncorrectInventoryError(f"is no inventory: expected an object with {', '.join(_KEYS)}")
    algorithm, head, manifest, versions = (found[key] for key in ("digestAlgorithm", "head", "manifest", "versions"))
    folder = found.get("contentDirectory", "content")
    if not isinstance(algorithm, str) or algorithm not in _ALGORITHMS:
        raise _IncorrectInventoryError("expected 'sha512' or 'sha256' as 'digestAlgorithm'")
    if not _is_manifest(manifest):
        raise _IncorrectInventoryError("expected lists of paths by digests as 'manifest'")
    if not isinstance(versions, dict) or not all(isinstance(one, dict) for one in versions.values()):
        raise _IncorrectInventoryError("expected objects by names as 'versions'")
    if not isinstance(head, str):
        raise _IncorrectInventoryError("expected the name of a version as 'head'")
    if not isinstance(folder, str) or "/" in folder or folder in {"", ".", ".."}:
        raise _IncorrectInventoryError("expected the name of a folder as 'contentDirectory'")
    return _Inventory(algorithm, head, manifest, versions, folder)


def _is_manifest(value: object) -> bool:
    """Return whether a value has lists of paths by digests."""
    lists = value.values() if isinstance(value, dict) else [None]
    return all(isinstance(each, list) and all(isinstance(path, str) for path in each) for each in lists)
