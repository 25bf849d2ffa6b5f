"""Where one member's day begins and ends."""

from datetime import UTC, datetime

from onward.domain.queue import day_of

NOW = datetime(2026, 1, 21, 23, 30, tzinfo=UTC)


def test_in_one_zone_all_agree() -> None:
    day = day_of(NOW, "UTC", "UTC")
    assert day.cutoffs.today_starts_at == day.begins_at == datetime(2026, 1, 21, tzinfo=UTC)
    assert day.ends_at == day.ends_for_whole_days_at == datetime(2026, 1, 22, tzinfo=UTC)


def test_east_of_the_tenant_it_is_tomorrow_already() -> None:
    """The member's Thursday: whole days of the tenant's calendar belong to it up to the Thursday there."""
    day = day_of(NOW, "UTC", "Europe/Berlin")
    assert day.cutoffs.today_starts_at == datetime(2026, 1, 21, tzinfo=UTC), "overdue goes by the tenant's day"
    assert day.begins_at == datetime(2026, 1, 21, 23, tzinfo=UTC)
    assert day.ends_at == datetime(2026, 1, 22, 23, tzinfo=UTC)
    assert day.ends_for_whole_days_at == datetime(2026, 1, 23, tzinfo=UTC)


def test_a_day_on_which_the_clocks_change_has_23_hours() -> None:
    day = day_of(datetime(2026, 3, 29, 10, tzinfo=UTC), "Europe/Berlin", "Europe/Berlin")
    assert (day.ends_at - day.begins_at).total_seconds() == 23 * 3600
