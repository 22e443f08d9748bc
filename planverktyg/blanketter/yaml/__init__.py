"""Skelett: nya filer att fylla i, som text. En kommun, en plan eller en uppföljning, med kommentarer som förklarar."""
