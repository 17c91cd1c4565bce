"""References of an ODD to what exists neither in it nor in its sources."""

import pytest

from support.made_odds import MAIN, loader, odd
from teikit.odd.merging.reference_check import check_references
from teikit.odd.merging.selection import select
from teikit.odd.reading.odd import read_odd
from teikit.odd.reading.sources import Sources
from teikit.odd.reporting import Reporter
from teikit.p5.facts import load_p5
from teikit.p5.specs import Library

TEI_BARE = '<moduleRef key="tei"/><moduleRef key="core" include="p hi list item label head"/>'
MORE = '<moduleRef key="header"/><moduleRef key="textstructure" include="TEI text body div"/>'
RNG = 'xmlns="http://relaxng.org/ns/structure/1.0"'


def unknown_names(specs: str, selected: str = TEI_BARE + MORE) -> list[tuple[int, str]]:
    """The lines and messages of references to nothing in an ODD whose specifications begin on line 5."""
    reporter = Reporter()
    customisation = read_odd(MAIN, odd(f"{selected}\n{specs}").encode(), loader({}), reporter)
    sources = Sources(load_p5(), loader({}), reporter, lambda _: Library(""))
    check_references(customisation, select(customisation, sources, reporter), reporter)
    assert {each.rule for each in reporter.diagnostics} <= {"odd/unknown-name"}
    return [(each.span.start.line if each.span else 0, each.message) for each in reporter.diagnostics]


def element(content: str) -> str:
    return f'<elementSpec ident="item" mode="change"><content><textNode/>{content}</content></elementSpec>'


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('<elementRef key="hii"/>', "there is no element 'hii', did you mean 'hi'?"),
        ('<alternate><classRef key="model.phrse"/></alternate>', "there is no class 'model.phrse', did you mean"),
        ('<macroRef key="macro.phraseSequ"/>', "there is no macro or datatype 'macro.phraseSequ', did you mean"),
        (f'<choice {RNG}><ref name="model.phrses"/></choice>', "there is no pattern 'model.phrses', did you mean"),
        (f'<ref {RNG} name="att.glbal.attributes"/>', "there is no pattern 'att.glbal.attributes'"),
    ],
)
def test_a_reference_to_nothing_is_reported_at_its_place(content: str, message: str) -> None:
    (found,) = unknown_names(element(f"\n{content}"))
    assert found[0] == 6
    assert found[1].startswith(message)


@pytest.mark.parametrize(
    ("datatype", "message"),
    [
        ('<dataRef key="teidata.wrd"/>', "there is no datatype or macro 'teidata.wrd', did you mean 'teidata.word'?"),
        ('<dataRef key="ID"/>', "there is no datatype or macro 'ID'; datatypes of XML Schema are named by @name"),
    ],
)
def test_a_datatype_that_does_not_exist_is_reported(datatype: str, message: str) -> None:
    attribute = f'<attDef ident="x" mode="add"><datatype>{datatype}</datatype></attDef>'
    specs = f'<elementSpec ident="hi" mode="change"><attList>{attribute}</attList></elementSpec>'
    assert unknown_names(specs) == [(5, message)]


@pytest.mark.parametrize(
    "content",
    [
        # Elements and classes of TEI that are not selected are left out on purpose.
        '<elementRef key="castList"/>',
        '<classRef key="model.egLike"/>',
        '<dataRef name="anyURI"/>',
        '<macroRef key="teidata.word"/>',
        f'<ref {RNG} name="model.pLike_sequence"/>',
        f'<ref {RNG} name="macro.phraseSeq"/>',
        f'<ref {RNG} name="att.global.attribute.n"/>',
        f'<ref {RNG} name="new"/>',
        '<elementRef key="new"/>',
        '<elementRef name="hi"/>',
    ],
)
def test_what_exists_is_not_reported(content: str) -> None:
    new = '<elementSpec ident="new" mode="add"><content><empty/></content></elementSpec>'
    assert unknown_names(element(content) + new) == []


def test_names_with_prefixes_exist() -> None:
    new = '<elementSpec ident="new" mode="add" prefix="my_"><content><empty/></content></elementSpec>'
    assert unknown_names(element(f'<ref {RNG} name="my_new"/>') + new) == []


def test_what_tei_itself_refers_to_is_not_reported() -> None:
    assert unknown_names("") == []
