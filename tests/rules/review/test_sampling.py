"""抽查: proportional shares, every stratum included, and the same list from the same seed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from domain.rules.review.sampling import sample, shares

SIZES = st.dictionaries(st.tuples(st.sampled_from('ABCDE'), st.integers(1, 5)), st.integers(0, 400), max_size=20)
URN = {('A', 3): [f'A3-{n}' for n in range(60)], ('A', 1): [f'A1-{n}' for n in range(30)], ('B', 3): ['B3-0']}


@given(SIZES, st.integers(1, 500))
def test_shares_add_up_and_no_stratum_gives_more_than_it_has(sizes: dict[tuple[str, int], int], wanted: int) -> None:
    drawn = shares(sizes, wanted)
    assert sum(drawn.values()) == min(wanted, sum(sizes.values()))
    assert all(0 <= n <= sizes[key] for key, n in drawn.items())
    strata = [key for key, size in sizes.items() if size]
    if wanted >= len(strata):
        assert all(drawn[key] >= 1 for key in strata)


def test_shares_are_proportional() -> None:
    assert shares({'a': 600, 'b': 300, 'c': 100}, 10) == {'a': 6, 'b': 3, 'c': 1}
    assert shares({'a': 1, 'b': 1, 'c': 1}, 2) == {'a': 1, 'b': 1, 'c': 0}


def test_the_same_seed_draws_the_same_list_in_any_input_order() -> None:
    backwards = {key: list(reversed(names)) for key, names in reversed(URN.items())}
    assert sample(URN, 12, '20260401') == sample(backwards, 12, '20260401')
    assert sample(URN, 12, '20260401') != sample(URN, 12, '20260402')


def test_a_draw_matches_one_calculated_by_hand() -> None:
    """Calculated outside this program: sha256sum of `7|a` … `7|e`, the two smallest."""
    assert sample({'x': list('abcde')}, 2, '7') == {'x': ['e', 'a']}
