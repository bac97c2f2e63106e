"""Who asks for access says who they are. How that is read: surname and name, post, authority, and
all of it in one message."""

import re
from dataclasses import dataclass

from domain.refusal import Refusal
from domain.text.cleaning import clean_line

NAME_LIMIT, POST_LIMIT, AUTHORITY_LIMIT = 100, 150, 200

_WORD = re.compile(r"(?=..)[А-ЯЁа-яё]+(?:[-'’][А-ЯЁа-яё]+)*")
_MOST_WORDS = 5  # «Алиев Вагиф Мамед оглы» has four
_PARTICLES = frozenset({"оглы", "кызы", "оол", "уулу"})
_INITIAL = re.compile(r"(?<![\w'’-])[А-ЯЁа-яё](?![\w'’-])")
# Words that no surname is: somebody begins with what is asked next.
_OF_A_POST = re.compile(
    r"\b(?:специалист|консультант|советник|референт|эксперт|координатор|директор|начальник|"
    r"руководитель|заместитель|помощник|заведующ\w+|бухгалтер|инженер|министр|министерств[оа]|"
    r"минпром\w*|департамент\w*|управлени[ея]|отдела?|комитета?|област[ьи]|правительств[оа]|"
    r"администраци[яи])\b",
    re.IGNORECASE,
)
_AUTHORITY = re.compile(
    r"(?:министерств|мин[а-я]{3,}|департамент|управление|правительств|администраци|комитет|аппарат)",
    re.IGNORECASE,
)
_PATRONYMIC = re.compile(r"\w+(?:вич|вна|ична)", re.IGNORECASE)
_LINK = re.compile(
    r"https?:|www\.|@\S|\bt\.me\b|\b[\w-]+\.(?:ru|рф|com|org|net|su)\b", re.IGNORECASE
)
_PHONE = re.compile(r"\+?\d(?:[\s()-]*\d){6,}")
_EMOJI = re.compile("[\u200d\u20e3\u2600-\u27bf\u2b00-\u2bff\ufe0f\U0001f000-\U0001faff]")
# A short word that ends in a consonant: «отд.», «гл. спец.», «обл.».
_CUT_SHORT = re.compile(r"(?<![а-яё])[а-яё]{0,5}[бвгджзклмнпрстфхцчшщ]\.$", re.IGNORECASE)
_GREETING = re.compile(
    r"^(?:(?:здравствуйте|добр(?:ый|ое) (?:день|утро|вечер))[\s,.!]*)?"
    r"(?:меня зовут\s+|я\s*[–—-]\s*)?",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^(?:ф\.?\s?и\.?\s?о\.?|фамилия|имя|отчество|фамилия,? имя(?:,? отчество)?|фамилия и имя|"
    r"должность|орган(?: власти)?|организация|ведомство|место работы)\s*[:–—-]\s*",
    re.IGNORECASE,
)


def parse_full_name(text: str) -> str:
    """Surname and name, perhaps a patronymic, with capital letters. Raises Refusal."""
    name = _plain_line(text, NAME_LIMIT).strip(".")
    if re.search(r"\d", name):
        raise Refusal("В фамилии и имени не бывает цифр.")
    if re.search(r"[A-Za-z]", name):
        raise Refusal("Напишите фамилию и имя русскими буквами.")
    if _OF_A_POST.search(name):
        raise Refusal("Это похоже на должность или орган власти, а здесь нужны фамилия и имя.")
    words = name.split()
    if len(words) > _MOST_WORDS:
        raise Refusal("Здесь нужны только фамилия, имя и, если есть, отчество.")
    if _INITIAL.search(name):
        raise Refusal("Напишите имя полностью, без инициалов.")
    if not words or not all(map(_WORD.fullmatch, words)):
        raise Refusal("Здесь нужны только фамилия, имя и, если есть, отчество.")
    if len(words) == 1:
        raise Refusal("Нужны и фамилия, и имя, а здесь одно слово.")
    return " ".join(map(_with_capital, words))


def parse_post(text: str) -> str:
    """Raises Refusal."""
    return _in_russian(
        text, POST_LIMIT, "Напишите должность словами, например: ведущий специалист."
    )


def parse_authority(text: str) -> str:
    """Raises Refusal."""
    return _in_russian(
        text, AUTHORITY_LIMIT, "Напишите название органа власти, например: Министерство экономики."
    )


def is_full_name(text: str) -> bool:
    """Whether what somebody is called in Telegram can stand for surname and name."""
    try:
        return bool(parse_full_name(text))
    except Refusal:
        return False


@dataclass(frozen=True, slots=True)
class Introduction:
    """What stands in one message, as typed; "" for what does not."""

    name: str
    post: str = ""
    authority: str = ""


def introduction_in(text: str) -> Introduction:
    """The name, and what is said behind it, by lines or by commas. Greetings and labels
    («Должность:») are left out."""
    said = _GREETING.sub("", text.strip())
    lines = [line for line in said.splitlines() if line.strip()]
    given = lines if len(lines) > 1 else re.split(r"[,;]", said)
    parts = [part for each in given if (part := _trimmed(_LABEL.sub("", each.strip())))]
    while len(parts) > 1 and _goes_on(parts[0], parts[1]):
        parts[:2] = [f"{parts[0]} {parts[1]}"]
    name, *rest = parts or [text]
    if len(rest) == 1 and _AUTHORITY.match(rest[0]):
        return Introduction(name, authority=rest[0])
    return Introduction(name, "".join(rest[:1]), ", ".join(rest[1:]))


def _goes_on(name: str, part: str) -> bool:
    """Whether the part belongs to the name: «Иванова, Анна»."""
    begun = len(name.split()) == 1 and name[0].isupper() == part[0].isupper()
    return (begun or bool(_PATRONYMIC.fullmatch(part))) and is_full_name(f"{name} {part}")


def _plain_line(text: str, limit: int) -> str:
    """In one line, without emoji. Raises Refusal for what is no answer to any of the questions."""
    line = _trimmed(clean_line(_EMOJI.sub("", text), limit=limit))
    if _LINK.search(line):
        raise Refusal("Ссылка, адрес почты или @имя здесь не нужны. Ответьте словами.")
    if _PHONE.search(line):
        raise Refusal("Телефон не нужен, бот его не хранит. Ответьте словами.")
    return line


def _trimmed(text: str) -> str:
    """Without the signs around it; a point stays that cuts a word short («нач. отд.»)."""
    line = text.lstrip(" .,;!").rstrip(" ,;!")
    return line if _CUT_SHORT.search(line) else line.rstrip(" .,;!")


def _in_russian(text: str, limit: int, what: str) -> str:
    line = _plain_line(text, limit)
    if re.search(r"[А-ЯЁа-яё].*[А-ЯЁа-яё]", line) is None:
        raise Refusal(what)
    return line


def _with_capital(word: str) -> str:
    """Only where the word is in one case: whoever writes «де-Фриз» means it."""
    if word.lower() in _PARTICLES or not (word.islower() or word.isupper()):
        return word
    return "-".join(part.capitalize() for part in word.split("-"))
