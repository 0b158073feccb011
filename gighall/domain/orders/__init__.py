"""Offers, orders, deliveries, requests, reviews and their deadlines."""
