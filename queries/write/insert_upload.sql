-- insert_upload: record one act of publishing or undoing
-- params: $upload_id, $kind, $undoes, $uploaded_at, $uploaded_by, $file_name, $sha256, $source, $note,
-- params: $new_count, $changed_count, $unchanged_count, $rejected_count
INSERT INTO upload
VALUES (
    $upload_id, $kind, $undoes, $uploaded_at, $uploaded_by, $file_name, $sha256, $source, $note,
    $new_count, $changed_count, $unchanged_count, $rejected_count
)
