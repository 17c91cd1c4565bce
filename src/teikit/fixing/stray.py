"""Proposes fixes for text where none is allowed: to wrap it in a paragraph, or else in a comment."""

from collections.abc import Iterator

from teikit.diagnostics import Diagnostic, Safety
from teikit.document.editable import EditableDocument, SourceElement
from teikit.fixing.proposal import Change, Proposal

# Elements that text may be wrapped in, the plainest first.
_CONTAINERS = (("p",), ("note", "p"), ("ab",), ("head",), ("addrLine",), ("item",), ("l",))


def propose(source: EditableDocument, diagnostic: Diagnostic) -> Iterator[Proposal]:
    """Yield proposals to wrap stray text."""
    if diagnostic.span is None:
        return
    start = source.offset(diagnostic.span.start)
    holder = source.innermost_element(start)
    if holder is None:
        return
    end = _end(source, holder, start)
    for rank, names in enumerate(_CONTAINERS):
        opening = "".join(f"<{holder.prefix}{each}>" for each in names)
        closing = "".join(f"</{holder.prefix}{each}>" for each in reversed(names))
        words = f"put the text into '{'/'.join(names)}'"
        made = Proposal(words, (Change(start, start, opening), Change(end, end, closing)), rank=rank)
        yield made if rank == 0 else made.as_unsafe()
    # Words of the text itself are never hidden.
    if "--" not in source.text[start:end] and not _is_in_text(holder):
        comment = (Change(start, start, "<!-- "), Change(end, end, " -->"))
        yield Proposal("make the text a comment", comment, Safety.UNSAFE, len(_CONTAINERS))


def _is_in_text(element: SourceElement) -> bool:
    return element.local == "text" or any(each.local == "text" for each in element.ancestors())


def _end(source: EditableDocument, holder: SourceElement, start: int) -> int:
    """Return where text ends, with the elements among its words."""
    end = start
    for child in [*holder.children, None]:
        stop = child.start if child else holder.content_end
        if stop <= start:
            continue
        between = source.text[end:stop]
        words = between.rstrip()
        end += len(words)
        if child is None or "\n" in between[len(words) :]:
            return end
        end = child.end
    return end
