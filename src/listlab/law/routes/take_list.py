"""The list to route by, whichever way it is given."""

from collections.abc import Mapping

from listlab.errors import CaseError
from listlab.law.lists import PublishedList, published_list
from listlab.law.pack import Pack
from listlab.law.routes.findings import quote
from listlab.law.routes.listed import RouteList, read_items
from listlab.law.routes.published import from_published
from listlab.model.language import Text
from listlab.model.negative_list import NegativeList
from listlab.model.problem import Problem


def take_list(given: object, pack: Pack) -> RouteList:
    """List for routing, from list.json, a drafted list, or the id of a published list.

    Raises
    ------
    CaseError
        The list belongs to another pack, or can't be read: all that is wrong with it.
    PackError
        No published list has that id.
    """
    if isinstance(given, str):
        given = published_list(given)
    if isinstance(given, PublishedList):
        _check_pack(given.pack, pack, given.id)
        return from_published(given)
    if isinstance(given, NegativeList):
        given = given.to_dict("zh")
    if not isinstance(given, Mapping):
        message = Text(
            f"清单得到 {quote(given)}，应为 list.json 的内容；请改正后重试",
            f"list: got {quote(given)}, expected the content of list.json; mend it and try again",
        )
        raise CaseError(Problem("list.type", "error", message, got=quote(given)))
    found = read_items(given)
    _check_pack(given["list"]["pack"], pack, found.id)
    return found


def _check_pack(named: object, pack: Pack, list_id: str) -> None:
    if named == pack.id:
        return
    message = Text(
        f"清单 {list_id} 的键 list.pack：得到 {named}，应为 {pack.id}；请用该清单所属的规则包",
        f"list {list_id}, key list.pack: got {named}, expected {pack.id}; use the list's own pack",
    )
    raise CaseError(Problem("list.pack", "error", message, got=quote(named)))
