"""Proposes names for elements that are misspelt, wrongly cased or come from HTML."""

from collections.abc import Iterator

from teikit.diagnostics import Diagnostic, Safety
from teikit.document.editable import EditableDocument, SourceElement
from teikit.fixing.meaning import is_misspelt
from teikit.fixing.proposal import UNKNOWN_ELEMENT_WORDS, Change, Proposal, element_of, remove_attribute, rename_element
from teikit.messages import suggest_spelling

_HI = {"i": "italic", "em": "italic", "b": "bold", "strong": "bold", "u": "underline", "sup": "superscript",
       "sub": "subscript", "small": "small", "tt": "monospace"}  # fmt: skip
# HTML's names, and TEI's names.
_FROM_HTML = {
    "br": "lb", "a": "ref", "ul": "list", "ol": "list", "li": "item", "h1": "head", "h2": "head", "h3": "head",
    "h4": "head", "h5": "head", "h6": "head", "blockquote": "quote", "tr": "row", "td": "cell", "th": "cell",
    "img": "graphic", "s": "del", "strike": "del", "ins": "add", "section": "div", "article": "div", "para": "p",
    "caption": "head", "pre": "ab", "cite": "title",
}  # fmt: skip
# HTML's elements that mean more than TEI's: numbered items, label cells, preserved lines, struck letters.
_SAYS_MORE = frozenset({"ol", "th", "pre", "cite", "s", "strike"})
_ATTRIBUTES = {"ref": {"href": "target"}, "graphic": {"src": "url"}}


def propose(source: EditableDocument, diagnostic: Diagnostic) -> Iterator[Proposal]:
    """Yield proposals to rename an element."""
    element = element_of(source, diagnostic)
    if element is None:
        return
    guess = suggest_spelling(element.local, (each for each in diagnostic.expected if ":" not in each))
    is_unknown = any(words in diagnostic.message for words in UNKNOWN_ELEMENT_WORDS)
    # An element that the schema has in other places was meant: what is like its name is something else.
    if guess is not None and guess != element.local and (is_unknown or guess.lower() == element.local.lower()):
        made = _rename_proposal(element, guess, 0)
        yield made if is_unknown and is_misspelt(element.local, guess) else made.as_unsafe()
    yield from _from_html(source, element)


def _rename_proposal(element: SourceElement, name: str, rank: int) -> Proposal:
    return Proposal(f"rename '{element.name}' to '{name}'", rename_element(element, element.prefix + name), rank=rank)


def _from_html(source: EditableDocument, element: SourceElement) -> Iterator[Proposal]:
    local = element.local.lower()
    if local in _HI:
        start, *end = rename_element(element, f"{element.prefix}hi")
        rendered = Change(start.start, start.end, f'{start.text} rend="{_HI[local]}"')
        yield Proposal(f"write HTML's '{element.name}' as 'hi' with rend=\"{_HI[local]}\"", (rendered, *end), rank=1)
    elif local in _FROM_HTML:
        name = _FROM_HTML[local]
        made = _rename_proposal(element, name, 1)
        changes = (*made.changes, *_attributes(element, name))
        safety = Safety.UNSAFE if local in _SAYS_MORE else Safety.SAFE
        yield Proposal(f"write HTML's '{element.name}' as '{name}'", changes, safety, rank=1)
        if element.attributes:
            left_out = (*made.changes, *(remove_attribute(source, each) for each in element.attributes))
            words = f"write HTML's '{element.name}' as '{name}', without its attributes"
            yield Proposal(words, left_out, Safety.UNSAFE, rank=2)


def _attributes(element: SourceElement, name: str) -> Iterator[Change]:
    for each in element.attributes:
        other = _ATTRIBUTES.get(name, {}).get(each.name)
        if other:
            yield Change(each.start, each.start + len(each.name), other)
