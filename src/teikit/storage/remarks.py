"""Remarks on outputs and caches that are no errors: collected while a program works, and printed by the command line.

Nothing below the command line prints. The remarks of a worker process come with its results.
"""

# A dictionary, since a remark is made once; bounded, since a program that uses the library may never take them.
_REMARKS: dict[str, None] = {}
_MOST_REMARKS = 100


def add_remark(sentence: str) -> None:
    """Add a remark, unless it was made before; names in it are escaped by the caller."""
    if len(_REMARKS) < _MOST_REMARKS:
        _REMARKS.setdefault(sentence)


def take_remarks() -> list[str]:
    """Return the remarks made since the last call, in their order."""
    remarks = list(_REMARKS)
    _REMARKS.clear()
    return remarks
