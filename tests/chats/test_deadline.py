"""/deadline: seeing and moving the deadline for all regions, with two admins at work."""

from sqlalchemy import select

from models import Mailing
from tests.world import World


async def test_x(world: World) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    anna = await world.coordinator("Белгородская область")
    print(await olga.says("/deadline"))
    await olga.presses("Изменить срок"); print(olga.screen)
    await olga.says("чушь"); print(olga.screen)
    await olga.says("30 ноября 18:00"); print(olga.screen, olga.buttons)
    await olga.presses("Да, изменить"); print(olga.screen, olga.buttons)
    print(pavel.screen)
    await olga.says("/extend белгород"); print(olga.screen, olga.buttons)
    await olga.says("30.11"); print(olga.screen, olga.buttons)
    await olga.says("Причина <b>"); print(olga.screen, olga.buttons)
    await olga.presses("Продлить"); print(olga.screen, olga.buttons)
    print(anna.screen)
    await olga.presses("К сроку"); print(olga.screen, olga.buttons)
    await olga.presses("Белгородская область", "Отменить продление"); print(olga.screen, olga.buttons)
    await olga.presses("Да, отменить"); print(olga.screen, olga.buttons)
    print(anna.screen)
    world.clock.pass_(days=30)
    await anna.says("/new"); print(anna.screen, anna.buttons)
    await anna.presses("Попросить продлить срок"); print(anna.screen, anna.buttons)
    print(pavel.screen, pavel.buttons)
    await pavel.presses("+3 дня"); print(pavel.screen, pavel.buttons)
    print(anna.screen, anna.buttons)
    await olga.presses("Отказать"); print(olga.screen, olga.buttons)
    await anna.says("/report"); print(anna.screen, anna.buttons)
    await olga.says("/campaign"); print(olga.screen, olga.buttons)
    await olga.presses("Закрыть приём"); print(olga.screen, olga.buttons)
    await olga.presses("Да, закрыть"); print(olga.screen, olga.buttons)
    print(pavel.screen, pavel.buttons)
    await anna.says("/report"); print(anna.screen, anna.buttons)
    await olga.presses("Открыть 2027 год"); print(olga.screen, olga.buttons)
    await olga.presses("Начало Недели"); print(olga.screen, olga.buttons)
    await olga.says("15 ноября"); print(olga.screen, olga.buttons)
    await olga.presses("Начало Недели")
    await olga.says("8 ноября"); print(olga.screen, olga.buttons)
    await olga.presses("Открыть 2027 год"); print(olga.screen, olga.buttons)
    await olga.presses("Да, открыть"); print(olga.screen, olga.buttons)
    print(await world.rows(select(Mailing.content)))
    print(await world.set_aside())
