"""Gunning: reads Dutch hire postings into criteria and scores candidate profiles against them."""
