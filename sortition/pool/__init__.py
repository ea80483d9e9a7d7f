"""Who may be drawn: quotas, profiles, and the rules of a composition."""
