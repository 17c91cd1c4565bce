"""As many cores as affinity and control groups allow."""

import os
from pathlib import Path

import pytest

from teikit.executors.cores import usable_cores


@pytest.fixture
def eight(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _pid: set(range(8)), raising=False)


def quota(folder: Path, text: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "cpu.max").write_text(text)


@pytest.mark.usefixtures("eight")
@pytest.mark.parametrize(
    ("own", "above", "cores"),
    [
        ("max 100000", "max 100000", 8),
        ("200000 100000", "max 100000", 2),
        ("max 100000", "150000 100000", 2),
        ("10000 100000", "400000 100000", 1),
        ("nonsense", "300000 100000", 3),
        ("0 0", "max 100000", 8),
    ],
)
def test_the_smallest_quota_counts(tmp_path: Path, own: str, above: str, cores: int) -> None:
    (tmp_path / "cgroup").write_text("0::/work/job\n")
    quota(tmp_path / "fs" / "work" / "job", own)
    quota(tmp_path / "fs" / "work", above)
    assert usable_cores(tmp_path / "cgroup", tmp_path / "fs") == cores


@pytest.mark.usefixtures("eight")
def test_without_control_groups_affinity_counts(tmp_path: Path) -> None:
    assert usable_cores(tmp_path / "none", tmp_path / "none") == 8
