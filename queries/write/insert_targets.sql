-- insert_targets: add an upload's targets, from the registered frame `incoming_target`
-- params: $upload_id
INSERT INTO target
SELECT
    $upload_id,
    i.indicator,
    i.region_code,
    i.year,
    i.value,
    i.kind
FROM incoming_target AS i
