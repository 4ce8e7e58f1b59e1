"""Single files written where a user asked: whole, or not at all."""

from pathlib import Path
from uuid import uuid4

from listlab.errors import ReportError
from listlab.model.language import Text


def replace_file(path: Path, content: bytes) -> None:
    """Put content in the place of a file, which stays as it was when that fails.

    Raises
    ------
    ReportError
        The file is open in another program, or its folder is missing or may not be written to.
    """
    if path.is_dir() or not path.absolute().parent.is_dir():
        raise ReportError(_no_place(path))
    part = path.with_name(f".{uuid4().hex[:8]}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise ReportError(_in_use(path, error)) from error


def _no_place(path: Path) -> Text:
    return Text(
        f"无法写入 {path}：它是文件夹，或它所在的文件夹不存在。请改正文件名。",
        f"can't write {path}: it is a folder, or its folder does not exist. Correct the name.",
    )


def _in_use(path: Path, error: OSError) -> Text:
    reason = error.strerror or str(error)
    return Text(
        f"无法写入 {path}：{reason}。如正在 Excel 或 WPS 中打开，请先关闭；原文件未改动。",
        f"can't write {path}: {reason}. Close it in Excel or WPS; the file is as it was.",
    )
