"""Which names a reader sees: an expert gets the argument without the enterprises' names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from posixpath import commonpath

from listlab.model.language import Lang
from listlab.model.params import Audience
from listlab.model.tables import SurveyTables

_PLACE = " › "


@dataclass(frozen=True)
class Names:
    """Words that stand for enterprises and workbook files; empty mappings show them as they are.

    `enterprises` is keyed by enterprise_id, `files` by the file as the tables have it, `words`
    by anything that would give an enterprise away inside a sentence. `hidden` says that names
    are withheld; otherwise files only lose the folder that they all share.
    """

    enterprises: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    hidden: bool = False

    def enterprise(self, enterprise_id: str, name: str) -> str:
        """Name to print for an enterprise."""
        return self.enterprises.get(enterprise_id, name)

    def file(self, file: str) -> str:
        """Name to print for a workbook; a path ends in one of the known files."""
        if file in self.files:
            return self.files[file]
        last = file.rsplit("/", 1)[-1]
        return self.files.get(last, self.sentence(file))

    def place(self, source: str) -> str:
        """A `file › sheet › cell` with the file's printed name."""
        file, *rest = source.split(_PLACE)
        return _PLACE.join((self.file(file), *rest))

    def sentence(self, text: str) -> str:
        """A sentence in which every known name is replaced."""
        for word, mask in self.words.items():
            text = text.replace(word, mask)
        return text


OPEN = Names()


def names_for(tables: SurveyTables, audience: Audience, lang: Lang = "zh") -> Names:
    """Names as they are for an internal reader; numbers in their place for any other."""
    paths = sorted(tables.workbooks["file"].to_list())
    if audience == "internal":
        files = {path: _within(path, paths) for path in paths}
        return Names(files=files, words=_longest_first(files))
    firm, book = ("企业", "问卷") if lang == "zh" else ("enterprise", "workbook")
    rows = tables.enterprises.select("enterprise_id", "name").unique(maintain_order=True).rows()
    ids = dict.fromkeys(enterprise_id for enterprise_id, _ in rows)
    enterprises = {key: f"{firm} {place:03d}" for place, key in enumerate(ids, 1)}
    files = {path: f"{book} {place:03d}" for place, path in enumerate(paths, 1)}
    files |= {path.rsplit("/", 1)[-1]: mask for path, mask in files.items()}
    words = files | enterprises | {name: enterprises[key] for key, name in rows if name}
    return Names(enterprises, files, _longest_first(words), hidden=True)


def _within(path: str, paths: Sequence[str]) -> str:
    folder = commonpath([other.rpartition("/")[0] for other in paths])
    return path.removeprefix(f"{folder}/") if folder else path


def _longest_first(words: Mapping[str, str]) -> dict[str, str]:
    return dict(sorted(words.items(), key=lambda pair: (-len(pair[0]), pair[0])))
