"""Tests of records: their form, their verification, and forging them."""
