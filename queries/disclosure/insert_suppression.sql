-- insert_suppression: withhold cells
-- params: $indicators, $regions, $periods (lists of equal length, a cell each), $status
INSERT INTO suppression BY NAME
SELECT
    unnest($indicators) AS indicator,
    unnest($regions) AS region_code,
    unnest($periods) AS period,
    $status AS status
