"""The exceptions of teikit: faults in use or in the environment, each with the exit status it ends the program with.

    TeikitError                 2
    ├── UnreadableInputError    2   the file cannot be had: missing, a folder, no permission, binary, not decodable
    ├── EmptyInputError         2   the file holds no words
    ├── NoFilesError            2   the run has no file to work on
    ├── UnsupportedError        2   not supported on purpose
    ├── OutputError             2   the result cannot be written: it exists, no permission, disk full
    ├── IncorrectSchemaError    2   the schema itself is wrong or cannot be found
    ├── ConfigError             2   the configuration is wrong, with file and line
    ├── MissingExtraError       2   an optional package is needed; the sentence names it
    ├── PluginError             2   an extension of another package is broken; the sentence names it
    └── InternalError           2   teikit broke one of its own laws; nothing was written

A fault in the user's *document* is never an exception but a `teikit.diagnostics.Diagnostic`.
"""

from typing import Any


class TeikitError(Exception):
    """A fault in use or environment, told in one sentence that names the file where there is one."""

    exit_status = 2

    def __reduce__(self) -> tuple[Any, ...]:
        """Return how it is made again in another process, whatever its class asks for when it is raised."""
        return _rebuild, (type(self), self.args, self.__dict__)


def _rebuild(kind: type[TeikitError], arguments: tuple[Any, ...], more: dict[str, Any]) -> TeikitError:
    error = kind.__new__(kind)
    error.args = arguments
    error.__dict__.update(more)
    return error


class UnreadableInputError(TeikitError):
    """An input cannot be read: it is missing, no regular file, not permitted, binary or not decodable."""


class EmptyInputError(TeikitError):
    """An input holds no words at all."""


class NoFilesError(TeikitError):
    """A run has no file at all to work on: its list is empty, or what it names holds nothing of the kind."""


class UnsupportedError(TeikitError):
    """An input or a feature is left out on purpose, and the message says so."""


class OutputError(TeikitError):
    """A result cannot be written; what stood there before is untouched."""


class InputNotReplacedError(OutputError):
    """A result would take the place of a file that the run reads."""


class IncorrectSchemaError(TeikitError):
    """A schema is missing or is itself not correct."""


class ConfigError(TeikitError):
    """The configuration holds an unknown key or a value of a wrong type, or is no TOML."""


class MissingExtraError(TeikitError):
    """An optional package is needed; the message names what to install."""


class PluginError(TeikitError):
    """An extension cannot be loaded, failed, or claims a name that is taken; the message names it and its package."""


class InternalError(TeikitError):
    """teikit broke a law of its own; nothing was written, and the source is untouched."""
