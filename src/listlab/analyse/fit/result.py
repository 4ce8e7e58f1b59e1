"""Laws fitted to one scenario, as a frozen value that explains itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from listlab.analyse.explained import Chart, Explained
from listlab.analyse.family_names import FAMILY_NAMES
from listlab.analyse.result import Estimate, FamilyFit
from listlab.analyse.rounded import rounded, whole_percent
from listlab.model.language import Lang, Text
from listlab.model.quantity import persons, points

_DIGITS = 2  # of volumes that an interval of tens of per cent surrounds


@dataclass(frozen=True, slots=True)
class Quantile:
    """Persons a year below which a share of enterprises lies; None where a limit is not met."""

    share: float
    persons: Estimate


@dataclass(frozen=True, slots=True)
class Departure:
    """Largest distance of the averaged law from what the answers say by themselves.

    `by_chance`: distance that as many answers of the very law pass in 5 % of surveys at most.
    """

    persons: float
    distance: float
    by_chance: float

    @property
    def telling(self) -> bool:
        """Whether the law does not fit."""
        return self.distance > self.by_chance


@dataclass(frozen=True)
class FitResult(Explained):
    """Families fitted to the answers, how much each is believed, and what they say together.

    `curve` has a row a volume: persons, answers_low, answers_high (nonparametric bounds), and a
    column a usable family, all shares at or above it. `largest`: largest volume certainly
    reached.
    """

    n: int
    n_answered: int
    n_effective: float
    largest: float
    fits: tuple[FamilyFit, ...]
    zero_share: float
    quantiles: tuple[Quantile, ...]
    departure: Departure | None
    curve: pl.DataFrame = field(repr=False)
    notes: Mapping[str, Text] = field(default_factory=dict)

    @property
    def title(self) -> Text:
        """Name of the question."""
        return Text("拟合：答复支持哪些分布", "Fit: which laws the answers support")

    @property
    def used(self) -> tuple[FamilyFit, ...]:
        """Families that count, the most believed first."""
        return tuple(sorted((f for f in self.fits if f.weight > 0), key=lambda f: -f.weight))

    def lines(self) -> Sequence[Text]:
        """Families and weights, volumes with limits, departure from the answers, the tail."""
        return [
            self._counted(),
            *self._families(),
            *self._volumes(),
            *self._distance(),
            *self._tail(),
            *self.notes.values(),
        ]

    def to_frame(self) -> pl.DataFrame:
        """Row a family: parameters in words, log-likelihood, AICc, weight, whether it counts."""
        rows = [
            {
                "family": FAMILY_NAMES[fit.family].en,
                "parameters": "; ".join(f"{k} = {v:.4g}" for k, v in fit.parameters.items())
                if fit.converged
                else None,
                "loglik": fit.loglik if fit.converged else None,
                "aicc": fit.aicc if fit.converged else None,
                "aicc_weight": fit.weight,
                "in_band": fit.in_band,
            }
            for fit in self.fits
        ]
        text = dict.fromkeys(("family", "parameters"), pl.String)
        numbers = dict.fromkeys(("loglik", "aicc", "aicc_weight"), pl.Float64)
        return pl.DataFrame(rows, schema={**text, **numbers, "in_band": pl.Boolean})

    def chart(self, lang: Lang = "zh") -> Chart | None:
        """Share at or above each volume: fitted laws against the answers by themselves."""
        from listlab.analyse.fit.picture import draw

        chart: Chart | None = draw(self, lang)
        return chart

    def _counted(self) -> Text:
        return Text(
            f"{self.n} 家企业中 {self.n_answered} 家给出人数，有效答复 {self.n_effective:.0f} 份。",
            f"{self.n_answered} of {self.n} enterprises gave a number: {self.n_effective:.0f} "
            "effective answers.",
        )

    def _families(self) -> list[Text]:
        if not self.used:
            return []
        zh = "、".join(f"{FAMILY_NAMES[f.family].zh} {whole_percent(f.weight)}" for f in self.used)
        en = ", ".join(f"{FAMILY_NAMES[f.family].en} {whole_percent(f.weight)}" for f in self.used)
        said = [Text(f"各分布的可信权重（AICc）：{zh}。", f"AICc weights of the laws: {en}.")]
        out = [FAMILY_NAMES[f.family] for f in self.fits if f.weight == 0]
        if out:
            said.append(
                Text(
                    f"未能拟合或答复不足以确定、因而未使用：{'、'.join(n.zh for n in out)}。",
                    f"Not fitted or not determined, and not used: {', '.join(n.en for n in out)}.",
                )
            )
        return said

    def _volumes(self) -> list[Text]:
        zh, en = [], []
        for each in self.quantiles:
            at, share = each.persons, whole_percent(each.share)
            if at.estimate is None:
                continue
            low, middle = (rounded(x or 0.0, _DIGITS) for x in (at.low, at.estimate))
            top = None if at.high is None else rounded(at.high, _DIGITS)
            zh.append(
                f"{share} 的企业低于 {middle.zh}人（{low.zh} 至 {top.zh if top else '无上限'}）"
            )
            en.append(f"{share} below {middle.en} ({low.en} to {top.en if top else 'no limit'})")
        if not zh:
            return []
        return [
            Text(
                f"每年人数：{'；'.join(zh)}。括号内为 95% 区间，含分布形状的不确定，"
                "未经校准，不据以决定。",
                f"Persons a year: {'; '.join(en)}. In brackets 95 % intervals over all laws that "
                "count, not calibrated; nothing is decided on them.",
            )
        ]

    def _distance(self) -> list[Text]:
        found = self.departure
        if found is None:
            return []
        away, chance = points(found.distance), points(found.by_chance)
        where = rounded(found.persons, _DIGITS)
        verdict = Text("分布与答复不符", "the law does not fit") if found.telling else None
        end = verdict or Text("答复不反对这些分布", "the answers do not speak against the laws")
        return [
            Text(
                f"与只凭答复的曲线（Turnbull）最多相差 {away} 个百分点（{where.zh}人处）；"
                f"答复即使出自同一分布，相差超过 {chance} 个百分点的机会也可达 5%：{end.zh}。",
                f"The laws depart from the answers' own curve (Turnbull) by {away} points at most "
                f"(at {where.en} persons); up to 5 % of surveys of the very law pass {chance} "
                f"points: {end.en}.",
            )
        ]

    def _tail(self) -> list[Text]:
        if not self.used or not self.largest:
            return []
        at = persons(self.largest)
        return [
            Text(
                f"最大的答复是{at.zh}；再往上的比例全凭分布的形状，是外推。",
                f"The largest answer is {at.en}; beyond it shares rest on the shape of the laws.",
            )
        ]
