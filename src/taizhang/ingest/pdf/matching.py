"""Pairs that fit best on the whole: what enters is a table of scores, what leaves is which row goes with which column.

Of the scores ``((5, 4), (4, 0))`` the best single pair is 0 with 0, but 0 with 1 and 1 with 0 fit better together.
"""

from __future__ import annotations

from collections.abc import Sequence


def match_pairs(scores: Sequence[Sequence[float]]) -> dict[int, int]:
    """For each row its column, each column taken once, so that the sum is largest; pairs below 0 are left out.

    >>> match_pairs(((5, 4), (4, 0)))
    {0: 1, 1: 0}
    """
    if not scores or not scores[0]:
        return {}
    table = _Table(scores)
    for row in range(len(scores)):
        table.place(row)
    found = ((row, column) for column, row in enumerate(table.row_of[: len(scores[0])]) if row >= 0)
    return dict(sorted((row, column) for row, column in found if scores[row][column] > 0))


class _Table:
    """The Hungarian method: rows are placed one by one, those before them moved where that costs less."""

    def __init__(self, scores: Sequence[Sequence[float]]) -> None:
        blank = [0.0] * len(scores)  # a row may take a column of its own, which counts for nothing
        self._costs = [[-max(score, 0.0) for score in row] + blank for row in scores]
        self._by_row = [0.0] * len(scores)
        self._by_column = [0.0] * len(self._costs[0])
        self.row_of = [-1] * len(self._costs[0])

    def place(self, start: int) -> None:
        """Give a row the column that costs least, with what moving others costs."""
        least, way = [float("inf")] * len(self.row_of), [-1] * len(self.row_of)
        seen: list[int] = []
        row, column = start, -1
        while row >= 0:
            for other in self._unseen(seen):
                reduced = self._costs[row][other] - self._by_row[row] - self._by_column[other]
                if reduced < least[other]:
                    least[other], way[other] = reduced, column
            nearest = min(self._unseen(seen), key=lambda other: least[other])
            self._shift(start, seen, least, least[nearest])
            column, row = nearest, self.row_of[nearest]
            seen.append(column)
        while column >= 0:
            before = way[column]
            self.row_of[column] = self.row_of[before] if before >= 0 else start
            column = before

    def _unseen(self, seen: list[int]) -> list[int]:
        return [column for column in range(len(self.row_of)) if column not in seen]

    def _shift(self, start: int, seen: list[int], least: list[float], step: float) -> None:
        self._by_row[start] += step
        for column in seen:
            self._by_row[self.row_of[column]] += step
            self._by_column[column] -= step
        for column in self._unseen(seen):
            least[column] -= step
