-- insert_breaks: add an upload's breaks in series, from the registered frame `incoming_break`
-- params: $upload_id
INSERT INTO series_break
SELECT
    $upload_id,
    i.indicator,
    i.region_code,
    i.year,
    i.reason_zh,
    i.reason_en
FROM incoming_break AS i
