-- check_parameters: the day, the file and the thresholds
-- grain:   one row
-- params:  $today (date), $sha256 (of the file), $jump_pct, $revision_pct (per cent),
-- params:  $disclosure_limit, $finding_limit (findings of one rule)
-- columns: today, sha256, jump_pct, revision_pct, disclosure_limit, finding_limit
-- filled:  here, from the parameters
CREATE OR REPLACE TABLE check_parameters AS
SELECT
    CAST($today AS DATE) AS today,
    CAST($sha256 AS VARCHAR) AS sha256,
    CAST($jump_pct AS DOUBLE) AS jump_pct,
    CAST($revision_pct AS DOUBLE) AS revision_pct,
    CAST($disclosure_limit AS DOUBLE) AS disclosure_limit,
    CAST($finding_limit AS BIGINT) AS finding_limit
