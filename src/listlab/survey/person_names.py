"""Names of contact persons, told by what stands around them."""

import re

_SINGLE = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾"
    "丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤"
    "尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐沿"
    "梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景"
    "薄单包司柏宁柯阮桂闵解强丘华车冉房边辜吉饶刁瞿戚宗肖"
)
# Surnames that begin everyday words too (方式, 高管, 金额): a colon must stand before them.
_EVERYDAY = frozenset(
    "于高何马任方石金白江万龙常葛雷武文安向路管时关成位单包司解强华车边项游阳查植景薄宁沿段史康毛"
    "温严盛黄明易左谷房田章季施焦夏程曾许余曲费纪祝卫宗兰桂顾"
)
_DOUBLE = (
    "欧阳|司马|上官|诸葛|东方|独孤|南宫|夏侯|司徒|皇甫|尉迟|公孙|慕容|令狐|长孙|宇文|司空|"
    "端木|百里|呼延|轩辕"
)
_HAN = "\u4e00-\u9fff"
_TITLE = "先生|女士|小姐|经理|总监|主任|老师|律师|博士|部长|处长|科长|总"
_AFTER = rf"(?=$|[^{_HAN}]|{_TITLE}|电话|手机|邮箱|邮件|微信|座机|联系|填写|负责|收|等)"
_ANY = rf"(?:(?:{_DOUBLE})[{_HAN}]{{1,2}}?|[{_SINGLE}][{_HAN}]{{1,2}}?)"
_SAFE_SINGLE = "".join(c for c in _SINGLE if c not in _EVERYDAY)
_SAFE = rf"(?:(?:{_DOUBLE})[{_HAN}]{{1,2}}?|[{_SAFE_SINGLE}][{_HAN}]{{1,2}}?)"
_REACHED = "电话|手机|邮箱|微信|座机|QQ"
_WITH_TITLE = rf"[{_SINGLE}][{_HAN}]{{0,2}}(?:{_TITLE})(?=$|[^{_HAN}]|{_REACHED})"
_ROLE = (
    "联系人|联络人|填表人|填报人|经办人|负责人|法定代表人|法人代表|对接人|接口人|制表人|审核人|"
    "复核人|报送人|责任人|授权代表|收件人|签字|签名|填写人"
)
# Words for groups of people too: only behind a colon does a name follow.
_GROUP = "操作人|专员|项目经理|研究者"
_BEFORE_TITLE = rf"(?:^|[^{_HAN}]|{_ROLE}|联系|咨询|致电|找|由|是|为|请)"
_LATIN_NAME = r"(?:(?:Mr|Ms|Mrs|Dr)\.? +)?[A-Z][a-z]+(?:[ -][A-Z][a-z]+){1,2}(?![A-Za-z])"
NAME_CONTEXT = (
    rf"{_ROLE}|姓名[:：\s]|{_GROUP}\s*[:：]|微信|wechat|qq|联系(?![方我])|咨询|致电|找|女士|先生|"
    r"contact|prepared by|filled in by|(?<![a-z])(?:mr|ms|mrs|dr)\.?\s"
)
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:{_ROLE}|{_GROUP}|姓名)(?:姓名|信息)?\s*(?:\([^()]{{0,6}}\))?\s*(?:[:：]|为|是)\s*"
        rf"(?P<name>{_ANY}){_AFTER}",
        rf"(?:{_ROLE})[\s-]*(?P<name>{_SAFE}){_AFTER}",
        rf"(?:^|[^{_HAN}])姓名\s+(?P<name>{_SAFE})(?=$|[^{_HAN}])",
        rf"(?:联系|咨询|致电|找|联络|发给|交给)(?:我司|我公司|公司)?[\s:：]*"
        rf"(?P<name>{_SAFE}){_AFTER}",
        rf"{_BEFORE_TITLE}(?P<name>{_WITH_TITLE})",
        rf"{_BEFORE_TITLE}(?P<name>[{_SINGLE}][{_HAN}]{{0,2}}(?:先生|女士))",
        rf"(?:[Cc]ontact(?: [Pp]erson)?|[Nn]ame|[Pp]repared by|[Ff]illed in by)\s*[:：]\s*"
        rf"(?P<name>{_LATIN_NAME})",
        r"(?<![A-Za-z])(?P<name>(?:Mr|Ms|Mrs|Dr)\.? +[A-Z][a-z]+(?:[ -][A-Z][a-z]+){0,2})"
        r"(?![A-Za-z])",
    )
)
_BEFORE_NUMBER = re.compile(
    rf"(?:^|[^{_HAN}])(?P<name>{_ANY})(?:{_TITLE})?(?:的?(?:电话|手机|邮箱|微信|座机))?号?"
    r"[\s,，:：()（）/、;；-]*$"
)
_AFTER_NUMBER = re.compile(rf"[\s,，:：()（）/、;；-]*(?P<name>{_ANY})(?:{_TITLE})?(?=$|[^{_HAN}])")
_WHOLE = re.compile(
    rf"\s*(?:{_ANY}|[{_HAN}]{{2,3}}|[{_HAN}]{{1,8}}·[{_HAN}]{{1,8}}|{_LATIN_NAME})(?:{_TITLE})?\s*"
)
_SEVERAL = re.compile(r"[、,，/;；\n]+")
_ROLE_HEADER = re.compile(
    rf"(?:.{{0,6}}(?:{_ROLE})|.{{0,6}}姓名|contact(?: person)?|prepared by)"
    r"(?:姓名|信息|名称|签字|签名)?\s*(?:[（(].*[)）])?\s*[:：]?",
    re.IGNORECASE,
)
_NOT_OF_NAMES = re.compile(
    "电话|手机|邮|微信|传真|方式|职务|职位|部门|单位|人数|数量|日期|时间|意见|是否|地址|tel|phone|mail",
    re.IGNORECASE,
)
# What looks like a name and is none: words, offices, places.
_WORDS = re.compile(
    "方式|方法|方面|方便|方案|关系|关于|单位|安全|成员|成功|"
    "时间|文件|文档|任何|任意|计划|常用|常见|常规|高管|高级|"
    "向上|位置|包括|包含|管理|项目|何人|于是|万元|成本|程序|"
    "程度|易于|严格|温度|金额|马上|解决|查询|查看|路径|强制|"
    "编号|同上|暂无|没有|不详|未知|保密|待定|不适用|见附件|如上|"
    "详见|附件|法务|行政|人事|客服|全体|前台|左右|许可|曾用|"
    "余额|费用|章程|申请|申报|申办|尤其|解释|盛大|石油|金融|"
    "白天|华北|华东|华南|华中|项目组"
)
_NEAR = 40  # characters within which a name stands beside a number
_OFFICE = tuple("部处科室司区局组所岗员人方院等者长省市县会号氏")
_TITLED = re.compile(rf"(?:{_TITLE})$")


def find_names(text: str) -> list[tuple[int, int, str]]:
    """Places of names after words such as 联系人, 请联系, Mr."""
    return [
        (*match.span("name"), "name")
        for pattern in _PATTERNS
        for match in pattern.finditer(text)
        if _is_name(match["name"])
    ]


def names_beside(text: str, numbers: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Places of names right before or behind a number by which a person is reached."""
    found = []
    for start, end, kind in numbers:
        if kind == "bank_card":
            continue
        before = _BEFORE_NUMBER.search(text, max(0, start - _NEAR), start)
        after = None if before else _AFTER_NUMBER.match(text, end)
        for match in (before, after):
            if match and _is_name(match["name"]):
                found.append((*match.span("name"), "name"))
    return found


def is_role(header: str) -> bool:
    """Whether a header such as 填表人 asks for a person's name."""
    return bool(_ROLE_HEADER.fullmatch(header.strip())) and not _NOT_OF_NAMES.search(header)


def takes_name(text: str, header: str) -> bool:
    """Whether a text under a header that asks for a name is one."""
    return is_role(header) and any(
        _WHOLE.fullmatch(part) and _is_name(part.strip()) for part in _SEVERAL.split(text)
    )


def _is_name(text: str) -> bool:
    bare = _TITLED.sub("", text)
    return not _WORDS.fullmatch(bare) and not bare.endswith(_OFFICE)
