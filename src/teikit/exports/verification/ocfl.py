"""Verifies an OCFL object (OCFL 1.1, clause 3): its declaration, its inventory, its content."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from teikit.diagnostics import Diagnostic
from teikit.exports.verification.listed_files import PackageChecker
from teikit.messages import escape_control
from teikit.storage.archives import Files

_ALGORITHMS = {"sha512", "sha256"}
_DECLARATION = re.compile(r"0=(ocfl_object_1\.[0-9]+)")
_SIDECAR = re.compile(rb"([0-9A-Fa-f]+)[ \t]+inventory\.json\s*")
# Folders of an object that its inventory does not list.
_UNCHECKED_FOLDERS = ("logs/", "extensions/")
_KEYS = ("id", "type", "digestAlgorithm", "head", "manifest", "versions")


def is_ocfl(files: Files) -> bool:
    """Return whether a package calls itself an OCFL object, or has an inventory as one has."""
    return any(name.startswith("0=ocfl_object_") for name in files.openers) or "inventory.json" in files.openers


def is_teikits_ocfl(files: Files) -> bool:
    """Return whether teikit made all versions of an object, and no files were added that inventories do not list."""
    inventory = _parse_inventory(files.read("inventory.json")) if "inventory.json" in files.openers else None
    names = [_user_name(one) for one in inventory["versions"].values()] if inventory else []
    added = any(name.startswith(_UNCHECKED_FOLDERS) for name in files.openers)
    return bool(names) and not added and all(name.startswith("teikit ") for name in names)


def _user_name(version: object) -> str:
    user = version.get("user") if isinstance(version, dict) else None
    return str(user.get("name")) if isinstance(user, dict) else ""


class OcflChecker(PackageChecker):
    """Checks one object."""

    def check(self) -> Iterator[Diagnostic]:
        """Yield what is wrong with the object."""
        yield from self._check_declaration()
        for name in self.files.irregular:
            yield self.problem("ocfl/file-not-listed", "is a link, a device or encrypted; objects hold files", name)
        if "inventory.json" not in self.files.openers:
            yield self.problem("ocfl/inventory-incorrect", "the inventory 'inventory.json' is missing")
            return
        data = self.files.read("inventory.json")
        inventory = _parse_inventory(data)
        if inventory is None:
            message = f"is no inventory: expected an object with {', '.join(_KEYS)}"
            yield self.problem("ocfl/inventory-incorrect", message, "inventory.json")
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
            message = f"is not the inventory whose digest stands in '{escape_control(sidecar)}'"
            yield self.problem("ocfl/digest-differs", message, name)

    def _check_version_inventories(self, data: bytes, inventory: Mapping[str, Any]) -> Iterator[Diagnostic]:
        """Check the inventories of the versions (clause 3.7): that of the head is the object's own."""
        for version in sorted(inventory["versions"]):
            name = f"{version}/inventory.json"
            if name not in self.files.openers:
                continue
            former = self.files.read(name)
            parsed = _parse_inventory(former)
            if parsed is None:
                yield self.problem("ocfl/inventory-incorrect", "is no inventory", name)
                continue
            yield from self._check_sidecar(name, former, parsed["digestAlgorithm"])
            if version == inventory["head"] and former != data:
                message = "is not the inventory of the object, as its head's is"
                yield self.problem("ocfl/inventory-incorrect", message, name)

    def _check_unexpected_files(self, inventory: Mapping[str, Any]) -> Iterator[Diagnostic]:
        """Yield files in places where objects have none (clauses 3.1 and 3.3)."""
        tops = ("", *(f"{version}/" for version in inventory["versions"]))
        endings = ("", *(f".{algorithm}" for algorithm in _ALGORITHMS))
        known = {f"{top}inventory.json{ending}" for top in tops for ending in endings}
        for path in sorted(self.files.openers.keys() - known):
            if not (
                path.startswith((*_content_folders(inventory), *_UNCHECKED_FOLDERS)) or _DECLARATION.fullmatch(path)
            ):
                yield self.problem("ocfl/file-not-listed", "is in a place where objects have no files", path)

    def _check_inventory(self, data: bytes, inventory: Mapping[str, Any]) -> Iterator[Diagnostic]:
        yield from self._check_sidecar("inventory.json", data, inventory["digestAlgorithm"])
        known = set(inventory["manifest"])
        for version, described in sorted(inventory["versions"].items()):
            state = described.get("state", {}) if isinstance(described, dict) else {}
            if not state or set(state) - known:
                message = f"version '{escape_control(version)}' has files that the manifest lacks, or none at all"
                yield self.problem("ocfl/inventory-incorrect", message, "inventory.json")
        if inventory["head"] not in inventory["versions"]:
            message = f"the head '{escape_control(str(inventory['head']))}' is no version of it"
            yield self.problem("ocfl/inventory-incorrect", message, "inventory.json")

    def _check_content(self, inventory: Mapping[str, Any]) -> Iterator[Diagnostic]:
        algorithm = inventory["digestAlgorithm"]
        listed = {path: digest for digest, paths in inventory["manifest"].items() for path in paths}
        for path, digest in sorted(listed.items()):
            if path not in self.files.openers:
                yield self.problem("ocfl/file-missing", f"'{escape_control(path)}' is missing", "inventory.json")
                continue
            found = self.files.compute_digests(path, [algorithm])
            if found is None:
                yield self.problem("ocfl/digest-differs", "cannot be read", path)
            elif found[0][algorithm] != digest.lower():
                yield self.problem("ocfl/digest-differs", "is not the file that was listed: its digest differs", path)
        for path in sorted(self.files.openers.keys() - listed.keys()):
            if path.startswith(_content_folders(inventory)):
                yield self.problem("ocfl/file-not-listed", "is not listed in 'inventory.json'", path)


def _content_folders(inventory: Mapping[str, Any]) -> tuple[str, ...]:
    folder = inventory.get("contentDirectory", "content")
    return tuple(f"{version}/{folder}/" for version in inventory["versions"])


def _parse_inventory(data: bytes) -> Mapping[str, Any] | None:
    """Return an inventory whose parts have the types that the specification requires, None for anything else."""
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict) or not all(key in found for key in _KEYS):
        return None
    paths = _is_manifest(found["manifest"])
    known = isinstance(found["digestAlgorithm"], str) and found["digestAlgorithm"] in _ALGORITHMS
    named = isinstance(found["versions"], dict) and isinstance(found["head"], str)
    return found if paths and known and named else None


def _is_manifest(value: object) -> bool:
    """Return whether a value has lists of paths by digests."""
    lists = value.values() if isinstance(value, dict) else [None]
    return all(isinstance(each, list) and all(isinstance(path, str) for path in each) for each in lists)
