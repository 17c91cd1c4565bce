"""What the types of regions say: those of PAGE and SegmOnto, and the structures of Transkribus, in small letters."""

from teikit.text.runs import HEADING, PAGE_HEADER, PARAGRAPH_LINE

# What is printed on a page beside the text, by the `fw/@type` that it becomes.
FURNITURE = {
    "page-number": "pageNum",
    "numberingzone": "pageNum",
    "numberingzone:page": "pageNum",
    "numberingzone:folio": "pageNum",
    "header": "header",
    "runningtitlezone": "header",
    "running-title": "header",
    "footer": "footer",
    "signature-mark": "sig",
    "quiremarkszone": "sig",
    "catch-word": "catch",
    "catchword": "catch",
    "stampzone": "stamp",
    "stamp": "stamp",
}
# What is beside or below the text, by the `note/@place` that it becomes.
MARGIN = {
    "marginalia": "margin",
    "margintextzone": "margin",
    "margin": "margin",
    "footnote": "foot",
    "footnote-continued": "foot",
    "endnote": "end",
}
# The styles of lines, evidence for the parts of the letter.
STYLES = {
    "header": PAGE_HEADER,
    "letterhead": PAGE_HEADER,
    "heading": HEADING,
    "paragraph": PARAGRAPH_LINE,
    "salutation": "tei salute",
    "salute": "tei salute",
    "greeting": "tei salute",
    "date": "tei dateline",
    "dateline": "tei dateline",
    "address": "tei address",
    "addressee": "tei address",
    "closer": "tei closer salute",
    "closing": "tei closer salute",
    "valediction": "tei closer salute",
    "signature": "tei signed",
    "signed": "tei signed",
    "postscript": "tei postscript",
}


def region_type(*names: str) -> str:
    """Return the first of some types of a region that says more than that it is text, in small letters."""
    found = [name.strip().lower() for name in names if name and name.strip()]
    found += [name.partition(":")[0].rstrip("0123456789#-_ ") for name in found]
    known = (name for name in found if name in FURNITURE or name in MARGIN or name in STYLES)
    return next(known, found[0] if found else "")
