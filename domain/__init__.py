"""What is true and what happens, without a screen: rules below, services above."""
