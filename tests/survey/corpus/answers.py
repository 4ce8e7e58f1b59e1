"""Correct answers of invented enterprises: consistent with each other, in many spellings."""

from math import exp
from random import Random

from .form import (
    FLOWS,
    HEADERS,
    HISTORY,
    ITEMS,
    NEXT_PERSONAL,
    NEXT_SENSITIVE,
    OPINIONS,
    PAST_PERSONAL,
    PAST_SENSITIVE,
    THIS_PERSONAL,
    THIS_SENSITIVE,
    Card,
    Cell,
    Form,
    Table,
)
from .spellings import (
    CLAUSES,
    FREQUENCIES,
    INDUSTRIES,
    NO,
    NOTHING,
    OPTIONAL,
    REQUIRED,
    SEVERAL_COUNTRIES,
    SIZES,
    SOLE_COUNTRIES,
    UNSURE,
    YES,
    exact,
    pick,
    roughly,
)

SURVEY_YEAR = 2026
_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_DIGITS = "〇一二三四五六七八九"

# Scenario → spellings of its name, title, purpose, and whether sensitive persons are its main.
_SCENARIOS: dict[str, tuple[tuple[str, ...], str, str, bool]] = {
    "clinical_trial": (
        ("药物临床试验", "药物临床试验 ", "临床试验", "临床研究", "国际多中心临床试验", "GCP"),
        "国际多中心Ⅲ期临床试验数据汇总",
        "各中心数据合并后统计分析，用于全球同步注册申报",
        True,
    ),
    "pharmacovigilance": (
        ("药物警戒", "不良反应监测", "药品不良反应报告", "PV", "Pharmacovigilance", "Drug Safety"),
        "上市后个例安全性报告递交",
        "履行持有人报告义务；全球信号检测",
        True,
    ),
    "hcp_management": (
        ("医疗卫生专业人士管理", "HCP管理", "医疗专业人士管理", "医生客户管理", "HCP management"),
        "学术会议与讲者管理",
        "讲者资质审核，劳务费用披露",
        False,
    ),
    "supply_quality": (
        ("供应链与质量管理", "供应链管理", "质量管理", "供应商管理", "Supply chain and quality"),
        "供应商准入与产品投诉处理",
        "偏差和投诉的全球统一处理",
        False,
    ),
    "other": (("其他", "其它", "Other"), "员工培训档案", "集团培训系统统一管理", False),
}
_SENSITIVE_ITEMS = (
    ("受试者编号", "去标识化编号，与姓名分开保存"), ("出生年月", "仅到月"),
    ("实验室检查结果", "血常规、生化（约40项）"), ("不良事件描述", "发生、程度、转归"),
    ("既往病史", "诊断及时间"), ("合并用药", "药名、剂量、起止日期"), ("身份证号码", "仅后4位"),
    ("生命体征", "血压、心率、体温、体重"), ("银行卡号", "受试者补助发放，出境前已删除"),
)  # fmt: skip
_PERSONAL_ITEMS = (
    ("医生姓名", "执业医师、药师"), ("工作邮箱", "用于会议通知"), ("手机号码", "11位，出境前加密"),
    ("联系人姓名", "供应商业务联系人"), ("参会记录", "会议名称、日期、角色"), ("职称", "技术职务"),
    ("所在科室", "如：心内科"), ("办公电话", "总机和分机号"),
)  # fmt: skip
_PLAIN_ITEMS = (
    ("批生产记录", "批号 202601150023 等，工艺参数"), ("偏差报告", "原因与纠正措施"),
    ("稳定性试验数据", "检验结果，标准号 GB/T 16886.1-2022"), ("物流单号", "如 SF1234567890123"),
    ("研究中心编号", "医院代码，3位"), ("供应商名称", "法人名称及 18 位统一社会信用代码"),
)  # fmt: skip
_MODES = ("境外系统远程访问", "系统接口传输", "加密邮件", "SFTP", "API 接口", "境外服务器存储")
_SAFEGUARDS = (
    "去标识化、传输加密（TLS 1.2）、访问控制", "假名化；合同约束；年度审计", "传输加密",
    "ISO/IEC 27001 认证（证书编号 01 153 2200456）", "访问控制与日志，保存 6 个月", "/",
    "客服热线 400-810-8888；数据保护负责人统一受理",
)  # fmt: skip
_NEEDS = (
    "监管要求集中保存",
    "缺少则无法完成统计分析",
    "全球同一系统，无法单独部署；影响约 3 个在研项目",
)
_WANTED: tuple[Cell, ...] = (
    "5万",
    50_000,
    "10万",
    "1万以上",
    "约5万",
    "无",
    None,
    "不详",
    "100万",
    "/",
)
_DIFFICULTIES = (
    "同一受试者在多个系统重复登记，去重统计困难", "安全评估材料多，用时超过 45 个工作日", "暂无",
    "无",
    "标准合同（2023年6月1日施行）签署周期长", None, "", "/", "2025 年申报 2 次，每次约 3 个月",
)  # fmt: skip
_SUGGESTIONS = (
    "希望明确是否逐年重复计算",
    "建议给出字段示例",
    "无",
    None,
    "量级提高到 100 万",
    "无意见",
)
_RECIPIENTS = (
    "Sample Aurora Biologics Inc.", "样例北辰全球研发中心", "Sample Borealis Data Services GmbH",
    "样例赤道医药株式会社", "Sample Castor Research Ltd.", "Sample Deneb S.A.",
    "样例东湖国际控股（新加坡）", "Sample Eridanus Clinical B.V.", "Sample Fornax Safety LLC",
    "样例光谷生命科学欧洲总部", "Sample Gemini Laboratories AG", "Sample Hydra Analytics Co., Ltd.",
    "样例海口数据信托", "Sample Indus Cloud Pte. Ltd.", "样例九章统计集团", "Sample Kepler Oy",
)  # fmt: skip


def credit_code(number: int) -> str:
    """Code with valid check digits, of a registration block that does not exist."""
    body = f"YYYY{number:04d}"
    rest = -sum(int(c, 36) * w for c, w in zip(body, (3, 7, 9, 10, 5, 8, 4, 2), strict=True)) % 11
    body = "91999999" + body + ("X" if rest == 10 else str(rest))
    total = sum(_ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(body))
    return body + _ALPHABET[-total % 31]


def enterprise_name(number: int) -> str:
    """Invented name that says 样例; no two are alike beyond it."""
    digits = "".join(_DIGITS[int(d)] for d in str(number))
    return f"样例{pick(('医药', '生物', '制药', '药业'), Random(number))}{digits}有限公司"


def clean_form(number: int, rng: Random, *, flows: int | None = None) -> Form:
    """A form without any defect, written by people and not by machines."""
    count = flows or rng.randint(1, 4)
    tables = {sheet: Table(list(headers), [], sheet) for sheet, headers in HEADERS.items()}
    scenarios = list(_SCENARIOS)
    numbering = pick(("{}", "S{}", "F-0{}", "场景{}", "int"), rng)
    for position in range(count):
        key: Cell = position + 1 if numbering == "int" else numbering.format(position + 1)
        scenario = scenarios[(number + position) % len(scenarios)]
        _add_flow(tables, key, scenario, rng)
    return Form(Card(_answers(number, rng)), tables)


def _answers(number: int, rng: Random) -> dict[str, Cell]:
    code = credit_code(number)
    dashed = f"{code[:8]}-{code[8:17]}-{code[17]}"
    spaced = f"{code[:2]} {code[2:8]} {code[8:17]} {code[17]}"
    return {
        "统一社会信用代码": pick((code, code, code, code.lower(), spaced, dashed, f" {code}"), rng),
        "企业名称": enterprise_name(number),
        "所属区域": pick(("海淀区", "朝阳区", "北京市昌平区", "大兴区", "北京经济技术开发区"), rng),
        "国民经济行业代码": pick(INDUSTRIES, rng),
        "企业规模": pick(SIZES, rng),
        "是否关键信息基础设施运营者": pick((*NO, *UNSURE), rng),
        "员工人数": pick((120, "约300", "1,200人", "85", None, "500余人"), rng),
        "信用等级": pick(("A", "B", None, "无", "纳税信用A级"), rng),
    }


def _add_flow(tables: dict[str, Table], key: Cell, scenario: str, rng: Random) -> None:
    names, title, purpose, sensitive = _SCENARIOS[scenario]
    # Volumes of all scenarios lie close enough together that nobody stands out.
    main = round(6_000 * exp(0.4 * _middling(rng)))
    main = main // 100 * 100 if rng.random() < 0.5 else main
    side = max(round(main * rng.uniform(0.5, 1.0)), 2_600) if rng.random() < 0.7 else 0
    personal, secret = (side, main) if sensitive else (main, 0)
    row: dict[str, Cell] = {
        "场景编号": key,
        "标准场景": pick(names, rng),
        "场景名称": title,
        "业务目的": purpose,
        "境外接收方": pick(_RECIPIENTS, rng),
        "接收方国家或地区": pick(SOLE_COUNTRIES if rng.random() < 0.9 else SEVERAL_COUNTRIES, rng),
        "出境方式": pick(_MODES, rng),
        THIS_PERSONAL: _written(personal, rng),
        THIS_SENSITIVE: _written(secret, rng),
        NEXT_PERSONAL: _written(round(personal * rng.uniform(0.9, 1.5)), rng, blank=0.15),
        NEXT_SENSITIVE: _written(round(secret * rng.uniform(0.9, 1.5)), rng, blank=0.15),
        "豁免情形": pick(("无", "无", None, "没有", "不适用"), rng),
        "现有路径": pick(ROUTES_FOR[sensitive], rng),
        "保护措施": pick(_SAFEGUARDS, rng),
        "必要性说明": pick(_NEEDS, rng),
    }
    row |= _frequency(row, personal + secret if sensitive else personal, rng)
    if not sensitive and personal and rng.random() < 0.3:
        row |= {"豁免情形": pick(CLAUSES, rng), "豁免人数": max(personal // 10, 1)}
    tables[FLOWS].rows.append(row)
    _add_items(tables[ITEMS], key, (personal, secret), rng)
    _add_history(tables[HISTORY], key, (personal, secret), rng)
    opinion = {"希望的量级": pick(_WANTED, rng), "困难": pick(_DIFFICULTIES, rng)}
    tables[OPINIONS].rows.append({"场景编号": key, **opinion, "建议": pick(_SUGGESTIONS, rng)})


ROUTES_FOR = {
    True: (
        "安全评估",
        "标准合同",
        "标准合同备案",
        "认证",
        "数据出境安全评估",
        "个人信息出境标准合同",
    ),
    False: ("无", "标准合同", "没有", "个人信息保护认证"),
}


def _middling(rng: Random) -> float:
    """Normal deviate kept within two of its standard deviations: nobody stands out."""
    return max(-2.0, min(2.0, rng.gauss(0, 1)))


def _written(persons: int, rng: Random, *, blank: float = 0.0) -> Cell:
    if rng.random() < blank:
        return pick((None, "不详", "/", "暂无法预计"), rng)
    if persons == 0:
        return pick(NOTHING, rng)
    if persons < 1_000:
        return persons
    return exact(persons, rng) if rng.random() < 0.55 else roughly(persons, rng)


def _frequency(row: dict[str, Cell], persons: int, rng: Random) -> dict[str, Cell]:
    """Frequency, with a batch that agrees with exact persons of the year."""
    written = pick(list(FREQUENCIES), rng)
    events = FREQUENCIES[written]
    answer: dict[str, Cell] = {"出境频率": written}
    if events is None or rng.random() < 0.2:
        return answer
    answer["每年次数"] = pick((events, f"{events}次", str(events)), rng)
    if all(isinstance(row[key], int) for key in (THIS_PERSONAL, THIS_SENSITIVE)):
        if events == 1:
            return answer | {"单次人数": persons, "重复比例": pick((0, "0%", "无", None), rng)}
        batch = max(round(persons / events * rng.uniform(1.6, 2.4)), 1)
        repeat = 1 - persons / (batch * events)
        shares = (round(repeat, 2), f"{repeat:.0%}", f"约{repeat:.0%}", f"{repeat:.1%}")
        answer |= {"单次人数": pick((batch, f"{batch}人"), rng), "重复比例": pick(shares, rng)}
    return answer


def _add_items(table: Table, key: Cell, volumes: tuple[int, int], rng: Random) -> None:
    personal, secret = volumes
    chosen = [(item, True, True) for item in rng.sample(_SENSITIVE_ITEMS, 4 if secret else 0)]
    chosen += [(item, True, False) for item in rng.sample(_PERSONAL_ITEMS, 2 if personal else 0)]
    chosen += [(item, False, False) for item in rng.sample(_PLAIN_ITEMS, 2)]
    for (name, about), is_personal, is_sensitive in chosen:
        table.rows.append(
            {
                "场景编号": key,
                "数据项名称": name,
                "数据项说明": about,
                "是否个人信息": pick(YES if is_personal else NO, rng),
                "是否敏感个人信息": pick(YES if is_sensitive else NO, rng),
                "自评数据类别": pick(("28 健康医疗", "30", 28, "健康医疗", None), rng),
                "精度或规模说明": pick(("逐人记录", "精确到月", None, "约 200 万条"), rng),
                "是否已公开": pick((*NO, None), rng),
                "必要程度": pick((*REQUIRED, *OPTIONAL), rng),
            }
        )


def _add_history(table: Table, key: Cell, volumes: tuple[int, int], rng: Random) -> None:
    personal, secret = (float(volume) for volume in volumes)
    rows: list[dict[str, Cell]] = []
    for year in (SURVEY_YEAR - 1, SURVEY_YEAR - 2):
        personal, secret = personal / rng.uniform(0.9, 1.4), secret / rng.uniform(0.9, 1.4)
        written = pick((year, str(year), f"{year}年", f"{year}年度", float(year)), rng)
        past = {PAST_PERSONAL: _past(personal, rng), PAST_SENSITIVE: _past(secret, rng)}
        rows.append({"场景编号": key, "年份": written, **past})
    if rng.random() < 0.85:
        table.rows.extend(reversed(rows))


def _past(persons: float, rng: Random) -> Cell:
    whole = round(persons)
    return pick((whole, whole, f"{whole:,}", f"{whole}人", str(whole)), rng)
