"""What expressions and schemas may spend: a limit ends the rule that exceeds it, in a sentence; other rules go on."""

import time
from xml.sax.saxutils import quoteattr

import pytest
from lxml import etree

from teikit.limits import limits_set
from teikit.relaxng.syntax.faults import SchemaSyntaxError
from teikit.relaxng.syntax.loading import MemoryLoader
from teikit.schematron import load
from teikit.schematron.xpath.cost import MOST, classify, estimate, is_cheap_in, is_linear, measure
from teikit.schematron.xpath.query import Language

OPENING = "<schema xmlns='http://purl.oclc.org/dsdl/schematron' queryBinding='xslt3'>"
OTHER = "<pattern><rule context='a'><report test='true()'>other</report></rule></pattern>"


def messages(body: str, document: bytes = b"<a><b>x</b><b>y</b></a>") -> list[str]:
    schema = load("s.sch", f"{OPENING}{body}{OTHER}</schema>".encode(), loader=MemoryLoader({}))
    return [each.message for each in schema.validate(document, "d.xml")]


def tried(test: str, document: bytes = b"<a><b>x</b><b>y</b></a>", context: str = "a") -> list[str]:
    return messages(
        f"<pattern><rule context={quoteattr(context)}><report test={quoteattr(test)}>yes</report></rule></pattern>",
        document,
    )


@pytest.mark.parametrize(
    ("test", "limit"),
    [
        ("count(for $i in //b, $j in 1 to 900 return $i) = 1", "xpath-items"),
        ("let $a := //b, $b := ($a, $a, $a), $c := ($b, $b, $b, $b) return count(($c, $c, $c)) = 1", "xpath-items"),
        ("count(fold-left(1 to 40, 1, function($a, $_) { ($a, $a) })) = 1", "xpath-items"),
        ("every $i in 1 to 9, $j in //b, $k in //b satisfies $i > 0", "xpath-steps"),
        ("string-length(fold-left(1 to 40, string(.), function($a, $_) { concat($a, $a) })) = 1", "string-characters"),
        ("string-length(fold-left(1 to 40, string(.), function($a, $_) { $a || $a })) = 1", "string-characters"),
        ("string-length(string-join((1 to 50) ! string(/), 'xxxxxxxxxxxx')) = 1", "string-characters"),
        ("fold-left(1 to 40, 12 + count(//b), function($a, $_) { $a * $a }) = 1", "number-digits"),
        ("round(count(//b) div 3, 999999999) = 1", "number-digits"),
        ("round-half-to-even(15, -999999999 * count(//b)) = 1", "number-digits"),
        ("format-integer(count(//b), '#########################x') = 'x'", "number-digits"),
        ("string-length(format-date(xs:date('2026-11-30'), concat('[Y,9999', count(//b), ']'))) = 1", "number-digits"),
        ("matches(., '^(.+)+z$')", "regex-steps"),
    ],
)  # fmt: skip
def test_a_rule_that_exceeds_a_limit_is_given_up_and_others_are_tried(test: str, limit: str) -> None:
    document = f"<a>{'<b>x</b>' * 20}</a>".encode()
    with limits_set(xpath_items=500, xpath_steps=5_000, string_characters=400, number_digits=50, regex_steps=100):
        found = tried(test, document)
    assert "other" in found
    assert any("is given up: it " in each and f"--limit {limit}=N" in each for each in found)


def test_a_large_power_is_infinite_or_nothing_and_takes_no_time() -> None:
    assert "yes" in tried("math:pow(1 + count(//b), -999999999) = 0")
    assert any("cannot be tried" in each for each in tried("math:pow(1 + count(//b), 999999999) > 1"))


@pytest.mark.parametrize(
    "test",
    ["count(distinct-values((1 to 300000) ! (. + count(//c)))) = 1", "(1 to 900000) = (for $i in //b return -1)[9]"],
)
def test_what_does_not_count_is_ended_by_its_time(test: str) -> None:
    before = time.process_time()
    with limits_set(rule_seconds=1):
        found = tried(test)
    assert "other" in found
    assert time.process_time() - before < 30


def test_a_rule_that_takes_too_long_at_all_nodes_together_is_tried_at_no_other() -> None:
    document = f"<a>{'<b/>' * 3_000}</a>".encode()
    with limits_set(rule_seconds=2):
        found = tried("sum(for $i in //b return count($i/preceding-sibling::b)) = 1", document, "b")
    assert "other" in found
    assert sum("--limit rule-seconds=N" in each for each in found) == 1


def test_messages_are_bounded_in_all() -> None:
    body = "<pattern><rule context='b'><report test='true()'><value-of select='/'/></report></rule></pattern>"
    with limits_set(message_characters=1_000):
        found = messages(body, f"<a>{'<b>word </b>' * 30}</a>".encode())
    assert sum("--limit message-characters=N" in each for each in found) > 20


def test_variables_that_need_each_other_in_a_long_chain_are_bounded() -> None:
    lets = "".join(f"<let name='v{n}' value='$v{n + 1} + 1'/>" for n in range(3_000))
    found = messages(
        f"{lets}<let name='v3000' value='1'/><pattern><rule context='a'><report test='$v0'/></rule></pattern>"
    )
    assert any("--limit variable-depth=N" in each for each in found)
    assert "other" in found


@pytest.mark.parametrize(
    ("body", "limit"),
    [
        (
            "<pattern><rule context='a'><extends rule='r0'/></rule>"
            + "".join(f"<rule abstract='true' id='r{n}'><extends rule='r{n + 1}'/></rule>" for n in range(3_000))
            + "<rule abstract='true' id='r3000'/></pattern>",
            "include-depth",
        ),
        (
            f"<pattern abstract='true' id='p'><param name='p' value='{'x' * 1_000}'/><rule context='{'$p' * 1_000}'/>"
            "</pattern>" + "<pattern is-a='p'/>" * 100,
            "rule-characters",
        ),
    ],
)
def test_rules_that_grow_without_end_are_refused(body: str, limit: str) -> None:
    with pytest.raises(SchemaSyntaxError, match=f"--limit {limit}=N"):
        messages(body)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("//b", True),
        ("//b[@c = 'x']", True),
        ("not(b) and c = 'x'", True),
        ("//b[@c = //b/@c]", False),
        ("//*[count(.//*) > count(//*)]", False),
        ("//*[//*[//*]]", False),
        ("//b[. = following-sibling::b]", False),
        ("b = c", False),
    ],
)
def test_only_linear_expressions_are_given_to_libxml2_unseen(expression: str, *, expected: bool) -> None:
    assert is_linear(Language("xslt2", {}).parse(expression)) is expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("//b", True),
        ("//a[@c]/following-sibling::b", True),
        ("//a//b", True),
        ("//*[//*[//*]]", False),
        ("//*[count(.//*) > count(//*)]", False),
        ("//b[. = //b]", False),
        ("//b[preceding-sibling::b[. = 'x']]", False),
    ],
)
def test_what_libxml2_may_take_long_for_is_estimated_by_the_document(expression: str, *, expected: bool) -> None:
    sizes = measure(list(etree.fromstring(f"<a>{'<b>x</b>' * 20_000}</a>").iter()))
    assert (estimate(Language("xslt2", {}).parse(expression), sizes) < MOST) is expected


@pytest.mark.parametrize(
    "document",
    [
        "<a/>",
        f"<a>{'<b>x</b>' * 1_000}</a>",
        f"<?p {'x' * 5_000}?><a><!--{'x' * 5_000}-->{'x' * 5_000}</a><!--{'x' * 5_000}-->",
        f"{'<a>' * 32}{'</a>' * 32}",
    ],
)
def test_the_sizes_of_a_class_are_bounds(document: str) -> None:
    tree = etree.ElementTree(etree.fromstring(document))
    root = tree.getroot()
    nodes = [*root.itersiblings(preceding=True), *root.iter(), *root.itersiblings()]
    exact, size_class = measure(nodes), classify(tree, len(nodes))
    assert size_class is not None
    most = size_class.sizes
    assert all(one <= other for one, other in zip(exact[:4], most[:4], strict=True))
    assert exact.names["a"] < most.names["a"]
    assert most.nodes <= 4 * exact.nodes


@pytest.mark.parametrize("document", [f"{'<a>' * 33}{'</a>' * 33}", f"<a>{'<b/>' * 50_000}</a>"])
def test_deep_and_large_documents_have_no_class(document: str) -> None:
    tree = etree.ElementTree(etree.fromstring(document))
    assert classify(tree, len(list(tree.iter()))) is None


@pytest.mark.parametrize(("expression", "expected"), [("//b[. = //c]", True), ("//*[//*[//*]]", False)])
def test_what_is_cheap_in_small_documents_is_estimated_once(expression: str, *, expected: bool) -> None:
    tree = etree.ElementTree(etree.fromstring(f"<a>{'<b>x</b>' * 1_000}</a>"))
    size_class = classify(tree, 1_001)
    assert size_class is not None
    assert is_cheap_in(size_class, Language("xslt2", {}).parse(expression)) is expected


def test_nested_steps_to_everywhere_end_in_a_large_document() -> None:
    document = f"<a>{'<b>x</b>' * 20_000}</a>".encode()
    with limits_set(rule_seconds=1, xpath_steps=1_000):
        found = tried("true()", document, "//*[//*[//*]]")
    assert "other" in found
    assert any("is given up" in each for each in found)
