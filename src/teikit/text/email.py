"""Reads e-mails (RFC 5322, MIME): the fields that name parties, date and subject, and the text of the message.

Technical fields and the names of attachments are statements beside the text; attachments are never opened.
"""

import codecs
import re
from binascii import a2b_base64, a2b_qp
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32

from teikit.errors import EmptyInputError, UnreadableInputError, UnsupportedError
from teikit.formats.encodings import decode, find_encoding
from teikit.text import html
from teikit.text.decoding import replace_non_xml
from teikit.text.flowed import unflow
from teikit.text.plain import Block, Line, lines
from teikit.text.runs import MESSAGE
from teikit.text.source import Field, Reading

# Fields that a printed e-mail has above its text; the others are technical.
_SHOWN = frozenset({"from", "sender", "reply-to", "to", "cc", "bcc", "date", "subject"})
_MOST_FIELDS, _LONGEST_FIELD, _LONGEST_TYPE = 1_000, 100_000, 10_000
# More parts than letters have; many nested ones take the parser long.
_MOST_PARTS = 200
_PART = re.compile(rb"(?i)multipart/|message/rfc822")
_MAILBOX_LINE = re.compile(rb"From [^\n]*\n")
# The blank line and "From " above the next message of a mailbox, which has fields below.
_NEXT_MESSAGE = re.compile(rb"\r?\n\r?\nFrom \S[^\n]*\d{4}\s*\n[A-Za-z][A-Za-z0-9-]*:")
_FOLD = re.compile(r"\r?\n[ \t]*|\r")
# RFC 2047: an encoded word; the blanks between two are not text. Bounded, so that a bad field takes no long time.
_ENCODED_WORD = re.compile(r"=\?([^?\s]{1,60})\?([BbQq])\?([^?]{0,2000})\?=")
_BETWEEN_WORDS = re.compile(r"(\?=)\s+(?==\?[^?\s]{1,60}\?[BbQq]\?)")
_LONGEST_NAME = 40
_FALLBACK = "cp1252"


@dataclass(slots=True)
class _Gathered:
    """What was read of a message so far."""

    file: str
    encoding: str
    lines: list[Line] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    attachments: list[str] = field(default_factory=list)
    has_text: bool = False
    blocks: int = 0

    def add_lines(self, added: Sequence[Line], around: tuple[Block, ...]) -> None:
        """Add lines below those before, in the blocks around them; the numbers of their own blocks become unique."""
        highest = 0
        for line in added:
            own = tuple(replace(block, number=block.number + self.blocks) for block in line.blocks)
            highest = max([highest, *(block.number for block in line.blocks)])
            self.lines.append(replace(line, number=len(self.lines) + 1, blocks=(*around, *own)))
        self.blocks += highest

    def add_blank(self) -> None:
        """Add a blank line."""
        self.lines.append(Line("", len(self.lines) + 1))

    def remark(self, text: str) -> None:
        """Report something once."""
        if text not in self.remarks:
            self.remarks.append(text)


def read(data: bytes, file: str, encoding: str | None) -> Reading:
    """Return the lines of an e-mail, its technical fields, and remarks on what was not read.

    `encoding` is that of text which does not state its own.
    """
    message = _parse(data, file)
    gathered = _Gathered(file, encoding or "")
    _read_message(message, gathered, ())
    if not gathered.has_text:
        raise EmptyInputError(f"{file}: is an e-mail without a text")
    if gathered.attachments:
        count = len(gathered.attachments)
        what = "1 attachment is" if count == 1 else f"{count} attachments are"
        gathered.remark(f"{what} not read: {', '.join(gathered.attachments)}")
    return Reading(gathered.lines, tuple(gathered.fields), (), tuple(gathered.remarks))


def _parse(data: bytes, file: str) -> Message:
    data = data.removeprefix(codecs.BOM_UTF8).lstrip(b"\r\n")
    if (first := _MAILBOX_LINE.match(data)) is not None:
        others = len(_NEXT_MESSAGE.findall(data))
        if others:
            raise UnsupportedError(f"{file}: is a mailbox of {others + 1} messages; save each as an .eml file")
        data = data[first.end() :]
    if len(_PART.findall(data)) > _MOST_PARTS:
        raise UnsupportedError(f"{file}: is an e-mail of more parts than a letter may have ({_MOST_PARTS})")
    try:
        message = BytesParser(policy=compat32).parsebytes(data)
    except (RecursionError, ValueError, LookupError, TypeError):
        raise UnreadableInputError(f"{file}: is no e-mail that can be read") from None
    if not message.keys():
        raise UnreadableInputError(f"{file}: has no header fields, as an e-mail has")
    return message


def _read_message(message: Message, gathered: _Gathered, around: tuple[Block, ...]) -> None:
    """Read the fields of a message and its parts."""
    _check_fields(message, gathered.file)
    shown = []
    for name, raw in message.raw_items():
        value = _decode_field(str(raw), gathered, message)
        if name.lower() in _SHOWN and value:
            shown.append(f"{_clean(name)}: {value}")
        elif value:
            gathered.fields.append(Field("", _clean(name), value))
    gathered.add_lines(lines("\n".join(shown)), around)
    gathered.add_blank()
    _read_part(message, gathered, around)


def _check_fields(message: Message, file: str) -> None:
    """Raise UnsupportedError if a message has more or longer fields than an e-mail that people wrote."""
    items = list(message.raw_items())
    if len(items) > _MOST_FIELDS:
        raise UnsupportedError(f"{file}: has {len(items):,} header fields, more than an e-mail has ({_MOST_FIELDS:,})")
    for name, value in items:
        longest = _LONGEST_TYPE if name.lower().startswith("content-") else _LONGEST_FIELD
        if len(name) + len(str(value)) > longest:
            raise UnsupportedError(f"{file}: has a header field of more than {longest:,} characters")


def _read_part(part: Message, gathered: _Gathered, around: tuple[Block, ...]) -> None:
    kind = part.get_content_type()
    parts = _parts_within(part)
    if parts and kind.startswith("message/"):
        for forwarded in parts:
            gathered.add_blank()
            _read_message(forwarded, gathered, around or (MESSAGE,))
    elif parts:
        _read_parts(kind, parts, gathered, around)
    elif _is_attachment(part):
        gathered.attachments.append(_describe(part))
        gathered.fields.append(Field("", "Attachment", _describe(part)))
    else:
        _read_text(part, gathered, around)


def _parts_within(part: Message) -> list[Message]:
    # Of a part without parts the payload would be decoded, in whatever encoding it states.
    payload = part.get_payload() if part.is_multipart() else []
    return [each for each in payload if isinstance(each, Message)]


def _read_parts(kind: str, parts: Sequence[Message], gathered: _Gathered, around: tuple[Block, ...]) -> None:
    """Read the parts of a multipart message, of alternatives the best one."""
    for part in parts:
        _check_fields(part, gathered.file)
    chosen = _best_alternative(parts) if kind == "multipart/alternative" else None
    for part in parts:
        if chosen is None or part is chosen:
            _read_part(part, gathered, around)
        else:
            gathered.fields.append(Field("", "Alternative", _describe(part)))


def _best_alternative(parts: Sequence[Message]) -> Message | None:
    """Return the plain text among alternatives, else the HTML, else the first part."""
    filled = [part for part in parts if part.is_multipart() or _payload(part).strip()]
    for kinds in (("text/plain",), ("text/html",), ("multipart/related", "multipart/mixed")):
        for part in filled:
            if part.get_content_type() in kinds:
                return part
    return next(iter(filled or parts), None)


def _is_attachment(part: Message) -> bool:
    if not part.get_content_type().startswith("text/") and part.get_content_maintype() != "multipart":
        return True
    is_read = part.get_content_subtype() in {"plain", "html"} or part.get_content_maintype() == "multipart"
    disposition = str(part.get("Content-Disposition", "")).lower().lstrip()
    return not is_read or disposition.startswith("attachment") or bool(_file_name(part))


def _file_name(part: Message) -> str:
    try:
        return part.get_filename() or ""
    except (ValueError, LookupError, TypeError):
        return ""


def _describe(part: Message) -> str:
    """Return name and type of a part that is not read."""
    name, kind = _clean(_decode_words(_file_name(part), None)), _clean(part.get_content_type())
    return f"{name} ({kind})" if name else kind


def _read_text(part: Message, gathered: _Gathered, around: tuple[Block, ...]) -> None:
    if part.get_content_maintype() == "multipart":
        gathered.remark("does not say where its parts begin; they are read as one text")
    data = _payload(part)
    if part.defects and any("Base64" in type(each).__name__ for each in part.defects):
        gathered.remark("has a damaged text in base64")
    text = _decode_text(data, _parameter(part, "charset") or gathered.encoding, gathered)
    if not text.strip():
        return
    read_lines = _html_lines(text, gathered.file) if part.get_content_subtype() == "html" else _text_lines(part, text)
    if any(line.text for line in read_lines):
        gathered.has_text = True
        gathered.add_lines(read_lines, around)


def _html_lines(text: str, file: str) -> Sequence[Line]:
    try:
        return html.read(text.encode("utf-8", "replace"), file, "utf-8").lines
    except EmptyInputError:
        return ()


def _text_lines(part: Message, text: str) -> Sequence[Line]:
    if _parameter(part, "format").lower() == "flowed":
        text = unflow(text, deletes_blanks=_parameter(part, "delsp").lower() == "yes")
    return lines(text)


def _payload(part: Message) -> bytes:
    try:
        payload = part.get_payload(decode=True)
    except (ValueError, LookupError, TypeError):
        return b""
    return payload if isinstance(payload, bytes) else b""


def _parameter(part: Message, name: str) -> str:
    """Return a parameter of the type of a part, such as its charset; "" without it."""
    try:
        value = part.get_param(name, "")
    except (ValueError, LookupError, TypeError):
        return ""
    return str(value[2] if isinstance(value, tuple) else value or "").strip()


def _decode_in(data: bytes, charset: str) -> str | None:
    """Return the text of bytes in an encoding; None if they are not in it, or it is none of texts."""
    try:
        return decode(data, charset, "")
    except UnreadableInputError:
        return None


def _decode_text(data: bytes, charset: str, gathered: _Gathered) -> str:
    """Return the text of bytes in the stated encoding, else in the likeliest, with a remark."""
    for name in (charset, "utf-8"):
        text = _decode_in(data, name)
        if text is None:
            continue
        if charset and name != charset and not data.isascii():
            gathered.remark(_charset_remark(charset, name))
        return text
    gathered.remark(_charset_remark(charset, _FALLBACK))
    return data.decode(_FALLBACK, "replace")


def _charset_remark(stated: str, name: str) -> str:
    said = (
        f"states the encoding '{_clean(stated)[:_LONGEST_NAME]}', which it is not in"
        if stated
        else "states no encoding"
    )
    return f"{said}; read as {name}"


def _decode_field(raw: str, gathered: _Gathered, message: Message) -> str:
    """Return the words of a header field: unfolded, and decoded by RFC 2047."""
    value = _FOLD.sub(" ", raw).strip()
    if not value.isascii():
        data = value.encode("utf-8", "surrogateescape")
        value = _decode_text(data, gathered.encoding or _charset_within(message), gathered)
    return _clean(_decode_words(value, gathered))


def _charset_within(message: Message) -> str:
    """Return the encoding of the first text of a message, in which bytes of its header are likely, too."""
    names = (_parameter(part, "charset") for part in message.walk())
    return next((name for name in names if name), "")


def _decode_words(value: str, gathered: _Gathered | None) -> str:
    """Return a text with its encoded words decoded; those that cannot be decoded are kept as they are."""
    value = _BETWEEN_WORDS.sub(r"\1", value)
    found, at = "", 0
    for charset, data, start, end in _encoded_runs(value):
        found += value[at:start]
        text = _decode_in(data, charset)
        found += value[start:end] if text is None else text
        if gathered is not None and find_encoding(charset) is None:
            gathered.remark(f"has a header field in the unknown encoding '{_clean(charset)}'")
        at = end
    return found + value[at:]


def _encoded_runs(value: str) -> Iterator[tuple[str, bytes, int, int]]:
    """Yield the encoded words of a text, adjacent ones in one encoding together: a character may be divided."""
    run: tuple[str, bytes, int, int] | None = None
    for match in _ENCODED_WORD.finditer(value):
        charset, data = match[1].partition("*")[0].lower(), _word_bytes(match[2], match[3])
        if run is not None and run[3] == match.start() and run[0] == charset:
            run = charset, run[1] + data, run[2], match.end()
            continue
        if run is not None:
            yield run
        run = charset, data, match.start(), match.end()
    if run is not None:
        yield run


def _word_bytes(form: str, text: str) -> bytes:
    data = text.encode("utf-8", "surrogateescape")
    try:
        return a2b_base64(data) if form in "Bb" else a2b_qp(data, header=True)
    except ValueError:
        return data


def _clean(text: str) -> str:
    """Return a text in one line with nothing that XML does not allow."""
    return " ".join(replace_non_xml(text)[0].split())
