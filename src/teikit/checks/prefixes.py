"""Private URI schemes: the prefixDef of a prefix, and the expansion of its pointers (TEI P5, chapter SA, 16.2.3)."""

import re
from typing import NamedTuple

from teikit.document.uri_schemes import KNOWN_SCHEMES

__all__ = ["KNOWN_SCHEMES", "Prefix"]

# The whole identifier as one group: the only kind of pattern whose groups are certain without backtracking.
_ONE_GROUP = re.compile(r"\(([^()]*)\)")


class Prefix(NamedTuple):
    """A declared prefix: the pattern of what follows it, and its replacement."""

    pattern: str
    replacement: str

    def expand(self, identifier: str) -> str | None:
        """Return the expansion of an identifier, "" where it is not known, None where it does not match."""
        # Costs 2 ms to import, which documents without declared prefixes need not pay.
        from teikit.relaxng.datatypes.regex import RegexError, compile_regex  # noqa: PLC0415

        try:
            # `^` and `$` are ordinary in XML Schema, but people write them.
            pattern = self.pattern.removeprefix("^").removesuffix("$")
            if not compile_regex(pattern).matches(identifier):
                return None
        except RegexError:
            return ""
        one = _ONE_GROUP.fullmatch(pattern)
        return self.replacement.replace("$1", identifier) if one and "$2" not in self.replacement else ""
