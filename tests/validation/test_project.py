"""What the files of a project may name: its schemas, and the files that its documents point to, but nothing outside."""

import os
from pathlib import Path

import pytest

from teikit.api import validate
from teikit.errors import ConfigError
from teikit.validation.project import Project, find_project

NAMESPACE = "http://relaxng.org/ns/structure/1.0"
RNG = f'<grammar xmlns="{NAMESPACE}"><start><element name="a"><text/></element></start></grammar>'
OUTSIDE = "outside of the folders that may be read"


@pytest.fixture
def edition(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the working folder, with documents and schemas in folders side by side."""
    top = tmp_path / "edition"
    for name in ("docs", "schema", ".hidden"):
        (top / name).mkdir(parents=True)
    for name in ("schema/s.rng", ".hidden/s.rng", "schema/s.txt", "../outside.rng"):
        (top / name).write_text(RNG)
    monkeypatch.chdir(top)
    return top


def _document(folder: Path, schema: str) -> Path:
    path = folder / "d.xml"
    path.write_text(f'<?xml-model href="{schema}" schematypens="{NAMESPACE}"?>\n<a/>')
    return path


def _faults(path: Path) -> str:
    return " ".join(each.message for each in validate(path))


def test_a_document_may_name_a_schema_in_a_folder_beside_its_own(edition: Path) -> None:
    assert validate(_document(edition / "docs", "../schema/s.rng")) == []


def test_a_schema_may_include_a_file_in_a_folder_beside_its_own(edition: Path) -> None:
    including = '<grammar xmlns="http://relaxng.org/ns/structure/1.0"><include href="../schema/s.rng"/></grammar>'
    (edition / "docs" / "main.rng").write_text(including)
    document = _document(edition / "docs", "main.rng")
    assert validate(document) == []
    assert validate(document, schema=edition / "docs" / "main.rng") == []


@pytest.mark.parametrize(
    "schema",
    ["../../outside.rng", "../.hidden/s.rng", "../schema/s.txt", "../schema/out.rng", "../schema/out/outside.rng"],
)
def test_nothing_outside_or_hidden_and_no_other_kind_of_file_is_read_as_a_schema(edition: Path, schema: str) -> None:
    (edition / "schema" / "out.rng").symlink_to(edition.parent / "outside.rng")
    (edition / "schema" / "out").symlink_to(edition.parent)
    assert OUTSIDE in _faults(_document(edition / "docs", schema))


def test_a_document_elsewhere_may_not_name_schemas_of_the_project(edition: Path) -> None:
    elsewhere = edition.parent / "elsewhere"
    elsewhere.mkdir()
    assert OUTSIDE in _faults(_document(elsewhere, "../edition/schema/s.rng"))
    link = edition / "docs" / "link.xml"
    link.symlink_to(_document(elsewhere, "../schema/s.rng"))
    assert OUTSIDE in _faults(link)


def test_pointers_to_files_of_the_project_are_followed_from_its_own_documents_only(edition: Path) -> None:
    (edition / "schema" / "people.xml").write_text('<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="ada"/>')
    document = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><p corresp="../{}schema/people.xml#eva"/></TEI>'
    inside, outside = edition / "docs" / "p.xml", edition.parent / "q" / "p.xml"
    outside.parent.mkdir()
    inside.write_text(document.format(""))
    outside.write_text(document.format("edition/"))
    assert [len(validate(each, select="tei/pointer-unresolved")) for each in (inside, outside)] == [1, 0]


@pytest.mark.parametrize("mark", [".git", "teikit.toml", "pyproject.toml"])
def test_the_nearest_marked_folder_at_or_above_the_working_folder_is_the_project(tmp_path: Path, mark: str) -> None:
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    (tmp_path / "a" / mark).touch()
    assert find_project(below) == Project(os.path.realpath(tmp_path / "a"))


def test_without_a_mark_the_working_folder_is_the_project(tmp_path: Path) -> None:
    assert find_project(tmp_path) == Project(os.path.realpath(tmp_path))


@pytest.mark.parametrize("name", ["", "..", "../.."])
def test_a_home_folder_and_all_above_it_are_no_project(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home" / "ada"
    (home / "letters").mkdir(parents=True)
    for folder in (home, home.parent):
        (folder / ".git").mkdir()
    monkeypatch.setenv("HOME", str(home))
    assert find_project(home / name) is None
    assert find_project(home / "letters") == Project(os.path.realpath(home / "letters"))


def test_a_home_folder_by_another_name_is_no_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "ada").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "ada")
    monkeypatch.setenv("HOME", str(tmp_path / "link"))
    assert find_project(tmp_path / "ada") is None
    (tmp_path / "eva").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "none"))
    assert find_project(tmp_path / "eva") == Project(os.path.realpath(tmp_path / "eva"))


def test_the_root_folder_is_no_project() -> None:
    assert find_project(Path("/")) is None


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="files have no owners here")
def test_marks_of_other_users_do_not_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    below = tmp_path / "below"
    below.mkdir()
    (tmp_path / ".git").mkdir()
    owner = tmp_path.stat().st_uid
    monkeypatch.setattr(os, "getuid", lambda: owner + 7)
    assert find_project(below) == Project(os.path.realpath(below))


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="files have no owners here")
def test_the_superuser_trusts_the_marks_of_the_user_who_called_sudo(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    below = tmp_path / "below"
    below.mkdir()
    (tmp_path / ".git").mkdir()
    monkeypatch.setenv("SUDO_UID", str(tmp_path.stat().st_uid))
    monkeypatch.setattr(os, "getuid", lambda: 0)
    assert find_project(below) == Project(os.path.realpath(tmp_path))


def test_a_link_is_no_mark(tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    (tmp_path / "teikit.toml").symlink_to(tmp_path / "other.toml")
    (tmp_path / "other.toml").touch()
    assert find_project(tmp_path / "below") == Project(os.path.realpath(tmp_path / "below"))


def _configure(edition: Path, schema: str) -> Path:
    (edition / "docs" / "d.xml").write_text("<a/>")
    (edition / "teikit.toml").write_text(f'[validate.schemas]\n"**/*.xml" = "{schema}"\n')
    return edition / "docs" / "d.xml"


@pytest.mark.parametrize("schema", ["schema/s.txt", "../outside.rng"])
def test_a_configuration_names_files_of_its_folder_and_schemas_elsewhere(edition: Path, schema: str) -> None:
    assert validate(_configure(edition, schema)) == []


@pytest.mark.parametrize("schema", ["../secret", "link.rng", ".hidden/key"])
def test_a_configuration_names_no_other_files(edition: Path, schema: str) -> None:
    for name in ("../secret", ".hidden/key"):
        (edition / name).write_text("password = 1")
    (edition / "link.rng").symlink_to(edition.parent / "secret")
    with pytest.raises(ConfigError, match="has no name of a schema"):
        validate(_configure(edition, schema))
