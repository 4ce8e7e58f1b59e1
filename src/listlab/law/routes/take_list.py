"""The list to route by, whichever way it is given, over the list that it extends."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from listlab.errors import CaseError
from listlab.law.lists import PublishedList, published_list, published_lists
from listlab.law.pack import Pack
from listlab.law.routes.findings import quote
from listlab.law.routes.list_file import ListFile
from listlab.law.routes.listed import RouteList, read_items
from listlab.law.routes.published import from_published
from listlab.model.language import Text
from listlab.model.negative_list import NegativeList


def take_list(given: object, pack: Pack) -> RouteList:
    """List for routing, from list.json, a drafted list, or the id of a published list.

    A sequence is a list and those among which the one that it extends is looked for; those that
    lay beside its file, and the published ones, are looked through after them.

    Raises
    ------
    CaseError
        The list belongs to another pack, can't be read, or extends one that is not there: all
        that is wrong with it.
    PackError
        No published list has that id.
    """
    first, *others = given if isinstance(given, list | tuple) and given else (given,)
    taken = _taken(first, pack)
    if isinstance(taken, RouteList):
        return taken
    beside = [found for other in others if isinstance(found := _file(other), ListFile)]
    return _read(taken, pack, (*beside, *taken.beside), ())


def _taken(given: object, pack: Pack) -> RouteList | ListFile:
    """Published list as a route reads it, or the content of any other."""
    if isinstance(given, str):
        given = published_list(given)
    if isinstance(given, PublishedList):
        return _published(given, pack)
    found = _file(given)
    if isinstance(found, ListFile) and isinstance(found.content, Mapping):
        return found
    content = found.content if isinstance(found, ListFile) else given
    file = found if isinstance(found, ListFile) else ListFile(given)
    message = Text(
        f"清单得到 {quote(content)}，应为 list.json 的内容；请改正后重试",
        f"list: got {quote(content)}, expected the content of list.json; mend it and try again",
    )
    raise CaseError(file.problem("list.type", "", message, quote(content)))


def _file(given: object) -> object:
    if isinstance(given, NegativeList):
        given = given.to_dict("zh")
    return ListFile(given) if isinstance(given, Mapping) else given


def _published(found: PublishedList, pack: Pack) -> RouteList:
    _check_pack(ListFile({}), found.pack, pack, found.id)
    return from_published(found)


def _read(
    file: ListFile, pack: Pack, beside: Sequence[ListFile], below: tuple[str, ...]
) -> RouteList:
    """List with the items of the one that it extends, except those that it states anew."""
    found = read_items(file)
    _check_pack(file, file.content["list"]["pack"], pack, found.id)
    if file.extends is None:
        return found
    return _over(found, _base(file, pack, beside, (*below, found.id)))


def _base(
    file: ListFile, pack: Pack, beside: Sequence[ListFile], below: tuple[str, ...]
) -> RouteList:
    wanted = file.extends or ""
    if wanted in below:
        raise _refused(file, Text("不回到自身的清单", "a list that does not lead back here"))
    same = [other for other in beside if other.id == wanted]
    if len(same) == 1:
        return _read(same[0], pack, beside, below)
    if same:
        names = "、".join(other.file or "-" for other in same)
        raise _refused(
            file, Text(f"只有一份的清单（现有：{names}）", f"one list only, not {names}")
        )
    for each in published_lists():
        if each.id == wanted:
            return _published(each, pack)
    known = "、".join(
        dict.fromkeys([*(o.id or "-" for o in beside), *(each.id for each in published_lists())])
    )
    raise _refused(
        file,
        Text(
            f"找得到的清单（现有：{known}）；请把它的 list.json 放在同一文件夹，或一并给出",
            f"a list that can be found (there are: {known}); put its list.json into the same "
            "folder, or hand it in as well",
        ),
    )


def _over(found: RouteList, base: RouteList) -> RouteList:
    own = {item.id: item for item in found.items}
    kept = tuple(own.pop(item.id, item) for item in base.items)
    return replace(
        found,
        items=(*kept, *own.values()),
        industries=tuple(dict.fromkeys((*base.industries, *found.industries))),
        is_complete=found.is_complete and base.is_complete,
        base=base,
    )


def _refused(file: ListFile, expected: Text) -> CaseError:
    got = file.extends
    message = Text(
        f"清单的键 list.extends：得到 {got}，应为{expected.zh}",
        f"list, key list.extends: got {got}, expected {expected.en}",
    )
    return CaseError(file.problem("list.extends", "list.extends", message, got))


def _check_pack(file: ListFile, named: Any, pack: Pack, list_id: str) -> None:
    if named == pack.id:
        return
    got = quote(named)
    message = Text(
        f"清单 {list_id} 的键 list.pack：得到 {got}，应为 {pack.id}；请用该清单所属的规则包",
        f"list {list_id}, key list.pack: got {got}, expected {pack.id}; use the list's own pack",
    )
    if named is None:
        message = Text(
            f"清单 {list_id}：没有写明所属的规则包（listlab 没有该地区的规则包），应为 {pack.id} "
            "的清单；请改用该规则包的清单",
            f"list {list_id} names no pack (listlab holds none of its zone), expected a list of "
            f"{pack.id}; use one of this pack",
        )
    raise CaseError(file.problem("list.pack", "list.pack", message, quote(named)))
