"""Packages to diagnostics: one verifier a format."""
