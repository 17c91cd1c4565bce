"""Random schemas and documents: the automaton, the matcher, the naive derivatives and, if it is at hand, jing agree."""

import shutil
import subprocess
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from support import naive_derivatives
from teikit.relaxng.grammar.simplify import simplify
from teikit.relaxng.syntax import MemoryLoader, SchemaSyntaxError, read_schema
from teikit.relaxng.validator import Schema

NAMES = ("a", "b", "c")
LIBRARY = "datatypeLibrary='http://www.w3.org/2001/XMLSchema-datatypes'"
VALUES = ("", " ", "1", "x", "2 x", " x ")

_leaf_data = st.sampled_from([
    '<value>x</value>', '<value type="string"> x </value>', '<data type="token"/>', '<value>1</value>',
    f'<data type="integer" {LIBRARY}/>',
    f'<data type="NCName" {LIBRARY}><except><value>x</value></except></data>',
])  # fmt: skip
_tokens = st.lists(_leaf_data, min_size=1, max_size=3).map("".join)
_lists = st.one_of(
    _tokens.map(lambda inner: f"<list>{inner}</list>"),
    _tokens.map(lambda inner: f"<list><oneOrMore><choice>{inner}</choice></oneOrMore></list>"),
)
_values = st.one_of(st.just("<text/>"), _leaf_data, _lists)
_attributes = st.tuples(st.sampled_from(NAMES), _values).map(
    lambda pair: f'<attribute name="{pair[0]}">{pair[1]}</attribute>'
)
_wild = _values.map(
    lambda of: f"<zeroOrMore><attribute><anyName><except><name>a</name></except></anyName>{of}</attribute></zeroOrMore>"
)
_refs = st.sampled_from(['<ref name="e0"/>', '<ref name="e1"/>', '<ref name="e2"/>'])
_leaves = st.one_of(
    _refs, _refs, _attributes, _values, _wild, st.sampled_from(["<empty/>", "<notAllowed/>", "<text/>"])
)


def _composed(children):
    several = st.lists(children, min_size=1, max_size=3).map("".join)
    return st.one_of(
        st.tuples(st.sampled_from(["choice", "group", "interleave", "optional", "zeroOrMore", "oneOrMore", "mixed"]),
                  several).map(lambda pair: f"<{pair[0]}>{pair[1]}</{pair[0]}>"),
    )  # fmt: skip


_patterns = st.recursive(_leaves, _composed, max_leaves=8)
_name_classes = st.sampled_from([
    '<name>a</name>', '<name>b</name>', '<name>c</name>', '<anyName/>',
    '<anyName><except><name>a</name></except></anyName>',
    '<choice><name>a</name><name>b</name></choice>', '<nsName ns=""/>',
])  # fmt: skip
schemas = st.lists(st.tuples(_name_classes, _patterns), min_size=3, max_size=3).map(
    lambda elements: (
        '<grammar xmlns="http://relaxng.org/ns/structure/1.0"><start><choice><ref name="e0"/><ref name="e1"/></choice>'
        "</start>"
        + "".join(
            f'<define name="e{number}"><element>{names}{pattern}</element></define>'
            for number, (names, pattern) in enumerate(elements)
        )
        + "</grammar>"
    )
)


def _merged(children):
    """Texts beside each other are one."""
    found = []
    for each in children:
        if isinstance(each, str) and found and isinstance(found[-1], str):
            found[-1] += each
        else:
            found.append(each)
    return found


_attribute_sets = st.dictionaries(st.sampled_from(NAMES), st.sampled_from(VALUES), max_size=2)
documents = st.recursive(
    st.tuples(st.sampled_from(NAMES), _attribute_sets, st.sampled_from([[], ["x"], [" "], ["1 2"]])),
    lambda children: st.tuples(
        st.sampled_from(NAMES),
        _attribute_sets,
        st.lists(st.one_of(children, st.sampled_from(["x", " "])), max_size=4).map(_merged),
    ),
    max_leaves=6,
)
RELAXED = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


def written(node) -> str:
    if isinstance(node, str):
        return escape(node)
    name, attributes, children = node
    tag = name + "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())
    return f"<{tag}>{''.join(map(written, children))}</{name}>"


def loaded(schema: str) -> Schema | None:
    try:
        return Schema.load("schema.rng", schema.encode(), ids=False)
    except SchemaSyntaxError:
        return None


@given(schemas, st.lists(documents, min_size=1, max_size=6))
@RELAXED
def test_the_automaton_the_matcher_and_the_naive_derivatives_agree(schema: str, some: list) -> None:
    compiled = loaded(schema)
    if compiled is None:
        return
    grammar = simplify(read_schema("schema.rng", schema.encode()), MemoryLoader({}))
    for document in some:
        text = written(document).encode()
        expected = naive_derivatives.is_valid(grammar, document)
        assert expected == compiled.is_valid(text), text
        assert expected == (not compiled.validate(text, "a.xml")), text


@given(schemas, st.lists(documents, min_size=1, max_size=6))
@RELAXED
def test_a_second_pass_builds_nothing(schema: str, some: list) -> None:
    compiled = loaded(schema)
    if compiled is None:
        return
    texts = [written(document).encode() for document in some]
    for text in texts:
        compiled.validate(text, "a.xml")
    size = compiled._automaton.size
    for text in texts:
        compiled.validate(text, "a.xml")
    assert size == compiled._automaton.size


def test_a_copied_matcher_goes_its_own_way() -> None:
    schema = loaded(
        '<element name="a" xmlns="http://relaxng.org/ns/structure/1.0"><zeroOrMore><element name="b"><text/></element>'
        "</zeroOrMore></element>"
    )
    assert schema is not None
    matcher = schema.matcher()
    matcher.start_tag("a")
    twin = matcher.copy()
    assert twin.possible_elements() == ["b"]
    twin.start_tag("c")
    twin.end_tag()
    assert matcher.start_tag("b") == []
    assert matcher.depth == 2
    assert twin.depth == 1


@pytest.mark.timeout(300)
@pytest.mark.skipif(shutil.which("jing") is None, reason="jing is not installed")
def test_jing_agrees(tmp_path: Path) -> None:
    """One run of jing judges many documents, so schemas are few here."""

    @given(schemas, st.lists(documents, min_size=8, max_size=20, unique_by=written))
    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    def agree(schema: str, some: list) -> None:
        compiled = loaded(schema)
        (tmp_path / "schema.rng").write_text(schema)
        files = []
        for number, document in enumerate(some):
            files.append(tmp_path / f"{number}.xml")
            files[-1].write_text(written(document))
        result = subprocess.run(
            ["jing", "-i", str(tmp_path / "schema.rng"), *map(str, files)], capture_output=True, text=True, check=False
        )
        assert (compiled is None) == ("schema.rng:" in result.stdout), (schema, result.stdout)
        if compiled is not None:
            for file in files:
                assert compiled.is_valid(file.read_bytes()) == (f"{file}:" not in result.stdout), file.read_text()

    agree()
