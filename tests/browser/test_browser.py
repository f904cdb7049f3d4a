"""What only a browser can tell: that pages are drawn, that links and files work, how it all looks."""

import csv
import io
import os
from urllib.parse import parse_qs, urlparse

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from dashboard.settings import ROOT

pytestmark = pytest.mark.browser

PICTURES = ROOT / "docs" / "pictures"
ERROR_BOXES = "[data-testid=stException], [data-testid=stAlertContainer]"
SUBMIT = "[data-testid=stFormSubmitButton] button"
PUBLISH = ".st-key-publish button"
CHART = "[data-testid=stPlotlyChart]"
MEMBERS_OF_XIAN = "地区,年份,会员人数\n西安市,2025,3100000\n".encode()
WITH_FINDINGS = (
    "地区,年份,会员人数,入会率\n西安市,2025,3100000,94.9%\n宝鸡市,2025,八十万,94.1%\n"
    "鼓楼区,2025,1200,93.0%\n合计,2025,3101200,\n"
).encode()


def read_parameters(url: str) -> dict[str, str]:
    return {key: values[0] for key, values in parse_qs(urlparse(url).query).items()}


def read_chart(page: Page, number: int = 0) -> str:
    """All text drawn in a chart."""
    return "\n".join(page.locator(CHART).nth(number).locator("svg text").all_text_contents())


def upload(page: Page, name: str, content: bytes) -> None:
    page.locator("[data-testid=stFileUploaderDropzoneInput]").set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": content}
    )


def fill(page: Page, key: str, text: str) -> None:
    field = page.locator(f".st-key-{key} input")
    field.fill(text)
    field.press("Enter")


class TestNavigation:
    @pytest.mark.parametrize(
        ("locale", "first", "last"),
        [("zh-CN", "陕西省", "使用说明"), ("en-GB", "Shaanxi", "Help")],
        ids=["zh", "en"],
    )
    def test_leads_to_every_page_and_none_has_an_error(self, open_reader, locale, first, last):
        reader = open_reader(locale)
        page = reader.open()
        expect(page.locator("h1")).to_contain_text(first)
        links = page.locator("[data-testid=stSidebarNavLink]")
        expect(links).to_have_count(20)  # eight pages and twelve programmes
        for number in range(1, links.count()):
            before = page.locator("h1").inner_text()
            links.nth(number).click()
            expect(page.locator("h1")).not_to_have_text(before)
            reader.settle()
            expect(page.locator(ERROR_BOXES)).to_have_count(0)
        expect(page.locator("h1")).to_have_text(last)

    def test_a_card_leads_to_its_indicator(self, reader):
        page = reader.open("?year=2019")
        page.locator("[data-testid=stPageLink-NavLink]", has_text="职工入会率").first.click()
        reader.wait_for_address("indicator=membership_rate")
        expect(page.locator("h1")).to_have_text("职工入会率")
        assert read_parameters(page.url)["year"] == "2019"


class TestFilters:
    def test_a_change_of_year_changes_title_charts_and_address(self, reader):
        page = reader.open("?year=2020")
        expect(page.locator("h1")).to_have_text("陕西省 · 2020年")
        reader.choose("year", "2021")
        reader.wait_for_address("year=2021")
        expect(page.locator("h1")).to_have_text("陕西省 · 2021年")
        assert "2021年陕西省各地工会会员人数" in read_chart(page, 1)

    def test_a_change_of_language_changes_page_and_menu(self, reader):
        page = reader.open()
        page.locator(".st-key-lang label", has_text="English").click()
        reader.wait_for_address("lang=en")
        expect(page.locator("h1")).to_contain_text("Shaanxi, ")
        expect(page.locator("[data-testid=stSidebarNav]")).to_contain_text("Overview")
        assert "Union members by region" in read_chart(page, 1)

    def test_a_copied_address_opens_the_same_view_for_another_reader(self, open_reader):
        reader = open_reader("zh-CN")
        page = reader.open("indicator?indicator=training_graduates&cities=610100,610300")
        reader.choose("year", "2019")
        reader.wait_for_address("year=2019")
        copied = page.url

        other = open_reader("en-GB")
        other.open(copied.removeprefix(other.address + "/"))

        expect(other.page.locator("h1")).to_have_text("技能培训结业人数")
        assert read_parameters(other.page.url) == read_parameters(copied)
        assert read_chart(other.page) == read_chart(page)

    def test_the_back_button_goes_back_to_the_view_before(self, reader):
        page = reader.open("indicator?indicator=members&year=2020")
        reader.choose("year", "2019")
        reader.wait_for_address("year=2019")
        page.go_back()
        reader.wait_for_address("year=2020")
        expect(page.locator(".st-key-year input")).to_have_value("2020")
        expect(page.locator("h1")).to_have_text("工会会员人数")


class TestDownloads:
    @pytest.fixture
    def page(self, reader):
        return reader.open(
            "indicator?region=410000&indicator=breakfast_workers&view=table&year=2019"
        )

    def test_csv_opens_in_a_spreadsheet_with_its_chinese(self, page):
        with page.expect_download() as download:
            page.get_by_role("button", name="下载 CSV").click()
        content = download.value.path().read_bytes()
        rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
        assert content.startswith(b"\xef\xbb\xbf")
        luohe = {row["时期"]: row for row in rows if row["地区"] == "漯河市"}
        assert {year: row["数值"] for year, row in luohe.items()} == {
            "2019": "2982", "2017": "2322", "2015": "1500",
        }  # fmt: skip
        assert luohe["2015"]["状态"] == "至少"
        assert download.value.suggested_filename.endswith(".csv")

    def test_workbook_holds_the_numbers_and_a_sheet_of_notes(self, page, tmp_path):
        with page.expect_download() as download:
            page.get_by_role("button", name="下载 Excel").click()
        path = tmp_path / "table.xlsx"
        download.value.save_as(path)
        table, notes = load_workbook(path).worksheets
        rows = [dict(zip(next(table.values), row, strict=True)) for row in table.values][1:]
        assert {r["时期"]: r["数值"] for r in rows if r["地区"] == "漯河市"} == {
            "2019": 2_982, "2017": 2_322, "2015": 1_500,
        }  # fmt: skip
        assert notes.title == "说明"
        assert "数据版本" in [row[0] for row in notes.values]


# Draws two characters with the fonts of the page, and one that no font has, and compares the dots.
DRAWN = """() => {
  const font = getComputedStyle(document.querySelector('h1')).fontFamily;
  const draw = character => {
    const canvas = Object.assign(document.createElement('canvas'), {width: 40, height: 40});
    const context = canvas.getContext('2d');
    context.font = '30px ' + font;
    context.fillText(character, 2, 32);
    return context.getImageData(0, 0, 40, 40).data.join();
  };
  return [draw('会'), draw('员'), draw('\\u{10FFFD}'), draw(' ')];
}"""
# What sticks out: the page over the window, and the texts of a chart over the chart.
OVERFLOW = """() => {
  const main = document.querySelector('[data-testid=stMain]');
  const found = [];
  if (document.documentElement.scrollWidth > innerWidth) found.push('document');
  if (main.scrollWidth > main.clientWidth) found.push('page');
  for (const chart of document.querySelectorAll('[data-testid=stPlotlyChart] .js-plotly-plot')) {
    const box = chart.getBoundingClientRect();
    for (const text of chart.querySelectorAll('svg text')) {
      const part = text.getBoundingClientRect();
      if (part.width && (part.left < box.left - 2 || part.right > box.right + 2
          || part.top < box.top - 2 || part.bottom > box.bottom + 2))
        found.push(text.textContent);
    }
  }
  return found;
}"""
# The contrast (WCAG) of each chart's title with the background of the page.
CONTRAST = """() => {
  const light = colour => {
    const parts = colour.match(/[\\d.]+/g).slice(0, 3).map(v => v / 255)
      .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
  };
  const page = light(getComputedStyle(document.querySelector('[data-testid=stApp]'))
    .backgroundColor);
  return [...document.querySelectorAll('[data-testid=stPlotlyChart] .gtitle')].map(title => {
    const text = light(getComputedStyle(title).fill);
    return (Math.max(page, text) + 0.05) / (Math.min(page, text) + 0.05);
  });
}"""
BACKGROUND = "getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor"
CHART_PAGES = {
    "overview": ("?lang=zh", 2),
    "trend": ("indicator?view=trend&lang=en", 1),
    "ranking": ("indicator?view=ranking&region=100000&year=2008", 1),
    "map": ("indicator?view=map&lang=en", 1),
    "tiles": ("indicator?view=map&region=100000&year=2008", 1),
    "two_years": ("indicator?view=compare&lang=en", 1),
    "each_region": ("indicator?view=multiples", 1),
    "city": ("city?lang=en", 2),
    "data": ("data", 1),
    "programme": ("outdoor?lang=en&year=2019", 2),
}


class TestLook:
    def test_chinese_is_drawn_and_not_replaced_by_boxes(self, reader):
        drawn, other, missing, blank = reader.open("help").evaluate(DRAWN)
        assert drawn != missing
        assert drawn != other
        assert drawn != blank

    @pytest.mark.parametrize("name", CHART_PAGES)
    def test_charts_fit_a_laptop_a_phone_and_the_dark(self, reader, name):
        path, count = CHART_PAGES[name]
        page = reader.open(path)
        titles = page.locator(f"{CHART} .gtitle")
        expect(titles).to_have_count(count)
        assert all(text.strip() for text in titles.all_text_contents())
        assert page.evaluate(OVERFLOW) == []
        assert min(page.evaluate(CONTRAST)) > 4.5

        page.set_viewport_size({"width": 390, "height": 844})
        page.wait_for_function(
            # A function: a text would have to be evaluated in the page, which its policy forbids.
            "() => [...document.querySelectorAll('[data-testid=stPlotlyChart] .main-svg')]"
            ".every(svg => svg.getBoundingClientRect().width <= 390)"
        )
        reader.settle()
        expect(titles).to_have_count(count)
        assert page.evaluate(OVERFLOW) == []

        light = page.evaluate(BACKGROUND)
        page.emulate_media(color_scheme="dark")
        page.wait_for_function(f"() => {BACKGROUND} !== '{light}'")
        page.wait_for_function(f"() => Math.min(...({CONTRAST})()) > 4.5")


class TestPictures:
    """The pictures of the README; ``UPDATE_PICTURES=1`` writes them."""

    @pytest.fixture
    def take(self, reader):
        def take_picture(name: str, page: Page) -> None:
            reader.settle()
            # The pointer would leave a label open.
            page.mouse.move(0, 0)
            content = page.screenshot(animations="disabled")
            assert content.startswith(b"\x89PNG")
            # A page without anything on it is a picture of some 5 kB.
            assert len(content) > 20_000
            if os.environ.get("UPDATE_PICTURES") == "1":
                PICTURES.mkdir(parents=True, exist_ok=True)
                (PICTURES / f"{name}.png").write_bytes(content)

        return take_picture

    @pytest.mark.parametrize(
        ("name", "path", "height"),
        [
            ("overview", "?lang=zh&year=2025", 1380),
            (
                "trend",
                "indicator?lang=zh&indicator=membership_rate&view=trend"
                "&cities=610000,610100,610300,610800&first=2015&last=2025",
                1080,
            ),
            ("map", "indicator?lang=zh&indicator=membership_rate&view=map&year=2025", 1000),
        ],
        ids=["overview", "trend", "map"],
    )
    def test_of_a_page(self, reader, take, name, path, height):
        reader.page.set_viewport_size({"width": 1280, "height": height})
        take(name, reader.open(path))

    def test_of_findings(self, reader, take):
        reader.page.set_viewport_size({"width": 1280, "height": 1380})
        page = reader.open("upload?lang=zh")
        upload(page, "会员.csv", WITH_FINDINGS)
        expect(page.locator("[data-testid=stAlertContentError]")).to_be_visible()
        take("findings", page)

    def test_of_a_phone_in_the_dark(self, reader, take):
        reader.page.set_viewport_size({"width": 390, "height": 844})
        reader.page.emulate_media(color_scheme="dark")
        take("phone", reader.open("?lang=en&year=2025"))


class TestUpload:
    # Last in this file: the data version that the others see is that of the opening sets.

    def test_goes_from_a_file_to_the_chart_and_back(self, reader):
        ranking = "indicator?indicator=members&view=ranking&year=2025"
        page = reader.open(ranking)
        before = read_chart(page)
        assert "310.0" not in before

        reader.open("upload")
        upload(page, "会员.csv", MEMBERS_OF_XIAN)
        fill(page, "source", "西安市总工会2025年报")
        fill(page, "by", "王芳")
        reader.settle()
        page.locator(PUBLISH).click()
        expect(page.get_by_text("数据版本为 4")).to_be_visible()
        reader.open(ranking)
        assert "310.0" in read_chart(page)
        assert "数据版本 4" in read_chart(page)

        reader.open("history")
        page.locator(".st-key-undo_by input").fill("王芳")
        page.locator(".st-key-undo_note input").fill("报错了")
        page.locator(SUBMIT).click()
        expect(page.get_by_text("次上报已撤销")).to_be_visible()
        reader.open(ranking)
        assert read_chart(page) == before.replace("数据版本 3", "数据版本 5")

    def test_shows_findings_and_no_button_while_an_error_stands(self, reader):
        page = reader.open("upload")
        upload(page, "会员.csv", WITH_FINDINGS)
        expect(page.locator("[data-testid=stAlertContentError]")).to_contain_text("文件不能发布")
        expect(page.locator(PUBLISH)).to_have_count(0)
