"""Proposes where parts that are run into one paragraph or line may be cut: a dateline, a salutation, a close, a name.

A proposal is an offset in the text of a unit. One too many does no harm: pieces that get the same label are merged.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from teikit.letter.cues import find_cue, function_words, is_cue, months
from teikit.letter.dates import find_date
from teikit.letter.shapes import is_capitalised, is_name_shape, is_particle

_SENTENCE_END = re.compile(r"[.;!?…:][”’»“\"')\]]*\s+(?=\S)")
_SALUTE_END = re.compile(r"[,:!.—–-]+[”’»“\"']*(?:\s[—–])?\s*")
_MARK_AND_DASH = re.compile(r"[,:!.]\s?[—–]")
# "Messer Luigi.— Io": a mark and a dash after a name.
_DASHED_SALUTE = re.compile(r"[A-ZÀ-ÞΑ-ΩА-Я][^.:!?—–]{1,50}[.:!,]\s?[—–]\s*(?=\S)")
_POSTSCRIPT = re.compile(
    r"(?<!\b\w\.\s)(?<!\w)(?<!\w\.)"
    r"(?:P\.\s?(?:P\.\s?)?S|PS|N\.\s?B|NB|П\.\s?С|(?:Post|POST|post)[- ]?(?i:script)(?i:um)?)\b(?=[.:\s—–-])"
)
# One of these is in each mark of a postscript.
_POSTSCRIPT_SIGNS = ("P.", "PS", "NB", "N.", "П.", "ost", "OST")
_LONGEST_SALUTE = 60
_FEWEST_LINES, _MOST_CLOSING_LINES = 2, 5
_LONGEST_CLOSE = 160
_LONGEST_CLOSER = 600
_LONGEST_DATELINE = 90
_MOST_CLOSING_WORDS = 16
_MOST_NAMES = 4
_MOST_SENTENCES = 5
_LONGEST_SHORT_FORM = 5
_MOST_DIGITS_OF_DAY = 2
_MOST_SIGNING_WORDS = 8
_MOST_PLACE_WORDS = 5
_MOST_DATE_WORDS = 8
_SHORTEST_REST = 20
# A stop within so many characters of the start shortens a title ("Dr.").
_SHORTEST_SALUTE = 8
_MOST_SALUTE_WORDS = 6
# Fewer words before a close are part of it (Mit freundl. Gruß).
_FEWEST_WORDS = 3
_WORD = re.compile(r"\S+")
_ROMAN_DAY = re.compile(r"(?:[kc]al|non|id)(?:end|as|is|us|ibus|en)*")


def propose_cuts(text: str, *, is_opening: bool) -> list[int]:
    """Return where a text may be cut, in order.

    `is_opening` says that no paragraph comes before it.
    """
    start = 0
    cuts = []
    if is_opening:
        for cut in (_dateline_end, _salute_end):
            if end := cut(text[start:]):
                start += end
                cuts.append(start)
    last = _postscript_start(text, start)
    cuts += [start + offset for offset in _closing_cuts(text[start:last])]
    return [*cuts, *([last] if last < len(text) else [])]


def propose_line_cuts(lines: Sequence[str]) -> list[int]:
    """Return where a wrapped text without a stop at its end may be cut: at lines that begin a close, at a name below.

    The offsets are those of the lines joined by blanks.
    """
    if len(lines) <= _FEWEST_LINES or lines[-1].endswith((".", "!", "?")):
        return []
    first = len(lines) - _MOST_CLOSING_LINES
    begins = [at for at in range(max(first, 1), len(lines)) if _begins_close(lines[at])]
    if begins and begins[-1] < len(lines) - 1 and is_name_shape(lines[-1].split()):
        begins.append(len(lines) - 1)
    return [len(" ".join(lines[:at])) + 1 for at in begins]


def _begins_close(line: str) -> bool:
    """Return whether a line begins with a formula of two words or more, or with "your" and ends with a relation."""
    formula = find_cue("valediction", line, at_start=True)
    if formula is not None and " " in formula["cue"]:
        return True
    words = line.split()
    is_short = len(words) <= _MOST_NAMES and find_cue("yours", line, at_start=True) is not None
    return is_short and any(is_cue("kin", word.strip(",")) for word in words)


def _dateline_end(text: str) -> int:
    """Return where a dateline ends that a salutation or a paragraph is run into, 0 if there is none."""
    head = text[:_LONGEST_DATELINE]
    if len(text) - _SHORTEST_REST < 0 or not any(map(str.isdigit, head)):
        return 0
    for end in _SALUTE_END.finditer(head):
        rest = text[end.end() :]
        if end[0][-1:].isspace() and rest[:1].isupper() and find_cue("salute", rest[:_LONGEST_SALUTE], at_start=True):
            found = find_date(text[: end.end()])
            return end.end() if found is not None and _is_place(text[: found.start]) else 0
    return 0


def _is_place(text: str) -> bool:
    """Return whether words before a date are few and no sentence."""
    words = text.split()
    return len(words) <= _MOST_PLACE_WORDS and not any(word.endswith(("!", "?", ";")) for word in words)


def _salute_end(text: str) -> int:
    """Return where a salutation that is run into its paragraph ends, 0 if there is none."""
    if find_cue("salute", text[:_LONGEST_SALUTE], at_start=True) is None:
        return _dashed_salute_end(text)
    ends = [end for end in _SALUTE_END.finditer(text[:_LONGEST_SALUTE]) if len(text) - end.end() > _SHORTEST_REST]
    dashed = (end.end() for end in ends if _MARK_AND_DASH.match(end[0]))
    first = (end.end() for end in ends if not _is_short_form(text[: end.start()], end[0]))
    return next(dashed, 0) or next(first, 0)


def _is_short_form(text: str, mark: str) -> bool:
    """Return whether a stop only shows that the word before it is shortened."""
    return mark.startswith(".") and (len(text) < _SHORTEST_SALUTE or is_cue("honorific", text.rsplit(maxsplit=1)[-1]))


def _dashed_salute_end(text: str) -> int:
    """Return where a salutation without a word that shows it ends: at a mark and a dash after a few words."""
    dashed = _DASHED_SALUTE.match(text)
    is_salute = dashed is not None and len(dashed[0].split()) <= _MOST_SALUTE_WORDS
    return dashed.end() if dashed and is_salute and len(text) - dashed.end() > _SHORTEST_REST else 0


def _postscript_start(text: str, start: int) -> int:
    """Return where the mark of a postscript is in a text, its length if there is none after `start`."""
    if not any(sign in text for sign in _POSTSCRIPT_SIGNS):
        return len(text)
    found = next((match for match in _POSTSCRIPT.finditer(text, start) if match.start() > start), None)
    return found.start() if found else len(text)


def _closing_cuts(text: str) -> Iterator[int]:
    """Yield where the sentences of a close begin, among them its date, and the name at the end."""
    if len(text) <= _LONGEST_SALUTE and not _has_close(text):
        return
    offset = max(0, len(text) - _LONGEST_CLOSER)
    closer = text[offset:]
    last = 0
    for start in _closing_sentences(closer):
        last = start
        yield offset + start
    if last or not offset:
        yield from (offset + last + name for name in _signature_starts(closer[last:]))


def _closing_sentences(text: str) -> list[int]:
    """Return where the sentences of a close begin that are run into a paragraph."""
    starts = [start for start in _sentence_starts(text)[-_MOST_SENTENCES:] if _is_whole(text[:start], text[start:])]
    begin = _close_start(text, starts) or len(text)
    for start in reversed(starts):
        if start < begin:
            if not _is_closing(text[start:begin]):
                break
            begin = start
    closing = [start for start in starts if start >= begin]
    if closing and _is_dateline(text) and not _has_close(text):
        return []
    pieces = pairwise([*closing, len(text)])
    return [start for start, end in pieces if start == begin or _is_closing(text[start:end])]


def _is_whole(text: str, rest: str) -> bool:
    """Return whether the text before a cut is long enough for a part of its own."""
    if len(text.split()) >= _FEWEST_WORDS:
        return True
    # A close after two words of a close is the same one: "Mit herzl. Gruß".
    is_close, goes_on = (find_cue("valediction", each, at_start=True) is not None for each in (text, rest))
    return is_close and not goes_on


def _is_closing(sentence: str) -> bool:
    """Return whether a sentence may be one of a close: a formula, a date with its place, or a name."""
    if len(sentence) > _LONGEST_CLOSE:
        return False
    if any(find_cue(kind, sentence, at_start=True) for kind in ("valediction", "yours")):
        return True
    words = sentence.split()
    if len(words) <= _MOST_NAMES and is_name_shape(words) and is_capitalised(words[0]):
        return words[0].lower().strip(".,") not in function_words()
    return _is_dateline(sentence)


def _is_dateline(sentence: str) -> bool:
    """Return whether a sentence is a date with little beside it."""
    if len(sentence) > _LONGEST_DATELINE:
        return False
    words = [word.strip(".,:;()[]").lower() for word in sentence.split()]
    if len(words) <= _MOST_DATE_WORDS and not months().keys().isdisjoint(words) and any(map(_is_number, words)):
        return True
    found = find_date(sentence)
    if found is None or found.is_year:
        return False
    return _is_place(sentence[: found.start]) and len(sentence[found.end :].split()) <= _MOST_PLACE_WORDS


def _sentence_starts(text: str) -> list[int]:
    """Return where sentences begin, but the first; initials and titles before a name end none."""
    return [match.end() for match in _SENTENCE_END.finditer(text) if not _is_abbreviated(text, match.end())]


def _is_number(word: str) -> bool:
    """Return whether a word is a number, also a Roman one with a final j."""
    return word[:1].isdigit() or (word != "" and not word.upper().strip("IVXLCJ"))


def _is_abbreviated(text: str, end: int) -> bool:
    """Return whether the stop before an offset shows that a word is shortened, and ends no sentence."""
    text, following = text[:end].rstrip(), text[end:]
    if not text.endswith("."):
        return False
    if following[0].islower() or _goes_on_in_date(following):
        return True
    word = text.rsplit(maxsplit=1)[-1].rstrip(".")
    if word.isdigit():
        return len(word) <= _MOST_DIGITS_OF_DAY
    is_initial = (len(word) == 1 and word.isupper()) or _is_number(word)
    return is_initial or (len(word) <= _LONGEST_SHORT_FORM and is_cue("honorific", word))


def _goes_on_in_date(text: str) -> bool:
    """Return whether the first word of a text is one that dates go on with: "prid. Non. Iun. M.D.XL."."""
    word = text.split(maxsplit=1)[0].strip(",;:()[]").replace(".", "").lower()
    is_year = len(word) > 1 and not word.strip("mdclxvij")
    return is_year or word in months() or _ROMAN_DAY.fullmatch(word) is not None


def _close_start(text: str, starts: Sequence[int]) -> int:
    """Return where the last sentence that is a complimentary close run into its paragraph begins; else 0."""
    for start in reversed(starts):
        tail = text[start:]
        if len(tail) <= _LONGEST_CLOSE and find_cue("valediction", tail) is not None:
            return start
    return 0


def _has_close(text: str) -> bool:
    return find_cue("valediction", text) is not None or find_cue("yours", text, at_start=True) is not None


def _signature_starts(text: str) -> Iterator[int]:
    """Yield where a name that follows the close on its line begins, if there is one."""
    text = text.rstrip(" –—-")
    if len(text) > _LONGEST_CLOSE or text.endswith((",", ":", "?")) or len(text.split()) > _MOST_CLOSING_WORDS:
        return
    if not _has_close(text):
        return
    yours = find_cue("yours", text, at_start=True)
    titled = _titled_name_start(text, yours.end()) if yours else 0
    if titled:
        yield titled
    else:
        yield from _bare_name_start(text)


def _bare_name_start(text: str) -> Iterator[int]:
    """Yield where the name at the end of a close begins, if there is one."""
    starts = [match.start() for match in _WORD.finditer(text)]
    for start in starts[1:][-_MOST_NAMES:]:
        rest = text[start:]
        is_name = is_name_shape(rest.split()) and is_capitalised(rest) and not _goes_on_in_date(rest)
        if not is_name or _has_cue_of_close(rest):
            continue
        # A single word after others may be a noun, which has a capital in German.
        if not _is_inside_phrase(text[:start]) and (len(rest.split()) > 1 or _is_before_name(text[:start])):
            yield start
            return


def _titled_name_start(text: str, start: int) -> int:
    """Return where a name with a profession or a place begins after "yours" alone, 0 if there is none."""
    start += len(text[start:]) - len(text[start:].lstrip(" ,"))
    words = text[start:].split()
    if not 1 < len(words) <= _MOST_SIGNING_WORDS or not (is_capitalised(words[0]) and is_capitalised(words[-1])):
        return 0
    first = words[0].strip(".,")
    if is_cue("kin", first):
        return start
    return 0 if _has_cue_of_close(first) or any(is_cue(kind, first) for kind in ("honorific", "salute")) else start


def _is_inside_phrase(text: str) -> bool:
    """Return whether words end with a preposition, an article, a title or an initial, which need the word after it."""
    word = text.rsplit(maxsplit=1)[-1]
    if is_cue("honorific", word.rstrip(".")) or (len(word) == len("J.") and word.endswith(".")):
        return True
    if any(is_cue(kind, word) for kind in ("yours", "you", "self", "kin", "valediction")):
        return False
    return is_particle(word) or word in function_words()


def _is_before_name(text: str) -> bool:
    """Return whether a name is expected after words: "yours" or the like, or a punctuation mark at their end."""
    last = text.rsplit(maxsplit=1)[-1]
    kinds = ("yours", "valediction", "kin")
    if last[-1] in ",.;:—–-" or any(is_cue(kind, last) for kind in kinds):
        return True
    return find_cue("yours", text, at_start=True) is not None


def _has_cue_of_close(text: str) -> bool:
    """Return whether a word of a text belongs to the close: nouns have capitals too, in German."""
    words, kinds = [word.strip(".,;:!") for word in text.split()], ("valediction", "yours", "you", "self", "kin")
    return any(find_cue(kind, word, at_start=True) for word in words for kind in kinds)
