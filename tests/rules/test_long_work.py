"""The protocol of long work: a step is called after each part, and its progress is recorded."""

from __future__ import annotations

from domain.long_work import RecordedStep, to_the_end


def test_a_recorded_step_stores_the_progress_and_whether_the_work_was_stopped() -> None:
    step = RecordedStep(lambda done, _total: done < 4)
    assert step(2, 9)
    assert (step.done, step.stopped) == (2, False)
    assert not step(4, 9)
    assert (step.done, step.stopped) == (4, True)


def test_the_total_is_never_less_than_what_is_done() -> None:
    seen: list[tuple[int, int]] = []

    def step(done: int, total: int) -> bool:
        seen.append((done, total))
        return True

    recorded = RecordedStep(step)
    recorded(2, 3)
    recorded(5, 3)
    assert seen == [(2, 3), (5, 5)]


def test_the_step_to_the_end_never_stops_the_work() -> None:
    step = RecordedStep(to_the_end)
    assert step(1, 2)
    assert not step.stopped
