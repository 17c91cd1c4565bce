"""The files of entities are read where the user allows it, within the limits, and nowhere else."""

from pathlib import Path

import pytest

from teikit.document.document import Document, from_file
from teikit.document.tree import load
from teikit.errors import UnreadableInputError
from teikit.limits import LimitExceededError, limits_set
from teikit.relaxng.validator import Schema

SCHEMA = Schema.load("a.rnc", b"start = element a { (text | element b { text })* }")
ENTITIES = """<!DOCTYPE a [
<!ENTITY % names SYSTEM "names.ent">
%names;
<!ENTITY own "mine">
]>
"""


def document(folder: Path, text: str, *, allowed: Path | None = None) -> Document:
    file = folder / "a.xml"
    file.write_text(text)
    made = from_file(file)
    if allowed:
        made.allow_entities((allowed,))
    return made


def messages(made: Document) -> list[str]:
    return [each.message for each in SCHEMA.validate_document(made)]


def test_without_permission_the_hidden_declaration_is_named(tmp_path: Path) -> None:
    (tmp_path / "names.ent").write_text('<!ENTITY ada "Ada">')
    [message] = messages(document(tmp_path, ENTITIES + "<a>&own;</a>"))
    assert message == (
        "the entity 'own' is not known: its declaration comes after '%names;' (names.ent), which is not read; "
        "--allow-read FOLDER lets it be read"
    )


def test_allowed_files_of_declarations_are_read_with_those_that_they_name(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "names.ent").write_text('<!ENTITY % more SYSTEM "sub/more.ent">\n%more;')
    (tmp_path / "sub" / "more.ent").write_text('<!ENTITY ada "<b>Ada</b>">')
    made = document(tmp_path, ENTITIES + "<a>&own; &ada;</a>", allowed=tmp_path)
    assert messages(made) == []
    assert "".join(load(made.read(), made.file, made.budget).getroot().itertext()) == "mine Ada"
    # A document in its place may read the same.
    assert messages(made.with_bytes(made.read())) == []


def test_an_entity_of_the_content_is_read_and_its_faults_are_where_it_is_named(tmp_path: Path) -> None:
    (tmp_path / "part.xml").write_text("one <b>two</b> <c/>")
    source = '<!DOCTYPE a [<!ENTITY part SYSTEM "part.xml">]>\n<a>\n &part;</a>'
    [fault] = SCHEMA.validate_document(document(tmp_path, source, allowed=tmp_path))
    assert "'c'" in fault.message
    assert fault.span is not None
    assert fault.span.start == (3, 2)
    [message] = messages(document(tmp_path, source))
    assert message == "the external entity 'part.xml' is not read; --allow-read FOLDER lets it be read"


@pytest.mark.parametrize("name", ["../names.ent", "link.ent", "file:///etc/hostname", "http://localhost:1/a.ent"])
def test_nothing_outside_of_the_folders_is_read(tmp_path: Path, name: str) -> None:
    allowed = tmp_path / "allowed"
    allowed.mkdir()
    (tmp_path / "names.ent").write_text('<!ENTITY own "not mine">')
    (allowed / "link.ent").symlink_to(tmp_path / "names.ent")
    made = document(allowed, ENTITIES.replace("names.ent", name) + "<a>&own;</a>", allowed=allowed)
    [message] = messages(made)
    assert message.startswith("the entity 'own' is not known")
    assert message.endswith("which is not read")


def test_the_files_of_entities_count_against_the_limits(tmp_path: Path) -> None:
    (tmp_path / "names.ent").write_text('<!ENTITY ada "' + "x" * 2_000 + '">')
    with limits_set(entity_bytes=1_000), pytest.raises(LimitExceededError):
        messages(document(tmp_path, ENTITIES + "<a>&own;</a>", allowed=tmp_path))


def test_an_entity_that_reads_itself_ends(tmp_path: Path) -> None:
    (tmp_path / "names.ent").write_text('<!ENTITY % again SYSTEM "names.ent">\n%again;')
    with pytest.raises((UnreadableInputError, LimitExceededError)):
        messages(document(tmp_path, ENTITIES + "<a>&own;</a>", allowed=tmp_path))


def test_a_fault_in_the_file_of_an_entity_is_reported_in_it(tmp_path: Path) -> None:
    (tmp_path / "names.ent").write_text('<!ENTITY ada "Ada">\n<!ENTITY bob>')
    with pytest.raises(UnreadableInputError, match=r"names\.ent:2:13: "):
        messages(document(tmp_path, ENTITIES + "<a>&own;</a>", allowed=tmp_path))


def test_files_that_name_others_are_followed_to_a_depth(tmp_path: Path) -> None:
    (tmp_path / "names.ent").write_text('<!ENTITY % n0 SYSTEM "0.ent">%n0;')
    for number in range(30):
        (tmp_path / f"{number}.ent").write_text(f'<!ENTITY % n{number + 1} SYSTEM "{number + 1}.ent">%n{number + 1};')
    made = document(tmp_path, ENTITIES + "<a>&own;</a>", allowed=tmp_path)
    # The last of them is not there: what follows it does not count.
    assert messages(made)[0].startswith("the entity 'own' is not known")
    with limits_set(include_depth=20), pytest.raises(LimitExceededError, match="more than 20 deep"):
        messages(document(tmp_path, ENTITIES + "<a>&own;</a>", allowed=tmp_path))


def test_an_encoding_that_is_not_known_is_that_of_the_entity(tmp_path: Path) -> None:
    (tmp_path / "names.ent").write_text('<?xml version="1.0" encoding="klingon"?><!ENTITY ada "Ada">')
    with pytest.raises(UnreadableInputError, match=r"names\.ent: the encoding cannot be read"):
        messages(document(tmp_path, ENTITIES + "<a>&own;</a>", allowed=tmp_path))
