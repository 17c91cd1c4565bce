"""Pieces of drawings in SVG, inside of HTML: only attributes, since the policy of pages forbids styles in them."""

from html import escape as escape_all


def number(value: float) -> str:
    """Return a coordinate with at most one decimal place."""
    return f"{value:.1f}".rstrip("0").rstrip(".").replace("-0", "0") if abs(value) < 0.05 else f"{value:.1f}".removesuffix(".0")


def text(x: float, y: float, words: str, classes: str = "", anchor: str = "middle") -> str:
    """Return words at a point."""
    classed = f' class="{classes}"' if classes else ""
    return f'<text x="{number(x)}" y="{number(y)}" text-anchor="{anchor}"{classed}>{escape_all(words)}</text>\n'


def link(address: str, label: str, content: str) -> str:
    """Return a drawing as a link; its label is what a screen reader says and a browser shows."""
    shown = escape_all(label)
    return f'<a href="{escape_all(address)}" aria-label="{shown}"><title>{shown}</title>{content}</a>\n'


def line(x1: float, y1: float, x2: float, y2: float, classes: str, width: float = 0) -> str:
    """Return a line."""
    stroke = f' stroke-width="{number(width)}"' if width else ""
    ends = f'x1="{number(x1)}" y1="{number(y1)}" x2="{number(x2)}" y2="{number(y2)}"'
    return f'<line {ends} class="{classes}"{stroke}/>\n'


def circle(x: float, y: float, radius: float, classes: str = "") -> str:
    """Return a circle."""
    classed = f' class="{classes}"' if classes else ""
    return f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(radius)}"{classed}/>'


def drawing(width: float, height: float, label: str, content: str, classes: str) -> str:
    """Return a drawing with its label; a screen reader reads the links in it. Wide drawings scroll in their figure."""
    size = f'viewBox="0 0 {number(width)} {number(height)}" width="{number(width)}" height="{number(height)}"'
    shown = escape_all(label)
    figure = f'<div class="drawing" role="region" tabindex="0" aria-label="{shown}">\n'
    return f'{figure}<svg class="{classes}" {size} role="group" aria-label="{shown}">\n{content}</svg>\n</div>\n'
