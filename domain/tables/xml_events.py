"""Goes through an XML document piece by piece, without keeping it."""

from collections.abc import Callable
from xml.parsers import expat

from domain.refusal import Refusal
from domain.tables.limits import DAMAGED, TOO_COMPLEX

Attributes = dict[str, str]  # by their names without the prefix
OnStart = Callable[[str, Attributes], None]
OnEnd = Callable[[str], None]
OnText = Callable[[str], None]


def ignore(_: str) -> None: ...


def parse_xml(
    document: bytes, on_start: OnStart, on_end: OnEnd = ignore, on_text: OnText = ignore
) -> None:
    """Elements are named without their prefixes. Raises Refusal if the XML is broken, or declares
    entities, which no format of tables does: they could unfold without end."""
    names = _LocalNames()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, attributes: on_start(
        names[name], {names[each]: value for each, value in attributes.items()}
    )
    parser.EndElementHandler = lambda name: on_end(names[name])
    parser.CharacterDataHandler = on_text
    parser.EntityDeclHandler = _refuse_entities
    try:
        parser.Parse(document, True)
    except expat.ExpatError as error:
        raise Refusal(DAMAGED) from error


class _LocalNames(dict[str, str]):
    """Each is taken apart once."""

    def __missing__(self, name: str) -> str:
        self[name] = name.rpartition(":")[2]
        return self[name]


def _refuse_entities(*_: object) -> None:
    raise Refusal(TOO_COMPLEX)
