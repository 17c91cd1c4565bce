"""Runs a compiled schema on a document with Saxon: the second engine, which gets the schema as XSLT.

Each pattern is a mode, each rule a template of it, the first with the highest priority; every node is applied in every
mode. Saxon's results are the number of an assertion, the path of a node and a message.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from importlib import import_module
from typing import Any

from lxml import etree

from teikit.errors import MissingExtraError
from teikit.schematron.compiler import CompiledAssertion, CompiledPattern, CompiledRule, CompiledSchema
from teikit.schematron.constructors import build_content
from teikit.schematron.engine import (
    ActivePattern,
    EvaluationFailure,
    Event,
    FiredRule,
    FormattedText,
    ReportedAssertion,
)
from teikit.schematron.model import Assertion, Let, MessageText
from teikit.schematron.tree import XSL
from teikit.schematron.xpath.document import Node, XPathDocument
from teikit.schematron.xpath.query import EvaluationScope, Language

_FEATURES = "http://saxon.sf.net/feature/"
# Forbids Saxon to read, fetch or call anything; the instance and the stylesheet are passed as text.
_RESTRICTIONS = {"allowedProtocols": "", "allow-external-functions": "false", "disableXslEvaluate": "true"}
# Prefixes that elementpath predefines.
_PREDECLARED = {
    "xs": "http://www.w3.org/2001/XMLSchema",
    "fn": "http://www.w3.org/2005/xpath-functions",
    "map": "http://www.w3.org/2005/xpath-functions/map",
    "array": "http://www.w3.org/2005/xpath-functions/array",
    "math": "http://www.w3.org/2005/xpath-functions/math",
}
# The name of an element, else the value.
_PATH = "for $teikit in ({})[1] return if ($teikit instance of element()) then name($teikit) else string($teikit)"
_VERSIONS = {"xslt": "1.0", "xpath": "1.0"}


def run(
    schema: CompiledSchema,
    document: XPathDocument,
    phase: str,
    active: Sequence[CompiledPattern],
    _read: Callable[[str], Any] | None,
) -> Iterator[Event]:
    """Yield the failed asserts and the reports of a document in a phase, as `engine.run` does.

    Raises:
        MissingExtraError: Saxon is not installed.
    """
    if elsewhere := next((each for each in active if each.documents is not None), None):
        reason = "cannot be run by Saxon, which may read no other documents"
        yield EvaluationFailure(elsewhere.pattern.origin, None, reason)
        return
    processor = _create_processor()
    rules = [each for pattern in active for each in pattern.rules]
    asserted = [each for rule in rules for each in rule.assertions]
    try:
        compiler = processor.new_xslt30_processor()
        judge = compiler.compile_stylesheet(stylesheet_text=stylesheet(schema, phase, active).decode())
        source = processor.parse_xml(xml_text=etree.tostring(document.tree.getroot(), encoding="unicode"))
        results = etree.fromstring(judge.transform_to_string(xdm_node=source).encode())
    except _import_saxonche().PySaxonApiError as error:
        yield EvaluationFailure(schema.model.origin, None, " ".join(str(error).split()))
        return
    for each in results:
        number = int(each.get("number", "0"))
        if each.tag == "pattern":
            yield ActivePattern(active[number])
            continue
        if each.tag == "rule":
            yield FiredRule(rules[number], None)
            continue
        assertion = asserted[number]
        words = (" ".join("".join(map(str, text.itertext())).split()) for text in each)
        message, *others = map(FormattedText, _texts(assertion.assertion), words)
        count, node = len(assertion.assertion.diagnostics), _node(document, each.get("path", "/"))
        yield ReportedAssertion(assertion, node, message, tuple(others[:count]), tuple(others[count:]))


@lru_cache(maxsize=1)
def _create_processor() -> Any:
    made = _import_saxonche().PySaxonProcessor(license=False)
    for name, value in _RESTRICTIONS.items():
        made.set_configuration_property(_FEATURES + name, value)
    return made


def _import_saxonche() -> Any:
    try:
        return import_module("saxonche")
    except ImportError:
        raise MissingExtraError("Schematron by Saxon needs saxonche; install teikit[saxon]") from None


def _node(document: XPathDocument, path: str) -> Node | None:
    found = Language("xpath3", {}).query(path).nodes(document, None, EvaluationScope())
    return found[0] if path != "/" else None


def stylesheet(schema: CompiledSchema, phase: str, active: Sequence[CompiledPattern]) -> bytes:
    """Return the XSLT that validates a document in a phase."""
    model = schema.model
    declared = {prefix: uri for prefix, uri in model.namespaces.items() if prefix and prefix != "xml"}
    names = {"xsl": XSL, **_PREDECLARED, **declared}
    root = etree.Element(f"{{{XSL}}}stylesheet", nsmap=names, version=_VERSIONS.get(model.binding, "3.0"))
    root.set("exclude-result-prefixes", " ".join(prefix for prefix in names if prefix != "xsl"))
    of_phase = model.phases[phase].lets if phase in model.phases else ()
    hidden = {each.name for each in of_phase}
    shared = _shared_lets(schema)
    lets = [*(each for each in model.lets if each.name not in hidden), *of_phase, *shared.values()]
    for key in model.keys:
        _add(root, "key", name=key.name, match=key.match, use=key.use)
    for function in model.functions:
        made = build_content(function.element)
        _add(root, "function", **dict(function.element.attributes)).extend(list(made))
    _variables(root, lets)
    results = etree.SubElement(_add(root, "template", match="/"), "results")
    number = rule_number = 0
    for index, pattern in enumerate(active):
        etree.SubElement(results, "pattern", number=str(index))
        own = [each for each in pattern.pattern.lets if each.name not in shared]
        for place, rule in enumerate(pattern.rules):
            # All rules of a group apply to a node.
            mode = f"p{index}-{place}" if pattern.pattern.is_group else f"p{index}"
            if place == 0 or pattern.pattern.is_group:
                _add(results, "apply-templates", select="/ | //node() | //@*", mode=mode)
                _add(root, "template", match="/ | node() | @*", mode=mode, priority="-100")
            rank = str(len(pattern.rules) - place)
            made = _add(root, "template", match=rule.rule.context, mode=mode, priority=rank)
            etree.SubElement(made, "rule", number=str(rule_number))
            _template(made, rule, own, number)
            number, rule_number = number + len(rule.assertions), rule_number + 1
    return etree.tostring(root)


def _shared_lets(schema: CompiledSchema) -> dict[str, Let]:
    """Return the variables of patterns that are global: those of names that only one pattern declares."""
    found = [let for each in schema.patterns for let in each.pattern.lets]
    names = [each.name for each in found]
    return {each.name: each for each in found if names.count(each.name) == 1}


def _template(made: etree._Element, rule: CompiledRule, own: Sequence[Let], first: int) -> None:
    # A pattern's variables are evaluated at the document, wherever the template is.
    _variables(made, own, "(/)/({})")
    _variables(made, rule.rule.lets)
    if rule.rule.visit:
        made = _add(made, "for-each", select=rule.rule.visit)
    for number, each in enumerate(rule.assertions, first):
        test = each.assertion.test
        chosen = _add(made, "if", test=test if each.assertion.kind == "report" else f"not({test})")
        _add_assertion(chosen, each, number)


def _add_assertion(parent: etree._Element, assertion: CompiledAssertion, number: int) -> None:
    result = etree.SubElement(parent, "assertion", number=str(number))
    subject = f"({assertion.subject.query.text}, .)[1]" if assertion.subject else "."
    _add(_add(result, "attribute", name="path"), "value-of", select=f"path({subject})")
    for text in _texts(assertion.assertion):
        _add_text(etree.SubElement(result, "text"), text)


def _texts(assertion: Assertion) -> tuple[MessageText, ...]:
    return (assertion.text, *assertion.diagnostics, *assertion.properties)


def _add_text(parent: etree._Element, text: MessageText) -> None:
    for part in text.parts:
        if isinstance(part, str):
            _add(parent, "text").text = part
        elif part.kind == "name":
            _add(parent, "value-of", select="name()")
        elif part.kind == "path":
            _add(parent, "value-of", select=_PATH.format(part.expression))
        else:
            _add(parent, "value-of", select=part.expression)


def _variables(parent: etree._Element, lets: Sequence[Let], at: str = "{}") -> None:
    for let in lets:
        made = _add(parent, "variable", name=let.name)
        if let.value is None:
            content = build_content(let.content)
            made.text = content.text
            made.extend(list(content))
            if let.type:
                made.set("as", let.type)
        else:
            made.set("select", at.format(let.value))


def _add(parent: etree._Element, tag: str, /, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{XSL}}}{tag}", attributes)
