-- drop_double_breaks: of one break in a series that stands twice, keep the first
DELETE FROM series_break
WHERE rowid IN (
    SELECT b.rowid
    FROM series_break AS b
    QUALIFY row_number() OVER (
        PARTITION BY b.upload_id, b.indicator, b.region_code, b.year
        ORDER BY b.rowid
    ) > 1
)
