-- empty_observation: take out all that stands, before it is made anew from the log
DELETE FROM observation
