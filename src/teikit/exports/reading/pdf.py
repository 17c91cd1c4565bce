"""Writes a letter as PDF: the HTML page, printed by WeasyPrint (the extra `pdf`), tagged for screen readers."""

import hashlib
import logging
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from importlib import import_module
from typing import Any

from teikit._version import __version__
from teikit.errors import MissingExtraError, UnsupportedError
from teikit.exports.reading.elements import language_tag
from teikit.exports.reading.html import labels_of, left_out, page, title_of
from teikit.exports.reading.html_text import TextWriter
from teikit.exports.reading.human_dates import human_date
from teikit.exports.reading.labels import Labels
from teikit.exports.reading.print_text import PrintWriter, fits_footnotes
from teikit.exports.reading.rule import read_texts
from teikit.exports.reading.styles import read_style
from teikit.exports.record.record import Record
from teikit.exports.record.source import ExportedFile, Settings, TeiFile
from teikit.messages import escape_control

_MOST_TITLE = 80


def _weasyprint() -> Any:
    """Import WeasyPrint on demand, since that takes a second.

    Raises:
        MissingExtraError: it is not installed, or Pango is missing.
    """
    try:
        # Deprecation warnings about system libraries are of no use to an editor.
        with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
            found = import_module("weasyprint")
    except ImportError:
        raise MissingExtraError("PDF needs weasyprint; install teikit[pdf]") from None
    except OSError:
        packages = "on Debian the packages libpango-1.0-0 and libpangoft2-1.0-0"
        raise MissingExtraError(f"PDF needs the library Pango; install it ({packages})") from None
    # It writes remarks on the fonts of the system to standard error.
    logging.getLogger("fontTools").setLevel(logging.CRITICAL)
    return found


@contextmanager
def _freeze_time(day: date) -> Iterator[None]:
    """Set SOURCE_DATE_EPOCH to a date: without HarfBuzz-Subset, the file contains the time of font subsetting."""
    name = "SOURCE_DATE_EPOCH"
    before = os.environ.get(name)
    os.environ[name] = before or str((day - date(1970, 1, 1)).days * 86_400)
    try:
        yield
    finally:
        if before is None:
            del os.environ[name]


def _running_title(record: Record, labels: Labels) -> str:
    """Return the title at the head of all pages but the first, with the date of the letter if it is not in it."""
    title = title_of(record)
    shown = title if len(title) <= _MOST_TITLE else f"{title[: _MOST_TITLE - 1].rstrip()}…"
    date = next((human_date(date, labels) for date in (*record.sent_dates, *record.created)), "")
    return shown if date in title else f"{shown} · {date}"


def _css_string(text: str) -> str:
    """Return text as a string of CSS (CSS Syntax 3, 4.3.7)."""
    kept = (char if char.isalnum() or char in " .,:;-·…" else f"\\{ord(char):x} " for char in text)
    return f'"{"".join(kept)}"'


def write(source: TeiFile, settings: Settings) -> ExportedFile:
    """Return a letter as a PDF file; its dates are the day of the export, its fonts those of the system.

    Raises:
        MissingExtraError: WeasyPrint or Pango is missing.
        UnsupportedError: the letter is nested too deeply for WeasyPrint.
    """
    reading, record = read_texts(source.root), source.record
    labels = labels_of(record, settings)
    style = f":root{{--running-title:{_css_string(_running_title(record, labels))}}}\n{read_style('print.css')}"
    writer = PrintWriter if fits_footnotes(reading) else TextWriter
    made = page(record, reading, labels, style=style, make_writer=writer)
    weasyprint = _weasyprint()
    nothing = weasyprint.urls.URLFetcher(allowed_protocols=())
    options = {"pdf_tags": True, "pdf_identifier": hashlib.sha256(made.encode()).digest()[:16]}
    try:
        document = weasyprint.HTML(string=made, url_fetcher=nothing).render(**options)
        known = document.metadata
        known.generator, known.created, known.modified = f"teikit {__version__}", *(settings.day.isoformat(),) * 2
        known.authors, known.keywords = [one.name for one in record.creators], list(record.keywords)
        known.description = record.abstract or None
        # The labels of the page may be in another language, but the language of the document is the letter's.
        known.lang = language_tag(record.languages[0] if len(record.languages) == 1 else "") or labels.language
        with _freeze_time(settings.day):
            return ExportedFile(document.write_pdf(**options), left_out(record, reading))
    except RecursionError:
        raise UnsupportedError(f"{escape_control(source.name)}: is nested too deeply for a PDF") from None
