"""Reads the commands in a template's text. Only these are taken: placeholders, conditions on them,
and the loop over the rows. So nothing in a template can reach the program or keep it busy."""

import re

from jinja2 import TemplateSyntaxError, nodes

from domain.papers import template_refusals as refusals
from domain.papers.placeholders import PLACEHOLDERS, ROW, ROWS
from domain.papers.template import environment
from domain.refusal import Refusal

_PLAIN = (
    nodes.Output,
    nodes.TemplateData,
    nodes.If,
    nodes.Not,
    nodes.And,
    nodes.Or,
    nodes.Compare,
    nodes.Operand,
)
_FILTERS = frozenset({"upper", "lower", "capitalize", "trim"})
_TAG = re.compile(r"<[^>]+>")
_AROUND = 60  # characters of the text in which something is wrong
_OPENING = re.compile(r"\{\{|\{%")


class Words:
    """`used` are the placeholders that have been found so far."""

    def __init__(self) -> None:
        self.used = set[str]()
        self._lines: list[str] = []

    def read(self, source: str) -> None:
        """`source` is XML with a line for each paragraph. Raises Refusal, which names what is wrong
        as it stands there."""
        self._lines = [_TAG.sub("", line).strip() for line in source.splitlines()]
        try:
            tree = environment().parse(source)
        except TemplateSyntaxError as error:
            if "end of template" in str(error.message):  # where it should have ended, nobody knows
                raise Refusal(refusals.UNCLOSED) from error
            raise Refusal(refusals.broken_command(self._near(error.lineno))) from error
        self._check_all(tree, row=None)

    def _check_all(self, tree: nodes.Node, row: str | None) -> None:
        for node in tree.iter_child_nodes():
            self._check(node, row)

    def _check(self, node: nodes.Node, row: str | None) -> None:
        """`row` is what a row is called in the loop that the node is in."""
        match node:
            case nodes.For():
                self._check_loop(node, row)
                return
            case nodes.Getattr(node=nodes.Name(name=name), attr=attr) if name == row:
                if attr not in ROW:
                    raise Refusal(refusals.unknown_in_row(f"{name}.{attr}"))
                return
            case nodes.Name(name=name):
                if name not in PLACEHOLDERS:
                    raise Refusal(refusals.unknown(name))
                self.used.add(name)
            case nodes.Filter(name=name, args=[], kwargs=[]) if name in _FILTERS:
                pass
            case nodes.Const(value=str() | int() | None):
                pass
            case _ if not isinstance(node, _PLAIN):
                raise Refusal(refusals.not_allowed(self._near(node.lineno)))
        self._check_all(node, row)

    def _check_loop(self, loop: nodes.For, row: str | None) -> None:
        over = loop.iter
        is_ours = isinstance(loop.target, nodes.Name) and isinstance(over, nodes.Name)
        if row is not None or not is_ours or loop.test is not None or loop.else_:
            raise Refusal(refusals.not_allowed(self._near(loop.lineno)))
        assert isinstance(loop.target, nodes.Name)
        assert isinstance(over, nodes.Name)
        if over.name != ROWS:
            raise Refusal(refusals.other_loop(over.name))
        self.used.add(ROWS)
        for node in loop.body:
            self._check(node, loop.target.name)

    def _near(self, line: int) -> str:
        """What stands there, from the command on."""
        there = self._lines[max(line - 1, 0) :][:1] or [""]
        around = [text for text in (there[0], *reversed(self._lines[:line])) if text]
        with_command = (text for text in around if _OPENING.search(text))
        text = next(with_command, next(iter(around), ""))
        found = _OPENING.search(text)
        return text[found.start() if found else 0 :][:_AROUND]
