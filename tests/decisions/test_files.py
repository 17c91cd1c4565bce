"""Files of decisions: what is written is read again, what is wrong is one error with its line, nothing is lost."""

import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from teikit.decisions.anchors import anchor
from teikit.decisions.errors import DecisionsError
from teikit.decisions.files import FOLDER_FILE, change_decisions, decisions_file, read_decisions
from teikit.decisions.model import (
    Anchor,
    ClaimDecision,
    CutDecision,
    Decision,
    Decisions,
    JoinDecision,
    LabelDecision,
    NameDecision,
    NameKind,
    Origin,
    Verdict,
)
from teikit.errors import OutputError, UnreadableInputError
from teikit.letter.claims import ClaimKind
from teikit.letter.fixed import Place, Stretch
from teikit.letter.model import Label
from teikit.limits import LimitExceededError, limits_set
from teikit.text.plain import lines

LETTER = "Bremen, 3 May 1871\n\nDear Sir,\nI saw Mr. Ahlers in Bremen.\n\nYours truly,\nAnna Voss\n"
SALUTE = anchor(lines(LETTER), Stretch(Place(3, 1), Place(3, 10)))
NAME = anchor(lines(LETTER), Stretch(Place(4, 7), Place(4, 17)))
ALL: tuple[Decision, ...] = (
    LabelDecision(SALUTE, Label.SALUTE),
    CutDecision(SALUTE, Origin("av", "2026-03-01T14:05:00+01:00")),
    JoinDecision(NAME),
    NameDecision(NAME, NameKind.PERSON, ref="https://example.org/ahlers"),
    NameDecision(anchor(lines(LETTER), Stretch(Place(1, 9), Place(1, 19))), NameKind.DATE, "1871-05-03"),
    NameDecision(NAME, NameKind.PLACE, is_rejected=True),
    NameDecision(NAME, NameKind.DATE, "1871-05/1871-06-03"),
    ClaimDecision(ClaimKind.SENDER, Verdict.VALUE, values=("Anna Voss", 'Otto "Böse" \u200f\t\\')),
    ClaimDecision(ClaimKind.DATE, Verdict.VALUE, values=("1871-05/1871-06",)),
    ClaimDecision(ClaimKind.PLACE, Verdict.REJECTED),
    ClaimDecision(ClaimKind.RECIPIENT, Verdict.CONFIRMED, "Mr. Ahlers"),
    LabelDecision(Anchor(1, 1, "one two three four five six seven eight nine ten x y", 90, "z", "", " a"), Label.NOTE),
)

HEADER = "[[decisions]]\n"
CUT, NAMED = (f"{HEADER}type = '{each}'\ntext = 'a'\n" for each in ("cut", "name"))
CLAIM = f"{HEADER}type = 'claim'\n"
TYPES = "label, cut, join, name, not-name or claim"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "letter.txt"
    path.write_text(LETTER, encoding="utf-8")
    return path


def store(source: Path, decisions: Sequence[Decision], name: str = "") -> Path:
    made = change_decisions(source, name or source.name, lambda there: replace(there, decisions=tuple(decisions)))
    return made.file


def test_all_kinds_of_decisions_are_written_and_read(source: Path) -> None:
    made = change_decisions(
        source, source.name, lambda there: replace(there, decisions=ALL, digest="00", is_reviewed=True)
    )
    assert made.decisions == Decisions("letter.txt", "00", ALL, is_reviewed=True)
    assert made == read_decisions(source, source.name)
    assert made.file == source.with_name("letter.review.toml") == decisions_file(source)


def test_the_file_is_text_that_people_read(source: Path) -> None:
    file = store(source, ALL[:2])
    expected = """# Decisions on letter.txt, which 'teikit encode' and 'teikit review' follow.
# A later decision takes precedence over an earlier one. You may edit this file: docs/review.md has its keys.
source = "letter.txt"
reviewed = false

[[decisions]]
type = "label"
label = "salute"
line = 3
column = 1
text = "Dear Sir,"
before = "Bremen, 3 May 1871 "
after = " I saw Mr. Ahlers in Bremen."

[[decisions]]
type = "cut"
line = 3
column = 1
text = "Dear Sir,"
before = "Bremen, 3 May 1871 "
after = " I saw Mr. Ahlers in Bremen."
by = "av"
at = "2026-03-01T14:05:00+01:00"
"""
    assert file.read_text(encoding="utf-8") == expected


def test_the_same_decisions_are_the_same_bytes(source: Path) -> None:
    file = store(source, ALL)
    before = file.read_bytes(), file.stat().st_mtime_ns
    store(source, ALL)
    assert (file.read_bytes(), file.stat().st_mtime_ns) == before


def test_no_decisions_are_no_file(source: Path) -> None:
    file = store(source, ALL)
    assert file.exists()
    made = change_decisions(source, source.name, lambda there: replace(there, decisions=()))
    assert (made.decisions.decisions, made.version, file.exists()) == ((), "", False)


def test_the_version_changes_with_the_decisions_of_the_letter_only(source: Path) -> None:
    store(source, ALL[:1], "letter-1.txt")
    first = read_decisions(source, "letter-1.txt").version
    store(source, ALL, "letter-2.txt")
    assert read_decisions(source, "letter-1.txt").version == first
    store(source, ALL[:2], "letter-1.txt")
    assert read_decisions(source, "letter-1.txt").version != first


def test_what_is_written_by_hand_is_kept(source: Path) -> None:
    file = source.with_name("letter.review.toml")
    by_hand = """# My own note.
source = "letter.txt"

# See the reply of June.
[[decisions]]
text   = 'Dear Sir,'   # short
label  = "head"
type   = "label"

[[decisions]]
type = "claim"
kind = "place"
verdict = "rejected"
"""
    file.write_text(by_hand, encoding="utf-8")
    change_decisions(source, source.name, lambda there: replace(there, decisions=(*there.decisions, ALL[0])))
    written = file.read_text(encoding="utf-8")
    assert written.startswith(by_hand)
    assert len(read_decisions(source, source.name).decisions.decisions) == 3
    change_decisions(source, source.name, lambda there: replace(there, is_reviewed=True))
    assert "# My own note." in file.read_text(encoding="utf-8")
    assert "# See the reply of June." in file.read_text(encoding="utf-8")


def test_of_the_keys_of_a_letter_only_what_changed_is_written_anew(source: Path) -> None:
    file = source.with_name("letter.review.toml")
    file.write_text("source  = 'letter.txt' # the first\n# Mine.\nreviewed = false # not yet\n", encoding="utf-8")
    change_decisions(source, source.name, lambda there: replace(there, digest="01", is_reviewed=True))
    expected = "source  = 'letter.txt' # the first\n# Mine.\nreviewed = true\ndigest = \"01\"\n"
    assert file.read_text(encoding="utf-8") == expected


def test_tables_on_one_line_are_written_anew(source: Path) -> None:
    file = source.with_name("letter.review.toml")
    file.write_text('decisions = [{type = "cut", text = "Dear"}]\n', encoding="utf-8")
    change_decisions(source, source.name, lambda there: replace(there, decisions=(*there.decisions, ALL[0])))
    assert read_decisions(source, source.name).decisions.decisions == (CutDecision(Anchor(0, 0, "Dear", 1)), ALL[0])


def test_a_second_source_of_the_same_stem_has_a_file_of_its_own(source: Path) -> None:
    other = source.with_suffix(".docx")
    other.write_bytes(b"")
    assert store(source, ALL[:1]).name == "letter.review.toml"
    assert store(other, ALL[:2]).name == "letter.docx.review.toml"
    assert read_decisions(source, source.name).decisions.decisions == ALL[:1]
    assert read_decisions(other, other.name).decisions.decisions == ALL[:2]


@pytest.mark.parametrize("name", ["teikit.txt", "teikit"])
def test_no_letter_has_the_file_of_the_folder(name: str, source: Path) -> None:
    store(source, ALL[:1], "letter-1.txt")
    own = store(source.with_name(name), ALL[:2], name)
    assert own.name == FOLDER_FILE
    own.unlink()
    assert store(source.with_name(name), ALL[:2], name).name == f"{name}.review.toml".replace(
        "teikit.r", "teikit.letter.r"
    )


def test_decisions_follow_a_source_that_gets_another_suffix(source: Path) -> None:
    store(source, ALL[:1])
    renamed = source.rename(source.with_suffix(".md"))
    assert read_decisions(renamed, renamed.name).decisions.decisions == ALL[:1]


def test_the_letters_of_a_split_file_are_in_one_file_in_their_order(source: Path) -> None:
    for number in (10, 2, 1):
        file = store(source, ALL[: number + 1], f"{source.parent}/letter-{number}.txt")
    assert file.name == FOLDER_FILE
    text = file.read_text(encoding="utf-8")
    assert text.index('"letter-1.txt"') < text.index('"letter-2.txt"') < text.index('"letter-10.txt"')
    for number in (1, 2, 10):
        assert read_decisions(source, f"letter-{number}.txt").decisions.decisions == ALL[: number + 1]
    assert text.count("# Decisions on letters") == 1


def test_the_file_of_a_folder_keeps_what_is_written_by_hand(source: Path) -> None:
    file = store(source, ALL[:1], "letter-1.txt")
    by_hand = file.read_text(encoding="utf-8").replace("[[letters]]", "# The first.\n[[letters]]") + "# The end.\n"
    file.write_text(by_hand, encoding="utf-8")
    store(source, ALL[:2], "letter-2.txt")
    text = file.read_text(encoding="utf-8")
    assert "# The first.\n[[letters]]" in text
    assert "# The end." in text


def test_a_folder_may_have_one_file_and_a_letter_one_of_its_own(source: Path) -> None:
    (source.parent / FOLDER_FILE).write_text("", encoding="utf-8")
    assert store(source, ALL[:1]).name == FOLDER_FILE
    source.with_name("letter.review.toml").write_text('[[decisions]]\ntype = "cut"\ntext = "Dear"\n', encoding="utf-8")
    stored = read_decisions(source, source.name)
    assert stored.file.name == "letter.review.toml"
    assert stored.remarks == (
        f"{stored.file}: its decisions are followed, those on letter.txt in {source.parent / FOLDER_FILE} are not",
    )


def test_changes_at_once_lose_nothing(source: Path) -> None:
    def add(number: int) -> None:
        decision = ClaimDecision(ClaimKind.PLACE, Verdict.CONFIRMED, f"place {number}")
        change_decisions(source, source.name, lambda there: replace(there, decisions=(*there.decisions, decision)))

    threads = [threading.Thread(target=add, args=(number,)) for number in range(20)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(set(read_decisions(source, source.name).decisions.decisions)) == 20


_PROGRAM = """
import sys
from dataclasses import replace
from pathlib import Path
from teikit.decisions.files import change_decisions
from teikit.decisions.model import ClaimDecision, Verdict
from teikit.letter.claims import ClaimKind

for number in range(10):
    one = ClaimDecision(ClaimKind.PLACE, Verdict.CONFIRMED, f"{sys.argv[2]} {number}")
    change_decisions(Path(sys.argv[1]), "letter.txt", lambda there: replace(there, decisions=(*there.decisions, one)))
"""


def test_programs_at_once_lose_nothing(source: Path) -> None:
    runs = [subprocess.Popen([sys.executable, "-c", _PROGRAM, str(source), name]) for name in ("a", "b", "c")]
    assert [each.wait(60) for each in runs] == [0, 0, 0]
    assert len(set(read_decisions(source, source.name).decisions.decisions)) == 30


def test_a_change_that_fails_writes_nothing(source: Path) -> None:
    file = store(source, ALL)
    before = file.read_bytes()

    def fail(_: Decisions) -> Decisions:
        raise KeyError

    with pytest.raises(KeyError):
        change_decisions(source, source.name, fail)
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[[decision]]\n", "1: unknown key 'decision' in the file, did you mean 'decisions'?"),
        (f"\n{HEADER}type = 'lable'\n", f"3: 'type' must be {TYPES}, not 'lable', did you mean 'label'?"),
        (HEADER, "1: [[decisions]] lacks 'type'"),
        (f"{HEADER}type = 'label'\ntext = 'a'\n\nlabel = 'salut'\n", "5: 'label' must be head, letterhead,"),
        (f"{HEADER}type = 'cut'\nline = 3\n", "1: a decision lacks 'text', the words that it is about"),
        (f"{CUT}lin = 3\n", "4: unknown key 'lin' in [[decisions]], did you mean 'line'?"),
        (f"{CUT}line = '3'\n", "4: 'line' must be a number that is not negative"),
        (f"{CUT}line = true\n", "4: 'line' must be a number that is not negative"),
        (f"{HEADER}type = 'cut'\ntext = 1\n", "3: 'text' must be a text"),
        (f'{CUT}end = "a\\u0001"\n', "4: 'end' has U+0001, a character that XML does not allow"),
        (f"{NAMED}kind = 'date'\nwhen = '1871-02-31'\n", "5: 'when' must be the date of a date, as W3C writes it"),
        (f"{NAMED}kind = 'date'\nwhen = '1871/1872/1873'\n", "5: 'when' must be the date of a date"),
        (f"{NAMED}kind = 'place'\nwhen = '1871'\n", "5: 'when' must be the date of a date"),
        (f"{NAMED}kind = 'place'\nref = 'javascript:x'\n", "5: 'ref' must be a URI"),
        (f"{CLAIM}kind = 'date'\nverdict = 'value'\nvalues = ['May']\n", "5: 'values' must be one date"),
        (f"{CLAIM}kind = 'place'\nverdict = 'value'\n", "1: 'values' must be a list of what the header states"),
        (f"{CLAIM}kind = 'place'\nverdict = 'confirmed'\n", "1: 'text' must be the words of the claim"),
        (f"{CLAIM}kind = 'place'\nverdict = 'rejected'\nvalues = ['a']\n", "5: 'values' are for the verdict 'value'"),
        (f"{CUT}at = 'yesterday'\n", "4: 'at' must be a time such as 2026-03-01T14:05:00+01:00"),
        ("decisions = 3\n", "1: 'decisions' must be tables, each under [[decisions]]"),
        ("decisions = [3]\n", "1: [[decisions]] must be tables"),
        ('reviewed = "yes"\n', "1: 'reviewed' must be true or false"),
        ("source = 1\n", "1: 'source' must be a text"),
        ("a = \n", "1:5: is no TOML: invalid value"),
    ],
)
def test_what_is_wrong_is_one_error_with_its_line(text: str, reason: str, source: Path) -> None:
    file = source.with_name("letter.review.toml")
    file.write_text(text, encoding="utf-8")
    with pytest.raises(DecisionsError) as caught:
        read_decisions(source, source.name)
    assert str(caught.value).startswith(f"{file}:{reason}")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[[letter]]\n", "1: unknown key 'letter' in the file, did you mean 'letters'?"),
        ("letters = 1\n", "1: 'letters' must be tables, each under [[letters]]"),
        ("\n[[letters]]\n", "2: lacks 'source'"),
        ('[[letters]]\nsource = "a"\n[[letters]]\nsource = "a"\n', "4: the name 'a' is there twice"),
        ('[[letters]]\nsource = "a"\n[[letters.decisions]]\n\n[[letters]]\n', "3: [[decisions]] lacks 'type'"),
    ],
)
def test_what_is_wrong_in_the_file_of_a_folder_is_one_error_with_its_line(text: str, reason: str, source: Path) -> None:
    file = source.parent / FOLDER_FILE
    file.write_text(text, encoding="utf-8")
    with pytest.raises(DecisionsError) as caught:
        read_decisions(source, "letter-1.txt")
    assert str(caught.value) == f"{file}:{reason}"


def test_a_link_is_not_followed(source: Path, tmp_path: Path) -> None:
    target = tmp_path / "other.toml"
    target.write_text("secret = 1\n", encoding="utf-8")
    source.with_name("letter.review.toml").symlink_to(target)
    with pytest.raises(DecisionsError, match="is a link, which is not followed"):
        read_decisions(source, source.name)
    with pytest.raises(DecisionsError):
        store(source, ALL)
    assert target.read_text(encoding="utf-8") == "secret = 1\n"


def test_limits_hold_for_what_is_read_and_what_is_written(source: Path) -> None:
    file = store(source, ALL)
    before = file.read_bytes()
    with limits_set(decisions=3), pytest.raises(LimitExceededError, match="has more than 3 decisions"):
        read_decisions(source, source.name)
    file.unlink()
    with limits_set(decisions=3), pytest.raises(LimitExceededError):
        store(source, ALL)
    assert not file.exists()
    file.write_bytes(before)
    with limits_set(decisions_bytes=100), pytest.raises(LimitExceededError):
        read_decisions(source, source.name)
    with limits_set(decision_characters=5), pytest.raises(LimitExceededError, match=r":\d+: has a text of more than 5"):
        read_decisions(source, source.name)


def test_a_folder_that_is_missing_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="its folder does not exist"):
        store(tmp_path / "none" / "letter.txt", ALL)


def test_a_folder_in_place_of_the_file_is_an_error(source: Path) -> None:
    source.with_name("letter.review.toml").mkdir()
    with pytest.raises(UnreadableInputError, match="is a folder, not a file"):
        read_decisions(source, source.name)
