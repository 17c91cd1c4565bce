"""Verifies an RO-Crate: its metadata, and the files that they name (RO-Crate 1.1 to 1.3)."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from teikit.diagnostics import Diagnostic, Severity
from teikit.exports.verification.listed_files import ListedFile, ListingRules, PackageChecker, parse_size, resolve_path
from teikit.messages import escape_control
from teikit.storage.archives import Files, is_litter

_METADATA = "ro-crate-metadata.json"
_MISSING_RULE = "ro-crate/file-missing"
_RULES = ListingRules(_MISSING_RULE, "ro-crate/digest-differs", "ro-crate/size-differs", "ro-crate/name-unsafe")
# The page and the folder that show a crate to people.
_PREVIEW = "ro-crate-preview"
_PACKED_BY_TEIKIT = re.compile(r"packed by teikit \d")
Entity = Mapping[str, Any]


def is_crate(files: Files) -> bool:
    """Return whether a package has the metadata of an RO-Crate."""
    return _METADATA in files.openers


def _entities(data: bytes) -> dict[str, Entity] | None:
    """Return the entities of a crate by their ids, None for anything else."""
    try:
        graph = json.loads(data)["@graph"]
        return {one["@id"]: one for one in graph if isinstance(one["@id"], str)}
    except (ValueError, RecursionError, KeyError, TypeError):
        return None


def _as_list(value: object) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _references(entity: Entity, name: str) -> list[str]:
    found = (one.get("@id") if isinstance(one, dict) else None for one in _as_list(entity.get(name)))
    return [one for one in found if isinstance(one, str)]


def _root_id(entities: Mapping[str, Entity]) -> str:
    """Return the id of the crate itself, empty if the metadata name none."""
    root = next(iter(_references(entities.get(_METADATA, {}), "about")), "")
    return root if "Dataset" in _as_list(entities.get(root, {}).get("@type")) else ""


def is_teikits_crate(files: Files) -> bool:
    """Return whether teikit made a crate, by what the crate says of itself, and no preview was added."""
    entities = _entities(files.read(_METADATA)) or {}
    if any(name.startswith(_PREVIEW) for name in files.openers):
        return False
    return bool(_PACKED_BY_TEIKIT.search(str(entities.get(_root_id(entities), {}).get("description"))))


class CrateChecker(PackageChecker):
    """Checks one crate."""

    def check(self) -> Iterator[Diagnostic]:
        """Yield what is wrong with the crate."""
        yield from super().check()
        entities = _entities(self.files.read(_METADATA))
        if entities is None:
            message = "expected a JSON object with '@graph', a list of entities each with an '@id'"
            yield self.problem("ro-crate/metadata-incorrect", message, _METADATA)
            return
        root = _root_id(entities)
        if not root:
            message = f"the entity '{_METADATA}' is 'about' no Dataset, which the crate would be"
            yield self.problem("ro-crate/root-missing", message, _METADATA)
            return
        yield from self._check_parts(entities, root)
        yield from self._check_undescribed_files(entities)

    def _check_parts(self, entities: Mapping[str, Entity], root: str) -> Iterator[Diagnostic]:
        """Yield missing and changed files among the parts of the crate, and their parts, as far as they are in it."""
        reached, waiting = {root}, [root]
        for identifier in waiting:
            more = dict.fromkeys(_references(entities.get(identifier, {}), "hasPart"))
            waiting += [one for one in more if one not in reached]
            reached |= more.keys()
        listed: list[ListedFile] = []
        for identifier in waiting[1:]:
            path, entity = resolve_path(identifier), entities.get(identifier, {})
            if path is None or identifier.startswith("#"):
                continue
            if not identifier.endswith("/"):
                listed.append(_listed_file(path, entity))
            elif path not in self.files.folders:
                message = f"the folder '{escape_control(path)}' is missing"
                yield self.problem(_MISSING_RULE, message, _METADATA)
        yield from self.check_listed_files(listed, _RULES)

    def _check_undescribed_files(self, entities: Mapping[str, Entity]) -> Iterator[Diagnostic]:
        """Yield files that no entity describes, nor the folder that contains them; a preview describes the crate."""
        known = {resolve_path(one): one for one in entities}
        folders = tuple(f"{path}/" for path, one in known.items() if path not in {None, "."} and one.endswith("/"))
        for path in sorted(self.files.openers.keys() - known.keys()):
            if not path.startswith((*folders, _PREVIEW)) and not is_litter(path.rpartition("/")[2]):
                message = f"is not described in '{_METADATA}'"
                yield self.problem("ro-crate/file-not-described", message, path, severity=Severity.WARNING)


def _listed_file(path: str, entity: Entity) -> ListedFile:
    size, digest = str(entity.get("contentSize", "")), entity.get("sha256")
    digests = {"sha256": digest} if isinstance(digest, str) else {}
    return ListedFile(path, _METADATA, 0, digests, parse_size(size))
