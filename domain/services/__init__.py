"""The use cases: one public function, one use case, one transaction."""
