-- status_rank: which of several states stands for them all: the smallest; a number comes before every state but these
-- Confidential first, or what it hides would be shown; then what is missing, so that a year is not called whole.
CREATE OR REPLACE MACRO status_rank(status) AS CASE status
    WHEN 'confidential' THEN 1
    WHEN 'not_reported' THEN 2
    WHEN 'not_applicable' THEN 3
    WHEN 'below_unit' THEN 4           -- nearly nothing: it is a number wherever there is another
    ELSE 5
END
