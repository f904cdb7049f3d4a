-- has_demonstration: whether demonstration data was ever published
-- columns: has_demonstration
SELECT EXISTS (SELECT 1 FROM upload AS u WHERE u.kind = 'demonstration') AS has_demonstration
