"""The messages, generated from proto/ by `clients/python/generate`; never edited."""
