"""Det som plan validera behöver."""
