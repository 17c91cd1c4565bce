"""Each package in each form in which it can be written: its judge accepts it, ours too, and every damage is told."""

import json
import shutil
import subprocess
import tarfile
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import bagit
import pytest
from lxml import etree

from teikit.diagnostics import Severity
from teikit.errors import UnsupportedError
from teikit.exports.formats import FORMATS
from teikit.exports.packages.contents import Contents
from teikit.exports.verification.verify import Verdict, verify
from teikit.storage.packages import write_package

ROOT = Path(__file__).parents[2]
REPORT = b'{"summary": {"files": 2, "errors": 0, "warnings": 0}}'
PACKAGES = [name for name, form in FORMATS.items() if form.pack]
# What is at the top of an archive: the one folder, or what packages of two letters hold.
AT_ROOT = {
    "mets": {"mets.xml", "metadata", "report", "schema", "source", "tei"},
    "ro-crate": {"ro-crate-metadata.json", "metadata", "report", "schema", "source", "tei"},
    "dspace": {"item_000", "item_001"},
}
FORMS = ["", ".zip", ".tar", ".tar.gz", ".tgz"]
every_package = pytest.mark.parametrize("to", PACKAGES)
every_form = pytest.mark.parametrize("form", FORMS, ids=["folder", "zip", "tar", "tar.gz", "tgz"])
WHOLE = {
    "bag": "complete and valid",
    "ro-crate": "complete",
    "mets": "complete and unchanged",
    "e-ark": "complete and unchanged",
    "archivematica": "complete and unchanged",
    "dspace": "complete and unchanged",
    "ocfl": "valid",
}
Make = Callable[..., Path]


@pytest.fixture
def made(golden, settings, tmp_path: Path) -> Make:
    """From a format and a form to a package of two letters."""
    originals = [(f"{golden[0].stem}.txt", b"Dear Ann"), (f"{golden[1].stem}.docx", b"x")]
    contents = Contents(golden[:2], originals, [("letter.rng", b"<grammar/>")], REPORT)

    def make(to: str, form: str = "") -> Path:
        out = tmp_path / "letters" / f"letters{form}"
        out.parent.mkdir()
        entries = FORMATS[to].pack(contents, replace(settings, out=out.name)).files
        write_package(out, entries, at_root=FORMATS[to].kind.at_root)
        return out

    return make


def unpacked(package: Path) -> Path:
    """The folder where what reads packages of a kind finds it, after an archive was unpacked into an empty one."""
    if package.is_dir():
        return package
    into = package.parent / "unpacked"
    shutil.unpack_archive(package, into, filter="data") if package.suffix != ".zip" else shutil.unpack_archive(
        package, into
    )
    tops = [path.name for path in into.iterdir()]
    return into / "letters" if tops == ["letters"] else into


@every_package
@every_form
def test_an_archive_is_laid_out_as_its_readers_want(made: Make, to: str, form: str) -> None:
    if form:
        package = made(to, form)
        with zipfile.ZipFile(package) if form == ".zip" else tarfile.open(package) as archive:
            names = archive.namelist() if isinstance(archive, zipfile.ZipFile) else archive.getnames()
        assert {name.split("/")[0] for name in names} == AT_ROOT.get(to, {"letters"})


@every_package
@every_form
def test_a_package_verifies_in_every_form(made: Make, to: str, form: str) -> None:
    assert verify(made(to, form)) == Verdict(WHOLE[to])


@every_package
@pytest.mark.parametrize("form", FORMS[1:])
def test_a_package_verifies_in_the_other_layout_too(made: Make, to: str, form: str, tmp_path: Path) -> None:
    files = unpacked(made(to))
    entries = [(path.relative_to(files).as_posix(), path.read_bytes()) for path in files.rglob("*") if path.is_file()]
    write_package(tmp_path / f"other{form}", entries, at_root=not FORMATS[to].kind.at_root)
    assert verify(tmp_path / f"other{form}") == Verdict(WHOLE[to])


# What tells of all else, or what a standard lets be there or not, is told of by nothing.
NOT_TOLD = {
    "change": {"mets": {"mets.xml"}, "e-ark": {"METS.xml"}, "ro-crate": {"ro-crate-metadata.json"}},
    "loss": {
        "bag": {"tagmanifest-sha256.txt", "tagmanifest-sha512.txt"},
        "archivematica": {"metadata/submissionDocumentation/teikit.sha256"},
        "ocfl": {"v1/inventory.json", "v1/inventory.json.sha512"},
    },
}


def is_told(package: Path) -> bool:
    """Whether there is anything to say of a package, be it that it is none any more."""
    try:
        return bool(verify(package).problems)
    except UnsupportedError:
        return True


def change(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[:-1] + (b"X" if data[-1:] != b"X" else b"Y"))


HARMS: dict[str, Callable[[Path], None]] = {"change": change, "loss": Path.unlink}


@every_package
@pytest.mark.parametrize("harm", HARMS)
def test_a_change_or_loss_of_any_file_is_told(made: Make, to: str, harm: str) -> None:
    package = made(to)
    paths = sorted(path for path in package.rglob("*") if path.is_file())
    not_told = set()
    for path in paths:
        before = path.read_bytes()
        HARMS[harm](path)
        if not is_told(package):
            not_told.add(path.relative_to(package).as_posix())
        path.write_bytes(before)
    assert len(paths) >= 8
    # A document that is no XML or JSON any more is told of even so.
    assert not_told <= NOT_TOLD[harm].get(to, set())
    assert verify(package).problems == ()


@every_package
def test_a_file_that_was_added_is_told_wherever_it_is(made: Make, to: str) -> None:
    package = made(to)
    folders = [package, *(path for path in package.rglob("*") if path.is_dir())]
    for folder in folders:
        more = folder / "more.txt"
        more.write_text("x")
        assert [one.file for one in verify(package).problems] == [str(more)] * len(verify(package).problems)
        assert is_told(package), more
        more.unlink()


@every_package
@pytest.mark.parametrize("form", ["", ".zip"])
def test_what_file_managers_leave_in_a_package_is_no_error_where_the_standard_allows_it(
    made: Make, to: str, form: str, tmp_path: Path
) -> None:
    package = made(to)
    (package / ".DS_Store").write_bytes(b"x")
    if form:
        entries = [(str(path.relative_to(package)), path.read_bytes()) for path in package.rglob("*") if path.is_file()]
        package = tmp_path / "letters.zip"
        write_package(package, entries)
    found = verify(package)
    assert found.verdict == ("not valid" if to == "ocfl" else WHOLE[to])
    assert {one.severity for one in found.problems} <= {Severity.ERROR if to == "ocfl" else Severity.WARNING}


def _bagit(package: Path, *_others: object) -> None:
    bagit.Bag(str(unpacked(package))).validate(processes=1)


def _crate(package: Path, installed, _judge) -> None:
    program, cache = installed("bin/rocrate-validator"), installed("rocrate.sqlite").with_suffix("")
    how = ["validate", "--offline", "--cache-path", cache, "-p", "ro-crate-1.3", "-l", "required", "--no-paging"]
    # It reads folders and zip files, and so does ro-crate-py.
    crate = package if package.suffix == ".zip" else unpacked(package)
    told = subprocess.run([program, *how, crate], capture_output=True, check=False, text=True)
    assert told.returncode == 0, told.stdout
    script = "import sys; from rocrate.rocrate import ROCrate; print(len(ROCrate(sys.argv[1]).data_entities))"
    command = [installed("bin/python"), "-c", script, crate]
    assert int(subprocess.run(command, capture_output=True, check=True, text=True).stdout) >= 7


def _mets(package: Path, _installed, judge) -> None:
    at = unpacked(package)
    data = (at / "mets.xml").read_bytes()
    assert judge("mets/mets+mods+premis.driver.xsd")(data) == []
    listed = etree.fromstring(data).xpath("//*[local-name() = 'FLocat']/@*[local-name() = 'href']")
    assert len(listed) >= 7
    assert all((at / path).is_file() for path in listed)


def _e_ark(package: Path, installed, _judge) -> None:
    command = [installed("eark/bin/python"), Path(__file__).parents[1] / "support" / "eark_shim.py", package]
    told = subprocess.run(command, capture_output=True, check=True, text=True, cwd=package.parent)
    # SIP14 cannot be met: see test_e_ark.
    assert {rule for severity, rule, *_ in json.loads(told.stdout) if severity != "Info"} == {"SIP14"}


def _archivematica(package: Path, *_others: object) -> None:
    from exports.test_archivematica import judged  # noqa: PLC0415

    assert judged(unpacked(package)) == []


def _dspace(package: Path, *_others: object) -> None:
    from exports.test_dspace import judged  # noqa: PLC0415

    assert judged(unpacked(package)) == []


def _ocfl(package: Path, installed, _judge) -> None:
    command = [installed("bin/ocfl-validate.py"), unpacked(package)]
    told = subprocess.run(command, capture_output=True, check=False, text=True)
    assert told.returncode == 0, told.stdout


JUDGES: dict[str, Callable] = {
    "bag": _bagit,
    "ro-crate": _crate,
    "mets": _mets,
    "e-ark": _e_ark,
    "archivematica": _archivematica,
    "dspace": _dspace,
    "ocfl": _ocfl,
}


@pytest.mark.slow
@pytest.mark.timeout(240)  # starts large programs
@every_package
@every_form
def test_its_judge_accepts_a_package_in_every_form(made: Make, to: str, form: str, installed, judge) -> None:
    JUDGES[to](made(to, form), installed, judge)


@every_package
def test_its_judge_rejects_a_package_that_lost_a_letter(made: Make, to: str, installed, judge) -> None:
    """A judge that accepts anything would prove nothing; large programs reject their mutants elsewhere."""
    if to in {"ro-crate", "e-ark", "ocfl"}:
        pytest.skip("its judge rejects mutants in test_crate_and_ocfl and test_e_ark")
    package = made(to)
    next(path for path in sorted(package.rglob("*.xml")) if b"<TEI" in path.read_bytes()).unlink()
    with pytest.raises((AssertionError, bagit.BagError)):
        JUDGES[to](package, installed, judge)
