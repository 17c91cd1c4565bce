"""Reads the YAML head of a text as keys with their values, all of them as text.

It reads what heads have: mappings, lists, quoted, multi-line and flow values, comments, anchors. It is lenient where
people write what YAML forbids (a colon, "@" or a tab in a value), and nothing in it recurses or expands.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

COMMENT = "#"
_LONGEST_KEY = 80
_DEEPEST = 50
# Aliases may repeat so many characters in all.
_MOST_REPEATED = 1 << 16
_NOT_FIRST_IN_KEY = frozenset("[]{}#&*!|>%`,?-:")
_NULL = frozenset(("~", "null", "Null", "NULL"))
_BLOCK_SCALAR = re.compile(r"[|>][-+\d]{0,2}(?=\s|$)")
_DOUBLE = r'"(?:[^"\\]++|\\.)*+"'
_SINGLE = r"'(?:[^']++|'')*+'"
_QUOTED = re.compile(f"{_DOUBLE}|{_SINGLE}", re.DOTALL)
_TAG = re.compile(r"!![A-Za-z]+(?:\s+|$)")
_ANCHOR = re.compile(r"&([\w-]+)(?:\s+|$)")
_ALIAS = re.compile(r"\*([\w-]+)")
_ESCAPE = re.compile(r"\\(x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|.)", re.DOTALL)
_WHITE_SPACE_ESCAPES = frozenset("nrtvfNLP_ 0abe\n")
_FLOW_TOKEN = re.compile(
    rf"{_DOUBLE}|{_SINGLE}|[\[\]{{}},]|:(?=[\s\[{{\]}},]|$)|[^\[\]{{}},:\"'\s](?:[^\[\]{{}},:]|:(?![\s\[{{]|$))*+"
)
_BRACKETS = {"]": "[", "}": "{"}
Path = tuple[str, ...]


class Entry(NamedTuple):
    """A value of a head with the keys that lead to it; its line and column count from 1."""

    path: Path
    value: str
    line: int
    column: int = 1


class _Place(NamedTuple):
    """The key that a value belongs to: its path, the column of its line that values go beyond, where it is."""

    path: Path
    indent: int
    line: int
    column: int


def read_yaml(lines: Sequence[str], first: int) -> list[Entry] | None:
    """Return the entries of a head, whose first line has that number; None if it is no mapping."""
    return _Reader(lines, first).read()


def split_key(text: str) -> tuple[str, str] | None:
    """Return the key and the value of "key: value"; None if a line has no key."""
    if not text or text[0] in _NOT_FIRST_IN_KEY:
        return None
    quoted = _QUOTED.match(text) if text[0] in "\"'" else None
    if quoted:
        key, after = quoted[0][1:-1], text[quoted.end() :].lstrip()
        return (key, after[1:].strip()) if after.startswith(":") and after[1:2] in {"", " ", "\t"} else None
    at = next((at for at in (text.find(": "), text.find(":\t")) if at > 0), -1)
    if at < 0 and text.endswith(":"):
        at = len(text) - 1
    key = text[: max(at, 0)].strip()
    return (key, text[at + 1 :].strip()) if 0 < len(key) <= _LONGEST_KEY else None


def unquote(text: str) -> str:
    """Return the text in quotation marks; a text without them as it is."""
    if text.startswith("'"):
        return text[1:-1].replace("''", "'")
    return _ESCAPE.sub(_unescape, text[1:-1]) if text.startswith('"') else text


def unquote_whole(text: str) -> str:
    """Return the text in quotation marks that are around all of it; another text as it is."""
    return unquote(text) if _QUOTED.fullmatch(text) else text


def _unescape(match: re.Match[str]) -> str:
    code = match[1]
    if len(code) > 1:
        number = int(code[1:], 16)
        return chr(number) if number <= 0x10FFFF and not 0xD800 <= number <= 0xDFFF else match[0]
    return " " if code in _WHITE_SPACE_ESCAPES else code


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _split_comment(text: str) -> tuple[str, str]:
    """Return a text without the comment that it ends with, and the comment's words."""
    if text.startswith("#"):
        return "", text.lstrip("# ")
    before, mark, comment = text.replace("\t#", " #").partition(" #")
    return before.rstrip(), comment.lstrip("# ") if mark else ""


class _Reader:
    """The state of reading: the line that is next, the keys that are open, what was found."""

    def __init__(self, lines: Sequence[str], first: int) -> None:
        self.lines, self.first, self.at = lines, first, 0
        self.open: list[tuple[int, Path]] = [(-1, ())]
        self.entries: list[Entry] = []
        self.anchors: dict[str, str] = {}
        self.repeated = 0
        self.has_key = False
        self.aliases = {match[1] for line in lines for match in _ALIAS.finditer(line)}

    def read(self) -> list[Entry] | None:
        while self.at < len(self.lines):
            line = self.lines[self.at]
            self.at += 1
            if text := line.strip():
                if text.startswith("#"):
                    self.add_comment(text.lstrip("# "))
                elif not self.read_line(text, _indent(line)):
                    return None
        return self.entries if self.has_key else None

    def read_line(self, text: str, indent: int) -> bool:
        """Read a line with a key or a list's item, and the lines that go on with it; return whether it is one."""
        is_item, dash = False, indent
        while (text == "-" or text.startswith(("- ", "-\t"))) and indent - dash < _DEEPEST:
            if not is_item:
                self.close(indent + 1)
            is_item, rest = True, text[1:].lstrip()
            indent, text = indent + len(text) - len(rest), rest
        pair = split_key(text)
        if pair is None:
            return self.read_item(text, dash, indent) if is_item else False
        if is_item and not self.open[-1][1]:
            return False
        self.close(indent)
        path = (*self.open[-1][1], pair[0])
        self.has_key = True
        if self.add_value(_Place(path, indent, self.first + self.at - 1, indent + 1), pair[1]):
            self.open.append((indent, path))
        return True

    def read_item(self, text: str, dash: int, indent: int) -> bool:
        path = self.open[-1][1]
        if path:
            self.add_value(_Place(path, dash, self.first + self.at - 1, indent + 1), text)
        return bool(path)

    def close(self, indent: int) -> None:
        """Close the keys that a line at this indentation does not belong to."""
        while self.open[-1][0] >= indent:
            self.open.pop()

    def add_comment(self, text: str) -> None:
        if text:
            self.entries.append(Entry((COMMENT,), text, self.first + self.at - 1))

    def add(self, place: _Place, value: str, below: Path = ()) -> None:
        if words := " ".join(value.split()):
            self.entries.append(Entry((*place.path, *below), words, place.line, place.column))

    def add_value(self, place: _Place, text: str) -> bool:
        """Add a value that begins with a text; return whether there is none, as where a mapping or a list follows."""
        text = text[match.end() :] if (match := _TAG.match(text)) else text
        anchor = ""
        if (match := _ANCHOR.match(text)) and match[1] in self.aliases:
            anchor, text = match[1], text[match.end() :]
        if not text or text.startswith("#"):
            self.add_comment(_split_comment(text)[1])
            return True
        value = self.read_value(place, text)
        if anchor and value is not None:
            self.anchors[anchor] = value
        if value is not None:
            self.add(place, value)
        return False

    def read_value(self, place: _Place, text: str) -> str | None:
        """Return a scalar; None for a flow collection, whose values are added."""
        if match := _BLOCK_SCALAR.match(text):
            after, comment = _split_comment(text[match.end() :].strip())
            if not after:
                self.add_comment(comment)
                return "\n".join(self.deeper_lines(place.indent, has_comments=False))
        if text[0] in "[{" and self.add_flow(place, text):
            return None
        if text[0] in "\"'":
            start = self.at
            whole = " ".join((text, *self.deeper_lines(place.indent, has_comments=False)))
            quoted = _QUOTED.match(whole)
            after, comment = _split_comment(whole[quoted.end() :].strip()) if quoted else ("?", "")
            if quoted and not after:
                self.add_comment(comment)
                return unquote(quoted[0])
            self.at = start
        return self.read_plain(place, text)

    def read_plain(self, place: _Place, text: str) -> str:
        value, comment = _split_comment(text)
        self.add_comment(comment)
        more = [] if comment else list(self.deeper_lines(place.indent, has_comments=True))
        if not more and value in _NULL:
            return ""
        return self.resolve(" ".join((value, *more)))

    def resolve(self, value: str) -> str:
        """Return the value that an alias stands for, as long as aliases do not repeat too much."""
        alias = _ALIAS.fullmatch(value)
        if alias is None or alias[1] not in self.anchors:
            return value
        self.repeated += len(self.anchors[alias[1]])
        return self.anchors[alias[1]] if self.repeated <= _MOST_REPEATED else value

    def deeper_lines(self, indent: int, *, has_comments: bool) -> Iterator[str]:
        """Yield the lines, without their indentation, that are indented deeper than a key."""
        while self.at < len(self.lines):
            line = self.lines[self.at]
            text = line.strip()
            if text and (_indent(line) <= indent or (has_comments and text.startswith("#"))):
                return
            self.at += 1
            value, comment = _split_comment(text) if has_comments else (text, "")
            self.add_comment(comment)
            if value:
                yield value

    def add_flow(self, place: _Place, text: str) -> bool:
        """Add the values of a collection in brackets; return whether it is a correct one."""
        start = self.at
        pieces, depth = [text], _flow_depth(text)
        while depth > 0 and self.at < len(self.lines) and (self.at == start or not _is_key_line(self.lines[self.at])):
            pieces.append(self.lines[self.at].strip())
            depth += _flow_depth(pieces[-1])
            self.at += 1
        found = read_flow(" ".join(pieces)) if depth == 0 else None
        if found is None:
            self.at = start
            return False
        values, comment = found
        for below, value in values:
            self.add(place, self.resolve(value), below)
        self.add_comment(comment)
        return True


def _is_key_line(line: str) -> bool:
    """Return whether a line begins a key of the head itself: a bracket before it was not closed."""
    return bool(line) and not line[0].isspace() and split_key(line) is not None


def _flow_depth(text: str) -> int:
    """Return how many brackets a text opens and does not close, without those in quotation marks."""
    bare = _QUOTED.sub("", text)
    return bare.count("[") + bare.count("{") - bare.count("]") - bare.count("}")


def read_flow(text: str) -> tuple[list[tuple[Path, str]], str] | None:
    """Return the values in "[a, {b: c}]" with the keys that lead to them, and the comment after it; None if wrong."""
    found = _FlowReader()
    end = 0
    for match in _FLOW_TOKEN.finditer(text):
        if text[end : match.start()].strip() or not found.read(match[0]):
            return None
        end = match.end()
        if not found.brackets:
            break
    rest, comment = _split_comment(text[end:].strip())
    return None if found.brackets or rest else (found.values, comment)


class _FlowReader:
    """The brackets that are open with the path that leads to each, and the last scalar, which may be a key."""

    def __init__(self) -> None:
        self.brackets: list[tuple[str, Path]] = []
        self.key: Path = ()
        self.scalar = ""
        self.values: list[tuple[Path, str]] = []

    def read(self, sign: str) -> bool:
        """Read a scalar or a sign; return whether it may be there."""
        if sign in {"[", "{"}:
            path = (*self.brackets[-1][1], *self.key) if self.brackets else ()
            self.brackets.append((sign, path))
            self.key = ()
            return not self.scalar and len(self.brackets) <= _DEEPEST
        if not self.brackets:
            return False
        if sign == ":":
            self.key, self.scalar = (unquote(self.scalar),), ""
            return True
        if sign in {",", *_BRACKETS}:
            return self.end_value(sign)
        is_first, self.scalar = not self.scalar, sign
        return is_first

    def end_value(self, sign: str) -> bool:
        if self.scalar and self.scalar not in _NULL:
            is_key_alone = self.brackets[-1][0] == "{" and not self.key
            value = self.scalar.strip()
            self.values.append(((*self.brackets[-1][1], *self.key), value if is_key_alone else unquote(value)))
        self.key, self.scalar = (), ""
        return sign == "," or self.brackets.pop()[0] == _BRACKETS[sign]


def join_values(entries: Iterable[Entry], separator: str) -> Iterator[Entry]:
    """Yield entries, those of one list as one."""
    last: Entry | None = None
    for entry in entries:
        if last and last.path == entry.path and entry.path != (COMMENT,):
            last = last._replace(value=f"{last.value}{separator}{entry.value}")
            continue
        if last:
            yield last
        last = entry
    if last:
        yield last
