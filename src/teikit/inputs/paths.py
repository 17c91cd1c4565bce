"""What a user names (paths, globs, a file that lists names) to the items of a run, and words for what was skipped."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from teikit.inputs.discover import HIDDEN, OWN, STDIN, STDIN_NAME, Discovery, format_skipped
from teikit.inputs.globs import fixed_part, is_glob
from teikit.inputs.item import Item
from teikit.messages import escape_control
from teikit.storage.files import read_file, read_stdin
from teikit.storage.urls import is_url

# Why a discovered file is skipped although its name is accepted.
NOT_TEI = "not TEI"
# Every user expects these to be skipped: they are reported only on request.
_EXPECTED = (HIDDEN, OWN)


class InputPaths:
    """Paths, and a file that lists more of them; with `no_ignore`, .gitignore does not count.

    With `allow_empty` a run without any file is not an error.
    """

    def __init__(
        self, paths: Sequence[str], files_from: str | None = None, *, no_ignore: bool = False, allow_empty: bool = False
    ) -> None:
        self.paths, self.files_from = paths, files_from
        self.no_ignore, self.allow_empty = no_ignore, allow_empty

    def items(self, discovery: Discovery) -> Iterator[Item]:
        """Yield the files that are named."""
        discovery.gitignore, discovery.allows_empty = not self.no_ignore, self.allow_empty
        if self.files_from is None:
            return discovery.items(self.paths, ())
        # Runs without a list need not pay for its import.
        from teikit.inputs.file_list import read_names  # noqa: PLC0415

        return discovery.items(self.paths, read_names(self.files_from))

    @property
    def files(self) -> tuple[str, ...]:
        """The names that the user gave, without standard input."""
        return local_paths(*self.paths, self.files_from)

    @property
    def count(self) -> int | None:
        """How many files there are, None where that is not known from the start."""
        wide = any(is_glob(path) or Path(path).is_dir() for path in self.paths)
        return None if wide or self.files_from is not None else len(self.paths)

    @property
    def folders(self) -> tuple[Path, ...]:
        """The folders that the user named: of a file its folder, of a glob the folder that it begins in."""
        named = (Path(fixed_part(path)) for path in self.paths if path != STDIN and not is_url(path))
        return tuple(dict.fromkeys(each if each.is_dir() else each.parent for each in named))

    def explain_no_items(self, skipped: Counter[str], links_out: Sequence[str] = ()) -> str:
        """Return why no file was found, "" where that is plain."""
        if skipped.total():
            words = describe_skipped(skipped, links_out, everything=True)
            return f"{'there is no TEI here, ' if skipped[NOT_TEI] else ''}{words}"
        if self.files_from is None:
            return "" if self.paths else "none are named"
        source = "the list on standard input" if self.files_from == STDIN else escape_control(self.files_from)
        return f"{source} names none"


def local_paths(*names: str | None) -> tuple[str, ...]:
    """Return the names that mean files: neither None, nor "", nor standard input."""
    return tuple(name for name in names if name and name != STDIN)


def read_item(item: Item, limit: str = "input-bytes") -> tuple[bytes, str]:
    """Return the bytes of a file or of standard input, and its name; no more are read than the limit of a name allows.

    Raises:
        UnreadableInputError: it cannot be read, or exceeds the limit.
    """
    if item.name == STDIN:
        return read_stdin(limit), STDIN_NAME
    item.check()
    return read_file(item.name, limit), item.name


def describe_skipped(skipped: Counter[str], links_out: Sequence[str] = (), *, everything: bool = False) -> str:
    """Return in words what was skipped, "" if nothing worth reporting."""
    kept = skipped if everything else Counter({why: count for why, count in skipped.items() if why not in _EXPECTED})
    return f"{kept.total():,} passed over ({format_skipped(kept, links_out)})" if kept.total() else ""
