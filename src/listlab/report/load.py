"""Files that pages and pictures carry inside: the font, the template, the style, the script."""

from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from listlab.errors import ReportError
from listlab.model.language import Text

_WHEEL = "notojp_matplotlib"


@cache
def font_path() -> Path:
    """Font with Chinese characters; found without importing its package, which wants matplotlib."""
    found = find_spec(_WHEEL)
    fonts = Path(found.origin).parent / "fonts" if found and found.origin else Path()
    paths = sorted(fonts.glob("*.otf")) if found else []
    if not paths:
        raise ReportError(
            Text(
                f"找不到中文字体：缺少 Python 包 {_WHEEL}。请重新安装（make report 会做）",
                f"no Chinese font: the package {_WHEEL} is missing; set up again (make report)",
            )
        )
    return paths[0]


def folder_of(name: str, content: bytes) -> TemporaryDirectory[str]:
    """Folder with one file, for libraries that read from disk; it goes with the object."""
    folder = TemporaryDirectory(prefix="listlab-", ignore_cleanup_errors=True)
    (Path(folder.name) / name).write_bytes(content)
    return folder


@cache
def asset(name: str) -> str:
    """Text of a file shipped beside this module."""
    return files("listlab.report").joinpath(name).read_text(encoding="utf-8")
