"""Whether ``gongkai.detect`` finds reports, and nothing else: precision and recall on made-up
reports in all layouts and on texts of other kinds that speak of the same things.

    python benchmarks/detect.py                     prints a table by kind
    python benchmarks/detect.py --write docs/explanation/detect.md

Every text is different: other units, years and figures, in an order that is always the same.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from extractors import sample

import gongkai
from gongkai.writing.official import form_html

EACH = 12
UNITS = (
    "白浦市",
    "临渡市南桥区",
    "云岩县教育局",
    "鹤亭镇人民政府",
    "潞屿市卫生健康委员会",
    "泽川县",
)
ROOT = Path(__file__).resolve().parent.parent


class Kind(NamedTuple):
    """Texts of one kind, and whether they are reports."""

    name: str
    is_report: bool
    texts: list[str | bytes]


NEWS = """{unit}发布{year}年政府信息公开工作年度报告
本报讯 {unit}近日公布{year}年政府信息公开工作年度报告。报告显示，全年新收政府信息公开申请{a}件，上年结转{b}件，其中自然人申请{c}件，法人或其他组织申请{b}件。
办理结果中予以公开{c}件，部分公开{b}件，不予公开{b}件，因本机关不掌握相关政府信息无法提供{c}件，结转下年度继续办理{b}件。
全年行政复议{b}件，结果维持{b}件，尚未审结0件；未经复议直接起诉{b}件。记者了解到，现行有效规范性文件{c}件。
"""
NOTICE = """关于做好{year}年政府信息公开工作年度报告编制和发布工作的通知
各单位：
一、报告内容包括总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、因政府信息公开工作被申请行政复议、提起行政诉讼情况、存在的主要问题及改进情况、其他需要报告的事项。
二、请于{year}年1月{c}日前报送。报表须满足勾稽关系：第一项加第二项之和，等于第三项加第四项之和。
三、联系电话：{a}{b}。
"""
LINKS = "\n".join(
    f"{{unit}}{year}年政府信息公开工作年度报告 {year}-01-{{c:02d}}" for year in range(2008, 2025)
)
GUIDE = """{unit}政府信息公开指南（{year}年版）
一、主动公开 （一）公开范围 （二）公开形式
二、依申请公开 （一）申请的提出：申请人情况、所需的政府信息内容描述、信息内容的载体形式。
申请表 | 公民 | 姓名 | 工作单位 | 证件名称 | 证件号码 |
法人或其他组织 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 |
（二）申请的处理：20个工作日内答复；需要延长的，最多延长20个工作日。
三、监督 电话：{a}-{b}{c}
"""
OLDER = """{unit}2015年政府信息公开工作年度报告
一、概述
二、主动公开政府信息情况 全年主动公开政府信息{a}条。
三、依申请公开政府信息情况 受理申请{b}件。
统计指标 | 单位 | 统计数 |
一、主动公开情况 | —— | |
（一）主动公开政府信息数 | 条 | {a} |
其中：主动公开规范性文件数 | 条 | {c} |
三、依申请公开情况 | —— | |
（一）收到申请数 | 件 | {b} |
1.当面申请数 | 件 | {c} |
（三）申请答复数 | 件 | {b} |
3.不同意公开答复数 | 件 | 0 |
四、行政复议数量 | 件 | 0 |
（一）维持具体行政行为数 | 件 | 0 |
（二）被依法纠错数 | 件 | 0 |
"""
ENFORCEMENT = """{unit}{year}年度行政执法统计年报
第二部分 行政许可实施情况统计表
单位名称 | 申请数量 | 受理数量 | 许可数量 | 不予许可数量 |
{unit} | {a} | {a} | {b} | {c} |
第三部分 行政处罚实施情况统计表 警告 {a} 罚款 {b} 行政强制 {c} 行政复议 {c} 行政诉讼 0
公开依据：政府信息公开条例
"""
RULE_OF_LAW = """{unit}{year}年法治政府建设年度报告
一、主要举措和成效 推进政务公开，发布信息{a}条，办理依申请公开{b}件。
二、存在的主要问题 三、下一步工作 办理行政复议案件{c}件、行政诉讼案件{b}件，审结{c}件，尚未审结{c}件。
规章{c}件、规范性文件{b}件，废止{c}件。
"""
LAW = """中华人民共和国政府信息公开条例
第二十条 行政机关应当依照本条例第十九条的规定，主动公开本行政机关的下列政府信息：
（一）行政法规、规章和规范性文件；（五）办理行政许可和其他对外管理服务事项的依据、条件、程序以及办理结果；
（六）实施行政处罚、行政强制的依据；（八）行政事业性收费项目；（九）政府集中采购项目的目录、标准及实施情况。
第五十条 政府信息公开工作年度报告应当包括下列内容：收到和处理政府信息公开申请的情况。第{a}号令，{year}年修订。
"""
BUDGET = """{unit}{year}年部门预算公开
项目 | 预算数 | 上年数 | 增减 |
一般公共预算 | {a} | {b} | {c} |
政府采购总金额 | {b} | {c} | {c} |
行政事业性收费 | {c} | {c} | 0 |
说明：按照政府信息公开要求公开。
"""
EXPLAINED = """政府信息公开工作年度报告填报说明（{year}年）
本年新收政府信息公开申请数量指当年1月1日至12月31日收到的申请数量。上年结转政府信息公开申请数量应与上一年度报告的结转下年度继续办理数量一致。
本年度办理结果分为予以公开、部分公开、不予公开、无法提供、不予处理、其他处理和总计。本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和。
行政复议一栏填写结果维持、结果纠正、其他结果、尚未审结的数量。未经复议直接起诉与复议后起诉分别填写。例如收到申请{a}件，结转{b}件。
第二十条第（一）项填写本年制发件数、本年废止件数、现行有效件数，单位为件；信息内容不得修改。
"""
LEDGER = """{unit}依申请公开台账（{year}年）
序号 | 申请人 | 申请时间 | 信息内容 | 答复情况 |
1 | 张某 | {year}-01-{c:02d} | 征地批复 | 予以公开 |
2 | 某公司 | {year}-02-{c:02d} | 规划许可 | 不予公开 |
3 | 李某 | {year}-03-{c:02d} | 拆迁补偿 | 本机关不掌握相关政府信息 |
"""
QUARTER = """{unit}{year}年第一季度政府信息公开情况统计表
统计项目 | 本季度 | 累计 |
主动公开政府信息数（条） | {a} | {a} |
收到依申请公开数（件） | {b} | {b} |
办结数（件） | {b} | {b} |
行政复议数 | 0 | 0 |
填报人：王某 填报时间：{year}-04-{c:02d}
"""
ARTICLE = """政府信息公开年度报告数据分析：以{unit}为例
本文以{year}年度报告为样本，考察申请数量、公开率与不予公开的理由。样本中新收申请的中位数为{b}件，最大值{a}件。
表1 申请主体构成：自然人 {a}，商业企业 {b}，科研机构 {c}，其他 {c}。
研究发现，“本机关不掌握相关政府信息”是无法提供的主要理由，占{c}%。
"""
LETTER = """{unit}市长信箱 {year}年
来信人咨询政府信息公开申请的答复期限，答复：收到申请之日起20个工作日。联系电话{a}。
"""
OTHER = {
    "news on a report": NEWS,
    "a notice that asks for reports": NOTICE,
    "a list of links to reports": LINKS,
    "a guide with an application form": GUIDE,
    "a report of the form before 2019": OLDER,
    "statistics of enforcement": ENFORCEMENT,
    "a report on the rule of law": RULE_OF_LAW,
    "the text of the regulations": LAW,
    "a budget": BUDGET,
    "how to fill in the form": EXPLAINED,
    "a ledger of applications": LEDGER,
    "quarterly statistics of disclosure": QUARTER,
    "a study of reports": ARTICLE,
    "a letter": LETTER,
}


def reports() -> Iterator[Kind]:
    """Reports in every layout, as web pages, and one table by itself."""
    found = sample(EACH)
    for layout in gongkai.layouts():
        texts: list[str | bytes] = [gongkai.render(report, layout) for report in found]
        yield Kind(f"a report, {layout}", True, texts)
    pages = [form_html(report) for report in found]
    yield Kind("a report, web page in UTF-8", True, [page.encode() for page in pages])
    yield Kind("a report, web page in GB18030", True, [page.encode("gb18030") for page in pages])
    three = []
    for report in found:
        text = gongkai.render(report, "pipe")
        three.append(text[text.index("三、收到和处理") : text.index("四、")])
    yield Kind("table three of a report alone", True, list(three))


def others() -> Iterator[Kind]:
    """Texts of other kinds; every third one as bytes, which may be GB18030."""
    chosen = random.Random(7)
    for name, template in OTHER.items():
        texts: list[str | bytes] = []
        for number in range(EACH):
            text = template.format(
                unit=UNITS[number % len(UNITS)],
                year=2019 + number % 5,
                a=chosen.randint(20, 9999),
                b=chosen.randint(2, 99),
                c=chosen.randint(1, 28),
            )
            ways = (text, text.encode(), text.encode("gb18030"))
            texts.append(ways[number % 3])
        yield Kind(name, False, texts)


def main() -> int:
    """Prints the table, and writes it to a page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", type=Path, help="the page to write")
    arguments = parser.parse_args()
    lines = ["| kind | texts | found |", "|---|---:|---:|"]
    right = wrong = missed = count = 0
    for kind in (*reports(), *others()):
        found = sum(gongkai.detect(text) is not None for text in kind.texts)
        count += len(kind.texts)
        lines.append(f"| {kind.name} | {len(kind.texts)} | {found} |")
        if kind.is_report:
            right, missed = right + found, missed + len(kind.texts) - found
        else:
            wrong += found
    table = "\n".join(lines)
    said = (
        f"{count} texts: precision {right / (right + wrong):.3f} ({wrong} found that are no reports),"
        f" recall {right / (right + missed):.3f} ({missed} reports missed)."
    )
    print(table, said, sep="\n\n")
    if arguments.write:
        arguments.write.write_text(PAGE.format(said=said, table=table), encoding="utf-8")
    return 1 if wrong or missed else 0


PAGE = """# What detect finds

Measured by `python benchmarks/detect.py --write docs/explanation/detect.md`: made-up reports in all layouts, and texts of other kinds that use the same words.

{said}

{table}

The reports have no text of real offices in them. A notice with the form attached and nothing filled in is a form in which every cell is blank: `parse` reads it, and so `detect` finds it; rule S011 names it.
"""

if __name__ == "__main__":
    sys.exit(main())
