"""Messages and service of papers: templates, channels, proof and date of delivery.

Decides nothing; a delivery once proven is never rewritten.
"""
