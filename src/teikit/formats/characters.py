"""Finds characters that XML 1.0 does not allow (production [2] Char): control characters, surrogates, noncharacters."""

import re

_NO_CHARACTER = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def find_non_xml(text: str) -> str:
    """Return the name of the first character of a text that XML does not allow, such as U+0001; "" if there is none."""
    found = _NO_CHARACTER.search(text)
    return f"U+{ord(found[0]):04X}" if found else ""
