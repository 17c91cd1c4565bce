"""Follows pointers: to an element of the document, of another file or of a register, or by a declared prefix."""

import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from teikit.checks.linked_files import LinkedFiles, RecordedLookups
from teikit.checks.pointer_rules import FILE_MISSING, PREFIX_UNMATCHED, UNDECLARED_PREFIX, UNRESOLVED, WITHOUT_HASH
from teikit.checks.prefixes import KNOWN_SCHEMES, Prefix
from teikit.checks.uris import MALFORMED, uri_problem
from teikit.diagnostics import Rule
from teikit.messages import quote, suggest_spelling
from teikit.storage.references import local_path, resolve

if TYPE_CHECKING:
    from teikit.registers import Register, RegisterIndex

_DIGITS = re.compile("[0-9]+")
# With more ids, or for more pointers, no similar id is suggested: it would take too long.
_MAX_NEAR, _MAX_GUESSES = 500, 50
_SUFFIX = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,4}\Z")
# The folder and the suffix of a file: where files of one kind are kept.
FileSet = tuple[str, str]


class Problem(NamedTuple):
    """A pointer that leads nowhere.

    `fault` is a predicate in the singular. With `is_certain` it is a mistake whatever else the document has; otherwise
    what it means may be kept elsewhere. `replacement` is the intended pointer, if it is clear. `file_set` is where a
    missing file should be. Problems of one `topic` have one remedy, and are reported once.
    """

    rule: Rule
    fault: str
    is_certain: bool = False
    replacement: str | None = None
    file_set: FileSet | None = None
    topic: str = ""


class Target(NamedTuple):
    """What a pointer leads to, so far as it was looked for; `file_set` is where the file is that it names."""

    is_known: bool = True
    file_set: FileSet | None = None


_ELEMENT = Target()
_NOT_CHECKED = Target(is_known=False)


class PointerResolver:
    """Follows the pointers of one document, whose ids and prefixes are known.

    It is not `is_whole` if a part of the document is in another file.
    """

    def __init__(
        self,
        ids: Collection[str],
        prefixes: Mapping[str, list[Prefix]],
        linked_files: LinkedFiles | RecordedLookups,
        registers: "RegisterIndex | None",
        *,
        is_whole: bool,
    ) -> None:
        self._ids, self._prefixes, self._linked_files, self._registers = ids, prefixes, linked_files, registers
        self._is_whole = is_whole and (registers is None or registers.is_whole)
        self._here = "in this file or in a register" if registers else "in this file"
        self._guesses = 0
        self._local_bases: dict[str, bool] = {}

    def is_id(self, name: str) -> bool:
        """Return whether a name is an id of the document or of a register."""
        return name in self._ids or (self._registers is not None and name in self._registers)

    def follow(self, pointer: str, base: str) -> Problem | Target:
        """Return what a pointer leads to, relative to a base."""
        wrong = uri_problem(pointer)
        if wrong:
            return Problem(MALFORMED, f"is no well-formed URI: {wrong[0]}", is_certain=True, replacement=wrong[1])
        scheme, colon, rest = pointer.partition(":")
        if pointer.startswith("#"):
            return self._follow_same_document(pointer)
        if colon and len(scheme) > 1 and not set("/?#") & set(scheme):
            return self._follow_prefixed(scheme, rest, base)
        return self._follow_relative(pointer, base)

    def follow_key(self, key: str) -> Problem | Target:
        """Return what a key leads to, which names an entry of a register by its id alone."""
        name = key.removeprefix("#")
        scheme, colon, rest = name.partition(":")
        if self.is_id(name) or all(self.is_id(each.removeprefix("#")) for each in name.split()):
            return _ELEMENT
        if not self._is_whole:
            return _NOT_CHECKED
        if colon and scheme in self._prefixes:
            return self._follow_prefixed(scheme, rest, "")
        near = self._suggest_entry(name).replace("'#", "'")
        return Problem(UNRESOLVED, f"is the id of no entry of a register{near}", is_certain=bool(near))

    def _follow_same_document(self, pointer: str) -> Problem | Target:
        name = _unquote(pointer[1:])
        if "(" in name or not self._is_whole:
            return _NOT_CHECKED
        if self.is_id(name):
            return _ELEMENT
        near = self._suggest_id(name, self._ids) or self._suggest_entry(name)
        return Problem(UNRESOLVED, f"leads to no xml:id {self._here}{near}", is_certain=bool(near))

    def _follow_prefixed(self, scheme: str, rest: str, base: str) -> Problem | Target:
        prefixes = self._prefixes.get(scheme)
        if prefixes is None:
            if scheme.lower() in KNOWN_SCHEMES or not self._is_whole:
                return _NOT_CHECKED
            fault = f"has a prefix, '{scheme}', that is no known scheme and that no prefixDef declares"
            return Problem(UNDECLARED_PREFIX, fault, is_certain=True, topic=scheme)
        expanded = [each for each in (prefix.expand(rest) for prefix in prefixes) if each is not None]
        if not expanded:
            fault = f"has a form that does not match the pattern {quote(prefixes[0].pattern)} of its prefixDef"
            return Problem(PREFIX_UNMATCHED, fault, is_certain=True)
        return self._follow_expanded(expanded, base)

    def _follow_expanded(self, expanded: list[str], base: str) -> Problem | Target:
        """Follow the expansions of a pointer with a prefix; one that resolves is enough."""
        found: Problem | Target = _NOT_CHECKED
        for each in expanded:
            # A prefix that expands to the same prefix would never end; other schemes are not followed.
            if each.startswith("#"):
                found = self._follow_same_document(each)
            elif not each or ":" in each:
                return _NOT_CHECKED
            else:
                found = self._follow_relative(each, base)
            if isinstance(found, Target):
                return found
        assert isinstance(found, Problem)  # noqa: S101  the loop ran
        fault = f"stands for {quote(expanded[-1])}, which {found.fault}"
        return found._replace(fault=fault, replacement=None)

    def _follow_relative(self, pointer: str, base: str) -> Problem | Target:
        """Follow a pointer to a file, relative to a base."""
        if not self._is_local(base) and self._registers is None and pointer not in self._ids:
            return _NOT_CHECKED
        path = self._file(pointer.partition("#")[0], base)
        if pointer in self._ids and (path is None or not self._linked_files.exists(path)):
            fault = "names an element of this file, but lacks its '#'"
            return Problem(WITHOUT_HASH, fault, is_certain=True, replacement=f"#{pointer}")
        if self._registers is not None and pointer in self._registers:
            return _ELEMENT
        return self._follow_path(pointer, path, base)

    def _follow_path(self, pointer: str, path: Path | None, base: str) -> Problem | Target:
        """Follow a pointer to a file at a path, which is None if it is remote."""
        name, _, fragment = pointer.partition("#")
        exists = None if path is None else self._linked_files.exists(path)
        register = self._find_register(name, path, is_elsewhere=not exists)
        if register is not None:
            return self._follow_into(register, _unquote(fragment))
        if path is None:
            return _NOT_CHECKED
        suffix = _SUFFIX.search(name)
        file_set = (str(path.parent), suffix[0]) if suffix else None
        if exists is False:
            is_name = not suffix and "/" not in name
            # A name with numbers may be an identifier of an authority.
            near = self._suggest_id(name, self._ids) if is_name and not _DIGITS.search(name) else ""
            is_certain = bool(near) or self._is_folder_of_edition(path.parent, base)
            return Problem(FILE_MISSING, f"{_NO_ELEMENT if is_name else _NO_FILE}{near}", is_certain, file_set=file_set)
        return self._follow_fragment(path, _unquote(fragment), file_set)

    def _is_folder_of_edition(self, folder: Path, base: str) -> bool:
        """Return whether a folder is there that is neither the document's own nor one around it."""
        own = local_path(base)
        if own is None or folder in {own.parent, *own.parent.parents} or ".." in folder.parts[-1:]:
            return False
        return self._linked_files.exists(folder) is True

    def _find_register(self, name: str, path: Path | None, *, is_elsewhere: bool) -> "Register | None":
        """Return the register that a pointer means: by its path, or by its name if there is no such file."""
        if self._registers is None or not name:
            return None
        found = self._registers.find_at(path) if path is not None else None
        named = local_path(name) if found is None and is_elsewhere else None
        return found or (self._registers.find_named(named.name) if named is not None else None)

    def _follow_into(self, register: "Register", entry: str) -> Problem | Target:
        if not entry or "(" in entry or not register.is_whole or entry in register.kinds:
            return _ELEMENT
        return Problem(UNRESOLVED, _no_id_there(self._suggest_id(entry, register.kinds)), is_certain=True)

    def _follow_fragment(self, path: Path, name: str, file_set: FileSet | None) -> Problem | Target:
        ids = self._linked_files.ids(path) if name and "(" not in name else None
        if ids is None or name in ids:
            # A file without a suffix is a file all the same.
            return Target(self._linked_files.exists(path) is True, file_set or (str(path.parent), ""))
        return Problem(UNRESOLVED, _no_id_there(self._suggest_id(name, ids)), is_certain=True)

    def _suggest_entry(self, name: str) -> str:
        return self._suggest_id(name, self._registers.names) if self._registers else ""

    def _suggest_id(self, name: str, known: Collection[str]) -> str:
        """Return a suggestion in words; an id with other numbers is never suggested."""
        self._guesses += 1
        if not known or self._guesses > _MAX_GUESSES or len(known) > _MAX_NEAR:
            return ""
        digits = _DIGITS.findall(name)
        near = suggest_spelling(name, (each for each in sorted(known) if _DIGITS.findall(each) == digits))
        return f", did you mean '#{near}'?" if near else ""

    def _file(self, name: str, base: str) -> Path | None:
        """Return the local file that a pointer means, None if it is remote or the document has no path."""
        if name.startswith("//") or not self._is_local(base):
            return None
        return local_path(resolve(name.partition("?")[0], base))

    def _is_local(self, base: str) -> bool:
        """Return whether a base is a path, and not remote or unknown; most pointers of a document have one base."""
        if base not in self._local_bases:
            self._local_bases[base] = bool(base) and local_path(base) is not None
        return self._local_bases[base]


_NO_FILE = "leads to a file that is not there"
_NO_ELEMENT = "names neither a file that is there nor an element, which needs '#'"


def _no_id_there(suggestion: str) -> str:
    return f"leads to no xml:id of that file{suggestion}"


def _unquote(text: str) -> str:
    if "%" not in text:
        return text
    # It takes longer to import than most documents to check.
    from urllib.parse import unquote  # noqa: PLC0415

    return unquote(text)
