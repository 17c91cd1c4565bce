"""Transfers for Archivematica, held to what its own scripts do with them: sha256sum -c, a line for each object."""

import csv
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from teikit.exports.packages import archivematica
from teikit.exports.packages.contents import Contents
from teikit.storage.packages import write_package

ORIGINALS = [("notes/Brief Müller.txt", b"Dear Ann"), ("CON.docx", b"x"), ("../../x", b"y")]
pytestmark = pytest.mark.skipif(not shutil.which("sha256sum"), reason="no sha256sum, by which Archivematica checks")


@pytest.fixture
def made(settings, tmp_path: Path) -> Callable[[list], Path]:
    """From letters to a transfer on the disk."""

    def make(letters: list) -> Path:
        contents = Contents(letters, ORIGINALS, [("letter.rng", b"<grammar/>")], b"{}")
        write_package(tmp_path / "transfer", archivematica.pack(contents, settings).files)
        return tmp_path / "transfer"

    return make


def judged(transfer: Path) -> list[str]:
    """What Archivematica would stumble over."""
    wrong = [] if (transfer / "objects").is_dir() else ["has no objects"]
    objects = [path.relative_to(transfer).as_posix() for path in transfer.glob("objects/**/*") if path.is_file()]
    digests = transfer / "metadata" / "checksum.sha256"
    if len(digests.read_text().splitlines()) != len(objects):
        wrong.append("the digests are not as many as the objects")
    command = ["sha256sum", "-c", "--strict", "--quiet", str(digests)]
    if subprocess.run(command, cwd=transfer, capture_output=True, check=False).returncode:
        wrong.append("a digest differs")
    with (transfer / "metadata" / "metadata.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    named = [row[0] for row in rows]
    wrong += [f"{name} is no object" for name in named if name not in objects]
    wrong += [f"{one} is no column" for one in header[1:] if not one.startswith("dc.")]
    wrong += ["a row is too long or too short" for row in rows if len(row) != len(header)]
    return wrong if header[0] == "filename" else [*wrong, "the first column is no filename"]


def test_transfers_of_all_letters_are_accepted(golden, raw, made) -> None:
    transfer = made([*golden, *raw])
    assert judged(transfer) == []
    assert len(list((transfer / "objects" / "tei").iterdir())) == len(golden) + len(raw)
    papers = {path.name for path in (transfer / "metadata" / "submissionDocumentation").iterdir()}
    assert papers == {"letter.rng", "validation.json", "teikit.sha256"}


def test_all_that_is_no_object_has_a_digest_too(golden, made) -> None:
    transfer = made(golden[:2])
    rest = transfer / "metadata" / "submissionDocumentation" / "teikit.sha256"
    command = ["sha256sum", "-c", "--strict", str(rest)]
    told = subprocess.run(command, cwd=transfer, capture_output=True, check=True, text=True).stdout
    checked = {line.removesuffix(": OK") for line in told.splitlines()}
    below = (path for path in (transfer / "metadata").rglob("*") if path.is_file() and path != rest)
    assert checked == {path.relative_to(transfer).as_posix() for path in below}


def _append(path: Path, text: str) -> None:
    path.write_text(path.read_text() + text)


HARMS: list[Callable[[Path], object]] = [
    lambda at: _append(at / "objects" / "source" / "_CON.docx", "x"),
    lambda at: (at / "objects" / "source" / "_CON.docx").unlink(),
    lambda at: (at / "objects" / "more").write_text("x"),
    lambda at: _append(at / "metadata" / "checksum.sha256", "\n"),
    lambda at: _append(at / "metadata" / "metadata.csv", "objects/absent.xml\n"),
]


@pytest.mark.parametrize("harm", HARMS)
def test_a_broken_transfer_is_rejected(golden, made, harm: Callable) -> None:
    transfer = made(golden[:2])
    harm(transfer)
    assert judged(transfer)


def test_a_source_keeps_its_bytes_under_a_safe_name(golden, made) -> None:
    sources = made(golden[:1]) / "objects" / "source"
    found = {path.name: path.read_bytes() for path in sources.iterdir()}
    assert found == {"Brief_Muller.txt": b"Dear Ann", "_CON.docx": b"x", "x": b"y"}


@pytest.mark.parametrize("name", ["../../x.xml", "CON.xml", "a\x00b.xml", f"{'x' * 300}.xml", "a\u202eb.xml"])
def test_a_hostile_name_does_no_harm(golden, made, name: str) -> None:
    assert judged(made([replace(golden[0], name=name)])) == []
