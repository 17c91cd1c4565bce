"""Verifies an RO-Crate: its metadata, and the files that they name (RO-Crate 1.1 to 1.3)."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from teikit.diagnostics import Diagnostic, Severity
from teikit.errors import TeikitError, UnreadableInputError
from teikit.exports.verification.listed_files import (
    ListedFile,
    ListingRules,
    PackageChecker,
    is_below,
    parse_size,
    resolve_path,
)
from teikit.formats.archives import leads_out, show_name
from teikit.formats.json import read_json
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


class _IncorrectMetadataError(TeikitError):
    """A crate's metadata are none."""


def _entities(files: Files) -> dict[str, Entity]:
    """Return the entities of a crate by their ids; _IncorrectMetadataError if they are none."""
    data = files.read(_METADATA)
    try:
        content = read_json(data, _METADATA)
    except UnreadableInputError as error:
        raise _IncorrectMetadataError(str(error).partition(": ")[2]) from None
    graph = content.get("@graph") if isinstance(content, dict) else None
    if not isinstance(graph, list) or not all(map(_is_entity, graph)):
        raise _IncorrectMetadataError("expected a JSON object with '@graph', a list of entities each with an '@id'")
    return {one["@id"]: one for one in graph}


def _is_entity(value: object) -> bool:
    return isinstance(value, dict) and isinstance(value.get("@id"), str)


def _as_list(value: object) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _references(entity: Entity, name: str) -> list[str]:
    found = (one.get("@id") if isinstance(one, dict) else None for one in _as_list(entity.get(name)))
    return [one for one in found if isinstance(one, str)]


def _root_id(entities: Mapping[str, Entity]) -> str:
    """Return the id of the crate itself, empty if the metadata name none."""
    root = next(iter(_references(entities.get(_METADATA, {}), "about")), "")
    return root if "Dataset" in _types(entities.get(root, {})) else ""


def is_teikits_crate(files: Files) -> bool:
    """Return whether teikit made a crate, by what the crate says of itself, and no preview was added."""
    try:
        entities = _entities(files)
    except _IncorrectMetadataError:
        return False
    if any(name.startswith(_PREVIEW) for name in files.openers):
        return False
    description = entities.get(_root_id(entities), {}).get("description")
    return isinstance(description, str) and bool(_PACKED_BY_TEIKIT.search(description))


class CrateChecker(PackageChecker):
    """Checks one crate."""

    def check(self) -> Iterator[Diagnostic]:
        """Yield what is wrong with the crate."""
        yield from super().check()
        try:
            entities = _entities(self.files)
        except _IncorrectMetadataError as error:
            yield self.problem("ro-crate/metadata-incorrect", str(error), _METADATA)
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
            # `|=` would copy the set: the keys of a table are no set.
            reached.update(more)
        # What no part names is no part, but must not lead out of the crate all the same.
        waiting += [one for one, entity in entities.items() if one not in reached and _is_unsafe_file(one, entity)]
        listed: list[ListedFile] = []
        for identifier in waiting[1:]:
            path, entity = resolve_path(identifier), entities.get(identifier, {})
            if path is None or identifier.startswith("#"):
                continue
            if not identifier.endswith("/") or leads_out(path):
                listed.append(_listed_file(path, entity))
            elif path not in self.files.folders:
                message = f"the folder '{show_name(path)}' is missing"
                yield self.problem(_MISSING_RULE, message, _METADATA)
        yield from self.check_listed_files(listed, _RULES)

    def _check_undescribed_files(self, entities: Mapping[str, Entity]) -> Iterator[Diagnostic]:
        """Yield files that no entity describes, nor the folder that contains them; a preview describes the crate."""
        known = {resolve_path(one): one for one in entities}
        folders = {path for path, one in known.items() if path not in {None, "."} and one.endswith("/")}
        for path in sorted(self.files.openers.keys() - known.keys()):
            is_described = path.startswith(_PREVIEW) or is_below(path, folders)
            if not is_described and not is_litter(path.rpartition("/")[2]):
                message = f"is not described in '{_METADATA}'"
                yield self.problem("ro-crate/file-not-described", message, path, severity=Severity.WARNING)


def _is_unsafe_file(identifier: str, entity: Entity) -> bool:
    path = resolve_path(identifier)
    is_file = not {"File", "Dataset"}.isdisjoint(_types(entity))
    return is_file and path is not None and leads_out(path)


def _types(entity: Entity) -> list[str]:
    return [one for one in _as_list(entity.get("@type")) if isinstance(one, str)]


def _listed_file(path: str, entity: Entity) -> ListedFile:
    size, digest = entity.get("contentSize"), entity.get("sha256")
    digests = {"sha256": digest} if isinstance(digest, str) else {}
    return ListedFile(path, _METADATA, 0, digests, parse_size(str(size)) if isinstance(size, str | int) else None)
