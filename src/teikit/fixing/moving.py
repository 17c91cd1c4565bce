"""Makes the changes that remove elements, move them with their indentation, or wrap text in tags."""

from teikit.document.editable import EditableDocument, SourceElement
from teikit.fixing.proposal import Change, indentation, indentation_start, is_blank


def remove_elements(source: EditableDocument, first: SourceElement, last: SourceElement | None = None) -> Change:
    """Return the change that removes elements, with their line if it contains nothing else."""
    end = (last or first).end
    start = indentation_start(source, first.start)
    rest = source.text[end : end + 1]
    return Change(start if rest in {"", "\r", "\n"} else first.start, end, "")


def move_before(source: EditableDocument, run: list[SourceElement], target: SourceElement) -> tuple[Change, ...]:
    """Return the changes that move elements before another one."""
    raw = source.text[run[0].start : run[-1].end]
    change = Change(target.start, target.start, raw + indentation(source, target.start))
    return (change, remove_elements(source, run[0], run[-1]))


def move_into(
    source: EditableDocument, run: list[SourceElement], holder: SourceElement, *, at_end: bool
) -> tuple[Change, ...]:
    """Return the changes that move elements into another one, as its first or its last children."""
    raw = source.text[run[0].start : run[-1].end]
    space = indentation(source, holder.children[0].start) if holder.children else ""
    place = holder.content
    if at_end:
        inner = source.text[holder.content : holder.content_end]
        place = holder.content + len(inner.rstrip())
    text = space + raw if is_blank(source.text[holder.content : place]) or space else raw
    return (Change(place, place, text), remove_elements(source, run[0], run[-1]))


def wrap_text(start: int, end: int, name: str) -> tuple[Change, ...]:
    """Return the changes that wrap a stretch of text in an element."""
    return (Change(start, start, f"<{name}>"), Change(end, end, f"</{name}>"))
