"""The error about files of decisions."""

from teikit.errors import UnreadableInputError


class DecisionsError(UnreadableInputError):
    """A file of decisions is wrong, with file and line, or is a link."""
