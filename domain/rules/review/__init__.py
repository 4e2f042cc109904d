"""How an application is decided: the table of the workflow, its route, deferrals and samples."""
