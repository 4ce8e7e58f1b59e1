"""From the citation `law:<pack>/<fact>` to the fact."""

import re

from listlab.errors import PackError
from listlab.law.fact import Fact
from listlab.law.load import load_pack
from listlab.model.language import Text
from listlab.model.problem import Problem

CITATION = re.compile(r"law:([a-z][a-z0-9_]*)/([a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*)")


def resolve(citation: str) -> Fact:
    """Fact that a citation such as `law:national/assessment.personal` names.

    Raises
    ------
    PackError
        When the citation has another form, or no such pack or fact exists.
    """
    match = CITATION.fullmatch(citation)
    if match is None:
        message = Text(
            f"引用 {citation!r} 的写法不对，应为 law:规则包/事实编号；请改正",
            f"citation {citation!r}: expected law:<pack>/<fact>; mend it",
        )
        raise PackError(Problem("pack.citation", "error", message, got=citation))
    return load_pack(match[1]).fact(match[2])
