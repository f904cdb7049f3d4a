-- clear_rollup: before it is filled anew
DELETE FROM rollup
