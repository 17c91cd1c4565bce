"""Items for DSpace, of teikit's and of others: each damage is told by its rule, at its file and line."""

from collections.abc import Callable
from pathlib import Path

import pytest

from teikit.exports.verification.verify import Verdict, verify

WHOLE = Verdict("complete and unchanged")
DESCRIBED = """<?xml version="1.0"?>
<dublin_core schema="dc">
  <!-- a letter -->
  <dcvalue element="title" qualifier="none">A letter</dcvalue>
</dublin_core>
"""


@pytest.fixture
def items(tmp_path: Path) -> Path:
    """Two items as somebody else makes them, with all that DSpace reads."""
    for name in ("item_000", "letter 2"):
        item = tmp_path / "items" / name
        item.mkdir(parents=True)
        (item / "dublin_core.xml").write_text(DESCRIBED)
        (item / "metadata_local.xml").write_text(
            '<dublin_core schema="local"><dcvalue element="x">y</dcvalue></dublin_core>'
        )
        (item / "a.txt").write_text("Dear Ann")
        (item / "license.txt").write_text("as it is")
        (item / "handle").write_text("123/45\n")
        (item / "collections").write_text("123/4\n")
        (item / "checksum.sha256").write_text("")
        (item / "contents").write_text(
            "a.txt\tbundle:ORIGINAL\tpermissions:-r 'Staff'\tdescription:The letter\tprimary:true\n"
            "license.txt\tbundle:LICENSE\r\n\n-r -s 1 -f elsewhere/b.txt\nchecksum.sha256\n"
        )
    return tmp_path / "items"


def test_items_of_others_are_whole(items: Path) -> None:
    assert verify(items) == WHOLE


def _append(path: Path, text: str) -> None:
    path.write_text(path.read_text() + text)


def _describe(item: Path, old: str, new: str) -> None:
    path = item / "dublin_core.xml"
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))


CONTENTS, DC = "contents", "dublin_core.xml"
TITLE = '<dcvalue element="title" qualifier="none">A letter</dcvalue>'
# The rule, the damage to an item, the file that is told of, and the line.
DAMAGES: list[tuple[str, Callable[[Path], object], str, int]] = [
    ("file-missing", lambda item: (item / "a.txt").unlink(), CONTENTS, 1),
    ("file-not-listed", lambda item: (item / "new.txt").write_text("x"), "new.txt", 0),
    ("contents-incorrect", lambda item: (item / CONTENTS).unlink(), "", 0),
    ("contents-incorrect", lambda item: _append(item / CONTENTS, "a.txt\n"), CONTENTS, 6),
    ("contents-incorrect", lambda item: _append(item / CONTENTS, "a.txt\tbunch:x\n"), CONTENTS, 6),
    ("contents-incorrect", lambda item: _append(item / CONTENTS, "handle\tprimary:true\n"), CONTENTS, 0),
    ("name-unsafe", lambda item: _append(item / CONTENTS, "../item_000/a.txt\n"), CONTENTS, 6),
    ("name-unsafe", lambda item: _append(item / CONTENTS, "/etc/passwd\n"), CONTENTS, 6),
    ("description-incorrect", lambda item: (item / DC).unlink(), "", 0),
    ("description-incorrect", lambda item: _append(item / DC, "<"), DC, 6),
    ("description-incorrect", lambda item: _describe(item, TITLE, ""), DC, 0),
    ("description-incorrect", lambda item: _describe(item, "A letter", " "), DC, 0),
    ("description-incorrect", lambda item: _describe(item, "dublin_core", "dc"), DC, 2),
    ("description-incorrect", lambda item: _describe(item, 'element="title"', 'name="title"'), DC, 4),
    ("description-incorrect", lambda item: _describe(item, "A letter", "A <i>letter</i>"), DC, 4),
    ("checksums-incorrect", lambda item: _append(item / "checksum.sha256", "what is this\n"), "checksum.sha256", 1),
    ("digest-differs", lambda item: _append(item / "checksum.sha256", f"{'0' * 64}  a.txt\n"), "checksum.sha256", 1),
    ("name-unsafe", lambda item: _append(item / "checksum.sha256", f"{'0' * 64}  ../a.txt\n"), "checksum.sha256", 1),
]  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGES, ids=[f"{one[0]}-{number}" for number, one in enumerate(DAMAGES)])
@pytest.mark.parametrize("name", ["item_000", "letter 2"])
def test_a_damage_is_told_by_its_rule_where_it_is(items: Path, name: str, damage) -> None:
    rule, harm, file, line = damage
    item = items / name
    harm(item)
    found = verify(items)
    places = {
        (one.file, one.span.start.line if one.span else 0) for one in found.problems if one.rule == f"dspace/{rule}"
    }
    assert (f"{item}/{file}" if file else str(item), line) in places
    assert found.verdict == ("complete, but changed" if rule == "digest-differs" else "not complete")


def test_a_file_that_is_in_no_item_is_told(items: Path) -> None:
    (items / "readme.txt").write_text("x")
    (one,) = verify(items).problems
    assert (one.rule, one.file) == ("dspace/file-not-listed", f"{items}/readme.txt")


def test_a_folder_that_is_no_item_is_told(items: Path) -> None:
    (items / "photos").mkdir()
    (items / "photos" / "1.jpg").write_text("x")
    rules = {one.rule for one in verify(items).problems}
    assert rules == {"dspace/description-incorrect", "dspace/contents-incorrect", "dspace/file-not-listed"}


def test_no_file_outside_of_the_items_is_read(items: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.xml").write_text("<secret/>")
    entity = f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY e SYSTEM "file://{tmp_path}/secret.xml">]>'
    (items / "item_000" / "dublin_core.xml").write_text(f"{entity}<dublin_core>&e;</dublin_core>")
    assert "secret" not in str(verify(items).problems)
