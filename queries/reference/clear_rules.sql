-- clear_rules: take out the rules by which no figure was ever made
DELETE FROM rule_state
