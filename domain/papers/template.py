"""Fills in the template of the letter: a Word document with the words of `placeholders`."""

from collections.abc import Mapping
from importlib.resources import files
from io import BytesIO
from typing import Any

from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment


def original() -> bytes:
    """The template that comes with the bot."""
    return files("domain.papers").joinpath("letter.docx").read_bytes()


def environment() -> SandboxedEnvironment:
    """For what officials write into a template: nothing in it can reach the program."""
    return SandboxedEnvironment(undefined=StrictUndefined, autoescape=True)


def fill(template: bytes, values: Mapping[str, object]) -> bytes:
    """The letter as a file. Raises the errors of jinja2 and of lxml for a template that was not
    checked."""
    document = DocxTemplate(BytesIO(template))
    document.render(dict(values), environment())
    _drop_empty_last_section(document.docx.element.body)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _drop_empty_last_section(body: Any) -> None:
    """The annex of a letter without events: its page would be blank."""
    last = body.sectPr
    after: list[Any] = []
    for element in reversed(body[:-1]):
        ends = element.find(f"{qn('w:pPr')}/{qn('w:sectPr')}")
        if ends is not None:
            for each in (*after, last):
                body.remove(each)
            body.append(ends)
            return
        if element.tag == qn("w:tbl") or "".join(element.itertext()).strip():
            return
        after.append(element)
