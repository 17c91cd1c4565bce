"""Schemas: RELAX NG in both syntaxes, what they include, and the commands that read them."""

import os

from hostile.case import Case, Place
from hostile.making import BIDI, ESCAPES, RNG, grammar, later, tei

_V = "validate a.xml --schema s.rng"
_C = "validate a.xml --schema s.rnc"
_A = "<start><element name='TEI' ns='http://www.tei-c.org/ns/1.0'><ref name='a'/></element></start>"


def _rng(definition: str) -> str:
    return grammar(f"{_A}<define name='a'>{definition}</define>")


def _case(name: str, schema: object, command: str = _V, **more: object) -> Case:
    """A case of one schema and a document."""
    file = "s.rnc" if ".rnc" in command else "s.rng"
    return Case(f"schema/{name}", command, {"a.xml": tei(), file: schema}, **{"status": (1, 2), **more})


def _refs(count: int) -> str:
    chain = "".join(f"<define name='d{i}'><ref name='d{i + 1}'/></define>" for i in range(count))
    return grammar(
        f"<start><ref name='d0'/></start>{chain}<define name='d{count}'><element name='x'><empty/></element></define>"
    )


def _doubling(kind: str, depth: int = 30) -> str:
    levels = "".join(
        f"<define name='a{i}'><{kind}><ref name='a{i + 1}'/><ref name='a{i + 1}'/></{kind}></define>"
        for i in range(depth)
    )
    return grammar(
        f"{_A}<define name='a'><ref name='a0'/></define>{levels}<define name='a{depth}'><optional><element name='x'><text/></element></optional></define>"
    )


def _entities() -> str:
    lines = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 10))
    return f"<!DOCTYPE grammar [<!ENTITY e0 '<text/>'>{lines}]>" + _rng("&e9;")


def _interleave(count: int = 24) -> str:
    parts = "".join(f"<zeroOrMore><element name='x{i}'><empty/></element></zeroOrMore>" for i in range(count))
    return _rng(f"<interleave>{parts}</interleave>")


def _includes(place: Place, count: int = 480) -> None:
    for i in range(count):
        place.write(f"s{i}.rng", grammar(f"<include href='s{i + 1}.rng'/>"))
    place.write(f"s{count}.rng", _rng("<text/>"))


def _include_fan(place: Place, depth: int = 16) -> None:
    for i in range(depth):
        place.write(
            f"s{i}.rng",
            grammar(
                "<start combine='choice'><choice>" + f"<externalRef href='s{i + 1}.rng'/>" * 2 + "</choice></start>"
            ),
        )
    place.write(f"s{depth}.rng", f"<element name='TEI' {RNG}><empty/></element>")


def _special(place: Place) -> None:
    os.mkfifo(place.work / "pipe.rng")


_XSD = "datatypes xsd = 'http://www.w3.org/2001/XMLSchema-datatypes'\n"
_DATA = "<attribute name='n'><data type='string'><param name='pattern'>{}</param></data></attribute>"


def _pattern(pattern: str, value: str) -> dict[str, object]:
    schema = grammar("<start><element name='a'>" + _DATA.format(pattern) + "</element></start>")
    return {"a.xml": f"<a n='{value}'/>", "s.rng": schema}


CASES = (
    _case("refs-20000", later(_refs, 20_000)),
    _case("refs-20000-check", later(_refs, 20_000), "schema check s.rng", status=(0, 1, 2)),
    _case("refs-20000-simplify", later(_refs, 20_000), "schema simplify s.rng", status=(0, 2), document=True),
    _case("exponential-choice", later(_doubling, "choice")),
    _case("exponential-group", later(_doubling, "group")),
    _case("exponential-interleave", later(_doubling, "interleave")),
    _case("exponential-simplify", later(_doubling, "group", 22), "schema simplify s.rng", status=(0, 2), document=True),
    _case("exponential-convert", later(_doubling, "group"), "schema convert s.rng -", status=(0, 2), document=True),
    _case("interleave-24", _interleave),
    _case("nested-entities", _entities),
    _case("nested-entities-check", _entities, "schema check s.rng"),
    _case("nested-entities-convert", _entities, "schema convert s.rng -", document=True),
    _case("nested-entities-add", _entities, "schema add x --from s.rng", own_cache=True, writes=("home/*",)),
    _case(
        "entity-chain",
        lambda: (
            "<!DOCTYPE grammar ["
            + "".join(f"<!ENTITY e{i} '&e{i + 1};'>" for i in range(100_000))
            + "<!ENTITY e100000 ''>]>"
            + _rng("&e0;")
        ),
        "schema check s.rng",
    ),
    _case("external-entity", "<!DOCTYPE grammar [<!ENTITY e SYSTEM '@SECRET@'>]>" + _rng("&e;"), status=2),
    _case("include-outside", grammar("<include href='../outside/secret.xml'/>"), status=2),
    _case("include-outside-check", grammar("<include href='file://@SECRET@'/>"), "schema check s.rng"),
    _case("include-outside-add", grammar("<include href='@SECRET@'/>"), "schema add x --from s.rng", status=2),
    _case("include-outside-compact", "include '@SECRET@'", _C, status=2),
    _case(
        "include-outside-convert",
        grammar("<externalRef href='@SECRET@'/>"),
        "schema convert s.rng -",
        status=(0, 2),
        document=True,
    ),
    _case("include-encoded-path", grammar("<include href='%2e%2e/outside/secret.xml'/>"), status=2),
    _case("include-base", grammar("<div xml:base='../outside/'><include href='secret.xml'/></div>"), status=2),
    _case("include-network", grammar("<include href='@URL@/s.rng'/>"), status=2),
    _case("include-network-add", grammar("<include href='@URL@/s.rng'/>"), "schema add x --from s.rng", status=2),
    _case("include-data", grammar("<include href='data:text/xml,%3Cgrammar/%3E'/>"), status=2),
    _case("include-ftp", grammar("<include href='ftp://@HOST@/s.rng'/>"), status=2),
    _case("include-itself", grammar("<include href='s.rng'/>"), status=2),
    _case("include-itself-by-another-name", grammar("<include href='./x/../s.rng'/>"), status=2),
    _case("include-folder", grammar("<include href='.'/>"), status=2),
    _case("include-device", grammar("<include href='/dev/zero'/>"), status=2),
    _case("include-pipe", grammar("<include href='pipe.rng'/>"), status=2, prepare=_special),
    _case("include-chain-480", grammar("<include href='s0.rng'/>"), prepare=_includes, status=(1, 2)),
    _case(
        "include-chain-480-check",
        grammar("<include href='s0.rng'/>"),
        "schema check s.rng",
        prepare=_includes,
        status=(0, 1, 2),
    ),
    _case(
        "include-chain-480-convert",
        grammar("<include href='s0.rng'/>"),
        "schema convert s.rng -",
        prepare=_includes,
        status=(0, 2),
        document=True,
    ),
    _case("include-fan", grammar("<start><externalRef href='s0.rng'/></start>"), prepare=_include_fan, status=(1, 2)),
    _case(
        "include-fan-simplify",
        grammar("<start><externalRef href='s0.rng'/></start>"),
        "schema simplify s.rng",
        prepare=_include_fan,
        status=(0, 2),
        document=True,
    ),
    _case("parent-refs", grammar("<start><parentRef name='a'/></start>"), status=2),
    _case(
        "nested-grammars",
        lambda: (
            "<start>".join(f"<grammar {RNG}>" for _ in range(3_000)) + "<start><text/>" + "</start></grammar>" * 3_000
        ),
    ),
    _case("nested-groups-10000", lambda: _rng("<group>" * 10_000 + "<text/>" + "</group>" * 10_000)),
    _case("nested-groups-500000", lambda: _rng("<group>" * 500_000 + "<text/>" + "</group>" * 500_000)),
    _case(
        "nested-lists",
        lambda: _rng("<optional>" * 2_000 + "<element name='x'><text/></element>" + "</optional>" * 2_000),
    ),
    _case(
        "nested-name-classes",
        lambda: _rng("<element>" + "<choice>" * 5_000 + "<name>a</name>" + "</choice>" * 5_000 + "<text/></element>"),
    ),
    _case(
        "nested-excepts",
        lambda: _rng(
            "<element>"
            + "<anyName><except><nsName ns='a'><except>" * 50
            + "<name>a</name>"
            + "</except></nsName></except></anyName>" * 50
            + "<text/></element>"
        ),
    ),
    _case(
        "names-300000",
        lambda: _rng(
            "<choice>" + "".join(f"<element name='e{i}'><empty/></element>" for i in range(100_000)) + "</choice>"
        ),
    ),
    _case(
        "values-300000",
        lambda: _rng(
            "<attribute name='n'><choice>"
            + "".join(f"<value>v{i}</value>" for i in range(300_000))
            + "</choice></attribute>"
        ),
    ),
    _case(
        "defines-of-one-name",
        lambda: grammar(
            _A
            + "<define name='a' combine='interleave'><optional><element name='x'><empty/></element></optional></define>"
            * 20_000
        ),
    ),
    _case(
        "recursive-without-element",
        grammar("<start><ref name='a'/></start><define name='a'><choice><ref name='a'/><empty/></choice></define>"),
        status=2,
    ),
    _case("no-schema", "<html/>", status=2),
    _case("not-xml", "start = text", status=2),
    _case("empty", "", status=2),
    _case("nul", b"\0" * 1_000, status=2),
    _case(
        "unknown-datatype",
        _rng("<data type='" + ESCAPES.replace("\x1b", "").replace("\x07", "").replace("\r", "") + BIDI + "'/>"),
        status=2,
    ),
    _case("bidi-names", _rng(f"<ref name='{BIDI}'/>"), status=2),
    _case("length-of-many-digits", _rng(f"<data type='string'><param name='maxLength'>{'9' * 20_000}</param></data>")),
    _case("length-negative", _rng("<data type='string'><param name='maxLength'>-1</param></data>"), status=2),
    _case(
        "decimal-of-many-digits",
        _rng(f"<data type='decimal'><param name='maxInclusive'>{'9' * 100_000}</param></data>"),
    ),
    _case(
        "fraction-digits-huge",
        _rng("<data type='decimal'><param name='fractionDigits'>99999999999999999999</param></data>"),
    ),
    _case("value-of-10-mb", lambda: _rng(f"<value>{'x ' * 3_000_000}</value>")),
    Case("schema/backtracking-pattern", _V, _pattern("(a|a)*(a|aa)*b", "a" * 30_000), status=1),
    Case("schema/pattern-of-repeats", _V, _pattern("((a{0,1000}){0,1000}){0,1000}", "a" * 3_000), status=(0, 1, 2)),
    Case("schema/pattern-of-huge-repeat", _V, _pattern("a{99999999999999}", "aaa"), status=(1, 2)),
    Case("schema/pattern-of-digits", _V, _pattern("a{" + "9" * 10_000 + "}", "aaa"), status=(1, 2)),
    Case("schema/pattern-exponential-states", _V, _pattern("(a|b)*a" + "(a|b)" * 60, "ab" * 3_000), status=(0, 1, 2)),
    Case("schema/pattern-nested", _V, _pattern("(" * 5_000 + "a" + ")" * 5_000, "a"), status=(0, 1, 2)),
    Case("schema/pattern-of-classes", _V, _pattern("[a-z-[b-y-[c-x-[" * 300 + "]]]]" * 300, "a"), status=(0, 1, 2)),
    Case(
        "schema/pattern-of-categories", _V, _pattern(r"(\p{L}|\P{L}|\i|\c|\w|\W){0,300}", "a" * 300), status=(0, 1, 2)
    ),
    Case("schema/pattern-misspelt", _V, _pattern("[" + BIDI, "a"), status=2),
    _case("compact-nested", lambda: "start = " + "(" * 20_000 + "text" + ")" * 20_000, _C),
    _case("compact-nested-elements", lambda: "start = " + "element a { " * 20_000 + "text" + " }" * 20_000, _C),
    _case("compact-unclosed-string", lambda: "start = '" + "x" * 5_000_000, _C, status=2),
    _case("compact-comments", lambda: "# x\n" * 500_000 + "start = text", _C),
    _case("compact-annotations", lambda: "[ a:b = 'c' ] " * 30_000 + "start = text", _C, status=2),
    _case("compact-nested-annotations", lambda: "a [ " * 20_000 + "]" * 20_000 + "start = text", _C, status=2),
    _case("compact-escapes", "start = \\x{1b}]0;x\\x{7} | \\x{110000} | \\x{" + "f" * 5_000 + "}", _C, status=2),
    _case("compact-escaped-surrogate", "start = element a { '\\x{d800}\\x{202e}' }", _C),
    _case("compact-concatenation", lambda: "start = element a { " + "'a' ~ " * 100_000 + "'b' }", _C),
    _case("compact-operators", lambda: "start = " + "text | " * 100_000 + "text & text", _C, status=2),
    _case("compact-repeats", lambda: "start = element a { text" + "?" * 20_000 + " }", _C),
    _case("compact-datatypes", _XSD + "start = element a { xsd:string { maxLength = '" + "9" * 9_000 + "' } }", _C),
    _case(
        "compact-convert-escape",
        "## \\x{1b}]0;x\nstart = element a { text }",
        "schema convert s.rnc -",
        status=(0, 2),
        document=True,
    ),
    _case("convert-to-device", _rng("<text/>"), "schema convert s.rng /dev/full", status=2),
    _case("convert-onto-itself", _rng("<text/>"), "schema convert s.rng s.rng --force", status=2),
    _case("convert-over-foreign", _rng("<text/>"), "schema convert s.rng a.xml", status=2),
    _case("simplify-onto-itself", _rng("<text/>"), "schema simplify s.rng -o s.rng --force", status=2),
    _case("check-folder", _rng("<text/>"), "schema check .", status=2),
    _case("check-device", _rng("<text/>"), "schema check /dev/zero", status=2),
    _case("check-many", _rng("<text/>"), "schema check " + "s.rng " * 300, status=0),
    _case("add-name-with-path", _rng("<text/>"), "schema add ../../x --from s.rng", status=2),
    _case("add-name-with-escape", _rng("<text/>"), "schema add 'a\x1b[31m\u202e' --from s.rng", status=2),
    _case("add-name-long", _rng("<text/>"), f"schema add {'x' * 5_000} --from s.rng", status=2),
    _case("add-name-of-device", _rng("<text/>"), "schema add x --from /dev/zero", status=2),
    _case("schema-of-device", _rng("<text/>"), "validate a.xml --schema /dev/zero", status=2),
    _case("schema-of-pipe", _rng("<text/>"), "validate a.xml --schema pipe.rng", status=2, prepare=_special),
    _case("schema-of-url", _rng("<text/>"), "validate a.xml --schema @URL@/s.rng", status=2),
)
