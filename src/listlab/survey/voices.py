"""Two voices: problems as staff read them, and as the enterprise does in its own copy."""

from dataclasses import replace

from listlab.model.language import Text
from listlab.model.problem import Problem

# For staff: they name other enterprises, or speak of lists and folders of the office.
STAFF_ONLY = frozenset(
    {
        "enterprise.same_name",
        "frame.code_differs",
        "frame.not_listed",
        "frame.size_differs",
        "recipient.across",
        "workbook.duplicate",
        "workbook.failed",
        "workbook.superseded",
        "workbook.unreadable",
    }
)
# What the enterprise reads where the words for staff would not help it, or say too much.
_TO_ENTERPRISE: dict[str, Text] = {
    "enterprise.name_conflict": Text(
        "企业名称与此代码登记的名称不一致；请对照营业执照核对代码和名称，已更名的请在意见建议中说明",
        "the name is not the one registered for this credit code; compare code and name with the "
        "business licence, and say so in the opinions if the enterprise was renamed",
    ),
    "outlier.high": Text(
        "人数远高于同类场景的通常量级；请核对数字和单位（人、万人），无误则不用改",
        "far more persons than is usual for such flows; check number and unit (persons or 万), "
        "and leave it if it is right",
    ),
    "outlier.low": Text(
        "人数远低于同类场景的通常量级；请核对数字和单位（人、万人），无误则不用改",
        "far fewer persons than is usual for such flows; check number and unit (persons or 万), "
        "and leave it if it is right",
    ),
    "workbook.broken": Text(
        "文件不完整或已损坏，打不开；请在 Excel 或 WPS 中打开、另存为 .xlsx 后重新交回",
        "the file is cut off or damaged; open it in Excel or WPS, save it as .xlsx, send it again",
    ),
    "workbook.conflict": Text(
        "收到的另一份调查表填有相同的统一社会信用代码或企业名称，内容不同，无法判断以哪份为准；"
        "请对照营业执照核对代码，只交回最终的一份，文件名末尾注明「修订2」",
        "another answer with the same credit code or enterprise name differs, and nothing says "
        'which counts: check the code, and send the final one with "rev2" at the end of its name',
    ),
    "workbook.empty": Text(
        "文件是空的，可能发送时中断；请重新交回",
        "the file is empty, perhaps cut off on its way; please send it again",
    ),
    "workbook.encrypted": Text(
        "文件设有打开密码，无法读取；请取消密码后重新交回",
        "the file is protected by a password; please send it without one",
    ),
    "workbook.no_workbook": Text(
        "文件不是 Excel 工作簿；请在原模板中填写，存为 .xlsx 后重新交回",
        "the file is no Excel workbook; fill in the template, save it as .xlsx and send it",
    ),
    "workbook.unsafe": Text(
        "文件含有不应出现的内容，没有读取；请在 Excel 或 WPS 中重新填写原模板后交回",
        "the file holds what no workbook should and was not read; fill in the template again in "
        "Excel or WPS and send it",
    ),
    "workbook.wps_format": Text(
        "文件是 WPS 专有的 .et 格式；请用 WPS 打开，另存为 .xlsx 后重新交回",
        "the file is in WPS's own .et format; save it as .xlsx in WPS and send it again",
    ),
}


def for_enterprise(problem: Problem) -> Problem | None:
    """Problem as the enterprise reads it; None where it is for staff, or a mere remark."""
    if problem.code in STAFF_ONLY or problem.told_as() == "note":
        return None
    message = _TO_ENTERPRISE.get(problem.code)
    return replace(problem, message=message) if message else problem
