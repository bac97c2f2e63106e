"""The buttons under an exported file: other cuts of the same campaign's table."""

from functools import partial
from typing import Literal

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup

from domain.export.filters import Cut
from handlers.callbacks import Year
from handlers.export import texts
from handlers.keyboards import button, rows
from handlers.region_picker import NO_DISTRICT, RegionChoice


class MakeCut(CallbackData, prefix="cut"):
    """Makes that cut's file. Empty fields narrow nothing."""

    year: Year
    district: str = ""  # NO_DISTRICT for the regions outside them
    code: str = ""
    kind: str = ""
    changed: bool = False
    csv: bool = False

    @classmethod
    def of(cls, cut: Cut) -> "MakeCut":
        assert cut.year is not None
        return cls(
            year=cut.year,
            district=NO_DISTRICT if cut.district == "" else cut.district or "",
            code=cut.region_code or "",
            kind=cut.kind or "",
            changed=cut.changed,
            csv=cut.format == "csv",
        )

    def cut(self) -> Cut:
        """Raises ValidationError for what no button of ours offers."""
        return Cut(
            year=self.year,
            district="" if self.district == NO_DISTRICT else self.district or None,
            region_code=self.code or None,
            kind=self.kind or None,
            changed=self.changed,
            format="csv" if self.csv else "xlsx",
        )


class ChooseCut(CallbackData, prefix="cutby"):
    by: Literal["district", "region", "kind"]
    year: Year


class ExportRegion(RegionChoice, prefix="export"):
    year: Year


class OpenExports(CallbackData, prefix="exports"):
    year: Year


def below(cut: Cut) -> InlineKeyboardMarkup:
    """What stands under the file of this cut: the same in the other format, and other cuts."""
    assert cut.year is not None
    by = partial(ChooseCut, year=cut.year)
    is_csv = cut.format == "csv"
    other = cut.model_copy(update={"format": "xlsx" if is_csv else "csv"})
    whole = Cut(year=cut.year)
    changes = whole.model_copy(update={"changed": True})
    return rows(
        [] if cut.is_whole else [button(texts.WHOLE, MakeCut.of(whole).pack())],
        [
            button(texts.ONE_DISTRICT, by(by="district").pack()),
            button(texts.ONE_REGION, by(by="region").pack()),
        ],
        [
            button(texts.ONE_KIND, by(by="kind").pack()),
            button(texts.ONLY_CHANGES, MakeCut.of(changes).pack()),
        ],
        [
            button(
                texts.AS_WORKBOOK if is_csv else texts.AS_CSV,
                MakeCut.of(other).pack(),
            ),
            button(texts.WHO_EXPORTED, OpenExports(year=cut.year).pack()),
        ],
    )
