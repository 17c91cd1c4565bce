"""What checks find by the tags of the source, against the twin that hears every event."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.check_documents import CORPUS, balanced
from teikit.checks import RULES, CheckContext, _make_checks, walk
from teikit.checks.check import Check
from teikit.checks.finding import Finding
from teikit.checks.walk import walk_events, walk_markup
from teikit.document.document import Document
from teikit.document.expat import is_well_formed
from teikit.document.markup import Markup
from teikit.document.start_tags import NotTokenizableError

_PIECES = """
<p> | </p> | <p/> | <p > | <p></p> | <p>\t</p> | <p>\u00a0</p> | <p>&#32;</p> | <p>&#160;</p> | <p>.</p> | <p>a></p>
<p><!-- x --></p> | <p><?x y?></p> | <p>a<!-- > -->b</p> | <p><![CDATA[ ]]></p> | <p><c/></p> | <ref target="a > b">
</ref> | <persName/> | <persName ref="#i"/> | <persName ref="i"></persName> | <name ref="#i #j"> | </name>
<p xml:id="i"> | <p xml:id="j"/> | <p xml:id='i'/> | <p xml:id=" k "/> | <div xml:base="b/"> | </div>
<ref target="x.xml#y"/> | <ref target="pre:1"/> | <opener> | </opener> | <closer> | </closer> | <closer rend="x"/>
<opener/> | <postscript/> | <date when="1900-02-30"/> | <date when="1900-01-01"> | </date> | <date></date>
<signed><persName ref="#a"/></signed> | <dateline><date when="1901-01-01"/></dateline> | <g>\ue000</g> | \ue000
u\u0308 | &#x308; | text | &amp; | &lt; | <hi xml:lang="xx"/> | <hi xml:lang="de"> | </hi>
<egXML xmlns="http://www.tei-c.org/ns/Examples"><p/></egXML> | <t:p xmlns:t="http://www.tei-c.org/ns/1.0"/>
<x xmlns="urn:x" xml:id="i"/> | <x:p ref="i"/> | <xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="x"/>
<name key="&quot;" ref="&#105;"/>
"""
_STARTS = """
<TEI xmlns="http://www.tei-c.org/ns/1.0"> | <TEI xmlns="http://www.tei-c.org/ns/1.0" xmlns:x="urn:x" xml:id="i"> | <TEI>
<?xml version='1.0'?><!-- <p/> --><TEI xmlns='http://www.tei-c.org/ns/1.0' xmlns:x="http://www.tei-c.org/ns/1.0">
\ufeff<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:base="http://example.org/">
"""
_HEADER = (
    '<teiHeader><correspDesc><correspAction type="sent"><persName ref="#b"/><date when="1900-01-01"/></correspAction>'
    '</correspDesc><prefixDef ident="pre" matchPattern="([a-z]+)" replacementPattern="#$1"/></teiHeader>'
)


def _parts(text: str) -> list[str]:
    return [part for line in text.strip().splitlines() for part in line.split(" | ")]


def _checks() -> list[Check]:
    document = Document("a.xml", Path("a.xml"), lambda: iter(()))
    return _make_checks(document, CheckContext(), frozenset(rule.id for rule in RULES))


def _by_tags(data: bytes) -> list[Finding] | None:
    try:
        return walk_markup(_checks(), Markup(data))
    except (NotTokenizableError, IndexError):
        return None


def _by_events(data: bytes) -> list[Finding]:
    return walk_events(_checks(), [data])


@settings(max_examples=1_000)
@given(
    st.sampled_from(_parts(_STARTS)),
    st.booleans(),
    st.lists(st.sampled_from([*_parts(_PIECES), " ", "\n"]), max_size=10),
)
def test_both_walks_find_the_same(start: str, has_header: bool, pieces: list[str]) -> None:  # noqa: FBT001
    data = f"{start}{_HEADER if has_header else ''}<text>{balanced(pieces)}</text></TEI>".encode()
    found = _by_tags(data)
    if found is not None and is_well_formed(data):
        assert found == _by_events(data)


@pytest.mark.skipif(not CORPUS.is_dir(), reason="../shared/corpus is not there")
@pytest.mark.parametrize("folder", ["raw", "valid"])
def test_both_walks_find_the_same_in_published_letters(folder: str) -> None:
    letters = sorted((CORPUS / folder).glob("*.xml"))[::10]
    usual = 0
    for letter in letters:
        found = _by_tags(letter.read_bytes())
        usual += found is not None
        assert found is None or found == _by_events(letter.read_bytes())
    # Else nothing would be shown.
    assert usual > len(letters) * 0.9


def test_names_that_documents_make_up_are_not_kept() -> None:
    names = "".join(f"<made-up-{number}/>" for number in range(1_000))
    known = walk._name_meanings(tuple(map(type, _checks())))
    before = len(known)
    assert _by_tags(f'<TEI xmlns="http://www.tei-c.org/ns/1.0">{names}</TEI>'.encode()) == []
    assert len(known) == before
