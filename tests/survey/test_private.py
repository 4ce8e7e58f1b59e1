"""Personal data is found by form, check digit and context, and masked; all else stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn
from stdnum.cn import ric

from listlab.survey.private import KINDS, MASK, mask
from listlab.survey.private_cells import private_issue

IDENTITY = "11010119900307" + "851" + ric.calc_check_digit("110101199003078510")
CARD = "622202123456789012"
CARD += luhn.calc_check_digit(CARD)


@pytest.mark.parametrize(
    ("text", "masked", "kinds"),
    [
        ("联系人：张三，电话 138-0013-8000", "联系人：***，电话 ***", ("mobile", "name")),
        ("张三 13800138000", "*** ***", ("mobile", "name")),
        ("手机（＋８６ １３８ ００１３ ８０００）", "手机（***）", ("mobile",)),
        ("tel13800138000", "tel***", ("mobile",)),
        ("找李四（微信13912345678）", "找***（微信***）", ("mobile", "name")),
        (f"身份证{IDENTITY}", "身份证***", ("identity",)),
        (f"{IDENTITY[:6]} {IDENTITY[6:14]} {IDENTITY[14:]}", "***", ("identity",)),
        ("证号 110101199003071234 末位抄错", "证号 *** 末位抄错", ("identity",)),
        ("身份证：110101900307123", "身份证：***", ("identity",)),
        ("护照 E12345678", "护照 ***", ("identity",)),
        (f"卡号{CARD}", "卡号***", ("bank_card",)),
        (CARD, "***", ("bank_card",)),
        ("6217 0012 3456 7890 123", "***", ("bank_card",)),
        ("4111 1111 1111 1111", "***", ("bank_card",)),
        ("开户行账号 0200123456789012345", "开户行账号 ***", ("bank_card",)),
        ("发至 wang.xm@example.com.cn 即可", "发至 *** 即可", ("email",)),
        ("电话：010-88886666转123", "电话：***", ("phone",)),
        ("电话88886666", "电话***", ("phone",)),
        ("Tel: +1 212 555 0123", "Tel: ***", ("phone",)),
        ("请联系王五", "请联系***", ("name",)),
        ("填表人 赵敏", "填表人 ***", ("name",)),
        ("法定代表人：欧阳修文", "法定代表人：***", ("name",)),
        ("由王晓明先生负责", "由***负责", ("name",)),
        ("Contact: John Smith", "Contact: ***", ("name",)),
        ("Mr. Li Ming", "***", ("name",)),
        ("张伟/13800138000/a@b.com", "***/***/***", ("mobile", "email", "name")),
    ],
)
def test_personal_data_is_masked_in_running_text(
    text: str, masked: str, kinds: tuple[str, ...]
) -> None:
    """Every kind is found inside Chinese text, in any width and grouping."""
    found = mask(text)

    assert (masked, kinds) == (found.text, found.kinds)


@pytest.mark.parametrize(
    "text",
    [
        "联系人姓名、联系电话、电子邮箱",
        "联系人方式",
        "联系人：安全部",
        "负责人应定期检查",
        "负责人：华东区",
        "受试者联系人 手机号",
        "姓名 年龄 金额",
        "研究者姓名",
        "身份证号码",
        "银行卡号",
        "联系方式：见附件",
        "建议联系监管部门",
        "由项目经理负责",
        "联系：高级经理",
        "联系安全总监",
        "研究者、罗氏共同保存",
        "请联系罗氏",
        "负责人、数据安全负责人",
        "王府井百货",
        "约5万",
        "13800138000人",
        "13,800,138,000",
        "2025-2026年",
        "20250101",
        "400-810-8888",
        "订单号 SF1234567890123",
        "NCT13800138000",
        "批号 202601150023",
        "91110000600037341L",
        "911101085858241230",
        "62220212345678",
        "5000-10000",
        "",
    ],
)
def test_what_only_looks_like_it_stays(text: str) -> None:
    """Names of fields, volumes, dates, firms, order numbers and credit codes are no person's."""
    assert (text, ()) == (mask(text).text, mask(text).kinds)


@pytest.mark.parametrize(
    ("header", "text", "kinds"),
    [
        ("联系人", "诸葛亮", ("name",)),
        ("填表人（签字）", "王总", ("name",)),
        ("负责人姓名", "张三、李四", ("name",)),
        ("联系人", "买买提·艾力", ("name",)),
        ("Contact person", "Mary Jones", ("name",)),
        ("联系电话", "88886666", ("phone",)),
        ("开户账号", "02001234567890", ("bank_card",)),
        ("护照号", "E12345678", ("identity",)),
        ("联系人", "法务部", ()),
        ("联系人", "无", ()),
        ("联系人职务", "经理", ()),
        ("填表人备注", "已核对", ()),
        ("备注", "张三", ()),
    ],
)
def test_headers_tell_what_stands_under_them(
    header: str, text: str, kinds: tuple[str, ...]
) -> None:
    """A bare name counts under 联系人, a bare number under 电话; never under other headers."""
    found = mask(text, header)

    assert kinds == found.kinds
    assert (text if not kinds else "") == found.text.replace(MASK, "").strip("、")


@given(
    st.text("的数据出境场景说明，。a b", max_size=12),
    st.from_regex(r"\A1[3-9][0-9]{9}\Z"),
    st.text("，。的见（） ", max_size=6),
)
def test_no_mobile_number_survives(before: str, number: str, after: str) -> None:
    """Wherever it stands, a mobile number is gone; masking twice changes nothing more."""
    once = mask(f"{before}电话{number}{after}").text

    assert number not in once
    assert once == mask(once).text


def test_every_kind_has_a_warning() -> None:
    """The problem names the kind and never quotes what was found."""
    issues = [private_issue(kind) for kind in KINDS]

    assert [f"private.{kind}" for kind in KINDS] == [issue.code for issue in issues]
    assert {("warning", None)} == {(issue.severity, issue.got) for issue in issues}
