"""Canonical TEI: the same tree gives the same bytes, and no text is ever changed."""

import re
from unittest import mock
from xml.etree import ElementTree as Standard

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from teikit.document.tree import load
from teikit.errors import UnsupportedError
from teikit.exports.reading.canonical import canonicalize
from teikit.exports.record.element_content import ELEMENT_CONTENT

TEI = "http://www.tei-c.org/ns/1.0"


def made(inner: str) -> str:
    root = load(f'<TEI xmlns="{TEI}"><text><body>{inner}</body></text></TEI>'.encode(), "a.xml").getroot()
    return canonicalize(root).decode()


def test_elements_that_hold_only_elements_stand_a_line_each() -> None:
    assert "  <text>\n    <body>\n      <p>one <hi>two</hi></p>\n      <list>\n        <item>a</item>" in made(
        "<p>one <hi>two</hi></p><list> <item>a</item></list>"
    )


@pytest.mark.parametrize(
    "kept",
    [
        "<p>  two  blanks\n and a line <hi> x </hi> </p>",
        "<p>a <choice> <sic>b</sic> <corr>c</corr> </choice> d</p>",
        '<list xml:space="preserve"> <item>a</item>\n\n<item>b</item></list>',
        "<list>stray <item>a</item> <item>b</item></list>",
        "<list>\u00a0<item>a</item> <item>b</item></list>",
        "<p>a<!-- a remark -->b<?an instruction?>c</p>",
    ],
)
def test_text_stays_as_it_is(kept: str) -> None:
    assert kept in made(kept)


def test_comments_and_instructions_are_kept_everywhere() -> None:
    data = f'<?xml-model href="a.rng"?><!--one--><TEI xmlns="{TEI}"><!--two--><text/></TEI><!--three-->'.encode()
    found = canonicalize(load(data, "a.xml").getroot()).decode()
    assert found == (
        f'<?xml-model href="a.rng"?>\n<!--one-->\n<TEI xmlns="{TEI}">\n  <!--two-->\n  <text></text>\n</TEI>\n'
        "<!--three-->"
    )


def test_attributes_and_quotes_are_ordered_as_canonical_xml_has_them() -> None:
    assert '<p a="1" b="2" xml:id="x">' in made("<p xml:id='x' b='2' a='1'>t</p>")


def test_a_relative_namespace_is_refused_with_a_reason() -> None:
    root = load(b'<TEI xmlns="relative"/>', "a.xml").getroot()
    with pytest.raises(UnsupportedError, match="relative address"):
        canonicalize(root)


names = st.sampled_from(["p", "hi", "list", "item", "div", "choice", "sic", "lb", "note"])
texts = st.text(st.sampled_from("ab \n\t<&>\"'é\u00a0"), max_size=6)


@st.composite
def trees(draw: st.DrawFn, depth: int = 3) -> etree._Element:
    element = etree.Element(f"{{{TEI}}}{draw(names)}", nsmap={None: TEI})
    element.text = draw(texts)
    for key in draw(st.lists(st.sampled_from("abc"), max_size=2, unique=True)):
        element.set(key, draw(texts))
    for _ in range(draw(st.integers(0, 3)) if depth else 0):
        child = draw(st.one_of(trees(depth - 1), st.builds(etree.Comment, st.just(" remark "))))
        child.tail = draw(texts)
        element.append(child)
    return element


def slow(root: etree._Element) -> str:
    """The text, with what stands between the children of elements that hold only elements left out: plainly right."""
    name = etree.QName(root).localname if isinstance(root.tag, str) else ""
    inner = [root.text or "", *(child.tail or "" for child in root)]
    only = name in ELEMENT_CONTENT and not any(part.strip(" \t\r\n") for part in inner)
    parts = ["" if only else inner[0]]
    for child, tail in zip(root, inner[1:], strict=True):
        parts += [slow(child) if isinstance(child.tag, str) else "", "" if only else tail]
    return "".join(parts)


@given(trees())
def test_the_text_of_any_tree_is_kept_and_the_form_is_a_fixed_point(root: etree._Element) -> None:
    before = slow(root)
    found = canonicalize(root)
    again = load(found, "a.xml").getroot()
    assert slow(again) == before
    assert canonicalize(again) == found
    # Python's own C14N 2.0 is a second opinion; libraries give it prefixes, which it would then declare.
    with mock.patch.dict(Standard._namespace_map, clear=True):
        assert Standard.canonicalize(found.decode(), with_comments=True) == found.decode()


def test_others_letters_have_one_form_that_keeps_their_words(raw) -> None:
    for letter in raw[::9]:
        found = canonicalize(letter.root)
        again = load(found, letter.name).getroot()
        assert canonicalize(again) == found
        assert re.sub(r"\s", "", "".join(again.itertext())) == re.sub(r"\s", "", "".join(letter.root.itertext()))
