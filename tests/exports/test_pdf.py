"""The page on paper: a PDF that readers open, with the words of the page, told apart and dated by us alone."""

import datetime
import io
import re
import subprocess
import sys

import pypdf
import pytest

from teikit.errors import MissingExtraError, UnsupportedError
from teikit.exports.reading import html, pdf
from teikit.exports.reading.print_text import fits_footnotes
from teikit.exports.reading.rule import read_texts
from teikit.exports.reading.text import to_text
from teikit.exports.record.source import Settings, TeiFile, read_tei_file

TEI = "http://www.tei-c.org/ns/1.0"
pytestmark = [pytest.mark.slow]  # the library takes a second to load, and fonts their time


@pytest.fixture(autouse=True, scope="module")
def _weasyprint() -> None:
    try:
        pdf._weasyprint()
    except MissingExtraError as error:
        pytest.skip(str(error))


def letter(inner: str) -> TeiFile:
    data = f"""<TEI xmlns="{TEI}"><teiHeader><fileDesc><titleStmt><title>A "B" (C)</title><author>Ann</author>
    </titleStmt></fileDesc></teiHeader><text xml:lang="fra"><body>{inner}</body></text></TEI>"""
    return read_tei_file(data.encode(), "a.xml")


def opened(data: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(data), strict=True)


def letters(text: str) -> str:
    """Text without what lines and notes are set with: white space, signs, numbers."""
    return "".join(re.findall(r"[^\W\d_]", text))


def on_paper(data: bytes) -> str:
    return "".join(page.extract_text() for page in opened(data).pages)


def test_a_judge_that_rejects_what_is_broken(settings) -> None:
    made = pdf.write(letter("<p>x</p>"), settings).data
    assert len(opened(made).pages) == 1
    for bad in (
        made[: len(made) // 2],
        made.replace(b"/Type /Pages", b"/Type /Bages").replace(b"startxref", b"startyref"),
    ):
        with pytest.raises(pypdf.errors.PyPdfError):
            assert opened(bad).pages[0]


def test_the_words_of_a_letter_stand_on_paper(golden, raw, settings) -> None:
    for source in (*golden[:4], *raw[::240]):
        if source.stem != "transcribed":
            found = letters(on_paper(pdf.write(source, settings).data))
            # Columns and superscripts are read in another order than they are written.
            missing = [word for word in to_text(source.root).split() if letters(word) not in found]
            assert len(missing) <= 0.02 * len(to_text(source.root).split()), missing


def test_title_writer_language_day_and_tags_are_told(settings) -> None:
    found = opened(pdf.write(letter("<p>x</p>"), settings).data)
    assert (found.metadata.title, found.metadata.author) == ('A "B" (C)', "Ann")
    assert found.metadata.creation_date.date() == datetime.date(2024, 5, 6)
    root = found.trailer["/Root"]
    assert root["/Lang"] == "fr"
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root


def test_the_same_letter_on_the_same_day_is_the_same_bytes(golden) -> None:
    program = (
        "import sys, datetime; from teikit.exports.reading import pdf; from teikit.exports.record.source import *;"
        "data = open(sys.argv[1], 'rb').read();"
        "settings = Settings(day=datetime.date(2024, 5, 6));"
        "sys.stdout.buffer.write(pdf.write(read_tei_file(data, sys.argv[1]), settings).data)"
    )
    source = golden[0]
    made = [subprocess.run([sys.executable, "-c", program, source.name], capture_output=True, check=True) for _ in "12"]
    assert made[0].stdout == made[1].stdout


def test_nothing_is_fetched(settings, monkeypatch: pytest.MonkeyPatch) -> None:
    opened_ones: list[str] = []
    urls = sys.modules["weasyprint.urls"]
    monkeypatch.setattr(urls.request.OpenerDirector, "open", lambda _self, url, *_: opened_ones.append(url))
    page = html.write(letter("<p>x</p>"), settings).data.decode()
    made = page.replace("</body>", '<img src="http://example.org/a.png"><img src="file:///etc/passwd">')
    monkeypatch.setattr(pdf, "page", lambda *_, **_options: made)
    assert pdf.write(letter("<p>x</p>"), settings).data.startswith(b"%PDF")
    assert opened_ones == []


def test_a_letter_nested_too_deeply_is_refused_by_name() -> None:
    with pytest.raises(UnsupportedError, match=r"a\.xml: is nested too deeply for a PDF"):
        pdf.write(letter("<p>" + "<emph>" * 245 + "x" + "</emph>" * 245 + "</p>"), Settings())


def test_pages_have_numbers_and_a_running_title_from_the_second_on(settings) -> None:
    pages = [page.extract_text() for page in opened(pdf.write(letter("<p>x</p>" * 100), settings).data).pages]
    assert len(pages) > 1
    for number, text in enumerate(pages, 1):
        assert re.search(rf"^{number} ?/ ?{len(pages)}$", text, re.MULTILINE)
        assert ('A "B" (C)' in text) == (number == 1 or re.search(r'A "B" \(C\)', text) is not None)
    assert 'A "B" (C)' in pages[1]


def test_short_notes_are_at_the_foot_of_their_page(settings) -> None:
    made = pdf.write(
        letter("<p>y<note>first note</note></p>" + "<p>x</p>" * 100 + "<p>z<note>last note</note></p>"), settings
    )
    pages = [page.extract_text() for page in opened(made.data).pages]
    found = [[number for number, text in enumerate(pages) if words in text] for words in ("first note", "last note")]
    assert found == [[0], [next(number for number, text in enumerate(pages) if "z" in text)]]


@pytest.mark.parametrize("note", ["a", "<p>a</p><p>b</p>"])
def test_short_notes_fit_the_foot_of_a_page(note: str) -> None:
    assert fits_footnotes(read_texts(letter(f"<p>x<note>{note}</note></p>").root))


@pytest.mark.parametrize("note", ["a" * 1_300, "<list><item>a</item></list>", "a <ref>b<note>c</note></ref>"])
def test_other_notes_do_not(note: str) -> None:
    assert not fits_footnotes(read_texts(letter(f"<p>x<note>{note}</note></p>").root))


def test_no_title_ends_the_style_sheet() -> None:
    title = 'a"}</style><script>\\x\ny'
    made = pdf._css_string(title)
    assert not set('<>{}"') & set(made[1:-1])
