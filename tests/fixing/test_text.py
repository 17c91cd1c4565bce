"""After safe fixes the text of a document is the same, as expat reads it; only indentation may differ."""

import random
import re
from collections.abc import Callable
from pathlib import Path
from xml.parsers import expat

from hypothesis import given
from hypothesis import strategies as st

from teikit.diagnostics import Diagnostic
from teikit.diagnostics.selection import is_fatal
from teikit.fixing import apply_fixes
from teikit.relaxng.validator import Schema

SCHEMA = Schema.load(Path(__file__).parents[2] / "schema" / "teikit-letter.rng")
FAULTY = [each.read_bytes() for each in sorted((Path(__file__).parents[1] / "data" / "faulty").glob("*.xml"))]
TEXTS = [each.decode() for each in FAULTY if b"encoding" not in each[:100] or b"UTF-8" in each[:100].upper()]
TAG = re.compile(r"</?[A-Za-z][^<>]*>")
CHANCE = st.integers(0, 1_000_000).map(random.Random)
NAMES = [
    "p",
    "b",
    "closer",
    "opener",
    "signed",
    "persname",
    "hi",
    "br",
    "titleStmt",
    "div",
    "note",
    "li",
    "correspDesc",
]
TEXT = ["one ", " two", "x", "\n", "  ", "a & b", "&nbsp;", "&amp;", "é", "<!-- c -->", "<![CDATA[ d ]]>", "\t", "]]"]


def judge(data: bytes) -> list[Diagnostic]:
    return SCHEMA.validate(data, "letter.xml")


def text_of(data: bytes) -> str | None:
    """The character data of a document, None if it is not well-formed."""
    pieces: list[str] = []
    parser = expat.ParserCreate()
    parser.CharacterDataHandler = pieces.append
    try:
        parser.Parse(data, True)  # noqa: FBT003  a C function
    except expat.ExpatError:
        return None
    return re.sub(r"[ \t]*\n\s*", "\n", "".join(pieces))


def rename(text: str, chance: random.Random) -> str:
    tag = chance.choice(list(TAG.finditer(text)))
    name = re.match(r"</?([^\s/>]+)", tag[0])
    assert name
    return re.sub(rf"(</?){re.escape(name[1])}(?=[\s/>])", rf"\g<1>{chance.choice(NAMES)}", text)


def lose_tag(text: str, chance: random.Random) -> str:
    tag = chance.choice(list(TAG.finditer(text)))
    return text[: tag.start()] + text[tag.end() :]


def move_tag(text: str, chance: random.Random) -> str:
    tag, other = (chance.choice(list(TAG.finditer(text))) for _ in range(2))
    at = chance.choice([other.start(), other.end()])
    return text[:at] + tag[0] + text[at:] if at <= tag.start() else text[: tag.start()] + text[tag.end() :]


def add_text(text: str, chance: random.Random) -> str:
    at = chance.choice(list(TAG.finditer(text))).end()
    return text[:at] + chance.choice(TEXT) + text[at:]


def wrap(text: str, chance: random.Random) -> str:
    tags = list(TAG.finditer(text))
    first = chance.randrange(len(tags))
    last = min(first + chance.randrange(6), len(tags) - 1)
    name = chance.choice(NAMES)
    start, end = tags[first].start(), tags[last].end()
    return f"{text[:start]}<{name}>{text[start:end]}</{name}>{text[end:]}"


FAULTS: tuple[Callable[[str, random.Random], str], ...] = (rename, lose_tag, move_tag, add_text, wrap)


@given(CHANCE)
def test_safe_fixes_keep_the_text(chance: random.Random) -> None:
    text = chance.choice(TEXTS)
    for _ in range(chance.randrange(4)):
        text = chance.choice(FAULTS)(text, chance)
    data = text.encode()
    before = text_of(data)
    fixed = apply_fixes(data, judge)
    if before is not None:
        assert text_of(fixed.data) == before


@given(CHANCE)
def test_safe_fixes_of_tags_cause_no_faults_of_structure(chance: random.Random) -> None:
    text = chance.choice([lose_tag, move_tag])(chance.choice(TEXTS), chance)
    data = text.encode()
    found = judge(data)
    if not any(is_fatal(each.rule) for each in found):
        return
    fixed = apply_fixes(data, judge)
    ended = [each for each in fixed.fixed if is_fatal(each.rule) and each.fix and "</" in each.fix.message]
    if ended:
        assert len(fixed.left) <= len(found)
