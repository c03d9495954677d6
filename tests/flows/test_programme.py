"""A closed month publishes what the site's papers say of the programme, and what the pipeline measures of itself."""

from tests.flows.small_sites import SmallSite


def test_the_savings_stand_by_owner_and_together(first_month_closed: SmallSite) -> None:
    rows = first_month_closed.rows("select scope, owner, year, target_pence, delivered_pence from out_savings")
    assert sorted(rows, key=str) == [
        ("owner", "stockport", "2022-23", None, None),
        ("owner", "tameside", "2022-23", 300000, None),
        ("together", "", "2022-23", 300000, None),
    ]


def test_milestones_and_risks_stand_as_the_papers_had_them_on_12_may(first_month_closed: SmallSite) -> None:
    """Of ten milestones three rest on the Cabinet's decision of 28 June."""
    late = first_month_closed.rows("select milestone, is_late from out_milestones")
    assert len(late) == 7
    assert {str(milestone) for milestone, is_late in late if is_late} == {
        *("unions-briefed", "job-descriptions", "cabinet-paper", "second-update"),
    }
    assert first_month_closed.rows("select risk, rating from out_risks order by risk") == [
        ("governance", None),
        ("level-of-service", None),
    ]


def test_the_pipeline_measures_april(first_month_closed: SmallSite) -> None:
    """Of the posts with a host in April, Stockport's out-of-hours lead is vacant all 30 days, the director is not."""
    query = "select code, area, year_label, value from out_pprr_performance where code like 'SSP%' order by 1, 2, 3"
    told = {(code, area, label): value for code, area, label, value in first_month_closed.rows(query)}
    assert told["SSP_VACANT_FTE_DAYS", "stockport", "2022-23-P01"] == "30.0"
    assert told["SSP_VACANT_FTE_DAYS", "tameside", "2022-23"] == "0.0"
    assert told["SSP_DAYS_TO_CLOSE", "stockport-tameside", "2022-23-P01"] == "12"
    assert told["SSP_VALUE_UNEXPLAINED", "stockport", "2022-23-P01"] == "0.00"
