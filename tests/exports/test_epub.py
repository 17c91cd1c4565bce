"""The book: valid EPUB 3.3 that reads like the page, the same letters as the same bytes."""

import datetime
import io
import re
import shutil
import sys
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import html5lib
import pytest
from lxml import etree

from support.java import run_java
from teikit.exports.reading import epub, html
from teikit.exports.record.order import date_order
from teikit.exports.record.source import MissingMetadataError, Settings, TeiFile, read_tei_file
from teikit.formats.zip import write_zip
from teikit.operations.export import ExportOptions, export
from teikit.tei import Metadata, extract_words

TEI = "http://www.tei-c.org/ns/1.0"
XHTML = "{http://www.w3.org/1999/xhtml}"
DC = "{http://purl.org/dc/elements/1.1/}"
HOSTILE = "</title>\"'<b>&amp;\u202ex"


def book(sources: Sequence[TeiFile], settings: Settings) -> dict[str, bytes]:
    """The files of a book by their names, in their order."""
    with zipfile.ZipFile(io.BytesIO(epub.write(sources, settings).data)) as found:
        return {each.filename: found.read(each) for each in found.infolist()}


def told(files: dict[str, bytes], name: str) -> list[str]:
    """What the package document tells, by the name of an element or a property."""
    package = etree.fromstring(files["EPUB/package.opf"])
    metas = [each.text for each in package.iter("{*}meta") if each.get("property") == name]
    return metas or [each.text for each in package.iter(DC + name)]


def letter(header: str = "<title>T</title>", inner: str = "<p>x</p>", name: str = "a.xml") -> TeiFile:
    data = f"""<TEI xmlns="{TEI}"><teiHeader><fileDesc><titleStmt>{header}</titleStmt></fileDesc></teiHeader>
    <text xml:lang="en"><body>{inner}</body></text></TEI>"""
    return read_tei_file(data.encode(), name)


@pytest.fixture
def verdict(installed: Callable[[str], Path], tmp_path: Path) -> Callable[[dict[str, bytes]], str]:
    """What epubcheck has to say to a book."""
    if not shutil.which("java"):
        pytest.skip("there is no Java, which epubcheck runs on")
    program = shutil.which("epubcheck", path=Path(sys.executable).parent) or str(installed("bin/epubcheck"))

    def judge(files: dict[str, bytes]) -> str:
        with (tmp_path / "book.epub").open("wb") as file:
            write_zip(file, files.items(), frozenset({"mimetype"}))
        status, said = run_java([program, file.name])
        assert bool(status) == bool(said)
        return said

    return judge


@pytest.mark.slow
@pytest.mark.timeout(240)  # starts a Java program three times
def test_epubcheck_accepts_our_own_letters_and_those_of_others(golden, raw, settings, verdict) -> None:
    files = book((*golden, *raw[::30]), settings)
    assert verdict(files) == ""
    # A book of one letter, whose words and names would be markup if they could.
    single = letter(f"<title>{HOSTILE.replace('<', '&lt;')}</title>", "<p>x<lb/>y<note>z</note></p>", "../CON.xml")
    assert verdict(book([single], Settings())) == ""
    page = files["EPUB/letters/french.xhtml"].replace(b'id="about"', b'id="letter"')
    broken = verdict({**files, "EPUB/letters/french.xhtml": page})
    assert "Duplicate ID" in broken


def test_the_archive_begins_as_the_standard_wants(golden, settings) -> None:
    made = epub.write(golden, settings).data
    # OCF 4.3: the name and the content of the first file stand at fixed places.
    assert made[30:58] == b"mimetypeapplication/epub+zip"
    with zipfile.ZipFile(io.BytesIO(made)) as found:
        assert {each.date_time for each in found.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_same_letters_on_the_same_day_are_the_same_bytes(golden, settings) -> None:
    first = epub.write(golden, settings).data
    assert epub.write(golden, settings).data == first
    later = epub.write(golden, replace(settings, day=settings.day + datetime.timedelta(1))).data
    assert later != first


def test_all_pages_are_well_formed_and_hold_what_the_page_of_html_holds(golden, raw, settings) -> None:
    sources = (*golden, *raw[::12])
    settings = replace(settings, edition=replace(settings.edition, language="de"))
    files = book(sources, settings)
    for source in sources:
        chapter = etree.fromstring(files[f"EPUB/letters/{source.stem}.xhtml"])
        found = html5lib.parse(html.write(source, settings).data.decode(), treebuilder="lxml").getroot()
        for name in ("main", "h1"):
            assert list(next(chapter.iter(XHTML + name)).itertext()) == list(next(found.iter(XHTML + name)).itertext())
        for each in chapter.iter("{*}*"):
            assert each.get("lang") == each.get("{http://www.w3.org/XML/1998/namespace}lang")


def test_a_book_of_our_own_letters_holds_their_words(golden, settings) -> None:
    files = book(golden, settings)
    for source in golden:
        chapter = etree.fromstring(files[f"EPUB/letters/{source.stem}.xhtml"])
        shown = re.sub(r"\W", "", "".join(next(chapter.iter(XHTML + "article")).itertext()))
        assert shown == re.sub(r"\W", "", "".join(extract_words(source.root.find(f"{{{TEI}}}text"))))


def test_every_chapter_is_in_the_contents_by_date(golden, settings) -> None:
    files = book(golden, settings)
    golden = sorted(golden, key=lambda source: date_order(source.record))
    links = etree.fromstring(files["EPUB/contents.xhtml"]).findall(f".//{XHTML}nav//{XHTML}a")
    assert [each.get("href") for each in links] == [f"letters/{source.stem}.xhtml" for source in golden]
    assert [each.text for each in links] == [source.record.title for source in golden]
    package = etree.fromstring(files["EPUB/package.opf"])
    items = {each.get("id"): each.get("href") for each in package.iter("{*}item")}
    read = [items[each.get("idref")] for each in package.iter("{*}itemref")]
    assert read == ["contents.xhtml", *(each.get("href") for each in links)]
    assert {f"EPUB/{href}" for href in items.values()} == set(files) - {
        "mimetype", "META-INF/container.xml", "EPUB/package.opf",
    }  # fmt: skip


def test_the_package_tells_what_is_known(golden, settings) -> None:
    files = book(golden, settings)
    assert told(files, "title") == ["Letters of a Town"]
    assert told(files, "identifier") == ["https://example.org/index.xml"]
    assert told(files, "language") == ["en", "de", "fr"]
    assert told(files, "publisher") == ["A Press"]
    assert told(files, "contributor") == ["Ann Editor"]
    assert told(files, "role") == ["edt"]
    assert told(files, "dcterms:modified") == ["2024-05-06T00:00:00Z"]
    assert told(files, "schema:accessMode") == ["textual"]
    assert "Marie Vos" in told(files, "creator")


def test_what_the_letters_do_not_tell_is_asked_for() -> None:
    source = read_tei_file(f'<TEI xmlns="{TEI}"><text><body><p>x</p></body></text></TEI>'.encode(), "a.xml")
    with pytest.raises(MissingMetadataError) as caught:
        epub.write([source], Settings())
    assert str(caught.value) == (
        "the book: EPUB needs a title ('edition.title'), a language ('edition.language'); give it in the file of --meta"
    )
    files = book([source], Settings(Metadata(title="T", language="ger")))
    assert (told(files, "title"), told(files, "language")) == (["T"], ["de"])


def test_a_book_without_an_address_is_named_by_its_letters() -> None:
    (one,), (other,) = (told(book([each], Settings()), "identifier") for each in (letter(), letter(inner="<p>y</p>")))
    assert one.startswith("urn:uuid:")
    assert one != other


def test_names_of_files_are_safe() -> None:
    names = ("../../x.xml", "CON.xml", "ä.xml", "a.xml", "A.xml", "x" * 300 + ".xml", "\u202e.xml")
    files = book([letter(name=name) for name in names], Settings(Metadata(title="T")))
    chapters = [name for name in files if name.startswith("EPUB/letters/")]
    assert len({name.lower() for name in chapters}) == len(names)
    assert all(re.fullmatch(r"EPUB/letters/[A-Za-z0-9_-]+\.xhtml", name) for name in chapters)


def test_nothing_that_a_letter_holds_acts() -> None:
    text = HOSTILE.replace("<", "&lt;")
    files = book(
        [letter(f"<title>{text}</title>", f"<p>{text}<ref target='javascript:alert(1)'>x</ref></p>")], Settings()
    )
    chapter = etree.fromstring(files["EPUB/letters/a.xhtml"])
    assert not {etree.QName(each).localname for each in chapter.iter("{*}*")} & {"b", "script", "img"}
    assert [each.get("href") for each in chapter.iter(XHTML + "a")] == []
    assert told(files, "title") == [HOSTILE.replace("&amp;", "&")]


def test_many_files_become_one_book(tmp_path: Path) -> None:
    letters = sorted((Path(__file__).parents[1] / "data" / "letters").glob("*.xml"))
    out = tmp_path / "book.epub"
    options = ExportOptions(day=datetime.date(2024, 5, 6))
    (done,) = export(letters[:1], "epub", out, options)
    assert (done.target, done.failure) == (out, None)
    with zipfile.ZipFile(out) as found:
        assert found.testzip() is None
