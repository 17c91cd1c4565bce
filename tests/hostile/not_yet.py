"""The cases that fail at present, each with its reason."""

NOT_YET: dict[str, str] = {}
