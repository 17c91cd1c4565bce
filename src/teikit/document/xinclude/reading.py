"""Reads a file that takes part in an inclusion: expat's events to a `Source`.

Entities that the file declares are written out, and so are attributes that it declares defaults of, since its document
type is not part of the merged document.
"""

import re

from teikit.document.encoding import encoding_of, find_unknown_encoding
from teikit.document.escaping import escape, quote_value
from teikit.document.expat import PARSE_ERRORS, feed, make_parser, release
from teikit.document.xinclude.source import NAMESPACE, TAG, XML_BASE, XML_ID, XML_LANG, Cut, Include, Source
from teikit.limits import Budget

_NAMES = f"{NAMESPACE} "
_INCLUDE, _FALLBACK = f"{NAMESPACE} include", f"{NAMESPACE} fallback"
_DECLARATION = re.compile(rb"<\?xml\s.*?\?>", re.DOTALL)
_DOCTYPE = re.compile(
    rb"""<!DOCTYPE(?:[^\[\]"'<>]|"[^"]*"|'[^']*')*+"""
    rb"""(?:\[(?:"[^"]*"|'[^']*'|<!--.*?-->|<\?.*?\?>|[^\]"'<]|<)*+\]\s*)?>""",
    re.DOTALL,
)
_PREDEFINED = rb"#|(?:amp|lt|gt|quot|apos);"
_REFERENCE = re.compile(rb"&(?!%b)[^;]++;" % _PREDEFINED)
# What may contain an ampersand that begins no reference, and references.
_TOKEN = re.compile(rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|%b|(%b)" % (TAG.pattern, _REFERENCE.pattern), re.DOTALL)
_ATTRIBUTE = re.compile(rb"""([^\s=<>/"']+)\s*=\s*("[^"]*"|'[^']*')""")


def read_source(name: str, uri: str, data: bytes, budget: Budget) -> Source | None:
    """Return a file as a source; None if it is not well-formed, or needs what is in other entities.

    Raises:
        LimitExceededError: it is too deep, or its declarations cost too much.
    """
    text = _to_utf8(data)
    if text is None:
        return None
    reader = _SourceReader(Source(name, uri, text), budget)
    return reader.made if reader.read() else None


def _to_utf8(data: bytes) -> bytes | None:
    encoding, mark = encoding_of(data[:200])
    if find_unknown_encoding(data[:200]):
        return None
    try:
        text = data[mark:] if encoding in {"utf-8", "utf8"} else data[mark:].decode(encoding).encode()
    except (UnicodeError, LookupError):
        return None
    return text.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in text else text


class _SourceReader:
    def __init__(self, made: Source, budget: Budget) -> None:
        self.made, self._budget = made, budget
        self._parser = make_parser(budget, "utf-8")
        self._open: list[int] = []
        self._pending: dict[str, str] = {}
        # The includes by the numbers of their elements.
        self._includes: dict[int, Include] = {}
        self._doctype_end = 0
        self._has_declarations = self._is_incomplete = False
        # The offset of the reference that is expanded, and the text.
        self._reference, self._expansion = -1, [b""]

    def read(self) -> bool:
        """Read the file; return whether it is well-formed and complete."""
        parser, data = self._parser, self.made.data
        parser.ordered_attributes = parser.namespace_prefixes = True
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.StartNamespaceDeclHandler = self._declare
        parser.StartDoctypeDeclHandler = self._start_doctype
        parser.CommentHandler = lambda text: self._pass(f"<!--{text}-->", b"-->")
        parser.ProcessingInstructionHandler = lambda target, text: self._pass(f"<?{target} {text}?>", b"?>")
        parser.SkippedEntityHandler = parser.ExternalEntityRefHandler = self._skip_entity
        if declaration := _DECLARATION.match(data):
            self.made.cuts.append(Cut(0, declaration.end(), b""))
        try:
            feed(parser, (data,))
        except PARSE_ERRORS:
            return False
        finally:
            release(parser)
        self._end_expansion()
        if self._has_declarations:
            self._drop_empty_entities()
        self.made.cuts.sort(key=lambda each: each.start)
        return not self._is_incomplete

    def _skip_entity(self, *_arguments: object) -> int:
        self._is_incomplete = True
        return 1

    def _start_doctype(self, _name: str, _system: str | None, _public: str | None, has_subset: int) -> None:
        start = self._parser.CurrentByteIndex
        start = self.made.data.rfind(b"<!DOCTYPE", 0, start + len(b"<!DOCTYPE"))
        found = _DOCTYPE.match(self.made.data, start)
        self._doctype_end = found.end() if found else start
        self.made.cuts.append(Cut(start, self._doctype_end, b""))
        if has_subset:
            self._has_declarations = True
            self._parser.CharacterDataHandler = self._text

    def _declare(self, prefix: str | None, uri: str | None) -> None:
        self._pending[prefix or ""] = uri or ""

    def _start(self, name: str, attributes: list[str]) -> None:
        made, at, number = self.made, self._parser.CurrentByteIndex, len(self.made.starts)
        parent = self._open[-1] if self._open else -1
        made.starts.append(at)
        made.ends.append(-1)
        made.parents.append(parent)
        self._open.append(number)
        self._budget.check("depth", len(self._open))
        if attributes:
            self._note_attributes(number, attributes)
        if name.startswith(_NAMES):
            self._start_inclusion(name, attributes, number, parent)
        declared, self._pending = self._pending, {}
        if declared:
            made.declared[number] = declared
        is_owner = declared or number in made.bases or number in made.languages
        made.owners.append(number if is_owner else made.owners[parent] if parent >= 0 else -1)
        if self._has_declarations:
            self._write_out(name, attributes, declared, at)

    def _note_attributes(self, number: int, attributes: list[str]) -> None:
        for name, value in zip(attributes[::2], attributes[1::2], strict=True):
            if name == XML_ID:
                self.made.ids.setdefault(value.strip(), number)
            elif name == XML_BASE:
                self.made.bases[number] = value
            elif name == XML_LANG:
                self.made.languages[number] = value

    def _start_inclusion(self, name: str, attributes: list[str], number: int, parent: int) -> None:
        # The third part is the prefix.
        name = " ".join(name.split(" ")[:2])
        around = self._includes.get(parent)
        if name == _FALLBACK and around is not None:
            if around.fallback is not None:
                around.fault = "has two fallbacks"
            around.fallback = number
        elif around is not None:
            around.fault = f"may not contain xi:{name.rpartition(' ')[2]}, except in a fallback"
        elif name == _INCLUDE:
            pairs = zip(attributes[::2], attributes[1::2], strict=True)
            own = {key: value for key, value in pairs if " " not in key}
            include = self._includes[number] = Include(number, self.made.starts[number], -1, own)
            include.fault = "comes from an entity; write it where it belongs" if self._is_expanding() else ""
            self.made.includes.append(include)

    def _end(self, name: str) -> None:
        number, at, data = self._open.pop(), self._parser.CurrentByteIndex, self.made.data
        if self._is_expanding():
            self._expand(at, b"</%b>" % _written_name(name).encode())
            end = data.index(b";", at) + 1
        elif self._is_empty(number, at):
            end = at
        else:
            end = data.index(b">", at) + 1
        self.made.ends[number] = end
        if number in self._includes:
            self._includes[number].end = end
        if not self._open:
            self.made.items.append((self.made.starts[0], end))

    def _is_empty(self, number: int, at: int) -> bool:
        """Return whether an element has one tag only; the event of its end is then after it."""
        is_last = number == len(self.made.starts) - 1
        return is_last and self.made.data[at - 2 : at] == b"/>" and self.made.tag_end(number) == at

    def _pass(self, written: str, closing: bytes) -> None:
        """Note a comment or an instruction."""
        at = self._parser.CurrentByteIndex
        if self._is_expanding():
            self._expand(at, written.encode())
        elif not self._open and at >= self._doctype_end:
            end = self.made.data.index(closing, at) + len(closing)
            if self.made.items and not self.made.starts and self.made.items[-1][1] == at:
                at = self.made.items.pop()[0]
            self.made.items.append((at, end))

    def _is_expanding(self) -> bool:
        """Return whether the event comes from an entity: then it is where the reference to the entity is."""
        data, at = self.made.data, self._parser.CurrentByteIndex
        return self._has_declarations and data.startswith(b"&", at) and bool(_REFERENCE.match(data, at))

    def _text(self, text: str) -> None:
        if self._is_expanding():
            self._expand(self._parser.CurrentByteIndex, escape(text).encode())

    def _expand(self, at: int, text: bytes) -> None:
        if at != self._reference:
            self._end_expansion()
            self._reference = at
        self._expansion.append(text)

    def _end_expansion(self) -> None:
        if self._reference >= 0:
            end = self.made.data.index(b";", self._reference) + 1
            self.made.cuts.append(Cut(self._reference, end, b"".join(self._expansion)))
        self._reference = -1
        self._expansion.clear()

    def _write_out(self, name: str, attributes: list[str], declared: dict[str, str], at: int) -> None:
        """Write out a start tag from an entity, or the values of one that has entities or defaults."""
        written = {_written_name(key): value for key, value in zip(attributes[::2], attributes[1::2], strict=True)}
        written |= {f"xmlns:{prefix}" if prefix else "xmlns": uri for prefix, uri in declared.items()}
        own = _written_name(name).encode()
        if self._is_expanding():
            self._expand(at, b"<%b%b>" % (own, _write_attributes(written)))
            return
        tag = TAG.match(self.made.data, at)
        assert tag is not None  # noqa: S101  the document is well-formed so far
        found = list(_ATTRIBUTE.finditer(self.made.data, at, tag.end()))
        names = {each[1].decode() for each in found}
        if missing := {key: value for key, value in written.items() if key not in names}:
            place = self.made.name_end(len(self.made.starts) - 1)
            self.made.cuts.append(Cut(place, place, _write_attributes(missing)))
        for each in found:
            if _REFERENCE.search(each[2]):
                value = quote_value(written.get(each[1].decode(), ""))
                self.made.cuts.append(Cut(each.start(2), each.end(2), value.encode()))

    def _drop_empty_entities(self) -> None:
        """Leave out references to entities without text, which no event is about."""
        known = {each.start for each in self.made.cuts}
        for each in _TOKEN.finditer(self.made.data, self._doctype_end):
            if each[1] and each.start() not in known:
                self.made.cuts.append(Cut(each.start(), each.end(), b""))


def _written_name(name: str) -> str:
    """Return a name as it is written, of what expat gives: namespace, local name and prefix."""
    parts = name.split(" ")
    return f"{parts[2]}:{parts[1]}" if len(parts) > 2 else parts[-1]


def _write_attributes(attributes: dict[str, str]) -> bytes:
    return "".join(f" {key}={quote_value(value)}" for key, value in attributes.items()).encode()
