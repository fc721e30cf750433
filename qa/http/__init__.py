"""What every route over HTTP stands on: the running service, its queue, its errors, its guards."""
