"""Shows teikit at work: a letter, why each part got its label, its TEI, and what the validator says.

python examples/demo.py LETTER FOLDER
"""

import subprocess
import sys
from pathlib import Path


def heading(text: str) -> None:
    """Print a heading."""
    print(f"\n== {text}\n", flush=True)


def teikit(*arguments: str) -> None:
    """Run teikit as it is run at a terminal; stop where it fails."""
    print("$ teikit", *arguments, flush=True)
    subprocess.run([sys.executable, "-m", "teikit", *arguments], check=True)  # noqa: S603  the program itself


def main(letter: str, folder: str) -> None:
    """Encode a letter, show it and its TEI, and validate it."""
    Path(folder).mkdir(parents=True, exist_ok=True)
    tei = str(Path(folder) / "letter.xml")
    heading(f"The letter as it came: {letter}")
    print(Path(letter).read_text(encoding="utf-8"))
    heading("Encoded: each part with its label, how sure teikit is of it, and why")
    teikit("encode", letter, "-o", tei, "--force", "--explain")
    heading(f"The TEI: {tei}")
    print(Path(tei).read_text(encoding="utf-8"))
    heading("Validated against schema/teikit-letter.rng")
    teikit("validate", tei)
    heading("Now you: review letters in the browser, correct what is doubtful, accept their TEI")
    print('$ pip install "teikit[review]"', "$ teikit review examples/letters", sep="\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
