"""`python -m teikit.rulebook FOLDER`: write a page a rule, and one that lists them; pages of rules that are gone go."""

import sys
from pathlib import Path

from teikit.rulebook import RULES
from teikit.rulebook.pages import END, file_name, index, page


def pages() -> dict[str, str]:
    """Return all pages by their file names."""
    return {"README.md": index(RULES.values()), **{file_name(each): page(each) for each in RULES.values()}}


def write(folder: Path) -> None:
    """Write all pages into a folder, and remove the pages of rules that are gone; other files are kept."""
    folder.mkdir(parents=True, exist_ok=True)
    made = pages()
    for old in folder.glob("*.md"):
        if old.name not in made and old.read_text(encoding="utf-8").endswith(f"{END}\n"):
            old.unlink()
    for name, text in made.items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
