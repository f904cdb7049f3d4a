-- clear_region: empty the table, before it is filled anew
DELETE FROM region
