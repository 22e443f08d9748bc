"""Modellen: de tre dokumentslagen (kommun, plan, uppföljning) och deras delar som Pydantic-klasser."""
