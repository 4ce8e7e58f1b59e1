"""Words of the field for the codes that tables and results carry."""

from collections.abc import Mapping

from listlab.analyse.family_names import FAMILY_NAMES
from listlab.model.language import Lang, Text
from listlab.report.numbers import MISSING

FAMILIES = FAMILY_NAMES
STATUSES = {
    "accepted": Text("采用", "accepted"),
    "rejected": Text("退回", "rejected"),
    "duplicate": Text("重复", "duplicate"),
    "superseded": Text("已被更正版替代", "superseded"),
}
MEASURES = {
    "inflow": Text("当年新增", "inflow of the year"),
    "stock": Text("三年在管人数", "three-year stock"),
}
SIZES = {
    "大型": Text("大型", "large"),
    "中型": Text("中型", "medium"),
    "小型": Text("小型", "small"),
    "微型": Text("微型", "micro"),
}
UNANSWERED = Text("未答", "no answer")
NO_REGION = Text("未填区域", "no region given")
OTHER_SCENARIO = Text("其他场景", "other scenarios")


def label(labels: Mapping[str, Text], code: str | None, lang: Lang) -> str:
    """Words for a code; the code itself where it has none, a dash where there is no code."""
    if code is None:
        return MISSING
    return labels[code].say(lang) if code in labels else code


PAGE = {
    "skip": Text("跳到正文", "skip to the content"),
    "synthetic": Text(
        "合成样例：全部问卷由程序生成，不是真实企业数据，不得用于决策。",
        "Synthetic sample: all workbooks are made up by a program and must not be decided on.",
    ),
    "contents": Text("目录", "contents"),
    "decision": Text("请审定", "the decision asked for"),
    "unreported": Text("没有企业填报，未作分析：", "Nobody reported, not analysed:"),
    "per_year": Text("人/年", "persons a year"),
    "lines": Text("要点", "in short"),
    "steps": Text("从问卷到清单", "from survey to list"),
    "survey": Text("需求调研", "the survey"),
    "survey_page": Text(
        "调研看板：回访名单、填写完整程度、人数、接收方、希望与困难，每个数都能点到单元格",
        "the survey at a glance: whom to call back, volumes, recipients, wishes, down to the cells",
    ),
    "important": Text("重要数据", "important data"),
    "important_note": Text(
        "程序只提建议并说明依据，由人确认；没有确认的不列入清单。",
        "The program proposes and gives its grounds; people decide, and nothing else is listed.",
    ),
    "scenarios": Text("场景分析", "scenario analysis"),
    "reasons": Text("理由", "reasons"),
    "changes": Text("什么会改变这个结论", "what would change this answer"),
    "volumes": Text("每家企业的年出境人数", "every enterprise's yearly volume"),
    "volumes_note": Text(
        "一行一家企业，从大到小；圆点为确数，横条为区间答复，"
        "右端实心三角表示只给下限，左缘空心三角为 0 人，浅色横条为未答。",
        "A row an enterprise, largest first; dots are exact, bars are intervals, a filled "
        "triangle at the right means a lower end only, a hollow one at the left edge 0 persons, "
        "a pale bar no answer.",
    ),
    "curve": Text("放行比例与敞口", "shares freed, and exposure"),
    "curve_note": Text(
        "上图：低于阈值的企业比例，圆点为候选阈值。下图（同一横轴）：实际敞口与允许敞口。横轴和敞口为对数刻度。",
        "Above: share of enterprises below the threshold; dots are candidates. Below, on the "
        "same axis: realised and permitted exposure. Thresholds and exposure on log scales.",
    ),
    "try": Text("试一试：移动阈值与 β", "try it: move the threshold and β"),
    "threshold": Text("阈值（人/年）", "threshold (persons a year)"),
    "beta": Text("β：用足空间的企业比例", "β: share that grows into the headroom"),
    "candidates": Text("候选阈值", "candidates"),
    "realised": Text("实际敞口", "realised exposure"),
    "permitted": Text("允许敞口", "permitted exposure"),
    "mixed": Text("按 β 折算", "mixed at β"),
    "verdict": Text("判定", "verdict"),
    "equivalence": Text("更高的阈值值得吗", "is a higher threshold worth it"),
    "no_threshold": Text("暂不能提出阈值", "no threshold yet"),
    "answers": Text("每家企业的答复、结果与出处", "every answer, its route and its source"),
    "enterprise": Text("企业", "enterprise"),
    "answer": Text("答复（人/年）", "answer (persons/year)"),
    "route": Text("结果", "route"),
    "source": Text("出处：文件 › 工作表 › 单元格", "source: file › sheet › cell"),
    "fit": Text("分布拟合得好不好", "how well the laws fit"),
    "fit_note": Text(
        "灰带是答卷本身给出的上下限。曲线高出灰带处，该分布认为达到此人数的企业比答卷所见更多，"
        "低于灰带处则更少；越过最大的答复，灰带贴底，曲线在其上的部分是外推。虚线的分布未计入区间。",
        "The grey band is what the answers say by themselves. Above it a law expects more "
        "enterprises of that size than were seen, below it fewer; beyond the largest answer the "
        "band lies on the floor and what is above it is extrapolated. Dotted laws are not part "
        "of the band.",
    ),
    "evidence": Text("公开数据旁证", "public figures beside it"),
    "evidence_all": Text("旁证的全部数据", "all figures beside it"),
    "evidence_note": Text(
        "圆点为比例，同色浅条到单侧 95% 上限（计入同一申办方各年相关）。",
        "Dots are shares; pale bars reach the upper one-sided 95 % bound (years of a sponsor go "
        "together).",
    ),
    "wide": Text("表格较宽，可左右滑动 →", "wide table: scroll sideways →"),
    "details": Text("全部数据", "all figures"),
    "together": Text("各场景合计", "all scenarios together"),
    "warnings": Text("提醒", "warnings"),
    "list": Text("清单草案", "the draft list"),
    "list_note": Text(
        "草案，供论证与征求意见，未经批准。", "A draft for review and consultation, not approved."
    ),
    "counting": Text("计数口径", "how to count"),
    "notes": Text("说明", "notes"),
    "bases": Text("每个量级的依据", "ground of each threshold"),
    "next": Text("后续步骤", "next steps"),
    "method": Text("方法", "method"),
    "assumptions": Text("假定", "assumptions"),
    "law": Text("法规依据", "the law"),
    "provenance": Text("来源与可复核性", "provenance"),
    "inputs": Text("输入文件及其哈希", "inputs and their hashes"),
    "notebooks": Text("笔记本（执行过的）", "executed notebooks"),
    "documents": Text("文件", "documents"),
    "check": Text("请核对", "please check"),
    "problem_notes": Text(
        "备注：这样读取的，无需处理，也不发还企业", "notes: how answers were read, nothing to do"
    ),
    "follows": Text("“结果”一列随滑块变化，现按阈值", "Routes follow the slider, now at"),
    "none": Text("没有。", "None."),
    "analysis": Text("分析编号", "analysis"),
}
SCRIPT = {
    "no_candidate": Text(
        "不是候选值；只有候选值参与判定。", "not a candidate; only candidates are judged."
    ),
    "sure": Text("确定 {a} 家，最多可能 {b} 家", "{a} for certain, {b} at most"),
    "sure_unanswered": Text(
        "确定 {a} 家，最多可能 {b} 家（含未答 {c} 家）",
        "{a} for certain, {b} at most ({c} gave no answer)",
    ),
}
