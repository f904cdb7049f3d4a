-- insert_figure: add the touched figures, made by the rules of the numbers step by step
-- steps:   figures/made
-- params:  those of the steps
INSERT INTO figure BY NAME
FROM made
