"""Random faults in random valid letters, in several encodings: what is mended is what was broken, and nothing else."""

import html
import random
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from support.random_documents import DocumentMaker
from teikit.document.editable import EditableDocument, SourceAttribute, SourceElement
from teikit.fixing import apply_fixes, attach_fixes
from teikit.relaxng.validator import Schema

PATH = Path(__file__).parents[2] / "schema" / "teikit-letter.rng"
SCHEMA = Schema.load(PATH)
MAKER = DocumentMaker(etree.parse(PATH), 0)
DECLARATION = '<?xml version="1.0" encoding="{}"?>'
ENCODINGS = {
    "utf-8": lambda text: text.encode(),
    "utf-8 with mark": lambda text: b"\xef\xbb\xbf" + text.encode(),
    "utf-16": lambda text: text.encode("utf-16"),
    "iso-8859-1": lambda text: text.encode("iso-8859-1", "xmlcharrefreplace"),
}
FAULTY = [each.read_bytes() for each in sorted((Path(__file__).parents[1] / "data" / "faulty").glob("*.xml"))]
FAULTY_DATE = re.sub(
    r"<\?xml.*?\?>(<!--.*?-->)?",
    "",
    (Path(__file__).parents[1] / "data" / "faulty" / "value-date-short-month.xml").read_text("utf-8"),
)
PIECES = [
    b"",
    b"<",
    b">",
    b"&",
    b"<!--",
    b"]]>",
    b"<p>",
    b"</p>",
    b"'",
    b'"',
    b"<![CDATA[",
    b"<?x",
    b"&#0;",
    b"\xff",
    b"=",
    b"</",
]
CHANCE = st.integers(0, 100_000).map(random.Random)
NOISE = ["<!-- é & < -->", "<?x <p> ?>", "\r\n", "\t", ""]
Break = Callable[[str, EditableDocument, random.Random], str | None]


def judge(data: bytes) -> list:  # type: ignore[type-arg]
    return SCHEMA.validate(data, "letter.xml")


def letter(chance: random.Random) -> str:
    """A valid letter with all that an edit must leave alone: comments, instructions, references, odd white space."""
    MAKER.chance = chance
    made = etree.tostring(MAKER.document(60), encoding="unicode")
    made = re.sub(r"><", lambda _: f">{chance.choice(NOISE)}<", made)
    made = re.sub(r'="([^"\']*)"', lambda value: chance.choice([f" = '{value[1]}'", f'="{value[1]}"']), made)
    return made.replace("é", chance.choice(["é", "&#xE9;"]))


def typo(name: str) -> str:
    return f"{name[:2]}{name[3]}{name[2]}{name[4:]}"


def rename_element(text: str, source: EditableDocument, chance: random.Random) -> str | None:
    elements = [each for each in source.elements if len(each.name) > 6 and typo(each.name) != each.name]
    if not elements:
        return None
    element: SourceElement = chance.choice(elements)
    other = chance.choice([typo(element.name), element.name.upper()])
    inner = text[element.start + 1 + len(element.name) : element.content_end]
    if element.is_empty:
        return text[: element.start + 1] + other + text[element.name_end :]
    return text[: element.start + 1] + other + inner + f"</{other}" + text[element.content_end + 2 + len(other) :]


def attributes(source: EditableDocument) -> list[SourceAttribute]:
    return [each for element in source.elements for each in element.attributes]


def lose_prefix(text: str, source: EditableDocument, chance: random.Random) -> str | None:
    found = [each for each in attributes(source) if each.name in {"xml:id", "xml:lang"}]
    if not found:
        return None
    one = chance.choice(found)
    return text[: one.start] + text[one.start + 4 :]


def change_case(text: str, source: EditableDocument, chance: random.Random) -> str | None:
    found = [each for each in attributes(source) if each.name in {"when", "notBefore", "evidence", "resp", "cert"}]
    if not found:
        return None
    one = chance.choice(found)
    end = one.start + len(one.name)
    return text[: one.start] + one.name.upper() + text[end:]


def unpad_date(text: str, _source: EditableDocument, _chance: random.Random) -> str | None:
    changed = re.sub(r"((?:when|notBefore|notAfter|from|to)\s*=\s*[\"'](?:\d{4}|-)-)0(\d)", r"\1\2", text, count=1)
    return changed if changed != text else None


def underscore(text: str, _source: EditableDocument, _chance: random.Random) -> str | None:
    changed = re.sub(r"(xml:lang|ident)(\s*=\s*[\"'])de-AT", r"\1\2de_AT", text, count=1)
    return changed if changed != text else None


def bare_ampersands(text: str, _source: EditableDocument, _chance: random.Random) -> str | None:
    return text.replace("&amp;", "&") if "&amp;" in text else None


def lose_namespace(text: str, _source: EditableDocument, _chance: random.Random) -> str | None:
    return re.sub(r"\sxmlns\s*=\s*[\"'][^\"']*[\"']", "", text, count=1)


def misspell_end_tag(text: str, source: EditableDocument, chance: random.Random) -> str | None:
    elements = [
        each
        for each in source.elements
        if len(each.name) > 6 and text.startswith(f"</{each.name}", each.content_end) and typo(each.name) != each.name
    ]
    if not elements:
        return None
    element = chance.choice(elements)
    start = element.content_end + 2
    return text[:start] + typo(element.name) + text[start + len(element.name) :]


# What can be undone in one way only, and what in several (the value's case, the name that was nearest).
UNDONE: tuple[Break, ...] = (lose_prefix, change_case, unpad_date, underscore, misspell_end_tag, bare_ampersands)
MENDED: tuple[Break, ...] = (rename_element, lose_namespace)


def broken(chance: random.Random, breaks: Break, encoding: str) -> tuple[bytes, bytes] | None:
    """A letter as bytes, whole and with a fault."""
    text = DECLARATION.format(encoding.split(maxsplit=1)[0]) + letter(chance)
    encode = ENCODINGS[encoding]
    whole = encode(text)
    source = EditableDocument(whole)
    assert judge(whole) == []
    made = breaks(source.text, source, chance)
    return None if made is None or made == source.text else (whole, encode(made))


@given(CHANCE, st.sampled_from(UNDONE), st.sampled_from(list(ENCODINGS)))
def test_what_was_broken_is_mended_to_the_byte(chance: random.Random, breaks: Break, encoding: str) -> None:
    pair = broken(chance, breaks, encoding)
    if pair is not None and judge(pair[1]):
        assert apply_fixes(pair[1], judge).data == pair[0]


@given(CHANCE, st.sampled_from(MENDED), st.sampled_from(list(ENCODINGS)))
def test_a_mended_letter_is_valid_and_changed_only_where_it_was_broken(
    chance: random.Random, breaks: Break, encoding: str
) -> None:
    pair = broken(chance, breaks, encoding)
    if pair is None or not judge(pair[1]):
        return
    found = judge(pair[1])
    mended = apply_fixes(pair[1], judge)
    if all(each.fix and each.fix.safety == "safe" for each in attach_fixes(pair[1], found, judge)):
        assert mended.left == ()
        assert re.findall(r"<!--.*?-->|<\?x.*?\?>|[^<>]+(?=<)", EditableDocument(mended.data).text) == re.findall(
            r"<!--.*?-->|<\?x.*?\?>|[^<>]+(?=<)", EditableDocument(pair[1]).text
        )


@given(CHANCE, st.lists(st.sampled_from(UNDONE), min_size=2, max_size=5))
def test_several_faults_are_mended_in_rounds(chance: random.Random, breaks: list[Break]) -> None:
    whole = letter(chance)
    text = whole
    # A wrong name hides a wrong value: the values of attributes that bear their right names are broken last.
    for each in sorted(breaks, key=UNDONE.index):
        text = each(text, EditableDocument(text.encode()), chance) or text
    mended = apply_fixes(text.encode(), judge)
    assert mended.left == ()
    assert mended.data.decode() == whole


def move_element(text: str, source: EditableDocument, chance: random.Random) -> str | None:
    moved, target = chance.choice(source.elements), chance.choice(source.elements)
    if moved.start <= target.start < moved.end:
        return None
    raw, place = (
        source.text[moved.start : moved.end],
        chance.choice([target.start, target.content, target.content_end, target.end]),
    )
    if moved.start < place < moved.end:
        return None
    without = text[: moved.start] + text[moved.end :]
    place -= len(raw) * (place >= moved.end)
    return without[:place] + raw + without[place:]


def swap_names(text: str, source: EditableDocument, chance: random.Random) -> str | None:
    element, other = chance.choice(source.elements), chance.choice(source.elements)
    changes = [(element.start + 1, element.name_end)]
    if not element.is_empty:
        changes.append((element.content_end + 2, element.content_end + 2 + len(element.name)))
    for start, end in reversed(changes):
        text = text[:start] + other.name + text[end:]
    return text


def swap_values(text: str, source: EditableDocument, chance: random.Random) -> str | None:
    one, other = chance.choice(attributes(source)), chance.choice(attributes(source))
    name, value = chance.choice([one, other]), source.value(chance.choice([one, other]))
    made = f'{name.name}="{value.replace("<", "&lt;")}"' if '"' not in value else f"{name.name}='{value}'"
    return text[: one.start] + made + text[one.end :]


def write_value(text: str, source: EditableDocument, chance: random.Random) -> str | None:
    one = chance.choice(attributes(source))
    value = chance.choice(
        ["3.7.22", "3. Juli 1822", "1822-7-3", "July '22", "en_GB", "1,500", "a b", "Sent?", "", "yes"]
    )
    return text[: one.value_start] + value.replace("'", "&apos;") + text[one.value_end :]


def lose_tag(text: str, source: EditableDocument, chance: random.Random) -> str | None:
    element = chance.choice(source.elements)
    if chance.random() < 0.5 or element.is_empty:
        return text[: element.start] + text[element.content :]
    return text[: element.content_end] + text[element.end :]


def write_words(text: str, source: EditableDocument, chance: random.Random) -> str | None:
    place = chance.choice(source.elements)
    at = chance.choice([place.start, place.content, place.end])
    return (
        text[:at] + chance.choice(["stray words", "A & B", "<b>bold</b>", "<idno>7</idno>", "<pb n='3'/>"]) + text[at:]
    )


DISORDER: tuple[Break, ...] = (move_element, swap_names, swap_values, write_value, lose_tag, write_words)


def words_in_order(text: str) -> list[str]:
    """The plain twin: words of the text, and comments, where tags part words."""
    text = re.sub(r"<!--(.*?)-->", lambda found: "{" + "_".join(found[1].split()).replace("<", "(") + "}", text)
    text = re.sub(r"<\?x.*?\?>", "?", text)
    return html.unescape(re.sub(r"<[^<>]*>", " ", text)).split()


def numbers_in_attributes(text: str) -> Counter[int]:
    values = re.findall(r"\s([\w:.-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.sub(r"<!--.*?-->|<\?.*?\?>", "", text))
    stated = " ".join(one or other for name, one, other in values if not name.startswith("xmlns"))
    return Counter(int(each) for each in re.findall(r"\d+", html.unescape(stated)))


@pytest.fixture(scope="module", params=["letter", "tei_all"])
def any_schema(request: pytest.FixtureRequest) -> Schema:
    if request.param == "letter":
        return SCHEMA
    shared: Path = request.getfixturevalue("shared")
    return Schema.load(shared / "tei" / "tei_all.rng")


@given(CHANCE, st.lists(st.sampled_from((*DISORDER, *UNDONE)), min_size=1, max_size=3))
def test_a_run_of_safe_fixes_keeps_words_in_their_order_and_each_number(
    any_schema: Schema, chance: random.Random, breaks: list[Break]
) -> None:
    text = letter(chance)
    for each in breaks:
        text = each(text, EditableDocument(text.encode()), chance) or text
    mended = apply_fixes(text.encode(), lambda data: any_schema.validate(data, "letter.xml")).data.decode()
    assert words_in_order(mended) == words_in_order(text)
    assert numbers_in_attributes(mended) >= numbers_in_attributes(text)


@pytest.mark.parametrize("breaks", [*UNDONE, *MENDED])
def test_each_way_of_breaking_breaks_most_letters_that_have_what_it_breaks(breaks: Break) -> None:
    pairs = [broken(random.Random(seed), breaks, "utf-8") for seed in range(30)]
    assert any(pair is not None and judge(pair[1]) for pair in pairs)


@pytest.mark.parametrize("data", [b"<TEI>stray</x>", b"<TEI xmlns='http://www.tei-c.org/ns/1.0'><teiHeader>stray</x>"])
def test_text_that_is_held_back_before_a_broken_tag_is_no_crash(data: bytes) -> None:
    assert judge(data)[-1].rule == "xml/not-well-formed"


@given(CHANCE)
def test_garbled_letters_are_mended_without_a_crash_and_with_no_more_faults(chance: random.Random) -> None:
    data = bytearray(FAULTY[chance.randrange(len(FAULTY))])
    for _ in range(chance.randint(1, 6)):
        place = chance.randrange(len(data))
        data[place : place + chance.randint(0, 9)] = chance.choice(PIECES)
    mended = apply_fixes(bytes(data), judge, unsafe=True)
    assert judge(mended.data) == list(mended.left)
    before = judge(bytes(data))
    assert len(mended.left) <= len(before) or any(each.rule.startswith("xml/") for each in before)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le"])
def test_characters_beyond_the_first_plane_do_not_move_edits(encoding: str) -> None:
    broken = FAULTY_DATE.replace("The wheel", "😀 𝔄 <persname>x</persname> 𝔄 The wheel")
    data = (b"\xff\xfe" if encoding == "utf-16-le" else b"") + broken.encode(encoding)
    mended = apply_fixes(data, judge)
    assert mended.left == ()
    assert EditableDocument(mended.data).text == broken.replace("persname", "persName").replace(
        '"1911-6-4"', '"1911-06-04"'
    )


def test_what_comes_from_an_entity_is_left_alone() -> None:
    doctype = "<!DOCTYPE TEI [<!ENTITY who '<persname>Ada</persname>'>\n<!ENTITY x 'y>]'> <!-- ]> -->]>"
    broken = FAULTY_DATE.replace("<TEI ", f"{doctype}<TEI ", 1).replace("The wheel", "&who; The wheel")
    mended = apply_fixes(broken.encode(), judge)
    assert [each.message for each in mended.left] == [
        "element 'persname' is not allowed in 'p', did you mean 'persName'?"
    ]
    assert mended.data.decode() == broken.replace('"1911-6-4"', '"1911-06-04"')
