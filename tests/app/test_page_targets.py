"""Targets and breaks in series on the Upload and History pages."""

from tests.app.upload_steps import may_publish, publish, rules_shown, table_with, understood, upload

MIXED = "地区,年份,会员人数,会员人数目标\n西安市,2023,2000,2100\n宝鸡市,2023,800,820\n".encode()
DOUBTFUL = "2023年工作计划\n地区,会员人数\n西安市,2100\n".encode()
BREAKS = "地区,指标,年份,原因\n,会员人数,2022,口径调整\n".encode()


def test_targets_are_compared_published_and_told(open_page, small_store):
    page = upload(open_page("upload"), MIXED)
    assert "目标：新增2个，修改0个，未变0个。" in [m.value for m in page.markdown]
    table = table_with(page, "原数")
    assert table[["内容", "地区", "年份", "现数", "单元格"]].to_numpy().tolist() == [
        ["年度目标", "西安市", "2023", "2,100人", "D2"],
        ["年度目标", "宝鸡市", "2023", "820人", "D3"],
    ]
    publish(page)
    assert "目标：新增2个" in page.success[0].value
    assert "数据版本为 2" in page.success[0].value

    history = open_page("history")
    row = table_with(history, "目标").iloc[0]
    assert (row["内容"], row["新增"], row["目标"], row["中断"]) == ("数据、目标", 1, 2, 0)
    assert table_with(history, "现数").shape[0] == 1  # of figures: Xi'an's is unchanged


def test_page_asks_whether_they_are_figures_or_targets(open_page, small_store):
    page = upload(open_page("upload"), DOUBTFUL)
    assert "G-01" in rules_shown(page)
    assert not may_publish(page)
    page.selectbox(key="fix_measure_finding_G-01").set_value("annual").run()
    assert not page.exception
    assert "G-01" not in rules_shown(page)
    assert any("数字是" in t.value and "年度目标" in t.value for t in page.text)
    publish(page)
    assert "数据版本为 2" in page.success[0].value
    (target,) = small_store.read("targets", {"region": "610000"}).to_dict("records")
    assert (target["kind"], target["value"]) == ("annual", 2100.0)
    # The figure that was there is still the figure.
    assert small_store.read("published", {"indicators": ",members,"})["value"].tolist() == [2000.0]


def test_breaks_alone_are_published_and_listed(open_page, small_store):
    page = upload(open_page("upload"), BREAKS)
    assert understood(page)["表格形式"] == "每行一个序列中断"
    assert not any("个数，修改" in m.value for m in page.markdown)
    publish(page)
    assert "序列中断：新增1个" in page.success[0].value

    history = open_page("history")
    assert table_with(history, "中断").iloc[0]["内容"] == "序列中断"
    changes = table_with(history, "现数")
    assert changes[["内容", "地区", "年份", "现数"]].to_numpy().tolist() == [
        ["序列中断", "全部地区", "2022", "口径调整"]
    ]


def test_templates_of_targets_and_breaks_are_offered(open_page, small_store):
    page = open_page("upload", session={"template": True})
    for contents in ("targets", "breaks"):
        page.button_group(key="template_contents").set_value(contents).run()
        assert not page.exception
