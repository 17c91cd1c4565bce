"""Transfers for Archivematica, of teikit's and of others: each damage is told by its rule, at its file and line."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from teikit.exports.verification.verify import Verdict, verify

TABLE, CHECKSUMS = "metadata/metadata.csv", "metadata/checksum.sha256"
WHOLE = Verdict("complete and unchanged")


def digest(text: str, algorithm: str = "sha256") -> str:
    return hashlib.new(algorithm, text.encode()).hexdigest()


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8", newline="")
    return folder


@pytest.fixture
def transfer(tmp_path: Path) -> Path:
    """A transfer as somebody else makes one, with more than it needs."""
    return write(
        tmp_path / "transfer",
        {
            "objects/a.txt": "Dear Ann",
            "objects/more/b c.txt": "Dear Bob",
            TABLE: "filename,dc.title\nobjects/a.txt,A letter\nobjects/more,Two\n",
            CHECKSUMS: f"{digest('Dear Ann')}  objects/a.txt\n{digest('Dear Bob')} *objects/more/b c.txt\n",
            "metadata/submissionDocumentation/deed.txt": "signed",
            "processingMCP.xml": "<processingMCP/>",
        },
    )


def test_a_transfer_of_others_is_whole(transfer: Path) -> None:
    assert verify(transfer) == WHOLE


@pytest.mark.parametrize("above", ["objects/", "../objects/", "./objects/"])
@pytest.mark.parametrize("algorithm", ["md5", "sha1", "sha256", "sha512"])
def test_digests_are_read_as_others_write_them(tmp_path: Path, algorithm: str, above: str) -> None:
    line = f"{digest('x', algorithm).upper()}  {above}a\r\n"
    files = {"objects/a": "x", f"metadata/checksum.{algorithm}": line}
    assert verify(write(tmp_path / "transfer", files)) == WHOLE


def test_objects_without_digests_are_whole_if_a_table_tells_of_them(tmp_path: Path) -> None:
    files = {"objects/a": "x", "objects/b": "y", TABLE: "\ufefffilename,dc.title\nobjects/a,A\n"}
    assert verify(write(tmp_path / "transfer", files)) == WHOLE


def _append(path: Path, text: str) -> None:
    path.write_text(path.read_text() + text)


CHANGED, LESS = "complete, but changed", "not complete"
# The rule, the damage, the verdict, the file that is told of, and the line.
DAMAGES: list[tuple[str, Callable[[Path], object], str, str, int]] = [
    ("digest-differs", lambda at: _append(at / "objects/a.txt", "!"), CHANGED, CHECKSUMS, 1),
    ("file-missing", lambda at: (at / "objects/more/b c.txt").unlink(), LESS, CHECKSUMS, 2),
    ("file-not-listed", lambda at: (at / "objects/new.txt").write_text("x"), LESS, "objects/new.txt", 0),
    ("checksums-incorrect", lambda at: _append(at / CHECKSUMS, "what is this\n"), LESS, CHECKSUMS, 3),
    ("checksums-incorrect", lambda at: _append(at / CHECKSUMS, "abc  objects/a.txt\n"), LESS, CHECKSUMS, 3),
    ("checksums-incorrect", lambda at: _append(at / CHECKSUMS, (at / CHECKSUMS).read_text()), LESS, CHECKSUMS, 3),
    ("name-unsafe", lambda at: _append(at / CHECKSUMS, f"{digest('x')}  ../../x\n"), LESS, CHECKSUMS, 3),
    ("name-unsafe", lambda at: _append(at / CHECKSUMS, f"{digest('x')}  /etc/passwd\n"), LESS, CHECKSUMS, 3),
    ("file-missing", lambda at: _append(at / TABLE, "objects/absent.txt,x\n"), LESS, TABLE, 4),
    ("metadata-incorrect", lambda at: _append(at / TABLE, "objects/a.txt,x,y\n"), LESS, TABLE, 4),
    ("metadata-incorrect", lambda at: (at / TABLE).write_text("name,dc.title\n"), LESS, TABLE, 1),
    ("metadata-incorrect", lambda at: (at / TABLE).write_text(""), LESS, TABLE, 1),
    ("metadata-incorrect", lambda at: (at / TABLE).write_bytes(b"filename\n\xff\n"), LESS, TABLE, 0),
    ("metadata-incorrect", lambda at: (at / TABLE).write_text('filename,dc.title\nobjects/a.txt,"A'), LESS, TABLE, 0),
    ("objects-missing", lambda at: (at / "objects").rename(at / "object"), LESS, "", 0),
]  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGES, ids=[f"{one[0]}-{number}" for number, one in enumerate(DAMAGES)])
def test_a_damage_is_told_by_its_rule_where_it_is(transfer: Path, damage) -> None:
    rule, harm, verdict, file, line = damage
    harm(transfer)
    found = verify(transfer)
    assert found.verdict == verdict
    places = {
        (one.file, one.span.start.line if one.span else 0)
        for one in found.problems
        if one.rule == f"archivematica/{rule}"
    }
    assert (f"{transfer}/{file}" if file else str(transfer), line) in places


def test_a_link_among_the_objects_is_told(transfer: Path) -> None:
    (transfer / "objects" / "link").symlink_to("/etc")
    assert {one.rule for one in verify(transfer).problems} == {"package/no-regular-file"}
