"""Paths of XPath 1.0 that begin with a call, and functions of XSLT 1.0: libxslt gives the same results."""

from typing import Any
from xml.sax.saxutils import quoteattr

import pytest
from lxml import etree

from support.schematron_cases import Case

XSL = "http://www.w3.org/1999/XSL/Transform"
DOCUMENT = """<r n='5' ref='x'><a xml:id='x' n='1'><b n='3'>t</b><b/></a><a xml:id='y' n='2'/><c ref='x'/>
<c ref='z' n='5'>5</c></r>"""
_KEY = f"<xsl:key xmlns:xsl='{XSL}'"
KEYS = f"{_KEY} name='k' match='a' use='@xml:id'/>{_KEY} name='n' match='*' use='@n'/>"
# What is reported of each element: its name and its place.
_PLACE = "count(preceding::*)"
STYLESHEET = (
    f"<xsl:stylesheet version='1.0' xmlns:xsl='{XSL}'><xsl:output method='text'/>{KEYS}"
    "<xsl:variable name='v' select='//a'/><xsl:template match='/'><xsl:apply-templates select='//*' mode='m'/>"
    "</xsl:template><xsl:template match='*' mode='m'><xsl:if test={}>"
    f"<xsl:value-of select='concat(name(), {_PLACE}, \" \")'/></xsl:if></xsl:template></xsl:stylesheet>"
)
EXPRESSIONS = """
current()/@n = 5
key('k', @ref)/@n = 1
key('k', @ref)[@n]/b[1]/@n = 3
(key('k', @ref))/b/@n = '3'
key('k', @ref)/b | c
count(key('k', @ref)/b | a) > 1
id(@ref)/@n = 1
id('x y')[2]/@n = 2
not(id(@ref)/self::a)
$v[@xml:id = current()/@ref]/@n = 1
-current()/@n = -5
current()//text() = 't'
name(current()/..) = 'r'
concat(current()/@n, current()/@ref) = '5x'
//*[@xml:id = current()/@ref]/self::a
current()[self::c]/@ref
key('n', @n)/@ref
key('n', $v/@n)/b
count(key('n', //@n)) = 5
generate-id() = generate-id(current()/../*[1])
format-number(@n, '000') = '005'
format-number(@nothing, '0') = 'NaN'
(//a | //c)[last()]/@n = current()/@n
count(current() | /r) = 1
*[name() = name(current()/*[1])]
floor(current()/@n div 2) = 2
function-available('current') and not(function-available('nothing'))
""".strip().splitlines()


@pytest.mark.parametrize("expression", EXPRESSIONS)
@pytest.mark.parametrize("fast", [True, False], ids=["fast", "slow"])
def test_libxslt_gives_the_same_results(expression: str, *, fast: bool) -> None:
    message = f"<name/><value-of select='{_PLACE}'/>"
    rule = f"<rule context='*'><report test={quoteattr(expression)}>{message}</report></rule>"
    made = Case("", f"{KEYS}<let name='v' value='//a'/><pattern>{rule}</pattern>", binding="xslt").load(fast=fast)
    stylesheet = etree.XSLT(etree.XML(STYLESHEET.replace("{}", quoteattr(expression))))
    expected: Any = stylesheet(etree.XML(DOCUMENT))
    found = [each.message for each in made.validate(DOCUMENT.encode(), "d.xml")]
    assert found == str(expected).split()
