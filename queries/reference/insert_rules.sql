-- insert_rules: keep the rules that hold from a data version on
-- params: $since, $checksum, $content
INSERT INTO rule_state VALUES ($since, $checksum, $content)
