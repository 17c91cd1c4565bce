"""Faults in a start tag, an end tag or their attributes (XML 1.0, 3.1)."""

import re

from teikit.document.faults.characters import find_character, find_conflict, find_in_reference
from teikit.document.faults.fault import OTHER_PLACE, TextFault
from teikit.messages import quote

_BLANK = " \t\r\n"
_BLANKS = re.compile(r"[ \t\r\n]*")
# What is meant as a name, and a name as XML has it.
_WORD = re.compile(r"[^\s<>=\"'/]*")
_NAME = re.compile(r"[^\W\d][\w.:·-]*|_[\w.:·-]*|:[\w.:·-]*")
_CURLY = "“”„‟‘’‚‛«»"
_BARE_VALUE = re.compile(r"[^\s<>\"'=]*[^\s<>\"'=/]|")
_LONGEST = 60
_NEXT_TAG, _FILE_END = "here the next tag begins", "here the file ends"
# A '<' that is a character rather than the beginning of a tag.
_NO_TAG = re.compile(r"<(?:[\s=<]|\d[^<>]*(?:<|$)|[^\w\s<>:_/!?])")


def scan_end_tag(text: str, at: int) -> TextFault | int:
    """Return what is wrong with the end tag at a place, else where it ends."""
    word = _WORD.match(text, at + 2)
    name = word[0] if word else ""
    if at + 2 >= len(text):
        return _cut_off("an end tag", at, at + 2)
    if not name:
        if text.startswith("</ ", at) or text.startswith("</\n", at):
            return TextFault("a blank follows '</': the name must follow it", at, at + 3)
        return TextFault("'</' without a name", at, at + 2)
    if fault := _check_name(name, at + 2, "element"):
        return fault
    end = _skip_blanks(text, at + 2 + len(name))
    if text.startswith(">", end):
        return end + 1
    if end >= len(text):
        return _cut_off(f"'</{name}'", at, end)
    if text[end] == "<":
        return TextFault(f"'</{_short(name)}' lacks its '>' before '<'", at, end)
    return TextFault(f"'</{_short(name)}' has more than a name: an end tag has no attributes", end, end + 1)


def scan_start_tag(text: str, at: int) -> TextFault | int:
    """Return what is wrong with the start tag at a place, else where it ends."""
    if text.startswith("<>", at):
        return TextFault("'<>' is a tag without a name", at, at + 2)
    if _NO_TAG.match(text, at):
        return find_conflict(text, at) or _unescaped(text, at)
    word = _WORD.match(text, at + 1)
    name = word[0] if word else ""
    if not name:
        return _unescaped(text, at)
    if fault := _check_name(name, at + 1, "element"):
        return fault
    return _Attributes(text, at, name).scan()


class _Attributes:
    """The attributes of the start tag at a place."""

    def __init__(self, text: str, at: int, name: str) -> None:
        self.text, self.at, self.tag = text, at, f"the tag '{_short(name)}'"
        self.end = at + 1 + len(name)
        # Where each attribute begins.
        self.seen: dict[str, int] = {}

    def scan(self) -> TextFault | int:
        """Return the first fault, else where the tag ends."""
        text = self.text
        while True:
            start, self.end = self.end, _skip_blanks(text, self.end)
            if self.end >= len(text):
                return _cut_off(f"{self.tag}", self.at, self.end)
            if text[self.end] == ">":
                return self.end + 1
            fault = self._scan_slash() if text[self.end] == "/" else self._scan_attribute(has_blank=self.end > start)
            if fault is not None:
                return fault

    def _scan_slash(self) -> TextFault | int:
        if self.text.startswith("/>", self.end):
            return self.end + 2
        if self.text.startswith(("/ ", "/\n", "/\t")):
            return TextFault(f"'/' and '>' of {self.tag} must not be apart", self.end, self.end + 1)
        return TextFault(f"'/' in {self.tag} must be right before its '>'", self.end, self.end + 1)

    def _scan_attribute(self, *, has_blank: bool) -> TextFault | None:
        text, start = self.text, self.end
        if fault := self._scan_name(has_blank=has_blank):
            return fault
        name = text[start : self.end]
        equals = _skip_blanks(text, self.end)
        if not text.startswith("=", equals):
            return self._without_value(name, start, equals)
        self.end = _skip_blanks(text, equals + 1)
        if fault := self._scan_value(name):
            return fault
        first = self.seen.setdefault(name, start)
        if first != start:
            words = f"the attribute '{_short(name)}' is there twice in {self.tag}; the first is in {OTHER_PLACE}"
            return TextFault(words, start, start + len(name), first, f"the first '{_short(name)}' is here")
        return None

    def _scan_name(self, *, has_blank: bool) -> TextFault | None:
        text, start = self.text, self.end
        char = text[start]
        if char == "<":
            return find_conflict(text, start) or self._unclosed(start)
        if char in "\"'":
            return TextFault(f"a quotation mark in {self.tag} that belongs to no attribute", start, start + 1)
        if char == "=":
            return TextFault(f"'=' without the name of an attribute in {self.tag}", start, start + 1)
        word = _WORD.match(text, start)
        name = word[0] if word else ""
        self.end = start + len(name)
        if not has_blank:
            return TextFault(f"a blank is missing before '{_short(name)}' in {self.tag}", start, self.end)
        if fault := find_conflict(text, start):
            return fault
        return _check_name(name, start, "attribute")

    def _unclosed(self, at: int) -> TextFault:
        words = f"{self.tag} lacks its '>' before '<' in {OTHER_PLACE}"
        if not self.seen:
            words += ", or '<' is not escaped: as a character it is written '&lt;'"
        return TextFault(words, self.at, self.at + 1, at, _NEXT_TAG)

    def _without_value(self, name: str, start: int, equals: int) -> TextFault:
        if equals >= len(self.text):
            return _cut_off(f"{self.tag}", self.at, equals)
        if self.text[equals] == "<":
            return find_conflict(self.text, equals) or self._unclosed(equals)
        words = f"the attribute '{_short(name)}' of {self.tag} has no value: write '{_short(name)}=\"...\"'"
        return TextFault(words, start, start + len(name))

    def _scan_value(self, name: str) -> TextFault | None:
        text, at = self.text, self.end
        if at >= len(text):
            return _cut_off(f"{self.tag}", self.at, at)
        mark = text[at]
        if mark not in "\"'":
            return self._unquoted(name, at)
        end = text.find(mark, at + 1)
        self.end = end + 1
        less = text.find("<", at + 1, end if end >= 0 else len(text))
        if less >= 0:
            return find_conflict(text, less) or self._less_than(name, at, less, end)
        if end < 0:
            return self._no_end(name, at, other=len(text))
        if text[end - 1] == "=" and text[end + 1 : end + 2] not in {"", " ", "\n", "\r", "\t", "/", ">"}:
            # What seems to be its end is the beginning of the next value.
            return self._no_end(name, at)
        return _find_in_value(text, at + 1, end)

    def _unquoted(self, name: str, at: int) -> TextFault:
        value = _BARE_VALUE.match(self.text, at)
        written = value[0] if value else ""
        if written[:1] and written[0] in _CURLY:
            words = f"the value of '{_short(name)}' in {self.tag} is in curly quotation marks: XML takes only \" and '"
            return TextFault(words, at, at + 1)
        if not written:
            return TextFault(f"the attribute '{_short(name)}' of {self.tag} has '=' but no value", at, at + 1)
        words = f"the value {quote(written)} of '{_short(name)}' in {self.tag} is not in quotation marks"
        return TextFault(words, at, at + len(written))

    def _less_than(self, name: str, at: int, less: int, end: int) -> TextFault:
        """Return whether a value has a '<' or lacks its end."""
        if end < 0 or ">" in self.text[at + 1 : less] or self.text[end - 1] == "=":
            return self._no_end(name, at, before=f" before '<' in {OTHER_PLACE}", other=less)
        words = f"'<' in the value of '{_short(name)}' in {self.tag} must be written as '&lt;'"
        return TextFault(words, less, less + 1)

    def _no_end(self, name: str, at: int, before: str = "", other: int = -1) -> TextFault:
        words = f"the value of '{_short(name)}' in {self.tag} has no quotation mark at its end{before}"
        return TextFault(words, at, at + 1, other, _NEXT_TAG if before else _FILE_END if other >= 0 else "")


def _find_in_value(text: str, start: int, end: int) -> TextFault | None:
    ampersand = text.find("&", start, end)
    while ampersand >= 0:
        if fault := find_in_reference(text, ampersand):
            return fault
        ampersand = text.find("&", ampersand + 1, end)
    return find_character(text, start, end)


def _check_name(name: str, start: int, kind: str) -> TextFault | None:
    """Return what is wrong with a name; expat knows which letters of all scripts are allowed, not this."""
    found = _NAME.match(name)
    end = found.end() if found else 0
    if end == len(name):
        return None
    char = name[end]
    if wrong := find_character(name, end, end + 1):
        return TextFault(wrong.message, start + end, start + end + 1)
    if char == "&":
        return TextFault(f"'&' in the name of an {kind}, {quote(name)}", start + end, start + end + 1)
    how = "begin with" if end == 0 else "have"
    words = f"{quote(name)} is no name of an {kind}: it cannot {how} {quote(char)}"
    return TextFault(words, start, start + len(name))


def _unescaped(text: str, at: int) -> TextFault:
    after = text[at + 1 : at + 2]
    words = "'<' is not escaped: it must be written as '&lt;'"
    if after and after in _BLANK:
        words += ", or the name of a tag must follow it at once"
    return TextFault(words, at, at + 1)


def _cut_off(what: str, at: int, end: int) -> TextFault:
    return TextFault(f"the file ends within {what}, in {OTHER_PLACE}", at, at + 1, end, _FILE_END)


def _skip_blanks(text: str, at: int) -> int:
    found = _BLANKS.match(text, at)
    return found.end() if found else at


def _short(name: str) -> str:
    return quote(name, _LONGEST)[1:-1]
