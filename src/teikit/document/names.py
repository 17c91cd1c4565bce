"""Expanded names (Namespaces in XML 1.0, clause 2.1) as one string.

The namespace's URI, a space and the local name; the local name alone where there is no namespace. That is what expat
gives, so that validation need not build names.
"""


def expanded_name(namespace: str, local: str) -> str:
    """Return the expanded name of a local name in a namespace, "" for none."""
    return f"{namespace} {local}" if namespace else local


def namespace_of(name: str) -> str:
    """Return the namespace of an expanded name, "" where there is none."""
    return name.rpartition(" ")[0]


def local_of(name: str) -> str:
    """Return the local name of an expanded name."""
    return name.rpartition(" ")[2]
