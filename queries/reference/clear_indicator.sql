-- clear_indicator: empty the table, before it is filled anew
DELETE FROM indicator
