"""Finding text across a project: as people read it, and in time for a million articles."""
