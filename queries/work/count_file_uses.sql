-- count_file_uses: how many uploads, drafts and briefings need a kept file
-- params: $sha256
SELECT
    (SELECT count(*) FROM upload AS u WHERE u.sha256 = $sha256)
    + (SELECT count(*) FROM draft AS d WHERE d.sha256 = $sha256)
    + (SELECT count(*) FROM briefing AS b WHERE b.template_sha256 = $sha256) AS use_count
