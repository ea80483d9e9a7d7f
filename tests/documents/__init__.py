"""Tests of documents, whatever they are about."""
