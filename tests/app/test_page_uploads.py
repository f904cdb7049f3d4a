"""From a file to published figures, to their chart, and back."""

import hashlib

import pandas as pd
import pytest
from openpyxl import load_workbook

from dashboard import cached
from dashboard.access import Actor
from dashboard.catalogue import load_catalogue
from dashboard.exporting import to_csv, to_xlsx
from dashboard.importing.upload.template_workbook import make_template
from dashboard.importing.upload.upload_drafts import drop_draft, list_drafts
from dashboard.settings import load_settings
from dashboard.store import NewUpload, load_store
from dashboard.ui.downloads import make_notes
from tests.app.upload_steps import (
    findings_shown,
    may_publish,
    press_publish,
    publish,
    rules_shown,
    table_with,
    upload,
)

READY = "地区,年份,会员人数\n西安市,2023,2050\n宝鸡市,2023,800\n".encode()
BLOCKED = "地区,年份,会员人数\n西安市,2023,两千多\n宝鸡市,2023,800\n".encode()
# A total that is left out is a warning to be confirmed.
TO_CONFIRM = "地区,年份,会员人数\n西安市,2023,2050\n宝鸡市,2023,800\n合计,2023,2850\n".encode()


def undo(page, by="王芳", note="报错了"):
    page.text_input(key="undo_by").set_value(by)
    page.text_input(key="undo_note").set_value(note)
    page.form_submit_button[0].click().run()
    assert not page.exception
    return page


def read_members(open_page, city="西安市"):
    """The members of a city in 2023 as the Indicator page lists them."""
    page = open_page("indicator", indicator="members", view="table", year="2023")
    return page.dataframe[0].value.set_index(["地区", "时期"]).loc[(city, "2023")]


class TestUpload:
    def test_goes_from_file_to_table_and_back(self, open_page, small_store):
        assert read_members(open_page)["数值"] == 2_000

        page = upload(open_page("upload"), READY)
        assert page.success[0].value == "文件可以发布。"
        assert any("新增1个数，修改1个" in m.value for m in page.markdown)
        # Nothing is published before the form is sent.
        assert small_store.version == 1

        publish(page)
        assert "数据版本为 2" in page.success[0].value
        row = read_members(open_page)
        assert row["数值"] == 2_050
        assert row["来源"] == "西安市总工会2023年报"
        assert row["存疑"] == "已修订"
        assert read_members(open_page, "宝鸡市")["数值"] == 800
        newest = small_store.read("uploads").iloc[0]
        assert newest[["new_count", "changed_count", "unchanged_count"]].tolist() == [1, 1, 0]
        assert newest["uploaded_by"] == "王芳"
        assert newest["file_name"] == "会员.csv"
        assert newest["sha256"] == hashlib.sha256(READY).hexdigest()
        kept = small_store.path.parent / "uploads" / newest["sha256"]
        assert kept.read_bytes() == READY

        history = undo(open_page("history"))
        assert history.success[0].value == "第2次上报已撤销，当前数据版本为 3。"
        assert history.dataframe[0].value["状态"].tolist() == [
            "撤销了第2次上报", "已被第3次操作撤销", "有效",
        ]  # fmt: skip
        row = read_members(open_page)
        assert row["数值"] == 2_000
        assert row["来源"] == "县报表"
        with pytest.raises(KeyError):
            read_members(open_page, "宝鸡市")

    def test_file_published_before_is_told_from_another_one(self, open_page, small_store):
        publish(upload(open_page("upload"), READY))
        again = upload(open_page("upload"), READY, name="再报.csv")
        assert "F-10" in rules_shown(again)
        other = upload(open_page("upload"), READY.replace(b"800", b"801"))
        assert "F-10" not in rules_shown(other)

    def test_lock_that_is_set_meanwhile_stops_the_file_in_work(
        self, open_page, small_store, monkeypatch, tmp_path
    ):
        folder = tmp_path / "reporting"
        folder.mkdir()
        monkeypatch.setenv("DASHBOARD_REPORTING", str(folder))
        load_settings.cache_clear()
        page = upload(open_page("upload"), READY)
        assert page.success[0].value == "文件可以发布。"

        (folder / "reporters.csv").write_text("person,region_code\n王芳,610300\n")
        page.text_input(key="by").set_value("王芳").run()
        assert rules_shown(page) == ["P-11"]
        (folder / "reporters.csv").unlink()
        (folder / "locks.csv").write_text("scope,period\n,2023\n")
        page.run()
        assert rules_shown(page) == ["T-06"]
        assert not may_publish(page)
        assert small_store.version == 1
        load_settings.cache_clear()

    def test_empties_the_file_field_after_publishing(self, open_page, small_store):
        page = publish(upload(open_page("upload"), READY))
        assert page.file_uploader(key="file_1").value is None
        # Told until there is another file: a run that comes at once takes nothing away.
        page.run()
        assert page.success
        upload(page, BLOCKED, widget="file_1")
        assert not page.success
        assert small_store.version == 2

    def test_leads_to_the_indicators_that_changed(self, open_page, small_store):
        page = publish(upload(open_page("upload"), READY))
        assert page.page_link[0].value == "工会会员人数"
        assert small_store.version == 2

    def test_names_cell_reason_and_remedy_of_an_error(self, open_page, small_store):
        page = upload(open_page("upload"), BLOCKED)
        assert page.error[0].value.startswith("文件不能发布")
        assert findings_shown(page)[0] == ("错误", "V-01")
        finding = table_with(page, "单元格").iloc[0]
        assert finding["单元格"] == "C2"
        assert finding["单元格内容"] == "两千多"
        assert finding["内容"]
        assert any(t.value.startswith("如何改正：") for t in page.text)

    def test_has_no_way_to_publish_while_an_error_stands(self, open_page, small_store):
        page = upload(open_page("upload"), BLOCKED)
        assert not may_publish(page)
        assert "source" not in [t.key for t in page.text_input]
        assert small_store.version == 1
        # Kept as a file in work, and nothing more.
        assert len(small_store.read("uploads")) == 1

    def test_wants_warnings_confirmed_before_it_publishes(self, open_page, small_store):
        page = upload(open_page("upload"), TO_CONFIRM)
        assert page.warning[0].value == "请确认下列提示后再发布。"
        publish(page)
        assert page.error[0].value.startswith("文件有需要确认的提示")
        assert small_store.version == 1
        publish(page, confirm=True)
        assert small_store.version == 2
        assert read_members(open_page)["数值"] == 2_050

    def test_compares_again_when_somebody_has_published_meanwhile(
        self, open_page, small_store, make_frame
    ):
        page = upload(open_page("upload"), READY)
        assert page.success[0].value == "文件可以发布。"
        other = make_frame(("members", "610100", "2023", 100_000, "final"))
        small_store.publish(Actor("李四"), other, NewUpload(source="市总报表"))
        publish(page)  # the click on what was compared with version 1
        assert small_store.version == 2
        assert any("又发布了第2号上报。已重新比对" in w.value for w in page.warning)
        # Now the rule for large revisions stands there, and wants a reason.
        assert "C-02" in rules_shown(page)
        publish(page, confirm=True)
        assert small_store.version == 2
        assert "请在备注中说明原因" in page.error[-1].value
        page.text_input(key="note").set_value("按年报核定").run()
        publish(page, confirm=True)
        assert small_store.version == 3
        assert read_members(open_page)["数值"] == 2_050

    def test_is_published_once_by_two_windows(self, open_page, small_store):
        first = upload(open_page("upload"), READY)
        (draft,) = list_drafts(Actor(), small_store)
        second = open_page("upload", draft=draft.draft_id)
        publish(first)
        publish(second)
        assert small_store.version == 2
        for page in (first, second):
            assert "数据版本为 2" in page.success[0].value
        assert list_drafts(Actor("王芳"), small_store) == []

    def test_says_that_a_file_was_thrown_away_in_another_window(self, open_page, small_store):
        page = upload(open_page("upload"), READY)
        (draft,) = list_drafts(Actor(), small_store)
        drop_draft(Actor(), small_store, draft)
        publish(page)
        assert small_store.version == 1
        assert page.info[0].value == "“会员.csv”已在另一个窗口丢弃。"

    def test_wants_a_source_and_a_name(self, open_page, small_store):
        page = publish(upload(open_page("upload"), READY), by=" ")
        assert page.error[0].value == "请填写您的姓名，记录中会保留。"
        publish(page, source=" ")
        assert page.error
        assert small_store.version == 1

    def test_figures_that_are_already_published_count_as_unchanged(self, open_page, small_store):
        publish(upload(open_page("upload"), READY))
        page = upload(open_page("upload"), READY)
        assert any("新增0个数，修改0个，未变2个" in m.value for m in page.markdown)

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("broken.xlsx", b"PK\x03\x04 broken"),
            ("empty.csv", b""),
            ("heading.csv", "地区,年份,会员人数\n".encode()),
            ("picture.png", b"\x89PNG\r\n\x1a\n"),
        ],
        ids=["workbook", "empty", "heading_only", "picture"],
    )
    def test_a_file_that_cannot_be_read_is_refused_in_plain_words(
        self, open_page, small_store, name, content
    ):
        page = upload(open_page("upload"), content, name)
        assert page.error[0].value.startswith("文件不能发布")
        errors = [rule for grade, rule in findings_shown(page) if grade == "错误"]
        assert {rule[0] for rule in errors} <= {"F", "L"}
        assert (table_with(page, "内容")["内容"] != "").all()
        assert not may_publish(page)

    def test_says_the_same_in_english(self, open_page, small_store):
        page = upload(open_page("upload", lang="en"), BLOCKED)
        assert page.error[0].value.startswith("The file cannot be published")
        assert findings_shown(page)[0] == ("error", "V-01")


class TestUndo:
    def test_wants_a_name_and_a_reason(self, open_page, small_store):
        page = undo(open_page("history"), note="")
        assert page.error[0].value == "请写明由谁撤销、为什么撤销，记录中会保留。"
        assert small_store.version == 1

    def test_is_told_with_what_it_changed(self, open_page, small_store):
        publish(upload(open_page("upload"), READY))
        history = undo(open_page("history"))
        assert history.selectbox(key="upload_choice").options[0] == "3 · 撤销了第2次上报"
        history.selectbox(key="upload_choice").set_value(3).run()
        assert "撤销第2次上报引起的变化" in [s.value for s in history.subheader]
        changes = table_with(history, "原数").set_index("地区")
        assert changes["原数"].to_dict() == {"西安市": "2,050人", "宝鸡市": "800人"}
        assert changes["现数"].to_dict() == {"西安市": "2,000人", "宝鸡市": "不再有数"}
        assert not history.form_submit_button

        overview = open_page(session={"changes_panel": True})
        assert any("第2次上报已于" in m.value and "变动2个数" in m.value for m in overview.markdown)
        assert table_with(overview, "原数")["现数"].tolist() == ["2,000人", "不再有数"]

    def test_cannot_be_done_twice(self, open_page, small_store):
        page = undo(open_page("history"))
        assert small_store.version == 2
        assert not may_publish(page)

    def test_of_the_demonstration_set_takes_the_switch_away(self, open_page, own_opening_store):
        page = open_page("history")
        page.selectbox(key="upload_choice").set_value(1).run()
        undo(page)
        assert own_opening_store.version == 4
        assert not cached.has_demonstration()
        overview = open_page()
        assert not overview.toggle
        assert not any("演示数据" in m.value for m in overview.markdown)


class TestStaff:
    SOMEONE = {"is_logged_in": True, "email": "guest@example.com"}
    STAFF = {"is_logged_in": True, "email": "Wang.Fang@example.com"}

    @pytest.mark.parametrize("user", [None, SOMEONE], ids=["nobody", "guest"])
    def test_who_is_not_on_the_list_can_neither_upload_nor_undo(
        self, open_page, small_store, set_staff, user
    ):
        set_staff("wang.fang@example.com, li@example.com")
        page = open_page("upload", user=user)
        assert page.info[0].value == "只有工作人员可以上报，您不在名单内。"
        assert not page.file_uploader
        history = open_page("history", user=user)
        assert history.info[0].value == "只有工作人员可以撤销上报，您不在名单内。"
        assert not history.form_submit_button
        # The address of a page that is not shown can be copied all the same.
        assert page.query_params["lang"] == "zh"
        # Everybody may read what was published.
        assert len(history.dataframe) == 2

    def test_who_is_on_the_list_uploads_under_their_address(
        self, open_page, small_store, set_staff
    ):
        set_staff("wang.fang@example.com")
        page = upload(open_page("upload", user=self.STAFF), READY)
        assert page.text_input(key="by").disabled
        page.text_input(key="source").set_value("年报")
        press_publish(page)
        assert small_store.read("uploads").iloc[0]["uploaded_by"] == "Wang.Fang@example.com"


@pytest.mark.usefixtures("small_store")
class TestDownloads:
    @pytest.fixture
    def page(self, open_page):
        return open_page("indicator", indicator="members", view="table", lang="zh", year="2023")

    def test_csv_shows_chinese_in_a_spreadsheet_and_keeps_the_number(self, page):
        content = to_csv(page.dataframe[0].value)
        assert content.startswith(b"\xef\xbb\xbf")
        lines = content.decode("utf-8-sig").splitlines()
        assert lines[0].startswith("地区,")
        assert any("西安市" in line and ",2000," in line and "县报表" in line for line in lines)

    def test_workbook_says_version_definition_and_source(self, page, tmp_path):
        selection = page.session_state["selection"]
        content = to_xlsx(
            page.dataframe[0].value,
            title="工会会员人数",
            lang="zh",
            notes=make_notes(selection, ["members"]),
        )
        path = tmp_path / "members.xlsx"
        path.write_bytes(content)
        book = load_workbook(path)
        table, notes = book.worksheets
        rows = list(table.values)
        row = dict(zip(rows[0], rows[-1], strict=True))
        assert row["数值"] == 2_000
        assert row["来源"] == "县报表"
        told = {a: b for a, b, *_rest in notes.values if a}
        assert told["数据版本"] == "1"
        assert told["地区"] == "陕西省"
        assert not any("演示数据" in key for key in told)

    def test_buttons_stand_beside_the_table(self, page):
        assert [b.label for b in page.download_button] == ["下载 CSV", "下载 Excel"]


@pytest.mark.usefixtures("small_store")
class TestTemplate:
    def test_is_made_for_the_chosen_indicators_when_it_is_opened(self, open_page):
        assert not open_page("upload").download_button
        page = open_page("upload", session={"template": True}, year="2023")
        assert [b.label for b in page.download_button] == ["Excel", "CSV"]
        page.multiselect(key="template_indicators").set_value([]).run()
        assert page.info[0].value == "请至少选择一个指标。"
        assert not page.download_button

    def test_filled_in_comes_back_as_figures_and_blanks_as_not_reported(self, open_page):
        content = make_template(
            load_catalogue(), parent="610000", indicators=["members"], year=2023, lang="zh"
        )
        lines = content.decode("utf-8-sig").splitlines()
        filled = "\n".join(
            line + ("2050" if line.startswith("610100") else "") for line in lines
        ).encode("utf-8-sig")
        page = upload(open_page("upload"), filled, "模板.csv")
        # Ten of the eleven cells were left blank: that they mean “not reported” is confirmed.
        assert rules_shown(page)[0] == "V-13"
        publish(page, confirm=True)
        assert "数据版本为 2" in page.success[0].value
        assert read_members(open_page)["数值"] == 2_050
        changes = cached.load_changes(load_store().version).set_index("region_code")
        assert changes["value"].dropna().to_dict() == {"610100": 2_050}
        assert set(changes["status"].drop("610100")) == {"not_reported"}
        assert pd.isna(read_members(open_page, "宝鸡市")["数值"])
