"""The frame of every HTML page: one file, nothing fetched, accessible by screen reader and fit for print.

A page may have one script of its own, by which it can do no more than change what it shows.
"""

import hashlib
from base64 import b64encode
from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path

from teikit.messages import escape_control

_HEAD = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'{policy}">
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


def escape_text(text: str) -> str:
    """Return text escaped for the content of HTML elements, where quotes need no escaping."""
    return escape(escape_control(text), quote=False)


def head(  # noqa: PLR0913  the parts of a head
    title: str,
    figures: Iterable[tuple[str, str]],
    parts: Mapping[str, str],
    skip: str,
    css: str = "",
    *,
    script: str = "",
) -> str:
    """Return a page up to the start of its main part.

    Figures are pairs of a name and a count, `parts` maps section ids to titles. `skip` is the text of the link to the
    first section; `css` is added after the style sheet of all pages. `script` is the script at the end of the page, ""
    if it has none; browsers run no other.
    """
    # https://www.w3.org/TR/CSP3/#grammardef-hash-source
    known = b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = f"; script-src 'sha256-{known}'" if script else ""
    title, first = escape_html(title), next(iter(parts))
    css = Path(__file__).with_name("page.css").read_text(encoding="utf-8") + css
    terms = (f"<div><dt>{escape_html(name)}</dt><dd>{escape_html(count)}</dd></div>\n" for name, count in figures)
    links = "".join(f'<li><a href="#{part}">{escape_html(name)}</a></li>\n' for part, name in parts.items())
    return _HEAD.format(
        policy=policy, title=title, css=css, first=first, skip=skip, figures="".join(terms), parts=links
    )


def foot(remark: str, script: str = "") -> str:
    """Return the end of a page, with the script of which its head has the digest."""
    run = f"<script>{script}</script>\n" if script else ""
    return f"</main>\n<footer><p>{escape_html(remark)}</p></footer>\n{run}</body>\n</html>\n"
