"""Schematron: XPath 1, 2 and 3 that costs too much, reads files, or breaks its engines."""

from hostile.case import Case
from hostile.making import BIDI, SCH, later, rules, tei

_V = "validate a.xml --schematron s.sch"


def _case(name: str, schema: object, command: str = _V, document: object = "", **more: object) -> Case:
    """A case of one Schematron schema and a document."""
    files = {"a.xml": document or tei(), "s.sch": schema}
    return Case(f"schematron/{name}", command, files, **{"status": (0, 1, 2), **more})


def _xpath(name: str, expression: str, binding: str = "xslt2", document: object = "", **more: object) -> Case:
    """A case of one expression."""
    return _case(name, rules(expression, binding=binding), _V, document, **more)


def _doubled(depth: int = 40) -> str:
    lets = "".join(f"<let name='a{i}' value='(${f'a{i - 1}'}, ${f'a{i - 1}'})'/>" for i in range(1, depth))
    return rules(f"count($a{depth - 1}) = 0", more=f"<let name='a0' value='(1, 2)'/>{lets}")


def _squared(depth: int = 40) -> str:
    lets = "".join(f"<let name='a{i}' value='$a{i - 1} * $a{i - 1}'/>" for i in range(1, depth))
    return rules(f"$a{depth - 1} = 0", more=f"<let name='a0' value='99999'/>{lets}")


def _joined(depth: int = 40) -> str:
    lets = "".join(f"<let name='a{i}' value='concat($a{i - 1}, $a{i - 1})'/>" for i in range(1, depth))
    return rules(f"string-length($a{depth - 1}) = 0", more=f"<let name='a0' value=\"'x'\"/>{lets}")


def _messages() -> str:
    many = "".join("<assert test='false()'><value-of select='string(/)'/></assert>" for _ in range(50))
    return f"<schema {SCH} queryBinding='xslt2'><pattern><rule context='*'>{many}</rule></pattern></schema>"


def _abstract_loop() -> str:
    return f"<schema {SCH}><pattern abstract='true' id='a' is-a='b'/><pattern abstract='true' id='b' is-a='a'/><pattern is-a='a'/></schema>"


def _extends_loop() -> str:
    return f"<schema {SCH}><pattern><rule abstract='true' id='a'><extends rule='a'/></rule><rule context='*'><extends rule='a'/></rule></pattern></schema>"


def _extends_doubling(depth: int = 30) -> str:
    steps = "".join(
        f"<rule abstract='true' id='r{i}'><extends rule='r{i + 1}'/><extends rule='r{i + 1}'/></rule>"
        for i in range(depth)
    )
    return f"<schema {SCH}><pattern>{steps}<rule abstract='true' id='r{depth}'><assert test='1'/></rule><rule context='*'><extends rule='r0'/></rule></pattern></schema>"


_LONG = tei("<p n='" + "a" * 40 + "!'>" + "a" * 20_000 + "!</p>")
_MANY = later(tei, "<p n='x'>a</p>" * 5_000)
_MATH = "<ns prefix='math' uri='http://www.w3.org/2005/xpath-functions/math'/>"

CASES = (
    _case("doubling-sequences", _doubled),
    _case("squaring-numbers", _squared),
    _case("joining-strings", _joined),
    _case(
        "messages-of-192-mb",
        _messages,
        document=later(tei, "<p>" + "word " * 2_000 + "</p>" + "<p/>" * 200),
        largest=8_000_000,
    ),
    _case(
        "messages-of-192-mb-json",
        _messages,
        "validate a.xml --schematron s.sch --format json --output r.json",
        document=later(tei, "<p>" + "word " * 2_000 + "</p>" + "<p/>" * 200),
        writes=("work/r.json",),
    ),
    _xpath("range-of-1e15", "count(1 to 1000000000000000) = 0"),
    _xpath("range-summed", "sum(for $i in 1 to 100000000 return $i * $i) = 0"),
    _xpath("range-nested", "count(for $a in 1 to 10000, $b in 1 to 10000, $c in 1 to 10000 return $a) = 0"),
    _xpath(
        "some-nested", "some $a in //*, $b in //*, $c in //*, $d in //* satisfies $a is $d and false()", document=_MANY
    ),
    _xpath(
        "replace-backtracks",
        "replace(string(//@n), '(a|a)*b', 'x') = ''",
        document=later(tei, "<p n='" + "a" * 40 + "!'/>"),
    ),
    _xpath("matches-backtracks", "matches(string(//@n), '^(a+)+$')", document=later(tei, "<p n='" + "a" * 40 + "!'/>")),
    _xpath("matches-backtracks-long", "matches(string(.), '(a*)*(a*)*(a*)*b')", document=_LONG),
    _xpath("tokenize-backtracks", "count(tokenize(string(.), '(a|aa)+$')) = 1", document=_LONG),
    _xpath("matches-flags", "matches(string(.), '( a | a ) * b', 'xsmi')", document=_LONG),
    _xpath("matches-repeats", "matches('a', '((a{1,1000}){1,1000}){1,1000}')"),
    _xpath("matches-back-reference", r"matches(string(.), '(a+)\1+\1+b')", document=_LONG),
    _xpath("matches-broken-pattern", f"matches('a', '[{BIDI}')"),
    _xpath("matches-nested-groups", "matches('a', '" + "(" * 2_000 + "a" + ")" * 2_000 + "')"),
    _xpath(
        "replace-grows",
        "string-length(replace(replace(replace(string(.), '.', 'aaaaaaaaaaaaaaaaaaaa'), '.', 'bbbbbbbbbbbbbbbbbbbbbbbbb'), '.', 'cccccccccccccccccccccccccc')) = 0",
        document=_LONG,
    ),
    _case("math-pow", rules("math:pow(10, 999999999) = 0", binding="xslt3", more=_MATH)),
    _case(
        "math-pow-of-pow", rules("math:pow(math:pow(99999999, 99999999), 99999999) = 0", binding="xslt3", more=_MATH)
    ),
    _case(
        "math-exp",
        rules("math:exp(99999999999) = 0 or math:log(0) = 0 or math:sqrt(-1) = 0", binding="xslt3", more=_MATH),
    ),
    _xpath("integer-literal", "9" * 100_000 + " = 0"),
    _xpath("decimal-literal", "0." + "9" * 100_000 + " * 0." + "9" * 100_000 + " = 0"),
    _xpath("double-literal", "1e999999999 = number('1e-999999999')"),
    _case(
        "integer-cast",
        rules(
            "xs:integer(string-join(for $i in 1 to 20000 return '9', '')) = 0",
            more="<ns prefix='xs' uri='http://www.w3.org/2001/XMLSchema'/>",
        ),
    ),
    _case(
        "duration-cast",
        rules(
            "xs:duration('P99999999999999999999Y') = 0 or xs:dayTimeDuration('P999999999999D') + current-date() = 0",
            more="<ns prefix='xs' uri='http://www.w3.org/2001/XMLSchema'/>",
        ),
    ),
    _case(
        "date-cast",
        rules(
            "xs:date('999999999-01-01') = xs:date('-99999-01-01')",
            more="<ns prefix='xs' uri='http://www.w3.org/2001/XMLSchema'/>",
        ),
    ),
    _xpath("division-by-zero", "1 idiv 0 = 1 or 1 mod 0 = 1 or 1 div 0 = 1"),
    _xpath("codepoints", "codepoints-to-string((27, 93, 48, 7, 8238, 55296, 1114112, 0)) = ''"),
    _xpath("format-number", "format-number(1, '" + "#" * 100_000 + "') = ''"),
    _xpath("format-picture", "format-date(current-date(), '[" + "Y" * 50_000 + "]') = ''"),
    _xpath("format-integer-width", "format-integer(1, '" + "0" * 100_000 + "') = ''", binding="xslt3"),
    _xpath("string-pad", "string-length(string-join(for $i in 1 to 50000000 return 'xxxxxxxxxx', '')) = 0"),
    _xpath("translate-long", "translate(string(.), string(.), string(.)) = ''", document=_LONG),
    _xpath(
        "distinct-values",
        "count(distinct-values(for $a in //@n, $b in //@n return concat($a, $b, position()))) = 0",
        document=_MANY,
    ),
    _xpath("deep-equal", "every $a in //*, $b in //* satisfies deep-equal($a, $b)", document=_MANY),
    _xpath("xpath-1-cubic", "count(//*[//*[//*]]) = 0", binding="xslt", document=_MANY),
    _xpath("xpath-1-axes", "count(//*/preceding::*/following::*/ancestor::*) = 0", binding="xslt", document=_MANY),
    _xpath(
        "xpath-1-nested-predicates",
        "count(//*[count(//*[count(//*[count(//*) > 1]) > 1]) > 1]) = 0",
        binding="xslt",
        document=_MANY,
    ),
    _xpath("xpath-2-cubic", "count(//*[//*[//*[//*]]]) = 0", document=_MANY),
    _xpath("xpath-2-axes", "count(//*/preceding::*/following::*) = 0", document=_MANY),
    _xpath(
        "xpath-2-union",
        "count(//*/(preceding::* | following::* | .)/(preceding::* | following::*)) = 0",
        document=_MANY,
    ),
    _xpath(
        "xpath-1-string-growth",
        "string-length(translate(concat(string(/), string(/)), 'a', '')) = 1",
        binding="xslt",
        document=_LONG,
    ),
    _xpath("nested-parentheses", "(" * 20_000 + "1" + ")" * 20_000),
    _xpath("nested-predicates", "//*" + "[." * 5_000 + "]" * 5_000),
    _xpath("nested-not", "not(" * 5_000 + "1" + ")" * 5_000, binding="xslt"),
    _xpath("nested-if", "if (1) then " * 3_000 + "1" + " else 2" * 3_000),
    _xpath("long-or", " or ".join(f"@a{i}" for i in range(20_000))),
    _xpath("long-or-xpath-1", " or ".join(f"@a{i}" for i in range(20_000)), binding="xslt"),
    _xpath("long-path", "/".join("*" for _ in range(20_000))),
    _xpath("minus-signs", "-" * 20_000 + "1 = 1"),
    _xpath("unknown-function", "exec('id') = 1", status=2),
    _xpath("unclosed-string", "'" + "x" * 100_000, status=2),
    _xpath("comment-nested", "(:" * 20_000 + ":)" * 20_000 + "1"),
    _xpath("control-characters", "&#9;&#10;\u202e\u2066", status=2),
    _xpath("braced-uri", "Q{" + "x" * 100_000 + "}a", binding="xslt3"),
    _xpath("recursion", "let $f := function($f, $n) { $f($f, $n + 1) } return $f($f, 1)", binding="xslt3"),
    _xpath(
        "recursion-doubling",
        "let $f := function($f, $n) { $f($f, $n) + $f($f, $n) } return $f($f, 1) = 1",
        binding="xslt3",
    ),
    _xpath(
        "fold-growth",
        "string-length(fold-left(1 to 60, 'x', function($a, $b) { concat($a, $a) })) = 0",
        binding="xslt3",
    ),
    _xpath("fold-product", "fold-left(1 to 60, 99999999, function($a, $b) { $a * $a }) = 0", binding="xslt3"),
    _xpath("for-each-pair", "count(for-each(1 to 10000000, function($a) { ($a, $a) })) = 0", binding="xslt3"),
    _xpath(
        "sort-large", "count(sort(for $a in //*, $b in //* return string($a))) = 0", binding="xslt3", document=_MANY
    ),
    _xpath("map-large", "map:size(map:merge(for $i in 1 to 10000000 return map:entry($i, $i))) = 0", binding="xslt3"),
    _xpath("array-large", "array:size(array { 1 to 100000000 }) = 0", binding="xslt3"),
    _xpath(
        "parse-xml",
        "parse-xml('&lt;!DOCTYPE a [&lt;!ENTITY e SYSTEM &quot;@SECRET@&quot;>]>&lt;a>&amp;e;&lt;/a>') = ''",
        binding="xslt3",
    ),
    _xpath("parse-json", "parse-json('" + "[" * 20_000 + "') = 1", binding="xslt3"),
    _xpath("doc", "doc('@SECRET@')//*"),
    _xpath("doc-xpath-1", "document('@SECRET@')//*", binding="xslt"),
    _xpath("doc-relative", "doc('../outside/secret.xml')//*"),
    _xpath("doc-network", "doc-available('@URL@/a.xml')"),
    _xpath("unparsed-text", "string-length(unparsed-text('@SECRET@')) = 0", binding="xslt3"),
    _xpath("unparsed-text-lines", "count(unparsed-text-lines('file://@SECRET@')) = 0", binding="xslt3"),
    _xpath(
        "collection", "count(collection('@OUTSIDE@')) = 0 and count(uri-collection('@OUTSIDE@')) = 0", binding="xslt3"
    ),
    _xpath(
        "environment",
        "environment-variable('HOME') = '' or count(available-environment-variables()) = 0",
        binding="xslt3",
        never=("HOME=",),
    ),
    _xpath("static-base", "contains(static-base-uri(), 'x') or contains(base-uri(/), 'x')", binding="xslt3"),
    _xpath("json-doc", "json-doc('@SECRET@') = 1", binding="xslt3"),
    _xpath("transform", "transform(map { 'stylesheet-location': '@SECRET@' }) = 1", binding="xslt3"),
    _xpath("load-module", "load-xquery-module('@URL@') = 1", binding="xslt3"),
    _xpath("trace", "trace(//*, 'x\x09') = 1"),
    _xpath("id-of-many", "count(id(//@n)) = 0 and count(idref(//@n)) = 0", document=_MANY),
    _xpath("error-with-escapes", "error(xs:QName('x'), codepoints-to-string((27, 93, 48, 59, 7, 8238)))"),
    _case("message-with-bidi", rules("false()").replace("failed", f"failed {BIDI}&#x9b;31m"), status=(1, 2)),
    _case("abstract-loop", _abstract_loop, status=(0, 1, 2)),
    _case("extends-loop", _extends_loop, status=(0, 1, 2)),
    _case("extends-doubling", _extends_doubling),
    _case("let-loop", rules("$a", more="<let name='a' value='$b'/><let name='b' value='$a'/>")),
    _case("lets-20000", lambda: rules("1", more="".join(f"<let name='a{i}' value='{i}'/>" for i in range(20_000)))),
    _case(
        "patterns-20000",
        lambda: (
            f"<schema {SCH}>" + "<pattern><rule context='x'><assert test='1'/></rule></pattern>" * 20_000 + "</schema>"
        ),
    ),
    _case("include-outside", f"<schema {SCH}><include href='@SECRET@'/></schema>", status=2),
    _case("include-network", f"<schema {SCH}><include href='@URL@/s.sch'/></schema>", status=2),
    _case("include-itself", f"<schema {SCH}><include href='s.sch'/></schema>", status=2),
    _case(
        "extends-outside",
        f"<schema {SCH}><pattern><rule context='*'><extends href='@SECRET@'/></rule></pattern></schema>",
        status=2,
    ),
    _case(
        "external-entity",
        f"<!DOCTYPE schema [<!ENTITY e SYSTEM '@SECRET@'>]><schema {SCH}><title>&e;</title></schema>",
        status=2,
    ),
    _case(
        "laughs",
        lambda: (
            "<!DOCTYPE schema [<!ENTITY e0 'ha'>"
            + "".join(f"<!ENTITY e{i} '{f'&e{i - 1};' * 10}'>" for i in range(1, 10))
            + f"]><schema {SCH}><title>&e9;</title></schema>"
        ),
        status=2,
    ),
    _case("binding-unknown", rules("1", binding="python\u202e"), status=2),
    _case("phase-unknown", rules("1"), "validate a.xml --schematron s.sch --phase 'x\x1b[31m'", status=2),
    _case("many-diagnostics", lambda: rules("false()", context="*"), document=later(tei, "<p/>" * 5_000)),
)
