"""What the Upload page answers: corrections, drafts, findings in groups, the marked workbook."""

import pytest

from dashboard.importing.drafts import list_drafts, list_remembered

BLOCKED = "地区,年份,会员人数\n西安市,2023,两千多\n渭难市,2023,800\n".encode()
READY = "地区,年份,会员人数\n宝鸡市,2023,800\n".encode()
DASHES = "地区,年份,会员人数\n宝鸡市,2023,-\n铜川市,2023,5\n".encode()
SECRET = "地区,年份,会员人数,电话\n宝鸡市,2023,800,13800000000\n".encode()


@pytest.fixture
def store(make_small_store):
    return make_small_store(("members", "610100", "2023", 2_000, "final"))


def drop(page, content, name="会员.csv", widget="file_0"):
    page.file_uploader(key=widget).upload(name, content).run()
    assert not page.exception
    return page


def press(page, key):
    page.button(key=key).click().run()
    assert not page.exception
    return page


def mend(page, address, text):
    page.selectbox(key="fix_value_address").set_value(address).run()
    page.text_input(key="fix_value_text").set_value(text)
    return press(page, "fix_value")


def rules_shown(page):
    return [r for d in page.dataframe for r in d.value.get("规则", [])]


class TestCorrections:
    def test_a_place_is_put_right_and_the_review_made_anew_at_once(self, open_page, store):
        page = drop(open_page("upload"), BLOCKED)
        assert {"P-02", "V-01"} <= set(rules_shown(page))
        box = page.selectbox(key="fix_place_P-02_0")
        assert box.options[0].endswith("610500")
        box.set_value("610500").run()
        assert "P-02" not in rules_shown(page)
        assert "V-01" in rules_shown(page)

    def test_a_cell_is_put_right_and_the_figure_published_with_its_first_text(
        self, open_page, store
    ):
        page = drop(open_page("upload"), BLOCKED)
        page.selectbox(key="fix_place_P-02_0").set_value("610500").run()
        mend(page, "C2", "2100")
        assert "V-01" not in rules_shown(page)
        page.text_input(key="by").set_value("王芳")
        page.text_input(key="source").set_value("年报")
        if page.checkbox:
            page.checkbox(key="confirmed").check()
        page.form_submit_button[0].click().run()
        assert "数据版本为 2" in page.success[0].value
        assert "C2：原文件为“两千多”，改为“2100”" in store.read("uploads").iloc[0]["note"]
        assert list_drafts(store, "王芳") == []

    def test_a_correction_can_be_taken_back(self, open_page, store):
        page = drop(open_page("upload"), BLOCKED)
        mend(page, "C2", "2100")
        assert any("C2" in t.value and "2100" in t.value for t in page.text)
        press(page, "take_back_0")
        assert "V-01" in rules_shown(page)

    def test_the_meaning_of_a_column_and_its_unit_can_be_said(self, open_page, store):
        page = drop(open_page("upload", session={"correct": True}), READY)
        page.selectbox(key="fix_column").set_value("C").run()
        page.selectbox(key="fix_role").set_value("women_members").run()
        page.selectbox(key="fix_column").set_value("C").run()
        page.selectbox(key="fix_unit").set_value("万人").run()
        (draft,) = list_drafts(store, "")
        assert draft.corrections.roles == {"C": "women_members"}
        assert draft.corrections.units == {"women_members": "万人"}
        assert any("女会员人数" in str(d.value.to_numpy().tolist()) for d in page.dataframe)

    def test_what_a_mark_means_is_remembered_for_the_next_file_of_the_layout(
        self, open_page, store
    ):
        page = open_page("upload")
        page.text_input(key="by").set_value("王芳").run()
        drop(page, DASHES)
        page.selectbox(key="fix_mark_0").set_value("not_applicable").run()
        assert [r.file_name for r in list_remembered(store, "王芳")] == ["会员.csv"]
        press(page, "throw_away_current")

        other = open_page("upload")
        other.text_input(key="by").set_value("王芳").run()
        drop(other, DASHES.replace(b"2023", b"2022"), name="去年.csv")
        assert any("沿用" in i.value for i in other.info)
        assert any("会员.csv" in t.value for t in other.text)
        (draft,) = [d for d in list_drafts(store, "王芳") if d.file_name == "去年.csv"]
        assert draft.corrections.marks == {"-": "not_applicable"}


class TestDrafts:
    def test_a_file_in_work_is_there_for_its_owner_in_another_session(self, open_page, store):
        page = open_page("upload")
        page.text_input(key="by").set_value("王芳").run()
        mend(drop(page, BLOCKED), "C2", "2100")
        (draft,) = list_drafts(store, "王芳")

        nobody = open_page("upload")
        assert not [b for b in nobody.button if b.key == "pick_up_0"]
        nobody.text_input(key="by").set_value("王芳").run()
        press(nobody, "pick_up_0")
        assert "V-01" not in rules_shown(nobody)
        assert "P-02" in rules_shown(nobody)
        assert nobody.query_params["draft"] == draft.draft_id or nobody.query_params["draft"] == [
            draft.draft_id
        ]

    def test_a_link_leads_back_to_it_after_a_lost_connection(self, open_page, store):
        drop(open_page("upload"), BLOCKED)
        (draft,) = list_drafts(store, "")
        page = open_page("upload", draft=draft.draft_id)
        assert "V-01" in rules_shown(page)

    def test_thrown_away_it_is_gone_with_its_bytes(self, open_page, store):
        page = drop(open_page("upload"), BLOCKED)
        press(page, "throw_away_current")
        assert list_drafts(store, "") == []
        assert list((store.path.parent / "uploads").iterdir()) == []
        assert not rules_shown(page)

    def test_dropped_again_the_same_file_goes_on_where_it_was_left(self, open_page, store):
        mend(drop(open_page("upload"), BLOCKED), "C2", "2100")
        page = drop(open_page("upload"), BLOCKED)
        assert "V-01" not in rules_shown(page)
        assert len(list_drafts(store, "")) == 1

    def test_a_draft_that_does_not_exist_is_a_plain_message(self, open_page, store):
        page = open_page("upload", draft="0" * 32)
        assert any("draft" in w.value for w in page.warning)


class TestPersonalNumbers:
    def test_a_file_with_them_is_kept_nowhere_and_the_page_says_so(self, open_page, store):
        page = drop(open_page("upload"), SECRET)
        assert any("不会保存" in e.value for e in page.error)
        assert list_drafts(store, "") == []
        assert not (store.path.parent / "uploads").exists()
        shown = str([d.value.to_numpy().tolist() for d in page.dataframe])
        assert "13800000000" not in shown


class TestFindings:
    def test_are_grouped_by_rule_worst_first(self, open_page, store):
        page = drop(open_page("upload"), BLOCKED)
        grave = [g for d in page.dataframe for g in d.value.get("程度", [])]
        assert grave == sorted(grave, key=["错误", "请确认", "已自动改正"].index)
        assert [b.label for b in page.download_button][:3] == [
            "下载标注后的工作簿", "全部问题（CSV）", "全部问题（Excel）",
        ]  # fmt: skip

    def test_text_of_a_cell_is_never_markdown(self, open_page, store):
        text = "地区,年份,会员人数\n![x](http://example.com/x.png) **粗**,2023,<b>5</b>\n"
        page = drop(open_page("upload"), text.encode())
        shown = " ".join(m.value for m in page.markdown) + " ".join(c.value for c in page.caption)
        assert "example.com" not in shown
        assert "<b>" not in shown
