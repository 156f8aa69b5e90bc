from __future__ import annotations

from taizhang.engine.model import Kind, Role
from taizhang.engine.roles import is_doubtful, recast_roles


def test_a_plan_that_tells_results_is_a_review_with_all_under_it():
    roles = recast_roles([-1, 0], [Role.TASKS, Role.TASKS], [1] * 10, [Kind.RESULT] * 9 + [Kind.TASK])
    assert roles == (Role.REVIEW, Role.REVIEW)


def test_a_review_that_lays_out_tasks_is_a_plan():
    assert recast_roles([-1], [Role.REVIEW], [0] * 9, [Kind.TASK] * 9) == (Role.TASKS,)


def test_few_clauses_do_not_belie_a_heading():
    assert recast_roles([-1], [Role.TASKS], [0] * 5, [Kind.RESULT] * 5) == (Role.TASKS,)


def test_a_mixed_part_keeps_its_role():
    kinds = [Kind.RESULT] * 6 + [Kind.TASK] * 6
    assert recast_roles([-1], [Role.REVIEW], [0] * 12, kinds) == (Role.REVIEW,)


def test_a_closing_is_never_recast():
    assert recast_roles([-1], [Role.CLOSING], [0] * 12, [Kind.TASK] * 12) == (Role.CLOSING,)


def test_each_part_of_the_first_level_is_judged_by_itself():
    roles = recast_roles([-1, -1], [Role.TASKS, Role.TASKS], [0] * 9 + [1] * 9, [Kind.RESULT] * 9 + [Kind.TASK] * 9)
    assert roles == (Role.REVIEW, Role.TASKS)


def test_a_part_whose_clauses_agree_with_its_role_is_not_doubted():
    assert not is_doubtful([-1], [Role.REVIEW], [0] * 10, [Kind.RESULT] * 9 + [Kind.TASK])


def test_a_part_whose_clauses_disagree_with_its_role_is_doubted():
    assert is_doubtful([-1], [Role.TASKS], [0] * 10, [Kind.RESULT] * 4 + [Kind.TASK] * 6)


def test_framing_says_nothing_about_a_role():
    assert not is_doubtful([-1], [Role.TASKS], [0] * 20, [Kind.FRAMING] * 20)
