"""What is remembered for a few seconds."""

from onward.api.recent import Recent


class Clock:
    at = 100.0

    def __call__(self) -> float:
        return self.at


def test_it_forgets_after_its_time() -> None:
    clock = Clock()
    recent: Recent[str, int] = Recent(max_age_seconds=5, timer=clock)
    recent.put("a", 1, asked_at=clock.at)
    clock.at = 104.9
    assert recent.get("a") == 1
    clock.at = 105.0
    assert recent.get("a") is None


def test_an_answer_ages_from_the_question() -> None:
    clock = Clock()
    recent: Recent[str, int] = Recent(max_age_seconds=5, timer=clock)
    clock.at = 104.0
    recent.put("a", 1, asked_at=100.0)
    clock.at = 105.0
    assert recent.get("a") is None


def test_it_never_holds_more_than_it_may_and_forgets_the_oldest_first() -> None:
    recent: Recent[int, int] = Recent(max_entries=3)
    for key in range(100):
        recent.put(key, key, asked_at=recent.now())
    assert [key for key in range(100) if recent.get(key) is not None] == [97, 98, 99]


def test_false_is_remembered_too() -> None:
    recent: Recent[None, bool] = Recent()
    recent.put(None, False, asked_at=recent.now())
    assert recent.get(None) is False


def test_putting_again_counts_as_new() -> None:
    recent: Recent[str, int] = Recent(max_entries=2)
    for key in ("a", "b", "a", "c"):
        recent.put(key, 1, asked_at=recent.now())
    assert (recent.get("a"), recent.get("b")) == (1, None)
