-- clear_programme: empty the table, before it is filled anew
DELETE FROM programme
