"""Forms to send out, written where asked."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from listlab.errors import ReportError
from listlab.law.load import load_pack
from listlab.model.language import Lang, Text
from listlab.run.files import replace_file
from listlab.run.intake import pack_named, surveyed

if TYPE_CHECKING:
    from listlab.survey.template import TemplateKind


def write_template(
    path: Path,
    pack: str,
    *,
    industry: str | None = None,
    kind: TemplateKind = "survey",
    as_of: date,
    lang: Lang = "zh",
) -> dict[str, str]:
    """What was written: pack, industry, kind and file of a form.

    Parameters
    ----------
    path : Path
        Workbook to write, ending in .xlsx.
    pack : str
        Law of the zone.
    industry : str, optional
        Whose scenarios are offered; those of all industries when left out.
    kind : {"survey", "archive", "frame", "corrections"}
        Which form.
    as_of : date
        Day of the law.
    lang : {"zh", "en"}
        Language of the form.

    Raises
    ------
    PackError
        There is no such pack or industry.
    ReportError
        The file is no .xlsx, is open elsewhere, or can't be written.
    """
    from listlab.survey.template import build_template

    if path.suffix.lower() != ".xlsx":
        raise ReportError(_no_xlsx(path))
    law_pack = load_pack(pack_named(pack))
    trade = surveyed(law_pack, industry)
    replace_file(path, build_template(law_pack, trade, as_of=as_of, kind=kind, lang=lang))
    return {"pack": law_pack.id, "industry": trade.code, "kind": kind, "file": path.as_posix()}


def _no_xlsx(path: Path) -> Text:
    return Text(
        f"{path} 应以 .xlsx 结尾：调查表是 Excel 工作簿。请改正 -o 后的文件名。",
        f"{path} must end in .xlsx: the form is an Excel workbook. Correct the name after -o.",
    )
