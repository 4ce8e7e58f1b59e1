"""Line by line, what the notes on the law ask a pack to hold, and the entry that holds it."""

import pytest

from listlab.law import Pack, load_pack

ALL = ("beijing", "guangdong", "jiangsu")
REPORTING = ("guangdong", "jiangsu")

# what is asked, packs, entries: a fact's id, or stages/…, bodies/…, rules/…, sources/…
LINES = [
    ("processors identify and declare important data", ("national",), ["important.identify"]),
    ("neither notified nor published", ("national",), ["important.undeclared"]),
    ("trade data without persons", ("national",), ["exempt.trade_data"]),
    ("collected abroad", ("national",), ["exempt.foreign_collected"]),
    ("contract of the individual", ("national",), ["exempt.contract"]),
    ("human resources, two readings", ("national",), ["exempt.human_resources"]),
    ("emergency", ("national",), ["exempt.emergency"]),
    ("fewer than 100,000", ("national",), ["exempt.small_volume"]),
    ("exemptions cover no important data", ("national",), ["exempt.not_important"]),
    ("power of zones, data outside a list", ("national",),
     ["exempt.zone_authority", "exempt.zone_list"]),
    ("security assessment", ("national",),
     ["assessment.ciio", "assessment.important", "assessment.personal", "assessment.sensitive"]),
    ("what falls under 3 to 6 follows these", ("national",), ["exempt.prevails"]),
    ("standard contract or certification", ("national",),
     ["contract.personal", "contract.sensitive"]),
    ("validity and extension", ("national",),
     ["assessment.validity", "assessment.extension", "assessment.extension_window",
      "assessment.extension_condition"]),
    ("duties that remain", ("national",),
     ["duty.notice", "duty.separate_consent", "duty.impact_assessment", "duty.protection",
      "duty.incident"]),
    ("prevails over older measures", ("national",), ["national.precedence"]),
    ("ground of excluded", ("national",),
     ["exclude.core_data", "exclude.state_secret", "exclude.export_control",
      "exclude.technology_export", "exclude.restricted_recipient", "sources/state_secrets_law"]),
    ("certification measures", ("national",),
     ["certification.processor", "certification.volumes", "certification.no_important",
      "certification.no_splitting", "certification.validity"]),
    ("procedures by stages", ("national",),
     ["stages/assessment.assessment_declaration", "stages/assessment.assessment_acceptance",
      "stages/assessment.assessment_decision", "stages/contract.contract_conclusion",
      "stages/contract.contract_filing", "stages/contract.contract_check",
      "stages/certification.certification_application", "bodies/provincial_cyberspace"]),
    ("network data regulation", ("national",),
     ["sources/network_data_regulation", "important.definition", "duty.risk_assessment"]),
    ("standards", ("national",),
     ["sources/gbt_43697", "sources/ydt_4981", "sources/ydt_3867", "sources/auto_guidelines_2026"]),
    ("words of number", ("national",), ["count.bound_words", "count.at_threshold"]),
    ("distinct persons since 1 January", ("national",), ["count.unit", "count.start"]),
    ("national lines, a list's lines, merging", ("national",),
     ["count.national_scope", "count.list_scope", "count.merge"]),
    ("not counted", ("national", "guangdong"), ["count.exempt"]),
    ("freed by article 6, under a list", ("national",),
     ["count.freed_by_list", "count.under_list"]),
    ("the provision is exempt", ("national",), ["count.exempt_overlap"]),
    ("kinds apart", ("national",), ["count.kinds"]),
    ("city, province and mechanism", ALL,
     ["bodies/cyberspace_office", "bodies/data_bureau", "bodies/commerce_department",
      "bodies/public_security_department", "bodies/state_security_department",
      "bodies/coordination_mechanism", "bodies/party_cyberspace_commission"]),
    ("districts and service centre", ("beijing",), ["bodies/districts", "bodies/service_centre"]),
    ("regional bodies", ("guangdong",),
     ["bodies/nansha", "bodies/qianhai_shekou", "bodies/hengqin_office",
      "bodies/hengqin_committee", "bodies/hetao"]),
    ("area committees and conference", ("jiangsu",),
     ["bodies/nanjing", "bodies/suzhou", "bodies/lianyungang", "bodies/joint_conference"]),
    ("five steps", ALL,
     ["stages/making.needs_survey", "stages/making.important_data",
      "stages/making.scenario_analysis", "stages/making.consultation", "stages/making.approval"]),
    ("reference rules consulted or applied", ALL, ["rules.absent_standard"]),
    ("catalogue, a gate of its own", ALL,
     ["catalogue.filing", "stages/catalogue.catalogue_filing"]),
    ("two parts of a list", ALL,
     ["list.part1_title", "list.part2_title", "list.ciio", "list.important",
      "list.assessment_personal", "list.contract_personal"]),
    ("processors", ALL, ["processor.registration", "processor.kinds", "processor.individuals"]),
    ("restricted recipients", ("beijing",), ["exclude.zone_restricted_recipient"]),
    ("filing", ("beijing",),
     ["filing.district_review", "filing.city_review", "filing.confirmation", "filing.validity",
      "use.changes", "stages/using.application", "stages/using.district_review",
      "stages/using.city_review", "stages/using.notice"]),
    ("report", REPORTING, ["use.contents", "stages/using.report"]),
    ("self-assessment, changes", ("guangdong",),
     ["use.self_assessment", "stages/using.self_assessment", "use.changes"]),
    ("kit and guides", ALL, ["use.mode", "use.kit", "use.guides"]),
    ("outcomes", ALL, ["outcome.inside", "outcome.outside", "outcome.not_listed"]),
    ("need not be declared", REPORTING, ["important.undeclared"]),
    ("who notifies", ("jiangsu",), ["important.notifier"]),
    ("other zones' lists", ALL, ["adoption.other_lists", "adoption.sources"]),
    ("procedure of adoption", ("beijing",),
     ["stages/adoption.adoption_analysis", "stages/adoption.adoption_approval"]),
    ("counting words of the list", ("guangdong",),
     ["count.unit", "count.exempt", "count.at_threshold", "count.sensitive_guidance"]),
    ("core data are out", ("beijing", "jiangsu"), ["exclude.zone_core_data"]),
    ("export control", ALL, ["exclude.zone_export_control", "exclude.zone_technology_export"]),
    ("treaties prevail", REPORTING, ["treaties.prevail"]),
    ("consistency checks", ALL,
     ["supervision.consistency", "supervision.sanction", "supervision.serious"]),
    ("incidents", ALL, ["duty.zone_incident"]),
    ("24 hours", ("jiangsu",), ["duty.incident_urgent"]),
    ("inspection, prompt entry", ALL, ["supervision.inspection", "supervision.prompt_entry"]),
    ("credit and risk", ("beijing",), ["supervision.credit"]),
    ("criminal leads", REPORTING, ["supervision.crime_leads"]),
    ("half-yearly report", ("jiangsu",), ["supervision.half_yearly"]),
    ("in force from publication", ALL, ["measures.in_force"]),
    ("old filings", ("beijing",), ["measures.old_filings"]),
    ("two years' trial", REPORTING, ["measures.trial"]),
    ("confidentiality", ("jiangsu",), ["secrecy.staff"]),
    ("non-secret data only, standards first", ALL, ["rules.non_secret", "rules.priority"]),
    ("volumes held", ALL,
     ["held.personal", "held.sensitive", "held.sensitive_contents", "held.ciio",
      "rules/held_personal", "rules/held_sensitive", "rules/held_sensitive_contents",
      "rules/held_ciio"]),
    ("by nature", ALL,
     ["rules/enterprise_data.high_value", "rules/enterprise_data.supply_chain",
      "rules/control_systems.control"]),
    ("block of chemicals and power", ("beijing", "guangdong"), ["rules/chemicals_power"]),
    ("spatio-temporal data, payment clearing", ("beijing", "guangdong"),
     ["rules/equipment_vehicles.vehicle_space_time", "rules/finance.payment_clearing"]),
    ("non-proliferation", REPORTING, ["rules/other.non_proliferation"]),
]  # fmt: skip
# what the notes say a zone does not have
ABSENT = [
    ("adoption has a procedure in Beijing only", REPORTING, ["stages/adoption.adoption_analysis"]),
    ("core data are not stated", ("guangdong",), ["exclude.zone_core_data"]),
    ("Beijing states no treaties, trial or report", ("beijing",),
     ["treaties.prevail", "measures.trial", "use.contents", "supervision.crime_leads"]),
    ("24 hours in Jiangsu only", ("beijing", "guangdong"), ["duty.incident_urgent"]),
    ("Jiangsu's annex", ("jiangsu",),
     ["rules/chemicals_power", "rules/equipment_vehicles.vehicle_space_time",
      "rules/finance.payment_clearing"]),
    ("Beijing's annex", ("beijing",), ["rules/other.non_proliferation"]),
]  # fmt: skip


def entries(pack: Pack) -> dict[str, object]:
    """What a pack itself holds, with the status of each."""
    found: dict[str, object] = {fact.id: fact.status for fact in pack.own_facts}
    found |= {f"bodies/{body.id}": body.status for body in pack.bodies}
    found |= {f"sources/{name}": i.status for name, i in pack.instruments.items()}
    for group, stages in pack.workflow.groups().items():
        found |= {f"stages/{group}.{stage.id}": stage.status for stage in stages}
    for rule in pack.rules:
        found[f"rules/{rule.id}"] = rule.status
        found |= {f"rules/{rule.id}.{facet.id}": rule.status for facet in rule.facets}
    return found


@pytest.mark.parametrize(("line", "packs", "ids"), LINES)
def test_every_line_of_the_notes_is_in_its_packs(line, packs, ids):
    """Each with a status, in the pack whose word it is."""
    for pack in packs:
        held = entries(load_pack(pack))
        assert [] == [name for name in ids if held.get(name) not in {"verified", "unverified"}], (
            line
        )


@pytest.mark.parametrize(("line", "packs", "ids"), ABSENT)
def test_what_a_zone_does_not_say_is_not_in_its_pack(line, packs, ids):
    """Nothing is taken over from another zone."""
    for pack in packs:
        assert [] == [name for name in ids if name in entries(load_pack(pack))], line
