-- insert_draft: keep a file in work
-- params: $draft_id, $owner, $file_name, $sha256, $region_code, $corrections, $source, $note, $changed_at
INSERT INTO draft
VALUES (
    $draft_id, $owner, $file_name, $sha256, $region_code, $corrections, $source, $note, $changed_at
)
