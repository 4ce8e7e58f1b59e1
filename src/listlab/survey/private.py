"""Personal data that a survey does not ask for: found and masked before anything is written."""

import functools
import re
from dataclasses import dataclass

from listlab.model.language import Text
from listlab.survey.person_names import NAME_CONTEXT, find_names, is_role, names_beside, takes_name
from listlab.survey.private_numbers import OF_BANK, OF_IDENTITY, OF_PHONE, Span, find_numbers

MASK = "***"
KINDS: dict[str, Text] = {
    "identity": Text("证件号码", "an identity number"),
    "mobile": Text("手机号码", "a mobile number"),
    "phone": Text("电话号码", "a telephone number"),
    "chat": Text("微信号或 QQ 号", "a WeChat or QQ account"),
    "bank_card": Text("银行账号", "a bank account"),
    "email": Text("电子邮箱", "an e-mail address"),
    "name": Text("个人姓名", "a person's name"),
}

# One character stays one, so that places in both texts agree.
_HALF_WIDTH = str.maketrans(
    {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
    | {0x3000: " "}
    | dict.fromkeys("—–−", "-")
)
_SUSPICIOUS = re.compile(rf"[0-9](?:[ -]?[0-9]){{6}}|@|{NAME_CONTEXT}", re.IGNORECASE)
_TEXTS_KEPT = 2**14
_LONGEST_KEPT = 1000
_BLANKS, _FEWER = re.compile(r"\s{9,}"), " " * 8  # long runs would be tried in all their parts


@dataclass(frozen=True, slots=True)
class Masked:
    """Text with personal data replaced by `***`, and what kinds were found (keys of `KINDS`)."""

    text: str
    kinds: tuple[str, ...] = ()


def mask(text: str, header: str | None = None) -> Masked:
    """Text without personal data that has no place in a survey, and the kinds found in it.

    Parameters
    ----------
    text : str
        What a cell, a message or a file name says.
    header : str, optional
        What the cell is headed by: under 联系人 a bare name counts, under 电话 any number.

    Notes
    -----
    Numbers count by form and check digit, doubtful ones only where words nearby say what they
    are; names only after words such as 联系人, with a title, or beside such a number. A name that
    stands alone in a sentence is not found.

    Examples
    --------
    >>> mask("联系人：张三，电话 138-0013-8000")
    Masked(text='联系人：***，电话 ***', kinds=('mobile', 'name'))
    """
    if header is None and len(text) < 2:
        return Masked(text)
    telling = header if header and _tells(header) else None
    if len(text) > _LONGEST_KEPT:  # not worth its memory
        return _mask.__wrapped__(_BLANKS.sub(_FEWER, text), telling)
    return _mask(text, telling)


@functools.lru_cache(maxsize=4096)
def _tells(header: str) -> bool:
    """Whether a header says that what stands under it is of a person."""
    contexts = (OF_IDENTITY, OF_BANK, OF_PHONE)
    return is_role(header) or any(context.search(header) for context in contexts)


@functools.lru_cache(maxsize=_TEXTS_KEPT)
def _mask(text: str, header: str | None) -> Masked:
    plain = text.translate(_HALF_WIDTH)
    if header is None and not _SUSPICIOUS.search(plain):
        return Masked(text)
    spans = find_numbers(plain, header or "")
    spans += names_beside(plain, spans) + find_names(plain)
    if not spans and header and takes_name(plain, header):
        spans = [(0, len(text), "name")]
    if not spans:
        return Masked(text)
    found = {kind for _, _, kind in spans}
    return Masked(_without(text, spans), tuple(kind for kind in KINDS if kind in found))


def _without(text: str, spans: list[Span]) -> str:
    """Text with each place replaced once, also where two overlap."""
    pieces, place = [], 0
    for start, end, _ in sorted(spans):
        if end > place:
            pieces += [text[place : max(start, place)], MASK if start >= place else ""]
            place = end
    return "".join([*pieces, text[place:]])
