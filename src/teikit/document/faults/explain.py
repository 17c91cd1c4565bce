"""The first fault of a document: from expat's number and place to words, and a place that an editor understands."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from xml.parsers import expat

from teikit.diagnostics import Span, point
from teikit.document.encoding import declared_encoding, encoding_of
from teikit.document.expat import feed, make_parser, release, split_pieces
from teikit.document.faults.characters import is_byte_order_mark
from teikit.document.faults.entities import explain_entity
from teikit.document.faults.fault import OTHER_PLACE, Fault, Remark, TextFault, describe_place
from teikit.document.faults.kinds import binary_kind, old_tei_hint, text_kind
from teikit.document.faults.namespaces import explain_namespaces
from teikit.document.faults.nesting import explain_end, explain_end_tag, list_open
from teikit.document.faults.reading import DocumentUpToFault, Opener, Window
from teikit.document.faults.stretch import find_fault
from teikit.document.reported_positions import error_position
from teikit.limits import Budget
from teikit.messages import quote

_codes = expat.errors.codes
_MISMATCH = _codes[expat.errors.XML_ERROR_TAG_MISMATCH]
_NO_ELEMENTS = _codes[expat.errors.XML_ERROR_NO_ELEMENTS]
_UNDEFINED_ENTITY = _codes[expat.errors.XML_ERROR_UNDEFINED_ENTITY]
_JUNK = _codes[expat.errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT]
_WRONG_ENCODING = _codes[expat.errors.XML_ERROR_INCORRECT_ENCODING]
_SYNTAX = _codes[expat.errors.XML_ERROR_SYNTAX]
_INVALID_TOKEN = _codes[expat.errors.XML_ERROR_INVALID_TOKEN]
_CDATA = _codes[expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION]
_CUT_OFF = {
    _codes[each]
    for each in (
        expat.errors.XML_ERROR_UNCLOSED_TOKEN,
        expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION,
        expat.errors.XML_ERROR_PARTIAL_CHAR,
    )
}
# What expat finds in entities and declarations, and what is left of the rest.
_WORDS = {
    _codes[key]: words
    for key, words in {
        expat.errors.XML_ERROR_SYNTAX: "this is no markup of XML, and text is not allowed here",
        expat.errors.XML_ERROR_UNCLOSED_TOKEN: "the markup that begins here has no end",
        expat.errors.XML_ERROR_PARTIAL_CHAR: "the file ends within a character",
        expat.errors.XML_ERROR_DUPLICATE_ATTRIBUTE: "an attribute is there twice",
        expat.errors.XML_ERROR_PARAM_ENTITY_REF: "a parameter entity is not allowed here",
        expat.errors.XML_ERROR_BAD_CHAR_REF: "the number of a character that XML does not allow",
        expat.errors.XML_ERROR_MISPLACED_XML_PI: "the XML declaration must be the very beginning of the file",
        expat.errors.XML_ERROR_EXTERNAL_ENTITY_HANDLING: "the file of an entity is not right",
        expat.errors.XML_ERROR_ENTITY_DECLARED_IN_PE: "an entity that is declared in another entity",
        expat.errors.XML_ERROR_INCOMPLETE_PE: "a declaration begins in an entity and does not end in it",
        expat.errors.XML_ERROR_XML_DECL: "the XML declaration is not right",
        expat.errors.XML_ERROR_TEXT_DECL: "the declaration at the beginning of an entity's file is not right",
        expat.errors.XML_ERROR_PUBLICID: "a character that a public identifier cannot have",
        # Their names are not in pyexpat before Python 3.13.
        "limit on input amplification factor (from DTD and entities) breached": (
            "its entities expand to far more than the document has"
        ),
    }.items()
    if key in _codes
}
# What is wrong with an entity, after its name.
_ABOUT_ENTITIES = {
    _codes[expat.errors.XML_ERROR_RECURSIVE_ENTITY_REF]: "refers to itself",
    _codes[expat.errors.XML_ERROR_ASYNC_ENTITY]: "has an element that does not begin or does not end in it",
    _codes[expat.errors.XML_ERROR_BINARY_ENTITY_REF]: "is no text: it cannot be referred to like this",
    _codes[expat.errors.XML_ERROR_ATTRIBUTE_EXTERNAL_ENTITY_REF]: "is another file: an attribute cannot have it",
}
_OTHER = "XML is not like this here"
_SHOWN = 30


def explain_bytes(data: bytes, file: str, error: expat.ExpatError, encoding: str | None = None) -> Fault:
    """Return the fault of a document in memory; see `explain_fault`."""
    return explain_fault(lambda: (data,), Budget(file), error, encoding)


def explain_fault(opener: Opener, budget: Budget, error: expat.ExpatError, encoding: str | None = None) -> Fault:
    """Return the first fault of a document that expat cannot read.

    Args:
        opener: opens the document anew.
        budget: that of the document.
        error: what expat raised.
        encoding: what it is in, if not what it declares.
    """
    reading = DocumentUpToFault(opener, budget, encoding)
    return _Explanation(opener, budget, error, reading).fault()


def find_fault_of(opener: Opener, budget: Budget) -> Fault | None:
    """Return the first fault of a document, None where it is well-formed or its encoding cannot be read."""
    parser = make_parser(budget)
    try:
        feed(parser, split_pieces(opener()))
    except expat.ExpatError as error:
        return explain_fault(opener, budget, error)
    except (ValueError, LookupError):
        return None
    finally:
        release(parser)
    return None


@dataclass(frozen=True, slots=True)
class _Explanation:
    """What is known of a fault."""

    opener: Opener
    budget: Budget
    error: expat.ExpatError
    reading: DocumentUpToFault

    def fault(self) -> Fault:
        reading = self.reading
        if reading.code == _WRONG_ENCODING:
            return self._wrong_encoding()
        if not reading.has_root and (kind := self._other_kind()):
            return Fault(f"the file is {kind}", point(1, 1))
        found = self._by_code()
        hint = self._hint()
        return found._replace(message=f"{found.message}; {hint}") if hint else found

    def _other_kind(self) -> str:
        """Return what the file is, if it is no XML at all."""
        beginning = self.reading.beginning
        return binary_kind(beginning) or text_kind(self._beginning())

    def _beginning(self) -> str:
        data = self.reading.beginning
        return data.decode(encoding_of(data[:200])[0], "replace")

    def _hint(self) -> str:
        """Return what to do with a document of an older kind."""
        beginning = self._beginning()
        kind = text_kind(beginning)
        if kind.startswith("HTML"):
            return f"the file is {kind}"
        return old_tei_hint(self.reading.root, beginning)

    def _by_code(self) -> Fault:
        reading, code = self.reading, self.reading.code
        if not code:
            return explain_namespaces(self.opener, self.budget, reading) or self._plain()
        special: dict[int, Callable[[], Fault]] = {
            _MISMATCH: lambda: explain_end_tag(reading, reading.window()),
            _NO_ELEMENTS: self._no_elements,
            _UNDEFINED_ENTITY: self._undefined_entity,
            _JUNK: self._after_root,
            _CDATA: self._unclosed_section,
        }
        return special.get(code, self._in_text)()

    def _plain(self) -> Fault:
        at = self.reading.place(error_position(self.error))
        return Fault(_WORDS.get(self.error.code, _OTHER), Span(at, at))

    def _wrong_encoding(self) -> Fault:
        """Return the fault of a declaration that names another encoding than the bytes are in."""
        at, beginning = self.reading.at, self.reading.beginning[:200]
        declared = declared_encoding(beginning)
        actual = "UTF-16" if b"\0" in beginning else "UTF-8"
        words = f"the XML declaration says {quote(declared)}, but the file is in {actual}: declare that"
        return Fault(words, Span(at, at._replace(column=at.column + len(declared))))

    def _unclosed_section(self) -> Fault:
        at = self.reading.section
        words = "the CDATA section that begins here has no end: ']]>' is missing"
        return Fault(words, Span(at, at._replace(column=at.column + len("<![CDATA["))))

    def _no_elements(self) -> Fault:
        if self.reading.opened:
            return explain_end(self.reading)
        at = self.reading.at
        if not self.reading.beginning:
            return Fault("there is no element: the file is empty", Span(at, at))
        return Fault("there is no element: the file has only comments, instructions or white space", Span(at, at))

    def _undefined_entity(self) -> Fault:
        window = self.reading.window()
        end = window.text.find(";", window.fault)
        name = window.text[window.fault + 1 : end] if end >= 0 else ""
        words = explain_entity(name, self.opener()) or f"the entity {quote(name)} is not declared before it is used"
        return Fault(words, Span(window.position(window.fault), window.position(end + 1)))

    def _after_root(self) -> Fault:
        window, closed = self.reading.window(), self.reading.closed
        text, at = window.text, window.fault
        if text.startswith("<", at) and text[at + 1 : at + 2].isalpha() and closed:
            name = text[at + 1 : at + 61].replace("/", " ").replace(">", " ").split()[0]
            words = f"a second root element, {quote(name)}: a document has one, and {quote(closed.tag.name)} is closed"
            span = Span(window.position(at), window.position(at + 1 + len(name)))
            return Fault(
                f"{words} in {describe_place(closed.end)}", span, (Remark("the first is closed here", closed.end),)
            )
        found = self._in_text()
        if closed and found.message.startswith("text outside"):
            words = found.message.replace("outside", "after", 1)
            return found._replace(
                message=f"{words}; {quote(closed.tag.name)} is closed in {describe_place(closed.end)}"
            )
        return found

    def _in_text(self) -> Fault:
        reading, window = self.reading, self.reading.window()
        if about := _ABOUT_ENTITIES.get(reading.code):
            return self._about_entity(window, about)
        if reading.is_in_doctype:
            return self._in_document_type(window)
        found = find_fault(window.text, 0, depth=window.depth, is_beginning=window.is_beginning)
        is_cut_off = reading.code in _CUT_OFF
        if found is None or (found.start > window.fault + 1 and not is_cut_off):
            return self._unexpected(window)
        fault = _in_document(found, window)
        if found.other < 0 or not found.remark.endswith("file ends") or not reading.opened:
            return fault
        opened = reading.opened[::-1]
        words = f"{fault.message}; still open {'is' if len(opened) == 1 else 'are'} {list_open(opened)}"
        return fault._replace(message=words, expected=tuple(f"</{each.name}>" for each in opened[:3]))

    def _about_entity(self, window: Window, about: str) -> Fault:
        end = window.text.find(";", window.fault) + 1
        name = window.text[window.fault + 1 : end - 1] if window.text.startswith("&", window.fault) else ""
        span = Span(window.position(window.fault), window.position(max(end, window.fault)))
        return Fault(f"the entity {quote(name)} {about}" if name else f"an entity {about}", span)

    def _unexpected(self, window: Window) -> Fault:
        """Return the fault of a character where the grammar of XML has another."""
        at = window.position(window.fault)
        if self.reading.code != _INVALID_TOKEN or window.fault >= len(window.text):
            return Fault(_WORDS.get(self.reading.code, _OTHER), Span(at, at))
        char = window.text[window.fault]
        if is_byte_order_mark(char):
            return Fault("a second byte order mark: delete it", Span(at, window.position(window.fault + 1)))
        return Fault(f"{quote(char)} is not allowed here", Span(at, window.position(window.fault + 1)))

    def _in_document_type(self, window: Window) -> Fault:
        at, code = window.position(window.fault), self.reading.code
        near = window.text[window.fault : window.fault + _SHOWN].split("\n", 1)[0]
        if code in _CUT_OFF or not near or re.match(r"<[^\W\d]", near):
            before = f" before {quote(near)}" if near and code not in _CUT_OFF else ""
            return Fault(f"the document type declaration, or one in it, has no end{before}", Span(at, at))
        words = f": {_WORDS[code]}" if code in _WORDS and code != _SYNTAX else ""
        return Fault(f"the document type declaration is not right at {quote(near)}{words}", Span(at, at))


def _in_document(found: TextFault, window: Window) -> Fault:
    """Return a fault of a stretch of text as one of the document."""
    remarks = (Remark(found.remark, window.position(found.other)),) if found.other >= 0 else ()
    words = found.message.replace(OTHER_PLACE, describe_place(remarks[0].at) if remarks else "")
    return Fault(words, Span(window.position(found.start), window.position(found.end)), remarks)
