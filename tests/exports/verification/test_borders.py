"""Packages end at their border: what leads out is a problem in every verdict, or is refused; and they have limits."""

import json
import os
import subprocess
import tarfile
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from support import archives
from teikit.errors import TeikitError, UnreadableInputError
from teikit.exports.profiles.bagit_profile import read_bag_profile
from teikit.exports.verification.verify import verify
from teikit.limits import LimitExceededError, limits_set

DIGEST = "0" * 64
BAG = {"bagit.txt": "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n", "data/a": "x"}
OBJECT = {"0=ocfl_object_1.1": "ocfl_object_1.1\n", "v1/content/a": "x"}
ITEM = {"item_0/dublin_core.xml": '<dublin_core><dcvalue element="title">x</dcvalue></dublin_core>', "item_0/a": "x"}


def bag(line: str = "", **more: str) -> dict[str, str]:
    return {**BAG, "manifest-sha256.txt": f"{line}\n", **{f"{name}.txt": text for name, text in more.items()}}


def mets(href: str) -> dict[str, str]:
    file = f'<file><FLocat x:href="{href}"/></file>'
    return {"mets.xml": f'<mets xmlns="http://www.loc.gov/METS/" xmlns:x="http://www.w3.org/1999/xlink">{file}</mets>'}


def crate(*entities: Any, parts: Any = ()) -> dict[str, str]:
    root = {"@id": "./", "@type": "Dataset", "hasPart": parts}
    graph = [{"@id": "ro-crate-metadata.json", "about": {"@id": "./"}}, root, *entities]
    return {"ro-crate-metadata.json": json.dumps({"@graph": graph})}


def inventory(**changed: Any) -> dict[str, str]:
    versions = {"v1": {"state": {DIGEST: ["a"]}}}
    whole = {"id": "x", "type": "y", "digestAlgorithm": "sha512", "head": "v1", "manifest": {DIGEST: ["v1/content/a"]}}
    return {**OBJECT, "inventory.json": json.dumps({**whole, "versions": versions, **changed})}


def transfer(checksums: str = "", table: str = "filename\n") -> dict[str, str]:
    return {"objects/a": "x", "metadata/checksum.md5": checksums, "metadata/metadata.csv": table}


def item(contents: str) -> dict[str, str]:
    return {**ITEM, "item_0/contents": contents}


def write(folder: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def rules(package: Path) -> set[str]:
    return {each.rule for each in verify(package).problems}


KINDS = {
    "bag": bag(),
    "ocfl": inventory(),
    "mets": mets("a"),
    "crate": crate(),
    "archivematica": transfer(),
    "dspace": item("a\n"),
}
every_kind = pytest.mark.parametrize("kind", KINDS)


UNSAFE = ["../x", "b/../../x", "/etc/passwd", "C:\\x", "..\\x", "\\\\host\\x"]
LISTS: dict[str, tuple[Callable[[str], dict[str, str]], str]] = {
    "bag": (lambda name: bag(f"{DIGEST}  {name}"), "bag/name-unsafe"),
    "fetch": (lambda name: bag(fetch=f"http://127.0.0.1:9/ - {name}\n"), "bag/name-unsafe"),
    "ocfl": (lambda name: inventory(manifest={DIGEST: ["v1/content/a", name]}), "ocfl/inventory-incorrect"),
    "mets": (mets, "mets/name-unsafe"),
    "crate": (lambda name: crate(parts=[{"@id": name}]), "ro-crate/name-unsafe"),
    "no part": (lambda name: crate({"@id": name, "@type": "File"}), "ro-crate/name-unsafe"),
    "digests": (lambda name: transfer(f"{'0' * 32}  {name}\n"), "archivematica/name-unsafe"),
    "table": (lambda name: transfer(table=f"filename\n{name}\n"), "archivematica/name-unsafe"),
    "dspace": (lambda name: item(f"{name}\n"), "dspace/name-unsafe"),
}


@pytest.mark.parametrize("name", UNSAFE)
@pytest.mark.parametrize("kind", LISTS)
def test_a_listed_path_that_leads_out_is_a_problem(tmp_path: Path, kind: str, name: str) -> None:
    make, rule = LISTS[kind]
    assert rule in rules(write(tmp_path / "p", make(name)))


@pytest.mark.parametrize("href", ["file:../x", "FILE:../../x", "file://host/x", "file:////etc/passwd", "%2e%2e/x"])
def test_a_reference_to_a_file_that_leads_out_is_a_problem(tmp_path: Path, href: str) -> None:
    assert "mets/name-unsafe" in rules(write(tmp_path / "mets", mets(href)))
    assert "ro-crate/name-unsafe" in rules(write(tmp_path / "crate", crate(parts=[{"@id": href}])))


def test_digests_below_metadata_lead_to_the_objects_and_nowhere_else(tmp_path: Path) -> None:
    whole = transfer("9dd4e461268c8034f5c8564e155c67a6  ../objects/a\n")
    assert rules(write(tmp_path / "a", whole)) == set()
    assert "archivematica/name-unsafe" in rules(write(tmp_path / "b", transfer(f"{'0' * 32}  b/../../objects/a\n")))


@every_kind
@pytest.mark.parametrize("target", ["/etc", "/etc/passwd", "..", "self", "missing"])
def test_a_link_in_a_folder_is_a_problem_and_not_followed(tmp_path: Path, kind: str, target: str) -> None:
    package = write(tmp_path / "p", KINDS[kind])
    (package / "self").symlink_to(target)
    found = [each for each in verify(package).problems if each.file == f"{package}/self"]
    assert [each.message.partition(",")[0] for each in found] == ["is a link"]


def zipped(path: Path, *members: tuple[str, str]) -> Path:
    path.write_bytes(archives.zipped(((name, text.encode()) for name, text in members), zipfile.ZIP_STORED))
    return path


def tarred(path: Path, *members: tuple[str, str]) -> Path:
    path.write_bytes(archives.tarred((name, text.encode()) for name, text in members))
    return path


@every_kind
@pytest.mark.parametrize("pack", [zipped, tarred])
@pytest.mark.parametrize("name", ["b/../../x", "__MACOSX/../../x", "/x", "..", "./../x", "C:/x"])
def test_an_archive_with_a_path_that_leads_out_of_it_has_no_verdict(tmp_path: Path, kind: str, pack, name: str) -> None:
    package = pack(tmp_path / "p", *KINDS[kind].items(), (name, "x"))
    with pytest.raises(UnreadableInputError, match="a name that leads out of the archive"):
        verify(package)


@every_kind
@pytest.mark.parametrize("pack", [zipped, tarred])
def test_a_file_and_a_folder_of_one_name_are_a_problem(tmp_path: Path, kind: str, pack) -> None:
    package = pack(tmp_path / "p", *KINDS[kind].items(), ("x", "1"), ("x/y", "2"))
    assert {"bag/name-twice", "package/name-twice"} & rules(package)


@every_kind
@pytest.mark.parametrize("name", [".", "./", "././."])
def test_a_file_without_a_name_is_a_problem(tmp_path: Path, kind: str, name: str) -> None:
    package = tarred(tmp_path / "p", *KINDS[kind].items(), (name, "x"))
    found = [each for each in verify(package).problems if each.message.startswith("is a link, a device, a sparse")]
    assert len(found) == (0 if name.endswith("/") else 1)


def test_a_tar_file_that_ends_with_a_zip_file_is_a_tar_file(tmp_path: Path) -> None:
    inner = zipped(tmp_path / "inner", ("bagit.txt", "x"))
    with tarfile.open(tmp_path / "p.tar", "w") as archive:
        for path in [*write(tmp_path / "bag", bag()).iterdir(), inner]:
            archive.add(path, path.name)
    assert "bag/tag-file-not-listed" not in rules(tmp_path / "p.tar")
    assert rules(tmp_path / "p.tar") == {"bag/file-not-listed"}


def test_a_folder_that_is_deeper_than_the_stack_is_read(tmp_path: Path) -> None:
    package = write(tmp_path / "p", bag())
    deep = str(package / "data")
    for _ in range(1_200):
        deep += "/d"
        os.mkdir(deep)  # noqa: PTH102  a path object is slower by its length
    (package / "data" / "a").rename(f"{deep}/a")
    try:
        assert rules(package) == {"bag/file-not-listed"}
    finally:
        # What pytest itself deletes folders with is recursive.
        subprocess.run(["rm", "-rf", package / "data"], check=True)


ODD: list[Any] = [None, 1, 10**30, 1.5, True, "x", "shake_128", [], ["a"], [[]], {}, {"a": {}}, {"a": [1]}, {"a": [[]]}]
KEYS = ["id", "digestAlgorithm", "head", "manifest", "versions", "contentDirectory"]


@pytest.mark.parametrize("key", KEYS)
def test_an_inventory_with_values_of_wrong_types_is_a_problem(tmp_path: Path, key: str) -> None:
    for number, value in enumerate(ODD):
        assert rules(write(tmp_path / str(number), inventory(**{key: value})))


@pytest.mark.parametrize("value", ODD)
@pytest.mark.parametrize("key", ["state", "user", "created"])
def test_a_version_with_values_of_wrong_types_is_a_problem(tmp_path: Path, key: str, value: Any) -> None:
    whole = {"state": {DIGEST: ["a"]}, key: value}
    assert rules(write(tmp_path / "p", inventory(versions={"v1": whole, "../v2": whole})))


@pytest.mark.parametrize("value", ODD)
@pytest.mark.parametrize("key", ["@id", "@type", "hasPart", "contentSize", "sha256", "about", "description"])
def test_a_crate_with_values_of_wrong_types_has_a_verdict(tmp_path: Path, key: str, value: Any) -> None:
    package = write(tmp_path / "p", crate({"@id": "a", "@type": "File", key: value}, parts=[{"@id": "a"}, value]))
    (package / "a").write_text("x")
    verify(package)


@pytest.mark.parametrize(
    "text", ['{"@graph": 1, "@graph": []}', '{"@graph": [1e999]}', "[" * 900, '"\\ud800"', "\0", ""]
)
def test_what_is_no_sound_json_is_a_problem_with_its_place(tmp_path: Path, text: str) -> None:
    for name, rule in (
        ("ro-crate-metadata.json", "ro-crate/metadata-incorrect"),
        ("inventory.json", "ocfl/inventory-incorrect"),
    ):
        assert rule in rules(write(tmp_path / name, {name: text}))


NO_ENCODINGS = ["undefined", "punycode", "idna", "unicode_escape", "rot13", "hex", "zlib", "u" * 1_000_000, "\x1b", "é"]


@pytest.mark.parametrize("name", NO_ENCODINGS, ids=lambda name: ascii(name[:9]))
def test_what_is_no_encoding_of_texts_is_a_problem(tmp_path: Path, name: str) -> None:
    declaration = f"BagIt-Version: 1.0\nTag-File-Character-Encoding: {name}\n"
    found = verify(write(tmp_path / "p", {**bag(), "bagit.txt": declaration})).problems
    assert "bag/declaration-incorrect" in {each.rule for each in found}
    assert max(len(each.message) for each in found) < 500


@pytest.mark.parametrize("name", ["UTF-7", "UTF-16", "UTF-32", "shift_jis"])
def test_tag_files_that_are_in_another_encoding_have_a_verdict(tmp_path: Path, name: str) -> None:
    declaration = f"BagIt-Version: 1.0\nTag-File-Character-Encoding: {name}\n"
    package = write(tmp_path / "p", {**bag(), "bagit.txt": declaration})
    for tag_file in ("manifest-sha256.txt", "bag-info.txt", "fetch.txt"):
        (package / tag_file).write_bytes(b"\xff\xd8+2AA-\x80")
    assert rules(package)


@pytest.mark.parametrize("line", ["x", "http://a", "http://a 5", "http://a -5 data/b", "http://a 1e9 data/b", "a b c"])
def test_a_line_of_fetch_that_is_none_is_a_problem(tmp_path: Path, line: str) -> None:
    assert "bag/manifest-incorrect" in rules(write(tmp_path / "p", bag(fetch=f"{line}\n")))


@pytest.mark.parametrize(
    ("limit", "value", "files"),
    [
        ("manifest-lines", 5, bag("\n" * 6)),
        ("manifest-lines", 5, bag(fetch="\n" * 6)),
        ("manifest-lines", 5, transfer("\n" * 6)),
        ("manifest-lines", 5, transfer(table="filename\n" + "a\n" * 6)),
        ("manifest-lines", 5, item("\n" * 6)),
        ("package-problems", 5, bag("x\n" * 6)),
        ("member-bytes", 300, bag("x" * 301)),
        ("archive-members", 3, bag()),
        ("archive-names", 30, bag()),
        ("archive-path-length", 18, bag()),
    ],
)
def test_a_package_that_exceeds_a_limit_is_refused_by_its_name(tmp_path: Path, limit: str, value: int, files) -> None:
    folder = write(tmp_path / "p", files)
    with limits_set(**{limit: value}):
        for package in (folder, zipped(tmp_path / "p.zip", *files.items()), tarred(tmp_path / "p.tar", *files.items())):
            with pytest.raises(LimitExceededError, match=f"--limit {limit}=N") as caught:
                verify(package)
            assert str(caught.value).startswith(str(package))


def test_a_profile_with_many_globs_has_a_limit(tmp_path: Path) -> None:
    globs = [f"{'*a' * 30}{number}" for number in range(20)]
    told = {"BagIt-Profile-Info": {"BagIt-Profile-Identifier": "x"}, "Payload-Files-Allowed": globs}
    profile = read_bag_profile(json.dumps(told).encode(), "profile.json")
    package = write(tmp_path / "p", bag())
    assert "bag-profile/payload-file-not-allowed" in {each.rule for each in verify(package, profile).problems}
    with limits_set(profile_matches=30), pytest.raises(LimitExceededError, match="--limit profile-matches=N"):
        verify(package, profile)


def test_a_file_that_is_listed_often_is_read_once(tmp_path: Path, monkeypatch) -> None:
    package = write(tmp_path / "p", crate(parts=[{"@id": f"a#{number}"} for number in range(50)]))
    (package / "a").write_text("x")
    opened: list[Path] = []
    real = os.open
    monkeypatch.setattr(os, "open", lambda path, *flags: opened.append(path) or real(path, *flags))
    verify(package)
    assert opened.count(package / "a") == 1


def test_a_file_that_becomes_a_pipe_is_not_waited_for(tmp_path: Path, monkeypatch) -> None:
    package = write(tmp_path / "p", bag(f"{DIGEST}  data/a"))
    real = os.open

    def replace_first(path: Any, *flags: Any) -> int:
        if path == package / "data" / "a":
            path.unlink()
            os.mkfifo(path)
        return real(path, *flags)

    monkeypatch.setattr(os, "open", replace_first)
    assert [each.message for each in verify(package).problems] == ["cannot be read"]


@every_kind
def test_a_package_whose_files_cannot_be_read_is_one_sentence(tmp_path: Path, kind: str, monkeypatch) -> None:
    package = write(tmp_path / "p", KINDS[kind])

    def fail(*_: Any) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", fail)
    with pytest.raises(TeikitError, match=r"cannot be read \(permission denied\)"):
        verify(package)
