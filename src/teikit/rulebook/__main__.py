"""`python -m teikit.rulebook FOLDER`: writes a page for each rule and an index, and deletes pages of removed rules."""

import sys
from pathlib import Path

from teikit.rulebook import RULES
from teikit.rulebook.pages import END, file_name, index, page
from teikit.storage.files import make_folder, remove_file, write_file


def pages() -> dict[str, str]:
    """Return all pages by file name."""
    return {"README.md": index(RULES.values()), **{file_name(each): page(each) for each in RULES.values()}}


def write(folder: Path) -> None:
    """Write all pages into a folder, and delete the pages of removed rules; other files are kept."""
    make_folder(folder)
    texts = pages()
    for old in folder.glob("*.md"):
        if old.name not in texts and old.read_text(encoding="utf-8").endswith(f"{END}\n"):
            remove_file(old)
    for name, text in texts.items():
        write_file(folder / name, text.encode(), force=True)


if __name__ == "__main__":
    write(Path(sys.argv[1]))
