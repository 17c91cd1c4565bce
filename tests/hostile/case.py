"""A case: what a hostile file contains, which command reads it, and what the right outcome is."""

import shlex
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Content = bytes | str
Source = Content | Callable[[], Content]
# What nothing may print or write.
CANARY = "kingfisher-7319"


@dataclass(frozen=True, slots=True)
class Place:
    """The folders of one case: `work` is the one that the command runs in, `outside` has what it may not open."""

    root: Path
    host: str

    @property
    def work(self) -> Path:
        return self.root / "work"

    @property
    def outside(self) -> Path:
        return self.root / "outside"

    @property
    def home(self) -> Path:
        return self.root / "home"

    @property
    def cache(self) -> Path:
        return self.root / "cache"

    @property
    def secret(self) -> Path:
        return self.outside / "secret.xml"

    def fill_in(self, text: str) -> str:
        """Replace the words for places in a text by the places of this case."""
        places = {
            "@SECRET@": str(self.secret),
            "@OUTSIDE@": str(self.outside),
            "@URL@": f"http://{self.host}",
            "@HOST@": self.host,
            "@WORK@": str(self.work),
        }
        for word, value in places.items():
            text = text.replace(word, value)
        return text

    def write(self, name: str, content: Content) -> Path:
        """Write a file of `work`, with its folders."""
        path = self.work / name
        path.parent.mkdir(parents=True, exist_ok=True)
        data = self.fill_in(content).encode("utf-8", "surrogatepass") if isinstance(content, str) else content
        path.write_bytes(data)
        return path


Prepare = Callable[[Place], object]
# What happens while the program runs; it gets the place and the process.
Meanwhile = Callable[[Place, "subprocess.Popen[bytes]"], object]


@dataclass(frozen=True, slots=True)
class Case:
    """A hostile or broken input, the command that reads it, and the right outcome; see the package's docstring."""

    name: str
    command: str
    files: Mapping[str, Source] = field(default_factory=dict)
    status: int | tuple[int, ...] = (0, 1, 2)
    word: str = ""
    never: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()
    prepare: Prepare | None = None
    meanwhile: Meanwhile | None = None
    env: Mapping[str, str] = field(default_factory=dict)
    # Whether a shell runs the command, where $TEIKIT is the program.
    in_shell: bool = False
    # Whether standard output is a document, which may have any character of XML.
    document: bool = False
    # Whether the run may ask the listener, and how the listener answers.
    asks: bool = False
    answer: str = "nothing"
    # Whether the case has an empty cache of its own, in `cache`.
    own_cache: bool = False
    # The most that the output may be, in bytes, and the time it may take, in seconds of the processor.
    largest: int = 4_000_000
    seconds: int = 20
    slow: bool = False
    not_yet: str = ""

    @property
    def statuses(self) -> tuple[int, ...]:
        """The exit statuses that are right."""
        return (self.status,) if isinstance(self.status, int) else self.status

    def arguments(self, place: Place) -> list[str]:
        """Return the command as a list of arguments."""
        command = place.fill_in(self.command)
        if self.in_shell:
            return ["/bin/sh", "-c", command]
        return [sys.executable, "-m", "teikit", *shlex.split(command)]

    def set_up(self, place: Place) -> None:
        """Write all files of the case."""
        for name, source in self.files.items():
            place.write(name, source() if callable(source) else source)
        if self.prepare:
            self.prepare(place)


def source_case(name: str, file: str, content: Source, command: str = "", **more: Any) -> Case:
    """A case of one source that is encoded."""
    return Case(f"encode/{name}", command or f"encode {file}", {file: content}, **{"document": True, **more})
