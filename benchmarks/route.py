"""A batch of cases in one call against one call each: the same answers, many times faster.

Run by `python benchmarks/route.py`. The batch is 100,000 cases with intervals, exemptions,
unknown answers and a list; one call each is timed on a sample of them.
"""

import json
import random
import sys
import time
from datetime import date
from typing import Any

from listlab.law.routes import route

CASES, SAMPLE, REPEATS = 100_000, 500, 3
LEAST = 50
DAY = date(2026, 3, 31)


def make_list() -> dict[str, Any]:
    """A list in force of one scenario."""
    none = {"personal": None, "sensitive": None}
    item = {
        "part": 1,
        "kind": "personal",
        "industry": "pharma",
        "scenario": {"code": "clinical_trial", "name": "clinical trials"},
        "data_items": [],
        "exceptions": [],
    }
    lines = {
        "a": {"assessment": {"personal": 1_000_000, "sensitive": 50_000}, "contract": none},
        "b": {"assessment": none, "contract": {"personal": 200_000, "sensitive": 20_000}},
    }
    head = {"id": "bench", "title": "bench", "pack": "beijing", "industry": "pharma"}
    return {
        "list": head | {"status": "in_force", "in_force_from": "2026-03-01"},
        "items": [item | {"id": name, "thresholds": found} for name, found in lines.items()],
    }


def make_cases(rng: random.Random) -> list[dict[str, Any]]:
    """Cases of different processors, a tenth of them with intervals."""

    def persons(most: int) -> Any:
        low = rng.randrange(most)
        return {"low": low, "high": low + rng.randrange(most)} if rng.random() < 0.1 else low

    return [
        {
            "id": f"case-{number}",
            "processor": {"id": f"processor-{number}", "ciio": rng.choice([True, False, None])},
            "industry": rng.choice(["pharma", "retail"]),
            "scenario": rng.choice(["clinical_trial", "supply_quality"]),
            "data": {"important": rng.choice(["no", "unknown"]), "notified": False},
            "persons": {"personal": persons(1_500_000), "sensitive": persons(60_000)},
            "exempt": [{"basis": "5.1.1", "personal": 0}] if number % 5 == 0 else [],
        }
        for number in range(CASES)
    ]


def main() -> int:
    """Print the figures as JSON; 1 when the batch is not fast enough or answers otherwise."""
    cases, found = make_cases(random.Random(1)), make_list()
    route(cases[:1], "beijing", on=DAY, negative_list=found)  # reads the pack
    batch, together = float("inf"), None
    for _ in range(REPEATS):
        start = time.perf_counter()
        together = route(cases, "beijing", on=DAY, negative_list=found)
        routes = together.routes
        batch = min(batch, time.perf_counter() - start)
    single, each = float("inf"), []
    for _ in range(REPEATS):
        start = time.perf_counter()
        each = [route([c], "beijing", on=DAY, negative_list=found) for c in cases[:SAMPLE]]
        apart = [one.routes[0] for one in each]
        single = min(single, time.perf_counter() - start)
    is_same = routes[:SAMPLE] == tuple(apart) and [r.to_dict() for r in together[:SAMPLE]] == [
        one[0].to_dict() for one in each
    ]
    faster = (single / SAMPLE) / (batch / CASES)
    figures = {
        "cases": CASES,
        "batch_seconds": round(batch, 3),
        "microseconds_a_case_in_one_call": round(batch / CASES * 1e6, 2),
        "microseconds_a_case_one_call_each": round(single / SAMPLE * 1e6, 1),
        "times_faster": round(faster, 1),
        "same_answers": is_same,
    }
    print(json.dumps(figures, indent=2))
    return 0 if is_same and faster >= LEAST else 1


if __name__ == "__main__":
    sys.exit(main())
