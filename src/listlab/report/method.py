"""How the figures were made, in words that a reader can repeat; no number of any study."""

from listlab.analyse.assumptions.load import factors
from listlab.model.language import Lang, Text

_METHOD = (
    (
        Text("单位与口径", "Unit and counting"),
        Text(
            "分析单位是“企业 × 场景”。一家企业在同一场景的多条流合并为一个区间：下限取最大的下限，"
            "上限取上限之和。达到阈值（含本数）的企业须办理该阈值所定的程序，低于阈值的免办该程序，以下称放行。",
            "The unit is enterprise × scenario. Flows of one enterprise in a scenario make one "
            "interval: the largest lower end, the sum of upper ends. At the threshold or above an "
            "enterprise needs the procedure that the threshold is about; below it is freed of that "
            "procedure alone.",
        ),
    ),
    (
        Text("不用模型的上下限", "Bounds without a model"),
        Text(
            "只数答卷：上端低于阈值的确定放行，下端达到阈值的确定须办理，其余两可；未答的当作任何人数都有可能。"
            "精确单侧 95% 界限用 Clopper–Pearson 法。",
            "Counting answers only: an upper end below the threshold is freed for certain, a lower "
            "end at it is caught, the rest may be either; no answer may be any number. Exact "
            "one-sided 95 % bounds are Clopper–Pearson's.",
        ),
    ),
    (
        Text("两个估计对象", "Two things estimated"),
        Text(
            "“本年度放行”说的是今年这批企业；“来年放行”说的是一家企业的下一年，或一家新企业，"
            "计入增长与波动。只有来年预测与不用模型的界限参与判定。",
            "Coverage is about this year's enterprises; forecast about an enterprise's coming "
            "year, or a new one, growth included. Only the forecast and the bounds without a model "
            "decide.",
        ),
    ),
    (
        Text("分布与区间", "Laws and bands"),
        Text(
            "对数正态、伽马、威布尔、对数逻辑斯谛和两组对数正态五种分布，按区间删失的最大似然拟合，"
            "用 AICc 加权。预测区间取 AICc 接近的各分布之包络，拟合越差者伸得越短，"
            "并用模拟调查（参数双重自助法）校准到 95%。",
            "Lognormal, gamma, Weibull and log-logistic laws and a mixture of two lognormal "
            "groups, fitted by maximum likelihood to interval-censored answers, weighted by AICc. "
            "Forecast bands are the hull over laws of close AICc, each reaching less far the worse "
            "it fits, calibrated to 95 % by simulated surveys (parametric double bootstrap).",
        ),
    ),
    (
        Text("候选与推荐", "Candidates and recommendation"),
        Text(
            "候选阈值从大到小检验，遇到第一个不满足的即停。可行是指：来年预测的单侧 95% 下限"
            "不低于要求，并且法律允许。推荐最小的可行阈值。",
            "Candidates are tested from the largest down, stopping at the first failure. Feasible: "
            "the lower one-sided 95 % bound of the forecast reaches the need, and the law allows "
            "it. The smallest feasible one is recommended.",
        ),
    ),
    (
        Text("等效", "Equivalence"),
        Text(
            "较高阈值多放行的比例，其单侧 95% 上限小于界限 δ，就说两者等效。分别用模型和不用模型"
            "各判一次；两者不一致时，结论取决于分布尾部。",
            "Two thresholds are equivalent when the upper one-sided 95 % bound of what the higher "
            "frees in addition is below δ, judged with a model and without; when the two disagree "
            "the verdict rests on the tail.",
        ),
    ),
    (
        Text("风险敞口", "Exposure"),
        Text(
            "实际敞口是放行企业今年出境的人数；允许敞口是它们在阈值之下最多可以出境的人数。"
            "E_β = (1 − β) × 实际 + β × 允许，β 是用足空间的企业所占比例，属于假定。"
            "敞口以“人 × 严重度”计：每人按 1 计，此版本不区分严重度。",
            "Realised exposure is what freed enterprises send this year; permitted exposure what "
            "they could send below the threshold. E_β = (1 − β) × realised + β × permitted; β, the "
            "share of enterprises that grow into the headroom, is an assumption. Exposure counts "
            "persons × severity: each person counts 1, this version tells no severities apart.",
        ),
    ),
)


def method_notes(lang: Lang) -> list[tuple[str, str]]:
    """Headings and paragraphs of the method, in reading order."""
    return [(heading.say(lang), text.say(lang)) for heading, text in _METHOD]


def assumption_name(code: str, lang: Lang) -> str:
    """Name of an assumption with its unit."""
    factor = factors()[code]
    unit = factor.unit.say(lang)
    return f"{factor.name.zh}（{unit}）" if lang == "zh" else f"{factor.name.en} ({unit})"
