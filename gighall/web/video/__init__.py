"""The page of video calls inside an order."""
