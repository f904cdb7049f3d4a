-- clear_touched: take the cells that an upload touched out of observation, before they are filled anew
-- params: $touched (upload id)
DELETE FROM observation AS o
USING observation_log AS l
WHERE
    l.upload_id = $touched
    AND o.indicator = l.indicator
    AND o.region_code = l.region_code
    AND o.period = l.period
