-- list_steps: batches and steps of unmade, from the counties up: a sum is made of the step below
-- columns: batch, depth (steps below the country)
SELECT DISTINCT
    u.batch,
    u.depth
FROM unmade AS u
ORDER BY u.batch, u.depth DESC
