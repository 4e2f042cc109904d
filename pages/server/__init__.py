"""What stands around the pages: the gate, the guard of sessions, the frame, the headers, the logs and the start."""
