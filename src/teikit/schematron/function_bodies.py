"""Translates functions that a schema declares in XSLT to expressions of XPath 3.1 (XSLT 2.0, clause 10.3)."""

from collections.abc import Sequence

from teikit.schematron.constructors import convert_to_type, quote_literal
from teikit.schematron.tree import XSL, SchematronElement

_TEXT = "xs:untypedAtomic({})"
# A node of text is a value without a type wherever it is used as a value.
_JOINED = _TEXT.format("string-join(({}) ! string(.), {})")


class FunctionError(ValueError):
    """A function cannot be translated; the message says why, as what it has or needs. Has the element at fault."""

    def __init__(self, reason: str, element: SchematronElement) -> None:
        super().__init__(reason)
        self.element = element


def function_parameters(function: SchematronElement) -> list[SchematronElement]:
    """Return the elements that declare the parameters of a function."""
    return list(function.elements("param", namespace=XSL))


def function_body(function: SchematronElement) -> str:
    """Return the value of a function as an expression with its parameters.

    Raises:
        FunctionError: It has an instruction that is not supported.
    """
    parameters = function_parameters(function)
    body = _sequence([each for each in function.children if each not in parameters])
    if result := function.attributes.get("as"):
        body = convert_to_type(body, result)
    for each in reversed(parameters):
        if kind := each.attributes.get("as"):
            name = each.attributes.get("name", "")
            body = f"let ${name} := {convert_to_type(f'${name}', kind)} return ({body})"
    return body


def _sequence(children: Sequence[SchematronElement | str]) -> str:
    """Return the items of a sequence constructor; a variable is known to what follows it."""
    parts: list[str] = []
    for place, child in enumerate(children):
        if isinstance(child, str):
            if child.strip():
                parts.append(_TEXT.format(quote_literal(child, is_xpath1=False)))
        elif child.namespace == XSL and child.name == "variable":
            rest = _sequence(children[place + 1 :])
            parts.append(f"let ${child.attributes.get('name', '')} := {_variable(child)} return ({rest})")
            break
        else:
            parts.append(_instruction(child))
    return "(" + ", ".join(parts) + ")"


def _variable(element: SchematronElement) -> str:
    kind, select = element.attributes.get("as"), element.attributes.get("select")
    if select is None and not element.children:
        return "''"
    value = f"({select})" if select is not None else _sequence(element.children)
    if kind:
        return convert_to_type(value, kind)
    # Without a type it is a document, of which only the text is supported.
    return value if select is not None else _JOINED.format(value, "''")


def _instruction(element: SchematronElement) -> str:
    attributes = element.attributes
    if element.namespace == XSL:
        match element.name:
            case "sequence" | "copy-of" if "select" in attributes:
                return f"({attributes['select']})"
            case "value-of" if "select" in attributes:
                separator = quote_literal(attributes.get("separator", " "), is_xpath1=False)
                return _JOINED.format(attributes["select"], separator)
            case "text" if not any(element.elements(namespace=XSL)):
                return _TEXT.format(quote_literal(element.text(), is_xpath1=False))
            case "if" if "test" in attributes:
                return f"(if ({attributes['test']}) then {_sequence(element.children)} else ())"
            case "for-each" if "select" in attributes:
                return f"(({attributes['select']}) ! {_sequence(element.children)})"
            case "choose":
                return _choose(element)
    prefix = "xsl:" if element.namespace == XSL else ""
    raise FunctionError(f"has '{prefix}{element.name}', which teikit does not run; write it in XPath", element)


def _choose(element: SchematronElement) -> str:
    last, made = "()", []
    for each in element.elements(namespace=XSL):
        if each.name == "when" and "test" in each.attributes:
            made.append(f"if ({each.attributes['test']}) then {_sequence(each.children)} else ")
        elif each.name == "otherwise":
            last = _sequence(each.children)
        else:
            raise FunctionError(f"has 'xsl:{each.name}' in 'xsl:choose'", each)
    return f"({''.join(made)}{last})"
