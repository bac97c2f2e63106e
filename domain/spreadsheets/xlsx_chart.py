"""A bar chart for a sheet, which Excel draws from the cells of its table."""

from collections.abc import Sequence

from openpyxl.chart import BarChart, Reference
from openpyxl.chart.data_source import (
    AxDataSource,
    NumData,
    NumDataSource,
    NumRef,
    NumVal,
    StrData,
    StrRef,
    StrVal,
)
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.legend import Legend
from openpyxl.chart.series import Series, SeriesLabel
from openpyxl.chart.series_factory import SeriesFactory
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.worksheet import Worksheet

from domain.spreadsheets.sheet import Chart

# In centimetres.
_WIDTH = 24
_PER_BAR = 0.7
_TITLE_AND_AXIS = 1.8
_LEGEND = 1.0

_COLOURS = ("4472C4", "BFBFBF")


def bar_chart(
    sheet: Worksheet, chart: Chart, bars: Sequence[tuple[str, Sequence[int]]]
) -> BarChart:
    """`bars` are the labels and values of the sheet's rows, from the second on. They are stored in
    the chart as well, for programs that do not read the cells, such as viewers on phones."""
    bar = BarChart(barDir="bar", gapWidth=60, grouping="stacked", overlap=100)
    for place, (name, column) in enumerate(chart.values.items()):
        lengths = [values[place] for _, values in bars]
        series = _series(sheet, chart, column, [label for label, _ in bars], lengths)
        series.tx = SeriesLabel(v=name)
        series.graphicalProperties.solidFill = _COLOURS[place]
        bar.series.append(series)
    several = len(chart.values) > 1
    bar.title, bar.legend = chart.title, Legend(legendPos="b") if several else None
    bar.x_axis.scaling.orientation = "maxMin"  # or the first bar would stand lowest
    bar.x_axis.delete, bar.y_axis.delete = False, True
    bar.y_axis.majorGridlines = None
    bar.y_axis.scaling.min = 0
    bar.width = _WIDTH
    bar.height = _TITLE_AND_AXIS + _PER_BAR * len(bars) + (_LEGEND if several else 0)
    return bar


def _series(
    sheet: Worksheet, chart: Chart, column: int, labels: Sequence[str], lengths: Sequence[int]
) -> Series:
    last = len(labels) + 1
    figures = NumData(
        formatCode="General",
        ptCount=len(lengths),
        pt=[NumVal(idx=index, v=str(length)) for index, length in enumerate(lengths)],
    )
    names = StrData(
        ptCount=len(labels), pt=[StrVal(idx=index, v=name) for index, name in enumerate(labels)]
    )

    def cells(of: int) -> str:
        letter = get_column_letter(of + 1)
        return f"{quote_sheetname(sheet.title)}!${letter}$2:${letter}${last}"

    series: Series = SeriesFactory(Reference(sheet, column + 1, 2, column + 1, last))
    series.val = NumDataSource(numRef=NumRef(f=cells(column), numCache=figures))
    series.cat = AxDataSource(strRef=StrRef(f=cells(chart.labels), strCache=names))
    # No noughts: of two in one bar they would stand on each other.
    series.dLbls = DataLabelList(showVal=True, numFmt="#,##0;;")
    for part in ("showSerName", "showCatName", "showLegendKey", "showPercent"):
        setattr(series.dLbls, part, False)
    return series
