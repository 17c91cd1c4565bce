"""Schemas and documents made to exhaust: each must end by itself, with a verdict or one clear sentence."""

import resource
import subprocess
import sys

import pytest

_RNG = 'xmlns="http://relaxng.org/ns/structure/1.0" datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes"'
# Of CPU time, which other work on the machine does not take away.
_SECONDS = 60
_BYTES = 2 << 30
pytestmark = pytest.mark.timeout(600)


def grammar(start, *defines):
    return f"start = {start}\n" + "\n".join(defines)


def doubling(write, last, depth=60):
    """Return a grammar whose pattern, written out, has two to the power of `depth` parts."""
    defines = [f"d{i} = " + write(f"d{i + 1}") for i in range(depth)]
    return grammar("element r { d0 }", *defines, f"d{depth} = {last}")


def children(number, name="x"):
    return "<r>" + f"<{name}/>" * number + "</r>"


def fan(separator, number, write="element a{0} {{ empty }}"):
    return grammar("element r { " + separator.join(write.format(i) for i in range(number)) + " }")


X = "element x { empty }"
# Name: schema in the compact syntax, document, exit status.
COMPACT = {
    "double group": (doubling(lambda d: f"{d}, {d}", X), children(500), 1),
    "double optional group": (doubling(lambda d: f"{d}?, {d}?", X), children(50), None),
    "double choice": (doubling(lambda d: f"{d} | {d}", X), children(1), 0),
    "double interleave": (doubling(lambda d: f"{d} & {d}", X, 12), children(500), 2),
    "deep interleave": (doubling(lambda d: f"{d} & {d}", X), children(500), None),
    "double attributes": (
        doubling(lambda d: f"({d} | attribute a{d} {{ text }}), ({d} | {X})", "attribute z { text }", 40),
        '<r z="1"/>',
        None,
    ),
    "wide choice": (fan(" | ", 5_000), "<r><a4999/></r>", 0),
    "wide interleave": (fan(" & ", 1_000), "<r>" + "".join(f"<a{i}/>" for i in range(999, 499, -1)) + "</r>", 1),
    "wide attributes": (fan(", ", 500, "attribute a{0} {{ text }}?"), "<r" + " b='1'" + "/>", 1),
    "all attributes": (
        fan(", ", 500, "attribute a{0} {{ text }}?"),
        "<r " + " ".join(f"a{i}='1'" for i in range(500)) + "/>",
        0,
    ),
    "states without end": (
        grammar(
            f"element r {{ ({X} | element y {{ empty }})*, {X}, " + f"({X} | element y {{ empty }}), " * 30 + X + " }"
        ),
        "<r>" + "<x/><y/><x/>" * 2_000 + "<x/></r>",
        None,
    ),
    "interleave of many": (
        grammar(
            "element r { "
            + " & ".join(f"(element a{i} {{ empty }}, element b{i} {{ empty }})*" for i in range(40))
            + " }"
        ),
        "<r>" + "".join(f"<a{i}/>" for i in range(40)) + "".join(f"<b{i}/>" for i in range(40)) + "</r>",
        0,
    ),
    "list of optional tokens": (
        grammar("element r { list { " + ", ".join(["xsd:token?"] * 200) + " } }"),
        "<r>" + "a " * 199 + "</r>",
        0,
    ),
    "doubled list": (
        doubling(lambda d: f"({d} | empty), ({d} | empty)", "xsd:token", 40).replace("{ d0 }", "{ list { d0 } }"),
        "<r>a b c d</r>",
        0,
    ),
    "long list": (grammar("element r { list { (xsd:int, xsd:token)+ } }"), "<r>" + "1 a " * 20_000 + "</r>", 0),
    "nested repeats in a pattern": (
        grammar('element r { xsd:string { pattern = "((a*)*)*b" } }'),
        "<r>" + "a" * 20_000 + "</r>",
        1,
    ),
    "counted repeats in a pattern": (
        grammar('element r { xsd:string { pattern = "((a{0,99}){0,99}){0,99}b" } }'),
        "<r>" + "a" * 2_000 + "</r>",
        None,
    ),
    "huge count in a pattern": (
        grammar('element r { xsd:string { pattern = "a{0,99999999999}" } }'),
        "<r>aaa</r>",
        None,
    ),
    "any name but": (
        grammar("element r { element * - (" + " | ".join(f"a{i}" for i in range(20_000)) + ") { empty }* }"),
        children(2_000),
        0,
    ),
    "long chain": (
        grammar(
            "element r { d0 }", *(f"d{i} = element x {{ empty }}?, d{i + 1}" for i in range(5_000)), "d5000 = empty"
        ),
        children(10),
        0,
    ),
    "long chain, fault": (
        grammar(
            "element r { d0 }", *(f"d{i} = element x {{ empty }}, d{i + 1}" for i in range(5_000)), "d5000 = empty"
        ),
        children(10, "z"),
        1,
    ),
    "deep document": (grammar("x", "x = element x { x? }"), "<x>" * 50_000 + "</x>" * 50_000, 0),
    "deep document, fault": (grammar("x", "x = element x { x? }"), "<x>" * 20_000 + "<y/>" + "</x>" * 20_000, 1),
    "many faults": (grammar("element r { element x { empty }* }"), children(20_000, "y"), 1),
    "many misspelt names": (
        grammar("element r { (" + " | ".join(f"element name{i} {{ empty }}" for i in range(200)) + ")* }"),
        "<r>" + "".join(f"<naem{i}/>" for i in range(1_000)) + "</r>",
        1,
    ),
    "many wrong attributes": (
        grammar("element r { " + ", ".join(f"attribute name{i} {{ text }}?" for i in range(60)) + " }"),
        "<r " + " ".join(f"b{i}='1'" for i in range(3_000)) + "/>",
        1,
    ),
    "huge name": (grammar("element r { element x { empty } }"), f"<r><{'x' * 2_000_000}/></r>", 1),
    "huge value": (grammar("element r { attribute a { xsd:date } }"), f'<r a="{"9" * 5_000_000}"/>', 1),
    "huge number": (grammar("element r { xsd:decimal { minInclusive = '1' } }"), f"<r>{'9' * 200_000}</r>", None),
    "deep compact": ("start = element r { " + "(" * 100_000 + "empty" + ")" * 100_000 + " }", "<r/>", 2),
    "includes itself": ('include "schema.rnc"\nstart = element r { empty }', "<r/>", 2),
    "external reference to itself": ('external "schema.rnc"', "<r/>", 2),
    "remote include": ('include "http://example.org/a.rnc"', "<r/>", 2),
    "include of a file address": ('include "file:///etc/passwd"', "<r/>", 2),
    "include from above": ('include "../../../../../../../etc/passwd"', "<r/>", 2),
}
_BOMB = "".join(f'<!ENTITY e{i + 1} "{f"&e{i};" * 10}">' for i in range(12))
XML = {
    "deep schema": (
        f"<element name='r' {_RNG}>" + "<group>" * 50_000 + "<empty/>" + "</group>" * 50_000 + "</element>",
        2,
    ),
    "entities in a schema": (
        f'<!DOCTYPE element [<!ENTITY e0 "x">{_BOMB}]><element name="&e12;" {_RNG}><empty/></element>',
        2,
    ),
    "external entity": (f'<!DOCTYPE element SYSTEM "/etc/passwd"><element name="r" {_RNG}><empty/></element>', None),
}


def _bound():
    resource.setrlimit(resource.RLIMIT_AS, (_BYTES, _BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))


def judged(tmp_path, schema, name, document):
    """Return what the program says, bounded in time and memory."""
    (tmp_path / name).write_text(schema)
    (tmp_path / "document.xml").write_text(document)
    return subprocess.run(
        [sys.executable, "-m", "teikit", "validate", "--schema", name, "document.xml"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=_bound,
    )


def holds(result, status):
    """Tell that the program ended as it should: `status` None leaves open which of the two ways."""
    assert "Traceback" not in result.stderr, result.stderr[-3_000:]
    assert result.returncode in ((0, 1, 2) if status is None else (status,)), (result.stdout + result.stderr)[-3_000:]
    if result.returncode == 2:
        assert 0 < len(result.stdout + result.stderr) < 2_000


@pytest.mark.parametrize("name", COMPACT)
def test_a_hostile_case_in_the_compact_syntax_ends(name, tmp_path):
    schema, document, status = COMPACT[name]
    holds(judged(tmp_path, schema, "schema.rnc", document), status)


@pytest.mark.parametrize("name", XML)
def test_a_hostile_case_in_the_xml_syntax_ends(name, tmp_path):
    schema, status = XML[name]
    holds(judged(tmp_path, schema, "schema.rng", "<r/>"), status)


def test_entities_that_multiply_in_a_document_are_refused(tmp_path):
    document = f'<!DOCTYPE r [<!ENTITY e0 "x">{_BOMB}]><r>&e12;</r>'
    result = judged(tmp_path, "start = element r { text }", "schema.rnc", document)
    holds(result, 1)


@pytest.mark.parametrize("start", ["", "<r>", "<r><", "<r a='", "<r><!--", "<r><![CDATA["])
def test_a_token_as_long_as_the_document_ends(start, tmp_path):
    holds(judged(tmp_path, "start = element r { text }", "schema.rnc", start + "a" * 30_000_000), 1)


def test_includes_that_fan_out_are_each_read_once(tmp_path):
    for i in range(40):
        (tmp_path / f"i{i}.rnc").write_text(f'include "i{i + 1}.rnc"\ninclude "i{i + 1}.rnc"')
    (tmp_path / "i40.rnc").write_text("start |= element r { empty }")
    holds(judged(tmp_path, 'include "i0.rnc"', "schema.rnc", "<r/>"), None)


def test_files_that_include_each_other_are_told(tmp_path):
    (tmp_path / "a.rnc").write_text('include "schema.rnc"')
    holds(judged(tmp_path, 'include "a.rnc"', "schema.rnc", "<r/>"), 2)
