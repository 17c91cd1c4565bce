"""Elements of a document cut, moved with their indentation, and surrounded by tags."""

from teikit.document.editable import Element, Source
from teikit.fixing.proposal import Change, indentation, is_blank, with_indentation


def cut(source: Source, first: Element, last: Element | None = None) -> Change:
    """Return the change that takes elements out, with their line where it holds nothing else."""
    end = (last or first).end
    start = with_indentation(source, first.start)
    rest = source.text[end : end + 1]
    return Change(start if rest in {"", "\r", "\n"} else first.start, end, "")


def moved_before(source: Source, run: list[Element], target: Element) -> tuple[Change, ...]:
    """Return the changes that move elements before another one."""
    raw = source.text[run[0].start : run[-1].end]
    change = Change(target.start, target.start, raw + indentation(source, target.start))
    return (change, cut(source, run[0], run[-1]))


def moved_into(source: Source, run: list[Element], holder: Element, *, at_end: bool) -> tuple[Change, ...]:
    """Return the changes that move elements into another one, as its first or its last children."""
    raw = source.text[run[0].start : run[-1].end]
    space = indentation(source, holder.children[0].start) if holder.children else ""
    place = holder.content
    if at_end:
        inner = source.text[holder.content : holder.content_end]
        place = holder.content + len(inner.rstrip())
    text = space + raw if is_blank(source.text[holder.content : place]) or space else raw
    return (Change(place, place, text), cut(source, run[0], run[-1]))


def surrounded(start: int, end: int, name: str) -> tuple[Change, ...]:
    """Return the changes that put a stretch of text into an element."""
    return (Change(start, start, f"<{name}>"), Change(end, end, f"</{name}>"))
