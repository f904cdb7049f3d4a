"""The menu of a chart: closed it costs nothing, opened it offers everything, in both languages."""

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.access import Actor
from dashboard.briefing.slides import images
from dashboard.store import NewUpload, Store
from dashboard.ui import chart_menu

CHARTS = [
    ("indicator", {"view": "trend"}, "trend"),
    ("indicator", {"view": "ranking"}, "ranking"),
    ("indicator", {"view": "map"}, "map"),
    ("indicator", {"view": "compare"}, "compare"),
    ("indicator", {"view": "multiples"}, "multiples"),
    ("indicator", {"view": "stacked"}, "stacked"),
    ("city", {"city": "610300"}, "position"),
    ("data", {}, "coverage"),
]


def labels(page: AppTest) -> list[str]:
    return [b.label for b in page.get("download_button")]


@pytest.mark.usefixtures("opening_store")
def test_a_closed_menu_makes_nothing(open_page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chart_menu, "_draw_contents", lambda *_: pytest.fail("made unasked"))
    page = open_page("overview")
    assert not page.get("download_button") and not page.code


@pytest.mark.usefixtures("opening_store")
@pytest.mark.parametrize(("path", "parameters", "key"), CHARTS)
def test_an_open_menu_offers_everything(open_page, path: str, parameters: dict, key: str) -> None:
    session = {f"{key}_menu": True}
    page = open_page(path, session=session, year=2023, **parameters)
    offered = labels(page)
    wanted = ["PNG", "SVG"] if images.find_chromium() else []
    assert [o for o in offered if o in wanted] == wanted
    assert {"幻灯片（PPTX）", "下载 CSV", "下载 Excel"} <= set(offered)
    sentence, latest, frozen = [c.value for c in page.code]
    assert "2023" in sentence or "2025" in sentence
    assert latest.startswith(path) and "version=" not in latest
    assert frozen == f"{latest}&version=3"


def test_a_frozen_address_shows_the_figures_as_they_stood(open_page, make_small_store, make_frame):
    store: Store = make_small_store(("members", "610100", "2024", 100.0, "final"))
    correction = make_frame(("members", "610100", "2024", 250.0, "final"))
    store.publish(Actor("李四"), correction, NewUpload(source="更正"))
    session = {"ranking_menu": True}
    page = open_page("indicator", session=session, view="ranking", indicator="members", year=2024)
    frozen = page.code[2].value
    assert frozen.endswith("&version=2")
    old = open_page("indicator", view="ranking", indicator="members", year=2024, version=1)
    assert '"100"' in old.get("plotly_chart")[0].proto.spec
    assert "数据版本 1" in old.info[0].value
    new = open_page("indicator", view="ranking", indicator="members", year=2024)
    assert '"250"' in new.get("plotly_chart")[0].proto.spec
    assert not new.info


@pytest.mark.usefixtures("opening_store")
def test_without_chromium_the_readers_browser_makes_the_same_picture(
    open_page, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("BROWSER_PATH", str(tmp_path / "nothing"))
    session = {"ranking_menu": True}
    page = open_page("indicator", session=session, view="ranking", indicator="members", year=2023)
    assert "PNG" not in labels(page)
    assert any("浏览器" in c.value for c in page.caption)
    camera = page.get("plotly_chart")[1].proto
    layout = json.loads(camera.spec)["layout"]
    texts = [layout["title"]["text"], *(a["text"] for a in layout["annotations"])]
    for part in ("2023年陕西省各地工会会员人数", "单位：万人", "来源：", "数据版本 3"):
        assert any(part in text for text in texts)
    assert layout["width"] == 800
    assert '"scale":2.4' in camera.config.replace(" ", "")
    assert "toImage" in camera.config


@pytest.mark.usefixtures("opening_store")
def test_in_english_too(open_page) -> None:
    page = open_page("indicator", session={"trend_menu": True}, view="trend", lang="en")
    assert "Slide (PPTX)" in labels(page)
    assert not any("\u4e00" <= c <= "\u9fff" for c in "".join(x.value for x in page.caption[-2:]))
