-- clear_state: forget what the reference tables and figures were made from
DELETE FROM reference_state
