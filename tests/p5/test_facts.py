"""The facts of TEI P5 that ship: what is in them, how they are encoded, and that they have no prose."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from support.odd_nodes import spec
from support.plain_values import plain
from teikit.odd.facts.extract_facts import facts_of_p5
from teikit.p5.decoding import decode
from teikit.p5.encoding import encode
from teikit.p5.facts import FILE, load_p5
from teikit.p5.nodes import TEI
from teikit.p5.specs import Attribute, AttributeList, Library, Spec

TAG = f"{{{TEI}}}"
# So many words in a row are somebody's sentence.
_WORDS = 5


@pytest.fixture(scope="module")
def p5subset() -> bytes:
    path = Path(__file__).parents[3] / "shared" / "tei" / "p5subset.xml"
    if not path.is_file():
        pytest.skip("the design's data (shared/) are not beside this tree")
    return path.read_bytes()


@pytest.fixture
def tree(p5subset: bytes) -> etree._Element:
    return etree.fromstring(p5subset)


def named(library: Library, kind: str, ident: str) -> Spec:
    (found,) = (each for each in library.specs if (each.kind, each.ident) == (kind, ident))
    return found


def attributes(value: AttributeList | None) -> Iterator[Attribute]:
    for part in value.parts if value else ():
        if isinstance(part, Attribute):
            yield part
        elif isinstance(part, AttributeList):
            yield from attributes(part)


def test_the_facts_have_all_of_p5() -> None:
    library = load_p5()
    kinds = [each.kind for each in library.specs]
    assert {kind: kinds.count(kind) for kind in kinds} == {"class": 211, "macro": 8, "data": 35, "element": 587}
    assert len(library.modules) == 22
    assert library.version == "4.9.0a"
    assert library.is_p5
    assert library.default_exceptions == "http://www.tei-c.org/ns/1.0 teix:egXML"


def test_an_element_of_p5_has_its_facts() -> None:
    read = named(load_p5(), "element", "damageSpan")
    assert read.module == "transcr"
    assert read.classes is not None
    assert "model.global.edit" in [each.key for each in read.classes.members]
    assert [each.name for each in read.content or []] == ["empty"]
    assert [(each.ident, each.language) for each in read.constraints] == [
        ("damageSpan-requires-spanTo", ""),
        ("damageSpan-requires-spanTo-fr", "fr"),
    ]
    assert read.prose == {}


def test_two_copies_share_nothing() -> None:
    one, other = load_p5(), load_p5()
    named(one, "element", "p").constraints.clear()
    assert named(other, "element", "p").constraints


def test_the_file_is_what_the_script_makes_of_p5(p5subset: bytes) -> None:
    assert encode(facts_of_p5(p5subset)) == FILE.read_bytes()


def test_the_file_has_one_specification_a_line() -> None:
    lines = FILE.read_text(encoding="utf-8").splitlines()
    specs = lines[lines.index('"specs":[') + 1 : -2]
    assert len(specs) == 841
    for each in specs:
        assert isinstance(json.loads(each.rstrip(",")), dict)


def test_decoded_facts_are_those_that_were_encoded(p5subset: bytes) -> None:
    library = facts_of_p5(p5subset)
    decoded = decode(json.loads(encode(library)))
    for one, other in zip(library.specs, decoded.specs, strict=True):
        assert plain(other) == plain(one)
    assert plain(decoded) == plain(library)


ATTRIBUTES = (
    "",
    '<attDef ident="b"/><attRef class="c" name="d"/><attList org="choice"><attRef name="e"/></attList>',
    '<attDef ident="b" usage="req" ns="urn:x"><datatype minOccurs="0"/><defaultVal/></attDef>',
    '<attDef ident="b" mode="change"><datatype maxOccurs="unbounded"><rng:text/></datatype></attDef>',
    '<attDef ident="b"><datatype><rng:data type="x"><rng:param name="y">z</rng:param></rng:data></datatype></attDef>',
    '<attDef ident="b"><valList type="semi" mode="add"><valItem ident="c"/><valItem ident="d"/></valList></attDef>',
    '<attDef ident="b"><valList><valItem ident="c" mode="delete"><altIdent>d</altIdent></valItem></valList></attDef>',
    '<attDef ident="b" validUntil="2030-01-01"><constraintSpec ident="c"/></attDef>',
)
PARTS = (
    "",
    '<content autoPrefix="false"/><classes/><valList/>',
    "<content><textNode/></content><altIdent>b</altIdent>",
    '<classes mode="change"><memberOf key="b" mode="delete" min="0" max="unbounded"/><memberOf key="c"/></classes>',
    '<constraintSpec ident="b" mode="delete" scheme="schematron" xml:lang="de"/>',
    *(f"<attList>{each}</attList>" for each in ATTRIBUTES),
)
SPECS = (
    '<elementSpec ident="a" mode="change" ns="" prefix="" source="s" validUntil="2030-01-01"/>',
    '<classSpec ident="a" type="model" generate=""/>',
    '<classSpec ident="a" type="atts" generate="sequence alternation"/>',
    '<dataSpec ident="a" module="m"><valList type="closed"><valItem ident="b"/></valList></dataSpec>',
    *(f'<elementSpec ident="a">{each}</elementSpec>' for each in PARTS),
)


@pytest.mark.parametrize("xml", SPECS)
def test_all_that_a_specification_can_say_is_kept(xml: str) -> None:
    read = spec(xml)
    (decoded,) = decode(json.loads(encode(Library("mine", specs=[read])))).specs
    assert plain(decoded) == plain(read)


def values_of(attribute: Attribute) -> list[str]:
    return [each.ident for each in attribute.values.items] if attribute.values else []


def expressions_of(read: Spec) -> list[list[str]]:
    constraints = [*read.constraints, *(each for one in attributes(read.attributes) for each in one.constraints)]
    nodes = [node for each in constraints for part in each.body for node in (part, *part.descendants())]
    return sorted(node.get("test").split() for node in nodes if node.name in {"assert", "report"})


def test_the_facts_are_those_of_the_document(tree: etree._Element) -> None:
    """A slow twin: another parser finds the same."""
    for each in tree.iter(*(TAG + name for name in ("desc", "gloss", "remarks", "exemplum"))):
        each.clear()
    specs = {(each.kind, each.ident): each for each in load_p5().specs}
    for element in tree.iter(*(f"{TAG}{kind}Spec" for kind in ("element", "class", "macro", "data"))):
        read = specs[etree.QName(element).localname.removesuffix("Spec"), element.get("ident", "")]  # type: ignore[index]
        members = [each.key for each in read.classes.members] if read.classes else []
        assert members == [each.get("key") for each in element.iterfind(f"{TAG}classes/{TAG}memberOf")]
        assert [(each.ident, each.usage, each.mode, values_of(each)) for each in attributes(read.attributes)] == [
            (
                each.get("ident"),
                each.get("usage", ""),
                each.get("mode", ""),
                [item.get("ident") for item in each.iterfind(f"{TAG}valList/{TAG}valItem")],
            )
            for each in element.iter(f"{TAG}attDef")
        ]
        content = [node.name for part in read.content or [] for node in (part, *part.descendants())]
        assert content == [etree.QName(each).localname for each in element.iterfind(f"{TAG}content//{{*}}*")]
        assert expressions_of(read) == sorted(str(each).split() for each in element.xpath(".//@test"))


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for each in value:
            yield from strings(each)
    elif isinstance(value, dict):
        for each in value.values():
            yield from strings(each)


def phrases(text: str) -> set[str]:
    """All runs of five words of a text; expressions and addresses have other characters between their words."""
    found: set[str] = set()
    for run in re.findall(r"(?:[^\W\d_]+[,.;:]?\s+)+[^\W\d_]+", text.casefold()):
        words = re.findall(r"[^\W\d_]+", run)
        found |= {" ".join(words[start : start + _WORDS]) for start in range(len(words) - _WORDS + 1)}
    return found


def shipped_strings() -> Iterator[str]:
    yield from strings(json.loads(FILE.read_bytes()))
    for path in sorted((FILE.parents[1] / "odd" / "customisations").glob("*.odd")):
        for element in etree.parse(path).iter(etree.Element):
            yield from (element.text or "", element.tail or "")


def test_no_sentence_of_the_guidelines_is_in_the_facts(tree: etree._Element) -> None:
    prose: set[str] = set()
    kinds = (
        *(TAG + name for name in ("desc", "gloss", "remarks", "exemplum", "p", "valDesc")),
        "{*}assert",
        "{*}report",
    )
    for element in tree.iter(*kinds):
        prose |= phrases("".join(element.itertext()))
    assert len(prose) > 100_000
    assert [both for text in shipped_strings() if (both := phrases(text) & prose)] == []


def test_all_modules_and_classes_that_are_named_exist() -> None:
    library = load_p5()
    classes = {each.ident for each in library.specs if each.kind == "class"}
    assert {each.module for each in library.specs} == set(library.modules)
    for each in library.specs:
        assert {member.key for member in (each.classes.members if each.classes else [])} <= classes
