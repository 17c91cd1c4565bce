"""Finds out from the tags of a document whether its elements may be nested too deeply, faster than a parse.

What is returned is an upper bound for a document that is well-formed, or for what comes before its first fault.
"""

from collections.abc import Sequence

# Of an element, in bytes.
SHORTEST_TAG = 3
# The tags are counted in blocks of at least so many bytes.
_LEAST_BLOCK = 1 << 10


def is_maybe_deep(tags: Sequence[bytes], most: int) -> bool:
    """Return whether elements may be nested more than `most` deep.

    `tags` are those of the document, each without its "<" and with the text after it, without comments.
    """
    data = b"<".join((b"", *tags))
    if b"<!" in data:
        # What is in a section of characters or a document type may look like end tags.
        return True
    return _is_maybe_deep_by_blocks(data, most) and _is_maybe_deep_by_tags(tags, most)


def _is_maybe_deep_by_blocks(data: bytes, most: int) -> bool:
    """Count start and end tags in blocks, empty elements as if they did not end."""
    block = max(most // 2, _LEAST_BLOCK)
    room, level = most - block // SHORTEST_TAG, 0
    for start in range(0, len(data), block):
        end = start + block
        level += data.count(b"<", start, end) - 2 * data.count(b"</", start, end)
        if level > room:
            return True
    return False


def _is_maybe_deep_by_tags(tags: Sequence[bytes], most: int) -> bool:
    level = 0
    for tag in tags:
        if tag[:1] == b"/":
            level -= 1
        elif _is_empty_element(tag.partition(b">")[0]):
            if level >= most:
                return True
        else:
            level += 1
            if level > most:
                return True
    return False


def _is_empty_element(source: bytes) -> bool:
    """Return whether a tag up to its first ">" is surely that of an empty element: the ">" is in no value."""
    return source[-1:] == b"/" and b"'" not in source and source.count(b'"') % 2 == 0
