"""What is read of TEI: the words of each format are those of one rule, for documents with any element of tei_all."""

import random
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import html5lib
import pytest
from lxml import etree

from support.markdown_reader import read_words as read_markdown
from support.naive_reading import Words, plain_words, read_words
from support.random_tei import TEI, TeiMaker
from teikit.exports.reading import html
from teikit.exports.reading.html_text import ContentModel, TextWriter
from teikit.exports.reading.kinds import CHILD_EDGES, EDGES, JOINED, NO_TEXT, REGISTERS, SKIPPED_ELEMENTS
from teikit.exports.reading.markdown import to_markdown
from teikit.exports.reading.rule import read_texts
from teikit.exports.reading.text import text_and_notes
from teikit.exports.record.element_content import ELEMENT_CONTENT
from teikit.exports.record.source import Settings, read_tei_file
from teikit.relaxng.validator import Schema

Found = tuple[list[str], list[list[str]]]
WORD = re.compile(r"w\d+[xy]?")
TEXTS = etree.XPath("//*[local-name()='text']//text()")
MARK = re.compile(r"-|\d+[.)]?")
BLOCKS = {"blockquote", "br", "dd", "div", "dl", "dt", "figure", "li", "ol", "p", "table", "td", "tr", "ul"}


def of_text(root: etree._Element) -> Found:
    """The words of the text export, and of its notes."""
    text, notes = text_and_notes(read_texts(root), {})
    return plain_words(text), [*map(plain_words, notes)]


def of_markdown(root: etree._Element) -> list[str]:
    """The words that a reader of Markdown sees, its footnotes at their end."""
    return [
        word
        for word in plain_words(" ".join(read_markdown(to_markdown(root), with_struck=True)))
        if not MARK.fullmatch(word)
    ]


def _seen(html: str) -> list[str]:
    """The words of a piece of HTML, without an editor's signs and calls."""
    tree = html5lib.parseFragment(html, namespaceHTMLElements=False)

    def seen(element) -> Iterator[str]:
        classes = (element.get("class") or "").split()
        if element.tag == "sup" and element.get("id"):
            yield f"[{element.get('id', '').removeprefix('r')}]{element.tail or ''}"
            return
        if {"editor", "gap"} & {*classes}:
            yield ("[...]" if "gap" in classes else "") + (element.tail or "")
            return
        edge = "\n" if element.tag in BLOCKS or "block" in classes else ""
        yield edge + (element.text or "")
        for child in element:
            yield from seen(child)
        yield edge + (element.tail or "")

    return plain_words("".join(seen(tree)))


def of_html(root: etree._Element) -> Found:
    """The words of the page, and of its notes."""
    writer = TextWriter()
    for text in read_texts(root).texts:
        writer.content([text], ContentModel.FLOW)
    return _seen("".join(writer.out)), [_seen(note) for note in writer.notes]


def faults(root: etree._Element, mixed: frozenset[str]) -> list[str]:
    """Which formats give other words than the rule."""
    plain = read_words(root, mixed, struck=False, apparatus=False)
    marked = read_words(root, mixed, struck=True, apparatus=False)
    page = read_words(root, mixed, struck=True, apparatus=True)
    wrong = [] if of_text(root) == (plain.text, plain.notes) else ["text"]
    wrong += [] if of_html(root) == (page.text, page.notes) else ["html"]
    return wrong if of_markdown(root) == as_markdown(marked) else [*wrong, "markdown"]


def as_markdown(found: Words) -> list[str]:
    """Words with their notes as Markdown has them: none without words, and no word that looks like an item's mark."""
    notes = {f"#{number}": note for number, note in enumerate(found.notes, 1)}
    words = [*found.text, *(word for call, note in notes.items() if note for word in (call, *note))]
    return [word for word in words if notes.get(word, True) and not MARK.fullmatch(word)]


def lost(root: etree._Element) -> list[str]:
    """Words that the page does not show, but for those in elements of which is reported that they are left out."""
    reading, writer = read_texts(root), TextWriter()
    writer.content(reading.texts, ContentModel.FLOW)
    shown = {*WORD.findall("".join((*writer.out, *writer.notes)))}
    missing = [(word, text.getparent()) for text in TEXTS(root) for word in WORD.findall(text) if word not in shown]
    names = {etree.QName(one).localname for _, above in missing for one in (above, *above.iterancestors())}
    unreported = [word for word, above in missing if not _is_unread(above)]
    return unreported if reading.dropped or not missing else [*names]


def _is_unread(element: etree._Element) -> bool:
    names = {etree.QName(one).localname for one in (element, *element.iterancestors())}
    return bool(names & {*SKIPPED_ELEMENTS}) or ("back" in names and bool(names & REGISTERS))


@cache
def made_by(schema: Path) -> TeiMaker:
    return TeiMaker(etree.parse(schema), 1)


@pytest.fixture
def tei_all(shared: Path) -> Path:
    return shared / "tei" / "tei_all.rng"


@pytest.fixture
def maker(tei_all: Path) -> TeiMaker:
    return made_by(tei_all)


@pytest.mark.timeout(120)  # makes, reads and validates some hundred documents
def test_all_formats_give_the_words_of_the_rule_whatever_tei_all_allows(maker: TeiMaker, tei_all: Path) -> None:
    schema, below = Schema.load(tei_all), maker.below("text")
    assert len(below) > 500
    wanted = [""] * 80 + sorted(below)
    for name in wanted:
        if not maker.used[name]:
            data = etree.tostring(maker.document(10 if name else 80, name))
            root = etree.fromstring(data)
            assert schema.validate(data, "a.xml") == []
            assert (faults(root, maker.mixed), lost(root)) == ([], []), data
    assert below - {*maker.used} == set()


def test_pages_of_any_text_are_valid_html(maker: TeiMaker) -> None:
    for _ in range(20):
        page = html.write(read_tei_file(etree.tostring(maker.document(50)), "a.xml"), Settings()).data.decode()
        html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)


def test_the_tables_of_elements_are_those_of_tei_all(maker: TeiMaker) -> None:
    holding = {name for name in maker.elements if maker.holds_elements(name)}
    assert holding - maker.mixed == ELEMENT_CONTENT
    assert maker.elements.keys() - maker.mixed == NO_TEXT
    named = {*EDGES, *CHILD_EDGES, *JOINED, *REGISTERS, *SKIPPED_ELEMENTS}
    assert named <= maker.elements.keys()
    assert {*CHILD_EDGES, *JOINED} <= ELEMENT_CONTENT


NAMES = sorted(
    {*EDGES, *NO_TEXT, *SKIPPED_ELEMENTS, "add", "cell", "corr", "del", "hi", "lem", "rdg", "ref", "reg", "seg", "sic"}
)
FREQUENT = (
    "p",
    "hi",
    "seg",
    "choice",
    "sic",
    "corr",
    "app",
    "lem",
    "rdg",
    "note",
    "lb",
    "pb",
    "fw",
    "subst",
    "del",
    "add",
    "mod",
    "restore",
    "supplied",
)


def tree(chance: random.Random, depth: int) -> etree._Element:
    element = etree.Element(f"{{{TEI}}}{chance.choice(FREQUENT if chance.random() < 0.7 else NAMES)}")
    element.text = chance.choice(["", "", " ", "a", " b ", "\n", "g-"])
    for name, value in (("break", chance.choice(["no", "no", "yes"])), ("place", "foot"), ("rend", "right")):
        if chance.random() < 0.3:
            element.set(name, value)
    for _ in range(chance.randint(0, 4) if depth else 0):
        child = tree(chance, depth - 1)
        child.tail = chance.choice(["", "", " ", "c", " d ", "e f", "\n", ". ", "h-"])
        element.append(child)
    return element


def test_all_formats_give_the_words_of_the_rule_whatever_the_tree() -> None:
    chance, mixed = random.Random(3), frozenset({*NAMES, *FREQUENT}) - NO_TEXT
    for _ in range(300):
        root = etree.fromstring(f'<TEI xmlns="{TEI}"><text><body/></text></TEI>')
        root[0][0].extend(tree(chance, 4) for _ in range(2))
        assert faults(root, mixed) == [], etree.tostring(root)


def test_the_twin_sees_a_fault() -> None:
    root = etree.fromstring(f'<TEI xmlns="{TEI}"><text><body><p>a <hi>b</hi>c<note>d</note></p></body></text></TEI>')
    mixed = frozenset({"p", "hi", "note"})
    assert faults(root, mixed) == []
    other = etree.fromstring(etree.tostring(root).replace(b"<hi>b</hi>c", b"<hi>b</hi> c"))
    assert of_text(other) != (read_words(root, mixed, struck=False, apparatus=False).text, [["d"]])
