"""Actions on a ledger that are refused: E501 and on. Pages answer them with a status and their line."""

# ruff: noqa: N818  (the names say what is wrong)

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from taizhang.errors.base import Said, TaizhangError, Templates


class ActionRefused(TaizhangError):
    """The actor sees the thing and may not do this to it. ``action`` says what, ``reason`` why."""

    code = "E501"
    templates: ClassVar[Templates] = {
        "zh": ("不能{action}：{reason}。", "请由有此权限的人员办理。"),
        "en": ("this may not be done ({action}): {reason}. ", "Ask somebody whose role allows it."),
    }
    defaults: ClassVar[Mapping[str, object]] = {
        "action": Said("办理", "action"),
        "reason": Said("您的角色没有此项权限", "your role does not allow it"),
    }


class ThingMissing(TaizhangError):
    """There is no such thing, or the actor may not know of it."""

    code = "E502"
    templates: ClassVar[Templates] = {
        "zh": ("没有找到。", "请核对地址，或从首页重新进入。"),
        "en": ("not found. ", "Check the address, or start from the first page."),
    }


class EditConflict(TaizhangError):
    """Somebody else changed the thing since the actor read it. ``who`` did."""

    code = "E503"
    templates: ClassVar[Templates] = {
        "zh": ("{who}刚修改过这一条，您的内容尚未保存。", "请对照现在的内容后再提交。"),
        "en": ("{who} has just changed this; what you entered is not saved yet. ", "Compare it and submit again."),
    }
    defaults: ClassVar[Mapping[str, object]] = {"who": Said("他人", "somebody")}


class FieldsWrong(TaizhangError):
    """What was entered is wrong. ``fields`` maps a field's name to what is wrong with it and what to do."""

    code = "E504"
    templates: ClassVar[Templates] = {
        "zh": ("填写有误：{reason}。", "请改正后重新提交。"),
        "en": ("wrong input: {reason}. ", "Correct it and submit again."),
    }
    defaults: ClassVar[Mapping[str, object]] = {"reason": Said("内容不符合要求", "it does not meet the rules")}

    def __init__(self, where: str = "", *, fields: Mapping[str, Said] | None = None, **facts: object) -> None:
        self.fields = dict(fields or {})
        if fields and "reason" not in facts:
            facts["reason"] = Said(
                "；".join(said.zh for said in fields.values()), "; ".join(s.en for s in fields.values())
            )
        super().__init__(where, **facts)


class StepTooEarly(TaizhangError):
    """What has to be done first is not. ``reason`` says what."""

    code = "E505"
    templates: ClassVar[Templates] = {
        "zh": ("尚不能办理：{reason}。", "请先补齐后再办理。"),
        "en": ("not yet possible: {reason}. ", "Complete that first."),
    }
    defaults: ClassVar[Mapping[str, object]] = {"reason": Said("前一步尚未完成", "an earlier step is not done")}
