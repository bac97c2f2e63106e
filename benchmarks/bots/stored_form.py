"""A form as aiogram's guides write it, with its state in the database: SQLAlchemy behind aiogram's
storage, a transaction for each call of it. One connection, since SQLite has one writer.

`python -m benchmarks.bots.stored_form PORT FILE`"""

import logging
import sys
from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import Bot, Dispatcher, F, Router
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.base import BaseStorage, StateType, StorageKey
from aiogram.types import Message
from sqlalchemy import JSON, event, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from benchmarks.telegram.api import TOKEN

PROMPTS = {
    "name": "Введите место проведения",
    "place": "Количество проведений",
    "times_held": "Количество участников",
    "participants": "Ссылки на публикации",
    "links": "Ссылка на видео",
    "video": "Сохранить? Да/Нет",
}


class Form(StatesGroup):
    name = State()
    place = State()
    times_held = State()
    participants = State()
    links = State()
    video = State()
    review = State()


class Base(DeclarativeBase):
    type_annotation_map = {dict[str, Any]: JSON}


class Conversation(Base):
    __tablename__ = "conversations"

    person: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[str | None]
    answers: Mapped[dict[str, Any] | None]


class Event(Base):
    __tablename__ = "events"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    place: Mapped[str]
    times_held: Mapped[int]
    participants: Mapped[int]
    links: Mapped[str]
    video: Mapped[str]


Sessions = async_sessionmaker[AsyncSession]


class Storage(BaseStorage):
    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        await self._set(key, state=state.state if isinstance(state, State) else state)

    async def get_state(self, key: StorageKey) -> str | None:
        async with self._sessions() as session:
            state = select(Conversation.state).where(Conversation.person == key.user_id)
            return (await session.execute(state)).scalar()

    async def set_data(self, key: StorageKey, data: Any) -> None:
        await self._set(key, answers=dict(data))

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        async with self._sessions() as session:
            answers = select(Conversation.answers).where(Conversation.person == key.user_id)
            return (await session.execute(answers)).scalar() or {}

    async def close(self) -> None:
        pass

    async def _set(self, key: StorageKey, **values: Any) -> None:
        upsert = insert(Conversation).values(person=key.user_id, **values)
        async with self._sessions.begin() as session:
            await session.execute(
                upsert.on_conflict_do_update(index_elements=["person"], set_=values)
            )


def form(sessions: Sessions) -> Router:
    router = Router()
    steps = [getattr(Form, key) for key in PROMPTS] + [Form.review]

    async def start(message: Message, state: FSMContext) -> None:
        await state.set_state(Form.name)
        await state.set_data({})
        await message.answer("Введите название мероприятия")

    async def finish(message: Message, state: FSMContext) -> None:
        async with sessions.begin() as session:
            session.add(Event(**await state.get_data()))
        await state.clear()
        await message.answer("Сохранено")

    def step(key: str, following: State) -> Callable[[Message, FSMContext], Awaitable[None]]:
        async def take(message: Message, state: FSMContext) -> None:
            text = (message.text or "").strip()
            number = key in ("times_held", "participants")
            await state.update_data({key: int(text) if number else text})
            await state.set_state(following)
            await message.answer(PROMPTS[key])

        return take

    router.message(Command("report"))(start)
    for number, key in enumerate(PROMPTS):
        router.message(steps[number], F.text)(step(key, steps[number + 1]))
    router.message(Form.review, F.text == "Да")(finish)
    return router


def main() -> None:
    logging.disable(logging.CRITICAL)
    engine = create_async_engine(f"sqlite+aiosqlite:///{sys.argv[2]}", pool_size=1, max_overflow=0)

    @event.listens_for(engine.sync_engine, "connect")
    def connect(connection: Any, _: object) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = NORMAL")
        cursor.close()

    async def create() -> None:
        async with engine.begin() as connection:
            await connection.run_sync(Base.metadata.create_all)

    sessions = async_sessionmaker(engine, expire_on_commit=False)
    dispatcher = Dispatcher(storage=Storage(sessions))
    dispatcher.startup.register(create)
    dispatcher.include_router(form(sessions))
    api = TelegramAPIServer.from_base(f"http://127.0.0.1:{sys.argv[1]}")
    dispatcher.run_polling(Bot(TOKEN, session=AiohttpSession(api=api)), handle_signals=False)


if __name__ == "__main__":
    main()
