"""Changes of bytes as strangers' files have them: cut, repeated, joined, with odd numbers, characters and structure."""

import random
from collections.abc import Sequence

# Pieces that readers of the formats take for structure, and characters that are none in XML.
_PIECES = tuple(
    each.encode("utf-8", "surrogatepass")
    for each in (
        *"\0\x01\x0b\x1b\x7f\x85\r\n\t\"'<>&;[]{}()*+?\\/=:,#%-",
        *("\u2028", "\u202e", "\ufeff", "\ufffe", "\U0010ffff", "\ud800", "\u0301"),
        *("&#0;", "&#x110000;", "&a;", "<!--", "-->", "<![CDATA[", "]]>", "<?x ", "?>", "</", "/>", "<!DOCTYPE a ["),
        *("xmlns=''", 'xml:id="a"', "../", "file:///etc/hosts", "http://127.0.0.1:9/", "99999999999999999999", "-1"),
        *("1e999", "NaN", "null", "true", '"a":', "[[[[", "{{{{", "((((", "(a+)+$", "a" * 300, " " * 300, "\n" * 50),
        *("0000-00-00", "9999999-13-41", "\\u0000", "\\ud800", "=?utf-8?b?", "--b", "Content-Type: ", "charset=hex"),
    )
)


def mutate(data: bytes, chance: random.Random, others: Sequence[bytes]) -> bytes:
    """Return bytes with one random change; `others` are further examples to take pieces from."""
    start, end = sorted(chance.randrange(len(data) + 1) for _ in range(2))
    if end - start > 200 and chance.random() < 0.8:
        end = start + chance.randrange(200)
    kind = chance.randrange(8)
    if kind == 0:
        return data[:start] + data[end:]
    if kind == 1:
        return data[:end] + data[start:end] * chance.choice((1, 1, 2, 10, 100)) + data[end:]
    if kind == 2:
        return data[:start] + chance.choice(_PIECES) + data[start:]
    if kind == 3:
        return data[:start] + chance.choice(_PIECES) + data[end:]
    if kind == 4:
        other = chance.choice(others)
        place = chance.randrange(len(other) + 1)
        return data[:start] + other[place : place + chance.randrange(1, 200)] + data[end:]
    if kind == 5:
        return data[:start]
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 3, 10))):
        if changed:
            changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)
