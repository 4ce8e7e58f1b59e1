"""What some retail enterprises of the sample do to the form, one kind of mess each."""

from collections.abc import Callable

from survey_form import Form

PERSONAL, SENSITIVE = "本年度个人信息人数（不含敏感）", "本年度敏感个人信息人数"
# Nobody's: a telephone company's service number, the domain kept for examples, a made-up name.
CONTACT = "联系人：张三，13800138000，zhangsan@example.com"


def mess_up(number: int, form: Form) -> None:
    """Change the answers of the enterprise of that number in place, if it is one of those."""
    if number in MESSES:
        MESSES[number](form)


def _contact(form: Form) -> None:
    form.rows["出境场景"][0]["必要性说明"] = CONTACT


def _person_times(form: Form) -> None:
    form.rows["出境场景"][0] |= {
        "出境频率": "每月", "每年次数": 12, "单次人数": 9_500, "重复比例": "35%",
        PERSONAL: 114_000,
    }  # fmt: skip


def _records(form: Form) -> None:
    form.rows["出境场景"][-1][PERSONAL] = "38万条"


def _two_spellings(form: Form) -> None:
    flows = form.rows["出境场景"]
    flows[0]["境外接收方"] = "Sample Harbour Fashion Ltd."
    flows[-1]["境外接收方"] = "SAMPLE HARBOUR FASHION LIMITED"
    flows[0]["接收方国家或地区"], flows[-1]["接收方国家或地区"] = "英国", "UK"


def _lost_unit(form: Form) -> None:
    # 350 where 350万 was meant: far below all others of the scenario.
    form.rows["出境场景"][0] |= {"标准场景": "会员管理", PERSONAL: 350, "豁免人数": None}
    form.rows["出境场景"][0] |= {"单次人数": None, "重复比例": None, "豁免情形": "无"}


def _inland(form: Form) -> None:
    form.rows["出境场景"][0]["接收方国家或地区"] = "上海"


def _group_of_countries(form: Form) -> None:
    form.rows["出境场景"][0]["接收方国家或地区"] = "欧盟"


def _wrong_digit(form: Form) -> None:
    code = str(form.enterprise["统一社会信用代码"])
    form.enterprise["统一社会信用代码"] = code[:-1] + ("7" if code[-1] != "7" else "8")


def _total(form: Form) -> None:
    numbers = [row[PERSONAL] for row in form.rows["出境场景"]]
    whole = sum(number for number in numbers if isinstance(number, int))
    form.rows["出境场景"].append({"场景编号": "合计", PERSONAL: whole})


def _forecast(form: Form) -> None:
    form.rows["出境场景"][0] |= {PERSONAL: 86_000, "明年预计个人信息人数（不含敏感）": "150万"}
    form.rows["出境场景"][0] |= {"单次人数": None, "重复比例": None, "豁免人数": None}


def _sensitive_items(form: Form) -> None:
    form.rows["出境场景"][0][SENSITIVE] = 0
    form.rows["数据项"][0] |= {"是否个人信息": "是", "是否敏感个人信息": "是"}


def _category_as_size(form: Form) -> None:
    form.enterprise["企业规模"] = "连锁"


MESSES: dict[int, Callable[[Form], None]] = {
    304: _contact,
    307: _person_times,
    309: _records,
    311: _two_spellings,
    314: _lost_unit,
    316: _inland,
    318: _group_of_countries,
    320: _wrong_digit,
    322: _total,
    325: _forecast,
    327: _sensitive_items,
    330: _category_as_size,
}
