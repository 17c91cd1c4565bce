"""From Python: encode a letter, look at its parts, write its TEI, validate it."""

import sys
from pathlib import Path

import teikit

source, target = Path(sys.argv[1]), Path(sys.argv[2])

encoded = teikit.encode(source)
for part in encoded.letter.parts:
    print(f"{part.label:12} {part.confidence:4.0%}  {part.unit.text[:50]}")
target.write_bytes(encoded.tei)
for problem in teikit.validate(target):
    print(problem.message)
