"""Tests of messages and deliveries."""
