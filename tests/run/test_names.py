"""Packs and industries by the names that people use."""

import pytest

from listlab.errors import PackError
from listlab.law.load import load_pack
from listlab.run.intake import pack_named, surveyed


@pytest.mark.parametrize("name", ["beijing", "北京"])
def test_a_pack_goes_by_id_or_by_the_name_of_its_zone(name):
    """北京 is beijing."""
    assert "beijing" == pack_named(name)


def test_an_industry_goes_by_code_or_name():
    """医药 is pharma; an unknown name is refused with codes and names."""
    pack = load_pack("beijing")

    assert "pharma" == surveyed(pack, pack.industry("pharma").name.zh).code
    with pytest.raises(PackError, match="pharma（"):
        surveyed(pack, "炼金")
