"""A thousand packages that were changed at random: each has a verdict, or is refused in one sentence."""

import json
import random
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from support import archives
from teikit.diagnostics import Diagnostic
from teikit.errors import TeikitError
from teikit.exports.formats import FORMATS
from teikit.exports.packages.contents import Contents
from teikit.exports.verification.verify import verify
from teikit.messages import escape_control

PACKAGES = [name for name, form in FORMATS.items() if form.pack]
# Of each kind of package.
TIMES = 200
Entries = list[tuple[str, bytes]]
ODD_TEXTS = [
    "", ".", "..", "/", "../x", "data/../../x", "b/../../x", "/etc/passwd", "C:\\x", "..\\x",
    "a\0b", "a\nb", "\x1b[2J", "\u202ex", "x" * 5_000, "é", "e\u0301", "\ud800", "file:///etc/passwd", "FILE:../x",
    "http://[", "%2e%2e/x", "%00", "undefined",
    "punycode", "shake_128", "9" * 5_000, "-1", "1e999", "::", "a//b", "./a", "data", "data/",
]  # fmt: skip
ODD_VALUES: list[Any] = [None, True, 0, -1, 10**30, 1.5, [], {}, [[]], [None], {"a": {}}, {"": [1]}, *ODD_TEXTS]
ODD_BYTES = [each.encode("utf-8", "surrogatepass") for each in ODD_TEXTS] + [
    b"\n" * 300,
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\r",
]


def change_bytes(chance: random.Random, data: bytes) -> bytes:
    for _ in range(chance.choice((1, 1, 2, 5))):
        at = chance.randrange(len(data) + 1)
        until = min(len(data), at + chance.choice((0, 1, 4, 50)))
        middle = chance.choice((b"", bytes([chance.randrange(256)]), chance.choice(ODD_BYTES), data[at:until] * 2))
        data = data[:at] + middle + data[until:]
    return data[: chance.randrange(len(data) + 1)] if chance.random() < 0.1 else data


def change_value(chance: random.Random, value: Any) -> Any:
    """A value of JSON with one of its parts replaced, or left out, or under another name."""
    if not isinstance(value, dict | list) or not value or chance.random() < 0.1:
        return chance.choice(ODD_VALUES)
    changed = value.copy()
    key = chance.choice(list(value)) if isinstance(value, dict) else chance.randrange(len(value))
    if chance.random() < 0.15:
        taken = changed.pop(key)
        if isinstance(changed, dict) and chance.random() < 0.5:
            changed[chance.choice(ODD_TEXTS)] = taken
    else:
        changed[key] = change_value(chance, value[key])
    return changed


def change_lines(chance: random.Random, data: bytes) -> bytes:
    lines = data.split(b"\n")
    at = chance.randrange(len(lines))
    words = lines[at].split(b" ")
    words[chance.randrange(len(words))] = chance.choice(ODD_BYTES)
    lines[at : at + chance.randrange(2)] = [b" ".join(words)]
    return b"\n".join(lines)


def change_file(chance: random.Random, name: str, data: bytes) -> bytes:
    if name.endswith(".json") and chance.random() < 0.7:
        return json.dumps(change_value(chance, json.loads(data))).encode()
    return chance.choice((change_bytes, change_lines))(chance, data)


def change_entries(chance: random.Random, entries: Entries) -> Entries:
    """The files of a package, one of them changed, or renamed, or there twice, or missing."""
    changed = list(entries)
    # What describes a package is at the end or the beginning of it, and not a letter.
    about = [number for number, (name, _) in enumerate(entries) if "letters/" not in name] or list(range(len(entries)))
    at = chance.choice(about)
    name, data = changed[at]
    kind = chance.random()
    if kind < 0.75:
        changed[at] = name, change_file(chance, name, data)
    elif kind < 0.85:
        changed[at] = chance.choice((name.rpartition("/")[0] + "/" + chance.choice(ODD_TEXTS), f"{name}/x")), data
    elif kind < 0.95:
        changed.append((name, data[:5]))
    else:
        del changed[at]
    return changed


def zipped(entries: Entries) -> bytes:
    names = (name.encode("utf-8", "replace").decode()[:60_000] or "-" for name, _ in entries)
    return archives.zipped(zip(names, (data for _, data in entries), strict=True), zipfile.ZIP_STORED)


def tarred(entries: Entries, mode: str) -> bytes:
    return archives.tarred(((name.replace("\ud800", "\udc80"), data) for name, data in entries), mode)


FORMS: dict[str, Callable[[Entries], bytes]] = {
    "zip": zipped,
    "tar": lambda entries: tarred(entries, "w"),
    "tar.gz": lambda entries: tarred(entries, "w:gz"),
}


def mutate(chance: random.Random, entries: Entries) -> bytes:
    """An archive of a package, with something wrong in the package or in the archive."""
    form = chance.choice(list(FORMS.values()))
    if chance.random() < 0.15:
        return change_bytes(chance, form(entries))
    return form(change_entries(chance, entries))


def is_inert(problem: Diagnostic) -> bool:
    """Whether a problem shows nothing that a terminal or a log would obey, and is not longer than people read."""
    shown = (problem.file, problem.message)
    return all(escape_control(text) == text for text in shown) and len(problem.message) < 1_000


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("to", PACKAGES)
def test_a_package_that_was_changed_has_a_verdict_or_is_refused(golden, settings, tmp_path: Path, to: str) -> None:
    contents = Contents(golden[:1], [("letter.txt", b"Dear Ann")], [("letter.rng", b"<grammar/>")])
    entries = list(FORMATS[to].pack(contents, replace(settings, out="p.zip")).files)
    package = tmp_path / "p"
    refused = 0
    for seed in range(TIMES):
        package.write_bytes(mutate(random.Random(seed), entries))
        try:
            found = verify(package)
        except TeikitError as error:
            sentence, refused = str(error), refused + 1
            assert sentence.count("\n") == 0, seed
        else:
            assert all(is_inert(each) for each in found.problems), seed
    assert refused < TIMES / 2
