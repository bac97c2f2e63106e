"""What was guessed of a file's events, and what is doubted in them."""

from collections.abc import Iterator, Mapping

from domain.event_import.result import GuessKind
from domain.events.doubts import Doubt, DoubtKind
from domain.events.fields import KINDS, field
from domain.imports.checked import Guessed, NewEvents
from handlers.event_import.texts.rows import SHOWN, Rows, called
from handlers.formatting import figure, in_quotes, listed

DOUBTS_SHOWN = 5

# What was done.
_SAID: dict[GuessKind, str] = {
    GuessKind.KIND: "вид определён по названию",
    GuessKind.KIND_OF_SECTION: "вид взят из строки над группой",
    GuessKind.NO_KIND: "вид неясен, записано «Другое»",
    GuessKind.FILLED: "значение взято из строки выше",
    GuessKind.CITY: "город взят из места проведения",
    GuessKind.CITY_ABOVE: "город взят из строки над группой или из названия листа",
    GuessKind.ADDRESS: "вместо организации записан адрес",
    GuessKind.NUMBER: "число записано словами или суммой",
    GuessKind.NONE: "вместо пустого числа записан 0",
    GuessKind.VIDEO: "видео из общего столбца ссылок записаны в «Ссылки на видео»",
    GuessKind.WORDS_LEFT_OUT: "слова рядом со ссылками не записаны",
}
_OF_KINDS = (GuessKind.KIND, GuessKind.KIND_OF_SECTION, GuessKind.NO_KIND)
KIND_IN_FILE = (
    f"Вид не тот? Впишите верный в столбец «{field('kind').title}» (его можно добавить в файл) и "
    "пришлите файл снова."
)


def guesses(guessed: Mapping[GuessKind, Guessed], rows: Rows) -> Iterator[str]:
    """By what was done, how often, and in which rows."""
    if guessed:
        yield "\n<b>Что бот понял сам</b>"
    for kind, said in _SAID.items():
        if found := guessed.get(kind):
            yield f"• {said}: {rows.named(found.places)}"
            examples = _kinds(found) if kind in _OF_KINDS else _example(found, rows)
            yield from (f"  {example}" for example in examples)
        if kind is _OF_KINDS[-1] and any(map(guessed.get, _OF_KINDS)):
            yield KIND_IN_FILE


def _kinds(found: Guessed) -> Iterator[str]:
    """For each kind what was taken for it."""
    for kind, texts in found.written.items():
        yield f"{called(list(filter(None, texts)))} → {in_quotes(KINDS[kind], 40)}"


def _example(found: Guessed, rows: Rows) -> Iterator[str]:
    guess = found.first
    if guess.written and guess.taken:
        was, now = in_quotes(guess.written, 40), in_quotes(guess.taken, 40)
        yield f"Например, {rows.named(found.places[:1])}: {was} → {now}"


def doubts(new: NewEvents, rows: Rows) -> Iterator[str]:
    if not new.doubts and not new.elsewhere:
        return
    yield "\n<b>Проверьте: это необычно</b>"
    if new.elsewhere:
        yield _elsewhere(new, rows)
    for place, doubt in new.doubts[:DOUBTS_SHOWN]:
        yield f"• {rows.named([place])}: {_doubt(doubt)}"
    if len(new.doubts) > DOUBTS_SHOWN:
        yield f"И ещё: {figure(len(new.doubts) - DOUBTS_SHOWN)}."


def _elsewhere(new: NewEvents, rows: Rows) -> str:
    towns = list(dict.fromkeys(town for _, towns in new.elsewhere for town in towns))
    noun = "Населённый пункт" if len(towns) == 1 else "Населённые пункты"
    where = rows.named([place for place, _ in new.elsewhere])
    return f"• {noun} другого региона: {listed(towns, SHOWN)} ({where})"


def _doubt(doubt: Doubt) -> str:
    numbers = [figure(number) for number in doubt.figures]
    match doubt.kind:
        case DoubtKind.FEW_PARTICIPANTS:
            return f"участников ({numbers[0]}) меньше, чем проведений ({numbers[1]})"
        case DoubtKind.MANY_TIMES:
            return f"проведений – {numbers[0]}, как правило, не больше {numbers[1]}"
        case DoubtKind.MANY_PARTICIPANTS:
            return f"участников – {numbers[0]}, как правило, не больше {numbers[1]}"
        case DoubtKind.NO_LINKS:
            return "нет ссылок на публикации"
