"""Numbers and addresses by which a person is known or reached, told by form and context."""

import re
from collections.abc import Iterator

from stdnum import luhn
from stdnum.cn import ric, uscc

Span = tuple[int, int, str]

_PROVINCE = "(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])"
_DAY = "(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
_ALONE = r"(?<![0-9a-z]){}(?![0-9a-z])"
_UNITS = r"(?!\s*(?:[人条次元万亿个份例笔户名位美]|rmb|usd))"
_EMAIL = re.compile(r"[a-z0-9._%+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,9}", re.IGNORECASE)
_EIGHTEEN = re.compile(_ALONE.format("[1-8](?:[ -]?[0-9]){16}[ -]?[0-9x]"), re.IGNORECASE)
_IDENTITY = re.compile(rf"{_PROVINCE}[0-9]{{4}}(?:18|19|20)[0-9]{{2}}{_DAY}[0-9]{{3}}[0-9Xx]")
_FIFTEEN = re.compile(_ALONE.format(f"{_PROVINCE}[0-9]{{6}}{_DAY}[0-9]{{3}}"), re.IGNORECASE)
_PASSPORT = re.compile(_ALONE.format("(?:[a-z]{1,2}[0-9]{7,8}|[0-9]{9})"), re.IGNORECASE)
_MOBILE = re.compile(
    r"(?<![0-9.])(?:(?:\+|00)?86[ -]?)?(?<![0-9][.,])1[3-9][0-9](?:[ -]?[0-9]{4}){2}"
    rf"(?![0-9]|\.0*[1-9]|,[0-9]{{3}}){_UNITS}"
)
_LONG_NUMBER = re.compile(r"(?<![0-9a-z.])[0-9](?:[ -]?[0-9]){11,18}(?![0-9.]|[ -][0-9])", re.I)
_FOUR_BY_FOUR = re.compile(r"[0-9]{4}([ -])[0-9]{4}\1[0-9]{4}\1[0-9]{4}(?:\1?[0-9]{1,3})?")
_ABROAD = re.compile(
    r"(?<![0-9a-z])(?:\+|00)[1-9][0-9]{0,2}(?:[ -]|\([0-9]{1,4}\)|[0-9]){7,16}(?![0-9])",
    re.IGNORECASE,
)
_SPACED = re.compile(r"\+[0-9]{1,3}[ -].*[0-9][ -][0-9]")
_LANDLINE = re.compile(
    r"(?<![0-9.+])(?:\(0[0-9]{2,3}\)[ -]?|0[0-9]{2,3}[ -])[1-9][0-9]{6,7}"
    r"(?:(?:-|转| ?ext\.?)[0-9]{1,5})?(?![0-9])",
    re.IGNORECASE,
)
_BARE_PHONE = re.compile(r"(?<![0-9.])(?:0[0-9]{2,3})?[1-9][0-9]{6,7}(?![0-9.])")

_CHAT = re.compile(
    r"(?:微信|wechat)(?:号|账号|帐号| ?id)?\s{0,9}[:：]?\s{0,9}"
    r"(?P<id>(?=[a-z0-9_-]{0,19}[0-9])[a-z][a-z0-9_-]{5,19}(?![a-z0-9_-]))"
    r"|(?<![a-z])qq(?:号|号码|账号|帐号)?\s{0,9}[:：]?\s{0,9}(?P<qq>[1-9][0-9]{4,10})(?![0-9])",
    re.IGNORECASE,
)

OF_IDENTITY = re.compile(r"身份证|证件号|护照|通行证|passport|identity|id card|id no", re.I)
OF_BANK = re.compile(r"银行|卡号|账号|帐号|账户|帐户|开户|account|bank|iban", re.IGNORECASE)
OF_PHONE = re.compile(
    r"电话|座机|手机|致电|联系|传真|热线|微信|(?<![a-z])(?:tel|phone|mobile|fax|mob|cell|wechat)",
    re.IGNORECASE,
)
_LETTERS_BEFORE = re.compile(r"[a-z]+$", re.IGNORECASE)
_CONTEXT_WITHIN = 16


def find_numbers(text: str, header: str) -> list[Span]:
    """Places of personal numbers and addresses, each with its kind; no character counts twice.

    Parameters
    ----------
    text : str
        In half width.
    header : str
        What it is headed by; empty when that tells nothing.
    """
    found: list[Span] = []
    taken = bytearray(len(text))
    for start, end, kind in _candidates(text, header):
        if not any(taken[start:end]):
            taken[start:end] = b"\1" * (end - start)
            found.append((start, end, kind))
    return found


def _candidates(text: str, header: str) -> Iterator[Span]:
    """Numbers of every kind, the surest first."""

    def is_said(context: re.Pattern[str], match: re.Match[str]) -> bool:
        near = context.search(text, max(0, match.start() - _CONTEXT_WITHIN), match.start())
        return bool(near or context.search(header))

    yield from ((*match.span(), "email") for match in _EMAIL.finditer(text))
    for match in _CHAT.finditer(text):
        yield *match.span("id" if match["id"] else "qq"), "chat"
    for match in _EIGHTEEN.finditer(text):
        if _is_identity(_digits(match)):
            yield *match.span(), "identity"
    for pattern in (_FIFTEEN, _PASSPORT):
        for match in pattern.finditer(text):
            if is_said(OF_IDENTITY, match):
                yield *match.span(), "identity"
    for match in _MOBILE.finditer(text):
        near = max(0, match.start() - _CONTEXT_WITHIN)
        letters = _LETTERS_BEFORE.search(text, near, match.start())
        if not letters or OF_PHONE.search(letters[0]):
            yield *match.span(), "mobile"
    for match in _LONG_NUMBER.finditer(text):
        digits = _digits(match)
        grouped = _FOUR_BY_FOUR.fullmatch(match[0]) and luhn.is_valid(digits)
        if grouped or _is_card(digits) or (is_said(OF_BANK, match) and not uscc.is_valid(digits)):
            yield *match.span(), "bank_card"
    for pattern in (_ABROAD, _LANDLINE, _BARE_PHONE):
        for match in pattern.finditer(text):
            sure = pattern is _LANDLINE or _SPACED.match(match[0])
            if sure or is_said(OF_PHONE, match):
                yield *match.span(), "phone"


def _digits(match: re.Match[str]) -> str:
    return match[0].replace(" ", "").replace("-", "").upper()


def _is_identity(digits: str) -> bool:
    """Whether a number is one of an identity card, if need be with one digit mistyped."""
    if not _IDENTITY.fullmatch(digits) or uscc.is_valid(digits):
        return False
    return bool(ric.is_valid(digits)) or not _is_card(digits)


def _is_card(digits: str) -> bool:
    """Whether a number is one of a UnionPay card: 62 first, and its usual length or check digit."""
    usual = len(digits) in (16, 19) or (len(digits) in (17, 18) and luhn.is_valid(digits))
    return digits.startswith("62") and usual
