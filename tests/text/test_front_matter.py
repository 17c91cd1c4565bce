"""The heads of texts: what is one, what it states, and that none of its words are lost."""

import random
import re
from collections import Counter
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

import teikit
from support.kinds import sources
from teikit.errors import EmptyInputError, TeikitError
from teikit.text import read, split
from teikit.text.front_matter import find_head
from teikit.text.head_keys import KEYS

LETTER = "\nKiel, 4 March 1871\n\nDear Anna,\n\nThe carrier came with both boxes.\n\nYours,\n\nP. Renner\n"


def stated(head: str) -> list[tuple[str, str, str]]:
    found = find_head(head + LETTER, is_markdown=True)
    return [(field.key, field.name, field.value) for field in found.fields]


def yaml_head(*lines: str) -> str:
    return "\n".join(("---", *lines, "---", ""))


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("author: Paul Renner", ("sender", "author", "Paul Renner")),
        ("Empfänger: 'Anna ''Nan'' Holm'", ("recipient", "Empfänger", "Anna 'Nan' Holm")),
        ('title: "The \\"Goose\\"\\n\\u00e9"', ("title", "title", 'The "Goose" é')),
        ("date: 1871-03-04", ("date", "date", "1871-03-04")),
        ("placeOfWriting: Kiel", ("place", "placeOfWriting", "Kiel")),
        ("published: no", ("", "published", "no")),
        ("tags: [a, 'b, c', {d: e}]", ("", "tags", "a; b, c")),
        ("author: {name: Paul Renner}", ("sender", "author.name", "Paul Renner")),
        ("params: {from: [Paul, Ida]}", ("sender", "params.from", "Paul")),
        ("signature: P. R.\nto: Anna", ("", "signature", "P. R.")),
        ("language: German", ("", "language", "German")),
        ("place: '?'", ("", "place", "?")),
        ("place: {{ page.place }}", ("", "place", "{{ page.place }}")),
        ("lang: de-AT", ("language", "lang", "de-AT")),
        ("source: ../a.md", ("", "source", "../a.md")),
        ("url: /letters/3/", ("", "url", "/letters/3/")),
        ("doi: 10.1234/abc", ("doi", "doi", "10.1234/abc")),
        ("to: '[[Anna Holm]]'", ("recipient", "to", "Anna Holm")),
        ("title: A | B", ("title", "title", "A | B")),
        ("title: &a Renner & Co. # ours", ("title", "title", "&a Renner & Co.")),
    ],
)
def test_a_key_of_a_head_is_a_field(line: str, field: tuple[str, str, str]) -> None:
    assert stated(yaml_head(line))[0] == field


def test_lists_mappings_and_lines_of_text_are_read() -> None:
    lines = ["author:", "- name: A. Bell", "  place: Kiel", "- name: B. Bell", "abstract: >-", "  one", "", "  two # 2"]
    lines += ["a:", "    b:", "        c: 1", "title: one", "  two", "tags:", "  - x", "  - - y", "note: |", "  # kept"]
    assert stated(yaml_head(*lines)) == [
        ("sender", "author.name", "A. Bell"),
        ("", "author.place", "Kiel"),
        ("sender", "author.name", "B. Bell"),
        ("abstract", "abstract", "one two # 2"),
        ("", "a.b.c", "1"),
        ("title", "title", "one two"),
        ("", "tags", "x; y"),
        ("", "note", "# kept"),
    ]


def test_a_link_with_other_words_than_its_note_is_kept_whole() -> None:
    line = "to: '[[Holm 1|Anna Holm]]'"
    assert stated(yaml_head(line)) == [("", "to", "[[Holm 1|Anna Holm]]"), ("recipient", "to", "Anna Holm")]


def test_an_alias_has_the_value_of_its_anchor() -> None:
    assert stated(yaml_head("from: &me Paul Renner", "to: *me"))[1] == ("recipient", "to", "Paul Renner")


def test_a_comment_is_kept() -> None:
    assert stated(yaml_head("# one", "title: A # two")) == [
        ("", "comment", "one"), ("title", "title", "A"), ("", "comment", "two"),
    ]  # fmt: skip


def test_the_author_of_a_page_is_not_the_sender_where_both_are_named() -> None:
    assert stated(yaml_head("author: Ida", "from: Paul"))[0] == ("", "author", "Ida")


def test_the_letter_has_its_own_line_numbers() -> None:
    text = yaml_head("title: A", "to: B") + LETTER
    for name in ("a.txt", "a.md"):
        source = read(text.encode(), name)
        assert [line.number for line in source.lines if line.text] == [6, 8, 10, 12, 14]
        assert [(field.line, field.column) for field in source.fields] == [(2, 1), (3, 1)]


@pytest.mark.parametrize(
    "text",
    [
        "---\nKiel, 4 March 1871\n---\nDear Anna,\n",
        "---\nDear Anna: how are you?\n---\nYours, P.\n",
        "---\n\n---\nDear Anna,\n",
        "---\ntitle: A\nDear Anna,\n",
        " ---\ntitle: A\n---\nDear Anna,\n",
        "---\n- one\n- two\n---\nDear Anna,\n",
        "% of the men are ill, they say.\n\nDear Anna,\n",
        "From: Paul\nTo: Anna\nTitle: Boxes\n\nDear Anna,\n",
        "Dear Anna:\nTitle: none\n\nSo it is.\n",
        "---\n" + "a: b\n" * 20_000 + "---\nDear Anna,\n",
    ],
)
def test_what_is_no_head_stays_text(text: str) -> None:
    assert find_head(text, is_markdown=True).lines == 0
    assert read(text.encode(), "a.txt").text.split() == text.split()


def test_a_head_that_cannot_be_read_is_reported() -> None:
    source = read(b"---\ntitle: A\nauthor: B\nand no key\n---\nDear Anna,\n", "a.txt")
    assert "look like a head but are no YAML" in source.remarks[0]


def test_a_head_alone_is_no_letter() -> None:
    for name in ("a.txt", "a.md"):
        with pytest.raises(EmptyInputError, match="has a head, but no text"):
            read(b"---\ntitle: A\n---\n\n", name)


def test_the_head_of_a_book_of_letters_states_nothing_of_one_letter() -> None:
    text = yaml_head("title: Letters", "author: A", "editor: B") + "\nDear Ann,\n\n***\n\nDear Tom,\n"
    fields = [[field.key for field in letter.fields] for letter in split(read(text.encode(), "a.txt"), "***")]
    assert fields == [["", "", "editor"]] * 2


def test_the_sources_and_every_key_give_valid_tei() -> None:
    schema = etree.RelaxNG(etree.parse(Path(__file__).parents[2] / "schema" / "teikit-letter.rng"))
    texts = [path.read_bytes() for path in sources("front-matter")]
    texts += [
        (yaml_head("layout: post", f"{key}: {value}") + LETTER).encode()
        for key in {key: name for name, key in KEYS.items()}.values()
        for value in VALUES
    ]
    for text in texts:
        schema.assertValid(etree.fromstring(teikit.encode_bytes(text, "a.md").tei))


VALUES = ["A. Bell", "4 March 1871", "1871/1872?", "de", "https://a.example/b c", "10.1234/ab", "[x; y, <&>]", '""']


def test_toml_that_is_not_quite_correct_is_read_by_lines() -> None:
    head = '+++\n# seen\n[params]\nempfänger = ["A", "B"]\nort = Kiel\n+++\n'
    assert stated(head)[1:] == [
        ("recipient", "params.empfänger", "A"), ("recipient", "params.empfänger", "B"), ("place", "params.ort", "Kiel"),
    ]  # fmt: skip


WORDS = st.text(st.sampled_from("abzé:#'\"[]{},&*!|>-%@`\\ ~?=\t"), min_size=0, max_size=12)
NAMES = st.sampled_from(
    ["author", "to", "Ort", "date", "x-y", "tags", "layout", "doi", "title", "a b", "params", "url"]
)


@st.composite
def heads(draw: st.DrawFn) -> str:
    lines = []
    for _ in range(draw(st.integers(1, 7))):
        blank = draw(st.sampled_from(["", "", "  ", "    ", "- ", "  - "]))
        key = draw(st.sampled_from([f"{draw(NAMES)}: ", f"{draw(NAMES)}: ", ""]))
        lines.append(f"{blank}{key}{draw(WORDS)}")
    return yaml_head("title: A", *lines)


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"[a-zé]+", text, re.IGNORECASE))


# YAML's escapes and its empty value are no words; a bracket of Obsidian's links is a sign.
@given(heads())
def test_no_word_of_a_head_is_lost(head: str) -> None:
    head = head.replace("\\", "")
    encoded = teikit.encode_bytes((head + LETTER).encode(), "a.txt")
    root = etree.fromstring(encoded.tei)
    fields = {(field.name, field.value) for field in find_head(head + LETTER).fields}
    header = words(" ".join(root[0].itertext()))
    for _, value in fields:
        assert not words(value) - header
    all_words = words(" ".join(root.itertext())) + words(" ".join(name for name, _ in fields))
    assert not set(words(head)) - set(all_words) - KEYS_WITHOUT_VALUE
    assert not set(words(" ".join(value for _, value in fields))) - set(words(head))


KEYS_WITHOUT_VALUE = {
    "author",
    "to",
    "Ort",
    "date",
    "x",
    "y",
    "tags",
    "layout",
    "doi",
    "title",
    "a",
    "b",
    "params",
    "url",
}


def flat(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for one in value.values() for text in flat(one)]
    if isinstance(value, list):
        return [text for one in value for text in flat(one)]
    return [" ".join(str(value).split())] if str(value).split() and value not in {"~", "null"} else []


def has_key_alone(value: object) -> bool:
    """Whether a mapping in a value has a key without a value: teikit keeps such a word."""
    if isinstance(value, list):
        return any(map(has_key_alone, value))
    return isinstance(value, dict) and any(not one or has_key_alone(one) for one in value.values())


@given(heads())
def test_what_is_yaml_is_read_as_yaml(head: str) -> None:
    """PyYAML is the judge of what it can read, but for keys twice, tags and anchors that nothing refers to."""
    try:
        read_by_judge = yaml.load(head.strip("-\n"), yaml.BaseLoader)  # noqa: S506  it makes texts only
    except (yaml.YAMLError, ValueError, RecursionError, TypeError):
        return
    if not isinstance(read_by_judge, dict) or any(map(has_key_alone, read_by_judge.values())):
        return
    if re.search(r"[!&*]|^ *-? *\?|: *-(\s|$)", head, re.MULTILINE):
        return
    names = re.findall(r"(?:^|[-{,])\s*([\w -]+?): ", head, re.MULTILINE)
    if len(names) != len(set(names)):
        return
    found = [text for field in find_head(head + LETTER).fields if field.name != "comment" for text in [field.value]]
    assert sorted("; ".join(found).split("; ")) == sorted("; ".join(flat(read_by_judge)).split("; "))


def encode_or_refuse(data: bytes, name: str) -> bytes:
    """Return the TEI, which is well-formed, or a sentence that names the file."""
    try:
        tei = teikit.encode_bytes(data, name).tei
    except TeikitError as error:
        sentence = str(error)
    else:
        etree.fromstring(tei)
        return tei
    assert sentence.startswith(f"{name}:")
    assert "internal error" not in sentence
    return sentence.encode()


HOSTILE = {
    "laughs": [
        "a: &a lol lol lol",
        *(f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]" for a, b in zip("abcdefgh", "bcdefghi", strict=True)),
    ],
    "repeated": ["a: &a " + "lol " * 9_000, *(f"b{n}: *a" for n in range(2_000))],
    "brackets": ["a: " + "[" * 60_000],
    "braces": ["a: " + "{b: " * 15_000],
    "dashes": ["a:", "  " + "- " * 30_000 + "x"],
    "deep": ["a:", *(" " * depth + "b:" for depth in range(1, 340))],
    "quotes": ['a: "' + '\\"' * 30_000],
    "escapes": ['title: "\\u0000 \\ud800 \\U00110000 \\x1b[31m"'],
    "blanks": ["a: " + " " * 60_000 + "#"],
    "comments": ["a: " + " #" * 30_000],
    "many": [f"k{n}: v" for n in range(5_000)],
    "key": ["k" * 60_000 + ": v"],
    "flow over lines": ["a: [", *["b,"] * 20_000, "]"],
}


@pytest.mark.parametrize("lines", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_hostile_heads_are_read_or_refused_in_a_sentence(lines: list[str], name: str) -> None:
    assert len(encode_or_refuse((yaml_head("title: A", *lines) + LETTER).encode(), name)) < 1_000_000


@pytest.mark.parametrize(
    "content", ["a = " + "[" * 30_000, ".".join(["a"] * 20_000) + " = 1", "a = " + "9" * 5_000, 'a = "', "[" * 60_000]
)
def test_hostile_toml_is_read_or_refused_in_a_sentence(content: str) -> None:
    encode_or_refuse(f"+++\ntitle = 'A'\n{content}\n+++\n{LETTER}".encode(), "a.md")


def test_mutated_heads_are_read_or_refused_in_a_sentence() -> None:
    chance = random.Random(21)
    head = yaml_head("title: 'A'", "to: [B, {name: C}]", "abstract: |", "  one", "  two", "tags:", "- x") + LETTER
    toml = f"+++\ntitle = 'A'\nto = ['B']\n[params]\nort = 1\n+++\n{LETTER}"
    for number in range(50):
        data = bytearray((toml if number % 3 else head).encode())
        for _ in range(chance.randint(1, 6)):
            data[chance.randrange(60)] = chance.choice([*b"\0\xff[]{}:#'\"-+=\n \t", chance.randrange(256)])
        encode_or_refuse(bytes(data), "a.md")
