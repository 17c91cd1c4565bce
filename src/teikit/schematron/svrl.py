"""Formats the events of a validation as SVRL (ISO/IEC 19757-3, annex D)."""

import re
from collections.abc import Iterable

from lxml import etree

from teikit.schematron.compiler import CompiledAssertion, CompiledPattern
from teikit.schematron.engine import EvaluationFailure, Event, FiredRule, ReportedAssertion
from teikit.schematron.model import MessageText, SchematronModel
from teikit.schematron.xpath.document import Node, qualified_path

SVRL = "http://purl.oclc.org/dsdl/svrl"
_NO_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def svrl(model: SchematronModel, phase: str, file: str, events: Iterable[Event]) -> bytes:
    """Return an SVRL document of the events of a file in a phase."""
    root = etree.Element(f"{{{SVRL}}}schematron-output", nsmap={"svrl": SVRL})
    _set(root, title=model.title, phase=phase, schemaVersion=model.version)
    for prefix, uri in model.namespaces.items():
        _add(root, "ns-prefix-in-attribute-values", prefix=prefix, uri=uri)
    for each in events:
        match each:
            case CompiledPattern():
                pattern = each.pattern
                _add(root, "active-pattern", id=pattern.id, name=pattern.title, role=pattern.role, documents=file)
            case FiredRule():
                rule = each.rule.rule
                _add(root, "fired-rule", id=rule.id, context=rule.context, role=rule.role, flag=rule.flag)
            case ReportedAssertion():
                _add_reported_assertion(root, each)
            case EvaluationFailure():
                _add_error(root, each)
    etree.indent(root)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + etree.tostring(root, encoding="utf-8") + b"\n"


def _add_reported_assertion(root: etree._Element, event: ReportedAssertion) -> None:
    name = "failed-assert" if event.assertion.assertion.kind == "assert" else "successful-report"
    made = _assertion(root, name, event.assertion, event.node)
    for text, words in event.diagnostics:
        _add_text(_add(made, "diagnostic-reference", diagnostic=text.id), text, words)
    for text, words in event.properties:
        _add_text(_add(made, "property-reference", property=text.id, role=text.role), text, words)
    _add_text(made, event.assertion.assertion.text, event.message)


def _add_error(root: etree._Element, event: EvaluationFailure) -> None:
    """Add an evaluation failure: SVRL of 2020 calls it `error`, and puts it where the rule is run."""
    if event.assertion is not None:
        made = _assertion(root, "error", event.assertion, event.node)
    else:
        made = _add(root, "error", location="/")
    _add_text(made, MessageText(()), event.reason)


def _assertion(root: etree._Element, name: str, assertion: CompiledAssertion, node: Node | None) -> etree._Element:
    given = assertion.assertion
    location = qualified_path(node) if node is not None else "/"
    return _add(
        root, name, id=given.id, location=location, test=given.test, role=given.role, flag=given.flag, see=given.see
    )


def _add_text(element: etree._Element, text: MessageText, words: str) -> None:
    inside = _add(element, "text")
    inside.text = _replace_non_xml(words)
    if text.language:
        inside.set(_LANGUAGE, text.language)


def _replace_non_xml(words: str) -> str:
    """Return a text without characters that XML does not allow, which XPath may have produced in a message."""
    return _NO_XML.sub("\ufffd", words)


def _add(parent: etree._Element, tag: str, /, **attributes: str) -> etree._Element:
    made = etree.SubElement(parent, f"{{{SVRL}}}{tag}")
    _set(made, **attributes)
    return made


def _set(element: etree._Element, **attributes: str) -> None:
    for name, value in attributes.items():
        if value:
            element.set(name, _replace_non_xml(value))
