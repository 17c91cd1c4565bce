"""TEI P5 as it ships with teikit: its facts without its prose, from the file `tei.json` beside this module."""

import json
from pathlib import Path

from teikit.p5.decoding import decode
from teikit.p5.specs import Library

FILE = Path(__file__).with_name("tei.json")


def load_p5() -> Library:
    """Return TEI P5; each call returns new values, which may be changed."""
    return decode(json.loads(FILE.read_bytes()))
