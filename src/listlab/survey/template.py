"""Forms to send out: the survey of a zone and industry, and the tables that go with it."""

from dataclasses import replace
from datetime import date
from typing import Literal, get_args

from listlab.law.pack import Industry, Pack
from listlab.model.language import Lang, Text
from listlab.survey.archive import ARCHIVE_FORM
from listlab.survey.columns import ENTERPRISE, SHEETS, TEMPLATE_NAME, SheetForm
from listlab.survey.corrections import CORRECTIONS_FORM
from listlab.survey.forms.load import both, document
from listlab.survey.frame import FRAME_FORM
from listlab.survey.template_book import FormBook
from listlab.survey.template_checks import SelfCheck
from listlab.survey.template_forms import EntryForm, entry_forms
from listlab.survey.template_guide import Guide
from listlab.survey.template_options import offered_options
from listlab.survey.template_sheets import write_answers, write_list

TemplateKind = Literal["survey", "archive", "frame", "corrections"]
TEMPLATE_KINDS: tuple[TemplateKind, ...] = get_args(TemplateKind)
TEMPLATE_VERSION = "2"  # goes up when sheets or headers change
_SHEETS: dict[TemplateKind, tuple[SheetForm, ...]] = {
    "survey": SHEETS,
    "archive": (ARCHIVE_FORM,),
    "frame": (FRAME_FORM,),
    "corrections": (CORRECTIONS_FORM,),
}
_STAGE, _BY_LIST = "needs_survey", "6"  # ids of the pack
_CODE_DIGITS = 4


def build_template(
    pack: Pack,
    industry: Industry,
    *,
    as_of: date,
    kind: TemplateKind = "survey",
    lang: Lang = "zh",
) -> bytes:
    """Workbook (xlsx) to fill in: the survey, or one of the tables that go with it.

    Parameters
    ----------
    pack : Pack
        Law of the zone: its list, categories and exemptions.
    industry : Industry
        Whose scenarios are offered.
    as_of : date
        Day of the law, printed on the form; past years are counted back from it.
    kind : {"survey", "archive", "frame", "corrections"}
        Survey of an enterprise, earlier cases, all enterprises of the zone and industry, or
        corrections to answers.

    Returns
    -------
    bytes
        The same for the same arguments. In English the headers carry the Chinese ones too,
        by which they are read.
    """
    words, shared = document(kind), document("guide")
    facts = _facts(pack, industry, as_of)
    title = both(words["title"]).say(lang).format(industry=facts["industry"].say(lang))
    options = offered_options(shared, pack, industry, as_of=as_of, lang=lang)
    book = FormBook(shared["words"], options, title=title, as_of=as_of, lang=lang)
    guide = Guide(book, words, facts, title=title)
    forms = entry_forms(words, _SHEETS[kind], facts, lang)
    check = SelfCheck(shared["status"], lang)
    statuses = {form.form.name: _write_sheet(book, form, check) for form in forms}
    guide.write(statuses)
    check.write(book.add_options())
    book.define(TEMPLATE_NAME, f'"{TEMPLATE_VERSION}"')
    return book.content()


def _write_sheet(book: FormBook, form: EntryForm, check: SelfCheck) -> tuple[str, str]:
    write = write_answers if form.form is ENTERPRISE else write_list
    return write(book, form, check)


def _facts(pack: Pack, industry: Industry, as_of: date) -> dict[str, Text]:
    """What the words of a form may name."""
    day = as_of.isoformat()
    example = _class(industry)
    return {
        "industry": industry.name,
        "list": pack.list_name,
        "zone": pack.region,
        "ground": _ground(pack),
        "scenario": industry.scenarios[0].name,
        "codes": _codes(industry),
        "code": Text(example, example),
        "year": Text(str(as_of.year - 1), str(as_of.year - 1)),
        "version": Text(TEMPLATE_VERSION, TEMPLATE_VERSION),
        "pack": Text(pack.id, pack.id),
        "date": Text(day, day),
        "day": Text(f"{as_of.year - 1}-06-30", f"{as_of.year - 1}-06-30"),
    }


def _codes(industry: Industry) -> Text:
    """How codes of the industry begin; nothing where all industries are asked."""
    if not industry.gbt4754:
        return Text("", "")
    return Text(
        f"；本次调查的行业，代码以 {'、'.join(industry.gbt4754)} 开头",
        f"; those surveyed begin with {', '.join(industry.gbt4754)}",
    )


def _class(industry: Industry) -> str:
    """Four-digit class as an example: one that the industry names, else the first beneath it."""
    full = [code for code in industry.gbt4754 if len(code) == _CODE_DIGITS]
    first = document("survey")["classes"]
    named = [first[code] for code in industry.gbt4754 if code in first]
    return next(iter([*named, *full]), "")


def _ground(pack: Pack) -> Text:
    """Article on which the survey rests: that of the zone's measures, else the national one."""
    surveys = [stage.source for stage in pack.workflow.making if stage.id == _STAGE]
    source = surveys[0] if surveys else pack.exemption(_BY_LIST).source
    cited = replace(source, keyword=None)  # by which the office finds the place, not the reader
    return Text(cited.text("zh"), cited.text("en"))
