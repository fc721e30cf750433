"""What must hold for every answer, whatever was asked."""
