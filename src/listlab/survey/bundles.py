"""Which files make up one answer: a workbook alone, csv files of the same enterprise together."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from listlab.survey.columns import SHEETS
from listlab.survey.csv_files import sheet_of, split_name
from listlab.survey.recognise import form_of_name

_CSV = ".csv"
_NUMBER = re.compile(r"[0-9]{1,4}")
_Bundles = dict[tuple[Path, str], list[Path]]


@dataclass(frozen=True, slots=True)
class AnswerFiles:
    """Files of one answer, sorted, and the place by which the answer is named."""

    place: Path
    files: tuple[Path, ...]


def gather_answers(found: Mapping[Path, Path]) -> list[AnswerFiles]:
    """Answers among files, each with its place below the folder searched.

    Csv files belong together when they lie in one folder and their names begin alike
    (甲公司_企业信息.csv, 甲公司_出境场景.csv); names of sheets alone belong to their folder.
    """
    paths = sorted(found, key=Path.as_posix)
    csv_files = [path for path in paths if path.suffix.lower() == _CSV]
    bundles = _bundles(csv_files)
    bundled = {path for files in bundles.values() for path in files}
    answers = [AnswerFiles(found[path], (path,)) for path in paths if path not in bundled]
    for (folder, owner), files in bundles.items():
        place = found[files[0]].parent
        if owner:
            place = place / owner
        elif place == Path():
            place = Path(folder.name)
        answers.append(AnswerFiles(place, tuple(sorted(files))))
    return sorted(answers, key=lambda answer: answer.files[0].as_posix())


def _bundles(csv_files: Sequence[Path]) -> _Bundles:
    bundles: _Bundles = defaultdict(list)
    for path in csv_files:
        if sheet_of(path.name) is not None:
            bundles[path.parent, split_name(path.stem)[0]].append(path)
    bundles = _by_number(bundles)
    for path in csv_files:
        if sheet_of(path.name) is None:
            # Guidance and the like that lies with the sheets of an answer is part of it.
            near = [
                key for key in bundles if key[0] == path.parent and path.stem.startswith(key[1])
            ]
            if near:
                bundles[max(near, key=lambda key: len(key[1]))].append(path)
    return bundles


def _by_number(bundles: _Bundles) -> _Bundles:
    """Bundles in which 1_企业信息 and 2_企业信息 are two answers, 1_企业信息 and 2_出境场景 one."""
    split: _Bundles = {}
    for (folder, owner), files in bundles.items():
        forms = Counter(form_of_name(path.stem, SHEETS) for path in files)
        numbers = [match[0] if (match := _NUMBER.match(p.stem)) else "" for p in files]
        by_number = not owner and all(numbers) and max(forms.values()) > 1
        for path, number in zip(files, numbers, strict=True):
            split.setdefault((folder, number if by_number else owner), []).append(path)
    return split
