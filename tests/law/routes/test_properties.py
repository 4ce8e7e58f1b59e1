"""What must hold of every route: more persons weigh more, exemptions less, order nothing."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from listlab.law.routes import route

DAY = date(2026, 3, 31)
WEIGHTS = {"free": 0, "contract_or_certification": 1, "assessment": 2, "excluded": 3}
PERSONS = st.one_of(
    st.integers(0, 2_000_000),
    st.sampled_from([1, 9_999, 10_000, 19_999, 20_000, 49_999, 50_000, 99_999, 100_000, 999_999]),
)
ANSWERS = st.sampled_from([True, False, None])
LINES = {"clinical_trial": (20_000, 50_000), "pharmacovigilance": (30_000, 60_000)}
NOTHING = {"personal": None, "sensitive": None}


def item(scenario: str, tier: str, line: int) -> dict:
    thresholds = {"assessment": dict(NOTHING), "contract": dict(NOTHING)}
    thresholds[tier] = {"personal": line * 5, "sensitive": line}
    return {
        "id": f"{scenario}_{tier}",
        "part": 1 if tier == "assessment" else 2,
        "kind": "personal",
        "industry": "pharma",
        "scenario": {"code": scenario, "name": scenario},
        "data_items": [],
        "thresholds": thresholds,
        "exceptions": [],
    }


LIST = {
    "list": {
        "id": "sample",
        "title": "样例",
        "pack": "beijing",
        "industry": "pharma",
        "status": "in_force",
        "in_force_from": "2026-03-01",
    },
    "items": [
        item(scenario, tier, line)
        for scenario, lines in LINES.items()
        for tier, line in zip(("contract", "assessment"), lines, strict=True)
    ],
}


@st.composite
def counts(draw):
    low = draw(PERSONS)
    if draw(st.booleans()):
        return low
    return {"low": low, "high": draw(st.one_of(st.none(), st.integers(low, low + 200_000)))}


@st.composite
def flows(draw, most=6):
    """Flows of a few processors, each processor with one answer about itself."""
    owners = {
        name: {"id": name, "ciio": draw(ANSWERS), "in_zone": draw(ANSWERS)} for name in ("P", "Q")
    }
    found = []
    for number in range(draw(st.integers(1, most))):
        persons = {"personal": draw(counts()), "sensitive": draw(counts())}
        least = {kind: low_of(count) for kind, count in persons.items()}
        found.append(
            {
                "id": number,
                "processor": owners[draw(st.sampled_from(["P", "Q"]))]
                | {"restricted_recipient": draw(st.sampled_from([False, False, None]))},
                "industry": draw(st.sampled_from([None, "pharma", "pharma", "retail"])),
                "scenario": draw(
                    st.sampled_from([None, "clinical_trial", "pharmacovigilance", "other"])
                ),
                "data": {
                    "important": draw(st.sampled_from(["no", "no", "no", "unknown", "yes"])),
                    "notified": draw(st.sampled_from([False, False, None])),
                    "core": draw(st.sampled_from([False, False, False, None])),
                },
                "persons": persons,
                "exempt": [
                    {
                        "basis": "5.1.1",
                        "personal": draw(st.integers(0, least["personal"])),
                        "sensitive": draw(st.integers(0, least["sensitive"])),
                    }
                ],
            }
        )
    return found


def low_of(count) -> int:
    return count if isinstance(count, int) else count["low"]


def weights(found) -> list[tuple[int, int]]:
    """Lightest and heaviest route that each case leaves open."""
    scale = [[WEIGHTS[name] for name in each.possible] for each in found]
    return [(min(each), max(each)) for each in scale]


def call(cases):
    return route(cases, "beijing", on=DAY, negative_list=LIST)


def more(count, added):
    if isinstance(count, int):
        return count + added
    high = count["high"]
    return {"low": count["low"] + added, "high": None if high is None else high + added}


@settings(max_examples=80, deadline=None)
@given(flows(), st.data())
def test_more_persons_never_give_a_lighter_route(cases, data):
    """Neither end of what is possible falls when a flow has more persons, for any flow."""
    place = data.draw(st.integers(0, len(cases) - 1))
    kind = data.draw(st.sampled_from(["personal", "sensitive"]))
    added = data.draw(st.integers(1, 300_000))
    grown = [dict(case) for case in cases]
    persons = grown[place]["persons"]
    grown[place]["persons"] = persons | {kind: more(persons[kind], added)}
    pairs = zip(weights(call(cases)), weights(call(grown)), strict=True)

    assert all(low <= low_2 and high <= high_2 for (low, high), (low_2, high_2) in pairs)


@settings(max_examples=80, deadline=None)
@given(flows(), st.data())
def test_taking_off_exempt_persons_never_gives_a_heavier_route(cases, data):
    """Neither end of what is possible rises when more persons are exempt."""
    place = data.draw(st.integers(0, len(cases) - 1))
    bare = [dict(case) for case in cases]
    bare[place] = bare[place] | {"exempt": []}
    pairs = zip(weights(call(cases)), weights(call(bare)), strict=True)

    assert all(low <= low_2 and high <= high_2 for (low, high), (low_2, high_2) in pairs)


@settings(max_examples=50, deadline=None)
@given(flows(), st.randoms(use_true_random=False))
def test_order_of_cases_is_irrelevant(cases, random):
    """The same cases in another order have the same routes, counts and bases."""
    shuffled = random.sample(cases, len(cases))
    first = {each.id: each.to_dict() for each in call(cases)}
    second = {each.id: each.to_dict() for each in call(shuffled)}

    assert first == second


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(sorted(LINES)), PERSONS, PERSONS)
def test_a_list_is_never_heavier_than_its_own_thresholds(scenario, personal, sensitive):
    """A flow of a listed scenario goes by the list's lines, whatever the national ones say."""
    contract, assessment = LINES[scenario]
    reached = [
        weight
        for weight, line in ((1, contract), (2, assessment))
        if personal >= line * 5 or sensitive >= line
    ]
    case = {
        "id": 1,
        "processor": {"ciio": False},
        "industry": "pharma",
        "scenario": scenario,
        "data": {"important": "no", "notified": False},
        "persons": {"personal": personal, "sensitive": sensitive},
    }

    assert max(reached, default=0) == WEIGHTS[call([case])[0].route]


@settings(max_examples=50, deadline=None)
@given(flows(most=1))
def test_an_exact_answer_is_one_of_those_left_open(cases):
    """What review leaves open holds the route of every exact case within it."""
    (case,) = cases
    possible = set(call([case])[0].possible)
    exact = case | {
        "processor": case["processor"]
        | {key: value or False for key, value in case["processor"].items() if key != "id"},
        "data": {
            "important": "yes" if case["data"]["important"] == "yes" else "no",
            "notified": False,
        },
        "persons": {kind: low_of(count) for kind, count in case["persons"].items()},
        "industry": case["industry"] or "pharma",
        "scenario": {None: "clinical_trial", "other": "supply_quality"}.get(
            case["scenario"], case["scenario"]
        ),
    }

    assert call([exact])[0].route in possible


@settings(max_examples=50, deadline=None)
@given(flows())
def test_one_call_gives_the_answers_of_one_call_each(cases):
    """Flows of different processors don't touch each other."""
    apart = [case | {"processor": case["processor"] | {"id": case["id"]}} for case in cases]
    together = call(apart).to_dicts()

    assert together == [call([case]).to_dicts()[0] for case in apart]
