"""Det som plan status behöver."""
