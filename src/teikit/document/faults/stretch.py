"""Finds the first fault in a stretch of text that begins with a whole token: tags, comments, instructions, text."""

import re

from teikit.document.faults.characters import find_character, find_conflict, find_in_text, is_byte_order_mark
from teikit.document.faults.fault import OTHER_PLACE, TextFault
from teikit.document.faults.tags import scan_end_tag, scan_start_tag
from teikit.messages import quote

_BLANK = re.compile(r"[ \t\r\n\ufeff]*")
_TARGET = re.compile(r"<\?([^\s?<>]*)")
_DECLARATION = re.compile(
    r"<\?xml\s+version\s*=\s*(?:\"1\.\d+\"|'1\.\d+')"
    r"(?:\s+encoding\s*=\s*(?:\"[A-Za-z][\w.-]*\"|'[A-Za-z][\w.-]*'))?"
    r"(?:\s+standalone\s*=\s*(?:\"(?:yes|no)\"|'(?:yes|no)'))?\s*\?>"
)
_PARTS = re.compile(r"(version|encoding|standalone)\s*=\s*(\S?)", re.IGNORECASE)
_ORDER = ["version", "encoding", "standalone"]
_SECTIONS = (("<!--", "-->", "comment"), ("<![CDATA[", "]]>", "CDATA section"), ("<?", "?>", "processing instruction"))
_OPENERS = re.compile(r"<!(?:-(?!-)|\[?\s*cdata\s*\[?|doctype|\s*--)", re.IGNORECASE)
_NAME = re.compile(r"(?:[^\W\d]|[_:])[\w.:·-]*")
_SHOWN = 20
_LONGEST = 60


def find_fault(text: str, start: int, *, depth: int, is_beginning: bool = False) -> TextFault | None:
    """Return the first fault of a stretch of text from an offset on.

    `depth` is how many elements are open where it begins; `is_beginning` says that it is the beginning of the document.
    """
    at = start
    while at < len(text):
        less = text.find("<", at)
        end = less if less >= 0 else len(text)
        if fault := find_in_text(text, at, end) if depth > 0 else _find_outside(text, at, end):
            return fault
        if less < 0:
            return None
        found = _scan(text, less, is_beginning=is_beginning, depth=depth)
        if isinstance(found, TextFault):
            return found
        depth += _depth(text, less, found)
        at = found
    return None


def _first_offset(text: str) -> int:
    return int(is_byte_order_mark(text[:1]))


def _depth(text: str, at: int, end: int) -> int:
    if text.startswith(("<!", "<?"), at) or text.startswith("/>", end - 2):
        return 0
    return -1 if text.startswith("</", at) else 1


def _find_outside(text: str, start: int, end: int) -> TextFault | None:
    """Return the text that is outside the root element, where only white space may be."""
    found = _BLANK.match(text, start, end)
    at = found.end() if found else start
    if at >= end:
        return None
    if wrong := find_character(text, at, at + 1):
        return wrong
    words = text[at : min(end, at + _SHOWN)].split("\n", 1)[0]
    return TextFault(f"text outside the root element: {quote(words)}", at, at + len(words.rstrip()))


def _scan(text: str, at: int, *, is_beginning: bool, depth: int) -> TextFault | int:
    """Return what is wrong with the markup at a place, else where it ends."""
    if fault := find_conflict(text, at):
        return fault
    for opener, closer, kind in _SECTIONS:
        if text.startswith(opener, at):
            return _scan_section(text, at, (opener, closer, kind), is_beginning=is_beginning, depth=depth)
    if text.startswith("</", at):
        return _closes_nothing(text, at) if depth <= 0 else scan_end_tag(text, at)
    if text.startswith("<!", at):
        return _scan_declaration(text, at, is_first=is_beginning and depth <= 0)
    return scan_start_tag(text, at)


def _closes_nothing(text: str, at: int) -> TextFault:
    tag = text[at:].partition(">")[0][:_LONGEST] + ">"
    return TextFault(f"{quote(tag)} closes nothing: no element is open", at, at + len(tag))


def _scan_section(
    text: str, at: int, section: tuple[str, str, str], *, is_beginning: bool, depth: int
) -> TextFault | int:
    opener, closer, kind = section
    if opener == "<?" and (fault := _check_target(text, at, is_beginning=is_beginning)):
        return fault
    if depth <= 0 and opener == "<![CDATA[":
        return TextFault("a CDATA section outside the root element", at, at + len(opener))
    end = text.find(closer, at + len(opener))
    if opener == "<!--" and (fault := _check_comment(text, at, end)):
        return fault
    if end < 0:
        return TextFault(f"the {kind} that begins here has no end: '{closer}' is missing", at, at + len(opener))
    return find_character(text, at, end) or end + len(closer)


def _check_comment(text: str, at: int, end: int) -> TextFault | None:
    dashes = text.find("--", at + 4)
    if end < 0 or dashes < 0 or dashes == end:
        return None
    # Another comment within it says that it lacks its end.
    if text.startswith("--", dashes) and text.startswith("<!", dashes - 2):
        words = f"the comment that begins here has no end: '-->' is missing before the next '<!--' in {OTHER_PLACE}"
        return TextFault(words, at, at + 4, dashes - 2, "here the next comment begins")
    return TextFault(
        f"'--' in the comment that begins in {OTHER_PLACE}: only '-->' at its end may have it",
        dashes, dashes + 2, at, "the comment begins here",
    )  # fmt: skip


def _check_target(text: str, at: int, *, is_beginning: bool) -> TextFault | None:
    found = _TARGET.match(text, at)
    target = found[1] if found else ""
    if not target:
        return TextFault("'<?' must be followed by the name of the instruction at once", at, at + 2)
    if target.lower() == "xml":
        if is_beginning and at == _first_offset(text):
            return _check_xml_declaration(text, at, target)
        return _misplaced_declaration(text, at, target, is_beginning=is_beginning)
    end = at + 2 + len(target)
    if not _NAME.fullmatch(target):
        return TextFault(f"{quote(target)} is no name of an instruction", at, end)
    if text[end : end + 1] in {"<", ">"}:
        return TextFault(f"the instruction '<?{target}' has no end: '?>' is missing before {text[end]!r}", at, end)
    return None


def _misplaced_declaration(text: str, at: int, target: str, *, is_beginning: bool) -> TextFault:
    before = text[:at].strip(" \t\r\n\ufeff") or not is_beginning
    why = "" if before else "; delete the blank or the line before it"
    if not before and "\ufeff" in text[1:at]:
        why = "; delete the second byte order mark before it"
    return TextFault(f"the XML declaration must be the very beginning of the file{why}", at, at + 2 + len(target))


def _check_xml_declaration(text: str, at: int, target: str) -> TextFault | None:
    end = text.find("?>", at)
    span = at, (end + 2 if end >= 0 else at + 5)
    if end < 0 or "<" in text[at + 1 : end]:
        return TextFault("the XML declaration has no end: '?>' is missing", at, at + 5)
    if target != "xml":
        return TextFault(f"the XML declaration begins with '<?xml', not '<?{target}'", *span)
    if _DECLARATION.match(text, at):
        return None
    parts = _PARTS.findall(text[at:end])
    names = [name.lower() for name, _ in parts]
    return TextFault(f"the XML declaration is not right: {_about_declaration(names, parts)}", *span)


def _about_declaration(names: list[str], parts: list[tuple[str, str]]) -> str:
    if "version" not in names:
        return "it lacks 'version=\"1.0\"'"
    if names != sorted(names, key=_ORDER.index):
        return "the order is version, encoding, standalone"
    if bare := next((name for name, mark in parts if mark not in {'"', "'"}), ""):
        return f"the value of '{bare}' is not in quotation marks"
    return 'it has the form <?xml version="1.0" encoding="UTF-8"?>'


def _scan_declaration(text: str, at: int, *, is_first: bool) -> TextFault | int:
    if text.startswith("<!DOCTYPE", at) and not is_first:
        return TextFault("a document type declaration is allowed only once, before the root element", at, at + 9)
    if text.startswith("<!DOCTYPE", at):
        # Its faults are those of declarations, which expat reports alone.
        end = text.find(">", at)
        return end + 1 if end >= 0 else TextFault("the document type declaration has no end", at, at + 9)
    found = _OPENERS.match(text, at)
    if found is None:
        return TextFault("'<!' begins neither a comment ('<!--') nor a CDATA section ('<![CDATA[')", at, at + 2)
    meant = "<!DOCTYPE" if "doctype" in found[0].lower() else "<![CDATA[" if "cdata" in found[0].lower() else "<!--"
    return TextFault(f"{quote(found[0])} is written '{meant}'", *found.span())
