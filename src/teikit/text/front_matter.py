"""Finds the head of a text ("front matter") and reads it as fields: YAML, TOML, pandoc's title block, MultiMarkdown."""

import re
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from teikit.errors import UnreadableInputError
from teikit.formats.toml import read_toml
from teikit.text.decoding import replace_non_xml
from teikit.text.head_keys import (
    AUTHOR_KEYS,
    DATE_KEYS,
    LETTER_DATE_KEYS,
    LOCATION,
    PAGE_KEYS,
    SENDER_KEYS,
    is_known,
    metadata_key,
    own_names,
)
from teikit.text.plain import LINE_END
from teikit.text.source import Field
from teikit.text.yaml_head import COMMENT, Entry, Path, join_values, read_flow, read_yaml, split_key, unquote_whole

YAML, TOML = "---", "+++"
_ENDS = {YAML: {"---", "..."}, TOML: {"+++"}}
_TITLE_BLOCK = "%"
_TITLE_BLOCK_KEYS = ("title", "author", "date")
# A longer head is none: it is read as text.
_LARGEST = 1 << 16
_FEWEST_KEYS = 2
_PLAIN_KEY = re.compile(r"[\w.-]+")
# Keys of memoranda and e-mails, whose heads are words of the letter.
_OF_MESSAGE = {"to", "from", "subject", "cc", "an", "von", "betreff", "de", "à", "objet"}
_TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]+(?!00:00)\d\d?:\d\d")
_YEAR = re.compile(r"(\d{4})-\d\d-\d\d")
_FIRST_WEB_YEAR = 1990
_WIKI_LINK = re.compile(r"\[\[([^\[\]|]+)(\|[^\[\]|]+)?\]\]")
_TOML_KEY = re.compile(r"""\s*(?:[\w.-]*\.)?["']?([^"'=\s]+)["']?\s*=""")
_TOML_COMMENT = re.compile(r"\"(?:[^\"\\]++|\\.)*+\"|'[^']*+'|#(.*)")
_DEEP_KEY = re.compile(r"(?<![\w\"'-])(?:[\w\"'-]++\s*+\.\s*+){50}")
_LIST = "; "
_DEEPEST = 50


class Head(NamedTuple):
    """The head of a text: what it states, how many lines and characters it has, and remarks to report."""

    fields: tuple[Field, ...]
    lines: int
    length: int
    remarks: tuple[str, ...] = ()


_NO_HEAD = Head((), 0, 0)


def find_head(text: str, *, is_markdown: bool = False) -> Head:
    """Return the head that a text begins with; one of no lines where it has none.

    A head without fences, as MultiMarkdown has it, is one in Markdown only.
    """
    start = text[: len(YAML)]
    if start in _ENDS:
        return _fenced_head(text, start)
    if start.startswith(_TITLE_BLOCK):
        return _title_block(text)
    return _multimarkdown_head(text) if is_markdown else _NO_HEAD


def _pieces(text: str) -> list[str]:
    """Return the lines of the beginning of a text, each followed by its end."""
    return LINE_END.split(text[: _LARGEST + 1])


def _head(entries: Iterable[Entry], pieces: Sequence[str], lines: int, *remarks: str) -> Head:
    return Head(tuple(_fields(list(entries))), lines, sum(map(len, pieces[: 2 * lines])), remarks)


def _fenced_head(text: str, fence: str) -> Head:
    pieces = _pieces(text)
    own = pieces[::2]
    last = next((at for at, line in enumerate(own) if at and line.rstrip() in _ENDS[fence]), 0)
    if not last or own[0].rstrip() != fence:
        return _NO_HEAD
    content = own[1:last]
    entries = _read_toml(content) if fence == TOML else read_yaml(content, 2)
    if entries is not None and (fence == TOML or _has_keys_of_head(entries)):
        return _head(entries, pieces, last + 1)
    keys = sum(split_key(line) is not None or _TOML_KEY.match(line) is not None for line in content)
    if keys < _FEWEST_KEYS or keys < len(content) - keys:
        return _NO_HEAD
    form = "TOML" if fence == TOML else "YAML"
    return Head((), 0, 0, (f"the lines between '{fence}' look like a head but are no {form}; they are read as text",))


def _has_keys_of_head(entries: Sequence[Entry]) -> bool:
    """Return whether keys are those of a head, and no words of a letter between two rules ("Dear Ann: I ...")."""
    keys = {entry.path[0] for entry in entries} - {COMMENT}
    return any(map(is_known, keys)) or (len(keys) >= _FEWEST_KEYS and all(map(_PLAIN_KEY.fullmatch, keys)))


def _title_block(text: str) -> Head:
    """Return pandoc's head: `% title`, `% author; author`, `% date`, each with lines that go on indented."""
    pieces = _pieces(text)
    values: list[list[tuple[int, str]]] = []
    for number, line in enumerate(pieces[::2], 1):
        if line.startswith(_TITLE_BLOCK) and (line[1:2] in {"", " "}) and len(values) < len(_TITLE_BLOCK_KEYS):
            values.append([(number, line[1:].strip())])
        elif values and line[:1].isspace() and line.strip():
            values[-1].append((number, line.strip()))
        else:
            break
    if len(values) < _FEWEST_KEYS:
        return _NO_HEAD
    found = []
    for key, lines in zip(_TITLE_BLOCK_KEYS, values, strict=False):
        texts = [text for _, text in lines] if key == "author" else [" ".join(text for _, text in lines)]
        found += [Entry((key,), text, lines[0][0], 3) for text in texts if text]
    return _head(found, pieces, sum(map(len, values)))


def _multimarkdown_head(text: str) -> Head:
    """Return the head of keys alone down to the first blank line, unless it is that of a message."""
    pair = split_key(text[:_LARGEST].partition("\n")[0].strip())
    if pair is None or not is_known(pair[0]):
        return _NO_HEAD
    pieces = _pieces(text)
    own = pieces[::2]
    last = next((at for at, line in enumerate(own) if not line.strip()), 0)
    pairs = [split_key(line) for line in own[:last] if not line[:1].isspace()]
    keys = [pair[0].casefold() for pair in pairs if pair and pair[1]]
    is_head = len(keys) == len(pairs) >= _FEWEST_KEYS and "title" in keys and _OF_MESSAGE.isdisjoint(keys)
    entries = read_yaml(own[:last], 1) if is_head else None
    return _head(entries, pieces, last) if entries else _NO_HEAD


def _read_toml(lines: Sequence[str]) -> list[Entry] | None:
    # The time of tomllib is quadratic in the names of a key.
    if any(map(_DEEP_KEY.search, lines)):
        return None
    try:
        read = read_toml("\n".join(lines).encode(), "")
        values = list(_flatten(read.values, ()))
    except (UnreadableInputError, ValueError, RecursionError):
        return _read_loose_toml(lines)
    places: defaultdict[str, deque[int]] = defaultdict(deque)
    for number, line in enumerate(lines, 2):
        if match := _TOML_KEY.match(line):
            places[match[1]].append(number)
    entries = []
    lines_of: dict[Path, int] = {}
    for path, value in values:
        waiting = places[path[-1]]
        lines_of[path] = lines_of.get(path) or (waiting.popleft() if waiting else 0)
        entries.append(Entry(path, value, lines_of[path]))
    return [*entries, *_toml_comments(lines, [value for _, value in values])]


def _read_loose_toml(lines: Sequence[str]) -> list[Entry] | None:
    """Return the entries of lines `key = value` that are no TOML, as with letters that it does not allow in keys."""
    entries: list[Entry] = []
    table: Path = ()
    for number, line in enumerate(map(str.strip, lines), 2):
        key, sign, value = map(str.strip, line.partition("="))
        if line.startswith("[") and line.endswith("]"):
            table = tuple(line.strip("[] ").split(".")[:_DEEPEST])
        elif sign and key and not line.startswith("#"):
            flow = read_flow(value) if value.startswith(("[", "{")) else None
            values = flow[0] if flow else [((), unquote_whole(value))]
            entries += [Entry((*table, key.strip("\"'"), *path), text, number) for path, text in values if text]
        elif line.startswith("#"):
            entries.append(Entry((COMMENT,), line.lstrip("# "), number))
        elif line:
            return None
    return [entry for entry in entries if entry.value] or None


def _flatten(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, dict):
        for key, one in value.items():
            yield from _flatten(one, (*path, key))
    elif isinstance(value, list):
        for one in value:
            yield from _flatten(one, path)
    elif words := " ".join((str(value).lower() if isinstance(value, bool) else str(value)).split()):
        yield path, words


def _toml_comments(lines: Sequence[str], values: Sequence[str]) -> Iterator[Entry]:
    for number, line in enumerate(lines, 2):
        comment = next((match[1] for match in _TOML_COMMENT.finditer(line) if match[1]), "").strip("# \t")
        if comment and not any(comment in value for value in values):
            yield Entry((COMMENT,), comment, number)


def _fields(entries: Sequence[Entry]) -> Iterator[Field]:
    """Yield what a head states; each name of a list of persons is a field, other lists are one."""
    known = {name for entry in entries for name in own_names(entry.path)[:1]}
    persons = [entry for entry in entries if metadata_key(entry.path, entry.value) in {"sender", "recipient"}]
    several = {entry.path for entry in persons}
    grouped = join_values((entry for entry in entries if entry.path not in several), _LIST)
    for entry in sorted([*grouped, *persons], key=lambda entry: (entry.line, entry.path == (COMMENT,))):
        value = replace_non_xml(entry.value)[0]
        name = replace_non_xml("comment" if entry.path == (COMMENT,) else ".".join(entry.path))[0]
        yield from _entry_fields(entry, name, value, known)


def _entry_fields(entry: Entry, name: str, value: str, known: set[str]) -> Iterator[Field]:
    key = "" if _is_of_page(own_names(entry.path)[0], known) else metadata_key(entry.path, value)
    shown = _WIKI_LINK.sub(lambda link: (link[2] or link[1]).lstrip("|"), value) if key else value
    if key and any(link[2] for link in _WIKI_LINK.finditer(value)):
        # The name of the note that is linked would be lost.
        yield Field("", name, value, line=entry.line, column=entry.column)
    may_be_of_page = _may_be_of_page(key, entry, value, known)
    yield Field(key, name, shown, line=entry.line, column=entry.column, may_be_of_page=may_be_of_page)


def _is_of_page(name: str, known: set[str]) -> bool:
    """Return whether a key is that of the page, because the head names the letter's by another key."""
    if name in AUTHOR_KEYS:
        return not known.isdisjoint(SENDER_KEYS)
    return name in DATE_KEYS and not known.isdisjoint(LETTER_DATE_KEYS)


def _may_be_of_page(key: str, entry: Entry, value: str, known: set[str]) -> bool:
    """Return whether a value may be about a page that shows the letter: its author, the date when it was put there."""
    name = own_names(entry.path)[0]
    if key == "place":
        return name == LOCATION
    if key == "sender":
        return name in AUTHOR_KEYS
    if key != "date" or name not in DATE_KEYS:
        return False
    year = _YEAR.match(value)
    is_recent = year is not None and int(year[1]) >= _FIRST_WEB_YEAR
    return _TIME.match(value) is not None or (is_recent and not known.isdisjoint(PAGE_KEYS))
