"""Lines of law and of published lists that the questions set beside a study's thresholds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from listlab.model.params import Kind, Tier
from listlab.run import steps
from listlab.study import Study

if TYPE_CHECKING:
    from listlab.analyse.recommend import Combination
    from listlab.law.limits import Limits

KINDS: tuple[Kind, Kind] = ("personal", "sensitive")
TIERS: tuple[Tier, Tier] = ("contract", "assessment")


def bounds(study: Study, code: str) -> Mapping[tuple[Tier, Kind], Limits]:
    """What law leaves open to thresholds of a scenario, by tier and kind, on the study's day."""
    from listlab.law.limits import limits

    pack, industry = steps.law(study)
    scenario, on = industry.scenario(code), study.params.as_of
    return {
        (tier, kind): limits(pack, kind, tier, scenario=scenario, on=on)
        for tier in TIERS
        for kind in KINDS
    }


def known_lists(study: Study, code: str) -> dict[str, Combination]:
    """National lines, and those of published lists for the scenario, by what they are called.

    Where a list says nothing of a tier and kind the national line stands.
    """
    from listlab.analyse.recommend import Combination
    from listlab.law.lists.load import published_lists

    lang, industry = study.params.lang, study.params.industry
    law = bounds(study, code)
    national = {f"{tier}_{kind}": law[tier, kind].national for tier in TIERS for kind in KINDS}
    found = {"国家规定" if lang == "zh" else "national rules": Combination(**national)}
    routes = {"assessment": "assessment", "contract_or_certification": "contract"}
    for each in published_lists():
        told = {
            f"{routes[row.route]}_{row.kind}": row.low
            for row in each.rows_for(industry, code)
            if row.scenario == code and row.kind in KINDS and row.route in routes and row.low
        }
        if told:
            found[each.title.say(lang)] = Combination(**{**national, **told})
    return found


def lines(combination: Combination, kind: Kind) -> list[int]:
    """Thresholds of a combination for one kind, those of contract and assessment."""
    return [combination.of(tier, kind) for tier in TIERS]
