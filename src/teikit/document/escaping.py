"""Escapes text and the values of attributes for XML, as `xml.sax.saxutils` does, whose import takes 20 ms."""

_LINE_ENDS = {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}


def escape(text: str) -> str:
    """Return a text as the content of an element."""
    return text.replace("&", "&amp;").replace(">", "&gt;").replace("<", "&lt;")


def quote_value(value: str) -> str:
    """Return a value of an attribute in quotes, in single ones if only they need no escape."""
    escaped = escape(value)
    for char, reference in _LINE_ENDS.items():
        escaped = escaped.replace(char, reference)
    if '"' not in escaped:
        return f'"{escaped}"'
    return '"{}"'.format(escaped.replace('"', "&quot;")) if "'" in escaped else f"'{escaped}'"
