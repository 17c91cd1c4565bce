"""Random schemas with variables, trees, keys, functions, groups and visits: Saxon, as XSLT, gives the same results."""

import random

import pytest

from support.schematron_cases import told
from teikit.schematron import load

pytest.importorskip("saxonche", reason="the second engine is an extra")

_HEAD = (
    "<schema xmlns='http://purl.oclc.org/dsdl/schematron' xmlns:xsl='http://www.w3.org/1999/XSL/Transform' "
    "queryBinding='xslt3'><ns prefix='u' uri='urn:u'/>"
)
_NAMES = ("a", "b", "to", "div")
# Declarations of a schema and of patterns; `{}` is another value.
_DECLARATIONS = (
    "<let name='v1' value='{}'/>",
    "<let name='v2' value='count(//{n})' as='xs:integer'/>",
    "<let name='v3'><w xmlns=''><x n='1'/><x n='2'>t</x></w>u</let>",
    "<xsl:variable name='v4' as='element()*'><x xmlns='' n='2'/><x xmlns='' n='3'/></xsl:variable>",
)
_KEYS = (
    "<xsl:key name='k' match='{n}' use='@n'/>",
    "<xsl:key name='k' match='*[@m]'><xsl:sequence select='@n'/><xsl:value-of select='@m'/></xsl:key>",
    "<xsl:key name='k' match='{n}'>1</xsl:key>",
)
_FUNCTION = "<xsl:function name='u:f'><xsl:param name='s' as='node()'/>{}</xsl:function>"
_BODIES = (
    "<xsl:value-of select='$s/@n'/>",
    "<xsl:choose><xsl:when test='$s/@n = 1'>1</xsl:when><xsl:otherwise>{}</xsl:otherwise></xsl:choose>".format(
        "<xsl:text>2</xsl:text>"
    ),
    "<xsl:variable name='d' select='count($s/ancestor::*)'/><xsl:if test='$d &gt; 1'>{}</xsl:if>".format(
        "<xsl:sequence select='u:f($s/..), string($d)'/>"
    ),
    "<xsl:for-each select='$s/*[@n]'><xsl:value-of select='@n, $v1' separator='-'/></xsl:for-each>",
)
_TESTS = (
    "$v1 = @n", "$v2 > 1", "$v3/w/x/@n = @n", "$v3 = 'tu'", "$v4[@n = current()/@n]", "key('k', @n)/@m = '1'",
    "count(key('k', (@n, '1'))) > 1", "u:f(.) = '1'", "count(u:f(.)) > 1", "self::element(to)", "@attribute(n)/../b",
    "element(div)/attribute(n) = '2'", "exists(attribute(to))", "current()/*/@n = $v1",
)  # fmt: skip
_CONTEXTS = ("{n}", "*[@n = $v1]", "{n}[u:f(.) = '1']", "*[key('k', @n)]", "@n", "{n}/@*", "*[count(*) = $v2]", "/*")


def schema(chance: random.Random) -> str:
    def fill(text: str) -> str:
        return text.replace("{n}", chance.choice(_NAMES)).replace("{}", str(chance.randrange(4)))

    declared = [fill(each) for each in _DECLARATIONS]
    in_patterns = [each for each in declared if each.startswith("<let") and chance.random() < 0.5]
    parts = [each for each in declared if each not in in_patterns]
    parts += [fill(chance.choice(_KEYS)), _FUNCTION.format(chance.choice(_BODIES))]
    number = 0
    patterns = []
    for _ in range(3):
        rules = ""
        for _ in range(chance.randrange(1, 4)):
            context = fill(chance.choice(_CONTEXTS))
            is_attribute = "@n" in context[-3:] or context.endswith("@*")
            visit = " visit-each='*, .'" if not is_attribute and chance.random() < 0.3 else ""
            tests = ""
            for _ in range(2):
                number += 1
                test = "string(.) = string($v1)" if is_attribute else chance.choice(_TESTS).replace("@attr", "attr")
                kind = chance.choice(("assert", "report"))
                inside = "<value-of select='$v2'/> <name/>"
                tests += f'<{kind} id="t{number}" test="{test.replace(">", "&gt;")}">{inside}</{kind}>'
            rules += f'<rule context="{context}"{visit}>{tests}</rule>'
        name = chance.choice(("pattern", "pattern", "group"))
        own = in_patterns.pop() if in_patterns else ""
        patterns.append(f"<{name}>{own}{rules}</{name}>")
    patterns += [f"<pattern>{each}</pattern>" for each in in_patterns]
    return f"{_HEAD}{''.join(parts)}{''.join(patterns)}</schema>"


def document(chance: random.Random, depth: int = 0) -> str:
    name = chance.choice(_NAMES)
    attributes = "".join(f" {each}='{chance.randrange(4)}'" for each in ("n", "m", "to") if chance.random() < 0.5)
    inside = "".join(document(chance, depth + 1) for _ in range(chance.randrange(4))) if depth < 3 else ""
    return f"<{name}{attributes}>{inside}</{name}>"


@pytest.mark.parametrize("seed", range(40))
def test_saxon_gives_the_same_results_for_a_random_schema(seed: int) -> None:
    chance = random.Random(seed)
    source = schema(chance).encode()
    documents = [document(chance).encode() for _ in range(4)]
    results = []
    for engine, fast in (("saxon", True), ("elementpath", True), ("elementpath", False)):
        made = load("s.sch", source, engine=engine, fast=fast)  # type: ignore[arg-type]  # one of the literals
        results.append([[told(found) for found in made.validate(each, "d.xml")] for each in documents])
    assert results[0] == results[1] == results[2]
    assert any(results[0])
