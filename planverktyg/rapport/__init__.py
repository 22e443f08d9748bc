"""Rapporter: en typad akt in, Markdown eller HTML ut. Underlaget är allt som en mall får se."""
