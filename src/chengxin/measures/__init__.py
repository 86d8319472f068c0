"""Measures applied, joint actions (initiated, responded, fed back, ended), stop orders.

Applies nothing by itself: each measure is a person's lawful decision.
"""
