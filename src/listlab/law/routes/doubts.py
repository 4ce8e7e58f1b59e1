"""Whether the zone's measures and the list hold on the day, as far as anybody can know."""

from listlab.law.routes.in_force import LawOn, not_in_force
from listlab.law.routes.listed import RouteList
from listlab.law.routes.story import Reasons, Story
from listlab.law.routes.words import STATUSES
from listlab.model.language import Text


def stand_in(law: LawOn) -> Text:
    """Mark of a first day that only stands in for one not known."""
    if law.pack.in_force.status == "verified":
        return Text("", "")
    return Text("，该日是代用日，未核实", ", a stand-in, unverified")


def tell_start(law: LawOn, told: Reasons) -> None:
    """Say that the first day of the zone's measures only stands in for one not known."""
    period = law.pack.in_force
    if law.zone_in_force and period.status == "unverified":
        told.say(
            f"{law.pack.name.zh}自 {period.start} 起按已施行处理：该日是代用日，未核实",
            f"{law.pack.name.en} are taken as in force from {period.start}, a stand-in, unverified",
            law.find("measures.in_force"),
        )


def tell_doubts(story: Story, told: Reasons) -> None:
    """Say why nobody can be sure that the zone's law or the list holds on the day."""
    law = story.law
    if "trial_ended" in law.doubts:
        told.ask("zone_law")
        period = law.pack.in_force
        told.say(
            f"{law.pack.name.zh}的试行期按起始日推算到 {period.end} 届满（未核实），"
            f"不知 {law.on} 是否仍然有效，按有效、无效两种情形判断",
            f"the trial of {law.pack.name.en} ended on {period.end} by count (unverified); not "
            f"known whether they hold on {law.on}, decided both ways",
            law.find("measures.trial"),
        )
    if law.applied is not None:
        _tell_list_doubts(law.applied, law, told)
    old = story.placement.superseded
    if old is not None:
        _tell_superseded(old, told)


def _tell_list_doubts(given: RouteList, law: LawOn, told: Reasons) -> None:
    both = Text("按清单和按国家规定两种情形判断", "decided by the list and by national law")
    if "text_not_held" in law.doubts:
        told.ask("zone_law")
        start, doubt = law.pack.in_force.start, stand_in(law)
        told.say(
            f"清单“{given.title.zh}”自 {given.in_force_from} 公布，但规则包的办法自 {start} "
            f"起才有文本{doubt.zh}，没有 {law.on} 所适用的办法：{both.zh}",
            f"the list “{given.title.en}” dates from {given.in_force_from}, but the pack holds no "
            f"measures before {start}{doubt.en}: {both.en}",
        )
    if "day_unknown" in law.doubts:
        told.ask("list_day")
        told.say(
            f"清单“{given.title.zh}”没有写明施行日，不知 {law.on} 是否已经施行：{both.zh}",
            f"the list “{given.title.en}” states no day of effect; not known whether it is in "
            f"force on {law.on}: {both.en}",
        )
    base = not_in_force(given, law.on)
    if "base_not_in_force" in law.doubts and base is not None:
        told.ask("base_list")
        status = STATUSES[base.status]
        told.say(
            f"清单“{given.title.zh}”修改的“{base.title.zh}”在 {law.on} 没有施行（{status.zh}），"
            f"不知其条目是否有效：{both.zh}",
            f"“{base.title.en}”, which the list “{given.title.en}” extends, is not in force on "
            f"{law.on} ({status.en}), so that its items may not hold: {both.en}",
        )


def _tell_superseded(old: RouteList, told: Reasons) -> None:
    newer = old.successor
    if newer is None:
        return
    told.ask("zone_law")
    told.say(
        f"清单“{old.title.zh}”在 {old.successor_from} 已有新版“{newer.title.zh}”，"
        "旧版是否仍可使用未核实：按旧版和按新版两种情形判断，请改用新版核对",
        f"the list “{old.title.en}” has a newer edition, “{newer.title.en}”, since "
        f"{old.successor_from}; whether the old one still holds is unverified: decided by both, "
        "check with the new one",
    )


def tell_list_status(law: LawOn, told: Reasons) -> None:
    """Say why a list that was given does not apply, or the one that it extends instead."""
    given = law.negative_list
    if given is None or law.applied is given:
        return
    if given.is_in_force(law.on) is not False and law.applied is None:
        told.say(
            f"清单“{given.title.zh}”以区内办法为据，办法在 {law.on} 没有施行，清单不适用",
            f"the list “{given.title.en}” rests on the zone's measures, which are not in force on "
            f"{law.on}: it does not apply",
        )
        return
    status = STATUSES[given.status]
    begins = given.in_force_from.isoformat() if given.in_force_from else None
    if given.status == "in_force":
        status = Text("尚未到施行日", "its day has not come")
    day = Text(
        f"施行日 {begins}" if begins else "没有写明施行日",
        f"in force from {begins}" if begins else "no day of effect",
    )
    instead = Text("按国家规定判断", "national law")
    if law.applied is not None:
        title = law.applied.title
        instead = Text(f"按它所修改的“{title.zh}”判断", f"by “{title.en}”, which it extends")
    told.say(
        f"清单“{given.title.zh}”在 {law.on} 没有施行（{status.zh}；{day.zh}），{instead.zh}",
        f"the list “{given.title.en}” is not in force on {law.on} ({status.en}; {day.en}): "
        f"{instead.en}",
    )
