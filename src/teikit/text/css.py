"""Reads from CSS what a letter needs: the style of words, alignment, and what is not shown."""

import re
from collections.abc import Iterator, Mapping

from lxml import etree

Declarations = Mapping[str, str]
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)|<!--|-->", re.DOTALL)
_RULE = re.compile(r"([^{}]{1,2000})\{([^{}]{0,5000})\}")
_CLASS = re.compile(r"[\w-]*\.([\w-]+)")
_MOST_RULES = 5_000
_USED = {
    "text-align", "font-style", "font-weight", "text-decoration", "text-decoration-line", "font-variant",
    "font-variant-caps", "text-transform", "vertical-align", "display", "visibility", "mso-hide",
}  # fmt: skip
_BOLD = {"bold", "bolder", "600", "700", "800", "900"}


def declarations(text: str) -> dict[str, str]:
    """Return the declarations of a style that are used here, in lower case."""
    pairs = (one.partition(":") for one in text.split(";"))
    found = {name.strip().lower(): value.replace("!important", "").strip().lower() for name, _, value in pairs}
    return {name: value for name, value in found.items() if name in _USED}


class StyleSheet:
    """The rules of a page for classes."""

    def __init__(self, root: etree._Element) -> None:
        self.rules: dict[str, dict[str, str]] = {}
        text = _COMMENT.sub(" ", " ".join("".join(map(str, one.itertext())) for one in root.iter("style")))
        for _, match in zip(range(_MOST_RULES), _RULE.finditer(text), strict=False):
            if found := declarations(match[2]):
                for selector in match[1].split(","):
                    if name := _CLASS.fullmatch(selector.strip()):
                        self.rules.setdefault(name[1], {}).update(found)

    def of(self, element: etree._Element) -> dict[str, str]:
        """Return the declarations for an element: those of its classes, and its own."""
        found: dict[str, str] = {}
        for name in (element.get("class") or "").split():
            found.update(self.rules.get(name, {}))
        found.update(declarations(element.get("style") or ""))
        return found


def rend(style: Declarations) -> Iterator[str]:
    """Yield the words of @rend for a style."""
    line = f"{style.get('text-decoration', '')} {style.get('text-decoration-line', '')}"
    variant = f"{style.get('font-variant', '')} {style.get('font-variant-caps', '')}"
    position = style.get("vertical-align", "")
    stated = {
        "bold": style.get("font-weight") in _BOLD,
        "italic": style.get("font-style") in {"italic", "oblique"},
        "underline": "underline" in line,
        "strikethrough": "line-through" in line,
        "smallcaps": "small-caps" in variant,
        "allcaps": style.get("text-transform") == "uppercase",
        "superscript": position == "super",
        "subscript": position == "sub",
    }
    return (name for name, is_stated in stated.items() if is_stated)


def is_right(style: Declarations) -> bool:
    """Return whether a style aligns a block on the right."""
    return style.get("text-align") in {"right", "end"}


def is_hidden(style: Declarations) -> bool:
    """Return whether a style hides an element."""
    return style.get("display") == "none" or style.get("visibility") == "hidden" or style.get("mso-hide") == "all"
