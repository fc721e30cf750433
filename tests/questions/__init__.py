"""Questions of our own over the invented reports, and what a user may rightly expect."""
