"""What tests share: databases, keyrings, homes and checks for what is left behind."""
