"""Lines of a JSON text: where the value of a path stands, for messages that name it."""

import json
import re

Step = str | int
_SPACE = re.compile(r"\s*")
_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")
_DECODER = json.JSONDecoder()


class Lines:
    """Lines of the values of a JSON text that was parsed before; found when they are asked for."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._elements: list[int] | None = None

    def of(self, key: str) -> int:
        """Line of a key such as `items[1].thresholds`; of the nearest that holds it if absent."""
        return self._line(self._find(_skip(self.text, 0), steps_of(key)))

    def of_case(self, case: int, key: str) -> int:
        """Line of a key of an entry of the outermost list, counted from 0."""
        if self._elements is None:
            self._elements = [place for _, _, place in _members(self.text, _skip(self.text, 0))]
        if case >= len(self._elements):
            return 1
        return self._line(self._find(self._elements[case], steps_of(key)))

    def _find(self, place: int, steps: list[Step]) -> int:
        found = place
        for step in steps:
            members = {name: (begins, value) for name, begins, value in _members(self.text, place)}
            if step not in members:
                break
            found, place = members[step]
        return found

    def _line(self, place: int) -> int:
        return self.text.count("\n", 0, place) + 1


def steps_of(key: str) -> list[Step]:
    """Names and numbers of a path."""
    return [name or int(number) for name, number in _STEP.findall(key)]


def _members(text: str, place: int) -> "list[tuple[Step, int, int]]":
    """Name or number of each member of the value at a place, where it begins, and its value."""
    found: list[tuple[Step, int, int]] = []
    if text[place : place + 1] not in {"{", "["}:
        return found
    is_mapping = text[place] == "{"
    place = _skip(text, place + 1)
    while place < len(text) and text[place] not in "]}":
        name: Step = len(found)
        begins = place
        if is_mapping:
            name, place = _DECODER.raw_decode(text, place)
            place = _skip(text, _skip(text, place) + 1)
        found.append((name, begins, place))
        _, place = _DECODER.raw_decode(text, place)
        place = _skip(text, place)
        if place < len(text) and text[place] == ",":
            place = _skip(text, place + 1)
    return found


def _skip(text: str, place: int) -> int:
    found = _SPACE.match(text, place)
    return found.end() if found else place
