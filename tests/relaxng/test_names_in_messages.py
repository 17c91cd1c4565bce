"""Names in messages: as the document writes them, and never two that look the same."""

import pytest

from teikit.relaxng.validator import Schema

TEI, XI = "http://www.tei-c.org/ns/1.0", "http://www.w3.org/2001/XInclude"
KEY = "attribute 'key' is not allowed on 'text'"
HEAD = "start = P\nP = element p { R* & S? }\nR = element r { text }\n"
MIXED = f"""default namespace = "{TEI}"
namespace xi = "{XI}"
namespace m = "urn:music"
namespace o = "urn:other"
start = element text {{ attribute xml:lang {{ text }}?, attribute m:key {{ text }}?, (p | formula | i)* }}
i = element xi:include {{ empty }}
p = element p {{ attribute type {{ text }}?, text }}
formula = element formula {{ element m:math {{ empty }}, element m:p {{ empty }}? }}
"""


def messages(document: str, schema: str = MIXED) -> list[str]:
    return [each.message for each in Schema.load("s.rnc", schema.encode()).validate(document.encode(), "d.xml")]


@pytest.mark.parametrize(
    ("document", "wanted"),
    [
        (f'<text xmlns="{TEI}" xmlns:xi="{XI}"><xi:include><xi:fallback/></xi:include></text>',
         "element 'xi:fallback' is not allowed in 'xi:include': the schema has no such element"),
        (f'<text xmlns="{TEI}" xmlns:inc="{XI}"><p><inc:include/></p></text>',
         "element 'inc:include' is not allowed in 'p'"),
        (f'<t:text xmlns:t="{TEI}"><t:div/></t:text>',
         "element 't:div' is not allowed in 't:text': the schema has no such element"),
        (f'<text xmlns="{TEI}" xmlns:t="{TEI}"><t:p><t:p/></t:p></text>', "element 't:p' is not allowed in 't:p'"),
        (f'<text xmlns="{TEI}" xmlns:x="urn:x"><p x:suffix="1">a</p></text>',
         "attribute 'x:suffix' is not allowed on 'p'"),
        (f'<text xmlns="{TEI}" xmlns:x="urn:x"><p x:type="1">a</p></text>',
         "attribute 'x:type' is not allowed on 'p', but 'type' without a prefix is"),
        (f'<text xmlns="{TEI}" lang="de"/>', "attribute 'lang' is not allowed on 'text', did you mean 'xml:lang'?"),
        (f'<text xmlns="{TEI}" key="c"/>',
         f"{KEY}, but 'key' of the namespace 'urn:music' is (write m:key and declare m)"),
        (f'<text xmlns="{TEI}" xmlns:mus="urn:music" key="c"/>',
         f"{KEY}, did you mean 'mus:key'?"),
        (f'<text xmlns="{TEI}"><formula/></text>', "'m:math' is missing in 'formula'"),
        (f'<text xmlns="{TEI}"><formula><math xmlns="urn:music"/><p/></formula></text>',
         "element 'p' is not allowed in 'formula', expected 'm:p'"),
        (f'<text xmlns="{TEI}"><formula><math xmlns="urn:music"/><p xmlns="urn:o"/></formula></text>',
         "element 'p' is in the namespace 'urn:o', but the schema has it in 'urn:music'"),
    ],
)  # fmt: skip
def test_names_have_the_prefixes_of_the_document(document: str, wanted: str) -> None:
    assert [wanted] == messages(document)


def test_names_that_look_the_same_say_what_differs() -> None:
    schema = """namespace one = "urn:1"
start = element a { element b { (element p { empty } | element one:p { empty }), element q { empty }* } }"""
    assert messages("<a><b/></a>", schema) == ["'b' is incomplete, expected 'p' or 'one:p'"]
    assert messages("<a><b><q/></b></a>", schema) == ["element 'q' is not allowed yet in 'b', expected 'p' or 'one:p'"]
    assert messages('<a><b><p xmlns="urn:1"/><p/></b></a>', schema) == [
        "element 'p' is not allowed after 'one:p' in 'b'"
    ]
    taken = '<a xmlns:one="urn:2"><b/></a>'
    assert messages(taken, schema) == ["'b' is incomplete, expected 'p' or 'p' of the namespace 'urn:1'"]


def test_prefixes_end_with_their_element() -> None:
    document = f'<text xmlns="{TEI}"><p xmlns:a="urn:x" a:n="1">a</p><p xmlns:b="urn:x" b:n="1">b</p></text>'
    assert messages(document) == [
        "attribute 'a:n' is not allowed on 'p'",
        "attribute 'b:n' is not allowed on 'p'",
    ]


@pytest.mark.parametrize(
    "schema",
    [
        "S = element s { notAllowed }",
        "S = element s { T }\nT = element t { notAllowed }",
        "S = element s { S }",
        "S = element s { attribute a { text }, S+ }",
    ],
)
def test_an_element_that_nothing_makes_valid_is_not_suggested(schema: str) -> None:
    assert messages("<p><r/><s/></p>", HEAD + schema) == ["element 's' is not allowed in 'p', expected 'r'"]
    assert messages("<p><ss/></p>", HEAD + schema) == [
        "element 'ss' is not allowed in 'p': the schema has no such element"
    ]


def test_wildcards_are_named_in_words() -> None:
    schema = 'namespace x = "urn:x"\nelement a { element x:* { empty } }'
    assert messages("<a><b/></a>", schema)[0].endswith("expected any name of the namespace 'urn:x'")


def test_what_an_element_lacks_is_named_and_not_what_it_may_have_besides() -> None:
    schema = "element a { attribute n { text }?, (attribute x { text } | attribute y { text }) }"
    assert messages("<a n='1'/>", schema) == ["'a' lacks an attribute, expected 'x' or 'y'"]
    schema = 'namespace m = "urn:m"\nelement a { element b { empty }?, element m:* { empty } }'
    assert messages("<a/>", schema) == ["'a' is incomplete, expected any name of the namespace 'urn:m'"]


def test_many_prefixes_cost_no_more_than_one() -> None:
    declared = " ".join(f'xmlns:p{number}="{TEI}"' for number in range(3_000))
    found = messages(f'<text xmlns="{TEI}" {declared}>{"<p2:foo/>" * 3_000}</text>')
    assert found == ["element 'p2:foo' is not allowed in 'text': the schema has no such element"] * 3_000
