"""A folder of pages has an index, and pages lead to the letters that their headers name."""

from datetime import date
from pathlib import Path

from lxml import html

from support.letters_for_sites import letter, write_letters
from teikit.inputs.paths import InputPaths
from teikit.operations.export import Exported, ExportOptions, discover_letters, export_each, find_format
from teikit.operations.run import RunInputs

OPTIONS = ExportOptions(day=date(2024, 5, 6))


def export_pages(letters: Path, out: Path, options: ExportOptions = OPTIONS) -> list[Exported]:
    items, _ = discover_letters(RunInputs(InputPaths([str(letters)])))
    return list(export_each(items, find_format("html"), out, options))


def test_the_index_lists_letters_by_date_with_their_pages(tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = export_pages(write_letters(tmp_path / "letters"), out)
    assert done[-1].target == out / "index.html"
    index = html.parse(out / "index.html")
    links = index.xpath("//ol//a/@href")
    assert links == ["a.html", "b.html", "c.html", "sub/a.html", "z.html"]
    assert all((out / link).is_file() for link in links)
    assert index.xpath("string(//li[2])") == "1 March 1801Hall, Tom to Lee, AnnYork"


def test_other_letters_are_links_to_their_pages(tmp_path: Path) -> None:
    folder = write_letters(tmp_path / "letters")
    (folder / "sub" / "x y.xml").write_text(letter("x", "lee", "hall", next="b"), encoding="utf-8")
    export_pages(folder, tmp_path / "out")
    assert 'href="b.html">answer</a>' in (tmp_path / "out" / "a.html").read_text(encoding="utf-8")
    assert 'href="../b.html">answer</a>' in (tmp_path / "out" / "sub" / "x y.html").read_text(encoding="utf-8")
    # Nothing is called so.
    assert "<p>answer</p>" in (tmp_path / "out" / "c.html").read_text(encoding="utf-8")


def test_a_name_of_two_files_leads_to_neither(tmp_path: Path) -> None:
    folder = write_letters(tmp_path / "letters")
    (folder / "b.xml").write_text(letter("b", "lee", "hall", next="a"), encoding="utf-8")
    export_pages(folder, tmp_path / "out")
    assert "<p>answer</p>" in (tmp_path / "out" / "b.html").read_text(encoding="utf-8")


def test_an_index_that_is_there_is_kept(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "index.html").write_text("mine", encoding="utf-8")
    done = export_pages(write_letters(tmp_path / "letters"), out)
    assert done[-1].remarks == ("exists already and is kept; --force replaces it",)
    assert (out / "index.html").read_text(encoding="utf-8") == "mine"


def test_a_letter_may_be_called_index(tmp_path: Path) -> None:
    folder = write_letters(tmp_path / "letters")
    (folder / "index.xml").write_text(letter("i", "lee", "hall"), encoding="utf-8")
    export_pages(folder, tmp_path / "out")
    assert "Dear friend" in (tmp_path / "out" / "index.html").read_text(encoding="utf-8")


def test_parts_of_a_run_and_a_single_letter_have_no_index(tmp_path: Path) -> None:
    folder = tmp_path / "letters"
    folder.mkdir()
    (folder / "a.xml").write_text(letter("a", "lee", "hall"), encoding="utf-8")
    export_pages(folder, tmp_path / "one")
    assert [path.name for path in (tmp_path / "one").iterdir()] == ["a.html"]
    (folder / "b.xml").write_text(letter("b", "lee", "hall"), encoding="utf-8")
    export_pages(folder, tmp_path / "part", ExportOptions(part="1/2"))
    assert not (tmp_path / "part" / "index.html").exists()
