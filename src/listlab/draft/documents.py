"""The draft list on disk: list.json for programs, list.xlsx for people."""

import json
from pathlib import Path

from listlab.draft.workbook import workbook_bytes
from listlab.errors import DraftError
from listlab.model.language import Lang, Text
from listlab.model.negative_list import NegativeList


def write_documents(
    negative_list: NegativeList, folder: Path, *, lang: Lang = "zh"
) -> tuple[Path, ...]:
    """Paths of list.json and list.xlsx, written into a folder that is made when missing."""
    folder.mkdir(parents=True, exist_ok=True)
    written = (folder / "list.json", folder / "list.xlsx")
    write_list_json(negative_list, written[0], lang=lang)
    write_list_xlsx(negative_list, written[1], lang=lang)
    return written


def write_list_json(negative_list: NegativeList, path: Path, *, lang: Lang = "zh") -> None:
    """Write the list as list.schema.json describes it; the same list gives the same bytes."""
    text = json.dumps(negative_list.to_dict(lang), ensure_ascii=False, indent=2, allow_nan=False)
    _replace(path, (text + "\n").encode())


def write_list_xlsx(negative_list: NegativeList, path: Path, *, lang: Lang = "zh") -> None:
    """Write the list as a workbook to print and circulate; the same list gives the same bytes."""
    _replace(path, workbook_bytes(negative_list, lang))


def _replace(path: Path, content: bytes) -> None:
    partial = path.with_name(f".{path.name}.part")
    try:
        partial.write_bytes(content)
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise DraftError(
            Text(
                f"不能写入 {path.name}：{error.strerror}；如正在 Excel 或 WPS 中打开，请关闭后重试",
                f"{path.name} can't be written: {error.strerror}; close it in Excel or WPS and "
                "try again",
            )
        ) from error
