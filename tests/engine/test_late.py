"""Items whose titles, dates and units are worked out when they are first asked for."""

import copy
import gc
import pickle
import weakref
from collections.abc import Callable
from dataclasses import fields, replace

import pytest

from taizhang.engine.model import Item, Kind, Report, SourceText, Span
from taizhang.engine.pipeline import compile_source

TEXT = "二、2032年工作安排\n今年新建农村公路20公里，方便群众出行。推动白鹭湾锂电二期等项目加快建设。"


def compiled() -> Report:
    return compile_source(SourceText(TEXT, place="晋中市", area="140700", year=2032))


def untold(item: Item) -> bool:
    return not any(_is_set(item, name) for name in Item.late)


def _is_set(item: Item, name: str) -> bool:
    try:
        object.__getattribute__(item, name)
    except AttributeError:
        return False
    return True


def whole(item: Item) -> Item:
    return Item(**{field.name: getattr(item, field.name) for field in fields(item)})


def begun(tell: Callable[[Item], None]) -> Item:
    made: list[Item] = []
    made.append(Item.begin(lambda: tell(made[0]), id="i0", section=None, kind=Kind.TASK, spans=(Span(0, 2),)))
    return made[0]


def test_compiling_and_checking_tell_no_titles() -> None:
    assert all(untold(item) for item in compiled().items)


@pytest.mark.parametrize("name", sorted(Item.late))
def test_any_field_may_be_asked_for_first(name: str) -> None:
    report, other = compiled(), compiled()
    assert [getattr(item, name) for item in report.items] == [getattr(whole(item), name) for item in other.items]


def test_all_fields_that_may_be_told_late_are_told() -> None:
    road, plant = compiled().items[-2:]
    assert (road.title, road.purpose, road.due, road.due_assumed) == (
        "新建农村公路20公里",
        "方便群众出行",
        "2032-12-31",
        True,
    )
    assert road.suggestion is not None
    assert road.suggestion.lead == "市交通运输局"
    assert plant.projects == ("白鹭湾锂电二期",)


@pytest.mark.parametrize(
    "use",
    [copy.copy, copy.deepcopy, replace, lambda item: pickle.loads(pickle.dumps(item))],  # noqa: S301  (our own),
    ids=["copy", "deepcopy", "replace", "pickle"],
)
def test_what_is_made_of_an_untold_item_is_whole(use: Callable[[Item], Item]) -> None:
    for made, item in zip(map(use, compiled().items), compiled().items, strict=True):
        assert made == item
        assert not untold(made)


def test_an_untold_item_compares_hashes_and_shows_as_a_whole_one() -> None:
    for item, other in zip(compiled().items, compiled().items, strict=True):
        assert item == whole(other)
        assert hash(item) == hash(whole(other))
        assert repr(item) == repr(whole(other))


def test_a_report_nothing_was_asked_of_is_equal_after_a_round_trip() -> None:
    assert Report.from_json(compiled().to_json()) == compiled()


def test_the_function_is_called_once() -> None:
    calls: list[Item] = []

    def tell(item: Item) -> None:
        calls.append(item)
        item.fill(title="修路", due=None)
        item.close()

    item = begun(tell)
    assert (item.title, item.due, item.title) == ("修路", None, "修路")
    assert len(calls) == 1


def test_a_closed_item_lets_go_of_what_told_it() -> None:
    class Source:
        """Something that the function holds."""

    source = Source()

    def tell(item: Item, _source: Source = source) -> None:
        item.fill(title="修路")
        item.close()

    item, held = begun(tell), weakref.ref(source)
    assert item.title == "修路"
    del source, tell
    gc.collect()
    assert held() is None


def test_a_name_that_is_no_field_is_none() -> None:
    with pytest.raises(AttributeError, match="headline"):
        _ = compiled().items[0].headline  # type: ignore[attr-defined]
