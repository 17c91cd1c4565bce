"""The rules for what an ODD selects, changes and allows; examples are children of a schemaSpec."""

from teikit.diagnostics import Rule, Severity
from teikit.odd.rules import odd_rule as _rule

_CHANGE = '<elementSpec ident="p" mode="change">{}</elementSpec>'
_CONTENT = _CHANGE.format("<content>{}</content>")
_ATTRIBUTE = _CHANGE.format('<attList><attDef ident="{}" mode="change"{}</attList>')
_CLASS = '<classSpec ident="att.a" type="atts">{}</classSpec>'
_MEMBER = _CHANGE.format('<classes mode="change"><memberOf key="{}"/></classes>')
_LIST = '><valList type="closed"{}><valItem ident="a"/></valList></attDef>'
_START = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0"><schemaSpec ident="a" start="{}"><moduleRef key="tei"/>'
    '<moduleRef key="core"/></schemaSpec></TEI>'
)
_VALUE = (
    '<elementSpec ident="list" mode="change"><attList><attDef ident="type" mode="change"><valList mode="change">'
    '<valItem ident="gloss" mode="{}"/></valList></attDef></attList></elementSpec>'
)

SCHEMA_RULES: tuple[Rule, ...] = (
    _rule(
        "attribute-not-inherited",
        "A change is about an attribute that the element has or inherits, or that the class defines.",
        "A change of what is not there has no effect: what a class deletes does not come back in a member.",
        _ATTRIBUTE.format("colour", ' usage="req"/>'),
        _ATTRIBUTE.format("rend", ' usage="req"/>'),
    ),
    _rule(
        "class-cycle",
        "No class is a member of itself.",
        "Its members and attributes would have no end.",
        _CLASS.format('<classes><memberOf key="att.a"/></classes>'),
        '<classSpec ident="att.a" type="atts"/>',
        severity=Severity.ERROR,
    ),
    _rule(
        "content-not-supported",
        "Content models are made of the elements that TEI and RELAX NG have for them.",
        "What else is there cannot be part of a grammar, and is left out.",
        _CONTENT.format("<list/>"),
        _CONTENT.format('<elementRef key="hi"/>'),
    ),
    _rule(
        "count-order",
        "The least count of a content is not more than the greatest: minOccurs and maxOccurs.",
        "Nothing could occur that often.",
        _CONTENT.format('<elementRef key="hi" minOccurs="3" maxOccurs="2"/>'),
        _CONTENT.format('<elementRef key="hi" minOccurs="2" maxOccurs="3"/>'),
        severity=Severity.ERROR,
    ),
    _rule(
        "count-too-large",
        "Counts in content models are small.",
        "RELAX NG has no counts, only copies of a pattern; beyond the limit any number is allowed instead.",
        _CONTENT.format('<elementRef key="hi" maxOccurs="5000"/>'),
        _CONTENT.format('<elementRef key="hi" maxOccurs="unbounded"/>'),
    ),
    _rule(
        "datatype-not-supported",
        "A dataRef names a datatype of the schema with @key, or one of XML Schema with @name.",
        "Others, of libraries elsewhere, cannot be expressed in a grammar.",
        _ATTRIBUTE.format("rend", '><datatype><dataRef ref="http://example.org/type"/></datatype></attDef>'),
        _ATTRIBUTE.format("rend", '><datatype><dataRef name="token"/></datatype></attDef>'),
        severity=Severity.ERROR,
    ),
    _rule(
        "duplicate-attribute",
        "An element has an attribute from one class only.",
        "A grammar with an attribute twice is incorrect; the definition of the first class counts.",
        _CLASS.format('<attList><attDef ident="rend"/></attList>') + _MEMBER.format("att.a"),
        '<elementSpec ident="p" mode="change"/>',
    ),
    _rule(
        "duplicate-spec",
        "A specification is selected once, from one source, and changed in one place.",
        "Of two selections, or of a change and a deletion, only one counts, and other programs use one change of two.",
        '<moduleRef key="drama"/><moduleRef key="drama"/>',
        '<moduleRef key="drama"/>',
    ),
    _rule(
        "nothing-to-change",
        "What a specification changes or replaces is selected.",
        "The change has no effect.",
        '<elementSpec ident="nonesuch" mode="change"/>',
        '<elementSpec ident="hi" mode="change"/>',
    ),
    _rule(
        "nothing-to-delete",
        "What is deleted is there.",
        "The deletion has no effect, which is usual after a module was left out, and else a misspelling.",
        '<elementSpec ident="nonesuch" mode="delete"/>',
        '<elementSpec ident="hi" mode="delete"/>',
    ),
    _rule(
        "replaces-existing",
        "A specification without mode, or in add mode, is new.",
        'It takes the place of the one that is there; mode="replace" would say so.',
        '<elementSpec ident="hi"><content><textNode/></content></elementSpec>',
        '<elementSpec ident="hi" mode="replace"><content><textNode/></content></elementSpec>',
    ),
    _rule(
        "required-deleted",
        "What content demands is not deleted.",
        "The content no longer demands it, so that documents are valid that were not.",
        '<elementSpec ident="titleStmt" mode="delete"/>',
        '<elementSpec ident="hi" mode="delete"/>',
    ),
    _rule(
        "unknown-class",
        "A class that a specification is a member of, or refers to, is in the schema.",
        "A class that is not there has no effect.",
        _MEMBER.format("model.nonesuch"),
        '<elementSpec ident="p" mode="change"/>',
    ),
    _rule(
        "unknown-class-attribute",
        "An attribute that is chosen from a class is one of its own.",
        "What is misspelt is not chosen.",
        '<classRef key="att.global.rendition" include="rende"/>',
        '<classRef key="att.global.rendition" include="rend"/>',
    ),
    _rule(
        "unknown-element",
        "An element that a moduleRef includes or excepts is one of the module.",
        "What is misspelt is not selected, or not left out.",
        '<moduleRef key="core" except="hii"/>',
        '<moduleRef key="core" except="hi"/>',
    ),
    _rule(
        "unknown-module",
        "The source has the modules that are selected.",
        "What is misspelt selects nothing.",
        '<moduleRef key="cor"/>',
        '<moduleRef key="core"/>',
    ),
    _rule(
        "unknown-reference",
        "What an elementRef, classRef, macroRef or dataRef selects is in its source.",
        "What is misspelt selects nothing.",
        '<elementRef key="nonesuch"/>',
        '<elementRef key="hi"/>',
        severity=Severity.ERROR,
    ),
    _rule(
        "unknown-start",
        "The elements that @start names are in the schema.",
        "A grammar needs an element that documents begin with.",
        _START.format("nonesuch"),
        _START.format("p"),
    ),
    _rule(
        "unreachable",
        "Every element that is selected may occur in a document.",
        "Nothing leads to it: no content model that may occur refers to it or to a class of it.",
        '<elementSpec ident="alone" ns="http://example.org/"><content><textNode/></content></elementSpec>',
        '<elementSpec ident="hi" mode="change"/>',
    ),
    _rule(
        "value-exists",
        "A value is in a list once.",
        "An item that is added again changes the one that is there.",
        _VALUE.format("add"),
        _VALUE.format("change"),
    ),
    _rule(
        "value-list-without-mode",
        "The value list of a changed attribute says whether it replaces the old one.",
        "It does; other programs lose it, and write a grammar that allows any value.",
        _ATTRIBUTE.format("type", _LIST.format("")),
        _ATTRIBUTE.format("type", _LIST.format(' mode="replace"')),
        severity=Severity.INFO,
    ),
)
_RULE = {each.id: each for each in SCHEMA_RULES}
ATTRIBUTE_NOT_INHERITED = _RULE["odd/attribute-not-inherited"]
CLASS_CYCLE = _RULE["odd/class-cycle"]
CONTENT_NOT_SUPPORTED = _RULE["odd/content-not-supported"]
COUNT_ORDER = _RULE["odd/count-order"]
COUNT_TOO_LARGE = _RULE["odd/count-too-large"]
DATATYPE_NOT_SUPPORTED = _RULE["odd/datatype-not-supported"]
DUPLICATE_ATTRIBUTE = _RULE["odd/duplicate-attribute"]
DUPLICATE_SPEC = _RULE["odd/duplicate-spec"]
NOTHING_TO_CHANGE = _RULE["odd/nothing-to-change"]
NOTHING_TO_DELETE = _RULE["odd/nothing-to-delete"]
REPLACES_EXISTING = _RULE["odd/replaces-existing"]
REQUIRED_DELETED = _RULE["odd/required-deleted"]
UNKNOWN_CLASS = _RULE["odd/unknown-class"]
UNKNOWN_CLASS_ATTRIBUTE = _RULE["odd/unknown-class-attribute"]
UNKNOWN_ELEMENT = _RULE["odd/unknown-element"]
UNKNOWN_MODULE = _RULE["odd/unknown-module"]
UNKNOWN_REFERENCE = _RULE["odd/unknown-reference"]
UNKNOWN_START = _RULE["odd/unknown-start"]
UNREACHABLE = _RULE["odd/unreachable"]
VALUE_EXISTS = _RULE["odd/value-exists"]
VALUE_LIST_WITHOUT_MODE = _RULE["odd/value-list-without-mode"]
