"""Lists that zones have published, as far as public sources tell them."""

from listlab.law.lists.load import list_files, published_list, published_lists
from listlab.law.lists.published import ListException, ListRow, PublishedList

__all__ = [
    "ListException",
    "ListRow",
    "PublishedList",
    "list_files",
    "published_list",
    "published_lists",
]
