"""Each location in SVRL selects the node that was reported and no other, in the XPath of three other programs."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from elementpath import XPath2Parser, XPathContext
from elementpath.xpath30 import XPath30Parser
from elementpath.xpath_nodes import AttributeNode, TextNode
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from support.schematron_cases import Case
from support.svrl import faults, findings
from teikit.document.tree import load
from teikit.schematron.engine import ReportedAssertion
from teikit.schematron.locations import NodePaths
from teikit.schematron.xpath.document import Node, XPathDocument, to_node

URIS = ("", "u", "http://a.org/?x='1'", "v&amp;w", "http://www.tei-c.org/ns/1.0")
CONTEXTS = [
    "/",
    "*",
    "@*",
    "text()",
    "comment()",
    "processing-instruction()",
    "node()",
    "a",
    "b/@n",
    "t:a",
    "@xml:id",
    "@t:k",
]
SUBJECTS = [
    "",
    "..",
    "@*[last()]",
    "text()[last()]",
    "comment()",
    "following::node()",
    "/",
    "(//@*)[last()]",
    "/comment()",
]
TREES = st.recursive(
    st.sampled_from(["text", "cdata", "comment", "instruction"]),
    lambda inner: st.tuples(
        st.sampled_from(["a", "b", "text", "div"]), st.sampled_from(URIS), st.lists(inner, max_size=4)
    ),
    max_leaves=12,
)
ROOTS = st.tuples(st.just("a"), st.sampled_from(URIS), st.lists(TREES, max_size=5))
BESIDE = st.lists(st.sampled_from(["comment", "instruction"]), max_size=2)
Program = Callable[[bytes], Callable[[str], list[str]]]


def write(tree: Any, numbers: Iterator[int]) -> str:
    """A tree as XML, in which all nodes of a kind have different values."""
    number = next(numbers)
    match tree:
        case "text":
            return f"[{number}]"
        case "cdata":
            return f"<![CDATA[&{number}]]>"
        case "comment":
            return f"<!--{number}-->"
        case "instruction":
            return f"<?{'p' if number % 2 else 'q'} {number}?>"
    name, uri, inside = tree
    more = f" t:k='k{number}'" if number % 3 == 0 else f" xml:id='x{number}'" if number % 3 == 1 else ""
    content = "".join(write(each, numbers) for each in inside)
    return f'<{name} xmlns="{uri}" n="n{number}"{more}>{content}</{name}>'


@st.composite
def documents(draw: st.DrawFn) -> bytes:
    numbers = iter(range(10_000))
    before, root, after = draw(BESIDE), draw(ROOTS), draw(BESIDE)
    parts = [
        *(write(each, numbers) for each in before),
        write(root, numbers),
        *(write(each, numbers) for each in after),
    ]
    start = len(before)
    parts[start] = re.sub("^<a", "<a xmlns:t='u'", parts[start])
    return "".join(parts).encode()


def described(node: Node | None) -> str:
    """A node by its kind and value, in which it differs from all others."""
    if node is None:
        return "document"
    if isinstance(node, etree._Element):
        element: Any = node
        if isinstance(element.tag, str):
            return f"element {element.get('n')}"
        return f"{'comment' if element.tag is etree.Comment else 'instruction'} {element.text}"
    if isinstance(node, AttributeNode | TextNode):
        return f"{'text' if isinstance(node, TextNode) else 'attribute'} {node.string_value}"
    return "document"


def by_lxml(data: bytes) -> Callable[[str], list[str]]:
    tree = etree.ElementTree(etree.fromstring(data))

    def select(location: str) -> list[str]:
        if location == "/":
            return ["document"]
        found: Any = tree.xpath(location)
        kinds = ((each, getattr(each, "is_attribute", False)) for each in found)
        return [
            described(each) if isinstance(each, etree._Element) else f"{'attribute' if is_attribute else 'text'} {each}"
            for each, is_attribute in kinds
        ]

    return select


def by_elementpath(parser: type[Any]) -> Program:
    def open_document(data: bytes) -> Callable[[str], list[str]]:
        document = XPathDocument(etree.ElementTree(etree.fromstring(data)))

        def select(location: str) -> list[str]:
            found = parser().parse(location).select(XPathContext(document.elementpath_tree))
            return [described(to_node(each)) for each in found]

        return select

    return open_document


def by_saxon(data: bytes) -> Callable[[str], list[str]]:
    saxon: Any = pytest.importorskip("saxonche", reason="the third program is an extra")
    processor = saxon.PySaxonProcessor(license=False)
    xpath = processor.new_xpath_processor()
    xpath.set_context(xdm_item=processor.parse_xml(xml_text=data.decode()))

    def select(location: str) -> list[str]:
        found = xpath.evaluate(
            f"for $node in ({location}) return if ($node instance of document-node()) then 'document' else "
            "if ($node instance of element()) then concat('element ', $node/@n) else "
            "if ($node instance of attribute()) then concat('attribute ', $node) else "
            "if ($node instance of text()) then concat('text ', $node) else "
            "if ($node instance of comment()) then concat('comment ', $node) else concat('instruction ', $node)"
        )
        return [str(each) for each in found or ()]

    return select


PROGRAMS: dict[str, Program] = {
    "lxml": by_lxml,
    "elementpath 2": by_elementpath(XPath2Parser),
    "elementpath 3": by_elementpath(XPath30Parser),
    "Saxon": by_saxon,
}


@pytest.mark.parametrize("program", PROGRAMS)
@settings(max_examples=60)
@given(documents(), st.lists(st.sampled_from(CONTEXTS), min_size=1, max_size=4), st.sampled_from(SUBJECTS))
def test_a_location_selects_the_node_and_no_other(program: str, data: bytes, contexts: list[str], subject: str) -> None:
    if program == "Saxon":
        pytest.importorskip("saxonche", reason="the third program is an extra")
    given_subject = f' subject="{subject}"' if subject else ""
    patterns = "".join(
        f'<pattern><rule context="{each}"><assert test="false()"{given_subject}>x</assert></rule></pattern>'
        for each in contexts
    )
    schema = Case("random", f"<ns prefix='t' uri='u'/>{patterns}").load()
    written = schema.svrl(data, "d.xml")
    assert faults(written) == []
    document = XPathDocument(load(data, "d.xml"))
    reported = [described(each.node) for each in schema.run(document) if isinstance(each, ReportedAssertion)]
    select = PROGRAMS[program](data)
    assert [[each] for each in reported] == [
        select(str(each.get("location"))) for each in findings(etree.fromstring(written))
    ]


def test_paths_take_no_time_in_the_square_of_the_siblings() -> None:
    document = XPathDocument(etree.ElementTree(etree.fromstring(b"<a>" + b"<b/>" * 60_000 + b"</a>")))
    paths = NodePaths()
    assert [paths.location(each) for each in document.nodes[1:]][-1] == "/a/b[60000]"
