"""Reads PDF files with a text layer as lines, in a process of its own (see `teikit.text.pdf_process`)."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from typing import cast

from teikit.errors import EmptyInputError, UnreadableInputError, UnsupportedError
from teikit.text import pdf_process
from teikit.text.pdf_layout import arrange, page_lines
from teikit.text.pdf_process import Extract, PageExtract
from teikit.text.source import Reading

if find_spec("pypdfium2") is None:
    raise ModuleNotFoundError("pypdfium2", name="pypdfium2")

# Beside its own limit of CPU time, the process may have to wait for other ones.
_WAIT_SECONDS = 2 * pdf_process.MAX_SECONDS
_SCAN_SHARE = 0.6
_SMALL_IMAGE_SHARE = 0.2
_FEW_CHARACTERS = 80
# A font without a map to Unicode leaves more than an odd sign unread.
_MOST_UNMAPPED = 50
_MOST_PAGES_NAMED = 8
_REFUSALS = {
    "broken": "is a broken PDF",
    "encrypted": "is a PDF with a password; save it without one",
    "pages": f"has more than {pdf_process.MAX_PAGES:,} pages, which is no letter",
    "characters": f"has more than {pdf_process.MAX_CHARACTERS:,} characters, which is no letter",
}


def _extract(data: bytes, file: str) -> Extract:
    """Return what the other process extracts; UnreadableInputError where it crashes, or takes too long."""
    # -P: modules of this folder, such as `html`, do not hide those of the standard library.
    command = [sys.executable, "-P", pdf_process.__file__]
    try:
        done = subprocess.run(  # noqa: S603  the program of this package
            command, input=data, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=_WAIT_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise UnreadableInputError(f"{file}: is a PDF that takes too long to read") from None
    if done.returncode:
        raise UnreadableInputError(f"{file}: is a broken PDF, or one that takes too much time or memory to read")
    return cast("Extract", json.loads(done.stdout))


def _is_scanned(page: PageExtract) -> bool:
    """Return whether words of a page are probably in its images: it has no text, or a stamp on a large image."""
    if not page["characters"]:
        return page["image_share"] >= _SMALL_IMAGE_SHARE
    return page["characters"] < _FEW_CHARACTERS and not page["hidden"] and page["image_share"] >= _SCAN_SHARE


def _is_unmapped(page: PageExtract) -> bool:
    return page["unmapped"] * _MOST_UNMAPPED > page["characters"]


def _describe_pages(pages: Sequence[PageExtract], is_meant: Callable[[PageExtract], object]) -> str:
    """Return the pages of a kind in words: "page 3", "pages 1, 2 and 5"; "" if there are none."""
    numbers = [str(number) for number, page in enumerate(pages, 1) if is_meant(page)]
    if len(numbers) == len(pages) > 1:
        return f"all {len(pages)} pages"
    if len(numbers) > _MOST_PAGES_NAMED:
        numbers = [*numbers[:_MOST_PAGES_NAMED], f"{len(numbers) - _MOST_PAGES_NAMED} more"]
    first, last = ", ".join(numbers[:-1]), numbers[-1:]
    return f"pages {first} and {last[0]}" if first else f"page {last[0]}" if last else ""


def _refuse(pages: Sequence[PageExtract], file: str) -> None:
    """Raise UnsupportedError where words would be lost."""
    if where := _describe_pages(pages, _is_scanned):
        has = "has" if where.startswith("page ") else "have"
        raise UnsupportedError(f"{file}: {where} {has} images of text and no text; recognise it first (OCR)")
    if where := _describe_pages(pages, _is_unmapped):
        has = "has" if where.startswith("page ") else "have"
        raise UnsupportedError(f"{file}: {where} {has} fonts that do not say which letters they show; use OCR")


def _remarks(pages: Sequence[PageExtract], turned: Sequence[bool]) -> Iterator[str]:
    """Yield what a user should know of the text of a PDF."""
    if where := _describe_pages(pages, lambda page: page["hidden"]):
        yield f"the text of {where} is invisible, from OCR perhaps; proofread it"
    if where := _describe_pages(pages, lambda page: page["unmapped"]):
        yield f"signs on {where} that the PDF does not map to letters were replaced by U+FFFD"
    comments, fields = (sum(page[name] for page in pages) for name in ("comments", "fields"))
    if comments or fields:
        counts = [f"{n} {name}{'s' * (n > 1)}" for n, name in ((comments, "comment"), (fields, "form field")) if n]
        yield f"{' and '.join(counts)} of the PDF {'are' if comments + fields > 1 else 'is'} not read"
    numbers = [str(number) for number, is_turned in enumerate(turned, 1) if is_turned]
    if numbers:
        yield f"text in another direction follows the rest of its page ({', '.join(numbers[:_MOST_PAGES_NAMED])})"


def read(data: bytes, file: str, _encoding: str | None) -> Reading:
    """Return the lines of a PDF, page by page.

    Raises:
        EmptyInputError: it has no words.
        UnreadableInputError: it is broken, or takes too much time or memory.
        UnsupportedError: it has a password, pages that are only images, letters without Unicode, or is too large.
    """
    extract = _extract(data, file)
    if extract["refusal"]:
        kind = UnreadableInputError if extract["refusal"] == "broken" else UnsupportedError
        raise kind(f"{file}: {_REFUSALS[extract['refusal']]}")
    pages = extract["pages"]
    _refuse(pages, file)
    if not any(page["characters"] for page in pages):
        raise EmptyInputError(f"{file}: is empty")
    arranged = [page_lines(page) for page in pages]
    remarks = tuple(_remarks(pages, [bool(turned) for _, turned in arranged]))
    return Reading(arrange(arranged), remarks=remarks)
