"""Indexes give the results of elementpath's own evaluation, which visits each node each time."""

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teikit.schematron import load
from teikit.schematron.schema import Schematron
from teikit.schematron.xpath import document as xpath_document
from teikit.schematron.xpath import indexes
from teikit.schematron.xpath.dependence import dependences
from teikit.schematron.xpath.query import Language

XSD = "http://www.w3.org/2001/XMLSchema"
BOTH = ["xslt", "xslt2"]


@pytest.fixture(autouse=True)
def _always_indexed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xpath_document, "_FEW_NODES", 0)
    monkeypatch.setattr(xpath_document, "_MOST_WITHOUT_INDEX", -1)
    monkeypatch.setattr(indexes, "_SHORT", 1)


def schema(*rules: str, binding: str = "xslt2", before: str = "", fast: bool = True) -> Schematron:
    patterns = "".join(f"<pattern>{each}</pattern>" for each in rules)
    text = (
        f'<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="{binding}">'
        f'<ns prefix="xs" uri="{XSD}"/>{before}{patterns}</schema>'
    )
    return load(Path("rules.sch"), text.encode(), fast=fast, lenient=True)


def results(rules: str, document: str, *, binding: str, before: str = "") -> tuple[list[str], list[str]]:
    """Return what is reported with indexes, and without."""
    found = [
        [str(each) for each in schema(rules, binding=binding, before=before, fast=fast).validate(data, "a.xml")]
        for fast in (True, False)
        for data in [document.encode()]
    ]
    return found[0], found[1]


FIRST = [
    "//a/@n = @m",
    "@m = //a/@n",
    "//@n = @m",
    "@m != //a/@n",
    "not(//b/@n = string(@n))",
    "substring(@m, 1) = //@n",
    "//a = .",
    "//*[@n = current()/@m]",
    "count(//a[@n = current()/@n]) > 1",
    "count(//@n[. = current()/@n]) = 1",
    "//a[@n = current()/@m]/b/@n = 'x'",
    "//a[@n = 'x' and @m = current()/@m]",
    "//a[@m = current()/@m][@n = 'x']",
    "//a[@n = current()/@n][2]",
    "//a[position() = 2 and @n = current()/@n]",
    "//a[@n = current()/@m or @m = current()/@n]",
    "//a[concat(@n, 'x') = concat(current()/@m, 'x')]",
    "//a/b[@n = current()/@m]/..",
    "/r/a[b/@n = current()/@n]",
    "(//a | //b)[@n = current()/@m]",
    "//a[not(@n = current()/@n)]",
    "//a[@n = current()/b/@n]",
    "//a[b = current()/b]",
    "//a[count(b) = count(current()/b)]",
    "//a[@n = 1]",
    "1 = //@n",
    "count(b) = //@n",
    "//@n = true()",
    "//@n = (1 div 0)",
    "//zz[@n = current()/@n]",
    "//zz = @n",
    "@n = $global",
    "$global = string-length(@n)",
    "//a[@n = $own]",
    "//b[@m = $own and @n = $global]",
    "$constant = @m",
    "count($constant) = count(//@m)",
    "//a[last()] = .",
    "count(//a) = count(a)",
    "//a[@n = ../b[1]/@n]",
    "sum(//b) = 3",
]
LATER = [
    "every $i in tokenize(@m, ' ') satisfies $i = //a/@n",
    "some $i in tokenize(@m, ' ') satisfies substring($i, 1) = //b/@n",
    "every $i in tokenize(@m, ' ') satisfies exists(//a[@n = $i])",
    "some $i in //a satisfies $i/@n = //b/@n",
    "//a[@n eq current()/@m]",
    "//a[tokenize(@m, ' ') = current()/@n]",
    "//a[(@n, @m) = (current()/@n, 'x')]",
    "//a[@n eq (current()/@n, 'x')[1]]",
    "//a[tokenize(@m, ' ') eq current()/@n]",
    "count(distinct-values(//@n)) = count(//@n)",
    "index-of(//@n, @m) > 1",
    "@n = distinct-values(//a/@n)",
    "exists(//@n ! .[. = 'x'])",
    "for $i in //a return $i/@n = 'x'",
    "//a/number(@n) = 1",
    "//a/xs:integer(@n) = 1",
    "number(@n) = //a/@n",
    "xs:decimal(1) = //@n",
    "xs:double(1) = //@n",
    "id(@n)",
    "id(@m)/@n = 'x'",
    "//a[@n = current()/@m]/id(@m)",
    "if (//a) then @n = //a/@n else false()",
    "//a[if (@n) then @n = current()/@m else false()]",
    "let $i := //@n return @m = $i",
    "let $i := @n return //a[@n = $i]",
    "//a[some $i in @n satisfies $i = current()/@m]",
    "(//a)[@n = current()/@n][1]/@m = 'x'",
    "deep-equal(//a, //b)",
    "//a[@n = (1 to 3)]",
    "//a[@n = current()/@n ! string(.)]",
    "root()//a/@n = @m",
    "@n = ancestor::a//b/@m",
    "ancestor-or-self::a[1]//@n = @m",
    "count(ancestor::r//a[@n = current()/@n]) = 1",
    "root()//a[@m = current()/@n]/b",
    "ancestor::a//b[. = root()//a]",
    "some $i in //a satisfies $i/@n = @m",
    "some $i in //@n satisfies ($i = @m)",
    "some $i in //a satisfies @n eq $i/@m",
    "some $i in //a satisfies $i/tokenize(@m, ' ') = current()/@n",
    "some $i in //a satisfies $i/@n = $i/@m",
    "some $i in //a satisfies number($i/@n) = number(@m)",
    "some $i in //a satisfies $i/@n = (some $i in //b satisfies $i/@n = 'x')",
    "some $i in ancestor::a//b satisfies $i/@n = @m",
    "id('i1 i2')/@n = @m",
    "id(tokenize(string-join(//@xml:id, ' '), ' '))[2]/@n = 'x'",
    "id(//@xml:id[2])/name() = name()",
    "(//a/@n, @m) = 'x'",
    "//a[lower-case(@n) = lower-case(current()/@m)]",
]
VALUES = ["i0", "i2 i1", "x", "y", "x y", "1", "2", "01", "1.0", "z", " x", "", "true", "NaN"]
BEFORE = '<let name="global" value="//a/@n"/>'
OWN = '<let name="own" value="@m"/><let name="constant" value="//@m"/>'


def rule(test: str, context: str = "*") -> str:
    return f'<rule context="{context}">{OWN}<report test="{test}">found</report></rule>'


def document(rng: random.Random) -> str:
    text = f"<r>{''.join(elements(rng) for _ in range(rng.randrange(5)))}</r>"
    parts = text.split("NUMBER")
    return "".join(f"{each}{number}" for number, each in enumerate(parts[:-1])) + parts[-1]


def elements(rng: random.Random, depth: int = 0) -> str:
    attributes = "".join(f" {each}='{rng.choice(VALUES)}'" for each in ("n", "m") if rng.random() < 0.6)
    attributes += " xml:id='iNUMBER'" if rng.random() < 0.2 else ""
    name = rng.choice("abc")
    inside = "".join(
        elements(rng, depth + 1) if rng.random() < 0.7 and depth < 3 else rng.choice(["x", "1", "<!--c-->", ""])
        for _ in range(rng.randrange(3))
    )
    return f"<{name}{attributes}>{inside}</{name}>"


@given(seed=st.integers(0, 1 << 30))
def test_indexes_give_what_visiting_each_node_gives(seed: int) -> None:
    rng = random.Random(seed)
    binding = rng.choice(BOTH)
    test = rng.choice(FIRST if binding == "xslt" else FIRST + LATER).replace("<", "&lt;")
    made = [schema(rule(test), binding=binding, before=BEFORE, fast=fast) for fast in (True, False)]
    for _ in range(3):
        text = document(rng)
        fast, slow = (each.validate(text.encode(), "a.xml") for each in made)
        assert fast == slow, (test, binding, text)


@pytest.mark.parametrize("binding", BOTH)
@pytest.mark.parametrize(
    "context",
    [
        "*[@n = //a/@m]",
        "*[//b[@n = current()/@m]]",
        "a[substring(@n, 1) = //b/@n]",
        "//a[@n = //b/@m]/b",
        "@n",
        "a/@n",
        "a//@m",
        "//b/@m",
        "*/@xml:id",
        "@n | @m",
        "a[b]/@n",
    ],
)
def test_contexts_match_the_same_nodes(binding: str, context: str) -> None:
    rng = random.Random(7)
    for _ in range(10):
        fast, slow = results(rule("true()", context), document(rng), binding=binding, before=BEFORE)
        assert fast == slow


@pytest.mark.parametrize("test", FIRST + LATER)
def test_each_expression_gives_the_same(test: str) -> None:
    rng = random.Random(3)
    for binding in BOTH[test not in FIRST :]:
        for _ in range(6):
            fast, slow = results(rule(test.replace("<", "&lt;")), document(rng), binding=binding, before=BEFORE)
            assert fast == slow


CONSTANT = {
    "//a": True,
    "/a/b[@n = 'x']": True,
    "//a[@n = $v]": False,
    "//a[@n = current()/@n]": False,
    "//a[. = //b]": True,
    "count(//a)": True,
    "a": False,
    ".//a": False,
    "string()": False,
    "//a/string()": True,
    "for $i in //a return $i/@n": True,
    "for $i in //a return ./@n": False,
    "some $i in //a satisfies //b[@n = $i]": True,
    "//a[position() = 2]": True,
    "(//a)[last()]": True,
    "last() = count(//a)": False,
    "//a[@until < current-date()]": False,
    # A file is read once while a document is validated.
    "doc('x')//a": True,
    "doc(@f)//a": False,
    "document(//@f)//a": True,
}


@pytest.mark.parametrize(("text", "expected"), CONSTANT.items())
def test_what_depends_on_the_document_alone_is_constant(text: str, expected: bool) -> None:  # noqa: FBT001
    token = Language("xslt2", {}, frozenset({"doc", "document"})).parse(text)
    found = dependences(token)[id(token)]
    assert (found.is_constant and found.reads_document) is expected


@pytest.mark.parametrize(
    "test",
    [
        "every $i in tokenize(@ref, ' ') satisfies substring($i, 2) = //note/@n",
        "substring(@ref, 2) = //note/@n",
        "//note[@n = substring(current()/@ref, 2)]",
        "not(count(//note[@n = current()/@n]) > 1)",
        "count(//note/@n[. = substring(current()/@ref, 2)]) = 1",
        "substring(@ref, 2) = $ids",
        "//note[@type = 'x' and @n = substring(current()/@ref, 2)]",
        "substring(@ref, 2) = ancestor::score//note/@n",
        "root()//note[@n = substring(current()/@ref, 2)]",
        "some $i in //note satisfies $i/@n = substring(@ref, 2)",
        "id(substring(@ref, 2))",
    ],
)
def test_a_document_is_searched_once_not_for_each_node(test: str, monkeypatch: pytest.MonkeyPatch) -> None:
    counts = []
    for size in (400, 800):
        notes = "".join(f"<note type='x' n='n{each}' xml:id='n{each}'/><slur ref='#n{each}'/>" for each in range(size))
        made = schema(
            f'<rule context="slur"><assert test="{test.replace(">", "&gt;")}">nowhere</assert></rule>',
            before='<let name="ids" value="//note/@n"/>',
        )
        steps = 0
        step = xpath_document.Spending.step

        def count(spending: xpath_document.Spending, step: object = step) -> None:
            nonlocal steps
            steps += 1
            step(spending)  # type: ignore[operator]

        monkeypatch.setattr(xpath_document.Spending, "step", count)
        assert made.validate(f"<score>{notes}</score>".encode(), "a.xml") == []
        monkeypatch.setattr(xpath_document.Spending, "step", step)
        counts.append(steps)
    assert counts[1] < 2.2 * counts[0]
