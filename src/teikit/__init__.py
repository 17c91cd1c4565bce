"""teikit turns letters into TEI XML, validates TEI, and hands it to archives."""

from teikit._version import __version__

__all__ = ["__version__"]
