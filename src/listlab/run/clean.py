"""Committed notebooks made free of what a run leaves in them: `make notebooks` calls this."""

import sys
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from listlab.study import NOTEBOOK_PATTERN

CHECKED = "nbval-check-output"
_KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def clean(notebook: NotebookNode) -> NotebookNode:
    """Notebook without outputs, counts and run metadata, but for outputs that nbval checks."""
    cleaned: NotebookNode = nbformat.from_dict(notebook)
    cleaned["metadata"] = nbformat.from_dict(
        {"kernelspec": _KERNEL, "language_info": {"name": "python"}}
    )
    for number, cell in enumerate(cleaned.cells, 1):
        tags = cell.metadata.get("tags", [])
        cell["id"] = f"cell-{number:02d}"
        cell["metadata"] = nbformat.from_dict({"tags": tags} if tags else {})
        if cell.cell_type == "code":
            cell["execution_count"] = None
            cell["outputs"] = cell.outputs if CHECKED in tags else []
            for output in cell["outputs"]:
                if "execution_count" in output:
                    output["execution_count"] = None
    return cleaned


def clean_folder(folder: Path) -> list[Path]:
    """Notebooks of a folder that had to be cleaned."""
    changed = []
    for path in sorted(folder.glob(NOTEBOOK_PATTERN)):
        before = path.read_text(encoding="utf-8")
        text = nbformat.writes(clean(nbformat.reads(before, as_version=4))) + "\n"
        if text != before:
            path.write_text(text, encoding="utf-8", newline="\n")
            changed.append(path)
    return changed


if __name__ == "__main__":
    for path in clean_folder(Path(sys.argv[1])):
        sys.stdout.write(f"{path}\n")
