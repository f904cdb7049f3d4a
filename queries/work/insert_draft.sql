-- insert_draft: keep a new file in work; nothing of somebody unknown where sign-in exists
-- params: $draft_id, $asker, $file_name, $sha256, $region_code, $corrections, $source, $note, $changed_at, $signs_in
INSERT INTO draft
SELECT
    $draft_id, $asker, $file_name, $sha256, $region_code, $corrections, $source, $note, $changed_at
WHERE NOT $signs_in OR $asker <> ''
