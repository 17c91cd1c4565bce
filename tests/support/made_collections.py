"""Collections of letters, generated from `tests/data/collections`: a book that is split, or a folder with files.

`python -m tests.support.made_collections [NAME...]` prints what label each recurring form gets, and how often. A file
says which parts letters have (`[[part]]`: variants of a line, and in what `share` of letters; `body` has so many
paragraphs) and what is expected (`[[expect]]`: lines that match `pattern` have one label throughout, which is
one of `labels`; `not_yet` is the reason why not).
"""

import random
import re
import sys
import textwrap
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from teikit import api
from teikit.executors.serial import SerialExecutor
from teikit.inputs.discover import Discovery
from teikit.inputs.paths import InputPaths
from teikit.operations.encode import Encoded
from teikit.operations.encode_run import EncodeOperation, encode_files
from teikit.tei.metadata import MetadataFile
from teikit.text import is_source

FOLDER = Path(__file__).parents[1] / "data" / "collections"
_MONTHS = ["January", "February", "March", "April", "May", "June", "July"]
_MONTHS += ["August", "September", "October", "November", "December"]
_TENS = (("C", 100), ("XC", 90), ("L", 50), ("XL", 40), ("X", 10), ("IX", 9), ("V", 5), ("IV", 4), ("I", 1))


@dataclass(frozen=True)
class Form:
    """A form that recurs: its pattern, the labels it may have, how often it got which, and why not one, if known."""

    pattern: str
    labels: Sequence[str]
    found: Counter[str]
    not_yet: str = ""

    @property
    def is_one(self) -> bool:
        """Whether it has one of the expected labels throughout."""
        return len(self.found) == 1 and next(iter(self.found)) in self.labels


@dataclass(frozen=True)
class Collection:
    """A generated collection: its letters, and what the file says."""

    name: str
    letters: Sequence[str]
    data: dict[str, Any]

    @property
    def is_book(self) -> bool:
        """Whether the letters are in one file."""
        return bool(self.data["layout"] == "book")

    @property
    def separator(self) -> str:
        """What separates the letters of a book."""
        return str(self.data.get("separator", ""))

    @property
    def book(self) -> str:
        """The letters in one file."""
        between = "\n\n" if self.separator.startswith("/") else f"\n\n{self.separator}\n\n"
        return between.join(self.letters)


def names() -> list[str]:
    """The names of all collections."""
    return sorted(file.stem for file in FOLDER.glob("*.toml"))


def generate(name: str, count: int = 0) -> Collection:
    """Generate a collection, always the same; of `count` letters instead of those that its file says."""
    data = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    chance = random.Random(name)
    letters = [_letter(data, number, chance) for number in range(1, (count or data["count"]) + 1)]
    return Collection(name, letters, data)


def _letter(data: dict[str, Any], number: int, chance: random.Random) -> str:
    text = ""
    for part in data["part"]:
        if chance.random() < part.get("share", 1.0):
            gap = "\n" * (1 + part.get("gap", 1)) if text else ""
            text += gap + _part(part, data, number, chance)
    return f"{text}\n"


def _part(part: dict[str, Any], data: dict[str, Any], number: int, chance: random.Random) -> str:
    if "body" in part:
        return "\n\n".join(_paragraph(data, number, chance) for _ in range(chance.randint(*part["body"])))
    return " " * part.get("indent", 0) + _fill(chance.choice(part["lines"]), data, number, chance)


def _paragraph(data: dict[str, Any], number: int, chance: random.Random) -> str:
    sentences = chance.sample(data["sentences"], chance.randint(1, min(4, len(data["sentences"]))))
    text = " ".join(_fill(sentence, data, number, chance) for sentence in sentences)
    return textwrap.fill(text, data["width"]) if data["width"] else text


def _fill(line: str, data: dict[str, Any], number: int, chance: random.Random) -> str:
    person = chance.choice(data["people"])
    slots = {"person": person, "PERSON": person.upper(), "place": chance.choice(data["places"])}
    slots |= {"day": str(chance.randint(4, 20)), "month": chance.choice(data.get("months", _MONTHS))}
    slots |= {"year": str(chance.randint(1790, 1935)), "page": str(chance.randint(2, 90))}
    slots |= {"number": str(number + 70), "roman": _roman(number + 70)}
    return line.format(**slots)


def _roman(number: int) -> str:
    text = ""
    for sign, value in _TENS:
        text += sign * (number // value)
        number %= value
    return text


def encode_collection(made: Collection, folder: Path, **options: Any) -> list[Encoded]:
    """Return the letters in their order, encoded as for a user; `folder` is for files."""
    if made.is_book:
        encoded = api.encode_letters(made.book.encode(), "book.txt", made.separator, **options)
        return list(encoded.values())
    for number, letter in enumerate(made.letters, 1):
        (folder / f"{number:03}.txt").write_text(letter, encoding="utf-8")
    return list(encode_folder(folder, **options))


def encode_folder(folder: Path, **options: Any) -> Iterator[Encoded]:
    """Yield each file of a folder, encoded."""
    items = list(InputPaths([str(folder)]).items(Discovery(accepts=is_source)))
    work = EncodeOperation(options, MetadataFile("", {}, {})).with_habits(items, SerialExecutor())
    with encode_files(work, items, None, SerialExecutor()) as delivery:
        for delivered in delivery.results:
            assert delivered.result.failure is None
            yield delivered.result.letters[0][1]


def forms(collection: Collection, letters: Sequence[Encoded]) -> list[Form]:
    """Return what became of the forms that recur."""
    parts = [part for each in letters for part in each.letter.parts]
    found = [(str(part.label), line.text) for part in parts for line in part.unit.lines]
    return [_form(each, found) for each in collection.data["expect"]]


def _form(expected: dict[str, Any], found: Sequence[tuple[str, str]]) -> Form:
    matching = Counter(label for label, text in found if re.search(expected["pattern"], text))
    return Form(expected["pattern"], expected["labels"], matching, expected.get("not_yet", ""))


def main(*wanted: str) -> None:
    """Print what label each recurring form gets, and how often."""
    counts: Counter[bool] = Counter()
    for name in wanted or names():
        collection = generate(name)
        with TemporaryDirectory() as folder:
            letters = encode_collection(collection, Path(folder))
        print(f"{name}: {len(letters)} letters")
        for form in forms(collection, letters):
            counts[form.is_one] += 1
            print(f"  {'one' if form.is_one else '   '} {form.pattern:40} {dict(form.found.most_common())}")
    print(f"{counts[True]} of {counts.total()} forms have one label, the expected one")


if __name__ == "__main__":
    main(*sys.argv[1:])
