-- drop_double_targets: of one target that stands twice, keep the first
DELETE FROM target
WHERE rowid IN (
    SELECT t.rowid
    FROM target AS t
    QUALIFY row_number() OVER (
        PARTITION BY t.upload_id, t.indicator, t.region_code, t.year, t.value, t.kind
        ORDER BY t.rowid
    ) > 1
)
