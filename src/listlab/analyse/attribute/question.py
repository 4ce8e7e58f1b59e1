"""What each change between two drafts did to a figure, whatever order they are made in."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.random import Generator
from scipy.special import stdtrit

from listlab.analyse.answers import Array
from listlab.analyse.attribute.result import Attribution, Contribution
from listlab.analyse.attribute.shapley import exact_values, sampled_values
from listlab.analyse.result import Estimate
from listlab.errors import ScenarioError
from listlab.model.language import Text

Draft = Mapping[Hashable, Any]
_MOST_EXACT = 12
_FEWEST_PAIRS = 10
_FIGURE = Text("该数值", "the figure")


def analyse(
    old: Draft,
    new: Draft,
    *,
    value: Callable[[Draft], float],
    rng: Generator,
    pairs: int = 200,
    outcome: Text = _FIGURE,
    is_share: bool = False,
    names: Mapping[Hashable, Text] | None = None,
) -> Attribution:
    """Shapley attribution of the difference of a figure to the changes between two drafts.

    Parameters
    ----------
    old, new : mapping
        Settings of each draft by code, such as thresholds by scenario or items on the list. A
        code that one of them lacks was added or removed.
    value : callable
        Figure of a draft, old and new settings mixed in any way; called once a mixture.
    rng : numpy.random.Generator
        Draws orders when there are more than 12 changes; not used otherwise.
    pairs : int, default 200
        Random orders, each with its reverse; at least 10. Each costs up to twice as many
        evaluations as there are changes.
    outcome : Text, optional
        Name of the figure.
    is_share : bool, default False
        The figure is a share: changes are told in points.
    names : mapping, optional
        Names of the codes.

    Returns
    -------
    Attribution
        Up to 12 changes exact, without an interval since there is no error; above, sampled with
        95 % intervals (t over independent pairs). Parts sum to the difference.

    Raises
    ------
    ScenarioError
        A figure that is not a finite number, with the mixture it is of; too few pairs.

    References
    ----------
    .. [1] Shapley (1953), doi:10.1515/9781400881970-018.
    """
    if pairs < _FEWEST_PAIRS:
        raise ScenarioError(
            Text(
                f"pairs 至少 {_FEWEST_PAIRS}，得到 {pairs}。",
                f"pairs must be at least {_FEWEST_PAIRS}, got {pairs}.",
            )
        )
    changed = changes(old, new)
    game = _Game(old, new, changed, value)
    before, after = game(0), game((1 << len(changed)) - 1)
    is_exact = len(changed) <= _MOST_EXACT
    if is_exact:
        worth = np.array([game(mask) - before for mask in range(1 << len(changed))])
        shares = [Estimate(float(v), float(v), float(v)) for v in exact_values(worth)]
    else:
        shares = _estimates(sampled_values(game, len(changed), pairs, rng))
    parts = [
        Contribution(
            code,
            (names or {}).get(code) or Text(str(code), str(code)),
            old.get(code),
            new.get(code),
            share,
        )
        for code, share in zip(changed, shares, strict=True)
    ]
    return Attribution(
        outcome=outcome,
        is_share=is_share,
        before=before,
        after=after,
        contributions=tuple(sorted(parts, key=lambda part: -abs(part.share.estimate or 0.0))),
        method="exact" if is_exact else "sampled",
        evaluations=len(game.known),
    )


def changes(old: Draft, new: Draft) -> tuple[Hashable, ...]:
    """Codes whose setting differs or that only one draft has, in the order of old, then new."""
    codes = [*old, *(code for code in new if code not in old)]
    return tuple(
        code
        for code in codes
        if (code in old) != (code in new) or (code in old and old[code] != new[code])
    )


@dataclass
class _Game:
    """Figure of the old draft with some changes made, remembered by coalition."""

    old: Draft
    new: Draft
    changed: tuple[Hashable, ...]
    value: Callable[[Draft], float]
    known: dict[int, float] = field(default_factory=dict)

    def __call__(self, coalition: int) -> float:
        if coalition not in self.known:
            self.known[coalition] = self._figure(coalition)
        return self.known[coalition]

    def _figure(self, coalition: int) -> float:
        made = {code for i, code in enumerate(self.changed) if coalition >> i & 1}
        mixed = {code: setting for code, setting in self.old.items() if code not in made} | {
            code: self.new[code] for code in self.new if code in made
        }
        figure = float(self.value(mixed))
        if not np.isfinite(figure):
            which = "、".join(map(str, made)) or "（无）"
            raise ScenarioError(
                Text(
                    f"采用修改 {which} 时，数值不是有限数（{figure}），无法归因；请检查计算。",
                    f"with the changes {', '.join(map(str, made)) or '(none)'} the figure is not "
                    f"finite ({figure}): it cannot be shared out; check how it is reckoned.",
                )
            )
        return figure


def _estimates(found: Array) -> list[Estimate]:
    """Means over pairs with t intervals."""
    pairs = len(found)
    half = stdtrit(pairs - 1, 0.975) * found.std(axis=0, ddof=1) / np.sqrt(pairs)
    return [
        Estimate(float(middle), float(middle - h), float(middle + h))
        for middle, h in zip(found.mean(axis=0), half, strict=True)
    ]
