"""Pairs that fit best on the whole, against trying all of them."""

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from taizhang.ingest.pdf.matching import match_pairs

SIZES = st.tuples(st.integers(1, 4), st.integers(1, 4))
TABLES = SIZES.flatmap(
    lambda size: st.lists(
        st.lists(st.integers(-3, 6), min_size=size[1], max_size=size[1]), min_size=size[0], max_size=size[0]
    )
)


def best_sum(scores):
    columns = [*range(len(scores[0])), *[None] * len(scores)]
    ways = permutations(columns, len(scores))
    return max(sum(max(0, scores[i][c]) for i, c in enumerate(way) if c is not None) for way in ways)


@given(TABLES)
def test_sum_is_the_largest_and_each_column_is_taken_once(scores):
    found = match_pairs(scores)
    assert sum(scores[row][column] for row, column in found.items()) == best_sum(scores)
    assert len(set(found.values())) == len(found)


def test_nothing_is_matched_in_an_empty_table_or_below_zero():
    assert match_pairs([]) == match_pairs([[]]) == match_pairs([[-1, -2], [-3, -1]]) == {}
