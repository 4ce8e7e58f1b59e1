"""Unified social credit codes (GB 32100): reading, check digit, and what may be meant."""

import re

from stdnum.cn import ric, uscc
from stdnum.exceptions import InvalidChecksum, ValidationError

from listlab.model.language import Text
from listlab.survey.cells import Cell, identifier
from listlab.survey.findings import Issue
from listlab.survey.private import mask

_ALIKE = str.maketrans("OIZSV", "01252")  # letters that no code has, by the digits they look like
_SCIENTIFIC = re.compile(r"[0-9](?:\.[0-9]+)?E\+?[0-9]+")
_LONGEST_WHOLE = 2**53


def read_credit_code(value: Cell) -> tuple[str | None, Issue | None]:
    """Code in upper case; an error when there is none or digits were lost, else a warning.

    Personal data in its place, such as an identity-card number, are an error too, and never kept.
    """
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        if not abs(value) < _LONGEST_WHOLE or value != int(value):  # also what is no number
            return None, Issue("credit_code.number", _NUMBER, str(value), "error")
        value = str(int(value))
    code = identifier(value)
    code = code.lstrip("'’‘`") or None if code else None  # the mark by which Excel keeps text
    if code is None:
        return None, Issue("credit_code.missing", _MISSING, severity="error")
    code = uscc.compact(code)
    if ric.is_valid(code) or (mask(code).kinds and not uscc.is_valid(code)):
        return None, Issue("credit_code.identity", _IDENTITY, severity="error")
    if _SCIENTIFIC.fullmatch(code):
        return None, Issue("credit_code.number", _NUMBER, code, "error")
    try:
        return uscc.validate(code), None
    except InvalidChecksum:
        return code, Issue("credit_code.check_digit", _CHECK_DIGIT, code)
    except ValidationError:
        return code, _malformed(code)


def is_credit_code(text: str) -> bool:
    """Whether a text is a code whose check digit fits."""
    return bool(uscc.is_valid(text))


def _malformed(code: str) -> Issue:
    meant = code.translate(_ALIKE)
    hint = Text("", "")
    if meant != code and uscc.is_valid(meant):
        hint = Text(f"；是否应为 {meant}", f"; perhaps {meant}")
    elif len(code) == _OLD_NUMBER:
        hint = Text("；15 位的是旧注册号", "; 15 characters are a former registration number")
    elif len(code) == _ORGANISATION:
        hint = Text("；9 位的是组织机构代码", "; 9 characters are an organisation code")
    message = Text(f"{_MALFORMED.zh}{hint.zh}", f"{_MALFORMED.en}{hint.en}")
    return Issue("credit_code.malformed", message, code)


_OLD_NUMBER, _ORGANISATION = 15, 9
_MISSING = Text(
    "没有填写统一社会信用代码，无法确认是哪家企业，整份不能使用；请补填 18 位代码",
    "no unified social credit code, so the enterprise is not known and the workbook can't be "
    "used; fill in the 18 characters",
)
_IDENTITY = Text(
    "填的是身份证号码等个人信息，不是统一社会信用代码，已隐去，整份不能使用；"
    "请改填营业执照上的 18 位代码",
    "an identity-card number or other personal data in place of the unified social credit code: "
    "masked, and the workbook can't be used; fill in the code of the business licence",
)
_NUMBER = Text(
    "统一社会信用代码被表格软件变成了数字，末几位已丢失，整份不能使用；请把单元格设为文本后重新填写",
    "the spreadsheet turned the unified social credit code into a number and lost its last "
    "digits; format the cell as text and fill it in again",
)
_MALFORMED = Text(
    "统一社会信用代码应为 18 位数字和大写字母（不含 I、O、S、V、Z）；请核对，注意 0 与 O、1 与 I",
    "a unified social credit code has 18 digits and capitals without I, O, S, V, Z; check 0 and "
    "O, 1 and I",
)
_CHECK_DIGIT = Text(
    "统一社会信用代码的校验位不符，可能抄错一位；请对照营业执照核对",
    "the check digit of the unified social credit code does not fit, one character may be "
    "wrong; compare with the business licence",
)
