-- known_upload: uploads that still stand
-- grain:   one row per upload
-- params:  none
-- columns: sha256, upload_id, uploaded_at, file_name
-- filled:  dashboard/importing/checks/context.py
CREATE OR REPLACE TABLE known_upload (
    sha256 VARCHAR,
    upload_id VARCHAR,
    uploaded_at VARCHAR,
    file_name VARCHAR
)
