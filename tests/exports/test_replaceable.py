"""--force deletes nothing that the user made: neither folders that look like packages, nor what was put into them."""

import json
import os
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import bagit
import pytest

import teikit.api
from teikit.errors import OutputError
from teikit.exports.formats import FORMATS
from teikit.exports.packages.contents import Contents
from teikit.exports.verification.replaceable import check_package, check_replaceable
from teikit.exports.verification.verify import verify
from teikit.operations.export import ExportOptions
from teikit.storage.packages import write_package

LETTERS = sorted((Path(__file__).parents[1] / "data" / "letters").glob("*.xml"))
REPORT = b'{"summary": {"files": 2, "errors": 0, "warnings": 0}}'
PACKAGES = [name for name, form in FORMATS.items() if form.pack]
every_package = pytest.mark.parametrize("to", PACKAGES)


def held(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def made(golden, settings, tmp_path: Path) -> Callable[[str], Path]:
    """From the name of a format to a package of it."""
    contents = Contents(golden[:2], [("one.txt", b"Dear Ann")], [("letter.rng", b"<grammar/>")], REPORT)

    def make(to: str) -> Path:
        out = tmp_path / "package"
        write_package(out, FORMATS[to].pack(contents, replace(settings, out=out.name)).files)
        return out

    return make


def refused(folder: Path, words: str) -> None:
    before = held(folder)
    with pytest.raises(OutputError, match=words):
        check_package(folder, force=True)
    assert held(folder) == before


def test_every_package_says_how_it_is_laid_out_recognised_and_verified() -> None:
    assert [name for name, form in FORMATS.items() if form.kind] == PACKAGES


@every_package
def test_a_package_as_teikit_made_it_is_replaced(made, to: str) -> None:
    package = made(to)
    check_package(package, force=True)
    # What file managers leave is nobody's work.
    (package / ".DS_Store").write_bytes(b"x")
    check_package(package, force=True)


@every_package
@pytest.mark.parametrize("deep", [False, True], ids=["at the top", "deep"])
def test_a_file_of_the_users_in_a_package_is_kept_and_named(made, to: str, *, deep: bool) -> None:
    package = made(to)
    letter = next(path for path in sorted(package.rglob("*.xml")) if path.read_bytes().startswith(b"<?xml"))
    mine = (letter.parent if deep else package) / "my notes.txt"
    mine.write_text("mine")
    refused(package, "my notes.txt")


@every_package
@pytest.mark.parametrize("deep", [False, True], ids=["at the top", "deep"])
def test_a_folder_of_the_users_in_a_package_is_kept_and_named(made, to: str, *, deep: bool) -> None:
    package = made(to)
    letter = next(path for path in sorted(package.rglob("*.xml")) if path.read_bytes().startswith(b"<?xml"))
    ((letter.parent if deep else package) / "mine" / "to sort").mkdir(parents=True)
    refused(package, "mine")


@every_package
def test_a_file_of_a_package_that_the_user_changed_is_kept_and_named(made, to: str) -> None:
    package = made(to)
    letter = next(path for path in sorted(package.rglob("*.xml")) if b"<TEI" in path.read_bytes())
    letter.write_bytes(letter.read_bytes() + b"<!-- mine -->")
    refused(package, letter.name)


# What users add on purpose, and the standards allow.
ADDED = [
    ("dspace", "item_000/collections"),
    ("dspace", "item_001/metadata_local.xml"),
    ("ocfl", "logs/mine.txt"),
    ("ocfl", "extensions/mine/config.json"),
    ("ro-crate", "ro-crate-preview.html"),
    ("archivematica", "processingMCP.xml"),
    ("archivematica", "metadata/submissionDocumentation/deed.pdf"),
    ("bag", "metadata.json"),
]


@pytest.mark.parametrize(("to", "name"), ADDED)
def test_what_a_standard_allows_to_add_is_kept_too(made, to: str, name: str) -> None:
    package = made(to)
    (package / name).parent.mkdir(parents=True, exist_ok=True)
    (package / name).write_text('<dublin_core><dcvalue element="x">mine</dcvalue></dublin_core>')
    refused(package, "--force does not replace it")


def test_a_tag_file_is_kept_even_where_there_is_no_tag_manifest(made) -> None:
    package = made("bag")
    for manifest in package.glob("tagmanifest-*"):
        manifest.unlink()
    check_package(package, force=True)
    (package / "mine.txt").write_text("mine")
    refused(package, "--force does not replace it")


@every_package
def test_a_link_in_a_package_is_kept(made, to: str, tmp_path: Path) -> None:
    package = made(to)
    (package / "link").symlink_to(tmp_path)
    refused(package, "link")


def _museum(folder: Path) -> None:
    (folder / "objects").mkdir()
    (folder / "objects" / "vase.txt").write_text("A vase.")


def _git(folder: Path) -> None:
    subprocess.run(["git", "init", "--quiet", "--bare", folder], check=True)


def _items(folder: Path) -> None:
    for name in ("item_000", "item_0_photos"):
        (folder / name).mkdir()
        (folder / name / "1.txt").write_text("mine")


def _bag_of_others(folder: Path) -> None:
    (folder / "photos.txt").write_text("mine")
    bagit.make_bag(str(folder))


def _crate_of_others(folder: Path) -> None:
    root = {"@id": "./", "@type": "Dataset", "hasPart": []}
    about = {"@id": "ro-crate-metadata.json", "@type": "CreativeWork", "about": {"@id": "./"}}
    (folder / "ro-crate-metadata.json").write_text(json.dumps({"@graph": [about, root]}))


def _declared_only(folder: Path) -> None:
    (folder / "0=ocfl_object_1.1").write_text("ocfl_object_1.1\n")
    (folder / "mine.txt").write_text("mine")


def _mets_of_others(folder: Path) -> None:
    (folder / "METS.xml").write_text('<mets xmlns="http://www.loc.gov/METS/"/>')


def _transfer_of_others(folder: Path) -> None:
    _museum(folder)
    (folder / "metadata").mkdir()
    (folder / "metadata" / "metadata.csv").write_text("filename,dc.title\nobjects/vase.txt,A vase\n")


def _data(folder: Path) -> None:
    (folder / "data").mkdir()
    (folder / "data" / "mine.txt").write_text("mine")


def _dspace_of_others(folder: Path) -> None:
    (folder / "item_1").mkdir()
    (folder / "item_1" / "contents").write_text("1.txt\n")
    (folder / "item_1" / "1.txt").write_text("mine")
    described = '<dublin_core><dcvalue element="title">x</dcvalue></dublin_core>'
    (folder / "item_1" / "dublin_core.xml").write_text(described)


OF_USERS: list[Callable[[Path], None]] = [
    _museum, _git, _items, _bag_of_others, _crate_of_others, _declared_only, _mets_of_others, _transfer_of_others,
    _data, _dspace_of_others, lambda folder: (folder / "bagit.txt").write_text("my bag"),
    lambda folder: (folder / "empty").mkdir(), lambda folder: (folder / "link").symlink_to("/"),
]  # fmt: skip


@pytest.mark.parametrize("make", OF_USERS)
def test_a_folder_of_the_users_is_kept_whatever_names_it_holds(tmp_path: Path, make: Callable) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    make(folder)
    refused(folder, "--force does not replace it")
    assert any(folder.iterdir())


def test_a_later_version_of_an_object_is_kept(made) -> None:
    package = made("ocfl")
    told = json.loads((package / "inventory.json").read_text())
    told["versions"]["v2"] = {**told["versions"]["v1"], "user": {"name": "Ann"}}
    (package / "inventory.json").write_text(json.dumps(told))
    refused(package, "inventory.json")


def test_an_empty_folder_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    check_package(tmp_path / "empty", force=True)


def test_what_cannot_be_read_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "folder").mkdir()

    def closed(path: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(os, "scandir", closed)
    with pytest.raises(OutputError, match="permission denied"):
        check_replaceable(tmp_path / "folder")


def test_the_folder_that_teikit_runs_in_and_home_are_kept(made, monkeypatch: pytest.MonkeyPatch) -> None:
    package = made("bag")
    with monkeypatch.context() as patch:
        patch.chdir(package / "data")
        with pytest.raises(OutputError, match="the folder that this runs in"):
            check_replaceable(package)
    monkeypatch.setenv("HOME", str(package / "data"))
    with pytest.raises(OutputError, match="your home"):
        check_replaceable(package)
    with pytest.raises(OutputError):
        check_replaceable(Path(package.anchor))


def test_a_link_to_a_package_is_not_written_through(made, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(made("bag"))
    with pytest.raises(OutputError, match="is a link"):
        check_package(tmp_path / "link", force=True)


@pytest.mark.parametrize("make", [_museum, _git, _items])
def test_an_export_by_force_keeps_a_folder_of_the_users(tmp_path: Path, make: Callable) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    make(folder)
    before = held(folder)
    with pytest.raises(OutputError, match="--force does not replace it"):
        teikit.api.export(LETTERS[:1], "bag", folder, ExportOptions(schema="", force=True))
    assert held(folder) == before
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_an_export_by_force_replaces_a_package_by_one_of_another_format(tmp_path: Path) -> None:
    options = ExportOptions(schema="", force=True)
    for to in ("bag", "archivematica", "bag"):
        teikit.api.export(LETTERS[:2], to, tmp_path / "out", options)
    assert verify(tmp_path / "out").verdict == "complete and valid"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


ARCHIVES = ("package.zip", "package.tar", "package.tar.gz")


@every_package
@pytest.mark.parametrize("name", ARCHIVES)
def test_an_archive_as_teikit_made_it_is_replaced_and_one_with_other_files_is_not(made, tmp_path, to, name) -> None:
    out, files = tmp_path / name, list(held(made(to)).items())
    write_package(out, files, at_root=True)
    check_package(out, force=True)
    out.unlink()
    write_package(out, [*files, ("my notes.txt", b"mine")], at_root=True)
    before = out.read_bytes()
    with pytest.raises(OutputError, match=r"my notes\.txt|that teikit did not make"):
        write_package(out, [("a", b"new")], force=True, check=check_replaceable)
    assert (out.read_bytes(), sorted(each.name for each in tmp_path.iterdir())) == (before, ["package", name])


@pytest.mark.parametrize("name", ARCHIVES)
def test_a_file_beside_a_package_in_an_archive_is_named(made, tmp_path: Path, name: str) -> None:
    files = {f"bag/{inner}": data for inner, data in held(made("bag")).items()}
    write_package(tmp_path / name, [*files.items(), ("mine/notes.txt", b"mine")], at_root=True)
    with pytest.raises(OutputError, match=r"has 'mine/notes\.txt' beside a package; --force does not replace it"):
        check_package(tmp_path / name, force=True)


@pytest.mark.parametrize("data", [b"text", b"PK\x03\x04" + b"\0" * 100])
@pytest.mark.parametrize("name", ARCHIVES)
def test_a_file_that_is_no_package_is_kept_though_it_has_the_name_of_one(tmp_path: Path, name: str, data) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(OutputError, match="--force does not replace"):
        check_package(tmp_path / name, force=True)


@pytest.mark.parametrize("name", ARCHIVES)
def test_an_empty_file_is_replaced(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    check_package(tmp_path / name, force=True)
