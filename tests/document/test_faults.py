"""What is not well-formed is named: the thing at fault, its line and column, and what else is part of it."""

import gzip
import io
import zipfile
from xml.parsers import expat

import pytest

from teikit.diagnostics import Position, Span
from teikit.document.faults import Fault, explain_bytes
from teikit.document.faults.fault import describe_place
from teikit.document.locations import LineIndex

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<letter xmlns="urn:x">\n'
# What expat and libxml2 say, which no editor understands.
FOREIGN_WORDS = ("invalid token", "mismatched", "junk", "unbound", "undefined", "syntax error", "prolog", "premature")


def explain(data: bytes) -> Fault:
    parser = expat.ParserCreate(None, " ")
    with pytest.raises(expat.ExpatError) as caught:
        parser.Parse(data, True)  # noqa: FBT003
    fault = explain_bytes(data, "a.xml", caught.value)
    assert not [each for each in FOREIGN_WORDS if each in fault.message]
    return fault


def marked(source: str) -> tuple[bytes, Position, list[str]]:
    """Return a document without its marks: where the fault begins (¦), and places that are named besides (§)."""
    text = source.replace("§", "")
    start = LineIndex(text.replace("¦", "")).position(text.index("¦"))
    rest, others = source.replace("¦", ""), []
    while "§" in rest:
        at = rest.index("§")
        rest = rest.replace("§", "", 1)
        others.append(describe_place(LineIndex(rest.replace("§", "")).position(at)))
    return rest.encode("utf-8", "surrogateescape"), start, others


@pytest.mark.parametrize(
    ("source", "words"),
    [
        # Elements.
        ("<p>one ¦§<hi>two§</p>", "'hi' (opened in"),
        ("<p>\n <hi>a</hi>\n ¦§<name>b\n§</p>", "is not closed: '</p>' in"),
        ("<p>¦§<b>x§</p></b>", "its end tag comes after that of the 'p'"),
        ("<p><b>¦§<i>x§</p></i></b>", "'i' (opened in"),
        ("§<p>x¦</P>", "'</P>' does not close 'p'"),
        ("§<name>x¦</nmae>", "write '</name>'"),
        ("§<t:name>x¦</name>", "write '</t:name>'"),
        ("§<p><b>x</b>¦</b></p>", "closes nothing"),
        ("§<p>x¦</note></p>", "no 'note' is open here"),
        ("<div>\n <p>a</p>\n ¦§<p>b\n", "'p' (opened in"),
        # Tags.
        ("<p>¦<name§<b>x</b></name></p>", "the tag 'name' lacks its '>'"),
        ("<p>x¦</p <b/>", "'</p' lacks its '>'"),
        ("<p>x</p ¦n='1'></p>", "an end tag has no attributes"),
        ("<p>x¦</ p>", "a blank follows '</'"),
        ("<p><lb ¦/ ></p>", "'/' in the tag 'lb'"),
        ("<p>¦<></p>", "'<>' is a tag without a name"),
        ("<¦1a>x</1a>", "'1a' is no name of an element: it cannot begin with '1'"),
        ("<p><¦na!me/></p>", "cannot have '!'"),
        # Attributes.
        ("<p §n='1' ¦n='2'/>", "the attribute 'n' is there twice"),
        ("<p §n='1'\n   m='1'\n   ¦n='2'/>", "the attribute 'n' is there twice"),
        ("<p n=¦1>x</p>", "the value '1' of 'n' in the tag 'p' is not in quotation marks"),
        ("<p n=¦“1”>x</p>", "curly quotation marks"),
        ("<p ¦n>x</p>", "the attribute 'n' of the tag 'p' has no value"),
        ("<p n=¦>x</p>", "has '=' but no value"),
        ("<p n='1'¦m='2'/>", "a blank is missing before 'm'"),
        ("<p n=¦'1>x§</p>", "has no quotation mark at its end"),
        ("<p n=¦'1 m='2'/>", "has no quotation mark at its end"),
        ("<p n='a¦<b'/>", "'<' in the value of 'n' in the tag 'p' must be written as '&lt;'"),
        ("<p n='a ¦& b'/>", "'&' is not escaped"),
        # Text and references.
        ("<p>R ¦& D</p>", "'&' is not escaped: it must be written as '&amp;'"),
        ("<p>?a=1¦&b=2</p>", "'&' is not escaped"),
        ("<p>a ¦&eacute b</p>", "'&eacute' lacks its ';'"),
        ("<p>1 ¦< 2</p>", "'<' is not escaped: it must be written as '&lt;'"),
        ("<p>x ¦<5 y</p>", "'<' is not escaped"),
        ("<p>¦&nbsp;</p>", "write '&#160;'"),
        ("<p>¦&eacute;</p>", "write '&#233;', or the character 'é' itself"),
        ("<p>¦&AMP;</p>", "did you mean '&amp;'?"),
        ("<p>¦&unheard;</p>", "the entity 'unheard' is not declared"),
        ("<p>¦&#xD800;</p>", "refers to U+D800"),
        ("<p>¦&#12a;</p>", "no reference to a character"),
        ("<p>x¦]]></p>", "']]>' must be written as ']]&gt;'"),
        ("<p>a¦\x07b</p>", "the control character U+0007"),
        ("<p>a¦\udcfcb</p>", "the byte 0xFC is not UTF-8, in which the file is read; in Windows-1252 it is 'ü'"),
        # Comments, sections, instructions.
        ("§<!-- a ¦-- b --><p/>", "'--' in the comment"),
        ("<p>¦<!-- a </p>", "the comment that begins here has no end"),
        ("<p>¦<!-- a §<!-- b --></p>", "'-->' is missing before the next '<!--'"),
        ("<p>¦<![CDATA[ a </p>", "the CDATA section that begins here has no end"),
        ("<p>\n¦<![CDATA[ a\n b </p>", "the CDATA section that begins here has no end"),
        ("<p>¦<?do it </p>", "the processing instruction that begins here has no end"),
        ("<p>¦<?do></p>", "the instruction '<?do' has no end: '?>' is missing before '>'"),
        ("<p>¦<?&x?></p>", "is no name of an instruction"),
        ("<p>¦<![cdata[x]]></p>", "is written '<![CDATA['"),
        ("<p>¦<!- x --></p>", "is written '<!--'"),
        ("<p>¦<!DOCTYPE p></p>", "allowed only once, before the root element"),
        # Namespaces.
        ("<¦xi:include href='a'/>", 'usually it is xmlns:xi="http://www.w3.org/2001/XInclude"'),
        ("<p ¦own:n='1'/>", "the prefix 'own' of the attribute 'own:n' is not declared"),
        ("<p ¦xmlns:xml='urn:y'/>", "the prefix 'xml' is reserved"),
        ("<p ¦xmlns:xmlns='urn:y'/>", "the prefix 'xmlns' is reserved"),
        # What git leaves.
        ("<p>a</p>\n¦<<<<<<< HEAD\n<p>b</p>\n=======\n", "'<<<<<<< HEAD' marks a conflict"),
        ("<p n='\n¦<<<<<<< ours\n'/>", "'<<<<<<< ours' marks a conflict"),
    ],
)
def test_a_fault_within_the_root_is_named_with_its_place(source: str, words: str) -> None:
    data, start, others = marked(f"{HEAD}{source}")
    fault = explain(data + b"\n</letter>\n")
    assert words in fault.message
    assert fault.span.start == start
    assert [each for each in others if each not in fault.message] == []


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("\n ¦<?xml version='1.0'?>\n<a/>", "the very beginning of the file; delete the blank or the line before it"),
        ("¦<?xml version=1.0?>\n<a/>", "the value of 'version' is not in quotation marks"),
        ("¦<?xml encoding='UTF-8'?>\n<a/>", "it lacks 'version=\"1.0\"'"),
        ("¦<?xml version='1.0'>\n<a/>", "the XML declaration has no end"),
        ("¦<?XML version='1.0'?>\n<a/>", "begins with '<?xml', not '<?XML'"),
        ("<!DOCTYPE a [\n¦<a/>", "has no end before '<a/>'"),
        ("¦<!doctype a><a/>", "'<!doctype' is written '<!DOCTYPE'"),
        ("<!DOCTYPE a [\n<!ENTITY b ¦c>\n]><a/>", "the document type declaration is not right at 'c>'"),
        ("<?xml version='1.0'?>\n<!-- x -->¦", "there is no element"),
        ("<a>x§</a>\n¦<b/>", "a second root element, 'b': a document has one, and 'a' is closed in"),
        ("<a>x§</a>\n¦more", "text after the root element: 'more'; 'a' is closed in"),
        ("<a>x</a>\n¦</a>", "'</a>' closes nothing: no element is open"),
        ("¦words <a/>", "text outside the root element: 'words '"),
        ("¦<![CDATA[x]]><a/>", "a CDATA section outside the root element"),
        ("§<a>\n <b>\n  ¦§<c>x§", "the file may be cut off"),
        ("¦§<a>\n <b/>§", "'a' (opened in"),
        ("§<a>\n ¦<b n='1'§", "the file ends within the tag 'b'"),
        ("§<a>\n x¦</§", "the file ends within an end tag"),
        ("<!DOCTYPE a [<!ENTITY x '&y;'><!ENTITY y '&x;'>]><a>¦&x;</a>", "the entity 'x' refers to itself"),
        ("<!DOCTYPE a [<!ENTITY x '<b>'>]><a>¦&x;</b></a>", "the entity 'x' has an element that does not"),
        ("<!DOCTYPE a [<!ENTITY lines 'x'>]><a>¦&line;</a>", "did you mean '&lines;'?"),
    ],
)
def test_a_fault_around_the_root_is_named_with_its_place(source: str, words: str) -> None:
    data, start, others = marked(source)
    fault = explain(data)
    assert words in fault.message
    assert fault.span.start == start
    assert [each for each in others if each not in fault.message] == []


def _zip(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for each in names:
            made.writestr(each, "x")
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (_zip("[Content_Types].xml", "word/document.xml"), "a Word document (docx): 'teikit encode' reads it"),
        (_zip("a.txt"), "a zip archive"),
        (b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n", "a PDF: 'teikit encode' reads it"),
        (gzip.compress(b"<a/>", mtime=0), "compressed with gzip"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "an image (PNG)"),
        (b"\xff\xd8\xff\xe1\0\x18Exif\0\0", "an image (JPEG)"),
        (b"{\\rtf1\\ansi}", "a document in RTF"),
        (b'{"letters": [1, 2]}', "JSON"),
        (b"# A letter\n\nDear *Ada*,\n", "Markdown"),
        (b"---\ntitle: A letter\n---\nDear Ada,\n", "Markdown"),
        (b"From: a@example.org\nTo: b@example.org\nSubject: x\n\nDear Ada\n", "an e-mail"),
        ("Köln, den 3. Mai\n\nLiebe Ada,\n".encode(), "plain text: 'teikit encode' reads it"),
        (b"<!ELEMENT a (b)>\n", "a DTD"),
        (b"start = element a { empty }\n", "a RELAX NG schema in the compact syntax"),
        ("<a/>".encode("utf-32"), "UTF-32"),
        (b"\0\1\2\3", "binary"),
    ],
)
def test_a_file_that_is_no_xml_is_named(data: bytes, words: str) -> None:
    fault = explain(data)
    assert fault.message.startswith("the file is ")
    assert words in fault.message
    assert fault.span == Span(Position(1, 1), Position(1, 1))


def test_html_and_old_tei_are_named_beside_their_first_fault() -> None:
    html = explain(b"<!DOCTYPE html>\n<html><head><meta charset='utf-8'></head></html>")
    assert html.span.start == (2, 13)
    assert html.message.startswith("'meta' (opened in line 2, column 13) is not closed")
    assert html.message.endswith("; the file is HTML: 'teikit encode' reads it")
    old = explain(b"<TEI.2><teiHeader></TEI.2>")
    assert old.message.startswith("'teiHeader' (opened in line 1, column 8) is not closed")
    assert "TEI P4" in old.message


def test_the_indentation_says_which_of_two_elements_lacks_its_end_tag() -> None:
    fault = explain(b"<a>\n  <div>\n    <div>\n      <p/>\n  </div>\n</a>\n")
    assert fault.span.start == (3, 5)
    assert "'div' (opened in line 3, column 5) is not closed: '</a>' in line 6, column 1" in fault.message
    assert [tuple(each.at) for each in fault.remarks] == [(6, 1), (2, 3)]


def test_what_is_still_open_is_listed_with_the_innermost_first() -> None:
    fault = explain(b"".join(b"<e%d>" % number for number in range(9)))
    assert fault.message.startswith("'e8' (opened in line 1, column 33), 'e7' (opened in line 1, column 29), ")
    assert "and 4 more are not closed" in fault.message
    assert fault.expected[:2] == ("</e8>", "</e7>")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
def test_places_are_right_in_every_encoding(encoding: str) -> None:
    text = "<?xml version='1.0'?>\n<a>\n Grüße 🖋 <b>x</a>"
    assert explain(text.encode(encoding)).span.start == (3, 10)
    assert "'b' (opened in line 3, column 10)" in explain(text.encode(encoding)).message


def test_a_wrong_declaration_of_the_encoding_names_both() -> None:
    fault = explain(b"<?xml version='1.0' encoding='UTF-16'?><a/>")
    assert fault.message == "the XML declaration says 'UTF-16', but the file is in UTF-8: declare that"
    fault = explain("<?xml version='1.0' encoding='UTF-8'?><a/>".encode("utf-16-le"))
    assert fault.message == "the XML declaration says 'UTF-8', but the file is in UTF-16: declare that"


def test_a_second_byte_order_mark_is_named() -> None:
    fault = explain("\ufeff\ufeff<?xml version='1.0'?><a/>".encode())
    assert "delete the second byte order mark" in fault.message


def test_names_and_values_are_shortened_and_made_safe() -> None:
    fault = explain(b"<a " + b"n" * 5_000 + b"\x1b[31m/>")
    assert len(fault.message) < 200
    assert "\x1b" not in fault.message


@pytest.mark.parametrize(
    "data",
    [
        b"<a>" * 50_000,
        b"<a " + b"b='c' " * 50_000,
        b"<a>" + b"<!-- " * 50_000,
        b"<a>" + b"&amp;" * 50_000 + b"&",
        b"<!DOCTYPE a [<!ENTITY % b 'c'>" + b"%b;" * 50_000 + b"]><a>&d</a>",
        b"<a b='" + b"=" * 100_000,
        b"<" * 100_000,
        b"<a>" + b"]]" * 100_000 + b"]]>",
    ],
)
def test_hostile_documents_take_linear_time(data: bytes) -> None:
    # Anything that takes the square of the time exceeds the limit of the test.
    assert explain(data).message
