"""The frame of every HTML page: one file, no script, nothing fetched, accessible by screen reader and fit for print."""

from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path

from teikit.messages import escape_control

_HEAD = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title} - teikit</title>
<style>
{css}</style>
</head>
<body>
<a class="skip" href="#{first}">{skip}</a>
<header>
<p class="maker">teikit report</p>
<h1>{title}</h1>
<dl class="figures">
{figures}</dl>
<nav aria-label="Parts of this report"><ul>
{parts}</ul></nav>
</header>
<main>
"""


def escape_html(text: str) -> str:
    """Return text escaped for HTML, attribute values included."""
    return escape(escape_control(text))


def head(title: str, figures: Iterable[tuple[str, str]], parts: Mapping[str, str], skip: str, css: str = "") -> str:
    """Return a page up to the start of its main part.

    Figures are pairs of a name and a count, `parts` maps section ids to titles. `skip` is the text of the link to the
    first section; `css` is added after the style sheet of all pages.
    """
    title, first = escape_html(title), next(iter(parts))
    css = Path(__file__).with_name("page.css").read_text(encoding="utf-8") + css
    terms = (f"<div><dt>{escape_html(name)}</dt><dd>{escape_html(count)}</dd></div>\n" for name, count in figures)
    links = "".join(f'<li><a href="#{part}">{escape_html(name)}</a></li>\n' for part, name in parts.items())
    return _HEAD.format(title=title, css=css, first=first, skip=skip, figures="".join(terms), parts=links)


def foot(remark: str) -> str:
    """Return the end of a page."""
    return f"</main>\n<footer><p>{escape_html(remark)}</p></footer>\n</body>\n</html>\n"
