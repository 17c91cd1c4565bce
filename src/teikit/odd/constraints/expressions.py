"""The prefixes in XPath expressions of rules, and how XPath writes a string."""

import re
from collections.abc import Iterator, Mapping

# Strings and comments are matched first, so that nothing in them is taken for a name.
_PART = re.compile(
    r""""(?:[^"]|"")*"|'(?:[^']|'')*'|\(:.*?(?::\)|\Z)|(?<![\w.\-])(?P<prefix>[^\W\d][\w.\-]*):(?=[^\W\d]|\*)""",
    re.DOTALL,
)
# Attributes of Schematron's elements, and of xsl:key, that are expressions.
EXPRESSIONS = frozenset({"context", "test", "select", "value", "path", "match", "use", "subject"})


def used_prefixes(expression: str) -> Iterator[str]:
    """Yield the prefixes of the names in an expression."""
    return (found["prefix"] for found in _PART.finditer(expression) if found["prefix"])


def rename_prefixes(expression: str, renamed: Mapping[str, str]) -> str:
    """Return an expression with other prefixes."""

    def replace(found: re.Match[str]) -> str:
        prefix = found["prefix"]
        return f"{renamed[prefix]}:" if prefix in renamed else found[0]

    return _PART.sub(replace, expression)


def string_literal(value: str) -> str:
    """Return a string as an expression of any version of XPath."""
    if "'" not in value:
        return f"'{value}'"
    if '"' not in value:
        return f'"{value}"'
    parts = ', "\'", '.join(f"'{part}'" for part in value.split("'"))
    return f"concat({parts})"
