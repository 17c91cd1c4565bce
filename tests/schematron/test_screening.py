"""The screen of a schema: it lets no document through about which the rules report anything."""

import marshal
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teikit.document.document import from_bytes
from teikit.relaxng.syntax.loading import MemoryLoader
from teikit.schematron import load
from teikit.schematron.schema import Schematron
from teikit.schematron.screen import Screen
from teikit.schematron.screening import make_screen

HEAD = '<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="{}"><ns prefix="t" uri="urn:t"/>'


def schema(*rules: str, binding: str = "xslt2", before: str = "") -> Schematron:
    patterns = "".join(f"<pattern>{each}</pattern>" for each in rules)
    return load(Path("rules.sch"), f"{HEAD.format(binding)}{before}{patterns}</schema>".encode())


def rule(context: str, *tests: str, lets: str = "") -> str:
    return f'<rule context="{context}">{lets}{"".join(tests)}</rule>'


def stated(test: str) -> str:
    return f'<assert test="{test}">x</assert>'


def reported(test: str) -> str:
    return f'<report test="{test}">x</report>'


def is_clean(rules: Schematron, text: str) -> bool:
    # As from a cache.
    screen = Screen(*marshal.loads(marshal.dumps(tuple(make_screen(rules.schema)))))  # noqa: S302  our own bytes
    return screen.is_clean(from_bytes(text.encode(), "a.xml"))


CASES = [
    (rule("a", stated("@n")), "<a n='1'/>", True),
    (rule("a", stated("@n")), "<b><a/></b>", False),
    (rule("a/@n", stated(". = 'x'")), "<b><a n='x'/><c n='y'/></b>", True),
    (rule("a/@n", stated(". = 'x'")), "<b><a n='x'/><a n='y'/></b>", False),
    (rule("/a", reported("b")), "<a><a><b/></a></a>", True),
    (rule("b//a[@n]", reported("not(@m)")), "<b><c><a n='1' m='1'/><a/></c></b>", True),
    (rule("b//a[@n]", reported("not(@m)")), "<b><c><a n='1'/></c></b>", False),
    (rule("b/a", stated("count(c | d) > 0")), "<b><a><d/></a><a><c/></a></b>", True),
    (rule("b/a", stated("count(c | d) > 0")), "<b><a><d/></a><a/></b>", False),
    (rule("a", reported("preceding-sibling::*[name(.) eq $gi]"), lets='<let name="gi" value="name(.)"/>'),
     "<b><a/><c/></b>", True),
    (rule("a", reported("preceding-sibling::*[name(.) eq $gi]"), lets='<let name="gi" value="name(.)"/>'),
     "<b><a/><a/></b>", False),
    (rule("a", reported("ancestor::a[b = current()]")), "<a><b>1</b></a>", True),
    (rule("a", reported("ancestor::a[b = current()]")), "<a><b>2</b><a>2</a></a>", False),
    (rule("a", reported("c and matches(., 'x')")), "<a>x</a>", True),
    (rule("a", reported("c and matches(., 'x')")), "<a><c/>x</a>", False),
    (rule("t:a", stated("@n")), "<a/>", True),
    (rule("t:a", stated("@n")), "<a xmlns='urn:t'/>", False),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("binding", ["xslt2", "xslt3"])
def test_a_document_is_clean_where_the_rules_report_nothing(case: tuple[str, str, bool], binding: str) -> None:
    rules, document, expected = case
    made = schema(rules, binding=binding)
    assert is_clean(made, document) is expected
    assert (not made.validate(document.encode(), "a.xml")) is expected


@pytest.mark.parametrize(
    ("rules", "document"),
    [
        # The first rule takes the element.
        (rule("a[@n]") + rule("a", stated("@m")), "<a n='1'/>"),
        (rule("a", stated("matches(., 'x')")), "<a>x</a>"),
        # A comparison of texts may take long.
        (rule("a", reported("ancestor::a[b = current()]")), "<a><b>1</b><a>2</a></a>"),
        (rule("a[matches(., 'y')]", stated("false()")), "<a>x</a>"),
        (rule("text()", stated("true()")), "<a>x</a>"),
    ],
)
def test_what_cannot_be_said_in_xpath_1_is_left_to_the_rules(rules: str, document: str) -> None:
    made = schema(rules)
    assert (is_clean(made, document), made.validate(document.encode(), "a.xml")) == (False, [])


@pytest.mark.parametrize(
    ("content", "document"),
    [
        (rule('a" visit-each="@*', stated(". = 1")), "<a n='2'/>"),
        (rule('a" visit-each="b', stated("@n")), "<a n='1'><b/></a>"),
        ("</pattern><group>" + rule("a") + rule("*", stated("@n")) + "</group><pattern>", "<a/>"),
        ("<let name='v' value='@m'/></pattern><pattern>" + rule("a", stated("$v = 1")), "<a m='1'/>"),
        ("<let name='v'><w xmlns=''>b</w></let>" + rule("a[. = $v/w]", stated("0")), "<a>b</a>"),
        (rule("a", stated("element(div)/attribute(to)")), "<a/>"),
        (rule("a", stated("key('k', 'x')/@n")), "<a><b/></a>"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("binding", ["xslt", "xslt3"])
def test_what_is_reported_with_constructs_of_xslt_and_of_2025_is_not_clean(
    content: str, document: str, binding: str
) -> None:
    if binding == "xslt" and "element(" in content:
        pytest.skip("XPath 1.0 has no such kind test")
    key = "<xsl:key xmlns:xsl='http://www.w3.org/1999/XSL/Transform' name='k' match='b'>x</xsl:key>"
    made = schema(content, binding=binding, before=key)
    assert made.validate(document.encode(), "a.xml")
    assert not is_clean(made, document)


def test_a_pattern_about_other_documents_is_tried_whatever_the_document_has() -> None:
    content = "<pattern documents='/a/@f'><rule context='b'><assert test='0'>x</assert></rule></pattern>"
    loader = MemoryLoader({"b.xml": b"<b/>"})
    head = HEAD.format("xslt2")
    made = load("rules.sch", f"{head}{content}</schema>".encode(), loader=loader, allow=frozenset({"document"}))
    assert made.validate(b"<a f='b.xml'/>", "a.xml")
    assert not is_clean(made, "<a f='b.xml'/>")


def test_rules_about_other_elements_than_those_of_the_document_are_not_tried() -> None:
    assert is_clean(schema(rule("z[matches(., 'y')]", stated("false()"))), "<a/>")


def test_only_the_patterns_that_may_report_something_are_suspects() -> None:
    made = schema(rule("a", stated("@n")), rule("b", stated("@n")), rule("c", stated("@n")))
    document = from_bytes(b"<a n='1'><b/><c n='1'/></a>", "a.xml")
    suspects = make_screen(made.schema).suspects(document)
    assert suspects == {1}
    assert len(made.validate_document(document, among=suspects)) == 1


def test_a_document_that_is_not_well_formed_is_not_clean() -> None:
    assert not is_clean(schema(rule("a", stated("true()"))), "<a>")


def test_rules_that_depend_on_the_time_have_a_screen_of_their_own() -> None:
    timed = rule("a[@until]", stated("@until &lt; string(current-date())"))
    screen = make_screen(schema(timed, rule("b", stated("@n"))).schema)
    assert (len(screen.probes), len(screen.timed().probes)) == (2, 1)
    assert screen.timed().is_clean(from_bytes(b"<b/>", "a.xml"))
    assert not screen.timed().is_clean(from_bytes(b"<a until='1'/>", "a.xml"))
    shared = '<let name="today" value="current-date()"/>'
    assert len(make_screen(schema(rule("b", stated("@n")), before=shared).schema).timed().probes) == 1


def test_a_document_that_would_take_long_is_left_to_the_rules() -> None:
    made = schema(rule("a", reported("following::b[. = preceding::c]")))
    text = f"<r>{'<a/><b>x</b><c>y</c>' * 20_000}</r>"
    assert not is_clean(made, text)


def test_documents_deeper_than_usual_are_left_to_the_rules() -> None:
    assert not is_clean(schema(rule("a", stated("true()"))), "<a>" * 100 + "</a>" * 100)


# Parts of contexts and tests, many of which have no equal in XPath 1.0.
STEPS = ["a", "b", "*", "a[@n]", "b[. = 'x']", "a//b", "a/b", "*[@n = 'x']", "a | b", "a/@n", "*/@m", "/a", "//b[a]"]
TESTS = [
    "@n",
    "a",
    "not(b)",
    ". = 'x'",
    "@n eq 'x'",
    "count(b) > 0",
    "count(a | b) > 0",
    "count(b) > 1",
    "ancestor::a[@n]",
    "matches(., 'x')",
    "a and @n",
    "a or matches(., 'x')",
    "not(a and matches(., 'x'))",
    "a[. = current()/@n]",
    "$v = 'x'",
    "b[. = $v]",
    "every $i in a satisfies $i/@n",
    "string-length(.) > 1",
    "following-sibling::*[1][self::b]",
    "position()",
    "exists(a) and empty(b)",
    "parent::b/@n = @n",
    "if (a) then @n else @m",
    "id('x')",
    "1",
    "string(.)",
]

VALUES = ["string(@n)", "name(.)", "tokenize(., 'x')[1]"]


def documents(rng: random.Random, depth: int = 0) -> str:
    name = rng.choice("abc")
    attributes = "".join(f" {each}='{rng.choice('xyz')}'" for each in "nm" if rng.random() < 0.4)
    inside = "".join(
        documents(rng, depth + 1) if rng.random() < 0.6 and depth < 4 else rng.choice(["x", "y", ""])
        for _ in range(rng.randrange(4))
    )
    return f"<{name}{attributes}>{inside}</{name}>"


@given(seed=st.integers(0, 1 << 30))
def test_no_document_is_clean_about_which_rules_report_anything(seed: int) -> None:
    rng = random.Random(seed)
    let = f'<let name="v" value="{rng.choice(VALUES)}"/>'
    rules = [
        "".join(
            rule(rng.choice(STEPS), rng.choice([stated, reported])(rng.choice(TESTS)), lets=let)
            for _ in range(rng.randrange(1, 3))
        )
        for _ in range(rng.randrange(1, 3))
    ]
    made = schema(*rules)
    screen = make_screen(made.schema)
    for _ in range(5):
        text = documents(rng)
        document = from_bytes(text.encode(), "a.xml")
        found = made.validate(text.encode(), "a.xml")
        if is_clean(made, text):
            assert found == [], (rules, text)
        assert made.validate_document(document, among=screen.suspects(document)) == found, (rules, text)


def test_the_screen_is_exact_for_nearly_all_published_letters(shared: Path) -> None:
    made = load(shared / "tei" / "tei_all.sch")
    screen = make_screen(made.schema)
    letters = sorted((shared / "corpus" / "schnitzler" / "raw").glob("*.xml"))[::10]
    wrong = 0
    for each in letters:
        document = from_bytes(each.read_bytes(), each.name)
        is_quiet = not made.validate(document.read(), each.name)
        assert is_quiet or not screen.is_clean(document)
        wrong += is_quiet and not screen.is_clean(document)
    assert wrong <= len(letters) / 50


@pytest.mark.parametrize("depth", [10, 60, 120])
def test_deeply_nested_expressions_are_left_to_the_rules_at_worst(depth: int) -> None:
    test = "not(" * depth + "a and matches(., 'x')" + ")" * depth
    made = load(
        Path("rules.sch"),
        f"{HEAD.format('xslt2')}<pattern>{rule('b', stated(test))}</pattern></schema>".encode(),
        lenient=True,
    )
    document = from_bytes(b"<b/>", "a.xml")
    if not made.faults:
        assert made.validate_document(
            document, among=make_screen(made.schema).suspects(document)
        ) == made.validate_document(document)


DOCUMENTS_WITH_ATTRIBUTES = [
    "<a named='1'/>",
    "<a other='1'/>",
    "<b>named</b>",
    "<!DOCTYPE a [<!ATTLIST a named CDATA '1'>]><a/>",
    "<!DOCTYPE a [<!ENTITY e \"<a n&#97;med='1'/>\">]><b>&e;</b>",
    "<!DOCTYPE a [<!ENTITY e \"<b n&#97;me='1'/>\">]><b>&e;</b>",
]


@pytest.mark.parametrize("text", DOCUMENTS_WITH_ATTRIBUTES)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "iso-8859-1", "utf-7", "cp037"])
def test_attributes_are_missed_in_no_encoding(text: str, encoding: str) -> None:
    made = schema(rule("*[@named]", stated("false()")))
    name = {"utf-8-sig": "utf-8", "utf-16-le": "utf-16", "cp037": "IBM037"}.get(encoding, encoding)
    data = f"<?xml version='1.0' encoding='{name}'?>{text}".encode(encoding)
    if encoding == "utf-7":
        data = data.replace(b"named", b"+AG4-amed")
    assert make_screen(made.schema).is_clean(from_bytes(data, "a.xml")) is (not made.validate(data, "a.xml"))
