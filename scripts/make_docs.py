"""The generated parts of the documentation: what enters is the code itself, what leaves is the text between marks.

    python scripts/make_docs.py            writes them anew
    python scripts/make_docs.py --check    exit 1 and the names of the files that are stale

In ``README*.md`` and ``docs/*.md`` all that stands between ``<!-- made: NAME LANG -->`` and ``<!-- end -->`` is made
here: ``commands``, ``help``, ``errors``, ``findings``, ``checks``, ``tally``, ``seeded``, ``settings``, ``columns``,
``rules``, ``hardness``, ``accuracy``, ``corpus``, ``panel``, and ``sample`` (what ``taizhang read`` prints of a
sample). LANG: ``en`` or ``zh``.
"""

from __future__ import annotations

import argparse
import difflib
import io
import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import redirect_stdout
from pathlib import Path

import pyarrow as pa

import check_docs
from measure_accuracy import FIGURES, FLOORS
from taizhang import checks, errors, rules, samples, settings
from taizhang.cli import build_parser
from taizhang.cli import main as main_command
from taizhang.cli.words import Words
from taizhang.corpus import panel, schema

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = 1
MARK = re.compile(r"(<!-- made: (\w+) (zh|en) -->\n).*?(<!-- end -->)", re.DOTALL)

_HEADS: Mapping[str, Mapping[str, Sequence[str]]] = {
    "commands": {"en": ("command", "does"), "zh": ("命令", "作用")},
    "errors": {"en": ("code", "exit", "what is wrong", "what to do"), "zh": ("代码", "退出码", "问题", "处理办法")},
    "findings": {"en": ("code", "title", "notices"), "zh": ("代码", "发现什么")},
    "settings": {"en": ("setting", "default", "allowed", "does"), "zh": ("设置项", "默认值", "可选值", "作用")},
    "columns": {"en": ("key", "header"), "zh": ("代号", "表头")},
    "rules": {"en": ("table", "rows", "examples", "counter-examples"), "zh": ("规则表", "条数", "正例", "反例")},
    "hardness": {"en": ("class", "told by", "words"), "zh": ("约束性", "依据", "词语")},
    "corpus": {"en": ("column", "type"), "zh": ("列", "类型")},
    "panel": {"en": ("column", "type", "title", "holds"), "zh": ("列", "类型", "名称", "内容")},
    "accuracy": {
        "en": ("figure", "at least", "known reports", "unseen reports"),
        "zh": ("指标", "下限", "已见报告", "未见报告"),
    },
}

_FIGURES = {
    "f1": ("figures found with value and unit, F1", "数量（数值和单位都对），F1"),
    "strict_f1": ("figures with everything right, F1", "数量（各项全对），F1"),
    "bound": ("bound", "界限"),
    "measure": ("measure", "口径"),
    "indicator": ("indicator", "指标"),
    "status": ("status", "已完成或计划"),
    "period": ("period", "时期"),
    "comparator": ("bound, where a word bounds the figure", "界限（有界限词的数量）"),
    "measure_macro": ("measure, mean over its classes, F1", "口径（各类平均），F1"),
    "kind": ("kind of clause", "分句类别"),
    "kind_target": ("clauses of targets, F1", "目标分句，F1"),
    "kind_problem": ("clauses of problems, F1", "问题分句，F1"),
    "item_f1": ("where items begin, F1", "事项起点，F1"),
}

_COUNTS = {
    "en": "Known reports: {known}. Unseen reports: {unseen}.",
    "zh": "已见报告：{known}。未见报告：{unseen}。",
}
_COUNT_WORDS = {
    "en": "{reports} reports, {clauses} clauses ({targets} of targets, {problems} of problems), {figures} figures",
    "zh": "{reports}篇，{clauses}个分句（其中目标{targets}个、问题{problems}个），{figures}个数量",
}


def make_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table; bars and line ends within cells are made harmless."""
    lines = [head, ["---"] * len(head), *rows]
    cells = ((str(cell).replace("|", "\\|").replace("\n", " ").strip() for cell in line) for line in lines)
    return "".join(f"| {' | '.join(line)} |\n" for line in cells)


def make_commands(lang: str) -> str:
    """One row a command."""
    words = Words(lang)
    rows = [(f"`taizhang {name}`", words.say(f"{name}.summary")) for name in build_parser(words).commands]
    return make_table(_HEADS["commands"][lang], rows)


def make_help(lang: str) -> str:
    """The page of each command as ``--help`` prints it where the output is no terminal."""
    parser = build_parser(Words(lang))
    with redirect_stdout(io.StringIO()):
        texts = [(page.prog, page.format_help().rstrip()) for page in (parser, *parser.commands.values())]
    return "\n".join(f"## `{name}`\n\n```text\n{text}\n```\n" for name, text in texts)


def list_errors() -> list[type[errors.TaizhangError]]:
    """The exceptions that have a code of their own, in order of the codes."""
    with_code = (error for error in _subclasses(errors.TaizhangError) if "code" in vars(error))
    return sorted(with_code, key=lambda error: error.code)


def _subclasses(error: type[errors.TaizhangError]) -> Iterator[type[errors.TaizhangError]]:
    for sub in error.__subclasses__():
        yield sub
        yield from _subclasses(sub)


def make_errors(lang: str) -> str:
    """One row an exception that has a code of its own, worded with what stands in for facts not given."""
    rows = []
    for error in list_errors():
        facts = {name: "…" if fact == "?" else getattr(fact, lang, fact) for name, fact in error.defaults.items()}
        what, step = (part.format(where="", **facts) for part in error.templates[lang])
        rows.append((error.code, str(error.exit_code), what, step))
    return make_table(_HEADS["errors"][lang], rows)


def make_findings(lang: str) -> str:
    """One row a code of ``checks/``: its title, and in English what its check says of itself."""
    first = {told.code: told.first for told in reversed(check_docs.list_told())}
    rows: list[tuple[str, ...]] = []
    for code, title in sorted(checks.TITLES.items()):
        linked = f"[{code}]({'docs/' if lang == 'zh' else ''}checks.md#{code.lower()})"
        rows.append((linked, title) if lang == "zh" else (linked, title, first[code]))
    return make_table(_HEADS["findings"][lang], rows)


def make_sample(lang: str) -> str:
    """What ``taizhang read`` prints of a sample."""
    printed = io.StringIO()
    with redirect_stdout(printed):
        code = main_command(["read", str(samples.paths()[SAMPLE]), "--lang", lang])
    if code:
        sys.exit(f"taizhang read ended with {code} on a sample")
    return f"```text\n{printed.getvalue().rstrip()}\n```\n"


def make_settings(lang: str) -> str:
    """One row a setting."""
    rows = [
        (f"`{each.name}`", each.default, " · ".join(f"`{a}`" for a in each.allowed), getattr(each, lang))
        for each in settings.describe_settings()
    ]
    return make_table(_HEADS["settings"][lang], rows)


def make_columns(lang: str) -> str:
    """One row a column that a ledger may have."""
    at = 0 if lang == "zh" else 1
    return make_table(_HEADS["columns"][lang], [(f"`{key}`", names[at]) for key, names in settings.COLUMNS.items()])


def make_rules(lang: str) -> str:
    """One row a rule table."""
    rows = []
    for file in rules.tables():
        table = rules.load(file.removesuffix(".toml"))
        counts = (len(table), sum(len(row.examples) for row in table), sum(len(row.counterexamples) for row in table))
        rows.append((f"[`{file}`](../src/taizhang/rules/{file})", *map(str, counts)))
    return make_table(_HEADS["rules"][lang], rows)


def make_hardness(lang: str) -> str:
    """One row a rule that makes a target binding or soft, in the order they are documented."""
    classes = {"zh": {"soft": "预期性", "binding": "约束性"}, "en": {"soft": "soft", "binding": "binding"}}[lang]
    rows = [(classes[row["hardness"]], row[lang], "、".join(row.get("words", ()))) for row in rules.load("hardness")]
    return make_table(_HEADS["hardness"][lang], rows)


def make_accuracy(lang: str) -> str:
    """The figures of docs/figures.json beside their floors, and over how much they are counted."""
    at = 0 if lang == "en" else 1
    measured = json.loads(FIGURES.read_text(encoding="utf-8"))
    known, unseen = (measured[group]["figures"] for group in ("known", "unseen"))
    rows = [
        (_FIGURES[name][at], f"{floor:.2f}", f"{known[name]:.3f}", f"{unseen[name]:.3f}")
        for name, floor in FLOORS.items()
    ]
    counts = {group: _COUNT_WORDS[lang].format(**measured[group]["counts"]) for group in ("known", "unseen")}
    return make_table(_HEADS["accuracy"][lang], rows) + "\n" + _COUNTS[lang].format(**counts) + "\n"


def make_corpus(lang: str) -> str:
    """A table for each table of a corpus: its columns and their types."""
    parts = []
    for name in schema.TABLES:
        fields = schema.table_schema(name, pa.schema([]))
        rows = [(f"`{field.name}`", str(field.type)) for field in fields]
        parts.append(f"`{name}.parquet`\n\n{make_table(_HEADS['corpus'][lang], rows)}")
    return "\n".join(parts)


def make_panel(lang: str) -> str:
    """One row a column of the panel."""
    rows = [(f"`{c.name}`", c.type, getattr(c, lang), getattr(c, f"{lang}_long")) for c in panel.columns()]
    return make_table(_HEADS["panel"][lang], rows)


MAKERS: dict[str, Callable[[str], str]] = {
    "commands": make_commands,
    "help": make_help,
    "errors": make_errors,
    "findings": make_findings,
    "checks": check_docs.make_sections,
    "tally": check_docs.make_tally,
    "seeded": check_docs.make_seeded,
    "sample": make_sample,
    "settings": make_settings,
    "columns": make_columns,
    "rules": make_rules,
    "hardness": make_hardness,
    "accuracy": make_accuracy,
    "corpus": make_corpus,
    "panel": make_panel,
}


def fill(text: str) -> str:
    """``text`` with all that stands between marks made anew. Raises KeyError for a mark that nothing makes."""
    return MARK.sub(lambda made: f"{made[1]}\n{MAKERS[made[2]](made[3])}\n{made[4]}", text)


def pages() -> list[Path]:
    """The files that may hold marks."""
    return sorted([*ROOT.glob("README*.md"), *ROOT.glob("docs/*.md")])


def main() -> None:
    """Write the stale files, or name them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where a file is stale")
    options = parser.parse_args()
    stale = 0
    for path in pages():
        old = path.read_text(encoding="utf-8")
        new = fill(old)
        if new == old:
            continue
        stale += 1
        if options.check:
            name = path.relative_to(ROOT).as_posix()
            sys.stdout.writelines(difflib.unified_diff(old.splitlines(True), new.splitlines(True), name, name, n=0))
            print(f"{name} is stale: run make docs")
        else:
            path.write_text(new, encoding="utf-8")
    sys.exit(1 if options.check and stale else 0)


if __name__ == "__main__":
    main()
