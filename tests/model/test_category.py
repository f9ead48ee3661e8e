"""Categories of a person: Directive (EU) 2016/680, Art. 6, and ours for a public list."""

from headwater.model.category import Basis, SubjectCategory


def test_the_categories_are_those_of_article_6_and_listed():
    article_6 = {"suspect", "convicted", "victim", "witness", "contact"}
    assert {category.value for category in SubjectCategory} == article_6 | {"listed"}


def test_victims_and_witnesses_are_protected_and_nobody_else():
    protected = {category for category in SubjectCategory if category.protected}
    assert protected == {SubjectCategory.VICTIM, SubjectCategory.WITNESS}


def test_fact_and_assessment_are_told_apart():
    assert [basis.value for basis in Basis] == ["fact", "assessment"]
