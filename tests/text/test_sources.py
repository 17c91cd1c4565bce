"""Word, OpenDocument, HTML and Markdown files, made by pandoc and LibreOffice from one letter."""

import io
import re
import sys
import zipfile
from pathlib import Path

import pytest

import teikit
from teikit.errors import EmptyInputError, MissingExtraError, UnreadableInputError, UnsupportedError
from teikit.letter import Label
from teikit.text import read

SOURCES = Path(__file__).parents[1] / "data" / "sources"
MADE = sorted(path.name for path in SOURCES.iterdir())
DOCX = (SOURCES / "pandoc.docx").read_bytes()


@pytest.mark.parametrize("name", MADE)
def test_the_parts_are_the_same_from_every_format(name):
    parts = teikit.encode(SOURCES / name).letter.parts
    labels = {part.unit.text: part.label for part in parts}
    assert labels["Bristol, May 2, 1899"] is Label.DATELINE
    assert labels["Dear Tom,"] is Label.SALUTE
    assert labels["Ever yours,"] is Label.VALEDICTION
    assert labels["Will"] is Label.SIGNED
    assert sum(label is Label.PARAGRAPH for label in labels.values()) == 4


@pytest.mark.parametrize("name", MADE)
def test_what_is_written_in_another_way_is_marked(name, tmp_path):
    encoded = teikit.encode(SOURCES / name)
    for marked in ('"italic">said<', '"bold">third brick<', '"strikethrough">nothing<'):
        assert marked in encoded.tei.decode()
    (tmp_path / "a.xml").write_bytes(encoded.tei)
    assert teikit.validate(tmp_path / "a.xml") == []


@pytest.mark.parametrize("name", [name for name in MADE if name.endswith((".docx", ".odt"))])
def test_a_footnote_stands_where_it_is_called(name):
    note = '<note place="foot"><hi rend="italic">Bufo bufo</hi>, and a large one.</note>'
    assert f"a toad,{note} who" in teikit.encode(SOURCES / name).tei.decode()


def test_a_style_is_the_users_own_word():
    document = pytest.importorskip("docx").Document()
    for style, text in (
        ("tei_salute", "Will you come?"),
        ("", "I have said all there is to say of the toad, and so on."),
    ):
        if style:
            document.styles.add_style(style, 1)
        document.add_paragraph(text, style or None)
    data = io.BytesIO()
    document.save(data)
    parts = teikit.encode_bytes(data.getvalue(), "a.docx").letter.parts
    assert parts[0].label is Label.SALUTE


def zipped(entries, *, kind=zipfile.ZIP_DEFLATED):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", kind) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return data.getvalue()


BOMB = zipped([("word/document.xml", b"\0" * (260 << 20))])
BAD = {
    "truncated": (DOCX[:4_000], "a.docx", UnreadableInputError, "broken"),
    "empty zip": (zipped([("x", "y")]), "a.docx", UnsupportedError, "zip archive"),
    "no paragraphs": (zipped([("word/document.xml", "<a/>")]), "a.docx", UnreadableInputError, "broken"),
    "broken odt": (
        zipped([("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", "<a")]),
        "a.odt",
        UnreadableInputError,
        "broken",
    ),
    "bomb": (BOMB, "a.docx", UnreadableInputError, "would grow to 260 MiB"),
    "many entries": (zipped([(f"{i}", "") for i in range(6_000)]), "a.docx", UnreadableInputError, "6,000 files"),
    "text named docx": (b"Dear Tom,", "a.docx", UnreadableInputError, "is named like a Word document"),
    "old Word": (b"\xd0\xcf\x11\xe0" + b"x" * 100, "a.doc", UnsupportedError, "on purpose"),
    "Pages": (zipped([("Index/Document.iwa", "x")]), "a.pages", UnsupportedError, "Pages document, .* on purpose"),
    "rich text": (b"{\\rtf1 Dear Tom}", "a.rtf", UnsupportedError, "on purpose"),
    "XML": (b'<?xml version="1.0"?><TEI/>', "a.xml", UnsupportedError, "XML already"),
    "PDF": (b"%PDF-1.7", "a.pdf", UnreadableInputError, "is a broken PDF"),
    "empty page": (b"<html><body> </body></html>", "a.html", EmptyInputError, "is empty"),
    "blank page": (b"  ", "a.html", EmptyInputError, "is empty"),
    "no encoding": (b"<p>\xff\xfd\x81\x90\x9d\xa6\xb1</p>" * 9, "a.html", UnreadableInputError, "encoding"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_files_are_told_in_a_sentence(name):
    data, file, error, words = BAD[name]
    with pytest.raises(error, match=words) as told:
        read(data, file)
    assert str(told.value).startswith(f"{file}:")


def test_a_document_under_another_name_is_read_for_what_it_is():
    assert read(DOCX, "a.txt").text == read(DOCX, "a.docx").text


def test_a_missing_package_is_named(monkeypatch):
    monkeypatch.delitem(sys.modules, "teikit.text.docx", raising=False)
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(MissingExtraError, match=r"install teikit\[sources\]"):
        read(DOCX, "a.docx")


def test_a_page_says_its_own_encoding():
    page = '<html><head><meta charset="iso-8859-1"></head><body><p>café crème</p></body></html>'.encode("latin-1")
    assert read(page, "a.html").text == "café crème"


@pytest.mark.parametrize("name", ["a.md", "a.html"])
def test_control_characters_become_their_pictures(name):
    source = read(b"<p>a\x01b</p>", name)
    assert "a\u2401b" in source.text
    assert len(source.remarks) == 1


# ruff: noqa: E501  one letter, a line
OLD = {
    "cp1252": [
        "Köln, den 3. März 1850\n\nSehr geehrter Herr Müller!\n\nIch habe die Ehre.\n\nIhr Jörg",
        "Paris, le 3 février 1850\n\nMon cher ami,\n\nJ'ai reçu votre lettre; elle m'a fait très plaisir.\n\nVotre dévoué",
        "Dear Tom,\n\nit costs £5 — “really”.\n\nWill",
        "Madrid, 3 de enero\n\nMuy señor mío:\n\nMañana saldré; ¿vendrá usted?\n\nSu servidor",
    ],
    "mac_roman": ["Köln, den 3. März 1850\n\nSehr geehrter Herr Müller!\n\nIch habe die Ehre."],
    "cp1250": ["Kraków, 3 stycznia 1890\n\nDrogi Panie!\n\nDziękuję za list. Łączę wyrazy\n\nŚwiętosław"],
    "cp1251": ["Москва, 3 мая 1890\n\nДорогой друг!\n\nПишу тебе из деревни, где всё хорошо.\n\nТвой Иван"],
    "koi8_r": ["Москва, 3 мая 1890\n\nДорогой друг!\n\nПишу тебе из деревни, где всё хорошо.\n\nТвой Иван"],
    "cp866": ["Москва, 3 мая 1890\n\nДорогой друг!\n\nПишу тебе из деревни, где всё хорошо.\n\nТвой Иван"],
    "cp850": ["Köln, den 3. März 1850\n\nSehr geehrter Herr Müller!\n\nIch habe die Ehre."],
}


@pytest.mark.parametrize(("encoding", "text"), [(name, text) for name, texts in OLD.items() for text in texts])
def test_an_old_encoding_is_found_and_told(encoding, text):
    source = read(text.encode(encoding), "a.txt")
    assert source.text == text
    assert f"read as {encoding}" in source.remarks[0]


def test_utf_8_is_never_taken_for_another_encoding():
    for texts in OLD.values():
        assert read(texts[0].encode(), "a.txt").remarks == ()


BLOCKS = Path(__file__).parents[1] / "data" / "blocks"


@pytest.mark.parametrize("path", sorted(BLOCKS.iterdir()), ids=lambda path: path.name)
def test_lists_quotations_and_tables_are_kept(path, tmp_path):
    encoded = teikit.encode(path)
    found = "".join(line.strip() for line in encoded.tei.decode().splitlines())
    assert '<list type="numbered"><item' in found
    assert '<list type="bulleted"><item' in found
    assert found.count("<item") >= 5
    assert found.count("<row>") == 3
    assert re.search(r"<row><cell>toads</cell><cell>2</cell></row><row><cell/?>(</cell>)?<cell>3</cell></row>", found)
    if path.suffix != ".md":
        assert '<item n="3."><p>the rest</p></item>' in found
    (tmp_path / "a.xml").write_bytes(encoded.tei)
    assert teikit.validate(tmp_path / "a.xml") == []


@pytest.mark.parametrize(
    "path", [path for path in BLOCKS.iterdir() if path.name.startswith("pandoc")], ids=lambda path: path.name
)
def test_a_quotation_is_kept(path):
    found = "".join(line.strip() for line in teikit.encode(path).tei.decode().splitlines())
    assert "<quote><p>It was the best of toads" in found


def test_a_page_that_a_word_processor_begins_is_a_pb():
    document = pytest.importorskip("docx").Document()
    document.add_paragraph("I have said all there is to say of the toad, and so on and so forth.")
    document.add_page_break()
    document.add_paragraph("And here is some more of it, which is as long as that which came before.")
    data = io.BytesIO()
    document.save(data)
    found = teikit.encode_bytes(data.getvalue(), "a.docx").tei.decode()
    assert re.search(r"forth\.</p>\s*<pb/>\s*<p>And here", found)


def test_a_merged_cell_is_read_once():
    document = pytest.importorskip("docx").Document()
    document.add_paragraph("I have said all there is to say of the toad, and so on and so forth.")
    table = document.add_table(2, 2)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "toads"
    table.cell(0, 1).text, table.cell(1, 1).text = "two", "three"
    document.add_paragraph("And here is some more of it, which is as long as that which came before.")
    data = io.BytesIO()
    document.save(data)
    assert teikit.encode_bytes(data.getvalue(), "a.docx").tei.count(b"toads") == 1


def test_the_header_and_the_footer_of_a_page_are_printed():
    document = pytest.importorskip("docx").Document()
    document.sections[0].header.paragraphs[0].text = "Lowe & Sons, Seed Merchants"
    document.sections[0].footer.paragraphs[0].text = "Registered in England and Wales under the number 118 823."
    document.add_paragraph("Dear Sirs,")
    document.add_paragraph(
        "We thank you for your order, and beg to say that the seed will be sent by rail on Thursday."
    )
    document.add_paragraph("Yours faithfully,")
    document.add_paragraph("P. Lowe")
    data = io.BytesIO()
    document.save(data)
    found = teikit.encode_bytes(data.getvalue(), "a.docx").tei.decode()
    assert '<fw type="letterhead">Lowe &amp; Sons, Seed Merchants</fw>' in found
    assert '<fw type="footer" place="bottom">Registered in England' in found


def test_a_comment_without_an_end_in_markdown_is_told() -> None:
    source = read(b"Dear Tom,\n\n<div>seen <!-- hidden words\n\nYours,\nAnn\n", "a.md")
    assert any("hidden words" in remark for remark in source.remarks)
