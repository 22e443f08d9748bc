"""Webbläsarens formulär: en akt och en uppföljning in, det som sidorna visar ut; och ett inskickat formulär in, svaren ut."""
