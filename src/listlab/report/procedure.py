"""Words for what a threshold decides: they name its procedure, so that nobody reads "free"."""

from dataclasses import dataclass

from listlab.model.language import Lang, Text
from listlab.model.params import Tier


@dataclass(frozen=True, slots=True)
class Procedure:
    """How one procedure is called below its threshold, at it and above, and what it leaves open.

    `freed` stands in legends, `freed_short` in headers, `still` in headers of those who must file;
    `only` says what the threshold does not decide.
    """

    freed: Text
    freed_short: Text
    caught: Text
    still: Text
    only: Text


PROCEDURES: dict[Tier, Procedure] = {
    "assessment": Procedure(
        freed=Text(
            "免安全评估（仍可能须订标准合同或认证）",
            "no security assessment (a contract or certification may still apply)",
        ),
        freed_short=Text("免评估", "no assessment"),
        caught=Text("须安全评估", "security assessment"),
        still=Text("仍需申报安全评估", "must still file for assessment"),
        only=Text(
            "此阈值只决定是否须申报安全评估；低于它的企业仍可能须订立标准合同或通过认证，见清单第二部分。",
            "This threshold decides on the security assessment only; below it a standard contract "
            "or certification may still apply, see part 2 of the list.",
        ),
    ),
    "contract": Procedure(
        freed=Text("免标准合同/认证", "no standard contract or certification"),
        freed_short=Text("免合同/认证", "no contract"),
        caught=Text("须标准合同或认证", "standard contract or certification"),
        still=Text("仍需标准合同或认证", "must still sign or certify"),
        only=Text(
            "此阈值只决定是否须订立标准合同或通过认证；是否须申报安全评估，见清单第一部分。",
            "This threshold decides on the standard contract or certification only; for the "
            "security assessment see part 1 of the list.",
        ),
    ),
}
_REVIEW = Text("答复跨越阈值，待核", "answer spans the threshold")
_UNANSWERED = Text("未答", "no answer")


def routes(tier: Tier) -> dict[str, Text]:
    """Words of each route under a threshold of this procedure, in the order of legends."""
    words = PROCEDURES[tier]
    return {"free": words.freed, tier: words.caught, "review": _REVIEW, "unanswered": _UNANSWERED}


def section_words(tier: Tier, lang: Lang) -> dict[str, str]:
    """Words of one scenario's section that depend on the procedure."""
    words = PROCEDURES[tier]
    short, still = words.freed_short, words.still
    told = {
        "only": words.only,
        "forecast": Text(f"来年{short.zh}", f"{short.en}, next year"),
        "coverage": Text(f"本年度{short.zh}", f"{short.en}, this year"),
        "caught": Text(f"{still.zh}（按本次答复）", f"{still.en} (as answered)"),
        "who": Text(f"谁{still.zh}（按本次答复）", f"who {still.en} (as answered)"),
    }
    return {key: text.say(lang) for key, text in told.items()}
