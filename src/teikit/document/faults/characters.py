"""Faults in the text between tags, in references and in single characters (XML 1.0, 2.2, 2.4 and 4.1)."""

import re

from teikit.document.faults.fault import TextFault
from teikit.messages import quote

# Each is a whole reference, or what should be one.
_REFERENCE = re.compile(r"&(?:#(?:x([0-9A-Fa-f]+)|([0-9]+))|([^\W\d][\w.:-]*));")
_MEANT = re.compile(r"&(#?[\w.:-]{0,40})")
_WRONG = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CONFLICT = re.compile(r"(?:<{7}|>{7}|\|{7})(?: [^\n]*)?$|={7}$", re.MULTILINE)
_SURROGATES = range(0xDC80, 0xDD00)
_OF_NAMES = 0x110000
_MOST_DIGITS = 8
_MARK = "\ufeff"


def find_in_text(text: str, start: int, end: int) -> TextFault | None:
    """Return the first fault of text between tags; names of entities are not looked up."""
    ends = [text.find("]]>", start, end)]
    ampersand = text.find("&", start, end)
    while ampersand >= 0 and (fault := find_in_reference(text, ampersand)) is None:
        ampersand = text.find("&", ampersand + 1, end)
    faults = [fault] if ampersand >= 0 and fault else []
    faults += [TextFault("']]>' must be written as ']]&gt;' in text", at, at + 3) for at in ends if at >= 0]
    if wrong := find_character(text, start, end):
        faults.append(wrong)
    return min(faults, key=lambda each: each.start, default=None)


def find_character(text: str, start: int, end: int) -> TextFault | None:
    """Return the first character that XML does not allow."""
    found = _WRONG.search(text, start, end)
    return TextFault(describe_character(found[0]), found.start(), found.end()) if found else None


def describe_character(char: str) -> str:
    """Return what is wrong with a character that XML does not allow."""
    code = ord(char)
    if code in _SURROGATES:
        byte = code - 0xDC00
        return f"the byte 0x{byte:02X} is not UTF-8{_meaning(byte)}"
    kind = "control character" if code < 0xA0 else "character"
    return f"the {kind} U+{code:04X} is not allowed in XML; delete it"


def _meaning(byte: int) -> str:
    """Return what a byte means in the encoding that most files have that are not UTF-8."""
    char = bytes([byte]).decode("cp1252", "ignore")
    if not char:
        return ", in which the file is read; convert it to UTF-8, or declare its encoding"
    return (
        f", in which the file is read; in Windows-1252 it is {quote(char)}: convert the file to UTF-8, or declare that"
    )


def find_in_reference(text: str, at: int) -> TextFault | None:
    """Return what is wrong with the reference that an ampersand begins."""
    whole = _REFERENCE.match(text, at)
    if whole is not None:
        return _check_number(whole)
    meant = _MEANT.match(text, at)
    name = meant[1] if meant else ""
    if name.startswith("#"):
        return TextFault(_about_number(name), at, at + 1 + len(name))
    if name and not name[0].isdigit() and not _is_spaced(text, at, name):
        words = f"'&' is not escaped, or '&{name}' lacks its ';': write '&amp;' for the character"
        return TextFault(words, at, at + 1)
    return TextFault("'&' is not escaped: it must be written as '&amp;'", at, at + 1)


def _is_spaced(text: str, at: int, name: str) -> bool:
    """Return whether an ampersand is plainly a character: what follows is a parameter of a URL, or an initial."""
    return text.startswith("=", at + 1 + len(name)) or len(name) == 1


def _about_number(name: str) -> str:
    if name == "#" or not (name[1:].isdigit() or re.fullmatch(r"#x[0-9A-Fa-f]+", name)):
        return f"'&{name}' is no reference to a character: that is '&#' with a number, or '&#x' with one to base 16"
    return f"'&{name}' lacks its ';'"


def _check_number(reference: re.Match[str]) -> TextFault | None:
    hexadecimal, decimal, _ = reference.groups()
    digits = hexadecimal or decimal
    if digits is None:
        return None
    number = _OF_NAMES if len(digits.lstrip("0")) > _MOST_DIGITS else int(digits, 16 if hexadecimal else 10)
    if number < _OF_NAMES and not _WRONG.match(chr(number)):
        return None
    code = f"U+{number:04X}, which XML does not allow" if number < _OF_NAMES else "no character"
    return TextFault(f"'{reference[0][:40]}' refers to {code}", *reference.span())


def find_conflict(text: str, at: int) -> TextFault | None:
    """Return the conflict mark of git that begins at a place, if one does."""
    if at and text[at - 1] not in "\r\n\ufeff":
        return None
    found = _CONFLICT.match(text, at)
    if found is None:
        return None
    words = f"{quote(found[0].rstrip())} marks a conflict that git could not merge: choose one of the two versions"
    return TextFault(words, at, at + len(found[0].rstrip()))


def is_byte_order_mark(char: str) -> bool:
    """Return whether a character is a byte order mark."""
    return char == _MARK
