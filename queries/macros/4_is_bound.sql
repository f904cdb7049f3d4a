-- is_bound: whether a number is a bound to one side, at_least or at_most
CREATE OR REPLACE MACRO is_bound(quality_flags, side) AS
has_flag(quality_flags, side) AND NOT (has_flag(quality_flags, 'at_least') AND has_flag(quality_flags, 'at_most'))
