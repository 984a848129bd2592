"""Writes ``reference/rules/``: one page for each rule, from the registry, with an example that the
rule itself was run on; and ``zh/rules.md``, all rules in Chinese."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sphinx.application import Sphinx

from gongkai.checking.rulepage import index, page
from gongkai.checking.rules import REGISTRY
from gongkai.findings import KINDS


def pages() -> dict[str, str]:
    """The text of every page by its file name."""
    return {"index.md": index(REGISTRY), **{f"{rule.id}.md": page(rule) for rule in REGISTRY}}


GROUPS = {
    "S": "结构",
    "V": "数值",
    "R": "申请（表三）",
    "D": "复议和诉讼（表四）",
    "A": "主动公开（表二）",
    "M": "标题、单位、日期",
    "Y": "年度之间",
    "H": "下级单位与汇总",
}
SEVERITIES = {"error": "错误", "warning": "警告", "info": "提示"}


def chinese() -> Iterator[str]:
    """The lines of the page of all rules in Chinese."""
    yield "# 检查规则\n"
    yield "`report.check()` 逐条检查；编号不变。`gongkai explain R001 --lang zh` 说明一条，并举例。"
    for letter, title in GROUPS.items():
        yield f"\n## {title}"
        for rule in REGISTRY:
            if rule.id.startswith(letter):
                kind = f"{SEVERITIES[rule.severity]}，{KINDS[rule.kind]['zh']}"
                yield f"\n**{rule.id} {rule.title['zh']}**（{kind}）"
                if rule.description["zh"] != rule.title["zh"]:
                    yield f"\n{rule.description['zh']}"


def write(app: Sphinx) -> None:
    """Write the pages, and only those that changed, so that a second build has nothing to do."""
    written = {f"reference/rules/{name}": text for name, text in pages().items()}
    written["zh/rules.md"] = "\n".join(chinese()) + "\n"
    for name, text in written.items():
        target = Path(app.srcdir) / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.is_file() or target.read_text(encoding="utf-8") != text:
            target.write_text(text, encoding="utf-8")


def setup(app: Sphinx) -> dict[str, bool]:
    """Hook into Sphinx before it reads the pages."""
    app.connect("builder-inited", write)
    return {"parallel_read_safe": True}
