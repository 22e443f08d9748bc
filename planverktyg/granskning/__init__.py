"""Granskning: en läst akt in, fynd ut. Reglerna står i `regler`, och `granskare` kör dem."""
