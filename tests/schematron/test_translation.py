"""What libxml2 evaluates means the same to elementpath: random expressions at every element of random documents."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from teikit.schematron.xpath.document import XPathDocument, identity
from teikit.schematron.xpath.errors import ExpressionError
from teikit.schematron.xpath.local import is_local
from teikit.schematron.xpath.query import EvaluationScope, Language

FAST = Language("xslt2", {"t": "u"})
SLOW = Language("xslt2", {"t": "u"}, is_fast=False)

NAMES = st.sampled_from(["a", "t:b", "*", "t:*", "node()", "text()", "c"])
AXES = st.sampled_from(
    ["", "", "", "@n", "self::", "parent::", "ancestor::", "descendant::", "following-sibling::", "preceding-sibling::"]
)
STRINGS = st.sampled_from(["''", "'x'", "'x y'", "'1'", "@n", ".", "name()", "local-name(..)", "string(@m)"])


@st.composite
def steps(draw: st.DrawFn, conditions: st.SearchStrategy[str]) -> str:
    axis = draw(AXES)
    step = axis if axis == "@n" else axis + draw(NAMES)
    return step + draw(st.sampled_from(["", "", f"[{draw(conditions)}]", "[1]", "[last()]"]))


def paths(conditions: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    # elementpath gives an attribute attributes: they come last.
    within = st.lists(steps(conditions).filter(lambda step: step[0] != "@"), max_size=2)
    parts = st.builds(lambda before, last: [*before, last], within, steps(conditions))
    joined = st.builds(lambda steps, by: by.join(steps), parts, st.sampled_from(["/", "/", "//"]))
    started = st.builds(lambda start, path: start + path, st.sampled_from(["", "", "//", ".//", "../"]), joined)
    grouped = st.builds(lambda one, two: f"({one} | {two})/a", steps(conditions), steps(conditions))
    return started | grouped | st.just("a/(c | t:b)") | st.just("(//a)[2]")


def grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    path = paths(inner)
    texts = STRINGS | st.builds(lambda text: f"normalize-space({text})", STRINGS)
    pairs = st.tuples(texts, texts)
    return st.one_of(
        path,
        st.builds(lambda one, two, by: f"{one} {by} {two}", inner, inner, st.sampled_from(["and", "or"])),
        st.builds(lambda one: f"not({one})", inner),
        st.builds(lambda one, two, by: f"{one} {by} {two}", path, texts, st.sampled_from(["=", "!="])),
        st.builds(lambda one, by: f"{one} {by} ('x', '1')", path, st.sampled_from(["=", "!="])),
        st.builds(lambda both, by: f"{both[0]} {by} {both[1]}", pairs, st.sampled_from(["eq", "ne", "="])),
        st.builds(
            lambda one, by, n: f"count({one}) {by} {n}", path, st.sampled_from(["gt", "<", "eq"]), st.integers(0, 2)
        ),
        st.builds(lambda one, n: f"string-length({one}) ge {n}", texts, st.integers(0, 2)),
        st.builds(lambda both, by: f"{by}({both[0]}, {both[1]})", pairs, st.sampled_from(["contains", "starts-with"])),
        st.builds(lambda both: f"substring-before(concat({both[0]}, {both[1]}), 'x')", pairs),
        st.builds(lambda one, by: f"{by}({one})", path, st.sampled_from(["exists", "empty"])),
        st.builds(lambda one: f"{one}/@n = current()/@n", path),
        st.builds(
            lambda one, by, n: f"(self::a | self::t:b) {by} tokenize({one}, ' ')[{n}]",
            st.sampled_from(["@n", "normalize-space(@m)"]),
            st.sampled_from(["and", "or", "="]),
            st.integers(1, 2),
        ),
    )


EXPRESSIONS = st.recursive(st.sampled_from(["a", "@n", "true()", "text()", ". = 'x'"]), grown, max_leaves=5)


@st.composite
def elements(draw: st.DrawFn, depth: int = 3) -> str:
    name = draw(st.sampled_from(["a", "c", "t:b"]))
    values = st.sampled_from(["x", "1", " x  y ", ""])
    attributes = "".join(f' {each}="{draw(values)}"' for each in draw(st.sets(st.sampled_from(["n", "m"]))))
    pieces = st.sampled_from(["x", " ", "1", "<!--c-->", "<?p i?>", "<![CDATA[x]]>", ""])
    content = pieces | elements(depth - 1) if depth else pieces
    inside = "".join(draw(st.lists(content, max_size=4)))
    return f"<{name}{attributes}>{inside}</{name}>"


def truth(language: Language, expression: str, document: XPathDocument, node: etree._Element) -> bool | str:
    class Here(EvaluationScope):
        def current(self) -> etree._Element:
            return node

    try:
        return language.query(expression).is_true(document, node, Here())
    except ExpressionError:
        return "fails"


@given(EXPRESSIONS, elements())
def test_libxml2_and_elementpath_give_the_same_truth(expression: str, inside: str) -> None:
    document = XPathDocument(etree.ElementTree(etree.fromstring(f'<a xmlns:t="u">{inside}</a>')))
    for node in document.nodes:
        if isinstance(node.tag, str):
            slow = truth(SLOW, expression, document, node)
            assert slow == truth(FAST, expression, document, node), (expression, etree.tostring(node))


@given(paths(EXPRESSIONS), elements())
def test_libxml2_and_elementpath_match_the_same_nodes(pattern: str, inside: str) -> None:
    document = XPathDocument(etree.ElementTree(etree.fromstring(f'<a xmlns:t="u">{inside}</a>')))
    found = []
    for language in (SLOW, FAST):
        try:
            queries = language.pattern(pattern)
            found.append({identity(node) for each in queries for node in each.nodes(document, None, EvaluationScope())})
        except ExpressionError:
            found.append({"fails"})
    assert found[0] == found[1]


def test_most_of_what_is_drawn_is_translated() -> None:
    drawn = [
        "a[@n = 'x']",
        "count(t:b) gt 1",
        "not(ancestor::t:*)",
        "a/(c | t:b)",
        "@n = ('x', '1')",
        "a/@n = current()/@n",
    ]
    assert all(FAST.query(each).is_fast for each in drawn)


def test_what_may_differ_is_not_translated() -> None:
    differing = [
        "@n = 1",
        "a > 'x'",
        "string(a) = 'x'",
        "a + 1",
        "*:a",
        "a except c",
        "a = true()",
        "a[count(c)]",
        "-1",
    ]
    assert not any(FAST.query(each).is_fast for each in differing)


LOCAL = (
    "tokenize(normalize-space(@n), ' ')",
    "(self::a | self::t:b) and $x[2]",
    "not(@n = 'x')",
    "string-length(@*) > 1",
)
WIDER = ("@n", "self::a", "normalize-space() = 'x'", "not(a)", "@n = current()/@n", "count(..) = 1", "not(self::a[b])")


@pytest.mark.parametrize("expression", LOCAL + WIDER)
def test_an_expression_is_local_if_it_sees_one_element_and_its_attributes_only(expression: str) -> None:
    assert is_local(FAST.parse(expression)) == (expression in LOCAL)


def test_a_local_expression_needs_no_tree_of_elementpath() -> None:
    document = XPathDocument(etree.ElementTree(etree.fromstring("<a n='x y'><c/></a>")))
    query = FAST.query("tokenize(@n, ' ')")
    assert query.items(document, document.tree.getroot(), EvaluationScope()) == ["x", "y"]
    assert "elementpath_tree" not in vars(document)


@pytest.mark.parametrize(
    "path", ["//(a | b)", "//(a | t:b)/c", "c/(a | b)", "//c//(a | b)", "//(* | a)/b", "//(a | b | c)/(a | c)/b"]
)
def test_a_union_of_names_is_one_step_in_libxml2(path: str) -> None:
    language = Language("xslt2", {"t": "urn:t"})
    query, slow = language.query(path), Language("xslt2", {"t": "urn:t"}, is_fast=False).query(path)
    root = etree.fromstring("<c><a><c><b/></c><b/></a><b xmlns='urn:t'><c xmlns=''><a/></c></b><c><a><b/></a></c></c>")
    document = XPathDocument(etree.ElementTree(root))
    assert query.is_fast
    for node in (None, root):
        found = query.nodes(document, node, EvaluationScope())
        assert document.sort_nodes(found) == document.sort_nodes(slow.nodes(document, node, EvaluationScope()))


REVERSE = [
    ("not(preceding::a)", "not(preceding::a[1])"),
    ("exists(b/preceding-sibling::a[@n])", "boolean(b/preceding-sibling::a[@n][1])"),
    ("empty(//ancestor::a)", "not(//ancestor::a[1])"),
    ("not(preceding::a/@n)", "not(preceding::a/@n)"),
    ("@n = preceding::a/@n", "@n = preceding::a/@n"),
    ("preceding::a and (@n or b)", "preceding::a and (@n or b)"),
    ("(/) and b", "(/) and b"),
]


@pytest.mark.parametrize(("test", "expected"), REVERSE)
def test_libxml2_sorts_no_nodes_of_reverse_axes(test: str, expected: str) -> None:
    language = Language("xslt2", {})
    query, slow = language.query(test), Language("xslt2", {}, is_fast=False).query(test)
    assert query.xpath1 == expected
    root = etree.fromstring("<c><a n='1'><b/><a n='2'><b n='1'/></a></a><b><a/><b n='2'/></b></c>")
    document = XPathDocument(etree.ElementTree(root))
    for node in root.iter():
        assert query.is_true(document, node, EvaluationScope()) == slow.is_true(document, node, EvaluationScope())
