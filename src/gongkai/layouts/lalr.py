"""The LALR parser of a composed grammar. All layouts have the rules of the report and differ in
their terminals only, so that the states of the parser are worked out once for all of them."""

from __future__ import annotations

from typing import Any, Final

from lark import Lark
from lark.common import ParserConf
from lark.grammar import Rule, Terminal
from lark.parsers.lalr_parser import LALR_Parser
from lark.utils import SerializeMemoizer

_known: Final[dict[object, tuple[Any, Any]]] = {}
"""The states of the parsers made so far, as Lark serialises them."""


def lalr_parser(conf: ParserConf, *, debug: bool = False, strict: bool = False) -> LALR_Parser:
    """The parser of some rules, for Lark's plugin ``LALR_Parser``.

    Raises:
        GrammarError: the rules contradict each other.
    """
    rules = tuple(
        (*_symbols(rule), rule.alias, rule.order, rule.options.priority) for rule in conf.rules
    )
    key = rules, tuple(conf.start), strict
    if key not in _known:
        memo = SerializeMemoizer([Rule])
        states = LALR_Parser(conf, debug=debug, strict=strict).serialize(memo)
        _known[key] = states, memo.memoized.reversed()
    states, memoized = _known[key]
    own = {_symbols(rule): rule for rule in conf.rules}  # the parser looks its own rules up
    theirs = {number: own.get(_symbols(rule), rule) for number, rule in memoized.items()}
    parser: LALR_Parser = LALR_Parser.deserialize(states, theirs, conf.callbacks, debug)  # type: ignore[no-untyped-call]
    return parser


def _symbols(rule: Rule) -> tuple[object, ...]:
    """What a rule is and what it consists of."""
    return rule.origin, tuple(rule.expansion)


class _Itself(Rule):
    """A rule that is equal to itself alone, as all are that a parser has."""

    __slots__ = ()
    __hash__ = object.__hash__
    __eq__ = object.__eq__


def with_quick_rules(lark: Lark) -> Lark:
    """A parser just made, whose loop finds a rule by what it is: Lark would compare all that it
    holds, for each row and head of each report."""
    loop = lark.parser.parser.parser
    for rule in lark.rules:
        rule.__class__ = _Itself
    callbacks = {rule: callback for rule, callback in loop.callbacks.items()}  # noqa: C416
    loop.callbacks = callbacks | dict.fromkeys(filter(_is_repeated, lark.rules), _with_one_more)
    return lark


def _is_repeated(rule: Rule) -> bool:
    """Whether a rule is one of those that Lark makes of ``x*``: some and one more, which is kept as
    it is."""
    if len(rule.expansion) != 2 or rule.expansion[0] != rule.origin:
        return False
    one = rule.expansion[1]
    left_out = one.filter_out if isinstance(one, Terminal) else one.name.startswith("_")
    blanks = any(rule.options.empty_indices)  # an absent field, which is None in the tree
    return rule.origin.name.startswith("__") and not left_out and not blanks


def _with_one_more(children: list[Any]) -> Any:
    """What a repetition holds so far, which nothing else does, with one more."""
    some, one = children
    some.children.append(one)
    return some
