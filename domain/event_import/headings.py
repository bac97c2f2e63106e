"""What a column has, by the words of its heading, however they are put."""

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz, process

from domain.text.cleaning import fold

TO_MEND = "Что исправить"  # the heading of the column that the file comes back with


class Role(StrEnum):
    """What a column is for; those of fields have the field's key."""

    NUMBER = "number"
    REGION = "region"
    KIND = "kind"
    NAME = "name"
    PLACE = "place"  # with the organisation, or without
    CITY = "city"
    ORGANISATION = "organisation"
    TIMES_HELD = "times_held"
    PARTICIPANTS = "participants"
    BOTH_COUNTS = "both"  # times held and participants in one
    PUBLICATION_LINKS = "publication_links"
    VIDEO_LINKS = "video_links"
    TO_MEND = "mend"


class Meaning(NamedTuple):
    """The higher the `strength`, the more surely the heading means that."""

    role: Role
    strength: int


# What the words of headings are about, by their beginnings.
_SUBJECTS = {
    "qty": r"количеств|число$|сколько$",
    "held": r"проведен|проводи|раза?$",
    "event": r"мероприят|событи",
    "name": r"наименован|назван",
    "theme": r"тем[аы]$|тематик",
    "people": r"участник|участвов|человек|чел$",
    "public": r"охва[тч]|присутств|численность$|посетител|дет(?:ей|и)$|учащ|ученик|школьник|студент"
    r"|слушател|зрител|гостей|людей",
    "times": r"урок|заняти|лекци|показ(?:а|ы|ов)?$",
    "place": r"мест[оа]$|адрес|локаци|где$",
    "city": r"город|населенн|муниципал|район|территори|поселен|округ",
    "org": r"организаци|учрежден|предприят|школа$|заведен|площадк|о[оу]$",
    "link": r"ссыл|url|сайт|интернет",
    "press": r"публикац|сми$|освещен|пресс|стать|новост|посты?$|размещен",
    "video": r"видео|ролик",
    "region": r"субъект|регион$",
    "kind": r"вида?$|тип$",
    "number": r"№|номер$|n$",
    "date": r"дат[аы]$|срок|врем|период|когда$|день$",
    "person": r"ответствен|организатор|контакт|телефон|фио$|исполнител|должност|куратор|почт|email",
    "note": r"примечан|комментар|описан|результат|итог|цел[ьи]$|целев|задач|аудитор|уровень"
    r"|статус|содержан|программ|кратк|финанс|бюджет|категори|направлени|формат",
    "plan": r"план",
}
_SUBJECT = re.compile("|".join(f"(?P<{name}>{words})" for name, words in _SUBJECTS.items()))
# Words that are found with a slip: «колличество учасников».
_SPELLED = (
    "количество", "участники", "участников", "проведений", "проведения",
    "проведенное", "мероприятие", "мероприятия", "мероприятий", "наименование",
    "название", "организация", "организации", "учреждение", "публикации",
    "публикация", "ссылка", "ссылки", "субъект", "населенный",
    "человек", "ответственный", "примечание",
)  # fmt: skip
_ALIKE = 80  # percent
_SHORTEST = 6  # characters of a word with a slip

_WORD = re.compile(r"№|[a-zа-я]+")
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_OF_THEM = re.compile(r"в том числе|из них|из числа|в т\. ?ч")
# Two counts in one column: «проведений / участников».
_HELD, _PEOPLE = r"(?:проведен|мероприяти|раз)", r"(?:участник|человек|чел)"
_AND = r"[а-я]*\W*(?:[/,;+]| и )\W*(?:количество )?"
_TOGETHER = re.compile(rf"{_HELD}{_AND}{_PEOPLE}|{_PEOPLE}{_AND}{_HELD}")
# Of what, says the column of participants beside it; «Количество классов» would be something else.
_BARE_COUNT = re.compile(
    r"(?:общее )?(?:количество|число)\W*(?:(?:всего|ед|единиц|шт|штук|раз)\W*)?"
)
# «Проведено мероприятий», but «Проведённое мероприятие» is its name.
_HOW_MANY = re.compile(r"(?:всего )?проведено\W+(?:мероприятий|уроков|занятий|лекций)\b.*")
_BARE_TIMES = re.compile(
    r"(?:всего )?(?:проведено|проводил[аио]сь|провели)(?:\W+раза?)?\W*|раза?\W*|кратность"
)
# A word that goes on on the next line.
_HYPHENATED = re.compile(r"(?<=[а-яё])-[ ]*\n[ ]*(?=[а-яё])")
_SHORT_FORMS = (
    (re.compile(r"\bк(?:ол)?[-.\s]*во\b"), "количество"),
    (re.compile(r"\bп\s?[/\\.]\s?п\b\.?"), "№"),
    (re.compile(r"\bф\.?\s?и\.?\s?о\b\.?"), "фио"),
)
_LONGEST = 250  # characters of a heading


@lru_cache(maxsize=4096)
def meaning_of(heading: str) -> Meaning | None:
    """None for a column that the report has no place for, and for what is no heading."""
    if not 0 < len(heading) <= _LONGEST:
        return None
    text = fold(" ".join(_HYPHENATED.sub("", heading).split()))
    if text == fold(TO_MEND):
        return Meaning(Role.TO_MEND, 1)
    for form, whole in _SHORT_FORMS:
        text = form.sub(whole, text)
    if "план" in text or _OF_THEM.search(bare := _IN_BRACKETS.sub(" ", text)):
        return None
    if _TOGETHER.search(text):
        return Meaning(Role.BOTH_COUNTS, 3)
    if _HOW_MANY.fullmatch(text):
        return Meaning(Role.TIMES_HELD, 2)
    if _BARE_COUNT.fullmatch(text):
        return Meaning(Role.TIMES_HELD, 0)
    if _BARE_TIMES.fullmatch(text):  # below it dates may stand: any other count is likelier
        return Meaning(Role.TIMES_HELD, -1)
    found, in_full = _meaning(_subjects(bare)), _subjects(text)
    if found and found.role is Role.PLACE:  # the brackets say what of it
        return _place(in_full)
    return found or _meaning(in_full)


def may_have_videos(heading: str) -> bool:
    """Whether a column of links is one for all: «Ссылки», «Ссылки на публикации и видео»."""
    about = _subjects(fold(heading[:_LONGEST]))
    return "video" in about or "press" not in about


def _subjects(text: str) -> list[str]:
    """Of the words that are known, in their order."""
    found = (_subject(word) for word in _WORD.findall(text))
    return [subject for subject in found if subject]


@lru_cache(maxsize=4096)
def _subject(word: str) -> str | None:
    if match := _SUBJECT.match(word):
        return match.lastgroup
    if len(word) < _SHORTEST:
        return None
    alike = process.extractOne(word, _SPELLED, scorer=fuzz.ratio, score_cutoff=_ALIKE)
    match = _SUBJECT.match(alike[0]) if alike else None
    return match.lastgroup if match else None


def _meaning(subjects: Sequence[str]) -> Meaning | None:
    about = set(subjects)
    if "qty" in about and (counted := _counted(subjects)):
        return counted
    if "video" in about and "press" not in about:
        return Meaning(Role.VIDEO_LINKS, 1)
    if about & {"link", "press", "video"} and "qty" not in about:
        return Meaning(Role.PUBLICATION_LINKS, 1)
    if about & {"date", "person"} and "place" not in about:
        return None
    if about & {"note"}:
        return None
    if "region" in about and not about & {"city", "org", "event", "place"}:
        return Meaning(Role.REGION, 1)
    if "kind" in about and "name" not in about:
        return Meaning(Role.KIND, 1)
    return _place(subjects) or _name(about)


def _counted(subjects: Sequence[str]) -> Meaning | None:
    """Of the things that are named after «количество» the first is what is counted."""
    for subject in subjects:
        match subject:
            case "people":
                return Meaning(Role.PARTICIPANTS, 3)
            case "public":
                return Meaning(Role.PARTICIPANTS, 2)
            case "held" | "event":
                return Meaning(Role.TIMES_HELD, 3)
            case "times":
                return Meaning(Role.TIMES_HELD, 1)
    return None


def _place(subjects: Sequence[str]) -> Meaning | None:
    """Unless the event is named first."""
    where = [at for at, subject in enumerate(subjects) if subject in ("place", "city", "org")]
    if not where or "event" in subjects[: where[0]]:
        return None
    about = set(subjects)
    if ("city" in about) is ("org" in about):
        return Meaning(Role.PLACE, 1)
    return Meaning(Role.CITY if "city" in about else Role.ORGANISATION, 1)


def _name(about: set[str]) -> Meaning | None:
    if "event" in about:
        named = 4 if about & {"name", "held"} else 2 if "theme" in about else 3
        return Meaning(Role.NAME, named)
    if about & {"people", "public"}:
        return Meaning(Role.PARTICIPANTS, 1)
    if "name" in about:
        return Meaning(Role.NAME, 2)
    if "theme" in about:
        return Meaning(Role.NAME, 1)
    return Meaning(Role.NUMBER, 1) if "number" in about else None
