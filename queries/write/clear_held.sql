-- clear_held: take the held cells out of observation, before they are filled anew
DELETE FROM observation AS o
USING held AS h
WHERE
    o.indicator = h.indicator
    AND o.region_code = h.region_code
    AND o.period = h.period
