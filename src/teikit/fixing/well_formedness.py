"""Proposes fixes for XML that is not well-formed: in references, end tags and attributes."""

import re
from collections.abc import Iterator
from dataclasses import replace
from difflib import SequenceMatcher
from html.entities import html5, name2codepoint
from itertools import takewhile

from teikit.diagnostics import Diagnostic, Safety
from teikit.document.editable import EditableDocument, SourceAttribute, SourceElement
from teikit.fixing.meaning import is_misspelt
from teikit.fixing.proposal import Change, Proposal, escape_attribute_value, reading_end, remove_attribute

# Constructs without references; unclosed ones extend to the end of the text, so that each character is read once.
_OPAQUE = r"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|<\?.*?(?:\?>|\Z)"
# An ampersand that begins no reference.
_BARE = re.compile(rf"{_OPAQUE}|(&)(?!#\d+;|#x[0-9A-Fa-f]+;|[A-Za-z_][\w.-]*;)", re.DOTALL)
_OUTSIDE = re.compile(rf"{_OPAQUE}|&([A-Za-z]\w*;)", re.DOTALL)
_DECLARED = re.compile(r"<!ENTITY\s+([^\s%]+)")
_NAMED = re.compile(r"&([A-Za-z]\w*;)")
# A reference that lacks its semicolon; a URL's &copy=1 is not one.
_UNTERMINATED = re.compile(r"&(?:#\d+|#x[0-9A-Fa-f]+|([A-Za-z]+\d*))(?![\w;=.:-])")
# A document type with an external subset or parameter entities, where names may mean anything.
_EXTERNAL = re.compile(r"<!DOCTYPE\s+[^\s\[>]+\s+(?:SYSTEM|PUBLIC)\b|<!ENTITY\s+%")
_LEAST_OF_NAME = 4
# It may begin a misspelt tag, comment or instruction, rather than be a character of the text.
_BROKEN_MARKUP = re.compile(r"<\s*(?:/?\s*[^\W\d][^<>]*>|[!?/]|--)")
_SPACED_TAG = re.compile(r"<(\s+)/?[^\W\d][\w:.-]*[^<>]*>")
_END_TAG = re.compile(r"</([^\s<>/]*)\s*>")
_UNQUOTED = re.compile(
    r"(\s[\w:.-]+\s*=\s*)(?:[“”„‘’]([^<>&\"'“”‘’]*)[“”‘’](?=[\s/>])"
    # A slash before the end of a tag belongs to the tag, unless it ends a URL with other slashes.
    r"|([^\s\"'<>=&/]+(?=[\s>]|/>)|[^\s\"'<>=&]+(?=[\s/>])))"
)
_WHOLE_TAG = re.compile(r"<[^\s<>/!?]+(?:\s+[\w:.-]+\s*=\s*(?:\"[^\"<]*\"|'[^'<]*'))*\s*/?")
_START_TAG = re.compile(r"<[^\s<>/!?]+(?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*")
_NEAR = 0.6
_CONFLICT = re.compile(r"<{7}(?:[ \r\n]|\Z)")
_XML = {"amp;", "lt;", "gt;", "quot;", "apos;"}


def propose(source: EditableDocument, diagnostic: Diagnostic) -> Iterator[Proposal]:
    """Yield proposals to make a document well-formed at the position of a fault."""
    if diagnostic.span is None:
        return
    offset, end = source.offset(diagnostic.span.start), source.offset(reading_end(diagnostic))
    if _CONFLICT.match(source.text, offset):
        # Only a person can choose one of the two versions.
        return
    yield from _references(source, offset)
    for each in _end_tags(source, end):
        yield replace(each, is_structural=True)
    yield from _attributes(source, offset)
    if end >= len(source.text.rstrip()):
        for each in _end_document(source):
            yield replace(each, is_structural=True)


def _references(source: EditableDocument, offset: int) -> Iterator[Proposal]:
    text = source.text
    yield from _escape_all_ampersands(text)
    is_external = _EXTERNAL.search(text) is not None
    if not is_external:
        yield from _replace_named_characters(source)
    yield from _propose_termination(text, offset)
    for place in range(max(0, offset - 2), min(offset + 1, len(text))):
        yield from _escape_character(text, place, is_external=is_external)


def _escape_all_ampersands(text: str) -> Iterator[Proposal]:
    places = (each.start() for each in _BARE.finditer(text) if each[1])
    bare = [place for place in places if not _unterminated_reference(text, place)]
    if bare[1:]:
        changes = tuple(Change(place, place + 1, "&amp;") for place in bare)
        yield Proposal(f"write all {len(bare)} '&' that begin no reference as '&amp;'", changes, rank=-1)


def _escape_character(text: str, place: int, *, is_external: bool) -> Iterator[Proposal]:
    """Yield the proposal to escape one '&' or '<', or to replace one of HTML's named characters.

    `is_external` says that the document declares entities in another file.
    """
    named = _NAMED.match(text, place)
    if named is not None and named[1] in html5 and named[1] not in _XML:
        char = html5[named[1]]
        change = Change(place, named.end(), escape_attribute_value(char))
        made = Proposal(f"write '{char}' for '{named[0]}'", (change,))
        yield made if _is_plain(named[1]) and not is_external else made.as_unsafe()
    elif (match := _BARE.match(text, place)) is not None and match[1] and not _unterminated_reference(text, place):
        yield Proposal("write '&' as '&amp;'", (Change(place, place + 1, "&amp;"),))
    elif text[place] == "<" and not re.match(r"[/!?]|[^\W\d]", text[place + 1 : place + 2]):
        yield from _escape_less_than(text, place)


def _unterminated_reference(text: str, place: int) -> re.Match[str] | None:
    """Return the reference at a place that lacks its semicolon: &amp D, &#8217 s; R&D has none."""
    match = _UNTERMINATED.match(text, place)
    if match is None or (match[1] and f"{match[1]};" not in _XML and match[1] not in name2codepoint):
        return None
    return match


def _propose_termination(text: str, offset: int) -> Iterator[Proposal]:
    start = text.rfind("&", 0, offset + 1)
    match = _unterminated_reference(text, start) if start >= 0 else None
    if match is not None and match.end() >= offset:
        name = f"{match[1]};"
        meant = f"{match[0]};" if name in _XML or not match[1] else escape_attribute_value(html5[name])
        change = Change(start, match.end(), meant)
        yield Proposal(f"write '{meant}' for '{match[0]}'", (change,), Safety.UNSAFE)
        yield Proposal("write '&' as '&amp;'", (Change(start, start + 1, "&amp;"),), Safety.UNSAFE, 1)


def _escape_less_than(text: str, place: int) -> Iterator[Proposal]:
    """Yield proposals to escape a '<'; safe where it cannot begin a tag, not even a misspelt one."""
    if (spaced := _SPACED_TAG.match(text, place)) is not None:
        words = "leave out the space behind '<'"
        yield Proposal(words, (Change(spaced.start(1), spaced.end(1), ""),), Safety.UNSAFE)
    is_broken = _BROKEN_MARKUP.match(text, place) is not None
    made = Proposal("write '<' as '&lt;'", (Change(place, place + 1, "&lt;"),), rank=1 if is_broken else 0)
    yield made.as_unsafe() if is_broken else made


def _is_plain(name: str) -> bool:
    """Return whether a name means one character wherever it is used: it is one of HTML 4's, or a letter's.

    HTML 5 has two thousand names: &it; is an invisible multiplication sign there, and italics elsewhere.
    """
    return name[:-1] in name2codepoint or (len(name) > _LEAST_OF_NAME and html5[name].isalpha())


def _replace_named_characters(source: EditableDocument) -> Iterator[Proposal]:
    """Yield the proposal to replace all of HTML's named characters, which XML does not define, by themselves."""
    text = source.text
    declared = set(_DECLARED.findall(text))
    found = [each for each in _OUTSIDE.finditer(text) if each[1] and each[1] in html5]
    unknown = [each for each in found if each[1] not in _XML and each[1][:-1] not in declared]
    named = [each for each in unknown if _is_plain(each[1])]
    if named[1:]:
        changes = tuple(Change(each.start(), each.end(), escape_attribute_value(html5[each[1]])) for each in named)
        yield Proposal(f"write all {len(named)} of HTML's named characters as themselves", changes, rank=-1)


def _end_tags(source: EditableDocument, offset: int) -> Iterator[Proposal]:
    start = source.text.rfind("</", 0, offset + 2)
    tag = _END_TAG.match(source.text, start) if start >= 0 else None
    opened = _open_elements_at(source, start)
    if tag is None or not opened or tag.end() < offset:
        return
    names = [each.name for each in opened]
    if tag[1] in names:
        yield from _end_open_elements(opened, tag)
    else:
        yield from _rename_end_tag(source, opened, tag)
        end = Change(start, start, f"</{names[-1]}>")
        yield Proposal(f"end '{names[-1]}' before '</{tag[1]}>'", (end,), Safety.UNSAFE, 3)
    yield Proposal(f"leave out '</{tag[1]}>'", (Change(start, tag.end(), ""),), Safety.UNSAFE, 4)


def _end_open_elements(opened: list[SourceElement], tag: re.Match[str]) -> Iterator[Proposal]:
    """Yield the proposal to close the open elements inside of the one that an end tag closes."""
    inner = list(takewhile(lambda name: name != tag[1], (each.name for each in reversed(opened))))
    if not inner:
        return
    tags = "".join(f"</{name}>" for name in inner)
    following = re.compile(rf"\s*{re.escape(tags)}").match(tag.string, tag.end())
    if following:
        crossed = (Change(tag.start(), tag.start(), tags), Change(tag.end(), following.end(), ""))
        yield Proposal(f"write '{tags}' before '{tag[0]}', not behind it", crossed, Safety.UNSAFE, 1)
    words = " and ".join(f"'{name}'" for name in inner)
    yield Proposal(f"end {words} before '{tag[0]}'", (Change(tag.start(), tag.start(), tags),), Safety.UNSAFE, 2)


def _rename_end_tag(source: EditableDocument, opened: list[SourceElement], tag: re.Match[str]) -> Iterator[Proposal]:
    """Yield the proposal to rename an end tag after the last open element; safe where no other can be intended."""
    name, last = tag[1], opened[-1]
    if SequenceMatcher(None, name.lower(), last.name.lower()).ratio() < _NEAR:
        return
    made = Proposal(f"write '</{last.name}>' for '</{name}>'", (Change(tag.start(1), tag.end(1), last.name),), rank=1)
    yield made if _is_sure(source, opened, name) else made.as_unsafe()
    if last.end == last.content_end and sum(each.name == last.name for each in source.elements) == 1:
        # Nothing else says which of the two tags is misspelt; the schema may.
        start = Change(last.start + 1, last.name_end, name)
        yield Proposal(f"write '<{name}>' for '<{last.name}>'", (start,), Safety.UNSAFE, rank=1)


def _is_sure(source: EditableDocument, opened: list[SourceElement], name: str) -> bool:
    """Return whether an end tag is surely a misspelling of the last open element's, which lacks one."""
    last = opened[-1].name
    lacks_end = any(each.name == last and each.end == each.content_end for each in opened)
    is_known = any(each.name == name for each in source.elements)
    near = {each.name for each in opened if is_misspelt(name, each.name)}
    return lacks_end and not is_known and near == {last}


def _open_elements_at(source: EditableDocument, offset: int) -> list[SourceElement]:
    """Return the elements that are open at an offset, the outermost first."""
    return [each for each in source.elements if each.content <= offset <= each.content_end and not each.is_empty]


def _attributes(source: EditableDocument, offset: int) -> Iterator[Proposal]:
    start = source.text.rfind("<", 0, offset + 1)
    element = source.element_at(start)
    seen: dict[str, SourceAttribute] = {}
    for each in element.attributes if element else ():
        first = seen.setdefault(each.name, each)
        if first is not each:
            same = source.value(first) == source.value(each)
            words = f"leave out the second '{each.name}'"
            made = Proposal(words, (remove_attribute(source, each),), rank=1)
            yield made if same else made.as_unsafe()
    tag = _START_TAG.match(source.text, start) if start >= 0 else None
    if tag is not None and (changes := _quote_values(tag)):
        yield Proposal("put the attributes' values into quotes", changes)


def _quote_values(tag: re.Match[str]) -> tuple[Change, ...]:
    """Return the changes that quote values, if they quote all values of the tag."""
    bare = re.sub(r"\"[^\"]*\"|'[^']*'", lambda quoted: "\0" * len(quoted[0]), tag[0])
    found = [each for each in _UNQUOTED.finditer(f"{bare}>") if "\0" not in each[0]]
    whole, end = "", 0
    for each in found:
        whole += f'{tag[0][end : each.end(1)]}"{each[2] or each[3] or ""}"'
        end = each.end()
    if not _WHOLE_TAG.fullmatch(whole + tag[0][end:]):
        return ()
    at = tag.start()
    return tuple(Change(at + each.end(1), at + each.end(), f'"{each[2] or each[3] or ""}"') for each in found)


def _end_document(source: EditableDocument) -> Iterator[Proposal]:
    opened = _open_elements_at(source, len(source.text))
    if opened:
        end = len(source.text.rstrip())
        tags = "".join(f"</{each.name}>" for each in reversed(opened))
        yield Proposal(f"end what is open at the end of the file: {tags}", (Change(end, end, tags),), Safety.UNSAFE, 4)
