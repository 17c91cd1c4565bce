"""Finds the element that an @xpointer names: a shorthand pointer (an id), or the element() scheme (W3C, March 2003)."""

import re

from teikit.document.xinclude.source import Source

_PART = re.compile(r"\s*([^\s()]+)\(((?:[^()^]|\^.|\([^()]*\))*+)\)")
_ELEMENT = re.compile(r"([^/]*)((?:/[1-9]\d{0,8})*)")
# The one form of the xpointer() scheme that means the same as a shorthand pointer.
_ID = re.compile(r"""\s*id\(\s*(?:'([^']+)'|"([^"]+)")\s*\)\s*""")


class PointerError(Exception):
    """A pointer names nothing, or is of a kind that is not followed; the message is a predicate for it."""


def find_element(source: Source, pointer: str) -> int:
    """Return the number of the element that a pointer names in a file; raises PointerError if there is none."""
    if "(" not in pointer:
        return _require(source, source.ids.get(pointer.strip(), -1))
    schemes = []
    part = _PART.match(pointer)
    while part:
        scheme, data = part[1], part[2]
        part = _PART.match(pointer, part.end())
        schemes.append(f"{scheme}()")
        number = _find_by_part(source, scheme, data)
        if number >= 0:
            return _require(source, number)
    known = {"element()", "xpointer()", "xmlns()"}.intersection(schemes)
    if not known:
        raise PointerError("is of a scheme that is not followed; an id and element() are")
    if "xpointer()" in schemes and "element()" not in schemes:
        raise PointerError("is an XPath or names nothing; an id and element() are followed")
    raise PointerError("names no element of that file")


def _require(source: Source, number: int) -> int:
    # An element that comes from an entity is where the reference is.
    if number < 0 or not source.data.startswith(b"<", source.starts[number]):
        raise PointerError("names no element of that file")
    return number


def _find_by_part(source: Source, scheme: str, data: str) -> int:
    """Return the element that one part of a pointer names, -1 if there is none."""
    if scheme == "xpointer" and (name := _ID.fullmatch(data)):
        return source.ids.get(name[1] or name[2], -1)
    found = _ELEMENT.fullmatch(data) if scheme == "element" else None
    if found is None or not data:
        return -1
    steps = [int(each) for each in found[2].split("/")[1:]]
    if found[1]:
        return _follow(source, source.ids.get(found[1], -1), steps)
    return _follow(source, 0, steps[1:]) if steps[0] == 1 else -1


def _follow(source: Source, number: int, steps: list[int]) -> int:
    """Return the element that is reached by going to the nth child for each step, -1 if there is none."""
    for step in steps:
        if number < 0:
            break
        number = source.child(number, step)
    return number
