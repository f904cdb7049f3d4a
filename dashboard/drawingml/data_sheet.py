"""The data sheet inside a native chart: numbers as they are drawn, text that never becomes a formula."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

from pptx.chart.data import CategoryChartData, XyChartData
from pptx.chart.xlsx import CategoryWorkbookWriter, XyWorkbookWriter
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

# By itself XlsxWriter turns “=…” into a formula and addresses into links.
_INERT = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


class _InertWriter:
    @contextmanager
    def _open_worksheet(self, xlsx_file: BytesIO) -> Iterator[tuple[Workbook, Worksheet]]:
        with Workbook(xlsx_file, _INERT) as workbook:
            yield workbook, workbook.add_worksheet()


class _CategoryWriter(_InertWriter, CategoryWorkbookWriter):
    pass


class _XyWriter(_InertWriter, XyWorkbookWriter):
    pass


class CategorySheet(CategoryChartData):
    """Series over categories; None is an empty cell."""

    @property
    def _workbook_writer(self) -> _CategoryWriter:
        return _CategoryWriter(self)


class XySheet(XyChartData):
    """Series of points."""

    @property
    def _workbook_writer(self) -> _XyWriter:
        return _XyWriter(self)
