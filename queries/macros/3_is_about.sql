-- is_about: whether a number is an estimate: said to be one, or bounded from below and from above by what it is made of
CREATE OR REPLACE MACRO is_about(quality_flags) AS
has_flag(quality_flags, 'estimate') OR (has_flag(quality_flags, 'at_least') AND has_flag(quality_flags, 'at_most'))
