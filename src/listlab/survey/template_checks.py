"""What a form says about itself while it is filled in, by formulas that all programs share."""

from collections.abc import Mapping, Sequence
from typing import Any

from listlab.model.language import Lang
from listlab.survey.columns import FLOWS, OPTIONS
from listlab.survey.forms.load import both
from listlab.survey.template_book import FormBook, column_letter, list_name, quoted
from listlab.survey.template_forms import EntryForm

FLOW_NUMBERS = list_name("flow_numbers")
_FIRST_COLUMN = 26  # of the counts on the hidden sheet, right of the lists
_COUNTS = ("filled", "missing", "repeated", "unknown", "times", "code")
_NOT_PERSONS = ("人次", "条")
_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_BODY = 17  # characters of a credit code before the one that checks them


class SelfCheck:
    """Counts of what is filled in, missing or doubtful, kept on the hidden sheet."""

    def __init__(self, words: Mapping[str, Any], lang: Lang) -> None:
        self._words = {name: both(node) for name, node in words.items()}
        self._lang: Lang = lang
        self._rows: list[dict[str, str]] = []

    def watch_list(self, form: EntryForm, top: int) -> tuple[str, str]:
        """Status of a list as a formula, and what it says while nothing is filled in."""
        columns = {entry.column.key: _range(form, entry.column.key, top) for entry in form.entries}
        musts = [columns[e.column.key] for e in form.entries if e.level == "must"]
        used = "+".join(f"LEN({each})" for each in dict.fromkeys((*musts, columns[form.counted])))
        counts = {"filled": f"SUMPRODUCT(--(LEN({columns[form.counted]})>0))"}
        if musts:
            blank = "+".join(f"(LEN({each})=0)" for each in musts)
            counts["missing"] = f"SUMPRODUCT(({used}>0)*({blank}))"
        numbers = columns.get("flow")
        if numbers and form.form is FLOWS:
            counts["repeated"] = f"SUMPRODUCT((LEN({numbers})>0)*(COUNTIF({numbers},{numbers})>1))"
        elif numbers:
            known = f"COUNTIF({FLOW_NUMBERS},{numbers})"
            counts["unknown"] = f"SUMPRODUCT((LEN({numbers})>0)*({known}=0))"
        volumes = [columns[entry.column.key] for entry in form.entries if entry.volume]
        if volumes:
            counts["times"] = "+".join(
                f'SUMPRODUCT(--ISNUMBER(SEARCH("{word}",{each})))'
                for each in volumes
                for word in _NOT_PERSONS
            )
        return self._status(counts, "lines", "empty" if musts else "optional")

    def watch_answers(self, answers: str, musts: Sequence[str], code: str) -> tuple[str, str]:
        """Status of the enterprise sheet, whose answers stand in one column."""
        lines = f"ROWS({answers})"
        counts = {
            "filled": f"SUMPRODUCT(--(LEN({answers})>0))",
            "missing": "+".join(f"(LEN({each})=0)" for each in musts),
            "code": f"IF(LEN({code})=0,0,IF({_right_code(code)},0,1))",
        }
        return self._status(counts, "answers", "empty", lines)

    def write(self, sheet: Any) -> None:
        """Put the counts on the hidden sheet."""
        for place, name in enumerate(_COUNTS, start=_FIRST_COLUMN):
            sheet.write_string(0, place, name)
            for row, counts in enumerate(self._rows, start=1):
                if name in counts:
                    sheet.write_formula(row, place, f"={counts[name]}", None, 0)

    def _status(
        self, counts: dict[str, str], filled: str, empty: str, *whole: str
    ) -> tuple[str, str]:
        self._rows.append(counts)
        row = len(self._rows) + 1
        cell = {name: f"{quoted(OPTIONS)}!${letter}${row}" for name, letter in _letters().items()}
        said = self._spoken(filled, cell["filled"], *whole)
        if "missing" in counts:
            complete = _string(self._words["complete"].say(self._lang))
            said += (
                f"&IF({cell['missing']}>0,{self._spoken('missing', cell['missing'])},{complete})"
            )
        for name in _COUNTS[2:]:
            if name in counts:
                said += f'&IF({cell[name]}>0,{self._spoken(name, cell[name])},"")'
        nothing = self._words[empty].say(self._lang)
        return f"=IF({cell['filled']}=0,{_string(nothing)},{said})", nothing

    def _spoken(self, name: str, *numbers: str) -> str:
        """Formula that puts numbers into a sentence."""
        sentence = self._words[name].say(self._lang)
        for place, number in enumerate(numbers):
            sentence = sentence.replace(f"{{{place}}}", f'"&{number}&"')
        return f'"{sentence}"'.replace('""&', "").replace('&""', "")


def mark_doubtful(book: FormBook, sheet: Any, form: EntryForm, top: int) -> None:
    """Colour what is missing or looks wrong in a list, as soon as its row is begun."""
    last = top + form.rows - 1
    right = column_letter(len(form.entries) - 1)
    for place, entry in enumerate(form.entries):
        letter = column_letter(place)
        cell, whole = f"{letter}{top + 1}", f"${letter}${top + 1}:${letter}${last + 1}"
        rules = []
        if entry.level == "must":
            row = f"COUNTA($A{top + 1}:${right}{top + 1})"
            rules.append(("missing", f"=AND({row}>0,LEN(TRIM({cell}))=0)"))
        if entry.column.key == "flow":
            known = f"COUNTIF({FLOW_NUMBERS},{cell})=0"
            wrong = f"COUNTIF({whole},{cell})>1" if form.form is FLOWS else known
            rules.append(("doubtful", f"=AND(LEN({cell})>0,{wrong})"))
        if entry.volume:
            found = ",".join(f'ISNUMBER(SEARCH("{word}",{cell}))' for word in _NOT_PERSONS)
            rules.append(("doubtful", f"=OR({found})"))
        for mark, formula in rules:
            look = {"type": "formula", "criteria": formula, "format": book.marks[mark]}
            sheet.conditional_format(top, place, last, place, look)


def _range(form: EntryForm, key: str, top: int) -> str:
    letter = column_letter(form.place(key))
    return f"{quoted(form.form.name)}!${letter}${top + 1}:${letter}${top + form.rows}"


def _letters() -> dict[str, str]:
    return {name: column_letter(place) for place, name in enumerate(_COUNTS, _FIRST_COLUMN)}


def _right_code(cell: str) -> str:
    """Formula that is true for a credit code whose last character fits the others (GB 32100)."""
    places = ";".join(str(place + 1) for place in range(_BODY))
    weights = ";".join(str(pow(3, place, len(_ALPHABET))) for place in range(_BODY))
    plain = f"UPPER(TRIM({cell}))"
    values = f'FIND(MID({plain},{{{places}}},1),"{_ALPHABET}")-1'
    rest = f"MOD(SUMPRODUCT(({values})*{{{weights}}}),{len(_ALPHABET)})"
    check = f'MID("{_ALPHABET}",MOD({len(_ALPHABET)}-{rest},{len(_ALPHABET)})+1,1)'
    return f"IFERROR(AND(LEN({plain})={_BODY + 1},{check}=RIGHT({plain},1)),FALSE)"


def _string(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
