"""Problems as staff and as enterprises read them, and how much they matter."""

from listlab.model.language import Text
from listlab.model.problem import Problem
from listlab.survey.levels import LEVELS, MUSTS, NOTES, level_of
from listlab.survey.voices import STAFF_ONLY, for_enterprise

MESSAGE = Text("请让企业取消密码", "ask the enterprise")


def test_what_is_for_staff_never_goes_back() -> None:
    """Codes that name other enterprises or lists of the office have no text for an enterprise."""
    told = [for_enterprise(Problem(code, "warning", MESSAGE)) for code in sorted(STAFF_ONLY)]

    assert [None] * len(STAFF_ONLY) == told
    assert {"recipient.across", "enterprise.same_name", "frame.not_listed"} <= STAFF_ONLY


def test_remarks_never_go_back() -> None:
    """A note on how something was read asks nobody for anything."""
    assert for_enterprise(Problem("volume.range", "warning", MESSAGE, level="note")) is None


def test_the_enterprise_is_addressed_itself() -> None:
    """Where the words are for staff, the copy has others; else they are the same."""
    locked = for_enterprise(Problem("workbook.encrypted", "error", MESSAGE))
    other = Problem("country.unknown", "warning", MESSAGE)

    assert locked is not None
    assert "企业" not in locked.message.zh
    assert other == for_enterprise(other)


def test_levels_have_one_name_each() -> None:
    """A code is a remark or a must or neither; severity says the rest."""
    assert ["必须改", "请核对", "备注"] == [word.zh for word in LEVELS.values()]
    assert frozenset() == MUSTS & NOTES
    assert ("note", "must", None) == tuple(
        map(level_of, ("row.total", "item.no_name", "country.unknown"))
    )
    assert "must" == Problem("flow.unknown", "error", MESSAGE).told_as()
