"""A bar chart for a sheet, which Excel draws from the cells of its table."""

from collections.abc import Sequence

from openpyxl.chart import BarChart, Reference, Series
from openpyxl.chart.data_source import AxDataSource, NumData, NumVal, StrData, StrRef, StrVal
from openpyxl.chart.label import DataLabelList
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.worksheet import Worksheet

from domain.spreadsheets.sheet import Chart

# In centimetres.
_WIDTH = 24
_PER_BAR = 0.7
_TITLE_AND_AXIS = 1.8


def bar_chart(sheet: Worksheet, chart: Chart, bars: Sequence[tuple[str, int]]) -> BarChart:
    """`bars` are the labels and values of the sheet's rows, from the second on. They are stored in
    the chart as well, for programs that do not read the cells, such as viewers on phones."""
    last = len(bars) + 1
    series = Series(Reference(sheet, chart.values + 1, 2, chart.values + 1, last))
    series.val.numRef.numCache = NumData(
        formatCode="General",
        ptCount=len(bars),
        pt=[NumVal(idx=index, v=str(value)) for index, (_, value) in enumerate(bars)],
    )
    letter = get_column_letter(chart.labels + 1)
    labels = StrData(
        ptCount=len(bars), pt=[StrVal(idx=index, v=name) for index, (name, _) in enumerate(bars)]
    )
    cells = f"{quote_sheetname(sheet.title)}!${letter}$2:${letter}${last}"
    series.cat = AxDataSource(strRef=StrRef(f=cells, strCache=labels))
    series.graphicalProperties.solidFill = "4472C4"
    series.dLbls = DataLabelList(showVal=True)
    for part in ("showSerName", "showCatName", "showLegendKey", "showPercent"):
        setattr(series.dLbls, part, False)
    bar = BarChart(barDir="bar", gapWidth=60)
    bar.title, bar.legend = chart.title, None
    bar.x_axis.scaling.orientation = "maxMin"  # or the first bar would stand lowest
    bar.x_axis.delete, bar.y_axis.delete = False, True
    bar.y_axis.majorGridlines = None
    bar.y_axis.scaling.min = 0
    bar.width, bar.height = _WIDTH, _TITLE_AND_AXIS + _PER_BAR * len(bars)
    bar.series.append(series)
    return bar
