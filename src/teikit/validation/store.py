"""The user's schema store: schemas under short names, with all their includes, in the user's data folder.

A schema is a folder, added whole or not at all. `schema.json` in it has the source and the digest of each file;
`files/` contains them in their original layout, so that relative includes work.
"""

import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any

from teikit.errors import IncorrectSchemaError, OutputError, UnreadableInputError
from teikit.messages import escape_control
from teikit.storage.files import first_bytes, make_folder, read_file

# The name of TEI P5 itself, with its prose.
P5_NAME = "tei"
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}")
_ABOUT, _FILES = "schema.json", "files"
_FORMAT = 1
_PROLOG_BYTES = 1 << 16


@dataclass(frozen=True, slots=True)
class StoredSchema:
    """A schema in the store.

    `main` is its main file, `source` the path or URI it was added from. `digest` is the SHA-256 of all its files with
    their names. `uris` maps each URI it was read from to the stored file.
    """

    name: str
    folder: Path
    main: Path
    source: str
    version: str
    digest: str
    uris: Mapping[str, str]

    @property
    def is_p5(self) -> bool:
        """Whether it is a copy of TEI P5; before the name meant that, any schema could have it."""
        if self.name != P5_NAME:
            return False
        # Few runs need the beginning of a schema.
        from teikit.document.prolog import read_prolog  # noqa: PLC0415

        return read_prolog([first_bytes(self.main, _PROLOG_BYTES)]).root.startswith("http://www.tei-c.org/ns/1.0 ")


class Store:
    """The schemas in a folder, which is created when the first one is added."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find(self, name: str) -> StoredSchema | None:
        """Return the schema with a name, None if there is none.

        Raises:
            IncorrectSchemaError: it exists, but is damaged.
        """
        if not _NAME.fullmatch(name) or not (self._folder / name).is_dir():
            return None
        return _read_schema(name, self._folder / name)

    def all(self) -> Iterator[StoredSchema]:
        """Yield all schemas by name; damaged ones are skipped."""
        for name in self.names():
            try:
                yield _read_schema(name, self._folder / name)
            except IncorrectSchemaError:
                continue

    def names(self) -> list[str]:
        """Return the names of all schemas."""
        try:
            return sorted(each.name for each in self._folder.iterdir() if _NAME.fullmatch(each.name) and each.is_dir())
        except OSError:
            return []

    def add(
        self, name: str, source: str, files: Mapping[str, bytes], version: str, *, force: bool = False
    ) -> StoredSchema:
        """Add a schema under a name; `files` are its bytes by original path or URI, its main file first.

        Raises:
            OutputError: the name is invalid, or taken and `force` is not given, or nothing can be written.
        """
        check_name(name)
        target = self._folder / name
        if os.path.lexists(target) and not force:
            raise OutputError(f"the schema '{name}' is there already; give --force to replace it")
        laid = _relative_names(files)
        about = {
            "format": _FORMAT,
            "source": source,
            "version": version,
            "main": laid[next(iter(files))],
            "files": {laid[each]: sha256(data).hexdigest() for each, data in files.items()},
            "uris": laid,
        }
        for each in files:
            if "://" not in each and Path(each).resolve().is_relative_to(target.resolve()):
                raise OutputError(f"{escape_control(each)}: is in the schema '{name}', which would be replaced")
        # Imported here since few runs add schemas.
        from teikit.storage.packages import write_package  # noqa: PLC0415

        make_folder(self._folder, 0o700)
        description = json.dumps(about, indent=1, ensure_ascii=False).encode()
        entries = [*((f"{_FILES}/{laid[each]}", data) for each, data in files.items()), (_ABOUT, description)]
        write_package(target, entries, force=True, check=_check_is_schema)
        return _read_schema(name, target)

    def remove(self, name: str) -> None:
        """Remove a schema.

        Raises:
            IncorrectSchemaError: there is none of that name.
            OutputError: it cannot be removed.
        """
        target = self._folder / name
        if name not in self.names():
            raise IncorrectSchemaError(f"{escape_control(name)}: {no_such_schema_message(self.names())}")
        _check_is_schema(target)
        # Imported here since few runs remove schemas.
        from teikit.storage.folders import remove_folder  # noqa: PLC0415

        remove_folder(target)


def _check_is_schema(folder: Path) -> None:
    """Raise OutputError if a folder contains anything but the parts of a stored schema, damaged or not."""
    others = sorted({each.name for each in folder.iterdir()} - {_ABOUT, _FILES})
    if others:
        other = escape_control(others[0])
        raise OutputError(f"{escape_control(folder)}: holds '{other}', which is no part of a schema; it is kept")


def no_such_schema_message(names: list[str]) -> str:
    """Return the message that the store has no schema of a name, with the names that there are."""
    there = f"there are: {', '.join(names)}" if names else "none was added yet"
    return f"no schema was added under that name; {there}"


def check_name(name: str) -> None:
    """Raise OutputError if a name is not valid for a schema."""
    if not _NAME.fullmatch(name):
        syntax = "a letter, then letters, digits, '-' and '_', 64 at most"
        raise OutputError(f"{escape_control(name)}: a schema's name is {syntax}")


def _relative_names(files: Mapping[str, bytes]) -> dict[str, str]:
    """Return a safe relative name for each path or URI, such that relative references between the files still work."""
    paths = [each for each in files if "://" not in each]
    top = os.path.commonpath([os.path.dirname(os.path.abspath(each)) for each in paths]) if paths else ""  # noqa: PTH100, PTH120
    laid: dict[str, str] = {}
    for each in files:
        name = each.partition("://")[2] if "://" in each else os.path.relpath(os.path.abspath(each), top)  # noqa: PTH100
        parts = PurePosixPath(name.replace("\\", "/")).parts
        place = "/".join(_sanitize(part) for part in parts if part not in {"/", ".", ".."}) or "schema"
        laid[each] = place if place not in laid.values() else f"{len(laid)}/{place}"
    return laid


def _sanitize(part: str) -> str:
    return "".join(char if char.isalnum() or char in "._-+ " else "_" for char in part)[:100]


def _read_schema(name: str, folder: Path) -> StoredSchema:
    try:
        about = _read_description(folder / _ABOUT)
        files: dict[str, str] = about["files"]
        for each, digest in files.items():
            if sha256(read_file(_stored_path(folder, each))).hexdigest() != digest:
                where = escape_control(each)
                raise IncorrectSchemaError(f"the schema '{name}' is damaged ({where}); add it again with --force")
        uris = {uri: str(_stored_path(folder, place)) for uri, place in about["uris"].items()}
        digest = sha256(json.dumps(files, sort_keys=True).encode()).hexdigest()
        main = _stored_path(folder, about["main"])
        return StoredSchema(name, folder, main, str(about["source"]), str(about["version"]), digest, uris)
    except (UnreadableInputError, KeyError, TypeError, AttributeError):
        raise IncorrectSchemaError(f"the schema '{name}' is damaged; add it again with --force") from None


def _read_description(path: Path) -> Any:
    # Reads JSON only where schemas were added.
    from teikit.formats.json import read_json  # noqa: PLC0415

    return read_json(read_file(path, "data-bytes"), os.fspath(path))


def _stored_path(folder: Path, name: str) -> Path:
    """Return the path of a file of a stored schema; raises UnreadableInputError if it is not in its folder."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name:
        raise UnreadableInputError(f"{escape_control(name)}: is no file of a stored schema")
    return folder / _FILES / path
