"""The demo's page as a person uses it: found by roles and names, as a screen reader finds it."""

from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

from openpyxl import load_workbook
from playwright.async_api import ConsoleMessage, Error, FilePayload, Locator, Page, Request, expect

from domain.export.events_sheet import REPORT

WIDE, NARROW = 1400, 360


class PhoneOnPage:
    """One person's phone, worked with the mouse. Whatever it looks for may take a while."""

    def __init__(self, page: Page, name: str) -> None:
        self.name = name
        self._page = page
        self.node = page.get_by_role("region", name=f"Телефон: {name}", exact=True)
        self.messages = self.node.get_by_role("log").get_by_role("listitem")
        self.box = self.node.get_by_role("textbox", name="Сообщение")
        self.keyboard = self.node.get_by_role("group", name="Клавиатура")

    async def says(self, *exchanges: tuple[str, str]) -> None:
        """Each text typed and sent, and what the bot says to it."""
        for text, heard in exchanges:
            await self.sends(text)
            await self.sees(heard)

    async def sends(self, text: str) -> None:
        await self.box.fill(text)
        await self.node.get_by_role("button", name="Отправить").click()

    async def presses(self, *exchanges: tuple[str, str]) -> None:
        """Inline buttons, each in the newest message that has it, and what the bot says to it."""
        for label, heard in exchanges:
            await self.button(label).click()
            await self.sees(heard)

    async def taps(self, label: str) -> None:
        """A button of the standing keyboard."""
        await self.keyboard.get_by_role("button", name=label, exact=True).click()

    async def picks(self, menu: str, item: str) -> None:
        """From one of the phone's menus; commands have their description after the name."""
        await self.node.get_by_role("button", name=menu, exact=True).click()
        await self.node.get_by_role("menu", name=menu).get_by_role("menuitem", name=item).click()

    async def attaches(self, kind: str, name: str, mime: str, content: bytes) -> None:
        async with self._page.expect_file_chooser() as chooser:
            await self.picks("Прикрепить", kind)
        file = FilePayload(name=name, mimeType=mime, buffer=content)
        await (await chooser.value).set_files(file)

    async def downloads(self, document: str) -> Path:
        """The newest document whose name has that in it."""
        async with self._page.expect_download() as download:
            await self.messages.get_by_role("link", name=document).last.click()
        return await (await download.value).path()

    async def sees(self, text: str) -> None:
        """That the newest message says it."""
        await expect(self.messages.last).to_contain_text(text)

    async def has_seen(self, text: str) -> None:
        """That a message says it, whatever came later."""
        await expect(self.messages.filter(has_text=text).last).to_be_visible()

    def button(self, label: str, *, exact: bool = True) -> Locator:
        """The newest one; not exact: whose label has that in it."""
        return self.messages.get_by_role("button", name=label, exact=exact).last


class StoryPanel:
    """The guided story under the bar."""

    def __init__(self, page: Page) -> None:
        self.node = page.get_by_role("region", name="Сценарий")
        self.step = self.node.get_by_role("status")
        self.steps = self.node.get_by_role("listitem")

    async def asks(self, title: str) -> None:
        """That this is the step it has come to."""
        await expect(self.step).to_contain_text(title)

    async def does(self, label: str) -> None:
        await self.node.get_by_role("button", name=label).click()


class DemoPage:
    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url
        self.complaints: list[str] = []
        self.bar = page.get_by_role("banner")
        self.olga = self.phone("Ольга")
        self.anna = self.phone("Анна")
        self.igor = self.phone("Игорь")
        self.story = StoryPanel(page)
        page.on("console", self._hear)
        page.on("pageerror", self._fail)
        page.on("request", self._look_at)

    async def fills_in_the_sample(self) -> None:
        """Fifteen hundred events, typed and saved one by one: that takes as long as it takes."""
        await self.does("Заполнить примером")
        status = self.bar.get_by_role("status")
        await expect(status).to_contain_text("Заполняем")
        await expect(status).not_to_contain_text("Заполняем")

    async def opens(self) -> None:
        await self.page.goto(self.url)
        await self.olga.has_seen("Вы – администратор")

    def phone(self, name: str) -> PhoneOnPage:
        return PhoneOnPage(self.page, name)

    async def does(self, label: str) -> None:
        """A button or switch over the phones."""
        await (await self.unfolds(label)).click()

    async def unfolds(self, label: str) -> Locator:
        """A button or switch over the phones, in sight."""
        group = self.bar.get_by_role("region").filter(has_text=label)
        control = group.locator(".tools button", has_text=label)
        if not await control.is_visible():
            await group.locator(".fold").click()
        return control

    async def shifts(self, days: int) -> None:
        """The clock, from where it is."""
        await self.unfolds("Сдвинуть")
        await self.bar.get_by_label("На сколько сдвинуть").fill(str(days))
        await self.bar.get_by_label("Единица сдвига").select_option("дн.")
        await self.does("Сдвинуть")

    async def adds(self, name: str) -> PhoneOnPage:
        """A phone, which is then in sight, whole, and has the focus."""
        await self.does("Добавить телефон")
        dialog = self.page.get_by_role("dialog", name="Новый телефон")
        await dialog.get_by_label("Имя").fill(name)
        await dialog.get_by_role("button", name="Добавить").click()
        added = self.phone(name)
        await expect(added.node).to_be_focused()
        await expect(added.node).to_be_in_viewport(ratio=0.95)
        return added

    async def joins(self, someone: PhoneOnPage, region: str) -> None:
        """The admin invites to the region, named in full, and the person opens the link."""
        await self.olga.sends(f"/invite {region}")
        await self.opens_invitation(someone, region)

    async def opens_invitation(self, someone: PhoneOnPage, region: str) -> None:
        invitation = self.olga.messages.filter(has_text="Откройте ссылку").filter(has_text=region)
        await invitation.get_by_role("link").last.click()
        await self.page.get_by_role("dialog").get_by_role("button", name=someone.name).click()
        await someone.presses(("Да, верно", "Что нужно"))

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"{message.type} in the console: {message.text}")

    def _fail(self, error: Error) -> None:
        self.complaints.append(f"error on the page: {error}")

    def _look_at(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in ("data", "blob") and address.hostname != "127.0.0.1":
            self.complaints.append(f"a request that leaves the machine: {request.url}")


def report_in(workbook: Path) -> list[tuple[object, ...]]:
    """The report's rows, without the heading. The browser keeps the file without its ending."""
    sheet = load_workbook(BytesIO(workbook.read_bytes()))[REPORT]
    return list(sheet.iter_rows(min_row=2, values_only=True))
