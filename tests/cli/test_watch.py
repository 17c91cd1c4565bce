"""Folders and watching: what is checked, when it is checked again, and how it ends."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

PROGRAM = [sys.executable, "-m", "teikit", "validate", "--schema", "letter"]
FAULTY = "<TEI xmlns='http://www.tei-c.org/ns/1.0'><tex/></TEI>"


def test_a_folder_is_checked(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(FAULTY)
    result = subprocess.run([*PROGRAM, "."], capture_output=True, text=True, cwd=tmp_path, check=False)
    assert (result.returncode, result.stdout.startswith("./a.xml:1:")) == (1, True)


def test_standard_input_cannot_be_watched() -> None:
    result = subprocess.run([*PROGRAM, "-", "--watch"], capture_output=True, text=True, check=False, input="")
    assert (result.returncode, "cannot be watched" in result.stderr) == (2, True)


def test_a_change_is_checked_and_an_interrupt_ends_silently_with_130(tmp_path: Path) -> None:
    file, told = tmp_path / "a.xml", tmp_path / "told"
    file.write_text(FAULTY)
    with told.open("wb") as out:
        process = subprocess.Popen([*PROGRAM, "a.xml", "--watch"], stdout=out, stderr=out, cwd=tmp_path)
        wait_for(told, 1)
        file.write_text(FAULTY + "\n<!-- changed -->")
        wait_for(told, 2)
        process.send_signal(signal.SIGINT)
        assert process.wait() == 130
    text = told.read_text()
    assert text.count("1 file checked, 1 invalid") == 2
    assert text.endswith("watching for changes, Ctrl-C ends\n")


def wait_for(told: Path, times: int) -> None:
    for _ in range(100):
        if told.read_text().count("watching for changes") == times:
            return
        time.sleep(0.1)
    pytest.fail(f"not checked {times} times: {told.read_text()}")


def test_a_change_of_an_included_file_is_checked(tmp_path: Path) -> None:
    part, told = tmp_path / "b.xml", tmp_path / "told"
    include = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="b.xml"/>'
    (tmp_path / "a.xml").write_text(f"<TEI xmlns='http://www.tei-c.org/ns/1.0'>{include}</TEI>")
    part.write_text("<tex xmlns='http://www.tei-c.org/ns/1.0'/>")
    with told.open("wb") as out:
        process = subprocess.Popen([*PROGRAM, "a.xml", "--xinclude", "--watch"], stdout=out, stderr=out, cwd=tmp_path)
        wait_for(told, 1)
        part.write_text("<tex xmlns='http://www.tei-c.org/ns/1.0'/>\n<!-- changed -->")
        wait_for(told, 2)
        process.send_signal(signal.SIGINT)
        assert process.wait() == 130
    assert "b.xml:1:1: error" in told.read_text()
