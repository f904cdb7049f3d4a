-- observation_flags: the quality flags of what stands in a cell, by its status and where it comes from
-- Demonstration and real travel up both, so that a figure made of both is known.
CREATE OR REPLACE MACRO observation_flags(status, is_revised, is_demonstration) AS
CASE status
    WHEN 'provisional' THEN quality_flag('provisional')
    WHEN 'estimate' THEN quality_flag('estimate')
    WHEN 'below_unit' THEN quality_flag('estimate')
    WHEN 'at_least' THEN quality_flag('at_least')
    WHEN 'at_most' THEN quality_flag('at_most')
    ELSE 0
END
| CASE WHEN is_revised THEN quality_flag('revised') ELSE 0 END
| CASE WHEN is_demonstration THEN quality_flag('demonstration') ELSE quality_flag('real') END
