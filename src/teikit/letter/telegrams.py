"""Finds the parts of a telegram: the lines of the office, the address, the text, and the names at its end."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from teikit.letter.cues import find_cue
from teikit.letter.dates import find_date
from teikit.letter.form_labels import LabelKind, read_label
from teikit.letter.model import Label, LetterPhase, Part, Unit
from teikit.letter.shapes import is_name_shape
from teikit.text.lazy_pattern import LazyPattern
from teikit.text.plain import Line
from teikit.text.runs import PAGE_HEADER

State = tuple[Label, LetterPhase]
_WORD = (
    r"telegram(?:me|ma|m|a)?|télégramme|telegrama|cablegram(?:me|ma)?|cable|radiogram(?:m)?|radiotelegram(?:m)?|"
    r"depesche|dépêche(?: télégraphique)?|dispaccio(?: telegrafico)?|dispatch|telegrafní|depeše|depesza|"
    r"телеграмма|телеграма|távirat|sürgöny|sähke|telegrafı|telgraf|τηλεγράφημα|telegramă|brzojav|brzojavka"
)
_TITLE = LazyPattern(rf"(?i)\W*(?:{_WORD})\b(?P<rest>.*)")
# The language of the form, where the text is too short to show its own, and how likely the text is in it.
_LANGUAGES = {
    "telegramm": "de", "depesche": "de", "télégramme": "fr", "dépêche": "fr", "telegramma": "it", "dispaccio": "it",
    "телеграмма": "ru", "телеграма": "uk", "távirat": "hu", "sürgöny": "hu", "sähke": "fi", "telgraf": "tr",
    "telegramă": "ro", "τηλεγράφημα": "el", "brzojav": "hr", "brzojavka": "sl", "depesza": "pl", "depeše": "cs",
}  # fmt: skip
LANGUAGE_OF_FORM = 0.8
_COMPANY = LazyPattern(
    r"(?i)(?:the )?(?:western union|postal telegraph|canadian national telegraphs?|post office telegraphs?|"
    r"deutsche reichspost|telegraphie des deutschen reiches|k\.? ?k\.? telegraphenamt|postes et télégraphes|"
    r"rijkstelegraaf|telegrafverket|cable and wireless|commercial cables?|marconi).{0,40}"
)
# B31 12=Toledo Ohio 14 612P: number and count of words, "=", and the office.
_SERVICE = LazyPattern(r"[A-Z]{1,4}\s?\d{1,4}\b[^=]{0,40}=\s?.+|.*\b\d{3,4}\s?[AP]M?\b.*")
_SERVICE_LABEL = LazyPattern(
    r"(?i)(?:received at|received here|rec'?d at|handed in|office of origin|class of service|check\b|filed|"
    r"time filed|sent from|dated|"
    r"aufgegeben|angekommen|eingegangen|aufgenommen|wortzahl|déposé|dépôt|reçu|expédié|mots|spedito|ricevuto|consegnato|parole|expedido|"
    r"recibido|depositado|verzonden|ontvangen|inlämnat|ingivet|indleveret|подана|принята|nadano|podáno|feladva).*"
)
_STOP = LazyPattern(r"\b(?:STOP|stop|Stop)\b")
_END = "="
# The style of the lines of the office.
STAMP = "telegraph office"
_STYLES = {Label.DATELINE: STAMP, Label.LETTERHEAD: PAGE_HEADER}
# "Telegramm aus Breslau", "Spedito da Livorno".
_FROM = LazyPattern(
    r"(?:^|\s)(?:aus|from|da|de|från|fra|van|iz|из|з|z|ze|"
    r"(?i:handed in at|aufgegeben in|(?:depositado|expedido) en|déposé à|inlämnat i|nadano w|podáno v))\s+"
    r"(?P<place>[A-ZÀ-ÞА-Я][\w'’-]+(?:[ -](?:(?:am|an der|sur|di|del|en) )?[A-ZÀ-ÞА-Я][\w'’-]+)*)"
)
_MOST_SERVICE_LINES, _MOST_TITLE_WORDS = 6, 4
_FEWEST_WORDS, _MOST_NAME_WORDS = 4, 6
_MOST_UNITS = 40


def telegram_states(units: Sequence[Unit]) -> dict[int, State]:
    """Return the label and the phase of each unit of a telegram, nothing for any other text."""
    if not 3 <= len(units) <= _MOST_UNITS or not is_telegram(units):
        return {}
    first = _first_of_address(units)
    text = next((index for index in range(first, len(units)) if _is_text(units[index])), None)
    if text is None or not first < text:
        return {}
    states = {index: _service_state(units[index].text, is_first=index == 0) for index in range(first)}
    states |= dict.fromkeys(range(first, text), (Label.ADDRESS, LetterPhase.OPENER))
    signed = _first_signature(units, text)
    states |= dict.fromkeys(range(text, signed), (Label.PARAGRAPH, LetterPhase.BODY))
    return states | dict.fromkeys(range(signed, len(units)), (Label.SIGNED, LetterPhase.CLOSER))


def telegram_language(lines: Sequence[Line]) -> str:
    """Return the language of the word for a telegram above it, "" where several languages have it or there is none."""
    first = next((line.text for line in lines if line.text), "")
    words = re.findall(r"[^\W\d_]+", first.casefold())[:1] if is_telegram_title(first) else []
    return next((_LANGUAGES[word] for word in words if word in _LANGUAGES), "")


def is_telegram(units: Sequence[Unit]) -> bool:
    """Return whether the first lines of a text are those that a telegraph office writes above a telegram."""
    first = units[0].lines[0].text
    is_titled = _COMPANY.fullmatch(first) is not None or is_telegram_title(first)
    return is_titled or (_SERVICE.fullmatch(first) is not None and sum(_ends(unit) for unit in units) > 1)


def _ends(unit: Unit) -> bool:
    return unit.text.endswith(_END)


def is_telegraph_company(text: str) -> bool:
    """Return whether a line is the name of a telegraph company or administration."""
    return _COMPANY.fullmatch(text) is not None


def is_telegram_title(text: str) -> bool:
    """Return whether a line begins with a word for a telegram, and has no more than a number, or a date."""
    match = _TITLE.match(text)
    if match is None:
        return False
    return len(match["rest"].split()) < _MOST_TITLE_WORDS or find_date(match["rest"]) is not None


def _first_of_address(units: Sequence[Unit]) -> int:
    """Return where the lines of the office end."""
    index = 0
    while index < min(len(units) - 1, _MOST_SERVICE_LINES) and _is_of_office(units[index], is_first=index == 0):
        index += 1
    # "Amt Stolp" between such lines.
    after = takewhile(lambda at: not units[at].gap, range(index, min(len(units) - 1, _MOST_SERVICE_LINES)))
    return max((at + 1 for at in after if _SERVICE_LABEL.match(units[at].text)), default=index) if index else 0


def _is_of_office(unit: Unit, *, is_first: bool) -> bool:
    return (unit.is_run_in and not is_first) or is_service_line(unit.text, is_first=is_first)


def is_service_line(text: str, *, is_first: bool = False) -> bool:
    """Return whether a line of a telegram is of the office: its name, where and when it was sent, or its class."""
    if _COMPANY.fullmatch(text) or is_telegram_title(text) or _SERVICE_LABEL.match(text) or _SERVICE.fullmatch(text):
        return True
    return (found := find_date(text)) is not None and (found.has_month or is_first)


def _service_state(text: str, *, is_first: bool) -> State:
    if _COMPANY.fullmatch(text) and is_first:
        return Label.LETTERHEAD, LetterPhase.HEADING
    if is_first and is_telegram_title(text) and find_date(text) is None:
        return Label.HEAD, LetterPhase.HEADING
    return Label.DATELINE, LetterPhase.OPENER


def _is_text(unit: Unit) -> bool:
    """Return whether a unit is the text of a telegram, not a line of its address."""
    text = unit.text
    words = text.split()
    if _STOP.search(text) or len(unit.lines) > 1:
        return True
    is_address = (
        bool(re.search(r"\d", text))
        or _is_addressed(text)
        or any(find_cue(kind, text, at_start=kind == "honorific") for kind in ("street", "honorific"))
    )
    return len(words) >= _FEWEST_WORDS and not is_address and not is_name_shape(words)


def _is_addressed(text: str) -> bool:
    field = read_label(text)
    return field is not None and field.kind is LabelKind.TO and ":" in text


def _first_signature(units: Sequence[Unit], text: int) -> int:
    """Return where the names at the end begin: short lines without a stop within them."""
    index = len(units)
    while index - 1 > text and _may_sign(units[index - 1]):
        index -= 1
    return index


def _may_sign(unit: Unit) -> bool:
    return not unit.is_run_in and len(unit.text.split()) <= _MOST_NAME_WORDS and _STOP.search(unit.text) is None


def mark_stamps(units: Sequence[Unit], states: dict[int, State]) -> tuple[Unit, ...]:
    """Return the units of a telegram, the office's lines with a style that says so: their time is that of sending."""
    labels = {index: label for index, (label, _) in states.items()}
    return tuple(
        _with_style(unit, _STYLES[labels[index]]) if labels.get(index) in _STYLES else unit
        for index, unit in enumerate(units)
    )


def _with_style(unit: Unit, style: str) -> Unit:
    return replace(unit, lines=tuple(replace(line, style=style) for line in unit.lines))


def office_of_origin(text: str) -> tuple[int, int] | None:
    """Return where the place is in a line of the office that says from where a telegram came, None without it."""
    match = _FROM.search(text)
    return match.span("place") if match else None


def is_stamped(part: Part) -> bool:
    """Return whether a part is a line of the telegraph office."""
    return part.unit.lines[0].style == STAMP
