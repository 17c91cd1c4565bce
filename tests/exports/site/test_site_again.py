"""A site that is there is brought up to date: only what changed is written, and nothing that is not its own is lost."""

import hashlib
from datetime import date
from pathlib import Path

import pytest

from support.letters_for_sites import export_site, letter, write_letters
from teikit.errors import OutputError
from teikit.exports.site.manifest import NAME
from teikit.operations import site_letters as operation
from teikit.operations.export import ExportOptions
from teikit.storage import updates

OPTIONS = ExportOptions(day=date(2024, 5, 6))
FORCED = ExportOptions(day=date(2024, 5, 6), force=True)


@pytest.fixture
def letters(tmp_path: Path) -> Path:
    return write_letters(tmp_path / "letters")


@pytest.fixture
def site(letters: Path) -> Path:
    out = letters.parent / "site"
    export_site(letters, out, OPTIONS)
    return out


def contents(site: Path) -> dict[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def stamps(site: Path) -> dict[str, int]:
    return {path.relative_to(site).as_posix(): path.stat().st_mtime_ns for path in site.rglob("*") if path.is_file()}


def written(before: dict[str, int], after: dict[str, int]) -> set[str]:
    return {name for name, stamp in after.items() if before.get(name) != stamp}


def test_the_same_letters_again_write_nothing(site: Path, letters: Path) -> None:
    before = stamps(site)
    assert "up to date" in export_site(letters, site, OPTIONS)
    assert stamps(site) == before


def test_a_changed_letter_alone_is_read_again(site: Path, letters: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read, former = [], operation.make_parts
    monkeypatch.setattr(
        operation, "make_parts", lambda source, *others: read.append(source.name) or former(source, *others)
    )
    before = stamps(site)
    path = letters / "b.xml"
    path.write_text(path.read_text(encoding="utf-8").replace("dear Ann", "dearest Ann"), encoding="utf-8")
    export_site(letters, site, OPTIONS)
    assert read == [str(path)]
    changed = written(before, stamps(site))
    assert {"letters/b.html", "tei/b.xml", "search/texts-0.js", NAME} <= changed
    assert not {name for name in changed if name.startswith(("people/", "places/", "letters/a", "letters/c"))}


def test_a_site_that_is_brought_up_to_date_is_as_a_new_one(site: Path, letters: Path) -> None:
    (letters / "c.xml").unlink()
    path = letters / "a.xml"
    path.write_text(path.read_text(encoding="utf-8").replace("1801-02-03", "1801-02-04"), encoding="utf-8")
    export_site(letters, site, OPTIONS)
    fresh = letters.parent / "fresh"
    export_site(letters, fresh, OPTIONS)
    # The search numbers letters as they came.
    one, other = (
        {name: data for name, data in contents(each).items() if not name.startswith(("search/", NAME))}
        for each in (site, fresh)
    )
    assert one == other


def test_a_new_letter_keeps_the_numbers_of_others(site: Path, letters: Path) -> None:
    (letters / "0.xml").write_text(letter("0", "lee", "hall", "1800-01-01"), encoding="utf-8")
    export_site(letters, site, OPTIONS)
    assert '"order":[5,0,1,2,3,4]' in (site / "search" / "index.js").read_text(encoding="utf-8")


def test_files_of_removed_letters_are_removed(site: Path, letters: Path) -> None:
    (letters / "sub" / "a.xml").unlink()
    (letters / "z.xml").unlink()
    export_site(letters, site, OPTIONS)
    assert not (site / "letters" / "sub_a.html").exists()
    assert not (site / "tei" / "z.xml").exists()


def test_what_is_not_of_the_site_is_kept(site: Path, letters: Path) -> None:
    mine = site / "letters" / "CNAME"
    mine.write_text("mine", encoding="utf-8")
    (letters / "z.xml").unlink()
    export_site(letters, site, FORCED)
    assert mine.read_text(encoding="utf-8") == "mine"


def test_a_page_that_was_changed_is_replaced_only_by_force(site: Path, letters: Path) -> None:
    page = site / "letters" / "b.html"
    page.write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError, match=r"letters/b\.html: was changed since teikit wrote it; give --force"):
        export_site(letters, site, OPTIONS)
    assert page.read_text(encoding="utf-8") == "mine"
    export_site(letters, site, FORCED)
    assert "café" in page.read_text(encoding="utf-8")


def test_a_missing_page_is_written_again(site: Path, letters: Path) -> None:
    before = contents(site)
    (site / "letters" / "b.html").unlink()
    (site / "search" / "texts-0.js").unlink()
    export_site(letters, site, OPTIONS)
    assert contents(site) == before


def test_a_folder_of_others_is_not_written_to_without_force(letters: Path, tmp_path: Path) -> None:
    out = tmp_path / "mine"
    out.mkdir()
    (out / "index.html").write_text("mine", encoding="utf-8")
    (out / "note.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError, match="is a folder that is not empty, and no site of teikit's"):
        export_site(letters, out, OPTIONS)
    assert (out / "index.html").read_text(encoding="utf-8") == "mine"
    export_site(letters, out, FORCED)
    assert (out / "note.txt").read_text(encoding="utf-8") == "mine"


def test_a_file_of_others_in_a_site_is_replaced_only_by_force(site: Path, letters: Path) -> None:
    mine = site / "letters" / "new.html"
    mine.write_text("mine", encoding="utf-8")
    (letters / "new.xml").write_text(letter("new", "lee", "hall"), encoding="utf-8")
    before = contents(site)
    with pytest.raises(OutputError, match=r"letters/new\.html: is not from teikit; give --force to replace it"):
        export_site(letters, site, OPTIONS)
    assert contents(site) == before


def test_no_link_is_followed(site: Path, letters: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    (site / "tei").rename(outside)
    (site / "tei").symlink_to(outside)
    path = letters / "b.xml"
    path.write_text(path.read_text(encoding="utf-8").replace("dear Ann", "dearest Ann"), encoding="utf-8")
    before = contents(outside)
    with pytest.raises(OutputError, match="is a link"):
        export_site(letters, site, FORCED)
    assert contents(outside) == before


def test_a_site_does_not_replace_the_folder_of_its_letters(letters: Path) -> None:
    with pytest.raises(OutputError, match="which is a source and kept"):
        export_site(letters, letters, FORCED)


def test_an_update_that_was_stopped_is_completed(site: Path, letters: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = letters / "b.xml"
    path.write_text(path.read_text(encoding="utf-8").replace("dear Ann", "dearest Ann"), encoding="utf-8")

    def stop(_staged: Path, folder: Path) -> None:
        (folder / "letters" / "b.html").write_text("half", encoding="utf-8")
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(updates, "_move", stop)
        with pytest.raises(KeyboardInterrupt):
            export_site(letters, site, OPTIONS)
    export_site(letters, site, OPTIONS)
    assert "dearest Ann" in (site / "letters" / "b.html").read_text(encoding="utf-8")


def test_a_list_of_files_that_is_damaged_makes_no_file_teikits(site: Path, letters: Path) -> None:
    (site / NAME).write_text('{"teikit-site":1,"files":{"../../x":"1"}', encoding="utf-8")
    with pytest.raises(
        OutputError, match="is not the list of a site's files, as teikit writes it; --force replaces it"
    ):
        export_site(letters, site, OPTIONS)


def test_a_list_of_files_leads_to_nothing_outside(site: Path, letters: Path, tmp_path: Path) -> None:
    victim = tmp_path / "victim.txt"
    victim.write_text("mine", encoding="utf-8")
    digest = hashlib.sha256(b"mine").hexdigest()
    manifest = site / NAME
    data = manifest.read_text(encoding="utf-8").replace('"files":{', f'"files":{{"../victim.txt":"{digest}",', 1)
    manifest.write_text(data, encoding="utf-8")
    (letters / "z.xml").unlink()
    with pytest.raises(OutputError):
        export_site(letters, site, OPTIONS)
    assert victim.read_text(encoding="utf-8") == "mine"


def test_a_first_export_that_fails_leaves_nothing(
    letters: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object) -> None:
        raise OutputError("the disk is full")

    monkeypatch.setattr(updates, "write_files", fail)
    with pytest.raises(OutputError, match="the disk is full"):
        export_site(letters, tmp_path / "new", OPTIONS)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["letters"]
