"""The domain's nouns: plain frozen values that every step shares."""
