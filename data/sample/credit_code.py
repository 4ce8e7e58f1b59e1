"""Unified social credit codes of a registration block that does not exist (GB 32100, GB 11714)."""

FICTITIOUS_BLOCK = "91999999"  # no administrative division has the number 999999
_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def credit_code(number: int, letters: str = "XXXX") -> str:
    """18 characters with valid check digits for the sample enterprise of this number."""
    body = f"{letters}{number:04d}"
    body += _organisation_check(body)
    return FICTITIOUS_BLOCK + body + check_character(FICTITIOUS_BLOCK + body)


def check_character(first17: str) -> str:
    """18th character that GB 32100 gives to the first 17."""
    total = sum(_ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(first17))
    return _ALPHABET[-total % 31]


def _organisation_check(body: str) -> str:
    values = [int(c, 36) for c in body]
    rest = -sum(v * w for v, w in zip(values, _ORGANISATION_WEIGHTS, strict=True)) % 11
    return "X" if rest == 10 else str(rest)
