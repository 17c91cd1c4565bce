"""What receivers require of packages: BagIt profiles and deposit profiles."""
