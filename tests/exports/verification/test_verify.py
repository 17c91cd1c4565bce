"""Packages of METS, E-ARK and RO-Crate: whole as they are made; each kind of damage is told by its rule."""

import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from teikit.errors import UnsupportedError
from teikit.exports.packages import e_ark, mets, ro_crate
from teikit.exports.packages.contents import Contents
from teikit.exports.verification.verify import Verdict, verify
from teikit.storage.packages import write_package

REPORT = b'{"summary": {"files": 3, "errors": 2, "warnings": 1}}'
KINDS = {
    "e-ark": (e_ark.pack, "complete and unchanged"),
    "mets": (mets.pack, "complete and unchanged"),
    "ro-crate": (ro_crate.pack, "complete"),
}
SOURCE = {
    "e-ark": "representations/rep1/data/source/Brief_Muller.txt",
    "mets": "source/Brief_Muller.txt",
    "ro-crate": "source/Brief_Muller.txt",
}


@pytest.fixture
def made(golden, settings, tmp_path: Path) -> Callable[..., Path]:
    """From a kind of package to one of it, in a folder or an archive."""
    contents = Contents(golden[:3], [("Brief Müller.txt", b"Dear Ann")], [("letter.rng", b"<grammar/>")], REPORT)

    def make(kind: str, suffix: str = "") -> Path:
        out = tmp_path / f"{kind}{suffix}"
        write_package(out, KINDS[kind][0](contents, replace(settings, out=out.name)).files)
        return out

    return make


@pytest.mark.parametrize("suffix", ["", ".zip", ".tar", ".tar.gz"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_package_as_it_is_made_is_whole(made, kind: str, suffix: str) -> None:
    assert verify(made(kind, suffix)) == Verdict(KINDS[kind][1])


def _replace(path: Path, old: str, new: str) -> None:
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new, 1))


def _without(made: Path, key: str) -> None:
    path = made / "ro-crate-metadata.json"
    told = json.loads(path.read_text())
    for entity in told["@graph"]:
        entity.pop(key, None)
    path.write_text(json.dumps(told))


CHANGED, LESS = "complete, but changed", "not complete"
CRATE = "ro-crate-metadata.json"
PARTS, HREF = '"hasPart": [', f'href="{SOURCE["mets"]}'
# The kind of package, the rule that tells of a damage, the damage, and the verdict.
DAMAGES: list[tuple[str, str, Callable[[Path], object], str]] = [
    ("e-ark", "mets/digest-differs", lambda at: (at / SOURCE["e-ark"]).write_text("Dear Bob"), CHANGED),
    ("e-ark", "mets/size-differs", lambda at: (at / SOURCE["e-ark"]).write_text("Dear"), CHANGED),
    ("e-ark", "mets/file-missing", lambda at: (at / SOURCE["e-ark"]).unlink(), LESS),
    ("e-ark", "mets/file-missing", lambda at: (at / "representations/rep1/METS.xml").unlink(), LESS),
    ("e-ark", "mets/file-not-listed", lambda at: (at / "documentation" / "more").write_text("x"), LESS),
    ("e-ark", "mets/document-incorrect", lambda at: (at / "METS.xml").write_text("<mets"), LESS),
    ("e-ark", "mets/document-incorrect", lambda at: (at / "METS.xml").write_text("<mets/>"), LESS),
    ("e-ark", "mets/digest-differs", lambda at: (at / "schemas/letter.rng").write_text("<a/>"), CHANGED),
    ("e-ark", "package/no-regular-file", lambda at: (at / "link").symlink_to(at), LESS),
    ("mets", "mets/name-unsafe", lambda at: _replace(at / "mets.xml", HREF, 'href="../../x'), LESS),
    ("mets", "mets/name-unsafe", lambda at: _replace(at / "mets.xml", HREF, 'href="%2e%2e/x'), LESS),
    ("mets", "mets/file-not-listed", lambda at: _replace(at / "mets.xml", HREF, 'href="https://a.org/'), LESS),
    ("mets", "mets/size-differs", lambda at: _replace(at / "mets.xml", 'SIZE="', 'SIZE="1'), CHANGED),
    ("ro-crate", "ro-crate/digest-differs", lambda at: (at / SOURCE["mets"]).write_text("Dear Bob"), LESS),
    ("ro-crate", "ro-crate/size-differs", lambda at: (at / SOURCE["mets"]).write_text("Dear"), LESS),
    ("ro-crate", "ro-crate/file-missing", lambda at: (at / SOURCE["mets"]).unlink(), LESS),
    ("ro-crate", "ro-crate/file-missing", lambda at: _replace(at / CRATE, PARTS, PARTS + '{"@id": "folder/"},'), LESS),
    ("ro-crate", "ro-crate/metadata-incorrect", lambda at: (at / CRATE).write_text("[" * 100_000), LESS),
    ("ro-crate", "ro-crate/metadata-incorrect", lambda at: (at / CRATE).write_text('{"@graph": [[]]}'), LESS),
    ("ro-crate", "ro-crate/metadata-incorrect", lambda at: (at / CRATE).write_bytes(b"\xff\x00"), LESS),
    ("ro-crate", "ro-crate/root-missing", lambda at: _without(at, "about"), LESS),
    ("ro-crate", "ro-crate/root-missing", lambda at: (at / CRATE).write_text('{"@graph": []}'), LESS),
    ("ro-crate", "ro-crate/name-unsafe", lambda at: _replace(at / CRATE, PARTS, PARTS + '{"@id": "/etc"},'), LESS),
]  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGES, ids=[f"{one[1]}-{number}" for number, one in enumerate(DAMAGES)])
def test_a_damaged_package_is_told(made, damage) -> None:
    kind, rule, harm, verdict = damage
    package = made(kind)
    harm(package)
    found = verify(package)
    assert rule in {one.rule for one in found.problems}
    assert found.verdict == verdict


def test_one_damage_is_one_problem_at_the_line_that_lists_the_file(made) -> None:
    package = made("e-ark")
    (package / SOURCE["e-ark"]).write_text("Dear Bob")
    (one,) = verify(package).problems
    assert one.file == f"{package}/representations/rep1/METS.xml"
    listed = Path(one.file).read_text().splitlines()[one.span.start.line - 1]
    assert listed.strip().startswith("<mets:file ")


def test_a_digest_that_cannot_be_checked_is_a_warning(made) -> None:
    package = made("mets")
    document = package / "mets.xml"
    document.write_text(document.read_text().replace('CHECKSUMTYPE="SHA-256"', 'CHECKSUMTYPE="TIGER"'))
    found = verify(package)
    assert {one.rule for one in found.problems} == {"mets/digest-unknown"}
    assert found.verdict == "complete and unchanged"


def test_a_size_that_is_none_is_passed_over(made) -> None:
    package = made("mets")
    _replace(package / "mets.xml", 'SIZE="', f'SIZE="{"9" * 5000}')
    assert verify(package).problems == ()


def test_documents_that_lead_to_each_other_are_read_once(made) -> None:
    package = made("e-ark")
    inner = package / "representations" / "rep1" / "METS.xml"
    around = '<mets:mptr LOCTYPE="URL" xlink:href="../../METS.xml"/><mets:fptr'
    inner.write_text(inner.read_text().replace("<mets:fptr", around))
    assert {one.rule for one in verify(package).problems} == {"mets/digest-differs", "mets/size-differs"}


def test_no_file_outside_of_a_package_is_read(made, tmp_path: Path) -> None:
    (tmp_path / "secret.xml").write_text("<secret/>")
    package = made("mets")
    entity = f'<?xml version="1.0"?><!DOCTYPE m [<!ENTITY e SYSTEM "file://{tmp_path}/secret.xml">]>'
    (package / "mets.xml").write_text(f'{entity}<mets xmlns="http://www.loc.gov/METS/">&e;</mets>')
    assert "secret" not in str(verify(package).problems)


@pytest.mark.parametrize("kind", KINDS)
def test_a_name_that_an_archive_holds_twice_is_told(made, kind: str) -> None:
    package = made(kind, ".zip")
    with zipfile.ZipFile(package, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(f"{kind}/{SOURCE[kind]}", b"Dear Ann")
    assert "package/name-twice" in {one.rule for one in verify(package).problems}


def test_a_folder_called_data_does_not_make_a_crate_a_bag(made) -> None:
    package = made("ro-crate")
    (package / "data").mkdir()
    assert verify(package).verdict == "complete"


def test_a_table_of_metadata_alone_does_not_make_a_transfer(made) -> None:
    package = made("mets")
    (package / "mets.xml").unlink()
    assert (package / "metadata" / "metadata.csv").is_file()
    with pytest.raises(UnsupportedError, match="no package that teikit knows"):
        verify(package)
