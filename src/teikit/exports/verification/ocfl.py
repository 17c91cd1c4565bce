"""An OCFL object to what is wrong with it (OCFL 1.1, clause 3): its declaration, its inventory, its content."""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from teikit.diagnostics import Diagnostic
from teikit.exports.verification.listed_files import PackageChecker
from teikit.messages import escape_control
from teikit.storage.archives import Files

_ALGORITHMS = {"sha512", "sha256"}
_DECLARATION = re.compile(r"0=(ocfl_object_1\.[0-9]+)")
_SIDECAR = re.compile(rb"([0-9A-Fa-f]+)[ \t]+inventory\.json\s*")
# Folders of an object that its inventory says nothing of.
_UNCHECKED_FOLDERS = ("logs/", "extensions/")
_KEYS = ("id", "type", "digestAlgorithm", "head", "manifest", "versions")


def is_ocfl(files: Files) -> bool:
    """Say whether a package calls itself an OCFL object, or has an inventory as one has."""
    return any(name.startswith("0=ocfl_object_") for name in files.openers) or "inventory.json" in files.openers


def is_teikits_ocfl(files: Files) -> bool:
    """Say whether teikit made all versions of an object, and nobody added what inventories say nothing of."""
    inventory = _parse_inventory(files.read("inventory.json")) if "inventory.json" in files.openers else None
    versions = inventory["versions"].values() if inventory else []
    names = [_user_name(one) for one in versions]
    added = any(name.startswith(_UNCHECKED_FOLDERS) for name in files.openers)
    return bool(names) and not added and all(name.startswith("teikit ") for name in names)


def _user_name(version: object) -> str:
    user = version.get("user") if isinstance(version, dict) else None
    return str(user.get("name")) if isinstance(user, dict) else ""


class _OcflChecker:
    """Looks through one object; `name` is its name for people."""

    def __init__(self, files: Files, name: str) -> None:
        self._files = files
        self._problem = PackageChecker(files, name).problem

    def check(self) -> Iterator[Diagnostic]:
        yield from self._check_declaration()
        for name in self._files.irregular:
            yield self._problem("ocfl/file-not-listed", "is a link, a device or encrypted; objects hold files", name)
        if "inventory.json" not in self._files.openers:
            yield self._problem("ocfl/inventory-incorrect", "the inventory 'inventory.json' is missing")
            return
        data = self._files.read("inventory.json")
        inventory = _parse_inventory(data)
        if inventory is None:
            message = f"is no inventory: expected an object with {', '.join(_KEYS)}"
            yield self._problem("ocfl/inventory-incorrect", message, "inventory.json")
            return
        yield from self._check_inventory(data, inventory)
        yield from self._check_version_inventories(data, inventory)
        yield from self._check_content(inventory)
        yield from self._check_unexpected_files(inventory)

    def _check_declaration(self) -> Iterator[Diagnostic]:
        found = [matched for name in self._files.openers if (matched := _DECLARATION.fullmatch(name))]
        if not found:
            yield self._problem("ocfl/declaration-missing", "the declaration '0=ocfl_object_1.1' is missing")
        for matched in found:
            if self._files.read(matched[0]) != f"{matched[1]}\n".encode():
                message = f"expected '{matched[1]}' and the end of the line, and nothing else"
                yield self._problem("ocfl/declaration-incorrect", message, matched[0])

    def _check_sidecar(self, name: str, data: bytes, algorithm: str) -> Iterator[Diagnostic]:
        """Compare an inventory with the digest in the file beside it."""
        sidecar = f"{name}.{algorithm}"
        told = _SIDECAR.fullmatch(self._files.read(sidecar)) if sidecar in self._files.openers else None
        if told is None or told[1].decode().lower() != hashlib.new(algorithm, data).hexdigest():
            yield self._problem(
                "ocfl/digest-differs", f"is not the inventory whose digest stands in '{escape_control(sidecar)}'", name
            )

    def _check_version_inventories(self, data: bytes, inventory: Mapping[str, Any]) -> Iterator[Diagnostic]:
        """Look at the inventories of the versions (clause 3.7): that of the head is the object's own."""
        for version in sorted(inventory["versions"]):
            name = f"{version}/inventory.json"
            if name not in self._files.openers:
                continue
            held = self._files.read(name)
            former = _parse_inventory(held)
            if former is None:
                yield self._problem("ocfl/inventory-incorrect", "is no inventory", name)
                continue
            yield from self._check_sidecar(name, held, former["digestAlgorithm"])
            if version == inventory["head"] and held != data:
                yield self._problem(
                    "ocfl/inventory-incorrect", "is not the inventory of the object, as its head's is", name
                )

    def _check_unexpected_files(self, inventory: Mapping[str, Any]) -> Iterator[Diagnostic]:
        """Look for files where objects have none (clauses 3.1 and 3.3)."""
        folder = inventory.get("contentDirectory", "content")
        above = tuple(f"{version}/{folder}/" for version in inventory["versions"])
        tops = ("", *(f"{version}/" for version in inventory["versions"]))
        endings = ("", *(f".{algorithm}" for algorithm in _ALGORITHMS))
        known = {f"{top}inventory.json{ending}" for top in tops for ending in endings}
        for path in sorted(self._files.openers.keys() - known):
            if not (path.startswith((*above, *_UNCHECKED_FOLDERS)) or _DECLARATION.fullmatch(path)):
                yield self._problem("ocfl/file-not-listed", "is in a place where objects have no files", path)

    def _check_inventory(self, data: bytes, inventory: Mapping[str, Any]) -> Iterator[Diagnostic]:
        yield from self._check_sidecar("inventory.json", data, inventory["digestAlgorithm"])
        known = set(inventory["manifest"])
        for version, held in sorted(inventory["versions"].items()):
            state = held.get("state", {}) if isinstance(held, dict) else {}
            if not state or set(state) - known:
                message = f"version '{escape_control(version)}' has files that the manifest lacks, or none at all"
                yield self._problem("ocfl/inventory-incorrect", message, "inventory.json")
        if inventory["head"] not in inventory["versions"]:
            message = f"the head '{escape_control(str(inventory['head']))}' is no version of it"
            yield self._problem("ocfl/inventory-incorrect", message, "inventory.json")

    def _check_content(self, inventory: Mapping[str, Any]) -> Iterator[Diagnostic]:
        folder, algorithm = inventory.get("contentDirectory", "content"), inventory["digestAlgorithm"]
        listed = {path: digest for digest, paths in inventory["manifest"].items() for path in paths}
        for path, digest in sorted(listed.items()):
            if path not in self._files.openers:
                yield self._problem("ocfl/file-missing", f"'{escape_control(path)}' is missing", "inventory.json")
                continue
            found = self._files.compute_digests(path, [algorithm])
            if found is None:
                yield self._problem("ocfl/digest-differs", "cannot be read", path)
            elif found[0][algorithm] != digest.lower():
                yield self._problem("ocfl/digest-differs", "is not the file that was listed: its digest differs", path)
        yield from self._check_unlisted_content(folder, inventory["versions"], listed)

    def _check_unlisted_content(
        self, folder: str, versions: Iterable[str], listed: Mapping[str, str]
    ) -> Iterator[Diagnostic]:
        above = tuple(f"{version}/{folder}/" for version in versions)
        inside = (path for path in self._files.openers if path.startswith(above))
        for path in sorted(path for path in inside if path not in listed):
            yield self._problem("ocfl/file-not-listed", "is not listed in 'inventory.json'", path)


def _parse_inventory(data: bytes) -> Mapping[str, Any] | None:
    """Return an inventory whose parts are of the kinds that the specification wants, None for anything else."""
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
    """Tell whether a value has lists of paths by digests."""
    lists = value.values() if isinstance(value, dict) else [None]
    return all(isinstance(each, list) and all(isinstance(path, str) for path in each) for each in lists)


def ocfl_problems(files: Files, name: str) -> list[Diagnostic]:
    """Return what is wrong with an OCFL object, called `name` for people; nothing if it is valid."""
    return list(_OcflChecker(files, name).check())
