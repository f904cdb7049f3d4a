"""The second floor: the elements of the Overview, every text and chart ready; no dashboard behind it."""

from pathlib import Path

# Plotly takes it up as soon as it is being loaded, which Streamlit does beside the first page.
import pandas as pd  # noqa: F401
import streamlit as st

from tests.bench.floor_figures import load_views

COLOURS = {"up": "normal", "down": "inverse", "context": "off"}
OTHER_PAGES = 20
EMPTY_PAGE = Path(__file__).parent / "floor_empty.py"


def draw_cards(cards: list[dict], page: st.Page, *, key: str) -> None:
    """The grid of ``dashboard.ui.components.draw_cards``, of plain dicts."""
    with st.grid(min_column_width=250, key=key, border=True) as grid:
        for card in cards:
            with grid.cell():
                st.page_link(
                    page, label=card["label"], query_params={"indicator": card["indicator"]}
                )
                st.metric(
                    card["label"],
                    card["value"],
                    card["delta"] or None,
                    delta_color=COLOURS[card["better"]],
                    delta_description=card["since"] if card["delta"] else None,
                    chart_data=card["sparkline"] or None,
                    label_visibility="collapsed",
                )
                remarks = card["remarks"] if card["delta"] else [card["since"], *card["remarks"]]
                st.caption("  \n".join(r for r in remarks if r) or "\u2003")


def draw_chart(chart: dict, *, key: str) -> None:
    """A chart that is ready."""
    config = {"displayModeBar": False, "displaylogo": False, "scrollZoom": False}
    st.plotly_chart(chart["figure"], theme="streamlit", key=key, config=config, alt=chart["alt"])
    st.caption(chart["alt"])
    draw_menu(key)


def draw_menu(key: str) -> None:
    """The menu of a chart, closed."""
    icon = ":material/ios_share:"
    st.expander("导出与分享", key=f"{key}_menu", type="compact", icon=icon, on_change="rerun")


def draw_overview() -> None:
    """The page's elements in its order."""
    content = load_views()
    region, year = st.session_state["region"], st.session_state["year"]
    view = content["views"][region][year]
    st.title(f"{region}，{year}")
    draw_cards(view["headlines"], other_page, key="headlines")
    st.selectbox("项目", content["programmes"], key="programme", persist_state="session")
    left, right = st.columns(2)
    with left:
        draw_chart(view["trend"], key="trend")
    with right:
        draw_chart(view["ranking"], key="ranking")
    st.header("项目")
    draw_cards(view["programmes"], other_page, key="programmes")
    st.expander("地图", key="map_panel", on_change="rerun")
    st.expander("最近一次上报的变化", key="changes_panel", on_change="rerun")


st.set_page_config(page_title="Floor", page_icon=":material/monitoring:", layout="wide")
overview = st.Page(draw_overview, title="概览", icon=":material/dashboard:", default=True)
others = [
    st.Page(EMPTY_PAGE, title=f"{n}", icon=":material/category:", url_path=f"p{n}")
    for n in range(OTHER_PAGES)
]
other_page = others[0]
page = st.navigation({"": [overview, *others[:2]], "项目": others[2:]}, expanded=True)
regions = list(load_views()["views"])
with st.container(
    horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key="frame"
):
    with st.container(horizontal=True, vertical_alignment="center", width="content"):
        region = st.selectbox(
            "地区", regions, key="region", width=200, label_visibility="collapsed"
        )
        years = list(load_views()["views"][region])
        st.session_state["year"] = st.session_state.get("year", years[0])
        year = st.selectbox("年份", years, key="year", width=110, label_visibility="collapsed")
    with st.container(horizontal=True, vertical_alignment="center", width="content"):
        st.toggle("演示数据", value=True, key="demo", help="由程序生成的数字，仅供试用。")
        st.radio(
            "语言 / Language",
            ["中文", "English"],
            key="lang",
            horizontal=True,
            label_visibility="collapsed",
        )
with st.container(key="frame_notices"):
    st.markdown(":orange-badge[:material/science: 演示数据] 部分数字由程序生成，并非真实数据。")
st.container(key="notices")
page.run()
address = {"region": region, "year": year, "demo": "1", "lang": "zh", "programme": "membership"}
if address != st.query_params.to_dict():
    st.query_params.from_dict(address)
