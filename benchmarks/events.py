"""Made-up events of which no two are alike."""

from collections.abc import Iterator
from datetime import datetime
from random import Random
from typing import Any

from domain.events.fields import KINDS
from domain.events.likeness import twin_key
from domain.regions.directory import load_regions

SEED = 2025
_WORDS = """урок качества выставка продукции ярмарка мастеров конкурс молодых специалистов лекция
потребителей семинар технологов экскурсия школьников дегустация хлеба сыра мёда ткани мебели
посуды игрушек обуви одежды круглый стол производителей лаборатория измерений метрология
стандарты сертификация маркировка упаковка здоровье питание спорт культура ремесло промыслы
деревня завод фабрика комбинат университет колледж библиотека музей театр площадь центр палата
союз молодёжь ветераны родители дети фермеры торговля логистика экология вода воздух свет тепло
энергия сталь стекло керамика дерево бумага кожа шерсть лён хлопок зерно молоко мясо рыба овощи
фрукты ягоды чай кофе соль сахар масло"""


def distinct_events(count: int, *, by: int, at: datetime) -> Iterator[dict[str, Any]]:
    """Rows of this year's first campaign, for all regions in turn: with links and of usual sizes,
    so that there is little to remark on."""
    random = Random(SEED)  # noqa: S311 - it is to be repeated, not to be secret
    codes = [region.code for region in load_regions()]
    kinds, vocabulary = list(KINDS), _WORDS.split()
    for number in range(count):
        times = random.randint(1, 9)
        words = random.sample(vocabulary, 8)
        place = {
            "name": " ".join(words[:6]).capitalize(),
            "city": "Казань",
            "organisation": f"Организация «{' '.join(words[6:]).title()}»",
        }
        yield {
            "campaign_id": 1,
            "region_code": codes[number % len(codes)],
            "number": number // len(codes) + 1,
            "kind": random.choice(kinds),
            **place,
            "twin_key": twin_key(place),
            "times_held": times,
            "participants": times * random.randint(15, 60),
            "publication_links": [
                f"https://vk.com/wall-{random.randrange(10**8)}_{number}"
                for _ in range(random.randint(1, 2))
            ],
            "video_links": [f"https://rutube.ru/video/{random.getrandbits(128):032x}/"],
            "created_at": at,
            "created_by": by,
            "changed_at": at,
            "draft_id": -1 - number,  # below all that the forms will be given
        }
