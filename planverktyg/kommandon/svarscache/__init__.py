"""Svarscachen: det som ett kommando svarade förra gången, när allt som det läste är som då."""
