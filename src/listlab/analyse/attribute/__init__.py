"""What each change between two drafts did to a figure."""

from listlab.analyse.attribute.question import analyse
from listlab.analyse.attribute.result import Attribution

__all__ = ["Attribution", "analyse"]
