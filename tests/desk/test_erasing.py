"""Erasure as a use case: who may, what is written, and that nothing answers afterwards."""

from __future__ import annotations

import pytest

from headwater.errors import BadInput, Forbidden, NotFound


def reports_of(desk, actor):
    hit = desk.search(actor, "Besnik Shembulli").hits[0]
    sources = [
        source
        for group in desk.entity(actor, hit.id).groups
        for prop in group.properties
        for value in prop.values
        for source in value.sources
    ]
    return hit.id, sorted({source.report_id for source in sources})


def test_an_officer_of_data_protection_erases_and_the_audit_says_so(desk, acting, analyst):
    _, reports = reports_of(desk, analyst)
    dora = acting("dora", "supervise")
    assert desk.erase_reports(dora, reports) == len(reports)
    assert desk.search(analyst, "Besnik Shembulli").total == 0
    with pytest.raises(NotFound):
        desk.report(analyst, reports[0])
    told = desk.audit_page(dora, operation="erasure").entries
    begun = told[-1]
    assert set(begun.records) == set(reports)
    assert begun.reason == "Reports erased: begun"
    assert told[0].reason.endswith(": done")


@pytest.mark.parametrize("name", ["ana", "lia", "bo", "adam", "nobody"])
def test_nobody_else_erases(desk, acting, analyst, name):
    _, reports = reports_of(desk, analyst)
    with pytest.raises(Forbidden):
        desk.erase_reports(acting(name, "test"), reports)
    assert desk.search(analyst, "Besnik Shembulli").total == 1


@pytest.mark.parametrize("ids", [[], ["x"], ["0" * 24, "'; --"], [f"{n:024x}" for n in range(5001)]])
def test_what_is_no_id_is_refused_before_anything_is_written(desk, acting, ids):
    dora = acting("dora", "supervise")
    with pytest.raises(BadInput):
        desk.erase_reports(dora, ids)
    assert desk.audit_page(dora, operation="erasure").total == 0


def test_a_report_that_is_not_there_is_not_found(desk, acting):
    with pytest.raises(NotFound):
        desk.erase_reports(acting("dora", "supervise"), ["0" * 24])
