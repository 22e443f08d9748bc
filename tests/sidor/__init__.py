"""Sidor i docs/ som är gjorda av programmet självt: de skrivs med PLAN_SKRIV_FACIT=1 och prövas av testerna."""
