"""The demonstration: a made-up year of Henan, built the same every time."""
