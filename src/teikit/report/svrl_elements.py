"""Writes the elements of SVRL (ISO/IEC 19757-3, annex D), a line each, so that the schema of SVRL accepts them.

Texts and expressions are written exactly. Characters that could act on a screen are character references.
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from teikit.diagnostics import Diagnostic

NAMESPACE = "http://purl.oclc.org/dsdl/svrl"
END = "</svrl:schematron-output>\n"
_NO_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Markup, what attributes would normalise, C1 controls, and characters that change the direction or the line. The second
# `#` is that of a command of CI.
_ESCAPED = re.compile('[&<>"\t\n\r\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f]|(?<=#)#')
_NAMED = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
_NOT_IN_TOKENS = re.compile(r"[^A-Za-z0-9._:-]")
# What is ASCII, or a space, and not in references.
_NOT_IN_URIS = re.compile('[\0- %"<>\\\\^`{|}\x7f]')
Attributes = Iterable[tuple[str, str]]


class SvrlHead(NamedTuple):
    """What SVRL says of a schema; `phase` is the one that was run, `namespaces` are those of the schema's prefixes."""

    title: str = ""
    phase: str = ""
    version: str = ""
    namespaces: tuple[tuple[str, str], ...] = ()


class SvrlPart(NamedTuple):
    """What a Schematron schema finds in a document: elements as text, each with the diagnostic that it corresponds to.

    The diagnostics have no span.
    """

    head: SvrlHead
    elements: Iterable[tuple[Diagnostic | None, str]]


def escape_exactly(text: str) -> str:
    """Return a text as XML that is read as the same text; only what XML does not allow is replaced."""
    return _ESCAPED.sub(_reference, _NO_XML.sub("\ufffd", text))


def _uri(file: str) -> str:
    """Return a file's name as a reference (IRI), so that spaces separate several."""
    return _NOT_IN_URIS.sub(lambda found: f"%{ord(found[0]):02X}", file)


def _reference(found: re.Match[str]) -> str:
    return _NAMED.get(found[0]) or f"&#x{ord(found[0]):x};"


def begin(heads: Sequence[SvrlHead], remark: str = "") -> str:
    """Return the beginning of a document with results of schemas: what these have in common, and all prefixes.

    The remark is a comment before the root.
    """
    values = ({(each.title, each.phase, each.version)[index] for each in heads} for index in range(3))
    common = [each.pop() if len(each) == 1 else "" for each in values]
    names = dict.fromkeys(name for each in heads for name in each.namespaces)
    attributes = zip(("title", "phase", "schemaVersion"), common, strict=True)
    prefixes = (
        f'  <svrl:ns-prefix-in-attribute-values prefix="{escape_exactly(prefix)}" uri="{escape_exactly(uri)}"/>\n'
        for prefix, uri in names
    )
    start = f'<svrl:schematron-output xmlns:svrl="{NAMESPACE}"{_attributes(attributes)}>\n'
    comment = f"<!-- {remark} -->\n" if remark else ""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{comment}{start}{"".join(prefixes)}'


def active_pattern(
    files: Iterable[str], name: str = "", title: str = "", role: str = "", *, is_group: bool = False
) -> str:
    """Return the element of a pattern, or of a group, that is tried on some files; `name` is its id."""
    documents = " ".join(map(_uri, files))
    attributes = (("id", name), ("documents", documents), ("name", title), ("role", role))
    return f"  <svrl:active-{'group' if is_group else 'pattern'}{_attributes(attributes)}/>\n"


def fired_rule(context: str, name: str = "", role: str = "", flag: str = "", file: str = "") -> str:
    """Return the element of a rule that matches a node, in a file if not in the validated one; `name` is its id."""
    attributes = (("id", name), ("role", role), ("flag", flag), ("document", _uri(file)))
    return f'  <svrl:fired-rule context="{escape_exactly(context)}"{_attributes(attributes)}/>\n'


def assertion(kind: str, location: str, test: str, content: str, attributes: Attributes = ()) -> str:
    """Return the element of an assertion: `failed-assert` or `successful-report`; the content is XML."""
    found = f'location="{escape_exactly(location)}" test="{escape_exactly(test)}"{_attributes(attributes)}'
    return f"  <svrl:{kind} {found}>{content}</svrl:{kind}>\n"


def token(name: str) -> str:
    """Return an id as the name token that SVRL demands of the id of a diagnostic or a property."""
    return _NOT_IN_TOKENS.sub("_", name) or "_"


def reference(kind: str, name: str, content: str, attributes: Attributes = ()) -> str:
    """Return the element that names a `diagnostic` or a `property`; the content is XML."""
    tag = f"{kind}-reference"
    return f'<svrl:{tag} {kind}="{escape_exactly(name)}"{_attributes(attributes)}>{content}</svrl:{tag}>'


def human_text(content: str, language: str = "", links: Attributes = ()) -> str:
    """Return a text for people; the content is XML."""
    return f"<svrl:text{_attributes((('xml:lang', language), *links))}>{content}</svrl:text>"


def markup(name: str, value: str, content: str) -> str:
    """Return an `emph`, a `span` of a class or a `dir` of a direction; the content is XML."""
    attributes = {"span": f' class="{escape_exactly(value)}"', "dir": _attributes((("dir", value),))}
    return f"<svrl:{name}{attributes.get(name, '')}>{content}</svrl:{name}>"


def _attributes(values: Attributes) -> str:
    return "".join(f' {name}="{escape_exactly(value)}"' for name, value in values if value)
