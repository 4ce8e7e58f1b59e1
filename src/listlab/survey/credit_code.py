"""Unified social credit codes (GB 32100): reading and check digit."""

from listlab.model.language import Text
from listlab.survey.cells import Cell, identifier
from listlab.survey.findings import Issue

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_LENGTH = 18


def read_credit_code(value: Cell) -> tuple[str | None, Issue | None]:
    """Code in upper case; an error when there is none or digits were lost, else a warning.

    References
    ----------
    .. [1] GB 32100-2015, section 5: the check character weighs place i by 3^(i-1) modulo 31.
    """
    if isinstance(value, float) and not isinstance(value, bool):
        return None, Issue("credit_code.number", _NUMBER, str(value), "error")
    code = identifier(value)
    if code is None:
        return None, Issue("credit_code.missing", _MISSING, severity="error")
    code = code.replace("-", "")
    if len(code) != _LENGTH or any(char not in _ALPHABET for char in code):
        return code, Issue("credit_code.malformed", _MALFORMED, code)
    if check_character(code[:-1]) != code[-1]:
        return code, Issue("credit_code.check_digit", _CHECK_DIGIT, code)
    return code, None


def check_character(body: str) -> str:
    """Eighteenth character that the first seventeen call for."""
    total = sum(_ALPHABET.index(char) * 3**place for place, char in enumerate(body))
    return _ALPHABET[-total % len(_ALPHABET)]


_MISSING = Text(
    "没有填写统一社会信用代码，无法确认是哪家企业，整份不能使用；请补填 18 位代码",
    "no unified social credit code, so the enterprise is not known and the workbook can't be "
    "used; fill in the 18 characters",
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
