"""What a `delSpan` strikes out: the words between it and what it points to, and no others."""

import random
import re

import pytest
from lxml import etree

from teikit.exports.reading.markdown import to_markdown
from teikit.exports.reading.spans import mark_struck_spans
from teikit.exports.reading.text import to_text

TEI = "http://www.tei-c.org/ns/1.0"
ID = "{http://www.w3.org/XML/1998/namespace}id"


def letter(inner: str) -> etree._Element:
    return etree.fromstring(f'<TEI xmlns="{TEI}"><text><body>{inner}</body></text></TEI>')


@pytest.mark.parametrize(
    ("inner", "wanted"),
    [
        ("<p>a <delSpan spanTo='#e'/>b <hi>c</hi> d</p><p>e<anchor xml:id='e'/> f</p>", "a\n\nf\n"),
        ("<p>a <hi>b <delSpan spanTo='#e'/>c</hi> d</p><lg><l>e</l><l xml:id='e'>f</l></lg>", "a b\n\nf\n"),
        (
            "<p>a <delSpan spanTo='#e'/>b <delSpan spanTo='#f'/>c <hi xml:id='e'>d</hi> e<anchor xml:id='f'/> f</p>",
            "a f\n",
        ),
        (
            "<p>a <delSpan spanTo='#f'/>b <delSpan spanTo='#e'/>c<anchor xml:id='e'/> d <anchor xml:id='f'/>e</p>",
            "a e\n",
        ),
        ("<p>a<delSpan spanTo='#e'/> b <anchor xml:id='e'/>c</p>", "a c\n"),
        ("<p>a <delSpan spanTo='#e'/>b<note>N</note> c<!-- x -->d<anchor xml:id='e'/></p>", "a [1]\n\n[1] N\n"),
        ("<p><anchor xml:id='e'/>a <delSpan spanTo='#e'/>b <delSpan spanTo='#f'/>c <delSpan/>d</p>", "a b c d\n"),
    ],
)
def test_the_words_of_a_span_are_struck_out(inner: str, wanted: str) -> None:
    assert to_text(letter(inner)) == wanted


def test_struck_spans_are_shown_as_struck() -> None:
    inner = "<p>a <delSpan spanTo='#e'/>b <hi rend='bold'>c</hi></p><p>d<anchor xml:id='e'/> e</p>"
    assert to_markdown(letter(inner)) == "a ~~b~~ ~~**c**~~\n\n~~d~~ e\n"


def test_a_document_stays_as_it_is() -> None:
    root = letter("<p><delSpan spanTo='#e'/>a<anchor xml:id='e'/></p>")
    before = etree.tostring(root)
    to_text(root)
    assert etree.tostring(root) == before


def tree(chance: random.Random, depth: int) -> etree._Element:
    element = etree.Element(f"{{{TEI}}}{chance.choice(['p', 'hi', 'seg'])}")
    for _ in range(chance.randint(0, 3) if depth else 0):
        child = tree(chance, depth - 1)
        element.append(child)
    return element


def test_just_the_words_between_two_places_are_struck_out() -> None:
    chance = random.Random(5)
    for _ in range(200):
        root = letter("")
        root[0][0].append(tree(chance, 4))
        places = [*root[0][0][0].iter()]
        for number, one in enumerate(places):
            one.text, one.tail = f" s{number} ", f" e{number} "
        start, end = chance.choice(places), chance.choice(places)
        for parent, name, key, value in (start, "delSpan", "spanTo", "#e"), (end, "anchor", ID, "e"):
            mark = etree.Element(f"{{{TEI}}}{name}", {key: value})
            mark.tail = f" after-{name} "
            parent.insert(chance.randint(0, len(parent)), mark)
        # The slow way: without tags, what is written between the two.
        _, found, rest = etree.tostring(root[0], encoding="unicode").partition("<delSpan")
        inner, ended, _ = rest.partition("<anchor")
        wanted = re.sub("<[^>]*>", " ", found + inner).split() if ended else []
        struck = [one.text or "" for one in mark_struck_spans(root[0]).iter(f"{{{TEI}}}del")]
        assert " ".join(struck).split() == wanted
