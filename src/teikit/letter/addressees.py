"""Reads the person, office or firm that a line is addressed to ("TO HALL.", "Al mio caro amico Piero in Roma")."""

import re
from functools import cache

from teikit.letter.cues import active_languages, find_cue, function_words, is_cue
from teikit.letter.dates import find_date
from teikit.letter.languages import read_words
from teikit.letter.names import EDGE_MARKS, Phrase, PhraseKind, find_firm, is_name, strip_honorifics
from teikit.letter.shapes import is_capitalised, is_name_particle, is_name_shape
from teikit.letter.signatures import BEFORE_PLACE, MARKS_AFTER, clean_name, is_after_name
from teikit.letter.title_words import is_inflected_title

_MOST_WORDS, _MOST_NAME_WORDS, _MOST_WORDS_BEFORE = 20, 8, 6
_NUMBER = re.compile(r"^\W*(?:n[°ºor]s?\.?\s*)?(?:\d+|[IVXLC]+)\s*[.):]\s*", re.IGNORECASE)
# "A Madame Bell, chez M. Hall", "Through: Mr. Hall": who is asked to pass the letter on.
CARE_OF = re.compile(
    r"(?:^|\s)(?:chez|c/o|care\s+of|bei|presso|c/?de|hos|per\s+adr(?:\.|esse)|"
    r"(?:through|thru|via|über)\s*:)\s+(?=\S)",
    re.IGNORECASE,
)
# Who of an office or a firm is to read the letter: "Attention: Miss Bell".
ATTENTION = re.compile(
    r"\W*(?:attention|attn?|zu\s+händen|z\.\s?h(?:d|dn)?\.|à\s+l['’]attention|all['’]attenzione|a\s+la\s+atención|"
    r"ter\s+attentie|t\.\s?a\.\s?v\.|alla\s+c\.\s?a\.)(?!\w)",
    re.IGNORECASE,
)
_NAME_ENDS = re.compile(r"[,;:(!?]|--|[—–]|(?<=[^\W\d_]{5})\.(?=\s|$)|(?<=[^\W\d_]{3})\.\s*$")
# _To Miss Bell_: how plain text and Markdown mark italics.
_EMPHASIS = "_*"
_ARTICLES_OF_ENGLISH = frozenset({"a", "an"})
# "MHHerrn", "MH Herrn": "Mein Hochgeachteter Herr".
GLUED_REVERENCE = re.compile(r"^M?H+\.?\s?(?=Herr)")
_WORD = re.compile(r"\S+")
_MOST_SHAPE_WORDS, _LONGEST_TITLE, _MOST_DESCRIBING_WORDS = 5, 5, 3
# "Madame Bell mère": which of two people of one name.
_AFTER_NAMES = frozenset({"père", "mère", "fils", "fille", "frères", "padre", "figlio", "sohn", "vater"})
# "Au même", "To the same": the recipient of the letter before.
_SAME = frozenset(
    {"même", "same", "stesso", "stessa", "medesimo", "medesima", "mismo", "misma", "mesmo", "mesma", "eundem"}
)
_NO_PERSON = ("organisation", "institution", "street", "kin")


@cache
def _to_pattern(languages: tuple[str, ...]) -> re.Pattern[str]:
    """Return the pattern of the words before an addressee in some languages."""
    words = {word for language in languages for word in read_words(language, "regests")["to"] if " " not in word}
    if "en" in languages:
        words -= _ARTICLES_OF_ENGLISH
    return re.compile(
        rf"\W*(?:{'|'.join(map(re.escape, sorted(words, key=len, reverse=True)))})\s+(?=\S)", re.IGNORECASE
    )


def _start(text: str) -> int:
    """Return where the words after "to" begin, 0 if a text does not begin with it or the like."""
    cue = find_cue("addressee", text, at_start=True) or _to_pattern(active_languages()).match(text)
    if cue is None or text[cue.end() :].lstrip().startswith(":"):
        return 0
    last = cue[0].split()[-1]
    return cue.end() - len(last) - 1 if " " in cue[0].strip() and _is_article(last) else cue.end()


def addressee_phrases(text: str) -> tuple[Phrase, ...]:
    """Return whom a title or a line above a letter is addressed to; nothing where it does not begin with "to"."""
    text = GLUED_REVERENCE.sub("", _NUMBER.sub("", text.strip(_EMPHASIS)))
    marks = MARKS_AFTER.search(text)
    text = (text[: marks.start()] if marks else text).strip("()[] ")
    if (date := find_date(text)) is not None:
        text = text[: date.start].rstrip(" ,;(-—–")
    if len(text.split()) > _MOST_WORDS:
        return ()
    start = _start(text)
    if not start and find_cue("honorific", text, at_start=True) is not None:
        return _person(text) or ()
    rest = text[start:].strip(" .")
    return _phrases(rest) if rest and start and not is_same_again(rest) else ()


def is_same_again(text: str) -> bool:
    """Return whether a text refers to the party of the letter before: "the same", "au même"."""
    words = text.split()
    return bool(words) and words[-1].strip(EDGE_MARKS + ".,;:").casefold() in _SAME


def begins_with_to(text: str) -> bool:
    """Return whether a text begins with a word such as "to" before an addressee."""
    return _to_pattern(active_languages()).match(_NUMBER.sub("", text.strip(_EMPHASIS))) is not None


def _phrases(rest: str) -> tuple[Phrase, ...]:
    if (firm := find_firm(rest)) is not None:
        return (Phrase(rest[slice(*firm)], PhraseKind.ORGANISATION),)
    if (person := _person(rest)) is not None:
        return person
    if find_cue("office", rest) is not None and find_cue("street", rest) is None:
        return (Phrase(without_article(rest).partition(",")[0].rstrip(".;: "), PhraseKind.OFFICE_HOLDER),)
    is_thing = find_cue("organisation", rest) is not None or find_cue("institution", rest) is not None
    bare = without_article(rest).rstrip(".,;: ")
    if is_thing and is_capitalised(bare):
        return (Phrase(bare, PhraseKind.ORGANISATION),)
    words = bare.split()
    is_described = _is_article(rest.split(maxsplit=1)[0]) and len(words) <= _MOST_DESCRIBING_WORDS
    is_plural = bare != rest.rstrip(".,;: ") and is_name_shape(words[:_MOST_SHAPE_WORDS])
    is_street = find_cue("street", bare) is not None
    return (Phrase(bare, PhraseKind.OFFICE_HOLDER),) if (is_plural or is_described) and not is_street else ()


def without_article(text: str) -> str:
    """Return a text without the article that it begins with."""
    first, _, rest = text.partition(" ")
    return rest if rest and first.lower() in {"the", "le", "la", "der", "die", "den", "dem", "il", "el", "o"} else text


def _person(rest: str) -> tuple[Phrase, ...] | None:
    """Return the person whom a text names after titles and words of courtesy; None if it names none."""
    begin = _name_start(rest)
    run = _name_words(rest, begin) if begin >= 0 else []
    name = clean_name(rest[run[0].start() : run[-1].end()]) if run else ""
    return (Phrase(strip_honorifics(name), PhraseKind.PERSON),) if name and _is_person(name) else None


def _name_words(rest: str, begin: int) -> list[re.Match[str]]:
    """Return the words of the name that begins at an offset, without the titles before it."""
    ends = [match.start() for end in (_NAME_ENDS, BEFORE_PLACE, CARE_OF) if (match := end.search(rest, begin))]
    run: list[re.Match[str]] = []
    for word in _WORD.finditer(rest, begin, min(ends, default=len(rest))):
        if not (is_capitalised(word[0]) or is_name_particle(word[0])) or (_is_full(run) and is_after_name(word[0])):
            break
        if run and _is_title(word[0]) and len(word[0]) > _LONGEST_TITLE:
            break
        # "Nationalrath Dr. Escher": an abbreviated title is before a name, "Hochwohlgeboren" after it.
        run = [] if _is_title(word[0]) else [*run, word]
    return run


def _is_full(run: list[re.Match[str]]) -> bool:
    """Return whether a run has more than initials and abbreviations: "Rud. Kaufmann" is a name, not an office."""
    return any(len(word[0]) > 2 and not word[0].endswith(".") for word in run)


def _name_start(rest: str) -> int:
    """Return where a name begins after titles and words of courtesy, -1 where it cannot be a person's."""
    words = list(_WORD.finditer(rest))
    office = has_article = False
    for index, word in enumerate(words[: _MOST_WORDS_BEFORE + 1]):
        bare = word[0].strip(EDGE_MARKS + ".,;:")
        if is_name_particle(bare) and not (index == 0 or _is_article(bare)):
            # "the editor of the Times", "los señores de Leeds"; but "Count de Brosses".
            return (
                -1 if office or words[index - 1][0].casefold().rstrip(".").endswith(("s", "herren")) else word.start()
            )
        if not _is_before_person(word[0]) or index == len(words) - 1:
            is_noun = has_article and index == 1 and index == len(words) - 1
            return -1 if is_noun else word.start()
        office = is_cue("office", bare)
        has_article = has_article or (index == 0 and _is_article(bare))
    return -1


def _is_article(word: str) -> bool:
    return any(
        word.casefold() in read_words(language, "regests").get("articles", ()) for language in active_languages()
    )


def _is_title(word: str) -> bool:
    return len(word.rstrip(".")) > 1 and is_cue("honorific", word.strip(EDGE_MARKS + ".,;:"))


def _is_before_person(word: str) -> bool:
    """Return whether a word before a name is a title, an office or a word of courtesy."""
    bare = word.strip(EDGE_MARKS + ".,;:")
    kinds = ("honorific", "office", "salute", "kin", "self", "you")
    is_courtesy = len(bare) > 1 and any(is_cue(kind, bare) for kind in kinds)
    if is_courtesy or not bare or _is_article(bare) or is_inflected_title(bare):
        return True
    return bare[:1].islower() and not is_capitalised(bare) and bare not in function_words()


def _is_person(name: str) -> bool:
    words = name.split()
    if len(words) > 1 and words[-1].casefold().strip(".,") in _AFTER_NAMES:
        words.pop()
    if len(words) > _MOST_NAME_WORDS or any(find_cue(kind, " ".join(words)) for kind in _NO_PERSON):
        return False
    if find_cue("office", name, at_start=True) is not None:
        return False
    # "MADAME DE BELL": a particle may have capitals, too.
    while len(words) > 1 and words[0].isupper() and is_name_particle(words[0]):
        words = words[1:]
    named = [word for word in words if is_capitalised(word)]
    return bool(named) and is_name(named[:_MOST_SHAPE_WORDS])
