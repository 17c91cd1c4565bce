"""Finds characters that XML 1.0 does not allow (production [2] Char): control characters, surrogates, noncharacters."""

import re

# Compiled where it is used, since few texts need it.
_NO_CHARACTER = "[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"


def find_non_xml(text: str) -> str:
    """Return the name of the first character of a text that XML does not allow, such as U+0001; "" if there is none."""
    # Printable characters exclude all that XML does not allow: control characters, surrogates and noncharacters.
    if text.isprintable():
        return ""
    found = re.search(_NO_CHARACTER, text)
    return f"U+{ord(found[0]):04X}" if found else ""
