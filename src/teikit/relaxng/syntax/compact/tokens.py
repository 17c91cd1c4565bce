"""Tokenizes the compact syntax (annex C.2): resolves escapes, and attaches comments to the next token."""

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import NoReturn

from teikit.diagnostics import Span
from teikit.document.locations import LineIndex
from teikit.messages import quote
from teikit.relaxng.datatypes.names import is_ncname
from teikit.relaxng.syntax.faults import SchemaSyntaxError, schema_diagnostic

KEYWORDS = frozenset(
    "attribute default datatypes div element empty external grammar include inherit list mixed namespace notAllowed"  # noqa: SIM905  a table
    " parent start string text token".split()
)
_ESCAPE = re.compile(r"\\x+\{([^}\n]*)\}?")
_HEXADECIMAL = re.compile("[0-9A-Fa-f]{1,8}")
# A line end written as an escape is a character of a literal, and not a line end elsewhere: lone surrogates mark it.
_ESCAPED_ENDS = {"\n": "\udc0a", "\r": "\udc0d"}
_BACK = str.maketrans({stand_in: end for end, stand_in in _ESCAPED_ENDS.items()})
_TOKEN = re.compile(
    r"(?P<space>[ \t\n]+)"
    r"|(?P<documentation>\#\#[^\n]*)"
    r"|(?P<comment>\#[^\n]*)"
    r'|(?P<literal>"""(?:"{0,2}[^"])*"""|\'\'\'(?:\'{0,2}[^\'])*\'\'\'|"[^"\n]*"|\'[^\'\n]*\')'
    r"|(?P<name>\\?[A-Za-z_\x80-\ud7ff\ue000-\U0010ffff][A-Za-z0-9_.\-\x80-\ud7ff\ue000-\U0010ffff]*"
    r"(?::(?:\*|[A-Za-z_\x80-\ud7ff\ue000-\U0010ffff][A-Za-z0-9_.\-\x80-\ud7ff\ue000-\U0010ffff]*))?)"
    r"|(?P<sign>>>|\|=|&=|[\[\](){}=|&,*+?\-~])"
)


@dataclass(slots=True)
class CompactToken:
    r"""A token.

    `kind` is literal, identifier (`\` before it is gone), keyword, qname, nsname, sign or end. `comments` are those
    before it; `documentation` the lines of a documentation comment before it.
    """

    kind: str
    text: str
    start: int
    end: int
    comments: list[str] = field(default_factory=list)
    documentation: list[str] = field(default_factory=list)


class CompactTokens:
    """The tokens of a schema, with the positions of their characters in it."""

    def __init__(self, text: str, file: str) -> None:
        self.file = file
        self._places = LineIndex(text)
        self._shifts: list[tuple[int, int]] = [(0, 0)]
        self.all = self._tokenize(self._unescape(text))

    def span(self, token: CompactToken) -> Span:
        """Return the span of a token."""
        return self._places.span(self._original_offset(token.start), self._original_offset(token.end))

    def refuse(self, token: CompactToken, message: str, rule: str = "compact-syntax") -> NoReturn:
        """Raise the fault of a token."""
        raise SchemaSyntaxError([schema_diagnostic(self.file, rule, message, self.span(token))])

    def _refuse_at(self, offset: int, message: str) -> NoReturn:
        span = self._places.span(self._original_offset(offset))
        raise SchemaSyntaxError([schema_diagnostic(self.file, "compact-syntax", message, span)])

    def _original_offset(self, offset: int) -> int:
        """Return the offset in the schema of one in the text without escapes."""
        at = bisect_right(self._shifts, offset, key=lambda shift: shift[0]) - 1
        return offset + self._shifts[at][1]

    def _unescape(self, text: str) -> str:
        if "\\x" not in text:
            return text
        parts = []
        length = last = 0
        for found in _ESCAPE.finditer(text):
            code = int(found[1], 16) if _HEXADECIMAL.fullmatch(found[1]) and found[0].endswith("}") else 0
            parts.append(text[last : found.start()])
            length += found.start() - last
            if not _is_char(code):
                self._refuse_at(length, f"{quote(found[0])[1:-1]} is not a character")
            parts.append(_ESCAPED_ENDS.get(chr(code), chr(code)))
            length += 1
            last = found.end()
            self._shifts.append((length, last - length))
        parts.append(text[last:])
        return "".join(parts)

    def _tokenize(self, text: str) -> list[CompactToken]:
        tokens: list[CompactToken] = []
        comments: list[str] = []
        documentation: list[str] = []
        # Where the last comment ended: one on the next line continues it.
        at = ended = 0
        while at < len(text):
            found = _TOKEN.match(text, at)
            if found is None:
                self._refuse_at(at, _describe_unexpected(text[at]))
            at = found.end()
            if found.lastgroup == "comment":
                if comments and text[ended : found.start()].strip(" \t") == "\n":
                    comments[-1] += "\n" + found[0][1:]
                else:
                    comments.append(found[0][1:])
                ended = at
            elif found.lastgroup == "documentation":
                documentation.append(found[0].lstrip("#").removeprefix(" "))
            elif found.lastgroup != "space":
                tokens.append(self._token(found, comments, documentation))
                comments, documentation = [], []
        tokens.append(CompactToken("end", "", len(text), len(text), comments, documentation))
        return tokens

    def _token(self, found: re.Match[str], comments: list[str], documentation: list[str]) -> CompactToken:
        text, kind = found[0], found.lastgroup or ""
        if kind == "literal":
            quotes = 3 if text[:3] in {'"""', "'''"} and len(text) > 5 else 1
            text = text[quotes:-quotes].translate(_BACK)
        elif kind == "name":
            kind, text = self._name(text, found.start())
        return CompactToken(kind, text, found.start(), found.end(), comments, documentation)

    def _name(self, text: str, offset: int) -> tuple[str, str]:
        prefix, colon, local = text.partition(":")
        escaped = text.startswith("\\")
        if escaped and colon:
            self._refuse_at(offset, "only a name without colon is written with a backslash")
        if not is_ncname(prefix.removeprefix("\\")) or (colon and local != "*" and not is_ncname(local)):
            self._refuse_at(offset, f"'{text}' is not a name")
        if colon:
            return ("nsname", prefix) if local == "*" else ("qname", text)
        if escaped:
            return "identifier", text[1:]
        return ("keyword" if text in KEYWORDS else "identifier"), text


def _is_char(code: int) -> bool:
    """Return whether a code point is a Char of XML 1.0."""
    return code in {9, 10, 13} or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or 0x10000 <= code <= 0x10FFFF


def _describe_unexpected(char: str) -> str:
    if char in "\"'":
        return "a literal that does not end on its line"
    if char in _ESCAPED_ENDS.values():
        return "a line end written as an escape may stand in literals only"
    return f"unexpected {char!r}"
