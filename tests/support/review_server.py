"""`teikit review` as a program of its own, for tests of its page, and small letters to review."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

_ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)/[\w-]+/")
_PEOPLE = ("Ann Lee", "Will Marsh", "Ida Penrose", "Tom Weld", "Ruth Carey")
_PLACES = ("Bristol", "Bath", "Exeter", "Wells", "Truro")


def small_letter(number: int) -> str:
    """A letter of a few lines, another for each number."""
    writer, reader = _PEOPLE[number % 5], _PEOPLE[(number + 2) % 5]
    return (
        f"{_PLACES[number % 5]}, {number % 28 + 1} May 18{number % 90 + 10}\n\nDear {reader.split()[0]},\n\n"
        f"Robert found the key number {number} behind the third brick, with a toad that did not wish to move.\n\n"
        f"The house is dry and nothing has been taken.\n\nEver yours,\n{writer}\n"
    )


LETTERS = {f"letter-{number:02}.txt": small_letter(number) for number in range(1, 11)}
TWO = dict(list(LETTERS.items())[:2])


def opened(make: Callable[..., Any], address: str) -> Any:
    """Return the page of a new window at an address, once it shows a letter."""
    page = make().page
    page.goto(address)
    page.locator("[role=option]").first.wait_for()
    return page


def write_letters(folder: Path, letters: dict[str, str]) -> None:
    """Write letters to a new folder."""
    folder.mkdir(parents=True)
    for name, text in letters.items():
        (folder / name).write_text(text, encoding="utf-8", newline="")


class Review:
    """A running review of the letters in a folder, which is named from the folder around it."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.folder, self._options = folder, options
        self.address, self.port = "", "0"
        self.start()

    def start(self) -> None:
        """Start the program, at the port that it had before."""
        command = [sys.executable, "-m", "teikit", "review", self.folder.name, "--no-browser", "--port", self.port]
        self._process = subprocess.Popen(
            [*command, *self._options],
            cwd=self.folder.parent,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.address = self._read_address(self._process.stdout or ())
        self.port = _ADDRESS.fullmatch(self.address)[1]  # type: ignore[index]

    @staticmethod
    def _read_address(output: Iterable[str]) -> str:
        said = []
        for line in output:
            said.append(line)
            if found := _ADDRESS.search(line):
                return found[0]
        raise AssertionError("".join(said))

    def kill(self) -> None:
        """End the program at once, without a chance to tidy up."""
        self._process.kill()
        self._process.wait()
        if self._process.stdout:
            self._process.stdout.close()
