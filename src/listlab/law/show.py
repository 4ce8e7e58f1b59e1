"""A pack, and what two packs say differently, as readable tables."""

from collections.abc import Iterable, Sequence

from listlab.law.compare import Difference, Side, by_topic
from listlab.law.fact import Citation, Fact, Interpretation
from listlab.law.pack import Pack, Stage
from listlab.law.rule import Rule
from listlab.law.sheet import Sheet
from listlab.law.words import (
    CHECKED,
    NOTHING,
    bodies_named,
    last_said,
    listed,
    plain,
    said_value,
    words_listed,
)
from listlab.model.language import Text


def pack_sheets(pack: Pack) -> tuple[Sheet, ...]:
    """Everything in a pack: what it says itself first, then what it inherits."""
    own = [fact for fact in pack.facts.values() if fact.pack == pack.id]
    inherited = [fact for fact in pack.facts.values() if fact.pack != pack.id]
    names = {
        "making": Text("制定清单的步骤", "How a list is made"),
        "catalogue": Text("重要数据目录", "The important-data catalogue"),
        "adoption": Text("参照外区清单的步骤", "Taking over another zone's list"),
        "using": Text("使用清单的步骤", "How a list is used"),
        "assessment": Text("数据出境安全评估", "Security assessment"),
        "contract": Text("个人信息出境标准合同", "Standard contract"),
        "certification": Text("个人信息出境认证", "Certification"),
    }
    sheets = [
        _pack_sheet(pack),
        _facts("facts", Text("本包的规定", "Facts of this pack"), own),
        *(_stages(pack, group, names[group], s) for group, s in pack.workflow.groups().items()),
        _bodies(pack),
        _categories(pack),
        _rules(pack),
        _industries(pack),
        _facts("inherited", Text("沿用的规定", "Facts inherited"), inherited),
        _instruments(pack),
    ]
    return tuple(sheet for sheet in sheets if sheet.rows)


def packs_sheet(packs: Iterable[Pack]) -> Sheet:
    """Packs with the day from which each is taken as in force, and whether it was checked."""
    headers = (
        Text("编号", "id"),
        Text("规则包", "pack"),
        Text("施行", "in force"),
        Text("施行日期的核实", "its day"),
        Text("说明", "note"),
        Text("规定", "facts"),
    )
    rows = tuple(
        (
            plain(pack.id),
            pack.name,
            plain(_days(pack)),
            in_force_said(pack),
            pack.in_force.note or NOTHING,
            plain(str(len(pack.own_facts))),
        )
        for pack in packs
    )
    return Sheet("packs", Text("规则包", "Packs"), headers, rows)


def in_force_said(pack: Pack) -> Text:
    """Whether the day from which a pack is taken as in force is known or stands in for one."""
    if pack.in_force.status == "verified":
        return CHECKED["verified"]
    return Text("代用日，未核实", "a stand-in, unverified")


def _days(pack: Pack) -> str:
    end = pack.in_force.end.isoformat() if pack.in_force.end else ""
    return f"{pack.in_force.start.isoformat()} – {end}"


def difference_sheets(
    left: Pack, right: Pack, differences: tuple[Difference, ...]
) -> tuple[Sheet, ...]:
    """Differences of two packs, a table a topic, the packs side by side."""
    place, aspect = Text("事项", "what"), Text("方面", "aspect")
    headers = (place, aspect, left.name, right.name, Text("出处", "source"))
    return tuple(
        Sheet(topic, _TOPICS[topic], headers, tuple(map(_difference, found)))
        for topic, found in by_topic(differences)
    )


def special_sheet(pack: Pack, found: tuple[Difference, ...]) -> Sheet:
    """What only this zone says so, in its own words."""
    headers = (Text("事项", "what"), Text("方面", "aspect"), pack.name, Text("出处", "source"))
    rows = tuple(
        (each.name, each.aspect, _side(each.left), _cited(each.left.source))
        if each.left and each.left.source
        else (each.name, each.aspect, _ABSENT, NOTHING)
        for each in found
    )
    title = Text("与其他各区都不同之处", "Unlike every other zone")
    return Sheet("special", title, headers, rows)


def _pack_sheet(pack: Pack) -> Sheet:
    counted = _UNCHECKED_END if pack.in_force.ends_unverified else NOTHING
    note = pack.in_force.note or NOTHING
    rows = (
        (Text("名称", "name"), pack.name),
        (Text("区域", "region"), pack.region),
        (Text("版本", "version"), plain(pack.version)),
        (Text("依据", "instrument"), pack.instrument.title),
        (Text("施行", "in force"), plain(_days(pack))),
        (Text("失效日期的核实", "its end"), counted),
        (Text("施行日期的核实", "its day"), in_force_said(pack)),
        (Text("施行日期的说明", "about its day"), note),
        (Text("建立在其上的包", "extends"), plain(pack.extends or "—")),
    )
    return Sheet("pack", pack.name, (Text("项", "item"), Text("内容", "contents")), rows)


_UNCHECKED_END = Text("未核实", "unverified")


def _facts(code: str, title: Text, facts: Sequence[Fact]) -> Sheet:
    headers = (
        Text("编号", "id"),
        Text("规定", "fact"),
        Text("内容", "value"),
        Text("生效", "from"),
        Text("出处", "source"),
        Text("核实", "checked"),
        Text("说明", "note"),
    )
    return Sheet(code, title, headers, tuple(_fact(fact) for fact in facts))


def _fact(fact: Fact) -> tuple[Text, ...]:
    days = sorted(fact.values)
    changed = listed(said_value(fact, fact.values[day]) for day in days)
    said = changed if len(days) > 1 else last_said(fact)
    checked = CHECKED[fact.status]
    if fact.status == "verified" and fact.dated == "unverified":
        checked = Text("已核实，施行日未核实", "verified, its day is not")
    return (
        plain(fact.id),
        fact.name,
        said,
        words_listed(day.isoformat() for day in days),
        _cited(fact.source),
        checked,
        _remarks(fact.note, fact.interpretations),
    )


def _remarks(note: Text | None, readings: Iterable[Interpretation]) -> Text:
    notes = [note] if note else []
    notes += [_reading(each) for each in readings]
    return Text(" ".join(n.zh for n in notes), " ".join(n.en for n in notes)) if notes else NOTHING


def _reading(each: Interpretation) -> Text:
    """Question with the reading taken and the others."""
    others = listed(each.others)
    return Text(
        f"{each.question.zh}——采用：{each.taken.zh}另一种理解：{others.zh}",
        f"{each.question.en} – taken: {each.taken.en} Other reading: {others.en}",
    )


def _stages(pack: Pack, group: str, title: Text, stages: Sequence[Stage]) -> Sheet:
    def term(fact_id: str | None) -> Text:
        return last_said(pack.fact(fact_id)) if fact_id else _UNSTATED

    headers = (
        Text("步骤", "stage"),
        Text("牵头", "led by"),
        Text("决定", "decided by"),
        Text("征求意见", "consulted"),
        Text("提交材料", "to hand in"),
        Text("期限", "term"),
        Text("有效期", "valid for"),
        Text("出处", "source"),
        Text("核实", "checked"),
        Text("说明", "note"),
    )
    rows = tuple(
        (
            stage.name,
            bodies_named(pack, stage.leads),
            bodies_named(pack, stage.decides),
            bodies_named(pack, stage.consults),
            listed(stage.hand_in),
            term(stage.deadline),
            term(stage.validity) if stage.validity else NOTHING,
            _cited(stage.source),
            CHECKED[stage.status],
            _remarks(stage.note, stage.interpretations),
        )
        for stage in stages
    )
    return Sheet(f"stages.{group}", title, headers, rows)


def _bodies(pack: Pack) -> Sheet:
    headers = (Text("机构", "body"), Text("出处", "source"), Text("核实", "checked"))
    rows = tuple((b.name, _cited(b.source), CHECKED[b.status]) for b in pack.bodies)
    return Sheet("bodies", Text("机构", "Bodies"), headers, rows)


def _categories(pack: Pack) -> Sheet:
    headers = (
        Text("序号", "number"),
        Text("一级类别", "first level"),
        Text("二级类别", "second level"),
        Text("描述的关键词", "keywords"),
        Text("参照的标准", "standard deferred to"),
        Text("示例规则", "example rule"),
    )
    rules = {code: rule.name for rule in pack.rules for code in rule.categories}
    rows = tuple(
        (
            plain(str(category.code)),
            category.parent.name,
            category.name,
            words_listed(category.keywords),
            listed(pack.instruments[code].title for code in category.defers_to),
            rules.get(category.code, NOTHING),
        )
        for category in pack.categories
    )
    return Sheet("categories", Text("数据类别", "Categories"), headers, rows)


def _rules(pack: Pack) -> Sheet:
    headers = (
        Text("规则", "rule"),
        Text("方面", "facet"),
        Text("关键词或量级", "keywords or volume"),
        Text("性质", "properties"),
        Text("类别", "categories"),
        Text("出处", "source"),
        Text("说明", "note"),
    )
    rows = tuple(row for rule in pack.rules for row in _rule(pack, rule))
    return Sheet("rules", Text("重要数据识别规则", "Important-data rules"), headers, rows)


def _rule(pack: Pack, rule: Rule) -> list[tuple[Text, ...]]:
    remarks = _remarks(rule.note, rule.interpretations)
    if rule.fact:
        volume = last_said(pack.fact(rule.fact))
        return [(rule.name, NOTHING, volume, NOTHING, NOTHING, _cited(rule.source), remarks)]
    return [
        (
            rule.name,
            facet.name,
            words_listed(facet.keywords),
            _properties(pack, facet.qualifiers, facet.joined),
            words_listed(str(code) for code in facet.categories),
            _cited(rule.source),
            remarks,
        )
        for facet in rule.facets
    ]


def _properties(pack: Pack, codes: Sequence[str], joined: str) -> Text:
    names = [pack.qualifiers[code].name for code in codes]
    zh, en = ("或", " or ") if joined == "any" else ("且", " and ")
    if not names:
        return NOTHING
    return Text(zh.join(n.zh for n in names), en.join(n.en for n in names))


def _industries(pack: Pack) -> Sheet:
    headers = (
        Text("编码", "code"),
        Text("行业", "industry"),
        Text("GB/T 4754", "GB/T 4754"),
        Text("场景", "scenarios"),
        Text("核实", "checked"),
    )
    rows = tuple(
        (
            plain(industry.code),
            industry.name,
            words_listed(industry.gbt4754),
            listed(scenario.name for scenario in industry.scenarios),
            CHECKED[industry.status],
        )
        for industry in pack.industries
    )
    return Sheet("industries", Text("行业与场景", "Industries and scenarios"), headers, rows)


def _instruments(pack: Pack) -> Sheet:
    headers = (Text("文件", "instrument"), Text("施行", "in force"), Text("核实", "checked"))
    rows = tuple(
        (
            i.title,
            plain(i.in_force_from.isoformat() if i.in_force_from else "—"),
            CHECKED[i.status],
        )
        for i in pack.instruments.values()
    )
    return Sheet("sources", Text("所引文件", "Instruments"), headers, rows)


def _difference(found: Difference) -> tuple[Text, ...]:
    sides = [side for side in (found.left, found.right) if side and side.source]
    sources = listed(_cited(side.source) for side in sides if side.source)
    left, right = _side(found.left), _side(found.right)
    return (Text(found.name.zh, found.name.en), found.aspect, left, right, sources)


def _side(side: Side | None) -> Text:
    if side is None:
        return NOTHING
    if side.status == "verified":
        return side.said
    return Text(f"{side.said.zh}（未核实）", f"{side.said.en} (unverified)")


def _cited(source: Citation) -> Text:
    return Text(source.text("zh"), source.text("en"))


_ABSENT = Text("没有", "absent")
_UNSTATED = Text("没有写明", "not stated")
_TOPICS = {
    "facts": Text("规定", "Facts"),
    "bodies": Text("机构", "Bodies"),
    "workflow": Text("程序", "Procedures"),
    "categories": Text("数据类别", "Categories"),
    "rules": Text("重要数据识别规则", "Important-data rules"),
    "industries": Text("行业与场景", "Industries and scenarios"),
}
