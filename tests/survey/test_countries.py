"""Countries in Chinese, English, abbreviations and lists become ISO 3166 codes."""

import pytest
from babel import Locale

from listlab.survey.countries import country_name, country_names, read_countries


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ("USA", "US"),
        ("u.s.", "US"),
        ("U.S.A.", "US"),
        ("ＵＳＡ", "US"),
        ("美利坚合众国", "US"),
        ("KOR", "KR"),
        ("NO", "NO"),
        ("韩国", "KR"),
        ("Côte d'Ivoire", "CI"),
        ("刚果（金）", "CD"),
        ("刚果(布)", "CG"),
        ("Bosnia and Herzegovina", "BA"),
        ("圣文森特和格林纳丁斯", "VC"),
        ("巴布亚新几内亚", "PG"),
        ("印尼", "ID"),
        ("印度", "IN"),
        ("阿联酋", "AE"),
        ("the Netherlands", "NL"),
        ("德国柏林", "DE"),
        ("Berlin, Germany", "DE"),
        ("美国（新泽西）", "US"),
        ("New Jersey, USA", "US"),
        ("based in the US", "US"),
        ("美国US", "US"),
        ("香港", "HK"),
        ("中国（香港）", "HK"),
        ("Hong Kong, China", "HK"),
        ("澳门特别行政区", "MO"),
        ("Taiwan, China", "TW"),
        ("中国台湾省", "TW"),
        ("港澳台", "HK;MO;TW"),
        ("美国、新加坡和香港", "US;SG;HK"),
        ("美国/德国", "US;DE"),
        ("us, uk, de", "US;GB;DE"),
        ("US & UK", "US;GB"),
        ("德国\n法国", "DE;FR"),
        ("英美", "GB;US"),
        ("美国、美国", "US"),
        ("美国等", "US"),
    ],
)
def test_countries_are_read_however_written(cell: str, codes: str) -> None:
    """One or several, each once, in the order written; nothing to report."""
    assert (codes, ()) == read_countries(cell)


@pytest.mark.parametrize(
    ("cell", "codes", "code"),
    [
        ("火星", "ZZ", "country.unknown"),
        ("新加波", "ZZ", "country.unknown"),
        ("美国、西土国", "US;ZZ", "country.unknown"),
        ("海外", "ZZ", "country.unknown"),
        ("欧盟", "EU", "country.group"),
        ("东南亚", "ZZ", "country.group"),
        ("中国", "CN", "country.domestic"),
        ("境内", "CN", "country.domestic"),
        ("P.R. China", "CN", "country.domestic"),
        ("上海", "CN", "country.domestic"),
    ],
)
def test_what_is_no_foreign_country_is_asked_back(cell: str, codes: str, code: str) -> None:
    """Unknown names, groups of countries and the mainland each have a code of their own."""
    found, issues = read_countries(cell)

    assert (codes, [code]) == (found, [issue.code for issue in issues])


@pytest.mark.parametrize("cell", [None, "", " ", "不详", "/"])
def test_blanks_are_null(cell: str | None) -> None:
    """Nothing stated, nothing to report."""
    assert (None, ()) == read_countries(cell)


def test_a_misspelt_name_is_offered() -> None:
    """The message suggests the nearest name."""
    assert "「新加坡」" in read_countries("新加波")[1][0].message.zh


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_name_is_read_back(lang: str) -> None:
    """Oracle: CLDR; the name shown for a country is read as that country."""
    territories = [
        code
        for code in Locale.parse(lang).territories
        if len(code) == 2 and code not in {"CN", "EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"}
    ]
    wrong = [c for c in territories if c != read_countries(country_name(c, lang))[0]]  # type: ignore[arg-type]

    assert [] == wrong


def test_regions_of_china_are_shown_as_such() -> None:
    """中国香港, 中国澳门, 中国台湾; other names are those of CLDR."""
    assert "中国香港、中国澳门、中国台湾、美国" == country_names("HK;MO;TW;US")
    assert "Taiwan, China, United States" == country_names("TW;US", "en")
    assert country_names(None) is None
