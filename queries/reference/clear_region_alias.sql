-- clear_region_alias: empty the table, before it is filled anew
DELETE FROM region_alias
