"""A made-up city with its people, as everybody in these tests knows them."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from taizhang.catalog.models import Place, Unit
from taizhang.catalog.registering import register_place
from taizhang.ledger.access import Actor
from taizhang.ledger.actions.documents import Upload, create_ledger
from taizhang.ledger.models import Ledger, Membership, Role, User

REPORT = """澜川市2031年政府工作报告

一、2030年工作回顾
一年来，全市地区生产总值增长5.2%，新建农村公路30公里。

二、2031年工作安排
今年经济社会发展主要预期目标是：地区生产总值增长5.5%左右，城镇新增就业3万人以上。
（一）兴修水利。新修水渠20公里，改造泵站3座。实施老旧灌区节水改造，新增高效节水灌溉面积2万亩。
（二）办好教育。新建幼儿园2所，新增学位600个。6月底前完成中小学校舍安全排查。
"""


@dataclass
class City:
    """A place with a person in every role; ``ledger`` is that of its report."""

    place: Place
    people: dict[str, Actor]

    def unit(self, name: str) -> Unit:
        return Unit.objects.get(place=self.place, name=name)

    def __getitem__(self, name: str) -> Actor:
        user = self.people[name].user
        assert user is not None
        return Actor(User.objects.get(pk=user.pk))


def make_person(place: Place, name: str, role: Role, unit: str = "") -> Actor:
    user = User.objects.create(username=name, display_name=name)
    held = Unit.objects.get(place=place, name=unit) if unit else None
    Membership.objects.create(user=user, role=role, place=None if held else place, unit=held)
    return Actor(user)


@pytest.fixture
def city(db: None) -> City:
    place = register_place("澜川市", None, 2031, "lanchuan")
    people = {
        "起草": make_person(place, "起草", Role.DRAFTER),
        "督查": make_person(place, "督查", Role.SUPERVISOR),
        "水利填报": make_person(place, "水利填报", Role.REPORTER, "市水利局"),
        "水利审核": make_person(place, "水利审核", Role.APPROVER, "市水利局"),
        "教育填报": make_person(place, "教育填报", Role.REPORTER, "市教育局"),
        "数据": make_person(place, "数据", Role.STEWARD, "市统计局"),
        "领导": make_person(place, "领导", Role.LEADER),
        "审计": make_person(place, "审计", Role.AUDITOR),
        "管理": make_person(place, "管理", Role.ADMINISTRATOR),
    }
    return City(place, people)


@pytest.fixture
def ledger(city: City, django_capture_on_commit_callbacks) -> Ledger:
    with django_capture_on_commit_callbacks(execute=True):
        made = create_ledger(
            city["督查"], city.place, "2031年政府工作报告", 2031, [Upload("报告.txt", REPORT.encode())]
        )
    return Ledger.objects.get(pk=made.pk)
