"""The user's own copy of TEI P5."""

from pathlib import Path

import pytest

from support.made_p5 import p5_document
from teikit.errors import IncorrectSchemaError
from teikit.validation import user_p5 as module
from teikit.validation.fetch import WebFetcher
from teikit.validation.store import Store
from teikit.validation.user_p5 import fetch_p5, find_p5, user_p5


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    made = Store(tmp_path / "store")
    monkeypatch.setattr(module, "store", lambda: made)
    return made


def test_there_is_none_before_it_was_added(store: Store) -> None:
    assert store.names() == []
    assert user_p5() is None


def test_a_copy_that_was_added_has_its_prose(store: Store, tmp_path: Path) -> None:
    source = tmp_path / "p5subset.xml"
    source.write_bytes(p5_document())
    files, version = fetch_p5(str(source), WebFetcher())
    assert version == "9.8.7"
    store.add("tei", str(source), files, version)
    source.unlink()
    library = user_p5()
    assert library is not None
    assert library.version == "9.8.7"
    assert library.specs[0].prose["desc"][0].text() == "About TEI"


def test_a_copy_is_found_by_its_name_and_other_files_by_their_paths(store: Store, tmp_path: Path) -> None:
    added = store.add("tei", "a.xml", {"a.xml": p5_document()}, "")
    other = tmp_path / "other.xml"
    other.write_bytes(p5_document())
    assert find_p5("tei") == added.main
    assert find_p5(str(other)) == other
    with pytest.raises(IncorrectSchemaError, match="no such schema file"):
        find_p5("nowhere.xml")


def test_a_schema_of_that_name_is_no_copy(store: Store) -> None:
    store.add("tei", "a.rnc", {"a.rnc": b"start = element a { empty }"}, "")
    assert user_p5() is None


def test_a_copy_of_something_else_is_one_error(store: Store) -> None:
    store.add("tei", "a.xml", {"a.xml": p5_document(3)}, "")
    with pytest.raises(IncorrectSchemaError, match="the schema 'tei' is not TEI P5; add it again with --force"):
        user_p5()


def test_a_damaged_copy_is_an_error(store: Store) -> None:
    added = store.add("tei", "a.xml", {"a.xml": p5_document()}, "")
    added.main.write_bytes(p5_document(500))
    with pytest.raises(IncorrectSchemaError, match="the schema 'tei' is damaged"):
        user_p5()
