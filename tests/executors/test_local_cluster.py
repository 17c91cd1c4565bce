"""A cluster on this machine obeys nobody but the run that started it."""

import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from support.sample_operations import Naming, Slow, items
from teikit.errors import MissingExtraError
from teikit.executors import local_cluster as subject
from teikit.executors.dask_cluster import DaskExecutor
from teikit.executors.serial import SerialExecutor
from teikit.storage.temporary import scratch_folder

pytest.importorskip("distributed", reason="teikit[cluster] is not installed")
pytest.importorskip("cryptography", reason="teikit[cluster] is not installed")

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]
# Tries to run code in the process that listens at a port, with no key and with another run's.
INTRUDER = """
import sys
import distributed
from teikit.executors.dask_nodes import make_security
from teikit.executors.run_key import make_run_key
for port in sys.argv[1:]:
    for scheme, security in (("tcp", None), ("tls", make_security(*make_run_key()))):
        try:
            client = distributed.Client(f"{scheme}://127.0.0.1:{port}", security=security, timeout=2)
            print("obeyed", client.submit(int, "5").result(timeout=5))
        except Exception as error:
            print("refused", file=sys.stderr)
"""


def process_tree(process: int) -> list[int]:
    children = [each.read_text() for each in Path(f"/proc/{process}/task").glob("*/children")]
    return [process, *(found for each in " ".join(children).split() for found in process_tree(int(each)))]


def listening() -> Iterator[tuple[str, int]]:
    """Yield the addresses, in hexadecimal digits, and the ports at which this process and its children listen."""
    opened = {
        str(each.readlink())
        for process in process_tree(os.getpid())
        for each in Path(f"/proc/{process}/fd").iterdir()
        if each.is_symlink()
    }
    for table in ("tcp", "tcp6"):
        path = Path("/proc/net") / table
        for line in path.read_text().splitlines()[1:] if path.exists() else ():
            fields = line.split()
            if fields[3] == "0A" and f"socket:[{fields[9]}]" in opened:
                address, port = fields[1].split(":")
                yield address, int(port, 16)


@pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")
def test_who_has_no_key_is_refused_at_every_port() -> None:
    before = set(listening())
    outcomes = DaskExecutor(None, jobs=1).run(Slow(), items(3_000))
    found = [next(outcomes)]
    ports = sorted(set(listening()) - before)
    # The scheduler, a nanny, what starts workers, and a worker.
    assert 3 <= len(ports) <= 4
    assert {address for address, _ in ports} == {"0100007F"}
    done = subprocess.run(
        [sys.executable, "-c", INTRUDER, *(str(port) for _, port in ports)],
        env={**os.environ, "DASK_LOGGING__DISTRIBUTED": "critical"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr.count("refused")) == ("", 2 * len(ports))
    for _, port in ports:
        assert b"HTTP" not in answer(port, b"GET / HTTP/1.0\r\n\r\n")
    found.extend(outcomes)
    assert found == list(SerialExecutor().run(Naming(), items(3_000)))


def answer(port: int, request: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=5) as asked:
        asked.sendall(request)
        try:
            return asked.recv(100)
        except OSError:
            return b""


def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def import_none(_name: str) -> Any:
        raise ImportError

    monkeypatch.setattr(subject, "import_module", import_none)
    with pytest.raises(MissingExtraError, match=r"needs cryptography; install teikit\[cluster\]"):
        list(DaskExecutor(None, jobs=1).run(Naming(), items(1)))


def test_the_folder_of_a_run_that_was_killed_is_removed_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    abandoned = tmp_path / ".teikit-0123456789abcdef"
    (abandoned / "left").mkdir(parents=True)
    other = tmp_path / "teikit-ruin"
    other.mkdir()
    with scratch_folder() as one, scratch_folder() as two:
        assert sorted(tmp_path.iterdir()) == sorted([other, Path(one), Path(two)])
        assert Path(one).stat().st_mode & 0o777 == 0o700
    assert list(tmp_path.iterdir()) == [other]
