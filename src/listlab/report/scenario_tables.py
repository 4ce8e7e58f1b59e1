"""Tables of one scenario's result: thresholds, candidates, equivalence, fits, exposure."""

from listlab.analyse.result import Equivalence, Rejected, ScenarioResult, ThresholdRow
from listlab.model.language import Lang, Text
from listlab.model.punctuation import aside, listed
from listlab.model.terms import TIERS
from listlab.report import labels, numbers
from listlab.report.procedure import PROCEDURES
from listlab.report.table import Column, Table

_PAIRS = 15  # pairs of six candidates: more would hide the ones that matter


def threshold_table(result: ScenarioResult, lang: Lang = "zh") -> Table:
    """Everything known of each candidate threshold, the recommended one marked."""
    free, still = PROCEDURES[result.tier].freed_short, PROCEDURES[result.tier].still
    columns = _columns(
        lang,
        ("阈值（人/年）", "threshold (persons/year)"),
        (f"按答卷{free.zh}", f"{free.en}, by the answers"),
        ("不用模型单侧 95%", "without a model, one-sided 95 %"),
        (f"本年度{free.zh}（95% 区间）", f"{free.en}, this year (95 % band)"),
        (f"来年{free.zh}（95% 区间）", f"{free.en}, next year (95 % band)"),
        (f"来年{free.zh}单侧 95% 下限", f"{free.en}, next year, lower 95 %"),
        (f"明年预计{still.zh}（家/年）", f"expected next year: {still.en} (a year)"),
        (f"{free.zh}企业所占出境人数", "their share of persons"),
        ("实际敞口", "realised exposure"),
        ("允许敞口", "permitted exposure"),
    )
    rows = tuple(_threshold_cells(row, lang) for row in result.thresholds)
    caption = Text(
        f"{_about(result, 'zh')}：各候选阈值的全部数据",
        f"{_about(result, 'en')}: all figures of each candidate",
    )
    notes = tuple(note.say(lang) for note in result.notes.values())
    return Table(caption.say(lang), columns, rows, notes, _recommended(result), lang)


def candidate_table(result: ScenarioResult, lang: Lang = "zh") -> Table:
    """Each candidate with what it gains and costs against the recommended one, and the verdict."""
    none = result.recommendation.threshold is None
    free, still = PROCEDURES[result.tier].freed_short, PROCEDURES[result.tier].still
    columns = _columns(
        lang,
        ("候选阈值", "candidate"),
        ("结论", "verdict", False),
        (f"来年{free.zh}（95% 区间）", f"{free.en}, next year (95 % band)"),
        ("单侧 95% 下限", "lower 95 %"),
        ("不用模型的下限", "lower 95 % without a model"),
        ("比推荐值多放行（百分点）", "gain on the recommended (points)"),
        ("允许敞口", "permitted exposure")
        if none
        else ("允许敞口为推荐值的", "permitted against it"),
        (f"明年预计{still.zh}（家/年）", f"expected next year: {still.en} (a year)"),
    )
    rows = tuple(_candidate_cells(result, row, lang) for row in result.thresholds)
    caption = Text(
        f"{_about(result, 'zh')}：候选阈值的收益、代价与结论",
        f"{_about(result, 'en')}: gain, cost and verdict of each candidate",
    )
    only = PROCEDURES[result.tier].only.say(lang)
    return Table(caption.say(lang), columns, rows, (only,), _recommended(result), lang)


def equivalence_table(result: ScenarioResult, lang: Lang = "zh") -> Table:
    """Pairs a < b: all, or, where they are many, those with the recommended threshold."""
    chosen = result.recommendation.threshold
    pairs = list(result.equivalence)
    if len(pairs) > _PAIRS and chosen is not None:
        pairs = [pair for pair in pairs if chosen in (pair.a, pair.b)]
    columns = _columns(
        lang,
        ("较低阈值", "lower"),
        ("较高阈值", "higher"),
        ("多放行（百分点，95% 区间）", "gain (points, 95 % band)"),
        ("多放行单侧 95% 上限（百分点）", "gain, upper 95 % (points)"),
        ("用模型", "with the model", False),
        ("不用模型的上限（百分点）", "upper bound without a model (points)"),
        ("不用模型", "without a model", False),
        ("证实共需答卷", "answers that would settle it"),
        ("允许敞口之比", "permitted ratio"),
    )
    rows = tuple(_pair_cells(pair, lang) for pair in pairs)
    delta = numbers.points(result.delta)
    caption = Text(
        f"{_about(result, 'zh')}：两个阈值是否等效（多放行的上限小于 {delta} 个百分点即为等效）",
        f"{_about(result, 'en')}: equivalence (upper bound of the gain below {delta} points)",
    )
    return Table(caption.say(lang), columns, rows, (), lang=lang)


def fit_table(result: ScenarioResult, lang: Lang = "zh") -> Table:
    """Families fitted to the answers, best first."""
    columns = _columns(
        lang,
        ("分布", "family", False),
        ("参数", "parameters", False),
        ("对数似然", "log-likelihood"),
        ("AICc", "AICc"),
        ("权重", "weight"),
        ("收敛", "converged", False),
        ("计入区间", "in the band", False),
    )
    yes, no = ("是", "否") if lang == "zh" else ("yes", "no")
    order = sorted(
        range(len(result.fits)), key=lambda i: (-result.fits[i].weight, result.fits[i].family)
    )
    rows = tuple(
        (
            labels.label(labels.FAMILIES, fit.family, lang),
            listed((f"{name} = {value:.4g}" for name, value in fit.parameters.items()), lang),
            f"{fit.loglik:.2f}",
            numbers.MISSING if fit.aicc is None else f"{fit.aicc:.2f}",
            numbers.share(fit.weight, decimals=0),
            yes if fit.converged else no,
            yes if fit.in_band else no,
        )
        for fit in (result.fits[i] for i in order)
    )
    caption = Text(
        f"{result.scenario_name.zh}：按答卷拟合的分布",
        f"{result.scenario_name.en}: families fitted to the answers",
    )
    return Table(caption.say(lang), columns, rows, (), lang=lang)


def exposure_table(result: ScenarioResult, lang: Lang = "zh") -> Table:
    """Exposure of each candidate at each share β that grows into the headroom."""
    betas = result.exposure["beta"].unique().sort().to_list()
    header = [Column("阈值" if lang == "zh" else "threshold", True)]
    header += [Column(f"β = {beta:g}", True) for beta in betas]
    found = {
        (t, b): e for t, b, e in result.exposure.select("threshold", "beta", "exposure").rows()
    }
    rows = tuple(
        (
            numbers.persons(row.threshold, lang),
            *(numbers.quantity(found.get((row.threshold, beta)), lang) for beta in betas),
        )
        for row in result.thresholds
    )
    caption = Text(
        f"{result.scenario_name.zh}：风险敞口 E_β（人 × 严重度）",
        f"{result.scenario_name.en}: exposure E_β (persons × severity)",
    )
    note = Text(
        "β 为用足允许空间的企业所占比例：β = 0 只计实际出境，β = 1 按清单所允许的上限计。",
        "β is the share of enterprises that grow into what the list allows: 0 counts what leaves, "
        "1 all that may.",
    )
    marked = _recommended(result)
    return Table(caption.say(lang), tuple(header), rows, (note.say(lang),), marked, lang)


def rejection(result: ScenarioResult, threshold: int) -> Rejected | None:
    """Why a candidate is not recommended; None for the recommended one."""
    for rejected in result.recommendation.rejected:
        if rejected.threshold == threshold:
            return rejected
    return None


def pair_of(result: ScenarioResult, a: int, b: int) -> Equivalence | None:
    """The comparison of two candidates, a < b."""
    for pair in result.equivalence:
        if (pair.a, pair.b) == (a, b):
            return pair
    return None


def gain_of(result: ScenarioResult, a: int | None, b: int, lang: Lang) -> str:
    """Points that threshold b frees beyond a smaller a, with band; empty when not known."""
    pair = None if a is None else pair_of(result, a, b)
    if pair is None or pair.coverage_gain.estimate is None:
        return ""
    return numbers.points_with_band(pair.coverage_gain, lang)


def verdict(result: ScenarioResult, threshold: int, lang: Lang = "zh") -> str:
    """What the analysis says of a candidate, in words."""
    if threshold == result.recommendation.threshold:
        return Text("推荐：最小的可行阈值", "recommended: the smallest feasible one").say(lang)
    rejected = rejection(result, threshold)
    return rejected.reason.say(lang) if rejected else numbers.MISSING


def _threshold_cells(row: ThresholdRow, lang: Lang) -> tuple[str, ...]:
    return (
        numbers.persons(row.threshold, lang),
        numbers.share_bounds(row.observed),
        f"{numbers.share_floor(row.without_model.low)}–"
        f"{numbers.share_ceiling(row.without_model.high)}",
        numbers.share_with_band(row.coverage, lang),
        numbers.share_with_band(row.forecast, lang),
        numbers.share_floor(row.forecast.lower95),
        numbers.count_with_band(row.filings, lang),
        numbers.share_with_band(row.volume_share, lang),
        numbers.quantity(row.realised_exposure, lang),
        numbers.quantity(row.permitted_exposure, lang),
    )


def _candidate_cells(result: ScenarioResult, row: ThresholdRow, lang: Lang) -> tuple[str, ...]:
    chosen = result.recommendation.threshold
    return (
        numbers.persons(row.threshold, lang),
        verdict(result, row.threshold, lang),
        numbers.share_with_band(row.forecast, lang),
        numbers.share_floor(row.forecast.lower95),
        numbers.share_floor(row.without_model.low),
        _gain(result, row.threshold, lang),
        numbers.quantity(row.permitted_exposure, lang)
        if chosen is None
        else _ratio_to(result, row, chosen, lang),
        numbers.count_with_band(row.filings, lang),
    )


def _gain(result: ScenarioResult, threshold: int, lang: Lang) -> str:
    chosen = result.recommendation.threshold
    if chosen is None or threshold == chosen:
        return numbers.MISSING
    pair = pair_of(result, min(chosen, threshold), max(chosen, threshold))
    if pair is None or pair.coverage_gain.estimate is None:
        return numbers.MISSING
    if threshold < chosen:
        return numbers.points_lost(pair.coverage_gain, lang)
    return "+" + numbers.points_with_band(pair.coverage_gain, lang)


def _ratio_to(result: ScenarioResult, row: ThresholdRow, chosen: int, lang: Lang) -> str:
    base = result.row(chosen).permitted_exposure
    if not base or row.permitted_exposure is None or row.threshold == chosen:
        return numbers.MISSING
    return numbers.ratio(row.permitted_exposure / base, lang)


def _pair_cells(pair: Equivalence, lang: Lang) -> tuple[str, ...]:
    answers = {
        True: Text("等效", "equivalent"),
        False: Text("未证实等效", "not shown"),
        None: Text("无法判断", "cannot be said"),
    }
    needed = pair.answers_needed_without_model
    return (
        numbers.persons(pair.a, lang),
        numbers.persons(pair.b, lang),
        numbers.points_with_band(pair.coverage_gain, lang),
        numbers.points_ceiling(pair.coverage_gain.upper95),
        answers[pair.equivalent].say(lang),
        numbers.points_ceiling(pair.gain_without_model.high),
        answers[pair.equivalent_without_model].say(lang),
        numbers.count(needed),
        numbers.ratio(pair.permitted_risk_ratio, lang),
    )


def _about(result: ScenarioResult, lang: Lang) -> str:
    return aside(result.scenario_name.say(lang), labels.label(TIERS, result.tier, lang), lang)


def _recommended(result: ScenarioResult) -> frozenset[int]:
    chosen = result.recommendation.threshold
    return frozenset(i for i, row in enumerate(result.thresholds) if row.threshold == chosen)


def _columns(lang: Lang, *headers: tuple[str, str] | tuple[str, str, bool]) -> tuple[Column, ...]:
    return tuple(
        Column(Text(header[0], header[1]).say(lang), header[2] if len(header) > 2 else True)
        for header in headers
    )
