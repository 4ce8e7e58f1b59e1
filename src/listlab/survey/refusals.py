"""Files from which no cell can be taken: what each is, and what to do about it."""

import re

from listlab.model.language import Text
from listlab.survey.findings import Issue
from listlab.survey.sheets import UnusableWorkbook

_WPS_SUFFIXES = frozenset({"et", "ett"})
_READ = frozenset({"xlsx", "xlsm", "xls", "csv", "xltx", "xltm"})
# Of other spreadsheets, and of archives that may hold one: answers all the same.
_MAY_ANSWER = _READ | _WPS_SUFFIXES | {"ods", "xlsb", "numbers", "zip", "rar", "7z"}
_LOOKS_LIKE_HTML = re.compile(rb"^\s*(?:<!doctype html|<html|<head|<table|<meta)", re.IGNORECASE)
_KINDS: tuple[tuple[bytes, Text], ...] = (
    (b"%PDF", Text("PDF 文件", "a PDF")),
    (b"\x89PNG", Text("图片（PNG）", "a picture (PNG)")),
    (b"\xff\xd8\xff", Text("图片（JPEG）", "a picture (JPEG)")),
    (b"GIF8", Text("图片（GIF）", "a picture (GIF)")),
    (b"BM", Text("图片（BMP）", "a picture (BMP)")),
    (b"Rar!", Text("RAR 压缩包", "a RAR archive")),
    (b"7z\xbc\xaf", Text("7z 压缩包", "a 7z archive")),
    (b"{\\rtf", Text("RTF 文档", "an RTF document")),
    (b"<?xml", Text("XML 文件", "an XML file")),
)
# The first part that names the kind of a zip archive.
_PACKAGES: tuple[tuple[str, Text], ...] = (
    ("xl/workbook.bin", Text(".xlsb 二进制工作簿", "a binary .xlsb workbook")),
    ("word/", Text("Word 文档", "a Word document")),
    ("ppt/", Text("PPT 演示文稿", "a presentation")),
    ("content.xml", Text("OpenDocument 文件", "an OpenDocument file")),
    ("Index/", Text("Numbers 表格", "a Numbers spreadsheet")),
)


def refuse_suffix(name: str) -> None:
    """Raise UnusableWorkbook for a name whose ending is that of no file listlab reads."""
    suffix = name.rpartition(".")[2].lower() if "." in name else ""
    if suffix in _WPS_SUFFIXES:
        raise UnusableWorkbook(WPS_FORMAT)
    if suffix not in _READ:
        raise UnusableWorkbook(no_workbook(Text(f" .{suffix} 文件", f"a .{suffix} file")))


def may_answer(name: str) -> bool:
    """Whether a file's name is one that an answer may have; a letter or picture has none."""
    return "." not in name or name.rpartition(".")[2].lower() in _MAY_ANSWER


def refuse_foreign(content: bytes) -> UnusableWorkbook:
    """Refusal of bytes that are neither a zip archive nor an OLE file, by what they look like."""
    for magic, kind in _KINDS:
        if content.startswith(magic):
            return UnusableWorkbook(no_workbook(kind))
    if _LOOKS_LIKE_HTML.match(content.removeprefix(b"\xef\xbb\xbf")[:200]):
        return UnusableWorkbook(no_workbook(Text("网页（HTML）", "a web page (HTML)")))
    if b"\0" not in content[:1000]:
        return UnusableWorkbook(no_workbook(Text("文本文件", "a text file")))
    return UnusableWorkbook(no_workbook(Text("其他格式的文件", "a file of another kind")))


def refuse_package(names: list[str]) -> UnusableWorkbook:
    """Refusal of a zip archive that holds no xlsx workbook, by the parts in it."""
    for start, kind in _PACKAGES:
        if any(name.startswith(start) for name in names):
            return UnusableWorkbook(no_workbook(kind))
    return UnusableWorkbook(no_workbook(Text("压缩包（ZIP）", "a ZIP archive")))


def no_workbook(kind: Text) -> Issue:
    """Problem of a file that is something else than a workbook."""
    return _unusable(
        "workbook.no_workbook",
        f"不是 Excel 工作簿，而是{kind.zh}，没有读取；"
        "如果是企业的答复，请用 Excel 或 WPS 另存为 .xlsx，否则请移走",
        f"no Excel workbook but {kind.en}, and not read; if it is an answer, save it as .xlsx in "
        "Excel or WPS, else move it away",
    )


def _unusable(code: str, zh: str, en: str) -> Issue:
    return Issue(code, Text(zh, en), severity="error")


EMPTY = _unusable(
    "workbook.empty",
    "文件是空的（0 字节），可能上传中断；请让企业重新发送",
    "the file is empty (0 bytes), perhaps cut off on its way; ask the enterprise to send it again",
)
ENCRYPTED = _unusable(
    "workbook.encrypted",
    "工作簿设有打开密码，无法读取；请让企业取消密码后重新发送",
    "the workbook is protected by a password; ask for a copy without one",
)
WPS_FORMAT = _unusable(
    "workbook.wps_format",
    "文件是 WPS 专有的 .et 格式；请用 WPS 打开，另存为 .xlsx 后重新放入",
    "the file is in WPS's own .et format; open it in WPS, save it as .xlsx and put it back",
)
BROKEN = _unusable(
    "workbook.broken",
    "工作簿不完整或已损坏，打不开；请在 Excel 或 WPS 中修复后另存，或让企业重新发送",
    "the workbook is cut off or damaged; repair and save it in Excel or WPS, or ask for it again",
)
TOO_LARGE = _unusable(
    "workbook.too_large",
    "工作簿展开后过大（可能在很远的行列留有内容，或不是正常的调查表）；请删除空白区域的多余内容后另存",
    "the workbook is too large unpacked (perhaps stray cells far off, or no real answer); delete "
    "what lies outside the form and save it again",
)
UNSAFE = _unusable(
    "workbook.unsafe",
    "工作簿内含有不应出现的内容（XML 实体定义，或带有「..」的路径），为安全起见没有读取；"
    "请让企业在 Excel 或 WPS 中重新填写模板并另存",
    "the workbook holds what no workbook should (XML entities, or paths with `..`) and was not "
    "read; ask the enterprise to fill in the template again and save it in Excel or WPS",
)
EXTERNAL_LINKS = _unusable(
    "workbook.external_links",
    "工作簿链接到其他文件，其中的数无法核对，没有读取；"
    "请在「数据 › 编辑链接」中断开链接（改为数值）后另存",
    "the workbook links to other files, so its numbers can't be checked, and was not read; break "
    "the links (Data › Edit Links) and save it again",
)
CSV_ENCODING = _unusable(
    "csv.encoding",
    "CSV 文件的编码无法识别；请另存为「CSV UTF-8」，或直接另存为 .xlsx",
    "the encoding of the CSV file is not known; save it as CSV UTF-8, or as .xlsx",
)
CSV_UNNAMED = _unusable(
    "csv.unnamed",
    "CSV 文件的名称看不出是哪张表；请按工作表命名，例如 企业信息.csv、出境场景.csv，"
    "或直接交回 .xlsx 工作簿",
    "the name of the CSV file is that of no sheet; name it after one, such as 企业信息.csv or "
    "出境场景.csv, or hand in the .xlsx workbook",
)
