-- reported_suppression: the same without demonstration data; what is withheld there is withheld beside it too
CREATE TABLE without_demonstration.suppression AS FROM main.suppression LIMIT 0
