"""The dialogs of a reviewer: reasons, deferrals, notes, the ID number, prior passes."""
