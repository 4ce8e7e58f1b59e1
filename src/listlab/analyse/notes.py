"""What a result says of itself: values that do not exist, and what to be careful about."""

from collections.abc import Sequence

from listlab.analyse.answers import Answers
from listlab.analyse.growth import Growth
from listlab.analyse.laws import Model
from listlab.analyse.result import ThresholdRow
from listlab.analyse.risk.compound import LEVEL
from listlab.analyse.risk.loss import Hazard
from listlab.analyse.tabulate import Curves
from listlab.model.language import Text
from listlab.model.quantity import percent, persons

_NO_MODEL = Text(
    "没有可用的分布模型：答复太少，或不足以确定分布。",
    "no usable law: too few answers, or they do not determine one.",
)


def notes_on(
    answers: Answers,
    model: Model,
    curves: Curves | None,
    *,
    hazard: Hazard,
    chosen: Sequence[int],
) -> dict[str, Text]:
    """Cause of every value that is null, and how some were reckoned, by key of the result."""
    notes = {"expected_loss": _losses(hazard)}
    rare = [law.no_loss for law in curves.losses.laws] if curves else []
    if rare and max(rare) > LEVEL:
        notes["cvar95"] = Text(
            "没有损失的年份超过 95% 时，最差 5% 年份的平均损失等于预期损失除以 0.05。",
            "where more than 95 % of years pass without a loss, the mean of the worst 5 % is the "
            "expected loss divided by 0.05.",
        )
    if min(chosen) <= 1:
        notes["permitted_risk_ratio"] = Text(
            "阈值为 1 人时不放行任何人数，允许敞口为零，比值不存在。",
            "a threshold of one person permits nothing, so there is no ratio to it.",
        )
    if curves is None:
        notes |= dict.fromkeys(
            (
                "coverage",
                "forecast",
                "filings",
                "volume_share",
                "realised_exposure",
                "permitted_exposure",
                "expected_loss",
                "cvar95",
                "permitted_risk_ratio",
                "equivalent",
                "coverage_gain",
            ),
            _NO_MODEL,
        )
    elif curves.exposure.share is None:
        notes["volume_share"] = Text(
            "有答复没有上限，总人数不存在，因此没有占比。",
            "some answer has no upper bound, so the total does not exist.",
        )
    else:
        notes["volume_share"] = Text(
            "只计有答复的企业；区间来自重抽企业，拟合保持不变。",
            "of the enterprises that answered; the band resamples enterprises, fits held.",
        )
    if not model.zeros:
        notes["zero_share"] = Text(
            "没有企业明确填 0，零值比例按 0 处理。", "no exact zero was answered: taken as 0."
        )
    if not answers.answered.any():
        notes["observed_answered"] = Text(
            "没有一家企业给出人数。", "no enterprise gave a number of persons."
        )
    if any(fit.aicc is None for fit in model.fits):
        notes["aicc"] = Text(
            "答复少于参数个数所需，AICc 不存在。", "too few answers for the number of parameters."
        )
    if not any(fit.family == "mixture" and fit.converged for fit in model.fits):
        notes["mixture"] = Text(
            "答复太少，或分不出两组企业，未使用两组对数正态。",
            "too few answers, or no second group told apart: two lognormal groups not used.",
        )
    if not answers.equal_weights:
        notes["without_model"] = Text(
            "权重不等，采用 Korn–Graubard 近似界限。",
            "weights differ: Korn–Graubard limits, approximate.",
        )
        notes["answers_needed_without_model"] = Text(
            "权重不等，按设计效应折算，为近似数；实际还取决于由哪些企业作答。",
            "weights differ: reckoned by the design effect, approximate; whose answers they are "
            "matters as well.",
        )
    return notes


def growth_note(growth: Growth, n: int) -> dict[str, Text]:
    """How many enterprises the growth was taken from, where the table gave it by row."""
    if growth.basis != "given" or not growth.enterprises:
        return {}
    return {
        "growth": Text(
            f"增长取自量级表：{n} 家企业中有 {growth.enterprises} 家填写，按代表的企业数加权，"
            "用于全部企业。",
            f"growth is the table's: {growth.enterprises} of {n} enterprises gave it, weighted "
            "by the enterprises they stand for, and it is applied to all.",
        )
    }


def _losses(hazard: Hazard) -> Text:
    rate, share = f"{hazard.rate:g}", percent(hazard.mean_share)
    return Text(
        f"按每家放行企业每年 {rate} 次事件、每次平均涉及其 {share} 的人数计算，均为假设；"
        "单位为人数 × 严重程度。",
        f"at {rate} incidents a year of a freed enterprise, each striking {share} of its persons "
        "on average, all assumed; in persons × severity.",
    )


def warnings_on(
    answers: Answers,
    model: Model,
    curves: Curves | None,
    *,
    rows: Sequence[ThresholdRow],
    few: int,
) -> tuple[Text, ...]:
    """What a reader should be careful about, most important first."""
    found = []
    if curves is None:
        found.append(_NO_MODEL)
    elif curves.lost > 0.01:
        found.append(
            Text(
                f"{curves.lost:.0%} 的重抽样本不能确定分布，未计入区间。",
                f"{curves.lost:.0%} of the replicates determine no law and are left out.",
            )
        )
    against = [
        r.threshold for r in rows if r.forecast.lower95 and r.observed.high < r.forecast.lower95
    ]
    if against:
        zh = "、".join(persons(t).zh for t in against)
        en = ", ".join(persons(t).en for t in against)
        found.append(
            Text(
                f"模型与调查不符：在{zh}处，模型的下限高于调查中可能低于该线的比例，尾部不可信。",
                f"the model disagrees with the survey at {en}: its lower bound lies above the "
                "share that the answers allow, so its tail can't be relied on.",
            )
        )
    dropped = [f.family for f in model.fits if not f.converged and f.family != "mixture"]
    if dropped and curves is not None:
        named = "、".join(dropped)
        found.append(
            Text(
                f"以下分布未能拟合，未使用：{named}。",
                f"not fitted and not used: {', '.join(dropped)}.",
            )
        )
    n = answers.effective(answers.answered)
    if n < few:
        found.append(
            Text(
                f"有效答复只有 {n:.0f} 份，不足 {few} 份，区间很宽。",
                f"only {n:.0f} effective answers, fewer than {few}: intervals are wide.",
            )
        )
    if answers.merged:
        found.append(
            Text(
                f"只有一份答复的层已合并：{'、'.join(answers.merged)}。",
                f"strata of one answer were merged: {', '.join(answers.merged)}.",
            )
        )
    return tuple(found)
