"""What people and the bot say in a chat, written down as a page that needs no code to be read."""

import json
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

from sandbox.journal import Call
from sandbox.telegram import Telegram

STYLE = """
body { font: 16px/1.45 sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem }
h2 { margin-top: 3rem }
article { margin: .5rem 0; padding: .5rem .8rem; border-radius: .6rem }
article { white-space: pre-wrap; overflow-wrap: anywhere }
.bot { background: #eef2f7; color: #111 }
.person { background: #dff5d8; color: #111; margin-left: 6rem }
header { font-size: .8rem; color: #555 }
.buttons { display: flex; flex-wrap: wrap; gap: .3rem; margin-top: .4rem }
.buttons span { border: 1px solid #9ab; border-radius: .4rem; padding: .1rem .5rem }
"""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing said. `text` is HTML; `how` says what is not plain talk: an edit, an alert."""

    by_bot: bool
    person: str
    text: str
    how: str = ""
    buttons: tuple[str, ...] = ()


@dataclass
class Transcript:
    """Of one story. Listens to the wire, so nothing that is said can be left out."""

    title: str
    telegram: Telegram
    lines: list[Line] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._labels: dict[str, str] = {}
        self._polls_read = 0
        self.telegram.journal.on_call(self._bot_speaks)

    def _name(self, chat_id: int | None) -> str:
        user = self.telegram.world.users.get(chat_id or 0)
        return user.first_name if user else "?"

    def _people_act(self) -> None:
        """Everything that the bot has heard since the last look."""
        polls = [call for call in self.telegram.journal.calls("getUpdates") if call.result]
        for update in (update for poll in polls[self._polls_read :] for update in poll.result):
            (kind,) = update.keys() - {"update_id"}
            self._person_acts(kind, update[kind])
        self._polls_read = len(polls)

    def _person_acts(self, kind: str, content: dict[str, Any]) -> None:
        name = str(content["from"]["first_name"])
        if kind == "callback_query":
            label = self._labels.get(content["data"], "(кнопка)")
            self.lines.append(Line(False, name, escape(label), "нажимает"))
        elif kind in ("message", "edited_message"):
            said = content.get("text") or content.get("caption") or "(не текст)"
            how = "исправляет сообщение" if kind == "edited_message" else ""
            self.lines.append(Line(False, name, escape(said), how))

    def _bot_speaks(self, call: Call) -> None:
        self._people_act()
        params = call.params
        text = params.get("text") or params.get("caption")
        if call.method == "answerCallbackQuery":
            if text:
                last = next(line.person for line in reversed(self.lines) if not line.by_bot)
                self.lines.append(Line(True, last, escape(text), "всплывающее сообщение"))
        elif text is not None or "document" in params or "photo" in params:
            how = "вместо прежнего текста" if call.method == "editMessageText" else ""
            if call.method in ("sendDocument", "sendPhoto"):
                how = "файл" if call.method == "sendDocument" else "картинка"
            buttons = self._buttons(params.get("reply_markup"))
            self.lines.append(Line(True, self._name(call.chat_id), text or "", how, buttons))

    def _buttons(self, markup: Any) -> tuple[str, ...]:
        markup = json.loads(markup) if isinstance(markup, str) else markup or {}
        inline = [button for row in markup.get("inline_keyboard", ()) for button in row]
        self._labels |= {
            each["callback_data"]: each["text"] for each in inline if "callback_data" in each
        }
        standing = [button for row in markup.get("keyboard", ()) for button in row]
        return tuple(each["text"] for each in (*inline, *standing))

    def html(self) -> str:
        title = escape(self.title)
        return f'<h2 id="{title}">{title}</h2>\n' + "\n".join(map(_article, self.lines))


def _article(line: Line) -> str:
    who = f"бот → {line.person}" if line.by_bot else line.person
    head = escape(f"{who}, {line.how}" if line.how else who)
    buttons = "".join(f"<span>{escape(label)}</span>" for label in line.buttons)
    under = f'<div class="buttons">{buttons}</div>' if buttons else ""
    kind = "bot" if line.by_bot else "person"
    return f'<article class="{kind}"><header>{head}</header>{line.text}{under}</article>'


def write_page(transcripts: list[Transcript], path: Path) -> None:
    said = sum(line.by_bot for transcript in transcripts for line in transcript.lines)
    titles = [escape(transcript.title) for transcript in transcripts]
    contents = "".join(f'<li><a href="#{title}">{title}</a></li>' for title in titles)
    body = "\n".join(transcript.html() for transcript in transcripts)
    path.write_text(
        f'<!doctype html><html lang="ru"><meta charset="utf-8"><title>Тексты бота</title>'
        f"<style>{STYLE}</style><h1>Тексты бота</h1>"
        f"<p>Сообщений бота: {said}. Страница составлена по разыгранным разговорам.</p>"
        f"<ol>{contents}</ol>{body}",
        encoding="utf-8",
    )
