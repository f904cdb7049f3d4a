-- plain_digits: ordinary digits, dashes and spaces in place of full-width ones and the like
-- params:  none
CREATE OR REPLACE MACRO plain_digits(text) AS
translate(text, '０１２３４５６７８９．－‐‑‒–—　 ', '0123456789.------  ')
