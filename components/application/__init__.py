"""An application on screen: its form, its materials, its history."""
