"""The protocol of long work: a step that is asked after each part, and what is remembered of it."""

from __future__ import annotations

from domain.long_work import RecordedStep, to_the_end


def test_a_recorded_step_remembers_how_far_the_work_came_and_that_it_was_stopped() -> None:
    step = RecordedStep(lambda done, _total: done < 4)
    assert step(2, 9)
    assert (step.done, step.stopped) == (2, False)
    assert not step(4, 9)
    assert (step.done, step.stopped) == (4, True)


def test_what_grew_since_it_was_counted_is_never_more_than_all_of_it() -> None:
    seen: list[tuple[int, int]] = []

    def step(done: int, total: int) -> bool:
        seen.append((done, total))
        return True

    recorded = RecordedStep(step)
    recorded(2, 3)
    recorded(5, 3)
    assert seen == [(2, 3), (5, 5)]


def test_nobody_stops_what_goes_to_the_end() -> None:
    step = RecordedStep(to_the_end)
    assert step(1, 2)
    assert not step.stopped
