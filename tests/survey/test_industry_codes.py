"""GB/T 4754 codes are read with or without letter and name, and checked."""

import pytest

from listlab.law.pack import Industry
from listlab.survey.industry_codes import read_industry


@pytest.mark.parametrize(
    ("cell", "code", "issue"),
    [
        ("C2720", "2720", None),
        ("ｃ２７２０", "2720", None),
        (2720.0, "2720", None),
        ("C-27", "27", None),
        ("C27 医药制造业", "27", None),
        ("医药制造业", "27", None),
        ("化学药品制剂制造（2720）", "2720", None),
        ("M7340", "7340", None),
        ("不详", None, None),
        (None, None, None),
        ("C", "C", "industry.broad"),
        ("制造业", "C", "industry.broad"),
        ("M2720", "2720", "industry.letter"),
        ("9900", "9900", "industry.unknown"),
        ("C27 汽车制造业", "27", "industry.name_differs"),
        ("C3610", "3610", "industry.other"),
        ("汽车制造业", "36", "industry.other"),
        ("卖药的", None, "industry.unreadable"),
    ],
)
def test_industries(
    cell: str | float | None, code: str | None, issue: str | None, industry: Industry
) -> None:
    """Digits are kept, a section alone by its letter; what does not fit is asked back."""
    found, problem = read_industry(cell, industry)

    assert (code, issue) == (found, problem and problem.code)
