"""Archives that others write are read as they are meant; names that lead out of them are refused."""

import io
import json
import stat
import struct
import subprocess
import tarfile
import zipfile
from pathlib import Path

import pytest

import teikit.api
from teikit.errors import UnreadableInputError
from teikit.exports.verification.verify import Verdict, verify
from teikit.operations.export import ExportOptions
from teikit.storage.archives import open_package
from teikit.storage.packages import write_package

LETTER = Path(__file__).parents[1] / "data" / "letters" / "french.xml"
VALID = Verdict("complete and valid")


@pytest.fixture
def bag(tmp_path: Path) -> Path:
    teikit.api.export(LETTER, "bag", tmp_path / "bag", ExportOptions(schema=""))
    return tmp_path / "bag"


def files(folder: Path) -> list[tuple[str, bytes]]:
    return [
        (path.relative_to(folder.parent).as_posix(), path.read_bytes()) for path in folder.rglob("*") if path.is_file()
    ]


@pytest.mark.parametrize("way", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_zip_file_with_folders_is_read(bag: Path, tmp_path: Path, way: int) -> None:
    with zipfile.ZipFile(tmp_path / "b.zip", "w", way) as archive:
        for path in [bag, *sorted(bag.rglob("*"))]:
            archive.write(path, path.relative_to(bag.parent))
    assert verify(tmp_path / "b.zip") == VALID


def test_a_zip_file_with_zip64_and_data_descriptors_is_read(bag: Path, tmp_path: Path) -> None:
    class OneWay(io.RawIOBase):
        """A stream that cannot be sought in, so that sizes come after the data."""

        def __init__(self, to: io.BytesIO) -> None:
            self.to = to

        def writable(self) -> bool:
            return True

        def write(self, data) -> int:
            return self.to.write(data)

    out = io.BytesIO()
    with zipfile.ZipFile(OneWay(out), "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files(bag):
            with archive.open(name, "w", force_zip64=True) as member:
                member.write(data)
    (tmp_path / "b.zip").write_bytes(out.getvalue())
    assert verify(tmp_path / "b.zip") == VALID


@pytest.mark.parametrize("litter", ["__MACOSX/bag/._bagit.txt", ".DS_Store", "._bag", "Thumbs.db"])
@pytest.mark.parametrize("at_root", [False, True])
def test_what_file_managers_leave_beside_a_package_is_passed_over(bag: Path, tmp_path: Path, litter, at_root) -> None:
    entries = files(bag)
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        for name, data in [(litter, b"x"), *entries]:
            archive.writestr(name.removeprefix("bag/") if at_root else name, data)
    assert verify(tmp_path / "b.zip") == VALID


@pytest.mark.parametrize("form", [tarfile.PAX_FORMAT, tarfile.GNU_FORMAT, tarfile.USTAR_FORMAT])
@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2", "w:xz"])
@pytest.mark.parametrize("top", ["./bag", "bag", "."])
def test_tar_files_as_others_write_them_are_read(bag: Path, tmp_path: Path, form, mode, top) -> None:
    with tarfile.open(tmp_path / "b.tar", mode, format=form) as archive:
        if form == tarfile.PAX_FORMAT:
            archive.pax_headers = {"comment": "made by hand"}
        archive.add(bag, top)
    assert verify(tmp_path / "b.tar") == VALID


def test_what_tar_itself_writes_is_read(bag: Path, tmp_path: Path) -> None:
    for arguments in (["-C", tmp_path, "./bag"], ["-C", bag, "."], ["--format=pax", "-C", tmp_path, "bag"]):
        subprocess.run(["tar", "-czf", tmp_path / "b.tgz", *arguments], check=True)
        assert verify(tmp_path / "b.tgz") == VALID


def test_a_crate_as_others_zip_it_is_read(tmp_path: Path) -> None:
    root = {"@id": "./", "@type": "Dataset", "hasPart": [{"@id": "a.txt"}]}
    about = {"@id": "ro-crate-metadata.json", "@type": "CreativeWork", "about": {"@id": "./"}}
    graph = [about, root, {"@id": "a.txt", "@type": "File"}]
    with zipfile.ZipFile(tmp_path / "crate.zip", "w") as archive:
        archive.writestr("a.txt", "x")
        archive.writestr("ro-crate-metadata.json", json.dumps({"@graph": graph}))
        archive.writestr("ro-crate-preview.html", "<html></html>")
    assert verify(tmp_path / "crate.zip") == Verdict("complete")


def test_ro_crate_py_and_teikit_read_each_others_crates(installed, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    script = (
        "import sys; from rocrate.rocrate import ROCrate; crate = ROCrate(); crate.name = 'x';"
        "crate.add_file(sys.argv[1]); crate.write_zip(sys.argv[2])"
    )
    command = [installed("bin/python"), "-c", script, tmp_path / "a.txt", tmp_path / "crate.zip"]
    subprocess.run(command, check=True, capture_output=True)
    assert verify(tmp_path / "crate.zip") == Verdict("complete")


UNSAFE = ["../x", "bag/../../x", "/etc/x", "C:\\x", "bag/..\\..\\x", "\\x", "c:/x", ".."]


@pytest.mark.parametrize("name", UNSAFE)
@pytest.mark.parametrize("suffix", [".zip", ".tar"])
def test_an_archive_with_a_name_that_leads_out_of_it_is_refused(bag: Path, tmp_path: Path, name: str, suffix) -> None:
    out = tmp_path / f"b{suffix}"
    if suffix == ".zip":
        with zipfile.ZipFile(out, "w") as archive:
            for inner, data in [*files(bag), (name, b"x")]:
                archive.writestr(inner, data)
    else:
        with tarfile.open(out, "w") as tar:
            tar.add(bag, "bag")
            tar.addfile(tarfile.TarInfo(name))
    with pytest.raises(UnreadableInputError, match="a name that leads out of the archive"):
        verify(out)
    assert not (tmp_path.parent / "x").exists()


def test_links_and_what_is_encrypted_are_told_in_either_layout(bag: Path, tmp_path: Path) -> None:
    for top in ("bag/", ""):
        out = tmp_path / "b.zip"
        with zipfile.ZipFile(out, "w") as archive:
            for name, data in files(bag):
                archive.writestr(top + name.removeprefix("bag/"), data)
            link = zipfile.ZipInfo(f"{top}data/link")
            link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
            archive.writestr(link, "/etc/passwd")
        assert "bag/no-regular-file" in {one.rule for one in verify(out).problems}


def test_a_central_directory_that_is_cut_short_cannot_be_read(bag: Path, tmp_path: Path) -> None:
    write_package(tmp_path / "b.zip", [(name.removeprefix("bag/"), data) for name, data in files(bag)])
    data = (tmp_path / "b.zip").read_bytes()
    (tmp_path / "b.zip").write_bytes(data[:-22] + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 9, 9, 99, 0, 0))
    with pytest.raises(UnreadableInputError, match=r"b\.zip"):
        verify(tmp_path / "b.zip")


def test_the_paths_of_a_package_are_those_from_its_own_folder(bag: Path, tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "b.tar", "w") as archive:
        archive.add(bag, "bag")
    with open_package(tmp_path / "b.tar") as found, open_package(bag) as own:
        assert found.top_folder == "bag"
        assert (own.top_folder, own.folders) == ("", found.subfolder("bag").folders)
        assert found.subfolder("bag").openers.keys() == own.openers.keys()
