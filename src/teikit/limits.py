"""Limits on what an input may cost: the table of them, the values in force, and the budget of one input.

A limit that an input exceeds ends the work on this input with one sentence that names the limit; other inputs go on.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import NamedTuple

from teikit.errors import UnreadableInputError


class Limit(NamedTuple):
    """A limit: its default value, its unit, and what an input that exceeds it has, with `{}` for the value."""

    value: int
    unit: str
    excess: str


# The names are those of `--limit NAME=N`, and of the table [limits] of the configuration.
LIMITS: Mapping[str, Limit] = MappingProxyType(
    {
        "web-bytes": Limit(64 << 20, "bytes", "is larger than {} at its URL"),
        "web-seconds": Limit(30, "seconds", "takes longer than {} seconds to fetch"),
        "data-bytes": Limit(64 << 20, "bytes", "is larger than {}"),
        "data-depth": Limit(100, "levels", "has values or names nested more than {} deep"),
        "data-values": Limit(2_000_000, "values", "has more than {} values"),
        "columns": Limit(1_000, "columns", "has a row of more than {} cells"),
        "number-digits": Limit(1_000, "digits", "has a number of more than {} digits"),
        "configuration-bytes": Limit(1 << 20, "bytes", "is larger than a configuration may be, {}"),
        "source-bytes": Limit(128 << 20, "bytes", "is larger than a source of letters may be, {}"),
        "letter-lines": Limit(50_000, "lines", "has a letter of more than {} lines"),
        "letter-characters": Limit(4_000_000, "characters", "has a letter of more than {} characters"),
        # Files of decisions beside the sources.
        "decisions-bytes": Limit(4 << 20, "bytes", "is larger than a file of decisions may be, {}"),
        "decisions": Limit(20_000, "decisions", "has more than {} decisions"),
        "decision-characters": Limit(20_000, "characters", "has a text of more than {} characters"),
        "model-bytes": Limit(16 << 20, "bytes", "is larger than a project's model may be, {}"),
        "model-features": Limit(50_000, "features", "is a project's model of more than {} features"),
        "metadata-bytes": Limit(16 << 20, "bytes", "is larger than a file of metadata may be, {}"),
        # What the page of a review sends, and shows.
        "request-bytes": Limit(1 << 20, "bytes", "is larger than a request may be, {}"),
        "picture-bytes": Limit(64 << 20, "bytes", "is larger than a picture may be, {}"),
        # Ignore files, and globs of configurations.
        "ignore-bytes": Limit(1 << 20, "bytes", "is larger than a file of ignore rules may be, {}"),
        "wildcards": Limit(5_000, "wildcards", "has patterns with more than {} wildcards in all"),
        # Expressions that schemas and documents contain.
        "regex-parts": Limit(
            10_000, "parts", "has a regular expression of more than {} parts once its counts are written out"
        ),
        "split-seconds": Limit(10, "seconds", "takes more than {} seconds to be searched for"),
        "xinclude-bytes": Limit(256 << 20, "bytes", "includes files that need more than {} with it"),
        "xinclude-count": Limit(100_000, "inclusions", "has more than {} inclusions (XInclude) in it"),
        "xinclude-depth": Limit(50, "files", "includes files that include others more than {} deep"),
        "xpath-steps": Limit(250_000, "steps", "takes more than {} steps for one expression"),
        "xpath-items": Limit(2_000_000, "items", "makes more than {} items in one expression"),
        "string-characters": Limit(10_000_000, "characters", "makes a string of more than {} characters"),
        "rule-seconds": Limit(4, "seconds", "takes more than {} seconds for one rule, or too long with all rules"),
        "message-characters": Limit(20_000_000, "characters", "has messages of more than {} characters"),
        "schema-files": Limit(1_000, "files", "includes more than {} files"),
        "include-depth": Limit(50, "files", "includes schemas that include others more than {} deep"),
        "schema-bytes": Limit(64 << 20, "bytes", "is larger than a schema may be, {}"),
        "schema-entity-characters": Limit(
            8 << 20, "characters", "has entities that expand to more than {} characters and ten times its own length"
        ),
        "schema-members": Limit(3_000_000, "members", "has choices of more than {} members in all"),
        "schema-attributes": Limit(5_000_000, "attributes", "has more than {} attributes in groups within groups"),
        "schema-patterns": Limit(1_000_000, "patterns", "allows so much at once that it needs more than {} patterns"),
        "schema-steps": Limit(
            200_000, "steps", "allows so much at once that one tag of a document takes more than {} steps"
        ),
        "odd-copies": Limit(400, "copies", "asks for a pattern more than {} times"),
        "odd-attributes": Limit(5_000_000, "attributes", "has classes and elements of more than {} attributes in all"),
        "odd-bytes": Limit(256 << 20, "bytes", "reads files of more than {} in all"),
        "odd-chain": Limit(10, "ODDs", "is based on ODDs that are based on others more than {} deep"),
        "odd-subjects": Limit(1_000_000, "elements", "has constraints of classes about more than {} elements in all"),
        "odd-elements": Limit(400_000, "elements", "has more than {} elements, with all files that it reads"),
        "odd-patterns": Limit(500_000, "patterns", "has content models of more than {} patterns in all"),
        "variable-depth": Limit(100, "variables", "needs variables that need others more than {} deep"),
        "rule-characters": Limit(
            10_000_000, "characters", "has values of parameters that come to more than {} characters"
        ),
        "rule-elements": Limit(50_000, "elements", "has abstract patterns and rules of more than {} elements"),
        "expression-characters": Limit(100_000, "characters", "is longer than {} characters"),
        "regex-steps": Limit(2_000_000, "steps", "has a regular expression that takes more than {} steps on one text"),
        # An XML document, and what is computed from it.
        "attributes": Limit(10_000, "attributes", "has an element with more than {} attributes"),
        "default-attributes": Limit(256 << 20, "bytes", "has more than {} of attributes by the defaults it declares"),
        "depth": Limit(100_000, "elements", "has elements nested more than {} deep"),
        "entity-bytes": Limit(64 << 20, "bytes", "has entities that expand to more than {}"),
        "input-bytes": Limit(4 << 30, "bytes", "has more than {}"),
        "stdin-bytes": Limit(256 << 20, "bytes", "has more than {}, and standard input is kept in memory"),
        "nested-entities": Limit(1_000, "entities", "declares more than {} entities that refer to other entities"),
        "path-bytes": Limit(64 << 20, "bytes", "has problems so deep that their paths have more than {}"),
        "problems": Limit(250_000, "problems", "has more than {} problems"),
        "register-bytes": Limit(1 << 30, "bytes", "is larger than a register may be, {}"),
        "register-entries": Limit(5_000_000, "entries", "has more than {} ids"),
        "export-bytes": Limit(128 << 20, "bytes", "is larger than a document that is exported may be, {}"),
        "archive-members": Limit(200_000, "files and folders", "has more than {} files and folders"),
        "archive-growth": Limit(4 << 30, "bytes", "grows by more than {} when it is unpacked"),
        "archive-ratio": Limit(200, "times", "unpacks to more than {} times its size"),
        "archive-path-length": Limit(
            4_096, "characters", "has a file or folder whose path has more than {} characters"
        ),
        "archive-names": Limit(50_000_000, "characters", "has paths of more than {} characters in all"),
        "archive-header-bytes": Limit(64 << 20, "bytes", "describes its files in more than {}"),
        "archive-dictionary-bytes": Limit(256 << 20, "bytes", "needs a dictionary of more than {} to be unpacked"),
        "archive-streams": Limit(1_000_000, "streams", "has more than {} compressed streams"),
        "member-bytes": Limit(64 << 20, "bytes", "is larger than {}, and would be read whole"),
        "manifest-lines": Limit(1_000_000, "lines", "lists files in more than {} lines"),
        "package-problems": Limit(100_000, "problems", "has more than {} problems"),
        "profile-matches": Limit(20_000_000, "steps", "takes more than {} steps to match with the globs of a profile"),
        "office-members": Limit(5_000, "files", "has more than {} files in it"),
        "office-tags": Limit(2_000_000, "tags", "has XML of more than {} tags in it"),
        "office-growth": Limit(200 << 20, "bytes", "grows by more than {} when it is unpacked, and no document does"),
    }
)
_DEFAULTS: Mapping[str, int] = MappingProxyType({name: each.value for name, each in LIMITS.items()})
_in_force: dict[str, int] = dict(_DEFAULTS)


class LimitExceededError(UnreadableInputError):
    """An input exceeds a limit; the sentence names the file, the place if there is one, and the limit."""

    def __init__(self, file: str, name: str, excess: str) -> None:
        super().__init__(f"{file}: {excess}")
        self.limit = name


def limit(name: str) -> int:
    """Return the value of a limit that is in force."""
    return _in_force[name]


def describe_excess(name: str, value: int | None = None) -> str:
    """Return what an input that exceeds a limit has, and its name, for messages; by default with the value in force."""
    value = _in_force[name] if value is None else value
    number = f"{value:,}"
    if LIMITS[name].unit == "bytes":
        number = f"{value >> 20:,} MiB" if value >= 1 << 20 else f"{number} bytes"
    return f"{LIMITS[name].excess.format(number)} (--limit {name}=N allows more)"


def changed_limits() -> dict[str, int]:
    """Return the limits whose values differ from the defaults, to be set in other processes of the run."""
    return {name: value for name, value in _in_force.items() if value != _DEFAULTS[name]}


def set_limits(changed: Mapping[str, int]) -> None:
    """Set these limits, and all others to their defaults; for this process, until they are set again."""
    _in_force.update(_DEFAULTS)
    _in_force.update(changed)


@contextmanager
def limits_set(**changed: int) -> Iterator[None]:
    """Set limits for a while, by their names with underscores; the others stay as they are."""
    before = dict(_in_force)
    _in_force.update({name.replace("_", "-"): value for name, value in changed.items()})
    try:
        yield
    finally:
        _in_force.update(before)


class Budget:
    """What one document, archive, schema or rule has spent of each limit; it travels with it.

    `file` is its name for messages. The limits are those in force when the budget is made.
    """

    __slots__ = ("_limits", "_spent", "file")

    def __init__(self, file: str) -> None:
        self.file = file
        self._limits = dict(_in_force)
        self._spent: dict[str, int] = {}

    def limit(self, name: str) -> int:
        """Return the value of a limit."""
        return self._limits[name]

    def spend(self, name: str, amount: int = 1, place: str = "") -> None:
        """Count an amount against a limit; `place` is a line, or a line and a column such as `3:14`.

        Raises:
            LimitExceededError: all that was counted is more than the limit.
        """
        spent = self._spent[name] = self._spent.get(name, 0) + amount
        if spent > self._limits[name]:
            raise self.excess(name, place)

    def check(self, name: str, amount: int, place: str = "") -> None:
        """Compare a single amount with a limit, without counting it; errors are those of `spend`."""
        if amount > self._limits[name]:
            raise self.excess(name, place)

    def excess(self, name: str, place: str = "", *, about: str = "") -> LimitExceededError:
        """Return the error for an input that exceeds a limit; `about` is what to say of the input before that."""
        where = f"{self.file}:{place}" if place else self.file
        return LimitExceededError(where, name, about + describe_excess(name, self._limits[name]))
