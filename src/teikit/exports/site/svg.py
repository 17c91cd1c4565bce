"""Pieces of drawings in SVG, inside of HTML: only attributes, since the policy of pages forbids styles in them."""

from html import escape as escape_all


def number(value: float) -> str:
    """Return a coordinate with at most one decimal place."""
    shown = f"{value:.1f}".removesuffix(".0")
    return "0" if shown == "-0" else shown


def text(x: float, y: float, words: str, classes: str, anchor: str = "middle") -> str:
    """Return words at a point."""
    return (
        f'<text x="{number(x)}" y="{number(y)}" text-anchor="{anchor}" class="{classes}">{escape_all(words)}</text>\n'
    )


def link(address: str, label: str, content: str) -> str:
    """Return a drawing as a link; its label is what a screen reader says and a browser shows."""
    shown = escape_all(label)
    return f'<a href="{escape_all(address)}" aria-label="{shown}"><title>{shown}</title>{content}</a>\n'


def line(begin: tuple[float, float], end: tuple[float, float], classes: str, width: float = 0) -> str:
    """Return a line."""
    stroke = f' stroke-width="{number(width)}"' if width else ""
    ends = f'x1="{number(begin[0])}" y1="{number(begin[1])}" x2="{number(end[0])}" y2="{number(end[1])}"'
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
