"""References to entities that are not declared, or whose declaration is not read (XML 1.0, 4.1 and 5.1)."""

import re
from collections.abc import Iterable

from teikit.document.encoding import encoding_of
from teikit.messages import quote, suggest_spelling

_DOCTYPE = re.compile(
    r"<!DOCTYPE\s+[^\s\[>]+(?:\s+(?:SYSTEM|PUBLIC\s+(?:\"[^\"]*\"|'[^']*'))\s+(?:\"([^\"]*)\"|'([^']*)'))?"
)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_DECLARATION = re.compile(
    r"<!ENTITY\s+(%\s+)?([^\s%]+)\s+(?:(?:SYSTEM|PUBLIC\s+(?:\"[^\"]*\"|'[^']*'))\s+(?:\"([^\"]*)\"|'([^']*)'))?"
)
# A declaration, in which no reference is looked for, or a reference to a parameter entity.
_PARAMETER = re.compile(r"<!(?:[^<>\"']|\"[^\"]*\"|'[^']*')*+>|%([^\s;%<>]+);")
_XML = ("amp", "lt", "gt", "quot", "apos")
# The document type is looked for in so many bytes.
_MOST = 1 << 20


def explain_entity(name: str, pieces: Iterable[bytes]) -> str:
    """Return what is wrong with a reference to an entity that expat does not know."""
    text = _document_type(pieces)
    subset = _COMMENT.sub(lambda match: " " * len(match[0]), text)
    declared = {match[2]: match for match in _DECLARATION.finditer(subset) if not match[1]}
    if name in declared:
        hidden = _not_read_before(subset, declared[name].start())
        words = f"the entity {quote(name)} is not known: its declaration comes after {hidden}"
        return words if hidden else ""
    words = f"the entity {quote(name)} is not declared"
    if name.lower() in _XML:
        return f"{words}, did you mean '&{name.lower()};'?"
    if hint := _meaning(name):
        return f"{words}: {hint}"
    if outside := _external_subset(subset):
        return f"{words} in the file; perhaps it is in {outside}, which is not read"
    near = suggest_spelling(name, (*_XML, *declared))
    return f"{words}, did you mean '&{near};'?" if near else f"{words}: write the characters that it stands for"


def _document_type(pieces: Iterable[bytes]) -> str:
    """Return a document up to its first start tag, as far as it is looked for."""
    kept, size = [], 0
    for piece in pieces:
        kept.append(piece)
        size += len(piece)
        if size >= _MOST:
            break
    data = b"".join(kept)[:_MOST]
    text = data.decode(encoding_of(data[:200])[0], "replace")
    found = text.find("<!DOCTYPE")
    end = re.compile(r"\]\s*>|<[^\W\d]").search(text, found) if found >= 0 else None
    return text[found : end.end()] if end else text[found:] if found >= 0 else ""


def _not_read_before(subset: str, end: int) -> str:
    """Return the parameter entity that is referred to before a place, with its file."""
    name = next((match[1] for match in _PARAMETER.finditer(subset, _subset_start(subset), end) if match[1]), "")
    if not name:
        return ""
    files = {each[2]: each[3] or each[4] for each in _DECLARATION.finditer(subset) if each[1]}
    file = files.get(name, "")
    return f"'%{name};' ({quote(file)[1:-1]}), which is not read" if file else f"'%{name};', which is not read"


def _subset_start(subset: str) -> int:
    """Return where the declarations of a document type begin."""
    return subset.find("[") + 1


def _external_subset(subset: str) -> str:
    """Return where else entities may be declared: the external subset, or files of parameter entities."""
    found = _DOCTYPE.match(subset)
    names = [found[1] or found[2]] if found and (found[1] or found[2]) else []
    names += [each[3] or each[4] for each in _DECLARATION.finditer(subset) if each[1] and (each[3] or each[4])]
    return " or ".join(quote(each) for each in names[:3])


def _meaning(name: str) -> str:
    """Return how a character of HTML's is written."""
    from html.entities import html5  # noqa: PLC0415  a large table, for a rare fault

    chars = html5.get(f"{name};", "")
    if not chars:
        return ""
    number = "".join(f"&#{ord(char)};" for char in chars)
    shown = f", or the character {quote(chars)} itself" if chars.isprintable() and not chars.isspace() else ""
    return f"it is one of HTML's; write '{number}'{shown}"
