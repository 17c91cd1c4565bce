"""A folder that is locked while a file in it is changed: others wait, for a limited time."""

import os
import threading
from pathlib import Path

import pytest

from teikit.errors import OutputError
from teikit.storage import locks
from teikit.storage.locks import locked_folder

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the system cannot lock folders")


def test_others_wait_until_the_lock_is_released(tmp_path: Path) -> None:
    order = []

    def wait() -> None:
        with locked_folder(tmp_path):
            order.append("second")

    with locked_folder(tmp_path):
        thread = threading.Thread(target=wait)
        thread.start()
        thread.join(0.05)
        order.append("first")
    thread.join()
    assert order == ["first", "second"]
    assert not list(tmp_path.iterdir())


def test_nobody_waits_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locks, "_LONGEST_WAIT", 0.01)
    with (
        locked_folder(tmp_path),
        pytest.raises(OutputError, match="is locked by another program"),
        locked_folder(tmp_path),
    ):
        pass


def test_the_lock_is_released_where_a_change_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locks, "_LONGEST_WAIT", 0.01)
    with pytest.raises(KeyError), locked_folder(tmp_path):
        raise KeyError
    with locked_folder(tmp_path):
        pass


def test_a_folder_that_is_missing_is_reported_by_what_writes_there(tmp_path: Path) -> None:
    with locked_folder(tmp_path / "none"):
        pass
