"""Finds the encodings of texts by name, and decodes bytes; codecs that make no texts of bytes are never used.

Python's codecs include some that unpack (`zlib`), cipher (`rot13`), fail (`undefined`), take quadratic time
(`punycode`) or interpret escapes (`unicode_escape`). What a file states as its encoding may name any of them.
"""

import codecs
import re
from encodings.aliases import aliases
from functools import lru_cache

from teikit.errors import TeikitError, UnreadableInputError
from teikit.messages import escape_control

_TEXTS = frozenset({
    "ascii", "big5", "big5hkscs", "cp037", "cp1006", "cp1026", "cp1125", "cp1140", "cp1250", "cp1251", "cp1252",
    "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "cp273", "cp424", "cp437", "cp500", "cp720",
    "cp737", "cp775", "cp850", "cp852", "cp855", "cp856", "cp857", "cp858", "cp860", "cp861", "cp862", "cp863",
    "cp864", "cp865", "cp866", "cp869", "cp874", "cp875", "cp932", "cp949", "cp950", "euc_jis_2004", "euc_jisx0213",
    "euc_jp", "euc_kr", "gb18030", "gb2312", "gbk", "hp_roman8", "hz", "iso2022_jp", "iso2022_jp_1", "iso2022_jp_2",
    "iso2022_jp_2004", "iso2022_jp_3", "iso2022_jp_ext", "iso2022_kr", "iso8859_1", "iso8859_10", "iso8859_11",
    "iso8859_13", "iso8859_14", "iso8859_15", "iso8859_16", "iso8859_2", "iso8859_3", "iso8859_4", "iso8859_5",
    "iso8859_6", "iso8859_7", "iso8859_8", "iso8859_9", "johab", "koi8_r", "koi8_t", "koi8_u", "kz1048", "latin_1",
    "mac_arabic", "mac_croatian", "mac_cyrillic", "mac_farsi", "mac_greek", "mac_iceland", "mac_latin2",
    "mac_roman", "mac_romanian", "mac_turkish", "palmos", "ptcp154", "shift_jis", "shift_jis_2004",
    "shift_jisx0213", "tis_620", "utf_16", "utf_16_be", "utf_16_le", "utf_32", "utf_32_be", "utf_32_le", "utf_7",
    "utf_8", "utf_8_sig",
})  # fmt: skip
# Names of the WHATWG's encoding standard that Python does not know.
_MORE = {
    "dos_874": "cp874",
    "iso_8859_8_i": "iso8859_8",
    "iso_8859_8_e": "iso8859_8",
    "unicode_1_1_utf_8": "utf_8",
    "windows_31j": "cp932",
    "windows_874": "cp874",
    "x_cp1250": "cp1250",
    "x_cp1251": "cp1251",
    "x_cp1252": "cp1252",
    "x_euc_jp": "euc_jp",
    "x_gbk": "gbk",
    "x_mac_cyrillic": "mac_cyrillic",
    "x_mac_roman": "mac_roman",
    "x_mac_ukrainian": "mac_cyrillic",
    "x_sjis": "shift_jis",
}
_LONGEST = 40
_SEPARATORS = re.compile(r"[-_ .:]+")
_LINE_END = re.compile("\r\n|[\n\r]")
SURROGATE = re.compile("[\ud800-\udfff]")


@lru_cache(maxsize=256)
def _find(name: str) -> str | None:
    key = _SEPARATORS.sub("_", name.strip().lower())
    # `aliases` has the names with dots removed in some, and replaced in others.
    known = next((each for each in (key, _MORE.get(key, ""), aliases.get(key, "")) if each in _TEXTS), None)
    return codecs.lookup(known).name if known else None


def find_encoding(name: str) -> str | None:
    """Return Python's name of an encoding of texts, by any of its names; None if it is unknown or none of texts."""
    return _find(name) if len(name) <= _LONGEST and name.isascii() and name.isprintable() else None


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Return the line and the column of an offset in a text, both from 1; a line ends at LF, CR or both."""
    before = _LINE_END.split(text[:offset])
    return len(before), len(before[-1]) + 1


def place(text: str, offset: int) -> str:
    """Return the line and column of an offset in a text, as `3:14`."""
    line, column = line_and_column(text, offset)
    return f"{line}:{column}"


def decode(data: bytes, name: str, file: str, *, error: type[TeikitError] = UnreadableInputError) -> str:
    """Return the text of bytes; a lone surrogate, as UTF-7 can have, is none.

    Args:
        data: the bytes.
        name: one of the names of an encoding.
        file: the name of the file for messages.
        error: what is raised if the encoding is unknown, or the bytes are not in it.
    """
    encoding = find_encoding(name)
    if encoding is None:
        raise error(f"{escape_control(file)}: the encoding '{escape_control(name[:_LONGEST])}' is not known")
    try:
        text = data.decode(encoding)
    except UnicodeError as fault:
        raise error(f"{escape_control(file)}:{_describe(data, encoding, fault)}") from None
    if encoding == "utf-7" and (lone := SURROGATE.search(text)):
        reason = f"is not UTF-7 text (half a character, U+{ord(lone[0]):04X})"
        raise error(f"{escape_control(file)}:{place(text, lone.start())}: {reason}")
    return text


def _describe(data: bytes, encoding: str, fault: UnicodeError) -> str:
    """Return the place of the first byte that is not in an encoding, and what is wrong."""
    # The codec of UTF-8 with a byte order mark counts from what follows the mark.
    whole, start = (fault.object, fault.start) if isinstance(fault, UnicodeDecodeError) else (data, 0)
    before = whole[:start].decode(encoding, "replace")
    name = encoding.upper().removesuffix("-SIG")
    return f"{place(before, len(before))}: is not {name} text (byte 0x{whole[start]:02X})"
