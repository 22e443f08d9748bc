"""Planens delar, en modul för varje slag: block som har känts igen in, delar av planen ut."""
