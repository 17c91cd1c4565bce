"""Checks the files of a package against the lists in its metadata: files missing, changed, or outside of it."""

import io
import posixpath
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from teikit.diagnostics import Diagnostic, Severity, point
from teikit.document.tree import NotWellFormedError
from teikit.formats.archives import leads_out, show_name
from teikit.limits import Budget
from teikit.messages import escape_control
from teikit.storage.archives import Files, is_litter

# One letter and a colon is a drive, not a scheme.
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")
# Some write the paths of a package as `file:///x` or `file:./x`.
_FILE_SCHEME = re.compile(r"file:(?:(?://)?\.?/(?!/))?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ListedFile:
    """A file as it is listed: its path, the list and the line in it (from 1, or 0 if unknown), digests, size in bytes.

    `digests` are by hashlib's names of algorithms; `size` is None if it is not listed.
    """

    path: str
    list_file: str
    line: int = 0
    digests: Mapping[str, str] = field(default_factory=dict)
    size: int | None = None


@dataclass(frozen=True, slots=True)
class ListingRules:
    """The ids of the rules that the listed files of a kind of package are checked by."""

    missing: str
    digest: str
    size: str
    unsafe: str


def resolve_path(reference: str, folder: str = "") -> str | None:
    """Return the path of a file that is referred to from a folder of the package, None if it is on the web.

    Paths that lead out of the package begin with `..` or `/`.
    """
    local = _FILE_SCHEME.sub("", reference, count=1)
    if _SCHEME.match(local) or (local == reference and local.startswith("//")):
        return None
    return posixpath.normpath(posixpath.join(folder, unquote(local.partition("#")[0])))


def is_below(path: str, folders: Collection[str]) -> bool:
    """Return whether a path is below one of some folders, at any depth."""
    end = path.find("/")
    while end >= 0:
        if path[:end] in folders:
            return True
        end = path.find("/", end + 1)
    return False


def read_lines(text: str, budget: Budget, newline: str | None = None) -> Iterator[tuple[int, str]]:
    """Yield the lines of a text that lists files, with their numbers from 1, and count them.

    Lines end with CR, LF or both; with LF alone if `newline` is given as such.
    """
    for number, line in enumerate(io.StringIO(text, newline), 1):
        budget.spend("manifest-lines")
        yield number, line.removesuffix("\n")


def parse_size(text: str) -> int | None:
    """Return a size in bytes, None if a text is not one."""
    return int(text) if text.isdecimal() and len(text) < 20 else None


class PackageChecker:
    """Checks the files of one package; `name` is its name in messages. Subclasses extend or override `check`."""

    def __init__(self, files: Files, name: str) -> None:
        self.files, self._name = files, escape_control(name)

    @classmethod
    def find_problems(cls, files: Files, name: str) -> list[Diagnostic]:
        """Return what is wrong with a package, called `name` in messages; nothing if it is whole and unchanged."""
        found: list[Diagnostic] = []
        for problem in cls(files, name).check():
            files.budget.spend("package-problems")
            found.append(problem)
        return found

    def check(self) -> Iterator[Diagnostic]:
        """Yield what no package may contain: irregular files, and two files of one name."""
        yield from self.check_kinds("package/no-regular-file", "a package holds regular files", "package/name-twice")

    def check_kinds(self, no_regular_file: str, reason: str, name_twice: str) -> Iterator[Diagnostic]:
        """Yield irregular files, with the reason why there must be none, and two files of one name, by these rules."""
        for name in self.files.irregular:
            message = f"is a link, a device, a sparse file or encrypted; {reason}"
            yield self.problem(no_regular_file, message, name)
        for name in self.files.duplicates:
            yield self.problem(name_twice, "is in the archive more than once", name)

    def problem(
        self, rule: str, message: str, file: str = "", line: int = 0, severity: Severity = Severity.ERROR
    ) -> Diagnostic:
        """Return a problem with a file of the package, or with the package itself."""
        where = f"{self._name}/{escape_control(file)}" if file else self._name
        return Diagnostic(where, rule, severity, message, point(line, 1) if line else None)

    def not_well_formed(self, rule: str, file: str, error: NotWellFormedError) -> Diagnostic:
        """Return the problem that a document of the package is no XML."""
        span = error.diagnostic.span
        return self.problem(rule, show_name(error.diagnostic.message.strip()), file, span.start.line if span else 0)

    def unlisted_file(self, rule: str, message: str, file: str) -> Diagnostic:
        """Return the problem that no list has a file: a warning if a file manager created it."""
        is_harmless = is_litter(file.rpartition("/")[2])
        return self.problem(rule, message, file, severity=Severity.WARNING if is_harmless else Severity.ERROR)

    def check_listed_files(self, listed: Iterable[ListedFile], rules: ListingRules) -> Iterator[Diagnostic]:
        """Yield what is wrong with listed files, each of which is read once."""
        for one in listed:
            path = show_name(one.path)
            if leads_out(one.path):
                yield self.problem(rules.unsafe, f"'{path}' leads out of the package", one.list_file, one.line)
            elif one.path not in self.files.openers:
                yield self.problem(rules.missing, f"'{path}' is missing", one.list_file, one.line)
            else:
                yield from self._compare(one, rules)

    def _compare(self, one: ListedFile, rules: ListingRules) -> Iterator[Diagnostic]:
        path, found = show_name(one.path), self.files.compute_digests(one.path, one.digests)
        if found is None:
            yield self.problem(rules.digest, "cannot be read", one.path)
            return
        digests, size = found
        if one.size is not None and one.size != size:
            message = f"'{path}' has {size} bytes, but is listed with {one.size}"
            yield self.problem(rules.size, message, one.list_file, one.line)
        for algorithm, digest in one.digests.items():
            if digests[algorithm] != digest.lower():
                message = f"'{path}' is not the file that was listed: its {algorithm} digest differs"
                yield self.problem(rules.digest, message, one.list_file, one.line)
