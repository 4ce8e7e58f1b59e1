"""Which names a reader sees."""

from dataclasses import replace

import polars as pl

from listlab.report.audience import names_for


def test_internal_readers_see_names_and_files_without_the_shared_folder(tables):
    """Names stand as they are; files lose only the folder common to all."""
    names = names_for(tables, "internal")
    assert ("甲", "样例企业_00.xlsx") == (
        names.enterprise("x", "甲"),
        names.file("样例企业_00.xlsx"),
    )
    assert not names.hidden


def test_experts_see_numbers_instead_of_names(tables):
    """Enterprises and files are numbered, also inside sentences and sources."""
    names = names_for(tables, "expert")
    row = tables.enterprises.row(7, named=True)
    file, name = row["source"]["file"], row["name"]
    sentence = names.sentence(f"请 {name}（{row['enterprise_id']}）补报 {file}")
    assert "企业 008" == names.enterprise(row["enterprise_id"], name)
    assert names.place(f"data/x/{file} › 出境场景 › M4").endswith(" › 出境场景 › M4")
    assert not any(told in sentence for told in (name, row["enterprise_id"], file))


def test_a_longer_name_is_replaced_before_the_shorter_one_in_it(tables):
    """`(1)` copies of a file keep no part of the original's name."""
    names = names_for(tables, "expert")
    assert names.sentence("样例企业_00 (1).xlsx") == names.file("样例企业_00 (1).xlsx")


def test_experts_see_no_recipient_no_silent_enterprise_and_no_other_file(whole_survey):
    """Recipients, enterprises of the frame and files beside the survey are numbered too."""
    names = names_for(whole_survey, "expert", "en")
    silent = whole_survey.frame.filter(pl.col("status") == "none").row(0, named=True)
    assert "recipient 001" == names.recipient("Sample Global HQ")
    assert names.enterprise(silent["enterprise_id"], silent["name"]).startswith("enterprise ")
    assert "file 003 › A2" == names.place("frame.csv › A2")
    told = f"{silent['name']} sends to Sample Global HQ"
    assert not any(word in names.sentence(told) for word in (silent["name"], "Sample Global HQ"))


def test_numbers_of_enterprises_begin_with_those_that_answered(whole_survey, tables):
    """A frame changes no number that a reader has seen before."""
    with_frame, without = names_for(whole_survey, "expert"), names_for(tables, "expert")
    assert without.enterprises.items() <= with_frame.enterprises.items()


def test_a_short_recipient_stays_a_word_of_the_sentence(tables):
    """总部 gives nobody away; only in its own cell is it numbered."""
    flows = tables.flows.with_columns(pl.lit("总部").alias("recipient"))
    names = names_for(replace(tables, flows=flows), "expert")
    assert ("接收方 001", "由总部签署") == (names.recipient("总部"), names.sentence("由总部签署"))
