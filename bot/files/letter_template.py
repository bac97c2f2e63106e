"""Sends the template of the regions' letters, and checks another one that an admin has sent."""

import asyncio
from functools import partial
from pathlib import Path

from bot.files import making, reading
from bot.files.send import FileContext, MadeFile
from bot.files.worker import OnProgress
from domain.papers import template_refusals
from domain.papers.templates import keep_for_approval, template_in_force
from domain.refusal import Refusal
from domain.tables.limits import TOO_COMPLEX
from handlers.callbacks import KeepTemplate, UseTemplate
from handlers.keyboards import MAIN, button, rows
from handlers.letter_template import texts
from handlers.responses import CheckTemplate, Responses, Screen, SendTemplate, say
from models import LetterTemplate, Person


async def make_template_for(
    context: FileContext, answer: SendTemplate, folder: Path, on_progress: OnProgress
) -> MadeFile:
    """The template itself, or a letter by one that waits for a yes, with the buttons for that."""
    async with context.database.transaction() as session:
        template = await session.get(LetterTemplate, answer.template or 0)
        current = await template_in_force(session)
    content = template.content if template else None
    path = folder / ("Образец письма.docx" if answer.sample else "Шаблон письма.docx")
    write = partial(
        making.letter_template, path=path, content=content, sample=answer.sample, now=context.now
    )
    await context.process.run(write, on_progress)
    if not answer.sample:
        return MadeFile(path, texts.CURRENT)
    pressed = UseTemplate(template=answer.template or 0, seen=current.id if current else 0)
    keyboard = rows([button(texts.USE, pressed, MAIN)], [button(texts.KEEP, KeepTemplate())])
    return MadeFile(path, texts.SAMPLE, keyboard)


async def take_template_for(
    context: FileContext, answer: CheckTemplate, path: Path, on_progress: OnProgress
) -> Responses:
    check = partial(reading.letter_template, path=path, now=context.now)
    try:
        used = await context.reading_process.run(check, on_progress)
    except Refusal as refused:
        too_complex = str(refused) == TOO_COMPLEX  # which speaks of tables
        raise Refusal(template_refusals.DAMAGED if too_complex else str(refused)) from refused
    content = await asyncio.to_thread(path.read_bytes)
    async with context.database.transaction() as session:
        by = await session.get_one(Person, answer.chat_id)
        template = await keep_for_approval(session, content, by, now=context.now)
    sample = SendTemplate(chat_id=answer.chat_id, template=template.id, sample=True)
    return [say(answer.chat_id, Screen(texts.checked(used))), sample]
