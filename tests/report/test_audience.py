"""Which names a reader sees."""

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
