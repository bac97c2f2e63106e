"""What was guessed of a file's events, and what is doubted in them."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from domain.event_import.result import EventRead, Guess, GuessKind, RowPlace
from domain.events.doubts import Doubt, DoubtKind
from domain.events.fields import KINDS, field
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


Found = Sequence[tuple[RowPlace, Guess]]


def guesses(events: Sequence[EventRead], rows: Rows) -> Iterator[str]:
    """By what was done, how often, and in which rows."""
    found: defaultdict[GuessKind, list[tuple[RowPlace, Guess]]] = defaultdict(list)
    for event in events:
        for guess in event.guesses:
            found[guess.kind].append((event.place, guess))
    if found:
        yield "\n<b>Что бот понял сам</b>"
    for kind, said in _SAID.items():
        if found[kind]:
            places = list(dict.fromkeys(place for place, _ in found[kind]))
            yield f"• {said}: {rows.named(places)}"
            examples = _kinds(found[kind]) if kind in _OF_KINDS else _example(found[kind], rows)
            yield from (f"  {example}" for example in examples)
        if kind is _OF_KINDS[-1] and any(map(found.get, _OF_KINDS)):
            yield KIND_IN_FILE


def _kinds(found: Found) -> Iterator[str]:
    """For each kind what was taken for it."""
    written: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for _, guess in found:
        written[guess.taken][guess.written] = None
    for kind, texts in written.items():
        yield f"{called(list(filter(None, texts)))} → {in_quotes(KINDS[kind], 40)}"


def _example(found: Found, rows: Rows) -> Iterator[str]:
    place, guess = found[0]
    if guess.written and guess.taken:
        was, now = in_quotes(guess.written, 40), in_quotes(guess.taken, 40)
        yield f"Например, {rows.named([place])}: {was} → {now}"


def doubts(events: Sequence[EventRead], rows: Rows) -> Iterator[str]:
    doubted = [(event, doubt) for event in events for doubt in event.doubts]
    elsewhere = [event for event in events if event.elsewhere]
    if not doubted and not elsewhere:
        return
    yield "\n<b>Проверьте: это необычно</b>"
    if elsewhere:
        yield _elsewhere(elsewhere, rows)
    for event, doubt in doubted[:DOUBTS_SHOWN]:
        yield f"• {rows.named([event.place])}: {_doubt(doubt)}"
    if len(doubted) > DOUBTS_SHOWN:
        yield f"И ещё: {figure(len(doubted) - DOUBTS_SHOWN)}."


def _elsewhere(events: Sequence[EventRead], rows: Rows) -> str:
    towns = list(dict.fromkeys(town for event in events for town in event.elsewhere))
    noun = "Населённый пункт" if len(towns) == 1 else "Населённые пункты"
    where = rows.named([event.place for event in events])
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
