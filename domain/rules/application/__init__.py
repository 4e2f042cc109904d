"""What an application is: its form, its person, its materials, and what a return opens again."""
