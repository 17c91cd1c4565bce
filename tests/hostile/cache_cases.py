"""Caches and stored schemas that are foreign, broken or hostile."""

import json
import os
import sqlite3
import zlib

from hostile.case import Case, Place
from hostile.making import BIDI, FILES, flip


def _foreign_cache(place: Place) -> None:
    for name in ("results.sqlite", "mine.txt", "x.schema", "schemas"):
        (place.cache / name).write_bytes(b"mine")


def _linked_cache(place: Place) -> None:
    place.cache.rmdir()
    place.cache.symlink_to(place.outside)


def _corrupt_cache(place: Place) -> None:
    database = sqlite3.connect(place.cache / "results.sqlite")
    database.execute("pragma application_id = 1952803179")
    database.execute(
        "create table results (number INTEGER PRIMARY KEY, key BLOB UNIQUE NOT NULL, content BLOB NOT NULL)"
    )
    database.executemany(
        "insert into results (key, content) values (?, ?)",
        ((bytes([i]) * 20, zlib.compress(b"x" * 50_000)) for i in range(50)),
    )
    database.commit()
    database.close()
    path = place.cache / "results.sqlite"
    path.write_bytes(flip(path.read_bytes(), 53, 4_096, 0xFF))


def _cache_of_pickles(place: Place) -> None:
    for name in ("a" * 64, "97a7d85e71b9ff026b68285cf5604c6a8194e7c4250daaa4c281e13006be8957"):
        (place.cache / f"{name}.schema").write_bytes(b"cos\nsystem\n(S'touch ../outside/pwned'\ntR.")


def _special_cache(place: Place) -> None:
    os.mkfifo(place.cache / "results.sqlite")
    (place.cache / "x.schema").symlink_to("/dev/zero")


def _cache_is_a_file(place: Place) -> None:
    place.cache.rmdir()
    place.cache.write_text("mine")


def _store(text: str) -> object:
    def make(place: Place) -> None:
        folder = place.home / ".local/share/teikit/schemas/x"
        folder.mkdir(parents=True)
        (folder / "schema.json").write_text(text)

    return make


CASES = (
    *(
        Case(f"cache/{name}-{verb}", command, FILES, status=(0, 1, 2), prepare=prepare, own_cache=True, writes=writes)
        for name, prepare, writes in (
            ("foreign", _foreign_cache, ()),
            ("corrupt", _corrupt_cache, ()),
            ("pickles", _cache_of_pickles, ()),
            ("special", _special_cache, ()),
            # A user may keep the cache elsewhere.
            ("linked", _linked_cache, ("outside/*.schema",)),
            ("file", _cache_is_a_file, ()),
        )
        for verb, command in (
            ("validate", "validate a.xml --schema letter"),
            ("show", "cache show"),
            ("clear", "cache clear"),
        )
    ),
    Case(
        "cache/foreign-files-stay",
        "$TEIKIT cache clear; cat @WORK@/../cache/mine.txt @WORK@/../cache/x.schema",
        in_shell=True,
        prepare=_foreign_cache,
        own_cache=True,
        word="minemine",
        status=0,
    ),
    *(
        Case(f"store/{name}", command, FILES, status=(0, 1, 2), prepare=_store(text))
        for name, text, command in (
            ("nested", "[" * 100_000, "schema list"),
            ("nested-show", "[" * 100_000, "schema show x"),
            ("digits", '{"format": ' + "9" * 9_000 + "}", "schema show x"),
            ("types", '{"format": 1, "main": 7, "files": [], "source": null}', "schema show x"),
            (
                "outside",
                json.dumps(
                    {
                        "format": 1,
                        "main": "../../../../../outside/secret.xml",
                        "source": f"x{BIDI}\x1b[31m",
                        "version": "\x1b]0;x\x07",
                        "files": {"../../../../../outside/secret.xml": "00"},
                    }
                ),
                "schema show x",
            ),
            ("validate", '{"format": 1}', "validate a.xml --schema x"),
            ("remove", '{"format": 1e999}', "schema list"),
        )
    ),
)
