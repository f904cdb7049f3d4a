-- has_flag: whether a flag of that name is among the quality flags
CREATE OR REPLACE MACRO has_flag(quality_flags, name) AS (quality_flags & quality_flag(name)) <> 0
