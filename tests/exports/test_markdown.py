"""Markdown: a reader of it gives back the words of the text export, whatever they look like."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

import teikit.api
from support.markdown_reader import read_words
from teikit.exports.reading.markdown import to_markdown, write
from teikit.exports.reading.text import to_text
from teikit.exports.record.source import read_tei_file

TEI = "http://www.tei-c.org/ns/1.0"
# Signs and numerals of lists: Markdown draws them where the text export leaves them out.
MARK = re.compile(r"-|\d+[.)]")


def tree(inner: str) -> etree._Element:
    return etree.fromstring(f'<TEI xmlns="{TEI}"><text><body>{inner}</body></text></TEI>')


def markdown(inner: str) -> str:
    return to_markdown(tree(inner))


def unmarked(words: list[str]) -> list[str]:
    return [word for word in words if not MARK.fullmatch(word)]


def same(root: etree._Element) -> bool:
    return unmarked(read_words(to_markdown(root))) == unmarked(to_text(root).split())


def test_a_reader_sees_where_words_are_lost_or_marks_are_left() -> None:
    good = markdown("<p>a *b* <hi rend='bold'>c</hi><note>d \"e\"</note></p>")
    assert read_words(good) == ["a", "*b*", "c", "[1]", "[1]", "d", '"e"']
    assert read_words(good.replace("\\*", "*")) != read_words(good)


def test_all_letters_keep_their_words(golden, raw) -> None:
    assert [source.stem for source in (*golden, *raw) if not same(source.root)] == []


def test_every_dev_letter_keeps_its_words(shared: Path) -> None:
    letters = sorted((shared / "letters" / "dev" / "txt").glob("*.txt"))
    assert len(letters) > 300
    assert [path.name for path in letters if not same(etree.fromstring(teikit.api.encode(path).tei))] == []


def test_encoding_the_markdown_of_our_own_letters_gives_the_same_words(golden) -> None:
    for source in golden:
        if source.stem != "transcribed":  # what is struck out is no word of the text
            again = etree.fromstring(teikit.api.encode_bytes(to_markdown(source.root).encode(), "a.md").tei)
            assert to_text(again).split() == to_text(source.root).split()


@pytest.mark.parametrize(
    ("inner", "wanted"),
    [
        ("<p>one\n  two</p><p>three</p>", "one two\n\nthree\n"),
        ("<p>one<lb/>two</p>", "one\\\ntwo\n"),
        ("<head>A #</head><p>a</p>", "## A \\#\n\na\n"),
        ("<p>a <hi rend='italic'>b </hi>c <hi rend='bold underline'>d</hi>.</p>", "a *b* c ***d***.\n"),
        ("<p>a<hi rend='italic'>b</hi><hi rend='bold'>c</hi></p>", "a<em>b</em><strong>c</strong>\n"),
        ("<p>a<emph>“b”</emph>c <emph>“d”</emph>, e</p>", "a<em>“b”</em>c *“d”*, e\n"),
        ("<p>a <del>b</del> <add>c</add> <gap/></p>", "a ~~b~~ c \\[...\\]\n"),
        ("<p>1. a</p><p># b</p><p>- c</p><p>&gt; d</p><p>+</p>", "1\\. a\n\n\\# b\n\n\\- c\n\n\\> d\n\n\\+\n"),
        ("<p>1890. e</p><p>i) f</p><p>II. g</p><p>A. h</p><p>A.</p><p>5.30</p>",
         "1890\\. e\n\ni\\) f\n\nII\\. g\n\nA. h\n\nA\\.\n\n5.30\n"),
        ("<p>*a* _b_ `c` [d](e) &lt;i&gt; &amp;amp; AT&amp;T \\ ~f~ g@h @i</p>",
         "\\*a\\* \\_b\\_ \\`c\\` \\[d\\](e) \\<i> \\&amp; AT&T \\\\ \\~f\\~ g@h \\@i\n"),
        ("<list><item>a</item><item>b</item></list><list><item>c</item></list>", "- a\n- b\n\n<!-- -->\n\n- c\n"),
        ("<list type='numbered'><item>a</item><item>b</item></list>", "1. a\n2. b\n"),
        ("<list><item>3) a</item><item>4) b</item></list>", "3) a\n4) b\n"),
        ("<list><item>3) a</item><item>2) b</item></list>", "- 3\\) a\n- 2\\) b\n"),
        ("<p>x<list><head>H</head><item><p>a</p><p>b</p><list><item>c</item></list></item></list>y</p>",
         "x\n\n*H*\n\n- a\n\n  b\n\n  - c\n\ny\n"),
        ("<lg><l>A</l><l>B</l></lg><lg><l>C</l></lg>", "A\\\nB\n\nC\n"),
        ("<quote><p>a</p><p>b</p></quote><p>c <quote>d</quote></p>", "> a\n>\n> b\n\nc d\n"),
        ("<table><row role='label'><cell>a</cell><cell>b</cell></row><row><cell>1|2</cell></row></table>",
         "| a | b |\n| --- | --- |\n| 1\\|2 |  |\n"),
        ("<table><row><cell><p>a</p><p>b</p></cell></row></table>", "|  |\n| --- |\n| a b |\n"),
        ("<p>Oh!<note>a <note>b</note><p>c</p></note> x<note/></p>",
         "Oh\\![^1] x\n\n[^1]: a [^2]\n\n    c\n\n[^2]: b\n"),
        ("<p><note>a</note>: b<note>c</note>(d)</p>", "[^1]\\: b[^2]\\(d)\n\n[^1]: a\n\n[^2]: c\n"),
        ("<p><ref target='https://x.org/(b)?c&amp;amp;d'>e <hi rend='italic'>f</hi></ref>!<ref target='#g'>h</ref></p>",
         "[e](https://x.org/%28b%29?c&amp;amp;d) [*f*](https://x.org/%28b%29?c&amp;amp;d)!h\n"),
        ("", ""),
    ],
)  # fmt: skip
def test_markup_becomes_markdown(inner: str, wanted: str) -> None:
    assert markdown(inner) == wanted


NAMES = (
    *("p", "hi", "emph", "del", "add", "list", "item", "head", "div", "choice", "sic", "corr", "lb", "note", "table"),
    *("row", "cell", "quote", "lg", "l", "ref", "opener", "signed", "address", "addrLine", "figure", "title", "gap"),
)
WORDS = st.one_of(
    st.sampled_from(
        ["", "a", " b ", "1. ", "- ", "---", "===", "# x", "[^1]: y", "(z)", "!", "\n", "    c", "|", "~~~"]
    ),
    st.text("ab \n\t*_`[]()<>!#+-.=~|\\&;:1\"'^$@{}%/„“\u00a0\u2003", max_size=6),
)


@st.composite
def trees(draw: st.DrawFn, depth: int = 3) -> etree._Element:
    element = etree.Element(f"{{{TEI}}}{draw(st.sampled_from(NAMES))}")
    element.text = draw(WORDS)
    element.set("rend", draw(st.sampled_from(["", "italic", "bold", "italic bold"])))
    element.set("target", draw(st.sampled_from(["", "https://example.org/(a)"])))
    for _ in range(draw(st.integers(0, 3)) if depth else 0):
        child = draw(trees(depth - 1))
        child.tail = draw(WORDS)
        element.append(child)
    return element


def letters(words: list[str]) -> str:
    """Words without the edges between them, and without what may be a mark or a call."""
    return re.sub(r"\[\d+\]|[-\d.)]", "", "".join(words))


@given(st.lists(trees(), max_size=3))
def test_no_nesting_loses_or_invents_a_word(found: list[etree._Element]) -> None:
    root = tree("".join(etree.tostring(each, encoding="unicode") for each in found))
    for struck in root.iter(f"{{{TEI}}}del"):
        # The text export has no struck words, and no notes to them.
        etree.strip_tags(struck, f"{{{TEI}}}note")
    assert letters(read_words(to_markdown(root))) == letters(to_text(root).split())


def test_what_is_known_stands_before_the_letter_as_pandoc_reads_it() -> None:
    made = write(read_tei_file(
        f"""<TEI xmlns="{TEI}"><teiHeader><fileDesc><titleStmt><title>A "B": C\\</title></titleStmt></fileDesc>
        <profileDesc><correspDesc><correspAction type="sent"><persName>Ann: Bee</persName><date when="1890-05-02"/>
        </correspAction></correspDesc></profileDesc></teiHeader><text><body><p>x\u0085</p></body></text></TEI>""".encode(),
        "a.xml",
    ), None).data.decode()  # fmt: skip
    assert made == ('---\ntitle: "A \\"B\\": C\\\\"\nauthor:\n  - "Ann: Bee"\ndate: "1890-05-02"\n---\n\nx\ufffd\n')
    assert json.loads(made.splitlines()[1].partition(" ")[2]) == 'A "B": C\\'
