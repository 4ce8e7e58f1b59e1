"""How a volume written by a person is read."""

import unicodedata
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from listlab.model.volume import Volume
from listlab.survey.volume import format_volume, read_volume

W, Y = 10_000, 100_000_000  # 万, 亿
MOST = 10**10

# Text → low, high, code. Every form here was taken from rules of the contract or from answers
# that people give to forms like this one.
FORMS: list[tuple[object, int, int | None, str]] = [
    # one number
    ("50000", 5 * W, 5 * W, "exact"),
    ("5万", 5 * W, 5 * W, "exact"),
    ("5 万", 5 * W, 5 * W, "exact"),
    ("5万人", 5 * W, 5 * W, "exact"),
    ("５万", 5 * W, 5 * W, "exact"),
    ("５００００", 5 * W, 5 * W, "exact"),
    ("五万", 5 * W, 5 * W, "exact"),
    ("伍万", 5 * W, 5 * W, "exact"),
    ("壹万", W, W, "exact"),
    ("两万", 2 * W, 2 * W, "exact"),
    ("三萬", 3 * W, 3 * W, "exact"),
    ("三点五万", 35_000, 35_000, "exact"),
    ("3.5万", 35_000, 35_000, "exact"),
    ("5.0万", 5 * W, 5 * W, "exact"),
    ("0.5万", 5_000, 5_000, "exact"),
    ("12,000", 12_000, 12_000, "exact"),
    ("12，000人", 12_000, 12_000, "exact"),
    ("1 000 000", 1_000_000, 1_000_000, "exact"),
    ("1.2e5", 120_000, 120_000, "exact"),
    ("1.2E+05", 120_000, 120_000, "exact"),
    ("50k", 5 * W, 5 * W, "exact"),
    ("50K人", 5 * W, 5 * W, "exact"),
    ("5w", 5 * W, 5 * W, "exact"),
    ("1.2 million", 1_200_000, 1_200_000, "exact"),
    ("1.2 Million persons", 1_200_000, 1_200_000, "exact"),
    ("50 thousand", 5 * W, 5 * W, "exact"),
    ("一百二十万", 120 * W, 120 * W, "exact"),
    ("壹佰贰拾万", 120 * W, 120 * W, "exact"),
    ("1百万", 100 * W, 100 * W, "exact"),
    ("百万", 100 * W, 100 * W, "exact"),
    ("十万人", 10 * W, 10 * W, "exact"),
    ("廿", 20, 20, "exact"),
    ("廿五", 25, 25, "exact"),
    ("卅万", 30 * W, 30 * W, "exact"),
    ("二〇〇〇〇", 20_000, 20_000, "exact"),
    ("一千零五", 1_005, 1_005, "exact"),
    ("一万零五百", 10_500, 10_500, "exact"),
    ("十二万五千", 125_000, 125_000, "exact"),
    ("12万5千", 125_000, 125_000, "exact"),
    ("12万5000", 125_000, 125_000, "exact"),
    ("1亿", Y, Y, "exact"),
    ("6.5亿", 650_000_000, 650_000_000, "exact"),
    ("1亿2000万", 120_000_000, 120_000_000, "exact"),
    ("50000.0", 5 * W, 5 * W, "exact"),
    ("人数：5万", 5 * W, 5 * W, "exact"),
    ("共5万人", 5 * W, 5 * W, "exact"),
    ("5000例受试者", 5_000, 5_000, "exact"),
    ("5万名患者", 5 * W, 5 * W, "exact"),
    ("每年5万人", 5 * W, 5 * W, "exact"),
    ("5万人/年", 5 * W, 5 * W, "exact"),
    ("50,000 persons per year", 5 * W, 5 * W, "exact"),
    (50000, 5 * W, 5 * W, "exact"),
    (50000.0, 5 * W, 5 * W, "exact"),
    (12_000 * 1.1, 13_200, 13_200, "exact"),
    (Decimal("50000"), 5 * W, 5 * W, "exact"),
    # none
    ("0", 0, 0, "none"),
    (0, 0, 0, "none"),
    (0.0, 0, 0, "none"),
    ("0人", 0, 0, "none"),
    ("０", 0, 0, "none"),
    ("无", 0, 0, "none"),
    ("没有", 0, 0, "none"),
    ("零", 0, 0, "none"),
    ("〇", 0, 0, "none"),
    ("不涉及", 0, 0, "none"),
    ("无。", 0, 0, "none"),
    ("none", 0, 0, "none"),
    # about and near
    ("约5万", 45_000, 55_000, "about"),
    ("约12万", 108_000, 132_000, "about"),
    ("大约5万人", 45_000, 55_000, "about"),
    ("5万左右", 45_000, 55_000, "about"),
    ("约五万人左右", 45_000, 55_000, "about"),
    ("5万上下", 45_000, 55_000, "about"),
    ("5万（约）", 45_000, 55_000, "about"),
    ("约５万（人）", 45_000, 55_000, "about"),
    ("~5万", 45_000, 55_000, "about"),
    ("≈50000", 45_000, 55_000, "about"),
    ("about 50,000 persons", 45_000, 55_000, "about"),
    ("预计5万人", 45_000, 55_000, "about"),
    ("约12345", 11_111, 13_579, "about"),
    ("十来万", 90_000, 110_000, "about"),
    ("约5万余人", 45_000, 59_999, "about"),
    ("近5万", 45_000, 49_999, "near"),
    ("将近5万人", 45_000, 49_999, "near"),
    ("接近5万", 45_000, 49_999, "near"),
    ("近万人", 9_000, 9_999, "near"),
    ("nearly 50,000", 45_000, 49_999, "near"),
    # 余, 多, 几, 数
    ("5万余", 5 * W, 59_999, "over"),
    ("5万余人", 5 * W, 59_999, "over"),
    ("5万多", 5 * W, 59_999, "over"),
    ("5万多名患者", 5 * W, 59_999, "over"),
    ("10万余", 10 * W, 109_999, "over"),
    ("15万余", 15 * W, 159_999, "over"),
    ("1.5万余", 15_000, 19_999, "over"),
    ("120余万", 120 * W, 1_299_999, "over"),
    ("一百二十余万", 120 * W, 1_299_999, "over"),
    ("100多万", 100 * W, 1_999_999, "over"),
    ("百余万", 100 * W, 1_999_999, "over"),
    ("十多万", 10 * W, 199_999, "over"),
    ("5余万", 5 * W, 59_999, "over"),
    ("5千余万", 5_000 * W, 59_999_999, "over"),
    ("1亿2000余万", 120_000_000, 129_999_999, "over"),
    ("5000余人", 5_000, 5_999, "over"),
    ("1,200余", 1_200, 1_299, "over"),
    ("三百余人", 300, 399, "over"),
    ("三万五千余人", 35_000, 35_999, "over"),
    ("万余人", W, 19_999, "over"),
    ("十几万", 11 * W, 199_999, "teens"),
    ("10几万", 11 * W, 199_999, "teens"),
    ("二十几万", 21 * W, 299_999, "teens"),
    ("十几人", 11, 19, "teens"),
    ("数万", W, 99_999, "several"),
    ("几十万", 10 * W, 999_999, "several"),
    ("數百人", 100, 999, "several"),
    # ranges
    ("5-10万", 5 * W, 10 * W, "range"),
    ("5~10万", 5 * W, 10 * W, "range"),
    ("５～１０万人", 5 * W, 10 * W, "range"),
    ("5—10万", 5 * W, 10 * W, "range"),
    ("5－10万", 5 * W, 10 * W, "range"),
    ("5 - 10 万", 5 * W, 10 * W, "range"),
    ("5至10万", 5 * W, 10 * W, "range"),
    ("5到10万人之间", 5 * W, 10 * W, "range"),
    ("5万-10万", 5 * W, 10 * W, "range"),
    ("5万~10万", 5 * W, 10 * W, "range"),
    ("5万至10万", 5 * W, 10 * W, "range"),
    ("5万人到10万人", 5 * W, 10 * W, "range"),
    ("5万-10", 5 * W, 10 * W, "range"),
    ("五到十万", 5 * W, 10 * W, "range"),
    ("五到二十万", 5 * W, 20 * W, "range"),
    ("五六万", 5 * W, 6 * W, "range"),
    ("三五百人", 300, 500, "range"),
    ("5000-10000", 5_000, 10_000, "range"),
    ("5,000-10,000人", 5_000, 10_000, "range"),
    ("5000-1万", 5_000, W, "range"),
    ("50000-10万", 5 * W, 10 * W, "range"),
    ("3人至5万人", 3, 5 * W, "range"),
    ("0-5万", 0, 5 * W, "range"),
    ("5-10k", 5_000, 10_000, "range"),
    ("5W-10W", 5 * W, 10 * W, "range"),
    ("between 5 and 10 million", 5_000_000, 10_000_000, "range"),
    ("介于5万和10万之间", 5 * W, 10 * W, "range"),
    ("约5-10万", 45_000, 110_000, "range"),
    ("1万以上5万以下", W, 5 * W, "range"),
    ("1万以上、5万以下", W, 5 * W, "range"),
    ("1万以上不满5万", W, 49_999, "range"),
    ("超过1万不满5万", W + 1, 49_999, "range"),
    ("≥1万且<5万", W, 49_999, "range"),
    ("1万≤x<5万", W, 49_999, "range"),
    ("1万(含)-5万(不含)", W, 49_999, "range"),
    ("1.23456万", 12_345, 12_346, "range"),
    ("5-6万余", 5 * W, 69_999, "range"),
    ("3至5万多人", 3 * W, 59_999, "range"),
    ("10-20余万", 10 * W, 299_999, "range"),
    ("10余-20余万", 10 * W, 299_999, "range"),
    ("约5-6余万", 45_000, 76_998, "range"),
    ("5到十几万", 5 * W, 199_999, "range"),
    ("十几到二十几万", 11 * W, 299_999, "range"),
    ("十几-二十万", 11 * W, 20 * W, "range"),
    ("五到七八万", 5 * W, 8 * W, "range"),
    ("5-数万", 5 * W, 99_999, "range"),
    ("几十到几百万", 10 * W, 9_999_999, "range"),
    ("5-10来万", 45_000, 110_000, "range"),
    ("1-5千余", 1_000, 5_999, "range"),
    ("5000-6万余", 5_000, 69_999, "range"),
    ("5万余-6", 5 * W, 6 * W, "range"),
    ("十几万-20", 11 * W, 20 * W, "range"),
    ("5余万-6余万", 5 * W, 69_999, "range"),
    ("100-200余人", 100, 299, "range"),
    ("5以上10万以下", 5 * W, 10 * W, "range"),
    ("10以上1万以下", 10, W, "range"),
    ("5≤x<10万", 5 * W, 99_999, "range"),
    ("5人≤x<10万人", 5, 99_999, "range"),
    # one bound
    ("10万以下", 0, 10 * W, "at_most"),
    ("10万人以下", 0, 10 * W, "at_most"),
    ("10万以下（含10万）", 0, 10 * W, "at_most"),
    ("10万人(含)以下", 0, 10 * W, "at_most"),
    ("10万以内", 0, 10 * W, "at_most"),
    ("不超过10万", 0, 10 * W, "at_most"),
    ("至多10万", 0, 10 * W, "at_most"),
    ("最多10万人", 0, 10 * W, "at_most"),
    ("不大于10万", 0, 10 * W, "at_most"),
    ("≤10万", 0, 10 * W, "at_most"),
    ("<=10万", 0, 10 * W, "at_most"),
    ("up to 100,000", 0, 10 * W, "at_most"),
    ("10万以下（不含）", 0, 99_999, "less_than"),
    ("不满10万", 0, 99_999, "less_than"),
    ("不足10万", 0, 99_999, "less_than"),
    ("不到10万人", 0, 99_999, "less_than"),
    ("小于10万", 0, 99_999, "less_than"),
    ("少于十万", 0, 99_999, "less_than"),
    ("低于10万", 0, 99_999, "less_than"),
    ("<10万", 0, 99_999, "less_than"),
    ("＜10万", 0, 99_999, "less_than"),
    ("less than 100,000", 0, 99_999, "less_than"),
    ("100万以上", 100 * W, None, "at_least"),
    ("100万人以上（含100万）", 100 * W, None, "at_least"),
    ("至少100万", 100 * W, None, "at_least"),
    ("不少于100万", 100 * W, None, "at_least"),
    ("不低于100万", 100 * W, None, "at_least"),
    ("≥100万", 100 * W, None, "at_least"),
    ("5万+", 5 * W, None, "at_least"),
    ("10w+", 10 * W, None, "at_least"),
    ("上万人", W, None, "at_least"),
    ("at least 50,000", 5 * W, None, "at_least"),
    ("超过100万", 100 * W + 1, None, "more_than"),
    ("大于100万", 100 * W + 1, None, "more_than"),
    ("逾百万", 100 * W + 1, None, "more_than"),
    ("100万以上（不含）", 100 * W + 1, None, "more_than"),
    (">100万", 100 * W + 1, None, "more_than"),
    ("more than 1 million", 100 * W + 1, None, "more_than"),
    # other periods
    ("每月3000人", 3_000, 36_000, "monthly"),
    ("3000人/月", 3_000, 36_000, "monthly"),
    ("月均3000", 3_000, 36_000, "monthly"),
    ("每月约3000人", 2_700, 39_600, "monthly"),
    ("每月3000-5000人", 3_000, 60_000, "monthly"),
    ("3000 per month", 3_000, 36_000, "monthly"),
    ("日均200人", 200, 73_200, "daily"),
    ("200人/天", 200, 73_200, "daily"),
    ("每天不超过200人", 0, 73_200, "daily"),
    ("每周100人", 100, 5_300, "weekly"),
    ("每季度1万", W, 4 * W, "quarterly"),
    ("每次500人", 500, None, "per_event"),
    ("500人/次", 500, None, "per_event"),
    # nothing known
    (None, 0, None, "missing"),
    ("", 0, None, "missing"),
    ("　", 0, None, "missing"),
    (float("nan"), 0, None, "missing"),
    ("不详", 0, None, "missing"),
    ("未知", 0, None, "missing"),
    ("待定", 0, None, "missing"),
    ("暂无数据", 0, None, "missing"),
    ("无法统计", 0, None, "missing"),
    ("-", 0, None, "missing"),
    ("——", 0, None, "missing"),
    ("/", 0, None, "missing"),
    ("N/A", 0, None, "missing"),
    ("？", 0, None, "missing"),
    # the last unit left out, as it is spoken
    ("三万五", 35_000, 35_000, "colloquial"),
    ("1万2", 12_000, 12_000, "colloquial"),
    ("12万5", 125_000, 125_000, "colloquial"),
    ("三千二", 3_200, 3_200, "colloquial"),
    ("三百五", 350, 350, "colloquial"),
    ("5万3人", 53_000, 53_000, "colloquial"),
    ("1亿2", 120_000_000, 120_000_000, "colloquial"),
    ("约12万5人", 112_500, 137_500, "about"),
    ("12万5-13万", 125_000, 130_000, "range"),
    ("不超过三万五", 0, 35_000, "at_most"),
    ("近三万五", 31_500, 34_999, "near"),
    ("三万零五", 30_005, 30_005, "exact"),
    ("二十五", 25, 25, "exact"),
    # more ways to write the same
    ("5万出头", 5 * W, 59_999, "over"),
    ("计划5万人", 45_000, 55_000, "about"),
    ("拟5万", 45_000, 55_000, "about"),
    ("约计5万", 45_000, 55_000, "about"),
    ("[5万,10万]", 5 * W, 10 * W, "range"),
    ("[5万，10万)", 5 * W, 99_999, "range"),
    ("(5万,10万]", 5 * W + 1, 10 * W, "range"),
    ("[5,10)万", 5 * W, 99_999, "range"),
    ("5万…10万", 5 * W, 10 * W, "range"),
    ("5万～10万不等", 5 * W, 10 * W, "range"),
    ("from 50,000 to 100,000", 5 * W, 10 * W, "range"),
    ("预计5-10万", 5 * W, 10 * W, "range"),
    ("100-200", 100, 200, "range"),
    ("一两万", W, 2 * W, "range"),
    ("10000-2万", W, 2 * W, "range"),
    ("预计不超过10万", 0, 10 * W, "at_most"),
    ("最高不超过10万", 0, 10 * W, "at_most"),
    ("不会超过10万人", 0, 10 * W, "at_most"),
    ("少于等于10万", 0, 10 * W, "at_most"),
    ("not exceeding 100,000", 0, 10 * W, "at_most"),
    ("max. 100,000", 0, 10 * W, "at_most"),
    ("略低于10万", 0, 99_999, "less_than"),
    ("最少不低于5万", 5 * W, None, "at_least"),
    ("5万人起", 5 * W, None, "at_least"),
    ("大于或等于5万", 5 * W, None, "at_least"),
    ("略多于5万", 5 * W + 1, None, "more_than"),
    ("过万", W + 1, None, "more_than"),
    ("预计约5万", 45_000, 55_000, "about"),
    ("据估算5万人", 45_000, 55_000, "about"),
    ("5万±10%", 45_000, 55_000, "about"),
    ("约5万（±20%）", 4 * W, 6 * W, "about"),
    ("some 50,000", 45_000, 55_000, "about"),
    ("（约5万）", 45_000, 55_000, "about"),
    ("close to 50,000", 45_000, 49_999, "near"),
    ("300 多 万", 300 * W, 3_999_999, "over"),
    ("5万人余", 5 * W, 59_999, "over"),
    ("百万级", 100 * W, 9_999_999, "several"),
    ("10万级用户", 10 * W, 999_999, "several"),
    ("六位数", 10 * W, 999_999, "several"),
    ("数以万计", W, 99_999, "several"),
    ("tens of thousands", W, 99_999, "several"),
    ("several hundred", 100, 999, "several"),
    ("10万零500", 100_500, 100_500, "exact"),
    ("10万零5", 100_005, 100_005, "exact"),
    ("1'000'000", 100 * W, 100 * W, "exact"),
    ("fifty thousand", 5 * W, 5 * W, "exact"),
    ("twenty-five thousand", 25_000, 25_000, "exact"),
    ("one million", 100 * W, 100 * W, "exact"),
    ("1.2 mln", 120 * W, 120 * W, "exact"),
    ("5 thousands", 5_000, 5_000, "exact"),
    ("实际5万", 5 * W, 5 * W, "exact"),
    ("一次性5万人", 5 * W, 5 * W, "exact"),
    ("五万整", 5 * W, 5 * W, "exact"),
    ("(5万)", 5 * W, 5 * W, "exact"),
    ("5万，", 5 * W, 5 * W, "exact"),
    ("=50000", 5 * W, 5 * W, "exact"),
    ("50,000 data subjects", 5 * W, 5 * W, "exact"),
    ("月5000", 5_000, 60_000, "monthly"),
    ("月活5万", 5 * W, 60 * W, "monthly"),
    ("日活5000人", 5_000, 1_830_000, "daily"),
    ("每半年3000人", 3_000, 6_000, "half_yearly"),
    ("无（0）", 0, 0, "none"),
    ("0（不涉及）", 0, 0, "none"),
    ("本年度无", 0, 0, "none"),
    ("尚未开展", 0, 0, "none"),
    ("暂无法预计", 0, None, "missing"),
    ("难以准确统计", 0, None, "missing"),
    ("不掌握", 0, None, "missing"),
    ("统计中", 0, None, "missing"),
    ("#N/A", 0, None, "missing"),
    # tried later: brackets behind, turns of speech, English of emails
    ("廿余万人", 20 * W, 299_999, "over"),
    ("卅余人", 30, 39, "over"),
    ("五万有余", 5 * W, 59_999, "over"),
    ("5万人有余", 5 * W, 59_999, "over"),
    ("两百余人", 200, 299, "over"),
    ("5（万人）", 5 * W, 5 * W, "exact"),
    ("5（单位：万人）", 5 * W, 5 * W, "exact"),
    ("5-10(万人)", 5 * W, 10 * W, "range"),
    ("3000人（每月）", 3_000, 36_000, "monthly"),
    ("3000（月）", 3_000, 36_000, "monthly"),
    ("月度3000人", 3_000, 36_000, "monthly"),
    ("每月约3千", 2_700, 39_600, "monthly"),
    ("10万左右/月", 9 * W, 1_320_000, "monthly"),
    ("3千/日", 3_000, 1_098_000, "daily"),
    ("日均约200", 180, 80_520, "daily"),
    ("半年度3000人", 3_000, 6_000, "half_yearly"),
    ("从5万到8万人", 5 * W, 8 * W, "range"),
    ("自5万至8万", 5 * W, 8 * W, "range"),
    ("三、四万", 3 * W, 4 * W, "range"),
    ("十七八万", 17 * W, 18 * W, "range"),
    ("满5万不满10万", 5 * W, 99_999, "range"),
    ("5万人(含)以上10万人(不含)以下", 5 * W, 99_999, "range"),
    ("5万＜人数≤10万", 5 * W + 1, 10 * W, "range"),
    ("5k-1w", 5_000, W, "range"),
    ("over 50k but under 100k", 5 * W + 1, 99_999, "range"),
    ("at least 50k and at most 100k", 5 * W, 10 * W, "range"),
    ("满300人", 300, None, "at_least"),
    ("少说5万", 5 * W, None, "at_least"),
    ("达到或超过10万", 10 * W, None, "at_least"),
    ("5万以上(含本数)", 5 * W, None, "at_least"),
    ("⩾5万", 5 * W, None, "at_least"),
    ("at least 1.2m", 120 * W, None, "at_least"),
    ("no fewer than 50,000 persons", 5 * W, None, "at_least"),
    ("greater than or equal to 50k", 5 * W, None, "at_least"),
    ("顶多5万", 0, 5 * W, "at_most"),
    ("充其量5万", 0, 5 * W, "at_most"),
    ("上限为10万人", 0, 10 * W, "at_most"),
    ("封顶10万", 0, 10 * W, "at_most"),
    ("10万封顶", 0, 10 * W, "at_most"),
    ("小于或等于5万", 0, 5 * W, "at_most"),
    ("less than or equal to 50k", 0, 5 * W, "at_most"),
    ("未达到10万人", 0, 99_999, "less_than"),
    ("just under 50k", 0, 49_999, "less_than"),
    ("已超10万", 10 * W + 1, None, "more_than"),
    ("ca. 50k", 45_000, 55_000, "about"),
    ("5万上下浮动", 45_000, 55_000, "about"),
    ("暂估5万", 45_000, 55_000, "about"),
    ("初步估计5万人", 45_000, 55_000, "about"),
    ("已达10万", 10 * W, 10 * W, "exact"),
    ("10万人口", 10 * W, 10 * W, "exact"),
    ("五〇万", 50 * W, 50 * W, "exact"),
    ("壹佰贰拾叁万肆仟伍佰陆拾柒", 1_234_567, 1_234_567, "exact"),
    ("half a million", 50 * W, 50 * W, "exact"),
    ("two hundred thousand", 20 * W, 20 * W, "exact"),
    ("两位数", 10, 99, "several"),
    ("10万人级别", 10 * W, 999_999, "several"),
    ("无（不涉及）", 0, 0, "none"),
    ("N/A（不涉及）", 0, 0, "none"),
    ("not specified", 0, None, "missing"),
    ("2万份病历", 0, None, "not_persons"),
    ("5万个账户", 0, None, "not_persons"),
    ("不等于5万", 0, None, "unreadable"),
    ("每月新增3000人", 0, None, "unreadable"),
    ("3、4万", 0, None, "ambiguous"),
    ("百十人", 0, None, "ambiguous"),
    ("接近或超过10万", 0, None, "ambiguous"),
    # other units
    ("3.5万人次", 0, None, "not_persons"),
    ("2万条", 0, None, "not_persons"),
    ("每月2万条", 0, None, "not_persons"),
    ("5000例", 0, None, "not_persons"),
    ("100次", 0, None, "not_persons"),
    ("50 GB", 0, None, "not_persons"),
    # not readable, and never guessed
    ("见附件", 0, None, "unreadable"),
    ("很多", 0, None, "unreadable"),
    ("abc", 0, None, "unreadable"),
    ("亿", 0, None, "unreadable"),
    ("__万", 0, None, "unreadable"),
    ("5x", 0, None, "unreadable"),
    ("50k5", 0, None, "unreadable"),
    ("50%", 0, None, "unreadable"),
    ("1.200.000", 0, None, "unreadable"),
    ("10,0000", 0, None, "unreadable"),
    ("007", 0, None, "unreadable"),
    ("5月10日", 0, None, "unreadable"),
    ("2025-10-01", 0, None, "unreadable"),
    ("2024年5万", 0, None, "unreadable"),
    ("5万（其中境内3万）", 0, None, "unreadable"),
    (True, 0, None, "unreadable"),
    (float("inf"), 0, None, "unreadable"),
    ("5万 10万", 0, None, "ambiguous"),
    ("5万\n10万", 0, None, "ambiguous"),
    ("5万,10万", 0, None, "ambiguous"),
    ("5万或10万", 0, None, "ambiguous"),
    ("三到五百万", 0, None, "ambiguous"),
    ("三到五百余万", 0, None, "ambiguous"),
    ("三百到五百万", 0, None, "ambiguous"),
    ("五十万到80", 0, None, "ambiguous"),
    ("5到几十万", 0, None, "ambiguous"),
    ("几十到十万", 0, None, "ambiguous"),
    ("3-万余", 0, None, "ambiguous"),
    ("3-万", 0, None, "ambiguous"),
    ("50.000", 0, None, "ambiguous"),
    ("50.000人", 0, None, "ambiguous"),
    ("百八十人", 0, None, "ambiguous"),
    ("千五", 0, None, "ambiguous"),
    ("5-10万以上", 0, None, "ambiguous"),
    ("10-5万", 0, None, "contradictory"),
    ("10万-5万", 0, None, "contradictory"),
    ("10万以上5万以下", 0, None, "contradictory"),
    ("不满0", 0, None, "contradictory"),
    ("-5", 0, None, "negative"),
    (-5, 0, None, "negative"),
    ("负5万", 0, None, "negative"),
    (50000.5, 0, None, "not_whole"),
    ("50000.5", 0, None, "not_whole"),
    (3.5, 0, None, "not_whole"),
    ("1e20", 0, None, "implausible"),
    (1e20, 0, None, "implausible"),
    (datetime(2026, 5, 10), 0, None, "date"),
    (date(2026, 5, 10), 0, None, "date"),
    (time(5, 10), 0, None, "date"),
    (timedelta(hours=5), 0, None, "date"),
]


@pytest.mark.parametrize(("text", "low", "high", "code"), FORMS, ids=[repr(f[0]) for f in FORMS])
def test_each_form_people_write_is_read_as_the_contract_says(
    text: object, low: int, high: int | None, code: str
) -> None:
    """A form has one interval and one stable code."""
    volume = read_volume(text)

    assert (low, high, f"volume.{code}") == (volume.low, volume.high, volume.code)


def test_table_of_forms_is_long_and_free_of_repeats() -> None:
    """At least 150 different forms are pinned."""
    assert len(FORMS) >= 150
    assert len({repr(form[0]) for form in FORMS}) == len(FORMS)


@pytest.mark.parametrize(
    ("text", "unit", "period"),
    [
        ("5万", "persons", "year"),
        ("每月3000人", "persons", "month"),
        ("日均200人", "persons", "day"),
        ("每次500人", "persons", "event"),
        ("每周100人", "persons", "unknown"),
        ("无", "persons", "year"),
        ("3.5万人次", "unknown", "year"),
        ("每月2万条", "unknown", "month"),
        ("不详", "unknown", "unknown"),
        ("见附件", "unknown", "unknown"),
    ],
)
def test_unit_and_period_are_stated(text: str, unit: str, period: str) -> None:
    """Only persons count as persons, and the period is the one written."""
    volume = read_volume(text)

    assert (unit, period) == (volume.unit, volume.period)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("5-10万", "单位只写了一次"),
        ("10-20余万", "单位只写了一次"),
        ("5以上10万以下", "单位只写了一次"),
        ("5000-6万余", "另一端按原数"),
        ("3人至5万人", "另一端按原数"),
        ("10以上1万以下", "另一端按原数"),
        ("数千至数万", "几、数"),
        ("5万-七八万", "区间"),
        ("百八十", "两种读法"),
        ("三万五", "省略了单位"),
        ("5万5以上", "省略了单位"),
        ("12万5-13万", "省略了单位"),
        ("5000-1万", "另一端按原数"),
        ("约5万", "10%"),
        ("近5万", "90%"),
        ("5万+", "以上"),
        ("每月3000人", "十二个月"),
        ("数万", "几、数"),
        ("五六万", "区间"),
        ("1.23456万", "整数"),
        ("见附件", "请填"),
        (date(2026, 5, 10), "文本"),
        ("-", "请填 0"),
    ],
)
def test_assumptions_are_noted(text: object, word: str) -> None:
    """Where a reading rests on an assumption, or failed, the note says so in both languages."""
    note = read_volume(text).note

    assert note is not None
    assert word in note.zh
    assert note.en.isascii() or "万" in note.en or "±" in note.en


@pytest.mark.parametrize(
    "text",
    [
        *("5万", "10万以下", "5万-10万", "5万余", "无", "10000-2万"),
        *("5至三十", "二十到三十", "5人-十几人", "5余万-6余万", "100-200余人", "5000人至8千人"),
    ],
)
def test_plain_readings_carry_no_note(text: str) -> None:
    """What is stated outright is not commented on."""
    assert read_volume(text).note is None


def test_width_of_about_is_a_parameter() -> None:
    """约 and 近 take the share given."""
    assert (40_000, 60_000) == _bounds(read_volume("约5万", about=0.2))
    assert (40_000, 49_999) == _bounds(read_volume("近5万", about=0.2))
    assert (50_000, 50_000) == _bounds(read_volume("约5万", about=0.0))


def test_text_is_kept_as_written() -> None:
    """The reading quotes what was read."""
    assert read_volume(" 约５万 ").text == " 约５万 "


_interval = st.tuples(st.integers(0, MOST), st.one_of(st.none(), st.integers(0, MOST))).map(
    lambda pair: pair if pair[1] is None else (min(pair), max(pair))
)
_round = st.tuples(st.integers(0, 9_999), st.sampled_from([1, 100, 1_000, W, 100 * W])).map(
    lambda pair: pair[0] * pair[1]
)
_round_interval = st.tuples(_round, _round).map(lambda pair: (min(pair), max(pair)))


@given(st.one_of(_interval, _round_interval), st.sampled_from(["zh", "en"]))
def test_formatting_and_reading_give_the_interval_back(
    interval: tuple[int, int | None], lang: str
) -> None:
    """What listlab writes, listlab reads, for every interval of persons."""
    low, high = interval
    written = format_volume(Volume(low, high, "persons", "year", "volume.range"), lang)  # type: ignore[arg-type]

    assert (low, high) == _bounds(read_volume(written))


_pieces = st.lists(
    st.sampled_from(
        [
            *"0123456789一二三十百千万亿余多几约近以上下内不满超过至到-~,.()人次条月日年每/ kw",
            *(
                "million",
                "以上",
                "以下",
                "不超过",
                "左右",
                "每月",
                "人次",
                "至少",
                "between",
                "and",
            ),
        ]
    ),
    max_size=8,
).map("".join)


@example("𑄶")  # a digit of another script
@example("٣万")
@given(st.one_of(_pieces, st.text(max_size=100)))
def test_any_text_has_a_reading(text: str) -> None:
    """No text raises; what is not read is unbounded, and bounds are in order."""
    volume = read_volume(text)

    assert volume.low >= 0
    assert volume.high is None or volume.low <= volume.high
    assert volume.unit == "persons" or (volume.low, volume.high) == (0, None)
    assert volume.code.startswith("volume.")


@given(_pieces)
def test_full_width_reads_like_half_width(text: str) -> None:
    """Width of digits and signs changes nothing."""
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "}" else c for c in text)

    assert unicodedata.normalize("NFKC", wide) == text
    assert _bounds(read_volume(text)) == _bounds(read_volume(wide))


@given(st.integers(1, 9_999), st.sampled_from(["万", "千", "百", ""]))
def test_more_specific_words_narrow_the_same_number(count: int, unit: str) -> None:
    """不超过 and 不少于 meet in the number itself; 不满 and 超过 leave it out."""
    written = f"{count}{unit}"
    number = read_volume(written).low

    assert number == read_volume(f"不超过{written}").high == read_volume(f"不少于{written}").low
    assert number - 1 == read_volume(f"不满{written}").high
    assert number + 1 == read_volume(f"超过{written}").low


_bare = st.one_of(
    st.integers(1, 9_999).map(str),
    st.decimals(1, 99, places=1).map(str),
    st.sampled_from(
        ["二", "三", "五", "十", "十几", "几十", "数十", "二十", "三五十", "10余", "50多"]
    ),
)
_with_unit = st.tuples(
    st.one_of(
        st.integers(1, 9_999).map(str),
        st.sampled_from(
            ["", "五", "十", "十几", "二十几", "几", "数", "几十", "七八", "五百", "百"]
        ),
    ),
    st.sampled_from(["", "余", "多", "几", "来"]),
    st.sampled_from(["千", "万", "百万", "千万", "亿", "k", "w", " million"]),
    st.sampled_from(["", "余", "多", "人", "余人"]),
).map("".join)
_forms = st.sampled_from(
    [
        *("{}-{}", "{}至{}", "约{}到{}", "{}~{}左右", "{}人至{}", "{}-不超过{}"),
        *("{}以上{}以下", "{}以上不满{}", "不少于{}不超过{}", "大于{}小于{}", "{}≤x<{}"),
    ]
)


@example("5", "6万余", "{}-{}")
@example("3", "5万多人", "{}至{}")
@example("5", "十几万", "{}至{}")
@example("3", "万余", "{}-{}")
@example("二十", "1百万", "{}人至{}")
@example("1000", "1000千余", "{}人至{}")
@given(_bare, _with_unit, _forms)
def test_a_unit_at_one_end_alone_is_never_passed_over(low: str, high: str, form: str) -> None:
    """Ends a thousand times apart, since one has a unit, are noted or not read at all."""
    volume = read_volume(form.format(low, high))

    far = volume.high is not None and volume.high > 1_000 * max(volume.low, 1)
    assert not (far and volume.code == "volume.range" and volume.note is None)
    assert volume.note is None or "单位" in volume.note.zh or not far


@given(
    st.tuples(st.integers(1, 99), st.integers(1, 99)).filter(lambda pair: pair[0] < pair[1]),
    st.sampled_from(["{}万", "{}万余", "{}万多人", "{}余万", "{}百万", "{}k", "{}亿多"]),
)
def test_a_shared_unit_reads_like_the_unit_written_twice(pair: tuple[int, int], form: str) -> None:
    """5-6万余 is 5万-6万余, and says that the unit was shared."""
    low, high = pair if "余万" not in form else (pair[0] * 10, pair[1] * 10)
    unit = form.replace("{}", "").strip("余多人")
    shared = read_volume(f"{low}-{form.format(high)}")

    assert _bounds(read_volume(f"{low}{unit}-{form.format(high)}")) == _bounds(shared)
    assert shared.note is not None
    assert "单位只写了一次" in shared.note.zh


def _bounds(volume: Volume) -> tuple[int, int | None]:
    return volume.low, volume.high
