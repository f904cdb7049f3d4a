"""What the Upload page answers: corrections, drafts, findings in groups, the marked workbook."""

import pytest

from dashboard.access import Actor
from dashboard.importing.corrections import Corrections
from dashboard.importing.upload.publish import read_published
from dashboard.importing.upload.upload_drafts import list_drafts, list_remembered
from tests.app.upload_steps import (
    findings_shown,
    mend,
    press,
    publish,
    rules_shown,
    table_with,
    understood,
    upload,
)

BLOCKED = "地区,年份,会员人数\n西安市,2023,两千多\n渭难市,2023,800\n".encode()
READY = "地区,年份,会员人数\n宝鸡市,2023,800\n".encode()
DASHES = "地区,年份,会员人数\n宝鸡市,2023,-\n铜川市,2023,5\n".encode()
NO_PLACE = "年份,会员人数\n2022,18\n2023,20\n".encode()
NO_YEAR = "地区,指标,数值\n宝鸡市,工会会员人数,800\n".encode()
AMBIGUOUS = "地区,年份,会员人数\n朝阳区,2023,800\n".encode()
TWO_TABLES = (
    "2022年会员情况,\n地区,会员人数\n西安市,18\n,\n2023年职工情况,\n地区,职工总数\n西安市,30\n"
).encode()
TWO_ROWS = "地区,年份,会员人数\n,,男\n宝鸡市,2023,3\n".encode()
CUMULATIVE = (
    "地区,时期,新发展会员\n西安市,2023-Q1,100\n西安市,2023-Q2,210\n西安市,2023-Q3,330\n西安市,2023-Q4,400\n"
).encode()
SECRET = "地区,年份,会员人数,电话\n宝鸡市,2023,800,13800000000\n".encode()


class TestCorrections:
    def test_a_place_is_put_right_and_the_review_made_anew_at_once(self, open_page, small_store):
        page = upload(open_page("upload"), BLOCKED)
        assert {"P-02", "V-01"} <= set(rules_shown(page))
        box = page.selectbox(key="fix_place_P-02_0")
        assert box.options[0].endswith("610500")
        box.set_value("610500").run()
        assert "P-02" not in rules_shown(page)
        assert "V-01" in rules_shown(page)

    def test_a_cell_is_put_right_and_the_figure_published_with_its_first_text(
        self, open_page, small_store
    ):
        page = upload(open_page("upload"), BLOCKED)
        page.selectbox(key="fix_place_P-02_0").set_value("610500").run()
        mend(page, "C2", "2100")
        assert "V-01" not in rules_shown(page)
        publish(page)
        assert "数据版本为 2" in page.success[0].value
        assert "C2：原文件为“两千多”，改为“2100”" in small_store.read("uploads").iloc[0]["note"]
        assert list_drafts(Actor("王芳"), small_store) == []

    def test_a_correction_can_be_taken_back(self, open_page, small_store):
        page = upload(open_page("upload"), BLOCKED)
        mend(page, "C2", "2100")
        assert any("C2" in t.value and "2100" in t.value for t in page.text)
        press(page, "take_back_0")
        assert "V-01" in rules_shown(page)

    def test_the_meaning_of_a_column_and_its_unit_can_be_said(self, open_page, small_store):
        page = upload(open_page("upload", session={"correct": True}), READY)
        page.selectbox(key="fix_column").set_value("C").run()
        page.selectbox(key="fix_role").set_value("women_members").run()
        page.selectbox(key="fix_column").set_value("C").run()
        page.selectbox(key="fix_unit").set_value("万人").run()
        (draft,) = list_drafts(Actor(), small_store)
        assert draft.corrections.roles == {"C": "women_members"}
        assert draft.corrections.units == {"women_members": "万人"}
        assert understood(page)["指标"] == "女会员人数"
        assert understood(page)["单位换算"] == "女会员人数：800万人 → 8,000,000人"

    def test_what_a_mark_means_is_remembered_for_the_next_file_of_the_layout(
        self, open_page, small_store
    ):
        page = open_page("upload")
        page.text_input(key="by").set_value("王芳").run()
        upload(page, DASHES)
        page.selectbox(key="fix_mark_0").set_value("not_applicable").run()
        assert [r.file_name for r in list_remembered(Actor("王芳"), small_store)] == ["会员.csv"]
        press(page, "throw_away_current")

        other = open_page("upload")
        other.text_input(key="by").set_value("王芳").run()
        upload(other, DASHES.replace(b"2023", b"2022"), name="去年.csv")
        assert any("沿用" in i.value for i in other.info)
        assert any("会员.csv" in t.value for t in other.text)
        (draft,) = [d for d in list_drafts(Actor("王芳"), small_store) if d.file_name == "去年.csv"]
        assert draft.corrections.marks == {"-": "not_applicable"}

    def test_what_is_remembered_is_listed_and_can_be_forgotten(self, open_page, small_store):
        page = open_page("upload", session={"remembered": True})
        page.text_input(key="by").set_value("王芳").run()
        upload(page, DASHES)
        page.selectbox(key="fix_mark_0").set_value("not_applicable").run()
        (line,) = [t.value for t in page.text if t.value.startswith("会员.csv · ")]
        assert line.endswith("“-”：不适用")
        press(page, "forget_0")
        assert list_remembered(Actor("王芳"), small_store) == []
        assert "forget_0" not in {b.key for b in page.button}

    def test_cumulative_quarters_are_made_discrete_by_one_click_that_can_be_taken_back(
        self, open_page, small_store
    ):
        page = upload(open_page("upload"), CUMULATIVE)
        assert ("请确认", "R-08") in findings_shown(page)
        button = page.button(key="make_discrete_new_members")
        assert button.label == "“新发展会员”是累计数，换算为当期数"
        assert "100, 210, 330, 400 → 100, 110, 120, 70" in [t.value for t in page.text]
        press(page, "make_discrete_new_members")
        assert "R-08" not in rules_shown(page)
        assert "“新发展会员”各期数：原表为累计数，换算为当期数" in [t.value for t in page.text]
        (draft,) = list_drafts(Actor(), small_store)
        assert draft.corrections == Corrections(counted={"new_members": "cumulative"})
        table = table_with(page, "时期").set_index("时期")
        assert table["现数"].to_dict() == {
            "2023-Q1": 100, "2023-Q2": 110, "2023-Q3": 120, "2023-Q4": 70,
        }  # fmt: skip

        press(page, "take_back_0")
        assert "R-08" in rules_shown(page)
        assert table_with(page, "时期")["现数"].max() == 400
        press(page, "make_discrete_new_members")
        publish(page)
        rows = read_published(small_store.read)(["new_members"])
        assert sorted(rows.loc[rows["period"].str.contains("Q"), "value"]) == [70, 100, 110, 120]

    def test_of_an_indicator_that_falls_no_figure_is_published_until_it_is_taken_back(
        self, open_page, small_store
    ):
        content = CUMULATIVE + "宝鸡市,2023-Q1,9\n宝鸡市,2023-Q2,5\n".encode()
        page = upload(open_page("upload"), content.replace(b"Q4,400", b"Q4,410"))
        press(page, "make_discrete_new_members")
        assert ("错误", "R-08") in findings_shown(page)
        assert "make_discrete_new_members" not in {b.key for b in page.button}
        press(page, "take_back_0")
        assert ("错误", "R-08") not in findings_shown(page)


class TestTheWholeTable:
    @pytest.fixture(autouse=True)
    def _known(self, small_store):
        """What was said, as it is kept."""
        self.said = lambda: list_drafts(Actor(), small_store)[0].corrections

    def test_one_of_two_tables_on_a_sheet_is_chosen(self, open_page):
        page = upload(open_page("upload"), TWO_TABLES)
        assert understood(page)["工作表中的第几张表"] == "全部2张"
        box = page.selectbox(key="fix_block_finding")
        assert box.options == ["全部", "1 · A2", "2 · A6"]
        box.set_value(2).run()
        assert understood(page)["工作表中的第几张表"] == "2 / 2"
        assert understood(page)["指标"] == "职工总数"
        assert understood(page)["时期"] == "2023"
        assert "L-14" not in rules_shown(page)
        assert self.said() == Corrections(block=2)

    def test_one_table_leaves_nothing_to_choose(self, open_page):
        page = upload(open_page("upload", session={"correct": True}), READY)
        keys = {box.key for box in page.selectbox}
        assert "fix_role" in keys
        assert not [k for k in keys if k.startswith(("fix_block", "fix_place"))]

    def test_the_place_of_a_table_is_said_where_it_is_missed(self, open_page):
        page = upload(open_page("upload"), NO_PLACE)
        assert rules_shown(page) == ["L-05"]
        page.selectbox(key="fix_place_finding_E").set_value("610100").run()
        assert "L-05" not in rules_shown(page)
        assert understood(page)["地区"] == "1个中识别出1个：西安市"
        assert self.said() == Corrections(place="610100")

    def test_the_region_of_a_table_makes_its_names_clear(self, open_page):
        page = upload(open_page("upload"), AMBIGUOUS)
        assert rules_shown(page) == ["P-04"]
        box = page.selectbox(key="fix_place_finding")
        assert "北京市 110000" in box.options[:3]
        box.set_value("110000").run()
        assert rules_shown(page) == []
        assert understood(page)["地区"] == "1个中识别出1个：朝阳区"
        assert self.said() == Corrections(place="110000")

    def test_how_many_rows_the_headings_have_is_said(self, open_page):
        page = upload(open_page("upload", session={"correct": True}), TWO_ROWS)
        assert understood(page)["表头所在行"] == "1–2"
        page.number_input(key="fix_head_rows").set_value(1).run()
        assert understood(page)["表头所在行"] == "1"
        assert "C 会员人数 → 工会会员人数" in understood(page)["各列"]
        assert self.said() == Corrections(head_row=1, head_rows=1)
        # The count means nothing without the row it begins at.
        press(page, "take_back_0")
        assert understood(page)["表头所在行"] == "1–2"
        assert self.said() == Corrections()

    def test_the_year_of_a_long_table_is_said(self, open_page):
        page = upload(open_page("upload"), NO_YEAR)
        page.text_input(key="fix_year_finding_E").set_value("2023").run()
        assert rules_shown(page) == []
        assert understood(page)["时期"] == "2023"
        assert self.said() == Corrections(year="2023")

    def test_the_same_is_offered_in_english(self, open_page):
        page = upload(open_page("upload", lang="en"), NO_PLACE)
        assert page.selectbox(key="fix_place_finding_E").label == "Place of the table"
        page = upload(open_page("upload", lang="en"), TWO_TABLES)
        assert page.selectbox(key="fix_block_finding").options[0] == "all of them"


class TestDrafts:
    def test_a_file_in_work_is_there_for_its_owner_in_another_session(self, open_page, small_store):
        page = open_page("upload")
        page.text_input(key="by").set_value("王芳").run()
        mend(upload(page, BLOCKED), "C2", "2100")
        (draft,) = list_drafts(Actor("王芳"), small_store)

        nobody = open_page("upload")
        assert not [b for b in nobody.button if b.key == "pick_up_0"]
        nobody.text_input(key="by").set_value("王芳").run()
        press(nobody, "pick_up_0")
        assert "V-01" not in rules_shown(nobody)
        assert "P-02" in rules_shown(nobody)
        assert nobody.query_params["draft"] == draft.draft_id or nobody.query_params["draft"] == [
            draft.draft_id
        ]

    def test_a_link_leads_back_to_it_after_a_lost_connection(self, open_page, small_store):
        upload(open_page("upload"), BLOCKED)
        (draft,) = list_drafts(Actor(), small_store)
        page = open_page("upload", draft=draft.draft_id)
        assert "V-01" in rules_shown(page)

    def test_thrown_away_it_is_gone_with_its_bytes(self, open_page, small_store):
        page = upload(open_page("upload"), BLOCKED)
        press(page, "throw_away_current")
        assert list_drafts(Actor(), small_store) == []
        assert list((small_store.path.parent / "uploads").iterdir()) == []
        assert not rules_shown(page)

    def test_dropped_again_the_same_file_goes_on_where_it_was_left(self, open_page, small_store):
        mend(upload(open_page("upload"), BLOCKED), "C2", "2100")
        page = upload(open_page("upload"), BLOCKED)
        assert "V-01" not in rules_shown(page)
        assert len(list_drafts(Actor(), small_store)) == 1

    def test_a_draft_that_does_not_exist_is_a_plain_message(self, open_page, small_store):
        page = open_page("upload", draft="0" * 32)
        assert any("draft" in w.value for w in page.warning)


class TestPersonalNumbers:
    def test_a_file_with_them_is_kept_nowhere_and_the_page_says_so(self, open_page, small_store):
        page = upload(open_page("upload"), SECRET)
        assert any("不会保存" in e.value for e in page.error)
        assert list_drafts(Actor(), small_store) == []
        assert not (small_store.path.parent / "uploads").exists()
        shown = str([d.value.to_numpy().tolist() for d in page.dataframe])
        assert "13800000000" not in shown


class TestFindings:
    def test_are_grouped_by_rule_worst_first(self, open_page, small_store):
        page = upload(open_page("upload"), BLOCKED)
        grave = [grade for grade, _rule in findings_shown(page)]
        assert grave == sorted(grave, key=["错误", "请确认", "供了解"].index)
        assert [b.label for b in page.download_button][:3] == [
            "下载标注后的工作簿", "全部问题（CSV）", "全部问题（Excel）",
        ]  # fmt: skip

    def test_text_of_a_cell_is_never_markdown(self, open_page, small_store):
        text = "地区,年份,会员人数\n![x](http://example.com/x.png) **粗**,2023,<b>5</b>\n"
        page = upload(open_page("upload"), text.encode())
        shown = " ".join(m.value for m in page.markdown) + " ".join(c.value for c in page.caption)
        assert "example.com" not in shown
        assert "<b>" not in shown
