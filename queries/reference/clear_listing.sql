-- clear_listing: before it is filled anew
DELETE FROM listing
