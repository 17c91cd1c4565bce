"""The exceptions of teikit: faults in use or in the environment, each with its exit status.

    TeikitError                 2
    ├── UnreadableInputError    2   the file cannot be read: missing, a folder, no permission, binary, not decodable
    ├── EmptyInputError         2   the file contains no words
    ├── NoFilesError            2   the run has no file to work on
    ├── UnsupportedError        2   not supported on purpose
    ├── OutputError             2   the result cannot be written: it exists, no permission, disk full
    ├── IncorrectSchemaError    2   the schema itself is wrong or cannot be found
    ├── ConfigError             2   the configuration is wrong, with file and line
    ├── MissingExtraError       2   an optional package is needed; the sentence names it
    ├── PluginError             2   an extension of another package is broken; the sentence names it
    └── InternalError           2   teikit violated one of its invariants; nothing was written

A fault in the user's *document* is never an exception but a `teikit.diagnostics.Diagnostic`.
"""

from typing import Any


class TeikitError(Exception):
    """A fault in use or in the environment, as one sentence that names the file if there is one."""

    exit_status = 2

    def __reduce__(self) -> tuple[Any, ...]:
        """Return how to unpickle the error without its `__init__`, whose parameters differ from class to class."""
        return _rebuild, (type(self), self.args, self.__dict__)


def _rebuild(kind: type[TeikitError], arguments: tuple[Any, ...], more: dict[str, Any]) -> TeikitError:
    error = kind.__new__(kind)
    error.args = arguments
    error.__dict__.update(more)
    return error


class UnreadableInputError(TeikitError):
    """An input cannot be read: it is missing, not a regular file, not permitted, binary or not decodable."""


class EmptyInputError(TeikitError):
    """An input contains no words at all."""


class NoFilesError(TeikitError):
    """A run has no files to work on: its list is empty, or what it names contains no file of the kind."""


class UnsupportedError(TeikitError):
    """An input or a feature is unsupported on purpose; the message says so."""


class OutputError(TeikitError):
    """A result cannot be written; an existing file is unchanged."""


class InputNotReplacedError(OutputError):
    """A result would replace a file that the run reads."""


class IncorrectSchemaError(TeikitError):
    """A schema is missing or is itself incorrect."""


class ConfigError(TeikitError):
    """The configuration has an unknown key or a value of a wrong type, or is not TOML."""


class MissingExtraError(TeikitError):
    """An optional package is needed; the message names what to install."""


class PluginError(TeikitError):
    """An extension cannot be loaded, failed, or claims a name that is taken; the message names it and its package."""


class InternalError(TeikitError):
    """teikit violated one of its invariants; nothing was written, and the source is unchanged."""
