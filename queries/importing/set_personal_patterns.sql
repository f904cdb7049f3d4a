-- set_personal_patterns: what numbers of persons look like, for the macros that find them
-- params:  $identity, $mobile, $card (regular expressions with the number as their first group)
SET VARIABLE personal_patterns = {'identity': $identity, 'mobile': $mobile, 'card': $card}
