"""Det som plan besluta behöver."""
