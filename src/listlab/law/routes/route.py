"""Which procedure each flow of data needs, under the law of a day and a zone's list."""

from datetime import date

from listlab.law.load import load_pack
from listlab.law.pack import Pack
from listlab.law.routes.check import check_cases
from listlab.law.routes.decide import decide
from listlab.law.routes.findings import FindLine
from listlab.law.routes.frames import given_cases
from listlab.law.routes.in_force import law_on
from listlab.law.routes.result import RouteResult
from listlab.law.routes.take_list import take_list


def route(
    cases: object,
    pack: Pack | str,
    *,
    on: date,
    negative_list: object = None,
    assume_in_force: bool = False,
    file: str | None = None,
    find_line: FindLine | None = None,
) -> RouteResult:
    """Route of every case: procedure, persons counted, legal basis, stages, duties, and why.

    Parameters
    ----------
    cases : list of mappings, or polars or pandas DataFrame
        Flows as `listlab route` reads them. Cases of the same `processor.id` are one
        processor's flows, and are counted together where the law says so. A table has a row a
        flow; its columns stand under Notes.
    pack : Pack or str
        The zone's pack, or its id.
    on : date
        The law in force on this day counts.
    negative_list : mapping, NegativeList, ListFile, str or a list of these, optional
        The zone's list: the content of list.json, a drafted list, what `read_list` read, or the
        id of a published one. What it `extends` is looked for among the further lists of a list,
        beside its file, and among the published ones.
    assume_in_force : bool, default False
        Take the list as in force whatever its status says: what a draft would do.
    file, find_line : optional
        Where problems say that the cases come from.

    Returns
    -------
    RouteResult
        A sequence of `Route` in the order of the cases. What the input or the text of the law
        does not decide is `review` and names what is missing.

    Raises
    ------
    CaseError
        A case or the list can't be used: all problems at once.
    PackError
        There is no such pack or published list, or its law is not in force on that day.

    Notes
    -----
    Columns of a table, all but id optional: `id`; `processor` (its id), `ciio`, `in_zone`,
    `restricted_recipient`; `industry`, `scenario`; `important` (yes, no, unknown), `notified`,
    `core`, `classified`, `export_controlled`, `items`; `personal` and `sensitive`, each as a
    number or by its bounds `personal_low`, `personal_high` (and so on); `exempt_basis`,
    `exempt_personal`, `exempt_sensitive`, or `exempt` with a list of claims; `conditions`. Answers
    are true and false, or yes and no; an empty cell is unknown. `items` and `conditions` are
    lists, or texts with semicolons. Problems name the row, from 1, and the column.

    References
    ----------
    law:national/assessment.personal, law:national/assessment.sensitive,
    law:national/contract.personal, law:national/contract.sensitive, law:national/exempt.zone_list
    """
    law_of = load_pack(pack) if isinstance(pack, str) else pack
    found = None if negative_list is None else take_list(negative_list, law_of)
    law = law_on(law_of, on, found, assume=assume_in_force)
    given = given_cases(cases)
    checked = check_cases(
        given.entries,
        bases=law.claimable,
        file=file,
        find_line=find_line,
        columns=given.columns,
    )
    return RouteResult(checked, law, decide(checked, law))
