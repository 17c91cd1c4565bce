"""What several tests share: builders of documents, slow twins, judges."""
