"""Servern på den egna datorn, för `plan visa` och `plan fyll`: skyddet runt sidorna, driften och sidorna själva."""
