"""The three tables of the official form, as classes.

The classes *are* the form: each field carries its official label, its meaning in English and the
editions that have it. ``report.requests.received.natural_person`` is a path through them. A value
is an ``int``, a ``Decimal`` (amounts, in 万元), or None where the figure is not known.

Source: 国办公开办函〔2019〕60号 (edition 2019) and 〔2021〕30号 (edition 2021).
"""

from __future__ import annotations

from attrs import fields, frozen

from .describe import Figure, Shown, cell, group, row, rows_of, table
from .sums import Equation, RowSums, Sums, added

_2019 = (2019,)
_2021 = (2021,)


@frozen(repr=False)
class Documents(Shown):
    """Rules or normative documents (table two, article 20 item 1): how many were made, repealed,
    and are in force.

    Edition 2019 asks for other columns than edition 2021; a column that the edition does not have
    is None.
    """

    made: Figure = cell("本年新制作数量", "made this year", editions=_2019)
    newly_public: Figure = cell("本年新公开数量", "newly made public this year", editions=_2019)
    public_total: Figure = cell("对外公开总数量", "public in all", editions=_2019)
    issued: Figure = cell(
        "本年制发件数",
        "issued this year",
        editions=_2021,
        also=("本年度制发件数", "本年制发数", "本年制发数量", "制发件数"),
    )
    repealed: Figure = cell(
        "本年废止件数",
        "repealed this year",
        editions=_2021,
        also=("本年度废止件数", "本年度止件数", "本年止件数", "废止件数"),
    )
    in_force: Figure = cell(
        "现行有效件数", "in force", editions=_2021, also=("现行有效数", "现行有效数量")
    )


@frozen(repr=False)
class Decisions(Shown):
    """Licences, penalties, coercive measures or other services (table two, article 20 items 5 and
    6)."""

    previous_items: Figure = cell("上一年项目数量", "items last year", editions=_2019)
    change: Figure = cell(
        "本年增/减", "change this year", kind="change", editions=_2019, also=("本年增减",)
    )
    decisions: Figure = cell("本年处理决定数量", "decisions this year", label_2019="处理决定数量")


@frozen(repr=False)
class Fees(Shown):
    """Administrative fees (table two, article 20 item 8). ``amount`` is in 万元."""

    previous_items: Figure = cell("上一年项目数量", "items last year", editions=_2019)
    change: Figure = cell(
        "本年增/减", "change this year", kind="change", editions=_2019, also=("本年增减",)
    )
    amount: Figure = cell(
        "本年收费金额（单位：万元）",
        "amount charged this year",
        kind="amount",
        editions=_2021,
        also=(
            "本年收费金额",
            "本年收费金额（单位：元）",
            "本年收费金额（单位：万元，保留4位小数）",
            "本年收费金额（万元）",
            "本年收费金额（元）",
        ),
    )


@frozen(repr=False)
class Procurement(Shown):
    """Centralised government procurement (table two, article 20 item 9, edition 2019). ``amount``
    is in 万元."""

    projects: Figure = cell("采购项目数量", "projects", editions=_2019)
    amount: Figure = cell(
        "采购总金额",
        "total amount",
        kind="amount",
        editions=_2019,
        also=(
            "采购总金额（万元）",
            "采购总金额（单位：万元）",
            "采购总金额（元）",
            "采购总金额（单位：元）",
        ),
    )


@table("proactive")
@frozen(repr=False)
class Proactive(Shown):
    """Table two, 主动公开政府信息情况: what was made public without being asked."""

    regulations: Documents = row(Documents, "规章", "Rules", band="第二十条第（一）项")
    normative_documents: Documents = row(
        Documents,
        "行政规范性文件",
        "Normative documents",
        band="第二十条第（一）项",
        label_2019="规范性文件",
    )
    licensing: Decisions = row(
        Decisions, "行政许可", "Administrative licences", band="第二十条第（五）项"
    )
    other_services: Decisions = row(
        Decisions,
        "其他对外管理服务事项",
        "Other management and service matters",
        band="第二十条第（五）项",
        editions=_2019,
        also=("其他对外管理和服务事项",),
    )
    penalties: Decisions = row(
        Decisions, "行政处罚", "Administrative penalties", band="第二十条第（六）项"
    )
    coercion: Decisions = row(
        Decisions, "行政强制", "Administrative coercion", band="第二十条第（六）项"
    )
    fees: Fees = row(Fees, "行政事业性收费", "Administrative fees", band="第二十条第（八）项")
    procurement: Procurement = row(
        Procurement,
        "政府集中采购",
        "Centralised procurement",
        band="第二十条第（九）项",
        editions=_2019,
    )


@frozen(repr=False, slots=False)
class Applicants(RowSums):
    """One row of table three: the number of applications by kind of applicant."""

    natural_person: Figure = cell("自然人", "natural persons")
    business: Figure = cell("商业企业", "businesses")
    research: Figure = cell("科研机构", "research institutions")
    nonprofit: Figure = cell("社会公益组织", "public-benefit organisations", also=("社会公益机构",))
    legal_services: Figure = cell("法律服务机构", "legal service providers")
    other: Figure = cell("其他", "others")
    total: Figure = cell("总计", "total", also=("合计", "总数"))


class _RowGroup(Sums):
    """A group of rows of table three."""

    @property
    def added(self) -> Applicants:
        """The group's rows added up, column by column; None where a figure is not known.

        >>> granted = Applicants(total=2)
        >>> Unavailable(not_held=granted, needs_creation=granted, still_unclear=granted).added.total
        6
        """
        path, figures = self._at()
        rows = [
            row
            for row in rows_of("requests", Requests, figures.edition)
            if row.path.startswith(f"{path}.")
        ]
        return Applicants(
            *(
                added(figures.total(f"{row.path}.{field.name}") for row in rows)
                for field in fields(Applicants)
            )
        )


@frozen(repr=False, slots=False)
class Refused(_RowGroup):
    """（三）不予公开: applications refused, by reason."""

    state_secret: Applicants = row(Applicants, "属于国家秘密", "State secret", number="1.")
    prohibited_by_law: Applicants = row(
        Applicants,
        "其他法律行政法规禁止公开",
        "Prohibited by another law or regulation",
        number="2.",
        also=(
            "其他法律法规禁止公开",
            "其他法律、行政法规禁止公开",
            "其他法律、法规禁止公开",
            "其他法律及行政法规禁止公开",
        ),
    )
    security_and_stability: Applicants = row(
        Applicants,
        "危及“三安全一稳定”",
        "Endangers security or stability",
        number="3.",
        also=("危及三安全一稳定", "危及“三安全、一稳定”"),
    )
    third_party_rights: Applicants = row(
        Applicants,
        "保护第三方合法权益",
        "Protects a third party's rights",
        number="4.",
        also=("保护第三方的合法权益",),
    )
    internal_affairs: Applicants = row(
        Applicants,
        "属于三类内部事务信息",
        "Internal affairs of three kinds",
        number="5.",
        also=("属于内部事务信息", "属于三类内部事务"),
    )
    process_information: Applicants = row(
        Applicants,
        "属于四类过程性信息",
        "Process information of four kinds",
        number="6.",
        also=("属于过程性信息", "属于四类过程信息"),
    )
    enforcement_files: Applicants = row(
        Applicants,
        "属于行政执法案卷",
        "Enforcement files",
        number="7.",
        also=("属于行政执法案卷信息",),
    )
    administrative_inquiry: Applicants = row(
        Applicants,
        "属于行政查询事项",
        "Administrative inquiry",
        number="8.",
        also=("属于行政查询事项信息",),
    )


@frozen(repr=False, slots=False)
class Unavailable(_RowGroup):
    """（四）无法提供: applications for information that cannot be provided, by reason."""

    not_held: Applicants = row(
        Applicants,
        "本机关不掌握相关政府信息",
        "Not held by this organ",
        number="1.",
        also=("本机关不掌握相关信息",),
    )
    needs_creation: Applicants = row(
        Applicants,
        "没有现成信息需要另行制作",
        "Would have to be created",
        number="2.",
        also=("没有现成信息，需要另行制作", "没有现成信息需另行制作"),
    )
    still_unclear: Applicants = row(
        Applicants,
        "补正后申请内容仍不明确",
        "Still unclear after correction",
        number="3.",
        also=("补正后申请内容仍不明", "补正后申请仍不明确"),
    )


@frozen(repr=False, slots=False)
class NotProcessed(_RowGroup):
    """（五）不予处理: applications not processed, by reason."""

    petition: Applicants = row(
        Applicants,
        "信访举报投诉类申请",
        "Petition, report or complaint",
        number="1.",
        also=("信访、举报、投诉类申请", "信访投诉举报类申请"),
    )
    repeated: Applicants = row(Applicants, "重复申请", "Repeated application", number="2.")
    published_material: Applicants = row(
        Applicants, "要求提供公开出版物", "Asks for published material", number="3."
    )
    excessive: Applicants = row(
        Applicants,
        "无正当理由大量反复申请",
        "Excessive without good reason",
        number="4.",
        also=("无正当理由，大量反复申请",),
    )
    confirmation: Applicants = row(
        Applicants,
        "要求行政机关确认或重新出具已获取信息",
        "Asks to confirm or reissue information already had",
        number="5.",
        also=("要求行政机关确认或者重新出具已获取信息", "要求行政机关确认或重新出具已获取的信息"),
    )


@frozen(repr=False, slots=False)
class OtherHandling(_RowGroup):
    """（六）其他处理: applications handled in another way. Edition 2019 has one row, edition 2021
    three."""

    undivided: Applicants = row(
        Applicants, "其他处理", "Other handling", number="（六）", editions=_2019
    )
    overdue_correction: Applicants = row(
        Applicants,
        "申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
        "Correction overdue",
        number="1.",
        editions=_2021,
        also=(
            "申请人无正当理由逾期不补正，行政机关不再处理其政府信息公开申请",
            "申请人无正当理由逾期不补正行政机关不再处理其政府信息公开申请",
        ),
    )
    overdue_fee: Applicants = row(
        Applicants,
        "申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
        "Fee overdue",
        number="2.",
        editions=_2021,
        also=(
            "申请人逾期未按收费通知要求缴纳费用，行政机关不再处理其政府信息公开申请",
            "申请人逾期未按收费通知要求缴纳费用行政机关不再处理其政府信息公开申请",
        ),
    )
    other: Applicants = row(Applicants, "其他", "Other", number="3.", editions=_2021)


@table("requests")
@frozen(repr=False, slots=False)
class Requests(Sums):
    """Table three, 收到和处理政府信息公开申请情况: applications received and how they were
    handled."""

    received: Applicants = row(
        Applicants,
        "本年新收政府信息公开申请数量",
        "Received this year",
        number="一、",
        also=(
            "本年新收政府信息公开申请",
            "本年新收政府信息公开申请数",
            "本年度新收政府信息公开申请数量",
        ),
    )
    carried_over: Applicants = row(
        Applicants,
        "上年结转政府信息公开申请数量",
        "Carried over from last year",
        number="二、",
        also=(
            "上年结转政府信息公开申请",
            "上年结转政府信息公开申请数",
            "上年度结转政府信息公开申请数量",
        ),
    )
    granted: Applicants = row(Applicants, "予以公开", "Granted", number="（一）")
    partly_granted: Applicants = row(
        Applicants,
        "部分公开（区分处理的，只计这一情形，不计其他情形）",
        "Partly granted",
        number="（二）",
        also=("部分公开",),
    )
    refused: Refused = group(Refused, "不予公开", "Refused", number="（三）")
    unavailable: Unavailable = group(Unavailable, "无法提供", "Cannot be provided", number="（四）")
    not_processed: NotProcessed = group(NotProcessed, "不予处理", "Not processed", number="（五）")
    other_handling: OtherHandling = group(
        OtherHandling, "其他处理", "Other handling", number="（六）"
    )
    handled_total: Applicants = row(
        Applicants, "总计", "Handled in all", number="（七）", also=("合计",)
    )
    carried_forward: Applicants = row(
        Applicants,
        "结转下年度继续办理",
        "Carried forward to next year",
        number="四、",
        also=("结转下年度继续办理数量", "结转下年继续办理", "结转下一年度继续办理"),
    )

    @property
    def outcomes(self) -> Applicants:
        """The sum of all outcome rows, column by column: what 三、（七）总计 must be."""
        _, figures = self._at()
        return Applicants(
            *(added(map(figures.total, equation.left)) for equation in self._equations("R002"))
        )

    @property
    def balance(self) -> dict[str, bool | None]:
        """For each column, whether received and carried over are handled and carried forward; None
        where that cannot be said."""
        _, figures = self._at()
        return {e.id.partition(":")[2]: figures.holds(e) for e in self._equations("R001")}

    def failing(self) -> tuple[Equation, ...]:
        """The equations of the table that do not hold, as ``Report.check`` finds them."""
        return self._broken()


@frozen(repr=False, slots=False)
class Outcomes(RowSums):
    """One group of table four: cases by outcome."""

    upheld: Figure = cell("结果维持", "upheld")
    corrected: Figure = cell("结果纠正", "corrected")
    other: Figure = cell("其他结果", "another result")
    pending: Figure = cell("尚未审结", "pending")
    total: Figure = cell("总计", "total", also=("合计",))


@table("disputes")
@frozen(repr=False, slots=False)
class Disputes(Sums):
    """Table four, 政府信息公开行政复议、行政诉讼情况: administrative reviews and lawsuits about
    disclosure."""

    review: Outcomes = row(Outcomes, "行政复议", "Administrative review")
    litigation_direct: Outcomes = row(
        Outcomes, "未经复议直接起诉", "Lawsuit without prior review", also=("未经行政复议直接起诉",)
    )
    litigation_after_review: Outcomes = row(
        Outcomes, "复议后起诉", "Lawsuit after review", also=("经复议后起诉", "行政复议后起诉")
    )

    @property
    def litigation(self) -> Outcomes:
        """The lawsuits of both kinds, outcome by outcome."""
        path, figures = self._at()
        both = [f"{path}.{name}" for name in ("litigation_direct", "litigation_after_review")]
        return Outcomes(
            *(
                added(figures.total(f"{row}.{field.name}") for row in both)
                for field in fields(Outcomes)
            )
        )

    def failing(self) -> tuple[Equation, ...]:
        """The equations of the table that do not hold, as ``Report.check`` finds them."""
        return self._broken()
