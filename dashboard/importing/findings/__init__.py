"""What the import says about a file: findings, the rules with their words, numbers of persons masked."""
