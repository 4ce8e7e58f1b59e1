"""Cases to route in few words, and a synthetic list of Beijing."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from listlab.law.routes import RouteResult, route

DAY = date(2026, 3, 31)
NOTHING = {"personal": None, "sensitive": None}


def make_case(name: object = "case", personal: Any = 0, sensitive: Any = 0, **given: Any) -> dict:
    """Case of a processor that is no CIIO and data that are not important, unless told."""
    processor = {"ciio": False} | given.pop("processor", {})
    data = {"important": "no"} | given.pop("data", {})
    persons = {"personal": personal, "sensitive": sensitive}
    return {"id": name, "processor": processor, "data": data, "persons": persons} | given


def make_item(name: str, part: int, kind: str, scenario: str | None, **given: Any) -> dict:
    """Item of list.json; thresholds are pairs of personal and sensitive."""
    tiers = {
        tier: dict(zip(NOTHING, given.pop(tier, (None, None)), strict=True))
        for tier in ("assessment", "contract")
    }
    return {
        "id": name,
        "part": part,
        "kind": kind,
        "industry": "pharma",
        "category": None,
        "scenario": {"code": scenario, "name": scenario} if scenario else None,
        "data_items": given.pop("data_items", []),
        "thresholds": tiers,
        "exceptions": given.pop("exceptions", []),
        "counting": "…",
        "provenance": {"decision": None},
    }


def make_list(*items: dict, **head: Any) -> dict:
    """Content of a list.json in force since 1 March 2026."""
    heading = {
        "id": "sample",
        "title": "合成样例清单",
        "zone": "北京市“两区”",
        "pack": "beijing",
        "industry": "pharma",
        "version": "1",
        "status": "in_force",
        "in_force_from": "2026-03-01",
    }
    return {"list": heading | head, "items": list(items), "provenance": {}}


@pytest.fixture
def case() -> Callable[..., dict]:
    return make_case


@pytest.fixture
def item() -> Callable[..., dict]:
    return make_item


@pytest.fixture
def listed() -> Callable[..., dict]:
    return make_list


@pytest.fixture
def trial_list() -> dict:
    """Assessment from 50,000, contract from 20,000 sensitive persons in clinical trials."""
    return make_list(
        make_item("ciio", 1, "ciio", None),
        make_item("trial_1", 1, "personal", "clinical_trial", assessment=(1_000_000, 50_000)),
        make_item("trial_2", 2, "personal", "clinical_trial", contract=(200_000, 20_000)),
    )


@pytest.fixture
def routed() -> Callable[..., RouteResult]:
    """Routes in Beijing on the day of the sample."""

    def call(*cases: dict, pack: str = "beijing", on: date = DAY, **options: Any) -> RouteResult:
        return route(list(cases), pack, on=on, **options)

    return call
