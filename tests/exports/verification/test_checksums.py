"""Lines of digests: what sha256sum writes is read, and what is written sha256sum checks."""

import hashlib
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teikit.exports.verification.checksums import Checksum, checksums_bytes, is_signed, read_checksums
from teikit.limits import Budget

needs_sha256sum = pytest.mark.skipif(not shutil.which("sha256sum"), reason="there is no sha256sum")
NAMES = ["a", "b c", " d ", "*e", "\u2028f", "50%", "g\\h", "i\nj", "k\rl", "ü"]


@needs_sha256sum
def test_what_sha256sum_writes_is_read(tmp_path: Path) -> None:
    for name in NAMES:
        (tmp_path / name).write_text(name, newline="")
    for way in ("--text", "--binary"):
        command = ["sha256sum", way, "--", *NAMES]
        told = subprocess.run(command, cwd=tmp_path, capture_output=True, check=True).stdout
        digests = {name: hashlib.sha256(name.encode()).hexdigest() for name in NAMES}
        assert {one.path: one.digest for one in read_checksums(told, Budget("list"))} == digests


@needs_sha256sum
def test_sha256sum_checks_what_is_written(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("x")
    for signed in (False, True):
        (tmp_path / "list").write_bytes(checksums_bytes([(hashlib.sha256(b"x").hexdigest(), "a")], signed=signed))
        assert is_signed((tmp_path / "list").read_bytes()) is signed
        subprocess.run(["sha256sum", "-c", "--strict", "list"], cwd=tmp_path, check=True, capture_output=True)


@given(st.lists(st.tuples(st.binary(min_size=32, max_size=32), st.from_regex(r"[a-z*][a-z *./]*", fullmatch=True))))
def test_what_is_written_is_read(held: list[tuple[bytes, str]]) -> None:
    digests = [(one.hex(), path) for one, path in held]
    found = [(one.digest, one.path) for one in read_checksums(checksums_bytes(digests, signed=True), Budget("list"))]
    assert found == digests


@pytest.mark.parametrize("line", ["x", "abc  a", f"{'0' * 64} a", f"{'0' * 64}", f"{'g' * 64}  a", f"{'0' * 64}  "])
def test_what_is_no_such_line_has_no_path(line: str) -> None:
    assert list(read_checksums(f"# comment\n\n{line}\n".encode(), Budget("list"))) == [Checksum(3)]
