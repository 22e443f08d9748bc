"""Allt som påstås gå ihop: planens och uppföljningens belopp in, summor, netton, årsbudgetar och avvikelser ut."""
