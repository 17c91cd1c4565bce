"""A small made-up project: its headings, its footnotes and its closes are its own."""

from pathlib import Path

from teikit.decisions.anchors import anchor
from teikit.decisions.files import change_decisions
from teikit.decisions.model import Decisions, LabelDecision
from teikit.letter.fixed import Place, Stretch
from teikit.letter.model import Label
from teikit.text import lines

_PLACES = ("Lowick", "Malden", "Thorpe", "Netherby", "Oxley", "Wenham")
_NAMES = ("MISS MOULE", "MR. VANE", "MRS. ARDEN", "MISS PIKE")
_BODIES = (
    "The rain has kept us within doors since Tuesday, and I have read nothing but old newspapers.",
    "What you say of the harvest agrees with all that I hear from the other side of the county.",
    "He brought me the second volume, which I return with many thanks and some pencil marks.",
)


def letter(number: int) -> str:
    """Return the text of a letter."""
    place, name, body = _PLACES[number % 6], _NAMES[number % 4], _BODIES[number % 3]
    return (
        f"TO {name}.\n\n{place}, March {number + 1}, 1830.\n\nDear Friend,\n\n{body}\n\n"
        f"Under the old elm,\n\nM. P.\n\n<{number}> Lot {number + 40}, {place}.\n"
    )


# The label of each line with words.
LABELS = (
    Label.HEAD, Label.DATELINE, Label.SALUTE, Label.PARAGRAPH, Label.VALEDICTION, Label.SIGNED, Label.NOTE,
)  # fmt: skip


def write_letters(folder: Path, count: int = 12, reviewed: int = 8) -> list[Path]:
    """Write letters into a folder; the first ones are reviewed, with a decision on each line."""
    paths = []
    for number in range(count):
        path = folder / f"{number:02}.txt"
        path.write_text(letter(number), encoding="utf-8")
        paths.append(path)
        if number < reviewed:
            review(path)
    return paths


def review(path: Path) -> None:
    """Decide the label of each line of a letter, and accept it."""
    read = tuple(lines(path.read_text(encoding="utf-8")))
    own = [line for line in read if line.text]
    decided = []
    for line, label in zip(own, LABELS, strict=True):
        end = Place(line.number, line.column + len(line.text))
        decided.append(LabelDecision(anchor(read, Stretch(Place(line.number, line.column), end)), label))
    change_decisions(path, path.name, lambda _: Decisions(path.name, "0" * 64, tuple(decided), is_reviewed=True))


def tei_letter(number: int) -> str:
    """Return a letter as TEI that an edition has."""
    head, date, salute, body, close, signed, note = (line for line in letter(number).splitlines() if line)
    return (
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text><body><div><head>{head}</head><opener>'
        f"<dateline>{date}</dateline><salute>{salute}</salute></opener><p>{body}</p><closer><salute>{close}</salute>"
        f"<signed>{signed}</signed></closer><note>{note.replace('<', '&lt;')}</note></div></body></text></TEI>"
    )
