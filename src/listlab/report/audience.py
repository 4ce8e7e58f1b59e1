"""Which names a reader sees: an expert gets the argument without the enterprises' names."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from posixpath import commonpath

import polars as pl

from listlab.model.language import Lang, Text
from listlab.model.params import Audience
from listlab.model.tables import SurveyTables

_PLACE = " › "
# Shorter ones, such as 总部, are words of every sentence and give nobody away.
_SHORTEST_NAME = 4


@dataclass(frozen=True)
class Names:
    """Words that stand for enterprises and workbook files; empty mappings show them as they are.

    `enterprises` is keyed by enterprise_id, `files` by the file as the tables have it,
    `recipients` by name, `words` by anything that would give an enterprise away inside a
    sentence. `hidden` says that names are withheld; otherwise files only lose the folder that
    they all share.
    """

    enterprises: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    recipients: Mapping[str, str] = field(default_factory=dict)
    hidden: bool = False

    def enterprise(self, enterprise_id: str, name: str) -> str:
        """Name to print for an enterprise."""
        return self.enterprises.get(enterprise_id, name)

    def recipient(self, name: str) -> str:
        """Name to print for a recipient abroad."""
        return self.recipients.get(name, self.sentence(name))

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
        others = _other_files(tables)
        files = {path: _within(path, own) for own in (paths, others) for path in own}
        return Names(files=files, words=_longest_first(files))
    named = _enterprise_names(tables)
    enterprises = _numbered(dict(named), Text("企业", "enterprise").say(lang))
    recipients = _numbered(
        sorted(tables.flows["recipient"].drop_nulls().unique()),
        Text("接收方", "recipient").say(lang),
    )
    files = _numbered(paths, Text("问卷", "workbook").say(lang))
    files |= _numbered(_other_files(tables), Text("文件", "file").say(lang))
    files |= {path.rsplit("/", 1)[-1]: mask for path, mask in files.items()}
    words = {name: mask for name, mask in recipients.items() if len(name) >= _SHORTEST_NAME}
    words |= files | enterprises | {name: enterprises[key] for key, name in named if name}
    return Names(enterprises, files, _longest_first(words), recipients, hidden=True)


def _enterprise_names(tables: SurveyTables) -> list[tuple[str, str]]:
    """Identifier and name of everyone met: those that answered, then the frame and the cases."""
    people = (tables.enterprises, tables.frame, tables.archive)
    found = pl.concat([frame.select("enterprise_id", "name") for frame in people])
    keyed = found.with_columns(pl.coalesce("enterprise_id", "name").alias("enterprise_id"))
    return keyed.drop_nulls("enterprise_id").unique(maintain_order=True).rows()


def _other_files(tables: SurveyTables) -> list[str]:
    cases = tables.archive["source"].struct.field("file")
    found = pl.concat([tables.frame["file"], cases, tables.corrections["origin"]])
    return sorted(found.drop_nulls().unique())


def _numbered(names: Iterable[str], what: str) -> dict[str, str]:
    return {name: f"{what} {place:03d}" for place, name in enumerate(names, 1)}


def _within(path: str, paths: Sequence[str]) -> str:
    folder = commonpath([other.rpartition("/")[0] for other in paths])
    return path.removeprefix(f"{folder}/") if folder else path


def _longest_first(words: Mapping[str, str]) -> dict[str, str]:
    return dict(sorted(words.items(), key=lambda pair: (-len(pair[0]), pair[0])))
